package copying

import (
	"strings"
	"unicode/utf8"
)

// Endings of streets. Those that are short words of their own too count only where
// a comma or the end of the text follows.
var (
	streetWords = []string{"Street", "Avenue", "Road", "Boulevard", "Lane", "Drive", "Court", "Terrace", "Parkway", "Highway", "Crescent", "Blvd", "Ave", "Rd", "Pkwy", "Hwy"}
	streetShort = []string{"St", "Dr", "Ln", "Ct", "Pl", "Place", "Square", "Way", "Circle", "Close"}
	rueWords    = []string{"rue", "avenue", "boulevard", "place", "chemin", "impasse", "allée", "quai", "via", "calle", "rua"}
	germanEnds  = []string{"straße", "strasse", "str.", "gasse", "weg", "platz", "allee", "ufer", "damm"}
)

// address looks for a street with the house number from i to j: before it (12 Elm
// Street, 3 rue de Rivoli) or behind it (Hauptstraße 7). It returns where the
// address ends; 0: there is none.
func (s *scanner) address(i, j int) int {
	if from := s.germanStreet(i); from >= 0 {
		if s.class(j) == classLower && s.class(j+1)&classWord == 0 {
			j++ // 7a
		}
		s.add(kindAddress, from, j, .7, "")
		return j
	}
	at := j
	if classes[s.byteAt(at)]&(classUpper|classLower) != 0 && s.class(at+1)&classWord == 0 {
		at++ // 221B
	}
	if s.byteAt(at) == ',' {
		at++
	}
	if s.byteAt(at) != ' ' {
		return 0
	}
	at++
	switch s.class(at) {
	case classUpper:
		return s.street(i, at)
	case classLower:
		return s.rue(i, at)
	}
	return 0
}

// street looks for one to four words with capitals, the last of which is one for
// streets.
func (s *scanner) street(i, at int) int {
	for words := range 5 {
		from := at
		for s.class(at)&(classAlnum|classWide) != 0 || s.byteAt(at) == '\'' {
			at++
			if at-from > 24 {
				return 0
			}
		}
		word := s.text[from:at]
		if word == "" || words == 0 && !ordinalOrName(word) || words > 0 && classes[word[0]]&(classUpper|classWide|classDigit) == 0 {
			return 0
		}
		if words > 0 {
			for _, w := range streetWords {
				if word == w {
					s.add(kindAddress, i, at, .75, "")
					return at
				}
			}
			for _, w := range streetShort {
				if word == w && s.addressGoesOn(at, len(w) <= 2) {
					s.add(kindAddress, i, at, .7, "")
					return at
				}
			}
		}
		if s.byteAt(at) == '.' && len(word) == 1 { // N. Elm Street
			at++
		}
		if s.byteAt(at) != ' ' {
			return 0
		}
		at++
	}
	return 0
}

func ordinalOrName(word string) bool { return classes[word[0]]&(classUpper|classDigit) != 0 }

// addressGoesOn reports whether a comma and a capital or a number follow, as in
// "12 Elm St, Springfield"; where the word is an abbreviation its point may stand
// between.
func (s *scanner) addressGoesOn(at int, short bool) bool {
	if short && s.byteAt(at) == '.' {
		at++
	}
	if at >= len(s.text) {
		return short
	}
	return s.text[at] == ',' && s.byteAt(at+1) == ' ' && s.class(at+2)&(classUpper|classDigit) != 0
}

// rue looks for 3 rue de Rivoli.
func (s *scanner) rue(i, at int) int {
	word := s.text[at:min(len(s.text), at+12)]
	for _, w := range rueWords {
		if !strings.HasPrefix(word, w+" ") {
			continue
		}
		end := at + len(w) + 1
		for range 3 { // de, de la, du, des
			from := end
			for s.class(end)&(classLower|classWide) != 0 && end-from < 4 {
				end++
			}
			if end == from || s.byteAt(end) != ' ' && s.byteAt(end) != '\'' {
				end = from
				break
			}
			end++
		}
		from := end
		for s.class(end)&(classAlnum|classWide) != 0 && end-from < 32 {
			end++
		}
		for end < len(s.text) && !utf8.RuneStart(s.text[end]) {
			end++
		}
		if s.class(from) != classUpper || end-from < 3 {
			return 0
		}
		s.add(kindAddress, i, end, .7, "")
		return end
	}
	return 0
}

// germanStreet returns where the street begins whose number is at i; −1: none
// does.
func (s *scanner) germanStreet(i int) int {
	if i < 6 || s.text[i-1] != ' ' {
		return -1
	}
	switch s.text[i-2] {
	case 'e', '.', 'g', 'z', 'r', 'm':
	default:
		return -1
	}
	before := s.text[max(0, i-40) : i-1]
	for _, w := range germanEnds {
		if !strings.HasSuffix(strings.ToLower(before), w) {
			continue
		}
		from := i - 1 - len(w)
		for from > 0 && i-from < 40 && (s.class(from-1)&(classAlnum|classWide) != 0 || s.text[from-1] == '-') {
			from--
		}
		for !utf8.RuneStart(s.text[from]) {
			from++
		}
		if i-1-len(w)-from < 3 || s.class(from)&(classUpper|classWide) == 0 {
			return -1
		}
		return from
	}
	return -1
}

// postcode looks for a British postcode, such as SW1A 1AA, whose first part is from
// i to j. It returns where it ends; 0: it is none.
func (s *scanner) postcode(i, j int) int {
	t := s.text
	if j+4 > len(t) || s.class(j+1) != classDigit || s.class(j+2) != classUpper || s.class(j+3) != classUpper || s.class(j+4)&classWord != 0 {
		return 0
	}
	letters := 1
	if s.class(i+1) == classUpper {
		letters = 2
	}
	rest := t[i+letters : j]
	if len(rest) < 1 || len(rest) > 2 || classes[rest[0]] != classDigit || len(rest) == 2 && classes[rest[1]]&(classDigit|classUpper) == 0 {
		return 0
	}
	if strings.ContainsAny(t[j+2:j+4], "CIKMOV") { // letters that postcodes leave out there
		return 0
	}
	s.add(kindAddress, i, j+4, .7, "")
	return j + 4
}
