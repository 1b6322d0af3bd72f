package model

import "time"

// stretch is a time before a refusal, and how many calls left in it.
type stretch struct{ seconds, calls float64 }

// stretches returns those that end where a call left that was refused, and begin
// after the last cut: the longest first, as far back as the log reaches.
//
// Calls are counted when they left, not when they were answered: a refusal comes
// at once and an answer takes its time, so that of what passed before a refusal
// many answers are still to come.
func (p *pacer) stretches(call Permit) []stretch {
	longest := stretch{(call.sent - p.from).Seconds(), float64(call.number - 1 - p.since)}
	list := []stretch{longest}
	after := float64(p.calls - call.number + 1)
	first := max(p.left.bucket(p.from)+1, p.left.last-passBuckets+1)
	n := p.left.from(first) - after
	for b := first; b < p.left.bucket(call.sent); b++ {
		list = append(list, stretch{(call.sent - time.Duration(b)*passWidth).Seconds(), n})
		n -= p.left.at(b)
	}
	return list
}

// excess returns what an endpoint's bucket held, if it sustains a rate and these
// stretches ended in a refusal. From an instant at which the bucket was full,
//
//	calls = bucket + rate × seconds
//
// and from any other it is less: so it is the greatest over all stretches.
func excess(list []stretch, rate float64) float64 {
	most := 0.0
	for _, s := range list {
		most = max(most, s.calls-rate*s.seconds)
	}
	return most
}

// amend corrects how many passed before the first cut.
func (p *pacer) amend(n float64) {
	for i := range p.opening {
		p.opening[i].calls += n
	}
}

// sustained returns what rate the endpoint sustains, or a lower bound, from what
// has passed between the last cut and a call that was refused.
func (p *pacer) sustained(now time.Duration, call Permit) float64 {
	best := 0.0
	if d := (now - p.cutAt).Seconds(); d > 0 {
		best = p.count / d
	}
	if !p.rested() {
		return best
	}
	list := p.stretches(call)
	if p.seek {
		return max(best, p.crossing(list))
	}
	fill := min(p.fill, (p.from - p.cutAt).Seconds())
	for _, s := range list {
		if s.seconds >= list[0].seconds/2 { // a short stretch says little
			best = max(best, s.calls/(s.seconds+fill))
		}
	}
	return best
}

// crossing returns the rate at which the bucket was as full after the pause as at
// the opening.
func (p *pacer) crossing(list []stretch) float64 {
	low, high := 0.0, p.current()
	for range 20 {
		rate := (low + high) / 2
		if excess(list, rate) > excess(p.opening, rate) {
			low = rate
		} else {
			high = rate
		}
	}
	return low
}

// passLog counts what passed, by time: a ring of the latest passBuckets.
type passLog struct {
	count [passBuckets]float64
	last  int64 // bucket that was added to last
}

const (
	passBuckets = 512
	passWidth   = 25 * time.Millisecond
)

func (l *passLog) bucket(t time.Duration) int64 { return int64(t / passWidth) }

func (l *passLog) at(b int64) float64 {
	if b > l.last || b <= l.last-passBuckets || b < 0 {
		return 0
	}
	return l.count[b%passBuckets]
}

func (l *passLog) add(now time.Duration) {
	b := l.bucket(now)
	if b > l.last {
		for i := max(l.last+1, b-passBuckets+1); i <= b; i++ {
			l.count[i%passBuckets] = 0
		}
		l.last = b
	}
	l.count[b%passBuckets]++
}

// from returns how many are in a bucket and all later ones.
func (l *passLog) from(first int64) float64 {
	n := 0.0
	for b := l.last; b >= max(first, l.last-passBuckets+1, 0); b-- {
		n += l.count[b%passBuckets]
	}
	return n
}

// since returns how many passed since an instant, as far back as the log
// reaches.
func (l *passLog) since(t time.Duration) float64 { return l.from(l.bucket(t)) }
