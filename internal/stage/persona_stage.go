package stage

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/population"
	"seedbed.dev/seedbed/internal/prompt"
	"seedbed.dev/seedbed/internal/text"
)

// reasonContradicts is why a description is rejected that tells a trait otherwise.
const reasonContradicts = "contradicts its traits"

// personaStage is safe for concurrent use.
type personaStage struct {
	cfg     *personaConfig
	name    string
	fp      seedbed.Fingerprint
	model   seedbed.Model // nil: traits alone
	params  seedbed.Params
	reader  replyReader
	checker *population.Checker
	names   []string // of the traits
	rows    func(plan.Source) iter.Seq2[seedbed.Record, error]
	notice  func(string)
}

func newPersona(cfg *personaConfig, env plan.Env) (*personaStage, error) {
	p := &personaStage{
		cfg: cfg, name: env.Stage.Name, fp: env.Stage.Fingerprint, rows: env.Rows, notice: env.Notice,
		reader: replyReader{form: replyText, field: cfg.Field}, checker: population.NewChecker(nil),
	}
	if p.notice == nil {
		p.notice = func(string) {}
	}
	if cfg.joint == nil && cfg.written == nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "making stage %s: its configuration was not checked", p.name)
	}
	if cfg.joint != nil {
		p.names = cfg.traitNames()
		p.checker = population.NewChecker(cfg.joint.Traits)
	}
	if cfg.Model != "" {
		var err error
		if p.model, err = env.Model(cfg.Model); err != nil {
			return nil, err
		}
		p.params = askParams(env.Plan.Model(cfg.Model), cfg.Params)
	}
	return p, nil
}

// Roots implements seedbed.Rooter: the people. Those with the same traits differ in
// Lineage.Copy, counted from 0.
func (p *personaStage) Roots(ctx context.Context) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		var planned []int
		if p.cfg.joint != nil {
			var err error
			if planned, err = p.cfg.joint.Draw(p.cfg.Rows, p.cfg.Want, prompt.Random("people", p.cfg.personaSeed(), seedbed.ID{})); err != nil {
				yield(seedbed.Record{}, seedbed.Errorf(seedbed.CodeInvalid, "stage %s: %s", p.name, err))
				return
			}
		}
		if p.cfg.written != nil {
			p.writtenPeople(ctx, planned, yield)
			return
		}
		p.tell(planned)
		seen := map[string]int{}
		for _, cell := range planned {
			if ctx.Err() != nil {
				yield(seedbed.Record{}, ctx.Err())
				return
			}
			fields := p.cfg.joint.Fields(cell)
			rec := p.root(fields, seen)
			rec.Origin = seedbed.OriginSimulated
			if !yield(rec, nil) {
				return
			}
		}
	}
}

// root is the record of a person before anything is done with it.
func (p *personaStage) root(fields seedbed.Fields, seen map[string]int) seedbed.Record {
	key := string(fields.AppendJSON(nil))
	n := seen[key]
	seen[key]++
	return seedbed.Record{
		ID: seedbed.SeedID(p.fp, fields, n), Stage: p.name, Fields: fields,
		Lineage: seedbed.Lineage{Copy: n, Attributes: p.names},
	}
}

// tell says what was drawn, and how near it is to what was declared.
func (p *personaStage) tell(people []int) {
	msg := fmt.Sprintf("%s: %d people drawn", p.name, len(people))
	if d, ok := p.cfg.joint.Largest(people); ok {
		msg += "; furthest from the distribution: " + d.String()
	}
	if p.cfg.dropped > 0 {
		msg += fmt.Sprintf("; the constraints rule out %.1f %% of the people", 100*p.cfg.dropped)
	}
	p.notice(msg + ". They are invented: people who describe themselves are better, where there are any (written:).")
}

