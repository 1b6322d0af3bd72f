package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// waveReport is what watch found.
type waveReport struct {
	Waves   []watchedWave
	By      string
	Level   float64
	Changes []change
	Notes   []string
}

// watchedWave is one wave by itself.
type watchedWave struct {
	Wave     int               `json:"wave"`
	Run      int               `json:"run"`
	Status   seedbed.RunStatus `json:"status"`
	Started  time.Time         `json:"started"`
	Finished *time.Time        `json:"finished,omitempty"`
	Rows     int               `json:"rows"`
	Valid    int               `json:"valid"`
	// Of the first outcome, where that is a share: the share among the valid, and
	// what it would be over all rows were none or all of the missing ones so.
	Outcome string          `json:"outcome,omitempty"`
	Share   *stats.Estimate `json:"share,omitempty"`
	Lowest  float64         `json:"lowest"`
	Highest float64         `json:"highest"`
}

// change is how one outcome differs between two waves.
type change struct {
	Wave    int            `json:"wave"`
	Against int            `json:"against"`
	Outcome string         `json:"outcome"`
	Group   string         `json:"group,omitempty"` // "" for all rows
	Paired  bool           `json:"paired"`
	N       int            `json:"n"` // pairs, or rows of both waves
	Before  stats.Estimate `json:"before"`
	After   stats.Estimate `json:"after"`
	Change  stats.Estimate `json:"change"` // after − before
	Test    string         `json:"test,omitempty"`
	P       float64        `json:"p"`
	Q       float64        `json:"q"`
	Verdict string         `json:"verdict"`
}

// What a change may be.
const (
	changeReal   = "more than noise"
	changeNoise  = "may be noise"
	changeUnsure = "cannot tell"
)

// watchAgainst is with how many earlier waves the last one is compared: the ones
// right before it, and the first.
const watchAgainst = 3

func (a *app) compareWaves(ctx context.Context, waves []wave, by string, level float64) (*waveReport, error) {
	j, err := a.readJournal(ctx)
	if err != nil {
		return nil, err
	}
	defer j.Close()
	doc := &waveReport{By: by, Level: level}
	outcomes := watchedOutcomes(waves[0].plan)
	rows := make([][]watchRow, len(waves))
	for i := range waves {
		if rows[i], err = watchRows(ctx, j, &waves[i], outcomes, by); err != nil {
			return nil, err
		}
		doc.Waves = append(doc.Waves, describeWave(&waves[i], rows[i], outcomes, level))
	}
	last := len(waves) - 1
	for i := last - 1; i >= 0; i-- {
		if i == 0 || i >= last-watchAgainst {
			doc.Changes = append(doc.Changes, changes(waves[last].number, waves[i].number, rows[i], rows[last], outcomes, level)...)
		}
	}
	doc.judge()
	if len(outcomes) == 0 {
		doc.Notes = append(doc.Notes, "no outcome to compare: the rows have neither success nor a scored criterion; add a judge")
	}
	return doc, nil
}

