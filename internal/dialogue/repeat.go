package dialogue

import (
	"math/bits"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/text"
)

// seen is what is kept of a turn, to tell later ones from it.
type seen struct {
	role     seedbed.Role
	words    int
	whole    uint64    // hash of all words
	content  []uint64  // hashes of words with content of their own, sorted, each once
	bits     [2]uint64 // of content
	shingles shingles
	again    bool // it asks for something to be said again
	polite   bool
	asks     bool
	wants    bool     // an answer
	stops    bool     // it ends as sentences do
	failed   bool     // a reply that stands for none
	open     bool     // a reply that refuses, or asks and says nothing else
	game     bool     // it has words of games
	kinds    uint8    // of questions, as bits
	said     []uint64 // hashes of its sentences of five words or more
	stems    stems    // of its words with content
	figures  uint64   // the sum of the hashes of those with digits
	fresh    int      // stems that none of the turns right before it has
	of       int      // of so many
	brings   bool     // one of the fresh ones is a figure or a name
	confirms bool     // a reply that wants a yes
	took     bool     // it says yes or no to what the user was asked
	other    bool     // it asks for another one
	civil    int      // words of thanks, wishes and excuses
	own      int      // of of, those that are not civil
	objects  bool     // to what it was told
	sayings  uint16   // kinds of them, as bits
	rest     int      // of of, those that are part of no saying
	answer   answer
}

// shingles are the hashes of two words in a row, in the order in which they came.
type shingles struct {
	hashes []uint64
	bits   [8]uint64 // of each
}

func (s *shingles) add(h uint64) {
	s.hashes = append(s.hashes, h)
	s.bits[h>>61] |= 1 << (h >> 55 & 63)
}

// may reports whether two words in a row could be among those of s.
func (s *shingles) may(h uint64) bool { return s.bits[h>>61]&(1<<(h>>55&63)) != 0 }

// few reports whether fewer than a quarter of so many are different.
func (s *shingles) few(of int) bool {
	set := 0
	for _, b := range s.bits {
		set += bits.OnesCount64(b)
	}
	return 4*set < of && 4*len(s.sorted()) < of
}

func (s *shingles) sorted() []uint64 {
	all := slices.Clone(s.hashes)
	slices.Sort(all)
	return slices.Compact(all)
}

// alike returns the Jaccard similarity of two sets where that may be least or more,
// and 0 where their bits tell that it is not: most turns are not alike at all.
func (s *shingles) alike(o *shingles, least float64) float64 {
	news, all := 0, 0
	for i := range s.bits {
		news += bits.OnesCount64(s.bits[i] &^ o.bits[i])
		all += bits.OnesCount64(s.bits[i] | o.bits[i])
	}
	if float64(len(s.hashes)-news) < least*float64(all) {
		return 0
	}
	return text.Jaccard(s.sorted(), o.sorted())
}

// has reports whether a word is one of the turn's content.
func (s *seen) has(h uint64) bool {
	if s.bits[h>>63]&(1<<(h>>57&63)) == 0 {
		return false
	}
	_, found := slices.BinarySearch(s.content, h)
	return found
}

// keptMost is how many words of a turn are kept for comparison.
const keptMost = 256

// seen makes the summary of the turn at hand.
func (t *turnText) seen(role seedbed.Role) *seen {
	words := t.words[:min(len(t.words), keptMost)]
	s := &seen{role: role, words: len(t.words), whole: fnvBasis}
	all := max(2*len(words)-1, 0)
	for i := range words {
		all -= int(words[i].class & classStop)
	}
	both := make([]uint64, 0, all)
	for i := range words {
		if h := words[i].hash; words[i].class&classStop == 0 {
			both = append(both, h)
		}
	}
	n := len(both)
	slices.Sort(both)
	s.content = slices.Compact(both)
	s.again = role == seedbed.Assistant && again.any(s.content)
	for _, h := range s.content {
		s.bits[h>>63] |= 1 << (h >> 57 & 63)
	}
	s.shingles.hashes = both[n:n:cap(both)]
	for i := range words {
		s.whole = (s.whole ^ words[i].hash) * fnvPrime
		if i > 0 {
			s.shingles.add(words[i-1].hash*fnvPrime ^ words[i].hash)
		}
	}
	return s
}

