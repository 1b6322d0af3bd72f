package model

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

func TestLimiterReachesManyInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const latency = 50 * time.Millisecond
		l := NewLimiter(LimiterConfig{Max: 10000})
		start := time.Now()
		var reached time.Duration
		most := 0
		var mu sync.Mutex
		slow := modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) {
			n := l.Stats().InFlight
			mu.Lock()
			most = max(most, n)
			if n >= 2000 && reached == 0 {
				reached = time.Since(start)
			}
			mu.Unlock()
			time.Sleep(latency)
			return seedbed.Reply{}, nil
		})
		ask(t, Limit(slow, l, nil), 60000, 10000)
		t.Logf("2000 in flight after %.1f round trips", float64(reached)/float64(latency))
		if reached == 0 || reached > 8*latency {
			t.Errorf("2000 in flight after %s (at most %d), want it within 8 round trips", reached, most)
		}
	})
}

func TestLimiterIsFirstComeFirstServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{Max: 1})
		p, err := l.Acquire(t.Context(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		var order []int
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				p, err := l.Acquire(context.Background(), nil, 0)
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, i) // one in flight: no race
				l.Release(p, Outcome{Tokens: -1})
			})
			synctest.Wait()
		}
		l.Release(p, Outcome{Tokens: -1})
		wg.Wait()
		for i := range order {
			if order[i] != i {
				t.Fatalf("left in the order %v", order)
			}
		}
	})
}

func TestLimiterStopsWaitingOnContextAndGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{Max: 1})
		gate := NewGate()
		p, _ := l.Acquire(t.Context(), gate, 0)
		ctx, cancel := context.WithCancel(t.Context())
		first, second := make(chan error, 1), make(chan error, 1)
		go func() { _, err := l.Acquire(ctx, gate, 0); first <- err }()
		go func() { _, err := l.Acquire(context.Background(), gate, 0); second <- err }()
		synctest.Wait()
		cancel()
		if err := <-first; !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: got %v", err)
		}
		gate.Close(nil)
		if err := <-second; !errors.Is(err, seedbed.ErrStopping) {
			t.Errorf("gate closed: got %v", err)
		}
		if _, err := l.Acquire(t.Context(), gate, 0); !errors.Is(err, seedbed.ErrStopping) {
			t.Errorf("after the gate closed: got %v", err)
		}
		l.Release(p, Outcome{Tokens: -1})
		if s := l.Stats(); s.InFlight != 0 || s.Waiting != 0 {
			t.Errorf("left over: %+v", s)
		}
	})
}

func TestLimiterCutsOncePerEpisode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{Start: 64, Max: 64})
		var permits []Permit
		for range 64 {
			p, err := l.Acquire(t.Context(), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			permits = append(permits, p)
		}
		time.Sleep(10 * time.Millisecond)
		for _, p := range permits {
			l.Release(p, Outcome{Failed: true, RateLimited: true, RetryAfter: 2 * time.Second, Tokens: -1})
		}
		s := l.Stats()
		if s.Episodes != 1 || s.Refused != 64 || s.Limit != 32 {
			t.Errorf("got %+v, want one episode, 64 refused, a limit of 32", s)
		}
		start := time.Now()
		if _, err := l.Acquire(t.Context(), nil, 0); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(start); d < 2*time.Second || d > 2100*time.Millisecond {
			t.Errorf("left after %s, want 2 s", d)
		}
	})
}

// Errors that are no rate limit, and a day of Retry-After, leave it usable.
func TestLimiterMindsOnlyRateLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{})
		for range 100 {
			p, _ := l.Acquire(t.Context(), nil, 0)
			l.Release(p, Outcome{Failed: true, Tokens: -1})
		}
		if s := l.Stats(); s.Limit != 32 || s.Rate != 0 {
			t.Errorf("after other errors: %+v", s)
		}
		p, _ := l.Acquire(t.Context(), nil, 0)
		l.Release(p, Outcome{Failed: true, RateLimited: true, RetryAfter: 1 << 62, Tokens: -1})
		start := time.Now()
		if _, err := l.Acquire(t.Context(), nil, 0); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(start); d < maxPause || d > maxPause+time.Second {
			t.Errorf("left after %s, want %s", d, maxPause)
		}
	})
}

