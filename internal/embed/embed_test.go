package embed

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func cosine(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestHashed(t *testing.T) {
	v, err := Hashed{}.Embed(t.Context(), []string{
		"Janet sells eggs at the market.", "At the market, Janet sold her eggs!", "Quantum chromodynamics lacks closed solutions", "", " \n",
	})
	if err != nil {
		t.Fatal(err)
	}
	if near, far := cosine(v[0], v[1]), cosine(v[0], v[2]); near < .5 || far > .25 {
		t.Errorf("like texts %.2f, unlike %.2f", near, far)
	}
	if cosine(v[3], v[3]) != 0 || cosine(v[4], v[4]) != 0 {
		t.Error("a text without words has a direction")
	}
}

func TestHashedProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z]{1,6}( [a-z]{1,6}){0,9}`)), 1, 6).Draw(t, "texts")
		all, err := Hashed{}.Embed(t.Context(), texts)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range texts {
			one, _ := Hashed{}.Embed(t.Context(), []string{s})
			for k := range one[0] {
				if one[0][k] != all[i][k] {
					t.Fatalf("%q alone has another vector", s)
				}
			}
			if n := cosine(all[i], all[i]); n != 0 && math.Abs(n-1) > 1e-5 {
				t.Fatalf("%q has the length %v", s, n)
			}
		}
	})
}
