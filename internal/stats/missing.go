package stats

import "math"

// Bounded is a share of which some rows are missing: it is known how many there are,
// and not what they would have been.
type Bounded struct {
	// Known is the share among the rows that are there. It is the share of all only
	// where rows are missing by chance alone, which the rows cannot show.
	Known Estimate
	// Least and Most are the shares of all rows if every missing one were bad, or good.
	Least, Most Estimate
	// All holds the share of all rows whatever the missing ones are. nil where nothing
	// is known.
	All     *Interval
	Missing int // rows
	N       int // rows in all
}

// WithMissing returns the share of k good rows among n known ones, with what it may
// be where so many more are missing. Counts below 0, or more good rows than known
// ones, leave all of it undefined.
//
// Least and Most are the worst-case bounds of Manski (1989, Anatomy of the selection
// problem, Journal of Human Resources 24): k/N and (k + missing)/N with N all rows.
// All goes from below Least to above Most, so far that it holds the true share in
// level of all samples (Imbens and Manski 2004, Confidence intervals for partially
// identified parameters, Econometrica 72, eq. 6–7): the true share cannot be at both
// ends at once, so each end takes a tail between (1 − level)/2 and 1 − level, the
// larger the further they are apart. The ends themselves are those of Share, which
// hold for small counts too.
func WithMissing(k, n, missing int, level float64) Bounded {
	b := Bounded{Missing: missing, N: n + missing}
	if missing < 0 {
		e := Undefined("the number of missing rows is below 0")
		return Bounded{Known: e, Least: e, Most: e}
	}
	b.Known = Share(k, n, level)
	if n == 0 && k == 0 && missing > 0 && validLevel(level) {
		b.Known = Undefined("all rows are missing")
		b.Least, b.Most = Share(0, missing, level), Share(missing, missing, level)
		b.All = &Interval{Low: 0, High: 1, Level: level, Method: methodMissing}
		return b
	}
	if !b.Known.Defined() {
		b.Least, b.Most = b.Known, b.Known
		return b
	}
	b.Least, b.Most = Share(k, b.N, level), Share(k+missing, b.N, level)
	within := 1 - 2*missingTail(b.Least.Value, b.Most.Value, b.N, level)
	least, most := Share(k, b.N, within), Share(k+missing, b.N, within)
	b.All = &Interval{Low: least.Interval.Low, High: most.Interval.High, Level: level, Method: methodMissing}
	if missing == 0 {
		b.All = b.Known.Interval
	}
	return b
}

const methodMissing = "worst-case bounds (Manski), Imbens and Manski"

// missingTail returns the tail that each end may take: Φ(−C) with C such that
// Φ(C + Δ√N/σ) − Φ(−C) = level, σ the larger deviation of both ends.
func missingTail(least, most float64, n int, level float64) float64 {
	deviation := math.Sqrt(max(least*(1-least), most*(1-most)))
	gap := most - least
	if gap <= 0 {
		return (1 - level) / 2
	}
	if deviation == 0 {
		return 1 - level
	}
	apart := gap * math.Sqrt(float64(n)) / deviation
	c := root(0, 10, func(c float64) float64 { return NormalAbove(-c-apart) - NormalAbove(c) - level })
	return min(1-level, max((1-level)/2, NormalAbove(c)))
}
