package dialogue

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// traitFiles are words that tell of a time of life or of a gender, by language: none of
// them alone says who speaks, and order does not matter to them, as it does to sayings.
//
//go:embed traits_*.txt
var traitFiles embed.FS

// What words are evidence of.
const (
	ofYoung = iota
	ofOld
	ofFemale
	ofMale
	ofKinds
)

var traitNames = [ofKinds]string{"young", "old", "female", "male"}

// traitLeast is what words weigh together at least, by kind: what one has at school is
// had by many who are not there, and what women have is women's.
var traitLeast = [ofKinds]int{3, 3, 3, 3}

// Ages up to which people are at school, and from which they are old.
const (
	youngMost = 24
	oldLeast  = 40
)

// trait is what a word weighs by kind; against marks kinds that it turns to others.
type trait struct {
	weighs  [ofKinds]uint8
	against [ofKinds]bool
}

// traitWords are words of one language.
type traitWords struct {
	code  string
	words map[uint64]trait
	bits  [1 << 7]uint64 // which words may be among them
	self  *wordSet       // words of who speaks
}

var traitSelves = map[string]*wordSet{
	"de": hashesOf("ich mich mir mein meine meinem meinen meiner wir uns unser unsere unserem bin hab habe"),
	"fr": hashesOf("je moi mon ma mes on nous notre suis chuis me"),
	"es": hashesOf("yo mi mis me nos tengo soy estoy voy ando hice fui quiero puedo conmigo mío mía duermo siento noto llevo creo sé veo vivo pienso uso necesito quisiera tomé tomo hago sufro salgo"),
}

var knownTraits = sync.OnceValue(func() []*traitWords {
	all, err := readTraits(traitFiles)
	if err != nil {
		panic(err) // they are part of the program, and a test reads them
	}
	return all
})

func readTraits(files fs.FS) (all []*traitWords, err error) {
	err = eachTable(files, "traits_*.txt", func(name, text string) error {
		code := strings.TrimSuffix(strings.TrimPrefix(name, "traits_"), ".txt")
		of := &traitWords{code: code, words: map[uint64]trait{}, self: traitSelves[code]}
		all = append(all, of)
		kind, weight, not := -1, 0, false
		for line := range tableLines(text) {
			if line.heading {
				name, how, _ := strings.Cut(line.text, " ")
				kind, not = slices.Index(traitNames[:], name), how == "not"
				var err error
				if weight, err = strconv.Atoi(how); kind < 0 || err != nil && !not {
					return fmt.Errorf("%d: %q is no kind and weight", line.n, line.text)
				}
				continue
			}
			if kind < 0 {
				return fmt.Errorf("%d: a word before the first heading", line.n)
			}
			for word := range strings.FieldsSeq(line.text) {
				of.add(word, kind, weight, not)
			}
		}
		return nil
	})
	return all, err
}

func (of *traitWords) add(word string, kind, weight int, not bool) {
	h := hash([]byte(word))
	e := of.words[h]
	if not {
		e.against[kind] = true
	} else {
		e.weighs[kind] = uint8(weight)
	}
	of.words[h] = e
	m := spread(h)
	of.bits[m>>57] |= 1 << (m >> 51 & 63)
}

func (of *traitWords) of(h uint64) (e trait, some bool) {
	m := spread(h)
	if of.bits[m>>57]&(1<<(m>>51&63)) == 0 {
		return e, false
	}
	e, some = of.words[h]
	return e, some
}

// joined looks for the last part of words that a hyphen joins: "Mathe-Schularbeit".
func (of *traitWords) joined(s string) (e trait, some bool) {
	at := strings.LastIndexByte(s, '-')
	if at < 0 {
		return e, false
	}
	var buf [lowerMost + utf8.UTFMax]byte
	return of.of(hash(lower(buf[:0], s[at+1:])))
}

// traitMost is how many words a turn has at most whose words are taken together.
const traitMost = 60

// tellsLife looks for words that together tell another time of life, or another gender,
// than the profile's.
func (w *Watcher) tellsLife(n int) {
	if len(w.text.words) > traitMost {
		return
	}
	p := &w.profile
	var wrong [ofKinds]bool
	wrong[ofYoung] = p.AgeFrom > youngMost
	wrong[ofOld] = p.AgeTo > 0 && p.AgeTo < oldLeast
	wrong[ofFemale], wrong[ofMale] = p.Gender == "male", p.Gender == "female"
	if wrong == [ofKinds]bool{} {
		return
	}
	for _, of := range knownTraits() {
		if (len(p.Languages) == 0 || slices.Contains(p.Languages, of.code)) && w.weighs(n, of, wrong) {
			return
		}
	}
}

// weighs adds up what the words of a turn tell in one language.
func (w *Watcher) weighs(n int, of *traitWords, wrong [ofKinds]bool) bool {
	var sum [ofKinds]int
	var at [ofKinds]int
	var last [ofKinds]uint64
	own := w.last.asked && w.last.you
	words := w.text.words
	for i := range words {
		x := &words[i]
		if x.quoted || !x.first {
			continue
		}
		own = own || of.self.has(x.hash) || of.code == "fr" && x.to-x.from > 2 && w.text.text[x.from+1] == '\'' && strings.IndexByte("jJmM", w.text.text[x.from]) >= 0
		e, some := of.of(x.hash)
		if !some && x.to-x.from > 8 {
			e, some = of.joined(w.text.text[x.from:x.to])
		}
		if !some {
			continue
		}
		trade := i > 0 && copulas.has(words[i-1].hash)
		for k := range e.weighs {
			if e.against[k] || trade && e.weighs[k] > 0 && (k >= ofFemale && e.weighs[k] < 3 || e.weighs[k] == 1) {
				wrong[k] = false // somebody else's, or the user's trade
			}
			if e.weighs[k] > 0 && last[k] != x.hash {
				sum[k], at[k], last[k] = sum[k]+int(e.weighs[k]), i, x.hash
				if k >= ofFemale && i > 0 && (possessives.has(words[i-1].hash) || i > 1 && possessives.has(words[i-2].hash)) {
					sum[k]++
				}
			}
		}
	}
	if !own {
		return false
	}
	for k := range sum {
		if !wrong[k] || sum[k] < traitLeast[k] || w.ofOthersBefore(of, k) || w.longAgo(at[k]) || w.teaches() || w.madeUp(at[k]) || w.deniedBefore(at[k]) {
			continue
		}
		w.mark(n, Contradicts, at[k], 1, .8)
		return true
	}
	return false
}

var possessives = hashesOf("mein meine meinem meinen meiner meines ma mon mes mi mis")

// ofOthersBefore reports whether the conversation has been about somebody else to whom
// such words may belong.
func (w *Watcher) ofOthersBefore(of *traitWords, kind int) bool {
	for k := range w.turns {
		if w.turns[k].role != seedbed.User && k != len(w.turns)-1 {
			continue
		}
		for _, h := range w.turns[k].content {
			if e, some := of.of(h); some && e.against[kind] {
				return true
			}
		}
	}
	return false
}

// deniedBefore reports whether a negation or a condition stands shortly before a word.
func (w *Watcher) deniedBefore(at int) bool {
	words := w.text.words
	for i := at - 1; i >= 0 && i >= at-4 && words[i].sentence == words[at].sentence; i-- {
		if denies.has(words[i].hash) {
			return true
		}
	}
	return false
}

var denies = hashesOf("kein keine keinen keiner nicht ohne wenn falls pas sans aucun aucune si no sin ningún ninguna bis jusqu'à hasta")
