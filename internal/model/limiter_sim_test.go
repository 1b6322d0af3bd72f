package model

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"seedbed.dev/seedbed"
)

// bucketServer is a model that allows so many requests a second, after a burst
// of a quarter second's worth, and refuses the rest.
type bucketServer struct {
	mu         sync.Mutex
	rate       func(time.Duration) float64 // requests a second, by time since the start
	latency    time.Duration
	refusal    time.Duration // latency of a refusal
	retryAfter time.Duration
	noise      func(most time.Duration) time.Duration // more of a time, called with the lock; nil: none

	start       time.Time
	at          time.Duration
	level       float64
	first, last time.Duration // of the first send, and of the last success
	passed      int
	refused     int
	allowed     float64 // what the limit has allowed so far
	early       int     // sends before a Retry-After was over
	until       time.Duration
	told        time.Duration // when until was last said: what leaves in that instant crosses it
	inFlight    int
	most        int
}

func newBucketServer(rate func(time.Duration) float64, latency, retryAfter time.Duration) *bucketServer {
	return &bucketServer{rate: rate, latency: latency, refusal: latency, retryAfter: retryAfter, start: time.Now(), level: rate(0) / 4, first: -1}
}

func (s *bucketServer) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	s.mu.Lock()
	if s.noise != nil { // on the way
		way := s.noise(3 * time.Millisecond)
		s.mu.Unlock()
		time.Sleep(way)
		s.mu.Lock()
	}
	now := time.Since(s.start)
	if s.first < 0 {
		s.first = now
	}
	if now < s.until && now > s.told {
		s.early++
	}
	rate := s.rate(now)
	s.allowed += rate * (now - s.at).Seconds()
	s.level = min(s.level+rate*(now-s.at).Seconds(), rate/4)
	s.at = now
	ok := s.level >= 1
	if ok {
		s.level--
	} else {
		s.refused++
	}
	s.inFlight++
	s.most = max(s.most, s.inFlight)
	back := time.Duration(0)
	if s.noise != nil {
		back = s.noise(10 * time.Millisecond)
	}
	s.mu.Unlock()
	d := s.latency
	if !ok {
		d = s.refusal
	}
	time.Sleep(d + back)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight--
	if !ok {
		s.told = time.Since(s.start)
		s.until = max(s.until, s.told+s.retryAfter)
		return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.RateLimited, Status: 429, RetryAfter: s.retryAfter, Message: "too many requests"}
	}
	s.passed++
	s.last = time.Since(s.start)
	return seedbed.Reply{Text: "ok", Finish: seedbed.FinishStop, Usage: seedbed.Usage{In: 10, Out: 5, Known: true}}, nil
}

