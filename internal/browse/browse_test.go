package browse

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var testEnv = expr.Env{
	Open: true,
	Fields: []expr.Var{
		{Name: "text", Type: seedbed.TypeText},
		{Name: "grade", Type: seedbed.TypeInt},
		{Name: "n", Type: seedbed.TypeInt},
		{Name: "x", Type: seedbed.TypeFloat},
		{Name: "ok", Type: seedbed.TypeBool},
		{Name: "any", Type: seedbed.TypeAny},
	},
	Criteria: []seedbed.Criterion{
		{Name: "helpful", Kind: seedbed.Scale, Min: 1, Max: 7},
		{Name: "sound", Kind: seedbed.YesNo},
		{Name: "tone", Kind: seedbed.Choice, Choices: []string{"kind", "rude"}},
	},
}

func idOf(n int) seedbed.ID {
	return seedbed.SeedID(seedbed.Fingerprint{}, seedbed.Fields{{Name: "n", Value: int64(n)}}, 0)
}

// some are n rows of many kinds.
func some(n int) []Row {
	words := []string{"egg", "duck", "Muffin", "breakfast", "größe", "kein", "16", "數學", "don't", "the"}
	var out []Row
	for i := range n {
		var r Row
		r.ID, r.Stage, r.Origin, r.Ended = idOf(i), "hints", seedbed.OriginGenerated, []string{"kept", "near"}[i%2]
		r.Decision = seedbed.Decision{State: seedbed.Accepted, Actor: "kept"}
		if i%2 == 1 {
			r.Decision = seedbed.Decision{State: seedbed.Rejected, Actor: "near", Reason: "near-duplicate", Detail: "Jaccard .84"}
		}
		var text []string
		for k := range 3 + i%5 {
			text = append(text, words[(i*7+k*k*3+i/9)%len(words)])
		}
		r.Fields = seedbed.Fields{
			{Name: "text", Value: strings.Join(text, " ")},
			{Name: "grade", Value: int64(i % 7)},
			{Name: "n", Value: int64(i)},
			{Name: "x", Value: float64(i) / 3},
			{Name: "ok", Value: i%3 == 0},
			{Name: "any", Value: []any{nil, "a", int64(1), 2.5, true, map[string]any{"k": "v"}}[i%6]},
		}
		switch i % 11 {
		case 3:
			r.Fields = r.Fields[:2]
		case 5:
			r.Fields = r.Fields.With("grade", nil).With("n", nil).With("x", nil).With("text", nil)
		case 7:
			r.Fields = r.Fields.With("x", int64(i)).With("first name", "Ana")
		}
		if i%4 != 0 {
			r.Scores = []seedbed.Score{
				{Criterion: "helpful", Status: seedbed.Scored, Value: int64(i%7 + 1), Judge: "grader", Stage: "scored"},
				{Criterion: "sound", Status: seedbed.Scored, Value: i%5 > 1, Judge: "grader", Stage: "scored"},
				{Criterion: "tone", Status: []seedbed.ScoreStatus{seedbed.Scored, seedbed.Unscored}[i%2], Judge: "grader", Stage: "scored"},
			}
			if i%2 == 0 {
				r.Scores[2].Value = []string{"kind", "rude"}[i/2%2]
			}
		}
		r.Lineage = seedbed.Lineage{Source: "questions", File: "seeds.jsonl", Line: i + 1, Parents: []seedbed.ID{idOf(i + 1000)}, Depth: 1}
		out = append(out, r)
	}
	return out
}

