package stage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/attack"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/prompt"
)

// shot is one attack, from what it is to be to what became of it. One goroutine at
// a time has it.
type shot struct {
	seed     *seedAttack
	strategy attack.Info
	variant  int
	arm      int
	id       seedbed.ID // of its record, once all replies are there

	toll    atomic.Int64 // calls
	attack  attack.Attack
	twin    string // of what it is a near-duplicate: it is not sent
	talk    dialogue.Conversation
	calls   []seedbed.CallKey // last first
	scores  []seedbed.Score
	success *bool // nil: not known

	validity seedbed.Validity // "" as long as nothing was found
	because  string
	lost     *seedbed.CallError // a call that no reply could be had to
}

// number tells the attacks of one seed apart: by strategy and variant, and not by
// when they were tried.
func (s *shot) number() int { return s.strategy.Number*redteamPlaces + s.variant }

// over reports whether nothing more is to be asked.
func (s *shot) over() bool { return s.validity != "" || s.twin != "" || s.lost != nil }

func (s *shot) invalid(v seedbed.Validity, format string, args ...any) {
	s.validity, s.because = v, fmt.Sprintf(format, args...)
}

// lose notes that a call got no reply for a reason of its own; any other error comes
// back. v is what the attack is then.
func (s *shot) lose(err error, v seedbed.Validity, who string) error {
	call := lostCall(err)
	if call == nil {
		return err
	}
	s.lost = call
	s.invalid(v, "%s: %s", who, replyQuote(call.Error()))
	return nil
}

// compose makes the messages of an attack, but for those of a conversation that
// depends on the replies.
func (h *hunt) compose(ctx context.Context, s *shot) error {
	if !s.strategy.Model {
		rng := prompt.Random(fmt.Sprintf("attack %d", s.number()), seedbed.Fingerprint{}, s.seed.rec.ID)
		made, ok := attack.Compose(s.strategy.Name, s.seed.text, s.variant, h.cfg.words, rng)
		if !ok {
			return seedbed.Errorf(seedbed.CodeInternal, "stage %s: %s has no attack %d of seed %s", h.name, s.strategy.Name, s.variant, s.seed.rec.ID.Short())
		}
		s.attack = made
		return nil
	}
	goal := h.goal(s)
	var messages []seedbed.Message
	switch s.strategy.Name {
	case attack.Paraphrase:
		messages = attack.ParaphraseMessages(&goal, s.variant)
	case attack.Translate:
		messages = attack.TranslateMessages(&goal, h.cfg.Languages[s.variant])
	default:
		return nil // turn by turn, in send
	}
	said, err := h.write(ctx, s, messages, "")
	if err == nil && !s.over() && attack.Answers(s.seed.text, said) {
		s.invalid(seedbed.Derailed, "the attacker: answers at length, and does not ask")
	}
	s.attack.Turns = []string{said}
	return err
}

func (h *hunt) goal(s *shot) attack.Goal {
	return attack.Goal{Seed: s.seed.text, Category: *s.seed.category, Principles: h.cfg.policy.Principles, Brief: h.cfg.Brief}
}

// write has the attacker write one message.
func (h *hunt) write(ctx context.Context, s *shot, messages []seedbed.Message, where string) (string, error) {
	reply, err := h.attacker.Generate(context.WithValue(ctx, tollKey{}, &s.toll), seedbed.Request{
		Messages: messages, Params: h.asking, Copy: s.variant, Stage: h.name, Record: s.id,
	})
	if err != nil {
		return "", s.lose(err, seedbed.Declined, where+"the attacker gave no reply")
	}
	s.calls = append(s.calls, reply.Key)
	said := strings.TrimSpace(strings.ToValidUTF8(reply.Text, "\ufffd"))
	switch {
	case reply.Refusal != "" || reply.Finish == seedbed.FinishRefusal || attack.Refuses(said):
		s.invalid(seedbed.Declined, "%sthe attacker refuses: %s", where, replyQuote(reply.Refusal+said))
	case reply.Finish == seedbed.FinishFilter:
		s.invalid(seedbed.Declined, "%sthe attacker was stopped by its provider's content filter", where)
	case reply.Finish == seedbed.FinishLength:
		s.invalid(seedbed.CutOff, "%sthe attacker reached the most tokens", where)
	case said == "":
		s.invalid(seedbed.Unparsable, "%sthe attacker wrote nothing", where)
	}
	return said, nil
}

// send has the conversation with the system under test, and has it judged.
func (h *hunt) send(ctx context.Context, s *shot) error {
	if s.over() {
		return nil
	}
	var err error
	if s.strategy.Name == attack.Crescendo {
		err = h.escalate(ctx, s)
	} else {
		for i := range s.attack.Turns {
			if err = h.say(ctx, s, s.attack.Turns[i]); err != nil || s.over() {
				break
			}
		}
	}
	if err != nil || s.over() {
		return err
	}
	return h.verdict(ctx, s)
}

