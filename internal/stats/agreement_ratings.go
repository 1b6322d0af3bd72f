package stats

import (
	"math"
	"slices"

	"seedbed.dev/seedbed"
)

// Level is the level of measurement of ratings: what may be said of two values
// that differ (Stevens, 1946).
type Level string

// The levels of measurement.
const (
	LevelNominal  Level = "nominal"  // they differ
	LevelOrdinal  Level = "ordinal"  // one is higher
	LevelInterval Level = "interval" // one is higher by so much
	LevelRatio    Level = "ratio"    // one is so many times the other; none is below zero
)

// Levels returns the levels of measurement.
func Levels() []Level { return []Level{LevelNominal, LevelOrdinal, LevelInterval, LevelRatio} }

// Rating is what one rater said of one item.
type Rating struct {
	Item, Rater int
	Value       int // index of a category
}

// Ratings are who said what of which item. They are not changed once made, and
// may be used by many goroutines at once.
type Ratings struct {
	items, raters int
	values        []float64
	start         []int32 // of each item's cells; items+1 long
	cells         []vote  // of one item after another, raters rising
}

type vote struct{ rater, value int32 }

// mostRatings keeps indices within 32 bits.
const mostRatings = math.MaxInt32 / 4

// NewRatings checks and arranges ratings. Items and raters are numbered from 0;
// what a rater did not rate is left out of cells. Values are the numbers of the
// categories, rising; for categories that are no numbers, 0, 1, 2 ... in their
// order. A category that nobody used counts as one that could have been.
//
// Errors have the code seedbed.CodeInvalid: an index out of range, values that do
// not rise, a rater who rated an item twice.
func NewRatings(items, raters int, values []float64, cells []Rating) (*Ratings, error) {
	if items < 0 || raters < 0 || max(items, raters, len(values), len(cells)) > mostRatings {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%d items, %d raters and %d ratings are more than fit, or fewer than none", items, raters, len(cells))
	}
	for i, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "category %d has no finite value", i)
		}
		if i > 0 && values[i-1] >= v {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "the values of categories have to rise; %v follows %v", v, values[i-1])
		}
	}
	r := &Ratings{items: items, raters: raters, values: slices.Clone(values), start: make([]int32, items+1), cells: make([]vote, len(cells))}
	for i := range cells {
		c := &cells[i]
		if c.Item < 0 || c.Item >= items || c.Rater < 0 || c.Rater >= raters || c.Value < 0 || c.Value >= len(values) {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "rating %d (item %d, rater %d, category %d) is out of range", i, c.Item, c.Rater, c.Value)
		}
		r.start[c.Item+1]++
	}
	for i := range items {
		r.start[i+1] += r.start[i]
	}
	next := slices.Clone(r.start)
	for i := range cells {
		c := &cells[i]
		r.cells[next[c.Item]] = vote{int32(c.Rater), int32(c.Value)}
		next[c.Item]++
	}
	for i := range items {
		of := r.of(i)
		slices.SortFunc(of, func(a, b vote) int { return int(a.rater) - int(b.rater) })
		for j := 1; j < len(of); j++ {
			if of[j].rater == of[j-1].rater {
				return nil, seedbed.Errorf(seedbed.CodeInvalid, "rater %d rated item %d twice", of[j].rater, i)
			}
		}
	}
	return r, nil
}

// of returns the ratings of an item.
func (r *Ratings) of(item int) []vote { return r.cells[r.start[item]:r.start[item+1]] }

// counted returns how many items have any rating, how many have two or more, and
// how many ratings each category got.
func (r *Ratings) counted() (rated, usable int, perCategory []int) {
	perCategory = make([]int, len(r.values))
	for i := range r.items {
		of := r.of(i)
		if len(of) > 0 {
			rated++
		}
		if len(of) > 1 {
			usable++
		}
		for _, c := range of {
			perCategory[c.value]++
		}
	}
	return rated, usable, perCategory
}

// nothing explains why ratings allow no figure of agreement at all; "" where they
// allow some.
func (r *Ratings) nothing() string {
	_, usable, perCategory := r.counted()
	active := map[int32]bool{}
	for _, c := range r.cells {
		if active[c.rater] = true; len(active) > 1 {
			break
		}
	}
	switch {
	case len(r.cells) == 0:
		return "there is no rating at all: every value is missing"
	case len(active) < 2:
		return "there is one rater alone, who can agree with nobody"
	case usable == 0:
		return "no item was rated by two raters, so nobody can be compared"
	case len(perCategory) == 0:
		return "there is no category"
	default:
		return ""
	}
}
