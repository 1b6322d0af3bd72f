package society

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tokenKind is what a token is.
type tokenKind uint8

const (
	tokWord tokenKind = iota
	tokNumber
	tokDate       // 2024-03-12 or 12.03.2024, in num
	tokStop       // the end of a sentence
	tokLine       // the end of a line
	tokComma      // or a semicolon
	tokBracket    // ( or )
	tokColon      //
	tokDash       // one that stands between words
	tokPossessive // 's
	tokCurrency   // € $ £
)

// token is a piece of a text.
type token struct {
	start, end int32
	kind       tokenKind
	capital    bool
	grouped    bool    // a number with separators
	word       int32   // in the vocabulary; -1: unknown
	num        float64 // of a number; of a date its Date
}

// scanner cuts a text into tokens. Words are folded: lower case, without marks, so
// that Bjørn is bjorn and MÜLLER is muller.
type scanner struct {
	text string
	at   int
	fold []byte // of the word just read
	not  bool   // a "n't" is to be given next
}

// next reads a token; false at the end. Of words, fold is set.
func (s *scanner) next(t *token) bool {
	*t = token{word: -1}
	if s.not {
		s.not = false
		s.fold = append(s.fold[:0], "not"...)
		t.start, t.end = int32(s.at), int32(s.at)
		return true
	}
	for s.at < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		t.start = int32(s.at)
		switch {
		case isDigit(r):
			s.number(t)
			return true
		case isWord(r):
			s.word(t)
			return true
		}
		s.at += size
		t.end = int32(s.at)
		if (r == '\'' || r == '’') && strings.HasPrefix(s.text[s.at:], "s") {
			if after, _ := utf8.DecodeRuneInString(s.text[s.at+1:]); s.at+1 == len(s.text) || !isWord(after) {
				s.at++
				t.kind, t.end = tokPossessive, int32(s.at)
				return true
			}
		}
		switch r {
		case '\n':
			t.kind = tokLine
			return true
		case '.', '!', '?', '…', '。', '！', '？':
			if r == '.' && s.abbreviated(int(t.start)) {
				continue
			}
			t.kind = tokStop
			return true
		case ',', ';', '、', '，':
			t.kind = tokComma
			return true
		case '(', ')', '[', ']':
			t.kind = tokBracket
			return true
		case ':':
			t.kind = tokColon
			return true
		case '–', '—', '-':
			t.kind = tokDash
			return true
		case '€', '$', '£':
			t.kind = tokCurrency
			return true
		}
	}
	return false
}

// abbreviated reports whether the dot at a place follows one or two letters (Dr. J.),
// or stands within a word.
func (s *scanner) abbreviated(dot int) bool {
	if dot+1 < len(s.text) {
		if r, _ := utf8.DecodeRuneInString(s.text[dot+1:]); isWord(r) || isDigit(r) {
			return true
		}
	}
	n := 0
	for i := dot; i > 0; n++ {
		r, size := utf8.DecodeLastRuneInString(s.text[:i])
		if !unicode.IsLetter(r) {
			break
		}
		if i -= size; n == 2 {
			return false
		}
	}
	if n == 0 || n > 2 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s.text[dot-n:])
	return unicode.IsUpper(r) && (n == 1 || strings.Contains(" Dr Mr Ms St Jr Sr Co ", " "+s.text[dot-n:dot]+" "))
}

// mostWord bounds what is kept of a word, in bytes: no name is longer.
const mostWord = 128

