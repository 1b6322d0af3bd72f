package dialogue

import (
	"strings"

	"seedbed.dev/seedbed/internal/text"
)

// label is a speaker's name before a colon.
type label struct {
	from, to int // bytes of the name
	system   bool
	user     bool
	firm     bool
	form     bool   // it is one of a form: "name", "date"
	text     string // lower case
	inline   bool   // it stands within a line
}

// templateMarks are marks of chat templates.
var templateMarks = []string{"<|im_start|>", "<|assistant|>", "[/INST]", "<|start_header_id|>", "<start_of_turn>", "### Assistant", "### Response", "### User", "### Instruction", "<<SYS>>", "[INST]", "<|user|>", "<|system|>", "<assistant>", "</assistant>", "<bot>", "</user>", "## Assistant"}

// otherSide looks for one turn that holds what both sides say.
func (w *Watcher) otherSide(n int) {
	s := w.text.text
	if w.text.bytes&brackets != 0 {
		for _, m := range templateMarks {
			if at := strings.Index(s, m); at >= 0 {
				w.markBytes(n, OtherSide, at, at+len(m), .9)
				return
			}
		}
	}
	if w.saysFor(n) || w.text.bytes&colons == 0 {
		return
	}
	labels := w.labels()
	if len(labels) == 0 || w.recounts(labels[0].from) {
		return
	}
	retold := n == 0 && labels[0].from > 0 && strings.TrimSpace(w.text.text[:labels[0].from]) != ""
	systems, users := 0, 0
	var first *label
	for i := range labels {
		l := &labels[i]
		switch {
		case l.system && (l.firm || users > 0 || len(labels) > 1):
			if systems++; first == nil {
				first = l
			}
		case l.user:
			users++
		}
	}
	switch {
	case systems > 0 && (first.firm || users > 0 || systems > 1):
		w.markBytes(n, OtherSide, first.from, first.to, .9)
	case users > 0 && len(labels) > users && !retold && !labels[0].form && !labels[len(labels)-1].form:
		w.markBytes(n, OtherSide, labels[0].from, labels[0].to, .75)
	case retold: // what was said elsewhere, after a word on it
	case users > 1:
		w.markBytes(n, OtherSide, labels[0].from, labels[0].to, .72)
	default:
		if l := script(labels); l != nil {
			w.markBytes(n, OtherSide, l.from, l.to, .75)
		}
	}
}

// labels finds speakers' names at the start of lines or sentences, outside of what is
// quoted.
func (w *Watcher) labels() []label {
	s := w.text.text
	words := w.text.words
	var out []label
	for i := range words {
		x := &words[i]
		opened := x.from > 0 && (s[x.from-1] == '"' || strings.HasSuffix(s[:x.from], "“")) && x.class&(classFirmLabel|classUserLabel) != 0
		if x.quoted && !opened || !x.first {
			continue
		}
		end := x.to
		bracketed := x.from > 0 && strings.IndexByte("[(<{", s[x.from-1]) >= 0 && end < len(s) && strings.IndexByte("])>}", s[end]) >= 0 && lineStart(s, x.from-1) && (x.class&(classFirmLabel|classUserLabel) != 0)
		if end < len(s) && (s[end] == '*' || s[end] == ']' || s[end] == ')' || s[end] == '_') {
			end += len(s[end:]) - len(strings.TrimLeft(s[end:], "*])_"))
		}
		colon := separator(s[end:], x.class&(classFirmLabel|classUserLabel|classSystemLabel) != 0)
		if colon == 0 && !bracketed || colon > 0 && end+colon < len(s) && s[end+colon] == '/' {
			continue
		}
		end += max(colon-1, 0)
		first := i // names of two words: "Support agent:", "AI assistant:"
		for first > 0 && i-first < 2 && words[first-1].to <= words[first].from && words[first-1].sentence == x.sentence && strings.Trim(s[words[first-1].to:words[first].from], " *_") == "" && !lineStart(s, words[first].from) {
			first--
		}
		line := lineStart(s, words[first].from)
		line = line || opened
		if !line && !(x.opens && x.upper) {
			continue
		}
		l := label{from: words[first].from, to: end + 1, text: strings.ToLower(s[words[first].from:x.to]), inline: !line}
		l.firm = x.class&classFirmLabel != 0
		l.system = x.class&classSystemLabel != 0
		l.user = x.class&classUserLabel != 0 || w.profile.Name != "" && strings.EqualFold(s[words[first].from:x.to], w.profile.Name) || w.profile.Name != "" && strings.EqualFold(x.textOf(s), firstName(w.profile.Name))
		l.form = x.class&classForm != 0 && !l.user && !l.system
		if l.inline && !l.firm && !l.user && !(l.system && len(out) > 0) {
			continue
		}
		// What follows must be speech: more than a number or a single word.
		next, stop := text.NextWord(s, end+1)
		if next < 0 {
			continue
		}
		if more, _ := text.NextWord(s, stop); !l.user && !l.system && (more < 0 || strings.Contains(s[stop:more], "\n")) && !l.firm {
			continue
		}
		if l.user && len(out) == 0 && line && first == 0 && !strings.Contains(s[l.to:], "\n") {
			out = append(out, l) // "User: hello" alone is a turn with its label
			continue
		}
		if !x.upper && !l.firm && !(line && (l.user || l.system)) && !x.isUpperAt(s, words[first].from) {
			continue
		}
		out = append(out, l)
	}
	return out
}

