package redundancy

import (
	"context"
	"fmt"
	"math"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// Report implements measure.Reporter.
func (d *duplicateRows) Report(ctx context.Context) ([]measure.Finding, error) {
	s := d.set
	switch {
	case s.rows == 0:
		return nil, measure.Cannot("", "there are no rows")
	case s.wordy == 0:
		return nil, measure.Cannot("--text COLUMN", "no row of %s has a word in it", prose.Count(s.rows))
	}
	s.settle()
	c, err := cluster(ctx, s, d.threshold, false)
	if err != nil {
		return nil, err
	}
	var ref *clustering
	if d.reference != nil && d.reference.set.wordy > 0 {
		d.reference.set.settle()
		if ref, err = cluster(ctx, d.reference.set, d.threshold, false); err != nil {
			return nil, err
		}
	}
	near := d.finding("duplicates", c.near, c)
	near.Says = d.says("near-duplicates of another, exact ones included", &near.Estimate, c.near)
	near.Compared = d.compare(c.near, ref, func(r *clustering) [][]int32 { return r.near })
	near.Evidence = d.evidence(c, c.near)
	near.Tables = []measure.Table{sizes(c.near)}
	near.Plots = d.thresholds(c)

	rest := notExact(c)
	reworded := d.finding("duplicates.near", rest, c)
	reworded.Says = d.says("like another but not the same word for word", &reworded.Estimate, rest)
	reworded.Compared = d.compare(rest, ref, notExact)

	exact := d.finding("duplicates.exact", c.exact, c)
	exact.Says = d.says("the same as another word for word", &exact.Estimate, c.exact)
	exact.Compared = d.compare(c.exact, ref, func(r *clustering) [][]int32 { return r.exact })
	exact.Evidence = d.evidence(c, c.exact)
	reworded.Severity, exact.Severity = measure.Plain, measure.Plain // the main figure says it already
	return []measure.Finding{near, reworded, exact}, nil
}

// notExact returns the near clusters without those rows that are the same as
// another, but for the first of each.
func notExact(c *clustering) [][]int32 {
	var out [][]int32
	for _, cluster := range c.near {
		var rest []int32
		for _, i := range cluster {
			if c.same[i] == i {
				rest = append(rest, i)
			}
		}
		if len(rest) > 1 {
			out = append(out, rest)
		}
	}
	return out
}

// finding is one without its sentence.
func (d *duplicateRows) finding(figure string, clusters [][]int32, c *clustering) measure.Finding {
	f := measure.Finding{
		Figure: figure, Unit: measure.Share, Severity: measure.Plain,
		Census: d.set.halved == 0, Caveat: d.caveat(figure, c),
	}
	f.Estimate = clusteredShare(clusters, len(d.set.docs), d.setup.Level)
	if d.set.halved > 0 {
		f.Estimate.Caveats = append(f.Estimate.Caveats, fmt.Sprintf("of %s rows that were kept of %s", prose.Count(len(d.set.docs)), prose.Count(d.set.wordy)))
	}
	if in := f.Estimate.Interval; in != nil {
		rows := rowsIn(clusters)
		switch {
		case in.Low > .1 && (len(clusters) >= 10 || rows >= 100):
			f.Severity = measure.Serious
		case in.Low > .005:
			f.Severity = measure.Notable
		}
	}
	return f
}

func (d *duplicateRows) says(what string, e *stats.Estimate, clusters [][]int32) string {
	of := prose.Count(len(d.set.docs)) + " rows"
	if d.set.halved > 0 {
		of = "a sample of " + of
	}
	if !e.Defined() {
		return "It cannot be said how many of " + of + " are " + what
	}
	s := fmt.Sprintf("%s of %s are %s", percent(e), of, what)
	if n := len(clusters); n > 0 {
		s += fmt.Sprintf(": %s in %s", prose.Plural(rowsIn(clusters), "row", "rows"), prose.Plural(n, "cluster", "clusters"))
	}
	return s
}

// caveat says what the figure cannot, for these rows.
func (d *duplicateRows) caveat(figure string, c *clustering) string {
	s := d.set
	parts := []string{"It goes by words, not by meaning, and grows with the number of rows."}
	if figure == "duplicates.exact" {
		parts[0] = "Case, punctuation and white space do not count; the share grows with the number of rows."
	}
	if none := s.rows - s.wordy; none > 0 {
		parts = append(parts, fmt.Sprintf("%s without a word left out.", prose.Plural(none, "row was", "rows were")))
	}
	if s.halved > 0 && figure != "duplicates.exact" {
		parts = append(parts, fmt.Sprintf("It is a lower bound: 1 row in %s was kept, by its content, in which a near-duplicate is missed with a chance of up to %.0f %%.",
			prose.Count(int64(1)<<s.halved), 100*(1-d.threshold)))
	}
	if figure == "duplicates.exact" {
		return strings.Join(parts, " ")
	}
	if c.alone > 0 {
		part := fmt.Sprintf("%s that nothing like was found for may have a near-duplicate still, since so many rows share even %s rarest words that only the likeliest "+
			"were compared: it is a lower bound", prose.Plural(c.alone, "row", "rows"), either(c.alone, "its", "their"))
		if figure == "duplicates" {
			part += fmt.Sprintf(", and %s %% an upper one", oneShare(float64(rowsIn(c.near)+c.alone)/float64(len(s.docs))))
		}
		parts = append(parts, part+".")
	}
	if c.parted {
		parts = append(parts, "So many rows share most of their words that not all clusters were compared with one another: two of them may be one, which does not change the share.")
	}
	if s.long > 0 {
		parts = append(parts, fmt.Sprintf("%s of more than %s runs of words compared exactly alone.", prose.Plural(s.long, "row was", "rows were"), prose.Count(mostOfRow)))
	}
	return strings.Join(parts, " ")
}

// clusteredShare returns the share of rows that are in clusters, with its interval.
// Rows come into clusters several at a time, so the counts are divided by how many
// at a time, as it were (Info.Formula); 2 where there are none.
func clusteredShare(clusters [][]int32, n int, level float64) stats.Estimate {
	rows := rowsIn(clusters)
	if n < 2 {
		return stats.Undefined("one row has no other to be like")
	}
	squares := 0.0
	for _, c := range clusters {
		s := float64(len(c))
		squares += s * s / (s - 1)
	}
	phi := 2.0
	if rows > 0 {
		phi = squares / float64(rows)
	}
	k, of := int(math.Round(float64(rows)/phi)), int(math.Round(float64(n)/phi))
	e := stats.Share(min(k, of), of, level)
	share := float64(rows) / float64(n)
	if !e.Defined() || e.Interval == nil {
		return e
	}
	low, high := min(e.Interval.Low, share), max(e.Interval.High, share)
	return stats.Between(share, low, high, level, e.Interval.Method+", of clusters", n)
}

// compare says what the reference has, at the number of rows of the smaller.
func (d *duplicateRows) compare(own [][]int32, ref *clustering, of func(*clustering) [][]int32) string {
	if ref == nil {
		return ""
	}
	n, m := len(d.set.docs), len(ref.set.docs)
	at := min(n, m)
	return fmt.Sprintf("the reference, of whose rows %s %% are (%s rows); at %s rows each, %s %% of the data's and %s %% of the reference's would be",
		oneShare(rarefied(of(ref), m, m)), prose.Count(m), prose.Count(at), oneShare(rarefied(own, n, at)), oneShare(rarefied(of(ref), m, at)))
}

// rarefied returns the share expected in clusters among at of n rows.
func rarefied(clusters [][]int32, n, at int) float64 {
	if n == 0 {
		return 0
	}
	r, sum := float64(at)/float64(n), 0.0
	for _, c := range clusters {
		s := float64(len(c))
		sum += s * -math.Expm1((s-1)*math.Log1p(-r))
	}
	if at == n {
		sum = float64(rowsIn(clusters))
	}
	return sum / float64(n)
}

// sizes is the table of how large the clusters are.
func sizes(clusters [][]int32) measure.Table {
	t := measure.Table{Title: "Clusters by their size", Columns: []string{"rows in it", "clusters", "rows in all"}}
	for i := len(clusters) - 1; i >= 0; {
		size, n := len(clusters[i]), 0
		for ; i >= 0 && len(clusters[i]) == size; i-- {
			n++
		}
		if len(t.Rows) == 12 {
			t.More++
			continue
		}
		t.Rows = append(t.Rows, []string{prose.Count(size), prose.Count(n), prose.Count(n * size)})
	}
	return t
}

// thresholds plots the share by the similarity that is asked for: of a row, that
// with the row it is most like.
func (d *duplicateRows) thresholds(c *clustering) []measure.Plot {
	if len(c.near) == 0 || !c.all || d.threshold >= .95 {
		return nil
	}
	best := make([]float64, len(c.same))
	for _, p := range c.pairs {
		j := c.jaccard(p)
		best[p.a], best[p.b] = max(best[p.a], j), max(best[p.b], j)
	}
	steps := int(math.Round((1 - d.threshold) / .05))
	curve := measure.Curve{Name: "rows"}
	for k := 0; k <= steps; k++ {
		t := d.threshold + float64(k)*(1-d.threshold)/float64(steps)
		n := 0
		for i := range c.same {
			if c.same[i] != int32(i) || best[i] >= t-1e-9 {
				n++
			}
		}
		for _, e := range c.exact { // the first of each is like the others
			if best[e[0]] < t-1e-9 {
				n++
			}
		}
		curve.X, curve.Y = append(curve.X, math.Round(t*1000)/1000), append(curve.Y, float64(n)/float64(len(c.same)))
	}
	return []measure.Plot{{
		Title: "Rows that are like another, by how like they have to be", XLabel: "similarity at least", YLabel: "rows",
		Share: true, Curves: []measure.Curve{curve},
	}}
}

// either returns what is said of one, or of more.
func either(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}
