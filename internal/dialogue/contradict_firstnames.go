package dialogue

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// firstNamesText are first names of many cultures: a single word after a question for a
// name may be a last name that the profile does not have.
//
//go:embed names_first.txt
var firstNamesText string

// shortNamesText are names that one person may go by, a group to a line.
//
//go:embed names_short.txt
var shortNamesText string

// nameTables are what is known of names.
type nameTables struct {
	first  *wordTable       // first names, with their accents and without
	words  *wordTable       // those of them that are words as well
	groups map[uint64][]int // of those that one person may go by, by the hash of a name without accents
}

// knownNames are read when first needed, as most runs of the program need none.
var knownNames = sync.OnceValue(func() *nameTables {
	t := &nameTables{groups: readShortNames(shortNamesText)}
	t.first, t.words = readFirstNames(firstNamesText, shortNamesText)
	return t
})

// readFirstNames reads first names, and the short forms of them, which are names in capitals
// alone.
func readFirstNames(text, short string) (all, words *wordTable) {
	var names [2][]string
	k := 0
	for line := range tableLines(text) {
		if line.heading { // "== words"
			k = 1
			continue
		}
		for name := range strings.FieldsSeq(line.text) {
			names[k] = append(names[k], name, plainLetters(name))
		}
	}
	all = tableOf(names[0])
	for line := range tableLines(short) {
		for name := range strings.FieldsSeq(line.text) {
			if len(name) > 2 && !all.has(hash([]byte(name))) {
				names[0], names[1] = append(names[0], name), append(names[1], name)
			}
		}
	}
	return tableOf(names[0]), tableOf(names[1])
}

// wordTable is a wordSet for thousands of words.
type wordTable struct {
	hashes []uint64 // sorted
	bits   [1 << 11]uint64
}

func tableOf(words []string) *wordTable {
	t := &wordTable{}
	for _, w := range words {
		t.hashes = append(t.hashes, hash([]byte(w)))
	}
	slices.Sort(t.hashes)
	t.hashes = slices.Compact(t.hashes)
	for _, h := range t.hashes {
		t.bits[h>>53] |= 1 << (h >> 47 & 63)
	}
	return t
}

// maybe reports false for nearly all words that are not in t, and is inlined.
func (t *wordTable) maybe(h uint64) bool { return t.bits[h>>53]&(1<<(h>>47&63)) != 0 }

func (t *wordTable) has(h uint64) bool {
	if !t.maybe(h) {
		return false
	}
	_, ok := slices.BinarySearch(t.hashes, h)
	return ok
}

func readShortNames(text string) map[uint64][]int {
	m := map[uint64][]int{}
	group := 0
	for line := range tableLines(text) {
		group++
		for name := range strings.FieldsSeq(line.text) {
			h := hash([]byte(plainLetters(name)))
			m[h] = append(m[h], group)
		}
	}
	return m
}

// sameName reports whether one person may go by two names; both are in lower case and
// have no accents.
func sameName(a, b string) bool {
	if a == b {
		return true
	}
	groups := knownNames().groups
	of := groups[hash([]byte(b))]
	for _, group := range groups[hash([]byte(a))] {
		if slices.Contains(of, group) {
			return true
		}
	}
	return false
}

var accents = strings.NewReplacer("á", "a", "à", "a", "â", "a", "ä", "a", "ã", "a", "å", "a", "é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "ì", "i", "î", "i", "ï", "i",
	"ó", "o", "ò", "o", "ô", "o", "ö", "o", "õ", "o", "ø", "o", "ú", "u", "ù", "u", "û", "u", "ü", "u", "ç", "c", "ñ", "n", "ß", "ss", "ł", "l", "ś", "s", "š", "s", "ş", "s", "ž", "z", "ż", "z", "č", "c", "ć", "c", "ğ", "g", "ı", "i", "ń", "n", "ý", "y", "œ", "oe", "æ", "ae")

// plainLetters returns a name without its accents.
func plainLetters(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return accents.Replace(s)
		}
	}
	return s
}
