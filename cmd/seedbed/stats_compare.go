package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/text"
)

// compareFlags are the flags of stats compare.
type compareFlags struct {
	statsFlags
	set, item     string
	scores, by    []string
	sets          []string
	unpaired      bool
	first, second string // columns of a wide file
	winner        string // column of verdicts; "": scores are compared
	a, b, shown   string
	itemGiven     bool
}

func (a *app) statsCompareCommand() *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:   "compare FILE",
		Short: "Say whether one set of scores is higher than another, or who wins how often",
		Long: `Compare reads scores of two sets, such as two models or two prompts: a row for each
score (columns set, score, and item where both sets have the same items), or, with
--first and --second, a row for each item with a column for either. It prints the
difference with its interval and the probability that chance alone would give so
much; over several scores or groups, with the rate of false discoveries.

With --winner it reads verdicts on pairs (columns a, b and winner) and prints win
rates, how many wins survive a swap of positions, the bias for what was shown
first, and, for three contestants or more, strengths by Bradley and Terry.`,
		Example: "  seedbed stats compare scores.csv\n  seedbed stats compare scores.csv --score helpful,safe --by language\n" +
			"  seedbed stats compare wide.csv --first old --second new\n  seedbed stats compare verdicts.csv --winner winner --shown-first shown_first",
		Args: exactArgs(1, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.itemGiven = cmd.Flags().Changed("item")
			return a.statsCompare(statsContext(cmd), &f, args[0])
		},
	}
	a.statsFileFlags(cmd, &f.statsFlags)
	statsSeedFlags(cmd, &f.statsFlags)
	flags := cmd.Flags()
	flags.StringVar(&f.set, "set-column", "set", "column that says which set a score belongs to")
	flags.StringSliceVar(&f.sets, "sets", nil, "the two sets to compare, where the file has more")
	flags.StringSliceVar(&f.scores, "score", []string{"score"}, "columns of scores")
	flags.StringVar(&f.item, "item", "item", "column of items; where the file has it, scores are paired by it")
	flags.BoolVar(&f.unpaired, "unpaired", false, "do not pair by item")
	flags.StringSliceVar(&f.by, "by", nil, "columns of groups to compare within, too")
	flags.StringVar(&f.first, "first", "", "wide file: column of the first score of an item")
	flags.StringVar(&f.second, "second", "", "wide file: column of the second")
	flags.StringVar(&f.winner, "winner", "", "column of verdicts: the contestant's name, a, b, or tie")
	flags.StringVar(&f.a, "a", "a", "column of one contestant")
	flags.StringVar(&f.b, "b", "b", "column of the other")
	flags.StringVar(&f.shown, "shown-first", "", "column that says which was shown first: the contestant's name, a or b")
	return cmd
}

func (a *app) statsCompare(ctx context.Context, f *compareFlags, file string) error {
	level, err := f.confidence()
	if err != nil {
		return err
	}
	if err := f.draws(); err != nil {
		return err
	}
	o := stats.CompareOptions{Level: level, Resamples: f.resamples, Seed: f.seed}
	switch {
	case len(a.set) > 0:
		return usageError{fmt.Errorf("--set overrides a value of a recipe, and none is read here; --set-column names the column of sets")}
	case (f.first == "") != (f.second == ""):
		return usageError{fmt.Errorf("--first and --second belong together: name both columns")}
	case f.winner != "" && f.first != "":
		return usageError{fmt.Errorf("--winner compares verdicts, --first and --second scores: use one of the two")}
	case len(f.sets) != 0 && len(f.sets) != 2:
		return usageError{fmt.Errorf("--sets wants two sets, such as --sets old,new; got %d", len(f.sets))}
	case f.winner != "":
		return a.compareVerdicts(ctx, f, file, o)
	}
	read := a.readSets
	if f.first != "" {
		read = a.readWideSets
	}
	in, err := read(ctx, f, file)
	if err != nil {
		return err
	}
	doc := in.compare(o)
	return a.statsWrite(&f.statsFlags, doc, func(w io.Writer) { doc.print(w) })
}

// setScores are the scores of two sets on one column within one group.
type setScores struct {
	score, by, group string
	x, y             []float64
	dropped          int // items with a score in one of the sets alone
}

// scoreSets is what a file says of two sets.
type scoreSets struct {
	names  [2]string
	paired bool
	cells  []setScores
	notes  []string
}

// compared is one line of the result.
type compared struct {
	Score string `json:"score"`
	By    string `json:"by,omitempty"`
	Group string `json:"group,omitempty"`
	stats.Comparison
	Q       float64 `json:"q"`
	Dropped int     `json:"dropped_items,omitempty"`
}

// comparison is the document of stats compare for scores.
type comparison struct {
	Sets        [2]string  `json:"sets"`
	Paired      bool       `json:"paired"`
	Confidence  float64    `json:"confidence"`
	Comparisons []compared `json:"comparisons"`
	Notes       []string   `json:"notes,omitempty"`
}

