package measure

import (
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/stats"
)

// expect compares what was found with what the user declared. An expectation of
// which nothing was found is a finding too: silence would pass for agreement.
func (r *runner) expect() {
	for i := range r.Expect {
		e := &r.Expect[i]
		found := false
		for k := range r.out.Findings {
			if f := &r.out.Findings[k]; f.Figure == e.Figure {
				found = true
				e.with(f, r.Setup.Level)
			}
		}
		if !found {
			r.out.Findings = append(r.out.Findings, r.unfounded(e))
		}
	}
}

// with sets the finding's verdict, or makes one of it and of what was expected of
// the figure before: the worse of the two.
func (e *Expect) with(f *Finding, level float64) {
	text, verdict, because := f.Expect, f.Verdict, f.Because
	e.apply(f, level)
	if text == "" || text == e.Text {
		return
	}
	f.Expect = text + " and " + e.Text
	worst := []Verdict{NotMet, CannotTell, Met}
	if slices.Index(worst, verdict) < slices.Index(worst, f.Verdict) {
		f.Verdict, f.Because = verdict, because
	}
}

// unfounded is what there is to say of an expectation without a figure.
func (r *runner) unfounded(e *Expect) Finding {
	name, _, _ := strings.Cut(e.Figure, ".")
	f := Finding{
		Measure: name, Figure: e.Figure, Severity: Plain, Unit: Ratio, Expect: e.Text, Verdict: CannotTell,
		Says: e.Figure + " has no figure", Caveat: "Nothing is known of it.", Because: "it was not asked for",
	}
	for _, m := range r.Measures {
		info := m.Info()
		at := slices.IndexFunc(info.Figures, func(g Figure) bool { return g.Name == e.Figure })
		if at < 0 {
			continue
		}
		f.Measure, f.Unit, f.Because = info.Name, info.Figures[at].Unit, "these rows gave none"
		for i := range r.out.NotMeasured {
			if n := &r.out.NotMeasured[i]; n.Measure == info.Name {
				f.Because = n.Why
			}
		}
		break
	}
	f.Estimate = stats.Undefined("%s", f.Because)
	return f
}
