package dialogue

import (
	"strings"
	"testing"
)

// TestKindsOfSayings holds the table of sayings to what reads it.
func TestKindsOfSayings(t *testing.T) {
	type key struct {
		kind uint16
		hash uint64
	}
	stands := map[key]string{}
	vocab := known().vocab
	var text turnText
	for line := range tableLines(sayingKinds) {
		name, sayings, _ := strings.Cut(line.text, ":")
		kind := kindNames[name]
		if kind == 0 {
			t.Errorf("line %d: no kind %q", line.n, name)
		}
		for saying := range strings.SplitSeq(sayings, "|") {
			text.read(saying, vocab)
			if n := len(text.words); n == 0 || n > kindWords || text.words[n-1].sentence != 0 {
				t.Errorf("line %d: %q has %d words", line.n, saying, n)
			}
			k := key{kind, fnvBasis}
			for i := range text.words {
				k.hash = (k.hash ^ text.words[i].hash) * fnvPrime
			}
			if other, ok := stands[k]; ok {
				t.Errorf("line %d: %s: %q is %q", line.n, name, saying, other)
			}
			stands[k] = saying
		}
	}
}

// TestCoveredWords counts the words of a turn that are part of a saying which counts there.
func TestCoveredWords(t *testing.T) {
	for _, c := range []struct {
		reply string
		said  bool
		rest  int
	}{
		{"Same answer: Paris.", true, 1},
		{"Is the room already booked?", false, 2},
		{"The room: already booked.", true, 1},
		{"Unchanged: the room.", true, 1},
		{"The room was unchanged.", false, 2},
		{"Das Zimmer ist unverändert.", false, 2},
		{"Nothing has changed.", true, 0},
		{"Wie gesagt, Paris.", true, 1},
		{"Comme expliqué, Paris.", true, 1},
		{"La misma respuesta: París.", true, 1},
		{"¿Es la misma respuesta?", false, 1},
	} {
		w := NewWatcher(Profile{})
		for _, turn := range talk("Hello there.", c.reply) {
			w.Add(&turn)
		}
		now := w.turns[1]
		if said := now.sayings&sayingSaid != 0; said != c.said || now.rest != c.rest {
			t.Errorf("%s: said %t, rest %d", c.reply, said, now.rest)
		}
	}
}
