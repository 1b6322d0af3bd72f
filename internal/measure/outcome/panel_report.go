package outcome

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// panelResamples are those of α's interval.
const panelResamples = 1000

func (j *judged) report(ctx context.Context) ([]measure.Finding, error) {
	ns, rows := j.sample.Rows()
	var out []measure.Finding
	for i, q := range j.questions {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		cells, repeated := q.cells(rows, i)
		if q.rows > 0 {
			out = append(out, j.agreement(q, cells, len(ns)), j.same(q))
		}
		for judge, times := range repeated {
			if len(times) > 0 {
				out = append(out, j.repeats(q, judge, times))
			}
		}
	}
	if len(out) == 0 {
		return nil, measure.Cannot("", "no row has values of two judges, or of repeats, for one criterion")
	}
	return out, nil
}

// cells takes the values of question i out of the sample, and for each judge the shares
// of its repeats that gave its value.
func (q *question) cells(rows [][]given, i int) (cells []stats.Rating, repeated [][]float64) {
	repeated = make([][]float64, len(q.judges))
	for item, row := range rows {
		for _, g := range row {
			switch g.question {
			case uint16(i):
				cells = append(cells, stats.Rating{Item: item, Rater: int(g.judge), Value: int(g.value)})
			case uint16(i) | again:
				repeated[g.judge] = append(repeated[g.judge], float64(g.value)/float64(q.panel.Repeats))
			}
		}
	}
	return cells, repeated
}

// agreement tells α among the judges of one question.
func (j *judged) agreement(q *question, cells []stats.Rating, items int) measure.Finding {
	o := stats.Resampling{Resamples: panelResamples, Confidence: j.setup.Level, Seed: j.setup.Seed}
	f := measure.Finding{
		Figure: "panel", Severity: measure.Plain, Unit: measure.Ratio, Census: true, Of: q.name(),
		Estimate: q.alpha(cells, items, o), Evidence: q.apart.Evidence(),
		Caveat: "Judges that agree may be wrong alike; people's ratings say whether they are right.",
	}
	same := float64(q.same) / float64(q.rows)
	e := &f.Estimate
	switch {
	case !e.Defined() || e.Value >= reliable:
	case e.Interval != nil && e.Interval.High < tentative && q.rows >= few && same < .95:
		f.Severity = measure.Serious
	default:
		f.Severity = measure.Notable
	}
	f.Says = fmt.Sprintf("%s: α among %s is %s over %s that were judged; all give the same value to %s of them",
		q.name(), q.judgesNamed(), prose.Figure(*e), prose.Rows(q.rows), prose.Percent(same))
	if e.Defined() && e.Interval == nil && e.NoInterval != "" {
		f.Caveat += " There is no interval: " + e.NoInterval + "."
	}
	if !j.sample.All() {
		f.Census = false
		f.Caveat += fmt.Sprintf(" α is of a random sample of %s.", prose.Rows(items))
	}
	if e.Defined() && same >= .95 && e.Value < reliable {
		f.Caveat += " Nearly all rows get one value, so that α rests on the few that do not."
	}
	f.Tables = []measure.Table{q.table(cells, items)}
	return f
}

// alpha is undefined where there is nothing that α could say.
func (q *question) alpha(cells []stats.Rating, items int, o stats.Resampling) stats.Estimate {
	c := q.criterion
	if c.Kind == seedbed.Ranking {
		return stats.Undefined("α is not for rankings")
	}
	level := stats.LevelNominal
	if c.Kind == seedbed.Scale {
		level = stats.LevelOrdinal
	}
	// Values that nobody gave change nothing, and a scale may be long.
	var used []int
	for i := range cells {
		used = append(used, cells[i].Value)
	}
	slices.Sort(used)
	used = slices.Compact(used)
	values := make([]float64, len(used))
	for i, v := range used {
		values[i] = float64(v)
	}
	own := slices.Clone(cells)
	for i := range own {
		own[i].Value, _ = slices.BinarySearch(used, own[i].Value)
	}
	r, err := stats.NewRatings(items, len(q.judges), values, own)
	if err != nil {
		return stats.Undefined("%s", err)
	}
	return stats.KrippendorffAlpha(r, level, o)
}

