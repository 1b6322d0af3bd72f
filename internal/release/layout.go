package release

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// cellType is the type of a column in the files.
type cellType uint8

const (
	cellNone  cellType = iota // no value seen yet
	cellText                  // UTF-8
	cellInt                   // 64-bit whole number
	cellFloat                 // 64-bit floating point
	cellBool
	cellList   // a list; JSON text in Parquet
	cellObject // an object; JSON text in Parquet
	cellJSON   // any value as JSON text: fields whose type varies, numbers beyond 64 bits
)

// String names the type as the card does.
func (t cellType) String() string {
	return [...]string{
		"text", "text", "whole number", "number", "yes or no",
		"list; JSON text in Parquet", "object; JSON text in Parquet", "JSON text",
	}[t]
}

// asJSON reports whether Parquet has the values of a column as JSON text.
func (t cellType) asJSON() bool { return t >= cellList }

// cellFrom is the part of a record that a column shows.
type cellFrom uint8

const (
	fromField cellFrom = iota
	fromID
	fromOrigin
	fromSource
	fromParents
	fromScore
	fromState
	fromActor
	fromReason
	fromDetail
)

// column is one column of the files. All are nullable.
type column struct {
	name string   // in the files; valid UTF-8, unique
	from cellFrom // what it shows
	key  string   // fromField: the field's name; fromScore: the criterion's
	typ  cellType
}

// layout is the columns of a file, fields first.
type layout struct {
	columns []column
	open    bool           // a field without a column is left out on purpose
	fields  map[string]int // column of a field
	scores  map[string]int // column of a criterion
}

// ours are the columns that every row has, in order.
var ours = []struct {
	name string
	from cellFrom
}{{"id", fromID}, {"origin", fromOrigin}, {"source", fromSource}, {"parents", fromParents}}

// decided are the columns of rejected rows.
var decided = []struct {
	name string
	from cellFrom
}{{"state", fromState}, {"actor", fromActor}, {"reason", fromReason}, {"detail", fromDetail}}

// named is a field or criterion with its type.
type named struct {
	name string
	typ  cellType
}

// newLayout lays out fields, then the record's own columns, then scores, then
// decisions. A field keeps its name; any other column whose name is taken gets
// seedbed_ before it.
func newLayout(fields, scores []named, selected, decisions bool) *layout {
	l := &layout{open: selected, fields: map[string]int{}, scores: map[string]int{}}
	taken := map[string]bool{}
	add := func(name, prefix string, c column) {
		name = validText(name)
		for name == "" || taken[name] {
			name = prefix + name
		}
		taken[name] = true
		c.name = name
		l.columns = append(l.columns, c)
	}
	for _, f := range fields {
		l.fields[f.name] = len(l.columns)
		add(f.name, "_", column{from: fromField, key: f.name, typ: f.typ})
	}
	for _, c := range ours {
		add(c.name, "seedbed_", column{from: c.from, typ: cellText})
	}
	for _, s := range scores {
		l.scores[s.name] = len(l.columns)
		add("score_"+s.name, "seedbed_", column{from: fromScore, key: s.name, typ: s.typ})
	}
	if decisions {
		for _, c := range decided {
			add(c.name, "seedbed_", column{from: c.from, typ: cellText})
		}
	}
	return l
}

// schemaLayout lays out a schema; false when it leaves types open.
func schemaLayout(s *seedbed.Schema, selected []string) (fields, scores []named, ok bool) {
	types := map[seedbed.Type]cellType{
		seedbed.TypeText: cellText, seedbed.TypeInt: cellInt, seedbed.TypeFloat: cellFloat,
		seedbed.TypeBool: cellBool, seedbed.TypeList: cellList, seedbed.TypeObject: cellObject,
	}
	if s == nil || (s.Open && len(selected) == 0) {
		return nil, nil, false
	}
	wanted := selected
	if len(wanted) == 0 {
		wanted = s.Names()
	}
	for _, name := range wanted {
		t, _ := s.Has(name)
		typ, known := types[t]
		if !known {
			return nil, nil, false
		}
		fields = append(fields, named{name, typ})
	}
	for _, c := range s.Criteria {
		scores = append(scores, named{c.Name, criterionType(c.Kind)})
	}
	return fields, scores, true
}

func criterionType(k seedbed.CriterionKind) cellType {
	switch k {
	case seedbed.YesNo:
		return cellBool
	case seedbed.Choice, seedbed.Ranking:
		return cellText
	default:
		return cellInt
	}
}

// typeOf returns the type of the column that v alone would need.
func typeOf(v any) cellType {
	switch v := v.(type) {
	case nil:
		return cellNone
	case string:
		return cellText
	case int64:
		return cellInt
	case float64:
		return cellFloat
	case bool:
		return cellBool
	case []any:
		if !holdsLarge(v) {
			return cellList
		}
	case map[string]any:
		if !holdsLarge(v) {
			return cellObject
		}
	}
	return cellJSON
}

