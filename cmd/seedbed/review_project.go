package main

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/web"
)

// How old what the page says of the project may be, and which part of the time finding it
// out anew takes at the most: with a million rows that is seconds of reading.
const (
	latelyStays = 20 * time.Second
	latelyShare = 30
)

// lately is how the project stands as it was a little while ago. Nobody who asks waits:
// it is found out anew behind them.
type lately struct {
	w   *people
	ctx context.Context // of the page
	log *slog.Logger

	mu      sync.Mutex
	have    known
	next    time.Time
	busy    bool
	working sync.WaitGroup
}

// known is what was measured, and how gates stand.
type known struct {
	findings *measure.Result
	gates    []gate.Standing
}

func (l *lately) get() known {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.busy && !time.Now().Before(l.next) && l.ctx.Err() == nil {
		l.busy = true
		l.working.Go(l.find)
	}
	return l.have
}

func (l *lately) find() {
	began := time.Now()
	got, err := l.w.stands(l.ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy, l.next = false, time.Now().Add(max(latelyStays, latelyShare*time.Since(began)))
	if err == nil {
		l.have = got
	} else if l.ctx.Err() == nil {
		l.log.Warn("how the project stands could not be found out", "err", err)
	}
}

// stands finds out how the project stands.
func (w *people) stands(ctx context.Context) (out known, err error) {
	v, err := w.view(ctx)
	if err != nil {
		return out, err
	}
	s, err := w.stand(v)
	if err != nil {
		v.close()
		return out, err
	}
	defer s.close()
	m, ok, err := findings(ctx, v.journal, v.run.ID)
	if err != nil {
		return out, err
	}
	if ok {
		out.findings = m.Result
	}
	err = s.read(ctx, nil)
	out.gates = s.gates
	return out, err
}

// Findings is what was measured; nil: nothing, or it is not known yet.
func (l *lately) Findings(context.Context) (*measure.Result, error) { return l.get().findings, nil }

// Gates is how what holds a release stands.
func (l *lately) Gates(context.Context) ([]gate.Standing, error) { return l.get().gates, nil }

// rubricFile is the file of an inspection's rubric.
func (w *people) rubricFile(inspection string) string {
	in, ok := w.desk.Plan(inspection)
	if !ok {
		return ""
	}
	return w.rubricText(in.Rubric)
}

// sampleShown is how many rows of an inspection a panel is shown.
const sampleShown = 10

// panelSample are the rows that a panel is shown: the first that were drawn at random.
func (w *people) panelSample() []web.PanelRow {
	var out []web.PanelRow
	for _, name := range w.desk.Inspections() {
		sample, err := review.ReadSample(w.dir, name, "")
		if err != nil {
			continue // the desk would not have opened without it: an older one is not shown
		}
		n := 0
		for i := range sample.Items {
			one := web.PanelRow{Inspection: name, Row: sample.Items[i].Row}
			if sample.Items[i].Part == review.PartRandom && n < sampleShown && !slices.Contains(out, one) {
				out, n = append(out, one), n+1
			}
		}
	}
	return out
}
