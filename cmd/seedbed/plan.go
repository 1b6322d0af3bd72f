package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/model"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
)

func (a *app) planCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Show rows, calls, tokens and the worst-case cost, before spending anything",
		Long: `Plan tells what a run would do: how many rows each stage takes and gives, how
many calls it makes, about how many tokens go in and out, and what that costs at
the most at the prices known. It calls no model.`,
		Example: "  seedbed plan\n  seedbed plan --limit 20 --json",
		Args:    exactArgs(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.takesInput = true
			p, err := a.open(cmd.Context(), f.limit)
			if err != nil {
				return err
			}
			flows := map[string]plan.Flow{}
			for _, src := range p.plan.Sources {
				recs, _, _ := p.reader.Sample(cmd.Context(), src, planRows)
				rows := len(recs)
				if rows == planRows {
					_, rows, _ = p.sample(cmd.Context(), src)
				}
				flows[src.Name] = plan.Flow{Rows: rows, Bytes: meanBytes(recs)}
			}
			return a.showPlan(cmd.Context(), p, flows)
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().IntVar(&f.limit, "limit", 0, "plan for the first so many rows of each source")
	return cmd
}

// planRows is how many rows of a source plan counts; beyond, it estimates.
const planRows = 20_000

func meanBytes(recs []seedbed.Record) int {
	if len(recs) == 0 {
		return 0
	}
	n := 0
	for i := range recs {
		n += len(recs[i].Fields.AppendJSON(nil))
	}
	return n / len(recs)
}

// planLine is what one stage will do.
type planLine struct {
	Stage  string   `json:"stage"`
	Kind   string   `json:"kind"`
	From   []string `json:"from,omitempty"`
	Takes  int      `json:"takes"`
	Makes  int      `json:"makes"`
	Want   int      `json:"want,omitempty"`
	AtMost int      `json:"at_most,omitempty"`
	asked
	Models []asked `json:"models,omitempty"` // each by itself, where there are several
}

// asked is what a stage asks of one model, or of all of its models.
type asked struct {
	Calls  int          `json:"calls"`
	Model  string       `json:"model,omitempty"`
	In     int          `json:"tokens_in"`
	Out    int          `json:"tokens_out"`
	MaxOut int          `json:"tokens_out_at_most"`
	AtCost seedbed.Cost `json:"cost_at_most"`
}

func (a *asked) add(b asked) {
	a.Calls, a.In, a.Out, a.MaxOut = a.Calls+b.Calls, a.In+b.In, a.Out+b.Out, a.MaxOut+b.MaxOut
	a.AtCost = seedbed.Cost{USD: a.AtCost.USD + b.AtCost.USD, Known: a.AtCost.Known && b.AtCost.Known}
}

// planLines forecasts every stage.
func planLines(p *plan.Plan, flows map[string]plan.Flow, prices *model.Prices) []planLine {
	expect := forecast(p, flows)
	var out []planLine
	for i := range p.Stages {
		st := &p.Stages[i]
		x := expect[st.Name]
		line := planLine{
			Stage: st.Name, Kind: st.Kind.Name, From: st.From, Takes: x.In, Makes: x.Out,
			Want: st.Needs.Want, AtMost: st.Needs.AtMost, asked: asked{AtCost: seedbed.Cost{Known: true}},
		}
		for _, c := range x.Calls {
			one := asked{Calls: c.Calls, Model: c.Model, In: c.In, Out: c.Out, MaxOut: c.MaxOut}
			if price, ok := prices.For(*p.Model(c.Model)); ok {
				one.AtCost = model.Cost(price, seedbed.Usage{In: c.In, Out: c.MaxOut, Known: true})
			}
			line.add(one)
			at := slices.IndexFunc(line.Models, func(m asked) bool { return m.Model == c.Model })
			if at < 0 {
				line.Models = append(line.Models, one)
			} else { // in another role
				line.Models[at].add(one)
			}
		}
		if len(line.Models) == 1 {
			line.Model, line.Models = line.Models[0].Model, nil
		}
		out = append(out, line)
	}
	return out
}

func (a *app) showPlan(ctx context.Context, pr *project, flows map[string]plan.Flow) error {
	p := pr.plan
	prices, err := model.LoadPrices()
	if err != nil {
		return err
	}
	lines := planLines(p, flows, prices)
	total := seedbed.Cost{Known: true}
	for _, l := range lines {
		total = seedbed.Cost{USD: total.USD + l.AtCost.USD, Known: total.Known && l.AtCost.Known}
	}
	if a.json {
		a.printJSON(map[string]any{"stages": lines, "cost_at_most": total, "fingerprint": p.Fingerprint, "budget_usd": p.Budget.USD})
		return nil
	}
	rows := [][]string{{"stage", "takes", "makes", "calls", "tokens in / out", "at most"}}
	for _, l := range lines {
		rows = append(rows, l.rows()...)
	}
	rows = append(rows, []string{"", "", "", "", "total", total.String()})
	table(a.stdout, rows)
	return a.planNotes(ctx, pr, total, prices)
}

