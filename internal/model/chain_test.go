package model

import (
	"context"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// BenchmarkChain is what the wrappers cost a call, without a model or a journal.
func BenchmarkChain(b *testing.B) {
	reply := seedbed.Reply{Text: "ok", Raw: []byte("ok"), Usage: seedbed.Usage{In: 10, Out: 10, Known: true}}
	m := seedbed.Model(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) { return reply, nil }))
	gate := NewGate()
	budget := NewBudget(plan.Budget{USD: 1e6}, seedbed.Spend{}, nil, gate)
	m = Limit(m, NewLimiter(LimiterConfig{}), gate)
	m = Capped(m, budget, "m", testPrice)
	m = NewRetry(m, RetryConfig{Gate: gate, Breaker: NewBreaker(BreakerConfig{})})
	m = NewRecorded(m, rawText{}, Identity{"openai:m", "m"}, nothing{}, gate)
	req := question()
	ctx := context.Background()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		req.Copy = i
		if _, err := m.Generate(ctx, req); err != nil {
			b.Fatal(err)
		}
	}
}
