package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func patterned(n, others int) (truth, score, pool []float64) {
	for i := range n {
		y := 0.0
		if i*37%100 < 30 {
			y = 1
		}
		f := y
		if i%7 == 3 {
			f = 1 - y
		}
		truth, score = append(truth, y), append(score, f)
	}
	for j := range others {
		u := 0.0
		if j*53%100 < 41 {
			u = 1
		}
		pool = append(pool, u)
	}
	return truth, score, pool
}

func pooled(scores []float64) *Pool {
	var p Pool
	p.AddAll(scores)
	return &p
}

// ppi-python 0.2.3, ppi_mean_ci with alpha = .05, and .1 for the last.
func TestPPINormalKnown(t *testing.T) {
	for _, c := range []struct {
		n, others int
		low, high float64
	}{
		{100, 1000, 0.2797111553894007, 0.4182343534196875},
		{500, 20000, 0.30418519250125853, 0.3635468054449452},
		{50, 50, 0.23154543537458216, 0.4592824084284739},
	} {
		y, f, u := patterned(c.n, c.others)
		p := PPIMean(y, f, pooled(u), .95)
		low, high := p.Normal(.95)
		isNear(t, "low", low, c.low, 1e-9)
		isNear(t, "high", high, c.high, 1e-9)
	}
	var y, f, u []float64
	for i := range 200 {
		v := 1 + float64(i*29%61)/10
		y, f = append(y, v), append(f, v*.8+float64(i*17%23)/10)
	}
	for j := range 3000 {
		u = append(u, 1+float64(j*31%67)/11)
	}
	p := PPIMean(y, f, pooled(u), .9)
	low, high := p.Normal(.9)
	isNear(t, "low", low, 3.6693282443309596, 1e-9)
	isNear(t, "high", high, 3.8888603294689195, 1e-9)
	if p.Estimate.Interval == nil || p.Estimate.Interval.Method != "PPI++, Student's t" {
		t.Errorf("the mean of a scale: %+v", p.Estimate)
	}
}

// By the definition: λ = Cov/((1 + n/N)·Var f), clipped.
func TestPPILambda(t *testing.T) {
	pool := pooled([]float64{0, 1, 0, 1, 0, 1, 0, 1, 0, 1})
	p := PPIMean([]float64{0, 1, 0, 1, 0, 1}, []float64{0, 1, 0, 1, 0, 1}, pool, .95)
	isNear(t, "lambda of a perfect judge", p.Lambda, .25/((1+.6)*(4./15)), 1e-12)
	p = PPIMean([]float64{0, 1, 0, 1, 0, 1}, []float64{1, 0, 1, 0, 1, 0}, pool, .95)
	isNear(t, "lambda of a contrary judge", p.Lambda, 0, 0)
	p = PPIMean([]float64{0, 1, 0, 1, 0, 1}, []float64{1, 1, 1, 1, 1, 1}, pooled([]float64{1, 1}), .95)
	isNear(t, "lambda of a judge that always says the same", p.Lambda, 0, 0)
	isNear(t, "its figure", p.Estimate.Value, .5, 1e-12)
}

func TestPPIUndefined(t *testing.T) {
	full := pooled([]float64{0, 1})
	for name, p := range map[string]PPI{
		"no labels":      PPIMean(nil, nil, full, .95),
		"lengths":        PPIMean([]float64{1}, nil, full, .95),
		"no pool":        PPIMean([]float64{1, 0, 1, 0, 1}, []float64{1, 0, 1, 0, 1}, nil, .95),
		"empty pool":     PPIMean([]float64{1, 0, 1, 0, 1}, []float64{1, 0, 1, 0, 1}, &Pool{}, .95),
		"level":          PPIMean([]float64{1, 0, 1, 0, 1}, []float64{1, 0, 1, 0, 1}, full, 1),
		"too few labels": PPIMean([]float64{1, 0}, []float64{1, 0}, full, .95),
		"not a number":   PPIMean([]float64{1, 0, 1, 0, 1}, []float64{1, 0, math.NaN(), 0, 1}, full, .95),
	} {
		if p.Estimate.Defined() {
			t.Errorf("%s: %+v", name, p.Estimate)
		}
	}
	p := PPIMean([]float64{0, 0, 0, 0, 0, 1}, []float64{0, 0, 0, 0, 0, 1}, full, .95)
	bounds(t, "one positive", p.Estimate, ClopperPearson(1, 6, .95).Interval.Low, ClopperPearson(1, 6, .95).Interval.High, 0)
	p = PPIMean([]float64{0, 0, 0, 0, 900, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26},
		make([]float64, 31), full, .95)
	if p.Estimate.Interval != nil || p.Estimate.NoInterval == "" {
		t.Errorf("a mean of skewed labels has an interval: %+v", p.Estimate)
	}
}