// writtenPeople gives the people of the source who fill the plan, each once: for each
// place of it the first one left with its traits. Without a plan, the first ones.
func (p *personaStage) writtenPeople(ctx context.Context, planned []int, yield func(seedbed.Record, error) bool) {
	places := map[string]int{} // places of the plan left, by traits
	for _, cell := range planned {
		places[p.traitKey(p.cfg.joint.Fields(cell))]++
	}
	seen := map[string]int{}
	given, others, bad := 0, 0, 0
	for rec, err := range p.rows(*p.cfg.written) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			yield(seedbed.Record{}, fmt.Errorf("reading the people of %s: %w", p.cfg.Written, err))
			return
		}
		if !rec.Live() {
			bad++
			continue
		}
		if given == p.cfg.Rows {
			break
		}
		if p.cfg.joint != nil {
			key := p.traitKey(rec.Fields)
			if places[key] == 0 {
				others++
				continue
			}
			places[key]--
		}
		given++
		root := p.root(rec.Fields, seen)
		root.Origin = seedbed.OriginHuman
		root.Lineage.Source, root.Lineage.File, root.Lineage.Line = rec.Lineage.Source, rec.Lineage.File, rec.Lineage.Line
		if !yield(root, nil) {
			return
		}
	}
	msg := fmt.Sprintf("%s: %d people of %s, who described themselves", p.name, given, p.cfg.Written)
	if missing := len(planned) - given; missing > 0 {
		msg += fmt.Sprintf("; for %d of %d places nobody with such traits is there", missing, len(planned))
	}
	if others > 0 {
		msg += fmt.Sprintf("; %d were not needed, or have traits that were not planned", others)
	}
	if bad > 0 {
		msg += fmt.Sprintf("; %d rows could not be read", bad)
	}
	p.notice(msg)
}

// traitKey is the text of all traits of a person.
func (p *personaStage) traitKey(f seedbed.Fields) string {
	var b []byte
	for _, name := range p.names {
		b = append(append(b, f.Text(name)...), 0)
	}
	return string(b)
}

// Process implements seedbed.Stage: it has the person described, and checks what
// was written.
func (p *personaStage) Process(ctx context.Context, rec seedbed.Record) ([]seedbed.Record, error) {
	child := rec.Child(p.name, p.fp, 0)
	child.Lineage.Attributes = p.names
	child.Lineage.File, child.Lineage.Line = rec.Lineage.File, rec.Lineage.Line
	if p.model == nil {
		if p.cfg.written != nil {
			child = p.checked(child, writtenText(rec.Fields, p.names))
		}
		return []seedbed.Record{child}, nil
	}
	child.Lineage.Model = p.cfg.Model
	child.Lineage.Revision = p.cfg.file.Revision
	child.Lineage.Depth = 1
	vars := append(seedbed.Fields{{Name: "traits", Value: rec.Fields.Map()}}, rec.Fields...)
	messages, err := p.cfg.file.Render(vars)
	if fail := unfilled(err); fail != nil {
		return []seedbed.Record{child.Reject(p.name, fail.reason, fail.detail)}, nil
	}
	return p.describe(ctx, &rec, child, messages)
}

// describe asks until a description can be used and agrees with the traits. A rejected
// one keeps its text, to be looked at.
func (p *personaStage) describe(ctx context.Context, rec *seedbed.Record, child seedbed.Record, messages []seedbed.Message) ([]seedbed.Record, error) {
	var last seedbed.Record
	for attempt := range p.cfg.Attempts {
		reply, err := p.model.Generate(ctx, seedbed.Request{
			Messages: messages, Params: p.params, Copy: rec.Lineage.Copy, Attempt: attempt, Stage: p.name, Record: rec.ID,
		})
		if err != nil {
			call := lostCall(err)
			if call == nil {
				return nil, err
			}
			gone := rec.Child(p.name, p.fp, placeOf(0))
			gone.Lineage = child.Lineage
			q := ask{fields: rec.Fields, calls: child.Lineage.Calls, lost: call}
			return []seedbed.Record{q.unanswered(gone, p.name)}, nil
		}
		child.Lineage.Calls = append([]seedbed.CallKey{reply.Key}, child.Lineage.Calls...)
		last = child
		items, fail := p.reader.read(&reply)
		if fail != nil {
			last = child.Reject(p.name, fail.reason, fail.detail)
			if fail.final {
				break
			}
			continue
		}
		said := items[0].fields.Text(p.cfg.Field)
		last.Fields = rec.Fields.With(p.cfg.Field, said)
		if last = p.checked(last, said); last.Live() {
			break
		}
	}
	return []seedbed.Record{last}, nil
}

// checked rejects a person whose text says otherwise than the traits.
func (p *personaStage) checked(rec seedbed.Record, said string) seedbed.Record {
	found := p.checker.Contradicts(rec.Fields, said)
	if len(found) == 0 {
		return rec
	}
	details := make([]string, len(found))
	for i, c := range found {
		details[i] = c.String()
	}
	return rec.Reject(p.name, reasonContradicts, text.Harmless(strings.Join(details, "; "), 400))
}

// writtenText is what a person wrote: the texts that are no traits.
func writtenText(f seedbed.Fields, traits []string) string {
	var out []string
next:
	for i := range f {
		for _, name := range traits {
			if f[i].Name == name {
				continue next
			}
		}
		if s, ok := f[i].Value.(string); ok && text.CountWords(s) >= 4 {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}
