// Package measuretest is the conformance suite of measures: whoever writes one
// calls Test with rows that it has something to say about.
//
// It checks what the seam promises: the order of rows, their split over workers and
// the order of merging never show; neither broken texts nor too few rows make a
// measure panic or give a figure that is not a number; evidence points into its
// rows; every figure is one that Info names.
package measuretest

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
)

// Case is data to measure.
type Case struct {
	Setup     measure.Setup
	Data      []seedbed.Record
	Reference []seedbed.Record
	Holdout   []seedbed.Record
	Seeds     []seedbed.Record
	Judged    []seedbed.Record
	Expect    []measure.Expect
}

// Rows returns records as Run wants them.
func Rows(recs []seedbed.Record) measure.Rows {
	if recs == nil {
		return nil
	}
	return func(context.Context) iter.Seq2[seedbed.Record, error] {
		return func(yield func(seedbed.Record, error) bool) {
			for _, r := range recs {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// Texts returns records with one text each, in the field "text".
func Texts(texts ...string) []seedbed.Record {
	out := make([]seedbed.Record, len(texts))
	for i, t := range texts {
		out[i] = Record("text", t)
	}
	return out
}

// Record returns a record with the given names and values, in turn.
func Record(namesAndValues ...any) seedbed.Record {
	var f seedbed.Fields
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		f = append(f, seedbed.Field{Name: namesAndValues[i].(string), Value: namesAndValues[i+1]})
	}
	return seedbed.Record{ID: seedbed.SeedID(seedbed.Fingerprint{}, f, 0), Fields: f}
}

// Run measures a case with one measure.
func Run(tb testing.TB, m measure.Measure, c Case, workers int) *measure.Result {
	tb.Helper()
	job := measure.Job{Setup: c.Setup, Measures: []measure.Measure{m}, Workers: workers, Expect: c.Expect}
	job.Parts[measure.Data] = Rows(c.Data)
	if job.Parts[measure.Data] == nil {
		job.Parts[measure.Data] = Rows([]seedbed.Record{})
	}
	job.Parts[measure.Reference] = Rows(c.Reference)
	job.Parts[measure.Holdout] = Rows(c.Holdout)
	job.Parts[measure.Seeds] = Rows(c.Seeds)
	job.Parts[measure.Judged] = Rows(c.Judged)
	out, err := measure.Run(tb.Context(), job)
	if err != nil {
		tb.Fatalf("running %s: %v", m.Info().Name, err)
	}
	return out
}

// Test checks a measure on a case, and on what becomes of it when its data is
// broken, empty, or all the same.
func Test(t *testing.T, m measure.Measure, c Case) {
	t.Helper()
	want := Run(t, m, c, 1)
	if len(want.NotMeasured) > 0 {
		t.Fatalf("not measured: %s", want.NotMeasured[0].Why)
	}
	if len(want.Findings) == 0 {
		t.Fatal("it finds nothing in the case that it was given")
	}
	figures(t, m, want)
	evidence(t, m, c, want)
	t.Run("merge", func(t *testing.T) { merges(t, m, c) })
	t.Run("workers", func(t *testing.T) {
		for _, workers := range []int{2, 3, 8} {
			same(t, want, Run(t, m, c, workers))
		}
	})
	for name, data := range broken(c) {
		t.Run(name, func(t *testing.T) {
			b := c
			b.Data = data
			got := Run(t, m, b, 2)
			figures(t, m, got)
			for _, n := range got.NotMeasured {
				if n.Why == "" || strings.Contains(n.Why, "went wrong") {
					t.Errorf("not measured: %q", n.Why)
				}
			}
		})
	}
}

// merges adds the rows in a random order to many summaries, which are merged in a
// random tree, and wants the same report.
func merges(t *testing.T, m measure.Measure, c Case) {
	var want string
	for trial := range 6 {
		rng := rand.New(rand.NewPCG(uint64(trial), 1))
		sums := make([]measure.Summary, 1)
		if trial > 0 {
			sums = make([]measure.Summary, 2+rng.IntN(6))
		}
		setup, known := prepare(t, m, c)
		for i := range sums {
			s, err := m.Start(setup, known)
			if err != nil {
				t.Fatal(err)
			}
			sums[i] = s
		}
		order := rng.Perm(len(c.Data))
		if trial == 0 {
			slices.Sort(order)
		}
		for _, n := range order {
			row, _ := measure.RowOf(&setup.Columns, measure.Data, int64(n), &c.Data[n])
			sums[rng.IntN(len(sums))].Add(row)
		}
		for len(sums) > 1 {
			i := rng.IntN(len(sums) - 1)
			a, b := i, len(sums)-1
			if rng.IntN(2) == 0 {
				sums[a], sums[b] = sums[b], sums[a]
			}
			if err := sums[a].Merge(sums[b]); err != nil {
				t.Fatal(err)
			}
			sums = sums[:b]
		}
		found, err := sums[0].(measure.Reporter).Report(t.Context())
		var not *measure.NotMeasured
		if err != nil && !errors.As(err, &not) {
			t.Fatal(err)
		}
		got := asJSON(t, found)
		if trial == 0 {
			want = got
		} else if got != want {
			t.Fatalf("another order of rows gives another report:\n%s\nand in order:\n%s", got, want)
		}
	}
}

func prepare(t *testing.T, m measure.Measure, c Case) (*measure.Setup, measure.Known) {
	t.Helper()
	setup := c.Setup
	if setup.Level == 0 {
		setup.Level = .95
	}
	var known measure.Known
	setup.Rows[measure.Data] = int64(len(c.Data))
	for p, recs := range map[measure.Part][]seedbed.Record{measure.Reference: c.Reference, measure.Holdout: c.Holdout, measure.Seeds: c.Seeds, measure.Judged: c.Judged} {
		setup.Rows[p] = int64(len(recs))
		l, ok := m.(measure.Learner)
		if !ok || len(recs) == 0 {
			continue
		}
		s, err := l.Learn(&setup, p)
		if err != nil {
			t.Fatal(err)
		}
		if s == nil {
			continue
		}
		for n := range recs {
			row, _ := measure.RowOf(&setup.Columns, p, int64(n), &recs[n])
			s.Add(row)
		}
		switch p {
		case measure.Reference:
			known.Reference = s
		case measure.Holdout:
			known.Holdout = s
		case measure.Seeds:
			known.Seeds = s
		case measure.Judged:
			known.Judged = s
		}
	}
	return &setup, known
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatalf("a finding cannot be written as JSON: %v", err)
	}
	return string(b)
}

func same(t *testing.T, a, b *measure.Result) {
	t.Helper()
	if x, y := asJSON(t, a), asJSON(t, b); x != y {
		t.Fatalf("more workers give another result:\n%s\nand with one:\n%s", y, x)
	}
}

// figures checks that findings are complete.
func figures(t *testing.T, m measure.Measure, r *measure.Result) {
	t.Helper()
	info := m.Info()
	asJSON(t, r)
	for _, f := range r.Findings {
		i := slices.IndexFunc(info.Figures, func(g measure.Figure) bool { return g.Name == f.Figure })
		if i < 0 {
			t.Errorf("finding %q is no figure of %s", f.Figure, info.Name)
		} else if info.Figures[i].Unit != f.Unit {
			t.Errorf("%s is in %q, and its figure in %q", f.Figure, f.Unit, info.Figures[i].Unit)
		}
		if f.Says == "" || f.Caveat == "" || f.Severity == "" {
			t.Errorf("%s lacks its sentence, caveat or severity: %+v", f.Figure, f)
		}
		if strings.Contains(f.Says, "NaN") || strings.Contains(f.Says, "Inf") {
			t.Errorf("%s says %q", f.Figure, f.Says)
		}
		e := f.Estimate
		if e.Defined() && e.Interval != nil && (e.Interval.Low > e.Value+1e-9 || e.Interval.High < e.Value-1e-9) && f.Unit == measure.Share {
			t.Errorf("%s: %v is outside of its interval [%v, %v]", f.Figure, e.Value, e.Interval.Low, e.Interval.High)
		}
		if e.Defined() && f.Unit == measure.Share && (e.Value < 0 || e.Value > 1) {
			t.Errorf("%s: a share of %v", f.Figure, e.Value)
		}
	}
}

func evidence(t *testing.T, m measure.Measure, c Case, r *measure.Result) {
	t.Helper()
	have := map[string][]seedbed.Record{"data": c.Data, "reference": c.Reference, "holdout": c.Holdout, "seeds": c.Seeds, "judged": c.Judged}
	for _, f := range r.Findings {
		for _, ev := range f.Evidence {
			for _, ref := range ev.Rows {
				if ref.N < 0 || ref.N >= int64(len(have[ref.From])) {
					t.Errorf("%s points at row %d of the %s, which has %d", f.Figure, ref.N, ref.From, len(have[ref.From]))
				}
				for _, mark := range ref.Marks {
					if mark.From < 0 || mark.From >= mark.To || mark.To > len(ref.Text) {
						t.Errorf("%s marks %v in a text of %d bytes", f.Figure, mark, len(ref.Text))
					}
				}
			}
		}
	}
}

// broken is what may become of data.
func broken(c Case) map[string][]seedbed.Record {
	out := map[string][]seedbed.Record{
		"no rows":  {},
		"one row":  c.Data[:1],
		"two rows": c.Data[:min(2, len(c.Data))],
		"all same": slices.Repeat(c.Data[:1], 60),
	}
	hostile := []any{
		"", " \n\t", "\x00\xff\xfe", strings.Repeat("a", 200_000), strings.Repeat("word ", 20_000), "日本語のテキスト", "e\u0301\u200d\u202e",
		nil, int64(7), 3.5, true,
		[]any{"a", int64(1), nil},
		map[string]any{"a": map[string]any{}},
	}
	var mixed []seedbed.Record
	for i, v := range hostile {
		rec := c.Data[i%len(c.Data)]
		for _, f := range slices.Clone(rec.Fields) {
			mixed = append(mixed, seedbed.Record{ID: rec.ID, Fields: rec.Fields.With(f.Name, v), Lineage: rec.Lineage})
		}
	}
	out["hostile"] = mixed
	var fieldless []seedbed.Record
	for range 30 {
		fieldless = append(fieldless, seedbed.Record{})
	}
	out["without fields"] = fieldless
	return out
}
