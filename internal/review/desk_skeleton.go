package review

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// Desk is what page, command line and worksheets work through. Any goroutine may use it.
type Desk struct{}

// DeskOptions are what a desk is opened with.
type DeskOptions struct {
	Dir   string           // folder of what people do
	Rows  Rows             // rows of the samples
	Now   func() time.Time // the clock; nil: the system's
	Rules Rules
}

// Rules are what a desk keeps to; zeros: what the comments say.
type Rules struct {
	Reserve     time.Duration // how long a place is held for somebody; 30 min
	Calibration int           // gold rows of the calibration round at most; 10
	Pass        float64       // share of known answers that lets somebody go on; 0: anyone may
	GoldEvery   int           // then every so many rows a gold one comes, without feedback; 25
	PerDay      int           // rows a person sees in a day at most; 0: as many as they like
	HarmPerDay  int           // rows a person reveals in a day at most; 100, -1: no limit
	BreakAfter  int           // rows revealed after which a break is advised; 20
	OpenVotes   bool          // raters see others' answers to a row once it is settled and their own is final
}

var errSoon = errors.New("not there yet")

func OpenDesk(ctx context.Context, o DeskOptions) (*Desk, error) { return nil, errSoon }
func (d *Desk) Close() error                                     { return nil }

// Append appends an event of a kind that the desk does not know of (gates, consultations) and returns it as written.
func (d *Desk) Append(ctx context.Context, e Event) (Event, error) { return e, errSoon }
func (d *Desk) Ledger() *Ledger                                    { return nil } // for reading: Events, Head, Verify
func (d *Desk) Begin(ctx context.Context, by string, in *plan.Inspection, s *Sample) error {
	return errSoon
}
func (d *Desk) Inspections() []string                           { return nil }
func (d *Desk) Plan(inspection string) (*plan.Inspection, bool) { return nil, false }
func (d *Desk) Join(ctx context.Context, p Person) error        { return errSoon }
func (d *Desk) Person(id string) (Person, bool)                 { return Person{}, false }
func (d *Desk) People() []Person                                { return nil }
func (d *Desk) Next(ctx context.Context, inspection, person string) (*Task, error) {
	return nil, errSoon
}

func (d *Desk) Answer(ctx context.Context, inspection, person string, a Answer) (Receipt, error) {
	return Receipt{}, errSoon
}

// Import is Answer for what was answered elsewhere, at a time.
func (d *Desk) Import(ctx context.Context, inspection, person string, a Answer, at time.Time) (Receipt, error) {
	return Receipt{}, errSoon
}
func (d *Desk) Skip(ctx context.Context, inspection, person string, s Skip) error { return errSoon }

// Undo takes back what the person did last and gives that row again, the answer as its draft.
func (d *Desk) Undo(ctx context.Context, inspection, person string) (*Task, error) {
	return nil, errSoon
}

func (d *Desk) SaveDraft(ctx context.Context, inspection, person string, row seedbed.ID, draft json.RawMessage) error {
	return errSoon
}

func (d *Desk) Reveal(ctx context.Context, inspection, person string, r Reveal) error {
	return errSoon
}
func (d *Desk) Pause(ctx context.Context, inspection, person string) error  { return errSoon }
func (d *Desk) Resume(ctx context.Context, inspection, person string) error { return errSoon }
func (d *Desk) Leave(ctx context.Context, inspection, person string) error  { return errSoon }
func (d *Desk) Repair(ctx context.Context, inspection, person string, row seedbed.ID, fields seedbed.Fields, note string) (Repair, error) {
	return Repair{}, errSoon
}

func (d *Desk) Votes(inspection string, row seedbed.ID, viewer string) ([]Vote, error) {
	return nil, errSoon
}

// Mine returns what a person said, newest first.
func (d *Desk) Mine(inspection, person string, most int) ([]Vote, error) { return nil, errSoon }
func (d *Desk) Disputes(inspection, viewer string) ([]Dispute, error)    { return nil, errSoon }
func (d *Desk) Settle(ctx context.Context, inspection, by string, s Settlement) error {
	return errSoon
}

// AskAgain proposes the rows that are asked again when the rubric becomes another.
func (d *Desk) AskAgain(inspection, viewer string, to *seedbed.Rubric) ([]seedbed.ID, error) {
	return nil, errSoon
}

func (d *Desk) Revise(ctx context.Context, inspection, by string, r RubricRevision) error {
	return errSoon
}
func (d *Desk) Status(inspection, viewer string) (Status, error) { return Status{}, errSoon }
func (d *Desk) Result(inspection string) (Report, error)         { return Report{}, errSoon }
