package dialogue

import (
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// unfinished looks for a turn that breaks off within a word, a clause or a sentence. It
// has been added to the turns.
func (w *Watcher) unfinished(n int) {
	if t := &w.text; len(t.words) >= wordsMost || len(t.text) >= bytesMost-utf8.UTFMax {
		return // it may have been read in part
	}
	margin := endUnstarted
	w.end.features = w.end.features[:0]
	if !w.unjoined() {
		if w.turns[n].stops && !w.text.numbered() {
			return
		}
		margin = w.readEnd(&w.end)
	}
	if w.ending != nil {
		w.ending(w.end.features, margin)
		return
	}
	if margin == endWhole {
		return
	}
	strength, last := .8, len(w.text.words)-1
	if margin != endUnstarted {
		m := knownEndWeights()
		z, more := m.score(w.end.features)-m.Limit, w.wantsMoreWords()
		over := more + float32(endShare*min(max(z, -endMost), endMost)) - endNetLimit
		doubted := more < endDoubt && w.end.words[0].kind == wordKnown && w.text.opened() == 0
		if over < max(margin, 0) && (z < margin || doubted) {
			return
		}
		strength = max(strength, strengthOf(over))
	}
	w.mark(n, Cut, last, 1, strength)
}

// endSure is how far above its limit a score is wanted of words of which no rule knows. The
// limit is that of whole turns whose stops were taken off: users put fewer than writers do.
const endSure = 0

// endTail is what is wanted where many a question ends that is whole: "are you open or".
const endTail = 2

// endThings is what is wanted where an article may stand for a thing: "ich nehm die".
const endThings = 1.5

// A turn breaks off too where the network and a share of the score, which no rare word can
// outweigh, reach a limit together. One in about a thousand whole turns of people that the
// network was not trained on does, when their stops are taken off.
const (
	endNetLimit = 6.3
	endShare    = .25
	endMost     = 8
)

// endDoubt is how sure the network is at the least where score and rules speak for a break, but
// of pieces of words and open quotations: "that's all I need" ends with a word that others
// hardly end with.
const endDoubt = 2

// How far below its limit a score may be, by what else speaks for a break: a user who puts stops,
// a word that hardly anything ends with, a word that is none or a quotation that is open, a
// bracket that is, a word that nothing ends with, and a quotation in signs that do not look the
// same at both ends.
const (
	endSteady = 1
	endSlack  = 2
	endLikely = 3
	endOpened = 4.5
	endPlain  = 6
	endQuoted = 7.5
)

// numbered reports whether a text ends with a number and a sign, as an item of a list
// starts.
func (t *turnText) numbered() bool {
	n := len(t.words)
	return n > 1 && t.words[n-1].to-t.words[n-1].from == 1 && t.text[t.words[n-1].from] <= '9'
}

// Ends gives how texts end that the user could have said in place of each of its turns: by
// which features, and how far above its limit their score is wanted. Features are good until
// each returns.
func Ends(c Conversation, p Profile, texts func(turn int) []string, each func(turn, text int, features []uint32, margin float32)) {
	w := NewWatcher(p)
	w.weights = nil
	for i := range c {
		w.ending = func([]uint32, float32) {}
		if c[i].Role == seedbed.User {
			for j, s := range texts(i) {
				called := false
				w.ending = func(features []uint32, margin float32) {
					called = true
					each(i, j, features, margin)
				}
				w.Add(&Turn{Role: seedbed.User, Content: s})
				w.Undo()
				if !called {
					each(i, j, nil, endWhole)
				}
			}
		}
		w.ending = func([]uint32, float32) {}
		w.Add(&c[i])
	}
}

// endTrial gets how a turn ends that breaks off or may.
type endTrial func(features []uint32, margin float32)
