package stage

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
)

// simulateTalk is one conversation as far as it has come. Its slices only grow, and a
// clone's grow apart, so a turn costs what is new.
type simulateTalk struct {
	stage    *simulateStage
	record   seedbed.ID
	fields   seedbed.Fields
	unfilled *replyFailure // nothing could be asked
	opening  string        // the given first turn; "" where it is asked for

	player *simulateRole
	base   int
	copy   int // of this stretch's calls

	seen         []seedbed.Message // what the model that plays sees
	heard        []seedbed.Message // what the system under test sees
	asked        *seedbed.Sent     // the last request to the model that plays
	tested       *seedbed.Sent     // the last request to the system under test
	conversation dialogue.Conversation
	values       []any // the conversation as the record's field holds it, as far as told gave it
	watch        *dialogue.Watcher
	users        int
	tokens       int
	calls        []seedbed.CallKey // first to last
	broken       []any
	ended        string
	goal         any // true, false, or nil where it was not asked or not told
	lost         *seedbed.CallError
}

// Why a conversation ended, where it was no break.
const (
	endedTurns  = "turns"
	endedGoal   = "goal"
	endedWhen   = "when"
	endedUser   = "user"
	endedTokens = "tokens"
	endedFilter = "filter"
	endedLoop   = "loop"
)

// begin renders what both sides are told.
func (s *simulateStage) begin(rec *seedbed.Record, fields seedbed.Fields, base int) (*simulateTalk, *replyFailure) {
	told, err := s.cfg.file.Render(fields)
	if err != nil {
		return nil, unfilled(err)
	}
	t := &simulateTalk{
		stage: s, record: rec.ID, fields: fields, player: &s.cast[0], base: base,
		watch: dialogue.NewWatcher(dialogue.ProfileOf(fields)),
	}
	if len(told) == 1 && told[0].Role == seedbed.User {
		told[0].Role = seedbed.System
	}
	if len(told) == 0 || told[0].Role != seedbed.System {
		told = append([]seedbed.Message{{Role: seedbed.System}}, told...)
	}
	told[0].Content = strings.TrimSpace(told[0].Content + "\n\n" + simulateRules)
	t.seen = append(told, seedbed.Message{Role: seedbed.User, Content: simulateKickOff})
	if f := s.cfg.instructions; f != nil {
		if t.heard, err = f.Render(fields); err != nil {
			return nil, unfilled(err)
		}
		if len(t.heard) > 0 {
			t.heard[0].Role = seedbed.System
		}
	}
	if f := s.cfg.opening; f != nil {
		m, err := f.Render(fields)
		if err != nil {
			return nil, unfilled(err)
		}
		if len(m) == 0 {
			return nil, &replyFailure{reason: reasonUnfilled, detail: "the opening is empty for this record", final: true}
		}
		t.opening = m[0].Content
	}
	return t, nil
}

// clone is the same conversation, to be carried on another way.
func (t *simulateTalk) clone() *simulateTalk {
	c := *t
	turns := 2 * min(t.stage.cfg.Turns-t.users, roomMost)
	c.seen, c.heard = withRoom(c.seen, turns), withRoom(c.heard, turns)
	c.conversation, c.values = withRoom(c.conversation, turns), slices.Clip(c.values)
	c.calls, c.broken = withRoom(c.calls, turns), slices.Clip(c.broken)
	c.watch = t.watch.Clone()
	return &c
}

// withRoom is a copy of a slice with room for some more.
func withRoom[T any](s []T, more int) []T {
	return append(make([]T, 0, len(s)+max(more, 0)), s...)
}

// roomMost is for how many turns of either side there is room from the start: longer
// conversations may end before they need it.
const roomMost = 8

// lineage returns the calls, last first.
func (t *simulateTalk) lineage() []seedbed.CallKey {
	out := slices.Clone(t.calls)
	slices.Reverse(out)
	return out
}

// talk goes on until the user has had so many turns, or something ends it.
func (t *simulateTalk) talk(ctx context.Context, until int) error {
	for t.ended == "" && t.lost == nil && t.users < until {
		if err := t.user(ctx); err != nil {
			return err
		}
		if t.ended != "" || t.lost != nil {
			break
		}
		if err := t.reply(ctx); err != nil {
			return err
		}
		if t.ended != "" || t.lost != nil {
			break
		}
		if err := t.stop(ctx); err != nil {
			return err
		}
	}
	if validity, _ := t.judge(); t.ended != "" && t.lost == nil && validity == seedbed.Valid {
		t.watch.End()
	}
	return nil
}

