package adherence

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// leakage is the measure of answers that texts give away.
type leakage struct{}

func (leakage) Info() measure.Info {
	return measure.Info{
		Name: "leakage", Family: family, Title: "Answers given away",
		Says: "In how many rows the text gives away the answer that it must not: numbers as numbers (1,000 is $1000.00; 180 is not 18), other answers as whole words, whatever their case and punctuation; of an answer with ####, what follows it. Beside it, how often that would happen by chance: how many texts hold the answer of another row that differs from their own; and what is beyond chance, by label and ingredient too. " +
			"A finding is serious where five rows or more give it away and the lower end of the interval of what is beyond chance is 1 % or more; notable where it is above 0.",
		Cannot: "An answer in other words (\"eighteen\", \"half of 36\") is not found, nor one that the reader has only to add up. A short answer, such as 2 or yes, is often in a text by chance: look at what is beyond chance. Answers of more than 64 words are not looked for.",
		Formula: "Leakage: k of n rows with both. Chance: of 2,000 rows at random, the share of pairs of a text with the answers of five other rows, at distances of a fifth of the sample, that hold it, where the answers differ. " +
			"Beyond chance: the difference of both shares, not below 0, with the score interval of Miettinen and Nurminen (1985), the pairs counted as so many rows.",
		Use:   "With --answer, on hints, questions and exercises that must not hold their solution. Not where text and answer are meant to agree.",
		Cost:  "One pass; keeps a random sample of 2,000 rows, 20 pieces of evidence, and counts by label, group and ingredient.",
		Needs: []measure.Need{measure.NeedText, measure.NeedAnswer},
		Figures: []measure.Figure{
			{Name: "leakage", Unit: measure.Share, Says: "rows whose text holds their answer"},
			{Name: "leakage.chance", Unit: measure.Share, Says: "rows whose text would hold it by chance"},
			{Name: "leakage.excess", Unit: measure.Share, Says: "rows whose text holds it beyond chance"},
		},
	}
}

// Bounds on what is compared for chance.
const (
	chanceRows   = 2000
	chanceShifts = 5
	chanceBytes  = 8 << 10 // of a text
)

func (leakage) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	if s.Columns.Answer == s.Columns.Text {
		return nil, measure.Cannot("", "text and answer are the same column")
	}
	return &leaking{setup: s, sample: measure.NewSample[pair](chanceRows, s.Seed), where: newPlaces(s), cues: hashSet(cues)}, nil
}

// pair is a text with its answer.
type pair struct{ text, answer string }

type leaking struct {
	setup      *measure.Setup
	rows       int64 // with a text and an answer
	unanswered int64
	leaks      int64
	sample     *measure.Sample[pair]
	top        measure.Top
	where      *places
	cues       map[uint64]bool
	answer     answer
}

func (s *leaking) Add(r *measure.Row) {
	if s.answer.read(r.Answer); s.answer.none() || r.Text == "" {
		s.unanswered++
		return
	}
	s.rows++
	s.sample.Offer(r.N, func() pair {
		return pair{bounded(r.Text, chanceBytes), bounded(r.Answer, chanceBytes)}
	})
	span, leaks := s.answer.in(r.Text, r.Tokens)
	s.where.add(r, leaks, false)
	if !leaks {
		return
	}
	r.Flag("answer")
	s.leaks++
	weight := float64(s.answer.size())
	if announced(r.Tokens, span.From, s.cues) {
		weight += 50
	}
	if s.top.Wants(weight, r.N) {
		s.top.Offer(weight, measure.Evidence{
			Note: "holds its answer, " + prose.Quoted(r.Text[span.From:span.To]),
			Rows: []measure.RowRef{measure.Ref(r, span)},
		})
	}
}

// bounded is a text of at most so many bytes, of its own memory where it was cut.
func bounded(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.Clone(s[:most])
}

func (s *leaking) Merge(o measure.Summary) error {
	other := o.(*leaking)
	s.rows += other.rows
	s.unanswered += other.unanswered
	s.leaks += other.leaks
	s.sample.Merge(other.sample)
	s.top.Merge(&other.top)
	s.where.merge(other.where)
	return nil
}

