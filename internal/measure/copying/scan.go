package copying

import (
	"cmp"
	"slices"
	"strings"
)

// The kinds of what PersonalData finds.
const (
	kindEmail   = "e-mail"
	kindPhone   = "phone"
	kindCard    = "card"
	kindIBAN    = "IBAN"
	kindIP      = "IP address"
	kindMAC     = "MAC address"
	kindPage    = "personal page"
	kindSecret  = "secret"
	kindAddress = "postal address"
	kindSSN     = "US SSN"
	kindNINO    = "UK NINO"
	kindDETax   = "DE tax id"
	kindDNI     = "ES DNI or NIE"
	kindNIR     = "FR NIR"
	kindBSN     = "NL BSN"
	kindCF      = "IT codice fiscale"
	kindPESEL   = "PL PESEL"
	kindCPF     = "BR CPF"
	kindPNR     = "SE personnummer"
	kindAadhaar = "IN Aadhaar"
)

// Personal is a stretch of a text that looks like somebody's.
type Personal struct {
	Kind     string
	From, To int     // bytes
	Weight   float64 // how sure, 0 to 1: .95 and more where a check digit or a fixed form says so
	Reserved string  // whose it is if it is nobody's: "reserved for examples"
}

// Why a value is nobody's.
const (
	forExamples = "reserved for examples"
	forTests    = "published for tests"
	privateNet  = "of a private network"
)

// FindPersonal returns what looks personal in a text, by place; stretches do not
// overlap. context is text that tells what it is about, such as a field's name.
func FindPersonal(text, context string) []Personal {
	var s scanner
	return slices.Clone(s.scan(text, context))
}

// scanner looks for personal data. It holds memory that is used again.
type scanner struct {
	text    string
	context string // lower case
	found   []Personal
	urlEnd  int // numbers up to here are part of an address of the web
	keyEnd  int // up to here no key begins: one that is too long was given up
	num     numbers
	buf     [64]byte
}

// Classes of bytes: what a byte may begin.
const (
	classDigit = 1 << iota
	classUpper
	classLower
	classWide  // of a character beyond ASCII
	classUnder // _
	classSign  // + ( @ : = - . where one of them matters
	classWord  = classDigit | classUpper | classLower | classWide | classUnder
	classAlnum = classDigit | classUpper | classLower
)

var classes = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case '0' <= c && c <= '9':
			t[c] = classDigit
		case 'A' <= c && c <= 'Z':
			t[c] = classUpper
		case 'a' <= c && c <= 'z':
			t[c] = classLower
		case c >= 0x80:
			t[c] = classWide
		case c == '_':
			t[c] = classUnder
		case strings.IndexByte("+(@:=-", byte(c)) >= 0:
			t[c] = classSign
		}
	}
	return t
}()

// scan returns what it finds, by place. The slice is good until the next scan.
func (s *scanner) scan(text, context string) []Personal {
	s.text, s.context, s.found, s.urlEnd = text, context, s.found[:0], 0
	s.keyEnd = 0
	for i := 0; i < len(text); {
		switch c := classes[text[i]]; {
		case c&classWord != 0:
			i = s.token(i)
		case c == classSign:
			i = s.sign(i)
		default:
			i++
		}
	}
	return s.settle()
}

// settle sorts what was found and leaves out what overlaps with something surer.
func (s *scanner) settle() []Personal {
	if len(s.found) < 2 {
		return s.found
	}
	slices.SortFunc(s.found, func(a, b Personal) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.To, a.To), cmp.Compare(b.Weight, a.Weight))
	})
	out := s.found[:1]
	for _, p := range s.found[1:] {
		last := &out[len(out)-1]
		switch {
		case p.From >= last.To:
			out = append(out, p)
		case p.Weight > last.Weight:
			*last = p
		}
	}
	s.found = out
	return out
}

func (s *scanner) add(kind string, from, to int, weight float64, reserved string) {
	s.found = append(s.found, Personal{kind, from, to, weight, reserved})
}

// class returns the class of byte i; 0 outside of the text.
func (s *scanner) class(i int) uint8 {
	if i < 0 || i >= len(s.text) {
		return 0
	}
	return classes[s.text[i]]
}

// byteAt returns byte i; 0 outside of the text.
func (s *scanner) byteAt(i int) byte {
	if i < 0 || i >= len(s.text) {
		return 0
	}
	return s.text[i]
}

