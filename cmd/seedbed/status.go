package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/store"
)

func (a *app) statusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "status",
		Short:   "Show the project's runs and where their rows ended",
		Example: "  seedbed status\n  seedbed status --json",
		Args:    exactArgs(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			j, err := a.readJournal(ctx)
			if err != nil {
				return err
			}
			defer j.Close()
			runs, err := j.Runs(ctx)
			if err != nil {
				return err
			}
			current := seedbed.Fingerprint{}
			a.quiet = true
			if p, err := a.open(ctx, 0); err == nil {
				current = p.plan.Fingerprint
			}
			var docs []map[string]any
			for _, r := range runs {
				counts, err := j.CountOutcomes(ctx, r.ID)
				if err != nil {
					return err
				}
				docs = append(docs, map[string]any{"run": r.Number, "status": r.Status, "plan": r.Plan, "current": r.Plan == current, "started": r.Started, "finished": r.Finished, "outcomes": countsDocument(counts)})
				if !a.json {
					a.tellRun(r, counts, r.Plan == current)
				}
			}
			if a.json {
				a.printJSON(map[string]any{"runs": docs})
			}
			return nil
		},
	}
	a.jsonFlag(cmd)
	return cmd
}

// countsDocument is the outcomes of a run as JSON.
func countsDocument(counts []store.Count) []map[string]any {
	out := []map[string]any{}
	for _, c := range counts {
		out = append(out, map[string]any{"stage": c.Stage, "state": c.State, "actor": c.Actor, "reason": c.Reason, "rows": c.N})
	}
	return out
}

func (a *app) tellRun(r seedbed.Run, counts []store.Count, current bool) {
	note := "of another version of the recipe"
	if current {
		note = "of the recipe as it is now"
	}
	state := map[seedbed.RunStatus]string{
		seedbed.RunOpen: "not finished; seedbed run goes on with it", seedbed.RunDone: "finished", seedbed.RunPartial: "finished with failed rows; seedbed run tries them again",
	}[r.Status]
	a.printf("run %d  %s  %s, %s\n", r.Number, r.Started.Local().Format("2 Jan 15:04"), note, state)
	slices.SortFunc(counts, func(x, y store.Count) int { return cmp.Compare(y.N, x.N) })
	var rows [][]string
	for _, c := range counts {
		rows = append(rows, []string{"  ", prose.Count(int64(c.N)), string(c.State), c.Stage, c.Reason})
	}
	table(a.stdout, rows)
}

func (a *app) costCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cost",
		Short: "Show calls, tokens, time and money by stage and model",
		Long: `Cost adds up every reply in the journal, whichever plan it was for. Prices are
those known when the call was made; an unknown price is unknown, not zero.`,
		Example: "  seedbed cost\n  seedbed cost --json",
		Args:    exactArgs(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			j, err := a.readJournal(cmd.Context())
			if err != nil {
				return err
			}
			defer j.Close()
			by, err := j.Spend(cmd.Context())
			if err != nil {
				return err
			}
			usd, tokens, err := j.MaybeBilled(cmd.Context())
			if err != nil {
				return err
			}
			return a.tellCost(by, bill{maybeUSD: usd, maybeTokens: tokens})
		},
	}
	a.jsonFlag(cmd)
	return cmd
}

func (a *app) tellCost(by map[store.SpendKey]seedbed.Spend, b bill) error {
	keys := slices.SortedFunc(maps.Keys(by), func(x, y store.SpendKey) int {
		return cmp.Or(cmp.Compare(x.Stage, y.Stage), cmp.Compare(x.Model, y.Model))
	})
	var list []seedbed.StageSpend
	rows := [][]string{{"stage", "model", "calls", "tokens in / out", "time", "cost"}}
	for _, k := range keys {
		s := by[k]
		b.spent = b.spent.Add(s)
		list = append(list, seedbed.StageSpend{Stage: k.Stage, Model: k.Model, Spend: s})
		rows = append(rows, costCells(k.Stage, k.Model, s))
	}
	if a.json {
		a.printJSON(map[string]any{"spent": list, "total": b.spent, "maybe_billed_usd": b.maybeUSD, "maybe_billed_tokens": b.maybeTokens})
		return nil
	}
	table(a.stdout, append(rows, costCells("total", "", b.spent)))
	if m := b.maybe(); m != "" {
		a.printf("%s\n", m)
	}
	return nil
}

func costCells(stage, name string, s seedbed.Spend) []string {
	cost := s.Cost().String()
	if !s.Cost().Known && s.Priced > 0 {
		cost = fmt.Sprintf("%s and unknown for %s", seedbed.Dollars(s.USD), count(int64(s.Calls-s.Priced), "call"))
	}
	return []string{stage, name, prose.Count(int64(s.Calls)), short(s.In) + " / " + short(s.Out), span(s.Time), cost}
}
