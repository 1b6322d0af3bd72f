package coverage

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/prose"
)

// swapped is 120 texts with the group swapped four ways; for farmers the label is
// another in some, and the score lower.
func swapped() []seedbed.Record {
	var data []seedbed.Record
	m := clean(9, 120)
	for i := range m.rows {
		for k, g := range people[:4] {
			label, score := "ok", float64(3+i%4)
			if g == "farmers" && i%3 == 0 {
				label = "bad"
			}
			if g == "farmers" && i%5 > 0 {
				score--
			}
			text := fmt.Sprintf("The %s %s a %s for %s in row %d.", g, verbs[i%20], things[i%40], names[i%17], i)
			if k == 0 && i%2 == 0 {
				text = strings.ToUpper(text)
			}
			data = append(data, measuretest.Record("text", text, "group", g, "label", label, "score", score, "pair", int64(i)))
		}
	}
	return data
}

func swappedCase() measuretest.Case {
	return measuretest.Case{Setup: measure.Setup{Columns: measure.Columns{Text: "text", Label: "label", Score: "score", Groups: []string{"group"}}}, Data: swapped()}
}

func TestCounterfactualConforms(t *testing.T) {
	measuretest.Test(t, counterfactual{}, swappedCase())
	c := swappedCase()
	c.Setup.Options = map[string]any{"counterfactual.pair": "pair"}
	measuretest.Test(t, counterfactual{}, c)
}

func TestCounterfactualByText(t *testing.T) {
	r := measuretest.Run(t, counterfactual{}, swappedCase(), 2)
	f := finding(t, r, "counterfactual", "")
	if f.Estimate.Value != 40./120 || f.Estimate.N != 120 || f.Severity != measure.Notable {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
	marked := f.Evidence[0].Rows[0]
	if got := marked.Text[marked.Marks[0].From:marked.Marks[0].To]; !strings.EqualFold(got, marked.Group) {
		t.Errorf("marks %q of %q", got, marked.Group)
	}
	f = finding(t, r, "counterfactual.label", "farmers")
	wantSevere(t, f, measure.Serious, `"farmers" has label "bad" oftener`)
	if math.Abs(f.Estimate.Value-1./3) > 1e-9 || f.Evidence[0].Rows[0].Group != "farmers" {
		t.Errorf("%+v", f.Estimate)
	}
	f = finding(t, r, "counterfactual.score", "farmers")
	wantSevere(t, f, measure.Serious, `"farmers"`)
	if math.Abs(f.Estimate.Value+.8) > 1e-9 {
		t.Errorf("%+v", f.Estimate)
	}
}

// With two groups it is McNemar's exact test: 9 sets one way and 1 the other.
func TestCounterfactualIsMcNemar(t *testing.T) {
	var data []seedbed.Record
	for i := range 50 {
		a, b := "x", "x"
		switch {
		case i < 9:
			a = "y"
		case i < 10:
			b = "y"
		case i < 20:
			a, b = "y", "y"
		}
		data = append(data, measuretest.Record("g", "a", "l", a, "p", int64(i)), measuretest.Record("g", "b", "l", b, "p", int64(i)))
	}
	c := measuretest.Case{Setup: measure.Setup{
		Columns: measure.Columns{Groups: []string{"g"}, Label: "l"}, Options: map[string]any{"counterfactual.pair": "p"},
	}, Data: data}
	f := finding(t, measuretest.Run(t, counterfactual{}, c, 1), "counterfactual.label", "")
	want := 2 * (10 + 1) / 1024. // 2·P(X ≤ 1), X of 10 coins
	if note := f.Plots[0].Dots[0].Note; !strings.Contains(note, "9 −1 of 50, q "+prose.Equals(want)) && !strings.Contains(note, "1 −9 of 50, q "+prose.Equals(want)) {
		t.Errorf("want q = %v: %q", want, note)
	}
}

// Real templates: the sets of HateCheck are found without its column of templates.
func TestCounterfactualOnHateCheck(t *testing.T) {
	c := hatecheckCase(t)
	f := finding(t, measuretest.Run(t, counterfactual{}, c, 2), "counterfactual", "")
	if f.Estimate.N < 80 {
		t.Errorf("only %d sets: %s", f.Estimate.N, f.Says)
	}
	if f.Estimate.Value > .02 {
		t.Errorf("templates have one label each: %s %+v", f.Says, f.Evidence)
	}
}

func TestCounterfactualKeepsABoundedNumber(t *testing.T) {
	var a, b pairing
	for _, s := range []*pairing{&a, &b} {
		s.most = math.MaxUint64
	}
	for i := range 4 * mostSiblings {
		k := sibling{set: mixed(uint64(i / 2)), n: int64(i), group: fmt.Sprint(i % 2)}
		s := []*pairing{&a, &b}[i%3%2]
		if s.kept = append(s.kept, k); k.set > s.most {
			s.kept = s.kept[:len(s.kept)-1]
		}
		s.shrink()
	}
	if err := a.Merge(&b); err != nil {
		t.Fatal(err)
	}
	if n := len(a.kept); n > mostSiblings || n < mostSiblings/3 {
		t.Errorf("%d are kept", n)
	}
	if n := len(a.sets()); 2*n != len(a.kept) {
		t.Errorf("%d sets of %d rows: sets were torn apart", n, len(a.kept))
	}
}
