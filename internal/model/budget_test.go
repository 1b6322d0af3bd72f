package model

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// testPrice asks a dollar for a thousand tokens of request, and two for a
// thousand of reply.
func testPrice(u seedbed.Usage) seedbed.Cost {
	if !u.Known {
		return seedbed.Cost{}
	}
	return seedbed.Cost{USD: (float64(u.In) + 2*float64(u.Out)) / 1000, Known: true}
}

func noPrice(seedbed.Usage) seedbed.Cost { return seedbed.Cost{} }

// question is a request whose worst case is 100 tokens in and 50 out: $0.20.
func question() seedbed.Request {
	r := say(strings.Repeat("x", 20))
	r.Params.MaxTokens = 50
	return r
}

func usage(in, out int) seedbed.Reply {
	return seedbed.Reply{Usage: seedbed.Usage{In: in, Out: out, Known: true}}
}

func TestBudgetSaysWhenItIsUsedUp(t *testing.T) {
	b := NewBudget(plan.Budget{USD: 1}, seedbed.Spend{Calls: 3, USD: 0.75, Priced: 3}, nil, nil)
	m := Capped(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) { return usage(50, 25), nil }), b, "writer", testPrice)
	reply, err := m.Generate(t.Context(), question())
	if err != nil || math.Abs(reply.Cost.USD-0.1) > 1e-12 {
		t.Fatalf("got %+v, %v", reply.Cost, err)
	}
	_, err = m.Generate(t.Context(), question())
	want := "the budget of $1.00 is used up: $0.85 spent, the next call could cost $0.20; raise it with --budget"
	if err == nil || err.Error() != want || seedbed.CodeOf(err) != seedbed.CodeBudget {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if s := b.Spent(); s.Calls != 4 || s.In != 50 || s.Out != 25 || s.Priced != 4 || math.Abs(s.USD-0.85) > 1e-12 {
		t.Errorf("spent %+v", s)
	}
	tiny := Capped(nil, NewBudget(plan.Budget{USD: 0.005}, seedbed.Spend{Calls: 1, USD: 0.00496, Priced: 1}, nil, nil), "writer",
		func(u seedbed.Usage) seedbed.Cost {
			return seedbed.Cost{USD: float64(u.In+u.Out) * 3e-7, Known: true}
		})
	_, err = tiny.Generate(t.Context(), question())
	want = "the budget of $0.0050 is used up: $0.0050 spent, the next call could cost $0.000045; raise it with --budget"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	tokens := Capped(nil, NewBudget(plan.Budget{Tokens: 100}, seedbed.Spend{In: 10}, nil, nil), "writer", noPrice)
	_, err = tokens.Generate(t.Context(), question())
	want = "the budget of 100 tokens is used up: 10 spent, the next call could take 150; raise budget.tokens"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestBudgetWithoutAWorstCase(t *testing.T) {
	var sent atomic.Int64
	ok := script(&sent)
	unlimited := question()
	unlimited.Params.MaxTokens = 0
	for _, c := range []struct {
		cap   plan.Budget
		price func(seedbed.Usage) seedbed.Cost
		req   seedbed.Request
		want  string
	}{
		{plan.Budget{USD: 1}, noPrice, question(), `the price of model "writer" is not known, so a budget in dollars cannot be kept; set models.writer.price, or a budget in tokens`},
		{plan.Budget{USD: 1}, testPrice, unlimited, `model "writer" may reply at any length, so a budget cannot be kept; set max_tokens`},
		{plan.Budget{Tokens: 1000}, noPrice, unlimited, `model "writer" may reply at any length, so a budget cannot be kept; set max_tokens`},
		{plan.Budget{Tokens: 1000}, noPrice, question(), ""},
		{plan.Budget{}, noPrice, unlimited, ""},
		{plan.Budget{Time: time.Hour}, noPrice, unlimited, ""},
	} {
		sent.Store(0)
		_, err := Capped(ok, NewBudget(c.cap, seedbed.Spend{}, nil, nil), "writer", c.price).Generate(t.Context(), c.req)
		switch {
		case c.want == "" && (err != nil || sent.Load() != 1):
			t.Errorf("%+v: %v, %d sent", c.cap, err, sent.Load())
		case c.want != "" && (err == nil || err.Error() != c.want || seedbed.CodeOf(err) != seedbed.CodeInvalid || sent.Load() != 0):
			t.Errorf("%+v: got %v, %d sent, want %s", c.cap, err, sent.Load(), c.want)
		}
	}
}

func TestBudgetKeepsWhatMayBeBilled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name  string
		reply seedbed.Reply
		err   error
		kept  float64
	}{
		{"refused", seedbed.Reply{}, class(seedbed.RateLimited), 0},
		{"failed", seedbed.Reply{}, class(seedbed.Transient), 0},
		{"cut off", seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Transient, MaybeBilled: true}, 0.2},
		{"cancelled while under way", seedbed.Reply{}, ctx.Err(), 0.2},
		{"cancelled before it left", seedbed.Reply{}, &unsentError{ctx.Err()}, 0},
		{"not written", seedbed.Reply{}, seedbed.Errorf(seedbed.CodeInvalid, "extra"), 0},
		{"of unknown usage", seedbed.Reply{}, nil, 0.2},
	} {
		b := NewBudget(plan.Budget{USD: 1}, seedbed.Spend{}, nil, nil)
		m := Capped(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) { return c.reply, c.err }), b, "writer", testPrice)
		_, err := m.Generate(t.Context(), question())
		if (err == nil) != (c.err == nil) || (err != nil && !errors.Is(err, errors.Unwrap(&unsentError{c.err})) && !errors.Is(c.err, err)) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.err)
		}
		s := b.Stats()
		if math.Abs(s.KeptUSD-c.kept) > 1e-9 || s.ReservedUSD != 0 || s.InFlight != 0 || s.KeptTokens != int(c.kept*750) {
			t.Errorf("%s: %+v, want %.2f kept", c.name, s, c.kept)
		}
	}
}

