package dialogue

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
)

// countedFiles are ways in which people say an age with a number, by language: their own,
// that of their children, the year of their birth. In a pattern "%" is the number. The
// line "== is" above patterns tells that it is the user's age, and further ones what it
// has to do with that age; see countClaims.
//
//go:embed counted_*.txt
var countedFiles embed.FS

// countClaim is what a number has to do with the user's age.
type countClaim uint8

const (
	countIs     countClaim = iota // it is the age
	countAsked                    // it is, where that was asked for
	countUnder                    // the user is not yet so old
	countOver                     // the user is older
	countLeast                    // the user is older by so many years at least
	countMost                     // the user is younger by so many years at least
	countBorn                     // it is the year of birth
	countSince                    // it is a year in which the user was so old at least
	countClaims                   // how many there are
)

var countNames = [countClaims]string{"is", "asked", "under", "over", "least", "most", "born", "since"}

// countRule is what patterns of one section claim.
type countRule struct {
	claim    countClaim
	by       int // years, of those that take them
	patterns []string
}

// countedSayings are the patterns made ready.
type countedSayings struct {
	m      *matcher
	all    []countRule
	number slot // of "%"
	aged   slot // of "%jährige"
	hashes map[uint64]int
	aging  map[uint64]int // of words such as "siebzigjährige"
	bits   [1 << 8]uint64 // of hashes and aging: which words may be numbers
}

var knownCounted = sync.OnceValue(func() *countedSayings {
	all, err := readCounted(countedFiles)
	if err != nil {
		panic(err) // they are part of the program, and a test reads them
	}
	return newCounted(all)
})

// readCounted reads the patterns of all languages.
func readCounted(files fs.FS) (all []countRule, err error) {
	err = eachTable(files, "counted_*.txt", func(name, text string) error {
		some := false
		for line := range tableLines(text) {
			switch {
			case line.heading:
				c, err := countClaimed(line.text)
				if err != nil {
					return fmt.Errorf("%d: %w", line.n, err)
				}
				all, some = append(all, c), true
			case !some || !strings.Contains(line.text, numberWord):
				return fmt.Errorf("%d: a pattern without a number, or before the first line that says what it claims", line.n)
			default:
				last := &all[len(all)-1]
				last.patterns = append(last.patterns, asRead(name, line.text))
			}
		}
		return nil
	})
	return all, err
}

// countClaimed reads what a number is.
func countClaimed(s string) (c countRule, err error) {
	name, by, some := strings.Cut(s, " ")
	for i, known := range countNames {
		if known != name {
			continue
		}
		c.claim = countClaim(i)
		takes := c.claim == countLeast || c.claim == countMost || c.claim == countSince
		if some {
			c.by, err = strconv.Atoi(by)
		}
		if takes == some && err == nil {
			return c, nil
		}
	}
	return c, fmt.Errorf("%q is none of %s, with years where they take them", s, strings.Join(countNames[:], ", "))
}

func newCounted(all []countRule) *countedSayings {
	phrases := make([]phrase, len(all))
	for i := range all {
		phrases[i] = phrase{kind: kind(i), where: anywhere, patterns: all[i].patterns}
	}
	vocab := &vocabulary{words: map[string]*entry{}}
	vocab.number(numberWord)
	vocab.number(numberWord + "jährige")
	s := &countedSayings{m: newMatcherOf(vocab, phrases), all: all, hashes: map[uint64]int{}, aging: map[uint64]int{}}
	s.number, s.aged = vocab.words[numberWord].slot(), vocab.words[numberWord+"jährige"].slot()
	for w, n := range spelledOut() {
		s.hashes[hash([]byte(w))] = n
	}
	for w, n := range germanCardinals() {
		for _, end := range []string{"", "r", "n"} {
			s.aging[hash([]byte(w+"jährige"+end))] = n
		}
	}
	for _, set := range []map[uint64]int{s.hashes, s.aging} {
		for h := range set {
			m := spread(h)
			s.bits[m>>56] |= 1 << (m >> 50 & 63)
		}
	}
	return s
}

// countedSaid looks for numbers that the profile's age does not go with.
func (w *Watcher) countedSaid(n int) {
	if w.profile.AgeTo == 0 {
		return
	}
	s := knownCounted()
	words := w.text.words[:min(len(w.text.words), learnedMost)]
	for i := range words {
		x := &words[i]
		c := w.text.text[x.from]
		h := spread(x.hash)
		if (c < '0' || c > '9') && s.bits[h>>56]&(1<<(h>>50&63)) == 0 || x.quoted || !x.first {
			continue
		}
		if count, size, aged := s.count(w, i); count > 0 && w.countAt(n, i, count, size, aged, s) {
			return
		}
	}
}