func (s *scanner) word(t *token) {
	s.fold = s.fold[:0]
	first, _ := utf8.DecodeRuneInString(s.text[s.at:])
	t.capital = unicode.IsUpper(first)
	i := s.at
	for i < len(s.text) {
		c := s.text[i]
		if c < utf8.RuneSelf {
			switch {
			case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
				s.keep(c)
			case c >= 'A' && c <= 'Z':
				s.keep(c | 0x20)
			case c == '\'' && s.apostrophe(i, 1):
			default:
				s.end(t, i)
				return
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[i:])
		if r == '’' && s.apostrophe(i, size) {
			i += size
			continue
		}
		if !isWord(r) && !isDigit(r) {
			break
		}
		s.foldRune(r, s.text[i:i+size])
		i += size
	}
	s.end(t, i)
}

func (s *scanner) keep(c byte) {
	if len(s.fold) < mostWord {
		s.fold = append(s.fold, c)
	}
}

// apostrophe reports whether the one at i goes on with the word: in O'Brien, but not
// in Okafor's.
func (s *scanner) apostrophe(i, size int) bool {
	rest := s.text[i+size:]
	r, n := utf8.DecodeRuneInString(rest)
	if !unicode.IsLetter(r) {
		return false
	}
	after, _ := utf8.DecodeRuneInString(rest[n:])
	return (r != 's' && r != 'S') || isWord(after)
}

func (s *scanner) end(t *token, i int) {
	t.end, s.at = int32(i), i
	if n := len(s.fold); n > 2 && s.fold[n-1] == 't' && s.fold[n-2] == 'n' && strings.ContainsAny(s.text[t.start:t.end], "'’") {
		s.fold, s.not = s.fold[:n-2], true // isn't
	}
}

// foldRune appends a letter beyond ASCII without its marks.
func (s *scanner) foldRune(r rune, text string) {
	if unicode.Is(unicode.Mn, r) {
		return
	}
	switch r = unicode.ToLower(r); r {
	case 'ø':
		s.keep('o')
		return
	case 'ł':
		s.keep('l')
		return
	case 'đ', 'ð':
		s.keep('d')
		return
	case 'ı':
		s.keep('i')
		return
	case 'ß':
		s.keep('s')
		s.keep('s')
		return
	case 'æ':
		s.keep('a')
		s.keep('e')
		return
	}
	d := norm.NFD.PropertiesString(text).Decomposition()
	if len(d) == 0 {
		if len(s.fold)+utf8.RuneLen(r) <= mostWord && r != utf8.RuneError {
			s.fold = utf8.AppendRune(s.fold, r)
		}
		return
	}
	for len(d) > 0 {
		part, size := utf8.DecodeRune(d)
		if part = unicode.ToLower(part); !unicode.Is(unicode.Mn, part) && len(s.fold)+utf8.RuneLen(part) <= mostWord {
			s.fold = utf8.AppendRune(s.fold, part)
		}
		d = d[size:]
	}
}

// number reads 12, 1,200, 1.5, 07700 or a date; 4x4 is a word.
func (s *scanner) number(t *token) {
	if d, n := dateAt(s.text[s.at:]); n > 0 {
		t.kind, t.num = tokDate, float64(d)
		s.at += n
		t.end = int32(s.at)
		return
	}
	s.fold = s.fold[:0]
	i, scale := s.at, 0.0
	for i < len(s.text) {
		c := s.text[i]
		if c >= '0' && c <= '9' {
			s.keep(c)
			if t.num < 1e15 {
				t.num = 10*t.num + float64(c-'0')
			}
			if scale *= 10; scale > 1e6 {
				scale = 1e6
			}
			i++
			continue
		}
		sep := groupAt(s.text, i)
		switch {
		case sep > 0 && scale == 0:
			t.grouped = true
			i += sep
		case (c == '.' || c == ',') && scale == 0 && i+1 < len(s.text) && isDigit(rune(s.text[i+1])):
			scale = 1
			i++
		default:
			goto done
		}
	}
done:
	if scale > 1 {
		t.num /= scale
	}
	t.kind, t.end = tokNumber, int32(i)
	s.at = i
	if i >= len(s.text) {
		return
	}
	if r, _ := utf8.DecodeRuneInString(s.text[i:]); unicode.IsLetter(r) && !s.suffix(i) {
		at := s.at
		s.at = int(t.start)
		if s.at < at { // a word that begins with digits
			t.kind, t.num, t.grouped = tokWord, 0, false
			s.word(t)
		}
	}
}

// suffix reports whether letters that follow a number at once are of a number: 120k, 3rd.
func (s *scanner) suffix(i int) bool {
	k := i
	for k < len(s.text) && k-i < 9 && (s.text[k]|0x20 >= 'a' && s.text[k]|0x20 <= 'z') {
		k++
	}
	switch strings.ToLower(s.text[i:k]) {
	case "k", "m", "mn", "mio", "bn", "st", "nd", "rd", "th", "eur", "usd", "gbp", "nok":
		return true
	}
	return false
}

// groupAt is the length of a separator of thousands at i; 0 where there is none.
func groupAt(s string, i int) int {
	size := 0
	switch {
	case s[i] == ',' || s[i] == '.' || s[i] == '\'':
		size = 1
	case strings.HasPrefix(s[i:], "\u00a0"), strings.HasPrefix(s[i:], "\u202f"), strings.HasPrefix(s[i:], "’"):
		_, size = utf8.DecodeRuneInString(s[i:])
	default:
		return 0
	}
	for k := range 4 {
		digit := i+size+k < len(s) && isDigit(rune(s[i+size+k]))
		if digit != (k < 3) {
			return 0
		}
	}
	return size
}

// dateAt reads 2024-03-12 or 12.03.2024 at the start of s, and how long it is.
func dateAt(s string) (Date, int) {
	if len(s) < 10 || len(s) > 10 && isDigit(rune(s[10])) {
		return 0, 0
	}
	digits := func(from, to int) int {
		n := 0
		for _, c := range []byte(s[from:to]) {
			if c < '0' || c > '9' {
				return -1
			}
			n = 10*n + int(c-'0')
		}
		return n
	}
	if s[4] == '-' && s[7] == '-' {
		if d, ok := dateOf(digits(0, 4), digits(5, 7), digits(8, 10)); ok {
			return d, 10
		}
	}
	if s[2] == '.' && s[5] == '.' {
		if d, ok := dateOf(digits(6, 10), digits(3, 5), digits(0, 2)); ok {
			return d, 10
		}
	}
	return 0, 0
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r))
}

// foldWords are the words and numbers of a text, folded.
func foldWords(text string) []string {
	var out []string
	s := scanner{text: text}
	var t token
	for s.next(&t) {
		if t.kind == tokWord || t.kind == tokNumber {
			out = append(out, string(s.fold))
		}
	}
	return out
}
