package stage

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/prompt"
)

// attributesOf makes attributes a0, a1, ... with so many values each: 0, 1, ...
func attributesOf(sizes ...int) config.Map[prompt.Attribute] {
	var out config.Map[prompt.Attribute]
	for i, n := range sizes {
		a := prompt.Attribute{}
		for v := range n {
			a.Values = append(a.Values, int64(v))
		}
		out = append(out, config.Item[prompt.Attribute]{Key: fmt.Sprintf("a%d", i), Value: a})
	}
	return out
}

func attributesMake(t testing.TB, attrs config.Map[prompt.Attribute], how string, constraints ...string) *attributeSet {
	t.Helper()
	s, errs := newAttributeSet(attrs, how, constraints)
	if len(errs) > 0 {
		t.Fatalf("%+v", errs)
	}
	return s
}

func repeated(n, size int) []int { return slices.Repeat([]int{size}, n) }

// coveredPairs lists the pairs of values that rows hold.
func coveredPairs(rows []attributeCombo) map[[4]int]bool {
	out := map[[4]int]bool{}
	for _, r := range rows {
		for i := range r {
			for j := range i {
				out[[4]int{i, r[i], j, r[j]}] = true
			}
		}
	}
	return out
}

// The sizes of known covering arrays, with the slack of a greedy construction.
func TestPairwiseSizes(t *testing.T) {
	for _, tt := range []struct {
		name  string
		sizes []int
		most  int
	}{
		{"3^4, 9 at best", repeated(4, 3), 11},
		{"2^10, 6 at best", repeated(10, 2), 10},
		{"4^10", repeated(10, 4), 32},
		{"5^10", repeated(10, 5), 48},
		{"3^13, 15 at best", repeated(13, 3), 20},
		{"10, 5, 2, 2: 50 at least", []int{10, 5, 2, 2}, 50},
		{"one attribute", []int{7}, 7},
	} {
		s := attributesMake(t, attributesOf(tt.sizes...), howPairwise)
		if len(s.combos) > tt.most {
			t.Errorf("%s: %d rows, want %d at the most", tt.name, len(s.combos), tt.most)
		}
		t.Logf("%s: %d rows", tt.name, len(s.combos))
	}
}

// Every allowed row's pairs are covered, by allowed rows, and always the same.
func TestPairwiseCovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 4), 2, 5).Draw(t, "sizes")
		constraints := rapid.SliceOfN(rapid.SampledFrom([]string{"a0 != 1 || a1 == 0", "a0 + a1 < 4", "a1 != 0", "!(a0 == 0 && a1 == 0)", "a0 == a1"}), 0, 2).Draw(t, "constraints")
		cross, errs := newAttributeSet(attributesOf(sizes...), howCross, constraints)
		pair, errs2 := newAttributeSet(attributesOf(sizes...), howPairwise, constraints)
		if len(errs) != len(errs2) {
			t.Fatalf("%v and %v", errs, errs2)
		}
		if len(errs) > 0 {
			return // no combination meets the constraints
		}
		for _, row := range pair.combos {
			if !pair.allows(row) {
				t.Fatalf("%v breaks a constraint", row)
			}
		}
		got := coveredPairs(pair.combos)
		for p := range coveredPairs(cross.combos) {
			if !got[p] {
				t.Fatalf("the pair %v is missing", p)
			}
		}
		if len(pair.combos) > len(cross.combos) {
			t.Fatalf("%d rows, and crossing has %d", len(pair.combos), len(cross.combos))
		}
		again, _ := newAttributeSet(attributesOf(sizes...), howPairwise, constraints)
		if fmt.Sprint(again.combos) != fmt.Sprint(pair.combos) {
			t.Fatal("made again it differs")
		}
	})
}

func TestSample(t *testing.T) {
	attrs := attributesOf(2, 3)
	attrs[0].Value.Weights = []float64{3, 1}
	attrs[1].Value.Weights = []float64{1, 0, 1}
	s := attributesMake(t, attrs, howSample, "!(a0 == 1 && a1 == 2)")
	counts := map[string]int{}
	for _, c := range s.sample(prompt.Random("test", seedbed.Fingerprint{}, seedbed.ID{}), 10000) {
		counts[fmt.Sprint(c)]++
	}
	// 3:3:1 of what is allowed: 4286, 4286, 1429.
	if len(counts) != 3 || counts["[0 0]"] < 4000 || counts["[0 2]"] < 4000 || counts["[1 0]"] < 1250 || counts["[1 0]"] > 1600 {
		t.Errorf("drawn: %v", counts)
	}

	// One combination in a million is allowed: drawing misses, counting out does not.
	s = attributesMake(t, attributesOf(repeated(6, 10)...), howSample, "a0 == 9 && a1 == 9 && a2 == 9 && a3 == 9 && a4 == 9 && a5 == 9")
	if got := fmt.Sprint(s.sample(prompt.Random("test", seedbed.Fingerprint{}, seedbed.ID{}), 2)); got != "[[9 9 9 9 9 9] [9 9 9 9 9 9]]" {
		t.Errorf("got %s", got)
	}
}

func TestAttributeErrors(t *testing.T) {
	for _, tt := range []struct {
		sizes       []int
		how         string
		constraints []string
		key         string
	}{
		{repeated(7, 10), howCross, nil, "how"},
		{[]int{2, 2}, howCross, []string{"a0 == 5"}, "constraints"},
		{[]int{2, 2}, howSample, []string{"a0 == 5"}, "constraints"},
		{[]int{2, 2}, howPairwise, []string{"a0 == 5"}, "constraints"},
		{repeated(20, 10), howSample, []string{"a0 == 5 && a0 == 6"}, "constraints"},
		{repeated(20, 10), howPairwise, []string{"a0 == 5 && a0 == 6"}, "constraints"},
		{[]int{2, 2}, howCross, []string{"a0 == 1", "b == 1"}, "constraints.1"},
		{[]int{2, 2}, howCross, []string{"a0 + 1"}, "constraints.0"},
		{[]int{5000, 5000}, howPairwise, nil, "how"},
	} {
		_, errs := newAttributeSet(attributesOf(tt.sizes...), tt.how, tt.constraints)
		if len(errs) == 0 || errs[0].key != tt.key || errs[0].msg == "" {
			t.Errorf("%v %s %v: got %+v, want a problem at %s", tt.sizes, tt.how, tt.constraints, errs, tt.key)
		}
	}
}

func BenchmarkPairwise(b *testing.B) {
	for _, tt := range []struct{ n, size int }{{10, 5}, {30, 10}} {
		b.Run(fmt.Sprintf("%d^%d", tt.size, tt.n), func(b *testing.B) {
			for b.Loop() {
				s := attributesMake(b, attributesOf(repeated(tt.n, tt.size)...), howPairwise)
				b.ReportMetric(float64(len(s.combos)), "rows")
			}
		})
	}
}
