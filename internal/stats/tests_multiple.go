package stats

import (
	"cmp"
	"slices"
)

// BenjaminiHochberg returns the q-value of each p-value, in the order of p: the
// smallest rate of false discoveries at which it would be among the discoveries
// (Benjamini and Hochberg 1995). p-values outside [0, 1] or NaN count as 1.
func BenjaminiHochberg(p []float64) []float64 {
	order := make([]int, len(p))
	q := make([]float64, len(p))
	for i, v := range p {
		order[i] = i
		if !(v >= 0 && v <= 1) {
			v = 1
		}
		q[i] = v
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(q[b], q[a]) })
	least, m := 1.0, float64(len(p))
	for i, at := range order { // from the largest
		least = min(least, q[at]*(m/(m-float64(i))))
		q[at] = least
	}
	return q
}
