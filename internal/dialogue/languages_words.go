package dialogue

import (
	_ "embed"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"seedbed.dev/seedbed"
)

// languageText are common words by language.
//
//go:embed languages_words.txt
var languageText string

// tongues are languages, as bits in the order of languageCodes.
type tongues uint16

var languageCodes = []string{"en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "sv", "loans"}

const loans tongues = 1 << 10

// tongueTable are words with the languages that have them: by hash, open addressing.
type tongueTable struct {
	hashes []uint64
	in     []tongues
}

// knownTongues are the words of languageText.
var knownTongues = sync.OnceValue(func() *tongueTable { return readTongues(languageText) })

func readTongues(text string) *tongueTable {
	t := &tongueTable{hashes: make([]uint64, 1<<13), in: make([]tongues, 1<<13)}
	var bit tongues
	for line := range tableLines(text) {
		if line.heading {
			bit = 1 << slices.Index(languageCodes, line.text)
			continue
		}
		for w := range strings.FieldsSeq(line.text) {
			for _, w := range []string{w, plainLetters(w)} { // as they are typed in haste
				if bit == loans && w == "schon" {
					continue // which is a word of its own
				}
				at := t.place(hash([]byte(w)))
				t.hashes[at], t.in[at] = hash([]byte(w)), t.in[at]|bit
			}
		}
	}
	return t
}

// place returns where a word is, or would be.
func (t *tongueTable) place(h uint64) uint64 {
	mask := uint64(len(t.hashes) - 1)
	at := h >> 40 & mask
	for t.hashes[at] != 0 && t.hashes[at] != h {
		at = (at + 1) & mask
	}
	return at
}

// tonguesOf returns the languages of a profile as bits; 0 where one of them is not known.
func tonguesOf(codes []string) (known tongues) {
	for _, code := range codes {
		i := slices.Index(languageCodes, code)
		if i < 0 {
			return 0
		}
		known |= 1 << i
	}
	return known
}

// run are words in a row as languages have them.
type run struct {
	from, to          int // words
	total, own, upper int
	strange           int // words of other languages that are no loans
	counts            [10]uint8
	shared            [10]uint8 // words of the user's languages that others have too
}

func (r *run) add(in, known tongues, upper bool) {
	r.total++
	if upper {
		r.upper++
	}
	if in&known != 0 {
		r.own++
		for b := in &^ (loans | known); b != 0; b &= b - 1 {
			r.shared[bits.TrailingZeros16(uint16(b))]++
		}
		return
	}
	if in&^loans == 0 {
		return
	}
	if in&loans == 0 {
		r.strange++
	}
	for b := in &^ loans; b != 0; b &= b - 1 {
		r.counts[bits.TrailingZeros16(uint16(b))]++
	}
}

// foreign returns of how many words the language is that has most of them, where they
// are in it and in none of the user's.
func (r *run) foreign() (n int, code string) {
	best := 0
	for i := range r.counts {
		if r.counts[i] > r.counts[best] {
			best = i
		}
	}
	n = int(r.counts[best])
	shared := int(r.shared[best])
	if r.own > shared || r.strange == 0 || 5*(n+shared) < 3*r.total || 2*r.upper > r.total && languageCodes[best] != "de" {
		return 0, ""
	}
	return n, languageCodes[best]
}

// drifts looks for a clause, or a short turn, in a language that the user does not write.
func (w *Watcher) drifts(n int) bool {
	known := tonguesOf(w.profile.Languages)
	words := w.text.words[:min(len(w.text.words), 200)]
	if known == 0 || len(words) < 2 {
		return false
	}
	own := classOf(known)
	var r, streak run // of a clause, and of words none of which is the user's
	for i := range words {
		x := &words[i]
		if i > 0 && (x.clause && !(words[i-1].class&classBridge != 0 && x.from == words[i-1].to+1) || x.opens) {
			if w.strayed(n, &r, known) {
				return true
			}
			r = run{from: i}
		}
		r.to = i + 1
		if x.quoted {
			r.own++
		}
		if x.quoted || !x.first {
			continue
		}
		in := known
		if x.class&own == 0 {
			in = w.common.in[w.common.place(x.hash)]
		}
		if (in&known != 0 || x.opens) && streak.total > 0 {
			if streak.strange >= 4 && w.strayed(n, &streak, known) {
				return true
			}
			streak = run{}
		}
		if in&known == 0 {
			if streak.total == 0 {
				streak.from = i
			}
			streak.add(in, known, x.upper && !x.opens)
			streak.to = i + 1
		}
		r.add(in, known, x.upper && !x.opens)
	}
	return streak.strange >= 4 && w.strayed(n, &streak, known) || w.strayed(n, &r, known) || len(words) <= 14 && w.shortlyForeign(n, known)
}

// shortlyForeign looks at a short turn as a whole: "Ja bitte".
func (w *Watcher) shortlyForeign(n int, known tongues) bool {
	whole := run{to: len(w.text.words)}
	w.recount(&whole, known)
	least := 2
	if whole.total > 5 { // what is longer is told by its clauses, where they are long enough
		least = 4
	}
	if 2*whole.strange < whole.total-1 {
		return false
	}
	most, code := whole.foreign()
	if most < least || !w.strays(&whole, code) || w.oneWord() || code != "de" && w.isTitle() {
		return false
	}
	w.mark(n, Contradicts, 0, whole.to, .8)
	return true
}

// oneWord reports whether a turn is one and the same word: "ha ha".
func (w *Watcher) oneWord() bool {
	words := w.text.words
	i := 1
	for i < len(words) && words[i].hash == words[0].hash {
		i++
	}
	return i == len(words) || i > 1 && i == len(words)-1 // and one more: "ha ha, nice"
}

// isTitle reports whether a turn is written as names of places and firms are: "Ciudad de Mexico".
func (w *Watcher) isTitle() bool {
	words := w.text.words
	last := len(words) - 1
	if last < 2 || !words[0].upper || !words[last].upper {
		return false
	}
	for i := 1; i < last; i++ {
		if words[i].upper == (words[i].to-words[i].from <= 3) {
			return false
		}
	}
	return true
}

// classOf are the classes of words of languages.
func classOf(known tongues) (c class) {
	for i, l := range languages {
		if known&(1<<i) != 0 {
			c |= l.bit
		}
	}
	return c
}

// quotesTongue notes that the user quotes words of a language that it does not write, as
// who learns it does.
func (w *Watcher) quotesTongue() {
	known, some := tonguesOf(w.profile.Languages), 0
	if w.learns || known == 0 || w.text.bytes&quotes == 0 {
		return
	}
	own := classOf(known)
	words := w.text.words[:min(len(w.text.words), 200)]
	for i := range words {
		if x := &words[i]; x.quoted && x.class&own == 0 {
			if in := w.common.in[w.common.place(x.hash)]; in != 0 && in&(known|loans) == 0 {
				some++
			}
		}
	}
	w.learns = some > 1
}

// strayed marks a clause that is in another language.
func (w *Watcher) strayed(n int, r *run, known tongues) bool {
	if 3*r.own > r.total || r.total < 4 || r.strange < 2 {
		return false
	}
	w.recount(r, known)
	if most, code := r.foreign(); most < 3 || !w.strays(r, code) {
		return false
	}
	w.mark(n, Contradicts, r.from, r.to-r.from, .8)
	return true
}

// recount counts words anew, with what the user's languages share with others.
func (w *Watcher) recount(r *run, known tongues) {
	*r = run{from: r.from, to: r.to}
	own := classOf(known)
	for i := r.from; i < r.to; i++ {
		x := &w.text.words[i]
		switch in := w.common.in[w.common.place(x.hash)]; {
		case x.quoted:
			r.own++
		case !x.first:
		case in == 0 && x.class&own != 0:
			r.own++
		default:
			r.add(in, known, x.upper && !x.opens)
		}
	}
}

// strays reports whether words are not of somebody else, nor practised, nor asked about.
func (w *Watcher) strays(r *run, code string) bool {
	words := w.text.words
	if code == "nl" && slices.Contains(w.profile.Languages, "de") { // dialects look like it
		return false
	}
	for i := max(0, r.from-6); i < r.from; i++ {
		if cites.has(words[i].hash) {
			return false
		}
	}
	if r.total < 8 && w.tongues || r.total < 15 && w.cited() || w.learning() {
		return false
	}
	for i := range words[:min(len(words), 200)] {
		if words[i].class&classTongue != 0 && r.total < 8 {
			return false
		}
	}
	return true
}

// cited reports whether the turns before ask what something says or means.
func (w *Watcher) cited() bool {
	for k := len(w.turns) - 1; k >= 0 && k >= len(w.turns)-4; k-- {
		if cites.any(w.turns[k].content) && (w.turns[k].role == seedbed.User || k == len(w.turns)-1) {
			return true
		}
	}
	return false
}

// learning reports whether the conversation is about a language that somebody learns, or
// about a text in one.
func (w *Watcher) learning() bool {
	if w.learns {
		return true
	}
	for i := range w.text.words[:min(len(w.text.words), 200)] {
		if learns.has(w.text.words[i].hash) {
			return true
		}
	}
	for k := len(w.turns) - 1; k >= 0 && k >= len(w.turns)-comparedMost; k-- {
		if learns.any(w.turns[k].content) || w.turns[k].role == seedbed.User && w.namesTongue(w.turns[k].content) {
			return true
		}
	}
	return false
}

// presents reports whether the turn has words of another language put to somebody: "how do
// you say in English:", "translate,".
func (w *Watcher) presents() bool {
	words := w.text.words[:min(len(w.text.words), 40)]
	for i := range words {
		x := &words[i]
		if x.to >= len(w.text.text) || strings.IndexByte(":,\n", w.text.text[x.to]) < 0 || x.quoted {
			continue
		}
		colon := w.text.text[x.to] == ':'
		if learns.has(x.hash) || colon && (x.class&classTongue != 0 || cites.has(x.hash)) {
			return true
		}
	}
	return false
}

// entitles reports whether a short turn tells what something is called.
func (w *Watcher) entitles() bool {
	words := w.text.words
	for i := 1; i < len(words) && i < 5 && len(words) < 13; i++ {
		if titling.has(words[i].hash) {
			return true
		}
	}
	return false
}

var titling = hashesOf("heißt heißen hieß appelle s'appelle s'appelait llama llamaba titulada called titled named intitulé intitulée")

// namesTongue reports whether a turn names a language that is none of the user's.
func (w *Watcher) namesTongue(content []uint64) bool {
	for i, names := range tongueWords {
		if names.any(content) && !slices.Contains(w.profile.Languages, languageCodes[i]) {
			return true
		}
	}
	return false
}

// tongueWords are what languages are called, in the order of languageCodes.
var tongueWords = []*wordSet{
	hashesOf("english englisch englische englischen anglais d'anglais l'anglais inglés ingles"),
	hashesOf("german deutsch deutsche deutschen allemand d'allemand l'allemand alemán aleman"),
	hashesOf("french französisch französische français d'français francés frances"),
	hashesOf("spanish spanisch spanische espagnol d'espagnol l'espagnol español castellano"),
	hashesOf("italian italienisch italien italiano d'italien l'italien"),
	hashesOf("portuguese portugiesisch portugais portugués"),
	hashesOf("dutch niederländisch néerlandais neerlandés"),
	hashesOf("polish polnisch polonais polaco"),
	hashesOf("turkish türkisch turc turco"),
	hashesOf("swedish schwedisch suédois sueco"),
}

// readsOut are what a reply has that asks for what is written somewhere.
var readsOut = hashesOf("say says sign label error message text wording title read reads song book film movie meldung fehlermeldung steht schild text titel lied écrit indique affiche message panneau titre dice pone mensaje cartel letrero título canción")

var (
	cites  = hashesOf("say says said read reads called means mean word phrase titled title song lyrics book film movie band dish sign label menu error message wrote writes quote saying proverb motto named steht stand heißt liedtext titel schild fehlermeldung meldung betreff lied dit écrit titre chanson panneau veut signifie dice escrito título canción cartel significa llama llamado llamada")
	learns = hashesOf("practise practice practising practicing learn learning learner learned lesson lessons tutor duolingo translate translates translated translation translating grammar verb verbs vocabulary pronounce pronunciation conjugate dative accusative subjunctive fluent subtitle lyrics motto tattoo proverb saying poem phrase phrases idiom" +
		" üben übe lernen lerne gelernt übersetze übersetzen übersetzung übersetz grammatik vokabeln vokabel aussprache sprachkurs verben apprendre apprends pratiquer traduire traduis traduisez traduction grammaire prononce conjugaison vocabulaire aprender aprendo practicar traducir traduce traducción gramática pronuncia vocabulario")
)
