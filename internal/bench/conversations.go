package main

import (
	"context"
	"fmt"
	"time"
)

// talkRecipe has a model play pupils who ask another. Both are the same server.
const talkRecipe = `seedbed: 1
name: bench
models:
  pupil: {model: pupil, url: %[1]s}
  tutor: {model: tutor, url: %[1]s}
sources:
  questions: {file: seeds.jsonl, origin: generated}
stages:
  talks: {simulate: {from: questions, model: pupil, system: tutor, prompt: pupil.md, instructions: "You are a tutor of one who is stuck on: {{ question }}", turns: %[2]d}}
release: {formats: [parquet]}
`

const (
	talkPrompt = "You are a pupil who is stuck on a homework question: {{ question }}\n"
	talkTurns  = 6
	talkCalls  = 2 * talkTurns
)

// conversations measures conversations of six turns of either side, with a server
// that takes 50 ms, 1,000 at once. What is possible is the lower of the ideal (at once
// ÷ latency) and of what the reference does, sending the same requests by themselves.
func conversations(ctx context.Context, b *bench) ([]figure, error) {
	const (
		takes  = 50 * time.Millisecond
		atOnce = 1_000
	)
	rows := b.size(20_000, 4_000)
	s, err := b.serve(ctx, "-latency", takes.String(), "-asks", "pupil")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	bodies, err := b.bodiesOf(ctx, s, talkCalls, func(url string) (*project, error) { return b.talks(url, 1) })
	if err != nil {
		return nil, err
	}
	what := fmt.Sprintf("conversations of %d turns, 50 ms, %s at once", talkTurns, count(atOnce))
	pairs, err := b.inTurn(what,
		func() (speed, error) {
			r, err := b.referenceOf(ctx, s, rows, talkCalls, atOnce, bodies)
			r.rate = min(r.rate, atOnce/takes.Seconds())
			return r, err
		},
		func() (speed, error) {
			p, err := b.talks(s.url, rows)
			if err != nil {
				return speed{}, err
			}
			defer p.remove()
			if err := s.reset(ctx); err != nil {
				return speed{}, err
			}
			u, err := p.run(ctx, atOnce)
			if err != nil {
				return speed{}, err
			}
			n, err := s.talked(ctx, talkCalls*rows)
			return u.speed(n), err
		})
	if err != nil {
		return nil, err
	}
	return []figure{ratioFigure(what, pairs, 0.85)}, nil
}

// talks makes a project of conversations.
func (b *bench) talks(url string, rows int) (*project, error) {
	return b.projectOf(rows, map[string]string{"seedbed.yaml": fmt.Sprintf(talkRecipe, url, talkTurns), "pupil.md": talkPrompt})
}

// talked returns how many calls the conversations took: those of whole ones, but for
// one in a hundred that is asked again or ends early.
func (s *server) talked(ctx context.Context, want int) (int, error) {
	t, err := s.tally(ctx)
	if err == nil && (t.Answered < want-want/100 || t.Answered > want+want/100) {
		err = fmt.Errorf("the server answered %d requests; whole conversations take %d", t.Answered, want)
	}
	return t.Answered, err
}
