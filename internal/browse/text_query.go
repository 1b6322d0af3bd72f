package browse

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What of a search in texts is read: more is left out.
const (
	searchMost = 1000 // bytes
	termsMost  = 32
)

// term is one thing that is searched for in texts: a word, or words that follow each other.
type term struct {
	words  []string
	prefix bool // the last word is the beginning of one
	not    bool
}

// residual reports whether rows have to be read to know whether a term is in them.
func (t *term) residual() bool { return len(t.words) > 1 }

// readSearch reads a search: words, "words that follow each other", -not, and beginn*. It
// takes anything: what cannot be meant is left out.
func readSearch(s string) []term {
	if len(s) > searchMost {
		s = s[:searchMost]
	}
	s = strings.ToValidUTF8(s, " ")
	var out []term
	for i := 0; i < len(s) && len(out) < termsMost; {
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			i += size
			continue
		}
		var t term
		if s[i] == '-' {
			t.not = true
			i++
		}
		var part string
		if i < len(s) && s[i] == '"' {
			i++
			end := strings.IndexByte(s[i:], '"')
			if end < 0 {
				end = len(s) - i
			}
			part = s[i : i+end]
			i = min(i+end+1, len(s))
		} else {
			end := strings.IndexFunc(s[i:], func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
			if end < 0 {
				end = len(s) - i
			}
			part = s[i : i+end]
			i += end
			t.prefix = strings.HasSuffix(part, "*")
		}
		eachWord(part, nil, func(word []byte, _, _ int) bool {
			t.words = append(t.words, string(word))
			return len(t.words) < termsMost
		})
		if len(t.words) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// in reports whether the words of a term follow each other in one of a row's texts.
func (t *term) in(r *Row) bool {
	found := false
	for i := range r.Fields {
		eachText(r.Fields[i].Value, 0, func(s string) bool {
			t.places(s, func(int, int) bool { found = true; return false })
			return !found
		})
		if found {
			break
		}
	}
	return found
}

// places calls yield with where a term begins and ends in s.
func (t *term) places(s string, yield func(from, to int) bool) {
	type at struct{ next, from int } // words that were met, and where they began
	var open []at
	eachWord(s, nil, func(word []byte, from, to int) bool {
		kept := open[:0]
		for _, o := range append(open, at{0, from}) {
			want := t.words[o.next]
			last := o.next == len(t.words)-1
			if string(word) != want && !(last && t.prefix && strings.HasPrefix(string(word), want)) {
				continue
			}
			if !last {
				kept = append(kept, at{o.next + 1, o.from})
			} else if !yield(o.from, to) {
				return false
			}
		}
		open = kept
		return true
	})
}

// Span is a part of a text, in bytes.
type Span struct{ From, To int }

// Matches returns where a search is met in a text, in order and without overlaps, most at
// most.
func Matches(search, s string, most int) []Span {
	var out []Span
	for _, t := range readSearch(search) {
		if t.not {
			continue
		}
		n := 0
		t.places(s, func(from, to int) bool {
			out = append(out, Span{from, to})
			n++
			return n < most
		})
	}
	slices.SortFunc(out, func(a, b Span) int { return a.From - b.From })
	kept := out[:0]
	for _, sp := range out {
		if len(kept) > 0 && sp.From < kept[len(kept)-1].To {
			kept[len(kept)-1].To = max(kept[len(kept)-1].To, sp.To)
			continue
		}
		if len(kept) == most {
			break
		}
		kept = append(kept, sp)
	}
	return kept
}
