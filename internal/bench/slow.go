package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"time"
)

// What the slow conversations are.
const (
	slowCalls  = .0005           // one call in 2,000 is slow: six conversations in 1,000
	slowBy     = 5 * time.Second // eight times what a whole conversation takes by itself
	slowAtOnce = 1_000
	hangBy     = 20 * time.Second
)

// slowConversations looks whether slow conversations hold up others.
//
// What it measures are the conversations that go on between the first reply and the
// return of the first slow call, with slow calls and without: until then no slow call
// has brought anything, so that what is there is the others' work, and were they held up
// it would be less. Wall time of whole runs would not tell: it ends with a slow one in
// any case.
//
// The reorder window is what may hold others up: rows leave a run in plan order, and no
// more are begun behind the oldest unfinished one than the window has places, six times
// the tasks and 64. A conversation that hangs for longer than others take to fill the
// window holds up all; how soon that is is told by the second figure, which has no target.
func slowConversations(ctx context.Context, b *bench) ([]figure, error) {
	even, err := b.serve(ctx, "-latency", "50ms", "-asks", "pupil")
	if err != nil {
		return nil, err
	}
	defer even.stop()
	slow, err := b.serve(ctx, "-latency", "50ms", "-asks", "pupil", "-stalls", fmt.Sprint(slowCalls), "-stall-for", slowBy.String())
	if err != nil {
		return nil, err
	}
	defer slow.stop()
	few := *b
	few.pairs = min(b.pairs, 3)
	what := fmt.Sprintf("%s at once, one call in %s takes %s longer: the others meanwhile", count(slowAtOnce), count(1/slowCalls), slowBy)
	of := func(s *server) func() (speed, error) {
		return func() (speed, error) {
			course, err := b.talkFor(ctx, s, 12_000, slowBy)
			if err == nil && course.ended {
				err = fmt.Errorf("the run ended before %s: there were too few conversations", slowBy)
			}
			return speed{rate: float64(course.answered) / talkCalls / slowBy.Seconds()}, err
		}
	}
	pairs, err := few.inTurn(what, of(even), of(slow))
	if err != nil {
		return nil, err
	}
	f := ratioFigure(what, pairs, .95)
	f.Note = "conversations a second from the first reply to the return of the first slow call; the reference is Seedbed without slow calls"
	hangs, err := b.hanging(ctx)
	return []figure{f, hangs}, err
}

// hanging tells how many conversations go on, and for how long, when some hang.
func (b *bench) hanging(ctx context.Context) (figure, error) {
	what := fmt.Sprintf("%s at once, one call in %s takes %s longer", count(slowAtOnce), count(1/slowCalls), hangBy)
	s, err := b.serve(ctx, "-latency", "50ms", "-asks", "pupil", "-stalls", fmt.Sprint(slowCalls), "-stall-for", hangBy.String())
	if err != nil {
		return figure{Line: what}, err
	}
	defer s.stop()
	c, err := b.talkFor(ctx, s, 40_000, hangBy)
	note := "then the reorder window is full, and the run waits for the oldest of those that hang"
	if c.still > hangBy-2*time.Second {
		note = "until the first of those that hang came back; the reorder window had room"
	}
	return figure{
		Line: what, Seedbed: fmt.Sprintf("%s conversations in %.1f s", count(float64(c.answered)/talkCalls), c.still.Seconds()), Value: float64(c.answered) / talkCalls, Note: note,
	}, err
}

// course is how far a run came.
type course struct {
	answered int           // calls
	still    time.Duration // from the first reply to when 99 of 100 of them were answered
	ended    bool          // the run came to its end
}

// talkFor runs conversations for so long from the first reply on, and stops them.
func (b *bench) talkFor(ctx context.Context, s *server, rows int, lasts time.Duration) (c course, err error) {
	p, err := b.talks(s.url, rows)
	if err != nil {
		return c, err
	}
	defer p.remove()
	if err := s.reset(ctx); err != nil {
		return c, err
	}
	run, stop := context.WithCancel(ctx)
	defer stop()
	var stderr bytes.Buffer
	cmd := exec.CommandContext(run, b.program("seedbed"), "run", "--json", "--in-flight", strconv.Itoa(slowAtOnce))
	cmd.Dir, cmd.Env, cmd.Stderr = p.dir, environ(), &stderr
	if err := cmd.Start(); err != nil {
		return c, fmt.Errorf("starting seedbed: %w", err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	defer func() {
		stop()
		if !c.ended {
			<-done
		}
	}()
	type point struct {
		at       time.Duration
		answered int
	}
	var points []point
	var first time.Time
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for first.IsZero() || time.Since(first) < lasts {
		select {
		case <-ctx.Done():
			return c, ctx.Err()
		case err := <-done:
			if c.ended = true; err != nil {
				return c, fmt.Errorf("running seedbed: %w: %s", err, lastLines(stderr.Bytes()))
			}
		case <-tick.C:
		}
		t, err := s.tally(ctx)
		if err != nil {
			return c, err
		}
		if t.Answered > 0 {
			if first.IsZero() {
				first = time.Now()
			}
			points = append(points, point{time.Since(first), t.Answered})
		}
		if c.ended {
			break
		}
	}
	for i := range points {
		c.answered = points[i].answered
	}
	for i := range points {
		if 100*points[i].answered >= 99*c.answered {
			c.still = points[i].at
			break
		}
	}
	return c, nil
}