// chance returns how many of how many pairs of a text and another row's answer, that
// differs from its own, hold it; as many rows as were paired at all.
func (s *leaking) chance() (holds, pairs, paired int) {
	_, rows := s.sample.Rows()
	answers := make([]answer, len(rows))
	for i := range rows {
		answers[i].read(rows[i].answer)
	}
	for i := range rows {
		tokens := measure.NewTokens(rows[i].text)
		some := false
		for shift := 1; shift <= min(chanceShifts, len(rows)-1); shift++ {
			other := &answers[(i+max(1, len(rows)*shift/(chanceShifts+1)))%len(rows)]
			if string(other.number) == string(answers[i].number) && slices.Equal(other.words, answers[i].words) {
				continue
			}
			pairs, some = pairs+1, true
			if _, ok := other.in(rows[i].text, tokens); ok {
				holds++
			}
		}
		if some {
			paired++
		}
	}
	return holds, pairs, paired
}

func (s *leaking) Report(context.Context) ([]measure.Finding, error) {
	if s.rows == 0 {
		return nil, measure.Cannot("", "no row has both a text and an answer that can be looked for")
	}
	main := measure.Finding{
		Figure: "leakage", Unit: measure.Share, Severity: measure.Plain, Census: true,
		Estimate: s.setup.Share(int(s.leaks), int(s.rows)), Evidence: s.top.Evidence(),
		Caveat: "An answer in other words, or one that has only to be added up, is not found.",
	}
	if s.unanswered > 0 {
		main.Caveat += fmt.Sprintf(" %s without an answer that can be looked for are left out.", prose.Rows(s.unanswered))
	}
	main.Says = fmt.Sprintf("%s of %s give their answer away", prose.Share(main.Estimate), prose.Rows(s.rows))
	if s.leaks == 0 {
		main.Says = fmt.Sprintf("none of %s gives its answer away", prose.Rows(s.rows))
	}
	chance, excess := s.beyond()
	if chance.Estimate.Defined() {
		main.Says += fmt.Sprintf("; by chance it would be %s", prose.Percent(chance.Estimate.Value))
		main.Compared = "texts paired with the answers of other rows"
	}
	if e := &excess.Estimate; e.Defined() && e.Interval != nil && s.leaks >= 5 {
		switch {
		case e.Interval.Low >= .01:
			main.Severity = measure.Serious
		case e.Interval.Low > 0:
			main.Severity = measure.Notable
		}
	} else if s.leaks >= 5 && !chance.Estimate.Defined() {
		main.Severity = measure.Notable
	}
	addPlaces(&main, s.where.compare(s.rows, s.leaks, false), s.setup.Level, "Where answers are given away")
	return []measure.Finding{main, chance, excess}, nil
}

// beyond is what would leak by chance, and what does beyond that.
func (s *leaking) beyond() (chance, excess measure.Finding) {
	holds, pairs, paired := s.chance()
	chance = measure.Finding{
		Figure: "leakage.chance", Unit: measure.Share, Severity: measure.Plain,
		Caveat: "Answers of other rows may be likelier, or less likely, in a text than a wrong answer of its own.",
	}
	excess = measure.Finding{
		Figure: "leakage.excess", Unit: measure.Share, Severity: measure.Plain, Compared: "texts paired with the answers of other rows",
		Caveat: "What chance gives is an estimate too.",
	}
	if paired < fewestThere {
		chance.Estimate = stats.Undefined("there are fewer than %d rows with answers that differ from others'", fewestThere)
		excess.Estimate = chance.Estimate
		chance.Says = "it is not known how often a text holds an answer by chance: " + chance.Estimate.Undefined
		excess.Says = "it is not known how many rows give their answer away beyond chance: " + chance.Estimate.Undefined
		return chance, excess
	}
	// Pairs of one row go together: they count as one row.
	k := int(math.Round(float64(holds) * float64(paired) / float64(pairs)))
	chance.Estimate = s.setup.Share(k, paired)
	chance.Says = fmt.Sprintf("%s of %s hold the answer of another row", prose.Share(chance.Estimate), prose.Rows(paired))
	e := stats.ShareDifference(int(s.leaks), int(s.rows), k, paired, s.setup.Level)
	e.Value = math.Max(0, e.Value)
	if e.Interval != nil {
		e.Interval.Low, e.Interval.High = math.Max(0, e.Interval.Low), math.Max(0, e.Interval.High)
	}
	excess.Estimate = e
	excess.Says = fmt.Sprintf("%s of %s give their answer away beyond what chance gives", prose.Share(e), prose.Rows(s.rows))
	return chance, excess
}
