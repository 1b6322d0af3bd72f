package model

import (
	"context"
	"errors"
	"fmt"

	"seedbed.dev/seedbed"
)

// capped is a Model whose calls a Budget pays for.
type capped struct {
	next   seedbed.Model
	budget *Budget
	name   string
	price  func(seedbed.Usage) seedbed.Cost
}

// Capped returns next, with every call that is sent reserved in the budget
// before and settled after. Name is the model's in the recipe; price says what a
// usage costs there. Where the budget bounds money or tokens, next is what waits
// for its turn (Limit), so that whoever waits for money holds no turn; where it
// does not, Capped stands behind that, so that only what is under way counts as
// such.
//
// Generate fails before anything is sent, with CodeBudget when the budget does
// not reach, and with CodeInvalid when the worst case cannot be known: a budget
// in dollars and no price, or a request without MaxTokens. A call that may have
// been billed, and whose usage is not known, keeps its whole worst case. A budget
// that bounds nothing refuses nothing: what cannot be known is left out of its
// books.
func Capped(next seedbed.Model, budget *Budget, name string, price func(seedbed.Usage) seedbed.Cost) seedbed.Model {
	return &capped{next: next, budget: budget, name: name, price: price}
}

// Generate reserves, asks and settles.
func (c *capped) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	need, err := c.worst(&req)
	if err != nil {
		return seedbed.Reply{}, err
	}
	if err := c.budget.reserve(ctx, need); err != nil {
		return seedbed.Reply{}, err
	}
	answered := false
	defer func() {
		if !answered { // the model panicked
			c.budget.keep(need)
		}
	}()
	reply, err := c.next.Generate(ctx, req)
	answered = true
	if err != nil {
		return seedbed.Reply{}, c.failed(need, err)
	}
	if !reply.Cost.Known {
		reply.Cost = c.price(reply.Usage)
	}
	c.budget.settle(need, &reply)
	return reply, nil
}

// worst returns the most that a request can take. A token is at least a byte of
// text; what the provider adds around messages is allowed for.
func (c *capped) worst(req *seedbed.Request) (amount, error) {
	b := c.budget
	if !b.bounds && b.lease.leaser == nil {
		return amount{}, nil
	}
	if b.bounds && req.Params.MaxTokens <= 0 {
		return amount{}, &seedbed.Error{
			Code:    seedbed.CodeInvalid,
			Message: fmt.Sprintf("model %q may reply at any length, so a budget cannot be kept", c.name),
			Fix:     "set max_tokens",
		}
	}
	in := len(req.Schema) + len(req.Params.Extra) + 64
	if len(req.Schema) > 0 {
		in += 256 // where the schema is asked for in words
	}
	for i := range req.Messages {
		in += len(req.Messages[i].Content) + 16
	}
	out := min(max(req.Params.MaxTokens, 0), noBound)
	need := amount{tokens: clampTokens(in).plusTokens(out)}
	cost := c.price(seedbed.Usage{In: in, Out: out, Known: true})
	if !cost.Known && b.cap.USD <= 0 {
		return need, nil
	}
	if !cost.Known {
		return amount{}, &seedbed.Error{
			Code:    seedbed.CodeInvalid,
			Message: fmt.Sprintf("the price of model %q is not known, so a budget in dollars cannot be kept", c.name),
			Fix:     fmt.Sprintf("set models.%s.price, or a budget in tokens", c.name),
		}
	}
	need.pico = pico(cost.USD)
	// A price list may ask more for cached tokens.
	if cached := c.price(seedbed.Usage{In: in, CachedIn: in, Out: out, Known: true}); cached.Known {
		need.pico = max(need.pico, pico(cached.USD))
	}
	return need, nil
}

// failed settles a call that gave no reply, and returns its error.
func (c *capped) failed(need amount, err error) error {
	var unsent *unsentError
	if errors.As(err, &unsent) {
		c.budget.cancel(need)
		return unsent.error
	}
	call, ok := callError(err)
	switch {
	case ok && !call.MaybeBilled:
		c.budget.cancel(need)
	case !ok && seedbed.CodeOf(err) == seedbed.CodeInvalid: // the client could not even write it
		c.budget.cancel(need)
	default:
		c.budget.keep(need)
	}
	return err
}

// settle puts what a call has cost in place of its reservation.
func (b *Budget) settle(need amount, reply *seedbed.Reply) {
	u := &reply.Usage
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spent.Calls++
	b.spent.Time += reply.Latency
	if u.Known {
		b.spent.In += u.In
		b.spent.Out += u.Out
	}
	if reply.Cost.Known {
		b.spent.USD += reply.Cost.USD
		b.spent.Priced++
	}
	switch {
	case u.Known && (reply.Cost.Known || b.cap.USD <= 0):
		b.settled = b.settled.plus(amount{pico(reply.Cost.USD), clampTokens(u.In).plusTokens(u.Out)})
	case b.bounds:
		b.settled, b.kept = b.settled.plus(need), b.kept.plus(need)
	default: // its reply is there to show for it
	}
	b.release(need)
}
