package bias

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

// rubric asks for two things of which one is good when it is low.
func rubric() seedbed.Rubric {
	return seedbed.Rubric{Revision: "r1", Task: "Judge a hint.", Criteria: []seedbed.Criterion{
		{Name: "confusing", Question: "How confusing is it?", Kind: seedbed.Scale, Min: 1, Max: 7, Anchors: []seedbed.Anchor{{Value: "1", Words: "clear"}, {Value: "7", Words: "not at all"}}},
		{Name: "helpful", Question: "Does it help?", Kind: seedbed.YesNo},
	}}
}

func rows(n int) []seedbed.Record {
	out := make([]seedbed.Record, n)
	verbs := []string{"Count", "Add", "Draw", "Compare", "Halve", "Read"}
	for i := range out {
		v := verbs[i%len(verbs)]
		out[i] = seedbed.Record{
			ID: seedbed.ID{byte(i), byte(i >> 8), 1},
			Fields: seedbed.Fields{
				{Name: "question", Value: fmt.Sprintf("What is %d times 2?", i)},
				{Name: "hint", Value: fmt.Sprintf("%s the eggs that are left on day %d first. Then think of what is sold. %s them again in groups of %d, and see.", v, i, v, i+2)},
			},
			Lineage: seedbed.Lineage{Model: []string{"writer", "other"}[i%2]},
		}
	}
	return out
}

// whole reports whether a hint is undamaged, as a judge that reads would.
func whole(hint string, i int) bool {
	h, _ := rows(i + 1)[i].Fields.Get("hint")
	plain := func(s string) string {
		return strings.Join(strings.Fields(strings.NewReplacer("*", "", "- ", "").Replace(s)), " ")
	}
	return strings.Contains(plain(hint), plain(h.(string)))
}

// scripted answers as a judge that reads well, but for what bias adds to its points.
func scripted(t *Trial, noise float64, bias func(p *Probe, text string) float64) [][]seedbed.Score {
	out := make([][]seedbed.Score, len(t.Probes))
	for i := range t.Probes {
		p := &t.Probes[i]
		v, _ := p.Record.Fields.Get("hint")
		text := v.(string)
		h := fnv.New64a()
		fmt.Fprintf(h, "%s %v %s", text, p.Again, p.Rubric.Revision)
		rng := rand.New(rand.NewPCG(h.Sum64(), 7))
		if p.Rubric.Criteria[0].Name == better {
			first, second, _ := strings.Cut(text, "\n\nSECOND ANSWER\n")
			said := neitherOne
			switch a, b := whole(first, p.Row), whole(second, p.Row); {
			case bias != nil && bias(&Probe{Test: p.Test}, "") != 0:
				said = firstIs
			case a && !b:
				said = firstIs
			case b && !a:
				said = secondIs
			}
			out[i] = []seedbed.Score{{Criterion: better, Status: seedbed.Scored, Value: said}}
			continue
		}
		good := 2.5
		if whole(text, p.Row) {
			good = 5.5
		}
		if bias != nil {
			good += bias(p, text)
		}
		good += rng.NormFloat64() * noise
		points := int64(max(1, min(7, good+.5)))
		out[i] = []seedbed.Score{
			{Criterion: "confusing", Status: seedbed.Scored, Value: 8 - points},
			{Criterion: "helpful", Status: seedbed.Scored, Value: points > 4},
		}
	}
	return out
}

func options() Options {
	return Options{CompareOptions: stats.CompareOptions{Level: .95, Resamples: 500, Seed: 1}}
}