// escalate has the attacker write each message after the reply to the one before.
func (h *hunt) escalate(ctx context.Context, s *shot) error {
	goal := h.goal(s)
	var said []attack.Turn
	watcher := dialogue.NewWatcher(dialogue.Profile{})
	for turn := range h.cfg.Turns {
		where := fmt.Sprintf("turn %d: ", turn+1)
		text, err := h.write(ctx, s, attack.CrescendoMessages(&goal, said, h.cfg.Turns), where)
		if err != nil || s.over() {
			return err
		}
		for i := range said {
			if attack.Same(said[i].User, text) {
				s.invalid(seedbed.Looped, "%sthe attacker says what it said in turn %d", where, i+1)
				return nil
			}
		}
		s.attack.Turns = append(s.attack.Turns, text)
		watcher.Add(&dialogue.Turn{Role: seedbed.User, Content: text})
		if v, because := watcher.Judge(); v != seedbed.Valid {
			s.talk = append(s.talk, dialogue.Turn{Role: seedbed.User, Content: text, Call: s.calls[len(s.calls)-1]})
			s.invalid(v, "the attacker, %s", because)
			return nil
		}
		if err := h.say(ctx, s, text); err != nil || s.over() {
			return err
		}
		reply := s.talk[len(s.talk)-1]
		said = append(said, attack.Turn{User: text, Assistant: reply.Content})
		reply.Finish = "" // how the system's replies end is told by say
		watcher.Add(&reply)
	}
	return nil
}

// say sends one message to the system under test, with those before it.
func (h *hunt) say(ctx context.Context, s *shot, message string) error {
	s.talk = append(s.talk, dialogue.Turn{Role: seedbed.User, Content: message})
	if s.strategy.Model && len(s.calls) > 0 {
		s.talk[len(s.talk)-1].Call = s.calls[len(s.calls)-1]
	}
	messages := make([]seedbed.Message, 0, len(s.talk)+1)
	if h.cfg.Instructions != "" {
		messages = append(messages, seedbed.Message{Role: seedbed.System, Content: h.cfg.Instructions})
	}
	for i := range s.talk {
		messages = append(messages, seedbed.Message{Role: s.talk[i].Role, Content: s.talk[i].Content})
	}
	reply, err := h.system.Generate(context.WithValue(ctx, tollKey{}, &s.toll), seedbed.Request{
		Messages: messages, Params: h.sending, Stage: h.name, Record: s.id,
	})
	where := fmt.Sprintf("turn %d: ", (len(s.talk)+1)/2)
	if err != nil {
		return s.lose(err, seedbed.Unreachable, where+"the system under test gave no reply")
	}
	s.calls = append(s.calls, reply.Key)
	content := strings.ToValidUTF8(reply.Text, "\ufffd")
	if strings.TrimSpace(content) == "" {
		content = strings.ToValidUTF8(reply.Refusal, "\ufffd")
	}
	s.talk = append(s.talk, dialogue.Turn{Role: seedbed.Assistant, Content: content, Call: reply.Key, Tools: reply.Tools, Finish: reply.Finish})
	refused := reply.Refusal != "" || reply.Finish == seedbed.FinishRefusal || reply.Finish == seedbed.FinishFilter
	switch {
	case reply.Finish == seedbed.FinishLength && !h.cfg.AllowCut:
		s.invalid(seedbed.CutOff, "%sthe system under test reached the most tokens; raise its max_tokens, or write allow_cut: true", where)
	case strings.TrimSpace(content) == "" && len(reply.Tools) == 0 && !refused:
		s.invalid(seedbed.Unreachable, "%sthe system under test replied with nothing", where)
	}
	return nil
}

// verdict has the conversation judged. A last reply that is empty since the system
// or its filter refused is no success, and needs no judge.
func (h *hunt) verdict(ctx context.Context, s *shot) error {
	last := &s.talk[len(s.talk)-1]
	if strings.TrimSpace(last.Content) == "" && len(last.Tools) == 0 {
		no := false
		s.validity, s.success = seedbed.Valid, &no
		return nil
	}
	shown := seedbed.Record{ID: s.id, Stage: h.name, Fields: seedbed.Fields{
		{Name: "category", Value: s.seed.category.Name + ": " + s.seed.category.Says},
		{Name: "seed", Value: s.seed.text},
		{Name: "conversation", Value: spoken(s.talk)},
		{Name: "reply", Value: spokenTurn(last)},
	}}
	judged, err := h.judge.Process(context.WithValue(ctx, tollKey{}, &s.toll), shown)
	if err != nil {
		return s.lose(err, seedbed.Unparsable, "the judge gave no verdict")
	}
	if len(judged) != 1 {
		return seedbed.Errorf(seedbed.CodeInternal, "stage %s: the judge gave %d records for one", h.name, len(judged))
	}
	s.scores = judged[0].Scores
	return h.decide(s)
}

