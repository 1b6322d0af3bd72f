package dialogue

import (
	"strings"

	"seedbed.dev/seedbed"
)

// How much of a reply is looked at. What people are told of a failure is short; what
// machines print of it is long, and tells at its start that it is that.
const (
	noticeMost  = 420 // bytes of a notice in prose
	machineMost = 700 // bytes that are read of what is no prose
	strangeMost = 7   // words that no notice has, from which on it is none
)

// failureForm is how a reply is written.
type failureForm uint8

const (
	prose failureForm = iota
	jsonForm
	htmlForm
	bracketForm // a few words, all in brackets
)

// failure is what a reply is made of, in words of the table.
type failure struct {
	form               failureForm
	words, strange     int
	score              int  // two for a word that tells of a failure by itself, one for others
	can                int  // words for what a system does
	denied             int  // those of sentences that deny
	bad                bool // one tells of a failure
	machine, explained bool // what only machines write; somebody talks about it
	begun              bool // as only machines begin
	raised             bool // an exception, at the start
	notice             bool // of JSON: a key that a notice has
	aside              bool // a sentence is of something else
	since              int  // words since one that says no
	sentence           struct {
		score, strange int  // what was counted up to it
		said           bool // it has a phrase of a failure
		denies         bool // it has a word that denies
		can            int  // words for what a system does up to it
	}
	filled bool // of JSON: no value says anything; one is an answer
}

// failedReply reports whether a system's text stands for no reply: it has no words, is
// a place that was left to be filled in, or tells of a failure and of nothing else.
// One criterion finds most: notices of failures are made of few words, and who talks
// about a failure, or of anything else, uses others.
//
// Doubtful is what may be an answer, too: it is none where nothing better is ever said.
func failedReply(s string) (failed, doubtful bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return true, false
	}
	if blank, known := noWords(s); known {
		return blank, false
	}
	t := knownFailures()
	if len(s) < 60 && (t.isWhole(s) || placeholder(s)) {
		return true, false
	}
	f := failure{form: formOf(s), since: 9}
	if f.form == jsonForm && emptyJSON(s) {
		return true, false
	}
	f.read(s, t)
	if f.form == prose && !f.begun && (f.bad || f.machine) && quotesNotice(s) {
		return false, false
	}
	failed = f.fails()
	return failed, !failed && f.doubtful()
}

// noWords looks at a text's signs: one of dots, brackets and quotation marks alone is
// blank. Known is false for a text with others.
func noWords(s string) (blank, known bool) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '.', '{', '}', '[', ']', '(', ')', '"', '\'', '<', '>', '_', '*', '#', '~', '|', '\\', '`', '/', ',', ' ', '\n', '\r', '\t', 0, '-', '=', ':', ';':
			blank = blank || c != '-'
		case 0xc2, 0xe2, 0xef: // spaces and marks that are not seen, and an ellipsis
			n := 0
			for _, sign := range []string{"\u00a0", "\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "…", "\ufffd"} {
				if strings.HasPrefix(s[i:], sign) {
					n = len(sign)
				}
			}
			if n == 0 {
				return false, false
			}
			i += n - 1
			blank = true
		default:
			return false, false
		}
	}
	// A smile and the like are said.
	return (blank || len(s) > 1) && !(len(s) <= 3 && (s[0] == ':' || s[0] == ';' || s[0] == '=')), true
}

// isWhole reports whether a short text is one of those that stand for no reply, without
// what stands around it.
func (t *failureTable) isWhole(s string) bool {
	if t.hasWhole(s, true) || t.hasWhole(strings.Trim(s, "[](){}<>*_\"'`"), true) {
		return true
	}
	if label, rest, ok := strings.Cut(s, ": "); ok && !strings.Contains(label, " ") && t.hasWhole(rest, true) {
		return true // "Response: null"
	}
	return t.hasWhole(strings.Trim(s, " .…!*_\"'`()[]<>{}#-:~\u201c\u201d"), false)
}

// hasWhole looks a text up; exact tells that nothing was taken off.
func (t *failureTable) hasWhole(s string, exact bool) bool {
	var buf [64]byte
	low := buf[:0]
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		} else if i > 0 && s[i-1] == 0xc3 && c >= 0x80 && c <= 0x9e {
			c += 0x20
		}
		low = append(low, c)
	}
	around, ok := t.whole[string(low)]
	return ok && (exact || around)
}

