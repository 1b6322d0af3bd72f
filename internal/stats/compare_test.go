package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"pgregory.net/rapid"
)

var ofTest = CompareOptions{Level: .95, Resamples: 1000, Seed: 1}

// Computed from the definition: 6 of 8 against 1 of 8.
func TestPermuteKnown(t *testing.T) {
	x := []float64{1, 1, 1, 1, 1, 1, 0, 0}
	y := []float64{1, 0, 0, 0, 0, 0, 0, 0}
	got := PermuteUnpaired(x, y, 1000, 1)
	if !got.Exact || got.Extreme != 522 || got.Arrangements != 12870 {
		t.Errorf("%+v", got)
	}
	isNear(t, "p", got.P, 522./12870, 1e-12)
	// Sign flips of 1 … 5, all of one sign: 2 of 32.
	if got := PermutePaired([]float64{1, 2, 3, 4, 5, 0}, 1000, 1); !got.Exact || got.P != 2./32 {
		t.Errorf("%+v", got)
	}
	if PermuteUnpaired(nil, y, 1000, 1).P != 1 || PermutePaired(nil, 1000, 1).P != 1 || PermuteUnpaired(y[1:], y[1:], 1000, 1).P != 1 {
		t.Error("nothing to compare differs")
	}
}

func TestPermuteProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-5, 5), 1, 40).Draw(t, "x")
		y := rapid.SliceOfN(rapid.Float64Range(-5, 5), 1, 40).Draw(t, "y")
		a, b := PermuteUnpaired(x, y, 1000, 3), PermuteUnpaired(y, x, 1000, 3)
		if !(a.P > 0 && a.P <= 1) || a.Exact && math.Abs(a.P-b.P) > 1e-12 {
			t.Fatalf("%+v, the other way round %+v", a, b)
		}
		n := min(len(x), len(y))
		d := make([]float64, n)
		for i := range d {
			d[i] = x[i] - y[i]
		}
		if p := PermutePaired(d, 1000, 3); !(p.P > 0 && p.P <= 1) {
			t.Fatalf("%+v", p)
		}
	})
}

// What is drawn comes close to what is exact.
func TestPermuteDrawn(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	var x, y []float64
	for range 11 {
		x, y = append(x, rng.NormFloat64()+.6), append(y, rng.NormFloat64())
	}
	exact := PermuteUnpaired(x, y, 0, 1)
	if !exact.Exact {
		t.Fatal("705,432 arrangements are too many")
	}
	var x2, y2 []float64 // the same with a stand-in for ties
	x2, y2 = append(x2, x...), append(y2, y...)
	d := make([]float64, 11)
	for i := range d {
		d[i] = x2[i] - y2[i]
	}
	long := append(append([]float64{}, d...), d...)
	drawn := PermutePaired(long, 20_000, 9)
	if drawn.Exact || drawn.Arrangements != 20_000 {
		t.Errorf("%+v", drawn)
	}
	half := 0 // the exact answer over 2^22 flips
	for bits := range 1 << 22 {
		sum := 0.0
		for i, v := range long {
			if bits>>i&1 == 0 {
				v = -v
			}
			sum += v
		}
		seen := 0.0
		for _, v := range long {
			seen += v
		}
		if math.Abs(sum) >= math.Abs(seen)-1e-9 {
			half++
		}
	}
	isNear(t, "p", drawn.P, float64(half)/(1<<22), .006)
}

// Both ways of dealing out give each value the same chance.
func TestDealt(t *testing.T) {
	for _, n := range []int{1000, 60_000} {
		values, own := make([]float64, n), make([]float64, n)
		total := 0.0
		for i := range values {
			values[i] = float64(i)
			total += values[i]
		}
		rng, k := rand.New(rand.NewPCG(8, 8)), n/4
		mean := 0.0
		const draws = 300
		for range draws {
			mean += dealt(rng, values, own, k) / draws
		}
		// Its standard deviation, drawn without replacement.
		sd := float64(n) / math.Sqrt(12) * math.Sqrt(float64(k)*.75/draws)
		isNear(t, "the sum", mean, total/4, 4*sd)
	}
}

