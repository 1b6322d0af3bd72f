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

// tableLines are the texts of a table: one text to a line, \n for a line end within it.
func tableLines(table string) []string {
	var out []string
	for line := range strings.SplitSeq(strings.Trim(table, "\n"), "\n") {
		out = append(out, strings.ReplaceAll(strings.ReplaceAll(line, `\n`, "\n"), `\t`, "\t"))
	}
	return out
}

func TestUnreached(t *testing.T) {
	for _, set := range []struct{ name, failed, sound string }{
		{"first", failedFirst, soundFirst},
		{"second", failedSecond, soundSecond},
		{"third", failedThird, soundThird},
		{"fourth", failedFourth, soundFourth},
	} {
		failed, sound := tableLines(set.failed), tableLines(set.sound)
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
