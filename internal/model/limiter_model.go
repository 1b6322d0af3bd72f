package model

import (
	"context"
	"time"

	"seedbed.dev/seedbed"
)

// unsentError is an error of a call that was not sent: it has cost nothing.
type unsentError struct{ error }

func (e *unsentError) Unwrap() error { return e.error }

type limited struct {
	next seedbed.Model
	lim  *Limiter
	gate *Gate
}

// Limit returns next, with every call waiting for its turn at the limiter. When
// the gate closes, calls that wait get seedbed.ErrStopping, and those under way
// finish.
func Limit(next seedbed.Model, lim *Limiter, gate *Gate) seedbed.Model {
	return &limited{next: next, lim: lim, gate: gate}
}

// Generate waits, asks, and tells the limiter how it went.
func (m *limited) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	tokens := 0
	if m.lim.countsTokens() {
		tokens = estimate(&req)
	}
	p, err := m.lim.Acquire(ctx, m.gate, tokens)
	if err != nil {
		return seedbed.Reply{}, &unsentError{err}
	}
	out := Outcome{Failed: true, Tokens: -1}
	defer func() { m.lim.Release(p, out) }()
	reply, err := m.next.Generate(ctx, req)
	if err == nil {
		out.Failed = false
		if reply.Usage.Known {
			out.Tokens = reply.Usage.In + reply.Usage.Out
		}
		return reply, nil
	}
	if call, ok := callError(err); ok {
		out.RateLimited = call.Class == seedbed.RateLimited
		out.RetryAfter = call.RetryAfter
	}
	return seedbed.Reply{}, err
}

// estimate guesses a request's tokens, reply among them, as providers do that
// count before they answer: four bytes a token, and MaxTokens.
func estimate(req *seedbed.Request) int {
	n := len(req.Schema)
	for i := range req.Messages {
		n += len(req.Messages[i].Content) + 16
	}
	out := req.Params.MaxTokens
	if out <= 0 {
		out = 256
	}
	return n/4 + out
}

// Outcome is how a call went, for the limiter.
type Outcome struct {
	Failed      bool // it gave no reply
	RateLimited bool // because it was too much at once
	RetryAfter  time.Duration
	Tokens      int // that it took; -1: not known
}
