package dialogue

import (
	"strings"
	"testing"
)

// goesOnBy is the network's log-odds that a text goes on.
func goesOnBy(s string) float32 {
	w := NewWatcher(Profile{})
	w.look = new(look)
	w.text.read(s, w.known.vocab)
	return w.wantsMoreWords()
}

// What breaks off goes on with more confidence than the same text with its rest.
func TestNetworkTellsWholeFromCut(t *testing.T) {
	for _, s := range []string{
		"can you tell me how i | reset it", "could you send me the receipt for | last month", "i already paid for the first month but the second | was free",
		"my neighbour thinks that | it is broken", "what time does the | shop open", "i want to go to the | airport", "is there any way to make it | louder",
		"können sie mir sagen wann der | bus kommt", "ich wollte fragen ob sie | offen haben", "mein chef hat gesagt ich soll | warten",
		"est-ce que vous pouvez me dire si | c'est ouvert", "j'ai acheté un four chez vous et depuis hier il | ne chauffe plus",
		"quiero devolver un pedido porque el | color es feo", "me puede decir si la | tienda abre hoy",
	} {
		cut, rest, _ := strings.Cut(s, " | ")
		if a, b := goesOnBy(cut), goesOnBy(cut+" "+rest); a < b+1 {
			t.Errorf("%q: %.1f, with %q %.1f", cut, a, rest, b)
		}
	}
}

// The words of a turn's end tell, and not how they are written or what a number is.
func TestNetworkSeesWords(t *testing.T) {
	for _, same := range [][2]string{
		{"I want to go to the", "i WANT to go to The"}, {"i need 3 rooms for", "i need 47 rooms for"}, {"that's what i don’t", "that's what i don't"},
	} {
		if a, b := goesOnBy(same[0]), goesOnBy(same[1]); a != b {
			t.Errorf("%q %.3f, %q %.3f", same[0], a, same[1], b)
		}
	}
	for _, s := range []string{"a", "é́ a", strings.Repeat("so ", 5000), "\x00 \xff\xfe a", "c'est\u00a0ça que\u202fje"} {
		if z := goesOnBy(s); !(z > -20 && z < 20) {
			t.Errorf("%.20q: %v", s, z)
		}
	}
}

func TestDamagedNetwork(t *testing.T) {
	for _, file := range []string{"", "x", netFile[:len(netFile)-1], netFile + "x", netFile[:netRows*netSize]} {
		if _, err := readEndNet(file); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%d bytes: %v", len(file), err)
		}
	}
}

// Whole turns of people who put no stops, and end with words that others seldom end with.
func TestPeopleWithoutStopsAreWhole(t *testing.T) {
	for _, s := range []string{
		"Thanks, that's all I need", "No thank you, that's all I need for now", "I want to pick it up at 11 am", "help me find a movie to listen to",
		"what do you think it tastes like", "yes that is the one I want", "I would like to know what it looks like",
	} {
		if cutOff(s) {
			t.Errorf("%q is taken for cut", s)
		}
	}
}
