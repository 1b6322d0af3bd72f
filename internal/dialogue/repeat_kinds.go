package dialogue

import (
	_ "embed"
	"strings"
	"sync"

	"seedbed.dev/seedbed"
)

//go:embed repeat_kinds.txt
var sayingKinds string

// Kinds of what is said to be civil, as bits.
const (
	sayingSaid uint16 = 1 << iota // a reply that was given before
	sayingThanks
	sayingPraise
	sayingSorry
	sayingBye
	sayingYield // the other one shall choose, or begin
	sayingStart // both are ready to
	sayingOffer // who needs anything may ask
	sayingPromise
	sayingAgree
	sayingThere // is anybody
	sayingMore  // about the same
	sayingUnsure
	sayingRefuse
	sayingSaidFirst // a clause of such a reply begins with it

	// Kinds that both sides may go on with.
	sayingCivil = sayingThanks | sayingPraise | sayingSorry | sayingBye | sayingYield | sayingStart | sayingOffer | sayingPromise | sayingAgree | sayingThere
	sayingTurns = sayingYield | sayingStart | sayingThere // kinds that may ask
)

// kindWords is how many words the longest saying has.
const kindWords = 7

// kindTable are sayings by the hashes of their words. Bits tell most words that begin
// none, most that go on with none, and most that end none.
type kindTable struct {
	of     map[uint64]uint16
	firsts kindBits
	goesOn kindBits
	ends   kindBits
}

type kindBits [1 << 10]uint64

func (b *kindBits) add(h uint64) { b[h>>54] |= 1 << (h >> 48 & 63) }

func (b *kindBits) maybe(h uint64) bool { return b[h>>54]&(1<<(h>>48&63)) != 0 }

// kindNames are the kinds by their names in the table.
var kindNames = map[string]uint16{
	"said": sayingSaid, "said-first": sayingSaidFirst, "thanks": sayingThanks, "praise": sayingPraise, "sorry": sayingSorry,
	"bye": sayingBye, "yield": sayingYield, "start": sayingStart, "offer": sayingOffer, "promise": sayingPromise,
	"agree": sayingAgree, "there": sayingThere, "more": sayingMore, "unsure": sayingUnsure, "refuse": sayingRefuse,
}

var knownKinds = sync.OnceValue(func() *kindTable {
	t := &kindTable{of: map[uint64]uint16{}}
	vocab := known().vocab
	var text turnText
	for line := range tableLines(sayingKinds) {
		name, sayings, _ := strings.Cut(line.text, ":")
		for saying := range strings.SplitSeq(sayings, "|") {
			text.read(saying, vocab)
			h := uint64(fnvBasis)
			for i := range text.words {
				h = (h ^ text.words[i].hash) * fnvPrime
				if i == 0 {
					t.firsts.add(text.words[i].hash)
				}
				if i+1 < len(text.words) {
					t.goesOn.add(h)
				}
			}
			t.of[h] |= kindNames[name]
			t.ends.add(h)
		}
	}
	return t
})

// sayings notes which kinds of sayings a short turn has, and returns bits of the words
// that are part of one.
func (w *Watcher) sayings(now *seen) (covered uint64) {
	words := w.text.words
	if len(words) > answerWords || now.role == seedbed.User && len(words) > roundWords {
		return 0
	}
	t := knownKinds()
	for i := 0; i < len(words); i++ {
		if !t.firsts.maybe(words[i].hash) || words[i].quoted {
			continue
		}
		h, most, kinds := uint64(fnvBasis), 0, uint16(0)
		for j := i; j < len(words) && j < i+kindWords && words[j].sentence == words[i].sentence; j++ {
			h = (h ^ words[j].hash) * fnvPrime
			if t.ends.maybe(h) {
				if k := w.kindsAt(i, t.of[h]); k != 0 {
					most, kinds = j+1-i, k
				}
			}
			if !t.goesOn.maybe(h) {
				break
			}
		}
		if most > 0 {
			now.sayings |= kinds
			covered |= (1<<most - 1) << i
			i += most - 1
		}
	}
	return covered
}

// kindsAt returns which of the kinds of a saying it has at a word: some begin a clause, and
// who asks says nothing again.
func (w *Watcher) kindsAt(i int, kinds uint16) uint16 {
	if kinds&sayingSaidFirst != 0 {
		kinds &^= sayingSaidFirst
		if w.text.words[i].clause {
			kinds |= sayingSaid
		}
	}
	if kinds&sayingSaid != 0 && w.text.sentences[w.text.words[i].sentence].asks {
		kinds &^= sayingSaid
	}
	return kinds
}

// noEnd looks for three turns of the user in a row that say things of one kind and hardly
// anything else, between replies that do so too, or that ask for the choice that the user
// leaves to the system. One of the five may say hardly anything in other words.
func (w *Watcher) noEnd(n int) {
	if n < 6 || w.turns[n].words > roundWords {
		return
	}
	kinds, bare, asks, fresh := sayingCivil, 0, false, 0
	rest, words := 0, 0
	for i := n; i >= n-4; i-- {
		t := w.turns[i]
		if (t.role == seedbed.User) != ((n-i)%2 == 0) || t.words == 0 || t.words > roundWords || t.game || t.figures != 0 || t.rest > 4 {
			return
		}
		said := t.sayings & sayingCivil
		switch {
		case t.role == seedbed.Assistant:
			asks, fresh = asks || t.asks, max(fresh, t.fresh)
		case t.asks && said&sayingTurns == 0:
			return
		default:
			kinds &= said
		}
		if said == 0 {
			bare++
		}
		rest, words = rest+int(t.rest), words+t.words
	}
	if kinds&sayingTurns == 0 && (w.play || asks) {
		return // of roles, one may well thank another three times; "anything else?" is to be answered
	}
	if closing := sayingThanks | sayingBye | sayingOffer; kinds&^closing == 0 && w.turns[n-6].sayings&closing == 0 {
		return // three turns are what it takes to take leave
	}
	same := kinds != 0 && (bare == 0 || kinds&sayingTurns != 0 && asks && fresh <= 3)
	if same && rest <= 9 && 3*rest <= words || bare == 0 && rest <= 3 && 8*rest <= words || bare == 1 && rest <= 3 && words >= 25 && 8*rest <= words {
		w.markBytes(n, Loop, 0, len(w.text.text), .75)
	}
}

// refusals looks for four turns of the user in a row that turn down what the system goes on
// to offer: the last two replies hardly have anything that was not offered before.
func (w *Watcher) refusals(n int) {
	if n < 6 || w.play || w.turns[n].sayings&sayingRefuse == 0 {
		return
	}
	if a, b := w.turns[n-1], w.turns[n-3]; 2*(a.fresh+b.fresh) > a.of+b.of {
		return
	}
	for i := n; i >= n-6; i-- {
		t := w.turns[i]
		if (t.role == seedbed.User) != ((n-i)%2 == 0) || t.words > roundWords || t.game || t.figures != 0 && t.role == seedbed.User {
			return
		}
		if t.role == seedbed.User && (t.sayings&sayingRefuse == 0 || t.rest > 3 || t.asks) {
			return
		}
	}
	w.markBytes(n, Loop, 0, len(w.text.text), .75)
}
