package people

import (
	"context"
	"iter"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/stats"
)

// Standing is how a judge stands against people by one criterion, for wherever its scores
// are shown: a score of a judge that is not calibrated is marked uncalibrated, and a rate
// by a judge alone has the corrected one beside it.
type Standing struct {
	Criterion string `json:"criterion"`
	Stage     string `json:"stage,omitempty"`
	Judge     string `json:"judge,omitempty"`
	Scored    int64  `json:"scored"` // rows
	Rated     int64  `json:"rated"`  // of them by people, in a drawn sample
	// Calibrated says that enough rows hold the judge against people; Why says why not,
	// where there is more to say than that they are too few.
	Calibrated bool           `json:"calibrated"`
	Why        string         `json:"why,omitempty"`
	Agreement  stats.Estimate `json:"agreement"` // κ; undefined where not calibrated
	Rates      []Rate         `json:"rates,omitempty"`
}

// Rate is how often an answer is given, or the mean of a scale.
type Rate struct {
	Answer    string         `json:"answer,omitempty"` // "yes", one of the choices; "": the mean of a scale
	Raw       stats.Estimate `json:"raw"`              // by the judge alone
	Corrected stats.Estimate `json:"corrected"`        // by people's answers and the judge's together
}

// Standings holds every judge of rows against the votes that rows carry, in the order of
// criterion, stage and judge. It gives the same figures as the measure does. The error is
// that of reading, or a *measure.NotMeasured.
func Standings(ctx context.Context, rows iter.Seq2[seedbed.Record, error], s *measure.Setup) ([]Standing, error) {
	setup := *s
	if setup.Level == 0 {
		setup.Level = .95
	}
	sum, err := judges{}.Start(&setup, measure.Known{})
	if err != nil {
		return nil, err
	}
	all := sum.(*judgings)
	n := int64(0)
	for rec, err := range rows {
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		row, _ := measure.RowOf(&setup.Columns, measure.Data, n, &rec)
		all.Add(row)
		n++
	}
	if all.over {
		return nil, measure.Cannot("", "there are more than %d judges and criteria", mostJudges)
	}
	slices.SortFunc(all.judges, func(a, b *judging) int { return a.compare(b.judgeKey) })
	var out []Standing
	for _, j := range all.judges {
		if j.all.n > 0 {
			out = append(out, all.standing(j))
		}
	}
	return out, nil
}

func (s *judgings) standing(j *judging) Standing {
	out := Standing{Criterion: j.criterion, Stage: j.stage, Judge: j.judge, Scored: j.all.n, Rated: j.labels.Seen()}
	h, why := s.hold(j)
	if h == nil {
		out.Why, out.Agreement = why, stats.Undefined("the judge was not compared with people")
		return out
	}
	out.Calibrated, out.Agreement = true, h.agreement().Estimate
	for _, one := range h.eachReading() {
		c := one.corrected()
		r := Rate{Raw: c.raw, Corrected: c.rate}
		if one.form == ofYesNo {
			r.Answer = one.good.String()
		}
		out.Rates = append(out.Rates, r)
	}
	return out
}

// Calibrated returns κ of a judge with people by what was measured, for whoever shows its
// score; ok is false where the judge is uncalibrated, or was not measured. r may be nil.
func Calibrated(r *measure.Result, criterion, stage, judge string) (kappa stats.Estimate, ok bool) {
	if r == nil {
		return kappa, false
	}
	j := judging{judgeKey: judgeKey{criterion, stage, judge}}
	names := []string{j.name()}
	j.twice = true
	names = append(names, j.name())
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Measure == (judges{}).Info().Name && f.Figure == "judges" && slices.Contains(names, f.Of) {
			return f.Estimate, f.Estimate.Defined()
		}
	}
	return kappa, false
}
