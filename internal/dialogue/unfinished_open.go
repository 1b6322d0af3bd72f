package dialogue

import "strings"

// opensMost is how far back what is open is looked for, in bytes.
const opensMost = 400

// opened reports whether a bracket, a quotation or a Spanish question was opened in front of
// words and not closed.
func (t *turnText) opened() bool {
	s := t.text[max(0, len(t.text)-opensMost):]
	if at := strings.LastIndexByte(s, '('); at > 0 && s[at-1] == ' ' && at+1 < len(s) && s[at+1] != ' ' && strings.IndexByte(s[at:], ')') < 0 {
		return true
	}
	if t.bytes&unread != 0 {
		for _, q := range [...]struct{ open, closed string }{{"„", "“”\""}, {"«", "»"}, {"¿", "?"}, {"“", "”\""}} {
			at := strings.LastIndex(s, q.open)
			if at < 0 || q.open == "“" && strings.Contains(s, "„") {
				continue
			}
			if rest := s[at+len(q.open):]; strings.Count(rest, " ") >= 3 && !strings.ContainsAny(rest, q.closed) {
				return true
			}
		}
	}
	at := strings.LastIndexByte(s, '"')
	return at > 0 && s[at-1] == ' ' && at+1 < len(s) && s[at+1] > ' ' && strings.Count(s[at:], " ") >= 3 && strings.Count(t.text, "\"")%2 == 1
}

// unjoined reports whether a turn ends with a sign that something has to follow: an
// apostrophe of elision, the sign of an address, a hyphen, a title, or the first part of a sum
// or an hour.
func (t *turnText) unjoined() bool {
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
	leads := kinds.of[before.hash]
	joins := leads != 0 && !before.opens
	switch end {
	case "@":
		return true
	case "'", "’":
		own, _ := t.hashed(s[x.from:x.to])
		return kinds.of[own]&(kinds.parts[endElided+english]|kinds.parts[endElided+french]) != 0 && !strings.Contains(s, " '") && !strings.Contains(s, "‘")
	case "-":
		return strings.HasSuffix(s, end) && (joins || strings.IndexByte(s[x.from:x.to], '-') > 0)
	case ".":
		return leads&kinds.parts[endToWhom] != 0
	case ",":
		return t.digits(x) && x.from > 0 && (s[x.from-1] == '$' || strings.HasSuffix(s[:x.from], "£") || strings.HasSuffix(s[:x.from], "€"))
	case ":":
		return joins && x.to-x.from <= 2 && t.digits(x)
	}
	return false
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
