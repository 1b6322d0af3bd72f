package engine

import (
	"maps"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
)

// Kinds of what starts records.
const (
	kindSource = "source"
	kindRoots  = "roots"
)

// StageStats counts what a stage has done so far. Its methods may be called by
// many goroutines at once.
type StageStats struct {
	Name string
	Kind string // of the stage; "source" or "roots" for what starts records

	in, out, running, failed, surplus atomic.Int64
	// lastRoot is the place in plan order of the last root that a wanter has
	// looked at a record of; -1 before the first.
	lastRoot atomic.Int64

	mu       sync.Mutex
	rejected map[string]int64 // by reason
}

func newStageStats(name, kind string) *StageStats {
	s := &StageStats{Name: name, Kind: kind, rejected: map[string]int64{}}
	s.lastRoot.Store(-1)
	return s
}

// StageCount is a StageStats at one moment.
type StageCount struct {
	Stage    string           `json:"stage"`
	Kind     string           `json:"kind"`
	In       int64            `json:"in"`  // records that came in
	Out      int64            `json:"out"` // records that went on
	Running  int64            `json:"running,omitempty"`
	Rejected map[string]int64 `json:"rejected,omitempty"` // by reason
	Failed   int64            `json:"failed,omitempty"`
	Surplus  int64            `json:"surplus,omitempty"`
	Want     seedbed.Want     `json:"want,omitzero"`
}

// Count returns the figures as they are now.
func (s *StageStats) Count() StageCount {
	s.mu.Lock()
	defer s.mu.Unlock()
	return StageCount{
		Stage: s.Name, Kind: s.Kind, In: s.in.Load(), Out: s.out.Load(), Running: s.running.Load(),
		Failed: s.failed.Load(), Surplus: s.surplus.Load(), Rejected: maps.Clone(s.rejected),
	}
}

// note counts one record that left the stage.
func (s *StageStats) note(d *seedbed.Decision) {
	switch d.State {
	case seedbed.Rejected, seedbed.Quarantined, seedbed.Withdrawn:
		s.mu.Lock()
		s.rejected[d.Reason]++
		s.mu.Unlock()
	case seedbed.Failed:
		s.failed.Add(1)
	case seedbed.Surplus:
		s.surplus.Add(1)
	default:
		s.out.Add(1)
	}
}

// Summary is what a run came to.
type Summary struct {
	Stages   []StageCount `json:"stages"`
	Accepted int64        `json:"accepted"`
	Rejected int64        `json:"rejected"`
	Failed   int64        `json:"failed"`
	Surplus  int64        `json:"surplus"`
	// Complete says that every row has an outcome or was not needed any more. It
	// is false for a run that was stopped.
	Complete bool `json:"complete"`
	// Short names the keep stages that found fewer than they wanted.
	Short []string `json:"short,omitempty"`
	// Outcomes is how many outcomes have a place in plan order.
	Outcomes int64 `json:"outcomes"`
	// Spent is what the outcomes have cost, whenever it was paid; a reply that several
	// of them share counts once, for the first in plan order. What was spent on
	// surplus records is not in it, so it depends on the plan and the replies alone.
	Spent []seedbed.StageSpend `json:"spent,omitempty"`
	// Flow is how many records came into each source and stage and went on, as far
	// as outcomes tell; like Spent, it does not depend on timing.
	Flow []seedbed.StageFlow `json:"flow,omitempty"`
	// Schema is what the accepted records looked like.
	Schema seedbed.Schema `json:"schema"`
}
