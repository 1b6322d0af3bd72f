package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/engine"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
)

// runFlags are the flags of run.
type runFlags struct {
	limit    int
	inFlight int
	budget   string
}

func (a *app) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Carry the plan out, or go on where it was stopped",
		Long: `Run carries the plan out. Everything that a model answers is in the journal
before anything else happens to it, so a run that was stopped or killed goes on
where it was: run it again. Ctrl-C once finishes the calls that are paid for and
stops; Ctrl-C twice leaves them.`,
		Example: `  seedbed run
  seedbed run --limit 20 --budget 0.50
  seedbed run --json | tee run.jsonl`,
		Args: exactArgs(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.run1(cmd.Context(), f) },
	}
	a.jsonFlag(cmd)
	cmd.Flags().IntVar(&f.limit, "limit", 0, "take only the first so many rows of each source")
	cmd.Flags().IntVar(&f.inFlight, "in-flight", 0, "most calls under way at once at each endpoint")
	cmd.Flags().StringVar(&f.budget, "budget", "", "most to spend, in US dollars")
	return cmd
}

// apply puts the flags into the plan.
func (f *runFlags) apply(p *plan.Plan) error {
	if f.limit < 0 || f.inFlight < 0 {
		return usageError{errors.New("--limit and --in-flight want a whole number above 0")}
	}
	if f.inFlight > 0 {
		p.InFlight = f.inFlight
	}
	if f.budget != "" {
		usd, err := strconv.ParseFloat(strings.TrimPrefix(f.budget, "$"), 64)
		if err != nil || !(usd > 0) || math.IsInf(usd, 1) { // NaN would bound nothing
			return usageError{fmt.Errorf("--budget %q: want US dollars, such as 2.50", f.budget)}
		}
		p.Budget.USD = usd
	}
	return nil
}

// tuneMemory trades memory for fewer collections: what a record under way leaves
// behind is short-lived garbage, and the heap that stays follows the number of
// tasks. Beyond a bound that follows it too, collections come more often.
func tuneMemory(tasks int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(96<<20 + int64(tasks)*(144<<10))
	}
}

// tunePage does so for the page, whose pages and answers are garbage as soon as they are
// sent: within what a machine that people rate on surely has.
func tunePage() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(384 << 20)
	}
}

// run1 is the command run.
func (a *app) run1(ctx context.Context, f runFlags) (err error) {
	unprofile, err := profile(a.cpuProfile)
	if err != nil {
		return err
	}
	defer unprofile()
	a.takesInput, a.acts = true, true
	p, err := a.open(ctx, f.limit)
	if err != nil {
		return err
	}
	if err := f.apply(p.plan); err != nil {
		return err
	}
	tuneMemory(tasks(p.plan))
	s, err := p.begin(ctx)
	if err != nil {
		return err
	}
	defer s.end(ctx, &err)
	show := newProgress(a, s)
	defer show.end()
	inputs, err := s.scan(ctx, show.scanning)
	if err != nil {
		return err
	}
	run, err := s.journal.BeginRun(ctx, seedbed.Run{Plan: p.plan.Fingerprint, Inputs: inputs})
	if err != nil {
		return err
	}
	if run.Status == seedbed.RunDone {
		if err := a.alreadyDone(run); err != nil {
			return err
		}
		return a.measureRun(ctx, s.view(run), false)
	}
	if run.Status == seedbed.RunPartial {
		if err := s.journal.ReopenRun(ctx, run.ID); err != nil {
			return err
		}
	}
	if err := s.describe(ctx, show); err != nil {
		return err
	}
	if err := s.makeStages(p.plan, s.models.get); err != nil {
		return err
	}
	sum, err := s.carryOut(ctx, run, show)
	show.end()
	ended := err == nil && sum.Complete
	err = a.finish(ctx, s, run, sum, err)
	if ended {
		if merr := a.measureRun(ctx, s.view(run), true); merr != nil {
			return merr
		}
	}
	return err
}

