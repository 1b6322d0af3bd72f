package stats

import (
	"fmt"
	"math"
)

// Verdict is how a figure stands to what was declared of it.
type Verdict string

// The verdicts.
const (
	Met        Verdict = "met"
	NotMet     Verdict = "not met"
	CannotTell Verdict = "cannot tell"
)

// Claim is what someone declared of a figure: "< .02".
type Claim struct {
	Op    string // one of < <= > >= =
	Limit float64
}

// Judge compares a figure with a claim by its interval, not by the point: a claim
// is met where the whole interval lies within it, and not met where all lies
// outside. An exact figure is compared as it is. Equality with a figure that was
// estimated can be refuted and never shown.
func (c Claim) Judge(e Estimate) Verdict {
	if !e.Defined() || e.Interval == nil && e.NoInterval != "" {
		return CannotTell
	}
	low, high := e.Value, e.Value
	if e.Interval != nil {
		low, high = e.Interval.Low, e.Interval.High
	}
	within, without := false, false
	switch c.Op {
	case "<":
		within, without = high < c.Limit, low >= c.Limit
	case "<=":
		within, without = high <= c.Limit, low > c.Limit
	case ">":
		within, without = low > c.Limit, high <= c.Limit
	case ">=":
		within, without = low >= c.Limit, high < c.Limit
	case "=":
		within, without = low == high && low == c.Limit, high < c.Limit || low > c.Limit
	}
	switch {
	case within:
		return Met
	case without:
		return NotMet
	}
	return CannotTell
}

// mostRows is the most rows that RowsToTell looks for.
const mostRows = 50_000_000

// JudgeShare compares the share k/n with a claim by exact one-sided bounds: with
// the claim false, it is found met in at most 1 − level of all samples; with the
// claim true, not met likewise. It returns the share with the bound that decided,
// or, where nothing does, the one that the claim would need.
func (c Claim) JudgeShare(k, n int, level float64) (Verdict, Estimate) {
	atMost, atLeast := ShareAtMost(k, n, level), ShareAtLeast(k, n, level)
	show, refute := atMost, atLeast
	switch c.Op {
	case ">", ">=":
		show, refute = atLeast, atMost
	case "=":
		e := Share(k, n, level)
		return c.Judge(e), e
	}
	if c.Judge(show) == Met {
		return Met, show
	}
	if c.Judge(refute) == NotMet {
		return NotMet, refute
	}
	return CannotTell, show
}

// RowsToTell returns how many rows JudgeShare would need to settle a claim, were
// the share to stay k/n: to meet it, or to refute it. With k = 0, no defect may
// turn up in them. Where no number of rows would do, it returns 0 and says why.
func (c Claim) RowsToTell(k, n int, level float64) (rows int, why string) {
	if why := checkShare(k, n, level); why != "" {
		return 0, why
	}
	settled := func(rows int) bool {
		kk := int(math.Round(float64(k) / float64(n) * float64(rows)))
		verdict, _ := c.JudgeShare(kk, rows, level)
		return verdict != CannotTell
	}
	share := float64(k) / float64(n)
	switch {
	case c.Op == "=" && share == c.Limit:
		return 0, fmt.Sprintf("%q cannot be shown by sampling; declare a bound such as \"< 1%%\"", c.String())
	case share == c.Limit:
		return 0, "what was seen is the limit itself: no number of rows would tell"
	case settled(n):
		return n, ""
	}
	lo, hi := n, n
	for !settled(hi) {
		if lo, hi = hi, hi*2; hi > mostRows {
			return 0, "what was seen is so close to the limit that over 50 million rows would be needed"
		}
	}
	// Rounding makes settled waver a little: what is returned settles it, and
	// about so many are needed.
	for lo+1 < hi {
		if mid := (lo + hi) / 2; settled(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi, ""
}

// String prints the claim: "< 0.02".
func (c Claim) String() string { return fmt.Sprintf("%s %g", c.Op, c.Limit) }
