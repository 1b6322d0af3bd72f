package model

import "time"

// allowance is a token bucket for what an account says it allows a minute. It
// holds one second's worth; what is taken beyond it is owed, so that a request
// larger than the bucket passes and the average holds.
type allowance struct {
	perNano float64 // 0: no bound
	size    float64
	level   float64
	at      time.Duration
}

func newAllowance(perMinute int) allowance {
	if perMinute <= 0 {
		return allowance{}
	}
	size := max(float64(perMinute)/60, 1)
	return allowance{perNano: float64(perMinute) / float64(time.Minute), size: size, level: size}
}

// wait returns how long it is until n may be taken.
func (a *allowance) wait(now time.Duration, n int) time.Duration {
	if a.perNano == 0 {
		return 0
	}
	a.level = min(a.level+a.perNano*float64(now-a.at), a.size)
	a.at = now
	short := min(float64(n), a.size) - a.level
	if short <= 1e-9 {
		return 0
	}
	return max(time.Duration(short/a.perNano), time.Nanosecond)
}

func (a *allowance) take(n int) { a.level -= float64(n) }

// settle gives back what was taken and not used; n may be negative.
func (a *allowance) settle(n int) {
	if a.perNano > 0 {
		a.level = min(a.level+float64(n), a.size)
	}
}
