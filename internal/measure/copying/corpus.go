package copying

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
)

// corpus is a part that the data is compared with: its texts, by row.
type corpus struct {
	rows  []source
	grams []uint64 // runs of gramWords words, of all rows
	runs  bool     // keep them
	once  sync.Once
	made  index
}

// source is one row of a corpus.
type source struct {
	n        int64
	id       seedbed.ID
	text     string
	joined   bool   // text is of other fields than the text column: nothing can be marked
	exemplar string // its identity; "": it is none
	whole    uint64 // hash of its words; 0: too few
	from, to int    // its runs
}

// index is what texts are looked up in. It is read only.
type index struct {
	spans    *SpanIndex
	grams    *gramTable       // runs of gramWords words
	wholes   map[uint64]int32 // texts as a whole
	complete bool
}

func (c *corpus) Add(r *measure.Row) {
	s := source{n: r.N, id: r.ID, text: r.Text}
	if s.text == "" && r.Part == measure.Seeds {
		s.text, s.joined = fieldTexts(r.Fields), true
	}
	for _, in := range r.Ingredients {
		if in.Kind == "exemplar" && r.Part == measure.Seeds {
			s.exemplar = in.Value
		}
	}
	if c.runs {
		tokens := r.Tokens
		if s.joined {
			tokens = measure.NewTokens(s.text)
		}
		s.whole, s.from = wholeHash(tokens.Hashes()), len(c.grams)
		c.grams = append(c.grams, tokens.NGrams(gramWords)...)
		s.to = len(c.grams)
	}
	c.rows = append(c.rows, s)
}

// fieldTexts joins the texts of all fields.
func fieldTexts(f seedbed.Fields) string {
	var b strings.Builder
	for i := range f {
		if v, ok := f[i].Value.(string); ok && v != "" {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(v)
		}
	}
	return b.String()
}

func (c *corpus) Merge(o measure.Summary) error {
	d := o.(*corpus)
	for _, s := range d.rows {
		s.from += len(c.grams)
		s.to += len(c.grams)
		c.rows = append(c.rows, s)
	}
	c.grams = append(c.grams, d.grams...)
	return nil
}

// sort puts the rows in their order, once all are there.
func (c *corpus) sort() {
	slices.SortFunc(c.rows, func(a, b source) int { return cmp.Compare(a.n, b.n) })
}

// index returns the corpus's index, which the first call makes.
func (c *corpus) index() *index {
	c.once.Do(func() {
		c.sort()
		texts := make([]string, len(c.rows))
		for i := range c.rows {
			texts[i] = c.rows[i].text
		}
		var wait sync.WaitGroup
		wait.Go(func() { c.made.spans, c.made.complete = NewSpanIndex(texts) })
		c.indexRuns()
		wait.Wait()
	})
	return &c.made
}

// ref returns a reference to row i, with a span of its text marked where that can
// be shown.
func (c *corpus) ref(p measure.Part, i int32, mark measure.Span) measure.RowRef {
	ref := measure.RowRef{Part: p, N: c.rows[i].n}
	if !c.rows[i].joined && mark.From < mark.To {
		ref.Marks = []measure.Span{mark}
	}
	return ref
}
