package stats

import (
	"math/rand/v2"
	"testing"
)

// crowd is raters who say a latent value of 1 to q with a chance of .7, something
// near it otherwise, and nothing with a chance of missing.
func crowd(t testing.TB, items, raters, q int, missing float64) *Ratings {
	rng := rand.New(rand.NewPCG(7, 7))
	var cells []Rating
	for i := range items {
		latent := rng.IntN(q)
		for j := range raters {
			v := latent
			if rng.Float64() > .7 {
				v = min(max(v+rng.IntN(5)-2, 0), q-1)
			}
			if rng.Float64() >= missing {
				cells = append(cells, Rating{i, j, v})
			}
		}
	}
	values := make([]float64, q)
	for i := range values {
		values[i] = float64(i + 1)
	}
	r, err := NewRatings(items, raters, values, cells)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func BenchmarkKrippendorffAlpha(b *testing.B) {
	r := crowd(b, 100_000, 5, 5, .2)
	for _, level := range Levels() {
		b.Run(string(level), func(b *testing.B) {
			for b.Loop() {
				KrippendorffAlpha(r, level, Resampling{Resamples: 1000, Confidence: .95, Seed: 1})
			}
		})
	}
}

func BenchmarkKrippendorffAlphaContinuous(b *testing.B) {
	r := crowd(b, 20_000, 5, 5000, .2)
	for b.Loop() {
		KrippendorffAlpha(r, LevelInterval, Resampling{Resamples: 1000, Confidence: .95, Seed: 1})
	}
}

func BenchmarkAgreement(b *testing.B) {
	for _, size := range []struct {
		name          string
		items, raters int
		missing       float64
		q             int
	}{{"3728x10x2", 3728, 10, .5, 2}, {"100000x5x5", 100_000, 5, .2, 5}} {
		b.Run(size.name, func(b *testing.B) {
			r := crowd(b, size.items, size.raters, size.q, size.missing)
			for b.Loop() {
				if _, err := Agreement(r, AgreementOptions{Level: LevelNominal, Resampling: Resampling{Resamples: 1000, Confidence: .95, Seed: 1}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
