package stats

import (
	"cmp"
	"slices"
)

// PairAgreement is Cohen's κ of two raters.
type PairAgreement struct {
	A     int      `json:"a"` // the two raters
	B     int      `json:"b"`
	Kappa Estimate `json:"kappa"` // N: the items that both rated
}

// RaterAgreement is what one rater did.
type RaterAgreement struct {
	Rater     int       `json:"rater"`
	N         int       `json:"n"`         // ratings
	Agreement Estimate  `json:"agreement"` // mean over shared items of the share of others who said the same
	Counts    []int     `json:"counts"`    // ratings of each category; nil where the table would be too large
	Shares    []float64 `json:"shares"`    // the same as shares; all 0 without ratings
	// Accuracy is the mean probability, under the consensus, that the rater's
	// values are true ones.
	Accuracy Estimate `json:"accuracy"`
}

// ItemAgreement is what was said of one item.
type ItemAgreement struct {
	Item      int      `json:"item"`
	N         int      `json:"n"`         // ratings
	Agreement Estimate `json:"agreement"` // pairs of its ratings that are equal; weighted with weights
	Values    []int    `json:"values"`    // categories, by rater
	Consensus int      `json:"consensus"` // category; −1: none
	// Probability is that of the consensus; 0 without one.
	Probability float64 `json:"probability"`
}

// perRater fills in the table of raters.
func (r *Ratings) perRater(rows []RaterAgreement, c *Consensus) []RaterAgreement {
	if rows == nil {
		rows = r.unresampled()
	}
	right, tabled := make([]float64, r.raters), r.raters*len(r.values) <= mostConfusion
	for i := range rows {
		if rows[i].Rater = i; tabled {
			rows[i].Counts, rows[i].Shares = make([]int, len(r.values)), make([]float64, len(r.values))
		}
	}
	for i := range r.items {
		for _, cell := range r.of(i) {
			rows[cell.rater].N++
			if tabled {
				rows[cell.rater].Counts[cell.value]++
			}
			if c.Undefined == "" {
				right[cell.rater] += c.posterior(i, int(cell.value))
			}
		}
	}
	for i := range rows {
		row := &rows[i]
		switch {
		case row.N == 0:
			row.Agreement, row.Accuracy = Undefined("the rater rated nothing"), Undefined("the rater rated nothing")
			continue
		case c.Undefined != "":
			row.Accuracy = Undefined("%s", c.Undefined)
		default:
			row.Accuracy = Estimate{Value: right[i] / float64(row.N), N: row.N, NoInterval: modelOnly}
		}
		for k, n := range row.Counts {
			row.Shares[k] = float64(n) / float64(row.N)
		}
	}
	return rows
}

// unresampled is how often each rater agrees with others, without intervals.
func (r *Ratings) unresampled() []RaterAgreement {
	rows, sum, n := make([]RaterAgreement, r.raters), make([]float64, r.raters), make([]int, r.raters)
	for i := range r.items {
		of := r.of(i)
		if len(of) < 2 {
			continue
		}
		said := map[int32]int{}
		for _, c := range of {
			said[c.value]++
		}
		for _, c := range of {
			n[c.rater]++
			sum[c.rater] += float64(said[c.value]-1) / float64(len(of)-1)
		}
	}
	for i := range rows {
		if rows[i].Agreement = Undefined("there is nobody to compare with"); n[i] > 0 {
			rows[i].Agreement = Estimate{Value: sum[i] / float64(n[i]), N: n[i], NoInterval: "there are too many raters or values to resample each"}
		}
	}
	return rows
}

// perItem makes the table of items, most disputed first: those whose ratings
// differ most, of them those with the least sure consensus, and of them those that
// more people rated.
func (r *Ratings) perItem(w weighing, c *Consensus) []ItemAgreement {
	out := make([]ItemAgreement, 0, r.items)
	values := make([]int, len(r.cells))
	for i := range r.items {
		of := r.of(i)
		row := ItemAgreement{Item: i, N: len(of), Values: values[:len(of):len(of)], Consensus: -1}
		values = values[len(of):]
		for j, cell := range of {
			row.Values[j] = int(cell.value)
		}
		switch {
		case len(of) == 0:
			row.Agreement = Undefined("nobody rated it")
		case len(of) == 1:
			row.Agreement = Undefined("one rater alone rated it")
		default:
			row.Agreement = Exact(1-disagreement(tallyOf(row.Values), w.differ)/float64(len(of)*(len(of)-1)), len(of))
		}
		if c.Undefined == "" && len(of) > 0 {
			row.Consensus, row.Probability = c.Items[i].Category, c.Items[i].Probability
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b ItemAgreement) int {
		if a.Agreement.Defined() != b.Agreement.Defined() {
			if a.Agreement.Defined() {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Agreement.Value, b.Agreement.Value), cmp.Compare(a.Probability, b.Probability), cmp.Compare(b.N, a.N))
	})
	return out
}

// tallyOf counts how often each value is there.
func tallyOf(values []int) []pairOf {
	sorted := slices.Sorted(slices.Values(values))
	out := make([]pairOf, 0, 4)
	for i, v := range sorted {
		if i > 0 && v == sorted[i-1] {
			out[len(out)-1].b++
		} else {
			out = append(out, pairOf{int32(v), 1})
		}
	}
	return out
}
