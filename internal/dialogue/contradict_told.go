package dialogue

import (
	"strings"
)

// confirms are words with which one says yes to a name, and titles stand before one.
var (
	confirms = hashesOf("yes yeah yep yup correct indeed right exactly speaking ja jawohl genau richtig oui ouais exact exactement voilà voila sí si correcto exacto claro")
	titles   = hashesOf("dr prof mr mrs ms miss mister frau herr herrn monsieur madame mademoiselle mme señor señora señorita don doña")
	speaks   = hashesOf("this are you're êtes usted sind bist eres am bin your ihr ihren dein deinen votre ton su tu speaking talking chatting speak talk parle parler hablo hablar hablando spreche sprech sprechen gesprochen")
	between  = hashesOf("name nom nombre namen is this i ich je yo now right currently actually really still with to as at mit con à bien the you sie du vous tu usted ist lautet est es you're am bin")
)

// addressed notes a name by which a reply asks whether the user is who it thinks.
func (w *Watcher) addressed(h *heard) {
	named := w.profile.Name != ""
	h.naming = named && w.asksNaming()
	if !h.asked {
		return
	}
	h.who = w.asksSelf()
	words := w.text.words[:min(len(w.text.words), 120)]
	for i := range words {
		x := &words[i]
		h.third = h.third || third.has(x.hash)
		if !named || h.other || !x.upper || i == 0 || !w.text.sentences[x.sentence].asks || x.quoted {
			continue
		}
		titled := titles.has(words[i-1].hash)
		before := i - 1
		if titled {
			before--
		}
		said := x.sentence
		if titled {
			said = words[i-1].sentence // "Mr." may end what is taken for one
		}
		if before < 0 || words[before].sentence != said || !titled && !w.names.first.has(x.hash) {
			continue
		}
		fits, spoken := false, false
		for j := i; j < len(words) && j < i+3 && words[j].upper && words[j].sentence == x.sentence; j++ {
			fits = fits || nameFits(words[j].textOf(w.text.text), w.profile.Name)
		}
		for j := before; j >= 0 && j > before-4 && words[j].sentence == said && !spoken; j-- {
			if spoken = speaks.has(words[j].hash); !between.has(words[j].hash) {
				break // "are you going to San Diego"
			}
		}
		if spoken && !fits && w.given(i) {
			h.other = true
		}
	}
}

// asksNaming reports whether a word for names is used to ask the user for one: not as in "can
// you name a player", and not of what something is called.
func (w *Watcher) asksNaming() bool {
	words := w.text.words[:min(len(w.text.words), 120)]
	for i := range words {
		h := words[i].hash
		switch s := w.text.sentences[words[i].sentence]; {
		case nameNouns.has(h):
			if i > 0 && words[i-1].sentence == words[i].sentence && (beforeVerb.has(words[i-1].hash) || w.inSentence(i+1, i) == "of" || strings.HasSuffix(words[i-1].textOf(w.text.text), "'s") || strings.HasSuffix(words[i-1].textOf(w.text.text), "’s")) {
				continue // "can you name one", "the salon's name", "the name of that player"
			}
			if s.to-s.from <= 7 || w.hasClass(s, classYou|classOwn) {
				return true
			}
		case nameVerbs.has(h):
			if w.hasClass(s, classYou) {
				return true
			}
		case asksName.has(h), asksWho.has(h), asksCall.has(h), asksWhom.has(h), asksTitle.has(h):
			return true
		}
	}
	return false
}

// hasClass reports whether a sentence has a word of some classes.
func (w *Watcher) hasClass(s sentence, of class) bool {
	for i := s.from; i < s.to; i++ {
		if w.text.words[i].class&of != 0 {
			return true
		}
	}
	return false
}

var (
	nameNouns  = hashesOf("name names surname username")
	nameVerbs  = hashesOf("call calls called ask address announce spell spelled sign signed pleasure speaking talking calling details identify identity badge")
	youHash    = hash([]byte("you"))
	beforeVerb = hashesOf("not can cannot can't could couldn't to i you we they")
)