// With room for one worst case at a time, calls go one after the other, and as
// many as their actual cost allows.
func TestBudgetWaitsForOthersToSettle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBudget(plan.Budget{USD: 0.55}, seedbed.Spend{}, nil, nil)
		var sent atomic.Int64
		m := Capped(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) {
			sent.Add(1)
			time.Sleep(time.Second)
			return usage(50, 25), nil // half the worst case
		}), b, "writer", testPrice)
		var wg sync.WaitGroup
		var refused atomic.Int64
		for range 20 {
			wg.Go(func() {
				if _, err := m.Generate(context.Background(), question()); err != nil {
					if seedbed.CodeOf(err) != seedbed.CodeBudget {
						t.Error(err)
					}
					refused.Add(1)
				}
			})
		}
		wg.Wait()
		if sent.Load() != 4 || refused.Load() != 16 { // 4 × 0.10, and 0.15 is less than a worst case
			t.Errorf("%d sent, %d refused, want 4 and 16", sent.Load(), refused.Load())
		}
	})
}

func TestBudgetStopsWaitingOnContextAndGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := NewGate()
		b := NewBudget(plan.Budget{USD: 0.3}, seedbed.Spend{}, nil, gate)
		m := Capped(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) {
			time.Sleep(time.Hour)
			return usage(1, 1), nil
		}), b, "writer", testPrice)
		results := make([]chan error, 3)
		ctx, cancel := context.WithCancel(t.Context())
		for i, ctx := range []context.Context{t.Context(), ctx, t.Context()} {
			results[i] = make(chan error, 1)
			go func() { _, err := m.Generate(ctx, question()); results[i] <- err }()
			synctest.Wait()
		}
		cancel()
		if err := <-results[1]; !errors.Is(err, context.Canceled) {
			t.Errorf("context: %v", err)
		}
		gate.Close(nil)
		if err := <-results[2]; !errors.Is(err, seedbed.ErrStopping) {
			t.Errorf("gate: %v", err)
		}
		if err := <-results[0]; err != nil {
			t.Errorf("the call under way: %v", err)
		}
		if s := b.Stats(); s.Waiting != 0 || s.InFlight != 0 || s.ReservedUSD != 0 {
			t.Errorf("left over: %+v", s)
		}
	})
}

func TestBudgetOfTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := NewGate()
		var sent atomic.Int64
		b := NewBudget(plan.Budget{Time: time.Minute}, seedbed.Spend{}, nil, gate)
		m := Capped(script(&sent), b, "writer", noPrice)
		if _, err := m.Generate(t.Context(), question()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if _, err := m.Generate(t.Context(), question()); seedbed.CodeOf(err) != seedbed.CodeBudget || sent.Load() != 1 {
			t.Errorf("got %v, %d sent", err, sent.Load())
		}
		if seedbed.CodeOf(gate.Cause()) != seedbed.CodeBudget {
			t.Errorf("the gate was closed by %v", gate.Cause())
		}
		early := NewGate()
		b = NewBudget(plan.Budget{Time: time.Minute}, seedbed.Spend{}, nil, early)
		if err := b.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		if early.Check() != nil {
			t.Error("a closed budget closed its gate")
		}
	})
}

// ledger is a Leaser.
type ledger struct {
	mu     sync.Mutex
	usd    float64
	tokens int
	writes int
	err    error
}

func (l *ledger) Lease(_ context.Context, usd float64, tokens int) error {
	time.Sleep(5 * time.Millisecond)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return l.err
	}
	l.usd, l.tokens = usd, tokens
	l.writes++
	return nil
}

func (l *ledger) get() (float64, int) { l.mu.Lock(); defer l.mu.Unlock(); return l.usd, l.tokens }

func TestBudgetLeasesBeforeItSends(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{}
		b := NewBudget(plan.Budget{USD: 1000}, seedbed.Spend{}, l, nil)
		var mu sync.Mutex
		under, n := 0, 0
		m := Capped(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) {
			mu.Lock()
			under++
			n++
			cut := n%100 == 0
			usd, tokens := l.get()
			if usd < float64(under)*0.2-1e-9 || tokens < under*150 {
				t.Errorf("%d under way, and $%.2f and %d tokens leased", under, usd, tokens)
			}
			mu.Unlock()
			time.Sleep(100 * time.Millisecond)
			mu.Lock()
			under--
			mu.Unlock()
			if cut {
				return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Transient, MaybeBilled: true}
			}
			return usage(50, 25), nil
		}), b, "writer", testPrice)
		ask(t, NewRetry(modelFunc(func(ctx context.Context, _ seedbed.Request) (seedbed.Reply, error) {
			return m.Generate(ctx, question())
		}), RetryConfig{}), 1000, 200)
		if l.writes > 12 {
			t.Errorf("%d leases for 200 at once, want few", l.writes)
		}
		if err := b.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if usd, _ := l.get(); math.Abs(usd-b.Stats().KeptUSD) > 1e-9 || usd == 0 {
			t.Errorf("$%.2f leased at the end, want the $%.2f that may have been billed", usd, b.Stats().KeptUSD)
		}
		broken := NewBudget(plan.Budget{USD: 1}, seedbed.Spend{}, &ledger{err: errors.New("disk full")}, nil)
		_, err := Capped(m, broken, "writer", testPrice).Generate(t.Context(), question())
		if seedbed.CodeOf(err) != seedbed.CodeStorage || broken.Stats().InFlight != 0 {
			t.Errorf("a lease that fails: %v, %+v", err, broken.Stats())
		}
	})
}

// tally is a server that bills: what it has billed never exceeds the cap, at any
// moment, whatever the concurrency, the errors and the cancellations.
type tally struct {
	mu     sync.Mutex
	rng    *rand.Rand
	usd    float64
	tokens int
	over   func(usd float64, tokens int)
}

func (s *tally) roll(n int) int { s.mu.Lock(); defer s.mu.Unlock(); return s.rng.IntN(n) }

