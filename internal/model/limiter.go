package model

import (
	"context"
	"math"
	"sync"
	"time"

	"seedbed.dev/seedbed"
)

// LimiterConfig bounds what one endpoint and account is sent. Zeroes mean the
// defaults.
type LimiterConfig struct {
	Max   int // the most calls in flight; default 256
	Start int // in flight at the start; default 32, or a sixteenth of Max if that is more
	RPM   int // requests a minute that the account allows; 0: not known
	TPM   int // tokens a minute that the account allows; 0: not known
}

// maxPause is the longest that one Retry-After is believed: a server that asks
// for a day is asked again each hour.
const maxPause = time.Hour

// minPause is how long nothing leaves after a refusal without Retry-After.
const minPause = 50 * time.Millisecond

// Limiter decides when calls to one endpoint and account may leave. All models
// behind it share one. Calls leave in the order in which they came.
//
// It bounds two things, and learns both from what the endpoint refuses:
//
//   - How many calls are in flight. Additive increase, multiplicative decrease,
//     with slow start: the bound doubles with each clean and saturated round trip
//     until the first refusal; after, it grows by one part in twenty a round trip.
//   - How many leave a second, from the first refusal on: see pacer.
//
// One episode of refusals cuts both once: calls sent before the cut do not cut
// again. Nothing leaves before a Retry-After is over. Only refusals for too much
// at once count; other errors and replies out of the store leave it as it is.
type Limiter struct {
	max  float64
	base time.Time // instants are durations since then

	mu       sync.Mutex
	limit    float64
	slow     bool // in slow start
	inFlight int
	stale    int    // of inFlight, sent before the last cut: the pacer has them in its rate
	epoch    uint32 // number of cuts
	episodes int
	refused  int
	paused   time.Duration // nothing leaves before
	rtt      float64       // of calls that were answered, smoothed, in nanoseconds
	pace     pacer
	requests allowance
	tokens   allowance

	first, last *turn // waiting, in the order in which they came
	waiting     int
	spare       *turn // turns for reuse, linked by next
	spares      int
	timer       *time.Timer
	armed       bool // timer is set
	armedFor    time.Duration
}

// turn is a call that waits.
type turn struct {
	ready      chan Permit
	tokens     int
	prev, next *turn
	listed     bool
}

// Permit is a call's leave to be sent. It must be given back once, by Release.
type Permit struct {
	epoch  uint32
	number uint32 // among all that were sent, from 1
	sent   time.Duration
	tokens int
}

// LimiterStats is where a limiter stands.
type LimiterStats struct {
	Limit       int       // the most in flight, for now
	InFlight    int       // calls that were sent and have not come back
	Waiting     int       // calls that wait for their turn
	Rate        float64   // calls a second that may leave, for now; 0: no bound
	Episodes    int       // times that it was told to slow down
	Refused     int       // calls refused for too much at once
	PausedUntil time.Time // when the next call may leave; zero: now
}

// NewLimiter returns a limiter. It starts no goroutine.
func NewLimiter(cfg LimiterConfig) *Limiter {
	if cfg.Max <= 0 {
		cfg.Max = 256
	}
	if cfg.Start <= 0 {
		cfg.Start = max(32, cfg.Max/16)
	}
	return &Limiter{
		max:      float64(cfg.Max),
		base:     time.Now(),
		limit:    float64(min(cfg.Start, cfg.Max)),
		slow:     true,
		requests: newAllowance(cfg.RPM),
		tokens:   newAllowance(cfg.TPM),
	}
}

func (l *Limiter) countsTokens() bool { return l.tokens.perNano > 0 }

// Stats returns where the limiter stands.
func (l *Limiter) Stats() LimiterStats {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := LimiterStats{
		Limit: int(l.limit), InFlight: l.inFlight, Waiting: l.waiting,
		Rate: l.pace.current(), Episodes: l.episodes, Refused: l.refused,
	}
	if l.paused > time.Since(l.base) {
		s.PausedUntil = l.base.Add(l.paused)
	}
	return s
}

// Acquire waits for a call's turn. Tokens is an estimate of what it will take,
// for accounts with tokens a minute. It returns the context's error, or
// seedbed.ErrStopping when the gate closes first.
func (l *Limiter) Acquire(ctx context.Context, gate *Gate, tokens int) (Permit, error) {
	if err := gate.Check(); err != nil {
		return Permit{}, err
	}
	if err := ctx.Err(); err != nil {
		return Permit{}, err
	}
	now := time.Since(l.base)
	l.mu.Lock()
	if l.first == nil && l.wait(now, tokens) <= 0 {
		p := l.send(now, tokens)
		l.mu.Unlock()
		return p, nil
	}
	w := l.enqueue(tokens)
	l.dispatch(now)
	l.mu.Unlock()
	select {
	case p := <-w.ready:
		l.recycle(w)
		return p, nil
	case <-ctx.Done():
		return Permit{}, l.abandon(w, ctx.Err())
	case <-gate.Done():
		return Permit{}, l.abandon(w, seedbed.ErrStopping)
	}
}

