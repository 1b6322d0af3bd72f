package people

import (
	"fmt"
	"math"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// precision says of a judge that says yes or no what its yes is worth.
func (h *held) precision() []measure.Finding {
	if h.form != ofYesNo {
		return nil
	}
	f := h.finding("judges.precision", measure.Share)
	j := stats.Judged(confusion(h.judge, h.truth), h.setup.Level)
	f.Estimate = j.Precision
	omission := j.Omission
	if !h.equal {
		f.Estimate, omission = h.weightedShare(true), h.weightedShare(false)
	}
	f.Says = fmt.Sprintf("of rows that %s calls %s, %s are by people's answers; of the others, %s are too", h.name(), h.what(), prose.Share(f.Estimate), prose.Share(omission))
	if !f.Estimate.Defined() {
		f.Says = fmt.Sprintf("what it is worth when %s says %s cannot be told: %s", h.name(), h.what(), f.Estimate.Undefined)
	}
	t := measure.Table{Title: "How it does against people", Columns: []string{"", "share"}}
	for _, line := range []struct {
		name string
		e    stats.Estimate
	}{
		{"of good rows, it finds (sensitivity)", j.Sensitivity},
		{"of bad rows, it finds (specificity)", j.Specificity},
		{"of what it calls good, is good (precision)", f.Estimate},
		{"of what it calls bad, is good", omission},
		{"right (accuracy)", j.Accuracy},
		{"right by always giving the commoner answer", j.Majority},
	} {
		t.Rows = append(t.Rows, []string{line.name, prose.Share(line.e)})
	}
	f.Tables = []measure.Table{t}
	return []measure.Finding{f}
}

// weightedShare is the share of good rows among those that the judge calls good, or
// bad, weighted.
func (h *held) weightedShare(good bool) stats.Estimate {
	var drawn []stats.Drawn
	for i, r := range h.rows {
		if h.judge[i] >= .5 == good {
			drawn = append(drawn, stats.Drawn{Value: h.truth[i], Inclusion: r.share})
		}
	}
	return stats.WeightedSample(drawn, 0, h.setup.Level).Hajek
}

// confidences says what the judge's confidence is worth, each way for itself.
func (h *held) confidences() []measure.Finding {
	var out []measure.Finding
	if h.chances {
		var score, truth []float64
		for i, t := range h.truth {
			if t != .5 {
				score, truth = append(score, h.judge[i]), append(truth, t)
			}
		}
		out = append(out, h.calibration("its score", "people's share of "+h.what(), score, truth)...)
	}
	for way := range ways {
		var sure, right []float64
		for _, r := range h.rows {
			people := h.category(r.counting())
			if people < 0 || math.IsNaN(r.sure[way]) {
				continue
			}
			is := 0.
			if h.place(r.judge) == people {
				is = 1
			}
			sure, right = append(sure, r.sure[way]), append(right, is)
		}
		out = append(out, h.calibration("its confidence by "+wayNames[way], "how often it is right", sure, right)...)
	}
	return out
}

// calibration compares probabilities with what came true.
func (h *held) calibration(of, with string, score, truth []float64) []measure.Finding {
	if len(score) < fewestRated {
		return nil
	}
	c := stats.Calibrate(score, truth, stats.CalibrationOptions{Level: h.setup.Level, Seed: h.setup.Seed})
	f := h.finding("judges.confidence", measure.Ratio)
	f.Of += ", " + of
	if c.Why != "" {
		f.Estimate = stats.Undefined("%s", c.Why)
		f.Says = fmt.Sprintf("what %s of %s is worth cannot be told: %s", of, h.name(), c.Why)
		return []measure.Finding{f}
	}
	f.Estimate = c.Err.ECE
	f.Compared = fmt.Sprintf("what an exact one would show with as few rows: %s", prose.Decimal(c.Err.Perfect))
	f.Says = fmt.Sprintf("for %s, %s is %s away from %s on average over %s; an exact one would show %s with as few",
		h.name(), of, prose.Decimal(c.Err.ECE.Value), with, prose.Rows(len(score)), prose.Decimal(c.Err.Perfect))
	if c.Err.P < .01 && c.Err.Debiased > .05 {
		f.Severity = measure.Notable
		f.Says += ": it is not to be read as a probability"
	}
	f.Plots = []measure.Plot{reliability(c, of, with)}
	return []measure.Finding{f}
}

// reliability is the reliability diagram.
func reliability(c stats.Calibration, of, with string) measure.Plot {
	seen := measure.Curve{Name: with}
	for i := range c.Bins {
		b := &c.Bins[i]
		if b.Rows == 0 {
			continue
		}
		low, high := b.Share.Value, b.Share.Value
		if b.Share.Interval != nil {
			low, high = b.Share.Interval.Low, b.Share.Interval.High
		}
		seen.X, seen.Y = append(seen.X, b.Score), append(seen.Y, b.Share.Value)
		seen.Low, seen.High = append(seen.Low, low), append(seen.High, high)
	}
	exact := measure.Curve{Name: "exact", X: []float64{0, 1}, Y: []float64{0, 1}}
	return measure.Plot{Title: "Reliability", XLabel: of, YLabel: with, Curves: []measure.Curve{seen, exact}}
}

// threshold proposes the lowest score from which on the wanted share is good.
func (h *held) threshold() []measure.Finding {
	score, truth, low, high, what := h.scores()
	if len(score) == 0 {
		return nil
	}
	t := stats.ThresholdFor(score, truth, h.options.precision, low, high, h.setup.Level)
	f := h.finding("judges.threshold", measure.Ratio)
	f.Estimate = t.Threshold
	from := "from %s on"
	if h.options.op == '<' && h.form == ofScale {
		from = "up to %s"
		if f.Estimate.Defined() {
			f.Estimate.Value = -f.Estimate.Value
		}
	}
	f.Compared = "a precision of " + prose.Percent(h.options.precision)
	of := what + " of " + h.name()
	if h.judging.judge == "" && (h.chances || h.form == ofScale) { // a column is the score itself
		of = h.name()
	}
	if !f.Estimate.Defined() {
		f.Says = fmt.Sprintf("no threshold can be proposed for %s: %s", of, f.Estimate.Undefined)
		return []measure.Finding{f}
	}
	f.Says = fmt.Sprintf("with %s confidence, at least %s of rows are good where %s is "+from+": %s of %s that people rated, %s of all",
		prose.Percent(t.Level), prose.Percent(t.Precision), of, prose.Decimal(f.Estimate.Value), prose.Count(t.Good), prose.Rows(t.Rows), prose.Share(t.Kept))
	return []measure.Finding{f}
}

// scores are what a threshold can be put on: probabilities of a good row, or a scale of
// which it was said what is good.
func (h *held) scores() (score, truth []float64, low, high float64, what string) {
	switch {
	case h.form == ofScale && h.options.op != 0 && h.low < h.high:
		low, high, what = h.low, h.high, "the score"
		sign := 1.
		if h.options.op == '<' {
			sign, low, high = -1, -h.high, -h.low
		}
		for i := range h.rows {
			is := 0.
			if h.options.isGood(h.truth[i]) {
				is = 1
			}
			score, truth = append(score, sign*h.judge[i]), append(truth, is)
		}
		return score, truth, low, high, what
	case h.form != ofYesNo:
		return nil, nil, 0, 0, ""
	}
	way := h.way()
	for i, r := range h.rows {
		p := h.judge[i]
		if !h.chances {
			if way < 0 || math.IsNaN(r.sure[way]) {
				continue
			}
			if p = r.sure[way]; h.judge[i] < .5 {
				p = 1 - p
			}
		}
		if h.truth[i] != .5 {
			score, truth = append(score, p), append(truth, h.truth[i])
		}
	}
	return score, truth, 0, 1, "the probability of " + h.what()
}

// way is the first way in which the judge's confidence was had of enough rows; −1: none.
func (h *held) way() int {
	for way := range ways {
		n := 0
		for _, r := range h.rows {
			if !math.IsNaN(r.sure[way]) {
				n++
			}
		}
		if n >= fewestRated {
			return way
		}
	}
	return -1
}
