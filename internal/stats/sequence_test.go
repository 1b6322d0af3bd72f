package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// Against confseq 0.0.11's betting_mart.
func TestBettingMartingaleKnown(t *testing.T) {
	var x []float64
	for _, c := range "11011101111011111101" {
		x = append(x, float64(c-'0'))
	}
	got := bettingMartingale(x, .5, .05)
	for at, want := range map[int]float64{1: .75, 5: 1.265625, 10: 3.203613, 20: 19.782677} {
		isNear(t, "the wealth", got[at-1], want, 5e-7)
	}
	s, err := NewSequence(.95, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range x {
		if err := s.Add(v); err != nil {
			t.Fatal(err)
		}
		if s.lo > gridSteps/2 {
			break // .5, the middle of the grid, is ruled out and bet against no longer
		}
		isNear(t, "the wealth of the sequence", max(s.up[gridSteps/2], s.down[gridSteps/2])/2, got[i], 1e-9)
	}
}

func TestSequenceRefuses(t *testing.T) {
	for _, c := range []struct {
		level float64
		lot   int
	}{{0, 0}, {1, 0}, {math.NaN(), 0}, {.95, -1}} {
		if _, err := NewSequence(c.level, c.lot); err == nil {
			t.Error(c)
		}
		if _, err := NewShareSequence(c.level, c.lot); err == nil {
			t.Error(c)
		}
	}
	s, _ := NewSequence(.95, 2)
	if e := s.Bounds(); e.Defined() {
		t.Error("nothing has bounds")
	}
	for _, x := range []float64{-1, 1.1, math.NaN(), math.Inf(1)} {
		if s.Add(x) == nil {
			t.Error(x)
		}
	}
	if s.Add(.5) != nil || s.Add(.25) != nil || s.Add(.5) == nil || s.N() != 2 {
		t.Error("a lot of 2 rows")
	}
	if e := s.Bounds(); e.Interval != nil || e.Value != .375 {
		t.Errorf("a lot that was seen whole: %+v", e)
	}
	q, _ := NewShareSequence(.95, 1)
	if q.Add(true) != nil || q.Add(true) == nil {
		t.Error("a lot of 1 row")
	}
}

func TestSequenceProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lot := rapid.SampledFrom([]int{0, 0, 30, 200}).Draw(t, "lot")
		bits := rapid.SliceOfN(rapid.Bool(), 1, 30).Draw(t, "bits")
		s, _ := NewSequence(.95, lot)
		q, _ := NewShareSequence(.95, lot)
		before, beforeShare, k := [2]float64{0, 1}, [2]float64{0, 1}, 0
		for i, b := range bits {
			x := 0.0
			if b {
				x, k = 1, k+1
			}
			if s.Add(x) != nil || q.Add(b) != nil {
				t.Fatal("refused")
			}
			e, f, one := s.Bounds(), q.Bounds(), q.AtMost()
			if e.Value != f.Value || math.Abs(e.Value-float64(k)/float64(i+1)) > 1e-12 {
				t.Fatalf("%v and %v of %d in %d", e.Value, f.Value, k, i+1)
			}
			if e.Interval == nil {
				continue
			}
			for _, in := range []struct {
				now    *Interval
				before *[2]float64
			}{{e.Interval, &before}, {f.Interval, &beforeShare}} {
				if in.now.Low < in.before[0]-1e-12 || in.now.High > in.before[1]+1e-12 || in.now.Low > in.now.High {
					t.Fatalf("the bounds widen: %v after %v", in.now, in.before)
				}
				*in.before = [2]float64{in.now.Low, in.now.High}
			}
			if one.Interval.High > f.Interval.High+.1 {
				t.Fatalf("one-sided %v, two-sided %v", one.Interval, f.Interval)
			}
		}
	})
}

// A sequential plan stops where the sequence's upper bound passes the limit.
func TestSequenceAndPlanAgree(t *testing.T) {
	for _, lot := range []int{0, 500} {
		plan := (Inspection{Limit: .05, Confidence: .95, Lot: lot}).Sequential()
		for _, defectAt := range []int{0, 10} {
			s, _ := NewShareSequence(.95, lot)
			k := 0
			for n := 1; n <= plan.Pass[k]+3; n++ {
				bad := n == defectAt
				if bad {
					k++
				}
				if err := s.Add(bad); err != nil {
					t.Fatal(err)
				}
				shown := s.AtMost().Interval.High < .05-1e-9
				if stop := plan.After(n, k) == Met; stop != shown && n != plan.Pass[k] {
					t.Errorf("lot %d, %d defects in %d: the plan says %v, the bound is %v", lot, k, n, stop, s.AtMost().Interval.High)
				}
			}
		}
	}
}

func BenchmarkSequence(b *testing.B) {
	s, _ := NewSequence(.95, 0)
	rng := rand.New(rand.NewPCG(1, 1))
	for range b.N {
		_ = s.Add(rng.Float64())
	}
}

func BenchmarkShareSequence(b *testing.B) {
	s, _ := NewShareSequence(.95, 0)
	rng := rand.New(rand.NewPCG(1, 1))
	for range b.N {
		_ = s.Add(rng.Float64() < .05)
	}
}

func BenchmarkShareSequenceLot(b *testing.B) {
	s, _ := NewShareSequence(.95, 1_000_000)
	rng := rand.New(rand.NewPCG(1, 1))
	for range b.N {
		_ = s.Add(rng.Float64() < .05)
	}
}
