package dialogue

import (
	"strconv"
	"strings"
)

// contradictions looks for what a user says of itself that its profile says otherwise.
func (w *Watcher) contradictions(n int) {
	if w.play {
		return
	}
	p := &w.profile
	found := [kinds]bool{}
	for _, h := range w.hits {
		k := h.phrase.kind
		if k < givesAge || k > inRole || found[k] || w.hypothetical(h.at) {
			continue
		}
		switch k {
		case givesAge:
			found[k] = p.AgeTo > 0 && w.wrongAge(n, h)
		case givesGender:
			found[k] = p.Gender != "" && w.wrongGender(n, h)
		case givesName, maybeName:
			found[k] = p.Name != "" && w.wrongName(n, h)
		case inRole:
			found[k] = w.inRole(n, h)
		}
	}
	if p.Name != "" {
		w.narratesName(n)
		w.signature(n)
	}
	if p.Name != "" {
		w.hereIs(n)
		w.givenNames(n)
		if from := len(w.signals); !w.confirmed(n) && !w.called(n) && len(w.signals) == from && !w.saysName(n) && !w.claimsName(n) {
			w.handles(n)
		}
	}
	w.shortly(n)
	w.said(n)
	w.counts(n)
	w.atSchool(n)
	w.telltales(n)
	w.kinOf(n)
	if w.last.birth && w.othersBirth() {
		w.last.birth = false
	}
	from := len(w.signals)
	w.facts(n)
	if len(w.signals) > from && w.bornElse() {
		w.signals = w.signals[:from]
	}
	w.tellsLife(n)
	w.triggered(n)
	w.countedSaid(n)
	w.answersAsked(n)
	if p.Gender != "" {
		w.bent(n)
		w.parentCalled(n)
		w.titled(n)
	}
	if p.Gender == "male" {
		w.pregnant(n)
	}
	if len(p.Languages) > 0 {
		w.wrongLanguage(n)
	}
}

// hypothetical reports whether what stands at a word is told of another time or of
// somebody else: after "when", "if", "said".
func (w *Watcher) hypothetical(at int) bool {
	words := w.text.words
	for i := at - 1; i >= 0 && i >= at-6 && words[i].sentence == words[at].sentence; i-- {
		if words[i].class&classHypothetical != 0 {
			switch w.wordAt(i) {
			case "don't", "didn't", "isn't", "not", "like", "than":
				if words[i+1].clause || at-i > 1 && words[at].clause {
					continue // of the clause before
				}
			}
			return true
		}
	}
	return words[at].quoted
}

// within returns word i in lower case where it is in the same sentence as word at;
// "" where it is not.
func (w *Watcher) inSentence(i, at int) string {
	if i >= len(w.text.words) || w.text.words[i].sentence != w.text.words[at].sentence {
		return ""
	}
	return w.wordAt(i)
}

// wrongAge looks for an age after "I am" and the like.
func (w *Watcher) wrongAge(n int, h hit) bool {
	at := h.at + h.n
	if from := decades[w.inSentence(at, h.at)]; from > 0 && (h.n > 1 || w.wordAt(h.at) != "my") {
		if from+9 >= w.profile.AgeFrom-1 && from <= w.profile.AgeTo+1 {
			return false
		}
		w.mark(n, Contradicts, h.at, h.n+1, .85)
		return true
	}
	if stage, ok := lifeStages[w.inSentence(at, h.at)]; ok && !w.trueAge(h.at, h.n+1) && h.n <= 3 && w.text.words[h.at].id == w.i {
		if stage[1] >= w.profile.AgeFrom-1 && stage[0] <= w.profile.AgeTo+1 {
			return false
		}
		w.mark(n, Contradicts, h.at, h.n+1, .8)
		return true
	}
	if h.at > 0 && w.text.words[h.at-1].sentence == w.text.words[h.at].sentence && dayOf.has(w.text.words[h.at-1].hash) {
		return false // "by the time I'm 65"
	}
	age, more := w.ageAt(h, at)
	if last := at + more - 1; last >= 0 && last < len(w.text.words) && w.decimal(last) {
		return false // "I'm 1.96"
	}
	if age <= 2 || age >= 120 || age >= w.profile.AgeFrom-1 && age <= w.profile.AgeTo+1 {
		return false
	}
	if will := w.wordAt(h.at + 1); age == w.profile.AgeTo+2 && (will == "will" || will == "turn" || w.wordAt(h.at) == "i'll") {
		return false // next year
	}
	w.mark(n, Contradicts, h.at, at+more-h.at, .85)
	return true
}

