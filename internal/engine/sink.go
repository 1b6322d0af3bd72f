package engine

import (
	"context"
	"sync"
	"time"

	"seedbed.dev/seedbed"
)

// sink is the end of the last phase: it numbers outcomes in plan order and
// hands them to the journal.
type sink struct {
	engine  *Engine
	summary Summary
	account account // of all outcomes
	ord     int64
	pending []seedbed.Outcome
	surplus []seedbed.Outcome // kept until the end, to be numbered behind all others
	flushed time.Time
}

// mostSurplus bounds how many surplus records are listed among the outcomes.
// There are about as many as tasks; the journal has all of them anyway.
const mostSurplus = 1 << 16

// push takes an outcome, or the mark that a wanter had enough.
func (s *sink) push(ctx context.Context, it item) {
	e := s.engine
	if it.satisfied != nil {
		it.satisfied.sinkSatisfied = true
		e.graph.reopenSink()
		return
	}
	if !it.end && len(it.from.consumers) > 0 {
		return // it went on into others
	}
	d := it.rec.Decision
	if d.State == "" || d.State == seedbed.Candidate {
		d.State, d.Actor = seedbed.Accepted, it.from.name
	}
	out := seedbed.Outcome{Record: it.rec.ID, Stage: it.from.name, Decision: d, Scores: it.rec.Scores}
	if d.State == seedbed.Surplus || !it.from.sinkOpen {
		s.addSurplus(out)
		return
	}
	out.Ord = s.ord
	s.ord++
	s.account.add(it.trail)
	s.count(&d, &it.rec)
	if e.cfg.Sink != nil {
		if err := e.cfg.Sink(&it.rec, &out); err != nil {
			e.fail(err)
			return
		}
	}
	if e.cfg.Journal == nil {
		return
	}
	s.pending = append(s.pending, out)
	if len(s.pending) >= 256 || (len(s.pending)&15 == 0 && time.Since(s.flushed) > time.Second) {
		s.flush(ctx)
	}
}

func (s *sink) addSurplus(out seedbed.Outcome) {
	s.summary.Surplus++
	out.Decision = seedbed.Decision{State: seedbed.Surplus, Actor: out.Decision.Actor, Reason: "beyond what was wanted"}
	if len(s.surplus) < mostSurplus {
		s.surplus = append(s.surplus, out)
	}
}

func (s *sink) count(d *seedbed.Decision, rec *seedbed.Record) {
	switch d.State {
	case seedbed.Accepted:
		s.summary.Accepted++
		s.learn(rec.Fields)
	case seedbed.Failed:
		s.summary.Failed++
	default:
		s.summary.Rejected++
	}
}

// learn widens the schema of accepted records by one record's fields.
func (s *sink) learn(fields seedbed.Fields) {
	known := s.summary.Schema.Fields
	for i := range fields {
		t := seedbed.TypeOf(fields[i].Value)
		if i < len(known) && known[i].Name == fields[i].Name && (known[i].Type == t || fields[i].Value == nil) {
			continue
		}
		old, _ := s.summary.Schema.Has(fields[i].Name)
		if fields[i].Value == nil {
			t = old
		}
		s.summary.Schema = s.summary.Schema.With(fields[i].Name, old.Join(t))
		known = s.summary.Schema.Fields
	}
}

// flush hands what is pending to the journal.
func (s *sink) flush(ctx context.Context) {
	s.flushed = time.Now()
	if len(s.pending) == 0 {
		return
	}
	if err := s.engine.journal.outcomes(ctx, s.pending); err != nil {
		s.engine.fail(err)
	}
	s.pending = make([]seedbed.Outcome, 0, 256)
}

// finish numbers the surplus and makes everything durable.
func (s *sink) finish(ctx context.Context) error {
	if s.engine.cfg.Journal == nil {
		return nil
	}
	// A run that was cancelled still keeps what it has.
	ctx = context.WithoutCancel(ctx)
	for i := range s.surplus {
		s.surplus[i].Ord = s.ord + int64(i)
	}
	s.pending = append(s.pending, s.surplus...)
	s.ord += int64(len(s.surplus))
	s.flush(ctx)
	return s.engine.journal.flush(ctx)
}

// recorder gathers records into batches for the journal. It may be used by many
// goroutines at once. What it has taken goes to the journal even when the run is
// cancelled meanwhile: an outcome must not stand there without its record.
type recorder struct {
	journal Journal // nil: nothing is stored
	run     int64

	mu      sync.Mutex
	pending []seedbed.Record
}

const recordBatch = 64

// record queues one new record.
func (r *recorder) record(ctx context.Context, rec *seedbed.Record) error {
	if r.journal == nil {
		return nil
	}
	r.mu.Lock()
	r.pending = append(r.pending, *rec)
	if len(r.pending) < recordBatch {
		r.mu.Unlock()
		return nil
	}
	batch := r.pending
	r.pending = make([]seedbed.Record, 0, recordBatch)
	r.mu.Unlock()
	return r.journal.PutRecords(context.WithoutCancel(ctx), batch)
}

// outcomes puts outcomes behind all records queued so far.
func (r *recorder) outcomes(ctx context.Context, outs []seedbed.Outcome) error {
	ctx = context.WithoutCancel(ctx)
	r.mu.Lock()
	batch := r.pending
	r.pending = nil
	r.mu.Unlock()
	if len(batch) > 0 {
		if err := r.journal.PutRecords(ctx, batch); err != nil {
			return err
		}
	}
	return r.journal.PutOutcomes(ctx, r.run, outs)
}

// flush makes everything durable.
func (r *recorder) flush(ctx context.Context) error {
	r.mu.Lock()
	batch := r.pending
	r.pending = nil
	r.mu.Unlock()
	if len(batch) > 0 {
		if err := r.journal.PutRecords(ctx, batch); err != nil {
			return err
		}
	}
	return r.journal.Flush(ctx)
}
