package measure

import (
	"fmt"

	"seedbed.dev/seedbed"
)

// leftOut counts the rows of a part that measures do not see as they are.
type leftOut struct {
	column     string // of text; "": none
	unreadable int64
	first      string // why the first of them could not be read, and where
	blank      int64  // rows without text
	other      int64  // rows whose text is a number, a list or the like
}

// unread counts a row that could not be read.
func (l *leftOut) unread(rec *seedbed.Record) {
	if l.unreadable == 0 {
		l.first = rec.Decision.Detail
	}
	l.unreadable++
}

// look counts a row by what its column of text holds.
func (l *leftOut) look(rec *seedbed.Record) {
	if l.column == "" {
		return
	}
	switch v, _ := rec.Fields.Get(l.column); v := v.(type) {
	case nil:
		l.blank++
	case string:
		if v == "" {
			l.blank++
		}
	default:
		l.other++
	}
}

// notes says what was counted in a part of so many rows that could be read.
func (l *leftOut) notes(p Part, rows int64) []string {
	var out []string
	if l.unreadable > 0 {
		s := fmt.Sprintf("%s of the %s could not be read and %s left out", manyRows(l.unreadable), p, wasWere(l.unreadable))
		if l.first != "" {
			s += "; the first: " + l.first
		}
		out = append(out, s)
	}
	if p == Seeds || p == Judged {
		return out
	}
	if l.blank > 0 {
		out = append(out, fmt.Sprintf("%d of %s of the %s have no text in %q: measures of text leave them out", l.blank, manyRows(rows), p, l.column))
	}
	if l.other > 0 {
		out = append(out, fmt.Sprintf("%d of %s of the %s have a number, a list or the like in %q: it was read as text, as it is written", l.other, manyRows(rows), p, l.column))
	}
	return out
}

func manyRows(n int64) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}

func wasWere(n int64) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