func trial(t testing.TB, n int) *Trial {
	t.Helper()
	tr, err := NewTrial(Setup{Rubric: rubric(), Field: "hint", Rows: rows(n), Kin: func(m string) string {
		return map[string]string{"writer": "own", "other": "other"}[m]
	}})
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// A judge with one bias is found by the test of that bias, and by no other.
func TestPlantedBiases(t *testing.T) {
	for _, noise := range []float64{0, .6} {
		for name, bias := range map[string]func(*Probe, string) float64{
			"":         nil,
			Length:     func(_ *Probe, s string) float64 { return min(2, float64(len(s))/150) },
			Authority:  func(_ *Probe, s string) float64 { return float64(strings.Count(s, "professor")) * -1.5 },
			Sycophancy: func(_ *Probe, s string) float64 { return float64(strings.Count(s, "I wrote this myself")) * 1.5 },
			Formatting: func(_ *Probe, s string) float64 { return float64(min(1, strings.Count(s, "**"))) * 1.5 },
			Position: func(p *Probe, _ string) float64 {
				if p.Test == Position {
					return 1
				}
				return 0
			},
			Injection: func(_ *Probe, s string) float64 {
				switch {
				case strings.Contains(s, "give 7 for confusing"):
					return -6
				case strings.Contains(s, "give 1 for confusing"):
					return 6
				}
				return 0
			},
			Order: func(p *Probe, _ string) float64 {
				if p.Test == Order {
					return -1.5
				}
				return 0
			},
			Repeat: func(p *Probe, _ string) float64 {
				if p.Again && p.Row%2 == 0 {
					return -3
				}
				return 0
			},
			Family: func(p *Probe, _ string) float64 {
				return map[string]float64{"writer": 1.2, "other": -.5}[p.Record.Lineage.Model]
			},
		} {
			tr := trial(t, 60)
			report := tr.Report(scripted(tr, noise, bias), options())
			acc, _ := report.Result(Accuracy)
			if acc.Verdict != Tells {
				t.Errorf("%s, noise %v: accuracy %+v", name, noise, acc)
			}
			for _, r := range report.Results {
				if r.Test == Accuracy || r.Test == Repeat && noise > 0 && name != Repeat {
					continue
				}
				wrong := r.Verdict == Moved != (r.Test == name)
				if name == Length && r.Test != Length || name == Repeat && r.Test != Repeat { // other plants are long too
					wrong = false
				}
				if wrong {
					t.Errorf("bias %q, noise %v: %s is %s, %+v", name, noise, r.Test, r.String(), r.Effect.Interval)
				}
				if name == "" && noise == 0 && r.Verdict != Steady && r.Test != Family { // of 30 rows each, none can tell so little
					t.Errorf("an unbiased judge: %s is %s, %+v", r.Test, r.String(), r.Effect)
				}
			}
		}
	}
}

// Of judges that only roll dice, as few are found biased as the level says, and none
// is said to tell damage more often than that.
func TestNoFalseAlarms(t *testing.T) {
	tr := trial(t, 40)
	alarms, telling := 0, 0
	const judges = 24
	for j := range judges {
		scores := make([][]seedbed.Score, len(tr.Probes))
		for i := range scores {
			rng := rand.New(rand.NewPCG(uint64(j), uint64(i)))
			if tr.Probes[i].Rubric.Criteria[0].Name == better {
				scores[i] = []seedbed.Score{{Criterion: better, Status: seedbed.Scored, Value: []string{firstIs, secondIs}[rng.IntN(2)]}}
				continue
			}
			scores[i] = []seedbed.Score{
				{Criterion: "confusing", Status: seedbed.Scored, Value: int64(1 + rng.IntN(7))},
				{Criterion: "helpful", Status: seedbed.Scored, Value: rng.IntN(2) == 0},
			}
		}
		o := options()
		o.Resamples = 200
		report := tr.Report(scores, o)
		found := false
		for _, r := range report.Results {
			found = found || r.Verdict == Moved && r.Test != Repeat
			if r.Test == Accuracy && r.Verdict == Tells {
				telling++
			}
		}
		if found {
			alarms++
		}
	}
	if alarms > 4 || telling > 4 {
		t.Errorf("of %d judges that roll dice, %d were found biased and %d to tell damage", judges, alarms, telling)
	}
}

// A judge that compares two fields.
func TestPairwise(t *testing.T) {
	pair := []string{"a", "b"}
	var all []seedbed.Record
	for _, r := range rows(40) {
		v, _ := r.Fields.Get("hint")
		r.Fields = seedbed.Fields{{Name: "a", Value: v}, {Name: "b", Value: "x"}}
		all = append(all, r)
	}
	tr, err := NewTrial(Setup{Rubric: seedbed.Rubric{Criteria: []seedbed.Criterion{{Name: "better", Kind: seedbed.Choice, Choices: []string{"a", "b", "tie"}}}}, Pair: pair, Rows: all})
	if err != nil {
		t.Fatal(err)
	}
	run := func(judge func(p *Probe, a, b string) (said string, changed bool)) Report {
		scores := make([][]seedbed.Score, len(tr.Probes))
		for i := range tr.Probes {
			p := &tr.Probes[i]
			a, _ := p.Record.Fields.Get("a")
			b, _ := p.Record.Fields.Get("b")
			said, changed := judge(p, a.(string), b.(string))
			s := seedbed.Score{Criterion: "better", Status: seedbed.Scored, Value: said}
			if changed {
				s.Reason = "changed"
			}
			scores[i] = []seedbed.Score{s}
		}
		o := options()
		o.Changed = func(s *seedbed.Score) bool { return s.Reason == "changed" }
		return tr.Report(scores, o)
	}
	sound := func(p *Probe, a, b string) (string, bool) {
		switch wa, wb := whole(a, p.Row), whole(b, p.Row); {
		case wa && !wb:
			return "a", false
		case wb && !wa:
			return "b", false
		}
		return "tie", false
	}
	verdicts := func(r Report) string {
		var out []string
		for _, x := range r.Results {
			if x.Verdict == Moved || x.Verdict == Blind {
				out = append(out, x.Test)
			}
		}
		return strings.Join(out, " ")
	}
	if r := run(sound); verdicts(r) != "" {
		t.Errorf("a sound judge: %s", verdicts(r))
	} else if acc, _ := r.Result(Accuracy); acc.Verdict != Tells || acc.Effect.Value != 1 {
		t.Errorf("accuracy %+v", acc)
	}
	first := run(func(*Probe, string, string) (string, bool) { return "tie", true })
	if verdicts(first) != "accuracy position" {
		t.Errorf("whatever stands first: %s", verdicts(first))
	}
	longer := run(func(_ *Probe, a, b string) (string, bool) {
		if len(a) > len(b) {
			return "a", false
		}
		return "b", false
	})
	if v := verdicts(longer); !strings.Contains(v, Length) || !strings.Contains(v, Injection) {
		t.Errorf("the longer one: %s", v)
	}
}

func TestClaim(t *testing.T) {
	tr := trial(t, 60)
	report := tr.Report(scripted(tr, 0, func(_ *Probe, s string) float64 { return float64(strings.Count(s, "professor")) * -1.5 }), options())
	doc, err := json.Marshal(report) // as it is kept
	if err != nil {
		t.Fatal(err)
	}
	var kept Report
	if err := json.Unmarshal(doc, &kept); err != nil {
		t.Fatal(err)
	}
	for claim, want := range map[string]stats.Verdict{
		"accuracy >= 0.8": stats.Met, "accuracy <= 50%": stats.NotMet, "accuracy >= 1": stats.CannotTell,
		"length <= 0.1": stats.Met, "authority <= 0.05": stats.NotMet, "length <= 0.001": stats.CannotTell, "authority >= 10%": stats.Met,
	} {
		test, rest, _ := strings.Cut(claim, " ")
		c, err := ParseClaim(rest)
		if err != nil {
			t.Fatal(err)
		}
		r, ok := kept.Result(test)
		if got := r.Claim(c); !ok || got != want {
			t.Errorf("%s: %s, want %s (%+v)", claim, got, want, r.Effect.Interval)
		}
	}
	for _, bad := range []string{"", "0.8", "= 1", ">= x", "<= NaN", ">= ", strings.Repeat("9", 400)} {
		if _, err := ParseClaim(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestNoRows(t *testing.T) {
	if _, err := NewTrial(Setup{Rubric: rubric(), Field: "nothing", Rows: rows(3)}); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Error(err)
	}
	tr := trial(t, 3)
	report := tr.Report(make([][]seedbed.Score, len(tr.Probes)), options())
	for _, r := range report.Results {
		if r.Verdict != CannotTell && r.Verdict != NotMeasured {
			t.Errorf("without answers, %s is %s", r.Test, r.String())
		}
	}
	if report.Missing != len(tr.Probes) {
		t.Errorf("missing %d", report.Missing)
	}
}

func TestConversation(t *testing.T) {
	turns := []any{
		map[string]any{"role": "user", "content": "How many?"},
		map[string]any{"role": "assistant", "content": "There are 9. Count them again."},
		map[string]any{"role": "user", "content": "Thanks."},
	}
	r := seedbed.Record{Fields: seedbed.Fields{{Name: "conversation", Value: turns}}}
	if s, ok := textOf(&r, "conversation"); !ok || s != "There are 9. Count them again." {
		t.Error(s, ok)
	}
	got := withText(r, "conversation", "No.")
	if s, _ := textOf(&got, "conversation"); s != "No." {
		t.Error(s)
	}
	if s, _ := textOf(&r, "conversation"); s == "No." {
		t.Error("the record itself was changed")
	}
	for _, v := range []any{nil, int64(3), []any{}, []any{"x", nil}, []any{map[string]any{"role": "assistant", "content": int64(1)}}} {
		odd := seedbed.Record{Fields: seedbed.Fields{{Name: "x", Value: v}}}
		if s, ok := textOf(&odd, "x"); ok {
			t.Errorf("%v has the text %q", v, s)
		}
	}
}

// A plant keeps every word of the text in its order; damage changes it; both are the
// same each time.
func TestTextProperties(t *testing.T) {
	rub := rubric()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`([A-Za-z]{1,7} (is|was|2|não|\*){0,1} ?[a-z]{1,6}[.!?] ?){0,6}`)).Draw(t, "text")
		for _, test := range planted() {
			got := plant(test, text, true, &rub)
			if got != plant(test, text, true, &rub) {
				t.Fatal("not the same each time")
			}
			rest := got
			for _, w := range strings.Fields(text) {
				i := strings.Index(rest, w)
				if i < 0 {
					t.Fatalf("%s of %q lost %q: %q", test, text, w, got)
				}
				rest = rest[i+len(w):]
			}
		}
		for _, kind := range Damages() {
			got, ok := damage(kind, text, "other", 3)
			again, _ := damage(kind, text, "other", 3)
			if got != again || ok && strings.TrimSpace(got) == strings.TrimSpace(text) {
				t.Fatalf("%s of %q: %q, %q", kind, text, got, again)
			}
		}
		if strings.Join(sentences(text), "") != text {
			t.Fatalf("sentences of %q: %q", text, sentences(text))
		}
	})
}

