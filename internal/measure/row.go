package measure

import (
	"math"
	"slices"
	"strings"

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
	Judged         // all that judges scored, also what was turned away for it, known of projects
	parts
)

var partNames = [parts]string{"data", "reference", "holdout", "seeds", "judged"}

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
	Groups      []string        // the value of each of Setup.Groups, in order; "": not given
	Label       string          // "": not given
	Answer      string          // what the text must not give away; "": not given
	Score       float64         // NaN: not given
	Scores      []seedbed.Score // all that judges said of it, known of projects
	Ingredients []Ingredient
	Votes       []seedbed.Vote // what people said
	Tokens      *Tokens        // of Text; never nil

	scratch *scratch
	measure string // that the row is being added to
	flags   []Flag
}

// Flag is what a measure said of one row.
type Flag struct {
	Measure string // "residue"
	Kind    string // few distinct ones: "template slot"
}

// Flag notes what the measure to which the row is being added says of it. It is kept
// only of rows that people rated.
func (r *Row) Flag(kind string) {
	if len(r.Votes) == 0 || r.measure == "" {
		return
	}
	if f := (Flag{r.measure, kind}); !slices.Contains(r.flags, f) {
		r.flags = append(r.flags, f)
	}
}

// Flags returns what measures that stand before the one at hand said of the row.
func (r *Row) Flags() []Flag { return r.flags }

// HasScore reports whether the row has a score.
func (r *Row) HasScore() bool { return !math.IsNaN(r.Score) }

// scratch is the memory that a worker's rows use again.
type scratch struct {
	tokens Tokens
	groups []string
	by     []Ingredient
	scores []seedbed.Score
	votes  []seedbed.Vote
}

// Columns says which fields of a record are what. Names of fields; empty: none.
type Columns struct {
	Text   string   `json:"text,omitempty"`
	Label  string   `json:"label,omitempty"`
	Answer string   `json:"answer,omitempty"`
	Score  string   `json:"score,omitempty"`
	Groups []string `json:"groups,omitempty"`
	By     []string `json:"by,omitempty"`
	// People are columns of a file that hold what people said, a column each, by the
	// criterion that Score is, or PeopleSay.
	People []string `json:"people,omitempty"`
	// Drawn is the column of the probability with which the row was to be shown to
	// people; none: all rows had the same.
	Drawn string `json:"drawn,omitempty"`
}

// PeopleSay is the criterion of people's columns where no score is named.
const PeopleSay = "people"

// fill makes row what rec is by the columns.
func (c *Columns) fill(row *Row, rec *seedbed.Record, s *scratch) {
	row.ID, row.Fields, row.Scores, row.scratch = rec.ID, rec.Fields, rec.Scores, s
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
	row.Scores, row.Votes, row.flags = rec.Scores, rec.Votes, row.flags[:0]
	if len(c.People) > 0 {
		c.fillVotes(row, rec, s)
	}
	s.tokens.reset(row.Text)
	row.Tokens = &s.tokens
}

// fillVotes adds what columns of a file hold of people's answers, and the score that
// they are to be held against.
func (c *Columns) fillVotes(row *Row, rec *seedbed.Record, s *scratch) {
	criterion, share := c.Score, 1.
	if criterion == "" {
		criterion = PeopleSay
	}
	if c.Drawn != "" {
		v, _ := rec.Fields.Get(c.Drawn)
		if share = Number(v); !(share > 0 && share <= 1) {
			share = 0
		}
	}
	s.votes = append(s.votes[:0], rec.Votes...)
	for _, name := range c.People {
		if said := strings.TrimSpace(rec.Fields.Text(name)); said != "" {
			s.votes = append(s.votes, seedbed.Vote{Criterion: criterion, Person: name, Value: said, Share: share})
		}
	}
	row.Votes = s.votes
	if v, ok := rec.Fields.Get(c.Score); ok && v != nil && v != "" {
		s.scores = append(append(s.scores[:0], rec.Scores...), seedbed.Score{Criterion: criterion, Status: seedbed.Scored, Value: v})
		row.Scores = s.scores
	}
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
