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
	rows []source
	once sync.Once
	made index
}

// source is one row of a corpus.
type source struct {
	n        int64
	id       seedbed.ID
	text     string
	joined   bool   // text is of other fields than the text column: nothing can be marked
	exemplar string // its identity; "": it is none
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
	c.rows = append(c.rows, o.(*corpus).rows...)
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
		c.made.grams, c.made.wholes = gramsOf(texts)
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
