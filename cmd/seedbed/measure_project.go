package main

import (
	"context"
	"iter"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/recipe"
	"seedbed.dev/seedbed/internal/stage"
)

// projectJob fills in a job over the accepted rows of the project's last run.
// Flags come before what the recipe says under measure:.
func (a *app) projectJob(ctx context.Context, job *measure.Job, f *measureFlags) (close func(), err error) {
	close = func() {}
	a.quiet = true
	p, err := a.open(ctx, 0)
	if err != nil {
		return close, err
	}
	v, err := p.view(ctx)
	if err != nil {
		return close, err
	}
	close = func() { v.close() }
	if p.plan.Measure != nil {
		f.fill(p.plan.Measure)
	}
	f.columns(job)
	f.rows = v.expectedRows(f.from)
	return close, v.job(job, f.from)
}

// fill takes what flags leave open from the recipe.
func (f *measureFlags) fill(m *plan.Measure) {
	for _, s := range []struct {
		flag   *string
		recipe string
	}{{&f.text, m.Text}, {&f.label, m.Label}, {&f.answer, m.Answer}, {&f.score, m.Score}, {&f.embed, m.Embed}} {
		if *s.flag == "" {
			*s.flag = s.recipe
		}
	}
	for _, s := range []struct{ flag, recipe *[]string }{
		{&f.only, &m.Only}, {&f.from, &m.From}, {&f.group, &m.Group}, {&f.by, &m.By}, {&f.against, &m.Against}, {&f.holdout, &m.Holdout},
	} {
		if len(*s.flag) == 0 {
			*s.flag = *s.recipe
		}
	}
	flags := len(f.expect)
	for _, e := range m.Expect {
		if !slices.ContainsFunc(f.expect[:flags], func(s string) bool { return expectedFigure(s) == e.Key }) {
			f.expect = append(f.expect, e.Key+" "+e.Value)
		}
	}
	for _, o := range m.Options {
		f.options = slices.Insert(f.options, 0, o.Key+"="+o.Value) // flags come after, and win
	}
}

// expectedFigure is the figure that --expect is about.
func expectedFigure(s string) string {
	return strings.TrimSpace(s[:max(strings.IndexAny(s, "<>="), 0)])
}

// columns puts the flags' columns into a job.
func (f *measureFlags) columns(job *measure.Job) {
	job.Setup.Columns = measure.Columns{Text: f.text, Label: f.label, Answer: f.answer, Score: f.score, Groups: f.group, By: f.by, People: f.people, Drawn: f.drawn}
}

// job fills in a job over the accepted rows of these stages; those that are
// released without any.
func (v *view) job(job *measure.Job, from []string) error {
	stages := from
	if len(stages) == 0 {
		stages = v.plan.Release.From
	}
	if len(stages) == 0 {
		stages = v.plan.Leaves()
	}
	s := &job.Setup
	s.Ingredients = true
	s.Origin[measure.Data] = v.plan.Name
	for _, name := range stages {
		if st := v.plan.Stage(name); st != nil {
			s.Schema = st.Output
		} else {
			return usagef("measure from %q: the recipe has no such stage", name)
		}
	}
	if err := v.guessColumns(&s.Columns, s.Schema); err != nil {
		return err
	}
	for i := range v.plan.Stages {
		for _, at := range v.plan.Stages[i].Needs.Attributes {
			s.Declared = append(s.Declared, measure.Attribute{Name: at.Name, Values: at.Values})
		}
	}
	s.Planned = plannedCombinations(v.plan)
	s.Families = modelFamilies(v.plan)
	if s.Panels = panels(v.plan); len(s.Panels) > 0 {
		s.Origin[measure.Judged] = "the rows that were judged"
		job.Parts[measure.Judged] = v.judged
	}
	votes, err := ratings.ReadVotes(v.app.peopleDir())
	if err != nil {
		return err
	}
	job.Parts[measure.Data] = func(ctx context.Context) iter.Seq2[seedbed.Record, error] {
		return votes.Join(v.rows(ctx, stages, []seedbed.State{seedbed.Accepted}))
	}
	if s.Columns.Text != "" && len(v.plan.Sources) > 0 {
		s.Origin[measure.Seeds] = "its seeds and exemplars"
		job.Parts[measure.Seeds] = func(ctx context.Context) iter.Seq2[seedbed.Record, error] { return v.seeds(ctx, s.Columns.Text) }
	}
	return nil
}

