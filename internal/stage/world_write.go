package stage

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
	"seedbed.dev/seedbed/internal/society"
)

// reasonNoPassage is why a document that lacks what was planted is rejected: a
// classifier cannot learn from a label without its text.
const reasonNoPassage = "sensitive passage not found"

// worldEarlier bounds how much of each earlier message a prompt shows, in bytes.
const worldEarlier = 2000

// worldStage is safe for concurrent use.
type worldStage struct {
	cfg     *worldConfig
	name    string
	fp      seedbed.Fingerprint
	model   seedbed.Model
	params  seedbed.Params
	checker *society.Checker
}

func newWorld(cfg *worldConfig, env plan.Env) (*worldStage, error) {
	model, err := env.Model(cfg.Model)
	if err != nil {
		return nil, err
	}
	return &worldStage{
		cfg: cfg, name: env.Stage.Name, fp: env.Stage.Fingerprint, model: model, params: askParams(env.Plan.Model(cfg.Model), cfg.Params),
		checker: society.NewChecker(cfg.org),
	}, nil
}

// Roots implements seedbed.Rooter: one for each thread.
func (w *worldStage) Roots(ctx context.Context) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		for thread, first := range w.cfg.org.Threads(w.cfg.demand) {
			if ctx.Err() != nil {
				yield(seedbed.Record{}, ctx.Err())
				return
			}
			fields := seedbed.Fields{{Name: "thread", Value: int64(thread)}, {Name: "first", Value: int64(first)}}
			if !yield(seedbed.Record{ID: seedbed.SeedID(w.fp, fields, 0), Stage: w.name, Fields: fields, Origin: seedbed.OriginSimulated}, nil) {
				return
			}
		}
	}
}

// Process implements seedbed.Stage: it writes a thread, message by message, each
// in sight of those before it. What comes after a message that no reply could be had
// to waits for the next run.
func (w *worldStage) Process(ctx context.Context, rec seedbed.Record) ([]seedbed.Record, error) {
	thread, _ := rec.Fields.Get("thread")
	first, _ := rec.Fields.Get("first")
	n, ok := thread.(int64)
	k, ok2 := first.(int64)
	if !ok || !ok2 || n < 0 || k < 0 {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "stage %s: a record that it did not make", w.name)
	}
	var out []seedbed.Record
	var earlier []any
	for i, doc := range w.cfg.org.Thread(w.cfg.demand, int(n), int(k)) {
		d := worldDraft{doc: &doc}
		fields := w.fields(&doc)
		if err := w.write(ctx, &rec, &d, earlier); err != nil {
			return nil, err
		}
		if d.lost != nil {
			child := w.child(&rec, placeOf(i))
			child.Lineage.Copy = i
			q := ask{fields: fields, calls: d.calls, lost: d.lost}
			return append(out, q.unanswered(child, w.name)), nil
		}
		child := w.child(&rec, i)
		child.Lineage.Calls = d.calls
		child.Fields = withFields(fields, w.written(&d))
		if d.reason != "" {
			child = child.Reject(w.name, d.reason, d.detail)
		}
		if d.text != "" {
			earlier = append(earlier, map[string]any{
				"author": w.cfg.org.People[doc.Author].Name, "date": doc.Date.Long(), "text": strings.ToValidUTF8(d.text[:min(len(d.text), worldEarlier)], ""),
			})
		}
		out = append(out, child)
	}
	return out, nil
}

func (w *worldStage) child(rec *seedbed.Record, copy int) seedbed.Record {
	child := rec.Child(w.name, w.fp, copy)
	child.Origin = seedbed.OriginSimulated
	child.Lineage.Revision = w.cfg.file.Revision
	child.Lineage.Model = w.cfg.Model
	child.Lineage.Depth = 1
	return child
}

// worldDraft is a document on its way.
type worldDraft struct {
	doc *society.Document

	subject, text  string
	spans          []society.Span
	alike          string // label of the look-alike that is in it
	report         society.Report
	validity       seedbed.Validity
	because        string
	reason, detail string // of rejecting it
	calls          []seedbed.CallKey
	lost           *seedbed.CallError
}

// worse reports how far a draft is from what was wanted.
func (d *worldDraft) worse() int {
	switch {
	case d.validity != seedbed.Valid:
		return 1_000_000
	case d.reason != "":
		return 10_000 + len(d.report.Problems)
	default:
		return len(d.report.Problems)
	}
}

