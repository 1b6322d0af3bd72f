package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestWithMissing(t *testing.T) {
	b := WithMissing(30, 80, 20, .95)
	if b.Known.Value != .375 || b.Least.Value != .3 || b.Most.Value != .5 || b.N != 100 || b.Missing != 20 {
		t.Errorf("%+v", b)
	}
	// Δ√N/σ = .2·10/.5 = 4: the ends are so far apart that each takes all but the
	// whole tail. Mid-p bounds at a tail of .05 of 30 and 50 in 100.
	if b.All == nil || math.Abs(b.All.Low-.22904) > 1e-4 || math.Abs(b.All.High-.58189) > 1e-4 || b.All.Level != .95 {
		t.Errorf("%+v", b.All)
	}
	if n := WithMissing(30, 80, 0, .95); *n.All != *n.Known.Interval || n.Least.Value != n.Most.Value || n.Known.Value != n.Least.Value {
		t.Errorf("%+v", n)
	}
	if n := WithMissing(0, 0, 7, .95); n.Known.Undefined != "all rows are missing" || n.All.Low != 0 || n.All.High != 1 || n.Least.Value != 0 || n.Most.Value != 1 {
		t.Errorf("%+v", n)
	}
	for _, bad := range [][3]int{{0, 0, 0}, {3, 2, 0}, {-1, 2, 0}, {1, 2, -1}, {1, 0, 3}} {
		if n := WithMissing(bad[0], bad[1], bad[2], .95); n.Known.Defined() || n.All != nil {
			t.Errorf("%v: %+v", bad, n)
		}
	}
	if n := WithMissing(1, 2, 1, 1.5); n.Known.Defined() || n.All != nil {
		t.Errorf("level 1.5: %+v", n)
	}
}

func TestMissingTail(t *testing.T) {
	for _, c := range []struct {
		least, most float64
		n           int
		want        float64
	}{
		{.3, .3, 100, .025},
		{.3, .9, 100, .05},
		{0, 1, 50, .05},
		// C of Imbens and Manski between 1.645 and 1.960.
		{.30, .32, 100, .0385},
	} {
		if got := missingTail(c.least, c.most, c.n, .95); math.Abs(got-c.want) > .002 {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestWithMissingProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 400).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		m := rapid.IntRange(0, 400).Draw(t, "missing")
		level := rapid.SampledFrom([]float64{.8, .95, .99}).Draw(t, "level")
		b := WithMissing(k, n, m, level)
		if n+m == 0 {
			return
		}
		if b.All.Low > b.Least.Value || b.All.High < b.Most.Value || b.All.Low < 0 || b.All.High > 1 {
			t.Fatalf("%+v holds not its bounds", b)
		}
		if b.Known.Defined() && (b.Known.Value < b.Least.Value-1e-12 || b.Known.Value > b.Most.Value+1e-12) {
			t.Fatalf("%v of the known is not between %v and %v", b.Known.Value, b.Least.Value, b.Most.Value)
		}
		if b.All.Low < b.Least.Interval.Low-1e-9 || b.All.High > b.Most.Interval.High+1e-9 {
			t.Fatalf("%+v is wider than the union of the ends' intervals", b)
		}
		// What is missing makes nothing surer.
		if more := WithMissing(k, n, m+1, level); n > 0 && more.Most.Value-more.Least.Value < b.Most.Value-b.Least.Value-1e-12 {
			t.Fatalf("one row more is missing, and the bounds are closer: %+v, %+v", b, more)
		}
	})
}

// The interval holds the true share whichever rows are missing: by chance, the good
// ones alone, or the bad ones alone. Where one end is the truth, no oftener than it
// says.
func TestCoverageWithMissing(t *testing.T) {
	for _, n := range []int{60, 300} {
		for _, p := range []float64{.1, .4} {
			for _, lost := range []float64{0, .03, .3} {
				for _, which := range []string{"good", "bad", "either"} {
					if lost == 0 && which != "either" {
						continue
					}
					rng := rand.New(rand.NewPCG(uint64(n), math.Float64bits(p+lost)))
					var c coverage
					for range coverageDraws() {
						var k, known, missing int
						for range n {
							good := rng.Float64() < p
							gone := rng.Float64() < lost && (which == "either" || good == (which == "good"))
							switch {
							case gone:
								missing++
							case good:
								k, known = k+1, known+1
							default:
								known++
							}
						}
						b := WithMissing(k, known, missing, .95)
						e := b.Known
						e.Interval = b.All
						c.add(e, p)
					}
					highest := .975
					if which == "either" && lost > 0 || p*float64(n)*lost < 5 {
						highest = 1 // the truth is inside of the bounds
					}
					c.check(t, fmt.Sprintf("%d rows, share %.1f, %.0f %% of %s missing", n, p, 100*lost, which), .93, highest)
				}
			}
		}
	}
}