// signals returns the signals that count: where turns may be cut, none is that one was,
// neither by how its reply ended nor by the words that it stops at.
func (t *simulateTalk) signals() []dialogue.Signal {
	all := t.watch.Signals()
	isCut := func(s dialogue.Signal) bool { return s.Name == dialogue.Cut }
	if !t.stage.cfg.AllowCut || !slices.ContainsFunc(all, isCut) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), isCut)
}

// judge says what the signals that count make of the conversation so far.
func (t *simulateTalk) judge() (validity seedbed.Validity, because string) {
	return dialogue.Judge(t.signals())
}

// generate asks a model; ok is false where no reply could be had, which t.lost or the
// returned refusal says.
func (t *simulateTalk) generate(ctx context.Context, r *simulateRole, messages []seedbed.Message, last **seedbed.Sent, attempt int) (reply seedbed.Reply, refused *seedbed.CallError, err error) {
	reply, err = r.model.Generate(ctx, seedbed.Request{
		Messages: slices.Clip(messages), Params: r.params, Copy: t.copy, Attempt: attempt, Since: *last, Stage: t.stage.name, Record: t.record,
	})
	if err != nil {
		call := lostCall(err)
		switch {
		case call == nil:
			return reply, nil, err
		case call.Class == seedbed.BadRequest:
			return reply, call, nil
		}
		t.lost = call
		return reply, nil, nil
	}
	t.calls = append(t.calls, reply.Key)
	*last = (*last).Next(&reply)
	if t.tokens += reply.Usage.In + reply.Usage.Out; !reply.Usage.Known {
		for i := range messages {
			t.tokens += len(messages[i].Content) / 4
		}
		t.tokens += len(reply.Text) / 4
	}
	return reply, nil, nil
}

// user has the user say something, asking again where that breaks the conversation.
func (t *simulateTalk) user(ctx context.Context) error {
	if t.opening != "" && t.users == 0 {
		turn := dialogue.Turn{Role: seedbed.User, Content: t.opening}
		t.watch.Given(&turn)
		t.say(turn)
		return nil
	}
	for attempt := 0; ; attempt++ {
		reply, refused, err := t.generate(ctx, t.player, t.seen, &t.asked, attempt)
		if err != nil || t.lost != nil {
			return err
		}
		if refused != nil { // the provider will not have it played
			t.watch.Note(dialogue.Signal{Turn: len(t.conversation), Name: dialogue.Refusal, Quote: replyQuote(refused.Error()), Strength: 1})
			t.ended = string(seedbed.Declined)
			return nil
		}
		turn, ends := t.read(&reply)
		if ends && turn.Content == "" && t.users > 0 {
			t.ended = endedUser
			return nil
		}
		t.watch.Add(&turn)
		if ends {
			t.watch.Gone()
		}
		if ends && t.users == 0 {
			t.watch.Note(dialogue.Signal{Turn: len(t.conversation), Name: dialogue.EndsAtOnce, Quote: simulateMarker, Strength: .9})
		}
		validity, because := t.judge()
		if validity != seedbed.Valid && attempt < t.stage.cfg.Repair.AskAgain {
			t.watch.Undo()
			t.again(&turn, because)
			continue
		}
		t.say(turn)
		switch {
		case validity == seedbed.Looped:
			t.ended = endedLoop
		case validity != seedbed.Valid:
			t.ended = string(validity)
		case ends || t.watch.Parting():
			t.ended = endedUser
		}
		return nil
	}
}

// again notes a turn that is asked for again.
func (t *simulateTalk) again(turn *dialogue.Turn, because string) {
	t.broken = append(t.broken, map[string]any{
		"turn": int64(len(t.conversation) + 1), "role": string(turn.Role), "content": turn.Content, "because": because, "call": turn.Call.String(), "by": t.player.name,
	})
}

// say adds a turn to what all see.
func (t *simulateTalk) say(turn dialogue.Turn) {
	t.conversation = append(t.conversation, turn)
	own, other := seedbed.Assistant, seedbed.User // roles turned round for the one who plays
	if turn.Role == seedbed.Assistant {
		own, other = other, own
	} else {
		t.users++
	}
	text := turn.Content
	for _, c := range turn.Tools {
		text = strings.TrimSpace(text + "\n" + fmt.Sprintf("[asks for the tool %s with %s]", c.Name, c.Arguments))
	}
	if text == "" {
		text = "[nothing]"
	}
	t.seen = append(t.seen, seedbed.Message{Role: own, Content: text})
	t.heard = append(t.heard, seedbed.Message{Role: other, Content: text})
}

