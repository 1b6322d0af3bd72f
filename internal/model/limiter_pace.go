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
// In the pause of a Retry-After the bucket fills again: what passes after it is
// burst too, and only two refusals together tell the burst from the rate.
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
	seek  bool    // goal is not known: the rate doubles in probe seconds, and goes on growing
	clock float64 // seconds since the last cut in which calls waited

	next    time.Duration // when the next call may leave
	step    float64       // seconds between two calls at the present rate
	opening []stretch     // before the first cut, while seek
	number  uint32        // of the call that was refused at the last cut
	edge    time.Duration // when it left, and a little
	fill    float64       // seconds in which the bucket fills, once seek is over
	cutAt   time.Duration // the last cut
	from    time.Duration // when calls left again after it; at first, when the first left
	begun   bool          // a call has left
	trip    float64       // seconds of a round trip at the last cut
	drain   float64       // of calls that passed, sent before the last cut and answered in the round trip after it
	spill   float64       // of those that were refused
	read    bool          // drain has been made use of
	count   float64       // of calls that passed since the last cut
	log     passLog
	calls   uint32  // that left
	since   uint32  // of those, before the last cut
	left    passLog // those that left, by when
}

// slack is how far calls that left late, for a timer's sake, may catch up.
const slack = 10 * time.Millisecond

// together is within what time calls are taken to have left at once, and may be
// overtaken on their way.
const together = 2 * time.Millisecond

// restful is the shortest pause in which a burst can have gathered.
const restful = 250 * time.Millisecond

// usualFill is how many seconds' worth a bucket is taken to hold until two
// refusals have told.
const usualFill = 0.25

// current returns the rate, 0 for no bound.
func (p *pacer) current() float64 {
	switch {
	case p.rate == 0:
		return 0
	case p.seek:
		u := p.clock / p.probe
		if p.rested() { // slowly near the guess, for a long stretch says more; ever faster after
			u *= u
		}
		return p.rate * math.Exp2(min(u, 30))
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
	p.calls++
	p.left.add(now)
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
func (p *pacer) answered(now time.Duration, call Permit, stale bool) {
	switch {
	case !stale:
	case call.sent > p.edge && (now-p.cutAt).Seconds() <= p.trip:
		p.drain++
	case call.sent <= p.edge && call.number > p.number:
		p.amend(1)
	}
	p.count++
	p.log.add(now)
}

// cut takes note of a call whose refusal is the first of an episode. Nothing
// leaves before until; so many calls are under way, the refused one among them.
func (p *pacer) cut(now, until, rtt time.Duration, call Permit, underWay int) {
	pause := (until - now).Seconds()
	rests := pause >= restful.Seconds()
	trip := rtt.Seconds()
	if p.count == 0 { // no round trip has been seen
		trip = (now - p.from).Seconds()
	}
	was := p.current()
	switch active := (now - p.from).Seconds(); {
	case was == 0 && (active < 1 || active < 3*trip):
		// Little but the burst has passed. Look for the rate from below.
		p.opening = p.stretches(call)
		p.seek = true
		if p.rate = (p.count + float64(underWay)) / max(active+pause, 0.25); rests {
			p.rate = max(p.opening[0].calls, 1) / (p.opening[0].seconds + usualFill)
		}
	case was == 0:
		// Of what passed lately a part was burst.
		p.set(0.9 * p.recent(now, trip))
		p.fill = usualFill
	case active < 0.1+trip && (p.rested() || active < 0.15): // too soon to have learned anything
		p.set(was / 2)
	case p.seek:
		goal := max(p.sustained(now, call), was/4)
		if !p.rested() && trip > 0.1 {
			goal = max(goal, 0.9*p.recent(now, trip))
		}
		p.set(min(goal, was))
		if p.fill = usualFill; p.rested() {
			p.fill = excess(p.opening, p.goal) / p.goal
		}
		p.seek, p.opening = false, nil
	default:
		p.set(min(max(p.sustained(now, call), was/2), was))
	}
	p.hold = max(1, 10*trip, 20*pause)
	p.probe = max(2, 15*trip, 3*pause)
	if !p.seek && rests {
		p.rate = 0.985 * p.goal // a bucket that has filled forgives
	}
	if p.seek {
		if p.probe = max(0.25, 1.5*trip); rests {
			p.probe = max(1.5, p.probe)
		}
	}
	p.since, p.number, p.edge = p.calls, call.number, call.sent+together
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

// rested reports whether there was a restful pause after the last cut.
func (p *pacer) rested() bool { return p.from-p.cutAt >= restful }

// useDrain learns from the calls that were under way at the first cut. They left
// faster than was sustained and found the bucket empty, so those of them that
// passed in one round trip are what the endpoint sustains in that time.
func (p *pacer) useDrain(now time.Duration) {
	p.read = true
	if !p.rested() || (now-p.cutAt).Seconds() < p.trip || p.drain < 50 || p.spill < p.drain/10 {
		return
	}
	p.seek, p.opening = false, nil
	p.set(p.drain / p.trip)
	p.fill = usualFill
	p.probe = max(2, 15*p.trip, 3*(p.from-p.cutAt).Seconds())
}

// refused takes note of another refusal of the same episode. Nothing leaves
// before until.
func (p *pacer) refused(call Permit, until time.Duration) {
	p.spill++
	if call.number < p.number {
		p.amend(-1)
	}
	if until > p.from {
		p.next, p.from = until, until
	}
}
