package stage

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// expandWith checks a configuration and makes its stage.
func expandWith(t testing.TB, cfg *expandConfig, in seedbed.Schema, from bool) *expand {
	t.Helper()
	scope, problems := keepScope(in)
	scope.HasFrom = from
	scope.ReadFile = func(_, path, _ string) ([]byte, bool) { return []byte("\ufeffred\n\n  blue \r\n"), true }
	needs := cfg.Check(scope)
	if len(*problems) > 0 {
		t.Fatal(*problems)
	}
	st, err := Expand().New(cfg, plan.Env{Stage: &plan.Stage{Name: "varied", Fingerprint: seedbed.Fingerprint{7}, Needs: needs}})
	if err != nil {
		t.Fatal(err)
	}
	return st.(*expand)
}

func listOf(values ...string) expandList { return expandList{Values: values} }

// rootRows runs a stage that starts by itself.
func rootRows(t testing.TB, e *expand) []seedbed.Record {
	t.Helper()
	var out []seedbed.Record
	for root, err := range e.Roots(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		rows, err := e.Process(context.Background(), root)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rows...)
	}
	return out
}

func TestExpandAllCombinations(t *testing.T) {
	cfg := &expandConfig{
		Template: `Is {a|the} {animal} {big|}\{{colour}\} like a {animal}?`, Clean: true,
		Lists: config.Map[expandList]{{Key: "animal", Value: listOf("dog", "cat")}, {Key: "colour", Value: expandList{File: "colours.txt"}}},
	}
	e := expandWith(t, cfg, seedbed.Schema{}, false)
	rows := rootRows(t, e)
	if len(rows) != 16 {
		t.Fatalf("%d rows, want 16", len(rows))
	}
	for i, want := range map[int]string{
		0: `{"text":"Is a dog big{red} like a dog?","animal":"dog","colour":"red"}`,
		1: `{"text":"Is a dog big{blue} like a dog?","animal":"dog","colour":"blue"}`,
		2: `{"text":"Is a dog {red} like a dog?","animal":"dog","colour":"red"}`, 15: `{"text":"Is the cat {blue} like a cat?","animal":"cat","colour":"blue"}`,
	} {
		if got := string(rows[i].Fields.AppendJSON(nil)); got != want {
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
	r := rows[3]
	if r.Origin != seedbed.OriginPerturbed || r.Stage != "varied" || r.Lineage.Copy != 3 || fmt.Sprint(r.Lineage.Attributes) != "[animal colour]" {
		t.Errorf("%+v", r)
	}
	if r.ID != seedbed.ChildID(seedbed.Fingerprint{7}, r.Lineage.Parents, 3) {
		t.Error("its id is not that of a child")
	}
	if est := cfg.estimate(plan.Flow{}); est.Rows != 16 {
		t.Errorf("estimate %+v", est)
	}
}

func TestExpandFromRows(t *testing.T) {
	in := seedbed.Schema{Fields: []seedbed.FieldType{{Name: "q", Type: seedbed.TypeText}, {Name: "text", Type: seedbed.TypeText}}}
	e := expandWith(t, &expandConfig{TemplateField: "q", Field: "text", Clean: true}, in, true)
	row := func(q any) seedbed.Record {
		return seedbed.Record{ID: seedbed.ID{1}, Origin: seedbed.OriginGenerated, Lineage: seedbed.Lineage{Depth: 1}, Fields: seedbed.Fields{{Name: "q", Value: q}, {Name: "text", Value: "old"}}}
	}
	out, err := e.Process(context.Background(), row(`{x} \frac{1} {a|b}`))
	if err != nil || len(out) != 2 || out[1].Fields.Text("text") != `{x} \frac{1} b` || out[1].Fields.Text("q") == "" {
		t.Fatalf("%+v, %v", out, err)
	}
	if out[0].Origin != seedbed.OriginGenerated || out[0].Lineage.Depth != 1 {
		t.Errorf("%+v", out[0])
	}
	for _, tc := range []struct {
		q      any
		reason string
	}{
		{nil, "no text to expand"},
		{int64(3), "no text to expand"},
		{"{a|b", "template cannot be read"},
		{"{a|{b}}", "template cannot be read"},
		{strings.Repeat("{a|b}", 40), "too many combinations"},
		{strings.Repeat("{a|b}", 4000), "too many combinations"},
	} {
		out, err := e.Process(context.Background(), row(tc.q))
		if err != nil || len(out) != 1 || out[0].Decision.Reason != tc.reason || out[0].ID != (seedbed.ID{1}) {
			t.Errorf("%v: %+v, %v", tc.q, out, err)
		}
	}
}

func TestExpandNoise(t *testing.T) {
	in := seedbed.Schema{Fields: []seedbed.FieldType{{Name: "text", Type: seedbed.TypeText}}}
	cfg := &expandConfig{Field: "text", Clean: true}
	for kind := range noiseKinds {
		cfg.Noise = append(cfg.Noise, expandNoise{Kind: kind, Rate: .3, Copies: 3, Seed: 1})
	}
	e := expandWith(t, cfg, in, true)
	r := seedbed.Record{ID: seedbed.ID{3}, Fields: seedbed.Fields{{Name: "text", Value: "Are you sure, because the café — and people — are great? Yes, you don't know."}}}
	a, _ := e.Process(context.Background(), r)
	b, _ := e.Process(context.Background(), r)
	if len(a) < 12 || fmt.Sprint(a) != fmt.Sprint(b) {
		t.Fatalf("%d rows, and the same again: %v", len(a), fmt.Sprint(a) == fmt.Sprint(b))
	}
	for i, x := range a {
		s, kind := x.Fields.Text("text"), x.Fields.Text("noise")
		if (kind == "none") != (i == 0) || i > 0 && s == a[0].Fields.Text("text") || !utf8.ValidString(s) {
			t.Errorf("row %d: %s %q", i, kind, s)
		}
	}
	r.ID = seedbed.ID{4}
	if c, _ := e.Process(context.Background(), r); slices.EqualFunc(a, c, func(x, y seedbed.Record) bool { return fmt.Sprint(x.Fields) == fmt.Sprint(y.Fields) }) {
		t.Error("another record has the same noise")
	}
}

// Each kind changes what it says and nothing else, the more the higher its rate.
func TestNoiseKinds(t *testing.T) {
	const s = "Are you sure, because the café and people are great?"
	for _, tc := range []struct{ kind, want string }{
		{"punctuation", "Are you sure because the café and people are great"},
		{"chat", "r u sure, bc da café n ppl r gr8?"},
	} {
		rng := newNoiseRand(seedbed.ID{1}, 0, 0)
		if got := string(noiseKinds[tc.kind](nil, s, 1, &rng)); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.kind, got, tc.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		seed := rapid.Int64().Draw(t, "seed")
		for kind, add := range noiseKinds {
			rng := newNoiseRand(seedbed.ID{1}, 0, seed)
			if got := string(add(nil, s, 0, &rng)); got != s {
				t.Fatalf("%s at rate 0: %q from %q", kind, got, s)
			}
			rng = newNoiseRand(seedbed.ID{1}, 0, seed)
			got := string(add(nil, s, .5, &rng))
			squeeze := func(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), "") }
			if kind == "whitespace" && squeeze(got) != squeeze(s) {
				t.Fatalf("%s changed letters: %q from %q", kind, got, s)
			}
			if kind == "case" && isPlain(s) && !strings.EqualFold(got, s) {
				t.Fatalf("%s changed letters: %q from %q", kind, got, s)
			}
		}
	})
}

