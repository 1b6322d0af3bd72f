package dialogue

import (
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// cutOff reports whether the last of some turns, the user's first, is told to break off.
func cutOff(turns string) bool {
	signals := Signals(append(talkOf(turns), Turn{Role: seedbed.Assistant, Content: "I see."}), Profile{})
	signals = slices.DeleteFunc(signals, func(s Signal) bool { return s.Name != Cut })
	v, _ := Judge(signals)
	return v != seedbed.Valid
}

// TestBrokenOff counts what is found of turns that break off, and what of whole ones is
// taken for them. Nobody can tell all: some could be said so.
func TestBrokenOff(t *testing.T) {
	for _, table := range []struct {
		name          string
		broken, whole []string
		least, most   int
	}{
		{"first", brokenOff, brokenOffNot, 60, 1},
		{"fresh", brokenOffFresh, brokenOffNotFresh, 0, 9},
	} {
		found, wrong := 0, 0
		for _, s := range table.broken {
			if cutOff(s) {
				found++
			} else {
				t.Logf("missed: %q", s)
			}
		}
		for _, s := range table.whole {
			if cutOff(s) {
				wrong++
				t.Logf("false alarm: %q", s)
			}
		}
		t.Logf("%s: found %d of %d, false alarms %d of %d", table.name, found, len(table.broken), wrong, len(table.whole))
		if found < table.least || wrong > table.most {
			t.Errorf("%s: found %d of %d, false alarms %d of %d", table.name, found, len(table.broken), wrong, len(table.whole))
		}
	}
}

// talkOf is a conversation of turns that bars part.
func talkOf(turns string) Conversation { return talk(strings.Split(turns, " || ")...) }
