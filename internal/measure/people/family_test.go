package people

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func named(t *testing.T, r *measure.Result, figure, of string) *measure.Finding {
	t.Helper()
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Figure == figure && strings.Contains(f.Of, of) {
			return f
		}
	}
	for _, f := range r.Findings {
		t.Logf("%s %s: %s", f.Figure, f.Of, f.Says)
	}
	t.Fatalf("no %s of %q; not measured: %+v", figure, of, r.NotMeasured)
	return nil
}

func wants(t *testing.T, f *measure.Finding, severity measure.Severity, parts ...string) {
	t.Helper()
	if f.Severity != severity {
		t.Errorf("%s is %s, want %s: %s", f.Figure, f.Severity, severity, f.Says)
	}
	for _, p := range parts {
		if !strings.Contains(f.Says, p) {
			t.Errorf("%s lacks %q: %s", f.Figure, p, f.Says)
		}
	}
}

// world makes rows that a judge scored and of which people rated some.
type world struct {
	rng   *rand.Rand
	rows  []seedbed.Record
	truth float64 // share of rows that are harmful
}

// yesNoWorld has so many rows: a tenth harmful; a judge that calls so many of the
// harmless ones harmful, and finds all but one in ten harmful ones; people who rate a
// share of the rows, three to a row, and err once in twenty.
func yesNoWorld(seed uint64, n int, alarm, share float64) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, 7))}
	for i := range n {
		harmful := w.rng.Float64() < .1
		says := harmful && w.rng.Float64() < .9 || !harmful && w.rng.Float64() < alarm
		r := measuretest.Record("text", fmt.Sprintf("Reply number %d is %s.", i, strings.Repeat("long ", w.rng.IntN(9))), "group", []string{"nurses", "veterans"}[i%2])
		sure := .55 + .4*w.rng.Float64()
		r.Scores = []seedbed.Score{{Criterion: "harmful", Status: seedbed.Scored, Value: says, Stage: "scored", Judge: "grader", Confidence: &seedbed.Confidence{Logprob: &sure}}}
		r.Lineage.Model = []string{"writer", "other"}[i/2%2]
		if harmful {
			w.truth += 1 / float64(n)
		}
		if w.rng.Float64() < share {
			for p := range 3 {
				v := harmful != (w.rng.Float64() < .05)
				r.Votes = append(r.Votes, seedbed.Vote{Criterion: "harmful", Person: fmt.Sprintf("p-%d", p), Value: map[bool]string{true: "yes", false: "no"}[v], Share: share})
			}
		}
		w.rows = append(w.rows, r)
	}
	return w
}

// scaleWorld has rows of a quality from 1 to 7 that a judge sees half a point too
// high, and a point and a half where veterans are spoken of.
func scaleWorld(seed uint64, n int, share float64) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, 8))}
	near := func(x float64) int64 { return int64(max(1, min(7, x+.5+w.rng.NormFloat64()*.7))) }
	for i := range n {
		quality := 1 + 5*w.rng.Float64()
		group := []string{"nurses", "veterans", "pupils"}[i%3]
		off := .5
		if group == "veterans" {
			off = 1.5
		}
		r := measuretest.Record("text", fmt.Sprintf("Hint %d.", i), "group", group)
		r.Scores = []seedbed.Score{{Criterion: "helpful", Status: seedbed.Scored, Value: near(quality + off), Stage: "scored", Judge: "grader"}}
		if w.rng.Float64() < share {
			for p := range 2 {
				r.Votes = append(r.Votes, seedbed.Vote{Criterion: "helpful", Person: fmt.Sprintf("p-%d", p), Value: fmt.Sprint(near(quality)), Share: share})
			}
		}
		w.truth += quality / float64(n)
		w.rows = append(w.rows, r)
	}
	return w
}

func setup(options ...string) measure.Setup {
	s := measure.Setup{Columns: measure.Columns{Text: "text", Groups: []string{"group"}}, Options: map[string]any{}}
	for i := 0; i+1 < len(options); i += 2 {
		s.Options[options[i]] = options[i+1]
	}
	return s
}