// write asks until a draft is as wanted or the attempts are used up, and keeps the
// best one.
func (w *worldStage) write(ctx context.Context, rec *seedbed.Record, d *worldDraft, earlier []any) error {
	messages, err := w.cfg.file.Render(w.vars(d.doc, earlier))
	if err != nil {
		d.validity, d.reason, d.detail = seedbed.Unparsable, reasonUnfilled, replyQuote(err.Error())
		d.because = d.detail
		return nil
	}
	var calls []seedbed.CallKey
	for attempt := range w.cfg.Attempts {
		// Documents with the same prompt are different documents.
		reply, err := w.model.Generate(ctx, seedbed.Request{
			Messages: messages, Params: w.params, Copy: d.doc.Index, Attempt: attempt, Stage: w.name, Record: rec.ID,
		})
		if err != nil {
			if lost := lostCall(err); lost != nil {
				d.lost, d.calls = lost, calls
				return nil
			}
			return err
		}
		calls = append([]seedbed.CallKey{reply.Key}, calls...)
		next := worldDraft{doc: d.doc}
		w.read(&next, &reply)
		if attempt == 0 || next.worse() < d.worse() {
			*d = next
		}
		if d.worse() == 0 || next.validity == seedbed.Declined {
			break
		}
	}
	d.calls = calls
	return nil
}

// read makes a draft of a reply.
func (w *worldStage) read(d *worldDraft, r *seedbed.Reply) {
	d.validity = seedbed.Valid
	switch {
	case r.Finish == seedbed.FinishRefusal || r.Refusal != "":
		d.validity, d.because = seedbed.Declined, "the model refuses to write it: "+replyQuote(r.Refusal+r.Text)
		return
	case r.Finish == seedbed.FinishFilter:
		d.validity, d.because = seedbed.Declined, "the provider's content filter stopped it"
		return
	}
	subject, body := worldParts(r.Text)
	d.subject, _ = society.Unmark(subject)
	var tagged []society.Span
	d.text, tagged = society.Unmark(body)
	if w.cfg.Plant == plantInserted {
		d.text = w.insert(d)
	}
	if strings.TrimSpace(body) == "" {
		d.validity, d.because, d.text = seedbed.Unparsable, "the reply holds no text", ""
		return
	}
	if r.Finish == seedbed.FinishLength {
		d.validity, d.because = seedbed.CutOff, "it reached the most tokens; raise max_tokens"
	}
	for _, p := range d.doc.Passages {
		span, ok := society.FindPassage(d.text, tagged, p)
		switch {
		case ok && p.Sensitive:
			d.spans = append(d.spans, span)
		case ok:
			d.alike = p.Label
		case p.Sensitive && d.validity == seedbed.Valid:
			d.reason = reasonNoPassage
			d.detail = fmt.Sprintf("the text lacks what was to be in it: %s", replyQuote(p.Says))
		}
	}
	d.report = w.checker.Check(society.Text{
		ID: fmt.Sprint(d.doc.Index), Date: d.doc.Date, Author: d.doc.Author, Recipients: d.doc.Recipients, Body: d.text,
	})
}

// insert puts the passages into a text as paragraphs of their own, at places that
// depend on the document alone.
func (w *worldStage) insert(d *worldDraft) string {
	paragraphs := strings.Split(strings.TrimSpace(d.text), "\n")
	rng := prompt.Random("passage", w.fp, seedbed.SeedID(w.fp, nil, d.doc.Index))
	for _, p := range d.doc.Passages {
		at := len(paragraphs)
		if at > 1 {
			at = 1 + rng.IntN(at-1)
		}
		says := p.Says
		if d.doc.Kind == society.Chat {
			says = w.cfg.org.People[d.doc.Author].Name + ": " + says
		}
		paragraphs = append(paragraphs[:at:at], append([]string{says}, paragraphs[at:]...)...)
	}
	return strings.Join(paragraphs, "\n")
}

// worldParts returns the subject and the body of a reply: a text that begins with
// "Subject:", or a JSON object with both.
func worldParts(reply string) (subject, body string) {
	text := strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(reply, "\r\n", "\n"), "\ufffd"))
	if text == "" {
		return "", ""
	}
	if text[0] == '{' || strings.HasPrefix(text, "```") {
		for _, raw := range replyValues(text, false) {
			fields, err := seedbed.DecodeFields(json.NewDecoder(bytes.NewReader(raw)))
			if err == nil && fields.Text("body") != "" {
				return strings.TrimSpace(fields.Text("subject")), strings.TrimSpace(fields.Text("body"))
			}
		}
	}
	line, rest, _ := strings.Cut(text, "\n")
	name, value, ok := strings.Cut(strings.Trim(strings.TrimSpace(line), "*# "), ":")
	if ok && strings.EqualFold(strings.Trim(name, "* "), "subject") {
		return strings.Trim(value, "* \t"), strings.TrimSpace(rest)
	}
	return "", text
}

