package fidelity

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"seedbed.dev/seedbed/internal/stats"
)

// smoothed are shares with half a row more in each.
func smoothed(counts []int) []float64 {
	out := make([]float64, len(counts))
	for i, k := range counts {
		out[i] = float64(k) + .5
	}
	floats.Scale(1/floats.Sum(out), out)
	return out
}

// plain are shares.
func plain(counts []int) []float64 {
	out := make([]float64, len(counts))
	for i, k := range counts {
		out[i] = float64(k)
	}
	if sum := floats.Sum(out); sum > 0 {
		floats.Scale(1/sum, out)
	}
	return out
}

// psi is the population stability index of shares, none of which is 0.
func psi(p, q []float64) float64 {
	sum := 0.0
	for i := range p {
		sum += (p[i] - q[i]) * math.Log(p[i]/q[i])
	}
	return sum
}

// kl is the Kullback–Leibler divergence in nats.
func kl(p, q []float64) float64 {
	sum := 0.0
	for i := range p {
		if p[i] > 0 {
			sum += p[i] * math.Log(p[i]/q[i])
		}
	}
	return sum
}

// jensenShannon is the Jensen–Shannon divergence in nats, not its root.
func jensenShannon(p, q []float64) float64 {
	m := make([]float64, len(p))
	for i := range p {
		m[i] = (p[i] + q[i]) / 2
	}
	return math.Max(0, (kl(p, m)+kl(q, m))/2)
}

// kolmogorov is the largest gap between the distribution functions of values in
// ascending order.
func kolmogorov(x, y []float64) float64 {
	d := 0.0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		at := math.Min(x[i], y[j])
		for i < len(x) && x[i] == at {
			i++
		}
		for j < len(y) && y[j] == at {
			j++
		}
		d = math.Max(d, math.Abs(float64(i)/float64(len(x))-float64(j)/float64(len(y))))
	}
	return d
}

// kolmogorovAbove is the probability of a gap of d and more between samples of one
// distribution (Stephens 1970; Press and others 2007, §6.14.12).
func kolmogorovAbove(d float64, n, m int) float64 {
	root := math.Sqrt(float64(n) * float64(m) / float64(n+m))
	l := (root + .12 + .11/root) * d
	if l < .2 {
		return 1
	}
	sum, sign := 0.0, 1.0
	for k := 1.0; k < 101; k++ {
		term := math.Exp(-2 * k * k * l * l)
		sum += sign * term
		if sign = -sign; term < 1e-18 {
			break
		}
	}
	return math.Max(0, math.Min(1, 2*sum))
}

// chiSquared is the p-value of Pearson's χ² of two rows of counts, with those that
// are expected in fewer than 5 rows taken together.
func chiSquared(a, b []int) float64 {
	n, m := 0, 0
	for i := range a {
		n += a[i]
		m += b[i]
	}
	least := float64(min(n, m)) / float64(n+m)
	chi, cells := 0.0, 0
	put := func(x, y int) {
		both := float64(x + y)
		if both == 0 {
			return
		}
		for _, side := range [][2]float64{{float64(x), both * float64(n) / float64(n+m)}, {float64(y), both * float64(m) / float64(n+m)}} {
			chi += (side[0] - side[1]) * (side[0] - side[1]) / side[1]
		}
		cells++
	}
	restA, restB := 0, 0
	for i := range a {
		if float64(a[i]+b[i])*least < 5 {
			restA, restB = restA+a[i], restB+b[i]
		} else {
			put(a[i], b[i])
		}
	}
	put(restA, restB)
	return stats.ChiSquareAbove(chi, cells-1)
}
