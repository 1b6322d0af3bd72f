package dialogue

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pastYear is a year that has passed: who was born in a year is at least so old.
const pastYear = 2024

var havingHash = hash([]byte("having"))

// ofOthers reports whether a phrase is denied, supposed or told of somebody else.
func (w *Watcher) ofOthers(h hit) bool {
	if w.before(h, reports, 6) || w.before(h, supposes, 3) {
		return true
	}
	words := w.text.words
	for i := h.at; i < h.at+h.n && i < len(words); i++ {
		if words[i].hash == havingHash {
			return true // "we are having a girl"
		}
	}
	for i := h.at - 1; i >= 0 && i >= h.at-3 && words[i].sentence == words[h.at].sentence; i-- {
		switch w.wordAt(i) {
		case "no", "nein", "non", "nicht", "pas":
			return h.at-i < 2 && strings.IndexByte(w.text.text[words[i].to:words[h.at].from], ',') < 0 // "no, I am"
		case "not", "never", "if", "when", "like", "wenn", "als", "si", "quand", "cuando", "he", "she", "er", "il", "elle", "él", "ella", "his", "her":
			return h.at-i < 2
		}
	}
	return false
}

// facts looks at the words of a turn from which an age, a gender or a name can be told,
// up to the first that contradicts the profile.
func (w *Watcher) facts(n int) {
	words := w.text.words[:min(len(w.text.words), learnedMost)]
	p := &w.profile
	for i := range words {
		x := &words[i]
		digit := w.text.text[x.from] >= '0' && w.text.text[x.from] <= '9'
		if !digit && x.class&classFact == 0 || !x.first || x.to-x.from > 20 {
			continue
		}
		found := false
		switch {
		case digit:
			found = p.AgeTo > 0 && (w.givenAge(n, i) || w.year(n, i))
		case x.class&classCount != 0:
			found = p.AgeTo > 0 && w.givenAge(n, i)
		case x.class&classYears != 0:
			found = p.AgeTo > 0 && w.longer(n, i)
		default:
			found = p.Name != "" && w.signed(n, i)
		}
		if found {
			return
		}
	}
}

// year looks for years of birth and of what one has done since.
func (w *Watcher) year(n, i int) bool {
	p, words := &w.profile, w.text.words
	x := &words[i]
	year, short := w.yearAt(i)
	if year == 0 || x.quoted && !w.last.birth {
		return false
	}
	before := w.inSentence(max(i-1, 0), i)
	born := w.last.birth && w.users > 0 && len(words) <= 30 && x.sentence <= 1
	for j := i - 1; j >= 0 && j >= i-6 && words[j].sentence == x.sentence; j-- {
		switch w.wordAt(j) {
		case "born", "née", "né", "nací", "geboren", "nacida", "nacido", "jahrgang":
			born = born || !w.someone(i) && !w.bornIs(j)
		}
	}
	if i > 0 && before == "jahrgang" && !w.someone(i) {
		born = true
	}
	if i > 0 && short && w.last.birth {
		born = true
	}
	if short && !born {
		return false
	}
	switch {
	case born && !w.last.birth && (w.built(i) || w.ofRelative(i)):
		return false
	case born && (pastYear-year > p.AgeTo+2 || pastYear+12-year < p.AgeFrom):
	case before == "since" && !words[i-1].opens && !w.selfBefore(i-1):
		return false // "it's been around since 1939, but I ..."
	case (before == "since" || before == "seit" || before == "depuis" || before == "desde") && (w.mine(i) || w.last.you && i < 3 && w.answersFor(i, 1) && !w.ofRelative(i)) && pastYear-year > p.AgeTo:
	default:
		return false
	}
	w.mark(n, Contradicts, i, 1, .85)
	return true
}

// yearAt reads a year of four digits, or of two after "Jahrgang".
func (w *Watcher) yearAt(i int) (year int, short bool) {
	s := w.wordAt(i)
	y, err := strconv.Atoi(strings.Trim(s, "'"))
	switch {
	case err != nil:
		return 0, false
	case y >= 1900 && y <= pastYear:
		return y, false
	case y >= 30 && y < 100 && i > 0 && (w.inSentence(i-1, i) == "jahrgang" || w.last.birth && w.inSentence(i-1, i) == "en"):
		return 1900 + y, true
	}
	return 0, false
}

