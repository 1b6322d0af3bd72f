package redundancy

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// fewestRows is how many rows it takes to foretell anything.
const fewestRows = 20

// horizon is how many rows ahead is looked: at most half as many as there are.
func horizon(rows int64) int {
	h := 10
	for h < 1000 && int64(h)*20 <= rows {
		h *= 10
	}
	return h
}

// Report implements measure.Reporter.
func (s *saturated) Report(context.Context) ([]measure.Finding, error) {
	switch {
	case s.rows == 0:
		return nil, measure.Cannot("", "there are no rows")
	case s.wordy == 0:
		return nil, measure.Cannot("--text COLUMN", "no row of %s has a word in it", prose.Count(s.rows))
	case s.wordy < fewestRows:
		return nil, measure.Cannot("", "%s with words are too few to foretell others; %d are the least", prose.Plural(s.wordy, "row", "rows"), fewestRows)
	}
	var out []measure.Finding
	var rest []measure.Finding
	for kind := range thingKinds {
		u := s.unseen(kind)
		next := s.next(kind, &u)
		if kind == openings {
			next.Evidence, next.Tables = s.commonest()
		}
		out = append(out, next)
		rest = append(rest, s.covered(kind, &u), s.inAll(kind, &u))
	}
	return append(out, rest...), nil
}

// next foretells what the next rows bring.
func (s *saturated) next(kind int, u *unseen) measure.Finding {
	h := horizon(s.wordy)
	name := kindNames[kind]
	f := measure.Finding{
		Figure: "saturation." + name.name, Unit: measure.Count, Severity: measure.Plain, Estimate: u.next(h),
		Caveat: "If they are made as these were: the same prompts, models and settings in the same mixture." + s.partly(u),
	}
	if kind == openings {
		f.Figure = "saturation"
	}
	if kind != runs { // a row has one
		f.Estimate.Value = min(f.Estimate.Value, float64(h))
		f.Estimate.Interval.High = min(f.Estimate.Interval.High, float64(h))
		f.Estimate.Interval.Low = min(f.Estimate.Interval.Low, f.Estimate.Value)
	}
	what := map[int]string{openings: "new openings (first four words)", wholes: "rows unlike all before", runs: "new runs of three words"}[kind]
	in := f.Estimate.Interval
	f.Says = fmt.Sprintf("The next %s rows would bring about %s [%s, %s] %s; the %s so far have %s", prose.Count(h),
		decimal(f.Estimate.Value, 0), decimal(in.Low, 0), decimal(in.High, 0), what, prose.Plural(s.wordy, "row", "rows"), decimal(u.different(), 0))
	switch c := u.coverage(); {
	case kind == openings && in.High < .5*float64(h),
		kind == wholes && in.High < .9*float64(h),
		kind == runs && c.Interval != nil && c.Interval.Low > .9:
		f.Severity = measure.Notable
	}
	f.Compared = s.compare(kind, u, h)
	f.Plots = []measure.Plot{curve(name.many, u)}
	return f
}

// partly says that not everything was counted.
func (s *saturated) partly(u *unseen) string {
	if u.share == 1 {
		return ""
	}
	return fmt.Sprintf(" 1 in %s of the different ones was counted, evenly chosen, and the interval is wider for it.", decimal(1/u.share, 0))
}

// compare sets the reference's figure beside the data's, both after as many rows as
// the smaller has.
func (s *saturated) compare(kind int, u *unseen, h int) string {
	if s.reference == nil || s.reference.wordy < fewestRows {
		return ""
	}
	r := s.reference.unseen(kind)
	at := math.Min(u.rows, r.rows)
	if float64(h) > at/2 {
		h = horizon(int64(at))
	}
	return fmt.Sprintf("the reference: after %s rows of each, the next %s would bring %s here and %s there",
		decimal(at, 0), prose.Count(h), decimal(max(0, u.between(at, float64(h))), 0), decimal(max(0, r.between(at, float64(h))), 0))
}

// covered is the coverage of what there is by what was seen.
func (s *saturated) covered(kind int, u *unseen) measure.Finding {
	name := kindNames[kind]
	f := measure.Finding{
		Figure: "saturation." + name.name + "-coverage", Unit: measure.Share, Severity: measure.Plain, Estimate: u.coverage(),
		Caveat: "Seen before means word for word, whatever the case and punctuation." + s.partly(u),
	}
	f.Says = fmt.Sprintf("With a chance of %s %s of the next row was seen in the %s rows before", percent(&f.Estimate), name.one, prose.Count(s.wordy))
	return f
}