func (s *tally) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	if s.roll(10) == 0 {
		return seedbed.Reply{}, class([]seedbed.ErrorClass{seedbed.RateLimited, seedbed.Transient, seedbed.BadRequest}[s.roll(3)])
	}
	in := 1 + s.roll(len(req.Messages[0].Content)+16+64)
	u := seedbed.Usage{In: in, CachedIn: s.roll(in + 1), Out: s.roll(req.Params.MaxTokens + 1), Known: true}
	s.mu.Lock()
	s.usd += testPrice(u).USD
	s.tokens += u.In + u.Out
	s.over(s.usd, s.tokens)
	s.mu.Unlock()
	select {
	case <-ctx.Done():
		return seedbed.Reply{}, ctx.Err()
	case <-time.After(time.Duration(s.roll(50)) * time.Millisecond):
	}
	switch s.roll(10) {
	case 0:
		return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Transient, MaybeBilled: true}
	case 1:
		return seedbed.Reply{}, nil // it does not say what it took
	}
	return seedbed.Reply{Usage: u}, nil
}

func TestBudgetIsNeverExceeded(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		limit := plan.Budget{USD: rapid.SampledFrom([]float64{0, 0.1, 1, 7.77, 30}).Draw(rt, "usd"), Tokens: rapid.SampledFrom([]int{0, 50, 1000, 20000}).Draw(rt, "tokens")}
		before := seedbed.Spend{USD: rapid.SampledFrom([]float64{0, 0.05, 3}).Draw(rt, "spent"), In: rapid.IntRange(0, 100).Draw(rt, "in")}
		seed := rapid.Uint64().Draw(rt, "seed")
		synctest.Test(t, func(*testing.T) {
			server := &tally{rng: rand.New(rand.NewPCG(seed, 2))}
			server.over = func(usd float64, tokens int) {
				if limit.USD > 0 && before.USD+usd > limit.USD+1e-9 {
					rt.Errorf("$%v billed, of $%v", before.USD+usd, limit.USD)
				}
				if limit.Tokens > 0 && before.In+tokens > limit.Tokens {
					rt.Errorf("%d tokens billed, of %d", before.In+tokens, limit.Tokens)
				}
			}
			b := NewBudget(limit, before, &ledger{}, nil)
			m := NewRetry(Capped(Limit(server, NewLimiter(LimiterConfig{}), nil), b, "m", testPrice), RetryConfig{Attempts: 2})
			var wg sync.WaitGroup
			for range 200 {
				wg.Go(func() {
					req := say(strings.Repeat("y", server.roll(100)))
					req.Params.MaxTokens = 1 + server.roll(200)
					ctx, cancel := context.WithTimeout(context.Background(), time.Duration(1+server.roll(500))*time.Millisecond)
					defer cancel()
					_, _ = m.Generate(ctx, req)
				})
			}
			wg.Wait()
			if s := b.Stats(); s.InFlight != 0 || s.Waiting != 0 || s.ReservedUSD != 0 || s.ReservedTokens != 0 {
				rt.Errorf("left over: %+v", s)
			}
		})
	})
}

// Prices and lengths at the ends of their types neither panic nor pass.
func TestBudgetAtTheEndsOfNumbers(t *testing.T) {
	for _, usd := range []float64{math.Inf(1), math.NaN(), 1e300, math.MaxFloat64} {
		b := NewBudget(plan.Budget{USD: 1}, seedbed.Spend{}, nil, nil)
		_, err := Capped(nil, b, "m", func(seedbed.Usage) seedbed.Cost { return seedbed.Cost{USD: usd, Known: true} }).Generate(t.Context(), question())
		if seedbed.CodeOf(err) != seedbed.CodeBudget {
			t.Errorf("%v: %v", usd, err)
		}
	}
	req := question()
	req.Params.MaxTokens = math.MaxInt
	_, err := Capped(nil, NewBudget(plan.Budget{Tokens: math.MaxInt}, seedbed.Spend{Out: math.MaxInt}, nil, nil), "m", noPrice).Generate(t.Context(), req)
	if seedbed.CodeOf(err) != seedbed.CodeBudget {
		t.Errorf("got %v", err)
	}
}

