package redundancy

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// Report implements measure.Reporter.
func (v *varied) Report(ctx context.Context) ([]measure.Finding, error) {
	switch {
	case v.rows == 0:
		return nil, measure.Cannot("", "there are no rows")
	case v.wordy == 0:
		return nil, measure.Cannot("--text COLUMN", "no row of %s has a word in it", prose.Count(v.rows))
	}
	own := v.texts()
	words, rows := sizesFor(own)
	if words == 0 && rows == 0 {
		return nil, measure.Cannot("", "%s with %s are too few: %d samples of %d words or of %d rows are the least",
			prose.Plural(len(own), "row", "rows"), prose.Plural(wordsIn(own), "word", "words"), fewestSamples, wordSizes[len(wordSizes)-1], rowSizes[len(rowSizes)-1])
	}
	found, err := vary(ctx, own, words, rows, v.setup)
	if err != nil {
		return nil, err
	}
	c, err := v.contrast(ctx, own, found)
	if err != nil {
		return nil, err
	}
	out := make([]measure.Finding, figureKinds)
	for k := range out {
		out[k] = v.finding(k, found, c)
	}
	out[selfRepetition].Evidence = repeated(own)
	out[selfBLEU].Evidence = found.notes.bleuEvidence()
	out[vendiEmbedding].Evidence = found.notes.alikeEvidence()
	return out, nil
}

// contrast is the data and the reference, sampled alike.
type contrast struct {
	data, reference *variety
	cut             int // words that the rows of both were cut to; 0: they were not
}

// unlikeLengths is the ratio of mean lengths from which on rows are cut.
const unlikeLengths = 1.25

func (v *varied) contrast(ctx context.Context, own []sampledText, found *variety) (*contrast, error) {
	ref := v.reference
	if ref == nil || ref.wordy == 0 {
		return nil, nil
	}
	c := &contrast{data: found}
	theirs := ref.texts()
	a, b := float64(wordsIn(own))/float64(len(own)), float64(wordsIn(theirs))/float64(len(theirs))
	if max(a, b) > unlikeLengths*min(a, b) {
		// The shorter ones' median: half of them are as long.
		c.cut = max(4, min(medianWords(own), medianWords(theirs)))
		own, theirs = cutAll(own, c.cut), cutAll(theirs, c.cut)
	}
	words, rows := sizesFor(own, theirs)
	if words == 0 && rows == 0 {
		return nil, nil
	}
	var err error
	if c.cut > 0 || words != found.words || rows != found.rows {
		if c.data, err = vary(ctx, own, words, rows, v.setup); err != nil {
			return nil, err
		}
	}
	c.reference, err = vary(ctx, theirs, words, rows, v.setup)
	return c, err
}

func medianWords(texts []sampledText) int {
	var n []int
	for i := range texts {
		n = append(n, len(texts[i].ids))
	}
	slices.Sort(n)
	return n[len(n)/2]
}

// finding is that of one figure.
func (v *varied) finding(kind int, found *variety, c *contrast) measure.Finding {
	d := &varieties[kind]
	f := measure.Finding{Figure: "diversity." + d.name, Unit: d.unit, Severity: measure.Plain}
	f.Estimate = v.mean(kind, found)
	size := sampleSize(d.rows, found.words, found.rows)
	f.Says = v.sentence(kind, found, &f.Estimate)
	switch {
	case f.Estimate.Undefined != "":
		f.Caveat = "Noise and typing errors raise variety."
	case kind == compression:
		f.Caveat = "To be compared only with figures of gzip at level 9 and samples of " + size + "."
	default:
		f.Caveat = "To be compared only with figures of samples of " + size + "; noise and typing errors raise variety too."
	}
	if v.sample.Seen() > varietyRows {
		f.Caveat += fmt.Sprintf(" From %s rows drawn at random of %s.", prose.Count(varietyRows), prose.Count(v.wordy))
	}
	if kind == vendiEmbedding {
		f.Caveat += " What counts as like is up to the embedding: " + v.embedder() + "."
	}
	if !f.Estimate.Defined() || c == nil {
		return f
	}
	v.set(kind, &f, c)
	return f
}

func (v *varied) embedder() string {
	if v.setup.Embed == nil || v.setup.Embedder == "" {
		return "hashed words, pairs of words and runs of characters"
	}
	return v.setup.Embedder
}