// asksSelf reports whether a reply asks who the user is: "who's calling?", "and you are?".
func (w *Watcher) asksSelf() bool {
	words := w.text.words[:min(len(w.text.words), 120)]
	for i := range words {
		x := &words[i]
		if !w.text.sentences[x.sentence].asks || !x.opens && i > 0 && words[i-1].sentence == x.sentence {
			continue
		}
		who, self, n := false, false, 0
		for n = i; n < len(words) && words[n].sentence == x.sentence; n++ {
			last := n+1 == len(words) || words[n+1].sentence != words[n].sentence || words[n+1].clause
			who, self = who || whoWords.has(words[n].hash), self || whoSelf.has(words[n].hash) && (last || words[n].hash != youHash)
		}
		for j := i; j < n && who && self; j++ {
			h := words[j].hash
			who = !whoElse.has(h) && !others.has(h) && !askedOf.has(h)
		}
		if who && self && n-i <= 9 || n > i+1 && n <= i+3 && youAre.has(words[n-1].hash) && youAre.has(words[n-2].hash) && (n == i+2 || andWords.has(words[i].hash)) {
			return true
		}
	}
	return false
}

var (
	youAre   = hashesOf("you are sie sind du bist vous êtes tu es usted es tú eres")
	andWords = hashesOf("and und et y")
	whoWords = hashesOf("who who's whos whom wer wem qui quién quien")
	whoSelf  = hashesOf("calling speaking there this you spricht dran da spreche l'appareil parle êtes-vous vous habla llama eres usted ai-je l'honneur gusto sie du")
	whoElse  = hashesOf("going sending giving mean recommended told did does was were will would should could can lives comes came else beraten hat haben appelé a recomendó dijo fue kommt wohnt suchen cherchez with mit avec con like for für pour para sent referred")
)

// confirmsSelf are the words with which one says yes to a name in several.
var confirmsSelf = []string{"c'est moi", "c'est bien moi", "c'est lui-même", "c'est elle-même", "lui-même", "elle-même", "moi-même", "en personne", "soy yo", "el mismo", "la misma", "él mismo", "yo mismo", "yo misma", "der bin ich", "die bin ich", "das bin ich", "bin ich", "höchstpersönlich", "am apparat", "à l'appareil", "al aparato", "al habla", "the very same", "the same", "the one and only", "that's me", "that is me", "thats me", "this is he", "this is she", "in person", "in the flesh", "none other", "it is", "it's me", "affirmative", "guilty as charged", "present"}

// saysSelf reports whether a turn opens with one of them, and goes on with nothing in the
// clause but "yes".
func (w *Watcher) saysSelf() bool {
	words := w.text.words
	for _, s := range confirmsSelf {
		i := 0
		for part := range strings.FieldsSeq(s) {
			if i >= len(words) || words[i].sentence > 0 || w.wordAt(i) != part {
				i = -1
				break
			}
			for i++; i < len(words) && !words[i].first; i++ {
			}
		}
		if i > 0 && (w.ends(i-1) || confirms.has(words[i].hash)) {
			return true
		}
	}
	return false
}

// confirmed looks for a yes to a name that is another's.
func (w *Watcher) confirmed(n int) bool {
	words := w.text.words
	if !w.last.other || len(words) == 0 || words[0].quoted || !confirms.has(words[0].hash) && !w.saysSelf() {
		return false
	}
	for i := 1; i < len(words) && i < 4; i++ {
		switch w.wordAt(i) {
		case "but", "aber", "mais", "pero", "for", "für", "pour", "para", "his", "her", "no":
			return false
		}
	}
	for i := 0; i < len(words) && words[i].sentence == 0; i++ {
		if ofElse.has(words[i].hash) {
			return false // "yes, that is my gran"
		}
	}
	w.mark(n, Contradicts, 0, 1, .8)
	return true
}

