package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/bias"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/recipe"
	"seedbed.dev/seedbed/internal/stage"
	"seedbed.dev/seedbed/internal/stats"
)

// judgeTestFlags are the flags of judge-test.
type judgeTestFlags struct {
	pairs int
	field string
	out   string
}

func (a *app) judgeTestCommand() *cobra.Command {
	var f judgeTestFlags
	cmd := &cobra.Command{
		Use:   "judge-test [STAGE]",
		Short: "Try a judge before it counts: does it tell damage, and what else moves it",
		Long: `Judge-test shows a judge rows of the project as they come to it: as they are, damaged
in ways that a judge has to notice, and with something planted that should move no
score: length, an expert's approval, the asker's wish, formatting, an instruction to
the judge, another order. Every figure has its interval. Without STAGE all judges of
the recipe are tried.

The questions go through the same reply store, limiter and budget as a run. What is
found is kept, stands in the release's card, and can be demanded under demand:
judge_test: then seedbed release refuses where it does not hold.`,
		Example: "  seedbed judge-test scored\n  seedbed judge-test --pairs 100 -o judge.json",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("judge-test wants one stage, or none for all judges; see seedbed judge-test --help")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.pairs < 1 || f.pairs > 100_000 {
				return usagef("--pairs wants a whole number from 1 to 100000")
			}
			a.acts = true
			p, err := a.open(cmd.Context(), 0)
			if err != nil {
				return err
			}
			stages, err := judgeStages(p.plan, args)
			if err != nil {
				return err
			}
			return a.judgeTest(cmd.Context(), p, stages, &f)
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().IntVar(&f.pairs, "pairs", 50, "rows that the judge is tried on")
	cmd.Flags().StringVar(&f.field, "field", "", "field of the text that is judged; left out: the last that a model wrote")
	cmd.Flags().StringVarP(&f.out, "output", "o", "", "file to write what was found to, as JSON")
	return cmd
}

// judgeStages returns the stages whose judges are tried: that of a name, or all.
func judgeStages(p *plan.Plan, names []string) ([]*plan.Stage, error) {
	var all []*plan.Stage
	var known []string
	for i := range p.Stages {
		s := &p.Stages[i]
		if s.Kind.Name == "judge" && s.Needs.Rubric != nil {
			all, known = append(all, s), append(known, s.Name)
		}
	}
	if len(all) == 0 {
		return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: "the recipe has no judge", Fix: "add a stage of kind judge"}
	}
	if len(names) == 0 {
		return all, nil
	}
	i := slices.Index(known, names[0])
	if i < 0 {
		return nil, unknownName("judge-test", "judge", names[0], known)
	}
	return all[i : i+1], nil
}

// listwise is how a judge looks at lists.
const listwise = "listwise"

// judgeSettings are what a trial has to know of a judge's configuration.
type judgeSettings struct {
	How   string
	Show  []string
	Pair  []string
	Bands *struct{ As string }
}

func settingsOf(s *plan.Stage) (judgeSettings, error) {
	var c judgeSettings
	if err := json.Unmarshal(config.Complete(s.Config), &c); err != nil {
		return c, seedbed.Errorf(seedbed.CodeInternal, "reading the settings of judge %s: %w", s.Name, err)
	}
	if c.How == listwise {
		return c, &seedbed.Error{
			Code: seedbed.CodeInvalid, Message: fmt.Sprintf("judge %s puts lists in order; judge-test tries judges that look at one text or compare two", s.Name),
			Fix: "name another judge: seedbed judge-test STAGE",
		}
	}
	if c.How != "pairwise" {
		c.Pair = nil
	}
	return c, nil
}

// judgeTrial is what is kept of trying a judge.
type judgeTrial struct {
	Stage    string      `json:"stage"`
	Judges   []string    `json:"judges"`
	Field    string      `json:"field"`
	Asked    int         `json:"questions"`
	Report   bias.Report `json:"report"`
	Demanded []demanded  `json:"demanded,omitempty"`
}

// judgeTest tries judges one after another.
func (a *app) judgeTest(ctx context.Context, p *project, stages []*plan.Stage, f *judgeTestFlags) (err error) {
	s, err := p.begin(ctx)
	if err != nil {
		return err
	}
	defer s.end(ctx, &err)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer onInterrupt(a.outputGone(), func() { s.gate.Close(nil) }, cancel)()
	var all []judgeTrial
	unmet := false
	for _, st := range stages {
		if c, err := settingsOf(st); err != nil && c.How == listwise && len(stages) > 1 {
			fmt.Fprintf(a.stderr, "%s puts lists in order and is not tried.\n", st.Name)
			continue
		}
		t, err := s.tryJudge(ctx, st, f)
		if err != nil {
			return s.stopped(ctx, err)
		}
		doc, err := json.Marshal(t)
		if err != nil {
			return seedbed.Errorf(seedbed.CodeInternal, "keeping what was found of judge %s: %w", st.Name, err)
		}
		if err := s.journal.PutCache(ctx, judgeTestKey(st), doc); err != nil {
			return err
		}
		t.Demanded = demands(p.plan, st, &t, true)
		for _, d := range t.Demanded {
			unmet = unmet || d.Verdict != stats.Met
		}
		all = append(all, t)
		if !a.json {
			a.tellTrial(&t)
		}
	}
	if err := a.giveTrials(all, f.out); err != nil {
		return err
	}
	if unmet {
		return errReported{seedbed.CodeUnmet}
	}
	return nil
}