func isPlain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// A limit takes different combinations from all over, in their order.
func TestExpandLimit(t *testing.T) {
	cfg := &expandConfig{
		Template: "{a} {b}", Limit: 50, Clean: true,
		Lists: config.Map[expandList]{{Key: "a"}, {Key: "b"}},
	}
	for i := range 40 {
		cfg.Lists[0].Value.Values = append(cfg.Lists[0].Value.Values, fmt.Sprintf("a%02d", i))
		cfg.Lists[1].Value.Values = append(cfg.Lists[1].Value.Values, fmt.Sprintf("b%02d", i))
	}
	rows := rootRows(t, expandWith(t, cfg, seedbed.Schema{}, false))
	firsts, seconds, last := map[string]bool{}, map[string]bool{}, ""
	for _, r := range rows {
		s := r.Fields.Text("text")
		if s <= last {
			t.Fatalf("%q after %q", s, last)
		}
		last = s
		firsts[r.Fields.Text("a")], seconds[r.Fields.Text("b")] = true, true
	}
	if len(rows) != 50 || len(firsts) < 38 || len(seconds) < 20 {
		t.Errorf("%d rows with %d and %d values", len(rows), len(firsts), len(seconds))
	}
	huge := &expandConfig{Template: strings.Repeat("{a|b|c|d|e}", 40), Limit: 100, Clean: true}
	if rows := rootRows(t, expandWith(t, huge, seedbed.Schema{}, false)); len(rows) != 100 {
		t.Errorf("%d rows of a huge template", len(rows))
	}
}

