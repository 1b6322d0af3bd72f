package dialogue

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// noText looks for turns that are no message: empty, a JSON object, thoughts of a
// model, text that is mostly broken.
func (w *Watcher) noText(n int) {
	all := w.text.text
	s := strings.TrimSpace(all)
	switch {
	case s == "":
		w.signal(Signal{Turn: n, Name: NoText, Strength: .9})
	case strings.Contains(s, "<think>") || strings.Contains(s, "</think>"):
		at := max(strings.Index(all, "<think>"), 0)
		w.markBytes(n, Persona, at, min(at+7, len(all)), .9)
	case s[0] == '{' && jsonMessage(s):
		w.markBytes(n, NoText, 0, len(all), .9)
	case broken(s):
		w.signal(Signal{Turn: n, Name: NoText, Quote: quoted(s), Strength: .8})
	}
}

// jsonMessage reports whether a text is a JSON object that holds a message.
func jsonMessage(s string) bool {
	var m map[string]json.RawMessage
	if json.Unmarshal([]byte(s), &m) != nil {
		return false
	}
	for k := range m {
		switch strings.ToLower(k) {
		case "message", "content", "text", "response", "reply", "user", "role", "utterance", "user_message", "output", "thought":
			return true
		}
	}
	return false
}

// broken reports whether a fifth of a text cannot be read.
func broken(s string) bool {
	bad, all := 0, 0
	for i, r := range s {
		if i > 4096 {
			break
		}
		all++
		if r == utf8.RuneError || r == 0 || r < ' ' && r != '\n' && r != '\t' && r != '\r' {
			bad++
		}
	}
	return bad > 0 && 5*bad >= all
}

// unfinished looks for a turn that breaks off within a sentence.
func (w *Watcher) unfinished(n int) {
	words := w.text.words
	if len(words) < 10 {
		return
	}
	last := len(words) - 1
	rest := strings.TrimSpace(w.text.text[words[last].to:])
	if rest != "" || words[last].quoted || len(words) >= wordsMost {
		return
	}
	lw := w.wordAt(last)
	if words[last].class&classDangling != 0 || (lw == "and" || lw == "or" || lw == "with" || lw == "but") && len(words) >= 20 && w.punctuated() {
		w.mark(n, Cut, last, 1, .75)
	}
}

// punctuated reports whether the turn's earlier sentences have full stops.
func (w *Watcher) punctuated() bool {
	return len(w.text.sentences) > 1 && strings.ContainsAny(w.text.text, ".!?")
}

// asides begin what is told in brackets of how the turn is played.
var asides = []string{"note", "as the user", "as a user", "the user", "user", "in character", "ooc", "out of character", "i am writing as", "i'm writing as", "responding as", "acting as", "speaking as", "playing", "simulat", "persona", "context:", "role"}

// aside looks for a remark in brackets, at the start or the end of a turn, on how the
// turn is played.
func (w *Watcher) aside(n int) {
	s := w.text.text
	trimmed := strings.TrimSpace(s)
	if trimmed == "" {
		return
	}
	first := trimmed[0] == '(' || trimmed[0] == '[' || trimmed[0] == '*'
	last := trimmed[len(trimmed)-1] == ')' || trimmed[len(trimmed)-1] == ']'
	if !first && !last {
		return
	}
	at := strings.IndexAny(s, "([*")
	if !first {
		at = strings.LastIndexAny(s, "([")
	}
	if at < 0 || at+1 >= len(s) {
		return
	}
	inside := strings.ToLower(s[at+1 : min(len(s), at+60)])
	for _, a := range asides {
		rest, ok := strings.CutPrefix(inside, a)
		if ok && len(strings.Fields(rest)) >= 2 && !strings.HasPrefix(rest, "]") && !strings.HasPrefix(rest, ")") {
			w.markBytes(n, Persona, at, min(len(s), at+1+len(a)), .75)
			return
		}
	}
}
