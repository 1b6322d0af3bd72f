package model

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"seedbed.dev/seedbed"
)

// script answers with one error after the other, and then always well. A nil
// error is a good answer.
func script(sent *atomic.Int64, errs ...error) modelFunc {
	return func(context.Context, seedbed.Request) (seedbed.Reply, error) {
		n := sent.Add(1)
		if int(n) <= len(errs) && errs[n-1] != nil {
			return seedbed.Reply{}, errs[n-1]
		}
		return seedbed.Reply{Text: "ok"}, nil
	}
}

func class(c seedbed.ErrorClass) *seedbed.CallError {
	return &seedbed.CallError{Class: c, Message: string(c)}
}

func always() float64 { return 1 } // the longest jitter

func TestRetry(t *testing.T) {
	transient, limited := class(seedbed.Transient), class(seedbed.RateLimited)
	limits := make([]error, 100)
	for i := range limits {
		limits[i] = limited
	}
	odd := errors.New("odd")
	for _, c := range []struct {
		name string
		cfg  RetryConfig
		errs []error
		sent int64
		took time.Duration
		want error // nil: it is answered
	}{
		{"at once", RetryConfig{}, nil, 1, 0, nil},
		{"after two failures", RetryConfig{}, []error{transient, transient}, 3, 1500 * time.Millisecond, nil},
		{"gives up", RetryConfig{Attempts: 3}, []error{transient, transient, transient}, 3, 1500 * time.Millisecond, transient},
		{"no longer than Max", RetryConfig{Base: time.Second, Max: 2 * time.Second}, []error{transient, transient, transient, transient}, 5, 7 * time.Second, nil},
		{"within MaxElapsed", RetryConfig{MaxElapsed: 2 * time.Second}, []error{transient, transient, transient, transient}, 3, 1500 * time.Millisecond, transient},
		{"rate limits do not count", RetryConfig{Attempts: 2}, limits, 101, 5 * time.Second, nil},
		{"permanent", RetryConfig{}, []error{class(seedbed.Permanent)}, 1, 0, class(seedbed.Permanent)},
		{"bad request", RetryConfig{}, []error{transient, class(seedbed.BadRequest)}, 2, 500 * time.Millisecond, class(seedbed.BadRequest)},
		{"asked to wait", RetryConfig{}, []error{&seedbed.CallError{Class: seedbed.Transient, RetryAfter: 9 * time.Second}}, 2, 9 * time.Second, nil},
		{"no error of a call", RetryConfig{}, []error{odd}, 1, 0, odd},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var sent atomic.Int64
				c.cfg.Jitter = always
				r := NewRetry(script(&sent, c.errs...), c.cfg)
				start := time.Now()
				reply, err := r.Generate(t.Context(), seedbed.Request{})
				if sent.Load() != c.sent || time.Since(start) != c.took {
					t.Errorf("%d sent in %s, want %d in %s", sent.Load(), time.Since(start), c.sent, c.took)
				}
				if c.want == nil && (err != nil || reply.Attempts != int(c.sent)) {
					t.Errorf("got %+v, %v", reply, err)
				}
				if c.want != nil && (err == nil || !strings.Contains(err.Error(), c.want.Error())) {
					t.Errorf("got %v, want %v", err, c.want)
				}
			})
		})
	}
}

func TestRetryStopsWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int64
		dead := modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) {
			sent.Add(1)
			return seedbed.Reply{}, class(seedbed.Transient)
		})
		gate := NewGate()
		r := NewRetry(dead, RetryConfig{Base: time.Hour, Max: time.Hour, Jitter: always, Gate: gate})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := r.Generate(ctx, seedbed.Request{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("context: %v", err)
		}
		time.AfterFunc(time.Minute, func() { gate.Close(nil) })
		start := time.Now()
		if _, err := r.Generate(t.Context(), seedbed.Request{}); !errors.Is(err, seedbed.ErrStopping) || time.Since(start) != time.Minute {
			t.Errorf("gate: %v after %s", err, time.Since(start))
		}
		if sent.Load() != 2 {
			t.Errorf("%d sent, want 2", sent.Load())
		}
	})
}

func TestBreakerEndsARunAgainstADeadServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBreaker(BreakerConfig{URL: "http://127.0.0.1:9"})
		var sent atomic.Int64
		r := NewRetry(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) {
			sent.Add(1)
			return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Transient, Message: "connection refused"}
		}), RetryConfig{Breaker: b, Jitter: always})
		start := time.Now()
		var wg sync.WaitGroup
		for range 64 {
			wg.Go(func() {
				_, err := r.Generate(context.Background(), seedbed.Request{})
				var call *seedbed.CallError
				if !errors.As(err, &call) || call.Class != seedbed.Permanent || !strings.HasPrefix(err.Error(), "nothing answered at http://127.0.0.1:9 in ") {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(start); took < 10*time.Second || took > 30*time.Second {
			t.Errorf("it took %s", took)
		}
		n := sent.Load()
		if _, err := r.Generate(t.Context(), seedbed.Request{}); err == nil || sent.Load() != n {
			t.Errorf("after it tripped: %v, %d sent", err, sent.Load()-n)
		}
	})
}

// Any answer starts the count anew: a server that fails now and then is not dead.
func TestBreakerMindsAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, answer := range []error{nil, class(seedbed.RateLimited), class(seedbed.BadRequest)} {
			b := NewBreaker(BreakerConfig{After: 3, Over: time.Second})
			var sent atomic.Int64
			r := NewRetry(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) {
				if sent.Add(1)%3 == 0 {
					return seedbed.Reply{}, answer
				}
				return seedbed.Reply{}, class(seedbed.Transient)
			}), RetryConfig{Breaker: b})
			for range 20 {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				_, _ = r.Generate(ctx, seedbed.Request{})
				cancel()
			}
			if err := b.Err(); err != nil {
				t.Errorf("answer %v: tripped: %v", answer, err)
			}
		}
		b := NewBreaker(BreakerConfig{After: 2, Over: time.Second})
		failed := &seedbed.CallError{Class: seedbed.Transient, Status: 500, Message: "oops"}
		_ = b.failed(failed)
		time.Sleep(3 * time.Second)
		if err := b.failed(failed); err == nil || err.Error() != "nothing but errors came in 2 tries over 3 s: oops (HTTP 500)" {
			t.Errorf("got %v", err)
		}
	})
}

func TestPlainTime(t *testing.T) {
	for d, want := range map[time.Duration]string{
		12 * time.Millisecond: "12 ms", 12300 * time.Millisecond: "12 s", 5 * time.Minute: "5 min",
	} {
		if got := plainTime(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestGate(t *testing.T) {
	var none *Gate
	none.Close(nil)
	if none.Check() != nil || none.Cause() != nil || none.Done() != nil {
		t.Error("a nil gate is not open")
	}
	g := NewGate()
	if g.Check() != nil {
		t.Error("a new gate is closed")
	}
	why := fmt.Errorf("why")
	g.Close(why)
	g.Close(nil)
	<-g.Done()
	if !errors.Is(g.Check(), seedbed.ErrStopping) || !errors.Is(g.Cause(), why) {
		t.Errorf("closed: %v because %v", g.Check(), g.Cause())
	}
}
