package web

import (
	"context"
	"encoding/json"
	"iter"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
)

// Desk is what the page works through: a review.Desk.
type Desk interface {
	Inspections() []string
	Plan(inspection string) (*plan.Inspection, bool)
	Join(ctx context.Context, p review.Person) error
	Admit(ctx context.Context, by string, p review.Person) error
	Append(ctx context.Context, e review.Event) (review.Event, error)
	Head() review.Head
	Events() iter.Seq2[review.Event, error]
	Person(id string) (review.Person, bool)
	People() []review.Person
	rating
	care
	looking
}

// rating is what raters do.
type rating interface {
	Next(ctx context.Context, inspection, person string) (*review.Task, error)
	Answer(ctx context.Context, inspection, person string, a review.Answer) (review.Receipt, error)
	Skip(ctx context.Context, inspection, person string, sk review.Skip) error
	Undo(ctx context.Context, inspection, person string) (*review.Task, error)
	SaveDraft(ctx context.Context, inspection, person string, row seedbed.ID, draft json.RawMessage) error
	Repair(ctx context.Context, inspection, person string, row seedbed.ID, fields seedbed.Fields, note string) (review.Repair, error)
}

// care is what raters do for themselves.
type care interface {
	Reveal(ctx context.Context, inspection, person string, rv review.Reveal) error
	Pause(ctx context.Context, inspection, person string) error
	Resume(ctx context.Context, inspection, person string) error
	Leave(ctx context.Context, inspection, person string) error
	Withdraw(ctx context.Context, person string, scope review.WithdrawScope) error
}

// looking is what is seen of what raters did.
type looking interface {
	Mine(inspection, person string, most int) ([]review.Vote, error)
	Disputes(inspection, viewer string) ([]review.Dispute, error)
	Shown(inspection string, r *seedbed.Record) (seedbed.Record, error)
	AskAgain(inspection, viewer string, criteria []string) ([]seedbed.ID, error)
	Unfit(inspection, viewer string, to *seedbed.Rubric) ([]seedbed.ID, error)
	Revise(ctx context.Context, inspection, by string, r review.RubricRevision) error
	Uncalibrated(inspection string) []string
	Settle(ctx context.Context, inspection, by string, st review.Settlement) error
	Status(inspection, viewer string) (review.Status, error)
	Result(inspection string) (review.Report, error)
}
