package review

import (
	"math"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

// within follows a claim that a judge is near to people on average: the mean, over
// rows that the judge scored, of its score less the mean of people's answers, both from
// 0 to 1. Rows that nobody could rate, or that the judge did not score, are left out:
// the claim is of the others.
type within struct {
	all   *Claims
	judge *judgeClaim
	lot   int // rows that the judge scored
	// differences of the random items, moved into [0, 1]; below 0: there is none.
	differ []float64
	n      int // rows that have one and are settled
	fixed  int // rows that a Fixed inspection looks at; 0: one after another

	next     int // rows before it are in the bound
	sequence *stats.Sequence
}

func newWithin(c *Claims, j *judgeClaim) (follower, error) {
	w := &within{all: c, judge: j, lot: c.s.Judged[j.key], differ: make([]float64, c.random)}
	for i := range w.differ {
		w.differ[i] = -1
	}
	if c.in.Fixed {
		w.fixed = min(judgeRows(c.in, j.claim), c.random)
	}
	return w, w.restart()
}

func (w *within) restart() (err error) {
	w.next = 0
	if w.sequence, err = stats.NewSequence(w.all.in.Confidence, w.lot); err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "following %q: %w", w.judge.claim.Text, err)
	}
	return nil
}

func (w *within) settled(item int, o *RowOutcome) {
	if item >= w.all.random {
		return
	}
	now := -1.0
	if score, scored := w.all.s.Items[item].Judge[w.judge.key]; scored && o != nil && !o.Void {
		if people, has := o.Values[w.judge.criterion.Name]; has {
			now = max(0, min(1, (score-people+1)/2))
		}
	}
	if w.differ[item] >= 0 {
		w.n--
	}
	if now >= 0 {
		w.n++
	}
	w.differ[item] = now
	if item < w.next {
		w.next = -1 // what was added cannot be taken back
	}
}

// narrow adds rows in drawn order, up to the first that is open.
func (w *within) narrow() {
	if w.next < 0 && w.restart() != nil {
		return
	}
	for ; w.next < w.all.random && w.all.state[w.next] != rowOpen; w.next++ {
		if x := w.differ[w.next]; x >= 0 && w.sequence.Add(x) != nil {
			return // more rows than the sample says that the judge scored: the file was made up
		}
	}
}

func (w *within) state() ClaimState {
	s := stateOf(w.judge.claim)
	s.Rows, s.Verdict = w.n, stats.CannotTell
	switch {
	case w.lot == 0:
		s.More, s.Why = -1, "the judge scored no row of "+w.judge.criterion.Name
		s.Estimate = stats.Undefined("%s", s.Why)
		return s
	case w.fixed > 0:
		w.atOnce(&s)
	default:
		w.narrow()
		s.Estimate = fromUnit(w.sequence.Bounds())
		s.More = w.more(&s.Estimate)
	}
	s.Verdict = nearZero(&s.Estimate, s.Limit)
	if s.Decided() {
		s.More, s.Why = 0, ""
	}
	return s
}

// atOnce is the figure of a sample of fixed size.
func (w *within) atOnce(s *ClaimState) {
	done := 0
	var d []float64
	for i := range w.fixed {
		if w.all.state[i] != rowOpen {
			done++
		}
		if w.differ[i] >= 0 {
			d = append(d, 2*w.differ[i]-1)
		}
	}
	if done < w.fixed {
		s.More = w.fixed - done
		s.Estimate = stats.Undefined("a sample of fixed size says nothing before all of it is settled")
		return
	}
	s.Estimate = stats.Mean(d, w.all.in.Confidence)
	if len(d) == w.lot && len(d) > 0 {
		s.Estimate = stats.Exact(s.Estimate.Value, len(d))
	}
	s.More, s.Why = -1, usedUp(w.fixed)
	if s.Estimate.NoInterval != "" {
		s.Why = s.Estimate.NoInterval
	}
}

// more guesses how many more rows would decide it if differences stay as they are:
// an interval narrows as one over the root of the rows.
func (w *within) more(e *stats.Estimate) int {
	left := w.all.random - w.all.settledRows()
	switch {
	case left == 0:
		return -1
	case e.Interval == nil:
		return min(left, judgeRows(w.all.in, w.judge.claim))
	}
	half, room := (e.Interval.High-e.Interval.Low)/2, math.Abs(w.judge.claim.Limit-math.Abs(e.Value))
	if room <= 0 {
		return left
	}
	by := half / room
	return max(1, int(min(float64(left), math.Ceil(float64(e.N)*(by*by-1)))))
}

// fromUnit moves a figure from [0, 1] back to [−1, 1].
func fromUnit(e stats.Estimate) stats.Estimate {
	e.Value = 2*e.Value - 1
	if e.Interval != nil {
		i := *e.Interval
		i.Low, i.High = 2*i.Low-1, 2*i.High-1
		e.Interval = &i
	}
	return e
}

// nearZero says whether a figure is within a limit of 0.
func nearZero(e *stats.Estimate, limit float64) stats.Verdict {
	above := stats.Claim{Op: ">", Limit: -limit}.Judge(*e)
	below := stats.Claim{Op: "<", Limit: limit}.Judge(*e)
	switch {
	case above == stats.NotMet || below == stats.NotMet:
		return stats.NotMet
	case above == stats.Met && below == stats.Met:
		return stats.Met
	}
	return stats.CannotTell
}