// saysName looks for another name after words that only give one's own, or anywhere in
// the answer where the reply asked for the user's in full.
func (w *Watcher) saysName(n int) bool {
	words := w.text.words[:min(len(w.text.words), 120)]
	asked := w.users > 0 && w.last.who || w.users > 0 && w.last.naming && (asksName.any(w.last.turn.content) || asksWhom.any(w.last.turn.content) && !askedOf.any(w.last.turn.content)) && !othersName.any(w.last.turn.content)
	for i := range words {
		x := &words[i]
		if !x.upper || x.quoted || !asked && (i == 0 || !namers.has(words[i-1].hash)) || !w.given(i) {
			continue
		}
		before, before2 := "", ""
		if i > 0 && words[i-1].sentence == x.sentence {
			before = w.wordAt(i - 1)
		}
		if i > 1 && words[i-2].sentence == x.sentence {
			before2 = w.wordAt(i - 2)
		}
		told := false
		switch before {
		case "der", "die":
			told = w.names.first.has(x.hash) && (before2 == "bin" || before2 == "ich" && i > 2 && w.wordAt(i-3) == "bin")
		case "habla":
			told = before2 == "le" || before2 == "les" || before2 == "te"
		case "surname":
			told = strings.Contains(w.profile.Name, " ")
		case "is", "name":
			told = before2 == "surname" && strings.Contains(w.profile.Name, " ") || before == "name" && (before2 == "real" || before2 == "full" || before2 == "legal") && (w.names.first.has(x.hash) || w.full(i))
		case "als":
			told = before2 == "ich" && w.full(i) && i > 3 && asked
		case "it's", "its":
			told = w.names.first.has(x.hash) && w.inSentence(i+1, i) == "actually"
		case "mío", "mien", "mine", "meinen", "meinem":
			told = asked && w.full(i)
		case "nombre":
			told = before2 == "mi" && w.full(i)
		case "i'm", "am":
			told = w.names.first.has(x.hash) && w.ends(i) && x.sentence <= 1 && (before == "i'm" || before2 == "i") && i < 12
		}
		if !told && asked && x.sentence <= 1 && len(words) < 40 && x.clause && w.full(i) && w.ends(i+1) && !w.familyIn() && !w.ofAnother(words[:i]) {
			told = !w.namesSelf()
		}
		if told && !w.hypothetical(i) && !w.playsName(i) {
			w.mark(n, Contradicts, i, 1, .8)
			return true
		}
	}
	return false
}

// asksWhom are the words with which one asks who is speaking.
var asksWhom = hashesOf("details speaking talking spreche sprech honneur l'honneur gusto hablo daten coordonnées datos identify identity calling")

// namers are the words before a name that saysName knows.
var namers = hashesOf("der die habla surname is name als it's its mío mien mine meinen meinem nombre i'm am")

// titled looks for a title of the other gender with which the user gives its name.
func (w *Watcher) titled(n int) bool {
	words := w.text.words
	if len(words) < 2 || w.users == 0 || !asksName.any(w.last.turn.content) && !asksTitle.any(w.last.turn.content) || !asksTitle.any(w.last.turn.content) && othersName.any(w.last.turn.content) || words[0].quoted || !words[1].upper {
		return false
	}
	female := false
	switch w.wordAt(0) {
	case "mrs", "ms", "miss", "frau", "madame", "mme", "señora", "señorita":
		female = true
	case "mr", "mister", "herr", "monsieur", "señor":
	default:
		return false
	}
	if female == (w.profile.Gender == "female") {
		return false
	}
	w.mark(n, Contradicts, 0, 2, .8)
	return true
}

var asksTitle = hashesOf("title anrede titel civilité tratamiento salutation")

