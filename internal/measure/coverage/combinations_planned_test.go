package coverage

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

// crossed gives the combinations of values for which ok holds.
func crossed(ok func(v []string) bool, values ...[]string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		v := make([]string, len(values))
		var at func(i int) bool
		at = func(i int) bool {
			if i == len(values) {
				return !ok(v) || yield(v)
			}
			for _, v[i] = range values[i] {
				if !at(i + 1) {
					return false
				}
			}
			return true
		}
		at(0)
	}
}

var (
	ages    = []string{"pupil", "student", "adult"}
	tempers = []string{"plain", "playful", "stern"}
	rooms   = []string{"home", "school"}
)

// plainForPupils is a case whose pupils are only ever spoken to plainly, as its
// constraints want it.
func plainForPupils(rows int) measuretest.Case {
	var c measuretest.Case
	ok := func(v []string) bool { return v[0] != "pupil" || v[1] == "plain" }
	c.Setup.Declared = []measure.Attribute{{Name: "level", Values: ages}, {Name: "mood", Values: tempers}, {Name: "place", Values: rooms}}
	c.Setup.Planned = []measure.Combinations{{Attributes: []string{"level", "mood"}, All: crossed(ok, ages, tempers)}}
	for i := 0; len(c.Data) < rows; i++ {
		for v := range crossed(ok, ages, tempers, rooms) {
			c.Data = append(c.Data, measuretest.Record("level", v[0], "mood", v[1], "place", v[2], "text", fmt.Sprint("row ", i)))
		}
	}
	return c
}

func TestRuledOutIsNotMissing(t *testing.T) {
	c := plainForPupils(1400)
	r := measuretest.Run(t, combinations{}, c, 2)
	for figure, says := range map[string]string{
		"coverage":          "(19 of 19; 2 more are ruled out by constraints)",
		"coverage.pairwise": "19 of 19 pairs of values occur in 1,400 rows (100 %); 2 more are ruled out by constraints",
		"coverage.triple":   "14 of 14 triples of values occur in 1,400 rows (100 %); 4 more are ruled out by constraints",
		"coverage.single":   "8 of 8 values",
	} {
		f := finding(t, r, figure, "")
		if f.Estimate.Value != 1 || f.Severity != measure.Plain || !strings.Contains(f.Says, says) {
			t.Errorf("%s is %v, %s: %s; want %q", figure, f.Estimate.Value, f.Severity, f.Says, says)
		}
	}
	f := finding(t, r, "coverage", "")
	if len(f.Tables[0].Rows) != 0 || !strings.Contains(f.Caveat, "constraints rule out is not counted") {
		t.Errorf("missing %v; %s", f.Tables[0].Rows, f.Caveat)
	}
	at := slices.IndexFunc(f.Plots, func(p measure.Plot) bool { return p.Heat.RowName == "level" && p.Heat.ColumnName == "mood" })
	if cells := f.Plots[at].Heat.Cells; cells[0][1] != -1 || cells[0][2] != -1 || cells[0][0] <= 0 {
		t.Errorf("the map of what can be is %v", cells)
	}
}

// A hole beside those that constraints leave is found, and what constraints rule out
// and rows have all the same is told.
func TestRuledOutHidesNoHole(t *testing.T) {
	c := plainForPupils(1400)
	for i, r := range c.Data {
		if r.Fields.Text("level") == "adult" && r.Fields.Text("mood") == "stern" {
			c.Data[i].Fields = r.Fields.With("mood", "plain")
		}
	}
	f := finding(t, measuretest.Run(t, combinations{}, c, 2), "coverage", "")
	wantSevere(t, f, measure.Serious, "level adult × mood stern: 0 of 1,400 rows", "18 of 19")
	c.Data[0].Fields = c.Data[0].Fields.With("level", "pupil").With("mood", "stern")
	f = finding(t, measuretest.Run(t, combinations{}, c, 2), "coverage", "")
	if !strings.Contains(f.Caveat, "1 pair of values occurs although the constraints rule them out, and are counted: level pupil × mood stern") {
		t.Errorf("%s", f.Caveat)
	}
}

// A value that no combination has is none that was planned.
func TestRuledOutValue(t *testing.T) {
	c := plainForPupils(700)
	c.Setup.Declared[1].Values = append(slices.Clone(tempers), "sour")
	if f := finding(t, measuretest.Run(t, combinations{}, c, 1), "coverage.single", ""); f.Severity != measure.Plain || !strings.Contains(f.Says, "; 1 more is ruled out by constraints") {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
}

// Constraints that nobody could go over are told, and nothing is left out for them.
func TestUnknownConstraints(t *testing.T) {
	c := plainForPupils(700)
	c.Setup.Planned[0].All = nil
	f := finding(t, measuretest.Run(t, combinations{}, c, 1), "coverage", "")
	if !strings.Contains(f.Says, "19 of 21") || !strings.Contains(f.Caveat, "What the constraints on level, mood rule out is not known") && !strings.Contains(f.Caveat, "What the constraints on level and mood rule out is not known") {
		t.Errorf("%s (%s)", f.Says, f.Caveat)
	}
}

func TestConstraintsConform(t *testing.T) {
	measuretest.Test(t, combinations{}, plainForPupils(400))
}

// Where nothing is ruled out, quasi-independence is independence; where something is,
// the margins hold and the cells that are ruled out have nothing.
func TestQuasiIndependence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, m := rapid.IntRange(2, 6).Draw(rt, "a"), rapid.IntRange(2, 6).Draw(rt, "b")
		b := &block{}
		var inA, inB [maxLevels]int
		rows := 0
		holes := rapid.Bool().Draw(rt, "holes")
		for x := range n {
			for y := range m {
				c := &cell{values: []int{x, y}, n: rapid.IntRange(1, 50).Draw(rt, "n")}
				if holes && rapid.IntRange(0, 4).Draw(rt, "hole") == 0 {
					c.ruled, c.n = true, 0
				}
				inA[x] += c.n
				inB[y] += c.n
				rows += c.n
				b.cells = append(b.cells, c)
			}
		}
		b.quasi(&inA, &inB)
		var sumA, sumB [maxLevels]float64
		for _, c := range b.cells {
			if c.ruled && c.expected != 0 {
				rt.Errorf("%v expected where nothing can be", c.expected)
			}
			sumA[c.values[0]] += c.expected
			sumB[c.values[1]] += c.expected
			if want := float64(inA[c.values[0]]) * float64(inB[c.values[1]]) / float64(rows); !holes && math.Abs(c.expected-want) > 1e-6*want {
				rt.Errorf("%v expected, want %v", c.expected, want)
			}
		}
		for i := range max(n, m) {
			if math.Abs(sumA[i]-float64(inA[i])) > .01*float64(rows) || math.Abs(sumB[i]-float64(inB[i])) > .01*float64(rows) {
				rt.Errorf("margins %v %v, want %v %v", sumA[:n], sumB[:m], inA[:n], inB[:m])
			}
		}
	})
}

func TestPoissonAtMost(t *testing.T) {
	for _, c := range []struct {
		k    int
		mean float64
		want float64
	}{{0, 10, math.Exp(-10)}, {2, 5, .12465201948308}, {7, 7, 1}, {0, 0, 1}, {3, 1000, 0}} {
		if got := poissonAtMost(c.k, c.mean); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("P(X ≤ %d) of mean %v is %v, want %v", c.k, c.mean, got, c.want)
		}
	}
}
