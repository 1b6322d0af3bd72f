package people

import (
	"fmt"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// held is a judge held against people: its rated rows, and how they are read.
type held struct {
	*judging
	setup   *measure.Setup
	options options
	reading
	rows  []*rated
	judge []float64 // of each row
	truth []float64 // what people came to: 1, 0 or .5, of a scale the mean
	equal bool      // all rows were drawn with the same probability
}

// hold reads a judge's rated rows. Without enough of them, or where they cannot be read,
// it returns nil and why: "" where there are too few.
func (s *judgings) hold(j *judging) (*held, string) {
	if j.all.over {
		return nil, fmt.Sprintf("its scores have more than %s values; round them", prose.Count(mostAnswers))
	}
	_, rows := j.labels.Rows()
	if len(rows) < fewestRated {
		return nil, ""
	}
	h := &held{judging: j, setup: s.setup, options: s.options, rows: rows, equal: true}
	var answered counts
	for _, r := range rows {
		h.equal = h.equal && r.share == rows[0].share
		for _, p := range r.people {
			answered.add(p.answer, 1)
		}
	}
	if answered.over {
		return nil, "people's answers are texts, and not one of a few"
	}
	var why string
	if h.reading, why = readingOf(answered.sorted(), j.all.sorted(), s.options.good); why != "" {
		return nil, why
	}
	return h, ""
}

// report says what there is to say of one judge by one criterion.
func (s *judgings) report(j *judging) []measure.Finding {
	h, why := s.hold(j)
	if h == nil {
		return []measure.Finding{s.uncalibrated(j, why)}
	}
	out := []measure.Finding{h.agreement(), h.amongPeople()}
	for _, one := range h.eachReading() {
		out = append(out, one.rates()...)
	}
	if h.form != ofChoices {
		out = append(out, h.biases()...)
		out = append(out, h.precision()...)
	}
	out = append(out, h.confidences()...)
	return append(out, h.threshold()...)
}

// number reads the rows as numbers.
func (h *held) number() {
	h.judge, h.truth = make([]float64, len(h.rows)), make([]float64, len(h.rows))
	for i, r := range h.rows {
		h.judge[i], h.truth[i] = h.value(r.judge), h.verdict(r)
	}
}

// eachReading gives the rows as numbers: once, or of choices once for each, as if it were
// good and all others not.
func (h *held) eachReading() []*held {
	if h.form != ofChoices {
		h.number()
		return []*held{h}
	}
	var out []*held
	for _, c := range h.values[:min(len(h.values), mostChoicesShown)] {
		one := *h
		one.reading = reading{form: ofYesNo, good: c, values: h.values}
		one.number()
		out = append(out, &one)
	}
	return out
}

// mostChoicesShown is of how many choices the rates are told.
const mostChoicesShown = 12

// uncalibrated says that nobody can know how far a judge's scores can be trusted.
func (s *judgings) uncalibrated(j *judging, why string) measure.Finding {
	rated := j.labels.Seen()
	f := measure.Finding{
		Figure: "judges.uncalibrated", Severity: measure.Notable, Unit: measure.Count, Census: true, Of: j.name(),
		Estimate: stats.Exact(float64(j.all.n), int(j.all.n)),
		Caveat:   "Its scores say what a model answered, not what people would.",
	}
	f.Says = fmt.Sprintf("%s is uncalibrated: ", j.name())
	switch {
	case why != "":
		f.Says += fmt.Sprintf("it scored %s, people rated %s, and they cannot be compared: %s", prose.Rows(j.all.n), prose.Rows(rated), why)
	case rated > 0:
		f.Says += fmt.Sprintf("it scored %s, and people rated %s of them that were drawn; %d are the least", prose.Rows(j.all.n), prose.Count(rated), fewestRated)
	case j.chosen > 0:
		f.Says += fmt.Sprintf("it scored %s, and the %s that people rated were chosen for what they are, and not drawn", prose.Rows(j.all.n), prose.Count(j.chosen))
	default:
		f.Says += fmt.Sprintf("it scored %s, and nobody rated one of them by this criterion", prose.Rows(j.all.n))
	}
	f.Evidence = j.far.Evidence()
	return f
}

// name is who judged what, for people: "grader on helpful"; with the stage where the
// same judge judged it twice.
func (j *judging) name() string {
	switch {
	case j.judge == "":
		return "the score " + prose.Quoted(j.criterion)
	case j.stage == "" || !j.twice:
		return prose.Shown(j.judge) + " on " + prose.Shown(j.criterion)
	}
	return fmt.Sprintf("%s on %s (%s)", prose.Shown(j.judge), prose.Shown(j.criterion), prose.Shown(j.stage))
}

// finding is one with what all of a judge have in common.
func (h *held) finding(figure string, unit measure.Unit) measure.Finding {
	caveat := "People are held to be right; it holds for this judge, prompt and rubric, and for rows like these."
	if !h.equal && figure != "judges.rate" && figure != "judges.mean" {
		caveat += " Rows were drawn with unequal probabilities: this is of the rows that people saw."
	}
	if h.chosen > 0 {
		caveat += fmt.Sprintf(" %s that people rated because of what they are: left out.", prose.Rows(h.chosen))
	}
	if h.unscored > 0 {
		caveat += fmt.Sprintf(" %s without a score of the judge: left out.", prose.Rows(h.unscored))
	}
	return measure.Finding{Figure: figure, Severity: measure.Plain, Unit: unit, Of: h.name(), Caveat: caveat}
}

// what is the good answer, for a sentence: `"yes"`.
func (h *held) what() string { return prose.Quoted(h.good.String()) }

// votesShown counts answers: "yes 2, no 1".
func votesShown(all []answer) string {
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, answer.compare)
	var out []string
	for i := 0; i < len(sorted); {
		k := i
		for k < len(sorted) && sorted[k] == sorted[i] {
			k++
		}
		part := prose.Shown(sorted[i].String())
		if k-i > 1 || len(sorted) > 1 {
			part += fmt.Sprintf(" ×%d", k-i)
		}
		out = append(out, part)
		i = k
	}
	return prose.List(out, 8)
}
