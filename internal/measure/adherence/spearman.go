package adherence

import (
	"cmp"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/stats"
)

// doubledRanks returns twice the rank of each value, from 2 on, ties with their mean
// rank: whole numbers, so that sums do not depend on their order.
func doubledRanks(values []float64) []int64 {
	at := make([]int, len(values))
	for i := range at {
		at[i] = i
	}
	slices.SortFunc(at, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	out := make([]int64, len(values))
	for i := 0; i < len(at); {
		j := i
		for j < len(at) && values[at[j]] == values[at[i]] {
			j++
		}
		for _, k := range at[i:j] {
			out[k] = int64(i + j + 1)
		}
		i = j
	}
	return out
}

// sums are those of products of ranks less their mean.
type sums struct{ xx, yy, xy float64 }

func rankSums(x, y []float64) sums {
	rx, ry := doubledRanks(x), doubledRanks(y)
	mean := int64(len(x) + 1)
	var s sums
	for i := range rx {
		dx, dy := float64(rx[i]-mean), float64(ry[i]-mean)
		s.xx += dx * dx
		s.yy += dy * dy
		s.xy += dx * dy
	}
	return s
}

// correlation makes ρ of sums, with the interval of Bonett and Wright (2000) for n rows
// less so many means that were taken off, and the p-value against 0.
func (s sums) correlation(n, means int, level float64) (stats.Estimate, float64) {
	if s.yy <= 0 {
		return stats.Undefined("all scores are the same"), 1
	}
	if s.xx <= 0 {
		return stats.Undefined("all texts are of the same length"), 1
	}
	rho := math.Max(-1, math.Min(1, s.xy/math.Sqrt(s.xx*s.yy)))
	df := float64(n - means - 2)
	if df < 5 || math.Abs(rho) > 1-1e-12 {
		e := stats.Exact(rho, n)
		e.NoInterval = "there are too few rows, or ρ is 1"
		return e, 1
	}
	z := math.Atanh(rho)
	half := stats.NormalQuantile(level) * math.Sqrt((1+rho*rho/2)/df)
	e := stats.Between(rho, math.Tanh(z-half), math.Tanh(z+half), level, "Fisher's z (Bonett and Wright)", n)
	return e, stats.NormalTwoSided(z * math.Sqrt(df/1.06))
}

// spearman returns ρ of score and length.
func spearman(rows []scoredRow, level float64) (stats.Estimate, float64) {
	x, y := make([]float64, len(rows)), make([]float64, len(rows))
	for i := range rows {
		x[i], y[i] = float64(rows[i].words), rows[i].score
	}
	return rankSums(x, y).correlation(len(rows), 1, level)
}

// spearmanWithin returns ρ among rows of one stratum, pooled, and how many strata of
// five rows or more there are.
func spearmanWithin(rows []scoredRow, level float64) (e stats.Estimate, p float64, strata int) {
	sorted := slices.Clone(rows)
	slices.SortFunc(sorted, func(a, b scoredRow) int { return cmp.Or(cmp.Compare(a.stratum, b.stratum), cmp.Compare(a.n, b.n)) })
	var all sums
	n := 0
	for i := 0; i < len(sorted); {
		j := i
		var x, y []float64
		for ; j < len(sorted) && sorted[j].stratum == sorted[i].stratum; j++ {
			x, y = append(x, float64(sorted[j].words)), append(y, sorted[j].score)
		}
		if i = j; len(x) < 5 {
			continue
		}
		s := rankSums(x, y)
		scale := 1 / float64(len(x)*len(x)) // ranks as shares of the stratum's rows
		all.xx, all.yy, all.xy = all.xx+s.xx*scale, all.yy+s.yy*scale, all.xy+s.xy*scale
		n, strata = n+len(x), strata+1
	}
	if strata == 0 {
		return stats.Undefined("no combination of label and group has five rows"), 1, 0
	}
	e, p = all.correlation(n, strata, level)
	return e, p, strata
}