// token looks at the run of letters and digits that begins at i, and returns where
// to go on.
func (s *scanner) token(i int) int {
	text := s.text
	j, have := i, uint8(0)
	for j < len(text) {
		c := classes[text[j]]
		if c&classWord == 0 {
			break
		}
		have |= c
		j++
	}
	next := s.byteAt(j)
	if have&classDigit == 0 { // a word
		switch {
		case next == '-' && have&(classUpper|classWide) == 0 && j-i <= 5:
			if end := s.key(i, j); end > 0 {
				return end
			}
		case j-i >= 16:
			if end := s.key(i, j); end > 0 {
				return end
			}
		case next == ':' && j-i <= 4:
			return max(j, s.hexGroups(i))
		case next == ' ' && j-i == 2 && have == classUpper && s.class(j+1) == classDigit:
			return max(j, s.nino(i))
		case next == '.' && j-i <= 4:
			if end := s.key(i, j); end > 0 {
				return end
			}
		}
		return j
	}
	if end := s.mixed(i, j, have, next); end > 0 {
		return end
	}
	if classes[text[i]] == classDigit {
		return max(j, s.number(i))
	}
	return j
}

// mixed looks at a run of letters and digits from i to j. It returns the end of
// what it finds; 0: nothing.
func (s *scanner) mixed(i, j int, have uint8, next byte) int {
	if next == ':' && j-i <= 4 || next == '-' && j-i == 2 {
		if end := s.hexGroups(i); end > 0 {
			return end
		}
	}
	if have&(classUpper|classLower) == 0 {
		return 0
	}
	first := classes[s.text[i]]
	if first&(classUpper|classLower) != 0 && j-i >= 4 && s.class(i+2) == classDigit && s.class(i+3) == classDigit {
		if end := s.ibanAt(i); end > 0 {
			return end
		}
	}
	if n := j - i; n == 9 || n == 15 || n == 16 {
		if end := s.idToken(i, j); end > 0 {
			return end
		}
	}
	if first != classDigit && (j-i >= 16 || next == '-' || next == '_' || next == '.') {
		return s.key(i, j)
	}
	if first == classUpper && j-i <= 4 && next == ' ' {
		return s.postcode(i, j)
	}
	return 0
}

// sign looks at what begins with a character that is no letter or digit.
func (s *scanner) sign(i int) int {
	switch s.text[i] {
	case '@':
		return s.email(i)
	case '+', '(':
		if s.class(i+1) == classDigit || s.text[i] == '+' && s.byteAt(i+1) == '(' {
			return s.number(i)
		}
	case ':':
		if s.byteAt(i+1) == '/' && s.byteAt(i+2) == '/' {
			return s.url(i)
		}
		if s.byteAt(i+1) == ':' && s.class(i-1)&classWord == 0 {
			return max(i+1, s.hexGroups(i))
		}
		return s.assigned(i)
	case '=':
		return s.assigned(i)
	case '-':
		return s.pem(i)
	}
	return i + 1
}

// near reports whether one of the words, in lower case, stands within 40 bytes
// before from, within 24 after to, or in the context.
func (s *scanner) near(from, to int, words []string) bool {
	if s.context != "" && hasWord(s.context, words) {
		return true
	}
	return hasWord(s.lowered(from-40, from), words) || hasWord(s.lowered(to, to+24), words)
}

// before is near without what follows.
func (s *scanner) before(from int, words []string) bool {
	return s.context != "" && hasWord(s.context, words) || hasWord(s.lowered(from-40, from), words)
}

// lowered returns at most 64 bytes of the text in lower case.
func (s *scanner) lowered(from, to int) string {
	from, to = max(from, 0), min(to, len(s.text))
	if from >= to {
		return ""
	}
	n := copy(s.buf[:], s.text[from:to])
	for i := range n {
		if c := s.buf[i]; 'A' <= c && c <= 'Z' {
			s.buf[i] = c + 'a' - 'A'
		}
	}
	return string(s.buf[:n])
}

// hasWord reports whether one of the words stands in s, not within a longer word.
// A word that ends in * may go on.
func hasWord(s string, words []string) bool {
	for _, w := range words {
		stem, open := strings.CutSuffix(w, "*")
		for at := 0; ; {
			i := strings.Index(s[at:], stem)
			if i < 0 {
				break
			}
			i += at
			end := i + len(stem)
			if (i == 0 || classes[s[i-1]]&(classAlnum|classWide) == 0) &&
				(open || end == len(s) || classes[s[end]]&(classLower|classWide) == 0) {
				return true
			}
			at = i + 1
		}
	}
	return false
}