// rows are the stage's rows of the table: one, or one for each model.
func (l *planLine) rows() [][]string {
	makes := count(int64(l.Makes), "row")
	if l.Want > 0 {
		makes = "want " + prose.Count(int64(l.Want))
		if l.AtMost > 0 {
			makes += " of at most " + prose.Count(int64(l.AtMost))
		}
	}
	first := []string{l.Stage, count(int64(l.Takes), "row"), makes, "-", "", ""}
	if l.Calls == 0 {
		return [][]string{first}
	}
	models := l.Models
	if len(models) == 0 {
		models = []asked{l.asked}
	}
	out := [][]string{first}
	for i, m := range models {
		if i > 0 {
			out = append(out, make([]string, len(first)))
		}
		copy(out[i][3:], []string{prose.Count(int64(m.Calls)) + " " + m.Model, short(m.In) + " / " + short(m.Out), m.AtCost.String()})
	}
	return out
}

// planNotes says what a person should know before spending.
func (a *app) planNotes(ctx context.Context, pr *project, total seedbed.Cost, prices *model.Prices) error {
	p := pr.plan
	a.kinNote(p)
	if err := a.planJudges(ctx, pr); err != nil {
		return err
	}
	for i := range p.Models {
		if _, ok := prices.For(p.Models[i]); !ok {
			a.printf("The price of %s (%s) is unknown; give it as models.%s.price.\n", p.Models[i].Name, p.Models[i].ID, p.Models[i].Name)
		}
	}
	if p.Budget.USD > 0 && total.Known && total.USD > p.Budget.USD {
		a.printf("The worst case is above the budget of %s; a run stops before it spends more.\n", seedbed.Dollars(p.Budget.USD))
	}
	return nil
}

// planJudges says of each judge what its scores are worth, where people have rated rows of
// a run of the recipe as it is now.
func (a *app) planJudges(ctx context.Context, pr *project) error {
	known, err := pr.knownJudges(ctx)
	if err != nil {
		return err
	}
	var nobody []string
	for i := range pr.plan.Stages {
		st := &pr.plan.Stages[i]
		for _, r := range st.Needs.Roles {
			if r.As != plan.AsJudge {
				continue
			}
			told := false
			for k := range known {
				if s := &known[k]; s.Stage == st.Name && s.Judge == r.Model {
					a.printf("%s: %s.\n", s.Name(), s.Words())
					told = true
				}
			}
			if !told && !slices.Contains(nobody, r.Model) {
				nobody = append(nobody, r.Model)
			}
		}
	}
	if len(nobody) > 0 {
		its := "its"
		if len(nobody) > 1 {
			its = "their"
		}
		a.printf("Nobody has calibrated %s yet: %s scores will say so.\n", prose.List(nobody, 5), its)
	}
	return nil
}

// knownJudges are how judges stand by the last run of the recipe as it is now; none where
// there is none.
func (p *project) knownJudges(ctx context.Context) (ratings.Standings, error) {
	v, err := p.view(ctx)
	if seedbed.CodeOf(err) == seedbed.CodeNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer v.close()
	return v.calibration(ctx)
}

// planDocument is a plan as JSON, for the journal and for --json.
func planDocument(p *plan.Plan) map[string]any {
	var stages []map[string]any
	for i := range p.Stages {
		st := &p.Stages[i]
		stages = append(stages, map[string]any{
			"name": st.Name, "kind": st.Kind.Name, "from": st.From, "fingerprint": st.Fingerprint,
			"config": st.Config, "because": st.Because, "models": st.Needs.Models, "prompt": st.Needs.Prompt, "revision": st.Needs.Revision,
		})
	}
	var models []map[string]any
	for i := range p.Models {
		m := &p.Models[i]
		models = append(models, map[string]any{"name": m.Name, "provider": m.Provider, "model": m.ID, "url": m.URL, "params": m.Params, "because": m.Because, "license": m.License})
	}
	var sources []map[string]any
	for i := range p.Sources {
		s := &p.Sources[i]
		sources = append(sources, map[string]any{"name": s.Name, "files": s.Paths, "origin": s.Origin, "license": s.License, "limit": s.Limit})
	}
	files := map[string]string{}
	for _, f := range p.Files {
		files[f.Path] = f.Digest
	}
	return map[string]any{
		"name": p.Name, "purpose": p.Purpose, "use": p.Use, "fingerprint": p.Fingerprint,
		"sources": sources, "models": models, "stages": stages, "files": files, "set": p.Set,
	}
}
