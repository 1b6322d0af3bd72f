package dialogue

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// unreached tells whether a conversation in which the system answers nothing but text
// is one in which it was never reached.
func unreached(text string) bool {
	validity, _ := Judge(Signals(Conversation{
		{Role: seedbed.User, Content: "hi, can you help me with the printer? it stopped printing this morning"},
		{Role: seedbed.Assistant, Content: text},
	}, Profile{}))
	return validity == seedbed.Unreachable
}

// textLines are the texts of a table: one text to a line, \n for a line end within it.
func textLines(table string) []string {
	var out []string
	for line := range strings.SplitSeq(strings.Trim(table, "\n"), "\n") {
		out = append(out, strings.ReplaceAll(strings.ReplaceAll(line, `\n`, "\n"), `\t`, "\t"))
		out[len(out)-1] = strings.ReplaceAll(out[len(out)-1], `\u200b`, "\u200b")
	}
	return out
}

func TestUnreached(t *testing.T) {
	for _, set := range []struct{ name, failed, sound string }{
		{"first", failedFirst, soundFirst},
		{"second", failedSecond, soundSecond},
		{"third", failedThird, soundThird},
		{"fourth", failedFourth, soundFourth},
		{"fifth", failedFifth, soundFifth},
		{"sixth", failedSixth, soundSixth},
	} {
		failed, sound := textLines(set.failed), textLines(set.sound)
		missed, accused := 0, 0
		for _, text := range failed {
			if !unreached(text) {
				missed++
				t.Errorf("%s: missed %q", set.name, text)
			}
		}
		for _, text := range sound {
			if unreached(text) {
				accused++
				t.Errorf("%s: accused %q", set.name, text)
			}
		}
		t.Logf("%s: %d of %d found, %d of %d accused", set.name, len(failed)-missed, len(failed), accused, len(sound))
	}
}

// TestUnreachedConversations: a system that fails once and answers later is reached,
// and one that says a doubtful thing each time is not.
func TestUnreachedConversations(t *testing.T) {
	const asks, again, answer = "My invoice is wrong, can you look?", "It's the one of May, could you check it?", "You were charged twice in May. I have sent 20 euros back."
	for _, c := range []struct {
		turns []string
		want  seedbed.Validity
	}{
		{[]string{asks, "", again, answer}, seedbed.Valid},
		{[]string{asks, "502 Bad Gateway", again, answer}, seedbed.Valid},
		{[]string{asks, answer, again, "Internal Server Error"}, seedbed.Unreachable},
		{[]string{asks, "Error 503", again, "{\"error\": \"timeout\"}"}, seedbed.Unreachable},
		{[]string{asks, "Sorry, the line broke.", again, "Sorry, the line broke."}, seedbed.Unreachable},
		{[]string{asks, "Sorry, the line broke. Which invoice is it?", again, answer}, seedbed.Valid},
		{[]string{asks, "I can't help with that.", again, "I can't help with that."}, seedbed.Valid},
		{[]string{"hi", "null"}, seedbed.Unreachable},
		{[]string{asks, answer, "And why was that, do you know?"}, seedbed.Unreachable},
		{[]string{"Hello, how are you?", "Fine! What can I get you?", "What teas do you have?"}, seedbed.Valid},
		{[]string{asks, answer, "Why twice?", "A card was read twice.", "Is that usual?", "It is rare.", "Is it me?", "No.", "Really?"}, seedbed.Valid},
		{[]string{asks, "Thanks, I see it. Is it the one over 40 euros?", "Yes.", answer, "OK, that settles it."}, seedbed.Valid},
	} {
		signals := SignalsWith(talk(c.turns...), Profile{}, nil)
		if got, because := Judge(signals); got != c.want {
			t.Errorf("%q: %s %s, want %s", c.turns, got, because, c.want)
		}
	}
}