func TestExpandProblems(t *testing.T) {
	for _, tc := range []struct {
		cfg  expandConfig
		from bool
		want string
	}{
		{expandConfig{Clean: true}, false, "template: a stage that reads from no other needs a template; add template: or from:"},
		{expandConfig{Clean: true}, true, ": expand has neither a template nor noise, so there is nothing to do; add template: or noise:"},
		{expandConfig{Template: "x {animl}", Clean: true}, false, "template:1:3: {animl} is not one of the lists; add it to lists, or write alternatives as {a|b}"},
		{expandConfig{Template: "x\n {a|b", Clean: true}, false, `template:2:2: { is never closed; close it with }, or write \{ for the character itself`},
		{expandConfig{Template: "x }", Clean: true}, false, `template:1:3: } closes nothing; write \} for the character itself`},
		{expandConfig{Template: "é {a|{b}}", Clean: true}, false, `template:1:6: alternatives cannot hold alternatives; write them out, or \{ for the character itself`},
		{expandConfig{Template: strings.Repeat("{a|b}", 33), Clean: true}, false, "template: the alternatives have 8589934592 combinations, with noise 8589934592 rows; 4294967295 are possible; add limit: with how many are wanted"},
		{expandConfig{TemplateField: "txt", Clean: true}, true, `template_field: txt is not a field (text); did you mean "text"?`},
		{expandConfig{Template: "x", Lists: config.Map[expandList]{{Key: "a"}}, Clean: true}, false, "lists.a: list a is empty; add values to it"},
		{expandConfig{Template: "x"}, false, "clean: neither the clean text nor noisy copies of it are wanted; leave clean out, or add noise"},
	} {
		in := seedbed.Schema{}
		if tc.from {
			in = textSchema
		}
		scope, problems := keepScope(in)
		scope.HasFrom = tc.from
		tc.cfg.Check(scope)
		if got := strings.Join(*problems, "\n"); got != tc.want {
			t.Errorf("got  %s\nwant %s", got, tc.want)
		}
	}
}

func TestExpandStops(t *testing.T) {
	e := expandWith(t, &expandConfig{Template: strings.Repeat("{a|b}", 31), Clean: true}, seedbed.Schema{}, false)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for _, err := range e.Stream(ctx, seedbed.Record{}) {
		if n++; n == 100 {
			cancel()
		}
		if err != nil {
			break
		}
		if n > 5000 {
			t.Fatal("it goes on after its context has ended")
		}
	}
}

// Every template is read or refused; what is read gives as many texts as it says.
func FuzzTemplate(f *testing.F) {
	for _, s := range []string{"Is {a|the} {animal}?", `\{x\} {|}`, "{", "}", "{a|{b}}", `\`, "{\\}", "{||||}", "\xff{a|\xfe}", "{animal}{animal}", strings.Repeat("{a|b}", 70)} {
		f.Add(s, true)
	}
	lists := map[string]expandSlot{"animal": {name: "animal", values: []string{"dog", "cat"}, boxed: []any{"dog", "cat"}}}
	f.Fuzz(func(t *testing.T, s string, lenient bool) {
		tpl, err := parseTemplate(s, lists, lenient)
		if err != nil {
			if at := err.(*templateError); at.line < 1 || at.col < 1 || at.message == "" {
				t.Fatalf("%+v", at)
			}
			return
		}
		digits, next := make([]int, len(tpl.slots)), make([]int, len(tpl.slots))
		for i := range min(tpl.total, 50) {
			if tpl.total != math.MaxUint64 {
				if tpl.digits(digits, i); fmt.Sprint(digits) != fmt.Sprint(next) {
					t.Fatalf("combination %d: %v, %v", i, digits, next)
				}
			}
			tpl.append(nil, next)
			tpl.advance(next)
			tpl.pick(digits, i, 50, 3)
			for j, d := range digits {
				if d < 0 || d >= len(tpl.slots[j].values) {
					t.Fatalf("picked %v", digits)
				}
			}
		}
	})
}

func BenchmarkExpand(b *testing.B) {
	for name, noise := range map[string][]expandNoise{"clean": nil, "typos": {{Kind: "typo", Rate: .05, Copies: 4}}} {
		b.Run(name, func(b *testing.B) {
			cfg := &expandConfig{
				Template: "{Is|Was|Could be} {a|the|this|that} {animal} {big|small|old|young} {today|now|then|later|soon} {in|at|near|by} {place}?", Clean: true, Noise: noise,
				Lists: config.Map[expandList]{
					{Key: "animal", Value: listOf("dog", "cat", "cow", "pig", "hen", "rat", "bat", "fox", "owl", "elk")},
					{Key: "place", Value: listOf(strings.Fields(strings.Repeat("town home work school ", 30))...)},
				},
			}
			e := expandWith(b, cfg, seedbed.Schema{}, false)
			b.ReportAllocs()
			n := 0
			for n < b.N {
				for range e.Stream(context.Background(), seedbed.Record{}) {
					if n++; n >= b.N {
						break
					}
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