// Release tells how a call went, and lets others go on.
func (l *Limiter) Release(p Permit, out Outcome) {
	now := time.Since(l.base)
	l.mu.Lock()
	defer l.mu.Unlock()
	saturated := l.first != nil || l.full()
	l.inFlight--
	if p.epoch != l.epoch {
		l.stale--
	}
	switch {
	case out.RateLimited:
		l.refuse(now, p, min(out.RetryAfter, maxPause))
	case !out.Failed:
		l.answer(now, p, saturated)
	}
	if out.Tokens >= 0 {
		l.tokens.settle(p.tokens - out.Tokens)
	} else if out.Failed {
		l.tokens.settle(p.tokens)
	}
	l.dispatch(now)
}

// All below are called with the lock held, except recycle and abandon.

// answer takes note of a reply.
func (l *Limiter) answer(now time.Duration, p Permit, saturated bool) {
	took := float64(now - p.sent)
	if l.rtt == 0 {
		l.rtt = took
	} else {
		l.rtt += (took - l.rtt) / 16
	}
	l.pace.answered(now, p, p.epoch != l.epoch)
	if p.epoch != l.epoch || !saturated || l.limit >= l.max {
		return
	}
	switch {
	case l.slow && l.limit >= 256 && l.rtt > 150e6:
		// What overshoots in a long round trip is refused by the hundreds.
		l.limit = min(l.limit+0.5, l.max)
	case l.slow || l.pace.seek:
		l.limit = min(l.limit+1, l.max)
	default:
		l.limit = min(l.limit+max(1/l.limit, 0.05), l.max)
	}
}

// refuse takes note of a refusal.
func (l *Limiter) refuse(now time.Duration, p Permit, after time.Duration) {
	l.refused++
	if p.epoch != l.epoch {
		if after > 0 {
			l.paused = max(l.paused, now+after)
		}
		l.pace.refused(p, l.paused)
		return
	}
	l.paused = max(l.paused, now+max(after, minPause))
	l.epoch++
	l.stale = l.inFlight
	l.episodes++
	l.slow = false
	l.pace.cut(now, l.paused, time.Duration(l.rtt), p, l.inFlight+1)
	// What flows at the rate that was learned is what is needed in flight.
	need := l.pace.rate * l.rtt / 1e9 * 1.25
	l.limit = max(l.limit/2, min(need, l.limit), 1)
}

func (l *Limiter) full() bool {
	return float64(l.inFlight-l.stale+1) > l.limit || float64(l.inFlight+1) > l.max
}

// wait returns how long it is until a call may leave; more than zero, and
// possibly for ever, when it may not now.
func (l *Limiter) wait(now time.Duration, tokens int) time.Duration {
	if l.full() {
		return math.MaxInt64
	}
	d := max(l.paused-now, l.requests.wait(now, 1), l.tokens.wait(now, tokens))
	rate := l.pace.current()
	if l.slow && l.limit < l.max && l.rtt > 1e6 {
		// Replies that come together must not send the next round together.
		rate = 1.25 * l.limit / l.rtt * 1e9
	}
	return max(d, l.pace.wait(now, rate))
}

func (l *Limiter) send(now time.Duration, tokens int) Permit {
	l.inFlight++
	l.requests.take(1)
	l.tokens.take(tokens)
	l.pace.sent(now)
	return Permit{epoch: l.epoch, number: l.pace.calls, sent: now, tokens: tokens}
}

// dispatch lets those in front go, and sets the timer when time alone keeps the
// next.
func (l *Limiter) dispatch(now time.Duration) {
	for w := l.first; w != nil; w = l.first {
		d := l.wait(now, w.tokens)
		if d > 0 {
			l.arm(now, d)
			return
		}
		l.unlink(w)
		w.ready <- l.send(now, w.tokens)
	}
	l.disarm()
}

// arm sets the timer; a bound in flight needs none, since a release dispatches.
func (l *Limiter) arm(now, d time.Duration) {
	if d == math.MaxInt64 {
		l.disarm()
		return
	}
	if l.armed && l.armedFor == now+d {
		return
	}
	l.armed, l.armedFor = true, now+d
	if l.timer == nil {
		l.timer = time.AfterFunc(d, l.tick)
		return
	}
	l.timer.Reset(d)
}

func (l *Limiter) disarm() {
	if l.armed {
		l.armed = false
		l.timer.Stop()
	}
}

func (l *Limiter) tick() {
	now := time.Since(l.base)
	l.mu.Lock()
	l.armed = false
	l.dispatch(now)
	l.mu.Unlock()
}
