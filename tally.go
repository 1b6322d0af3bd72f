package seedbed

import (
	"slices"
	"sync"
)

// StageSpend is what one stage has spent on one model.
type StageSpend struct {
	Stage string `json:"stage"`
	Model string `json:"model"`
	Spend Spend  `json:"spend"`
}

// StageFlow counts the records that came into a stage and went on from it.
type StageFlow struct {
	Stage string `json:"stage"`
	In    int64  `json:"in"`
	Out   int64  `json:"out"`
}

// Trail is what one piece of work has met on its way through the stages.
type Trail struct {
	Spent []StageSpend // one entry for each stage and model
	Flow  []StageFlow  // one entry for each stage
}

// Add returns t with what u met added. Both may share memory with the result.
func (t Trail) Add(u Trail) Trail {
	if len(t.Spent) == 0 && len(t.Flow) == 0 {
		return u
	}
	for _, m := range u.Spent {
		t.Spent = addSpend(t.Spent, m)
	}
	for _, f := range u.Flow {
		t.Flow = addFlow(t.Flow, f)
	}
	return t
}

// Tally adds up the trail of one piece of work. Spending counts whether it was
// paid now or in an earlier run. It may be used by many goroutines at once.
type Tally struct {
	mu    sync.Mutex
	trail Trail
}

// Add counts one reply.
func (t *Tally) Add(stage, model string, r *Reply) {
	s := Spend{Calls: 1, In: r.Usage.In, Out: r.Usage.Out, Time: r.Latency}
	if r.Cost.Known {
		s.USD, s.Priced = r.Cost.USD, 1
	}
	t.mu.Lock()
	t.trail.Spent = addSpend(t.trail.Spent, StageSpend{stage, model, s})
	t.mu.Unlock()
}

// Pass counts records that came into a stage and went on from it.
func (t *Tally) Pass(stage string, in, out int) {
	t.mu.Lock()
	t.trail.Flow = addFlow(t.trail.Flow, StageFlow{stage, int64(in), int64(out)})
	t.mu.Unlock()
}

// Take returns what was added and forgets it.
func (t *Tally) Take() Trail {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := t.trail
	t.trail = Trail{}
	return out
}

func addSpend(list []StageSpend, m StageSpend) []StageSpend {
	i := slices.IndexFunc(list, func(s StageSpend) bool { return s.Stage == m.Stage && s.Model == m.Model })
	if i < 0 {
		return append(list, m)
	}
	list[i].Spend = list[i].Spend.Add(m.Spend)
	return list
}

func addFlow(list []StageFlow, f StageFlow) []StageFlow {
	i := slices.IndexFunc(list, func(s StageFlow) bool { return s.Stage == f.Stage })
	if i < 0 {
		return append(list, f)
	}
	list[i].In += f.In
	list[i].Out += f.Out
	return list
}
