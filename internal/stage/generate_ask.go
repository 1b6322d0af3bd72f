package stage

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

const (
	// askTokens is the most tokens of a reply where neither recipe nor model says.
	askTokens = 1024
	// askAtOnce is how many calls for one record are under way at once, at the
	// most; the limiter of the model decides over all records.
	askAtOnce = 256
)

// asker puts questions to a model and reads the replies.
type asker struct {
	model    seedbed.Model
	name     string // of the model in the recipe
	stage    string
	attempts int
	params   seedbed.Params
	schema   json.RawMessage
	reader   *replyReader
}

// ask is one question with what became of it.
type ask struct {
	fields   seedbed.Fields // of the record, with attributes
	messages []seedbed.Message
	copy     int

	items   []replyItem
	failure *replyFailure      // set before asking: nothing is asked
	lost    *seedbed.CallError // why no reply could be had, for a reason of this call's own
	calls   []seedbed.CallKey  // last first
}

// askParams are the settings of a stage's calls: the stage's own over the
// model's, and a bound on the reply.
func askParams(m *plan.Model, own seedbed.Params) seedbed.Params {
	if m != nil {
		p := m.Params
		if own.Temperature == nil {
			own.Temperature = p.Temperature
		}
		if own.TopP == nil {
			own.TopP = p.TopP
		}
		if own.MaxTokens == 0 {
			own.MaxTokens = p.MaxTokens
		}
		if own.Seed == nil {
			own.Seed = p.Seed
		}
		if own.Stop == nil {
			own.Stop = p.Stop
		}
		if own.Logprobs == 0 {
			own.Logprobs = p.Logprobs
		}
		if own.Extra == nil {
			own.Extra = p.Extra
		}
	}
	if own.MaxTokens == 0 {
		own.MaxTokens = askTokens
	}
	return own
}

// all puts all questions about a record, at once as far as it may. A question that
// no reply could be had to is marked as lost, and the others stand. When one meets
// an error that stops the run, no further one is asked. The error is that of the
// first question that has one, in their order; all that were asked have come back
// by then.
func (a *asker) all(ctx context.Context, record seedbed.ID, asks []ask) error {
	return sideBySide(len(asks), func(i int) error { return a.one(ctx, record, &asks[i]) })
}

// sideBySide calls f for 0 to n − 1, askAtOnce of them at once. After an error it begins
// no other; the error is that of the first that has one, in their order, and all that
// were begun have come back by then.
func sideBySide(n int, f func(i int) error) error {
	if n == 1 {
		return f(0)
	}
	errs := make([]error, n)
	var wg sync.WaitGroup
	var over atomic.Bool
	room := make(chan struct{}, askAtOnce)
	for i := range n {
		room <- struct{}{}
		if over.Load() {
			break
		}
		wg.Go(func() {
			defer func() { <-room }()
			if errs[i] = f(i); errs[i] != nil {
				over.Store(true)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// lostCall returns the error of a call that no reply could be had to; nil where err
// is more than this call's misfortune, and stops the run.
func lostCall(err error) *seedbed.CallError {
	var call *seedbed.CallError
	if !errors.As(err, &call) || call.Class == seedbed.Permanent {
		return nil
	}
	return call
}

// Why a copy has no reply, in the words that the engine has for a record.
const (
	reasonNoAnswer   = "no answer"
	reasonBadRequest = "the model will not take this request"
)

// unanswered returns the record that stands in the place of a lost question: failed,
// and tried again by the next run.
func (q *ask) unanswered(child seedbed.Record, stage string) seedbed.Record {
	child.Fields = q.fields
	child.Lineage.Calls = q.calls
	child.Decision = seedbed.Decision{State: seedbed.Failed, Actor: stage, Reason: reasonNoAnswer, Detail: q.lost.Error()}
	if q.lost.Class == seedbed.BadRequest {
		child.Decision.Reason = reasonBadRequest
	}
	return child
}

// placeOf is the copy number that makes the id of the record in the place of the
// n-th question while that is lost. It is below those of all others: a record is
// stored once, and the reply that comes later makes another.
func placeOf(n int) int { return -1 - n }

// reasonUnfilled is why a record without a field that its prompt needs is
// rejected before anything is asked.
const reasonUnfilled = "prompt cannot be filled"

// unfilled makes an error of rendering a reason to reject the record: it is the
// record that lacks something, and others may not.
func unfilled(err error) *replyFailure {
	if err == nil {
		return nil
	}
	return &replyFailure{reason: reasonUnfilled, detail: replyQuote(err.Error()), final: true}
}

// one asks until a reply can be used, the attempts are used up, or the call is lost.
func (a *asker) one(ctx context.Context, record seedbed.ID, q *ask) error {
	if q.failure != nil { // there is nothing to ask
		return nil
	}
	for attempt := range a.attempts {
		reply, err := a.model.Generate(ctx, seedbed.Request{
			Messages: q.messages, Params: a.params, Schema: a.schema,
			Copy: q.copy, Attempt: attempt, Stage: a.stage, Record: record,
		})
		if err != nil {
			if q.lost = lostCall(err); q.lost != nil {
				return nil
			}
			return err
		}
		if attempt == 0 {
			q.calls = []seedbed.CallKey{reply.Key}
		} else {
			q.calls = append([]seedbed.CallKey{reply.Key}, q.calls...)
		}
		q.items, q.failure = a.reader.read(&reply)
		if q.failure == nil || q.failure.final {
			return nil
		}
	}
	return nil
}