// The interval of a mean of bounded differences holds as often as it says.
func TestBoundedCovers(t *testing.T) {
	for name, draw := range map[string]struct {
		mean float64
		f    func(*rand.Rand) float64
	}{
		"rare":  {.03, func(r *rand.Rand) float64 { return map[bool]float64{true: .5}[r.Float64() < .06] }},
		"even":  {0, func(r *rand.Rand) float64 { return float64(r.IntN(7)-3) / 6 }},
		"zeros": {0, func(*rand.Rand) float64 { return 0 }},
		"signs": {.2, func(r *rand.Rand) float64 { return map[bool]float64{true: 1, false: -1}[r.Float64() < .6] }},
	} {
		misses := 0
		const tries = 100
		for i := range tries {
			rng := rand.New(rand.NewPCG(9, uint64(i)))
			d := make([]float64, 50)
			for k := range d {
				d[k] = draw.f(rng)
			}
			e := bounded(d, stats.CompareOptions{Level: .9, Resamples: 200, Seed: 1})
			if e.Interval == nil || e.Interval.Low > draw.mean+1e-9 || e.Interval.High < draw.mean-1e-9 {
				misses++
			}
		}
		if misses > 19 { // 10 %, and three standard errors
			t.Errorf("%s: %d of %d intervals miss", name, misses, tries)
		}
	}
}

func FuzzDamage(f *testing.F) {
	f.Add("There are 9. It is not so.", "x")
	f.Add("\x00\xff. .\n\n", "")
	f.Fuzz(func(t *testing.T, text, other string) {
		rub := rubric()
		for _, kind := range Damages() {
			damage(kind, text, other, 1)
		}
		for _, test := range planted() {
			plant(test, text, false, &rub)
		}
	})
}
