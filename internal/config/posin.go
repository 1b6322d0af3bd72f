package config

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"seedbed.dev/seedbed"
)

// PosIn returns where a place inside the text at a path stands in the file. line
// and col are 1-based within the text, col in characters. Where the place cannot
// be told (the text came from --set, or is not there), it is that of the value.
//
// YAML's ways of writing text differ in white space and escapes alone, so the
// place is found by counting the characters before it that are neither.
func (d *Doc) PosIn(path string, line, col int) seedbed.Position {
	n := d.find(path)
	if n == nil || n.kind != Scalar || n.source.Line == 0 {
		return d.Pos(path)
	}
	s, ok := d.scanText(n)
	if !ok {
		return n.pos
	}
	before, back := inkBefore(n.value, line, col)
	return s.locate(before, back)
}

// inkBefore returns how many characters other than white space stand before a
// place in a text, and how many columns the place lies behind the next of them
// on its line: 0 when it is one itself. back is negative when no further one
// stands on the line; then -1 is right behind the last.
func inkBefore(text string, line, col int) (count, back int) {
	lines := strings.SplitAfter(text, "\n")
	line = min(max(line, 1), len(lines))
	for _, l := range lines[:line-1] {
		for _, r := range l {
			if !unicode.IsSpace(r) {
				count++
			}
		}
	}
	at := 0
	since := -1 // columns since the last ink
	for _, r := range lines[line-1] {
		at++
		ink := !unicode.IsSpace(r)
		if at >= col && ink {
			return count, at - max(col, 1)
		}
		if at >= col && since < 0 {
			since = 0
		}
		if ink {
			count++
		}
	}
	// Behind the last ink of the line: as far behind it as the place is.
	trimmed := utf8.RuneCountInString(strings.TrimRightFunc(lines[line-1], unicode.IsSpace))
	return count, -max(min(col, at+1)-trimmed, 1)
}

// textScan walks the text of a scalar in its file.
type textScan struct {
	doc   *Doc
	line  int // 0-based in doc.lines
	col   int // 0-based, in characters
	byte  int
	quote byte // '"', '\'' or 0
}

// scanText returns a scan that stands at the first character of n's text.
func (d *Doc) scanText(n *node) (*textScan, bool) {
	s := &textScan{doc: d, line: n.source.Line - d.firstLine}
	if s.line < 0 || s.line >= len(d.lines) {
		return nil, false
	}
	s.skip(n.source.Col - 1)
	// An anchor or a tag may stand before the text.
	for n.style&yaml.TaggedStyle != 0 || s.peek() == '&' || s.peek() == '!' {
		c := s.peek()
		if c != '&' && c != '!' {
			break
		}
		for c := s.peek(); c != 0 && c != ' ' && c != '\t'; c = s.peek() {
			s.skip(1)
		}
		for s.peek() == ' ' || s.peek() == '\t' {
			s.skip(1)
		}
		if s.peek() == 0 && !s.nextLine() {
			return nil, false
		}
		for s.peek() == ' ' {
			s.skip(1)
		}
	}
	switch c := s.peek(); {
	case n.style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return s, s.nextLine() // past | or >
	case c == '"' || c == '\'':
		s.quote = c
		s.skip(1)
	}
	return s, true
}

func (s *textScan) rest() []byte {
	if s.line >= len(s.doc.lines) {
		return nil
	}
	return bytes.TrimSuffix(s.doc.lines[s.line][s.byte:], []byte("\r"))
}

func (s *textScan) peek() byte {
	if r := s.rest(); len(r) > 0 {
		return r[0]
	}
	return 0
}

func (s *textScan) skip(chars int) {
	for range chars {
		r := s.rest()
		if len(r) == 0 {
			return
		}
		_, size := utf8.DecodeRune(r)
		s.byte += size
		s.col++
	}
}

func (s *textScan) nextLine() bool {
	s.line++
	s.byte, s.col = 0, 0
	return s.line < len(s.doc.lines)
}

func (s *textScan) pos() seedbed.Position { return s.doc.at(s.line+1, s.col+1) }

// locate returns the place of the character with count others before it, moved
// back columns to the left; or, with a negative back, to the right of the last.
func (s *textScan) locate(count, back int) seedbed.Position {
	if back < 0 {
		count--
	}
	last := s.pos()
	for {
		for len(s.rest()) == 0 {
			if !s.nextLine() {
				return last
			}
		}
		start := s.pos()
		if s.next() {
			last = start
			if count <= 0 {
				last.Col = max(last.Col-back, 1)
				return last
			}
			count--
		}
		if s.done() {
			return last
		}
	}
}

// done reports whether the closing quote comes next.
func (s *textScan) done() bool {
	c := s.rest()
	return s.quote != 0 && len(c) > 0 && c[0] == s.quote && (s.quote == '"' || len(c) < 2 || c[1] != '\'')
}

// next passes one character as the text has it, and reports whether it is ink.
func (s *textScan) next() bool {
	r := s.rest()
	if s.quote == '\'' && bytes.HasPrefix(r, []byte("''")) {
		s.skip(2)
		return true
	}
	if s.quote == '"' && r[0] == '\\' {
		if len(r) < 2 { // an escaped end of line
			s.skip(1)
			return false
		}
		width := map[byte]int{'x': 4, 'u': 6, 'U': 10}[r[1]]
		s.skip(max(width, 2))
		return !strings.ContainsRune("ntr vfLPN_\t", rune(r[1])) && !escapedSpace(r, width)
	}
	c, _ := utf8.DecodeRune(r)
	s.skip(1)
	return !unicode.IsSpace(c)
}

func escapedSpace(r []byte, width int) bool {
	if width == 0 || len(r) < width {
		return false
	}
	v, err := strconv.ParseUint(string(r[2:width]), 16, 32)
	return err == nil && unicode.IsSpace(rune(v))
}
