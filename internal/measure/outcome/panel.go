package outcome

import (
	"context"
	"math"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
)

// panel is the measure of how far judges agree with one another and with themselves.
type panel struct{}

// Krippendorff (2004, p. 241): from when on data can be relied on, and below which they
// carry no conclusion.
const (
	reliable  = .8
	tentative = .667
)

// mostJudged is how many rows α is worked out from: more hardly narrow its interval.
const mostJudged = 50_000

func (panel) Info() measure.Info {
	return measure.Info{
		Name: "panel", Family: family, Title: "How far judges agree",
		Says: "For each stage that asks several judges, and each criterion: Krippendorff's α among the judges with its interval, on how many rows all of them give the same value, what each judge has no value for, and α without each. Where judges are asked more than once: how often a repeat gives the value that stands. It goes over all rows that judges scored and that came to an end, also those that were turned away for it, and shows the rows on which the judges are furthest apart. " +
			"A finding is serious where the whole interval of α lies below .667 with 30 rows or more and fewer than 95 % of the rows have one value from all; notable where α is below .8.",
		Cannot:  "Judges that agree may be wrong alike: models share what they were trained on. Only people's ratings say whether they are right (`seedbed stats calibrate`). α compares with chance: where nearly all rows get one value it is low although the judges mostly say the same, which is why both figures stand there. Rows that went on into other rows have no end of their own and are not among them. Agreement of repeats says how settled a judge is, and at temperature 0 not even that.",
		Formula: "α = 1 − Dₒ/Dₑ (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability), missing values left out; ordinal for scales, nominal for yes and no and for choices; interval by BCa bootstrap over rows, 1,000 resamples. It is not defined for rankings, of which only the shares are told. Of more than 50,000 rows a random sample is used for α and for repeats. How far judges are apart on a row: the mean over pairs of judges of |a − b| over the length of the scale, or of a ≠ b. The marks .8 and .667: Krippendorff (2004), Content Analysis, 2nd ed., p. 241.",
		Use:     "On a run whose judge stage has `models:` or `repeats:`. Ratings that stand in a file of their own are for `seedbed stats agreement`.",
		Cost:    "One pass over the rows that were judged; keeps 8 bytes a score of 50,000 rows at the most, and 20 rows of each criterion.",
		Needs:   []measure.Need{measure.NeedPanel},
		Figures: []measure.Figure{
			{Name: "panel", Unit: measure.Ratio, Says: "α among the judges, for each criterion"},
			{Name: "panel.same", Unit: measure.Share, Says: "rows to which all judges give the same value"},
			{Name: "panel.repeats", Unit: measure.Share, Says: "repeats of one judge that give the value that stands"},
		},
	}
}

// Learn implements measure.Learner.
func (panel) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	if part != measure.Judged {
		return nil, nil
	}
	return newJudged(s), nil
}

func (panel) Start(_ *measure.Setup, known measure.Known) (measure.Summary, error) {
	all, ok := known.Judged.(*judged)
	if !ok {
		return nil, measure.Cannot("", "no rows are known that several judges scored, or one more than once")
	}
	return &panels{all}, nil
}

// panels reports of the rows that were judged: the data are but those that were kept.
type panels struct{ all *judged }

func (p *panels) Add(*measure.Row)            {}
func (p *panels) Merge(measure.Summary) error { return nil }

func (p *panels) Report(ctx context.Context) ([]measure.Finding, error) { return p.all.report(ctx) }

// given is one judge's value of one criterion for a row.
type given struct {
	question, judge uint16
	value           int32 // from 0: the place on the scale or among the choices, or no and yes
}

// again is how many repeats gave the value of a given: it stands in an entry of its own,
// whose question has this bit.
const again = 1 << 15

// question is one criterion of one panel.
type question struct {
	panel     *measure.Panel
	criterion *seedbed.Criterion
	judges    []judgeCounts
	rows      int64 // with values of two judges or more
	same      int64 // of them, those with one value
	apart     measure.Top
}

// judgeCounts are the rows of one judge.
type judgeCounts struct{ scored, without int64 }

// judged is the summary of all rows that judges scored.
type judged struct {
	setup     *measure.Setup
	questions []*question
	sample    *measure.Sample[[]given]
	row       []given // of the row under way
	values    []any   // their values, as they are told
}

// mostQuestions bounds what is looked at, far above what recipes have.
const mostQuestions = 1 << 12

