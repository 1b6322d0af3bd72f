package dialogue

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	asksName   = hashesOf("name names called spell spelled namen heißen heiße nom prénom nombre llama llamas vorname vornamen nachname")
	asksFirst  = hashesOf("first-name prénom vorname vornamen nombre")
	othersName = hashesOf("event events concert salon city town airport village restaurant gp vet surgeon landlord agent seller ship boat car horse hospital university recipe plant actor actress singer artist model variable function month saint queen king straße stadt firma schule ort arzt ärztin ansprechpartner verkäufer schauspieler sänger rue ville entreprise école médecin acteur chanteur vendeur calle ciudad empresa escuela médico actor cantante vendedor child child's kid kids son daughter dog dog's cat pet baby husband wife partner guest guests company street file file's hotel product brand doctor character hero story friend teacher author book song title team hund katze kind kindes tier kinder enfant chien chat bébé mari hijo hija perro gato niño niña medicamento medication medicine supervisor neighbour colleague boss recipient empfänger destinataire destinatario shop school store band project app user username program")
	asksUser   = hashesOf("pseudo gamertag nickname spitzname apodo nick username user-name login handle benutzername identifiant usuario")
	asksMail   = hashesOf("l'adresse l'e-mail username user-name login handle benutzername identifiant usuario email e-mail mail address adresse correo courriel e-mail-adresse mailadresse")
	notGiven   = hashesOf("yes no sure ok okay monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december oui non ja nein sí thanks danke merci gracias hi hello hey mr mrs ms dr just the a an it i my well under in on at for de con bonjour hola hallo")
)

// names looks for names that are given in answer to a question, beside "that's me", or
// letter by letter.
func (w *Watcher) givenNames(n int) {
	words := w.text.words
	if len(words) == 0 {
		return
	}
	if w.last.naming && asksName.any(w.last.turn.content) && !othersName.any(w.last.turn.content) && !others.any(w.last.turn.content) && w.users > 0 && w.answersName(n) {
		return
	}
	if asksMail.any(w.last.turn.content) && w.mailName(n) {
		return
	}
	if w.initials(n) {
		return
	}
	if onPapers.any(w.last.turn.content) && w.surnameFirst(n) {
		return
	}
	for i := range words[:min(len(words), 200)] {
		x := &words[i]
		if x.upper && x.to-x.from >= 5 && w.spelledName(n, i) {
			return
		}
		if x.to-x.from <= 7 && thats.has(x.hash) && !x.quoted && w.thatsMe(n, i) || x.hash == myHash && w.onPaper(n, i) {
			return
		}
	}
}

// given reports whether a word is a name that the user could have and has not.
func (w *Watcher) given(i int) bool {
	words := w.text.words
	if i < 0 || i >= len(words) {
		return false
	}
	x := &words[i]
	raw := x.textOf(w.text.text)
	if !x.upper || !x.first || utf8.RuneCountInString(raw) < 3 || notGiven.has(x.hash) || x.class&(classStop|classCourtesy) != 0 || nameFits(raw, w.profile.Name) {
		return false
	}
	for _, r := range raw {
		if !unicode.IsLetter(r) && r != '-' && r != '\'' {
			return false
		}
	}
	return true
}

// full reports whether a first and a last name stand at a word, neither the user's.
func (w *Watcher) full(i int) bool {
	words := w.text.words
	return w.given(i) && w.given(i+1) && words[i+1].sentence == words[i].sentence && strings.TrimSpace(w.text.text[words[i].to:words[i+1].from]) == ""
}

// ends reports whether nothing of a clause follows a word.
func (w *Watcher) ends(i int) bool {
	words := w.text.words
	return i+1 >= len(words) || words[i+1].sentence != words[i].sentence || words[i+1].clause
}

