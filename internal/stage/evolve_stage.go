package stage

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/text"
)

// Why an offspring does not join the pool.
const (
	reasonNotNovel = "not novel"
	reasonTooLong  = "too long"
	reasonTooShort = "too short"
	reasonCopied   = "copied the instructions"
	reasonIsSeed   = "is a seed"
)

const (
	evolveLeast  = 3    // words of an instruction
	evolveCopied = 7    // words in a row of the prompt that make a copy of it
	evolvePlaces = 1024 // parts the numbers of one round from those of the next
)

// evolveStage is the stage. It holds the pool, and Stream one round of offspring: it
// is for one goroutine and for one run.
type evolveStage struct {
	cfg    *evolveConfig
	name   string
	fp     seedbed.Fingerprint
	asker  asker
	pool   *evolvePool
	told   map[uint64]bool // runs of words of the prompts
	rows   func(plan.Source) iter.Seq2[seedbed.Record, error]
	notice func(string)
}

func newEvolve(cfg *evolveConfig, env plan.Env) (*evolveStage, error) {
	model, err := env.Model(cfg.Model)
	if err != nil {
		return nil, err
	}
	e := &evolveStage{
		cfg: cfg, name: env.Stage.Name, fp: env.Stage.Fingerprint, rows: env.Rows, notice: env.Notice, told: map[uint64]bool{},
		pool: newEvolvePool(cfg.Novelty, cfg.Depth),
		asker: asker{
			model: model, name: cfg.Model, stage: env.Stage.Name, attempts: cfg.Attempts,
			reader: &replyReader{form: replyText, field: cfg.Field}, params: askParams(env.Plan.Model(cfg.Model), cfg.Params),
		},
	}
	if e.notice == nil {
		e.notice = func(string) {}
	}
	for _, how := range slices.Sorted(maps.Keys(cfg.files)) {
		e.learnPrompt(how)
	}
	return e, nil
}

// learnPrompt keeps the runs of words of a prompt by which copies of it are known.
// A prompt that cannot be rendered without an instruction has none.
func (e *evolveStage) learnPrompt(how string) {
	messages, err := e.cfg.files[how].Render(e.vars(how, "", "", nil))
	if err != nil {
		return
	}
	for _, m := range messages {
		if text.CountWords(m.Content) < evolveCopied {
			continue
		}
		for _, h := range text.Shingles(m.Content, evolveCopied) {
			e.told[h] = true
		}
	}
}

func (e *evolveStage) vars(how, instruction, method string, examples []any) seedbed.Fields {
	return seedbed.Fields{
		{Name: "how", Value: how},
		{Name: "instruction", Value: instruction},
		{Name: "method", Value: method},
		{Name: "examples", Value: examples},
	}
}

// Roots implements seedbed.Rooter: the seeds, each text once, and behind them the
// growth, with which it begins.
func (e *evolveStage) Roots(ctx context.Context) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		seen := map[string]bool{}
		for i := range e.cfg.sources {
			for rec, err := range e.rows(e.cfg.sources[i]) {
				if err == nil {
					err = ctx.Err()
				}
				if err != nil {
					yield(seedbed.Record{}, fmt.Errorf("reading seeds from %s: %w", e.cfg.sources[i].Name, err))
					return
				}
				said := e.said(&rec)
				if !rec.Live() || said == "" || seen[said] {
					continue
				}
				seen[said] = true
				rec.Fields = e.fields(said, 0, evolveSeed, 0)
				rec.ID, rec.Stage = seedbed.SeedID(e.fp, rec.Fields, 0), e.name
				if !yield(rec, nil) {
					return
				}
			}
		}
		if len(seen) == 0 {
			yield(seedbed.Record{}, seedbed.Errorf(seedbed.CodeInvalid, "stage %s: %s: no seed has a text in the field %s; add rows, or name the field in field:", e.name, strings.Join(e.cfg.Seeds, ", "), e.cfg.Field))
			return
		}
		yield(e.growth(), nil)
	}
}

// fields are those of a row.
func (e *evolveStage) fields(said string, depth int, how string, round int) seedbed.Fields {
	return seedbed.Fields{
		{Name: e.cfg.Field, Value: said},
		{Name: "depth", Value: int64(depth)},
		{Name: "how", Value: how},
		{Name: "round", Value: int64(round)},
	}
}

// growth is the root behind the seeds.
func (e *evolveStage) growth() seedbed.Record {
	fields := seedbed.Fields{{Name: "growth", Value: e.name}}
	return seedbed.Record{ID: seedbed.SeedID(e.fp, fields, 1), Stage: e.name, Fields: fields, Origin: seedbed.OriginGenerated}
}

// said is the text of a seed.
func (e *evolveStage) said(rec *seedbed.Record) string {
	return strings.TrimSpace(strings.ToValidUTF8(rec.Fields.Text(e.cfg.Field), "\ufffd"))
}

