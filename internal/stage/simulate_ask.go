package stage

import (
	"context"
	"fmt"

	"seedbed.dev/seedbed"
)

// What a model answers about a conversation.
const (
	simulateYes    = "yes"
	simulateNo     = "no"
	simulateUnread = "" // nothing that could be read
)

// ask puts a question about the conversation so far, which is shown between delimiters
// that it cannot close. An answer that cannot be read is asked for once more.
func (t *simulateTalk) ask(ctx context.Context, r *simulateRole, rules, question string) (answer, because string, err error) {
	s := t.stage
	shown := make(seedbed.Fields, len(t.conversation))
	for i := range t.conversation {
		shown[i] = seedbed.Field{Name: fmt.Sprintf("%d %s", i+1, t.conversation[i].Role), Value: t.conversation[i].Content}
	}
	messages := []seedbed.Message{
		{Role: seedbed.System, Content: rules},
		{Role: seedbed.User, Content: judgeShow(&seedbed.Record{Fields: shown}, nil) + "\n" + question},
	}
	for attempt := range 2 {
		reply, err := r.model.Generate(ctx, seedbed.Request{
			Messages: messages, Params: r.params, Schema: s.cfg.schema.sent, Attempt: attempt, Stage: s.name, Record: t.record,
		})
		if err != nil {
			call := lostCall(err)
			switch {
			case call == nil:
				return "", "", err
			case call.Class != seedbed.BadRequest:
				t.lost = call
			}
			return simulateUnread, call.Error(), nil
		}
		t.calls = append(t.calls, reply.Key)
		items, fail := s.cfg.reader.read(&reply)
		if fail != nil {
			because = fail.reason
			if fail.final {
				break
			}
			continue
		}
		return items[0].fields.Text("answer"), replyQuote(items[0].fields.Text("because")), nil
	}
	return simulateUnread, because, nil
}

// simulateVerdict is what a record says of its check.
func simulateVerdict(answer string) string {
	switch answer {
	case simulateYes:
		return "sound"
	case simulateNo:
		return "broken"
	}
	return "unread"
}
