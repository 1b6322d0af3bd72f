package review

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"seedbed.dev/seedbed"
)

// errGone is a row of a sample that cannot be had any more.
var errGone = errors.New("the row is not there any more")

// fill reads what somebody sees of a row. The lock is not held.
func (d *Desk) fill(ctx context.Context, c *course, m *member, t *Task) error {
	r, ok, err := d.rows.Row(ctx, t.Row)
	if err != nil {
		return fmt.Errorf("reading row %s: %w", t.Row.Short(), err)
	}
	if !ok {
		return errGone
	}
	t.Record = c.shown(&r)
	if len(r.Lineage.Parents) > 0 {
		p, ok, err := d.rows.Row(ctx, r.Lineage.Parents[0])
		if err != nil {
			return fmt.Errorf("reading the row that row %s was made from: %w", t.Row.Short(), err)
		}
		if ok {
			p = c.shown(&p)
			t.Parent = &p
		}
	}
	t.Order = c.order(t, m)
	if c.in.Assisted != "" {
		t.Filled = c.filled(&r, t.Rubric)
	}
	return nil
}

// Judged reports whether a field is one in which stages write what a model, a signal or
// a check said of a record. They are shown where a plan names them, and else to nobody
// who rates.
func Judged(field string) bool { return slices.Contains(judged, field) }

var judged = []string{
	seedbed.FieldValidity, seedbed.FieldInvalid, "success", "calibrated", "signals", "broken", "goal_reached", "checked", "checked_because",
}

// shown returns what people see of a record: neither what judges said nor what would
// tell which model or prompt wrote it.
func (c *course) shown(r *seedbed.Record) seedbed.Record {
	out := seedbed.Record{ID: r.ID, Lineage: seedbed.Lineage{Parents: slices.Clone(r.Lineage.Parents)}}
	if len(c.in.Show) > 0 {
		for _, name := range c.in.Show {
			if v, ok := r.Fields.Get(name); ok {
				out.Fields = append(out.Fields, seedbed.Field{Name: name, Value: v})
			}
		}
		return out
	}
	for _, f := range r.Fields {
		if !Judged(f.Name) && f.Name != c.in.Assisted {
			out.Fields = append(out.Fields, f)
		}
	}
	return out
}

// order mixes fields between which a criterion chooses; the others keep their places.
// The same person sees the same row in the same order whenever they look, and in an
// order of its own when it comes again.
func (c *course) order(t *Task, m *member) []int {
	var places []int
	for i, f := range t.Record.Fields {
		if slices.ContainsFunc(t.Rubric.Criteria, func(k seedbed.Criterion) bool {
			return k.Kind == seedbed.Choice && slices.Contains(k.Choices, f.Name)
		}) {
			places = append(places, i)
		}
	}
	if len(places) < 2 {
		return nil
	}
	out := make([]int, len(t.Record.Fields))
	for i := range out {
		out[i] = i
	}
	k := uint64(0)
	if t.Again {
		k = 1
	}
	mixed := slices.Clone(places)
	rng := rand.New(rand.NewPCG(chance(t.Row.String(), m.ID, c.in.Seed, k), k))
	rng.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	for i, at := range places {
		out[at] = mixed[i]
	}
	return out
}

// filled is what the judge stage of an assisted inspection said, as anchors name it.
func (c *course) filled(r *seedbed.Record, rubric *seedbed.Rubric) map[string]string {
	out := map[string]string{}
	for i := range r.Scores {
		s := &r.Scores[i]
		k := slices.IndexFunc(rubric.Criteria, func(k seedbed.Criterion) bool { return k.Name == s.Criterion })
		if s.Stage != c.in.Assisted || s.Status != seedbed.Scored || k < 0 {
			continue
		}
		text := ""
		switch v := s.Value.(type) {
		case bool:
			if text = "no"; v {
				text = "yes"
			}
		case int64:
			text = strconv.FormatInt(v, 10)
		case string:
			text = v
		}
		if _, ok := rubric.Criteria[k].Value(text); ok {
			out[s.Criterion] = text
		}
	}
	return out
}
