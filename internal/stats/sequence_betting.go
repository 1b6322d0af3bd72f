package stats

import (
	"fmt"
	"math"
)

// Sequence is a confidence sequence for the mean of numbers in [0, 1], seen one
// after another: its bounds hold at all times together, so that one may look
// after every number and stop whenever one likes. Drawn from a lot without
// replacement, the mean is that of the lot. Not for several goroutines at once.
//
// It bets against every mean on a grid (hedged capital, Waudby-Smith and Ramdas
// 2024, theorem 3 and section 4.2; without replacement, theorem 4): a mean that
// somebody would have grown rich betting against is ruled out. Nothing is assumed
// of how numbers vary. For numbers that are 0 or 1, ShareSequence is narrower.
type Sequence struct {
	level    float64
	lot      int
	bets     bets
	sum      float64
	up, down []float64 // wealth of who bets that the mean is above, or below, each of the grid
	lo, hi   int       // the means on the grid that are not ruled out
	low      float64   // what the lot leaves possible
	high     float64
}

// gridSteps is how fine the grid is; near 0 and 1 it is finer, since that is where
// rates lie.
const gridSteps = 1000

func gridMean(i int) float64 {
	s := math.Sin(math.Pi / 2 * float64(i) / gridSteps)
	return s * s
}

// NewSequence returns a sequence at a level in (0, 1) for numbers drawn from a lot
// of so many rows, or, with lot 0, from a source without end.
func NewSequence(level float64, lot int) (*Sequence, error) {
	if !validLevel(level) || lot < 0 {
		return nil, fmt.Errorf("a confidence sequence wants a level between 0 and 1 and a lot of 0 or more rows; got %v and %d", level, lot)
	}
	s := &Sequence{level: level, lot: lot, hi: gridSteps, high: 1, bets: newBets((1 - level) / 2)}
	s.up, s.down = make([]float64, gridSteps+1), make([]float64, gridSteps+1)
	for i := range s.up {
		s.up[i], s.down[i] = 1, 1
	}
	return s, nil
}

// Add adds the next number. One outside [0, 1], or one more than the lot has, is an
// error and changes nothing.
func (s *Sequence) Add(x float64) error {
	if !(x >= 0 && x <= 1) {
		return fmt.Errorf("%v is not between 0 and 1", x)
	}
	if s.lot > 0 && s.bets.n == s.lot {
		return fmt.Errorf("the lot has %d rows, and all were seen", s.lot)
	}
	bet, left := s.bets.next(), 1.0
	if s.lot > 0 {
		left = float64(s.lot - s.bets.n)
	}
	for i := s.lo; i <= s.hi; i++ {
		mean := gridMean(i)
		if s.lot > 0 {
			mean = (float64(s.lot)*mean - s.sum) / left
		}
		s.up[i] *= raised(bet, x, mean)
		s.down[i] *= raised(bet, 1-x, 1-mean)
	}
	s.bets.add(x)
	s.sum += x
	s.narrow()
	return nil
}

// narrow rules out what has become rich to bet against. Wealth falls along the grid
// for who bets upwards and rises for who bets downwards, so that what is left is an
// interval.
func (s *Sequence) narrow() {
	rich := 2 / (1 - s.level) // half of the stake is on either side
	for s.lo < s.hi && s.up[s.lo] >= rich {
		s.lo++
	}
	for s.hi > s.lo && s.down[s.hi] >= rich {
		s.hi--
	}
	if s.lot > 0 {
		s.low = max(s.low, s.sum/float64(s.lot))
		s.high = min(s.high, 1-(float64(s.bets.n)-s.sum)/float64(s.lot))
	}
}

// N returns how many numbers were added.
func (s *Sequence) N() int { return s.bets.n }

// Bounds returns the mean so far with the interval that holds at all times.
func (s *Sequence) Bounds() Estimate {
	if s.bets.n == 0 {
		return Undefined(noRowsForThis)
	}
	low, high := 0.0, 1.0
	if s.lo > 0 {
		low = gridMean(s.lo - 1) // between the last that is ruled out and the next, all may be true
	}
	if s.hi < gridSteps {
		high = gridMean(s.hi + 1)
	}
	low, high = max(low, s.low), min(high, s.high)
	mean := s.sum / float64(s.bets.n)
	if s.lot == s.bets.n {
		return Exact(mean, s.bets.n)
	}
	return Between(mean, low, high, s.level, "betting (anytime-valid), guaranteed at least", s.bets.n)
}

// bets chooses stakes by what was seen before: the predictable mixture for the
// empirical Bernstein process (Waudby-Smith and Ramdas 2024, equation 15).
type bets struct {
	stake     float64 // 2 ln(1/α), for the α of one side
	n         int
	sum       float64
	deviation float64 // of each number from the mean as it was known with it
}

func newBets(alpha float64) bets { return bets{stake: 2 * math.Log(1/alpha)} }

func (b *bets) next() float64 {
	t := float64(b.n + 1)
	variance := (.25 + b.deviation) / t
	return math.Sqrt(b.stake / (t * math.Log1p(t) * variance))
}

func (b *bets) add(x float64) {
	b.n++
	b.sum += x
	mean := (.5 + b.sum) / float64(b.n+1)
	b.deviation += (x - mean) * (x - mean)
}

// raised returns by what a bet multiplies the wealth of who bets that the mean is
// above the one given. At most half of the wealth is at stake.
func raised(bet, x, mean float64) float64 {
	switch {
	case mean < 0:
		return math.Inf(1) // more was seen already than such a lot could hold
	case mean > 1:
		return 1
	}
	if bet*mean > .5 {
		bet = .5 / mean
	}
	return 1 + bet*(x-mean)
}

// bettingMartingale returns the hedged capital against a mean after each number:
// the larger of the two sides, each with half of the stake.
func bettingMartingale(x []float64, mean, alpha float64) []float64 {
	b, up, down := newBets(alpha/2), .5, .5
	out := make([]float64, len(x))
	for i, v := range x {
		bet := b.next()
		up *= raised(bet, v, mean)
		down *= raised(bet, 1-v, 1-mean)
		b.add(v)
		out[i] = max(up, down)
	}
	return out
}