// describe stores the files that the plan was made from, and tells what has
// changed since they were last used.
func (s *session) describe(ctx context.Context, show *progress) error {
	for _, f := range s.plan.Files {
		if f.Text == nil {
			continue
		}
		before, err := s.journal.Revisions(ctx, f.Path)
		if err != nil {
			return err
		}
		n, err := s.journal.PutFile(ctx, f.Path, f.Kind, f.Digest, f.Text)
		if err != nil {
			return err
		}
		if last := len(before); last > 0 && n > last && (f.Kind == "prompt" || f.Kind == "rubric") {
			show.notice(fmt.Sprintf("%s changed (r%d → r%d): what was made with it will be made again. The rows of r%d stay; putting r%d back costs nothing.", f.Path, last, n, last, last))
		}
	}
	doc, err := json.Marshal(planDocument(s.plan))
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInternal, "describing the plan: %w", err)
	}
	return s.journal.PutPlan(ctx, s.plan.Fingerprint, doc)
}

// carryOut runs the engine, watches for Ctrl-C, and shows progress.
func (s *session) carryOut(ctx context.Context, run seedbed.Run, show *progress) (engine.Summary, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := make(chan struct{})
	cfg := engine.Config{
		Plan: s.plan, Stages: s.stages, Sources: s.sources(), Run: run.ID, Tasks: tasks(s.plan),
		Stop:   stop,
		OnStop: func(err error) { s.gate.Close(err) },
	}
	if !free(s.plan) {
		cfg.Journal = s.journal
	}
	e, err := engine.New(cfg)
	if err != nil {
		return engine.Summary{}, err
	}
	unwatch := onInterrupt(s.app.outputGone(), func() {
		show.stopping(s.models.inFlight())
		s.gate.Close(nil)
		close(stop)
	}, func() {
		s.app.left.Store(s.models.inFlight())
		cancel()
	})
	defer unwatch()
	unshow := show.watch(e)
	defer unshow()
	sum, err := e.Run(ctx)
	if cause := s.gate.Cause(); errors.Is(err, seedbed.ErrStopping) && cause != nil {
		err = cause // the models stopped the run, not a person
	}
	return sum, err
}

// onInterrupt calls first on the first Ctrl-C (or SIGTERM, SIGHUP), or when gone is
// closed, and second on the next Ctrl-C, until the returned function is called.
func onInterrupt(gone <-chan struct{}, first, second func()) (stop func()) {
	ch := make(chan os.Signal, 2)
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // a closed terminal, unless nohup says otherwise
		signals = append(signals, syscall.SIGHUP)
	}
	signal.Notify(ch, signals...)
	done := make(chan struct{})
	go func() {
		for stopping := false; ; stopping = true {
			select {
			case <-ch:
				if stopping {
					second()
					continue
				}
			case <-gone:
			case <-done:
				return
			}
			gone = nil
			if !stopping {
				first()
			}
		}
	}()
	return func() { signal.Stop(ch); close(done) }
}

// finish closes the run in the journal and tells what it came to.
func (a *app) finish(ctx context.Context, s *session, run seedbed.Run, sum engine.Summary, runErr error) error {
	ctx = context.WithoutCancel(ctx)
	status := seedbed.RunOpen
	if runErr == nil && sum.Complete {
		status = seedbed.RunDone
		if sum.Failed > 0 {
			status = seedbed.RunPartial
		}
	}
	if seedbed.CodeOf(runErr) != seedbed.CodeStorage || runErr == nil {
		doc, err := json.Marshal(newReport(s.plan, sum, s.scans))
		if err != nil {
			return err
		}
		last := sum.Outcomes - 1
		if status == seedbed.RunOpen {
			last = math.MaxInt64 // an earlier try may have come further
		}
		if err := s.journal.FinishRun(ctx, run.ID, status, last, doc); err != nil && runErr == nil {
			return err
		}
	}
	bill, err := s.bill(ctx)
	if err != nil && runErr == nil {
		return err
	}
	a.tellFinish(sum, bill, runErr)
	switch {
	case runErr != nil && seedbed.CodeOf(runErr) == seedbed.CodeInterrupted && a.unread():
		fmt.Fprintln(a.stderr, "stopped, since nobody reads what is printed: seedbed run goes on from here.")
		return errUnread
	case runErr != nil && seedbed.CodeOf(runErr) == seedbed.CodeInterrupted:
		return errReported{seedbed.CodeInterrupted}
	case runErr != nil:
		return runErr
	case len(sum.Short) > 0 || sum.Failed > 0:
		return errReported{seedbed.CodeIncomplete}
	}
	return nil
}