// ask sends n requests, so many at once as workers, and waits for all replies.
func ask(t *testing.T, m seedbed.Model, n, workers int) {
	t.Helper()
	var wg sync.WaitGroup
	work := make(chan int)
	for range workers {
		wg.Go(func() {
			for i := range work {
				if _, err := m.Generate(context.Background(), seedbed.Request{Copy: i}); err != nil {
					t.Errorf("request %d: %v", i, err)
				}
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	wg.Wait()
}

// steady is a server that always allows so many requests a second.
func steady(rate float64) func(time.Duration) float64 {
	return func(time.Duration) float64 { return rate }
}

// The limits that a limiter has to keep to, in virtual time. What the limit
// allows is counted from the first send to the last success.
func TestLimiterAgainstALimitASecond(t *testing.T) {
	for _, c := range []struct {
		latency, after, refusal time.Duration
		start                   int
		efficiency              float64 // of requests sent ÷ time ÷ limit
	}{
		{0, 0, 0, 0, 0.98},
		{20 * time.Millisecond, 0, 20 * time.Millisecond, 0, 0.98},
		{50 * time.Millisecond, 0, 50 * time.Millisecond, 0, 0.98},
		{200 * time.Millisecond, 0, 200 * time.Millisecond, 0, 0.95},
		// A run of twenty seconds, and a round trip of one: four pass before slow
		// start from 32 has reached 500 in flight, and the last reply takes one.
		{time.Second, 0, time.Second, 0, 0.80},
		{time.Second, 0, time.Second, 120, 0.88},
		{time.Second, 0, 20 * time.Millisecond, 120, 0.70},
		{0, time.Second, 0, 0, 0.90},
		{20 * time.Millisecond, time.Second, 20 * time.Millisecond, 0, 0.90},
		{50 * time.Millisecond, time.Second, 50 * time.Millisecond, 0, 0.90},
		{200 * time.Millisecond, time.Second, 200 * time.Millisecond, 0, 0.90},
		{20 * time.Millisecond, time.Second, 0, 0, 0.90},
		{50 * time.Millisecond, time.Second, 0, 0, 0.90},
		{50 * time.Millisecond, time.Second, time.Millisecond, 0, 0.90},
		{200 * time.Millisecond, time.Second, time.Millisecond, 0, 0.90},
		{time.Second, time.Second, time.Second, 0, 0.74},
		{time.Second, time.Second, time.Second, 120, 0.80},
	} {
		t.Run(fmt.Sprintf("latency=%s,after=%s,refusal=%s,start=%d", c.latency, c.after, c.refusal, c.start), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newBucketServer(steady(500), c.latency, c.after)
				s.refusal = c.refusal
				l := NewLimiter(LimiterConfig{Max: 4096, Start: cmp.Or(c.start, 32)})
				ask(t, NewRetry(Limit(s, l, nil), RetryConfig{}), 10000, 5000)
				got := 10000 / 500 / (s.last - s.first).Seconds()
				t.Logf("%.3f of the limit, %d of 10000 refused, %d episodes", got, s.refused, l.Stats().Episodes)
				if got < c.efficiency {
					t.Errorf("%.3f of what the limit allows, want %.2f", got, c.efficiency)
				}
				if s.refused >= 500 {
					t.Errorf("%d of 10000 refused, want fewer than 500", s.refused)
				}
				if s.early > 0 {
					t.Errorf("%d left before a Retry-After was over", s.early)
				}
				if st := l.Stats(); st.InFlight != 0 || st.Waiting != 0 {
					t.Errorf("left over: %+v", st)
				}
			})
		})
	}
}

// As a real server does it: refusals come at once, answers and ways vary, and so
// does the bucket. What is allowed counts the burst too.
func TestLimiterAgainstAServerThatRefusesAtOnce(t *testing.T) {
	for _, latency := range []time.Duration{0, 20 * time.Millisecond, 50 * time.Millisecond, 150 * time.Millisecond} {
		for _, most := range []int{256, 4096} {
			for seed := range uint64(4) {
				t.Run(fmt.Sprintf("latency=%s,max=%d,seed=%d", latency, most, seed), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						s := newBucketServer(steady(500), latency, time.Second)
						s.refusal = time.Millisecond
						rng := rand.New(rand.NewPCG(seed, 1))
						s.noise = func(most time.Duration) time.Duration { return time.Duration(rng.Int64N(int64(most))) }
						l := NewLimiter(LimiterConfig{Max: most})
						ask(t, NewRetry(Limit(s, l, nil), RetryConfig{}), 10000, 5000)
						got := 10000 / (125 + 500*(s.last-s.first).Seconds())
						t.Logf("%.3f of the limit, %d of 10000 refused, %d episodes", got, s.refused, l.Stats().Episodes)
						if got < 0.88 {
							t.Errorf("%.3f of what the limit allows, want 0.88", got)
						}
						if s.refused >= 500 {
							t.Errorf("%d of 10000 refused, want fewer than 500", s.refused)
						}
					})
				})
			}
		}
	}
}

func TestLimiterFollowsALimitThatChanges(t *testing.T) {
	rate := func(d time.Duration) float64 {
		switch {
		case d < 20*time.Second:
			return 500
		case d < 40*time.Second:
			return 200
		default:
			return 800
		}
	}
	const n = 10000 + 4000 + 16000 // what a minute allows
	for _, latency := range []time.Duration{0, 20 * time.Millisecond, 50 * time.Millisecond} {
		for _, after := range []time.Duration{0, time.Second} {
			t.Run(fmt.Sprintf("latency=%s,after=%s", latency, after), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newBucketServer(rate, latency, after)
					l := NewLimiter(LimiterConfig{Max: 4096})
					ask(t, NewRetry(Limit(s, l, nil), RetryConfig{}), n, 5000)
					got := 60 / (s.last - s.first).Seconds()
					t.Logf("%.3f of the limit, %d of %d refused, %d episodes", got, s.refused, n, l.Stats().Episodes)
					want := 0.95
					if after > 0 { // each probe costs a pause, so it probes rarely
						want = 0.78
					}
					if got < want {
						t.Errorf("%.3f of what the limit allows, want %.2f", got, want)
					}
					if s.refused >= n/20 {
						t.Errorf("%d of %d refused, want fewer than 5 %%", s.refused, n)
					}
				})
			})
		}
	}
}