func given(rows []Row) func(context.Context) iter.Seq2[Row, error] {
	return func(context.Context) iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) {
			for _, r := range rows {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

func openAll(t interface {
	Helper()
	Fatal(...any)
}, dir string, rows []Row, segment int,
) *Index {
	t.Helper()
	x, err := Open(Options{Dir: dir, Name: "abc1", Rows: given(rows), Total: int64(len(rows)), Env: testEnv, SegmentRows: segment})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Wait(context.Background()); err != nil {
		t.Fatal(err)
	}
	return x
}

// pages gives the places of all rows that a query finds, page by page.
func pages(t rapid.TB, x *Index, q Query) []int64 {
	t.Helper()
	var out []int64
	for {
		p, err := x.Search(context.Background(), &q)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range p.Hits {
			out = append(out, h.Place)
		}
		if q.After = p.Next; q.After == "" {
			return out
		}
	}
}

var conditions = []string{
	`grade == 3`, `grade != 3`, `grade >= 4`, `grade == null`, `n > 20`, `n <= 7`, `n == 30`, `n != 30`, `n != null`, `30 < n`, `x < 5.5`, `x >= 2`, `x != 1.0`, `x == null`,
	`ok`, `!ok`, `any == "a"`, `any == 1`, `any == null`, `any != "a"`, `score.helpful >= 5`, `score.sound`, `score.tone == "kind"`, `has(score.tone)`,
	`grade in [1, 2, 5]`, `words(text) > 4`, `text.contains("egg")`, `row["first name"] == "Ana"`, `has(row.any)`, `stage == "hints"`, `origin == "human"`,
	`score.helpful > grade`, `id.startsWith("7")`, `grade > 2 ? ok : n > 4`, `[grade, 3].exists(g, g == 5)`, `n % 2 == 0`, `lower(text).startsWith("duck")`, `grade + 1 == 4`,
}

func drawCondition(t *rapid.T, depth int) string {
	switch k := rapid.IntRange(0, 5).Draw(t, "form"); {
	case depth == 0 || k < 2:
		return rapid.SampledFrom(conditions).Draw(t, "test")
	case k == 2:
		return "!(" + drawCondition(t, depth-1) + ")"
	case k == 3:
		return "(" + drawCondition(t, depth-1) + ") || (" + drawCondition(t, depth-1) + ")"
	default:
		return "(" + drawCondition(t, depth-1) + ") && (" + drawCondition(t, depth-1) + ")"
	}
}

// A condition finds by columns what asking every row would find.
func TestConditionsAgainstEveryRow(t *testing.T) {
	rows := some(700)
	for _, segment := range []int{64, 700} {
		x := openAll(t, t.TempDir(), rows, segment)
		defer x.Close()
		check := func(t rapid.TB, src string) {
			prog, problems := expr.Compile(src, testEnv, seedbed.TypeBool)
			if len(problems) > 0 {
				t.Fatalf("%s: %+v", src, problems)
			}
			var want []int64
			for i := range rows {
				if is, err := prog.Bool(&rows[i].Record); is && err == nil {
					want = append(want, int64(i))
				}
			}
			if got := pages(t, x, Query{Where: src, Limit: 90}); !slices.Equal(got, want) {
				t.Fatalf("%s: %v, want %v", src, got, want)
			}
		}
		for _, src := range conditions {
			check(t, src)
		}
		rapid.Check(t, func(t *rapid.T) { check(t, drawCondition(t, 3)) })
	}
}

// What columns can tell is not asked of rows.
func TestConditionsByColumnsAlone(t *testing.T) {
	x := openAll(t, t.TempDir(), some(700), 700)
	defer x.Close()
	for src, exact := range map[string]bool{
		`grade == 3 && (ok || score.helpful >= 5)`: true, `n > 20 && x < 30`: true, `!(score.tone == "kind")`: true, `row["first name"] == "Ana"`: true,
		`words(text) > 4`: true, `score.helpful > grade`: false, `any == "a"`: false,
	} {
		p, err := x.Search(t.Context(), &Query{Where: src, Limit: 5})
		if err != nil || p.Exact != exact {
			t.Errorf("%s: exact %v, %v", src, p.Exact, err)
		}
		if n := int64(len(pages(t, x, Query{Where: src, Limit: 50}))); exact && n != p.Found {
			t.Errorf("%s: %d found, %d counted", src, n, p.Found)
		}
	}
}

// naive is what a search in texts means, one row at a time.
func naive(r *Row, search string) bool {
	var texts [][]string
	for _, f := range r.Fields {
		eachText(f.Value, 0, func(s string) bool {
			var ws []string
			for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !inWord(r) }) {
				if strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
					ws = append(ws, strings.Split(w, "")...)
				} else {
					ws = append(ws, w)
				}
			}
			texts = append(texts, ws)
			return true
		})
	}
	for _, t := range readSearch(search) {
		found := false
		for _, ws := range texts {
			for i := 0; i+len(t.words) <= len(ws); i++ {
				same := true
				for k, w := range t.words {
					last := k == len(t.words)-1
					same = same && (ws[i+k] == w || last && t.prefix && strings.HasPrefix(ws[i+k], w))
				}
				found = found || same
			}
		}
		if found == t.not {
			return false
		}
	}
	return true
}