func newJudged(s *measure.Setup) *judged {
	out := &judged{setup: s, sample: measure.NewSample[[]given](mostJudged, s.Seed)}
	for i := range s.Panels {
		p := &s.Panels[i]
		for k := range p.Criteria {
			if len(out.questions) < mostQuestions {
				out.questions = append(out.questions, &question{panel: p, criterion: &p.Criteria[k], judges: make([]judgeCounts, len(p.Judges))})
			}
		}
	}
	return out
}

func (j *judged) Add(r *measure.Row) {
	if len(r.Scores) == 0 {
		return
	}
	j.row = j.row[:0]
	for q, of := range j.questions {
		from := len(j.row)
		j.values = j.values[:0]
		for i := range r.Scores {
			j.score(q, &r.Scores[i])
		}
		of.look(r, j.row[from:], j.values)
	}
	if len(j.row) > 0 {
		j.sample.Offer(r.N, func() []given { return slices.Clone(j.row) })
	}
}

// score takes in a score, if it is one of a question's judges.
func (j *judged) score(q int, s *seedbed.Score) {
	of := j.questions[q]
	if s.Stage != of.panel.Stage || s.Criterion != of.criterion.Name {
		return
	}
	judge := slices.Index(of.panel.Judges, s.Judge)
	if judge < 0 { // the whole panel
		return
	}
	if slices.ContainsFunc(j.row, func(g given) bool { return g.question == uint16(q) && g.judge == uint16(judge) }) {
		return // a judge has one score for a criterion
	}
	value, ok := valueIn(of.criterion, s.Value)
	if s.Status != seedbed.Scored || !ok {
		of.judges[judge].without++
		return
	}
	of.judges[judge].scored++
	j.row = append(j.row, given{uint16(q), uint16(judge), value})
	j.values = append(j.values, s.Value)
	if c := s.Confidence; c != nil && c.Repeats != nil && of.panel.Repeats > 1 {
		times := math.Round(*c.Repeats * float64(of.panel.Repeats))
		j.row = append(j.row, given{uint16(q) | again, uint16(judge), int32(min(max(times, 0), float64(of.panel.Repeats)))})
		j.values = append(j.values, nil)
	}
}

// valueIn returns a value as a place among those that a criterion allows. Rankings have
// none that says more than whether two are the same: all are 0.
func valueIn(c *seedbed.Criterion, v any) (int32, bool) {
	switch v := v.(type) {
	case int64:
		return int32(v - int64(c.Min)), c.Kind == seedbed.Scale && v >= int64(c.Min) && v <= int64(c.Max)
	case bool:
		if v {
			return 1, c.Kind == seedbed.YesNo
		}
		return 0, c.Kind == seedbed.YesNo
	case string:
		if c.Kind == seedbed.Ranking {
			return 0, v != ""
		}
		at := slices.Index(c.Choices, v)
		return int32(at), c.Kind == seedbed.Choice && at >= 0
	}
	return 0, false
}

// look compares what the judges gave to one row.
func (q *question) look(r *measure.Row, all []given, values []any) {
	pairs, n := 0, 0
	apart := 0.
	for i := range all {
		if all[i].question&again != 0 {
			continue
		}
		n++
		for k := range all[:i] {
			if all[k].question&again == 0 {
				pairs++
				apart += q.between(&all[i], &all[k], values[i], values[k])
			}
		}
	}
	if n < 2 {
		return
	}
	q.rows++
	if apart == 0 {
		q.same++
		return
	}
	if apart /= float64(pairs); q.apart.Wants(apart, r.N) {
		q.apart.Offer(apart, measure.Evidence{Note: q.note(all, values), Rows: []measure.RowRef{measure.Ref(r)}})
	}
}

// between is how far two judges are apart, from 0 to 1.
func (q *question) between(a, b *given, x, y any) float64 {
	if c := q.criterion; c.Kind == seedbed.Scale && c.Max > c.Min {
		return math.Abs(float64(a.value-b.value)) / float64(c.Max-c.Min)
	}
	if x == y {
		return 0
	}
	return 1
}

func (j *judged) Merge(o measure.Summary) error {
	other := o.(*judged)
	for i, q := range j.questions {
		p := other.questions[i]
		q.rows, q.same = q.rows+p.rows, q.same+p.same
		for k := range q.judges {
			q.judges[k].scored += p.judges[k].scored
			q.judges[k].without += p.judges[k].without
		}
		q.apart.Merge(&p.apart)
	}
	j.sample.Merge(other.sample)
	return nil
}
