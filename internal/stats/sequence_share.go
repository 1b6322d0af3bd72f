package stats

import (
	"fmt"
	"math"
)

// ShareSequence is a confidence sequence for the share of rows that are defective,
// or have whatever else was looked for: like Sequence, and narrower. Not for
// several goroutines at once.
//
// It mixes likelihood ratios over all shares (Robbins 1970), and, for a lot that
// is drawn from without replacement, uses the ratio of prior to posterior
// (Waudby-Smith and Ramdas 2020, theorem 2). Its upper bound alone, AtMost, is what
// SequentialPlan stops by.
type ShareSequence struct {
	level     float64
	lot       int
	n, k      int
	low, high float64 // of Bounds, so far
	atMost    float64 // of AtMost, so far
}

// NewShareSequence returns a sequence at a level in [.5, 1) for rows drawn from a
// lot of so many, or, with lot 0, from a source without end.
func NewShareSequence(level float64, lot int) (*ShareSequence, error) {
	if !(level >= .5 && level < 1) || lot < 0 {
		return nil, fmt.Errorf("a confidence sequence wants a level between .5 and 1 and a lot of 0 or more rows; got %v and %d", level, lot)
	}
	return &ShareSequence{level: level, lot: lot, high: 1, atMost: 1}, nil
}

// Add adds the next row. One more than the lot has is an error and changes nothing.
func (s *ShareSequence) Add(defective bool) error {
	if s.lot > 0 && s.n == s.lot {
		return fmt.Errorf("the lot has %d rows, and all were seen", s.lot)
	}
	s.n++
	if defective {
		s.k++
	}
	if s.lot > 0 {
		s.narrowLot()
	} else {
		s.narrow()
	}
	return nil
}

// N returns how many rows were added, and how many of them were defective.
func (s *ShareSequence) N() (rows, defective int) { return s.n, s.k }

func (s *ShareSequence) narrow() {
	rich, share := -math.Log(1-s.level), float64(s.k)/float64(s.n)
	a, b := float64(s.k)+.5, float64(s.n-s.k)+.5
	mixed := lbeta(a, b) - lbeta(.5, .5)
	over := func(p float64) float64 {
		return mixed - xlogy(float64(s.k), p) - xlogy(float64(s.n-s.k), 1-p) - rich
	}
	if s.k > 0 && over(s.low) < 0 || s.low == 0 && s.k > 0 {
		s.low = max(s.low, root(s.low, share, func(p float64) float64 { return -over(p) }))
	}
	if s.k < s.n {
		s.high = min(s.high, root(share, 1, over))
	}
	one := root(share, 1, func(p float64) float64 {
		if p <= 0 || p >= 1 {
			return 1
		}
		return wealthBelow(p, s.n, s.k) - rich
	})
	s.atMost = min(s.atMost, one)
}

func (s *ShareSequence) narrowLot() {
	rich := -math.Log(1 - s.level)
	n, k, lot := s.n, s.k, s.lot
	first, last := k, lot-(n-k)
	// Prior to posterior; it falls towards the likeliest number of defects and
	// rises beyond.
	mixed := lbeta(float64(k)+.5, float64(n-k)+.5) - lbeta(.5, .5)
	over := func(d int) bool {
		return logChoose(lot, d)-logChoose(lot-n, d-k)+mixed >= rich
	}
	mid := min(last, max(first, int(float64(k)/float64(n)*float64(lot+1))))
	low := searchInt(first, mid, func(d int) bool { return !over(d) })
	high := searchInt(mid+1, last+1, over) - 1
	s.low = max(s.low, float64(low)/float64(lot))
	s.high = min(s.high, float64(high)/float64(lot))
	// The upper bound alone costs a mixture for every number of defects that it is
	// tried with: it goes down from where it is, in steps that double.
	rules := func(d int) bool { return lotWealth(lotPrior(0, d-1), d, n, k, lot) >= rich }
	top := min(last, int(math.Round(s.atMost*float64(lot)))) // the largest that is left
	step := 1
	for top-step > mid && rules(top-step+1) {
		step *= 2
	}
	from := max(mid, top-step)
	one := searchInt(max(from, 1), top+1, rules) - 1
	s.atMost = min(s.atMost, float64(one)/float64(lot))
}

func lbeta(a, b float64) float64 { return lgamma(a) + lgamma(b) - lgamma(a+b) }

const methodSequence = "mixture (anytime-valid), guaranteed at least"

// Bounds returns the share so far with the two-sided interval that holds at all
// times.
func (s *ShareSequence) Bounds() Estimate { return s.estimate(s.low, s.high, methodSequence) }

// AtMost returns the share so far with an upper bound that holds at all times: for
// a claim that fewer than so many are defective.
func (s *ShareSequence) AtMost() Estimate {
	return s.estimate(0, s.atMost, methodSequence+", one-sided")
}

func (s *ShareSequence) estimate(low, high float64, method string) Estimate {
	if s.n == 0 {
		return Undefined(noRowsForThis)
	}
	share := float64(s.k) / float64(s.n)
	if s.n == s.lot {
		return Exact(share, s.n)
	}
	return Between(share, low, high, s.level, method, s.n)
}
