package adherence

import (
	"context"
	"fmt"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// truncation is the measure of texts that stop in the middle.
type truncation struct{}

func (truncation) Info() measure.Info {
	return measure.Info{
		Name: "truncation", Family: family, Title: "Texts that stop in the middle",
		Says: "How many texts look cut off, as against how the rest of the data ends: in the middle of a sentence (no closing punctuation, where at least 70 % of the rows have it), on a comma or a word that wants another (\"and the\"), or inside of brackets, quotation marks, JSON or a code fence that nothing closes. And where: in which batch, model or other ingredient, in which run of neighbouring rows, at which common length. " +
			"A finding is serious where ten rows or more of a label, group, ingredient or run of rows are cut off, 1 % of all rows at least and 25 points more than of the others, with q < .001 (Benjamini and Hochberg over all values; for runs Bonferroni over all runs); or where ten rows or more end on a word or inside of something and the lower end of the interval is 2 %. It is notable where three rows are cut off and the lower end is .1 % or more.",
		Cannot:  "A text that was cut exactly after a sentence looks whole. A cut inside of a word is only seen as a missing end. Languages that end sentences without punctuation, titles, labels and verse end like that by right: where more than 30 % of the rows do, only commas, words that want another and what is left open count.",
		Formula: "k rows of n; interval as in package stats (mid-p, Lancaster 1961; Clopper and Pearson 1934 for small counts). Places: Fisher's exact test. Runs: the run with the largest sum of 1 − t for each row that is cut off and −t for each other (Kadane), t = r + .4 (1 − r) at the overall rate r; p by the binomial tail under the rate of all other rows, times the number of runs, n² ÷ 2.",
		Use:     "Always, on texts that a model wrote: a limit on tokens cuts texts off. Name the batch, the model or the limit with --by.",
		Cost:    "One pass over the last characters; keeps one bit a row, counts by length and by label, group and ingredient, and 20 rows of each kind.",
		Needs:   []measure.Need{measure.NeedText},
		Figures: []measure.Figure{
			{Name: "truncation", Unit: measure.Share, Says: "texts that look cut off"},
			{Name: "truncation.where", Unit: measure.Share, Says: "the same in one batch, model, other ingredient or run of rows"},
		},
	}
}

func (truncation) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	return &truncated{setup: s, where: newPlaces(s), wants: hashSet(wanting)}, nil
}

type truncated struct {
	setup   *measure.Setup
	wants   map[uint64]bool
	n       [endings]int64
	top     [endings]measure.Top
	where   *places
	cut     bits // rows that did not end
	strong  bits // of those, rows that are not merely open
	last    int64
	lengths [2]lengths // of rows that ended, of those that did not
}

func (s *truncated) Add(r *measure.Row) {
	s.last = max(s.last, r.N+1)
	words := r.Tokens.Words()
	if len(words) == 0 {
		return
	}
	end, span := endingOf(r.Text, r.Tokens, s.wants)
	s.n[end]++
	s.where.add(r, end != ended, end > open)
	if end == ended {
		s.lengths[0].add(len(words), 0)
		return
	}
	r.Flag(endingNames[end])
	s.lengths[1].add(len(words), len(r.Text))
	s.cut.set(r.N)
	if end > open {
		s.strong.set(r.N)
	}
	if top := &s.top[end]; top.Wants(float64(len(words)), r.N) {
		top.Offer(float64(len(words)), measure.Evidence{
			Note: "stops " + endingNames[end] + ": " + prose.Quoted(r.Text[span.From:span.To]), Rows: []measure.RowRef{measure.Ref(r, span)},
		})
	}
}

func (s *truncated) Merge(o measure.Summary) error {
	other := o.(*truncated)
	for i := range s.n {
		s.n[i] += other.n[i]
		s.top[i].Merge(&other.top[i])
	}
	s.where.merge(other.where)
	s.cut.merge(other.cut)
	s.strong.merge(other.strong)
	s.last = max(s.last, other.last)
	for i := range s.lengths {
		s.lengths[i].merge(&other.lengths[i])
	}
	return nil
}

// usuallyOpen is the share of rows without closing punctuation above which that is how
// the data ends.
const usuallyOpen = .3

func (s *truncated) Report(context.Context) ([]measure.Finding, error) {
	total := int64(0)
	for _, k := range s.n {
		total += k
	}
	if total == 0 {
		return nil, measure.Cannot("", "no row has words")
	}
	strong := s.n[dangling] + s.n[unclosed]
	cut, usual := strong+s.n[open], false
	if cut := float64(cut) / float64(total); cut > usuallyOpen && s.n[open] > strong {
		usual = true
	}
	bitmap := s.cut
	if usual {
		cut, bitmap = strong, s.strong
	}
	f := measure.Finding{
		Figure: "truncation", Unit: measure.Share, Severity: measure.Plain, Census: true,
		Estimate: s.setup.Share(int(cut), int(total)),
		Compared: fmt.Sprintf("the other rows, which end with closing punctuation, a link or a list (%s of %s)", prose.Percent(float64(s.n[ended])/float64(total)), prose.Rows(total)),
		Caveat:   "A text that was cut exactly after a sentence looks whole; a text without a full stop may be meant to have none.",
	}
	f.Says = fmt.Sprintf("%s of %s look cut off", prose.Share(f.Estimate), prose.Rows(total))
	if cut == 0 {
		f.Says = fmt.Sprintf("none of %s looks cut off", prose.Rows(total))
	}
	if usual {
		f.Compared = fmt.Sprintf("how this data ends: %s of %s end without closing punctuation, which is therefore no sign", prose.Percent(float64(s.n[open])/float64(total)), prose.Rows(total))
	}
	f.Severity = s.severity(f.Estimate, cut, strong, total)
	where := s.places(total, cut, usual)
	run := longestRun(bitmap, s.last, cut)
	if run.clear() {
		f.Says += fmt.Sprintf(", above all rows %s to %s: %s of %s, and %s of %s elsewhere", prose.Count(run.from+1), prose.Count(run.to), prose.Count(run.k), prose.Count(run.n()), prose.Count(run.k2), prose.Count(run.n2))
	}
	f.Says += s.commonLength(cut)
	s.show(&f, usual)
	out := []measure.Finding{f}
	out = append(out, where...)
	if run.clear() && len(where) == 0 {
		out = append(out, s.runFinding(&run))
	}
	return out, nil
}

// severity of the share as a whole; places have their own.
func (s *truncated) severity(e stats.Estimate, cut, strong, total int64) measure.Severity {
	certain := s.setup.Share(int(strong), int(total))
	if strong >= 10 && certain.Interval != nil && certain.Interval.Low >= .02 {
		return measure.Serious
	}
	if worth(e, cut) != measure.Plain {
		return measure.Notable
	}
	return measure.Plain
}

// show adds the kinds of endings and rows that show them, most certain first.
func (s *truncated) show(f *measure.Finding, usual bool) {
	t := measure.Table{Title: "How texts end", Columns: []string{"ending", "rows"}}
	for e := int(endings) - 1; e >= 0; e-- {
		t.Rows = append(t.Rows, []string{endingNames[e], prose.Count(s.n[e])})
	}
	f.Tables = append(f.Tables, t)
	for e := unclosed; e >= open; e-- {
		if e == open && usual {
			break
		}
		for _, ev := range s.top[e].Evidence() {
			if len(f.Evidence) < measure.MaxEvidence {
				f.Evidence = append(f.Evidence, ev)
			}
		}
	}
}
