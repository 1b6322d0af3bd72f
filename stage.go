package seedbed

import (
	"context"
	"iter"
)

// Stage is one step of a plan: a record comes in, 0..n come out. An outgoing
// record with the incoming one's ID is that record, marked (scored, rejected);
// any other is a child of it.
//
// Process is plain code: it may call models as often as it likes, and resuming
// is running it again over stored replies, so it must ask the same questions
// when it gets the same replies: no clock, no randomness that is not seeded by
// the record's ID, no state from other records (unless the stage's kind is
// Ordered). Unless the kind is Ordered, Process is called by many goroutines at
// once. The records that it returns belong to the caller.
//
// An error of the model (*CallError), of the context or of the journal is
// returned as it came, wrapped; a record that turned out badly is no error but
// a rejected record.
type Stage interface {
	Process(context.Context, Record) ([]Record, error)
}

// Streamer is a Stage whose records are too many to return at once. Only
// Ordered kinds may implement it; the engine then calls Stream instead of
// Process.
type Streamer interface {
	Stream(context.Context, Record) iter.Seq2[Record, error]
}

// Rooter is a Stage that can start without input: it gives the records that its
// own Process then takes, in plan order, each with an ID that depends only on
// the stage's fingerprint and the record's content.
type Rooter interface {
	Roots(context.Context) iter.Seq2[Record, error]
}

// Wanter is an Ordered Stage that needs only so many records: keep.
type Wanter interface {
	// Want reports where the stage stands. It may be called at any time, from any
	// goroutine.
	Want() Want
}

// Want is how far a Wanter has come.
type Want struct {
	Wanted    int  `json:"wanted"`            // how many records it wants; 0: as many as come
	Accepted  int  `json:"accepted"`          // how many it has let through
	Tried     int  `json:"tried"`             // how many it has looked at
	AtMost    int  `json:"at_most,omitempty"` // how many it looks at, at the most; 0: no bound
	Satisfied bool `json:"satisfied"`         // it will let no further record through
}

// Judge gives scores to one record by a rubric: one for each criterion, in the
// rubric's order. It may be called by many goroutines at once.
type Judge interface {
	Judge(context.Context, Record, Rubric) ([]Score, error)
}
