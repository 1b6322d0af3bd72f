package redundancy

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"seedbed.dev/seedbed/internal/stats"
)

// unseen estimates what has not been seen from how many things were seen once,
// twice, ... in n rows. A row may have many things, each counted once a row.
type unseen struct {
	frequencies
	rows float64
	all  float64 // things in all rows, each as often as it was seen
	// spread is the variance of how many things a row has that no other row has,
	// over their mean: 1 − f₁/n where a row has one thing.
	spread float64
	level  float64
}

// pseudoRows stand for rows that are not like those seen, so that what was not met
// yet is not taken for impossible: as in the interval of Agresti and Coull (1998).
const pseudoRows = 4

// one makes an unseen of rows that have one thing each.
func one(f frequencies, rows, level float64) unseen {
	return unseen{frequencies: f, rows: rows, all: rows, spread: max(0, 1-f.of(1)/(rows+pseudoRows)), level: level}
}

func (u *unseen) z() float64 { return stats.NormalQuantile(u.level) }

// thinned is the factor by which a variance over things grows because only a share
// of them was counted, less 1.
func (u *unseen) thinned() float64 { return 1/u.share - 1 }

// more returns how many new things t·n further rows are expected to bring (Good and
// Toulmin 1956, equation 8): −Σ (−t)ᵏ fₖ. For t over 1, where that sum runs wild, its
// terms are weighted by the chance that a binomial variable L is at least k, with
// L ~ B(⌈½ log₃(n t²/(t − 1))⌉, 2/(2 + t)) (Orlitsky, Suresh and Wu 2016, table 1).
func (u *unseen) more(t float64) (value, variance float64) {
	weight := func(int) float64 { return 1 }
	if t > 1 {
		trials := math.Ceil(math.Log(u.rows*t*t/(t-1)) / (2 * math.Log(3)))
		l := distuv.Binomial{N: max(1, trials), P: 2 / (2 + t)}
		weight = func(k int) float64 { return 1 - l.CDF(float64(k)-.5) }
	}
	for _, x := range u.list {
		w := weight(x.times)
		if w < 1e-12 { // t^k may be beyond all numbers
			break
		}
		a := -math.Pow(-t, float64(x.times)) * w
		value += a * x.f
		variance += a * a * x.f
	}
	return value, variance
}

// next returns how many new things the next rows will bring, with an interval for
// what they will really bring: it has in it that of the estimate and that of those
// rows. t = rows/n is at most 1.
func (u *unseen) next(rows int) stats.Estimate {
	t := float64(rows) / u.rows
	value, variance := u.more(t)
	value = max(0, value)
	if t > 1 {
		return stats.Estimate{Value: value, N: int(u.rows), NoInterval: "it looks further ahead than the rows that there are"}
	}
	variance = variance*(u.spread+u.thinned()) + value*u.spread
	// Nothing seen twice, or nothing seen once, is no proof that there is no such.
	variance += t * (1 + t)
	half := u.z() * math.Sqrt(variance)
	low, high := math.Floor(max(0, value-half)), math.Ceil(value+half) // it will be a whole number
	return stats.Between(value, low, high, u.level, "Good–Toulmin, for what comes", int(u.rows))
}

// coverage returns the chance that a thing of the next row was seen before (Good
// 1953: 1 − f₁/N), with the interval of Esty (1983), widened where a row has many
// things or not all were counted.
func (u *unseen) coverage() stats.Estimate {
	if u.all == 0 {
		return stats.Undefined("there is nothing to count")
	}
	f1, f2 := min(u.of(1), u.all), u.of(2)
	c := 1 - f1/u.all
	variance := f1*(u.spread+u.thinned()) + 2*(f2+1)*(max(1, u.spread)+u.thinned())
	half := u.z() * math.Sqrt(variance) / u.all
	return stats.Between(c, max(0, c-half), min(1, c+half), u.level, "Esty", int(u.rows))
}

// chao1 returns at least how many different things there are, seen and unseen:
// S + f₁(f₁ − 1)/(2(f₂ + 1)) (Chao 1984, bias-corrected), with the interval of Chao
// (1987), whose logarithm is normal.
func (u *unseen) chao1() stats.Estimate {
	s, f1, f2 := u.different(), u.of(1)*u.share, u.of(2)*u.share
	if s == 0 {
		return stats.Undefined("there is nothing to count")
	}
	extra := f1 * (f1 - 1) / (2 * (f2 + 1))
	value := s + extra/u.share
	e := stats.Estimate{Value: value, N: int(u.rows)}
	switch {
	case f2 < 5:
		e.NoInterval = "fewer than 5 were seen just twice: how many are missing cannot be told"
		return e
	case f1 < 2:
		e.NoInterval = "nearly all were seen more than once: none is missing as far as these rows can show"
		return e
	}
	variance := extra + f1*sq(2*f1-1)/(4*sq(f2+1)) + f1*f1*f2*sq(f1-1)/(4*sq(sq(f2+1)))
	variance *= max(1, u.spread)
	k := math.Exp(u.z() * math.Sqrt(math.Log1p(variance/sq(extra))))
	// Where not all were counted, S itself is an estimate.
	counted := u.z() * math.Sqrt(s*u.thinned())
	low, high := s+extra/u.share/k-counted, s+extra/u.share*k+counted
	return stats.Between(value, low, high, u.level, "Chao 1987", int(u.rows))
}

func sq(x float64) float64 { return x * x }

// at returns how many different things are expected in fewer rows: Σ fₖ (1 − (1 −
// m/n)ᵏ), as if rows were taken out by chance.
func (u *unseen) at(rows float64) (n float64) {
	keep := rows / u.rows
	if keep >= 1 {
		return u.different()
	}
	for _, x := range u.list {
		n += x.f * -math.Expm1(float64(x.times)*math.Log1p(-keep))
	}
	return n
}

// between returns how many new things are expected from row m to row m + h, within
// the rows or beyond them.
func (u *unseen) between(m, h float64) float64 {
	upTo := func(rows float64) float64 {
		if rows <= u.rows {
			return u.at(rows)
		}
		v, _ := u.more(rows/u.rows - 1)
		return u.different() + max(0, v)
	}
	return upTo(m+h) - upTo(m)
}

// spreadOf returns the variance over the mean of values that were thinned to a
// share; 1 where there is none.
func spreadOf(values []int, share float64) float64 {
	n, sum, squares := float64(len(values)), 0.0, 0.0
	for _, v := range values {
		sum += float64(v)
		squares += float64(v) * float64(v)
	}
	if n < 2 || sum == 0 {
		return 1
	}
	mean := sum / n
	variance := (squares - n*mean*mean) / (n - 1)
	variance = (variance - (1-share)*mean) / (share * share)
	return max(variance/(mean/share), .05)
}
