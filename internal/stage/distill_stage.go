package stage

import (
	"context"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/number"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/text"
)

// reasonUnread is why a record is rejected of which no sample has an answer.
const reasonUnread = "no answer could be read"

// distillLongest bounds an answer, in bytes: what is longer is no answer, where one is
// looked for in the text.
const distillLongest = 4096

// distillStage is safe for concurrent use.
type distillStage struct {
	cfg   *distillConfig
	name  string
	fp    seedbed.Fingerprint
	asker asker
}

func newDistill(cfg *distillConfig, env plan.Env) (*distillStage, error) {
	model, err := env.Model(cfg.Model)
	if err != nil {
		return nil, err
	}
	params := askParams(env.Plan.Model(cfg.Model), cfg.Params)
	if cfg.Logprobs {
		params.Logprobs = max(params.Logprobs, 1)
	}
	form := replyText
	if cfg.Answer.Field != "" {
		form = replyJSON
	}
	return &distillStage{
		cfg: cfg, name: env.Stage.Name, fp: env.Stage.Fingerprint,
		asker: asker{
			model: model, name: cfg.Model, stage: env.Stage.Name, attempts: cfg.Attempts,
			reader: &replyReader{form: form, field: cfg.Field}, params: params,
		},
	}, nil
}

// distillTap keeps of each reply what an asker does not: the text as it came, and how
// likely it was. Copies are asked side by side, the attempts of one after another.
type distillTap struct {
	next  seedbed.Model
	heard []distillHeard // by copy
}

type distillHeard struct {
	text    string
	logprob *float64
	call    seedbed.CallKey
}

// Generate implements seedbed.Model.
func (t *distillTap) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	reply, err := t.next.Generate(ctx, req)
	if err == nil {
		t.heard[req.Copy] = distillHeard{strings.TrimSpace(strings.ToValidUTF8(reply.Text, "\ufffd")), meanLogprob(reply.Logprobs), reply.Key}
	}
	return reply, err
}

// meanLogprob is the mean natural-log probability of the tokens; nil for none.
func meanLogprob(tokens []seedbed.TokenLogprob) *float64 {
	if len(tokens) == 0 {
		return nil
	}
	sum := 0.0
	for i := range tokens {
		sum += tokens[i].Logprob
	}
	return new(sum / float64(len(tokens)))
}

// Process implements seedbed.Stage.
func (d *distillStage) Process(ctx context.Context, rec seedbed.Record) ([]seedbed.Record, error) {
	child := d.child(&rec, 0)
	messages, err := d.cfg.file.Render(rec.Fields)
	if fail := unfilled(err); fail != nil {
		return []seedbed.Record{child.Reject(d.name, fail.reason, fail.detail)}, nil
	}
	asks := make([]ask, d.cfg.Samples)
	for i := range asks {
		asks[i] = ask{fields: rec.Fields, messages: messages, copy: i}
	}
	tap := &distillTap{next: d.asker.model, heard: make([]distillHeard, len(asks))}
	asker := d.asker
	asker.model = tap
	if err := asker.all(ctx, rec.ID, asks); err != nil {
		return nil, err
	}
	for i := range asks {
		if asks[i].lost != nil { // a majority of fewer could be another
			gone := d.child(&rec, placeOf(0))
			gone.Lineage.Copy = 0
			return []seedbed.Record{asks[i].unanswered(gone, d.name)}, nil
		}
	}
	samples := make([]distillSample, len(asks))
	for i := range asks {
		samples[i] = d.sample(&asks[i], &tap.heard[i])
		child.Lineage.Calls = append(child.Lineage.Calls, asks[i].calls...)
	}
	return []seedbed.Record{d.record(child, samples)}, nil
}

func (d *distillStage) child(rec *seedbed.Record, copy int) seedbed.Record {
	child := rec.Child(d.name, d.fp, copy)
	child.Origin = seedbed.OriginGenerated
	child.Lineage.Revision = d.cfg.file.Revision
	child.Lineage.Model = d.cfg.Model
	child.Lineage.Depth = rec.Lineage.Depth + 1
	return child
}

// distillSample is one answer of the teacher.
type distillSample struct {
	distillHeard
	answer string // as it stands in the text
	key    string // what answers are compared by; "" where there is none
	reason string // why there is none
}

// sample reads one answer.
func (d *distillStage) sample(a *ask, h *distillHeard) distillSample {
	s := distillSample{distillHeard: *h}
	if a.failure != nil {
		s.reason = a.failure.reason
		return s
	}
	switch c := &d.cfg.Answer; {
	case c.Field != "":
		s.answer = strings.TrimSpace(a.items[0].fields.Text(c.Field))
	case c.After != "":
		s.answer = answerAfter(s.text, c.After)
	case d.cfg.pattern != nil:
		all := d.cfg.pattern.FindAllStringSubmatch(s.text, -1)
		if len(all) > 0 {
			m := all[len(all)-1]
			s.answer = strings.TrimSpace(m[min(1, len(m)-1)])
		}
	default:
		s.answer = s.text
	}
	whole := d.cfg.Answer.Field == "" && d.cfg.Answer.After == "" && d.cfg.pattern == nil
	if len(s.answer) > distillLongest && !whole {
		s.answer = ""
	}
	if s.key = answerKey(s.answer); s.key == "" {
		s.answer, s.reason = "", reasonUnread
	}
	return s
}

