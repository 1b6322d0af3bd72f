package web

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/stats"
)

// claim is how a claim stands, as a page shows it.
type claim struct {
	Text, Class, Verdict, Says, More string
	Drawn                            template.HTML
}

func claimsOf(all []review.ClaimState) []claim {
	out := make([]claim, len(all))
	for i := range all {
		out[i] = claimOf(&all[i])
	}
	return out
}

func claimOf(c *review.ClaimState) claim {
	out := claim{Text: visible(c.Text), Verdict: string(c.Verdict), Drawn: drawBound(c)}
	switch c.Verdict {
	case stats.Met:
		out.Class = "met"
	case stats.NotMet:
		out.Class = "notmet"
	default:
		out.Class, out.Verdict = "open", "open"
	}
	out.Says = "Nothing is known yet."
	switch {
	case !c.Estimate.Defined():
		if c.Rows > 0 {
			out.Says = sentence(visible(c.Estimate.Undefined))
		}
	case c.Kind == plan.ShareOfDefects:
		out.Says = fmt.Sprintf("%s of %s defective: %s.", prose.Count(c.Defects), prose.Rows(c.Rows), prose.Share(c.Estimate))
	case c.Kind == plan.JudgeWithin:
		out.Says = fmt.Sprintf("The judge is higher than people by %s, from %s.", prose.Figure(c.Estimate), prose.Rows(c.Rows))
	default:
		out.Says = fmt.Sprintf("%s of the groups were seen often enough.", prose.Percent(c.Estimate.Value))
	}
	if c.Why != "" {
		out.Says += " " + sentence(visible(c.Why))
	}
	switch {
	case c.Decided():
	case c.More > 0:
		out.More = "About " + prose.Plural(c.More, "more row", "more rows") + " decide it, if nothing further turns up."
	case c.More < 0:
		out.More = "The rows that were drawn cannot decide it any more."
	}
	return out
}

// drawBound draws a figure with its interval, and what it is held against.
func drawBound(c *review.ClaimState) template.HTML {
	e := &c.Estimate
	if !e.Defined() || e.Interval == nil {
		return ""
	}
	low, high := 0.0, 1.0
	switch c.Kind {
	case plan.ShareOfDefects:
		high = min(1, ceiling(max(1.2*c.Limit, 1.05*e.Interval.High, .01)))
	case plan.JudgeWithin:
		high = min(1, ceiling(max(1.2*c.Limit, 1.05*math.Abs(e.Interval.High), 1.05*math.Abs(e.Interval.Low), .01)))
		low = -high
	}
	x := func(v float64) float64 { return 2 + 96*(min(max(v, low), high)-low)/(high-low) }
	var b strings.Builder
	figure, ends := prose.Share(*e), [2]string{prose.Percent(low), prose.Percent(high)}
	if c.Kind == plan.JudgeWithin {
		figure, ends = prose.Figure(*e), [2]string{prose.Decimal(low), prose.Decimal(high)}
	}
	fmt.Fprintf(&b, `<div class="bound"><span aria-hidden="true">%s</span><svg viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label="%s, on a scale from %s to %s">`,
		ends[0], template.HTMLEscapeString(figure), ends[0], ends[1])
	fmt.Fprintf(&b, `<path class="axis" d="M2 20H98"/><path class="iv" d="M%.2f 11H%.2f"/><path class="pt" d="M%.2f 11h.001"/>`,
		x(e.Interval.Low), x(e.Interval.High), x(e.Value))
	switch c.Kind {
	case plan.ShareOfDefects:
		fmt.Fprintf(&b, `<path class="limit" d="M%.2f 0V22"/>`, x(c.Limit))
	case plan.JudgeWithin:
		fmt.Fprintf(&b, `<path class="limit" d="M%.2f 0V22M%.2f 0V22"/>`, x(-c.Limit), x(c.Limit))
	}
	fmt.Fprintf(&b, `</svg><span aria-hidden="true">%s</span></div>`, ends[1])
	return template.HTML(b.String())
}

// ceiling returns the next of 1, 2, 5 and their tenfolds that is not below v > 0.
func ceiling(v float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if v <= m*unit*(1+1e-9) {
			return m * unit
		}
	}
	return 10 * unit
}