// holdsLarge reports whether v has a number in it that readers of JSON fail on.
func holdsLarge(v any) bool {
	switch v := v.(type) {
	case json.Number:
		return true
	case []any:
		return slices.ContainsFunc(v, holdsLarge)
	case map[string]any:
		for _, e := range v {
			if holdsLarge(e) {
				return true
			}
		}
	}
	return false
}

// fits reports whether a column of type t holds v without loss.
func (t cellType) fits(v any) bool {
	if t == cellJSON {
		return true
	}
	i, whole := v.(int64)
	if whole && t == cellFloat {
		return exactFloat(i)
	}
	got := typeOf(v)
	return got == t || got == cellNone
}

// exactFloat reports whether a float64 holds v and all whole numbers nearer 0.
func exactFloat(v int64) bool { return v >= -1<<53 && v <= 1<<53 }

// maxColumns bounds the fields of a release: a file with more is of no use, and
// hostile rows could name a new field each.
const maxColumns = 2000

// inference finds out the columns of rows by looking at all of them.
type inference struct {
	fields, scores []inferred
	fieldAt        map[string]int
	scoreAt        map[string]int
	selected       bool // only the fields that are there from the start count
}

type inferred struct {
	named
	large bool // holds a whole number that a float64 does not
}

func newInference(selected []string) *inference {
	inf := &inference{fieldAt: map[string]int{}, scoreAt: map[string]int{}, selected: len(selected) > 0}
	for _, name := range selected {
		if _, twice := inf.fieldAt[name]; !twice {
			inf.fieldAt[name] = len(inf.fields)
			inf.fields = append(inf.fields, inferred{named: named{name: name}})
		}
	}
	return inf
}

// like starts the inference with the columns of l.
func (inf *inference) like(l *layout) {
	for _, c := range l.columns {
		switch c.from {
		case fromField:
			inf.field(c.key).typ = c.typ
		case fromScore:
			inf.score(c.key).typ = c.typ
		}
	}
}

func (inf *inference) field(name string) *inferred {
	i, ok := inf.fieldAt[name]
	if !ok {
		i = len(inf.fields)
		inf.fieldAt[name] = i
		inf.fields = append(inf.fields, inferred{named: named{name: name}})
	}
	return &inf.fields[i]
}

func (inf *inference) score(name string) *inferred {
	i, ok := inf.scoreAt[name]
	if !ok {
		i = len(inf.scores)
		inf.scoreAt[name] = i
		inf.scores = append(inf.scores, inferred{named: named{name: name}})
	}
	return &inf.scores[i]
}

// add looks at one record.
func (inf *inference) add(r *seedbed.Record) error {
	for i := range r.Fields {
		f := &r.Fields[i]
		var c *inferred
		if i < len(inf.fields) && inf.fields[i].name == f.Name {
			c = &inf.fields[i]
		} else if _, known := inf.fieldAt[f.Name]; !known && inf.selected {
			continue
		} else {
			c = inf.field(f.Name)
		}
		c.see(f.Value)
	}
	if len(inf.fields) > maxColumns {
		return &seedbed.Error{
			Code:    seedbed.CodeInvalid,
			Message: fmt.Sprintf("the rows have more than %d different fields", maxColumns),
			Fix:     "name those to release in the recipe: release: {fields: [...]}",
		}
	}
	for i := range r.Scores {
		s := &r.Scores[i]
		if s.Status == seedbed.Scored {
			inf.score(s.Criterion).see(s.Value)
		} else {
			inf.score(s.Criterion)
		}
	}
	return nil
}

func (c *inferred) see(v any) {
	if i, ok := v.(int64); ok && !exactFloat(i) {
		c.large = true
	}
	t := typeOf(v)
	switch {
	case t == c.typ || t == cellNone || c.typ == cellJSON:
	case c.typ == cellNone:
		c.typ = t
	case t == cellInt && c.typ == cellFloat || t == cellFloat && c.typ == cellInt:
		c.typ = cellFloat
	default:
		c.typ = cellJSON
	}
}

// names returns what was found out. A column without any value is text, or what
// its criterion says.
func (inf *inference) names(criteria map[string]seedbed.Criterion) (fields, scores []named) {
	done := func(list []inferred, empty func(string) cellType) []named {
		out := make([]named, len(list))
		for i, c := range list {
			switch {
			case c.typ == cellNone:
				c.typ = empty(c.name)
			case c.typ == cellFloat && c.large:
				c.typ = cellJSON
			}
			out[i] = c.named
		}
		return out
	}
	fields = done(inf.fields, func(string) cellType { return cellText })
	scores = done(inf.scores, func(name string) cellType {
		if c, known := criteria[name]; known {
			return criterionType(c.Kind)
		}
		return cellInt
	})
	return fields, scores
}

// validText returns s with U+FFFD for each byte that is not UTF-8.
func validText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
	}
	return b.String()
}
