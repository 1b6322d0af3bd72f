package people

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/prose"
)

// Uncalibrated is what is said of the scores of a judge that people have not rated
// enough rows to be compared with.
const Uncalibrated = "uncalibrated"

// Of returns how a judge stands by a criterion; ok is false where nothing is known of it.
func (all Standings) Of(criterion, stage, judge string) (s Standing, ok bool) {
	i := slices.IndexFunc(all, func(s Standing) bool { return s.Criterion == criterion && s.Stage == stage && s.Judge == judge })
	if i < 0 {
		return s, false
	}
	return all[i], true
}

// Words says what is known of a judge's scores by a criterion, for beside them:
// Uncalibrated where nothing is.
func (all Standings) Words(criterion, stage, judge string) string {
	if s, ok := all.Of(criterion, stage, judge); ok {
		return s.Words()
	}
	return Uncalibrated
}

// Together says what is known of scores that a judge of a stage gave by several criteria:
// once where it is the same of all of them, else of each.
func (all Standings) Together(criteria []string, stage, judge string) string {
	var out []string
	same := true
	for _, c := range criteria {
		w := all.Words(c, stage, judge)
		same = same && (len(out) == 0 || w == out[0])
		out = append(out, w)
	}
	if len(out) == 0 {
		return Uncalibrated
	}
	if same {
		return out[0]
	}
	for i, c := range criteria {
		out[i] = prose.Shown(c) + " " + out[i]
	}
	return strings.Join(out, "; ")
}

// Words says how the judge stands: "uncalibrated", "calibrated against 3 people on 140
// rows: κ .71 [.60, .80]", or that it was compared and found wanting.
func (s *Standing) Words() string {
	against := fmt.Sprintf("%s on %s", prose.Plural(s.People, "person", "people"), prose.Rows(s.Rated))
	switch {
	case !s.Calibrated && s.Why != "":
		return Uncalibrated + ": it cannot be compared with people, as " + s.Why
	case !s.Calibrated && s.Rated > 0:
		return fmt.Sprintf("%s: compared with %s, and %d are the least", Uncalibrated, against, fewestRated)
	case !s.Calibrated:
		return Uncalibrated
	case !s.Agreement.Defined():
		return fmt.Sprintf("compared with %s, which does not tell how far it goes with them: %s", against, s.Agreement.Undefined)
	case s.Wanting:
		return fmt.Sprintf("compared with %s and found wanting: κ %s", against, prose.Figure(s.Agreement))
	}
	return fmt.Sprintf("calibrated against %s: κ %s", against, prose.Figure(s.Agreement))
}

// Name is the judge as it is told beside its rates: "grader on helpful".
func (s *Standing) Name() string {
	return (&judging{judgeKey: judgeKey{s.Criterion, s.Stage, s.Judge}}).name()
}

// Words says a rate with what corrects it: `"yes" in 62 %; corrected by people 55 % [49,
// 61] (PPI, 3 people on 140 rows)`; or that nothing does.
func (r *Rate) Words() string {
	show, s := prose.Figure, "mean "+prose.Decimal(r.Raw.Value)
	if r.Answer != "" {
		show, s = prose.Share, prose.Quoted(r.Answer)+" in "+prose.Percent(r.Raw.Value)
	}
	if r.People == 0 {
		return s + " (a judge's word; not compared with people)"
	}
	if !r.Corrected.Defined() {
		return fmt.Sprintf("%s (a judge's word; what people would say cannot be told: %s)", s, r.Corrected.Undefined)
	}
	return fmt.Sprintf("%s; corrected by people %s (PPI, %s on %s)", s, show(r.Corrected), prose.Plural(r.People, "person", "people"), prose.Rows(r.Rows))
}