// count reads a number and how many words it has; aged tells of "68-jährige". Numbers
// that are neither an age nor a year are 0.
func (s *countedSayings) count(w *Watcher, i int) (count, size int, aged bool) {
	x := &w.text.words[i]
	if c := w.text.text[x.from]; c >= '0' && c <= '9' {
		raw := w.text.text[x.from:x.to]
		digits, rest := 0, 0
		for digits < len(raw) && digits < 5 && raw[digits] >= '0' && raw[digits] <= '9' {
			rest = rest*10 + int(raw[digits]-'0')
			digits++
		}
		if end := raw[digits:]; end != "" {
			if !strings.HasPrefix(end, "-jährige") && !strings.HasPrefix(end, "-Jährige") && !strings.HasPrefix(end, "jährige") {
				return 0, 0, false
			}
			return rest, 1, true
		}
		if rest < 5 || rest > 110 && rest < 1900 || rest > pastYear {
			return 0, 0, false
		}
		return rest, 1, false
	}
	if count = s.aging[x.hash]; count > 0 {
		return count, 1, true
	}
	count = s.hashes[x.hash]
	if count >= 20 && count%10 == 0 && i+2 < len(w.text.words) && w.text.words[i+2].sentence == x.sentence {
		if and := w.wordAt(i + 1); and == "y" || and == "et" {
			if unit := numberOf(w.wordAt(i + 2)); unit > 0 && (unit < 10 || count == 60 && unit < 20) {
				return count + unit, 3, false
			}
		}
	}
	return count, 1, false
}

// countedWindow is how many words a pattern may have.
const countedWindow = 16

// countAt looks for what a number at word i is.
func (w *Watcher) countAt(n, i, count, size int, aged bool, s *countedSayings) bool {
	words := w.text.words
	from := i
	for from > 0 && i-from < 7 && words[from-1].sentence == words[i].sentence {
		from--
	}
	var window [countedWindow]word
	k := 0
	for j := from; j < len(words) && k < countedWindow && words[j].sentence == words[i].sentence; j++ {
		window[k] = words[j]
		window[k].id, window[k].class = 0, 0
		e := s.m.vocab.of(words[j].hash)
		if j == i {
			e = &s.number
			if aged {
				e = &s.aged
			}
			j += size - 1
		}
		if e != nil {
			window[k].id, window[k].class = e.id, e.class
		}
		k++
	}
	if is := (countRule{claim: countIs}); !aged && is.wrong(&w.profile, count) && w.answers(i, size) {
		w.mark(n, Contradicts, i, size, .8)
		return true
	}
	for at := 0; at <= i-from && at < k; at++ {
		if window[at].id == 0 {
			continue
		}
		w.found = s.m.find(window[:k], at, w.found[:0])
		for _, h := range w.found {
			c := &s.all[h.phrase.kind]
			if !c.wrong(&w.profile, count) || c.claim == countAsked && !w.repliesAge(i) || w.notClaimed(hit{at: from + at, n: h.n}) {
				continue
			}
			if c.claim == countBorn && w.bornIs(from+at) || aged && w.wasThen(i) || c.claim == countUnder && w.allows(i) {
				continue
			}
			if c.claim <= countOver && w.spent(i+size) {
				continue
			}
			w.mark(n, Contradicts, from+at, h.n+size-1, .8)
			return true
		}
	}
	return false
}

// allows reports whether a sentence tells what the user lets somebody else do: "no la dejo
// ir hasta que cumpla los quince".
func (w *Watcher) allows(at int) bool {
	words := w.text.words
	for i := at - 1; i > 0 && words[i].sentence == words[at].sentence; i-- {
		if lets.has(words[i].hash) {
			return true
		}
	}
	return false
}

var lets = hashesOf("dejo dejamos dejaré compro compramos compraré permito permitimos doy damos laisse laissons donne autorise erlaube erlauben lasse lass kaufe")

// wasThen reports whether a sentence tells of what was when the user was so old: "ich war
// als Achtjährige dabei".
func (w *Watcher) wasThen(at int) bool {
	words := w.text.words
	for i := max(0, at-5); i < len(words) && i < at+6; i++ {
		if words[i].sentence == words[at].sentence && thenVerbs.has(words[i].hash) {
			return true
		}
	}
	return false
}

var thenVerbs = hashesOf("war waren wurde durfte musste konnte bekam kam stand saß sang ging damals fand spielte wohnte lernte")

// bornIs reports whether something else is said to have been born: "la marque est née en".
func (w *Watcher) bornIs(at int) bool {
	if at == 0 || w.text.words[at-1].sentence != w.text.words[at].sentence {
		return false
	}
	switch w.wordAt(at - 1) {
	case "est", "était", "fut", "sont", "étaient", "wurde", "ist", "nació", "fue":
		return true
	}
	return false
}