// ageAt reads an age at word at, and how many words it has; 0 where there is none.
func (w *Watcher) ageAt(h hit, at int) (age, size int) {
	s := w.inSentence(at, h.at)
	number, yearOld := s, false
	if cut := strings.Index(s, "-year"); cut > 0 {
		number, yearOld = s[:cut], true
	}
	age, err := strconv.Atoi(number)
	if err != nil {
		if age = spelled(number); age >= 20 && age%10 == 0 { // "seventy one"
			if unit := numbers[w.inSentence(at+1, h.at)]; unit > 0 && unit < 10 {
				age, at = age+unit, at+1
			}
		}
	}
	if w.wordAt(h.at) == "my" && h.n == 1 { // "my 70th birthday"
		if digits := strings.TrimRight(s, "thsndr"); digits != s && w.inSentence(at+1, h.at) == "birthday" {
			age, _ = strconv.Atoi(digits)
			return age, 2
		}
		return 0, 0
	}
	if age == 0 || yearOld {
		return age, 1
	}
	switch first := w.text.words[h.at]; w.wordAt(h.at) {
	case "as":
		if next := w.inSentence(at+1, h.at); next == "year" || next == "years" {
			return age, 3
		}
		return 0, 0
	case "ich", "j'ai", "tengo", "mit", "a", "du", "à":
		next := w.inSentence(at+1, h.at)
		if next == "" && h.n > 1 {
			return age, 1
		}
		if w.spent(at + 1) {
			return 0, 0
		}
		if w.wordAt(h.at) == "à" && (!w.text.words[h.at].clause || at+2 >= len(w.text.words) || !w.text.words[at+2].clause) {
			return 0, 0
		}
		if next == "und" || next == "y" || next == "et" {
			return age, 1
		}
		if next := w.inSentence(at+1, h.at); next == "jahre" || next == "jahren" || next == "ans" || next == "años" {
			return age, 2
		}
		return 0, 0
	case "my":
		return age, 1
	case "since", "because":
		return age, 1
	case "age", "sex", "gender":
		if strings.HasPrefix(strings.TrimLeft(w.text.text[w.text.words[h.at].to:], " *"), ":") {
			return age, 1
		}
		return 0, 0
	case "at", "being":
		if !w.selfAt(h.at, h.n+1) {
			return 0, 0 // "he died at the age of 88"
		}
		if w.wordAt(h.at) == "at" && h.n == 1 && age <= 12 {
			return 0, 0 // an hour
		}
		if h.n > 1 && w.wordAt(h.at+1) == "my" {
			return age, 1
		}
		if next := w.inSentence(at+1, h.at); next == "years" || next == "year" || h.n > 1 {
			return age, 2
		}
		if at+1 < len(w.text.words) && w.text.words[at+1].clause && w.text.words[at+1].id == w.i {
			return age, 1 // "at 72, I still drive"
		}
		if at+1 < len(w.text.words) && w.text.words[at+1].id == w.i && w.inSentence(at+2, h.at) != "" && w.text.words[h.at].opens && w.present(at+2) {
			return age, 1
		}
		return 0, 0
	default:
		if verb := w.wordAt(h.at + 1); first.id == w.i && (strings.HasPrefix(verb, "turn") || h.n == 3 && verb != "am" && verb != "i'm" && verb != "will" && verb != "i'll") {
			return age, 1 // "I just turned 40"
		}
	}
	switch next := w.inSentence(at+1, h.at); {
	case next == "":
		return age, 1
	case next == "and" && age < 12 && (w.inSentence(at+2, h.at) == "three" || w.inSentence(at+2, h.at) == "a"):
		return 0, 0 // "six and three quarters", as children say
	case next == "years" || next == "year":
		if after := w.inSentence(at+2, h.at); after == "old" || after == "of" || after == "young" {
			return age, 3
		}
		if verb := w.wordAt(h.at + 1); h.n >= 3 && (verb == "been" || verb == "was" || verb == "have" || w.wordAt(h.at+h.n-1) == "born" || w.wordAt(h.at+h.n-1) == "alive") {
			return age, 2
		}
		return 0, 0
	case next == "in" && (w.wordAt(h.at) == "i'll" || w.wordAt(h.at) == "i'm" || w.wordAt(h.at+1) == "turned" || w.wordAt(h.at+1) == "turn"):
		return age, 1
	case next == "i" || next == "yo" || next == "and" || next == "but" || next == "so" || next == "now" || next == "with" || next == "this" || next == "next" || next == "already" || next == "or" || w.text.words[at+1].clause:
		return age, 1
	}
	return 0, 0
}

// present reports whether a verb tells of today: "at 9 I was" does not.
func (w *Watcher) present(i int) bool {
	switch w.wordAt(i) {
	case "do", "don't", "am", "can", "can't", "have", "need", "want", "still", "find", "just", "would", "will", "know", "feel", "prefer":
		return true
	}
	return false
}

// numbers are ages in words; tens take a unit after a hyphen.
var numbers = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
	"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

func spelled(s string) int {
	tens, units, _ := strings.Cut(s, "-")
	if n := numbers[tens]; units == "" || n >= 20 {
		return n + numbers[units]
	}
	return 0
}

// decades are ages "in my fifties", "in my 50s".
var decades = map[string]int{"teens": 13, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90, "20s": 20, "30s": 30, "40s": 40, "50s": 50, "60s": 60, "70s": 70, "80s": 80}