func TestDrawsDoNotDependOnProcessors(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 5))
	var x, y []float64
	for range 60 {
		x, y = append(x, rng.NormFloat64()), append(y, rng.NormFloat64()+.2)
	}
	run := func(procs int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		c, err := ComparePaired(x, y, ofTest)
		if err != nil {
			t.Fatal(err)
		}
		u := CompareUnpaired(x, y, ofTest)
		return fmt.Sprint(c.Difference.Interval, c.Test, u.Difference.Interval, u.Test)
	}
	if one, four := run(1), run(4); one != four {
		t.Errorf("%s\n%s", one, four)
	}
}

func TestCompare(t *testing.T) {
	if _, err := ComparePaired([]float64{1}, nil, ofTest); err == nil {
		t.Error("one score is paired with none")
	}
	c, err := ComparePaired(nil, nil, ofTest)
	if err != nil || c.Difference.Defined() || c.Test.P != 1 {
		t.Errorf("%+v %v", c, err)
	}
	if c := CompareUnpaired(nil, []float64{1}, ofTest); c.Difference.Defined() {
		t.Errorf("%+v", c)
	}
	c, _ = ComparePaired([]float64{1, math.NaN(), 0, 1}, []float64{0, 1, 0, 0}, ofTest)
	if c.First.N != 3 || c.Difference.N != 3 || len(c.First.Caveats) == 0 {
		t.Errorf("%+v", c)
	}
	same := make([]float64, 50)
	for i := range same {
		same[i] = 3.5
	}
	c = CompareUnpaired(same, same, ofTest)
	if c.Difference.Value != 0 || c.Difference.Interval != nil || c.Difference.NoInterval == "" || c.Test.P != 1 {
		t.Errorf("%+v", c)
	}
}

func TestWinRates(t *testing.T) {
	var m []Match
	add := func(item string, score float64, first byte) {
		m = append(m, Match{Item: item, A: 0, B: 1, Score: score, First: first})
	}
	for i := range 10 { // A wins in both orders
		add(fmt.Sprint("a", i), 1, 'A')
		add(fmt.Sprint("a", i), 1, 'B')
	}
	for i := range 6 { // what is shown first wins
		add(fmt.Sprint("f", i), 1, 'A')
		add(fmt.Sprint("f", i), 0, 'B')
	}
	add("t", .5, 'A')
	add("t", .5, 'B')
	m = append(m, Match{Item: "b", A: 1, B: 0, Score: 1, First: 'A'}, Match{Item: "b", A: 1, B: 0, Score: 1, First: 'B'})
	w := WinRates(m, 0, 1, ofTest)
	if w.Wins != 26 || w.Losses != 8 || w.Ties != 2 {
		t.Errorf("%+v", w)
	}
	s := w.Swapped
	if s.Items != 18 || s.A != 10 || s.B != 1 || s.First != 6 || s.Second != 0 || s.Tied != 1 || s.Half != 0 {
		t.Errorf("%+v", s)
	}
	isNear(t, "the rate", w.Rate.Value, (10+3+.5)/18, 1e-12)
	isNear(t, "shown first", w.ShownFirst.Value, (10*.5+6+.5)/17, 1e-12)
	back := WinRates(m, 1, 0, ofTest)
	isNear(t, "the other's rate", back.Rate.Value, 1-w.Rate.Value, 1e-12)
	isNear(t, "shown first, seen from the other", back.ShownFirst.Value, w.ShownFirst.Value, 1e-12)
	if none := WinRates(m, 0, 2, ofTest); none.Rate.Defined() || none.ShownFirst.Defined() || none.Swapped != nil || none.P != 1 {
		t.Errorf("%+v", none)
	}
}