func TestSearchAgainstEveryRow(t *testing.T) {
	rows := some(500)
	x := openAll(t, t.TempDir(), rows, 128)
	defer x.Close()
	check := func(t rapid.TB, search string) {
		var want []int64
		for i := range rows {
			if naive(&rows[i], search) {
				want = append(want, int64(i))
			}
		}
		if got := pages(t, x, Query{Text: search, Limit: 100}); !slices.Equal(got, want) {
			t.Fatalf("%q: %v, want %v", search, got, want)
		}
	}
	for _, s := range []string{"", "egg", "EGG duck", `"egg duck"`, "-egg", `-"egg duck"`, "muf*", "數學", "學", "don't", "größe -the", `"`, `""`, `-`, `-"`, "* *", "\x00egg", "nothing", `a"b"c`, "3.5"} {
		check(t, s)
	}
	word := rapid.SampledFrom([]string{"egg", "duck", "muffin", "the", "größe", "b*", "-egg", `"egg duck"`, `-"the egg"`, `"duck br*"`, "16", "學", "v"})
	rapid.Check(t, func(t *rapid.T) { check(t, strings.Join(rapid.SliceOfN(word, 1, 4).Draw(t, "words"), " ")) })
}

func TestSortedByPages(t *testing.T) {
	rows := some(400)
	x := openAll(t, t.TempDir(), rows, 100)
	defer x.Close()
	for _, by := range []string{ColumnLength, "s:helpful", "s:sound", "f:n", "f:x", "f:nothing"} {
		for _, down := range []bool{false, true} {
			for _, where := range []string{"", "ok", "score.helpful > grade"} {
				q := Query{Sort: by, Down: down, Where: where, Limit: 17}
				got := pages(t, x, q)
				q.Sort = ""
				want := pages(t, x, q)
				key := func(place int64) (float64, bool) {
					v, ok := valueIn(&rows[place], by)
					switch v := v.(type) {
					case int64:
						return float64(v), ok
					case float64:
						return v, ok
					case bool:
						return map[bool]float64{true: 1}[v], ok
					}
					return 0, false
				}
				slices.SortStableFunc(want, func(a, b int64) int {
					x, okX := key(a)
					y, okY := key(b)
					switch {
					case okX != okY:
						return map[bool]int{true: -1, false: 1}[okX]
					case !okX || x == y:
						return 0
					case x < y != down:
						return -1
					}
					return 1
				})
				if !slices.Equal(got, want) {
					t.Errorf("%s %v %q: %v, want %v", by, down, where, got, want)
				}
			}
		}
	}
}

func TestRowsComeBack(t *testing.T) {
	rows := some(300)
	x := openAll(t, t.TempDir(), rows, 77)
	defer x.Close()
	for i := range rows {
		got, ok, err := x.Row(rows[i].ID)
		if err != nil || !ok {
			t.Fatal(i, ok, err)
		}
		want := rows[i]
		a, b := fmt.Sprintf("%v %v %v %v %v %v", got.ID, got.Fields, got.Scores, got.Decision, got.Lineage, got.Ended), fmt.Sprintf("%v %v %v %v %v %v", want.ID, want.Fields, want.Scores, want.Decision, want.Lineage, want.Ended)
		if a != b {
			t.Fatalf("%s\n%s", a, b)
		}
	}
	if _, ok, err := x.Row(idOf(5000)); ok || err != nil {
		t.Error(ok, err)
	}
	if got, err := x.Find(rows[7].ID.Short(), 5); err != nil || len(got) != 1 || got[0] != rows[7].ID {
		t.Error(got, err)
	}
	for _, s := range []string{"", "zz", "0x", strings.Repeat("0", 33), "\x00"} {
		if got, err := x.Find(s, 5); err != nil || len(got) != 0 {
			t.Errorf("%q: %v %v", s, got, err)
		}
	}
	if got, err := x.Find("0", 500); err != nil || len(got) == 0 || slices.ContainsFunc(got, func(id seedbed.ID) bool { return id[0]>>4 != 0 }) {
		t.Error(got, err)
	}
	n := 0
	for id, err := range x.Each(t.Context(), &Query{Where: "score.helpful > grade"}) {
		if err != nil || id.IsZero() {
			t.Fatal(err)
		}
		n++
	}
	if want := len(pages(t, x, Query{Where: "score.helpful > grade", Limit: 100})); n != want {
		t.Errorf("%d of %d", n, want)
	}
}

