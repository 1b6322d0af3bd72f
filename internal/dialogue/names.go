package dialogue

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// wrongName looks for a name that is none of the profile's after "my name is" and the
// like; after "I am" it must look like one.
func (w *Watcher) wrongName(n int, h hit) bool {
	words := w.text.words
	at := h.at + h.n
	if at >= len(words) || words[at].sentence != words[h.at].sentence || !words[at].upper {
		return false
	}
	if h.phrase.kind == maybeName && (words[h.at].sentence > 1 || places.has(words[at].hash) || !w.looksLikeName(at) || !w.knownName(at)) || tongueNames.has(words[at].hash) || w.playsName(at) {
		return false
	}
	switch first := w.wordAt(h.at); first {
	case "it", "it's", "its":
		if h.phrase.kind == maybeName && !w.hailed() && !w.asksForName() {
			return false // what else was asked for
		}
	case "the", "under", "for":
		if !w.names.first.has(words[at].hash) {
			return false // of an event, a shop or a doctor
		}
	case "name's":
		if h.at > 0 && third.has(words[h.at-1].hash) {
			return false
		}
	case "im":
		if len(w.profile.Languages) > 0 && !slices.Contains(w.profile.Languages, "en") {
			return false
		}
	case "name", "nombre", "nom":
		if w.formOfOther() {
			return false
		}
		if !strings.HasPrefix(strings.TrimLeft(w.text.text[words[h.at].to:], " *"), ":") {
			return false
		}
	case "soy", "ich":
		if (first == "soy" || h.n <= 3 && w.wordAt(h.at+1) == "bin") && !w.looksLikeName(at) {
			return false
		}
	case "call", "reach", "friends", "everyone", "people", "they":
		if w.text.sentences[words[h.at].sentence].asks {
			return false
		}
		if h.at > 0 {
			switch w.inSentence(h.at-1, h.at) {
			case "some", "people", "they":
				return false // what some call one is no name
			}
		}
		if next := w.inSentence(at+1, h.at); next != "" && !words[at+1].clause && !words[at+1].upper {
			return false
		}
	}
	if nameFits(words[at].textOf(w.text.text), w.profile.Name) {
		return false
	}
	w.mark(n, Contradicts, h.at, at+1-h.at, .85)
	return true
}

// knownName reports whether a word is a first name that is known, or has another after it.
func (w *Watcher) knownName(at int) bool {
	words := w.text.words
	return w.names.first.has(words[at].hash) || at+1 < len(words) && words[at+1].upper && words[at+1].sentence == words[at].sentence && !words[at+1].clause
}

// formOfOther reports whether a form is filled in for somebody of whom was spoken.
func (w *Watcher) formOfOther() bool {
	for k := len(w.turns) - 1; k >= 0 && k >= len(w.turns)-4; k-- {
		if w.turns[k].role == seedbed.User && family.any(w.turns[k].content) {
			return true
		}
	}
	return false
}

// playsName reports whether a sentence is of a character or of a name that one only takes.
func (w *Watcher) playsName(at int) bool {
	s := &w.text.sentences[w.text.words[at].sentence]
	for i := s.from; i < s.to; i++ {
		if notOwn.has(w.text.words[i].hash) {
			return true
		}
	}
	return false
}

// notNames are endings of nationalities, faiths and moods.
var notNames = []string{"ian", "ish", "ese", "can", "ist", "im", "ic", "ch", "ean", "ing", "ed", "ew", "ent", "ly", "le", "ful", "ous", "ab", "ry", "or", "eek", "iss", "ni", "ndu", "aq", "ir", "hd", "man"}

// looksLikeName reports whether a word after "I am" is a name: it stands alone in its
// clause, or before what one says after a name, and is no nationality or faith.
func (w *Watcher) looksLikeName(at int) bool {
	raw := w.text.words[at].textOf(w.text.text)
	s := strings.ToLower(raw)
	for _, end := range notNames {
		if strings.HasSuffix(s, end) && len(s) > len(end)+1 {
			return false
		}
	}
	if len(s) < 3 || raw == strings.ToUpper(raw) {
		return false
	}
	next := w.inSentence(at+1, at)
	if next == "" {
		return true
	}
	if words := w.text.words; words[at+1].upper && (at+2 >= len(words) || words[at+2].sentence != words[at].sentence || w.wordAt(at+2) == "speaking" || words[at+2].clause) {
		return true // "Peter Schmidt speaking"
	}
	if words := w.text.words; words[at+1].upper && nameFits(raw, words[at+1].textOf(w.text.text)) {
		return true // "it's Gwen, Gwendolyn on the forms"
	}
	if !strings.HasPrefix(w.text.text[w.text.words[at].to:], ", ") {
		return false
	}
	switch next {
	case "a", "an", "by", "and", "from", "your", "i", "the", "i'm", "i'd", "i've":
		return true
	}
	return false
}

