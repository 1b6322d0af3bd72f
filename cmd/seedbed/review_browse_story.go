package main

import (
	"context"
	"fmt"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/web"
)

// Story implements web.Browser.
func (b *rowBrowser) Story(ctx context.Context, id seedbed.ID) (*web.Story, error) {
	o, err := b.open(ctx)
	if err != nil {
		return nil, err
	}
	row, indexed, err := o.index.Row(id)
	if err != nil {
		return nil, err
	}
	var st *story
	switch v := o.view; {
	case v != nil && !free(v.plan):
		if st, err = b.stored(ctx, v, id); err != nil {
			return nil, err
		}
	case !indexed:
		return nil, seedbed.Errorf(seedbed.CodeNotFound, "there is no row %s", id.Short())
	default:
		st = &story{Record: row.Record}
		if src := b.w.plan.Source(row.Lineage.Source); src != nil {
			st.license = src.License
		}
	}
	if st.Outcome == nil && indexed {
		st.Outcome = &seedbed.Outcome{Record: id, Stage: row.Ended, Decision: row.Decision, Scores: row.Scores}
	}
	t := teller{b: b, p: b.w.project}
	out := &web.Story{Record: st.Record, Root: t.row(st)}
	for i := range st.Record.Scores {
		out.Standings = append(out.Standings, t.standing(ctx, &st.Record.Scores[i]))
	}
	return out, nil
}

// stored is a story from the journal.
func (b *rowBrowser) stored(ctx context.Context, v *view, id seedbed.ID) (*story, error) {
	rec, err := v.record(ctx, id)
	if err != nil {
		return nil, err
	}
	out, ok, err := v.journal.OutcomeOf(ctx, v.run.ID, id)
	if err != nil {
		return nil, err
	}
	if !ok {
		return v.tell(ctx, rec, nil)
	}
	rec.Decision, rec.Scores = out.Decision, out.Scores
	return v.tell(ctx, rec, &out)
}