// tellFinish prints the last lines of a run.
func (a *app) tellFinish(sum engine.Summary, bill bill, runErr error) {
	if a.json {
		a.printEvent(map[string]any{
			"event": "end", "summary": sum, "spent": bill.spent, "complete": sum.Complete && runErr == nil,
			"maybe_billed_usd": bill.maybeUSD, "maybe_billed_tokens": bill.maybeTokens,
		})
		return
	}
	var b strings.Builder
	if runErr != nil {
		b.WriteString("stopped: ")
	} else {
		b.WriteString("done: ")
	}
	fmt.Fprintf(&b, "%s accepted", count(sum.Accepted, "row"))
	if sum.Rejected > 0 {
		fmt.Fprintf(&b, ", %s rejected", prose.Count(sum.Rejected))
	}
	if sum.Failed > 0 {
		fmt.Fprintf(&b, ", %s failed", prose.Count(sum.Failed))
	}
	if sum.Surplus > 0 {
		fmt.Fprintf(&b, ", %s beyond what was wanted", prose.Count(sum.Surplus))
	}
	if spent := bill.spent; spent.Calls > 0 {
		fmt.Fprintf(&b, "; %s, %s tokens, cost %s so far", count(int64(spent.Calls), "call"), prose.Count(int64(spent.In+spent.Out)), spent.Cost().String())
	}
	fmt.Fprintln(a.stdout, b.String()+".")
	if m := bill.maybe(); m != "" {
		a.printf("%s.\n", m)
	}
	a.tellNext(sum, runErr)
}

// tellNext says what to do now.
func (a *app) tellNext(sum engine.Summary, runErr error) {
	switch {
	case runErr != nil && seedbed.CodeOf(runErr) == seedbed.CodeStorage:
		a.printf("What the journal holds stays, replies that it could not take are lost: seedbed run goes on from here.\n")
	case a.left.Load() > 0:
		a.printf("%s left under way may be billed; what the journal holds stays: seedbed run goes on from here.\n", count(a.left.Load(), "call"))
	case runErr != nil:
		a.printf("Nothing is lost: seedbed run goes on from here.\n")
	case sum.Failed > 0:
		a.printf("%s could not be made; seedbed run tries them again, seedbed rows --state failed shows why.\n", count(sum.Failed, "row"))
	default:
		a.printf("next:  seedbed rows    seedbed why ROW    seedbed release -o out\n")
	}
	if runErr == nil {
		a.tellShort(sum)
	}
}

// tellShort says which stages found less than was wanted, and why.
func (a *app) tellShort(sum engine.Summary) {
	for _, c := range sum.Stages {
		if w := c.Want; w.Wanted > 0 && w.Accepted < w.Wanted {
			why := "the sources had no more"
			if w.AtMost > 0 && w.Tried >= w.AtMost {
				why = fmt.Sprintf("at_most %d is used up", w.AtMost)
			}
			a.printf("%s found %s of %s wanted after %s tried: %s.\n", c.Stage, prose.Count(int64(w.Accepted)), prose.Count(int64(w.Wanted)), prose.Count(int64(w.Tried)), why)
		}
	}
}

// alreadyDone tells that there is nothing left to do.
func (a *app) alreadyDone(run seedbed.Run) error {
	sum, err := readReport(&run)
	if err != nil {
		return err
	}
	if a.json {
		a.printEvent(map[string]any{"event": "end", "summary": sum, "complete": true, "already": true})
	} else {
		a.printf("Nothing to do: this plan over these seeds was finished on %s, with %s accepted and %s rejected.\n",
			run.Finished.Local().Format("2 Jan 15:04"), count(sum.Accepted, "row"), prose.Count(sum.Rejected))
		a.tellShort(sum.Summary)
	}
	if len(sum.Short) > 0 {
		return errReported{seedbed.CodeIncomplete}
	}
	return nil
}

// printEvent prints one JSON line.
func (a *app) printEvent(e map[string]any) {
	e["time"] = now().UTC().Format(time.RFC3339Nano)
	b, err := json.Marshal(e)
	if err != nil {
		fmt.Fprintf(a.stderr, "seedbed: writing an event: %v\n", err)
		return
	}
	fmt.Fprintf(a.stdout, "%s\n", b)
}