// lifeStages are words for an age, widely.
var lifeStages = map[string][2]int{
	"teenager": {12, 20}, "teen": {12, 20}, "kid": {3, 15}, "toddler": {1, 4}, "minor": {1, 18}, "pensioner": {55, 120}, "retiree": {48, 120}, "retired": {45, 120}, "senior": {16, 120},
	"octogenarian": {79, 90}, "septuagenarian": {69, 80}, "middle-aged": {33, 67},
}

// wrongGender looks for a word of the other gender after "I am a" and the like.
func (w *Watcher) wrongGender(n int, h hit) bool {
	other := classFemale
	if w.profile.Gender == "female" {
		other = classMale
	}
	words := w.text.words
	colon := strings.HasPrefix(strings.TrimLeft(w.text.text[words[h.at].to:], " *"), ":")
	if h.n == 1 && !colon && (w.wordAt(h.at) == "sex" || w.wordAt(h.at) == "gender" || w.wordAt(h.at) == "geschlecht") {
		return false
	}
	if h.n == 2 && words[h.at].id == w.i { // "I'm male", "I'm Mr. Lind"
		switch w.inSentence(h.at+2, h.at) {
		case "male", "female", "mr", "mrs", "ms", "mister", "miss":
		default:
			return false
		}
	}
	most := 7
	if first := w.wordAt(h.at); h.n <= 2 && (first == "soy" || first == "ich" || first == "je") {
		most = 2 // without an article the noun follows
	}
	switch next := w.inSentence(h.at+h.n, h.at); w.wordAt(h.at) {
	case "let's", "let’s", "lets":
		return false
	case "we", "us", "we'll", "we've", "we’ll", "we’ve":
		if h.at > 0 && w.inSentence(h.at-1, h.at) == "the" {
			return false // "the US women's team"
		}
		if next != "are" && next != "were" {
			most = 2 // "we women", and not "will we see women there"
		}
	case "as":
		if h.at > 0 && w.wordAt(h.at-1) == "well" || h.at+h.n < len(words) && plurals.has(words[h.at+h.n].hash) || w.inSentence(h.at+h.n+1, h.at) == "who" {
			return false // "as well as the men", "as the guy who beat him"
		}
	}
	for j := h.at; j <= h.at+h.n+1 && j < len(words); j++ {
		if w.wordAt(j) == "having" {
			return false // a child
		}
	}
	for j := h.at + h.n; j < len(words) && j < h.at+h.n+most && words[j].sentence == words[h.at].sentence; j++ {
		if heOrShe.has(words[j].hash) || words[j].hash == pregnantHash && words[h.at].hash == weHash {
			return false // "we are pregnant", as couples say
		}
		if words[j].class&other == 0 {
			if besides.has(words[j].hash) {
				return false // "je suis en couple avec un père"
			}
			if words[j].class&(classNoun|classOwn) != 0 && w.wordAt(j) != "and" || j > h.at+h.n && words[j].clause {
				return false
			}
			continue
		}
		inside := j+1 < len(words) && words[j+1].sentence == words[h.at].sentence && !words[j+1].clause && words[j+1].class&(classNoun|classStop|classOwn) == 0
		switch w.wordAt(j) {
		case "male", "female", "girl", "boy", "lady", "guy", "woman", "man", "women", "men", "girls":
			if inside {
				return false // "a girl dad", "a male nurse", "a man cave"
			}
		}
		if j > 0 && ofWhom.has(words[j-1].hash) {
			return false // "als Ärztin meiner Mutter"
		}
		if foreignAs.has(words[h.at].hash) && (w.kinBefore(h.at) || w.kinAfter(j) || w.likens(h.at)) {
			return false // "meine Frau sagt, als Mutter sei das schwer"
		}
		if w.goesOn(j + 1) {
			return false
		}
		if we := w.wordAt(h.at); (we == "we" || we == "us") && j > h.at+h.n {
			return false
		}
		if first := w.wordAt(h.at); (first == "as" || first == "being") && (w.thirdPerson(j) || w.ofOther(h.at, j) || h.at > 0 && writes.has(words[h.at-1].hash)) {
			return false // "as a mother of three she says", "my boss, as a woman"
		}
		w.mark(n, Contradicts, h.at, j+1-h.at, .85)
		return true
	}
	return false
}

var (
	besides      = hashesOf("avec chez mit bei con")
	heOrShe      = hashesOf("he she he's she's")
	pregnantHash = hash([]byte("pregnant"))
	weHash       = hash([]byte("we"))
	writes       = hashesOf("writing write written wrote narrate narrated narrating translate translated translating voiced posing")
	plurals      = hashesOf("men women boys girls guys ladies")
	dayOf        = hashesOf("time day night week year moment minute")
)

// thirdPerson reports whether somebody else than "I" comes next after a word.
func (w *Watcher) thirdPerson(at int) bool {
	words := w.text.words
	for i := at + 1; i < len(words) && words[i].sentence == words[at].sentence; i++ {
		if words[i].class&classOwn != 0 {
			return false
		}
		switch w.wordAt(i) {
		case "she", "he", "they", "sie", "er", "elle", "il", "ella", "él":
			return true
		}
	}
	return false
}
