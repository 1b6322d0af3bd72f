package review

import (
	"context"
	"iter"

	"seedbed.dev/seedbed"
)

// ReadDesk returns a desk that only tells: as what people do stood when it was opened,
// and also while a page has the ledger. What would change something is an error with
// seedbed.CodeBusy.
func ReadDesk(ctx context.Context, o DeskOptions) (*Desk, error) {
	return newDesk(ctx, o, &pastEvents{dir: o.Dir})
}

// pastEvents are a ledger that nothing is appended to.
type pastEvents struct {
	dir  string
	last Head
}

// Append implements appender.
func (p *pastEvents) Append(context.Context, ...Event) ([]Event, error) {
	return nil, seedbed.Errorf(seedbed.CodeBusy, "this desk only tells what people did: it was opened for reading")
}

// Events implements appender.
func (p *pastEvents) Events() iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for e, err := range ReadLedger(p.dir) {
			if err == nil {
				p.last = Head{Seq: e.Seq, Hash: e.Hash}
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// Head implements appender.
func (p *pastEvents) Head() Head { return p.last }

// Close implements appender.
func (p *pastEvents) Close() error { return nil }
