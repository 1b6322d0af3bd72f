package measure

import (
	"maps"
	"slices"
)

// Hit is something that a check found in a row.
type Hit struct {
	Kind   string // few distinct ones: "e-mail", "opening refusal"
	Marks  []Span // where in the row's text
	Note   string // this row's particulars
	Weight float64
}

// Hits counts rows by the kinds of what checks found in them, and keeps the most
// telling rows of each kind. The zero value is ready.
type Hits struct {
	Checked int64 // rows looked at
	Any     int64 // rows with at least one hit
	kinds   map[string]*KindHits
}

// KindHits are the hits of one kind.
type KindHits struct {
	Rows int64 // with at least one hit of the kind
	Hits int64
	Top  Top
}

// Add counts a row with what was found in it.
func (h *Hits) Add(r *Row, hits []Hit) {
	h.Checked++
	if len(hits) == 0 {
		return
	}
	h.Any++
	if h.kinds == nil {
		h.kinds = map[string]*KindHits{}
	}
	for i := range hits {
		hit := &hits[i]
		r.Flag(hit.Kind)
		k := h.kinds[hit.Kind]
		if k == nil {
			k = new(KindHits)
			h.kinds[hit.Kind] = k
		}
		k.Hits++
		if !slices.ContainsFunc(hits[:i], func(o Hit) bool { return o.Kind == hit.Kind }) {
			k.Rows++
		}
		if k.Top.Wants(hit.Weight, r.N) {
			k.Top.Offer(hit.Weight, Evidence{Note: hit.Note, Rows: []RowRef{Ref(r, hit.Marks...)}})
		}
	}
}

// Merge takes in other hits.
func (h *Hits) Merge(o *Hits) {
	h.Checked += o.Checked
	h.Any += o.Any
	for kind, ok := range o.kinds {
		k := h.kinds[kind]
		if k == nil {
			if h.kinds == nil {
				h.kinds = map[string]*KindHits{}
			}
			h.kinds[kind] = ok
			continue
		}
		k.Rows += ok.Rows
		k.Hits += ok.Hits
		k.Top.Merge(&ok.Top)
	}
}

// Kinds returns the kinds that were found, sorted.
func (h *Hits) Kinds() []string { return slices.Sorted(maps.Keys(h.kinds)) }

// Of returns the hits of a kind; none where it was not found.
func (h *Hits) Of(kind string) *KindHits {
	if k := h.kinds[kind]; k != nil {
		return k
	}
	return new(KindHits)
}
