package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/text"
)

// agreementView shows a report with names for numbers.
type agreementView struct {
	*ratingsRead
	report *stats.AgreementReport
	top    int
	level  float64
	notes  []string // below the tables: why figures lack something
}

// cell prints an estimate for a table. Why it has no interval, or is none, is said
// once, below.
func (v *agreementView) cell(e stats.Estimate, show func(float64) string) string {
	why, shown := e.NoInterval, ""
	switch {
	case !e.Defined():
		why, shown = e.Undefined, "none"
	case e.Interval == nil && why != "":
		why, shown = "no interval: "+why, show(e.Value)
	default:
		return estimate(e, show)
	}
	i := slices.Index(v.notes, why)
	if i < 0 {
		i = len(v.notes)
		v.notes = append(v.notes, why)
	}
	return fmt.Sprintf("%s (%d)", shown, i+1)
}

func short40(s string) string { return text.Harmless(s, 40) }

// print writes the report for a reader who is no statistician: the answer, what
// it is to be read beside, and the tables.
func (v *agreementView) print(w io.Writer) {
	r := v.report
	fmt.Fprintf(w, "agreement beyond chance: %s   (Krippendorff's α, %s, %s of %s with two ratings or more)\n",
		estimate(r.Alpha, figure), r.Level, prose.Count(int64(r.Usable)), count(int64(r.Items), "item"))
	if r.Percent.Defined() {
		fmt.Fprintf(w, "two ratings of an item are equal in %s; %s of all ratings are %s, and chance alone would give %s\n",
			estimate(r.Percent, percent), percent(r.Majority.Value), quote(v.values.names[r.MajorityCategory], 40), percent(r.Chance.Value))
	}
	fmt.Fprintf(w, "%s, %s, %s   (intervals: %s, over items)\n", count(int64(r.Raters), "rater"), count(int64(r.Ratings), "rating"), count(int64(r.Categories), "value"), percent(v.level))
	notes := v.doubts()
	for _, e := range v.coefficients() {
		for _, c := range e.Estimate.Caveats {
			notes = append(notes, e.name+": "+c)
		}
	}
	caveats(w, notes...)
	fmt.Fprintln(w)
	rows := [][]string{{"coefficient", "value", "n"}}
	for _, e := range v.coefficients() {
		n := ""
		if e.Estimate.Defined() {
			n = prose.Count(int64(e.Estimate.N))
		}
		rows = append(rows, []string{e.name, v.cell(*e.Estimate, figure), n})
	}
	table(w, rows)
	v.printPairs(w)
	v.printRaters(w)
	v.printItems(w)
	v.printConsensus(w)
	for i, why := range v.notes {
		if i == 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "(%d) %s\n", i+1, why)
	}
}

type coefficient struct {
	name string
	*stats.Estimate
}

// coefficients lists what was worked out.
func (v *agreementView) coefficients() []coefficient {
	r := v.report
	cohen := "Cohen's κ"
	if r.Weights != "" {
		cohen += ", " + string(r.Weights)
	}
	out := []coefficient{
		{"percent agreement", &r.Percent},
		{"Krippendorff's α, " + string(r.Level), &r.Alpha},
		{cohen, &r.Cohen},
		{"Fleiss' κ", &r.Fleiss},
		{"Randolph's κ", &r.Randolph},
		{"Gwet's AC1", &r.AC1},
	}
	if r.AC2 != nil {
		out = append(out, coefficient{"weighted agreement", r.WeightedPercent}, coefficient{"Gwet's AC2, " + string(r.Weights), r.AC2})
	}
	return out
}

// first is how many of n rows are listed.
func (v *agreementView) first(n int) int {
	if v.top == 0 {
		return n
	}
	return min(n, v.top)
}

// heading begins a table, and says how many of its rows there are.
func (v *agreementView) heading(w io.Writer, title string, n int) {
	if shown := v.first(n); shown < n {
		title += fmt.Sprintf(" (%d of %s; --top 0 lists all)", shown, prose.Count(int64(n)))
	}
	fmt.Fprintf(w, "\n%s\n", title)
}

func (v *agreementView) printPairs(w io.Writer) {
	pairs := v.pairs()
	if len(pairs) < 2 {
		return
	}
	v.heading(w, "pairs of raters, lowest κ first", len(pairs))
	rows := [][]string{{"", "", "κ", "items"}}
	for _, p := range pairs[:v.first(len(pairs))] {
		rows = append(rows, []string{short40(v.raters.names[p.A]), short40(v.raters.names[p.B]), v.cell(p.Kappa, figure), prose.Count(int64(p.Kappa.N))})
	}
	table(w, rows)
}