// wrong reports whether the profile's age does not go with a number.
func (c *countRule) wrong(p *Profile, n int) bool {
	year := n > 110
	switch c.claim {
	case countBorn:
		if n < 25 {
			n += 2000 // "soy del 2009" is said so, "del 09" hardly
		} else if !year {
			n += 1900
		}
		return pastYear-n > p.AgeTo+2 || pastYear+4-n < p.AgeFrom
	case countSince:
		if !year {
			n += 1900
		}
		return n >= 1920 && p.AgeTo < pastYear-n+c.by
	}
	if year || n < 5 {
		return false
	}
	switch c.claim {
	case countIs, countAsked:
		return n < p.AgeFrom-1 || n > p.AgeTo+1
	case countUnder:
		return p.AgeFrom > n
	case countOver:
		return p.AgeTo < n-1
	case countLeast:
		return p.AgeTo < n+c.by
	case countMost:
		return p.AgeFrom > n-c.by
	}
	return false
}

// repliesAge reports whether nothing much stands before a number in a turn that answers how old the
// user is.
func (w *Watcher) repliesAge(i int) bool {
	x := &w.text.words[i]
	if !w.last.age || w.last.third || x.sentence > 1 || w.familyIn() || kin.any(w.last.turn.content) {
		return false
	}
	for j := i - 1; j >= 0 && w.text.words[j].sentence == x.sentence && !w.text.words[j+1].clause; j-- {
		if !ageLeads.has(w.text.words[j].hash) {
			return false
		}
	}
	return true
}

// ageLeads are words before an age that was asked for.
var ageLeads = hashesOf("schon erst gerade fast bald knapp ja na also hm äh ich bin werde hab habe mit gut über jahrgang geworden bientôt déjà presque à peine j'ai j'aurai je vais sur mes tout juste euh ben bah alors oh moi quasi enfin j'en ai aurai ya casi tengo apenas recién solo unos pues eh bueno son uy cumplí cumplo voy para los mis le plus de más que")

var notPersons = hashesOf("hund hündin katze kater tier tiere pferd kaninchen hamster welpe tierarzt tierärztin praxis chien chienne chat chatte animal vétérinaire cheval lapin perro perra gato gata mascota veterinario caballo conejo cachorro haus auto maison voiture casa coche carro")

// answers reports whether a number, and years after it, are all that a clause has, in
// answer to how old the user is.
func (w *Watcher) answers(i, size int) bool {
	words := w.text.words
	next := i + size
	if !w.last.age || !w.last.askedAge || i > 4 || w.decimal(i) || next < len(words) && words[next].sentence == words[i].sentence && !words[next].clause && !years.has(words[next].hash) && !afterCount.has(words[next].hash) {
		return false
	}
	for k := range w.turns {
		if kin.any(w.turns[k].content) || notPersons.any(w.turns[k].content) {
			return false
		}
	}
	return !w.last.third && w.repliesAge(i)
}

// afterCount are words that may follow an age that was asked for.
var afterCount = hashesOf("werd werde bin geworden depuis seit gestern hier para desde passés passée cumplidos recién mais aber pero und et y j'ai tengo ich je yo en im am le")

// spent reports whether years before a word are those of something else than a life: "15
// años de experiencia", "30 Jahre verheiratet".
func (w *Watcher) spent(i int) bool {
	words := w.text.words
	if i >= len(words) || words[i].sentence != words[i-1].sentence {
		return false
	}
	if years.has(words[i].hash) {
		i++
	}
	if i >= len(words) || words[i].sentence != words[i-1].sentence || words[i].clause {
		return false
	}
	next := w.wordAt(i)
	if next == "hier" && w.wordAt(i-1) == "ans" {
		return false // "yesterday", and not German "here"
	}
	if next == "en" {
		return posts.has(hash([]byte(w.inSentence(i+1, i))))
	}
	return spends.has(words[i].hash) && !(next == "de" && w.inSentence(i+1, i) == "edad") || strings.HasPrefix(next, "d'") && next != "d'âge"
}

var (
	posts  = hashesOf("la el este esta mi mon ma poste entreprise cdi")
	years  = hashesOf("jahre jahren ans años")
	spends = hashesOf("verheiratet zusammen dabei hier dort im bei in als lang später her vorbei erfahrung berufserfahrung de du dans chez d' por con casado casada casados trabajando viviendo jahre jahren ans años euro euros prozent pour uhr grad km kilo minuten tage wochen monate mois jours heures minutes kilos días meses horas minutos semanas cm zentimeter kilometer meter seiten leute personen personas personnes mal veces fois páginas pages metros mètres")
)