func (x *word) textOf(s string) string { return s[x.from:x.to] }

func (x *word) isUpperAt(s string, at int) bool { return s[at] >= 'A' && s[at] <= 'Z' }

// lineStart reports whether nothing but marks stands before a place in its line.
func lineStart(s string, at int) bool {
	line := s[strings.LastIndexByte(s[:at], '\n')+1 : at]
	return strings.Trim(line, " \t*_#[(-→»—–•`\"") == ""
}

// script returns the first label where the labels are those of people who speak in
// turn: one comes again after another. Forms ("Name: ... Age: ...") have each once.
func script(labels []label) *label {
	for i := 2; i < len(labels); i++ {
		if labels[i].text == labels[i-2].text && labels[i].text != labels[i-1].text && !labels[i].inline && len(labels[i].text) < 24 && !labels[i].form && !labels[i-1].form {
			return &labels[i-2]
		}
	}
	return nil
}

func firstName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}

// saysFor looks for the other side's words told in the third person: the assistant
// replies: "Good choice".
func (w *Watcher) saysFor(n int) bool {
	for _, h := range w.hits {
		if h.phrase.kind != speaksFor || w.text.words[h.at].quoted || w.text.words[h.at].id == w.i {
			continue
		}
		rest := strings.TrimLeft(w.text.text[w.text.words[h.at+h.n-1].to:], " ,")
		if strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "\"") || strings.HasPrefix(rest, "“") {
			w.mark(n, OtherSide, h.at, h.n, .75)
			return true
		}
	}
	return false
}

// separator returns how many bytes part a speaker's name from what it says: a colon,
// after a space as the French write it; for names of the two sides an arrow too.
func separator(s string, side bool) int {
	n := 0
	for _, space := range []string{"\u202f", "\u00a0", " "} {
		if strings.HasPrefix(s, space) {
			n = len(space)
			break
		}
	}
	for _, mark := range []string{":", "：", "->", "→", "=>", "- ", "– ", "— "} {
		if strings.HasPrefix(s[n:], mark) && (n == 0 || side) && (side && (n > 0 || mark != "- ") || mark == ":") {
			return n + len(mark)
		}
	}
	return 0
}

// recounts reports whether what stands before a place says that a conversation follows
// which somebody had: "This is the chat I had".
func (w *Watcher) recounts(at int) bool {
	for i := range w.text.words {
		x := &w.text.words[i]
		if x.from >= at {
			break
		}
		switch w.wordAt(i) {
		case "transcript", "chat", "conversation", "log", "logs", "said", "wrote", "dialogue", "dialog", "exchange", "replied", "answered", "pasted", "copied", "history", "script", "scene", "screenshot", "told", "went",
			"verlauf", "chatverlauf", "gespräch", "schrieb", "discussion", "échange", "écrit", "conversación", "escribió", "respondió":
			return true
		}
	}
	return false
}
