package model

import (
	"math"
	"time"
)

// pacer spreads calls in time, at a rate that it learns from refusals.
//
// An endpoint that allows so many requests a second lets a burst pass first, so
// it is modelled as a token bucket: in any stretch of t seconds, at most
// burst + sustained × t calls pass; just after a refusal the bucket is empty, and
// from then on at most sustained × t. What has passed therefore gives lower
// bounds of the sustained rate, which are tight when the endpoint was kept busy.
// After a cut the rate comes back to what was learned along a cubic, stays there
// (as CUBIC does: Ha, Rhee and Xu, 2008), and then probes for more. Where a
// refusal costs a pause, it probes rarely enough that pauses stay a small part.
//
// Time counts only while calls wait for the pacer: a rate that nobody uses does
// not grow.
type pacer struct {
	rate  float64 // calls a second just after the last cut; 0: not paced
	goal  float64 // what the endpoint sustains, as far as is known
	hold  float64 // seconds in which the rate comes from rate to goal
	probe float64 // seconds in which it doubles after
	seek  bool    // goal is not known: the rate doubles every probe seconds
	clock float64 // seconds since the last cut in which calls waited

	next  time.Duration // when the next call may leave
	step  float64       // seconds between two calls at the present rate
	burst float64       // what passed of the calls sent before the first cut
	span  float64       // seconds in which they were sent
	cutAt time.Duration // the last cut
	from  time.Duration // when calls left again after it; at first, when the first left
	begun bool          // a call has left
	trip  float64       // seconds of a round trip at the last cut
	drain float64       // of calls that passed, sent before the last cut and answered in the round trip after it
	spill float64       // of those that were refused
	read  bool          // drain has been made use of
	count float64       // of calls that passed since the last cut
	log   passLog
}

// slack is how far calls that left late, for a timer's sake, may catch up.
const slack = 10 * time.Millisecond

// current returns the rate, 0 for no bound.
func (p *pacer) current() float64 {
	switch {
	case p.rate == 0:
		return 0
	case p.seek:
		return p.rate * math.Exp2(min(p.clock/p.probe, 30))
	case p.clock < p.hold:
		f := 1 - p.clock/p.hold
		return p.goal + (p.rate-p.goal)*f*f*f
	default:
		u := (p.clock - p.hold) / p.probe
		return p.goal * (1 + u*u)
	}
}

// wait returns how long it is until a call may leave at a rate.
func (p *pacer) wait(now time.Duration, rate float64) time.Duration {
	if rate == 0 {
		p.step = 0
		return 0
	}
	p.step = 1 / rate
	return p.next - now
}

// sent takes note of a call that leaves. It follows wait.
func (p *pacer) sent(now time.Duration) {
	if !p.begun {
		p.begun, p.from = true, now
	}
	if p.step == 0 {
		return
	}
	if !p.read {
		p.useDrain(now)
	}
	if p.next < now-slack {
		p.next = now - slack
	} else {
		p.clock += p.step
	}
	p.next += time.Duration(p.step * 1e9)
}

// answered takes note of a call that passed; stale says that it was sent before
// the last cut.
func (p *pacer) answered(now time.Duration, stale bool) {
	if stale && (now-p.cutAt).Seconds() <= p.trip {
		p.drain++
	}
	if stale && p.seek && now-p.cutAt < 2*time.Millisecond { // it left together with the first that was refused
		p.burst++
	}
	p.count++
	p.log.add(now)
}

// cut takes note of the first refusal of an episode. Nothing leaves before
// until; so many calls are under way, the refused one among them.
func (p *pacer) cut(now, until, rtt time.Duration, underWay int) {
	pause := (until - now).Seconds()
	trip := rtt.Seconds()
	if p.count == 0 { // no round trip has been seen
		trip = (now - p.from).Seconds()
	}
	was := p.current()
	switch active := (now - p.from).Seconds(); {
	case was == 0 && (active < 1 || active < 3*trip):
		// Little but the burst has passed. Look for the rate from below.
		p.burst, p.span = p.count, max(active-trip, 0)
		p.rate = (p.count + float64(underWay)) / max(active+pause, 0.25)
		p.seek = true
	case was == 0:
		// Of what passed lately a part was burst.
		p.set(0.9 * p.recent(now, trip))
		p.burst = p.goal / 4
	case active < 0.1+trip && (p.rested() || active < 0.15): // too soon to have learned anything
		p.set(was / 2)
	case p.seek:
		goal := max(p.sustained(now), was/4)
		if !p.rested() && trip > 0.1 {
			goal = max(goal, 0.9*p.recent(now, trip))
		}
		p.set(min(goal, was))
		p.seek = false
	default:
		p.set(min(max(p.sustained(now), was/2), was))
	}
	p.hold = max(1, 10*trip, 20*pause)
	p.probe = max(2, 15*trip, 4*pause)
	if p.seek {
		p.probe = max(0.25, 1.5*trip)
	}
	p.clock, p.count, p.cutAt = 0, 0, now
	p.trip, p.drain, p.spill, p.read = trip, 0, 0, was > 0
	p.next, p.from = until, until
}

func (p *pacer) set(goal float64) {
	p.goal = max(goal, 1.0/60)
	p.rate = 0.97 * p.goal
}

// recent returns how many passed a second in the last round trip.
func (p *pacer) recent(now time.Duration, trip float64) float64 {
	w := max(trip, 0.5)
	return p.log.since(now-time.Duration(w*1e9)) / w
}

// rested reports whether there was a pause after the last cut in which a burst
// can have gathered.
func (p *pacer) rested() bool { return p.from-p.cutAt >= 250*time.Millisecond }

// useDrain learns from the calls that were under way at the first cut. They left
// faster than was sustained and found the bucket empty, so those of them that
// passed in one round trip are what the endpoint sustains in that time.
func (p *pacer) useDrain(now time.Duration) {
	p.read = true
	if !p.rested() || (now-p.cutAt).Seconds() < p.trip || p.drain < 50 || p.spill < p.drain/10 {
		return
	}
	p.seek = false
	p.set(p.drain / p.trip)
	p.burst, p.span = p.goal/4, 0
	p.probe = max(2, 15*p.trip, 4*(p.from-p.cutAt).Seconds())
}

// refused takes note of another refusal of the same episode. Nothing leaves
// before until.
func (p *pacer) refused(until time.Duration) {
	p.spill++
	if until > p.from {
		p.next, p.from = until, until
	}
}

// sustained returns the greatest lower bound that what has passed since the last
// cut gives for the rate that the endpoint sustains.
func (p *pacer) sustained(now time.Duration) float64 {
	best := 0.0
	if d := (now - p.cutAt).Seconds(); d > 0 {
		best = p.count / d
	}
	if !p.rested() {
		return best
	}
	n := 0.0
	for b := p.log.bucket(now); b > p.log.bucket(p.from) && b > p.log.last-passBuckets; b-- {
		n += p.log.at(b)
		// passed = burst + sustained × seconds, here and until the first refusal.
		if d := (now - time.Duration(b)*passWidth).Seconds(); d >= 0.15+p.span {
			best = max(best, (n-p.burst)/(d-p.span))
		}
	}
	return best
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

// since returns how many passed since an instant, as far back as the log
// reaches.
func (l *passLog) since(t time.Duration) float64 {
	n := 0.0
	for b := l.last; b >= max(l.bucket(t), l.last-passBuckets+1); b-- {
		n += l.count[b%passBuckets]
	}
	return n
}
