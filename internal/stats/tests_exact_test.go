package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Computed from the definition.
func TestExactTestsKnown(t *testing.T) {
	isNear(t, "accuracy .56 of 200", BinomialTest(112, 200, .5), .10366, 2e-4)
	isNear(t, "accuracy .56 of 200, one-sided", BinomialAbove(112, 200, .5), .0518, 5e-5)
	isNear(t, "30/100 vs 1/100", FisherExact(30, 70, 1, 99)/2.67e-9, 1, 2e-3)
	isNear(t, "mutual information", MutualInformation(30, 70, 1, 99), .141171, 5e-7)
	// Fisher's tea: 3 of 4 and 1 of 4 (Agresti 2002, section 3.5.2: .486).
	isNear(t, "the tea", FisherExact(3, 1, 1, 3), .485714, 1e-6)
	isNear(t, "7 of 9 wins", SignTest(7, 2), .1796875, 1e-9)
	isNear(t, "51 of 235 at 1/6", BinomialTest(51, 235, 1./6), .0437479, 5e-7)
}

func TestFisherByEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 200)
		a, b, c, d := n.Draw(t, "a"), n.Draw(t, "b"), n.Draw(t, "c"), n.Draw(t, "d")
		got := FisherExact(a, b, c, d)
		seen := logHypergeometric(a, a+c, a+b, a+b+c+d)
		want := 0.0
		for x := max(0, a-d); x <= min(a+b, a+c); x++ {
			if l := logHypergeometric(x, a+c, a+b, a+b+c+d); l <= seen+1e-7 {
				want += math.Exp(l)
			}
		}
		if math.Abs(got-want) > 1e-8*want {
			t.Fatalf("%d %d %d %d: %v, want %v", a, b, c, d, got, want)
		}
		if far := fisherFarOf(a, b, c, d); far > 0 && math.Abs(far-want) > 1e-8*want {
			t.Fatalf("%d %d %d %d: in logarithms %v, want %v", a, b, c, d, far, want)
		}
		for _, same := range []float64{FisherExact(c, d, a, b), FisherExact(b, a, d, c), FisherExact(a, c, b, d)} {
			if math.Abs(same-got) > 1e-9 {
				t.Fatalf("turned: %v and %v", same, got)
			}
		}
		m := MutualInformation(a, b, c, d)
		if !(m >= 0 && m <= 1+1e-12) || math.Abs(m-MutualInformation(a, c, b, d)) > 1e-9 {
			t.Fatalf("mutual information %v", m)
		}
	})
}

func fisherFarOf(a, b, c, d int) float64 {
	first, last := max(0, a-d), min(a+b, a+c)
	if first == last {
		return 0
	}
	return fisherFar(a, a+b, a+c, a+b+c+d, first, last)
}

func TestFisherExtremes(t *testing.T) {
	for _, c := range [][4]int{{0, 0, 0, 0}, {5, 0, 0, 0}, {-3, 2, 1, 1}, {0, 5, 0, 9}} {
		if p := FisherExact(c[0], c[1], c[2], c[3]); p != 1 {
			t.Errorf("%v: %v", c, p)
		}
	}
	if p := FisherExact(100_000, 0, 0, 100_000); !(p > 0 && p < 1e-300) {
		t.Errorf("%v", p)
	}
	if p := FisherExact(3000, 500_000, 3100, 493_900); !(p > 1e-4 && p < 1) {
		t.Errorf("%v", p)
	}
}

func TestBinomialTestByEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 120).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		p := rapid.Float64Range(.001, .999).Draw(t, "p")
		want := 0.0
		for j := range n + 1 {
			if l := logBinomial(j, n, p); l <= logBinomial(k, n, p)+1e-7 {
				want += math.Exp(l)
			}
		}
		if got := BinomialTest(k, n, p); math.Abs(got-min(1, want)) > 1e-9 {
			t.Fatalf("%v, want %v", got, want)
		}
	})
	for _, p := range []float64{BinomialTest(0, 0, .5), BinomialTest(3, 2, .5), BinomialTest(1, 2, math.NaN())} {
		if p != 1 {
			t.Error(p)
		}
	}
	if BinomialTest(1, 5, 0) != 0 || BinomialTest(0, 5, 0) != 1 {
		t.Error("a share of 0 cannot give one")
	}
}

