package main

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/text"
)

// mend makes the new row of one that somebody mended: of human origin, the old one its
// parent, without what judges said of the old one. why says what is wrong with it: it is
// held against what the plan says of such rows, as far as that asks no model.
func (v *view) mend(ctx context.Context, old *seedbed.Record, m *review.MendedRow) (rec seedbed.Record, why string, err error) {
	fields, dropped := v.withoutVerdicts(old, m.Fields)
	rec = seedbed.Record{
		ID: m.New, Stage: old.Stage, Fields: fields, Origin: seedbed.OriginHuman,
		Lineage:  seedbed.Lineage{Parents: []seedbed.ID{old.ID}, Source: old.Lineage.Source, Attributes: old.Lineage.Attributes},
		Decision: seedbed.Decision{State: seedbed.Accepted, Actor: byPeople, Reason: "mended", Detail: text.Harmless(m.Note, 300)},
	}
	end, err := v.endOf(ctx, old.ID)
	if err != nil || end == nil {
		return rec, "", err
	}
	if why := misfit(&rec, end.Output); why != "" {
		return rec, why, nil
	}
	if why := v.undeclared(&rec); why != "" {
		return rec, why, nil
	}
	why, err = v.unkept(ctx, rec, end, dropped)
	return rec, why, err
}

// withoutVerdicts returns the fields of a mended row without what was said of the old one:
// verdicts (see review.Judged) that the person left as they were, unless the row's source gave them. dropped
// are those.
func (v *view) withoutVerdicts(old *seedbed.Record, mended seedbed.Fields) (fields, dropped seedbed.Fields) {
	source := v.plan.Source(old.Lineage.Source)
	for _, f := range mended {
		before, had := old.Fields.Get(f.Name)
		given := v.plan.Source(old.Stage) != nil
		if source != nil && !given {
			_, given = source.Schema.Has(f.Name)
		}
		if had && !given && review.Judged(f.Name) && reflect.DeepEqual(before, f.Value) {
			dropped = append(dropped, f)
			continue
		}
		fields = append(fields, f)
	}
	return fields, dropped
}

// endOf is the stage in which a row ended; nil where the plan does not say.
func (v *view) endOf(ctx context.Context, id seedbed.ID) (*plan.Stage, error) {
	if !free(v.plan) {
		out, ok, err := v.journal.OutcomeOf(ctx, v.run.ID, id)
		if err != nil || !ok {
			return nil, err
		}
		return v.plan.Stage(out.Stage), nil
	}
	if from := v.released(); len(from) == 1 {
		return v.plan.Stage(from[0]), nil
	}
	return nil, nil
}

// misfit says which field of a row is not as its stage gives it.
func misfit(rec *seedbed.Record, s seedbed.Schema) string {
	for _, f := range rec.Fields {
		t, known := s.Has(f.Name)
		switch {
		case !known && !s.Open && len(s.Fields) > 0:
			return fmt.Sprintf("rows of this stage have no field %q", text.Harmless(f.Name, 40))
		case !known || f.Value == nil:
		case t.Join(seedbed.TypeOf(f.Value)) != t:
			return fmt.Sprintf("the field %s is %s, and has been %s in all rows", text.Harmless(f.Name, 40), seedbed.TypeOf(f.Value), t)
		}
	}
	return ""
}

// undeclared says which attribute of a row has a value that its prompt does not declare.
func (v *view) undeclared(rec *seedbed.Record) string {
	for i := range v.plan.Stages {
		for _, at := range v.plan.Stages[i].Needs.Attributes {
			value, has := rec.Fields.Get(at.Name)
			if !has || !slices.Contains(rec.Lineage.Attributes, at.Name) || len(at.Values) == 0 {
				continue
			}
			if said := seedbed.TextOf(value); !slices.Contains(at.Values, said) {
				return fmt.Sprintf("the attribute %s is %q, which is none of its values", at.Name, text.Harmless(said, 40))
			}
		}
	}
	return ""
}

// unkept says which keep stage that the old row had passed turns the new one away. What
// needs a score, or one of the dropped verdicts, is not asked: no judge has seen the row.
func (v *view) unkept(ctx context.Context, rec seedbed.Record, end *plan.Stage, dropped seedbed.Fields) (string, error) {
	for _, st := range passed(v.plan, rec.Stage, end.Name, map[string][]*plan.Stage{}) {
		if st.Kind == nil || st.Kind.Name != "keep" {
			continue
		}
		keep, err := st.Kind.New(st.Config, plan.Env{Stage: st, Plan: v.plan, Model: noModels, System: noModels, Notice: func(string) {}})
		if err != nil {
			return "", fmt.Errorf("preparing stage %s: %w", st.Name, err)
		}
		d, err := turnedAway(ctx, keep, rec)
		if err == nil && d.Reason == undecided && len(dropped) > 0 {
			// It may need a verdict that the new row does not have. With those of the old one
			// it can say something then, which does not count.
			again := rec
			again.Fields = append(slices.Clone(rec.Fields), dropped...)
			var with seedbed.Decision
			if with, err = turnedAway(ctx, keep, again); err == nil && with.Reason != undecided {
				continue
			}
		}
		if err != nil {
			return "", err
		}
		if d.State == seedbed.Rejected && !isUnscored(d.Reason) {
			return fmt.Sprintf("stage %s turns it away: %s", st.Name, text.Harmless(d.Reason, 100)), nil
		}
	}
	return "", nil
}

// undecided is why a keep stage rejects what its conditions say nothing about.
const undecided = "cannot be decided"

// turnedAway is the decision by which a keep stage rejects a row; zero: it does not.
func turnedAway(ctx context.Context, keep seedbed.Stage, rec seedbed.Record) (seedbed.Decision, error) {
	got, err := keep.Process(ctx, rec)
	for i := range got {
		if got[i].Decision.State == seedbed.Rejected {
			return got[i].Decision, err
		}
	}
	return seedbed.Decision{}, err
}

func isUnscored(reason string) bool { return len(reason) > 9 && reason[:9] == "unscored:" }

// passed are the stages that every way from one stage to another goes through, the last
// among them.
func passed(p *plan.Plan, from, to string, known map[string][]*plan.Stage) []*plan.Stage {
	if from == to {
		return []*plan.Stage{}
	}
	if got, ok := known[to]; ok {
		return got
	}
	st := p.Stage(to)
	if st == nil {
		return nil // another source
	}
	var out []*plan.Stage
	reached := false
	for _, before := range st.From {
		way := passed(p, from, before, known)
		switch {
		case way == nil:
		case !reached:
			out, reached = slices.Clone(way), true
		default:
			out = slices.DeleteFunc(out, func(s *plan.Stage) bool { return !slices.Contains(way, s) })
		}
	}
	if reached {
		out = append(out, st)
	} else {
		out = nil
	}
	known[to] = out
	return out
}
