package main

import (
	"context"
	"encoding/json"
	"fmt"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/bias"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/release"
	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/store"
)

// demanded is one thing that a recipe demands of a judge, and what became of it.
type demanded struct {
	Stage   string        `json:"stage"`
	Test    string        `json:"test"`
	Claim   string        `json:"claim"`
	Verdict stats.Verdict `json:"verdict"`
	Because string        `json:"because"`
}

func (d *demanded) String() string {
	s := fmt.Sprintf("%s of %s %s: %s", d.Test, d.Stage, d.Claim, d.Verdict)
	if d.Because != "" {
		s += ", " + d.Because
	}
	return s
}

// demands compares what was found of a judge with what the recipe demands of it.
func demands(p *plan.Plan, st *plan.Stage, t *judgeTrial, tried bool) []demanded {
	var out []demanded
	for _, want := range p.Demand.JudgeTest {
		d := demanded{Stage: st.Name, Test: want.Test, Claim: want.Claim, Verdict: stats.CannotTell}
		c, err := bias.ParseClaim(want.Claim)
		r, ok := t.Report.Result(want.Test)
		switch {
		case err != nil: // the recipe was checked
			d.Because = err.Error()
		case !tried || !ok:
			d.Because = "the judge was not tried as it is now"
		default:
			d.Verdict = r.Claim(c)
			if r.Effect.Defined() {
				d.Because = trialFigure(&r)
			} else {
				d.Because = r.Effect.Undefined
			}
		}
		out = append(out, d)
	}
	return out
}

// keptTrial returns what was found of a judge, and whether it was tried as it is now.
func keptTrial(ctx context.Context, j *store.Journal, st *plan.Stage) (t judgeTrial, ok bool, err error) {
	doc, ok, err := j.Cache(ctx, judgeTestKey(st))
	if err != nil || !ok {
		return t, false, err
	}
	if err := json.Unmarshal(doc, &t); err != nil {
		return t, false, seedbed.Errorf(seedbed.CodeStorage, "reading what was found of judge %s: %w", st.Name, err)
	}
	return t, true, nil
}

// unmet returns what the recipe demands of a judge and is not shown, each a sentence.
func unmet(p *plan.Plan, st *plan.Stage, t *judgeTrial, tried bool) []string {
	var out []string
	for _, d := range demands(p, st, t, tried) {
		if d.Verdict != stats.Met {
			out = append(out, d.String())
		}
	}
	return out
}

// judgeFacts puts what judges were tried with into the facts of a release.
func (v *view) judgeFacts(ctx context.Context, f *release.Facts) error {
	stages, err := judgeStages(v.plan, nil)
	if err != nil {
		return nil // there is no judge
	}
	for _, st := range stages {
		t, tried, err := keptTrial(ctx, v.journal, st)
		if err != nil {
			return err
		}
		f.JudgeTests = append(f.JudgeTests, trialFacts(st, &t, tried))
	}
	return nil
}

func trialFacts(st *plan.Stage, t *judgeTrial, tried bool) release.JudgeTest {
	out := release.JudgeTest{Stage: st.Name, Pairs: t.Report.Pairs, Why: "nobody has tried this judge as it is now"}
	if !tried {
		return out
	}
	for i := range t.Report.Results {
		r := &t.Report.Results[i]
		row := release.JudgeTestRow{Test: r.Test, Says: r.Says, N: r.Effect.N, Verdict: r.String()}
		if r.Effect.Defined() {
			row.Figure = trialFigure(r)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
