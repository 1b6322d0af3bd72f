package main

import (
	"context"
	"math"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/store"
	"seedbed.dev/seedbed/internal/text"
)

// outcomeOf is something that waves are compared by: whether an attack succeeded, or
// a score.
type outcomeOf struct {
	name  string
	share bool // 0 or 1
}

const fieldSuccess = "success"

// watchedOutcomes are what the plan's watched rows are told by: success, where a
// stage gives it, and the criteria of judges.
func watchedOutcomes(p *plan.Plan) []outcomeOf {
	var out []outcomeOf
	for _, name := range watchedStages(p) {
		if t, ok := p.Stage(name).Output.Has(fieldSuccess); ok && t == seedbed.TypeBool && len(out) == 0 {
			out = append(out, outcomeOf{fieldSuccess, true})
		}
	}
	for _, c := range criteria(p) {
		if c.Kind != seedbed.Scale && c.Kind != seedbed.YesNo {
			continue
		}
		if !slices.ContainsFunc(out, func(o outcomeOf) bool { return o.name == c.Name }) {
			out = append(out, outcomeOf{c.Name, c.Kind == seedbed.YesNo})
		}
	}
	return out
}

// watchRow is what is kept of a row: a wave may have many.
type watchRow struct {
	key, twin string // what the same row of another wave has, in two ways
	group     string
	valid     bool
	values    []float64 // beside the outcomes; NaN: none
}

// watchRows reads the rows of a wave's watched stages. Rows that were not sent are
// no rows; those that failed are, and are not valid.
func watchRows(ctx context.Context, j *store.Journal, w *wave, outcomes []outcomeOf, by string) ([]watchRow, error) {
	stages := watchedStages(w.plan)
	var out []watchRow
	for row, err := range j.Outcomes(ctx, w.run.ID, store.Filter{}) {
		if err != nil {
			return nil, err
		}
		rec := &row.Record
		if !slices.Contains(stages, rec.Stage) || rec.Decision.State == seedbed.Surplus {
			continue
		}
		validity, has := seedbed.ValidityOf(rec.Fields)
		if !has && rec.Decision.State == seedbed.Rejected && rec.Decision.Actor == rec.Stage {
			continue // its own stage left it out
		}
		out = append(out, watchRow{
			key: watchKey(rec), twin: watchTwin(rec), group: text.Harmless(rec.Fields.Text(by), 60),
			valid: (!has || validity == seedbed.Valid) && rec.Decision.State != seedbed.Failed, values: watchValues(rec, outcomes),
		})
	}
	return out, nil
}

func watchValues(rec *seedbed.Record, outcomes []outcomeOf) []float64 {
	values := make([]float64, len(outcomes))
	for i, o := range outcomes {
		var v any
		if o.name == fieldSuccess && o.share {
			v, _ = rec.Fields.Get(fieldSuccess)
		}
		if s, ok := rec.Score(o.name); ok && v == nil && s.Status == seedbed.Scored {
			v = s.Value
		}
		values[i] = math.NaN()
		switch v := v.(type) {
		case bool:
			values[i] = 0
			if v {
				values[i] = 1
			}
		case int64:
			values[i] = float64(v)
		case float64:
			values[i] = v
		}
	}
	return values
}

// watchKey tells a row by what it was made of: the seed attack and the strategy, or
// the records that it grew from; and by its copy.
func watchKey(rec *seedbed.Record) string {
	b := make([]byte, 0, 64)
	if seed, strategy := rec.Fields.Text("seed"), rec.Fields.Text("strategy"); seed != "" && strategy != "" {
		b = append(append(append(b, seed...), 0), strategy...)
	} else {
		for i := range rec.Lineage.Parents {
			b = append(b, rec.Lineage.Parents[i][:]...)
		}
	}
	return string(seedbed.AppendValue(append(b, 0), int64(rec.Lineage.Copy)))
}

// watchTwin tells a row by the values that were planned for it, for rows that grew
// from records of their own wave.
func watchTwin(rec *seedbed.Record) string {
	var b strings.Builder
	for _, name := range rec.Lineage.Attributes {
		b.WriteString(rec.Fields.Text(name) + "\x00")
	}
	return string(seedbed.AppendValue([]byte(b.String()), int64(rec.Lineage.Copy)))
}

// pairRows matches the rows of two waves: by key, or where no keys are the same, by
// the planned values. Rows of which a wave has several alike are matched in order.
func pairRows(a, b []watchRow) [][2]int {
	for _, key := range []func(*watchRow) string{func(r *watchRow) string { return r.key }, func(r *watchRow) string { return r.twin }} {
		at := map[string][]int{}
		for i := range a {
			k := key(&a[i])
			at[k] = append(at[k], i)
		}
		var out [][2]int
		for i := range b {
			k := key(&b[i])
			if list := at[k]; len(list) > 0 {
				out = append(out, [2]int{list[0], i})
				at[k] = list[1:]
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}
