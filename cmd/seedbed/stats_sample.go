package main

import (
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// sampleFlags are the flags of stats sample.
type sampleFlags struct {
	statsFlags
	below string
	allow int
	of    int
}

func (a *app) statsSampleCommand() *cobra.Command {
	var f sampleFlags
	cmd := &cobra.Command{
		Use:   "sample",
		Short: "Say how many rows to inspect for a claim, and what a plan would let through",
		Long: `Sample plans an inspection: how many rows, drawn at random, people have to look at
so that they may say afterwards that fewer than so many of all rows are defective.

It prints a plan of one fixed sample, one with a second chance, and a sequential
one that stops as soon as enough is known; and for each how often it would let
rows through, by how many of them are really defective.`,
		Example: "  seedbed stats sample --defects-below 5% --confidence 95%\n  seedbed stats sample --defects-below 1% --allow 2 --of 12400 --json",
		Args:    exactArgs(0, "no arguments"),
		RunE:    func(*cobra.Command, []string) error { return a.statsSample(&f) },
	}
	a.statsOutputFlags(cmd, &f.statsFlags)
	flags := cmd.Flags()
	flags.StringVar(&f.below, "defects-below", "", "the claim: fewer than this share of rows are defective, such as 5%")
	flags.StringVar(&f.level, "confidence", "95%", "how sure to be")
	flags.IntVar(&f.allow, "allow", 0, "defects that the fixed sample may have")
	flags.IntVar(&f.of, "of", 0, "rows that there are in all; left out: many more than are looked at")
	return cmd
}

// rateOutcome is what plans do with rows of which a share is defective.
type rateOutcome struct {
	Rate       float64      `json:"rate"`
	Single     float64      `json:"single_passes"`
	Double     *passesRows  `json:"double,omitempty"`
	Sequential sequentialAt `json:"sequential"`
}

type passesRows struct {
	Passes float64 `json:"passes"`
	Rows   float64 `json:"rows"` // on average
}

type sequentialAt struct {
	Passes float64 `json:"passes"`
	Fails  float64 `json:"fails"`
	Rows   float64 `json:"rows"`
}

// samplePlan is the document of stats sample.
type samplePlan struct {
	Claim      stats.Inspection      `json:"claim"`
	Single     stats.SinglePlan      `json:"single"`
	Double     *stats.DoublePlan     `json:"double,omitempty"`
	Sequential *stats.SequentialPlan `json:"sequential"`
	Curve      []rateOutcome         `json:"operating_curve"`
}

func (a *app) statsSample(f *sampleFlags) error {
	if f.below == "" {
		return usageError{fmt.Errorf("sample wants a claim, such as --defects-below 5%%; see seedbed stats sample --help")}
	}
	limit, err := share(f.below)
	if err != nil {
		return usageError{fmt.Errorf("--defects-below: %w", err)}
	}
	level, err := f.confidence()
	if err != nil {
		return err
	}
	if f.of < 0 {
		return usageError{fmt.Errorf("--of %d: want 1 row or more", f.of)}
	}
	claim := stats.Inspection{Limit: limit, Confidence: level, Allow: f.allow, Lot: f.of}
	if why := claim.Check(); why != "" {
		return usageError{fmt.Errorf("there is no plan for --defects-below %s, --allow %d: %s", f.below, f.allow, why)}
	}
	plan := samplePlan{Claim: claim, Single: claim.Single(), Sequential: claim.Sequential()}
	if d, ok := claim.Double(); ok {
		plan.Double = &d
	}
	for _, rate := range plan.rates() {
		plan.Curve = append(plan.Curve, plan.at(rate))
	}
	return a.statsWrite(&f.statsFlags, plan, func(w io.Writer) { plan.print(w) })
}

// rates are the defect rates that a curve is drawn at: around the limit, which is
// among them. A lot's are those that it can have.
func (p *samplePlan) rates() []float64 {
	var out []float64
	for _, times := range []float64{0, .1, .2, .4, .6, .8, 1, 1.25, 1.5, 2, 3} {
		rate := times * p.Claim.Limit
		if lot := float64(p.Claim.Lot); lot > 0 && times != 1 {
			rate = math.Round(rate*lot) / lot
		}
		if rate <= 1 && !slices.Contains(out, rate) {
			out = append(out, rate)
		}
	}
	slices.Sort(out)
	return out
}

func (p *samplePlan) at(rate float64) rateOutcome {
	out := rateOutcome{Rate: rate, Single: p.Single.Passes(p.Claim, rate)}
	if p.Double != nil {
		pass, rows := p.Double.Passes(p.Claim, rate)
		out.Double = &passesRows{pass, rows}
	}
	out.Sequential.Passes, out.Sequential.Fails, out.Sequential.Rows = p.Sequential.Passes(rate)
	return out
}

// defects says so many defects: "no defect", "at most 2 defects".
func defects(n int) string {
	switch n {
	case 0:
		return "no defect"
	case 1:
		return "at most 1 defect"
	default:
		return fmt.Sprintf("at most %d defects", n)
	}
}

func (p *samplePlan) print(w io.Writer) {
	claim := p.Claim
	of := ""
	if claim.Lot > 0 {
		of = " of " + prose.Count(int64(claim.Lot))
	}
	fmt.Fprintf(w, "inspect %s%s, drawn at random; with %s among them, fewer than %s are defective, with %s confidence\n",
		count(int64(p.Single.Rows), "row"), of, defects(p.Single.Allow), percent(claim.Limit), percent(claim.Confidence))
	if claim.Lot == p.Single.Rows {
		fmt.Fprintln(w, "note: so small a lot has to be looked at whole")
	}
	fmt.Fprintln(w, "note: the claim is about what the rows were drawn from, and as good as the eye that looks; rows picked by hand carry no claim")
	fmt.Fprintln(w)
	rows := [][]string{{"plan", "rows", "the claim holds with", ""}}
	rows = append(rows, []string{"single", prose.Count(int64(p.Single.Rows)), fmt.Sprintf("%s in %s", defects(p.Single.Allow), prose.Count(int64(p.Single.Rows)))})
	if d := p.Double; d != nil {
		rows = append(rows, []string{
			"double", fmt.Sprintf("%s, then perhaps %s", prose.Count(int64(d.First)), prose.Count(int64(d.Second))),
			fmt.Sprintf("%s in %s; with %d, %s in all %s", defects(d.PassFirst), prose.Count(int64(d.First)), d.PassFirst+1, defects(d.PassBoth), prose.Count(int64(d.First+d.Second))),
		})
	}
	s := p.Sequential
	if len(s.Pass) > 0 {
		rows = append(rows, []string{
			"sequential", fmt.Sprintf("%s to %s", prose.Count(int64(s.Pass[0])), prose.Count(int64(s.Most))),
			"as few as the table below says; look after every row if you like",
		})
	}
	table(w, rows)
	p.printSequential(w)
	p.printCurve(w)
}

// mostShown is how many numbers of defects the sequential plan is printed for.
const mostShown = 8

func (p *samplePlan) printSequential(w io.Writer) {
	s := p.Sequential
	if len(s.Pass) == 0 {
		return
	}
	fmt.Fprint(w, "\nsequential: row by row, stop\n")
	rows := [][]string{{"defects so far", "enough after", "claim refuted within"}}
	for k := range max(len(s.Pass), len(s.Fail)) {
		if k == mostShown {
			rows = append(rows, []string{"...", "--json has all", ""})
			break
		}
		pass, fail := "-", "-"
		if k < len(s.Pass) {
			pass = count(int64(s.Pass[k]), "row")
		}
		if k < len(s.Fail) && s.Fail[k] > 0 {
			fail = count(int64(s.Fail[k]), "row")
		}
		rows = append(rows, []string{fmt.Sprint(k), pass, fail})
	}
	table(w, rows)
	if p.Claim.Lot != s.Most {
		fmt.Fprintf(w, "after %s without an answer it ends: the rate is too near the limit to tell\n", count(int64(s.Most), "row"))
	}
}

func (p *samplePlan) printCurve(w io.Writer) {
	fmt.Fprint(w, "\nwhat would pass, by how many rows are really defective\n")
	head := []string{"defective", "single"}
	if p.Double != nil {
		head = append(head, "double", "rows")
	}
	rows := [][]string{append(head, "sequential", "refuted", "rows")}
	for _, c := range p.Curve {
		row := []string{percent(c.Rate), chance(c.Single)}
		if c.Double != nil {
			row = append(row, chance(c.Double.Passes), prose.Count(int64(math.Round(c.Double.Rows))))
		}
		s := c.Sequential
		rows = append(rows, append(row, chance(s.Passes), chance(s.Fails), prose.Count(int64(math.Round(s.Rows)))))
	}
	table(w, rows)
	fmt.Fprintln(w, "rows: how many are looked at on average; single always looks at all of its own")
}

// chance prints a probability.
func chance(p float64) string {
	switch {
	case p > 1-1e-9:
		return "100 %"
	case p < 1e-9:
		return "0 %"
	case p < .0005:
		return "< 0.1 %"
	case p > .9995:
		return "> 99.9 %"
	}
	return fmt.Sprintf("%.1f %%", 100*p)
}
