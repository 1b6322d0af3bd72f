package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/engine"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
)

// progress shows people how a run is getting on: bars on a terminal, a line
// every few seconds elsewhere, and JSON lines with --json. All of it but the
// JSON goes to standard error.
type progress struct {
	app      *app
	session  *session
	terminal bool
	started  time.Time

	mu       sync.Mutex
	bars     *mpb.Progress
	lastScan time.Time
	snapshot snapshot
	closed   bool
}

// plainEvery is how often a line is printed where there is no terminal.
const plainEvery = 5 * time.Second

func newProgress(a *app, s *session) *progress {
	return &progress{app: a, session: s, terminal: isTerminal(a.stderr) && !a.json, started: now(), lastScan: now()}
}

// snapshot is a run at one moment.
type snapshot struct {
	counts   []engine.StageCount
	models   []modelStatus
	expected map[string]expected
	elapsed  time.Duration
	rate     float64 // outcomes a second, lately
	spent    string
}

// scanning tells how far the reading of the sources is, when it takes long.
func (p *progress) scanning(name string, done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.app.json || now().Sub(p.lastScan) < 2*time.Second {
		return
	}
	p.lastScan = now()
	left := ""
	if done > 0 && total > done {
		left = ", " + span(time.Duration(float64(now().Sub(p.started))*float64(total-done)/float64(done))) + " to go"
	}
	fmt.Fprintf(p.app.stderr, "reading %s: %d of %d MB%s\n", name, done>>20, total>>20, left)
}

// notice prints one line for people.
func (p *progress) notice(line string) {
	p.mu.Lock()
	bars := p.bars
	p.mu.Unlock()
	switch {
	case p.app.json && !p.app.unread():
		p.app.printEvent(map[string]any{"event": "notice", "message": line})
	case bars != nil:
		fmt.Fprintln(bars, line)
	default:
		fmt.Fprintln(p.app.stderr, line)
	}
}

// stopping tells what Ctrl-C does.
func (p *progress) stopping(calls int64) {
	p.notice(fmt.Sprintf("finishing %s under way (Ctrl-C again to leave them) ...", count(calls, "call")))
}

// watch shows the run until the returned function is called.
func (p *progress) watch(e *engine.Engine) (stop func()) {
	p.session.notices = p.notice
	p.started = now()
	flows := map[string]plan.Flow{}
	for name, sc := range p.session.scans {
		rows := sc.Rows
		flows[name] = plan.Flow{Rows: rows, Bytes: sc.MeanBytes}
	}
	expect := forecast(p.session.plan, flows)
	p.look(e, expect, 0)
	every := plainEvery
	if p.terminal {
		every = 200 * time.Millisecond
		p.drawBars(e)
	} else if p.app.json {
		every = time.Second
	}
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { p.loop(e, expect, every, done) })
	return func() { close(done); wg.Wait() }
}

func (p *progress) loop(e *engine.Engine, expect map[string]expected, every time.Duration, done <-chan struct{}) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	last, lastAt := int64(0), now()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
		}
		n := finished(e.Counts())
		rate := float64(n-last) / max(now().Sub(lastAt).Seconds(), 1e-3)
		p.mu.Lock()
		rate = smoothed(p.snapshot.rate, rate, now().Sub(lastAt), now().Sub(p.started))
		p.mu.Unlock()
		last, lastAt = n, now()
		p.look(e, expect, rate)
		switch {
		case p.app.json:
			p.event()
		case !p.terminal:
			fmt.Fprintln(p.app.stderr, p.plainLine())
			// A night's run should not fill a log.
			tick.Reset(min(max(plainEvery, now().Sub(p.started)/20), time.Minute))
		}
	}
}