// placeholder reports whether a short text is a place of a template that was not
// filled in: {{reply}}, ${message}, %(answer)s, <response>, %s.
func placeholder(s string) bool {
	for _, p := range [...]struct{ from, to string }{{"{{", "}}"}, {"${", "}"}, {"#{", "}"}, {"{%", "%}"}, {"<%", "%>"}, {"%(", ")s"}, {"<|", "|>"}, {"[[", "]]"}, {"%", "%"}, {"__", "__"}, {"@@", "@@"}} {
		if len(s) > len(p.from)+len(p.to) && strings.HasPrefix(s, p.from) && strings.HasSuffix(s, p.to) {
			inside := s[len(p.from) : len(s)-len(p.to)]
			return !strings.Contains(inside, p.to) && strings.Count(inside, " ") <= 4
		}
	}
	switch {
	case len(s) == 2 && s[0] == '%' && strings.IndexByte("sdvfqr@", s[1]) >= 0:
		return true
	case len(s) > 3 && (s[0] == '<' && s[len(s)-1] == '>' || s[0] == '{' && s[len(s)-1] == '}' || s[0] == '$'):
		for i := 1; i < len(s)-1; i++ { // one name and nothing else
			if c := s[i]; wordBytes[c] != small && wordBytes[c] != capital && c != '_' && c != '-' && c != '.' && (c != '/' || s[0] != '<') {
				return false
			}
		}
		return s[0] != '$' || s[1] > '9'
	}
	return false
}

// formOf says how a text is written, by its ends.
func formOf(s string) failureForm {
	last := s[len(s)-1]
	switch s[0] {
	case '<':
		for _, tag := range [...]string{"<!doctype", "<html", "<?xml", "<h1", "<h2", "<h3", "<title", "<head", "<body", "<center", "<error", "<soap", "<div", "<fault", "<response", "<p>"} {
			if len(s) >= len(tag) && strings.EqualFold(s[:len(tag)], tag) {
				return htmlForm
			}
		}
	case '{':
		if last == '}' {
			return jsonForm
		}
	case '[':
		if rest := strings.TrimLeft(s[1:], " \r\n\t"); last == ']' && rest != "" && (rest[0] == '{' || rest[0] == '"') {
			return jsonForm
		}
	}
	if len(s) < 80 && (s[0] == '[' && last == ']' || s[0] == '(' && last == ')' || s[0] == '<' && last == '>' || s[0] == '*' && last == '*') {
		return bracketForm
	}
	return prose
}

// emptyJSON reports whether no value of a JSON text says anything: {"reply": null}.
func emptyJSON(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '"':
			from := i + 1
			for i++; i < len(s) && s[i] != '"'; i++ {
				if s[i] == '\\' {
					i++
				}
			}
			rest := strings.TrimLeft(s[min(i+1, len(s)):], " \r\n\t")
			if i > from && !strings.HasPrefix(rest, ":") {
				return false
			}
		case c >= '0' && c <= '9':
			return false
		case wordBytes[c] != noWord:
			if !strings.HasPrefix(s[i:], "null") && !strings.HasPrefix(s[i:], "None") {
				return false
			}
			i += 3
		}
	}
	return true
}

// doubts notes whether a turn of the system is doubtful.
func (w *Watcher) doubts(doubtful bool, text string) {
	if !doubtful {
		return
	}
	if w.doubtful++; w.doubtful == 1 {
		w.doubt = text
	} else if w.doubt != text {
		w.doubt = ""
	}
}

// unreached reports whether nothing that the system said is an answer: its turns failed,
// or may have, and some did for sure or all are one and the same text.
func (w *Watcher) unreached() bool {
	return w.failed+w.doubtful > 0 && w.replies == w.doubtful && (w.failed > 0 || w.doubtful >= 2 && w.doubt != "")
}

// replied notes whether a turn of the system is a reply.
func (w *Watcher) replied(n int, t *Turn) {
	failed, doubtful := failedReply(t.Content)
	w.lost = false
	switch {
	case len(t.Tools) > 0:
		w.replies++
	case !failed:
		w.replies++
		w.doubts(doubtful, t.Content)
	case t.Finish == seedbed.FinishFilter || t.Finish == seedbed.FinishRefusal:
		w.replies++
	default:
		w.lost, w.failed = true, w.failed+1
		w.signal(Signal{Turn: n, Name: NoReply, Quote: quoted(t.Content), Strength: .5})
	}
}

// breaksOff reports whether a conversation that had just begun ends with a question that nobody
// answered. Whoever said hello so far may have asked in vain or not; and later a conversation
// that ends with the user's turn is one that both have left, or that was cut there.
func (w *Watcher) breaksOff() bool {
	n := len(w.turns)
	if w.users < 2 || w.users > 3 || w.gone || w.turns[n-1].role != seedbed.User || !w.turns[n-1].wants {
		return false
	}
	first := w.turns[0]
	if first.role != seedbed.User {
		first = w.turns[1]
	}
	return first.own >= 2
}
