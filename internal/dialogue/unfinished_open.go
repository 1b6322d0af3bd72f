package dialogue

import (
	"strings"

	"seedbed.dev/seedbed"
)

// opensMost is how far back what is open is looked for, in bytes.
const opensMost = 400

// opened is how far below its limit a score may be because a bracket, a quotation or a Spanish
// question was opened in front of words and not closed; 0 where none was.
func (t *turnText) opened() float32 {
	s := t.text[max(0, len(t.text)-opensMost):]
	if t.bytes&unread != 0 {
		for _, q := range [...]struct {
			open, closed string
			margin       float32
		}{{"„", "“”\"", endQuoted}, {"«", "»", endQuoted}, {"¿", "?", endLikely}, {"“", "”\"", endLikely}} {
			at := strings.LastIndex(s, q.open)
			if at < 0 || at == 0 && q.margin == endQuoted || q.open == "“" && strings.Contains(s, "„") {
				continue
			}
			if rest := s[at+len(q.open):]; strings.Count(rest, " ") >= 3 && !strings.ContainsAny(rest, q.closed) {
				return q.margin
			}
		}
	}
	if at := lastByte(s, '('); at > 0 && s[at-1] == ' ' && strings.Count(s[at:], " ") >= 2 && s[at+1] != ' ' && strings.IndexByte(s[at:], ')') < 0 {
		return endOpened
	}
	at := lastByte(s, '"')
	if at > 0 && s[at-1] == ' ' && at+1 < len(s) && s[at+1] > ' ' && strings.Count(s[at:], " ") >= 3 && strings.Count(t.text, "\"")%2 == 1 {
		return endLikely
	}
	return 0
}

// lastByte is strings.LastIndexByte, fast where there is none.
func lastByte(s string, c byte) int {
	if strings.IndexByte(s, c) < 0 {
		return -1
	}
	return strings.LastIndexByte(s, c)
}

// unjoined reports whether a turn ends with a sign that something has to follow: an
// apostrophe of elision, the sign of an address, a hyphen, an operator, a title, or the first
// part of a sum or an hour.
func (w *Watcher) unjoined() bool {
	t := &w.text
	n, s := len(t.words)-1, t.text
	if n < 2 {
		return false
	}
	x, before := &t.words[n], &t.words[n-1]
	end := strings.TrimRight(s[x.to:], " \t\r\n")
	if end == "" || end == "." && !(x.upper && endTitles.has(x.hash)) {
		return false
	}
	kinds := knownEndKinds()
	leads := kinds[before.hash]
	joins := leads.kinds != 0 && !before.opens
	switch end {
	case "@":
		return true
	case "'", "’":
		own, _ := t.hashed(s[x.from:x.to])
		return (kinds[own].is(endElided+english) || kinds[own].is(endElided+french)) && !strings.Contains(s, " '") && !strings.Contains(s, "‘")
	case "-":
		return strings.HasSuffix(s, end) && (kinds[x.hash].is(endCounts) || strings.IndexByte(s[x.from:x.to], '-') > 0)
	case ".":
		return leads.is(endToWhom)
	case ",":
		some, each := w.stopped()
		return each && t.digits(x) && (some || x.from > 0 && s[x.from-1] == '$' || strings.HasSuffix(s[:x.from], "£") || strings.HasSuffix(s[:x.from], "€"))
	case " +=", " -=", " ==", " &&", " ||":
		return true
	case " +", " =", " *":
		return strings.Contains(s[:x.to], " = ")
	case ":":
		return joins && x.to-x.from <= 2 && t.digits(x)
	}
	return false
}

// stopped reports whether the user said something before, and whether it ended that with a stop
// each time.
func (w *Watcher) stopped() (some, each bool) {
	for _, s := range w.turns[:len(w.turns)-1] {
		if s.role == seedbed.User && !s.polite {
			if some = true; !s.stops {
				return true, false
			}
		}
	}
	return some, true
}

// endTitles stand with a stop in front of a name.
var endTitles = hashesOf("dr mr mrs ms prof sr sra hr mme")

// digits reports whether a word is a number.
func (t *turnText) digits(x *word) bool {
	for i := x.from; i < x.to; i++ {
		if t.text[i] < '0' || t.text[i] > '9' {
			return false
		}
	}
	return true
}
