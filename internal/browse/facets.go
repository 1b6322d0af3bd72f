package browse

import (
	"cmp"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
)

// Facet is a column of few values, with how many rows have each.
type Facet struct {
	Column string
	Values []FacetValue // the most frequent first
}

// FacetValue is one value of a facet.
type FacetValue struct {
	Value any
	Rows  int64
}

// A column is a facet where it has no more values than this, and they come again.
const (
	facetValues = 40
	facetText   = 80 // bytes of a value
)

// Facets returns the columns of few values of what is indexed: first what became of the
// rows, then fields and scores by name. The answer is shared, and not to be changed.
func (x *Index) Facets() []Facet {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.facetsOf == len(x.segments) {
		return x.facets
	}
	type tally struct {
		counts map[any]int64
		bad    bool
	}
	by := map[string]*tally{}
	for _, s := range x.segments {
		for name := range s.names {
			if by[name] == nil {
				by[name] = &tally{counts: map[any]int64{}}
			}
			t := by[name]
			c := s.cols[name]
			if c == nil || c.Number || t.bad {
				t.bad = true
				continue
			}
			for i, v := range c.values {
				text, _ := v.(string)
				t.counts[v] += int64(c.Counts[i])
				t.bad = t.bad || len(t.counts) > facetValues || len(text) > facetText
			}
		}
	}
	x.facets, x.facetsOf = nil, len(x.segments)
	for name, t := range by {
		f := Facet{Column: name}
		var rows int64
		for v, n := range t.counts {
			if rows += n; v != "" && v != nil {
				f.Values = append(f.Values, FacetValue{v, n})
			}
		}
		seldom := int64(len(f.Values))*2 > rows && len(f.Values) > 3
		if t.bad || len(f.Values) == 0 || seldom || name == ColumnLength {
			continue
		}
		slices.SortFunc(f.Values, func(a, b FacetValue) int {
			return cmp.Or(cmp.Compare(b.Rows, a.Rows), strings.Compare(seedbed.TextOf(a.Value), seedbed.TextOf(b.Value)))
		})
		x.facets = append(x.facets, f)
	}
	rank := func(name string) int {
		if i := slices.Index([]string{ColumnState, ColumnEnded, ColumnReason, ColumnActor, ColumnMade, ColumnSource, ColumnOrigin}, name); i >= 0 {
			return i
		}
		if strings.HasPrefix(name, "s:") {
			return 20
		}
		return 10
	}
	slices.SortFunc(x.facets, func(a, b Facet) int {
		return cmp.Or(cmp.Compare(rank(a.Column), rank(b.Column)), strings.Compare(a.Column, b.Column))
	})
	return x.facets
}

// Sortable returns the columns by which rows can be put into order: the length, and
// criteria and fields that are numbers, yes or no.
func (x *Index) Sortable() []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	ok := map[string]bool{}
	for _, s := range x.segments {
		for name, c := range s.cols {
			is := c.Number
			for _, v := range c.values {
				_, text := v.(string)
				is = !text && v != nil
				if !is {
					break
				}
			}
			if was, seen := ok[name]; seen {
				is = is && was
			}
			ok[name] = is
		}
	}
	var out []string
	for name, is := range ok {
		if is {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