// same tells how often all judges give one value.
func (j *judged) same(q *question) measure.Finding {
	f := measure.Finding{
		Figure: "panel.same", Severity: measure.Plain, Unit: measure.Share, Census: true, Of: q.name(),
		Estimate: j.setup.Share(int(q.same), int(q.rows)), Evidence: q.apart.Evidence(),
		Caveat: "Judges that say one thing of nearly all rows agree by that alone: α takes it out, and this figure does not.",
	}
	f.Says = fmt.Sprintf("%s: %s give the same value to %s of %s that two or more have a value for", q.name(), q.judgesNamed(), prose.Share(f.Estimate), prose.Rows(q.rows))
	return f
}

// repeats tells how often one judge says the same again.
func (j *judged) repeats(q *question, judge int, times []float64) measure.Finding {
	e := stats.Mean(times, j.setup.Level)
	if e.Interval != nil {
		e.Interval.Low, e.Interval.High = max(e.Interval.Low, 0), min(e.Interval.High, 1)
	}
	f := measure.Finding{
		Figure: "panel.repeats", Severity: measure.Plain, Unit: measure.Share, Of: q.name() + ", " + q.panel.Judges[judge], Estimate: e,
		Caveat: "A judge that says the same again is settled, and not right; at temperature 0 it says the same whatever it is.",
	}
	f.Census = j.sample.All()
	f.Says = fmt.Sprintf("%s: of %d repeats of %s, on average %s give the value that stands, over %s",
		q.name(), q.panel.Repeats, prose.Shown(q.panel.Judges[judge]), prose.Share(e), prose.Rows(len(times)))
	return f
}

// table shows each judge: how many values it gave, and α without it.
func (q *question) table(cells []stats.Rating, items int) measure.Table {
	t := measure.Table{Title: "Judges of " + q.name(), Columns: []string{"judge", "rows", "without a value", "mean", "α without it"}}
	for judge, n := range q.judges {
		mean, alpha := "", ""
		if len(q.judges) > 2 && q.criterion.Kind != seedbed.Ranking {
			others := slices.DeleteFunc(slices.Clone(cells), func(c stats.Rating) bool { return c.Rater == judge })
			e := q.alpha(others, items, stats.Resampling{})
			if alpha = "not defined"; e.Defined() {
				alpha = prose.Decimal(e.Value)
			}
		}
		if m, ok := q.mean(cells, judge); ok {
			mean = m
		}
		t.Rows = append(t.Rows, []string{prose.Shown(q.panel.Judges[judge]), prose.Count(n.scored), prose.Count(n.without), mean, alpha})
	}
	return t
}

// mean is that of a judge's values on a scale, or its share of yes.
func (q *question) mean(cells []stats.Rating, judge int) (string, bool) {
	sum, n := 0, 0
	for i := range cells {
		if cells[i].Rater == judge {
			sum += cells[i].Value
			n++
		}
	}
	switch {
	case n == 0:
	case q.criterion.Kind == seedbed.Scale:
		return prose.Decimal(float64(q.criterion.Min) + float64(sum)/float64(n)), true
	case q.criterion.Kind == seedbed.YesNo:
		return prose.Percent(float64(sum)/float64(n)) + " yes", true
	}
	return "", false
}

// note lists who gave what: "grader 1, second 7".
func (q *question) note(all []given, values []any) string {
	var parts []string
	for i := range all {
		if all[i].question&again != 0 {
			continue
		}
		said := prose.Shown(seedbed.TextOf(values[i]))
		if b, ok := values[i].(bool); ok {
			if said = "no"; b {
				said = "yes"
			}
		}
		parts = append(parts, prose.Shown(q.panel.Judges[all[i].judge])+" "+said)
	}
	return prose.Shown(q.criterion.Name) + ": " + prose.List(parts, 8)
}

// name is the criterion, with its stage.
func (q *question) name() string {
	return prose.Shown(q.panel.Stage) + " " + prose.Shown(q.criterion.Name)
}

func (q *question) judgesNamed() string {
	var names []string
	for _, n := range q.panel.Judges {
		names = append(names, prose.Shown(n))
	}
	if len(names) > 5 {
		return fmt.Sprintf("%d judges", len(names))
	}
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
