package dialogue

import (
	"encoding/json"
	"regexp"
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
	case w.text.bytes&brackets != 0 && (strings.Contains(s, "<think>") || strings.Contains(s, "</think>")):
		at := max(strings.Index(all, "<think>"), 0)
		w.markBytes(n, Persona, at, min(at+7, len(all)), .9)
	case s[0] == '{' && jsonMessage(s):
		w.markBytes(n, NoText, 0, len(all), .9)
	case w.text.bytes&unread != 0 && broken(s):
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

// asides begin what is told in brackets of how the turn is played.
var asides = []string{"note", "as the user", "as a user", "the user", "user", "in character", "ooc", "out of character", "i am writing as", "i'm writing as", "responding as", "acting as", "speaking as", "playing", "simulat", "persona", "context:", "role", "anmerkung", "hinweis", "der nutzer", "als nutzer", "remarque", "note", "en tant qu", "nota", "como usuario", "regie"}

// leaks looks for a prompt that is recited, and for a choice of replies.
func (w *Watcher) leaks(n int) {
	t := &w.text
	prompts, options, first := 0, 0, -1
	for i := range t.words {
		x := &t.words[i]
		if !x.opens || x.to >= len(t.text) || !lineStart(t.text, x.from) { // a line begins a sentence
			continue
		}
		rest := t.text[x.to:]
		switch w.wordAt(i) {
		case "goal", "persona", "profile", "mood", "style", "knowledge", "instructions", "character", "role", "task":
			if strings.HasPrefix(strings.TrimLeft(rest, "*"), ":") {
				prompts++
			}
		case "option", "version", "variant", "response", "reply", "opción", "variante":
			if i+1 < len(t.words) && t.words[i+1].to-t.words[i+1].from <= 2 && strings.ContainsAny(t.text[t.words[i+1].to:min(len(t.text), t.words[i+1].to+3)], ":.)*-\"“") {
				options++
			}
		default:
			continue
		}
		if first < 0 {
			first = i
		}
	}
	switch {
	case prompts >= 2 && (n > 0 || prompts >= 3):
		w.mark(n, Persona, first, 1, .8)
	case options >= 2 && (n > 0 || strings.ContainsAny(t.text, "\"“")):
		w.mark(n, Persona, first, 2, .75)
	}
}

// narrators begin a remark in brackets or between stars that tells of the user.
var narrators = set("he she they the er sie der die il elle le la l'utilisateur l'utilisatrice el ella él user nutzer nutzerin kunde kundin usuario cliente client")

// aside looks for a remark in brackets, at the start or the end of a turn, on how the
// turn is played.
func (w *Watcher) aside(n int) {
	s := w.text.text
	trimmed := strings.TrimSpace(s)
	if trimmed == "" {
		return
	}
	if label := "the user:"; len(trimmed) > len(label) && strings.EqualFold(trimmed[:len(label)], label) {
		at := strings.Index(s, trimmed)
		w.markBytes(n, Persona, at, at+len(label), .95)
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
	if fields := strings.Fields(inside); first && len(fields) >= 3 && narrators[strings.Trim(fields[0], ",.:")] {
		w.markBytes(n, Persona, at, min(len(s), at+1+len(fields[0])), .75)
		return
	}
	for _, a := range asides {
		rest, ok := strings.CutPrefix(inside, a)
		if ok && len(strings.Fields(rest)) >= 2 && !strings.HasPrefix(rest, "]") && !strings.HasPrefix(rest, ")") {
			w.markBytes(n, Persona, at, min(len(s), at+1+len(a)), .75)
			return
		}
	}
}

// blanks looks for a name that was left to be filled in, where somebody says theirs or
// calls the other at the start: "Hello [user's name]", "I'm [Your Name]". Elsewhere a
// bracket may stand in a template that a user asks for.
func (w *Watcher) blanks(n int) {
	s := w.text.text
	for at := strings.IndexByte(s, '['); at >= 0; {
		inside, _, ok := strings.Cut(s[at+1:min(len(s), at+40)], "]")
		before := strings.ToLower(strings.TrimRight(s[max(0, at-24):at], " "))
		if ok && strings.Contains(strings.ToLower(inside), "name") &&
			(introduces.MatchString(before) || at < 16 && greets[strings.Trim(before, " ,")]) {
			w.markBytes(n, Persona, at, min(len(s), at+len(inside)+2), .95)
			return
		}
		next := strings.IndexByte(s[at+1:], '[')
		if next < 0 {
			return
		}
		at += 1 + next
	}
}

var (
	introduces = regexp.MustCompile(`(?:\bmy name is|\bi'm|\bi’m|\bi am|\bthis is|ich heiße|ich bin|mein name ist|je m'appelle|je suis|me llamo|mi nombre es|\bsoy)$`)
	greets     = set("hello hi hey dear hallo liebe lieber bonjour hola cher chère")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