func (in *scoreSets) compare(o stats.CompareOptions) comparison {
	doc := comparison{Sets: in.names, Paired: in.paired, Confidence: o.Level, Notes: in.notes}
	var p []float64
	var tested []int // of the comparisons, those with a p
	for _, c := range in.cells {
		line := compared{Score: c.score, By: c.by, Group: c.group, Dropped: c.dropped}
		if in.paired {
			line.Comparison, _ = stats.ComparePaired(c.x, c.y, o) // as many of one as of the other, by readSets
		} else {
			line.Comparison = stats.CompareUnpaired(c.x, c.y, o)
		}
		line.Q = 1
		if line.Difference.Defined() {
			p, tested = append(p, line.Test.P), append(tested, len(doc.Comparisons))
		} else {
			line.Test.P = 1 // a p of 0 would be the strongest evidence there is
		}
		doc.Comparisons = append(doc.Comparisons, line)
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		doc.Comparisons[tested[i]].Q = q
	}
	return doc
}

// units says what n counts.
func (c *comparison) units(n int) string {
	if c.Paired {
		return count(int64(n), "pair")
	}
	return count(int64(n), "score")
}

// headline says what a comparison comes to.
func (c *comparison) headline(line *compared) string {
	first, second := text.Harmless(c.Sets[0], 40), text.Harmless(c.Sets[1], 40)
	d := line.Difference
	switch {
	case !d.Defined():
		return fmt.Sprintf("%s and %s cannot be compared: %s", first, second, d.Undefined)
	case d.Interval == nil:
		return fmt.Sprintf("%s − %s is %s, %s", first, second, estimate(d, figure), c.units(d.N))
	case d.Interval.Low > 0:
		return fmt.Sprintf("%s is higher than %s by %s (%s, %s confidence)", first, second, estimate(d, figure), c.units(d.N), percent(c.Confidence))
	case d.Interval.High < 0:
		d.Value, d.Interval = -d.Value, &stats.Interval{Low: -d.Interval.High, High: -d.Interval.Low}
		return fmt.Sprintf("%s is higher than %s by %s (%s, %s confidence)", second, first, estimate(d, figure), c.units(d.N), percent(c.Confidence))
	}
	s := fmt.Sprintf("cannot tell %[1]s from %[2]s: %[1]s − %[2]s is %[3]s (%[4]s, %[5]s confidence)", first, second, estimate(d, figure), c.units(d.N), percent(c.Confidence))
	half := max(d.Interval.High-d.Value, d.Value-d.Interval.Low)
	if d.Value != 0 && half/math.Abs(d.Value) < 100 {
		s += fmt.Sprintf("; a difference of that size would show with about %s", c.units(int(math.Ceil(float64(d.N)*half*half/(d.Value*d.Value)))))
	}
	return s
}

func (c *comparison) print(w io.Writer) {
	line := &c.Comparisons[0]
	lead := ""
	if len(c.Comparisons) > 1 {
		lead = text.Harmless(line.Score, 40) + ": "
	}
	fmt.Fprintln(w, lead+c.headline(line))
	if t := line.Test; line.Difference.Defined() {
		how := fmt.Sprintf("of %s random shuffles", prose.Count(int64(t.Arrangements)))
		if t.Exact {
			how = fmt.Sprintf("of all %s arrangements", prose.Count(int64(t.Arrangements)))
		}
		if t.Arrangements > 0 {
			fmt.Fprintf(w, "by chance alone, sets would be as far apart or farther in %s %s (permutation test, p = %s)\n", prose.Count(int64(t.Extreme)), how, figure(t.P))
		}
	}
	var notes []string
	for i := range c.Comparisons {
		l := &c.Comparisons[i]
		notes = append(notes, l.Difference.Caveats...)
		notes = append(notes, l.First.Caveats...)
		if l.Dropped > 0 {
			notes = append(notes, fmt.Sprintf("%s: %s with a score in one set alone left out", text.Harmless(l.where(), 60), count(int64(l.Dropped), "item")))
		}
	}
	if len(c.Comparisons) > 1 {
		notes = append(notes, "q is the rate of false discoveries that calling this line a difference would bring, over all lines (Benjamini–Hochberg)")
	}
	caveats(w, append(notes, c.Notes...)...)
	fmt.Fprintln(w)
	rows := [][]string{{"score", text.Harmless(c.Sets[0], 24), text.Harmless(c.Sets[1], 24), "difference", "n", "p", "q"}}
	var why []string
	for i := range c.Comparisons {
		l := &c.Comparisons[i]
		d := brief(l.Difference)
		p, q := "-", "-"
		if l.Difference.Defined() {
			p, q = figure(l.Test.P), figure(l.Q)
		}
		rows = append(rows, []string{text.Harmless(l.where(), 60), brief(l.First), brief(l.Second), d, prose.Count(int64(l.Difference.N)), p, q})
		for _, e := range []stats.Estimate{l.First, l.Second, l.Difference} {
			if r := e.Undefined + e.NoInterval; r != "" {
				why = append(why, r)
			}
		}
	}
	table(w, rows)
	for _, r := range slices.Compact(why) {
		fmt.Fprintf(w, "no interval: %s\n", r)
	}
}

// where names the score, and the group.
func (l *compared) where() string {
	if l.By == "" {
		return l.Score
	}
	return l.Score + ", " + l.By + " " + l.Group
}

// brief is estimate for a table: reasons are told below it.
func brief(e stats.Estimate) string {
	switch {
	case !e.Defined():
		return "-"
	case e.Interval == nil:
		return figure(e.Value)
	}
	return estimate(e, figure)
}

// list prints names with commas, at most so many.
func list(names []string, most int) string {
	shown := names
	if len(shown) > most {
		shown = shown[:most]
	}
	s := text.Harmless(strings.Join(shown, ", "), 300)
	if len(names) > most {
		s += ", ..."
	}
	return s
}