func TestBenjaminiHochberg(t *testing.T) {
	// Benjamini and Hochberg (1995), section 3.2: 15 p-values; at .05, 4 are found.
	p := []float64{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1}
	q := BenjaminiHochberg(p)
	found := 0
	for _, v := range q {
		if v <= .05 {
			found++
		}
	}
	if found != 4 {
		t.Errorf("%d found in %v", found, q)
	}
	isNear(t, "the fourth", q[3], .0095*15/4, 1e-12)
	if len(BenjaminiHochberg(nil)) != 0 {
		t.Error("something came of nothing")
	}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 30).Draw(t, "p")
		q := BenjaminiHochberg(p)
		for i := range p {
			if q[i] < p[i] || q[i] > 1 {
				t.Fatalf("%v of %v", q[i], p[i])
			}
			for j := range p {
				if p[i] < p[j] && q[i] > q[j] {
					t.Fatalf("order is not kept: %v %v", p, q)
				}
			}
		}
	})
	if q := BenjaminiHochberg([]float64{math.NaN(), -1, 2, .01}); q[0] != 1 || q[1] != 1 || q[2] != 1 || q[3] != .04 {
		t.Error(q)
	}
}

func TestClaims(t *testing.T) {
	between := Between(.02, .01, .04, .95, "", 100)
	for _, c := range []struct {
		claim Claim
		of    Estimate
		want  Verdict
	}{
		{Claim{"<", .05}, between, Met},
		{Claim{"<", .04}, between, CannotTell}, // the interval ends at the limit
		{Claim{"<=", .04}, between, Met},
		{Claim{"<", .03}, between, CannotTell},
		{Claim{"<", .01}, between, NotMet},
		{Claim{"<=", .01}, between, CannotTell},
		{Claim{">", .01}, between, CannotTell},
		{Claim{">=", .01}, between, Met},
		{Claim{">", .04}, between, NotMet},
		{Claim{">=", .04}, between, CannotTell},
		{Claim{"=", .05}, between, NotMet},
		{Claim{"=", .02}, between, CannotTell},
		{Claim{"=", 0}, Exact(0, 10), Met},
		{Claim{"<", 1}, Undefined("no"), CannotTell},
		{Claim{"<", 1}, Estimate{Value: .5, NoInterval: "too few"}, CannotTell},
		{Claim{"<", .01}, Share(0, 367, .95), CannotTell},
		{Claim{"<", .01}, Share(0, 368, .95), Met},
	} {
		if got := c.claim.Judge(c.of); got != c.want {
			t.Errorf("%v of %v: %s, want %s", c.claim, c.of, got, c.want)
		}
	}
	// A wider interval never tells what a narrower one does not.
	rapid.Check(t, func(t *rapid.T) {
		c := Claim{rapid.SampledFrom([]string{"<", "<=", ">", ">=", "="}).Draw(t, "op"), rapid.Float64Range(0, 1).Draw(t, "limit")}
		at := rapid.Float64Range(0, 1).Draw(t, "at")
		half, more := rapid.Float64Range(0, .5).Draw(t, "half"), rapid.Float64Range(0, .5).Draw(t, "more")
		narrow, wide := c.Judge(Between(at, at-half, at+half, .95, "", 9)), c.Judge(Between(at, at-half-more, at+half+more, .95, "", 9))
		if wide != CannotTell && wide != narrow {
			t.Fatalf("%v: %s by the wider interval, %s by the narrower", c, wide, narrow)
		}
	})
}

func BenchmarkFisherExact(b *testing.B) {
	for i := range b.N {
		FisherExact(30+i%7, 270, 12, 1700)
	}
}

func BenchmarkShare(b *testing.B) {
	for i := range b.N {
		Share(30+i%7, 270, .95)
	}
}