// stopped is what ended the questions: the models, or a person.
func (s *session) stopped(ctx context.Context, err error) error {
	cause := s.gate.Cause()
	switch {
	case errors.Is(err, seedbed.ErrStopping) && cause != nil:
		return cause
	case errors.Is(err, seedbed.ErrStopping) || ctx.Err() != nil:
		return &seedbed.Error{Code: seedbed.CodeInterrupted, Message: "stopped", Fix: "what was answered is in the journal: the same command goes on from here"}
	}
	return err
}

// giveTrials prints what was found as JSON, or writes it to a file.
func (a *app) giveTrials(all []judgeTrial, out string) error {
	doc := map[string]any{"judges": all}
	if a.json {
		a.printJSON(doc)
	}
	if out == "" {
		return nil
	}
	b, err := json.MarshalIndent(doc, "", "  ")
	if err == nil {
		err = os.WriteFile(a.path(out), append(b, '\n'), 0o666)
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing %s: %w", out, err)
	}
	return nil
}

// judgeTestKey is where what was found of a judge is kept: another rubric, model or
// prompt before it is another judge.
func judgeTestKey(st *plan.Stage) string { return "judge-test/1/" + st.Fingerprint.String() }

// tryJudge asks one judge all questions of its trial.
func (s *session) tryJudge(ctx context.Context, st *plan.Stage, f *judgeTestFlags) (judgeTrial, error) {
	t := judgeTrial{Stage: st.Name, Judges: st.Needs.Models}
	cfg, err := settingsOf(st)
	if err != nil {
		return t, err
	}
	rows, err := s.judgedRows(ctx, st, f.pairs)
	if err != nil {
		return t, err
	}
	t.Field = f.field
	if t.Field == "" {
		t.Field = judgedField(s.plan, st, &cfg)
	}
	if len(cfg.Pair) == 2 {
		t.Field = strings.Join(cfg.Pair, ", ")
	}
	trial, err := bias.NewTrial(bias.Setup{
		Rubric: rubricOf(st, &cfg), Field: t.Field, Pair: cfg.Pair, Rows: rows, Kin: s.kinOf(st),
	})
	if err != nil {
		return t, err
	}
	t.Asked = len(trial.Probes)
	scores, err := s.ask(ctx, st, trial.Probes)
	if err != nil {
		return t, err
	}
	t.Report = trial.Report(scores, bias.Options{
		CompareOptions: stats.CompareOptions{Level: .95, Resamples: 2000, Seed: 1}, Changed: stage.ChangedWithOrder,
	})
	return t, nil
}

// rubricOf is what the judge is asked, without the band that is made of its answers.
func rubricOf(st *plan.Stage, cfg *judgeSettings) seedbed.Rubric {
	r := *st.Needs.Rubric
	if n := len(r.Criteria); n > 1 && cfg.Bands != nil && r.Criteria[n-1].Name == cmp.Or(cfg.Bands.As, "band") {
		r.Criteria = r.Criteria[:n-1]
	}
	return r
}

// kinOf says of a writer whether it is of the family of one of the judges.
func (s *session) kinOf(st *plan.Stage) func(string) string {
	table := recipe.Families(s.plan)
	return func(writer string) string {
		w := s.plan.Model(writer)
		if w == nil {
			return ""
		}
		kin := "other"
		for _, name := range st.Needs.Models {
			switch r, _ := table.Relate(recipe.KinModel(s.plan.Model(name)), recipe.KinModel(w)); {
			case r.Related():
				return "own"
			case r == "unknown":
				kin = ""
			}
		}
		return kin
	}
}

// judge makes a stage's judge with these models.
func (s *session) judge(st *plan.Stage, get func(string) (seedbed.Model, error)) (seedbed.Judge, error) {
	made, err := st.Kind.New(st.Config, plan.Env{Stage: st, Plan: s.plan, Model: get, System: get, Notice: func(m string) { s.notices(m) }})
	if err != nil {
		return nil, fmt.Errorf("preparing stage %s: %w", st.Name, err)
	}
	j, ok := made.(seedbed.Judge)
	if !ok {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "stage %s is no judge", st.Name)
	}
	return j, nil
}

// ask gives the judge's scores for each probe; nil where a question got no answer for
// a reason that is its own. What is asked again is asked when all else is answered.
func (s *session) ask(ctx context.Context, st *plan.Stage, probes []bias.Probe) ([][]seedbed.Score, error) {
	once, err := s.judge(st, s.models.get)
	if err != nil {
		return nil, err
	}
	again, err := s.judge(st, func(name string) (seedbed.Model, error) {
		m, err := s.models.get(name)
		return waved{m, againWave}, err
	})
	if err != nil {
		return nil, err
	}
	show := s.app.newAsking(st.Name, len(probes))
	defer show.end()
	out := make([][]seedbed.Score, len(probes))
	for _, second := range []bool{false, true} {
		judge := once
		if second {
			judge = again
		}
		var which []int
		for i := range probes {
			if probes[i].Again == second {
				which = append(which, i)
			}
		}
		err := atOnce(ctx, min(tasks(s.plan), 512), len(which), func(ctx context.Context, k int) error {
			p := &probes[which[k]]
			scores, err := judge.Judge(ctx, p.Record, p.Rubric)
			var call *seedbed.CallError
			if err != nil && (!errors.As(err, &call) || call.Class == seedbed.Permanent) {
				return err
			}
			out[which[k]] = scores
			show.answered()
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// atOnce does n things, so many of them at once. The first error ends it.
func atOnce(ctx context.Context, most, n int, do func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(most, n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := do(ctx, i); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// againWave asks the same question anew: beyond the waves that a recipe can have.
const againWave = 1001