// modelFamilies are those of the plan's models, by the models' names.
func modelFamilies(p *plan.Plan) map[string]string {
	table, out := recipe.Families(p), map[string]string{}
	for i := range p.Models {
		if f := table.Place(recipe.KinModel(&p.Models[i])).Family; f != "" {
			out[p.Models[i].Name] = f
		}
	}
	return out
}

// panels are the stages that ask several judges, or one more than once.
func panels(p *plan.Plan) []measure.Panel {
	var out []measure.Panel
	for i := range p.Stages {
		st := &p.Stages[i]
		if judges, repeats := stage.Opinions(st); len(judges) > 1 || repeats > 1 {
			out = append(out, measure.Panel{Stage: st.Name, Judges: judges, Repeats: repeats, Criteria: st.Needs.Rubric.Criteria})
		}
	}
	return out
}

// judged gives the rows that were judged and came to an end, also those that were turned
// away: how far judges agree on the kept ones alone would say less of it than is true.
func (v *view) judged(ctx context.Context) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		for rec, err := range v.rows(ctx, nil, []seedbed.State{seedbed.Accepted, seedbed.Rejected, seedbed.Quarantined}) {
			if (err != nil || len(rec.Scores) > 0) && !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// guessColumns finds the text and the score where nobody names them, and refuses
// fields that rows do not have.
func (v *view) guessColumns(c *measure.Columns, schema seedbed.Schema) error {
	known := map[string]bool{}
	for i := range v.plan.Sources {
		for _, f := range v.plan.Sources[i].Schema.Fields {
			known[f.Name] = true
		}
	}
	for i := range v.plan.Stages {
		for _, at := range v.plan.Stages[i].Needs.Attributes {
			known[at.Name] = true
		}
	}
	crit := criteria(v.plan)
	for _, of := range [][2]string{{"text", c.Text}, {"label", c.Label}, {"answer", c.Answer}} {
		if _, ok := schema.Has(of[1]); of[1] != "" && !ok && len(schema.Fields) > 0 {
			return unknownName("--"+of[0]+" (or measure: "+of[0]+")", "field", of[1], schema.Names())
		}
	}
	if c.Text == "" {
		first := ""
		for _, f := range schema.Fields {
			if f.Type != seedbed.TypeText || seedbed.AboutRow(f.Name) {
				continue
			}
			if first == "" {
				first = f.Name
			}
			if !known[f.Name] {
				c.Text = f.Name // what a stage added last
			}
		}
		if c.Text == "" {
			c.Text = first
		}
	}
	if c.Score == "" {
		for i := range crit {
			if crit[i].Kind == seedbed.Scale {
				c.Score = crit[i].Name
				break
			}
		}
	}
	return nil
}

// seeds gives what the rows were grown from as texts in the field name: each
// seed's texts together, and each exemplar.
func (v *view) seeds(ctx context.Context, name string) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		for i := range v.plan.Stages {
			for _, e := range v.plan.Stages[i].Needs.Exemplars {
				rec := seedbed.Record{Fields: seedbed.Fields{{Name: name, Value: e.Text}}, Origin: seedbed.OriginHuman}
				rec.ID = seedbed.SeedID(v.plan.Stages[i].Fingerprint, rec.Fields, 0)
				rec.Lineage.Exemplars = []string{e.ID}
				if !yield(rec, nil) {
					return
				}
			}
		}
		for i := range v.plan.Sources {
			src := v.plan.Sources[i]
			for rec, err := range v.reader.Rows(ctx, src) {
				if err == nil {
					rec.Fields = seedbed.Fields{{Name: name, Value: texts(rec.Fields)}}
				}
				if !yield(rec, err) || err != nil {
					return
				}
			}
		}
	}
}

// texts joins the texts of fields, a line each.
func texts(f seedbed.Fields) string {
	var b strings.Builder
	for _, field := range f {
		if s, ok := field.Value.(string); ok {
			b.WriteString(s)
			b.WriteByte('\n')
		}
	}
	return b.String()
}