// mine reports whether a sentence is about the user: it has "I", and nobody else.
func (w *Watcher) mine(at int) bool {
	words := w.text.words
	own := false
	for i := range words {
		x := &words[i]
		if x.sentence != words[at].sentence {
			continue
		}
		switch w.wordAt(i) {
		case "i", "i'm", "i've", "ich", "je", "j'ai", "yo", "nací", "née", "né":
			own = true
		case "sie":
			if next := w.inSentence(i+1, i); next == "fährt" || next == "ist" || next == "hat" || next == "war" || next == "wohnt" || next == "lebt" || next == "arbeitet" {
				return false
			}
		case "he", "she", "they", "dad", "mum", "mom", "father", "mother", "grandma", "grandpa", "er", "il", "elle", "él", "ella", "his", "built", "bought":
			return false
		}
	}
	return own
}

// longer looks for more years of something than the user can have had.
func (w *Watcher) longer(n, i int) bool {
	p := &w.profile
	if i == 0 || p.AgeTo > 60 || w.text.words[i].quoted {
		return false
	}
	count := countOf(w.inSentence(i-1, i))
	if i > 1 && count > 0 && count < 10 {
		if tens := countOf(w.inSentence(i-2, i)); tens >= 20 && tens%10 == 0 {
			count += tens
		}
	}
	if count < 15 || count < p.AgeTo-5 || count > 90 {
		return false
	}
	switch w.inSentence(i+1, i) {
	case "as", "in", "of", "at", "there", "on", "cleaning", "limpiando", "conduciendo", "de", "bei", "als", "dans", "en", "trabajando":
	case "":
		if after := w.inSentence(max(i-2, 0), i); after != "after" && after != "for" {
			return false
		}
	default:
		return false
	}
	switch w.inSentence(max(i-2, 0), i) {
	case "mes", "mis", "ses", "sus", "meine", "meinen", "a", "ai", "j'ai", "hat", "habe", "tiene", "tengo":
		return false // an age
	}
	if w.someone(i) || w.text.words[i].hash == yearsHash && !w.byUser(i-1, 2) {
		return false
	}
	w.mark(n, Contradicts, i-1, 2, .8)
	return true
}

// someone reports whether a sentence has somebody else in it, or an age.
func (w *Watcher) someone(at int) bool {
	words := w.text.words
	for i := range words {
		if words[i].sentence != words[at].sentence {
			continue
		}
		if kin.has(words[i].hash) || lasts.has(words[i].hash) {
			return true
		}
		switch w.wordAt(i) {
		case "he", "she", "they", "his", "her", "dad", "mum", "mom", "father", "mother", "grandma", "grandpa", "parents", "grandparents", "nan", "gran", "uncle", "aunt", "boss", "neighbour", "neighbours", "recipe", "family", "alive", "around", "old", "ago", "age", "warranty", "mortgage", "guarantee", "loan", "er", "sie", "il", "elle", "él", "ella", "su", "alt", "alter", "âge", "edad", "vor", "hace", "next":
			return true
		}
	}
	return false
}

// countOf reads a number in digits or words.
func countOf(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if n := spelled(s); n > 0 {
		return n
	}
	return foreignNumbers[s]
}

// foreignNumbers are numbers from ten on in German, French and Spanish, as people give
// ages and years.
var foreignNumbers = map[string]int{
	"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80,
	"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "vingt-cinq": 25, "trente-quatre": 34, "trente-cinq": 35, "quarante-cinq": 45, "soixante-dix": 70, "quatre-vingts": 80,
	"veinte": 20, "veinticinco": 25, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
	"dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "dix-sept": 17, "dix-huit": 18,
	"trece": 13, "catorce": 14, "quince": 15, "dieciséis": 16, "diecisiete": 17, "dieciocho": 18,
}

// signed looks for another name under a letter that the turn gives as the user's own.
func (w *Watcher) signed(n, i int) bool {
	words, s := w.text.words, w.text.text
	j := i + 1
	for j < len(words) && j <= i+3 && (!words[j].upper || titles.has(words[j].hash)) {
		j++ // "un saludo, su inquilina, Verónica"
	}
	if j >= len(words) || !words[j].upper || !words[j].first || strings.IndexByte(s[words[i].to:words[j].from], ',') < 0 || w.users == 1 || w.last.third && !w.last.you {
		return false
	}
	for _, h := range w.hits {
		if h.phrase.kind == reports && h.at < i && !words[h.at].quoted && w.wordAt(h.at) != "like" {
			return false
		}
	}
	for k := range words[:i] {
		switch w.wordAt(k) {
		case "got", "received", "sent", "from", "boss", "chef", "bekommen", "reçu", "recibí", "they", "he", "she":
			if !words[k].quoted {
				return false
			}
		}
	}
	if words[j].quoted && (w.namesOwn() || w.speaksOfOther() || w.ofSuperior()) {
		return false
	}
	name := words[j].textOf(s)
	if r, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(r) || len(name) < 3 || words[j].class&classStop != 0 || nameFits(name, w.profile.Name) {
		return false
	}
	w.mark(n, Contradicts, j, 1, .75)
	return true
}
