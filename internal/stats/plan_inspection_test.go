package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// Rows for 95 % confidence, by the definition.
func TestSinglePlanKnown(t *testing.T) {
	for limit, want := range map[float64][]int{.05: {59, 93, 124}, .02: {149, 236, 313}, .01: {299, 473, 628}} {
		for allow, rows := range want {
			if got := (Inspection{Limit: limit, Confidence: .95, Allow: allow}).Single(); got.Rows != rows {
				t.Errorf("below %v, %d allowed: %d rows, want %d", limit, allow, got.Rows, rows)
			}
		}
	}
	for limit, rows := range map[float64]int{.05: 57, .01: 258} {
		if got := (Inspection{Limit: limit, Confidence: .95, Lot: 1000}).Single(); got.Rows != rows {
			t.Errorf("below %v of 1000: %d rows, want %d", limit, got.Rows, rows)
		}
	}
}

func TestInspectionCheck(t *testing.T) {
	bad := []Inspection{
		{},
		{Limit: 0, Confidence: .95},
		{Limit: 1, Confidence: .95},
		{Limit: math.NaN(), Confidence: .95},
		{Limit: .05, Confidence: 1},
		{Limit: .05, Confidence: .2},
		{Limit: .05, Confidence: .95, Allow: -1},
		{Limit: .05, Confidence: .95, Lot: -1},
		{Limit: .05, Confidence: .95, Lot: 20, Allow: 1},
		{Limit: 1e-9, Confidence: .95},
		{Limit: .05, Confidence: .95, Allow: 1 << 40},
	}
	for _, g := range bad {
		if g.Check() == "" {
			t.Errorf("%+v is taken", g)
		}
	}
	for _, g := range []Inspection{{Limit: .05, Confidence: .95}, {Limit: .05, Confidence: .95, Lot: 10}, {Limit: .5, Confidence: .5, Lot: 1}} {
		if why := g.Check(); why != "" {
			t.Errorf("%+v: %s", g, why)
		}
	}
}

func drawInspection(t *rapid.T) Inspection {
	g := Inspection{
		Limit: rapid.Float64Range(.02, .4).Draw(t, "limit"), Confidence: rapid.SampledFrom([]float64{.8, .9, .95, .99}).Draw(t, "confidence"),
		Allow: rapid.IntRange(0, 3).Draw(t, "allow"), Lot: rapid.SampledFrom([]int{0, 0, 40, 150, 700}).Draw(t, "lot"),
	}
	if g.Check() != "" {
		g.Allow = 0
	}
	if g.Check() != "" {
		t.Skip("no such plan")
	}
	return g
}

// Whatever the plan, rows at the limit pass with the risk that was allowed at the
// most, and better rows pass oftener.
func TestPlansHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawInspection(t)
		risk := 1 - g.Confidence + 1e-9
		single := g.Single()
		if p := single.Passes(g, g.Limit); p > risk && single.Rows < g.Lot {
			t.Fatalf("the single plan passes bad rows with %v", p)
		}
		double, ok := g.Double()
		if p, rows := double.Passes(g, g.Limit); ok && (p > risk || rows > float64(double.First+double.Second)+1e-9) {
			t.Fatalf("the double plan passes bad rows with %v, %v rows", p, rows)
		}
		seq := g.Sequential()
		if p, _, _ := seq.Passes(g.Limit); p > risk {
			t.Fatalf("the sequential plan passes bad rows with %v", p)
		}
		good := g.Limit * (1 - 1e-9)
		if g.Lot > 0 {
			good = float64(g.defects()-1) / float64(g.Lot)
		}
		if _, f, _ := seq.Passes(good); f > risk {
			t.Fatalf("the sequential plan fails good rows with %v", f)
		}
		before := 2.0
		for rate := 0.0; rate <= 1; rate += .05 {
			if g.Lot > 0 {
				rate = math.Round(rate*float64(g.Lot)) / float64(g.Lot)
			}
			p := single.Passes(g, rate)
			if p > before+1e-9 {
				t.Fatalf("worse rows pass the single plan oftener: %v at %v", p, rate)
			}
			before = p
			pass, fail, rows := seq.Passes(rate)
			if pass < -1e-9 || fail < -1e-9 || pass+fail > 1+1e-9 || rows > float64(seq.Most)+1e-9 {
				t.Fatalf("at %v: pass %v fail %v rows %v of %d", rate, pass, fail, rows, seq.Most)
			}
		}
		for k := 1; k < len(seq.Pass); k++ {
			if seq.Pass[k] <= seq.Pass[k-1] {
				t.Fatalf("more defects need fewer rows: %v", seq.Pass)
			}
		}
	})
}

// The operating curve is what drawing rows gives.
func TestSequentialPassesSimulated(t *testing.T) {
	for _, g := range []Inspection{{Limit: .05, Confidence: .95}, {Limit: .1, Confidence: .9, Lot: 300}} {
		s := g.Sequential()
		for _, rate := range []float64{0, .02, .05, .15} {
			pass, fail, rows := s.Passes(rate)
			rng := rand.New(rand.NewPCG(1, 2))
			const draws = 4000
			var passed, failed, looked float64
			for range draws {
				k := 0
				for n := 1; n <= s.Most; n++ {
					looked++
					p := rate
					if g.Lot > 0 {
						p = float64(g.defectsAt(rate)-k) / float64(g.Lot-n+1)
					}
					if rng.Float64() < p {
						k++
					}
					if v := s.After(n, k); v != CannotTell {
						if v == Met {
							passed++
						} else {
							failed++
						}
						break
					}
				}
			}
			isNear(t, "passing", passed/draws, pass, .03)
			isNear(t, "failing", failed/draws, fail, .03)
			isNear(t, "rows", looked/draws/rows, 1, .05)
		}
	}
}

func TestSequentialPlan(t *testing.T) {
	s := (Inspection{Limit: .05, Confidence: .95}).Sequential()
	t.Log(s.Pass, s.Fail, s.Most)
	if s.Pass[0] < 59 || s.Pass[0] > 80 {
		t.Errorf("no defect: %d rows", s.Pass[0])
	}
	if v := s.After(10, 8); v != NotMet {
		t.Error("8 defects in 10 do not refute 5 %:", v)
	}
	if n, ok := s.More(20, 0); !ok || n != s.Pass[0]-20 {
		t.Error(n, ok)
	}
	if _, ok := s.More(20, 1000); ok {
		t.Error("1000 defects pass")
	}
}
