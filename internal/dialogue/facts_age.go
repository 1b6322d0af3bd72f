package dialogue

// asksAge notes that a reply asks for an age or a date of birth.
func (w *Watcher) asksAge(h *heard) {
	if w.profile.AgeTo == 0 || !h.asked && !h.you {
		return
	}
	for i := range w.text.words[:min(len(w.text.words), 200)] {
		if c := w.text.words[i].class; c&(classBirth|classAge) != 0 {
			switch w.inSentence(max(i-1, 0), i) {
			case "how":
				switch next := w.inSentence(i+1, i); {
				case next == "is", next == "was", next == "does", next == "do", next == "are" && w.inSentence(i+2, i) != "you":
					continue // of a thing, or of somebody else
				}
				h.askedAge = true
			case "your", "ihr", "dein", "votre", "ton", "su", "tu", "wie", "and":
				h.askedAge = true
			}
			if w.kinBeside(i) {
				continue // "wie alt ist Ihre Tochter"
			}
			if !h.asked && !(h.askedAge && c&classBirth != 0 || w.yourDate(i)) {
				continue
			}
		}
		h.birth = h.birth || w.text.words[i].class&classBirth != 0
		h.age = h.age || w.text.words[i].class&classAge != 0
	}
}

// kinBeside reports whether one of a family stands in a sentence shortly after a word, where
// nothing is said of "you" yourself.
func (w *Watcher) kinBeside(at int) bool {
	words := w.text.words
	for i := at + 1; i < len(words) && i <= at+5 && words[i].sentence == words[at].sentence; i++ {
		if persons.has(words[i].hash) {
			return true
		}
	}
	return false
}

var persons = hashesOf("sohn tochter kind kinder neffe nichte enkel enkelin mann frau vater mutter bruder schwester opa oma hund katze pferd " +
	"fils fille enfant enfants neveu nièce mari femme père mère frère sœur grand-père grand-mère chien chat petit-fils petite-fille " +
	"hijo hija hijos hijas niño niña sobrino sobrina nieto nieta marido esposo esposa padre madre papá mamá hermano hermana abuela abuelo perro perra gato gata")

// yourDate reports whether "your date of" stands before a word, "fecha" or "date de".
func (w *Watcher) yourDate(i int) bool {
	switch w.inSentence(max(i-2, 0), i) {
	case "date", "fecha":
		switch w.inSentence(max(i-3, 0), i) {
		case "your", "tu", "su", "votre", "ta":
			return true
		}
	}
	return false
}

// givenAge looks for an age that was asked for, or that is told in a way that others do
// not have.
func (w *Watcher) givenAge(n, i int) bool {
	p, words := &w.profile, w.text.words
	if words[i].quoted || words[i].sentence > 2 || w.decimal(i) {
		return false
	}
	age := countOf(w.wordAt(i))
	if age < 5 || age > 110 || age >= p.AgeFrom-1 && age <= p.AgeTo+1 {
		return false
	}
	before, next := "", w.inSentence(i+1, i)
	if i > 0 {
		before = w.inSentence(i-1, i)
	}
	told := false
	switch {
	case w.last.age && !w.last.third && words[i].sentence == 0 && i <= 1 && age >= 10 && !unitOf(next):
		told = before == "" || before == "am" || before == "just" || before == "ich" || before == "tengo"
	case before == "am" || before == "im":
		told = aged(next) && i > 1 && words[i-2].id == w.i
	case before == "gerade" || before == "schon" || before == "erst":
		told = (next == "geworden" || next == "werde") && w.mine(i)
	case before == "mis":
		told = i > 1 && w.inSentence(i-2, i) == "a" && age >= 20
	case before == "cumplí" || before == "cumplo":
		told = true
	}
	if !told || w.negated(i) {
		return false
	}
	w.mark(n, Contradicts, max(i-1, 0), 2, .85)
	return true
}

// aged reports whether a word may follow an age in "I am 17 ...", and no length.
func aged(next string) bool {
	switch next {
	case "", "just", "that", "thats", "that's", "it's", "its", "my", "not", "now", "ok", "lol", "haha", "so", "but", "and", "with", "who", "living", "retired", "single", "married", "years", "yo", "still", "already", "almost", "next", "this", "last", "tomorrow", "i", "he", "she", "we", "btw", "tho", "though":
		return true
	}
	return false
}

// unitOf reports whether a word makes a number before it something else than an age.
func unitOf(next string) bool {
	switch next {
	case "minutes", "hours", "days", "weeks", "months", "euros", "dollars", "pounds", "kilos", "kg", "percent", "people", "minuten", "stunden", "tage", "wochen", "monate", "semanas", "meses", "horas", "mois", "semaines", "heures", "of", "or", "times":
		return true
	}
	return false
}

// negated reports whether the words right before deny or suppose.
func (w *Watcher) negated(at int) bool {
	words := w.text.words
	for i := at - 1; i >= 0 && i >= at-4 && words[i].sentence == words[at].sentence; i-- {
		switch w.wordAt(i) {
		case "not", "if", "when", "since", "until", "till", "like", "was", "were", "wenn", "als", "quand", "si", "cuando", "nicht", "pas", "no", "he's", "she's", "he", "she":
			return true
		}
	}
	return false
}