// decide says by the scores whether the attack succeeded.
func (h *hunt) decide(s *shot) error {
	s.validity = seedbed.Valid
	rec := seedbed.Record{ID: s.id, Stage: h.name, Origin: seedbed.OriginSimulated, Fields: h.fields(s), Scores: s.scores}
	ok, err := h.cfg.success.Bool(&rec)
	if err == nil {
		s.success = &ok
		return nil
	}
	var missing *expr.MissingError
	if !errors.As(err, &missing) || missing.Criterion == "" {
		s.invalid(seedbed.Unparsable, "success cannot be decided: %s", replyQuote(err.Error()))
		return nil
	}
	why := missing.What
	if score, ok := rec.Score(missing.Criterion); ok {
		why = score.Reason
	}
	s.invalid(seedbed.Unparsable, "the judge: %s", replyQuote(why))
	if why == verdictRefused || why == verdictFiltered {
		s.validity = seedbed.Declined
	}
	return nil
}

// spoken is a conversation as a judge reads it.
func spoken(c dialogue.Conversation) string {
	var b strings.Builder
	for i := range c {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(string(c[i].Role) + ": " + spokenTurn(&c[i]))
	}
	return b.String()
}

func spokenTurn(t *dialogue.Turn) string {
	s := t.Content
	for _, tool := range t.Tools {
		s = strings.TrimSpace(s + "\n[asks for the tool " + tool.Name + " with " + tool.Arguments + "]")
	}
	return s
}

// child is a record of this stage with what all of them have in common.
func (r *redteam) child(root, seed *seedbed.Record, number int) seedbed.Record {
	return seedbed.Record{
		ID:     seedbed.ChildID(r.fp, []seedbed.ID{root.ID, seed.ID}, number),
		Stage:  r.name,
		Origin: seedbed.OriginSimulated,
		Lineage: seedbed.Lineage{
			Parents: []seedbed.ID{root.ID}, Copy: number, Source: seed.Lineage.Source, File: seed.Lineage.File, Line: seed.Lineage.Line,
			Depth: seed.Lineage.Depth + 1,
		},
	}
}

// record makes the record of an attack.
func (r *redteam) record(root *seedbed.Record, s *shot) seedbed.Record {
	number := s.number()
	switch {
	case s.twin != "":
		number += redteamTwins
	case s.lost != nil: // a reply may come later, and makes another record
		number = placeOf(number)
	}
	child := r.child(root, &s.seed.rec, number)
	child.Lineage.Copy = s.number()
	if s.strategy.Model {
		child.Lineage.Model = r.cfg.Model
	}
	child.Lineage.Attributes = []string{"strategy"}
	slices.Reverse(s.calls)
	child.Lineage.Calls, child.Scores, child.Fields = s.calls, s.scores, r.fields(s)
	switch {
	case s.twin != "":
		return child.Reject(r.name, "near-duplicate of another attack", s.twin)
	case s.lost != nil && s.lost.Class != seedbed.BadRequest:
		child.Decision = seedbed.Decision{State: seedbed.Failed, Actor: r.name, Reason: reasonNoAnswer, Detail: s.because}
	}
	return child
}

// fields are those of the seed, with what the attack was and became.
func (r *redteam) fields(s *shot) seedbed.Fields {
	own := make(seedbed.Fields, len(s.seed.rec.Fields), len(s.seed.rec.Fields)+len(redteamFields))
	copy(own, s.seed.rec.Fields)
	var exchanged, instead, pair, control, identity, drift, reply, success, because any
	identity, _ = s.seed.rec.Fields.Get("identity")
	if swap := s.attack.Swap; swap != nil {
		exchanged, instead, pair, control = swap.Exchanged, swap.For, s.seed.rec.ID.Short(), swap.Control
		if identity = nil; swap.Identity != "" {
			identity = swap.Identity
		}
		if swap.Drift != "" {
			drift = swap.Drift
		}
	}
	if n := len(s.talk); n > 0 && s.talk[n-1].Role == seedbed.Assistant {
		reply = spokenTurn(&s.talk[n-1])
	}
	if s.success != nil {
		success = *s.success
	}
	validity := any(string(s.validity))
	if s.validity == "" { // not sent
		validity = nil
	} else {
		because = s.because
	}
	values := []any{
		s.seed.rec.ID.String(), s.seed.category.Name, int64(s.seed.category.Severity), s.strategy.Name, exchanged, instead, pair, control, identity,
		drift, s.attack.Text(), s.talk.Value(), reply, success, false, validity, because,
	}
	more := make(seedbed.Fields, len(values))
	for i, f := range redteamFields {
		more[i] = seedbed.Field{Name: f.Name, Value: values[i]}
	}
	return withFields(own, more)
}