func sampleSize(ofRows bool, words, rows int) string {
	if ofRows {
		return prose.Count(rows) + " rows"
	}
	return prose.Count(words) + " words"
}

// mean is the figure over samples, with Student's interval.
func (v *varied) mean(kind int, found *variety) stats.Estimate {
	values := found.values[kind]
	switch {
	case kind == vendiEmbedding && found.unembedded != "":
		return stats.Undefined("%s", found.unembedded)
	case len(values) == 0 && varieties[kind].rows:
		return stats.Undefined("there are fewer than %d samples of %d rows", fewestSamples, rowSizes[len(rowSizes)-1])
	case len(values) == 0:
		return stats.Undefined("there are fewer than %d samples of %d words", fewestSamples, wordSizes[len(wordSizes)-1])
	case slices.ContainsFunc(values, math.IsNaN):
		return stats.Undefined("it is not defined for every sample: rows are too short, or cannot be told apart")
	}
	m, sd := meanOf(values)
	n := float64(len(values))
	if sd == 0 {
		return stats.Estimate{Value: m, N: len(values), NoInterval: fmt.Sprintf("all %d samples gave the same, which does not show how they vary", len(values))}
	}
	half := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile((1+v.setup.Level)/2) * sd / math.Sqrt(n)
	low, high := max(0, m-half), m+half
	if varieties[kind].unit == measure.Share {
		high = min(1, high)
	}
	return stats.Between(m, low, high, v.setup.Level, "Student's t over samples", len(values))
}

func meanOf(values []float64) (mean, sd float64) {
	n := float64(len(values))
	for _, x := range values {
		mean += x / n
	}
	for _, x := range values {
		sd += sq(x - mean)
	}
	return mean, math.Sqrt(sd / max(1, n-1))
}

// sentence says the figure in plain words.
func (v *varied) sentence(kind int, found *variety, e *stats.Estimate) string {
	d := &varieties[kind]
	if !e.Defined() {
		return "There is no figure for " + d.says
	}
	size := sampleSize(d.rows, found.words, found.rows)
	x := figure(e, d.digits)
	switch kind {
	case distinct1, distinct2, distinct3, distinct4:
		runs := "words"
		if n := kind - distinct1 + 1; n > 1 {
			runs = fmt.Sprintf("runs of %d words", n)
		}
		return fmt.Sprintf("Of the %s in %s, %s are different ones", runs, size, percent(e))
	case selfRepetition:
		return fmt.Sprintf("Within %s, rows repeat runs of 4 words of one another to a self-repetition of %s", size, x)
	case compression:
		return fmt.Sprintf("%s compress %s times by gzip -9", size, x)
	case hill0:
		return fmt.Sprintf("%s are %s different ones", size, x)
	case hill1:
		return fmt.Sprintf("%s are as varied as %s equally frequent ones (q = 1)", size, x)
	case hill2:
		return fmt.Sprintf("%s are as varied as %s equally frequent ones where the frequent count most (q = 2)", size, x)
	case selfBLEU:
		return fmt.Sprintf("Against the others of %s, a row has a BLEU of %s in the mean", size, x)
	case vendiWords:
		return fmt.Sprintf("%s are worth %s with no words in common", size, x)
	}
	return fmt.Sprintf("%s are worth %s unlike ones, by embedding", size, x)
}

// notableBy is the relative difference from which on less variety than the
// reference has is notable.
const notableBy = .1

// set says what the reference has, and whether the data is notably less varied.
func (v *varied) set(kind int, f *measure.Finding, c *contrast) {
	d := &varieties[kind]
	a, b := v.mean(kind, c.data), v.mean(kind, c.reference)
	if !a.Defined() || !b.Defined() {
		return
	}
	say := func(e *stats.Estimate) string {
		if d.unit == measure.Share {
			return percent(e)
		}
		return figure(e, d.digits)
	}
	f.Compared = fmt.Sprintf("the reference: %s there and %s here, in samples of %s", say(&b), say(&a), sampleSize(d.rows, c.data.words, c.data.rows))
	if c.cut > 0 {
		f.Compared += fmt.Sprintf(", rows of both cut to their first %d words", c.cut)
	}
	x, y := c.data.values[kind], c.reference.values[kind]
	less := b.Value - a.Value
	if d.less {
		less = -less
	}
	if less > notableBy*math.Abs(b.Value) && welch(x, y)*float64(figureKinds) < .01 {
		f.Severity = measure.Notable
	}
}

