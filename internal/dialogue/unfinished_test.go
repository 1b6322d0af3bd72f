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
		{"first", brokenOff, brokenOffNot, 76, 0},
		{"fresh", brokenOffFresh, brokenOffNotFresh, 12, 0},
		{"words", brokenOffWords, brokenOffNotWords, 43, 0},
	} {
		tellsApart(t, table.name, cutOff, table.broken, table.whole, table.least, table.most)
	}
}

// talkOf is a conversation of turns that bars part.
func talkOf(turns string) Conversation { return talk(strings.Split(turns, " || ")...) }

// tellsApart counts what is found of texts in which something shows, and what of others is
// taken for them: at least and at most so many.
func tellsApart(t *testing.T, name string, shows func(string) bool, broken, sound []string, least, most int) {
	t.Helper()
	found, wrong := 0, 0
	for _, s := range broken {
		if shows(s) {
			found++
		} else {
			t.Logf("missed: %q", s)
		}
	}
	for _, s := range sound {
		if shows(s) {
			wrong++
			t.Logf("false alarm: %q", s)
		}
	}
	t.Logf("%s: found %d of %d, false alarms %d of %d", name, found, len(broken), wrong, len(sound))
	if found < least || wrong > most {
		t.Errorf("%s: found %d of %d, false alarms %d of %d", name, found, len(broken), wrong, len(sound))
	}
}

// TestLexicon asks for words and beginnings that the script has put in, in each language, also
// behind an apostrophe or a hyphen, and with an ß.
func TestLexicon(t *testing.T) {
	if len(lexiconFile) != endTongues*lexiconBytes {
		t.Fatalf("%d bytes", len(lexiconFile))
	}
	var text turnText
	for tongue, words := range [endTongues]map[string]wordKind{
		english: {"whether": wordKnown, "don't": wordKnown, "in-laws": wordKnown, "appoi": wordBegun, "fro": wordBegun, "qqxzk": wordUnknown},
		german:  {"Straße": wordKnown, "GROß": wordKnown, "GROßE": wordKnown, "groß": wordKnown, "nich": wordKnown, "gewech": wordBegun, "Überwei": wordBegun},
		french:  {"j'avais": wordKnown, "aujourd'hui": wordKnown, "l’humidité": wordKnown, "l’humidi": wordBegun, "réserva": wordBegun},
		spanish: {"niño": wordKnown, "ÁRBOL": wordKnown, "rehabilita": wordBegun, "factu": wordBegun},
	} {
		for word, want := range words {
			h, _ := text.hashed(word)
			if got := text.wordKind(tongue, word, h); got != want {
				t.Errorf("%q in language %d: %d, want %d", word, tongue, got, want)
			}
		}
	}
}

// TestHugeIsNotCut asks that a turn is not told to break off where only its reading does.
func TestHugeIsNotCut(t *testing.T) {
	for _, end := range []string{" my address is bell@", " and they haven'", " a twenty-two-", " x = b +", " it is at 10:"} {
		s := strings.Repeat("x ", bytesMost)[:bytesMost-len(end)] + end + " and so on."
		long := strings.Repeat("internationally ", bytesMost/16)[:bytesMost-len(end)] + end + " and so on."
		if cutOff(s) || cutOff(long) {
			t.Errorf("a turn that is read up to %q is told to break off", end)
		}
	}
}
