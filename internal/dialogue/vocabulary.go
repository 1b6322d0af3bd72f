package dialogue

import "strings"

// class is what a word is, as bits: one look-up of a word answers all questions.
type class uint64

// The classes of words.
const (
	classStop     class = 1 << iota // without content of its own
	classBridge                     // an interjection that may stand before a clause
	classOwn                        // "I", "my"
	classYou                        // "you", "your"
	classAnswers                    // of the other side's, what users speak about: "your answer"
	classTrade                      // makes "an AI" somebody's trade
	classPeople                     // of whom one tells: "the user", "the patient"
	classGeneric                    // of somebody who teaches
	classStep                       // begins instructions to somebody
	classEdit                       // begins instructions, to a writer too
	classSequence                   // "then", "finally"
	classReact                      // opens a reaction to what was said
	classJudges                     // judges a refusal
	classNames                      // names a refusal
	classCourtesy                   // of greetings, thanks and goodbyes
	classPaste                      // for what people paste
	classDangling                   // no sentence ends with it
	classTells                      // what somebody does who is told of
	classRoleVerb                   // "should", after "as Anna, I"
	classFemale
	classMale
	classNoun // may follow "I am a woman"
	classHypothetical
	classDenies
	classSystemLabel
	classFirmLabel
	classUserLabel
	classForm    // a label of a form
	classMeta    // of role-play and of what models refuse
	classHanging // a sentence that has a full stop hardly ends with it
	classJoins   // "and"
	classToMe    // before "me": "let me"
	classHelps   // what one does for others
	classOpens   // opens a reply that is glad to help
	classTongue  // of languages
	classCount   // a number
	classYears
	classCloses // stands before the name under a letter
	classBirth  // asks for a date of birth
	classAge    // asks for an age
	classAlone  // phrases go on after it by any word, or end
	classFirst  // phrases go on after it by a word that they name
	classEN
	classDE
	classFR
	classES
	classIT
	classPT
	classNL
)

// classFact are those of words that can tell an age, a gender or a name.
const classFact = classCount | classYears | classCloses

// languages are the classes of function words with their codes.
var languages = []struct {
	code string
	bit  class
}{{"en", classEN}, {"de", classDE}, {"fr", classFR}, {"es", classES}, {"it", classIT}, {"pt", classPT}, {"nl", classNL}}

// entry is what is known of a word.
type entry struct {
	id    uint32
	hash  uint64
	class class
	parts []string // of a contraction
}

// vocabulary are all words that phrases or classes have. It is read only once frozen.
type vocabulary struct {
	words        map[string]*entry
	table        []slot // by hash, open addressing; a turn's words are looked up here
	contractions []contraction
	hashes       []uint64 // by number, once asked for
}

// contraction is a word that stands for several.
type contraction struct {
	word  string
	parts []slot
}

// is reports whether a turn's word is the contraction in capitals or not.
func (c *contraction) is(raw string, t *turnText) bool {
	if raw == c.word {
		return true
	}
	t.buf = lower(t.buf[:0], raw)
	return string(t.buf) == c.word
}

// slot is an entry as a turn's words find it: one line of memory, as conversations go
// on by the thousand and the next one finds the cache cold. Words are told apart by
// their hashes alone; who makes two words of one hash is taken at one of them.
type slot struct {
	hash    uint64
	class   class
	id      uint32 // 0: free
	concept uint32 // to the learned scorer; 0 for none
	parts   uint32 // place among the contractions, from 1; 0: it is none
}

// freeze makes the table.
func (v *vocabulary) freeze() {
	size := 1
	for size < 2*len(v.words) {
		size *= 2
	}
	v.table = make([]slot, size)
	for w, e := range v.words {
		at := e.hash & uint64(size-1)
		for v.table[at].id != 0 {
			at = (at + 1) & uint64(size-1)
		}
		v.table[at] = e.slot()
		if e.parts == nil {
			continue
		}
		c := contraction{word: w}
		for _, p := range e.parts {
			c.parts = append(c.parts, v.words[p].slot())
		}
		v.contractions = append(v.contractions, c)
		v.table[at].parts = uint32(len(v.contractions))
	}
}

func (e *entry) slot() slot {
	return slot{hash: e.hash, class: e.class, id: e.id, concept: knownConcepts().of(e.hash &^ 1)}
}

// of returns what is known of the word with a hash, or nil.
func (v *vocabulary) of(hash uint64) *slot {
	mask := uint64(len(v.table) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		switch s := &v.table[at]; {
		case s.id == 0:
			return nil
		case s.hash == hash:
			return s
		}
	}
}

func newVocabulary() *vocabulary {
	v := &vocabulary{words: make(map[string]*entry, 1<<13)}
	for _, l := range wordLists {
		for w := range strings.FieldsSeq(l.words) {
			v.entry(w).class |= l.class
		}
	}
	for w := range strings.FieldsSeq(contracted) {
		w, parts, _ := strings.Cut(w, "=")
		e := v.entry(w)
		e.parts = strings.Split(parts, "+")
		e.class |= classEN
		for _, p := range e.parts {
			v.number(p)
		}
	}
	return v
}

func (v *vocabulary) entry(w string) *entry {
	e := v.words[w]
	if e == nil {
		e = &entry{id: uint32(len(v.words) + 1), hash: hash([]byte(w))}
		v.words[w] = e
	}
	return e
}

// hashOf is the hash of the word with a number. It is for when matchers are made.
func (v *vocabulary) hashOf(id uint32) uint64 {
	if v.hashes == nil {
		v.hashes = make([]uint64, len(v.words)+1)
		for _, e := range v.words {
			v.hashes[e.id] = e.hash
		}
	}
	return v.hashes[id]
}

// number is a word's number.
func (v *vocabulary) number(w string) uint32 { return v.entry(w).id }

// contracted are words that stand for two.
const contracted = "i'm=i+am im=i+am i'd=i+would i've=i+have i'll=i+will you're=you+are you've=you+have you'd=you+would you'll=you+will we're=we+are we've=we+have we'd=we+would we'll=we+will " +
	"it's=it+is that's=that+is thats=that+is what's=what+is here's=here+is there's=there+is let's=let+us who's=who+is how's=how+is they're=they+are " +
	"can't=can+not cannot=can+not cant=can+not won't=will+not don't=do+not dont=do+not doesn't=does+not didn't=did+not isn't=is+not aren't=are+not wasn't=was+not " +
	"shouldn't=should+not wouldn't=would+not couldn't=could+not haven't=have+not hasn't=has+not mustn't=must+not thanks=thank+you thx=thank+you ty=thank+you"