// look takes a new snapshot.
func (p *progress) look(e *engine.Engine, expect map[string]expected, rate float64) {
	counts := e.Counts()
	s := snapshot{
		counts: counts, models: p.session.models.status(now()), expected: learn(p.session.plan, expect, counts), elapsed: now().Sub(p.started), rate: rate,
		spent: spentOf(p.session.budget.Spent(), p.session.plan.Budget),
	}
	p.mu.Lock()
	p.snapshot = s
	p.mu.Unlock()
}

// learn corrects what each stage will meet by what the stages before it have let
// through so far.
func learn(pl *plan.Plan, expect map[string]expected, counts []engine.StageCount) map[string]expected {
	seen := map[string]engine.StageCount{}
	for _, c := range counts {
		if c.Kind != "source" && c.Kind != "roots" {
			seen[c.Stage] = c
		}
	}
	out := map[string]expected{}
	for i := range pl.Stages {
		st := &pl.Stages[i]
		x := expect[st.Name]
		known := true
		in := 0
		for _, from := range st.From {
			y, ok := out[from]
			known = known && ok
			in += y.Out
		}
		if known && len(st.From) > 0 {
			x.In = in
		}
		if c := seen[st.Name]; c.In-c.Running >= enoughSeen {
			x.Out = int(float64(c.Out) / float64(c.In-c.Running) * float64(x.In))
		}
		x.In = max(x.In, int(seen[st.Name].In))
		out[st.Name] = x
	}
	return out
}

// enoughSeen is how many records tell what share a stage lets through.
const enoughSeen = 10

func spentOf(s seedbed.Spend, cap plan.Budget) string {
	if cap.USD > 0 {
		return fmt.Sprintf("%s of %s", seedbed.Dollars(s.USD), seedbed.Dollars(cap.USD))
	}
	if cap.Tokens > 0 {
		return fmt.Sprintf("%s of %s tokens", short(s.In+s.Out), short(cap.Tokens))
	}
	return ""
}

func (p *progress) event() {
	p.mu.Lock()
	s := p.snapshot
	p.mu.Unlock()
	p.app.printEvent(map[string]any{"event": "progress", "stages": s.counts, "models": s.models, "rows_per_second": s.rate, "elapsed_s": s.elapsed.Seconds(), "left_s": s.left().Seconds()})
}

// share is how much of the run is done, from 0 to 1.
func (s *snapshot) share() float64 {
	share := 1.0
	for i := range s.counts {
		c := &s.counts[i]
		if c.Want.Wanted > 0 {
			return max(float64(c.Want.Accepted)/float64(c.Want.Wanted), 1e-9)
		}
		if x := s.expected[c.Stage]; x.In > 0 && c.Kind != "source" && c.Kind != "roots" {
			share = min(share, float64(c.In-c.Running)/float64(x.In))
		}
	}
	return max(share, 1e-9)
}

// left estimates the time to go; 0 when that is not known.
func (s *snapshot) left() time.Duration {
	share := s.share()
	if share < 0.005 || share >= 1 {
		return 0
	}
	return time.Duration(float64(s.elapsed) * (1 - share) / share)
}

// footer is the line below the stages.
func (s *snapshot) footer() string {
	var parts []string
	if s.spent != "" {
		parts = append(parts, s.spent)
	}
	parts = append(parts, perTime(s.rate))
	for _, m := range s.models {
		if m.Paused > 0 {
			parts = append(parts, fmt.Sprintf("%s asks to wait %s", m.Name, span(m.Paused)))
		}
	}
	if left := s.left(); left > 0 {
		parts = append(parts, span(left)+" to go")
	}
	return strings.Join(parts, "   ")
}