// vars are what a prompt may use.
func (w *worldStage) vars(d *society.Document, earlier []any) seedbed.Fields {
	o := w.cfg.org
	who := func(p int32) map[string]any {
		unit := ""
		if u := o.UnitOn(p, d.Date); u >= 0 {
			unit = o.Units[u].Name
		}
		return map[string]any{"name": o.People[p].Name, "role": o.RoleOn(p, d.Date), "unit": unit, "email": o.People[p].Email}
	}
	recipients := make([]any, len(d.Recipients))
	for i, p := range d.Recipients {
		recipients[i] = who(p)
	}
	says := func(list []int32) []any {
		out := make([]any, len(list))
		for i, n := range list {
			out[i] = o.Facts[n].Says
		}
		return out
	}
	passages := []any{}
	if w.cfg.Plant == plantWritten {
		for _, p := range d.Passages {
			keep := make([]any, len(p.Keep))
			for i, k := range p.Keep {
				keep[i] = k
			}
			passages = append(passages, map[string]any{"label": p.Label, "says": p.Says, "keep": keep})
		}
	}
	if earlier == nil {
		earlier = []any{}
	}
	return seedbed.Fields{
		{Name: "organisation", Value: o.Brief.Name},
		{Name: "does", Value: o.Brief.Does},
		{Name: "kind", Value: d.Kind},
		{Name: "date", Value: d.Date.Long()},
		{Name: "author", Value: who(d.Author)},
		{Name: "recipients", Value: recipients},
		{Name: "topic", Value: d.Topic},
		{Name: "language", Value: d.Language},
		{Name: "facts", Value: says(d.Asserts)},
		{Name: "avoid", Value: says(d.Avoid)},
		{Name: "passages", Value: passages},
		{Name: "earlier", Value: earlier},
		{Name: "position", Value: int64(d.Position)},
		{Name: "of", Value: int64(d.Of)},
	}
}

// fields are what is known of a document before it is written.
func (w *worldStage) fields(d *society.Document) seedbed.Fields {
	o := w.cfg.org
	recipients := make([]any, len(d.Recipients))
	for i, p := range d.Recipients {
		recipients[i] = o.People[p].Name
	}
	return seedbed.Fields{
		{Name: "kind", Value: d.Kind},
		{Name: "date", Value: d.Date.String()},
		{Name: "author", Value: o.People[d.Author].Name},
		{Name: "recipients", Value: recipients},
		{Name: "thread", Value: society.ThreadID(d.Thread)},
		{Name: "position", Value: int64(d.Position)},
	}
}

// written are the fields that came of writing it.
func (w *worldStage) written(d *worldDraft) seedbed.Fields {
	o := w.cfg.org
	asserts := []any{}
	for _, n := range o.Told(d.text, d.doc.Asserts, d.report.Stated) {
		asserts = append(asserts, map[string]any{"fact": o.Facts[n].ID, "says": o.Facts[n].Says})
	}
	spans := []any{}
	for _, s := range d.spans {
		spans = append(spans, map[string]any{"label": s.Label, "start": int64(s.Start), "end": int64(s.End), "text": s.Text})
	}
	problems := []any{}
	for _, p := range d.report.Problems {
		problems = append(problems, map[string]any{
			"kind": string(p.Kind), "start": int64(p.Start), "end": int64(p.End), "text": p.Text, "fact": p.Fact, "says": p.Says,
		})
	}
	return seedbed.Fields{
		{Name: "subject", Value: d.subject},
		{Name: "text", Value: d.text},
		{Name: "asserts", Value: asserts},
		{Name: "sensitive", Value: len(spans) > 0},
		{Name: "looks_sensitive", Value: d.alike},
		{Name: "spans", Value: spans},
		{Name: "problems", Value: problems},
		{Name: seedbed.FieldValidity, Value: string(d.validity)},
		{Name: seedbed.FieldInvalid, Value: d.because},
	}
}