// told returns the conversation as the record's field holds it. It is made when it is
// needed: of a conversation under way only the text must be kept.
func (t *simulateTalk) told() []any {
	for i := len(t.values); i < len(t.conversation); i++ {
		t.values = append(t.values, t.conversation[i].Value())
	}
	return t.values
}

// read makes a turn of the user of a reply: without thoughts, and without the line that
// ends the conversation.
func (t *simulateTalk) read(reply *seedbed.Reply) (turn dialogue.Turn, ends bool) {
	turn = t.turn(seedbed.User, reply)
	s := turn.Content
	if strings.HasPrefix(s, "<think>") {
		if _, after, ok := strings.Cut(s, "</think>"); ok {
			s = strings.TrimSpace(after)
		}
	}
	if at := strings.LastIndex(strings.ToLower(s), simulateMarker); at >= 0 && at+len(simulateMarker) <= len(s) {
		ends = true
		s = strings.TrimSpace(s[:at])
	}
	turn.Content = s
	return turn, ends
}

func (t *simulateTalk) turn(role seedbed.Role, reply *seedbed.Reply) dialogue.Turn {
	turn := dialogue.Turn{Role: role, Call: reply.Key, Tools: reply.Tools, Finish: reply.Finish}
	turn.Content = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(reply.Text, "\ufffd"), "\x00", "\ufffd"))
	if turn.Content == "" {
		turn.Content = strings.TrimSpace(strings.ToValidUTF8(reply.Refusal, "\ufffd"))
	}
	if reply.Refusal != "" {
		turn.Finish = seedbed.FinishRefusal
	}
	if role == seedbed.User {
		turn.Tools = nil
	}
	return turn
}

// reply has the system under test answer. What it says is never asked for again, but an
// empty reply is.
func (t *simulateTalk) reply(ctx context.Context) error {
	for attempt := 0; ; attempt++ {
		reply, refused, err := t.generate(ctx, &t.stage.system, t.heard, &t.tested, attempt)
		if err != nil || t.lost != nil {
			return err
		}
		if refused != nil {
			t.watch.Note(dialogue.Signal{Turn: len(t.conversation), Name: dialogue.NoReply, Quote: replyQuote(refused.Error()), Strength: 1})
			t.ended = string(seedbed.Unreachable)
			return nil
		}
		turn := t.turn(seedbed.Assistant, &reply)
		stopped := turn.Finish == seedbed.FinishFilter || turn.Finish == seedbed.FinishRefusal
		if turn.Content == "" && len(turn.Tools) == 0 && !stopped && attempt < t.stage.cfg.Repair.AskAgain {
			t.again(&turn, "empty")
			continue
		}
		t.watch.Add(&turn)
		t.say(turn)
		switch validity, _ := t.judge(); {
		case validity == seedbed.Looped:
			t.ended = endedLoop
		case validity != seedbed.Valid:
			t.ended = string(validity)
		case turn.Finish == seedbed.FinishFilter:
			t.ended = endedFilter
		}
		return nil
	}
}

// stop looks whether the conversation is over, after a reply.
func (t *simulateTalk) stop(ctx context.Context) error {
	cfg := t.stage.cfg
	if cfg.Stop.Goal.Ask != "" {
		answer, _, err := t.ask(ctx, &t.stage.goal, simulateGoalRules, cfg.Stop.Goal.Ask)
		if err != nil || t.lost != nil {
			return err
		}
		switch answer {
		case simulateYes:
			t.goal, t.ended = true, endedGoal
		case simulateNo:
			t.goal = false
		}
	}
	switch {
	case t.ended != "":
	case t.over():
		t.ended = endedWhen
	case cfg.Stop.Tokens > 0 && t.tokens >= cfg.Stop.Tokens:
		t.ended = endedTokens
	case t.users >= cfg.Turns:
		t.ended = endedTurns
	}
	return nil
}

// over evaluates the recipe's condition. One that has no value here does not hold.
func (t *simulateTalk) over() bool {
	cfg := t.stage.cfg
	if cfg.when == nil {
		return false
	}
	own := append(make(seedbed.Fields, 0, len(t.fields)+5), t.fields...)
	n := len(t.conversation)
	r := seedbed.Record{ID: t.record, Stage: t.stage.name, Fields: withFields(own, seedbed.Fields{
		{Name: cfg.Field, Value: t.told()},
		{Name: "conversation", Value: t.told()},
		{Name: "turns", Value: int64(t.users)},
		{Name: "last_user", Value: t.conversation[n-2].Content},
		{Name: "last_reply", Value: t.conversation[n-1].Content},
	})}
	holds, err := cfg.when.Bool(&r)
	return err == nil && holds
}