// Process implements seedbed.Stage. The engine calls Stream.
func (e *evolveStage) Process(ctx context.Context, root seedbed.Record) ([]seedbed.Record, error) {
	var out []seedbed.Record
	for rec, err := range e.Stream(ctx, root) {
		if err != nil {
			return nil, err
		}
		out = append(out, rec)
	}
	return out, nil
}

// Stream implements seedbed.Streamer: seeds join the pool. Behind them come, round by
// round, the offspring of each in the order in which they were planned. All of a round
// have come back before the first joins the pool, so that the pool does not depend on
// which was quickest.
func (e *evolveStage) Stream(ctx context.Context, root seedbed.Record) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		pool := e.pool
		if root.ID != e.growth().ID {
			seed := evolved{id: root.ID, text: e.said(&root), models: root.Lineage.Depth, source: root.Lineage, seed: true}
			pool.add(seed, pool.index.Prepare(seed.text), prompt.Random("evolve seed", e.fp, root.ID))
			if !e.cfg.KeepSeeds {
				root = root.Reject(e.name, reasonIsSeed, "the pool starts from it; keep_seeds: true gives it on")
			}
			yield(root, nil)
			return
		}
		for round := 0; ; round++ {
			if why, over := e.over(pool, round); over {
				e.tell(pool, round, why)
				return
			}
			rng := prompt.Random(fmt.Sprintf("evolve round %d", round), e.fp, root.ID)
			births := e.births(pool, round, rng)
			asks := make([]ask, len(births))
			for i := range births {
				asks[i] = births[i].ask
			}
			if err := e.asker.all(ctx, root.ID, asks); err != nil {
				yield(seedbed.Record{}, err)
				return
			}
			pool.rounds = append(pool.rounds, evolveRound{asked: len(births)})
			lost := 0
			for i := range births {
				births[i].ask = asks[i]
				if l := asks[i].lost; l != nil && l.Class != seedbed.BadRequest {
					lost++
				}
				if !yield(e.record(&root, pool, &births[i], rng), nil) {
					return
				}
			}
			if lost > 0 {
				// What comes after depends on these: it waits for the run that has them.
				e.tell(pool, round+1, fmt.Sprintf("%s no answer; the next run goes on from here", prose.Plural(lost, "call got", "calls got")))
				return
			}
		}
	}
}

// over reports whether it ends before a round, and why.
func (e *evolveStage) over(p *evolvePool, round int) (string, bool) {
	if why, ok := p.saturated(float64(e.cfg.Saturation)); ok {
		return why, true
	}
	if asked, ok := p.barren(); ok {
		return fmt.Sprintf("none of the last %s could be used", prose.Plural(asked, "reply", "replies")), true
	}
	switch {
	case p.novel >= e.cfg.AtMost:
		return fmt.Sprintf("it has the %s that are wanted at the most", prose.Plural(p.novel, "instruction", "instructions")), true
	case round >= e.cfg.Rounds:
		return fmt.Sprintf("it has had its %s, and is not saturated; raise rounds to go on", prose.Plural(round, "round", "rounds")), true
	case len(p.queue) == 0 && !slices.Contains(e.cfg.How, evolveInstruct):
		return fmt.Sprintf("all are %d generations from the seeds", e.cfg.Depth), true
	}
	return "", false
}

// tell says what has grown, and why no more did.
func (e *evolveStage) tell(p *evolvePool, rounds int, why string) {
	msg := fmt.Sprintf("%s: %s from %s in %s. It stopped: %s.", e.name, prose.Plural(p.novel, "new instruction", "new instructions"),
		prose.Plural(p.seeds, "seed", "seeds"), prose.Plural(rounds, "round", "rounds"), why)
	var parts []string
	for _, reason := range slices.Sorted(maps.Keys(p.rejected)) {
		parts = append(parts, fmt.Sprintf("%s %s", prose.Count(p.rejected[reason]), reason))
	}
	if len(parts) > 0 {
		msg += " Rejected: " + strings.Join(parts, ", ") + "."
	}
	if share, ok := p.unseen(); ok {
		msg += fmt.Sprintf(" By Good–Turing, %s of further offspring would be new.", prose.Percent(share))
	}
	e.notice(msg)
}

// birth is an offspring on its way.
type birth struct {
	ask
	number  int
	round   int
	how     string
	method  string
	parents []int // in the pool
}

