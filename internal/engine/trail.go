package engine

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"sync"

	"seedbed.dev/seedbed"
)

// trail is what one piece of work has met on its way through the stages: the
// records that passed, and the replies that it got.
type trail struct {
	flow    seedbed.Trail // its Flow alone
	replies []reply
}

// reply is what the account of a run needs of a reply.
type reply struct {
	call         uint64 // tells calls apart: the first bytes of the key; 0: the reply has none
	stage, model string
	spend        seedbed.Spend
}

// add returns t with what u met added. Both may share memory with the result.
func (t trail) add(u trail) trail {
	t.flow = t.flow.Add(u.flow)
	if len(t.replies) == 0 {
		t.replies = u.replies
	} else {
		t.replies = append(t.replies, u.replies...)
	}
	return t
}

// tally gathers the trail of one piece of work. It may be used by many goroutines
// at once.
type tally struct {
	seedbed.Tally // of the records that pass

	mu      sync.Mutex
	replies []reply
}

// take returns what was gathered and forgets it. Replies come in an order that
// does not depend on which was there first.
func (t *tally) take() trail {
	t.mu.Lock()
	replies := t.replies
	t.replies = nil
	t.mu.Unlock()
	if len(replies) > 1 {
		slices.SortFunc(replies, func(a, b reply) int {
			return cmp.Or(cmp.Compare(a.stage, b.stage), cmp.Compare(a.model, b.model), cmp.Compare(a.call, b.call))
		})
	}
	return trail{t.Take(), replies}
}

type tallyKey struct{}

func withTally(ctx context.Context, t *tally) context.Context {
	return context.WithValue(ctx, tallyKey{}, t)
}

func tallyOf(ctx context.Context) *tally {
	t, _ := ctx.Value(tallyKey{}).(*tally)
	return t
}

// Answered tells the run that ctx comes from what a stage got from a model, by its
// name in the recipe, whether it was paid for now, earlier, or by another record.
// Outside a run it does nothing.
func Answered(ctx context.Context, stage, model string, r *seedbed.Reply) {
	t := tallyOf(ctx)
	if t == nil {
		return
	}
	s := seedbed.Spend{Calls: 1, In: r.Usage.In, Out: r.Usage.Out, Time: r.Latency}
	if r.Cost.Known {
		s.USD, s.Priced = r.Cost.USD, 1
	}
	t.mu.Lock()
	t.replies = append(t.replies, reply{binary.BigEndian.Uint64(r.Key[:8]), stage, model, s})
	t.mu.Unlock()
}

// account adds up what the outcomes of a run have cost. A reply that several
// records share counts once, for the first in plan order. One goroutine uses it.
type account struct {
	flow  seedbed.Trail
	spent []seedbed.StageSpend
	// seen are the calls that were counted. It is what of a run's memory follows
	// the number of rows: some 15 bytes a call.
	seen map[uint64]struct{}
}

func (a *account) add(t trail) {
	a.flow = a.flow.Add(t.flow)
	for i := range t.replies {
		r := &t.replies[i]
		if r.call != 0 {
			before := len(a.seen)
			if a.seen[r.call] = struct{}{}; len(a.seen) == before {
				continue
			}
		}
		a.spend(r)
	}
}

func (a *account) spend(r *reply) {
	for i := range a.spent {
		if s := &a.spent[i]; s.Stage == r.stage && s.Model == r.model {
			s.Spend = s.Spend.Add(r.spend)
			return
		}
	}
	a.spent = append(a.spent, seedbed.StageSpend{Stage: r.stage, Model: r.model, Spend: r.spend})
}
