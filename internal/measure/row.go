package measure

import (
	"math"

	"seedbed.dev/seedbed"
)

// Part is which data a row belongs to.
type Part uint8

// The parts. Only Data is measured; the others are what it is compared with.
const (
	Data      Part = iota
	Reference      // real data that it should be like: --against
	Holdout        // data that it must not know: --holdout
	Seeds          // what it was grown from: seeds and exemplars, known of projects
	parts
)

var partNames = [parts]string{"data", "reference", "holdout", "seeds"}

func (p Part) String() string { return partNames[p] }

// Ingredient is something that went into a row: an exemplar, an attribute value,
// a prompt revision, a model, a seed.
type Ingredient struct {
	Kind  string // "exemplar", "attribute tone", "revision", "model", "source", "seed", or a column of --by
	Value string
}

// Row is one record as measures see it. It is good until Add returns; strings in
// it may be kept, slices may not.
type Row struct {
	Part        Part
	N           int64 // 0-based place in its part
	ID          seedbed.ID
	Text        string // of the text column; "" where there is none
	Fields      seedbed.Fields
	Groups      []string // the value of each of Setup.Groups, in order; "": not given
	Label       string   // "": not given
	Answer      string   // what the text must not give away; "": not given
	Score       float64  // NaN: not given
	Ingredients []Ingredient
	Tokens      *Tokens // of Text; never nil

	scratch *scratch
}

// HasScore reports whether the row has a score.
func (r *Row) HasScore() bool { return !math.IsNaN(r.Score) }

// scratch is the memory that a worker's rows use again.
type scratch struct {
	tokens Tokens
	groups []string
	by     []Ingredient
}

// Columns says which fields of a record are what. Names of fields; empty: none.
type Columns struct {
	Text   string   `json:"text,omitempty"`
	Label  string   `json:"label,omitempty"`
	Answer string   `json:"answer,omitempty"`
	Score  string   `json:"score,omitempty"`
	Groups []string `json:"groups,omitempty"`
	By     []string `json:"by,omitempty"`
}

// fill makes row what rec is by the columns.
func (c *Columns) fill(row *Row, rec *seedbed.Record, s *scratch) {
	row.ID, row.Fields, row.scratch = rec.ID, rec.Fields, s
	row.Text, row.Label, row.Answer = "", "", ""
	if c.Text != "" {
		row.Text = rec.Fields.Text(c.Text)
	}
	if c.Label != "" {
		row.Label = rec.Fields.Text(c.Label)
	}
	if c.Answer != "" {
		row.Answer = rec.Fields.Text(c.Answer)
	}
	row.Score = math.NaN()
	if c.Score != "" {
		row.Score = scoreOf(rec, c.Score)
	}
	s.groups = s.groups[:0]
	for _, g := range c.Groups {
		s.groups = append(s.groups, rec.Fields.Text(g))
	}
	s.by = s.by[:0]
	for _, name := range c.By {
		s.by = appendIngredients(s.by, name, rec.Fields)
	}
	s.by = lineage(s.by, rec)
	row.Groups, row.Ingredients = s.groups, s.by
	s.tokens.reset(row.Text)
	row.Tokens = &s.tokens
}

// scoreOf returns a numeric field, or the judges' score of that criterion.
func scoreOf(rec *seedbed.Record, name string) float64 {
	if v, ok := rec.Fields.Get(name); ok {
		return Number(v)
	}
	if s, ok := rec.Score(name); ok && s.Status == seedbed.Scored {
		return Number(s.Value)
	}
	return math.NaN()
}

// appendIngredients appends a column's value; of a list, each of its values.
func appendIngredients(out []Ingredient, name string, f seedbed.Fields) []Ingredient {
	v, _ := f.Get(name)
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, v := range list {
		if text := seedbed.TextOf(v); text != "" {
			out = append(out, Ingredient{name, text})
		}
	}
	return out
}

// lineage appends what a project knows of how a record was made.
func lineage(out []Ingredient, rec *seedbed.Record) []Ingredient {
	l := &rec.Lineage
	for _, e := range l.Exemplars {
		out = append(out, Ingredient{"exemplar", e})
	}
	for _, a := range l.Attributes {
		if v := rec.Fields.Text(a); v != "" {
			out = append(out, Ingredient{"attribute " + a, v})
		}
	}
	for _, in := range [...]Ingredient{{"revision", l.Revision}, {"model", l.Model}, {"source", l.Source}} {
		if in.Value != "" {
			out = append(out, in)
		}
	}
	if len(l.Parents) > 0 {
		out = append(out, Ingredient{"seed", l.Parents[0].String()})
	}
	return out
}

// RowOf returns a row of its own memory, and whether its text is not empty: for
// tests and for texts that come one at a time.
func RowOf(c *Columns, p Part, n int64, rec *seedbed.Record) (*Row, bool) {
	row := &Row{Part: p, N: n}
	c.fill(row, rec, new(scratch))
	return row, row.Text != ""
}
