package seedbed

import (
	"context"
	"slices"
	"sync"
)

// StageSpend is what one stage has spent on one model.
type StageSpend struct {
	Stage string `json:"stage"`
	Model string `json:"model"`
	Spend Spend  `json:"spend"`
}

// Tally adds up what was spent for one piece of work, whether it was paid now or
// in an earlier run. It may be used by many goroutines at once.
type Tally struct {
	mu   sync.Mutex
	list []StageSpend
}

// Add counts one reply.
func (t *Tally) Add(stage, model string, r *Reply) {
	s := Spend{Calls: 1, In: r.Usage.In, Out: r.Usage.Out, Time: r.Latency}
	if r.Cost.Known {
		s.USD, s.Priced = r.Cost.USD, 1
	}
	t.mu.Lock()
	t.list = AddSpend(t.list, StageSpend{stage, model, s})
	t.mu.Unlock()
}

// Take returns what was added and forgets it.
func (t *Tally) Take() []StageSpend {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := t.list
	t.list = nil
	return out
}

// AddSpend adds more to a list that has one entry for each stage and model, and
// returns the list.
func AddSpend(list []StageSpend, more ...StageSpend) []StageSpend {
	for _, m := range more {
		i := slices.IndexFunc(list, func(s StageSpend) bool { return s.Stage == m.Stage && s.Model == m.Model })
		if i < 0 {
			list = append(list, m)
			continue
		}
		list[i].Spend = list[i].Spend.Add(m.Spend)
	}
	return list
}

type tallyKey struct{}

// WithTally returns a context whose model calls are added to t.
func WithTally(ctx context.Context, t *Tally) context.Context {
	return context.WithValue(ctx, tallyKey{}, t)
}

// TallyOf returns the tally of a context, or nil.
func TallyOf(ctx context.Context) *Tally {
	t, _ := ctx.Value(tallyKey{}).(*Tally)
	return t
}