// comparedMost is how many earlier turns a turn is compared with.
const comparedMost = 24

// repeats looks for an earlier turn of the user that says what this one says. A short
// answer may come again and again; what has a word of its own says something new.
func (w *Watcher) repeats(n int) {
	now := w.turns[n]
	w.freshen(n)
	now.objects = w.objects()
	w.within(n)
	w.takesOver(n)
	if now.polite || w.last.turn.again {
		return
	}
	w.phrase(n)
	if len(now.content) < 3 || now.words < 5 {
		w.stuck(n)
		w.resent(n)
		return
	}
	same, last := 0, -1
	most := 0.0
	for i := n - 1; i >= 0 && i >= n-comparedMost; i-- {
		then := w.turns[i]
		if then.role != seedbed.User || len(then.content) == 0 || w.turns[i+1].failed || w.anew(i, n) {
			continue
		}
		if s := alike(now, then); s > 0 {
			same++
			most = max(most, s)
			last = max(last, i)
		}
	}
	if same == 1 && last+2 == n && now.whole != w.turns[last].whole && (w.turns[last+1].open || w.insists()) {
		same = 0 // it was not answered
	}
	if same == 0 {
		w.echo(n)
		w.resent(n)
		return
	}
	strength := .5
	switch {
	case same >= 2, now.words >= 8 && most >= .9, last == n-2 && most >= .9 && len(now.content) >= 3:
		strength = .8
	case now.words >= 8 && len(now.content) >= 4:
		strength = .72
	}
	w.markBytes(n, Repeats, 0, len(w.text.text), strength)
	if strength == .5 {
		w.resent(n)
	}
}

// alike is how much a turn is like an earlier one, 0 where it says something new.
func alike(now, then *seen) float64 {
	if now.whole == then.whole {
		return 1
	}
	if news := bits.OnesCount64(now.bits[0]&^then.bits[0]) + bits.OnesCount64(now.bits[1]&^then.bits[1]); saysNew(news, len(now.content)) {
		return 0 // at least so many words are new
	}
	news := 0
	for i, j := 0, 0; i < len(now.content); i++ {
		for j < len(then.content) && then.content[j] < now.content[i] {
			j++
		}
		if j == len(then.content) || then.content[j] != now.content[i] {
			news++
		}
	}
	if saysNew(news, len(now.content)) {
		return 0
	}
	words := text.Jaccard(now.content, then.content)
	if words < .7 {
		return 0
	}
	if now.shingles.alike(&then.shingles, .4) < .4 {
		return 0
	}
	return words
}

// saysNew reports whether so many new words of so many say something new.
func saysNew(news, words int) bool { return news > 0 && (words < 8 || 8*news > words) }

// stuck looks for a short turn that came so often that nobody would say it again, to
// replies that are the same too; loops has those to pairs.
func (w *Watcher) stuck(n int) {
	now := w.turns[n]
	if now.words < 3 || !now.asks && w.asksNew(n-1) {
		return
	}
	same := 0
	for i := n - 1; i >= 0 && i >= n-comparedMost; i-- {
		if w.turns[i].role == seedbed.User && w.turns[i].whole == now.whole {
			same++
		}
	}
	if same >= 3 && now.words >= 4 {
		w.markBytes(n, Repeats, 0, len(w.text.text), .72)
	}
}

// within looks for a turn that goes round in itself: a sentence three times, or a few
// words again and again.
func (w *Watcher) within(n int) {
	t := &w.text
	if len(t.words) < 12 {
		return
	}
	var hashes [64]uint64 // of the sentences; what goes round does so soon
	kept := 0
	for i := range t.sentences {
		s := &t.sentences[i]
		if s.to-s.from < 4 || t.words[s.from].quoted {
			continue
		}
		h := uint64(fnvBasis)
		for j := s.from; j < s.to; j++ {
			h = (h ^ t.words[j].hash) * fnvPrime
		}
		same := 0
		for _, o := range hashes[:kept] {
			if o == h {
				same++
			}
		}
		if kept < len(hashes) {
			hashes[kept] = h
			kept++
		}
		if same == 2 {
			w.mark(n, Repeats, s.from, s.to-s.from, .85)
			return
		}
	}
	if s := w.turns[n].shingles; len(t.words) >= 30 && s.few(min(len(t.words), keptMost)) {
		w.markBytes(n, Repeats, 0, len(t.text), .85)
	}
}