// inAll is how many there are at the least.
func (s *saturated) inAll(kind int, u *unseen) measure.Finding {
	name := kindNames[kind]
	f := measure.Finding{
		Figure: "saturation." + name.name + "-in-all", Unit: measure.Count, Severity: measure.Plain, Estimate: u.chao1(),
		Caveat: "A lower bound: rare ones that were not met may be many more; the interval is that of the bound." + s.partly(u),
	}
	if e := &f.Estimate; e.Defined() && e.NoInterval != "" && u.of(1)*u.share >= 2 {
		// A bound without an interval may be off by any factor.
		f.Estimate = stats.Undefined("%s", e.NoInterval)
		f.Says = fmt.Sprintf("How many different %s there are to be had this way cannot be told; %s were seen in %s rows",
			name.many, decimal(u.different(), 0), prose.Count(s.wordy))
		return f
	}
	f.Says = fmt.Sprintf("There are at least about %s different %s to be had this way; %s were seen in %s rows",
		figure(&f.Estimate, 0), name.many, decimal(u.different(), 0), prose.Count(s.wordy))
	return f
}

// curve draws how many different things so many rows have, and will have.
func curve(many string, u *unseen) measure.Plot {
	c := measure.Curve{Name: "different " + many, From: u.rows}
	put := func(x, y, half float64) {
		c.X, c.Y = append(c.X, math.Round(x)), append(c.Y, tidy(y))
		c.Low, c.High = append(c.Low, tidy(max(y-half, 0))), append(c.High, tidy(y+half))
	}
	const steps = 12
	for i := range steps + 1 {
		put(u.rows*float64(i)/steps, u.at(u.rows*float64(i)/steps), 0)
	}
	seen, last := u.different(), 0.0
	for i := 1; i <= steps; i++ {
		t := float64(i) / steps
		v, variance := u.more(t)
		v = max(v, last) // more rows never have fewer
		last = v
		put(u.rows*(1+t), seen+v, u.z()*math.Sqrt((variance*(u.spread+u.thinned()))+v*u.spread+t*(1+t)))
	}
	for i := steps; i < len(c.Low); i++ {
		c.Low[i] = max(c.Low[i], tidy(seen))
	}
	far := measure.Curve{Name: "further out, no interval", From: u.rows}
	for _, t := range []float64{1, 1.25, 1.5, 1.75, 2} {
		v, _ := u.more(t)
		last = max(v, last)
		far.X, far.Y = append(far.X, math.Round(u.rows*(1+t))), append(far.Y, tidy(seen+last))
	}
	return measure.Plot{Title: "Different " + many + " in so many rows", XLabel: "rows", YLabel: "different " + many, Curves: []measure.Curve{c, far}}
}

// tidy rounds to what can be drawn.
func tidy(v float64) float64 { return math.Round(v*10) / 10 }

// commonest shows the openings that come most often.
func (s *saturated) commonest() ([]measure.Evidence, []measure.Table) {
	t := s.things[openings]
	order := make([]int, 0, 64)
	for i := range t.items {
		if t.items[i].count > 1 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(t.items[b].count, t.items[a].count), cmp.Compare(s.begun[a].rows[0].n, s.begun[b].rows[0].n))
	})
	const shown = 10
	table := measure.Table{Title: "Openings that come most often", Columns: []string{"opening", "rows", "share"}, More: max(0, len(order)-shown)}
	if t.halved > 0 {
		table.Title += fmt.Sprintf(", of 1 in %s that were counted", prose.Count(int64(1)<<t.halved))
	}
	var evidence []measure.Evidence
	for _, i := range order[:min(len(order), shown)] {
		o, rows := &s.begun[i], int(t.items[i].count)
		table.Rows = append(table.Rows, []string{s.words(o), prose.Count(rows), oneShare(float64(rows)/float64(s.wordy)) + " %"})
		ev := measure.Evidence{Note: fmt.Sprintf("%q opens %s of %s rows", s.words(o), prose.Count(rows), prose.Count(s.wordy))}
		for _, e := range o.rows {
			if e.n >= 0 {
				ev.Rows = append(ev.Rows, measure.RowRef{Part: measure.Data, N: e.n, Marks: []measure.Span{{From: int(e.from), To: int(e.to)}}})
			}
		}
		evidence = append(evidence, ev)
	}
	if len(table.Rows) == 0 {
		return nil, nil
	}
	return evidence, []measure.Table{table}
}
