package influence

import (
	"cmp"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
)

// fewest is how many rows an ingredient value or a phrase has, and lacks, to be
// tested.
const fewest = 5

// value is an ingredient value with its rows.
type value struct {
	measure.Ingredient
	also []measure.Ingredient // values with the very same rows
	docs []int32              // in order
	has  []bool               // by doc; made when asked for
	hits []hit                // phrases that stand out, strongest first
}

// table is the rows of the sample with all that is counted in them.
type table struct {
	docs    []*doc
	values  []*value
	skipped int // values with too few rows

	grams  []gram
	of     [][]int32         // of each doc, its grams, each once
	post   map[int32][]int32 // of grams that stand out, the docs
	tested int               // grams × values
	best   *hit              // the strongest of all, be it clear or not
	bestOf *value
}

// findValues collects the values that can be tested, those with the same rows as one.
func (t *table) findValues() {
	at := map[measure.Ingredient]int32{}
	var all []*value
	for i := range t.docs {
		for _, in := range t.docs[i].ingredients {
			k, ok := at[in]
			if !ok {
				k = int32(len(all))
				at[in] = k
				all = append(all, &value{Ingredient: in})
			}
			all[k].docs = append(all[k].docs, int32(i))
		}
	}
	same := map[uint64][]*value{}
	slices.SortFunc(all, func(a, b *value) int {
		return cmp.Or(cmp.Compare(kindRank(a.Kind), kindRank(b.Kind)), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value))
	})
next:
	for _, v := range all {
		if len(v.docs) < fewest {
			t.skipped++
			continue
		}
		if len(t.docs)-len(v.docs) < fewest {
			continue // nothing to compare it with
		}
		h := uint64(0)
		for _, d := range v.docs {
			h = h*0x9e3779b97f4a7c15 + uint64(d) + 1
		}
		for _, o := range same[h] {
			if slices.Equal(o.docs, v.docs) {
				o.also = append(o.also, v.Ingredient)
				continue next
			}
		}
		same[h] = append(same[h], v)
		t.values = append(t.values, v)
	}
}

// kindRank puts first what is rather the cause, where rows are the same.
func kindRank(kind string) int {
	if i := slices.Index([]string{"exemplar", "revision", "model", "source"}, kind); i >= 0 {
		return i
	}
	return 4
}

// member returns which docs have the value.
func (v *value) member(n int) []bool {
	if v.has == nil {
		v.has = make([]bool, n)
		for _, d := range v.docs {
			v.has[d] = true
		}
	}
	return v.has
}