// pairs returns the pairs, those without κ last.
func (v *agreementView) pairs() []stats.PairAgreement {
	out := slices.Clone(v.report.Pairs)
	slices.SortStableFunc(out, func(a, b stats.PairAgreement) int {
		if a.Kappa.Defined() != b.Kappa.Defined() {
			if a.Kappa.Defined() {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Kappa.Value, b.Kappa.Value)
	})
	return out
}

// mostColumns bounds how many values get a column.
const mostColumns = 8

func (v *agreementView) printRaters(w io.Writer) {
	fmt.Fprint(w, "\nraters\n")
	head := []string{"", "ratings", "agrees with others", "right by consensus"}
	shown := v.report.Categories
	if shown > mostColumns {
		shown = 0
	}
	for _, name := range v.values.names[:shown] {
		head = append(head, "says "+text.Harmless(name, 16))
	}
	rows := [][]string{head}
	for i := range v.report.PerRater {
		r := &v.report.PerRater[i]
		right := "-"
		if r.Accuracy.Defined() {
			right = percent(r.Accuracy.Value)
		}
		row := []string{short40(v.raters.names[r.Rater]), prose.Count(int64(r.N)), v.cell(r.Agreement, percent), right}
		for k := range shown {
			row = append(row, percent(r.Shares[k]))
		}
		rows = append(rows, row)
	}
	table(w, rows)
}

func (v *agreementView) printItems(w io.Writer) {
	items := v.disputed()
	if len(items) == 0 {
		if v.report.Usable > 0 {
			fmt.Fprint(w, "\nno item is disputed\n")
		}
		return
	}
	v.heading(w, "most disputed items", len(items))
	rows := [][]string{{"", "ratings", "consensus", "", "agreement"}}
	for _, it := range items[:v.first(len(items))] {
		consensus, sure := "-", ""
		if it.Consensus >= 0 {
			consensus, sure = text.Harmless(v.values.names[it.Consensus], 24), sureness(it.Probability)
		}
		rows = append(rows, []string{short40(v.items.names[it.Item]), v.tally(it.Values), consensus, sure, figure(it.Agreement.Value)})
	}
	table(w, rows)
}

// sureness prints a probability that is never quite 1.
func sureness(p float64) string {
	if p > .999 {
		return "> 99.9 %"
	}
	return percent(p)
}

// disputed returns the items whose ratings differ.
func (v *agreementView) disputed() []stats.ItemAgreement {
	for i, it := range v.report.PerItem {
		if !it.Agreement.Defined() || it.Agreement.Value >= 1 {
			return v.report.PerItem[:i]
		}
	}
	return v.report.PerItem
}

// tally prints values with their numbers: "hateful ×3, not ×2".
func (v *agreementView) tally(values []int) string {
	n := map[int]int{}
	var order []int
	for _, x := range values {
		if n[x] == 0 {
			order = append(order, x)
		}
		n[x]++
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	var parts []string
	for _, x := range order[:min(len(order), 6)] {
		parts = append(parts, fmt.Sprintf("%s ×%d", text.Harmless(v.values.names[x], 24), n[x]))
	}
	return strings.Join(parts, ", ")
}

func (v *agreementView) printConsensus(w io.Writer) {
	c := &v.report.Consensus
	fmt.Fprint(w, "\nconsensus (Dawid and Skene)\n")
	if c.Undefined != "" {
		fmt.Fprintf(w, "none: %s\n", c.Undefined)
		return
	}
	caveats(w, c.Caveats...)
	if len(c.Shares) > mostColumns || len(c.Confusion)*len(c.Shares) > 60 {
		fmt.Fprintf(w, "%s; confusion matrices of %s: --json\n", count(int64(len(c.Shares)), "value"), count(int64(len(c.Confusion)), "rater"))
		return
	}
	head := []string{"where it is", "", "rater"}
	for _, name := range v.values.names {
		head = append(head, "says "+text.Harmless(name, 16))
	}
	rows := [][]string{head}
	for k, name := range v.values.names {
		for j, said := range c.Confusion {
			row := []string{"", "", short40(v.raters.names[j])}
			if j == 0 {
				row[0], row[1] = text.Harmless(name, 24), percent(c.Shares[k].Value)+" of items"
			}
			for _, p := range said[k] {
				row = append(row, percent(p))
			}
			rows = append(rows, row)
		}
	}
	table(w, rows)
}