// welch is the two-sided p-value of Welch's t test (1947); 1 where it is not
// defined.
func welch(x, y []float64) float64 {
	mx, sx := meanOf(x)
	my, sy := meanOf(y)
	a, b := sx*sx/float64(len(x)), sy*sy/float64(len(y))
	if a+b == 0 || len(x) < 2 || len(y) < 2 {
		return 1
	}
	df := sq(a+b) / (a*a/float64(len(x)-1) + b*b/float64(len(y)-1))
	return 2 * distuv.StudentsT{Sigma: 1, Nu: df}.Survival(math.Abs(mx-my)/math.Sqrt(a+b))
}

// bleuEvidence shows the rows that others foretell best.
func (r *rowNotes) bleuEvidence() (out []measure.Evidence) {
	slices.SortFunc(r.foretold, func(a, b foretold) int { return cmp.Or(cmp.Compare(b.bleu, a.bleu), cmp.Compare(a.n, b.n)) })
	for _, f := range r.foretold[:min(len(r.foretold), 8)] {
		if f.bleu == 0 || len(f.shared) == 0 {
			break
		}
		out = append(out, measure.Evidence{
			Note: "BLEU " + decimal(f.bleu, 2) + " against the others of its sample; marked is what others say too",
			Rows: []measure.RowRef{{Part: measure.Data, N: f.n, Marks: f.shared}},
		})
	}
	return out
}

// alikeEvidence shows the pairs that the embedding takes for most alike.
func (r *rowNotes) alikeEvidence() (out []measure.Evidence) {
	slices.SortFunc(r.alike, func(a, b alike) int { return cmp.Or(cmp.Compare(b.cosine, a.cosine), cmp.Compare(a.a, b.a)) })
	for _, p := range r.alike {
		out = append(out, measure.Evidence{
			Note: "the most alike of a sample: cosine " + decimal(p.cosine, 2),
			Rows: []measure.RowRef{{Part: measure.Data, N: p.a}, {Part: measure.Data, N: p.b}},
		})
	}
	return out
}

// repeatedRows is among how many rows the runs that most have are looked for.
const repeatedRows = 1000

// repeated shows the runs of four words that most rows have, of runs that overlap
// in the same rows one.
func repeated(texts []sampledText) (out []measure.Evidence) {
	texts = texts[:min(len(texts), repeatedRows)]
	const n = 4
	type place struct {
		gram uint64
		text int
		at   int
	}
	all := make([]place, 0, wordsIn(texts))
	for i := range texts {
		for k := 0; k+n <= len(texts[i].ids); k++ {
			all = append(all, place{measure.GramHash(texts[i].ids[k : k+n]...), i, k})
		}
	}
	// Of equal rows, by number, so that the shuffle does not show.
	slices.SortFunc(all, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.gram, b.gram), cmp.Compare(texts[a.text].n, texts[b.text].n), cmp.Compare(a.at, b.at))
	})
	var runs [][]place
	for from, to := 0, 0; from < len(all); from = to {
		for to = from; to < len(all) && all[to].gram == all[from].gram; {
			to++
		}
		rows := slices.CompactFunc(slices.Clone(all[from:to]), func(a, b place) bool { return a.text == b.text })
		if len(rows) > 2 {
			runs = append(runs, rows)
		}
	}
	slices.SortFunc(runs, func(a, b []place) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(texts[a[0].text].n, texts[b[0].text].n), cmp.Compare(a[0].at, b[0].at))
	})
	var shown []place // the first of each run that is shown
	for _, r := range runs {
		if len(out) == 8 {
			break
		}
		if slices.ContainsFunc(shown, func(p place) bool { return p.text == r[0].text && max(p.at, r[0].at)-min(p.at, r[0].at) < n }) {
			continue
		}
		shown = append(shown, r[0])
		first := &texts[r[0].text]
		ev := measure.Evidence{Note: fmt.Sprintf("%.80q is in %s of %s rows that were sampled",
			first.text[first.words[r[0].at].From:first.words[r[0].at+n-1].To], prose.Count(len(r)), prose.Count(len(texts)))}
		for _, p := range r[:min(len(r), 4)] {
			t := &texts[p.text]
			ev.Rows = append(ev.Rows, measure.RowRef{Part: measure.Data, N: t.n, Marks: []measure.Span{{From: t.words[p.at].From, To: t.words[p.at+n-1].To}}})
		}
		out = append(out, ev)
	}
	return out
}