// nameFits reports whether a name is one of the profile's, or short for it.
func nameFits(name, profile string) bool {
	name = plainLetters(strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s")))
	r, _ := utf8.DecodeRuneInString(name)
	for part := range strings.FieldsFuncSeq(plainLetters(strings.ToLower(profile)), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' }) {
		first, _ := utf8.DecodeRuneInString(part)
		if strings.HasPrefix(part, name) || strings.HasPrefix(name, part) || len(name) >= 3 && strings.Contains(part, name) || r == first && len(name) <= 4 && !knownNames().first.has(hash([]byte(name))) || sameName(name, part) {
			return true
		}
	}
	return false
}

// narratesName looks for the user's own name as one of whom is told: "Maria asks".
func (w *Watcher) narratesName(n int) {
	first := firstName(w.profile.Name)
	if len(first) < 2 {
		return
	}
	words := w.text.words
	for i := 0; i+2 < len(words) && n > 0; i++ { // "you are Maria": a prompt's words
		if words[i].opens && words[i].class&classYou != 0 && !words[i].quoted && strings.EqualFold(words[i+2].textOf(w.text.text), first) && (w.wordAt(i+1) == "are" || w.wordAt(i+1) == "you're") {
			w.mark(n, Persona, i, 3, .85)
			return
		}
	}
	for i := range words {
		if !words[i].opens || words[i].quoted || !strings.EqualFold(words[i].textOf(w.text.text), first) {
			continue
		}
		j := i + 1
		if j < len(words) && words[j].upper && words[j].sentence == words[i].sentence {
			j++
		}
		if j < len(words) && words[j].sentence == words[i].sentence && words[j].class&classTells != 0 {
			w.mark(n, Persona, i, j+1-i, .85)
			return
		}
	}
}

// inRole looks for "as Anna, I should ...": a role told of, and not played.
func (w *Watcher) inRole(n int, h hit) bool {
	words := w.text.words
	i := h.at
	if i+3 >= len(words) || !words[i+1].upper || words[i+1].id == w.i {
		return false
	}
	j := i + 2
	if words[j].upper && words[j].id != w.i {
		j++
	}
	if j+1 >= len(words) || words[j].id != w.i || words[j+1].sentence != words[i].sentence || words[j+1].class&classRoleVerb == 0 {
		return false
	}
	w.mark(n, Persona, i, j+2-i, .8)
	return true
}

// signature looks for another name under a turn: "Best regards,\nPeter".
func (w *Watcher) signature(n int) {
	s := strings.TrimSpace(w.text.text)
	if w.last.third && !w.last.you || w.signsOff(n, s) {
		return // it may be somebody else's letter
	}
	cut := strings.LastIndexByte(s, '\n')
	if cut < 0 {
		cut = strings.LastIndex(s, ", ")
	}
	if cut < 0 {
		return
	}
	name := strings.Trim(s[cut+1:], " -–—,.")
	if strings.HasSuffix(name, "!") && s[cut] != '\n' {
		return // it is called so: "thank you, Ann!"
	}
	if r, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(r) || len(strings.Fields(name)) > 3 {
		return
	}
	above := strings.ToLower(s[max(0, cut-40) : cut+1])
	above = above[strings.LastIndexByte(strings.TrimRight(above, "\n "), '\n')+1:]
	for _, greeting := range []string{"regards", "wishes", "sincerely", "yours", "grüße", "grüßen", "cordialement", "salutations", "saludos", "atentamente", "best,", "thanks,", "cheers,", "thank you,"} {
		if strings.Contains(above, greeting) && !nameFits(strings.Fields(name)[0], w.profile.Name) && (s[cut] == '\n' || w.inlineName(name)) {
			at := strings.LastIndex(w.text.text, name)
			w.markBytes(n, Contradicts, at, at+len(name), .8)
			return
		}
	}
}

// inlineName reports whether what ends a line is a name: "thanks, Ada", "yours, A. Petrova",
// and no "thanks, I am done".
func (w *Watcher) inlineName(s string) bool {
	parts := strings.Fields(s)
	for _, part := range parts {
		if r, _ := utf8.DecodeRuneInString(part); !unicode.IsUpper(r) {
			return false
		}
	}
	return w.names.first.has(w.text.nameHash(parts[0])) || len(parts) > 1 && len(parts[0]) == 2 && parts[0][1] == '.'
}

// hereIs looks for "Peter here" at the start of a turn, after a greeting or none.
func (w *Watcher) hereIs(n int) {
	words := w.text.words
	for i := 0; i+1 < len(words) && i < 4; i++ {
		x := &words[i]
		if !x.upper || !x.clause || !w.speaking(i) || x.class != 0 || tongueNames.has(x.hash) {
			continue
		}
		if end := i + 2; end < len(words) && words[end].sentence == x.sentence && !words[end].clause && w.wordAt(i+1) == "here" && w.wordAt(end) != "from" && w.wordAt(end) != "again" {
			continue
		}
		if !nameFits(x.textOf(w.text.text), w.profile.Name) {
			w.mark(n, Contradicts, i, 2, .8)
			return
		}
	}
}

// speaking reports whether what follows a name is what those say who give theirs: "Peter
// here", "Petra am Apparat".
func (w *Watcher) speaking(i int) bool {
	switch w.inSentence(i+1, i) {
	case "here":
		return true
	case "speaking":
		return i < 2
	case "à", "am":
		next := w.inSentence(i+2, i)
		return next == "l'appareil" || next == "apparat" || next == "telefon"
	case "al":
		return w.inSentence(i+2, i) == "habla"
	}
	return false
}
