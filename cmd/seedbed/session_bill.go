package main

import (
	"context"
	"fmt"

	"seedbed.dev/seedbed"
)

// bill is what a project has spent, and what it may have been billed for besides:
// calls whose reply was lost, and those that were under way when a run was killed.
type bill struct {
	spent       seedbed.Spend
	maybeUSD    float64 // at the most, where prices are known
	maybeTokens int     // at the most
}

// bill adds up what the project has spent so far.
func (s *session) bill(ctx context.Context) (b bill, err error) {
	if b.spent, err = s.spent(ctx); err != nil {
		return b, err
	}
	b.maybeUSD, b.maybeTokens, err = s.journal.MaybeBilled(ctx)
	own := s.budget.Stats() // the journal learns of it when the session ends
	b.maybeUSD += own.KeptUSD
	b.maybeTokens += own.KeptTokens
	return b, err
}

// maybe says what may have been billed without a reply to show for it; "" where
// that is nothing. Whether prices are known is told by the calls that were
// answered: the journal keeps of the others what they add up to.
func (b *bill) maybe() string {
	if b.maybeUSD == 0 && b.maybeTokens == 0 {
		return ""
	}
	tokens := count(int64(b.maybeTokens), "token")
	var most string
	switch priced := b.spent.Cost().Known; {
	case b.maybeUSD > 0 && priced:
		most = fmt.Sprintf("%s (%s) more may have been billed", seedbed.Dollars(b.maybeUSD), tokens)
	case b.maybeUSD > 0:
		most = fmt.Sprintf("%s more may have been billed, which is %s where the price is known,", tokens, seedbed.Dollars(b.maybeUSD))
	case priced && b.spent.Calls > 0:
		most = fmt.Sprintf("%s more may have been taken, which cost nothing,", tokens)
	default:
		most = fmt.Sprintf("%s more, of unknown price, may have been billed", tokens)
	}
	return "up to " + most + " for calls whose reply was lost, or that were under way when a run was killed"
}