func TestMarks(t *testing.T) {
	rows := some(300)
	x := openAll(t, t.TempDir(), rows, 64)
	defer x.Close()
	ids := map[seedbed.ID]bool{rows[3].ID: true, rows[200].ID: true, idOf(9999): true}
	m, err := x.Mark(ids)
	if err != nil || m.Rows() != 2 {
		t.Fatal(m, err)
	}
	if got := pages(t, x, Query{Only: []*Marks{m}, Limit: 9}); !slices.Equal(got, []int64{3, 200}) {
		t.Error(got)
	}
	if got := pages(t, x, Query{Not: []*Marks{m}, Limit: 99}); len(got) != 298 {
		t.Error(len(got))
	}
	for i := range fewIDs {
		ids[idOf(i+20_000)] = true
	}
	if many, err := x.Mark(ids); err != nil || many.Rows() != 2 {
		t.Error(many, err)
	}
}

func TestPicksAndFacets(t *testing.T) {
	x := openAll(t, t.TempDir(), some(300), 64)
	defer x.Close()
	facets := x.Facets()
	if facets[0].Column != ColumnState || len(facets[0].Values) != 2 || facets[0].Values[0].Rows != 150 {
		t.Fatalf("%+v", facets)
	}
	for _, f := range facets {
		for _, v := range f.Values {
			p, err := x.Search(t.Context(), &Query{Picks: []Pick{{f.Column, v.Value}}, Limit: 3})
			if err != nil || !p.Exact || p.Found != v.Rows {
				t.Errorf("%s %v: %d found, %d counted, %v", f.Column, v.Value, p.Found, v.Rows, err)
			}
		}
	}
	// A field whose values are objects too is no facet, and can be asked for.
	if got := pages(t, x, Query{Picks: []Pick{{"f:any", "a"}}, Limit: 50}); len(got) == 0 {
		t.Error("nothing found")
	}
	if s := x.Sortable(); !slices.Contains(s, ColumnLength) || !slices.Contains(s, "s:helpful") || slices.Contains(s, "s:tone") {
		t.Error(s)
	}
}

