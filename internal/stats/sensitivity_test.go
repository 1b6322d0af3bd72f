package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// Computed from the definition.
func TestPromptSensiKnown(t *testing.T) {
	isNear(t, "1100", PromptSensi([]float64{1, 1, 0, 0}), .666667, 5e-7)
	isNear(t, "1110", PromptSensi([]float64{1, 1, 1, 0}), .5, 1e-12)
	isNear(t, ".2 .5 .9", PromptSensi([]float64{.5, .2, .9}), .466667, 5e-7)
	if PromptSensi(nil) != 0 || PromptSensi([]float64{4}) != 0 {
		t.Error("one score differs from itself")
	}
	s := PromptSensitivity(scored([][]float64{{1, 1, 0, 0}, {1, 1, 1, 0}}), ofTest)
	isNear(t, "the mean of both", s.Score.Value, (2./3+.5)/2, 1e-12)
}

func scored(rows [][]float64) []Scored {
	var out []Scored
	for i, row := range rows {
		for v, x := range row {
			out = append(out, Scored{Item: i, Variant: v, Score: x})
		}
	}
	return out
}

func TestPromptSensiProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(0, 1), 2, 12).Draw(t, "x")
		want := 0.0
		for i := range x {
			for j := range i {
				want += math.Abs(x[i] - x[j])
			}
		}
		want /= float64(len(x)*(len(x)-1)) / 2
		if got := PromptSensi(x); math.Abs(got-want) > 1e-9 || got > .5*float64(len(x))/float64(len(x)-1)*2+1e-9 {
			t.Fatalf("%v, want %v", got, want)
		}
		moved := make([]float64, len(x))
		for i := range x {
			moved[len(x)-1-i] = 3*x[i] + 7
		}
		if got := PromptSensi(moved); math.Abs(got-3*want) > 1e-9 {
			t.Fatalf("moved, scaled and turned round: %v, want %v", got, 3*want)
		}
	})
}

// The analysis of variance of a small table, by hand: two items, two variants, two
// repeats each.
func TestVarianceComponentsKnown(t *testing.T) {
	rows := map[[2]int][]float64{{0, 0}: {1, 3}, {0, 1}: {5, 7}, {1, 0}: {10, 12}, {1, 1}: {20, 22}}
	var in []Scored
	for at, xs := range rows {
		for _, x := range xs {
			in = append(in, Scored{Item: at[0], Variant: at[1], Score: x})
		}
	}
	s := PromptSensitivity(in, ofTest)
	// Cell means 2, 6; 11, 21. Items 4, 16; variants 6.5, 13.5; grand 10.
	// Mean squares of cell means: items 144, variants 49, both 9; within 2.
	want := map[string]float64{"prompt": (49. - 9) / 2, "item": (144. - 9) / 2, "item × prompt": 9 - 2./2, "repeat": 2}
	for _, p := range s.Parts {
		isNear(t, p.Name, p.Raw, want[p.Name], 1e-9)
	}
	if len(s.Parts) != 4 {
		t.Errorf("%+v", s.Parts)
	}
	isNear(t, "the noise", s.Noise.Value, math.Sqrt(2/math.Pi)*math.Sqrt(2), 1e-9)
}

func TestSensitivityUndefined(t *testing.T) {
	for name, in := range map[string][]Scored{
		"nothing":      nil,
		"one variant":  scored([][]float64{{1}, {2}}),
		"no full item": {{0, 0, 1}, {1, 1, 1}},
		"far apart":    {{0, 0, 1}, {1 << 40, 1, 1}},
		"no numbers":   {{0, 0, math.NaN()}, {-1, 0, 1}},
	} {
		s := PromptSensitivity(in, ofTest)
		if s.Score.Defined() || s.Score.Undefined == "" || len(s.Parts) > 0 {
			t.Errorf("%s: %+v", name, s)
		}
	}
	same := PromptSensitivity(scored([][]float64{{1, 1}, {1, 1}, {1, 1}}), ofTest)
	if same.Score.Value != 0 || same.Score.Defined() == false {
		t.Errorf("%+v", same.Score)
	}
	for _, p := range same.Parts {
		if p.Share.Defined() {
			t.Errorf("a share of nothing: %+v", p)
		}
	}
	one := PromptSensitivity(scored([][]float64{{1, 2}}), ofTest)
	if len(one.Parts) != 0 || len(one.Caveats) == 0 || one.Score.Value != 1 || one.Score.Interval != nil {
		t.Errorf("%+v", one)
	}
	part := PromptSensitivity(append(scored([][]float64{{1, 2}, {2, 4}}), Scored{Item: 2, Score: 5}), ofTest)
	if part.Dropped != 1 || part.Items != 2 {
		t.Errorf("%+v", part)
	}
}

// What was put in comes out, on average, whatever the numbers of repeats.
func TestVarianceComponentsUnbiased(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	want := [parts]float64{.5, 2, .3, 1}
	var sum [parts]float64
	const worlds = 400
	for range worlds {
		in := crossedWorld(rng, 40, 6, want, func() int { return 1 + rng.IntN(3) })
		g, why := gridOf(in)
		if why != "" {
			t.Fatal(why)
		}
		raw, _ := g.anova(g.all(), make([]float64, 40), make([]float64, 6))
		for i := range raw {
			sum[i] += raw[i] / worlds
		}
	}
	for i := range want {
		isNear(t, fmt.Sprint("component ", i), sum[i]/want[i], 1, .12)
	}
}

func crossedWorld(rng *rand.Rand, items, variants int, variance [parts]float64, repeats func() int) []Scored {
	draw := func(part int) float64 { return rng.NormFloat64() * math.Sqrt(variance[part]) }
	byVariant := make([]float64, variants)
	for v := range byVariant {
		byVariant[v] = draw(partPrompt)
	}
	var out []Scored
	for i := range items {
		item := draw(partItem)
		for v := range variants {
			both := draw(partBoth)
			for range repeats() {
				out = append(out, Scored{i, v, item + byVariant[v] + both + draw(partRepeat)})
			}
		}
	}
	return out
}