// reached looks for ages after "hit" and the like, and for one that stands alone where it
// was asked for.
func (w *Watcher) reached(n, i int) bool {
	p, words := &w.profile, w.text.words
	age := numberOf(w.wordAt(i))
	if age < 8 || age > 105 || age >= p.AgeFrom-1 && age <= p.AgeTo+1 || words[i].quoted {
		return false
	}
	before, before2, next := "", "", w.inSentence(i+1, i)
	if i > 0 {
		before = w.inSentence(i-1, i)
		if words[i-1].sentence != words[i].sentence {
			before = ""
		}
	}
	if i > 1 && words[i-2].sentence == words[i].sentence {
		before2 = w.wordAt(i - 2)
	}
	told := false
	switch before {
	case "hit", "reached", "qualified":
		told = (before2 == "i" || before2 == "i've") && age > p.AgeTo+1 && (next == "" || next == "and" || next == "the" || words[i+1].clause || i+1 < len(words))
		told = told && !unitOf(next)
	case "los":
		told = before2 == "caen" || before2 == "cumplo"
	case "turned":
		told = before2 == "i" && w.lately(i) && !w.negated(i) && !(i > 2 && dayOf.has(words[i-3].hash))
	case "at":
		told = age >= 18 && (words[i-1].clause || before2 == "and") && (next == "one" || next == "you" || next == "my" || next == "i" || next == "the" && !(w.text.text[words[i].from] <= '9')) && !(age < p.AgeFrom && next == "i")
	case "mit":
		told = words[i-1].clause && age >= 14 && (next == "sollte" || next == "soll" || next == "ist" || next == "muss" || next == "fühlt" || next == "darf" || next == "hat")
	case "yo":
		told = next == "" || words[i+1].clause
	}
	if !told && w.last.age && w.last.askedAge && !w.last.third && words[i].clause && w.ends(i) && age >= 10 && words[i].sentence <= 2 && !w.familyIn() {
		told = true
	}
	if !told || w.negated(i) && before != "hit" {
		return false
	}
	w.mark(n, Contradicts, max(i-1, 0), min(2, i+1), .8)
	return true
}

// sinceLong reports whether the user says "for" before a number of years, of itself.
func (w *Watcher) sinceLong(i int) bool {
	words := w.text.words
	for j := i - 2; j >= 0 && j > i-5 && words[j].sentence == words[i].sentence; j-- {
		switch w.wordAt(j) {
		case "over", "almost", "nearly", "about", "than", "more", "some", "past", "last", "the", "good", "gut", "über", "fast", "mehr", "als", "plus", "de", "presque", "más", "casi", "hace":
			continue
		case "for", "seit", "depuis", "desde":
		default:
			return false
		}
		for k := j - 1; k >= 0 && k > j-9 && words[k].sentence == words[i].sentence; k-- {
			switch w.wordAt(k) {
			case "alive", "around", "earth", "planet":
				return false // an age
			case "i", "i've", "ich", "je", "j'ai", "yo", "llevo", "trabajo":
				return true
			}
		}
		return false
	}
	return false
}

// lately reports whether a sentence tells of the last days.
func (w *Watcher) lately(at int) bool {
	words := w.text.words
	for i := range words {
		if words[i].sentence == words[at].sentence {
			switch w.wordAt(i) {
			case "yesterday", "today", "last", "days", "just", "weeks", "recently":
				return true
			}
		}
	}
	return false
}

// built reports whether a sentence tells of a house or the like, which is born only so
// to say.
func (w *Watcher) built(at int) bool {
	words, of := w.text.words, false
	for i := range words {
		if words[i].sentence == words[at].sentence {
			if words[i].id == w.i {
				return false
			}
			of = of || buildings.has(words[i].hash)
		}
	}
	return of
}

var (
	buildings = hashesOf("house building car company firm club church bridge haus gebäude auto maison immeuble voiture casa edificio coche")
	teaches   = hashesOf("teaching teach teacher-training pupils unterrichte referendariat lehramt enseigne élèves alumnos enseño unterrichten referendar referendarin lehrkraft enseignant enseignante instituteur institutrice docente imparto docencia alumnado")
)

// teaches reports whether the turn is by somebody who teaches a class.
func (w *Watcher) teaches() bool {
	for i := range w.text.words {
		if teaches.has(w.text.words[i].hash) {
			return true
		}
	}
	return false
}

// namesSelf reports whether the turn has the user's own name.
func (w *Watcher) namesSelf() bool {
	for i := range w.text.words[:min(len(w.text.words), 60)] {
		if x := &w.text.words[i]; x.upper && x.to-x.from > 2 && nameFits(x.textOf(w.text.text), w.profile.Name) {
			return true
		}
	}
	return false
}
