package people

import (
	"fmt"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

const (
	resamples   = 1000 // of the bootstraps
	goodKappa   = .6   // below, agreement is worth knowing ("moderate" of Landis and Koch 1977)
	mostHeat    = 12   // answers in a drawn confusion
	judgeRater  = 0    // numbers of raters in the comparison of the judge with people
	peopleRater = 1
)

// level is that of the answers, and the weights that go with it.
func (h *held) level() (stats.Level, stats.Weights) {
	if h.form == ofScale {
		return stats.LevelInterval, stats.QuadraticWeights
	}
	return stats.LevelNominal, stats.Unweighted
}

// numbers are the values of the categories, as agreement wants them.
func (h *held) numbers() []float64 {
	out := make([]float64, len(h.values))
	for i, a := range h.values {
		if out[i] = float64(i); h.form == ofScale {
			out[i] = a.num
		}
	}
	return out
}

// agreement compares the judge with what most people said.
func (h *held) agreement() measure.Finding {
	f := h.finding("judges", measure.Ratio)
	level, weights := h.level()
	var cells []stats.Rating
	tied, n := 0, 0
	table := make([][]float64, len(h.values))
	for i := range table {
		table[i] = make([]float64, len(h.values))
	}
	for _, r := range h.rows {
		people, judge := h.category(r.counting()), h.place(r.judge)
		if people < 0 || judge < 0 {
			tied++
			continue
		}
		cells = append(cells, stats.Rating{Item: n, Rater: judgeRater, Value: judge}, stats.Rating{Item: n, Rater: peopleRater, Value: people})
		table[people][judge]++
		n++
	}
	f.Estimate = stats.Undefined("no row has an answer that most people gave")
	shared := ""
	if ratings, err := stats.NewRatings(n, 2, h.numbers(), cells); err == nil && n > 0 {
		o := stats.AgreementOptions{Level: level, Weights: weights, Resampling: h.resampling()}
		if got, err := stats.Agreement(ratings, o); err == nil {
			f.Estimate = got.Cohen
			shared = prose.Share(got.Percent)
		}
	}
	f.Compared = "agreement by chance: κ = 0"
	f.Says = fmt.Sprintf("%s goes with people by κ = %s in %s", h.name(), prose.Figure(f.Estimate), prose.Rows(n))
	if shared != "" {
		f.Says += ", and gives the same answer in " + shared
	}
	if !f.Estimate.Defined() {
		f.Says = fmt.Sprintf("how far %s goes with people cannot be told: %s", h.name(), f.Estimate.Undefined)
	}
	if tied > 0 {
		f.Caveat += fmt.Sprintf(" %s on which people are tied: left out of confusion and κ.", prose.Rows(tied))
	}
	switch e := &f.Estimate; {
	case !e.Defined():
		f.Severity = measure.Notable
	case e.Interval != nil && e.Interval.Low <= 0:
		f.Severity = measure.Serious
		f.Says += "; that may be chance"
	case e.Value < goodKappa:
		f.Severity = measure.Notable
	}
	f.Evidence = h.far.Evidence()
	f.Plots = append(h.confusionPlot(table), h.byScore()...)
	return f
}

func (h *held) resampling() stats.Resampling {
	return stats.Resampling{Resamples: resamples, Confidence: h.setup.Level, Seed: h.setup.Seed}
}

// confusionPlot is the confusion as a heat map, where there are few answers.
func (h *held) confusionPlot(table [][]float64) []measure.Plot {
	if len(h.values) < 2 || len(h.values) > mostHeat {
		return nil
	}
	heat := &measure.Heat{RowName: "people", ColumnName: "judge", Cells: table}
	for _, a := range h.values {
		heat.Rows = append(heat.Rows, prose.Shown(a.String()))
	}
	heat.Columns = heat.Rows
	return []measure.Plot{{Title: "What people and judge said, in rows", Heat: heat}}
}

// byScore draws people's mean by the score of the judge, on a scale.
func (h *held) byScore() []measure.Plot {
	if h.form != ofScale {
		return nil
	}
	p := measure.Plot{Title: "People's mean by the judge's score", XLabel: "mean of what people said"}
	for i, v := range h.values {
		var all []float64
		for _, r := range h.rows {
			if h.place(r.judge) == i {
				all = append(all, h.verdict(r))
			}
		}
		if len(all) == 0 || len(p.Dots) == mostDots {
			continue
		}
		e := stats.Mean(all, h.setup.Level)
		p.Dots = append(p.Dots, dot("judge "+v.String(), e, prose.Rows(len(all))))
	}
	if len(p.Dots) < 2 {
		return nil
	}
	return []measure.Plot{p}
}

// mostDots is how many lines a plot of dots has.
const mostDots = 30

func dot(label string, e stats.Estimate, note string) measure.Dot {
	d := measure.Dot{Label: prose.Shown(label), Value: e.Value, Note: note}
	if e.Interval != nil {
		low, high := e.Interval.Low, e.Interval.High
		d.Low, d.High = &low, &high
	}
	return d
}

// amongPeople says how far people agree with one another: what no judge can exceed.
func (h *held) amongPeople() measure.Finding {
	f := h.finding("judges.people", measure.Ratio)
	number := map[string]int{}
	var people, both []stats.Rating
	for i, r := range h.rows {
		for _, p := range r.people {
			if p.settled {
				continue
			}
			at, known := number[p.person]
			if !known {
				at = len(number)
				number[p.person] = at
			}
			if v := h.place(p.answer); v >= 0 {
				people = append(people, stats.Rating{Item: i, Rater: at, Value: v})
			}
		}
	}
	both = append(both, people...)
	for i, r := range h.rows {
		if v := h.place(r.judge); v >= 0 {
			both = append(both, stats.Rating{Item: i, Rater: len(number), Value: v})
		}
	}
	level, _ := h.level()
	alpha := func(raters int, cells []stats.Rating) stats.Estimate {
		ratings, err := stats.NewRatings(len(h.rows), raters, h.numbers(), cells)
		if err != nil {
			return stats.Undefined("%s", err)
		}
		return stats.KrippendorffAlpha(ratings, level, h.resampling())
	}
	f.Estimate = alpha(len(number), people)
	with := alpha(len(number)+1, both)
	f.Compared = "agreement by chance: α = 0"
	f.Caveat = "Where people disagree among themselves, no judge can agree with them better than they do."
	f.Says = fmt.Sprintf("on %s, %s agree among themselves by α = %s; with the judge as one more rater, α = %s",
		prose.Shown(h.criterion), prose.Plural(len(number), "person", "people"), prose.Figure(f.Estimate), prose.Figure(with))
	if !f.Estimate.Defined() {
		f.Says = fmt.Sprintf("how far people agree on %s cannot be told: %s", prose.Shown(h.criterion), f.Estimate.Undefined)
	}
	return f
}
