package dialogue

import (
	"strings"
	"sync"
)

// figures are those of a turn, in digits or in words, by their hashes.
type figures struct {
	hashes [5]uint64 // the first few
	n      uint8
	more   bool // there were others
}

// figureLines are words of numbers behind their digits; "once" and "seize" are words of
// English that tell no number.
const figureLines = `
2 two zwei deux dos twice both beide pair
3 three drei trois tres
4 four vier quatre cuatro
5 five fünf cinq cinco
6 six sechs seis
7 seven sieben sept siete
8 eight acht huit ocho
9 nine neun neuf nueve
10 ten zehn dix diez
11 eleven elf onze
12 twelve zwölf douze doce dozen
13 thirteen dreizehn treize trece
14 fourteen vierzehn quatorze catorce
15 fifteen fünfzehn quinze quince
16 sixteen sechzehn dieciséis
17 seventeen siebzehn diecisiete
18 eighteen achtzehn dieciocho
19 nineteen neunzehn diecinueve
20 twenty zwanzig vingt veinte
30 thirty dreißig trente treinta
40 forty vierzig quarante cuarenta
50 fifty fünfzig cinquante cincuenta
60 sixty sechzig soixante sesenta
70 seventy siebzig setenta
80 eighty achtzig ochenta
90 ninety neunzig noventa
100 hundred hundert cent cien
1000 thousand tausend mille mil
`

// figureTable are the hashes of digits by those of words.
type figureTable struct {
	words  *wordSet
	digits map[uint64]uint64
}

var knownFigures = sync.OnceValue(func() *figureTable {
	t := &figureTable{digits: map[uint64]uint64{}}
	all := ""
	for line := range strings.Lines(strings.TrimSpace(figureLines)) {
		digits, words, _ := strings.Cut(strings.TrimSpace(line), " ")
		for word := range strings.FieldsSeq(words) {
			t.digits[hash([]byte(word))] = hash([]byte(digits))
		}
		all += " " + words
	}
	t.words = hashesOf(all)
	return t
})

// of returns the hash of the digits that a word stands for; 0 for other words.
func (t *figureTable) of(word uint64) uint64 {
	if !t.words.maybe(word) {
		return 0
	}
	return t.digits[word]
}

func hasDigit(word string) bool {
	for i := range len(word) {
		if '0' <= word[i] && word[i] <= '9' {
			return true
		}
	}
	return false
}

// How many bytes a unit has that is written to its number, or with a hyphen behind it.
const (
	unitMost     = 4
	unitMostJoin = 12
)

// leading returns the hash of the digits that a word begins with, before a unit: "5GHz",
// "180-day". One that begins otherwise, or goes on as no unit does, is a code, and its own
// hash is given back.
func leading(word string, own uint64) uint64 {
	h, i := uint64(fnvBasis), 0
	for ; i < len(word) && '0' <= word[i] && word[i] <= '9'; i++ {
		h = (h ^ uint64(word[i])) * fnvPrime
	}
	if i == 0 || !isUnit(word[i:]) {
		return own
	}
	return h
}

// isUnit reports whether what follows digits may be their unit: it is short, and has no
// other digits and no three capitals, as codes do.
func isUnit(s string) bool {
	if len(s) > unitMostJoin || len(s) > unitMost && s[0] != '-' {
		return false
	}
	capitals := 0
	for i := range len(s) {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			return false
		case 'A' <= c && c <= 'Z':
			capitals++
		}
	}
	return capitals < 3
}

func (s *figures) add(h uint64) {
	switch {
	case s.has(h):
	case int(s.n) < len(s.hashes):
		s.hashes[s.n] = h
		s.n++
	default:
		s.more = true
	}
}

func (s *figures) has(h uint64) bool {
	for _, o := range s.hashes[:s.n] {
		if o == h {
			return true
		}
	}
	return false
}

// without returns how many of them another does not have.
func (s *figures) without(o *figures) (n int) {
	for _, h := range s.hashes[:s.n] {
		if !o.has(h) {
			n++
		}
	}
	return n
}

// among reports whether each of them is known to be one of two others'.
func (s *figures) among(a, b *figures) bool {
	if s.more {
		return false
	}
	for _, h := range s.hashes[:s.n] {
		if !a.has(h) && !b.has(h) {
			return false
		}
	}
	return true
}
