package copying

import (
	"seedbed.dev/seedbed/internal/measure"
)

// Contamination finds what rows share with the reference, the holdout and the seeds,
// word for word and byte for byte.
type Contamination struct{}

// Info describes the measure.
func (Contamination) Info() measure.Info {
	return measure.Info{
		Name: "contamination", Family: "copying", Title: "Text shared with other files",
		Says: `How many rows share a run of 13 words with the reference (` + "`--against`" + `), the holdout or the seeds, each for itself; how many are as a whole, ` +
			`word for word, one of their rows; how many hold a stretch of 50 bytes or more that stands there just so, and how long the longest are. ` +
			`Every such row is shown beside the one that it shares the run with, both marked. Words are compared in lower case and without punctuation, stretches as they are, byte by byte. ` +
			`Runs that stand in more than ten different rows of the other file are formulas (an instruction, a licence) and count apart. ` +
			`Serious: five rows or more, and the interval of the share wholly above 0.5 % for the holdout, 1 % for the reference. Notable: any row for the holdout, ` +
			`and above 0.1 % for the reference, 1 % for the seeds, which data is often made from on purpose.`,
		Cannot: `It cannot say who copied from whom, nor find what was said again in other words or another language: see memorisation for what is near, and the classifier of fidelity. ` +
			`Rows of fewer than 13 words can only be found as a whole, and a short one may be the same by chance. A file that is not given cannot be compared with. ` +
			`A run is shown beside the first row that has it; others may have more of it.`,
		Formula: `Rows with a shared 13-gram ÷ rows of 13 words and more (Brown et al. 2020, appendix C, who drop 13-grams of more than ten documents too). ` +
			`Stretches: all maximal exact matches of 50 bytes or more that are not within another, as from a suffix array (Manber and Myers 1993), found by sampled windows ` +
			`that every such match must hold (Khan et al. 2009). 50 bytes are 50 letters of English or 17 characters of Japanese. Shares: interval of ` + "`stats.Share`" + `.`,
		Use: `With ` + "`--holdout`" + ` always when the data is for training and the holdout for evaluation; with ` + "`--against`" + ` when real data was shown to the model. ` +
			`Expect "contamination = 0".`,
		Cost:  `One pass over each file, some 300,000 rows of 40 words a second on two cores. Keeps the texts of the other files and about as much again for their index, up to a gigabyte.`,
		Needs: []measure.Need{measure.NeedText},
		Figures: []measure.Figure{
			{Name: "contamination", Unit: measure.Share, Says: "rows of 13 words and more that share a run of 13"},
			{Name: "contamination.whole", Unit: measure.Share, Says: "rows that are, word for word, a row of the other file"},
			{Name: "contamination.spans", Unit: measure.Share, Says: "rows with a stretch of 50 bytes or more in common"},
			{Name: "contamination.longest", Unit: measure.Length, Says: "the longest shared run, in words"},
			{Name: "contamination.longest_span", Unit: measure.Count, Says: "the longest shared stretch, in bytes"},
		},
	}
}

// Learn returns an empty summary of a part's texts.
func (Contamination) Learn(*measure.Setup, measure.Part) (measure.Summary, error) {
	return &corpus{runs: true}, nil
}

// Start returns an empty summary.
func (Contamination) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	c := &contamination{setup: s}
	for _, k := range []struct {
		part measure.Part
		sum  measure.Summary
	}{{measure.Reference, known.Reference}, {measure.Holdout, known.Holdout}, {measure.Seeds, known.Seeds}} {
		if with, ok := k.sum.(*corpus); ok && with != nil && len(with.rows) > 0 {
			c.with = append(c.with, &shared{part: k.part, with: with, index: with.index()})
		}
	}
	if len(c.with) == 0 {
		return nil, measure.Cannot("--against FILE", "no reference, holdout or seeds given")
	}
	return c, nil
}

type contamination struct {
	setup *measure.Setup
	rows  int64
	with  []*shared
}

// shared is what the data shares with one part.
type shared struct {
	part  measure.Part
	with  *corpus
	index *index

	long     int64 // rows of gramWords words and more
	runs     int64 // of them, with a shared run
	formulas int64 // of them, with formulas alone
	wholes   int64
	spans    int64
	spanned  int64 // rows with spans
	covered  int64 // bytes in spans
	bytes    int64 // of all texts

	longest     int64 // words
	longestSpan int64 // bytes
	top         measure.Top
	topWhole    measure.Top
	topSpans    measure.Top
	found       []SharedSpan
}

func (c *contamination) Add(r *measure.Row) {
	c.rows++
	for _, s := range c.with {
		s.add(r)
	}
}

func (s *shared) add(r *measure.Row) {
	s.bytes += int64(len(r.Text))
	s.addWhole(r)
	if len(r.Tokens.Hashes()) >= gramWords {
		s.long++
		s.addRuns(r)
	}
	s.addSpans(r)
}

// addWhole looks whether the row is one of the other file.
func (s *shared) addWhole(r *measure.Row) {
	words := r.Tokens.Hashes()
	whole := wholeHash(words)
	i, ok := s.index.wholes[whole]
	if !ok || whole == 0 {
		return
	}
	if other := measure.NewTokens(s.with.rows[i].text).Hashes(); len(other) != len(words) || !equal(words, other) {
		return
	}
	s.wholes++
	if weight := float64(len(words)); s.topWhole.Wants(weight, r.N) {
		s.topWhole.Offer(weight, measure.Evidence{
			Note: "the same " + number(int64(len(words)), "word"),
			Rows: []measure.RowRef{
				measure.Ref(r, measure.Span{From: 0, To: len(r.Text)}),
				s.with.ref(s.part, i, measure.Span{From: 0, To: len(s.with.rows[i].text)}),
			},
		})
	}
}

// addSpans looks for stretches of bytes.
func (s *shared) addSpans(r *measure.Row) {
	s.found = s.index.spans.Append(s.found[:0], r.Text)
	if len(s.found) == 0 {
		return
	}
	s.spanned++
	s.spans += int64(len(s.found))
	end, best := 0, s.found[0]
	for _, f := range s.found {
		s.covered += int64(f.To - max(end, f.From))
		end = f.To
		if f.To-f.From > best.To-best.From {
			best = f
		}
	}
	size := best.To - best.From
	s.longestSpan = max(s.longestSpan, int64(size))
	if s.topSpans.Wants(float64(size), r.N) {
		s.topSpans.Offer(float64(size), measure.Evidence{
			Note: number(int64(size), "byte") + " as they are",
			Rows: []measure.RowRef{
				measure.Ref(r, inside(r.Text, best.From, best.To)),
				s.with.ref(s.part, int32(best.Row), inside(s.with.rows[best.Row].text, best.At, best.At+size)),
			},
		})
	}
}

func (c *contamination) Merge(o measure.Summary) error {
	d := o.(*contamination)
	c.rows += d.rows
	for i, s := range c.with {
		t := d.with[i]
		s.long += t.long
		s.runs += t.runs
		s.formulas += t.formulas
		s.wholes += t.wholes
		s.spans += t.spans
		s.spanned += t.spanned
		s.covered += t.covered
		s.bytes += t.bytes
		s.longest = max(s.longest, t.longest)
		s.longestSpan = max(s.longestSpan, t.longestSpan)
		s.top.Merge(&t.top)
		s.topWhole.Merge(&t.topWhole)
		s.topSpans.Merge(&t.topSpans)
	}
	return nil
}