// A pool of parts merges into the pool of the whole, in any order.
func TestPoolMerges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.Float64Range(-1e3, 1e3), 1, 200).Draw(t, "scores")
		cut := rapid.IntRange(0, len(xs)).Draw(t, "cut")
		base := rapid.SampledFrom([]float64{0, 1e6}).Draw(t, "base")
		for i := range xs {
			xs[i] += base
		}
		var whole, one Pool
		whole.AddAll(xs)
		for _, x := range xs {
			one.Add(x)
		}
		a, b := pooled(xs[:cut]), pooled(xs[cut:])
		b.Merge(a)
		m := momentsOf(xs)
		for _, p := range []*Pool{&whole, &one, b} {
			if p.N() != len(xs) || math.Abs(p.Mean()-m.mean) > 1e-9*(1+math.Abs(base)) {
				t.Fatalf("mean %v of %d, want %v of %d", p.Mean(), p.N(), m.mean, len(xs))
			}
			want := m.variance * float64(m.n-1) / float64(m.n)
			if math.Abs(p.variance()-want) > 1e-6*(1+want) || math.Abs(p.ofMean()-want/float64(m.n)) > 1e-6*(1+want) {
				t.Fatalf("variance %v, of the mean %v; want %v and %v", p.variance(), p.ofMean(), want, want/float64(m.n))
			}
		}
	})
}

// The order of rows does not matter, turning labels and scores round turns the
// figure round, and an interval holds its figure.
func TestPPIProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		n, p, skill := rapid.IntRange(5, 300).Draw(t, "n"), rapid.Float64Range(0, 1).Draw(t, "p"), r.Float64()
		var y, f, u, ny, nf, nu []float64
		bit := func(p float64) float64 {
			if r.Float64() < p {
				return 1
			}
			return 0
		}
		for range n {
			a := bit(p)
			b := a
			if r.Float64() > skill {
				b = bit(.5)
			}
			y, f, ny, nf = append(y, a), append(f, b), append(ny, 1-a), append(nf, 1-b)
		}
		for range 500 {
			v := bit(p)
			u, nu = append(u, v), append(nu, 1-v)
		}
		one, turned := PPIMean(y, f, pooled(u), .95), PPIMean(ny, nf, pooled(nu), .95)
		if math.Abs(one.Estimate.Value-1+turned.Estimate.Value) > 1e-9 {
			t.Fatalf("%v turned round is %v", one.Estimate.Value, turned.Estimate.Value)
		}
		if i := one.Estimate.Interval; i == nil || i.Low > one.Estimate.Value || i.High < one.Estimate.Value || i.Low < 0 || i.High > 1 {
			t.Fatalf("%+v", one.Estimate)
		}
		order := r.Perm(n)
		for i, j := range order {
			ny[i], nf[i] = y[j], f[j]
		}
		if again := PPIMean(ny, nf, pooled(u), .95); math.Abs(again.Estimate.Interval.Low-one.Estimate.Interval.Low) > 1e-9 {
			t.Fatalf("another order: %v, %v", again.Estimate.Interval, one.Estimate.Interval)
		}
	})
}

func BenchmarkPPIMean(b *testing.B) {
	y, f, u := patterned(500, 1_000_000)
	for b.Loop() {
		p := PPIMean(y, f, pooled(u), .95)
		p.Normal(.95)
	}
}

// With one stratum and equal weights, a survey's figure is that of PPIMean but for
// the divisors of λ; weights count rows.
func TestPPISurvey(t *testing.T) {
	y, f, u := patterned(200, 4000)
	plain := PPIMean(y, f, pooled(u), .95)
	one := PPISurvey([]PPIStratum{{Truth: y, Score: f, Pool: *pooled(u)}}, .95)
	isNear(t, "figure", one.Estimate.Value, plain.Estimate.Value, .003)
	bounds(t, "interval", one.Estimate, plain.Estimate.Interval.Low, plain.Estimate.Interval.High, .004)
	weights := make([]float64, len(y))
	for i := range weights {
		weights[i] = 3
	}
	same := PPISurvey([]PPIStratum{{Truth: y, Score: f, Weight: weights, Pool: *pooled(u)}}, .95)
	isNear(t, "equal weights", same.Estimate.Value, one.Estimate.Value, 1e-12)
	half := PPISurvey([]PPIStratum{
		{Name: "a", Truth: y, Score: f, Pool: *pooled(u)},
		{Name: "b", Truth: y, Score: f, Pool: *pooled(u)},
	}, .95)
	isNear(t, "the same stratum twice", half.Estimate.Value, one.Estimate.Value, 1e-9)
	isNear(t, "its error", half.SE, one.SE/math.Sqrt2, 1e-9)
	hajek := PPISurvey([]PPIStratum{{Truth: []float64{3, 8, 12, 20, 8}, Score: make([]float64, 5), Weight: []float64{5, 2, 1 / .6, 1.25, 2}, Pool: *pooled([]float64{0, 1})}}, .95)
	isNear(t, "Hájek", hajek.Estimate.Value, (15+16+20+25+16)/(5+2+1/.6+1.25+2), 1e-9)
	for name, s := range map[string][]PPIStratum{
		"none":      nil,
		"no pool":   {{Name: "a", Truth: y, Score: f}},
		"weights":   {{Truth: y, Score: f, Weight: []float64{1}, Pool: *pooled(u)}},
		"no weight": {{Truth: y[:5], Score: f[:5], Weight: []float64{1, 1, 0, 1, 1}, Pool: *pooled(u)}},
	} {
		if p := PPISurvey(s, .95); p.Estimate.Defined() {
			t.Errorf("%s: %+v", name, p.Estimate)
		}
	}
}