// standing says how far the judge of a score was compared with people; what is not known
// is said to be so.
func (b *rowBrowser) standing(ctx context.Context, s *seedbed.Score) string {
	b.mu.Lock()
	var ask *view
	if b.now != nil && b.now.view != nil && now().Sub(b.knownAt) > standingStays {
		ask, b.knownAt = b.now.view, now()
	}
	b.mu.Unlock()
	if ask != nil { // others take what was known, meanwhile
		if known, err := ask.standings(ctx); err == nil { // else nothing is claimed of judges
			b.mu.Lock()
			b.known = known
			b.mu.Unlock()
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.known.Words(s.Criterion, s.Stage, s.Judge)
}

// teller makes the parts of a drawn story.
type teller struct {
	b *rowBrowser
	p *project
}

func (t teller) standing(ctx context.Context, s *seedbed.Score) string {
	return t.b.standing(ctx, s)
}

// row is the row that is asked about, with all below it.
func (t teller) row(st *story) *web.Part {
	rec := &st.Record
	where := rec.Stage
	if st.Outcome != nil && st.Outcome.Stage != "" {
		where = st.Outcome.Stage
	}
	root := &web.Part{Kind: web.PartRow, Label: rec.ID.Short(), Title: where + "  " + mainText(rec, t.p.plan), Row: rec.ID}
	root.Parts = append(t.grown(st), t.made(st)...)
	root.Parts = append(root.Parts, t.judged(st)...)
	root.Parts = append(root.Parts, t.decided(st))
	return root
}

// grown are the rows that a row was grown from, each with what it was made of.
func (t teller) grown(st *story) []*web.Part {
	var out []*web.Part
	for _, p := range st.Parents {
		if p.plans(st) {
			continue
		}
		rec := &p.Record
		part := &web.Part{Kind: web.PartRow, Label: "from", Title: rec.Stage + "  " + mainText(rec, t.p.plan), Row: rec.ID}
		if len(rec.Lineage.Parents) == 0 && rec.Lineage.Line > 0 {
			part.Kind, part.Label = web.PartSeed, "seed"
			part.Title = fmt.Sprintf("%s:%d  %s", rec.Lineage.Source, rec.Lineage.Line, mainText(rec, t.p.plan))
			part.Lines = []string{seedNotes(p)}
		} else {
			part.Parts = append(t.grown(p), t.made(p)...)
		}
		out = append(out, part)
	}
	return out
}

// made are exemplars, attributes, prompt and calls.
func (t teller) made(st *story) []*web.Part {
	var out []*web.Part
	l := &st.Record.Lineage
	if len(l.Parents) == 0 && l.Line > 0 {
		out = append(out, &web.Part{Kind: web.PartSeed, Label: "seed", Title: fmt.Sprintf("%s:%d", l.Source, l.Line), Lines: []string{seedNotes(st)}})
	}
	for _, e := range l.Exemplars {
		out = append(out, &web.Part{Kind: web.PartExemplar, Label: "exemplar", Title: e})
	}
	if len(l.Attributes) > 0 {
		var parts []string
		for _, name := range l.Attributes {
			parts = append(parts, name+" = "+st.Record.Fields.Text(name))
		}
		out = append(out, &web.Part{Kind: web.PartOther, Label: "attributes", Title: strings.Join(parts, ", ")})
	}
	if p := st.Prompt; p != nil {
		part := &web.Part{Kind: web.PartPrompt, Label: "prompt", Title: fmt.Sprintf("%s r%d", p.Path, p.Revision)}
		if p.Revision > 1 {
			part.Lines = []string{fmt.Sprintf("%s differ from r%d", count(int64(p.Differs), "line"), p.Revision-1)}
		}
		out = append(out, part)
	}
	for i := range st.Calls {
		out = append(out, t.called(&st.Calls[i]))
	}
	return out
}

func (t teller) called(c *seedbed.Call) *web.Part {
	what, because := c.Identity, ""
	if m := t.p.plan.Model(c.Model); m != nil {
		what, because = m.ID, m.Because
	}
	part := &web.Part{Kind: web.PartCall, Label: "model", Title: fmt.Sprintf("%s = %s%s", c.Model, what, settings(c))}
	if because != "" {
		part.Lines = append(part.Lines, "because: "+because)
	}
	tokens := "tokens not reported"
	if c.Usage.Known {
		tokens = fmt.Sprintf("%d tokens in, %d out", c.Usage.In, c.Usage.Out)
	}
	part.Lines = append(part.Lines, fmt.Sprintf("%s, cost %s, %s, %s", tokens, c.Cost.String(), span(c.Latency), c.Started.Local().Format("2 Jan 15:04:05")))
	return part
}

// judged are the scores, a part for each judge of a stage.
func (t teller) judged(st *story) []*web.Part {
	crit := criteria(t.p.plan)
	var out []*web.Part
	for i := 0; i < len(st.Record.Scores); {
		first := &st.Record.Scores[i]
		by := first.Judge
		if m := t.p.plan.Model(by); m != nil {
			by += " = " + m.ID
		}
		part := &web.Part{Kind: web.PartJudge, Label: first.Stage, Opinion: true}
		var scores []string
		for ; i < len(st.Record.Scores) && st.Record.Scores[i].Stage == first.Stage && st.Record.Scores[i].Judge == first.Judge; i++ {
			s := st.Record.Scores[i]
			scores = append(scores, score(s, crit))
			if s.Reason != "" {
				part.Lines = append(part.Lines, s.Criterion+": "+quote(s.Reason, 300))
			}
		}
		part.Title = strings.Join(scores, ", ")
		part.Lines = append([]string{"by " + by + ", " + t.standing(t.b.ctx, first)}, part.Lines...)
		out = append(out, part)
	}
	return out
}

func (t teller) decided(st *story) *web.Part {
	part := &web.Part{Kind: web.PartDecision, Label: "outcome"}
	if st.Outcome == nil || st.Outcome.Decision.State == "" {
		part.Title = "none in this run: it went on into others, or is a source's row"
		return part
	}
	d := st.Outcome.Decision
	part.Title = string(d.State)
	if d.Actor != "" {
		part.Title += " by " + d.Actor
	}
	if d.Reason != "" {
		part.Title += ": " + d.Reason
	}
	if d.Detail != "" {
		part.Lines = []string{d.Detail}
	}
	part.Opinion = d.State != seedbed.Accepted || d.Reason != "" || d.Detail != ""
	return part
}
