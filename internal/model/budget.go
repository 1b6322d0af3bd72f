package model

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// Budget is a hard cap on what a run spends. The worst case of a call is
// reserved before it is sent and settled after, so that what is spent and what
// may yet be spent never exceed the cap together. A Budget without a cap bounds
// nothing and keeps the same books: what may have been billed without a reply to
// show for it is known after a kill all the same. All models of a run share one
// Budget; it may be used by many goroutines at once.
//
// Money is counted in whole picodollars, rounded up for spending and down for
// the cap: sums do not drift, whatever the number of calls.
type Budget struct {
	cap    plan.Budget
	limit  amount // of cap; noBound where it has none
	bounds bool   // limit bounds money or tokens
	start  time.Time
	gate   *Gate
	timer  *time.Timer
	lease  lease

	mu       sync.Mutex
	settled  amount // what calls have cost, and kept
	kept     amount // of settled, worst cases of calls whose cost nobody knows
	reserved amount // worst cases of calls under way
	calls    int    // under way
	spent    seedbed.Spend
	first    *booking // waiting, in the order in which they came
	last     *booking
	waiting  int
}

// amount is money in picodollars, and tokens.
type amount struct{ pico, tokens int64 }

const (
	picoPerUSD = 1e12
	noBound    = math.MaxInt64 / 4 // far from overflow when a few are added
)

func (a amount) plus(b amount) amount {
	return amount{min(a.pico+b.pico, noBound), min(a.tokens+b.tokens, noBound)}
}

func (a amount) minus(b amount) amount { return amount{a.pico - b.pico, a.tokens - b.tokens} }

func (a amount) within(b amount) bool { return a.pico <= b.pico && a.tokens <= b.tokens }

func (a amount) usd() float64 { return float64(a.pico) / picoPerUSD }

// Leaser makes durable what may have been billed without a stored reply to show
// for it, so that the next start after a kill can count it as spent.
type Leaser interface {
	// Lease sets what this run may owe beyond its stored calls, in place of what it
	// leased before, and returns when that is durable. It is called before calls
	// are sent that the earlier lease does not cover, and never twice at once.
	Lease(ctx context.Context, usd float64, tokens int) error
}

// BudgetStats is where a budget stands.
type BudgetStats struct {
	Spent          seedbed.Spend // earlier spending and settled calls, at what they are known to have cost
	KeptUSD        float64       // worst cases kept as spent, of calls whose cost nobody knows; not in Spent
	KeptTokens     int
	ReservedUSD    float64 // worst cases of the calls under way
	ReservedTokens int
	InFlight       int // calls with a reservation
	Waiting        int // calls that wait for others to settle
}

// NewBudget returns a budget that spent has already been used of. Time counts
// from now; when it is up, the gate is closed with the error that says so. Lease
// may be nil, and so may gate. Close it after use.
func NewBudget(budget plan.Budget, spent seedbed.Spend, leaser Leaser, gate *Gate) *Budget {
	b := &Budget{cap: budget, limit: amount{noBound, noBound}, start: time.Now(), gate: gate, spent: spent}
	b.lease = lease{leaser: leaser, turn: make(chan struct{}, 1)}
	if budget.USD > 0 {
		b.limit.pico = int64(min(budget.USD*picoPerUSD+1e-3, noBound/2)) // below what sums saturate at
		b.bounds = true
	}
	if budget.Tokens > 0 {
		b.limit.tokens = min(int64(budget.Tokens), noBound/2)
		b.bounds = true
	}
	b.settled = amount{pico(spent.USD), clampTokens(spent.In).plusTokens(spent.Out)}
	if budget.Time > 0 && gate != nil {
		b.timer = time.AfterFunc(budget.Time, func() { gate.Close(b.timeUp()) })
	}
	return b
}

// pico returns an amount of US dollars in picodollars, rounded up; a thousandth
// of one is taken for float64 noise.
func pico(usd float64) int64 {
	switch p := math.Ceil(usd*picoPerUSD - 1e-3); {
	case p <= 0:
		return 0
	case p < noBound:
		return int64(p)
	default: // NaN among them
		return noBound
	}
}

type tokenCount int64

func clampTokens(n int) tokenCount { return tokenCount(min(max(int64(n), 0), noBound)) }

func (t tokenCount) plusTokens(n int) int64 { return min(int64(t)+int64(clampTokens(n)), noBound) }

// Close ends the budget's clock, and leases no more than what may have been
// billed without being known. It may be called twice.
func (b *Budget) Close(ctx context.Context) error {
	if b.timer != nil {
		b.timer.Stop()
	}
	if b.lease.leaser == nil {
		return nil
	}
	return b.lease.settle(ctx, b.owed)
}

// Bounds reports whether the budget bounds money or tokens.
func (b *Budget) Bounds() bool { return b.bounds }

// Stats returns where the budget stands.
func (b *Budget) Stats() BudgetStats {
	b.mu.Lock()
	defer b.mu.Unlock()
	return BudgetStats{
		Spent:          b.spent,
		KeptUSD:        b.kept.usd(),
		KeptTokens:     int(b.kept.tokens),
		ReservedUSD:    b.reserved.usd(),
		ReservedTokens: int(b.reserved.tokens),
		InFlight:       b.calls,
		Waiting:        b.waiting,
	}
}

// Spent returns what calls have cost, those before this budget among them.
func (b *Budget) Spent() seedbed.Spend {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.spent
}

// owed returns what may have been billed and is not known: what is under way,
// and what was kept.
func (b *Budget) owed() amount {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.reserved.plus(b.kept)
}

func (b *Budget) timeUp() error {
	return &seedbed.Error{
		Code:    seedbed.CodeBudget,
		Message: fmt.Sprintf("the budget of %s is used up", b.cap.Time),
		Fix:     "raise budget.time, or run again to go on",
	}
}

// usedUp says that a call of a worst case cannot be paid for. It is called with
// the lock held.
func (b *Budget) usedUp(need amount) error {
	if b.settled.pico+need.pico > b.limit.pico {
		return &seedbed.Error{
			Code: seedbed.CodeBudget,
			Message: fmt.Sprintf("the budget of %s is used up: %s spent, the next call could cost %s",
				seedbed.Dollars(b.cap.USD), seedbed.Dollars(b.settled.usd()), seedbed.Dollars(need.usd())),
			Fix: "raise it with --budget",
		}
	}
	return &seedbed.Error{
		Code: seedbed.CodeBudget,
		Message: fmt.Sprintf("the budget of %d tokens is used up: %d spent, the next call could take %d",
			b.cap.Tokens, b.settled.tokens, need.tokens),
		Fix: "raise budget.tokens",
	}
}
