package exchange

import (
	"bytes"
	"io"
)

// splitter takes CSV apart (RFC 4180), as forgivingly as spreadsheets do: a quote within
// a cell stands for itself, and one that is never closed too. It keeps one row at a time,
// of no more cells than are read at all, which encoding/csv does not promise.
type splitter struct {
	text  []byte // what is left
	comma byte
	at    int // line that text begins in
	open  int // line of the first quote that is never closed; 0: there is none
	cells []cell
}

// next returns the cells of the next row that is not empty, valid until the one after
// it, and the line that it begins in. At the end it returns io.EOF.
func (s *splitter) next() (cells []cell, line int, err error) {
	for len(s.text) > 0 && (s.text[0] == '\n' || bytes.HasPrefix(s.text, []byte("\r\n"))) {
		s.text = s.text[bytes.IndexByte(s.text, '\n')+1:]
		s.at++
	}
	if len(s.text) == 0 || len(s.text) == 1 && s.text[0] == '\r' {
		return nil, s.at, io.EOF
	}
	s.cells, line = s.cells[:0], s.at
	for {
		if len(s.cells) == mostColumns {
			return nil, line, damaged("there are more than %d columns", mostColumns)
		}
		text, more := s.cell()
		s.cells = append(s.cells, cell{text: text})
		if !more {
			return s.cells, line, nil
		}
	}
}

// cell takes one cell off, and reports whether its row goes on.
func (s *splitter) cell() (text string, more bool) {
	if len(s.text) > 0 && s.text[0] == '"' && s.open == 0 {
		if text, more, ok := s.quoted(); ok {
			return text, more
		}
		s.open = s.at
	}
	n := 0
	for n < len(s.text) && s.text[n] != s.comma && s.text[n] != '\n' {
		n++
	}
	b := s.text[:n]
	if n == len(s.text) {
		s.text = nil
		return string(bytes.TrimSuffix(b, []byte("\r"))), false
	}
	more = s.text[n] == s.comma
	if s.text = s.text[n+1:]; !more {
		s.at++
		b = bytes.TrimSuffix(b, []byte("\r"))
	}
	return string(b), more
}

// quoted takes a cell off that stands in quotes. ok is false where they are never closed.
func (s *splitter) quoted() (text string, more, ok bool) {
	var b []byte
	lines := 0
	for rest := s.text[1:]; ; {
		n := bytes.IndexByte(rest, '"')
		if n < 0 {
			return "", false, false
		}
		lines += bytes.Count(rest[:n], []byte("\n"))
		b = append(b, rest[:n]...)
		rest = rest[n+1:]
		end := bytes.TrimPrefix(rest, []byte("\r"))
		switch {
		case len(rest) > 0 && rest[0] == '"':
			b, rest = append(b, '"'), rest[1:]
			continue
		case len(rest) == 0 || rest[0] == s.comma:
			more = len(rest) > 0
			rest = rest[min(1, len(rest)):]
		case len(end) == 0 || end[0] == '\n':
			lines++
			rest = end[min(1, len(end)):]
		default: // a quote within the cell
			b = append(b, '"')
			continue
		}
		s.text = rest
		s.at += lines
		return string(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))), more, true
	}
}
