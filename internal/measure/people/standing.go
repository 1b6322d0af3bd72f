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
// are shown: Words says it beside a score, and Rate.Words beside a rate.
type Standing struct {
	Criterion string `json:"criterion"`
	Stage     string `json:"stage,omitempty"`
	Judge     string `json:"judge,omitempty"`
	Scored    int64  `json:"scored"` // rows
	Rated     int64  `json:"rated"`  // of them by people, in a drawn sample
	People    int    `json:"people"` // who rated them
	// Calibrated says that enough rows hold the judge against people; Why says why not,
	// where there is more to say than that they are too few. Wanting is a judge that was
	// compared, and does not go with people: see goodKappa.
	Calibrated bool           `json:"calibrated"`
	Wanting    bool           `json:"wanting,omitempty"`
	Why        string         `json:"why,omitempty"`
	Agreement  stats.Estimate `json:"agreement"` // κ; undefined where not calibrated
	Rates      []Rate         `json:"rates,omitempty"`
}

// Rate is how often an answer is given, or the mean of a scale.
type Rate struct {
	Answer    string         `json:"answer,omitempty"` // "yes", one of the choices; "": the mean of a scale
	Raw       stats.Estimate `json:"raw"`              // by the judge alone
	Corrected stats.Estimate `json:"corrected"`        // by people's answers and the judge's together; undefined where they were not compared
	People    int            `json:"people"`           // whose answers correct it
	Rows      int            `json:"rows"`             // that they rated
}

// Standings are those of all judges of some rows.
type Standings []Standing

// Hold holds every judge of rows against the votes that rows carry, in the order of
// criterion, stage and judge. It gives the same figures as the measure does. The error is
// that of reading, or a *measure.NotMeasured.
func Hold(ctx context.Context, rows iter.Seq2[seedbed.Record, error], s *measure.Setup) (Standings, error) {
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
	var out Standings
	for _, j := range all.judges {
		if j.all.n > 0 {
			out = append(out, all.standing(j))
		}
	}
	return out, nil
}

func (s *judgings) standing(j *judging) Standing {
	_, rows := j.labels.Rows()
	out := Standing{Criterion: j.criterion, Stage: j.stage, Judge: j.judge, Scored: j.all.n, Rated: j.labels.Seen(), People: whoRated(rows)}
	h, why := s.hold(j)
	if h == nil {
		out.Why, out.Agreement = why, stats.Undefined("the judge was not compared with people")
		out.Rates = s.alone(j)
		return out
	}
	out.Calibrated, out.Agreement = true, h.agreement().Estimate
	out.Wanting = wanting(&out.Agreement)
	for _, one := range h.eachReading() {
		c := one.corrected()
		r := Rate{Raw: c.raw, Corrected: c.rate, People: out.People, Rows: len(h.rows)}
		if one.form == ofYesNo {
			r.Answer = one.good.String()
		}
		out.Rates = append(out.Rates, r)
	}
	return out
}

// whoRated counts people.
func whoRated(rows []*rated) int {
	seen := map[string]bool{}
	for _, r := range rows {
		for i := range r.people {
			seen[r.people[i].person] = true
		}
	}
	return len(seen)
}

// wanting reports whether a judge does not go with people: its agreement with them may be
// chance, or is below goodKappa beyond doubt.
func wanting(kappa *stats.Estimate) bool {
	switch i := kappa.Interval; {
	case !kappa.Defined():
		return true
	case i != nil:
		return i.Low <= 0 || i.High < goodKappa
	}
	return kappa.Value < goodKappa
}

// alone are the rates of a judge that was not compared with people, which no rate
// corrects.
func (s *judgings) alone(j *judging) []Rate {
	said := j.all.sorted()
	if len(said) == 0 {
		return nil
	}
	read, why := readingOf(said, said, s.options.good)
	if why != "" {
		return nil
	}
	goods := []answer{{}}
	if read.form == ofChoices {
		goods = read.values[:min(len(read.values), mostChoicesShown)]
	}
	var out []Rate
	for _, good := range goods {
		one := read
		if read.form == ofChoices {
			one = reading{form: ofYesNo, good: good, values: read.values}
		}
		sum := 0.
		for _, a := range said {
			sum += one.value(a) * float64(j.all.m[a])
		}
		r := Rate{Raw: stats.Exact(sum/float64(j.all.n), int(j.all.n)), Corrected: stats.Undefined("the judge was not compared with people")}
		if one.form == ofYesNo {
			r.Answer = one.good.String()
		}
		out = append(out, r)
	}
	return out
}
