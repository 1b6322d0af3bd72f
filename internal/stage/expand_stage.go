package stage

import (
	"context"
	"fmt"
	"iter"
	"math"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// expand is the stage. It holds no records: Stream makes them one at a time.
type expand struct {
	cfg   *expandConfig
	name  string
	fp    seedbed.Fingerprint
	attrs []string
	noise []any // names of the noise kinds, as fields hold them
}

func newExpand(cfg *expandConfig, env plan.Env) *expand {
	e := &expand{cfg: cfg, name: env.Stage.Name, fp: env.Stage.Fingerprint, attrs: cfg.attributes()}
	for _, n := range cfg.Noise {
		e.noise = append(e.noise, n.Kind)
	}
	return e
}

// Roots implements seedbed.Rooter: the one root is the template.
func (e *expand) Roots(context.Context) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		fields := seedbed.Fields{{Name: "template", Value: e.cfg.Template}}
		yield(seedbed.Record{
			ID: seedbed.SeedID(e.fp, fields, 0), Stage: e.name, Fields: fields, Origin: seedbed.OriginHuman,
			Lineage: seedbed.Lineage{Source: e.name},
		}, nil)
	}
}

// Process implements seedbed.Stage. It is for rows of few combinations: the
// engine calls Stream.
func (e *expand) Process(ctx context.Context, r seedbed.Record) ([]seedbed.Record, error) {
	var out []seedbed.Record
	for rec, err := range e.Stream(ctx, r) {
		if err != nil {
			return nil, err
		}
		out = append(out, rec)
	}
	return out, nil
}

// Stream implements seedbed.Streamer.
func (e *expand) Stream(ctx context.Context, r seedbed.Record) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		t, reason, err := e.templateOf(&r)
		if err != nil {
			yield(r.Reject(e.name, reason, err.Error()), nil)
			return
		}
		m := e.maker(&r, t)
		taken := e.cfg.taken(t)
		sampled := taken < t.total
		for i := range taken {
			if i&1023 == 0 && ctx.Err() != nil {
				yield(seedbed.Record{}, ctx.Err())
				return
			}
			switch {
			case sampled:
				t.pick(m.digits, i, taken, e.cfg.Seed)
			case i > 0:
				t.advance(m.digits)
			}
			if !m.combination(yield) {
				return
			}
		}
	}
}

// templateOf returns the template of a row; where it has none that can be used,
// the reason to reject it.
func (e *expand) templateOf(r *seedbed.Record) (*expandTemplate, string, error) {
	if e.cfg.template != nil {
		return e.cfg.template, "", nil
	}
	from := e.cfg.TemplateField
	if from == "" {
		from = e.cfg.Field
	}
	v, _ := r.Fields.Get(from)
	s, ok := v.(string)
	if !ok {
		return nil, "no text to expand", fmt.Errorf("field %s holds no text", from)
	}
	if e.cfg.TemplateField == "" {
		return &expandTemplate{parts: []expandPart{{text: s, slot: -1}}, total: 1}, "", nil
	}
	t, err := parseTemplate(s, e.cfg.lists, true)
	if err != nil {
		return nil, "template cannot be read", err
	}
	if e.cfg.rowsOf(t) > math.MaxUint32 {
		return nil, "too many combinations", fmt.Errorf("%s combinations; add limit: to the stage", combinations(t))
	}
	return t, "", nil
}

// advance goes to the next combination; the last slot changes quickest.
func (t *expandTemplate) advance(digits []int) {
	for i := len(digits) - 1; i >= 0; i-- {
		if digits[i]++; digits[i] < len(t.slots[i].values) {
			return
		}
		digits[i] = 0
	}
}

// expandMaker makes the children of one record.
type expandMaker struct {
	e       *expand
	t       *expandTemplate
	parent  *seedbed.Record
	parents []seedbed.ID // shared by the children
	attrs   []string     // shared by the children
	origin  seedbed.Origin
	base    seedbed.Fields
	text    int   // index of the text in base
	noise   int   // index of the noise field, -1 without noise
	place   []int // index in base of each slot's value, -1 for slots without a name
	digits  []int
	copy    int
	buf     []byte
	noisy   []byte
	arena   []seedbed.Field // room for the fields of the next children
}

var plainNoise any = "none"

func (e *expand) maker(r *seedbed.Record, t *expandTemplate) *expandMaker {
	m := &expandMaker{
		e: e, t: t, parent: r, parents: []seedbed.ID{r.ID}, attrs: e.attrs, origin: r.Origin, noise: -1,
		place: make([]int, len(t.slots)), digits: make([]int, len(t.slots)),
	}
	if m.origin == seedbed.OriginHuman {
		m.origin = seedbed.OriginPerturbed
	}
	var base seedbed.Fields
	if !e.cfg.rooted {
		base = r.Fields
	}
	m.text, base = fieldPlace(base, e.cfg.Field)
	for i, s := range t.slots {
		m.place[i] = -1
		if s.name != "" {
			m.place[i], base = fieldPlace(base, s.name)
		}
	}
	if len(e.cfg.Noise) > 0 {
		m.noise, base = fieldPlace(base, noiseField)
	}
	m.base = base
	return m
}

// fieldPlace returns where name stands in fields, in a copy that has it.
func fieldPlace(f seedbed.Fields, name string) (int, seedbed.Fields) {
	for i := range f {
		if f[i].Name == name {
			return i, f
		}
	}
	return len(f), f.With(name, nil)
}

// combination gives the clean text of the present combination and its noisy
// copies. It reports whether more are wanted.
func (m *expandMaker) combination(yield func(seedbed.Record, error) bool) bool {
	m.buf = m.t.append(m.buf[:0], m.digits)
	clean := string(m.buf)
	if m.e.cfg.Clean {
		if !yield(m.child(clean, plainNoise), nil) {
			return false
		}
		m.copy++
	}
	for i := range m.e.cfg.Noise {
		n := &m.e.cfg.Noise[i]
		add := noiseKinds[n.Kind]
		for range n.Copies {
			rng := newNoiseRand(m.parent.ID, m.copy, n.Seed)
			m.noisy = add(m.noisy[:0], clean, n.Rate, &rng)
			if string(m.noisy) != clean && !yield(m.child(string(m.noisy), m.e.noise[i]), nil) {
				return false
			}
			m.copy++
		}
	}
	return true
}

// child makes the record of one text. Fields are cut from blocks, since a block
// of many costs hardly more than one slice of few.
func (m *expandMaker) child(text string, noise any) seedbed.Record {
	n := len(m.base)
	if len(m.arena) < n {
		m.arena = make([]seedbed.Field, n*min(64, max(1, 4096/n)))
	}
	fields := seedbed.Fields(m.arena[:n:n])
	m.arena = m.arena[n:]
	copy(fields, m.base)
	fields[m.text].Value = text
	for i, at := range m.place {
		if at >= 0 {
			fields[at].Value = m.t.slots[i].boxed[m.digits[i]]
		}
	}
	if m.noise >= 0 {
		fields[m.noise].Value = noise
	}
	return seedbed.Record{
		ID:      seedbed.ChildID(m.e.fp, m.parents, m.copy),
		Stage:   m.e.name,
		Fields:  fields,
		Origin:  m.origin,
		Lineage: seedbed.Lineage{Parents: m.parents, Copy: m.copy, Attributes: m.attrs, Source: m.parent.Lineage.Source, Depth: m.parent.Lineage.Depth},
	}
}
