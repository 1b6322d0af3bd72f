package dialogue

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"seedbed.dev/seedbed"
)

// telltaleFile are words of which several in a turn tell a gender or an age: a saying has
// to be known, and these may be put in any way.
//
//go:embed telltales_en.txt
var telltaleFile string

// Of whom telltales are, and from which age on old ones are.
const (
	tellsFemale = iota
	tellsMale
	tellsOld
	tellsKinds

	tellsEnough = 3
	tellsOldAge = 44
)

var tellsNames = []string{"female", "male", "old"}

// tell is what one word says of each.
type tell [tellsKinds]uint8

// telltales are the words, by hash; bits of these tell most that are none.
type telltales struct {
	words map[uint64]tell
	set   *wordSet
}

var knownTelltales = sync.OnceValue(func() *telltales {
	t, err := readTelltales(telltaleFile)
	if err != nil {
		panic(err) // they are part of the program, and a test reads them
	}
	return t
})

func readTelltales(file string) (*telltales, error) {
	t, all := &telltales{words: map[uint64]tell{}}, []string{}
	kind, weight := -1, uint8(0)
	for line := range tableLines(file) {
		switch {
		case line.heading:
			name, much, _ := strings.Cut(line.text, " ")
			kind = slices.Index(tellsNames, name)
			if kind < 0 || len(much) != 1 || much[0] < '1' || much[0] > '3' {
				return nil, fmt.Errorf("line %d: %q is of nobody, or says nothing", line.n, line.text)
			}
			weight = much[0] - '0'
		case kind < 0:
			return nil, fmt.Errorf("line %d: words of nobody", line.n)
		default:
			for word := range strings.FieldsSeq(line.text) {
				x := t.words[hash([]byte(word))]
				x[kind] = weight
				t.words[hash([]byte(word))] = x
			}
			all = append(all, line.text)
		}
	}
	t.set = hashesOf(all...)
	return t, nil
}

// tellsBeside are people of whom a turn with such words may speak, rather than of the user.
// A man with a "we" or a "she" has a midwife too.
var tellsBeside = [tellsKinds]*wordSet{
	hashesOf(tellsOthers, "she she's she'll she'd her hers herself we wife wife's girlfriend girlfriend's daughter daughter's sister's mother mother's aunt niece fiancée woman models bride's we're we'll"),
	hashesOf(tellsOthers, "he's he'd he'll him his himself husband husband's boyfriend boyfriend's son son's brother brother's father father's uncle nephew fiancé bridegroom"),
	hashesOf(tellsOthers, "he she they he's she's his her their him them we're husband wife father mother dad mum mom gran nan grandma grandpa grandad granddad grandmother grandfather grandparents uncle aunt neighbour neighbor residents elderly retire someday pot contributions save saving"),
}

const tellsOthers = "patient patients client clients customer customers friend friend's friends colleague colleague's character story novel scene poem song cousin cousin's partner partner's someone somebody people anyone translate translation article essay shop brand sell sells stock quiz exam dog cat horse mare" +
	" teach teaching student students pupils class course coach nurse midwives mothers ward leaflet"

// telltales looks for a turn of the user's own in which several words are another's.
func (w *Watcher) telltales(n int) {
	p := &w.profile
	if p.Gender == "" && (p.AgeTo == 0 || p.AgeTo >= tellsOldAge-6) || w.users > 0 && w.last.third {
		return
	}
	t := knownTelltales()
	var seen [tellsKinds][6]uint64
	var found, score, at [tellsKinds]int
	var best [tellsKinds]uint8
	words := w.text.words[:min(len(w.text.words), 120)]
	for i := range words {
		h := words[i].hash
		if !t.set.maybe(h) || words[i].quoted {
			continue
		}
		x, ok := t.words[h]
		if !ok {
			continue
		}
		for k := range x {
			if x[k] > 0 && found[k] < len(seen[k]) && !slices.Contains(seen[k][:found[k]], h) {
				seen[k][found[k]] = h
				if x[k] > best[k] {
					best[k], at[k] = x[k], i
				}
				found[k]++
				score[k] += int(x[k])
			}
		}
	}
	for k := range score {
		if score[k] >= tellsEnough && found[k] > 1 && w.tellsAnother(k) && w.tellsOwn(k, at[k]) {
			w.mark(n, Contradicts, at[k], 1, .75)
			return
		}
	}
}

// tellsAnother reports whether such words are none of the profile's.
func (w *Watcher) tellsAnother(kind int) bool {
	p := &w.profile
	switch kind {
	case tellsFemale:
		return p.Gender == "male"
	case tellsMale:
		return p.Gender == "female"
	}
	return p.AgeTo > 0 && p.AgeTo < tellsOldAge-6
}

// wants are words after "I" that tell what somebody is after, and not who it is.
var wants = hashesOf("need want wanted would like think know read heard write wrote thought meant mean")

// tellsOwn reports whether the turn, and what the user said before it, speaks of the user and
// of nobody else who could be meant.
func (w *Watcher) tellsOwn(kind, at int) bool {
	own, beside := false, tellsBeside[kind]
	for i := range w.text.words {
		x := &w.text.words[i]
		if beside.has(x.hash) && !x.quoted || w.text.sentences[x.sentence].item {
			return false
		}
		own = own || x.hash == myHash || x.hash == meHash || x.id == w.i && i+1 < len(w.text.words) && !wants.has(w.text.words[i+1].hash)
	}
	for k := len(w.turns) - 1; own && k >= 0 && k >= len(w.turns)-8; k-- {
		if w.turns[k].role == seedbed.User && beside.any(w.turns[k].content) {
			return false
		}
	}
	return own && w.claimedEnglish(false, kind == tellsOld, at, 1)
}