// saidMost is how many sentences of a turn are kept.
const saidMost = 16

// phrase looks for a sentence that stands in three turns.
func (w *Watcher) phrase(n int) {
	t := &w.text
	now := w.turns[n]
	for i := range t.sentences {
		s := &t.sentences[i]
		content := 0
		h := uint64(fnvBasis)
		for j := s.from; j < s.to; j++ {
			h = (h ^ t.words[j].hash) * fnvPrime
			if t.words[j].class&classStop == 0 {
				content++
			}
		}
		if s.to-s.from < 5 || content < 2 || len(now.said) >= saidMost || t.words[s.from].quoted {
			continue
		}
		if now.said == nil {
			now.said = make([]uint64, 0, min(len(t.sentences)-i, saidMost))
		}
		now.said = append(now.said, h)
		before := 0
		for k := n - 1; k >= 0 && k >= n-comparedMost; k-- {
			if w.turns[k].role == seedbed.User && !w.turns[k+1].failed && slices.Contains(w.turns[k].said, h) {
				before++
			}
		}
		if before >= 2 {
			w.mark(n, Repeats, s.from, s.to-s.from, .75)
			return
		}
	}
}

// loops looks for pairs of turns that come again, and for thanks that answer thanks.
func (w *Watcher) loops(n int) {
	if w.turns[n].role == seedbed.User {
		w.thanksOn(n)
		w.circle(n)
		w.round(n)
		w.dwells(n)
		w.civilities(n)
		w.noEnd(n)
		w.refusals(n)
		return
	}
	w.freshen(n)
	now := w.turns[n]
	w.answeredAgain(n)
	w.sways(n)
	now.failed = w.lost
	now.asks = w.last.requested // or asked
	now.open = w.last.refused || w.last.only || now.words <= 8 && lost.any(now.content)
	if n < 3 || now.failed || w.turns[n-1].role != seedbed.User {
		return
	}
	before := w.turns[n-1]
	pairs, exact := 0, 0
	for i := n - 2; i >= 1 && i >= n-comparedMost; i-- {
		if w.turns[i].role != now.role || w.turns[i-1].role != before.role {
			continue
		}
		if now.whole == w.turns[i].whole && before.whole == w.turns[i-1].whole {
			exact++
		}
		if same(now, w.turns[i]) && same(before, w.turns[i-1]) {
			pairs++
		}
	}
	if exact >= 2 && before.words >= 2 || pairs >= 2 && now.words >= 4 || pairs == 1 && before.words >= 5 && now.words >= 8 {
		w.markBytes(n, Loop, 0, len(w.text.text), .8)
	}
}

// thanksOn looks for thanks and goodbyes, the third in a row or one behind it, to a system that has nothing more to
// say: who thanks for one thing after another that is done does not go round.
func (w *Watcher) thanksOn(n int) {
	if w.polite >= 3 && !w.last.turn.asks && (n < 3 || w.turns[n-1].of+w.turns[n-3].of <= 3) {
		w.markBytes(n, Loop, 0, len(w.text.text), .9)
	}
}

// circle looks for two turns of the user that take turns: A, B, A, B.
func (w *Watcher) circle(n int) {
	var own [4]*seen
	k := 0
	for i := n; i >= 0 && k < len(own); i-- {
		if w.turns[i].role == seedbed.User {
			own[k] = w.turns[i]
			k++
		}
	}
	if k == len(own) && w.brought <= n-3 && own[0].whole == own[2].whole && own[1].whole == own[3].whole && own[0].words >= 2 && own[1].words >= 2 && own[0].words+own[1].words >= 6 {
		w.markBytes(n, Loop, 0, len(w.text.text), .8)
	}
}

func same(a, b *seen) bool {
	return a.whole == b.whole || len(a.content) >= 3 && len(b.content) >= 3 && alike(a, b) >= .85
}