// answersName looks for a name with which the turn begins, or that follows "on mine",
// where the reply asked for the user's.
func (w *Watcher) answersName(n int) bool {
	words := w.text.words
	if !w.last.asked && !w.last.requested || w.last.third || words[0].quoted {
		return false
	}
	at := 0
	switch w.wordAt(0) {
	case "auf", "unter", "under", "in", "à", "al", "a", "ask", "its", "it":
		for at = 1; at < 4 && at < len(words) && !w.given(at); at++ {
		}
	case "yes", "sure", "ja", "oui", "sí", "ok", "okay":
		at = 1
	}
	if at >= len(words) || !w.given(at) || words[at].sentence > 0 {
		return false
	}
	if w.ofAnother(words[:min(len(words), 60)]) {
		return false
	}
	two := w.full(at)
	switch {
	case w.namesSelf():
		return false
	case two && w.ends(at+1):
		if strings.Contains(w.profile.Name, " ") || w.names.first.has(words[at].hash) || asksFirst.any(w.last.turn.content) || at > 0 {
			w.mark(n, Contradicts, at, 2, .8)
			return true
		}
	case w.ends(at) && (asksFirst.any(w.last.turn.content) || w.names.first.has(words[at].hash)):
		w.mark(n, Contradicts, at, 1, .8)
		return true
	}
	return false
}

// thats are the words before "me" and "my name" with which one owns a name.
var thats = hashesOf("that's thats that is so c'est así soy")

var myHash = hash([]byte("my"))

// thatsMe looks for "Beatriz, that's me", "that's me, Samantha" and "so heiße ich".
func (w *Watcher) thatsMe(n, i int) bool {
	words := w.text.words
	size := 0
	switch s, next, next2 := w.wordAt(i), w.inSentence(i+1, i), w.inSentence(i+2, i); {
	case (s == "that" && next == "is" || s == next && (s == "that's" || s == "thats" || s == "that’s")) && next2 == "me":
		size = 3
	case (s == "that" && next == "is" || s == next && (s == "that's" || s == "thats" || s == "that’s")) && next2 == "my":
		if name := w.inSentence(i+3, i); name != "name" && !(name == "first" || name == "real" || name == "full") {
			return false
		}
		size = 4
	case s == "so" && (next == "heiß" || next == "heiße") && next2 == "ich", s == "c'est" && next == "mon" && (next2 == "nom" || next2 == "prénom"):
		size = 3
	case s == "así" && next == "me" && next2 == "llamo":
		size = 3
	case s == "soy" && next == "yo":
		size = 2
	default:
		return false
	}
	if last := i + size - 1; last < len(words) && !w.ends(last) {
		if next := w.wordAt(last + 1); next != "ja" && next != "and" && next != "on" && next != "in" && next != "seit" {
			return false
		}
	}
	for j := i - 3; j < i; j++ {
		if j >= 0 && words[j].sentence == words[i].sentence && words[i].clause && w.given(j) && (j == i-1 && w.names.first.has(words[j].hash) || w.full(j)) {
			w.mark(n, Contradicts, j, i-j, .8)
			return true
		}
	}
	if j := i + size; size <= 3 && w.given(j) && words[j].sentence == words[i].sentence && words[j].clause && (w.ends(j) || w.full(j)) {
		w.mark(n, Contradicts, i, j+1-i, .8)
		return true
	}
	return false
}

// onPaper looks for a first name that stands "on my passport".
func (w *Watcher) onPaper(n, i int) bool {
	words := w.text.words
	if i == 0 || w.wordAt(i-1) != "on" {
		return false
	}
	switch w.inSentence(i+1, i) {
	case "passport", "licence", "license":
	case "birth", "driving", "id":
	default:
		return false
	}
	name := -1
	for j := range words {
		if relatives.has(words[j].hash) {
			return false
		}
		if words[j].sentence == words[i].sentence && j < i && w.given(j) && w.names.first.has(words[j].hash) {
			name = j
		}
	}
	if name < 0 {
		return false
	}
	w.mark(n, Contradicts, name, i-name, .8)
	return true
}

