package stage

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// judgeFence starts every delimiter line.
const judgeFence = "==="

// judgeShow returns the record as the judge is shown it, each field after a line
// such as
//
//	=== 5be0c1d2a3f4e5b6 hint ===
//
// and a last line that says "end". What is judged cannot close the delimiters:
//
//   - The mark is a hash of all that is shown, so a text cannot be written to hold
//     its own mark; should it hold it all the same, the mark is hashed again until
//     it does not. Nothing else goes into it: records that show the same share one
//     call, and a field that is not shown changes none.
//   - What merely looks like a delimiter, a fence and then eight or more
//     hexadecimal digits, has its fence written with spaces, "= = =".
//   - A name that is more than letters, digits, spaces, dots and dashes stands
//     in quotes, with what is not plain escaped.
//
// Bytes that are not UTF-8 and NULs are shown as U+FFFD; nothing else is changed.
func judgeShow(r *seedbed.Record, show []string) string {
	texts, names := judgeFields(r, show, nil)
	return judgeRender(names, texts)
}

// judgeRender shows texts by their names as judgeShow does. Texts are neutral, and
// names fit to be shown.
func judgeRender(names, texts []string) string {
	total := 0
	for i := range texts {
		total += len(names[i]) + len(texts[i]) + 40
	}
	mark := judgeMark(names, texts)
	var b strings.Builder
	b.Grow(total + 64)
	for i := range texts {
		judgeLine(&b, mark, names[i])
		b.WriteString(texts[i])
		b.WriteByte('\n')
	}
	judgeLine(&b, mark, "end")
	return b.String()
}

func judgeLine(b *strings.Builder, mark, name string) {
	b.WriteString(judgeFence)
	b.WriteByte(' ')
	b.WriteString(mark)
	b.WriteByte(' ')
	b.WriteString(name)
	b.WriteByte(' ')
	b.WriteString(judgeFence)
	b.WriteByte('\n')
}

// judgeFields returns the texts to show and the names to show them by: those of the
// fields that show lists, or else of all but those to skip.
func judgeFields(r *seedbed.Record, show, skip []string) (texts, names []string) {
	add := func(name string, v any, there bool) {
		if !judgeIsName(name) {
			name = judgeNeutral(strconv.QuoteToASCII(name))
		}
		if !there || v == nil {
			name += " (empty)"
		}
		names = append(names, name)
		texts = append(texts, judgeNeutral(seedbed.TextOf(v)))
	}
	if len(show) > 0 {
		texts, names = make([]string, 0, len(show)), make([]string, 0, len(show))
		for _, name := range show {
			v, ok := r.Fields.Get(name)
			add(name, v, ok)
		}
		return texts, names
	}
	texts, names = make([]string, 0, len(r.Fields)), make([]string, 0, len(r.Fields))
	for i := range r.Fields {
		if !slices.Contains(skip, r.Fields[i].Name) {
			add(r.Fields[i].Name, r.Fields[i].Value, true)
		}
	}
	return texts, names
}

// judgeMark returns a mark that is in none of the texts.
func judgeMark(names, texts []string) string {
	h := sha256.New()
	var buf [512]byte
	for _, list := range [][]string{names, texts} {
		for _, s := range list {
			for len(s) > 0 { // in pieces, so that no text is copied whole
				n := copy(buf[:], s)
				h.Write(buf[:n])
				s = s[n:]
			}
			h.Write([]byte{0})
		}
	}
	for {
		sum := h.Sum(nil)
		mark := hex.EncodeToString(sum[:8])
		if !judgeHolds(names, mark) && !judgeHolds(texts, mark) {
			return mark
		}
		h.Write(sum)
	}
}

func judgeHolds(list []string, mark string) bool {
	for _, s := range list {
		if strings.Contains(s, mark) {
			return true
		}
	}
	return false
}

// judgeNeutral takes from a text what it could pass for a delimiter with.
func judgeNeutral(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "\uFFFD")
	}
	if !strings.Contains(s, judgeFence) {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, judgeFence)
		if i < 0 {
			break
		}
		end := i + len(judgeFence)
		for end < len(s) && s[end] == '=' {
			end++
		}
		b.WriteString(s[:i])
		if judgeLooksLikeMark(s[end:]) {
			b.WriteString(strings.Repeat("= ", end-i-1))
			b.WriteByte('=')
		} else {
			b.WriteString(s[i:end])
		}
		s = s[end:]
	}
	b.WriteString(s)
	return b.String()
}

func judgeLooksLikeMark(s string) bool {
	const digits = 8
	s = strings.TrimLeft(s[:min(len(s), 64)], "= \t\u00a0")
	if len(s) < digits {
		return false
	}
	for i := range digits {
		c := s[i] | 0x20
		if (s[i] < '0' || s[i] > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