// Sums of many small costs do not drift past the cap, nor short of it.
func TestBudgetCountsExactly(t *testing.T) {
	b := NewBudget(plan.Budget{USD: 1}, seedbed.Spend{}, nil, nil)
	req := question() // 150 tokens
	m := Capped(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) { return usage(100, 50), nil }), b, "m",
		func(u seedbed.Usage) seedbed.Cost {
			return seedbed.Cost{USD: float64(u.In+u.Out) / 1.5e6, Known: true}
		})
	n := 0
	for ; n < 20000; n++ {
		if _, err := m.Generate(t.Context(), req); err != nil {
			break
		}
	}
	if n != 10000 {
		t.Errorf("%d calls of $0.0001, want 10000", n)
	}
}

// What may have been billed is leased without a budget too, in tokens where no
// price is known, and nothing is refused for want of one.
func TestBudgetOfNothingKeepsBooks(t *testing.T) {
	unlimited := question()
	unlimited.Params.MaxTokens = 0
	for _, c := range []struct {
		name   string
		cap    plan.Budget
		price  func(seedbed.Usage) seedbed.Cost
		req    seedbed.Request
		usd    float64 // of one call's worst case
		tokens int
	}{
		{"priced", plan.Budget{}, testPrice, question(), 0.2, 150},
		{"of time alone", plan.Budget{Time: time.Hour}, testPrice, question(), 0.2, 150},
		{"of tokens", plan.Budget{Tokens: 1000}, testPrice, question(), 0.2, 150},
		{"of unknown price", plan.Budget{}, noPrice, question(), 0, 150},
		{"of any length", plan.Budget{}, testPrice, unlimited, 0.1, 100},
	} {
		l := &ledger{}
		b := NewBudget(c.cap, seedbed.Spend{}, l, nil)
		var reply seedbed.Reply
		var err error
		m := Capped(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) {
			if usd, tokens := l.get(); usd < c.usd-1e-9 || tokens < c.tokens || usd > 2*c.usd+1e-9 || tokens > 2*c.tokens {
				t.Errorf("%s: $%g and %d tokens are leased while a call of $%g and %d is under way", c.name, usd, tokens, c.usd, c.tokens)
			}
			return reply, err
		}), b, "writer", c.price)
		reply = usage(1, 1)
		_, _ = m.Generate(t.Context(), c.req)
		if c.cap.Tokens == 0 {
			reply = seedbed.Reply{} // it does not say what it took, and it is there
			_, _ = m.Generate(t.Context(), c.req)
		}
		if s := b.Stats(); s.KeptUSD != 0 || s.KeptTokens != 0 || s.ReservedTokens != 0 {
			t.Errorf("%s: %+v after calls that were answered", c.name, s)
		}
		err = &seedbed.CallError{Class: seedbed.Transient, MaybeBilled: true}
		_, _ = m.Generate(t.Context(), c.req)
		if s := b.Stats(); math.Abs(s.KeptUSD-c.usd) > 1e-9 || s.KeptTokens != c.tokens {
			t.Errorf("%s: %+v after a reply that was cut off, want $%g and %d tokens kept", c.name, s, c.usd, c.tokens)
		}
		if err := b.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if usd, tokens := l.get(); math.Abs(usd-c.usd) > 1e-9 || tokens != c.tokens {
			t.Errorf("%s: $%g and %d tokens are leased at the end", c.name, usd, tokens)
		}
	}
}

// BenchmarkBudgetOfNothing is what the books cost a call of a run without a
// budget.
func BenchmarkBudgetOfNothing(b *testing.B) {
	reply := usage(100, 50)
	next := modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) { return reply, nil })
	for name, m := range map[string]seedbed.Model{
		"bare":  next,
		"books": Capped(next, NewBudget(plan.Budget{}, seedbed.Spend{}, &ledger{}, nil), "writer", testPrice),
	} {
		b.Run(name, func(b *testing.B) {
			req := question()
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					_, _ = m.Generate(context.Background(), req)
				}
			})
		})
	}
}