func TestLimiterKeepsToRequestsAndTokensAMinute(t *testing.T) {
	for _, c := range []struct {
		cfg  LimiterConfig
		most int // calls in the first ten minutes
	}{
		{LimiterConfig{RPM: 60}, 600},
		{LimiterConfig{RPM: 600}, 6000},
		{LimiterConfig{TPM: 1500}, 1000},            // 15 tokens each, once settled
		{LimiterConfig{RPM: 600, TPM: 15000}, 6000}, // the smaller of 6000 and 10000
	} {
		t.Run(fmt.Sprintf("%+v", c.cfg), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := NewLimiter(c.cfg)
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				var mu sync.Mutex
				calls := 0
				m := Limit(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) {
					mu.Lock()
					calls++
					mu.Unlock()
					time.Sleep(20 * time.Millisecond)
					return seedbed.Reply{Usage: seedbed.Usage{In: 10, Out: 5, Known: true}}, nil
				}), l, nil)
				var wg sync.WaitGroup
				for range 50 {
					wg.Go(func() {
						for ctx.Err() == nil {
							m.Generate(ctx, seedbed.Request{Params: seedbed.Params{MaxTokens: 20}})
						}
					})
				}
				wg.Wait()
				if slack := c.most/50 + 11; calls < c.most-slack || calls > c.most+slack {
					t.Errorf("%d calls in ten minutes, want %d", calls, c.most)
				}
			})
		})
	}
}

// Whatever happens, no more are in flight than Max, nothing is lost, and the
// limiter ends empty and usable.
func TestLimiterProperty(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cfg := LimiterConfig{
			Max: rapid.IntRange(1, 50).Draw(rt, "max"), Start: rapid.IntRange(0, 60).Draw(rt, "start"),
			RPM: rapid.SampledFrom([]int{0, 0, 6000}).Draw(rt, "rpm"), TPM: rapid.SampledFrom([]int{0, 0, 1e6}).Draw(rt, "tpm"),
		}
		seed := rapid.Uint64().Draw(rt, "seed")
		synctest.Test(t, func(*testing.T) {
			l := NewLimiter(cfg)
			var mu sync.Mutex
			rng := rand.New(rand.NewPCG(seed, 1))
			roll := func(n int) int { mu.Lock(); defer mu.Unlock(); return rng.IntN(n) }
			under := 0
			m := Limit(modelFunc(func(ctx context.Context, _ seedbed.Request) (seedbed.Reply, error) {
				mu.Lock()
				under++
				if under > cfg.Max {
					rt.Errorf("%d in flight, at most %d wanted", under, cfg.Max)
				}
				mu.Unlock()
				defer func() { mu.Lock(); under--; mu.Unlock() }()
				time.Sleep(time.Duration(roll(100)) * time.Millisecond)
				switch roll(8) {
				case 0:
					return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.RateLimited, RetryAfter: time.Duration(roll(3)) * 100 * time.Millisecond}
				case 1:
					return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Transient}
				}
				return seedbed.Reply{}, nil
			}), l, nil)
			var wg sync.WaitGroup
			for range 100 {
				wg.Go(func() {
					for range 5 {
						ctx, cancel := context.WithTimeout(context.Background(), time.Duration(1+roll(5000))*time.Millisecond)
						m.Generate(ctx, seedbed.Request{})
						cancel()
					}
				})
			}
			wg.Wait()
			if s := l.Stats(); s.InFlight != 0 || s.Waiting != 0 || l.stale != 0 || l.first != nil {
				rt.Errorf("left over: %+v, stale %d", s, l.stale)
			}
			if _, err := m.Generate(context.Background(), seedbed.Request{}); errors.Is(err, context.Canceled) {
				rt.Errorf("not usable after: %v", err)
			}
		})
	})
}

func BenchmarkLimiter(b *testing.B) {
	l := NewLimiter(LimiterConfig{})
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		p, _ := l.Acquire(ctx, nil, 0)
		l.Release(p, Outcome{Tokens: -1})
	}
}

// Ten thousand goroutines wait for 256 places.
func BenchmarkLimiterContended(b *testing.B) {
	l := NewLimiter(LimiterConfig{Start: 256, Max: 256})
	ctx := context.Background()
	work := make(chan struct{}, 1024)
	var wg sync.WaitGroup
	for range 10000 {
		wg.Go(func() {
			for range work {
				p, _ := l.Acquire(ctx, nil, 0)
				l.Release(p, Outcome{Tokens: -1})
			}
		})
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		work <- struct{}{}
	}
	close(work)
	wg.Wait()
}