func describeWave(w *wave, rows []watchRow, outcomes []outcomeOf, level float64) watchedWave {
	out := watchedWave{Wave: w.number, Run: w.run.Number, Status: w.run.Status, Started: w.run.Started, Rows: len(rows)}
	if !w.run.Finished.IsZero() {
		out.Finished = &w.run.Finished
	}
	won, known := 0, 0
	for i := range rows {
		if !rows[i].valid {
			continue
		}
		out.Valid++
		if len(outcomes) > 0 && !math.IsNaN(rows[i].values[0]) {
			known++
			won += b2i(rows[i].values[0] == 1)
		}
	}
	if len(outcomes) > 0 && outcomes[0].share && len(rows) > 0 {
		share := stats.Share(won, known, level)
		out.Outcome, out.Share = outcomes[0].name, &share
		out.Lowest = float64(won) / float64(len(rows))
		out.Highest = float64(won+len(rows)-known) / float64(len(rows))
	}
	return out
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// changes compares two waves on each outcome, over all rows and by group.
func changes(number, against int, before, after []watchRow, outcomes []outcomeOf, level float64) []change {
	pairs := pairRows(before, after)
	groups := []string{""}
	for _, list := range [][]watchRow{before, after} {
		for i := range list {
			if g := list[i].group; g != "" && !slices.Contains(groups, g) {
				groups = append(groups, g)
			}
		}
	}
	if len(groups) == 2 {
		groups = groups[:1] // one group is all rows
	}
	slices.Sort(groups)
	var out []change
	for i, o := range outcomes {
		for _, g := range groups {
			c := change{Wave: number, Against: against, Outcome: o.name, Group: g}
			c.compare(before, after, pairs, i, o.share, level)
			out = append(out, c)
		}
	}
	return out
}

// compare fills in the figures. Rows are paired where at least half of the smaller
// wave's are.
func (c *change) compare(before, after []watchRow, pairs [][2]int, outcome int, share bool, level float64) {
	has := func(r *watchRow) bool {
		return r.valid && (c.Group == "" || r.group == c.Group) && !math.IsNaN(r.values[outcome])
	}
	var x, y, px, py []float64
	for i := range before {
		if has(&before[i]) {
			x = append(x, before[i].values[outcome])
		}
	}
	for i := range after {
		if has(&after[i]) {
			y = append(y, after[i].values[outcome])
		}
	}
	for _, p := range pairs {
		if r, s := &before[p[0]], &after[p[1]]; has(r) && has(s) {
			px, py = append(px, r.values[outcome]), append(py, s.values[outcome])
		}
	}
	c.Paired = len(px) > 0 && 2*len(px) >= min(len(x), len(y))
	if c.N = len(x) + len(y); c.Paired {
		x, y, c.N = px, py, len(px)
	}
	if share {
		c.shares(x, y, level)
	} else {
		c.scores(x, y, level)
	}
	if !c.Change.Defined() {
		c.P, c.Test = 1, ""
	}
}

// scores compares means, before and after.
func (c *change) scores(x, y []float64, level float64) {
	o := stats.CompareOptions{Level: level, Resamples: 2000, Seed: 1}
	found := stats.CompareUnpaired(y, x, o)
	if c.Paired {
		found, _ = stats.ComparePaired(y, x, o) // as many of one as of the other
	}
	c.Before, c.After, c.Change = found.Second, found.First, found.Difference
	c.P, c.Test = found.Test.P, "permutation"
}

// shares compares shares of 0 and 1: by McNemar's exact test (the sign test over
// pairs that differ), or Fisher's.
func (c *change) shares(x, y []float64, level float64) {
	ones := func(list []float64) (n int) {
		for _, v := range list {
			n += b2i(v == 1)
		}
		return n
	}
	a, b := ones(x), ones(y)
	c.Before, c.After = stats.Share(a, len(x), level), stats.Share(b, len(y), level)
	if !c.Paired {
		c.Change = stats.ShareDifference(b, len(y), a, len(x), level)
		c.P, c.Test = stats.FisherExact(a, len(x)-a, b, len(y)-b), "Fisher, exact"
		return
	}
	up, down := 0, 0
	for i := range x {
		up += b2i(y[i] > x[i])
		down += b2i(y[i] < x[i])
	}
	c.Change = stats.PairedShareDifference(up, down, len(x), level)
	c.P, c.Test = stats.SignTest(up, down), "McNemar, exact"
}

// judge says which changes are more than noise, by the rate of false discoveries
// over all of them (Benjamini and Hochberg 1995).
func (d *waveReport) judge() {
	var p []float64
	var at []int
	unpaired := false
	for i := range d.Changes {
		c := &d.Changes[i]
		c.Q, c.Verdict = 1, changeUnsure
		if c.Change.Defined() {
			p, at = append(p, c.P), append(at, i)
			unpaired = unpaired || !c.Paired
		}
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		c := &d.Changes[at[i]]
		c.Q, c.Verdict = q, changeNoise
		if q < 1-d.Level {
			c.Verdict = changeReal
		}
	}
	if unpaired {
		d.Notes = append(d.Notes, "lines with rows in place of pairs compare different attacks: what was tried may have changed as well as the system")
	}
	if len(at) > 0 {
		d.Notes = append(d.Notes, "q is the rate of false discoveries that calling this line a change would bring, over all lines (Benjamini–Hochberg)")
	}
}

func (d *waveReport) print(w io.Writer) {
	fmt.Fprintln(w)
	rows := [][]string{{"wave", "date", "run", "rows", "valid", "", "over all rows"}}
	for i := range d.Waves {
		v := &d.Waves[i]
		line := []string{fmt.Sprint(v.Wave), v.Started.Local().Format("2 Jan 2006"), fmt.Sprint(v.Run), prose.Count(v.Rows), prose.Count(v.Valid), "", ""}
		if v.Status == seedbed.RunOpen {
			line[1] += ", not finished"
		}
		if v.Share != nil {
			line[5] = v.Outcome + " " + brief(*v.Share)
			line[6] = figure(v.Lowest) + " to " + figure(v.Highest)
		}
		rows = append(rows, line)
	}
	table(w, rows)
	if len(d.Waves) == 1 {
		fmt.Fprintln(w, "\nThis is the first wave: there is nothing to compare it with. seedbed watch again makes the next.")
		caveats(w, d.Notes...)
		return
	}
	against := -1
	var lines [][]string
	flush := func() {
		table(w, lines)
		lines = nil
	}
	for i := range d.Changes {
		c := &d.Changes[i]
		if c.Against != against {
			flush()
			against = c.Against
			fmt.Fprintf(w, "\nwave %d against wave %d: %s\n", c.Wave, c.Against, c.headline())
			lines = [][]string{{"", fmt.Sprintf("wave %d", c.Against), fmt.Sprintf("wave %d", c.Wave), "change", "", "p", "q", ""}}
		}
		lines = append(lines, c.line())
	}
	flush()
	caveats(w, d.Notes...)
}

// headline says what the change over all rows comes to.
func (c *change) headline() string {
	if !c.Change.Defined() {
		return c.Outcome + " cannot be compared, " + c.Change.Undefined
	}
	if c.Change.Value == 0 {
		return c.Outcome + " stayed at " + figure(c.After.Value)
	}
	s := fmt.Sprintf("%s went from %s to %s, a change of %s; ", c.Outcome, figure(c.Before.Value), figure(c.After.Value), brief(c.Change))
	if c.Verdict == changeReal {
		return s + "that is more than noise"
	}
	return s + "it may be noise"
}

func (c *change) line() []string {
	name := c.Outcome
	if c.Group != "" {
		name = "  " + c.Group
	}
	of := count(int64(c.N), "row")
	if c.Paired {
		of = count(int64(c.N), "pair")
	}
	if !c.Change.Defined() {
		return []string{name, "-", "-", "-", of, "-", "-", changeUnsure}
	}
	return []string{name, brief(c.Before), brief(c.After), brief(c.Change), of, figure(c.P), figure(c.Q), c.Verdict}
}
