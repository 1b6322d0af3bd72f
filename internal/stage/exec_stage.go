package stage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// mostDeaths is how many times in a row, without an answer in between, a program
// may die before it is taken to be broken.
const mostDeaths = 5

// execStage is the stage. Its programs start when the first records come.
type execStage struct {
	cfg    *execConfig
	name   string
	fp     seedbed.Fingerprint
	start  func() (*execProc, error)
	places chan *execWorker // one for each record that may be under way
	all    []*execWorker
	deaths atomic.Int64 // in a row

	closing sync.Once
	closed  chan struct{}
}

// execWorker holds the running program of one place; nil while there is none.
type execWorker struct {
	mu   sync.Mutex
	proc *execProc
}

func newExec(cfg *execConfig, env plan.Env) *execStage {
	workers, batch, timeout := max(cfg.Workers, 1), max(cfg.Batch, 1), cfg.Timeout
	if timeout == 0 {
		timeout = time.Minute
	}
	c := *cfg
	c.Timeout = timeout
	dir := ""
	if env.Plan != nil {
		dir = env.Plan.Dir
	}
	e := &execStage{
		cfg: &c, name: env.Stage.Name, fp: env.Stage.Fingerprint,
		places: make(chan *execWorker, workers*batch), closed: make(chan struct{}),
		start: func() (*execProc, error) { return startExec(c.Command, dir, passOn(os.Environ())) },
	}
	for range workers {
		e.all = append(e.all, &execWorker{})
	}
	for range batch {
		for _, w := range e.all {
			e.places <- w
		}
	}
	return e
}

// Process implements seedbed.Stage.
func (e *execStage) Process(ctx context.Context, r seedbed.Record) ([]seedbed.Record, error) {
	var w *execWorker
	select {
	case w = <-e.places:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-e.closed:
		return nil, e.fault(errClosed)
	}
	defer func() { e.places <- w }()
	line := appendExecLine(nil, &r)
	answer, err := e.ask(ctx, w, r.ID, line)
	var died *execDied
	if errors.As(err, &died) {
		answer, err = e.askAlone(ctx, r.ID, line)
	}
	switch {
	case errors.As(err, &died):
		if e.deaths.Add(1) >= mostDeaths {
			return nil, e.fault(fmt.Errorf("it has died %d times in a row: %s", mostDeaths, died.detail))
		}
		return []seedbed.Record{r.Reject(e.name, died.reason, died.detail)}, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, e.fault(err)
	}
	e.deaths.Store(0)
	return e.results(&r, answer), nil
}

func (e *execStage) fault(err error) error {
	return seedbed.Errorf(seedbed.CodeInvalid, "stage %s: %s: %w", e.name, strings.Join(e.cfg.Command, " "), err)
}

func (e *execStage) results(r *seedbed.Record, a execAnswer) []seedbed.Record {
	switch {
	case a.keep:
		return []seedbed.Record{*r}
	case a.reject != "":
		return []seedbed.Record{r.Reject(e.name, a.reject, a.detail)}
	}
	out := make([]seedbed.Record, len(a.records))
	for i, f := range a.records {
		out[i] = r.Child(e.name, e.fp, i)
		out[i].Fields = f
		if r.Origin == seedbed.OriginHuman {
			out[i].Origin = seedbed.OriginPerturbed
		}
	}
	return out
}

var errClosed = errors.New("the stage is closed")

// ask asks a worker's program, and starts it if it is not running.
func (e *execStage) ask(ctx context.Context, w *execWorker, id seedbed.ID, line []byte) (execAnswer, error) {
	w.mu.Lock()
	select {
	case <-e.closed:
		w.mu.Unlock()
		return execAnswer{}, errClosed
	default:
	}
	if w.proc == nil || w.proc.ended() {
		p, err := e.start()
		if err != nil {
			w.mu.Unlock()
			return execAnswer{}, err
		}
		w.proc = p
	}
	p := w.proc
	w.mu.Unlock()
	return p.ask(ctx, id, line, e.cfg.Timeout, false)
}

// askAlone asks a program of the record's own, so that it is this record that
// the program dies on if it dies.
func (e *execStage) askAlone(ctx context.Context, id seedbed.ID, line []byte) (execAnswer, error) {
	p, err := e.start()
	if err != nil {
		return execAnswer{}, err
	}
	defer p.close(0)
	return p.ask(ctx, id, line, e.cfg.Timeout, true)
}

// closeGrace is how long a program may take to end after its input has ended.
const closeGrace = 5 * time.Second

// Close ends the programs: it ends their input, and kills those that do not
// follow within five seconds. It may be called more than once.
func (e *execStage) Close() error {
	e.closing.Do(func() {
		close(e.closed)
		var wg sync.WaitGroup
		for _, w := range e.all {
			w.mu.Lock()
			p := w.proc
			w.mu.Unlock()
			if p != nil {
				wg.Go(func() { p.close(closeGrace) })
			}
		}
		wg.Wait()
	})
	return nil
}