// Within a time a page says how far it came, and the next goes on there.
func TestWithinATime(t *testing.T) {
	rows := some(900)
	x, err := Open(Options{Dir: t.TempDir(), Name: "abc", Rows: given(rows), Env: testEnv, Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil || x.Wait(t.Context()) != nil {
		t.Fatal(err)
	}
	defer x.Close()
	at := time.Unix(0, 0)
	x.now = func() time.Time { at = at.Add(time.Second); return at }
	q := Query{Where: `score.helpful > grade && text.contains("egg")`, Limit: 1000, Within: time.Second}
	p, err := x.Search(t.Context(), &q)
	if err != nil || !p.Stopped || p.Exact || p.Next == "" || p.Looked == 0 || p.Looked >= p.Of {
		t.Fatalf("%+v %v", p, err)
	}
	got := pages(t, x, q)
	q.Within = 0
	if want := pages(t, x, q); !slices.Equal(got, want) || len(want) == 0 {
		t.Errorf("%v, want %v", got, want)
	}
}

// What was made is opened again; what a kill left is made anew; damage is found and said.
func TestMadeOnce(t *testing.T) {
	dir := t.TempDir()
	rows := some(200)
	openAll(t, dir, rows, 50).Close()
	never := func(context.Context) iter.Seq2[Row, error] { t.Error("it is made again"); return given(nil)(nil) }
	x, err := Open(Options{Dir: dir, Name: "abc1", Rows: never, Env: testEnv})
	if err != nil || x.Wait(t.Context()) != nil || x.Progress().Rows != 200 {
		t.Fatal(err, x.Progress())
	}
	x.Close()
	if _, err := x.Search(t.Context(), &Query{}); seedbed.CodeOf(err) != seedbed.CodeInterrupted {
		t.Error(err)
	}
	file := filepath.Join(dir, "abc1", segmentName(2))
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, len(whole) / 2, len(whole) - 1} {
		if err := os.WriteFile(file, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		x := openAll(t, dir, rows, 50)
		if got := pages(t, x, Query{Limit: 100}); len(got) != 200 {
			t.Errorf("cut to %d: %d rows", n, len(got))
		}
		x.Close()
	}
}

// Rows that are damaged on the disk are an error, and no panic.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	openAll(t, dir, some(200), 200).Close()
	file := filepath.Join(dir, "abc1", segmentName(0))
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(whole); at += 37 {
		bad := slices.Clone(whole)
		bad[at] ^= 0x5a
		if err := os.WriteFile(file, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := openSegment(file, 0)
		if err != nil {
			continue
		}
		x := &Index{memo: newMemo(), env: testEnv, now: time.Now, segments: []*segment{s}, rows: 200}
		x.dec = testDecoder(t)
		for _, q := range []Query{{Limit: 1000}, {Text: "egg d*", Limit: 1000}, {Where: "grade == 3 && n > 3", Limit: 100, Sort: "f:x"}} {
			if _, err := x.Search(t.Context(), &q); err != nil && seedbed.CodeOf(err) != seedbed.CodeStorage {
				t.Errorf("at %d: %v", at, err)
			}
		}
		s.f.Close()
	}
}

// A part of an index can be searched before all of it is there; whoever closes it ends it.
func TestWhileItIsMade(t *testing.T) {
	rows := some(400)
	more, asked := make(chan bool), make(chan bool)
	dir := t.TempDir()
	x, err := Open(Options{Dir: dir, Name: "abc", Total: 400, Env: testEnv, SegmentRows: 100, Rows: func(ctx context.Context) iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) {
			for i, r := range rows {
				if i == 300 {
					close(asked)
					select {
					case <-more:
					case <-ctx.Done():
						return
					}
				}
				if !yield(r, nil) {
					return
				}
			}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	<-asked
	for x.Progress().Rows < 200 { // 256 were sent
		time.Sleep(time.Millisecond)
	}
	if got := pages(t, x, Query{Text: "egg", Limit: 10}); len(got) == 0 || got[len(got)-1] >= 200 {
		t.Error(got)
	}
	if p := x.Progress(); p.Done || p.Left <= 0 {
		t.Errorf("%+v", p)
	}
	x.Close()
	if err := x.Progress().Err; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "abc*")); len(left) > 0 {
		t.Error(left)
	}
}

func TestRowsThatFail(t *testing.T) {
	x, err := Open(Options{Dir: t.TempDir(), Name: "abc", Env: testEnv, Rows: func(context.Context) iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) { yield(Row{}, errors.New("the disk is gone")) }
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.Wait(t.Context()); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
		t.Error(err)
	}
}

func TestNoRows(t *testing.T) {
	x := openAll(t, t.TempDir(), nil, 10)
	defer x.Close()
	if got := pages(t, x, Query{Text: "egg", Where: "ok", Limit: 4}); len(got) != 0 {
		t.Error(got)
	}
}

// FuzzSearch: nothing that is searched for is an error.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{"egg", `"egg duck`, `-"`, "a* OR b NEAR/2 c", "\xff\x00", `"" "" -""`, strings.Repeat("-", 3000), "text:egg", "( ) ^ { }"} {
		f.Add(s)
	}
	x := openAll(f, f.TempDir(), some(150), 64)
	f.Cleanup(func() { x.Close() })
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := x.Search(context.Background(), &Query{Text: s, Limit: 20}); err != nil {
			t.Fatal(err)
		}
		for _, sp := range Matches(s, "An egg, a duck and größe.", 10) {
			if sp.From < 0 || sp.From >= sp.To || sp.To > 26 {
				t.Fatal(sp)
			}
		}
	})
}

