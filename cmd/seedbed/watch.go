package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// watchFlags are the flags of watch.
type watchFlags struct {
	runFlags
	show  bool
	by    string
	level string
}

func (a *app) watchCommand() *cobra.Command {
	var f watchFlags
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "Carry the plan out again as a new wave, and say what has changed",
		Long: `Watch carries the plan out again against the system under test as it is now: every
call to that system is made anew, every other reply is taken from the journal as far
as it is there. Then it compares the wave with those before it: the same attack or
conversation in both where both are valid, else what there is of either; and says how
much has changed, and whether it may be noise. The first wave is the recipe's own run.
A wave that was stopped is gone on with. For a plan with a system under test, such as
one with a redteam or simulate stage.`,
		Example: `  seedbed watch
  seedbed watch --show
  seedbed watch --json --budget 2.50`,
		Args: exactArgs(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.watch(cmd.Context(), f) },
	}
	a.jsonFlag(cmd)
	cmd.Flags().BoolVar(&f.show, "show", false, "compare the waves that there are, and run nothing")
	cmd.Flags().StringVar(&f.by, "by", "category", "field to compare within, too")
	cmd.Flags().StringVar(&f.level, "confidence", "95%", "confidence of intervals, and 1 minus the rate of false discoveries")
	cmd.Flags().IntVar(&f.limit, "limit", 0, "take only the first so many rows of each source")
	cmd.Flags().IntVar(&f.inFlight, "in-flight", 0, "most calls under way at once at each endpoint")
	cmd.Flags().StringVar(&f.budget, "budget", "", "most to spend, in US dollars")
	return cmd
}

// wave is one carrying-out of the plan.
type wave struct {
	number int
	run    seedbed.Run
	plan   *plan.Plan
}

// mostWaves is how many waves a recipe can have.
const mostWaves = 1000

func (a *app) watch(ctx context.Context, f watchFlags) error {
	level, err := (&statsFlags{level: f.level}).confidence()
	if err != nil {
		return err
	}
	set := slices.Clone(a.set)
	if i := slices.IndexFunc(set, func(s string) bool { return strings.HasPrefix(s, "wave=") }); i >= 0 {
		return usagef("--set %s: watch sets the wave itself", set[i])
	}
	waves, err := a.waves(ctx, set, f.limit)
	if err != nil {
		return err
	}
	var ran error
	if !f.show {
		next := len(waves)
		if next > 0 && waves[next-1].run.Status == seedbed.RunOpen {
			next--
		}
		if next > mostWaves {
			return usagef("there are %d waves already, and no more are possible", next)
		}
		if ran = a.runWave(ctx, set, next, f.runFlags); ran != nil && seedbed.CodeOf(ran) != seedbed.CodeIncomplete && !isReported(ran, seedbed.CodeIncomplete) {
			return ran
		}
		if waves, err = a.waves(ctx, set, f.limit); err != nil {
			return err
		}
	}
	if len(waves) == 0 {
		return &seedbed.Error{Code: seedbed.CodeNotFound, Message: "nothing has been run here yet", Fix: "start with seedbed watch, without --show"}
	}
	doc, err := a.compareWaves(ctx, waves, f.by, level)
	if err != nil {
		return err
	}
	if a.json {
		a.printEvent(map[string]any{"event": "watched", "waves": doc.Waves, "changes": doc.Changes, "by": doc.By, "confidence": doc.Level, "notes": doc.Notes})
	} else {
		doc.print(a.stdout)
	}
	return ran
}

// isReported reports whether err is one that the user was told of, of a code.
func isReported(err error, code seedbed.Code) bool {
	r, ok := err.(errReported)
	return ok && r.code == code
}

// runWave carries the plan out as a wave.
func (a *app) runWave(ctx context.Context, set []string, n int, f runFlags) error {
	if n > 0 {
		a.set = append(slices.Clone(set), fmt.Sprintf("wave=%d", n))
		defer func() { a.set = set }()
	}
	if !a.json {
		a.printf("wave %d\n", n)
	}
	err := a.run1(ctx, f)
	if isReported(err, seedbed.CodeInterrupted) && !a.json {
		a.printf("This is wave %d: seedbed watch goes on with it.\n", n)
	}
	return err
}

// openWave reads the recipe as of a wave, without a word.
func (a *app) openWave(ctx context.Context, set []string, n, limit int) (*project, error) {
	stderr, was, takes := a.stderr, a.set, a.takesInput
	defer func() { a.stderr, a.set, a.takesInput = stderr, was, takes }()
	a.stderr, a.takesInput = io.Discard, false
	if n > 0 { // wave 0 is the recipe as seedbed run carries it out
		a.set = append(slices.Clone(set), fmt.Sprintf("wave=%d", n))
	}
	return a.open(ctx, limit)
}

// waves returns the waves of the recipe as it is now that were begun, from 0 on. Which
// run is which wave is told by the plan's fingerprint, which the wave is part of.
func (a *app) waves(ctx context.Context, set []string, limit int) ([]wave, error) {
	p, err := a.openWave(ctx, set, 0, limit)
	if err != nil {
		return nil, err
	}
	if p.plan.Wave != 0 {
		return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf("the recipe says wave: %d", p.plan.Wave), Fix: "leave wave out: watch counts the waves itself"}
	}
	if len(watchedStages(p.plan)) == 0 {
		return nil, &seedbed.Error{
			Code: seedbed.CodeInvalid, Message: "no stage of this recipe has a system under test, and watch says how that changes",
			Fix: "add a redteam or simulate stage",
		}
	}
	j, err := a.readJournal(ctx)
	if seedbed.CodeOf(err) == seedbed.CodeNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	runs, err := j.Runs(ctx)
	j.Close()
	if err != nil {
		return nil, err
	}
	var out []wave
	for n := 0; n <= mostWaves; n++ {
		if n > 0 {
			if p, err = a.openWave(ctx, set, n, limit); err != nil {
				return nil, err
			}
		}
		w := wave{number: n, plan: p.plan}
		for _, r := range runs {
			if r.Plan == p.plan.Fingerprint && !r.Begun.Before(w.run.Begun) {
				w.run = r
			}
		}
		if w.run.ID == 0 {
			break
		}
		out = append(out, w)
	}
	return out, nil
}

// watchedStages are the names of the stages that have a system under test.
func watchedStages(p *plan.Plan) []string {
	var out []string
	for i := range p.Stages {
		if slices.ContainsFunc(p.Stages[i].Needs.Roles, func(r plan.Role) bool { return r.As == plan.AsSystem }) {
			out = append(out, p.Stages[i].Name)
		}
	}
	return out
}
