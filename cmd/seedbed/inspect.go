package main

import (
	"context"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/stats"
)

func (a *app) inspectCommand() *cobra.Command {
	var begin bool
	cmd := &cobra.Command{
		Use:   "inspect [STAGE]",
		Short: "Plan a human look at rows, draw the sample, and say how its claims stand",
		Long: `Inspect says what the recipe's inspections would let through, before anybody looks
at a row; draws their samples, with --begin; and says from then on how each claim
stands, and in a sentence what may be published.

People look at the rows with seedbed review.`,
		Example: "  seedbed inspect\n  seedbed inspect --begin\n  seedbed inspect looked --json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.open(cmd.Context(), 0)
			if err != nil {
				return err
			}
			name := ""
			if len(args) > 0 {
				name = args[0]
			}
			return a.inspect(cmd.Context(), p, name, begin)
		},
	}
	a.jsonFlag(cmd)
	cmd.AddCommand(a.inspectSheetCommand(), a.inspectReadCommand(), a.inspectReviseCommand())
	cmd.Flags().BoolVar(&begin, "begin", false, "draw the sample of those that were not begun")
	return cmd
}

// inspected is one inspection as inspect tells of it.
type inspected struct {
	Inspection string         `json:"inspection"`
	Begun      bool           `json:"begun"`
	Rows       int            `json:"rows"`             // that the claims are about
	Curves     []review.Curve `json:"curves,omitempty"` // what it would let through
	Sentence   string         `json:"sentence,omitempty"`
	Status     *review.Status `json:"status,omitempty"`
	Result     *review.Result `json:"result,omitempty"`
	Next       string         `json:"next"` // what to do now
	plan       *plan.Inspection
}

func (a *app) inspect(ctx context.Context, p *project, name string, begin bool) error {
	list, err := p.inspections(name)
	if err != nil {
		return err
	}
	open := p.peopleRead
	if begin {
		open = p.people
	}
	w, err := open(ctx)
	if err != nil {
		return err
	}
	defer w.close()
	if begin {
		if err := w.beginAll(ctx, list); err != nil {
			return err
		}
		a.acts = true
	}
	var out []inspected
	for _, in := range list {
		one, err := w.standing(ctx, in)
		if err != nil {
			return err
		}
		out = append(out, one)
	}
	if a.json {
		a.printJSON(map[string]any{"inspections": out})
		return nil
	}
	for i := range out {
		if i > 0 {
			a.printf("\n")
		}
		out[i].print(a)
	}
	return nil
}

// standing is how an inspection stands: what it would let through, or what was found.
func (w *people) standing(ctx context.Context, in *plan.Inspection) (inspected, error) {
	one := inspected{Inspection: in.Name, plan: in}
	if _, one.Begun = w.desk.Plan(in.Name); one.Begun {
		status, err := w.desk.Status(in.Name, w.anOwner())
		if err != nil {
			return one, err
		}
		report, err := w.desk.Result(in.Name)
		if err != nil {
			return one, err
		}
		report.What = string(seedbed.Accepted)
		one.Status, one.Result, one.Rows, one.Sentence = &status, &report.Result, report.Rows, report.Sentence()
		one.Next = one.next()
		return one, nil
	}
	v, err := w.view(ctx)
	if err != nil {
		return one, err
	}
	defer v.close()
	for _, err := range v.inspectable(ctx, in) {
		if err != nil {
			return one, err
		}
		one.Rows++
	}
	one.Next = "seedbed inspect --begin    seedbed review"
	one.Curves, err = review.Curves(in, one.Rows)
	return one, err
}

// next is what to do about an inspection that was begun.
func (one *inspected) next() string {
	var refuted []string
	stuck := false
	for i := range one.Status.Claims {
		switch c := &one.Status.Claims[i]; {
		case c.Verdict == stats.NotMet:
			refuted = append(refuted, c.Text)
		case c.More < 0:
			stuck = true
		}
	}
	switch {
	case len(refuted) > 0:
		return "not so: " + strings.Join(refuted, "; ") + `
  make the rows anew: mend a prompt, a keep or a model in the recipe, and seedbed run
  or mend rows by hand on the page; the release has the mended ones, and this claim stays refuted
  or claim less in the recipe and inspect again: what a tier of risk asks for is lowered with a
  reason under risk: lower: {claims: ...}, which the card prints`
	case one.Status.Disputes > 0 && one.Status.Enough:
		return "seedbed review, to settle what people disagree about    seedbed release -o out"
	case one.Status.Enough:
		return "seedbed release -o out"
	case stuck && one.used():
		return "the sample is used up and does not tell: claim less in the recipe, or begin a larger inspection under another name"
	}
	return "seedbed review"
}

// used reports whether every random row is settled.
func (one *inspected) used() bool {
	for _, p := range one.Status.Parts {
		if p.Part == review.PartRandom {
			return p.Settled == p.Rows
		}
	}
	return true
}

// print tells a person.
func (one *inspected) print(a *app) {
	if !one.Begun {
		one.printPlan(a)
		return
	}
	a.printf("%s: %s\n", one.Inspection, one.Sentence)
	for _, s := range one.Result.Sentences() {
		a.printf("  %s\n", s)
	}
	for _, p := range one.Status.Parts {
		a.printf("  %s: %s of %s settled", p.Part, prose.Count(p.Settled), prose.Rows(p.Rows))
		if p.Begun > 0 {
			a.printf(", %s begun", prose.Count(p.Begun))
		}
		a.printf("\n")
	}
	if n := one.Status.Disputes; n > 0 {
		a.printf("  %s wait for somebody who settles them\n", prose.Plural(n, "disagreement", "disagreements"))
	}
	for _, n := range one.Result.Notes {
		a.printf("  note: %s\n", n)
	}
	if one.Status.Enough {
		a.printf("enough is known.  ")
	}
	a.printf("next:  %s\n", one.Next)
}

// curveShown are the places of a curve, in parts of the limit, that are printed.
var curveShown = []float64{0, .2, .4, .6, .8, 1, 1.5, 2, 3}

func (one *inspected) printPlan(a *app) {
	in := one.plan
	a.printf("%s: not begun; %s to claim something of, by rubric %s, %s a row\n", one.Inspection, prose.Rows(one.Rows), in.Rubric.Name, prose.Plural(in.Raters, "person", "people"))
	for _, c := range in.Claims {
		a.printf("  %s, with %s confidence\n", c.Text, prose.Percent(in.Confidence))
	}
	for _, c := range one.Curves {
		if c.Least > 0 {
			a.printf("\n%s: %s at the least, and %s at the most\n", c.Claim, prose.Rows(c.Least), prose.Count(c.Most))
		}
		rows := [][]string{{"really defective", "passes", "refuted", "rows, on average"}}
		for _, p := range c.Points {
			for _, at := range curveShown {
				if math.Abs(p.Rate-at*c.Limit) < c.Limit/1000 {
					rows = append(rows, []string{percent(p.Rate), chance(p.Passes), chance(p.Fails), prose.Count(int(math.Round(p.Rows)))})
				}
			}
		}
		table(a.stdout, rows)
	}
	a.printf("next:  %s\n", one.Next)
}