func TestBradleyTerryKnown(t *testing.T) {
	// Agresti (2002), table 10.10: baseball 1987; strengths against Baltimore.
	teams := []string{"Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore"}
	wins := [][]int{{0, 7, 9, 7, 7, 9, 11}, {6, 0, 7, 5, 11, 9, 9}, {4, 6, 0, 7, 7, 8, 12}, {6, 8, 6, 0, 6, 7, 10}, {6, 2, 6, 7, 0, 7, 12}, {4, 4, 5, 6, 6, 0, 6}, {2, 4, 1, 3, 1, 7, 0}}
	want := []float64{1.58, 1.44, 1.29, 1.25, 1.11, .68, 0}
	var m []Match
	for i := range teams {
		for j := range teams {
			for range wins[i][j] {
				m = append(m, Match{A: i, B: j, Score: 1})
			}
		}
	}
	r := BradleyTerry(m, len(teams), .95)
	for i, name := range teams {
		isNear(t, name, r.Strengths[i].Value-r.Strengths[6].Value, want[i], .006)
		if r.Strengths[i].Interval == nil {
			t.Errorf("%s: %+v", name, r.Strengths[i])
		}
	}
}

func TestBradleyTerryTies(t *testing.T) {
	// A scores .75 of B: 10 wins and 10 ties. ln 3 apart, and each half of that from 0.
	var m []Match
	for range 10 {
		m = append(m, Match{A: 0, B: 1, Score: 1}, Match{A: 1, B: 0, Score: .5})
	}
	r := BradleyTerry(m, 2, .95)
	isNear(t, "the strength", r.Strengths[0].Value, math.Log(3)/2, 1e-9)
	// Ties vary less than wins and losses do: 20 scores of .75 on average, of which
	// the variance is 1/16.
	want := z(.95) * math.Sqrt(20./19/16/20) / (.75 * .25) / 2
	isNear(t, "half the width", r.Strengths[0].Interval.High-r.Strengths[0].Value, want, 1e-9)
}

func TestBradleyTerryUnconnected(t *testing.T) {
	var m []Match
	for i := range 12 {
		m = append(m, Match{A: 0, B: 1, Score: float64(i % 2)}, Match{A: 2, B: 3, Score: float64(i % 2)}, Match{A: 4, B: 0, Score: 1}, Match{A: 5, B: 0, Score: 0})
	}
	r := BradleyTerry(append(m, Match{A: 0, B: 99}, Match{A: 1, B: 1}, Match{A: 0, B: 1, Score: math.NaN()}), 7, .95)
	for i, want := range []bool{true, true, true, true, false, false, false} {
		if r.Strengths[i].Defined() != want {
			t.Errorf("%d: %+v", i, r.Strengths[i])
		}
	}
	if r.Group[0] != r.Group[1] || r.Group[0] == r.Group[2] || r.Group[4] == r.Group[0] || len(r.Caveats) != 1 {
		t.Errorf("%+v", r)
	}
	if r := BradleyTerry(nil, 2, .95); r.Strengths[0].Defined() {
		t.Errorf("%+v", r)
	}
}

// Who wins more often against the same is stronger, whatever they are called.
func TestBradleyTerryProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 5).Draw(t, "n")
		var m, renamed []Match
		for range rapid.IntRange(0, 60).Draw(t, "matches") {
			a := rapid.IntRange(0, n-1).Draw(t, "a")
			b := rapid.IntRange(0, n-1).Draw(t, "b")
			s := float64(rapid.IntRange(0, 2).Draw(t, "score")) / 2
			m = append(m, Match{A: a, B: b, Score: s})
			renamed = append(renamed, Match{A: n - 1 - b, B: n - 1 - a, Score: 1 - s})
		}
		r, q := BradleyTerry(m, n, .9), BradleyTerry(renamed, n, .9)
		for i := range n {
			e, f := r.Strengths[i], q.Strengths[n-1-i]
			if e.Defined() != f.Defined() || e.Defined() && math.Abs(e.Value-f.Value) > 1e-6 {
				t.Fatalf("%+v, renamed %+v", e, f)
			}
		}
	})
}