// births plans a round.
func (e *evolveStage) births(p *evolvePool, round int, rng *rand.Rand) []birth {
	var out []birth
	for k := range min(e.cfg.Batch, e.cfg.AtMost-p.novel) {
		b := birth{number: round*evolvePlaces + k, round: round, how: e.cfg.How[(round*e.cfg.Batch+k)%len(e.cfg.How)]}
		says := ""
		if b.how == evolveInstruct {
			b.parents = p.show(rng)
		} else {
			n, ok := p.next(rng)
			if !ok {
				continue // all are as deep as they may be
			}
			b.parents = []int{n}
			if b.how == evolveDeeper {
				m := evolveMethods[rng.IntN(len(evolveMethods))]
				b.method, says = m.name, m.says
			}
		}
		examples := make([]any, len(b.parents))
		for i, n := range b.parents {
			examples[i] = p.all[n].text
		}
		messages, err := e.cfg.files[b.how].Render(e.vars(b.how, p.all[b.parents[0]].text, says, examples))
		b.ask = ask{messages: messages, copy: b.number, failure: unfilled(err)}
		out = append(out, b)
	}
	return out
}

// record makes the record of an offspring; a novel one joins the pool.
func (e *evolveStage) record(root *seedbed.Record, p *evolvePool, b *birth, rng *rand.Rand) seedbed.Record {
	number := b.number
	if b.lost != nil {
		number = placeOf(number)
	}
	child := root.Child(e.name, e.fp, number)
	// A call that was lost for good may have an answer one day, and all after it another
	// pool to grow from: what was asked is part of who an offspring is.
	child.ID = seedbed.ChildID(e.fp, []seedbed.ID{root.ID, askedID(b.messages)}, number)
	kin := e.lineage(p, b, &child)
	child.Fields = e.fields("", kin.depth, evolveHow(b.how, b.method), b.round+1)
	switch {
	case b.lost != nil:
		b.fields = child.Fields
		return b.unanswered(child, e.name)
	case b.failure != nil:
		p.rejected[b.failure.reason]++
		return child.Reject(e.name, b.failure.reason, b.failure.detail)
	}
	said := b.items[0].fields.Text(e.cfg.Field)
	child.Fields[0].Value = said
	reason, detail := e.unfit(said)
	if reason == "" {
		kin.id, kin.text = child.ID, said
		if near, novel := p.try(kin, rng); !novel {
			reason = reasonNotNovel
			detail = fmt.Sprintf("Jaccard %.2f with %s: %s", near.Jaccard, p.all[near.Doc].id.Short(), replyQuote(p.all[near.Doc].text))
		}
	}
	if reason != "" {
		p.rejected[reason]++
		return child.Reject(e.name, reason, detail)
	}
	return child
}

// askedID is a hash of what was asked.
func askedID(messages []seedbed.Message) seedbed.ID {
	h := sha256.New()
	for _, m := range messages {
		fmt.Fprintf(h, "%s %d\n%s", m.Role, len(m.Content), m.Content)
	}
	return seedbed.ID(h.Sum(nil)[:16])
}

// lineage fills in what an offspring grew from: the instruction that was evolved, or
// the first of those that were shown, with all of them as exemplars.
func (e *evolveStage) lineage(p *evolvePool, b *birth, child *seedbed.Record) evolved {
	kin := evolved{}
	for _, n := range b.parents {
		kin.depth = max(kin.depth, p.all[n].depth+1)
		kin.models = max(kin.models, p.all[n].models+1)
	}
	first := &p.all[b.parents[0]]
	kin.source = first.source
	child.Origin = seedbed.OriginGenerated
	child.Lineage.Copy = b.number
	child.Lineage.Source = first.source.Source
	child.Lineage.Revision = e.cfg.files[b.how].Revision
	child.Lineage.Model = e.cfg.Model
	child.Lineage.Attributes = []string{"how"}
	child.Lineage.Depth = kin.models
	child.Lineage.Calls = b.calls
	for _, n := range b.parents {
		if b.how == evolveInstruct {
			child.Lineage.Exemplars = append(child.Lineage.Exemplars, p.all[n].id.String())
		}
	}
	child.Lineage.Parents = []seedbed.ID{first.id}
	return kin
}

// unfit says why a text is no instruction, whatever the pool holds.
func (e *evolveStage) unfit(said string) (reason, detail string) {
	words := text.CountWords(said)
	switch {
	case evolveRefused(said):
		return reasonRefused, replyQuote(said)
	case words < evolveLeast:
		return reasonTooShort, prose.Plural(words, "word", "words")
	case words > e.cfg.Longest:
		return reasonTooLong, fmt.Sprintf("%s words, and longest is %d", prose.Count(words), e.cfg.Longest)
	}
	plain := " " + text.NormalizeWords(said) + " "
	for _, t := range evolveTelltales {
		if strings.Contains(plain, " "+t+" ") {
			return reasonCopied, fmt.Sprintf("it speaks of the %q", t)
		}
	}
	if words >= evolveCopied {
		for _, h := range text.Shingles(said, evolveCopied) {
			if e.told[h] {
				return reasonCopied, fmt.Sprintf("%d words in a row are those of the prompt", evolveCopied)
			}
		}
	}
	return "", ""
}
