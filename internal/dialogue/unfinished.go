package dialogue

import "seedbed.dev/seedbed"

// unfinished looks for a turn that breaks off within a word, a clause or a sentence. It
// has been added to the turns.
func (w *Watcher) unfinished(n int) {
	if w.turns[n].stops && !w.text.numbered() {
		return
	}
	m := knownEndWeights()
	known := m.known
	if w.ending != nil {
		known = w.ending.known
	}
	how := w.readEnd(&w.end, known)
	if w.ending != nil {
		if w.ending.each != nil {
			w.ending.each(w.end.features, how)
		}
		return
	}
	last := len(w.text.words) - 1
	switch how {
	case endUnstarted:
		w.mark(n, Cut, last, 1, .8)
	case endNever:
		if m.score(w.end.features) >= m.Limit-endSlack {
			w.mark(n, Cut, last, 1, .8)
		}
	case endOther:
		if x := &w.end.words[0]; x.upper && x.class&classDE == 0 {
			return // a name, with which many a turn ends
		}
		if z := m.score(w.end.features); z >= m.Limit+endSure {
			w.mark(n, Cut, last, 1, strengthOf(z-m.Limit))
		}
	}
}

// endSure is how far above its limit a score is wanted of other words. The limit is that of
// the training texts, whose writers put stops more alike than users do: with less, of five
// sound conversations more in 671 of new writers a turn was taken for one that broke off, and
// two more in 78 that did were found.
const endSure = 3

// endSlack is how far below its limit a score may be where a last word is one that nothing
// ends with: rare words and those of other languages look like that too.
const endSlack = 1.5

// numbered reports whether a text ends with a number and a sign, as an item of a list
// starts.
func (t *turnText) numbered() bool {
	n := len(t.words)
	return n > 1 && t.words[n-1].to-t.words[n-1].from == 1 && t.text[t.words[n-1].from] <= '9'
}

// endTrial is what the scorer of turn ends is trained by.
type endTrial struct {
	known func(uint64) (known, starts bool)
	each  func(features []uint32, how int)
}

// Ends gives how texts end that the user could have said in place of each of its turns:
// decided is whether that needs no scorer, and never
// whether its last word is one that nothing ends with. Features are good until each returns.
func Ends(c Conversation, known func(word uint64) (known, starts bool), texts func(turn int) []string, each func(turn, text int, features []uint32, decided, never bool)) {
	w := NewWatcher(Profile{})
	w.weights, w.ending = nil, &endTrial{known: known}
	for i := range c {
		if c[i].Role == seedbed.User {
			for j, s := range texts(i) {
				called := false
				w.ending.each = func(features []uint32, how int) {
					called = true
					each(i, j, features, how != endOther && how != endNever, how == endNever)
				}
				w.Add(&Turn{Role: seedbed.User, Content: s})
				w.Undo()
				if !called {
					each(i, j, nil, true, false)
				}
			}
		}
		w.ending.each = nil
		w.Add(&c[i])
	}
}