// tail is what a stage's line says behind its bar.
func (s *snapshot) tail(c *engine.StageCount) string {
	var parts []string
	if c.Want.Wanted > 0 {
		parts = append(parts, fmt.Sprintf("%s of %s wanted", prose.Count(int64(c.Want.Accepted)), prose.Count(int64(c.Want.Wanted))))
	} else if x := s.expected[c.Stage]; x.In > 0 {
		parts = append(parts, fmt.Sprintf("%s/%s", prose.Count(c.In-c.Running), prose.Count(int64(x.In))))
	} else {
		parts = append(parts, prose.Count(c.In-c.Running))
	}
	if c.Running > 0 {
		parts = append(parts, fmt.Sprintf("%s under way", prose.Count(c.Running)))
	}
	if r := rejections(c.Rejected); r != "" {
		parts = append(parts, r)
	}
	if c.Failed > 0 {
		parts = append(parts, fmt.Sprintf("%s failed", prose.Count(c.Failed)))
	}
	return strings.Join(parts, "   ")
}

// rejections tells the most frequent reasons: "31 rejected: 19 near-duplicate, ...".
func rejections(by map[string]int64) string {
	if len(by) == 0 {
		return ""
	}
	reasons := slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		if by[a] != by[b] {
			return int(by[b] - by[a])
		}
		return strings.Compare(a, b)
	})
	total := int64(0)
	var parts []string
	for i, r := range reasons {
		total += by[r]
		if i < 3 {
			parts = append(parts, prose.Count(by[r])+" "+r)
		}
	}
	if n := len(reasons) - 3; n > 0 {
		parts = append(parts, count(int64(n), "more reason"))
	}
	return fmt.Sprintf("%s rejected: %s", prose.Count(total), strings.Join(parts, ", "))
}

// plainLine is one line for where there is no terminal.
func (p *progress) plainLine() string {
	p.mu.Lock()
	s := p.snapshot
	p.mu.Unlock()
	var parts []string
	for i := range s.counts {
		c := &s.counts[i]
		if c.Kind == "source" || c.Kind == "roots" {
			continue
		}
		parts = append(parts, c.Stage+" "+strings.ReplaceAll(s.tail(c), "   ", ", "))
	}
	return strings.Join(parts, " | ") + " | " + strings.ReplaceAll(s.footer(), "   ", ", ")
}

// drawBars puts a bar for every stage on the terminal, and the footer.
func (p *progress) drawBars(e *engine.Engine) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bars = mpb.New(mpb.WithOutput(p.app.stderr), mpb.WithWidth(20), mpb.WithRefreshRate(200*time.Millisecond))
	width := 0
	for _, c := range e.Counts() {
		width = max(width, len(c.Stage))
	}
	for i, c := range e.Counts() {
		if c.Kind == "source" || c.Kind == "roots" {
			continue
		}
		total := int64(max(p.snapshot.expected[c.Stage].In, 1))
		bar := p.bars.New(total, mpb.BarStyle().Lbound("").Rbound("").Filler("█").Tip("▌").Padding(" "),
			mpb.PrependDecorators(decor.Name(fmt.Sprintf("%-*s  ", width, c.Stage))),
			mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
				p.mu.Lock()
				defer p.mu.Unlock()
				return "  " + p.snapshot.tail(&p.snapshot.counts[i])
			})))
		go p.drive(bar, i)
	}
	footer := p.bars.New(1, mpb.NopStyle(), mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.snapshot.footer() + "   Ctrl-C stops cleanly; run again to go on"
	})))
	go p.drive(footer, -1)
}

// drive moves a bar along until the progress ends.
func (p *progress) drive(bar *mpb.Bar, i int) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		p.mu.Lock()
		closed := p.closed
		n := int64(0)
		if i >= 0 {
			n = p.snapshot.counts[i].In - p.snapshot.counts[i].Running
		}
		p.mu.Unlock()
		if closed {
			bar.Abort(false)
			return
		}
		if i >= 0 {
			bar.SetCurrent(n)
		}
	}
}

// end leaves the last state of the bars on the terminal. It may be called twice.
func (p *progress) end() {
	p.mu.Lock()
	bars, closed := p.bars, p.closed
	p.closed = true
	p.mu.Unlock()
	if bars != nil && !closed {
		bars.Wait()
	}
}