// initials looks for letters that are given as the user's and have none of its name's.
func (w *Watcher) initials(n int) bool {
	words := w.text.words[:min(len(w.text.words), 60)]
	from := 0
	for from+1 < len(words) && !(w.letter(from) && w.letter(from+1)) {
		from++
	}
	to := from
	for to < len(words) && w.letter(to) {
		to++
	}
	if to-from < 2 {
		return false
	}
	told, mine := initials.any(w.last.turn.content), false
	for i := range words {
		h := words[i].hash
		mine, told = mine || ownWords.has(h), told || initials.has(h)
		if others.has(h) || words[i].quoted {
			return false
		}
	}
	if !mine || !told {
		return false
	}
	for part := range strings.FieldsSeq(w.profile.Name) {
		for i := from; i < to; i++ {
			if part[0]|0x20 == w.text.text[words[i].from]|0x20 {
				return false
			}
		}
	}
	w.mark(n, Contradicts, from, to-from, .8)
	return true
}

// letter reports whether a word is a single letter in a capital.
func (w *Watcher) letter(i int) bool {
	x := &w.text.words[i]
	return x.to-x.from == 1 && x.upper && x.id != w.i
}

var initials = hashesOf("initials initial monogram initialen monogramm initiales monogramme iniciales monograma")

// surnameFirst looks for a name as papers have it, that was asked for: "HALE, HEATHER JOAN".
func (w *Watcher) surnameFirst(n int) bool {
	words := w.text.words
	if len(words) < 2 || !w.given(0) || !w.given(1) || !words[1].clause || !w.names.first.has(words[1].hash) || w.last.third || w.namesOwn() {
		return false
	}
	w.mark(n, Contradicts, 0, 2, .8)
	return true
}

var onPapers = hashesOf("name passport id licence license ticket ausweis pass reisepass namen passeport nom billet pasaporte nombre dni billete")

// spelledName looks for a name of the user's, letter by letter: "D-M-I-T-R-I".
func (w *Watcher) spelledName(n, i int) bool {
	raw := w.text.words[i].textOf(w.text.text)
	if len(raw) > 60 || strings.Count(raw, "-") < 2 || othersName.any(w.last.turn.content) {
		return false
	}
	var name strings.Builder
	for part := range strings.SplitSeq(raw, "-") {
		r, size := utf8.DecodeRuneInString(part)
		if size != len(part) || !unicode.IsLetter(r) {
			return false
		}
		name.WriteString(part)
	}
	own := asksName.any(w.last.turn.content)
	for j := range w.text.words {
		if s := w.wordAt(j); s == "name" || s == "nombre" || s == "nom" || s == "prénom" || s == "vorname" {
			own = j > 0 && !relatives.has(w.text.words[j-1].hash)
		} else if s == "moi" || s == "myself" {
			own = true
		}
	}
	surname := !strings.Contains(w.profile.Name, " ") && !strings.Contains(strings.ToLower(w.text.text), "first name") && !w.names.first.has(hash([]byte(strings.ToLower(name.String()))))
	if !own || surname || nameFits(name.String(), w.profile.Name) {
		return false
	}
	w.mark(n, Contradicts, i, 1, .8)
	return true
}

// mailName looks for an address that was asked for and has a first name of somebody
// else in it: "trevor.bellamy@".
func (w *Watcher) mailName(n int) bool {
	words, s := w.text.words, w.text.text
	for i := range words[:min(len(words), 60)] {
		to := words[i].to
		if to >= len(s) || s[to] != '@' && (s[to] != '_' || !asksUser.any(w.last.turn.content)) {
			continue
		}
		from := strings.LastIndexAny(s[:to], " \t\n:<(\"'") + 1
		if s[to] == '_' {
			if to = strings.IndexAny(s[from:], " ,\n"); to < 0 {
				to = len(s) - from
			}
			to += from
		}
		first, last := s[from:to], ""
		if cut := strings.IndexAny(first, "._-"); cut >= 0 {
			first, last = first[:cut], first[cut+1:]
		}
		if last == "" || !w.names.first.has(hash([]byte(strings.ToLower(first)))) || nameFits(first, w.profile.Name) || nameFits(last, w.profile.Name) {
			return false
		}
		for j := range words {
			if relatives.has(words[j].hash) {
				return false
			}
		}
		w.markBytes(n, Contradicts, from, to, .8)
		return true
	}
	return false
}