// answerAfter is what stands after the last mark, on its line or, where nothing
// does, on the next that is not blank.
func answerAfter(s, mark string) string {
	i := strings.LastIndex(s, mark)
	if i < 0 {
		return ""
	}
	for line := range strings.Lines(s[i+len(mark):]) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

// answerEnds are what an answer may stand in without being another.
const answerEnds = " \t\n.,;:\"'`*“”‘’«»()[]{}$€£¥"

// answerKey is what answers are compared by: the number, where an answer is one but for
// signs of currency, a full stop and the like; otherwise the text, without case, spaces
// in a row, and punctuation around it. What stands within stays: x+1 is not x-1. A
// percentage is no plain number.
func answerKey(s string) string {
	if plain, next, ok := number.Next(nil, s, 0); ok {
		at := strings.IndexAny(s, ".0123456789")
		rest := strings.Trim(s[next:], answerEnds)
		if strings.Trim(strings.TrimRight(s[:at], "-−"), answerEnds) == "" && (rest == "" || rest == "%") {
			return "=" + string(plain) + rest
		}
	}
	whole := text.Normalize(s)
	if key := strings.Trim(whole, answerEnds); key != "" {
		return key
	}
	return whole
}

// distillTally is what the samples came to.
type distillTally struct {
	best          int // the sample that stands for the answer
	votes, second int
	answered      int
}

// tally finds the answer that most samples have; of several, the one that came first.
// Its sample is the likeliest of those that have it, or the first.
func tally(samples []distillSample) distillTally {
	t := distillTally{best: -1}
	votes := map[string]int{}
	for i := range samples {
		if samples[i].key != "" {
			votes[samples[i].key]++
			t.answered++
		}
	}
	key := ""
	for i := range samples {
		if n := votes[samples[i].key]; samples[i].key != "" && n > t.votes {
			key, t.votes = samples[i].key, n
		}
	}
	for i := range samples {
		s := &samples[i]
		if s.key == "" {
			continue
		}
		if s.key != key {
			t.second = max(t.second, votes[s.key])
			continue
		}
		if t.best < 0 || s.logprob != nil && samples[t.best].logprob != nil && *s.logprob > *samples[t.best].logprob {
			t.best = i
		}
	}
	return t
}

// record makes the outgoing record of all samples.
func (d *distillStage) record(child seedbed.Record, samples []distillSample) seedbed.Record {
	t := tally(samples)
	fields := make(seedbed.Fields, len(child.Fields), len(child.Fields)+6)
	copy(fields, child.Fields)
	own := seedbed.Fields{{Name: d.cfg.Answer.As, Value: nil}, {Name: d.cfg.Field, Value: nil}, {Name: distillAgreement, Value: nil}}
	var chosen *distillSample
	if t.best >= 0 {
		chosen = &samples[t.best]
		own[0].Value, own[1].Value = chosen.answer, chosen.text
		if len(samples) > 1 { // one sample agrees with itself
			own[2].Value = float64(t.votes) / float64(len(samples))
		}
	}
	if d.cfg.Logprobs {
		own = append(own, seedbed.Field{Name: distillLogprob, Value: nil})
		if chosen != nil && chosen.logprob != nil {
			own[3].Value = *chosen.logprob
		}
	}
	own = append(own, seedbed.Field{Name: distillFlags, Value: d.flags(t, chosen, len(samples))}, seedbed.Field{Name: distillSamples, Value: sampleValues(samples)})
	child.Fields = withFields(fields, own)
	if chosen == nil {
		reason, detail := unreadBecause(samples)
		return child.Reject(d.name, reason, detail)
	}
	return child
}

// flags says what is doubtful of an answer.
func (d *distillStage) flags(t distillTally, chosen *distillSample, n int) []any {
	out := []any{}
	if chosen == nil {
		return out
	}
	const rounding = 1e-9
	unsure := n > 1 && float64(t.votes)/float64(n) < float64(d.cfg.Agree)-rounding
	if least := d.cfg.LeastLogprob; least != nil && chosen.logprob != nil && *chosen.logprob < *least {
		unsure = true
	}
	if unsure {
		out = append(out, flagUncertain)
	}
	if t.second > 0 && float64(t.votes-t.second)/float64(n) <= float64(d.cfg.Contested)+rounding {
		out = append(out, flagContested)
	}
	return out
}

func sampleValues(samples []distillSample) []any {
	out := make([]any, len(samples))
	for i := range samples {
		s := &samples[i]
		v := map[string]any{"text": s.text, "answer": nil, "call": s.call.String()}
		if s.key != "" {
			v["answer"] = s.answer
		}
		if s.logprob != nil {
			v["logprob"] = *s.logprob
		}
		if s.reason != "" {
			v["reason"] = s.reason
		}
		out[i] = v
	}
	return out
}

// unreadBecause is why no sample has an answer: the one reason of all, where they
// have one.
func unreadBecause(samples []distillSample) (reason, detail string) {
	reasons := make([]string, len(samples))
	for i := range samples {
		reasons[i] = samples[i].reason
	}
	detail = replyQuote(samples[len(samples)-1].text)
	slices.Sort(reasons)
	if reasons = slices.Compact(reasons); len(reasons) == 1 {
		return reasons[0], detail
	}
	return reasonUnread, strings.Join(reasons, ", ")
}
