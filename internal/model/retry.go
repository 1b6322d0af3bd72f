package model

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"seedbed.dev/seedbed"
)

// RetryConfig says how often and how soon a failed call is sent again. Zeroes
// mean the defaults.
type RetryConfig struct {
	Attempts   int           // tries of one call, rate-limited ones left out; default 8
	Base       time.Duration // longest wait before the second try; doubles with each; default 500 ms
	Max        time.Duration // longest wait; default 30 s
	MaxElapsed time.Duration // after a call's first failure, when no further try begins; default: no bound
	// Jitter returns numbers in [0, 1); it is called by many goroutines at once.
	// Default: math/rand/v2.
	Jitter  func() float64
	Gate    *Gate    // when it closes, nothing is tried again; nil: always open
	Breaker *Breaker // shared by all models of one endpoint; nil: none
}

// limitedWait is the longest that a call waits by itself after a rate limit: just
// enough to keep refused calls from coming back together. The limiter knows how
// long the endpoint needs.
const limitedWait = 50 * time.Millisecond

// Retry is a Model that sends a call again when the same call may succeed later.
// Transient failures wait with exponential back-off and full jitter (M. Brooker,
// "Exponential Backoff And Jitter", 2015). A rate limit delays a call and never
// fails it. Permanent errors and bad requests are returned at once.
type Retry struct {
	next seedbed.Model
	cfg  RetryConfig
}

// NewRetry returns a Retry before next.
func NewRetry(next seedbed.Model, cfg RetryConfig) *Retry {
	if cfg.Attempts <= 0 {
		cfg.Attempts = 8
	}
	if cfg.Base <= 0 {
		cfg.Base = 500 * time.Millisecond
	}
	if cfg.Max <= 0 {
		cfg.Max = 30 * time.Second
	}
	if cfg.Jitter == nil {
		cfg.Jitter = rand.Float64
	}
	return &Retry{next: next, cfg: cfg}
}

// Generate asks next until it answers, or fails for good. It sets
// Reply.Attempts.
func (r *Retry) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	var failed failures
	for sent := 1; ; sent++ {
		if err := r.cfg.Breaker.Err(); err != nil {
			return seedbed.Reply{}, err
		}
		reply, err := r.next.Generate(ctx, req)
		if err == nil {
			r.cfg.Breaker.answered()
			reply.Attempts = sent
			return reply, nil
		}
		wait, err := r.after(&failed, err)
		if err != nil {
			return seedbed.Reply{}, err
		}
		if err := r.sleep(ctx, wait); err != nil {
			return seedbed.Reply{}, err
		}
	}
}

// failures are one call's transient failures.
type failures struct {
	n     int
	first time.Time
}

// after returns how long to wait before the next try, or the error to give up
// with.
func (r *Retry) after(f *failures, err error) (time.Duration, error) {
	call, ok := callError(err)
	if !ok {
		return 0, err
	}
	switch call.Class {
	case seedbed.RateLimited:
		r.cfg.Breaker.answered()
		return time.Duration(r.cfg.Jitter() * float64(limitedWait)), nil
	case seedbed.Transient:
	default:
		r.cfg.Breaker.answered()
		return 0, err
	}
	if err := r.cfg.Breaker.failed(call); err != nil {
		return 0, err
	}
	now := time.Now()
	if f.n++; f.n == 1 {
		f.first = now
	}
	if f.n >= r.cfg.Attempts {
		return 0, fmt.Errorf("no reply in %d tries: %w", f.n, err)
	}
	wait := r.backoff(f.n)
	wait = max(wait, min(call.RetryAfter, maxPause))
	if r.cfg.MaxElapsed > 0 && now.Add(wait).Sub(f.first) > r.cfg.MaxElapsed {
		return 0, fmt.Errorf("no reply in %d tries over %s: %w", f.n, plainTime(now.Sub(f.first)), err)
	}
	return wait, nil
}

// backoff returns a random wait after the n-th failure, n from 1.
func (r *Retry) backoff(n int) time.Duration {
	longest := r.cfg.Max
	if shift := n - 1; shift < 32 && r.cfg.Base<<shift>>shift == r.cfg.Base {
		longest = min(longest, r.cfg.Base<<shift)
	}
	return time.Duration(r.cfg.Jitter() * float64(longest))
}

func (r *Retry) sleep(ctx context.Context, d time.Duration) error {
	if err := r.cfg.Gate.Check(); err != nil {
		return err
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-r.cfg.Gate.Done():
		return seedbed.ErrStopping
	case <-r.cfg.Breaker.tripped():
		return r.cfg.Breaker.Err()
	}
}

func callError(err error) (*seedbed.CallError, bool) {
	var call *seedbed.CallError
	ok := errors.As(err, &call)
	return call, ok
}

// plainTime prints a time for a person: "840 ms", "12 s", "3 min".
func plainTime(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	default:
		return fmt.Sprintf("%.0f min", d.Minutes())
	}
}