// FuzzWhere: a condition is refused, or finds what asking every row would.
func FuzzWhere(f *testing.F) {
	for _, s := range conditions {
		f.Add(s)
	}
	rows := some(150)
	x := openAll(f, f.TempDir(), rows, 64)
	f.Cleanup(func() { x.Close() })
	f.Fuzz(func(t *testing.T, s string) {
		prog, problems := expr.Compile(s, testEnv, seedbed.TypeBool)
		q := Query{Where: s, Limit: 1000}
		p, err := x.Search(context.Background(), &q)
		if strings.TrimSpace(s) == "" {
			return
		}
		if (err != nil) != (len(problems) > 0) || err != nil && seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Fatalf("%q: %v, and %v", s, err, problems)
		}
		if err != nil {
			return
		}
		var want, got []int64
		for i := range rows {
			if is, err := prog.Bool(&rows[i].Record); is && err == nil {
				want = append(want, int64(i))
			}
		}
		for _, h := range p.Hits {
			got = append(got, h.Place)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q: %v, want %v", s, got, want)
		}
	})
}

// What follows from scores counts as scored, and so do fields that tell of them.
func TestScored(t *testing.T) {
	x := openAll(t, t.TempDir(), some(30), 0)
	defer x.Close()
	judged := func(field string) bool { return field == "any" || field == "first name" }
	none := func(field string) bool { return field == "signals" }
	for _, c := range []struct {
		q    Query
		want bool
	}{
		{Query{}, false},
		{Query{Text: "egg"}, false},
		{Query{Text: "egg", Judged: none}, false}, // no row has such a field
		{Query{Text: "egg", Judged: judged}, true},
		{Query{Text: " ", Judged: judged}, false},
		{Query{Picks: []Pick{{ColumnState, "rejected"}}}, true},
		{Query{Picks: []Pick{{ColumnEnded, "near"}}}, true},
		{Query{Picks: []Pick{{ColumnReason, ""}}}, true},
		{Query{Picks: []Pick{{ColumnActor, "near"}}}, true},
		{Query{Picks: []Pick{{ColumnMade, "hints"}}}, false},
		{Query{Picks: []Pick{{Field("grade"), int64(1)}}, Judged: judged}, false},
		{Query{Picks: []Pick{{Field("any"), "a"}}, Judged: judged}, true},
		{Query{Picks: []Pick{{Field("signals"), "a"}}, Judged: none}, true},
		{Query{Where: `row["any"] == "a"`, Judged: judged}, true},
		{Query{Where: `row["any"] == "a"`}, false},
		{Query{Where: `row["first name"] == "Ana" || grade > 3`, Judged: judged}, true},
		{Query{Where: `grade > 3`, Judged: judged}, false},
		{Query{Where: `stage == "hints"`, Judged: judged}, false},
		{Query{Where: `row.exists(k, k == "x")`, Judged: judged}, true},
		{Query{Where: `score.sound`}, true},
		{Query{Sort: Field("any"), Judged: judged}, true},
		{Query{Sort: Field("grade"), Judged: judged}, false},
		{Query{Sort: Criterion("helpful")}, true},
		{Query{Sort: ColumnLength, Judged: judged}, false},
	} {
		if got, err := x.Scored(&c.q); err != nil || got != c.want {
			t.Errorf("%+v: %v, %v", c.q, got, err)
		}
	}
}

// A beginning finds every row with a word that begins so, however many such words there are.
func TestManyWordsBeginSo(t *testing.T) {
	const n = 7000
	rows := make([]Row, n)
	for i := range rows {
		rows[i].ID = idOf(i)
		rows[i].Fields = seedbed.Fields{{Name: "text", Value: fmt.Sprintf("s%05d common", i)}}
		if i%7 == 0 {
			rows[i].Fields[0].Value = "other common"
		}
	}
	x := openAll(t, t.TempDir(), rows, 0)
	defer x.Close()
	for search, want := range map[string]int64{"s*": n - n/7, "-s*": n / 7, "s0*": n - n/7, "s00*": 857, "com*": n, "s06999": 1} {
		q := Query{Text: search, Limit: 10}
		page, err := x.Search(t.Context(), &q)
		if err != nil || page.Found != want || !page.Exact {
			t.Errorf("%s: %d of %d, %v", search, page.Found, want, err)
		}
		each := int64(0)
		for _, err := range x.Each(t.Context(), &q) {
			if err != nil {
				t.Fatal(err)
			}
			each++
		}
		if each != want {
			t.Errorf("%s: each gives %d of %d", search, each, want)
		}
	}
}
