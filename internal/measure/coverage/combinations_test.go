package coverage

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestCombinationsConform(t *testing.T) {
	m := clean(1, 400)
	for i := range m.rows {
		if m.rows[i].group == "nurses" && m.rows[i].topic == "food" {
			m.rows[i].topic = "work"
		}
	}
	m.conform(t, combinations{})
	s := setup()
	s.Declared = []measure.Attribute{{Name: "topic", Values: append([]string{"sport"}, topics...)}, {Name: "tone", Values: tones}, {Name: "group", Values: people[1:]}}
	measuretest.Test(t, combinations{}, measuretest.Case{Setup: s, Data: m.records()})
}

// The definition, by hand: rows 0000, 0110, 1001, 0111 over four columns of two
// values fill 19 of 24 pairs and 15 of 32 triples.
func TestCombinationsGolden(t *testing.T) {
	var data []seedbed.Record
	for _, r := range []string{"0000", "0110", "1001", "0111"} {
		data = append(data, measuretest.Record("a", r[:1], "b", r[1:2], "c", r[2:3], "d", r[3:]))
	}
	c := measuretest.Case{Data: data}
	for _, v := range "abcd" {
		c.Setup.Declared = append(c.Setup.Declared, measure.Attribute{Name: string(v), Values: []string{"0", "1"}})
	}
	r := measuretest.Run(t, combinations{}, c, 1)
	for figure, want := range map[string]float64{"coverage": 19. / 24, "coverage.pairwise": 19. / 24, "coverage.triple": 15. / 32, "coverage.single": 1} {
		if f := finding(t, r, figure, ""); math.Abs(f.Estimate.Value-want) > 1e-12 || f.Severity == measure.Serious {
			t.Errorf("%s is %v (%s), want %v", figure, f.Estimate.Value, f.Severity, want)
		}
	}
	e, _ := measure.ParseExpect("coverage.pairwise", "> 95%")
	c.Expect = []measure.Expect{e}
	if f := finding(t, measuretest.Run(t, combinations{}, c, 1), "coverage.pairwise", ""); f.Verdict != measure.NotMet {
		t.Errorf("verdict %q", f.Verdict)
	}
}

func TestCombinationsMissingIntersection(t *testing.T) {
	m := clean(2, 2000)
	for i := range m.rows {
		for m.rows[i].group == "farmers" && m.rows[i].topic == "travel" {
			m.rows[i].topic = m.pick(topics)
		}
	}
	f := finding(t, m.measure(t, combinations{}), "coverage", "")
	wantSevere(t, f, measure.Serious, "group farmers × topic travel", "0 of 2,000 rows")
	if len(f.Tables[0].Rows) != 1 || len(f.Plots) == 0 || f.Plots[0].Heat == nil || f.Plots[0].Heat.RowName != "group" {
		t.Errorf("tables %+v", f.Tables[0])
	}
	hole := false
	for _, line := range f.Plots[0].Heat.Cells {
		for _, v := range line {
			hole = hole || v == 0
		}
	}
	if !hole {
		t.Error("the heat map has no hole")
	}
}

func TestCombinationsThin(t *testing.T) {
	m := clean(3, 2000)
	left := 0
	for i := range m.rows {
		if m.rows[i].group == "farmers" && m.rows[i].topic == "travel" {
			if left++; left > 3 {
				m.rows[i].topic = "work"
			}
		}
	}
	f := finding(t, m.measure(t, combinations{}), "coverage", "")
	wantSevere(t, f, measure.Notable, "group farmers × topic travel: 3 rows of 2,000")
	if len(f.Evidence) == 0 || f.Evidence[0].Rows[0].Group != "farmers" {
		t.Errorf("evidence %+v", f.Evidence)
	}
}

// A hole that no pair of columns shows.
func TestCombinationsMissingTriple(t *testing.T) {
	m := clean(4, 2000)
	for i := range m.rows {
		for m.rows[i].group == "farmers" && m.rows[i].topic == "travel" && m.rows[i].tone == "warm" || m.rows[i].group > "m" {
			m.rows[i].group, m.rows[i].topic = m.pick(people[:3]), m.pick(topics)
		}
	}
	f := finding(t, m.measure(t, combinations{}), "coverage.triple", "")
	wantSevere(t, f, measure.Serious, "group farmers", "topic travel", "tone warm")
}

func TestCombinationsOfColumnsThatFollow(t *testing.T) {
	var data []seedbed.Record
	for i := range 1000 {
		data = append(data, measuretest.Record("city", fmt.Sprint("city", i%12), "country", fmt.Sprint("land", i%12/3)))
	}
	c := measuretest.Case{Setup: measure.Setup{Columns: measure.Columns{Groups: []string{"city", "country"}}}, Data: data}
	f := finding(t, measuretest.Run(t, combinations{}, c, 2), "coverage", "")
	if f.Severity == measure.Serious || !strings.Contains(f.Caveat, "follows from the other") {
		t.Errorf("%s: %s (%s)", f.Severity, f.Says, f.Caveat)
	}
}

func TestCombinationsBounds(t *testing.T) {
	c := measuretest.Case{Setup: setup(), Data: clean(5, 300).records()}
	c.Setup.Options = map[string]any{"coverage.columns": "text, topic,tone , nothing"}
	r := measuretest.Run(t, combinations{}, c, 2)
	if f := finding(t, r, "coverage", ""); !strings.Contains(f.Caveat, "text has more than 64 values") || f.Estimate.Value != 1 {
		t.Errorf("%v %s", f.Estimate.Value, f.Caveat)
	}
	c.Setup.Options["coverage.columns"] = []any{"text"}
	if r = measuretest.Run(t, combinations{}, c, 2); len(r.NotMeasured) != 1 {
		t.Errorf("%+v", r.Findings)
	}
}

// Counting by hand, whatever the data.
func TestCombinationsAgainstSets(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(rt, "rows")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		var data []seedbed.Record
		var c measuretest.Case
		sizes := []int{2, 3, 4}
		for i, k := range sizes {
			a := measure.Attribute{Name: fmt.Sprint("c", i)}
			for v := range k {
				a.Values = append(a.Values, fmt.Sprint(v))
			}
			c.Setup.Declared = append(c.Setup.Declared, a)
		}
		pairs, triples := map[string]bool{}, map[string]bool{}
		for range n {
			v := []int{rng.IntN(2), rng.IntN(3), rng.IntN(4)}
			data = append(data, measuretest.Record("c0", fmt.Sprint(v[0]), "c1", fmt.Sprint(v[1]), "c2", int64(v[2])))
			pairs[fmt.Sprint("ab", v[0], v[1])], pairs[fmt.Sprint("ac", v[0], v[2])], pairs[fmt.Sprint("bc", v[1], v[2])] = true, true, true
			triples[fmt.Sprint(v)] = true
		}
		c.Data = data
		r := measuretest.Run(t, combinations{}, c, 2)
		if got, want := finding(t, r, "coverage", "").Estimate.Value, float64(len(pairs))/26; math.Abs(got-want) > 1e-12 {
			rt.Errorf("pairs %v, want %v", got, want)
		}
		if got, want := finding(t, r, "coverage.triple", "").Estimate.Value, float64(len(triples))/24; math.Abs(got-want) > 1e-12 {
			rt.Errorf("triples %v, want %v", got, want)
		}
	})
}
