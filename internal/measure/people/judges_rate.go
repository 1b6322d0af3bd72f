package people

import (
	"fmt"
	"math"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// corrected is a rate or a mean over all rows that a judge scored.
type corrected struct {
	raw    stats.Estimate // by the judge alone: counted, not estimated
	rate   stats.Estimate // by people's answers and the judge's scores together
	labels stats.Estimate // by people's answers alone
	ppi    stats.PPI
	rogan  stats.Estimate // undefined where it does not apply
}

// correct computes them. judge and truth are of the rated rows; share, where it is not
// nil, the probabilities with which they were drawn. scores gives all scores of the
// judge with how often each was given, in an order of its own; all is their number.
func correct(judge, truth, share []float64, scores func(yield func(score float64, rows int64)), rated map[float64]int64, level float64) corrected {
	var all, rest stats.Pool
	ones, rows := 0, 0
	scores(func(score float64, n int64) {
		addMany(&all, score, n)
		taken := min(n, rated[score])
		rated[score] -= taken // a score may come in several spellings
		addMany(&rest, score, n-taken)
		rows += int(n - taken)
		if score == 1 {
			ones += int(n - taken)
		}
	})
	out := corrected{raw: stats.Exact(all.Mean(), all.N())}
	if share != nil {
		weights := make([]float64, len(share))
		for i, p := range share {
			weights[i] = 1 / p
		}
		// Weighted, the rated rows stand for all rows, and so does the pool.
		out.ppi = stats.PPISurvey([]stats.PPIStratum{{Truth: truth, Score: judge, Weight: weights, Pool: all}}, level)
		out.rate, out.labels = out.ppi.Estimate, out.ppi.Labels
		out.rogan = stats.Undefined("the rows that people saw were drawn with unequal probabilities")
		return out
	}
	if rest.N() == 0 { // people saw all rows
		out.labels = stats.Mean(truth, level)
		out.rate, out.rogan = out.labels, stats.Undefined("people saw all rows")
		return out
	}
	out.ppi = stats.PPIMean(truth, judge, &rest, level)
	out.rate, out.labels = out.ppi.Estimate, out.ppi.Labels
	out.rogan = stats.Undefined("the judge does not say yes or no")
	if _, binary := all.Ones(); binary {
		out.rogan = stats.RoganGladen(confusion(judge, truth), ones, rows, level)
	}
	return out
}

// addMany adds a score so many times.
func addMany(p *stats.Pool, score float64, n int64) {
	const block = 4096
	var same [block]float64
	for i := range min(n, block) {
		same[i] = score
	}
	for ; n > 0; n -= block {
		p.AddAll(same[:min(n, block)])
	}
}

// confusion counts the rows on which people are not tied.
func confusion(judge, truth []float64) stats.Confusion {
	var c stats.Confusion
	for i := range truth {
		if truth[i] != .5 {
			c.Add(truth[i] == 1, judge[i] >= .5)
		}
	}
	return c
}

// corrected computes the rate of a judge's rows.
func (h *held) corrected() corrected {
	rated := map[float64]int64{}
	if h.labels.All() { // else the pool is all rows: those left out are few of many
		for _, j := range h.judge {
			rated[j]++
		}
	}
	var share []float64
	if !h.equal {
		for _, r := range h.rows {
			share = append(share, r.share)
		}
	}
	return correct(h.judge, h.truth, share, func(yield func(float64, int64)) {
		for _, a := range h.all.sorted() {
			yield(h.value(a), h.all.m[a])
		}
	}, rated, h.setup.Level)
}

// rates tells the judge's own rate beside the corrected one.
func (h *held) rates() []measure.Finding {
	c := h.corrected()
	rawFigure, figure, unit, show, of := "judges.raw", "judges.rate", measure.Share, prose.Share, h.what()+" is the answer in "
	alone := prose.Percent(c.raw.Value)
	if h.form == ofScale {
		rawFigure, figure, unit, show, of = "judges.raw-mean", "judges.mean", measure.Ratio, prose.Figure, "the mean is "
		alone = prose.Decimal(c.raw.Value)
	}
	f := h.finding(figure, unit)
	f.Estimate = c.rate
	f.Caveat = "It holds for rows like these, and takes people's answers as right."
	if len(h.rows) > 0 && h.equal {
		f.Caveat += " The rows that people rated are taken for a random sample of all."
	}
	for _, caveat := range c.rate.Caveats {
		f.Caveat += " " + sentence(caveat)
	}
	if h.chosen > 0 {
		f.Caveat += fmt.Sprintf(" %s that people rated because of what they are: left out.", prose.Rows(h.chosen))
	}
	f.Compared = "the judge alone: " + alone
	f.Says = fmt.Sprintf("by people's answers to %s and %s's to %s, %s%s; by the judge alone %s",
		prose.Rows(len(h.rows)), h.name(), prose.Count(h.all.n), of, show(c.rate), alone)
	if !c.rate.Defined() {
		f.Says = fmt.Sprintf("what people would say of the %s that %s scored cannot be told: %s; by the judge alone %s%s", prose.Rows(h.all.n), h.name(), c.rate.Undefined, of, alone)
	} else if i := c.rate.Interval; i != nil {
		apart := math.Max(i.Low-c.raw.Value, c.raw.Value-i.High)
		width := 1.
		if h.form == ofScale {
			width = h.high - h.low
		}
		switch {
		case apart > .1*width:
			f.Severity = measure.Serious
		case apart > 0:
			f.Severity = measure.Notable
		}
		if apart > 0 {
			f.Says += ", which is not what people say"
		}
	} else if c.rate.NoInterval != "" {
		f.Says += " (no interval: " + c.rate.NoInterval + ")"
	}
	f.Tables = []measure.Table{h.waysTable(&c, show)}
	raw := h.finding(rawFigure, unit)
	raw.Estimate, raw.Census = c.raw, true
	raw.Says = fmt.Sprintf("by %s alone, %s%s of %s; by people's answers too, %s", h.name(), of, alone, prose.Rows(h.all.n), show(c.rate))
	if h.form == ofScale {
		raw.Says = fmt.Sprintf("by %s alone, %s%s over %s; by people's answers too, %s", h.name(), of, alone, prose.Rows(h.all.n), show(c.rate))
	}
	raw.Compared = "by people's answers too: " + show(c.rate)
	return []measure.Finding{f, raw}
}

// waysTable sets the ways to the figure side by side.
func (h *held) waysTable(c *corrected, show func(stats.Estimate) string) measure.Table {
	t := measure.Table{Title: "The figure by each way", Columns: []string{"by", "figure", "rests on"}}
	line := func(by string, e stats.Estimate, on string) { t.Rows = append(t.Rows, []string{by, show(e), on}) }
	rated := "answers to " + prose.Rows(len(h.rows))
	line("people and judge (PPI++)", c.rate, rated+" and "+prose.Plural(h.all.n, "score", "scores"))
	line("people alone", c.labels, rated)
	if h.form == ofYesNo {
		line("judge, by how it errs (Rogan and Gladen)", c.rogan, rated+" and "+prose.Plural(h.all.n, "score", "scores"))
	}
	line("judge alone", c.raw, prose.Plural(h.all.n, "score", "scores"))
	if c.ppi.Worth > 0 {
		t.Rows = append(t.Rows, []string{"worth of the judge", prose.Decimal(c.ppi.Worth), "1: it adds nothing; 2: as if twice as many rows were rated"})
	}
	return t
}

// sentence makes a clause one.
func sentence(s string) string {
	if s == "" {
		return s
	}
	if s[0] >= 'a' && s[0] <= 'z' {
		s = string(s[0]-'a'+'A') + s[1:]
	}
	return s + "."
}
