package stats

import "fmt"

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

// String prints the claim: "< 0.02".
func (c Claim) String() string { return fmt.Sprintf("%s %g", c.Op, c.Limit) }
