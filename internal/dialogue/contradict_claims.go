package dialogue

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// toldNamesText are the patterns by which people give their names.
//
//go:embed names_told.txt
var toldNamesText string

// nameClaim is what has to be so for patterns to give the user's name.
type nameClaim struct {
	any, full                            bool // what stands for the name; neither: a first name
	opens, hailed, asked, own, onlyTells bool
}

// nameClaims find names by their patterns.
type nameClaims struct {
	m     *matcher
	all   []nameClaim
	name  uint32 // the number of {name}
	comma uint32
	class class // of {name}, which patterns may begin with
}

var knownNameClaims = sync.OnceValue(func() *nameClaims {
	c, err := readNameClaims(toldNamesText)
	if err != nil {
		panic(err) // they are part of the program, and a test reads them
	}
	return c
})

func readNameClaims(text string) (*nameClaims, error) {
	c := &nameClaims{}
	var phrases []phrase
	for line := range tableLines(text) {
		switch {
		case line.heading:
			claim, err := nameClaimOf(line.text)
			if err != nil {
				return nil, fmt.Errorf("names_told.txt:%d: %w", line.n, err)
			}
			c.all = append(c.all, claim)
			phrases = append(phrases, phrase{kind: kind(len(phrases)), where: anywhere})
		case len(phrases) == 0 || !strings.Contains(line.text, "{name}"):
			return nil, fmt.Errorf("names_told.txt:%d: a pattern before the first heading, or without {name}", line.n)
		default:
			last := &phrases[len(phrases)-1]
			last.patterns = append(last.patterns, line.text)
		}
	}
	vocab := &vocabulary{words: map[string]*entry{}}
	c.name, c.comma = vocab.number("{name}"), vocab.number(",")
	c.m = newMatcherOf(vocab, phrases)
	c.class = vocab.words["{name}"].class
	return c, nil
}

func nameClaimOf(heading string) (c nameClaim, err error) {
	for word := range strings.FieldsSeq(heading) {
		switch word {
		case "any":
			c.any = true
		case "full":
			c.full = true
		case "first":
		case "opens":
			c.opens = true
		case "hailed":
			c.hailed = true
		case "asked":
			c.asked = true
		case "own":
			c.own = true
		case "tells":
			c.onlyTells = true
		default:
			return c, fmt.Errorf("%q is no condition of a name", word)
		}
	}
	return c, nil
}

// notOwn are words of turns whose names need not be the user's: of others, of what is
// played, and of names that one only takes.
var notOwn = hashesOf("character nickname alias pen-name pseudonym pseudonyme pseudo stage-name stage maiden villain hero heroine novel roleplay role-play avatar gamertag spitznamen spitzname künstlername deckname mädchenname surnom surnomme apodo mote seudónimo fake pretend pretended pretending game spiel jeu juego lyrics joke prank puppy kitten doll puppe robot bot narrator persona misread misheard wrongly mistakenly typo misspelled misspelt verwechselt verwechselst fälschlich confond confondu trompe equivocado equivocada confunden")

// others are people whose name a turn may give.
var others = hashesOf("husband's wife's son's daughter's sister's brother's mum's mom's dad's friend's boss's landlord's landlord partner's husband wife son daughter kid kids child children baby boyfriend girlfriend partner fiancé fiancée brother sister mum mom mother dad father grandma grandpa aunt uncle cousin nephew niece friend colleague coworker boss manager neighbour neighbor flatmate roommate client guest he she him her his" +
	" mann frau sohn tochter kind kinder partnerin freund freundin bruder schwester mutter vater mama papa oma opa vermieter vermieterin hausverwalter lehrer lehrerin arzt ärztin hund katze kollege kollegin chef chefin nachbar nachbarin er ihm ihn" +
	" mari femme fils fille enfant conjoint compagnon compagne copain copine propriétaire chien chat médecin frère sœur mère père collègue patron voisin voisine elle lui" +
	" marido mujer esposo esposa hijo hija novio novia pareja casero casera perro gato médico hermano hermana madre padre amigo amiga jefe jefa compañero compañera vecino vecina él ella")

// claimsName looks for a name that is none of the profile's where the user gives its own.
func (w *Watcher) claimsName(n int) bool {
	words := w.text.words[:min(len(w.text.words), 200)]
	for i := range words {
		x := &words[i]
		if !x.upper && (!x.low || x.to-x.from < 4 || !w.names.first.maybe(x.hash)) || x.class&(classStop|classCourtesy) != 0 && !w.names.first.maybe(x.hash) || x.quoted && !w.onlyName(i) && !w.ownQuote() {
			continue
		}
		if x.id != 0 && !w.names.first.maybe(x.hash) && !x.upper {
			continue
		}
		if w.claimsNameAt(n, i) {
			return true
		}
	}
	return false
}

// claimsNameAt looks for a pattern around word i, taken for a name.
func (w *Watcher) claimsNameAt(n, i int) bool {
	words := w.text.words
	x := &words[i]
	first := w.names.first.has(x.hash) && (x.upper || !w.names.words.has(x.hash))
	if !first && (!x.upper || x.opens || i == 0 || !beforeAny.has(words[i-1].hash) && !x.clause || notGiven.has(x.hash) || tongueNames.has(x.hash)) {
		return false
	}
	c := knownNameClaims()
	var window [24]word
	at, size, end := c.window(words, i, &window)
	var hits [8]hit
	for from := 0; from <= at; from++ {
		if window[from].class&(classAlone|classFirst) == 0 {
			continue
		}
		for _, h := range c.m.find(window[:size], from, hits[:0]) {
			claim := &c.all[h.phrase.kind]
			start := i
			for k := from; k < at; k++ {
				if window[k].id != c.comma {
					start--
				}
			}
			if from+h.n <= at || !claim.any && !first || claim.full && end == i || !w.claims(claim, max(start, 0), i) {
				continue
			}
			w.mark(n, Contradicts, max(start, 0), end+1-max(start, 0), .8)
			return true
		}
	}
	return false
}

// beforeAny are the words right before a name that need not be a known one, where no comma
// stands before it.
var beforeAny = hashesOf("is name names name's actually really just be been was still it there me heiß heiße heisse übrigens ja aber nämlich eigentlich einfach lautet bleibt nomme prénomme nombre es completo real pila verdadero llamo dr prof mr mrs ms frau herr")

// window fills words around a name as the patterns have them: one word for the name, with
// commas where clauses end beside it. end is the name's last word.
func (c *nameClaims) window(words []word, i int, into *[24]word) (at, size, end int) {
	put := func(x word, id uint32, class class) {
		x.id, x.class = id, class&(classAlone|classFirst)
		x.sentence = 0
		into[size] = x
		size++
	}
	known := func(x *word) (uint32, class) {
		if e := c.m.vocab.of(x.hash); e != nil {
			return e.id, e.class
		}
		return 0, 0
	}
	from := i
	for from > 0 && from > i-9 && words[from-1].sentence == words[i].sentence {
		from--
	}
	for j := from; j < i; j++ {
		id, class := known(&words[j])
		put(words[j], id, class)
	}
	clause := words[i].clause
	for size > 0 && titles.has(into[size-1].hash) {
		clause = clause || words[i-1].clause
		size--
	}
	if i > from && clause {
		put(word{}, c.comma, 0)
	}
	at, end = size, i
	put(words[i], c.name, c.class)
	for end+1 < len(words) && end < i+3 && words[end+1].upper && words[end+1].sentence == words[i].sentence && !words[end+1].clause && words[end+1].class&classStop == 0 {
		end++
	}
	for j := end + 1; j < len(words) && words[j].sentence == words[i].sentence && size < len(into)-1; j++ {
		if words[j].clause {
			put(word{}, c.comma, 0)
		}
		id, class := known(&words[j])
		put(words[j], id, class)
	}
	return at, size, end
}

// claims reports whether what a pattern needs is so, and the name at word i is another's
// than the user's.
func (w *Watcher) claims(c *nameClaim, from, i int) bool {
	words := w.text.words
	x := &words[i]
	asked := w.asksForName()
	switch {
	case c.opens && (x.sentence > 1 || !words[from].clause),
		c.asked && (!asked || x.sentence > 1),
		c.full && w.last.third && !w.last.you,
		c.onlyTells && w.text.sentences[x.sentence].asks,
		c.hailed && !asked && !w.hailed(),
		(c.opens || c.hailed) && places.has(x.hash),
		utf8.RuneCountInString(x.textOf(w.text.text)) < 3,
		w.supposedName(from), w.playsName(i), w.namesOwn():
		return false
	}
	for k := range words[:min(len(words), 200)] {
		if (c.own || c.asked && !(w.last.who && k > i)) && others.has(words[k].hash) && (k+1 != i || words[i].clause) {
			return false
		}
	}
	return !w.fitsProfile(x.textOf(w.text.text)) && (i+1 >= len(words) || !words[i+1].upper || words[i+1].clause || !w.fitsProfile(words[i+1].textOf(w.text.text)))
}

// ofAnother reports whether one of the first words is somebody of whom the turn may be.
func (w *Watcher) ofAnother(words []word) bool {
	for i := range words {
		if others.has(words[i].hash) {
			return true
		}
	}
	return false
}

// supposedName reports whether a name is told of another time or somebody else, or not
// meant. What was said in the clause before is no word on this one.
func (w *Watcher) supposedName(at int) bool {
	words := w.text.words
	if words[at].quoted && !w.onlyName(at) && !w.ownQuote() {
		return true
	}
	for i := at - 1; i >= 0 && i >= at-6 && words[i].sentence == words[at].sentence; i-- {
		if words[i].class&classHypothetical == 0 {
			continue
		}
		if !words[at].clause || unreal.has(words[i].hash) {
			return true
		}
	}
	return false
}

// ownQuote reports whether the user quotes its own words: "I'll just say", "my greeting".
func (w *Watcher) ownQuote() bool {
	words := w.text.words[:min(len(w.text.words), 200)]
	own := ownOpening.any(w.last.turn.content) && w.last.you
	for k := range words {
		x := &words[k]
		switch {
		case x.quoted:
		case third.has(x.hash) || others.has(x.hash) && !ownWords.has(x.hash):
			return false
		case x.id == w.i, x.hash == myHash:
			for j := k + 1; j < len(words) && j < k+4 && words[j].sentence == x.sentence; j++ {
				own = own || ownSaying.has(words[j].hash)
			}
		}
	}
	return own
}

var (
	unreal     = hashesOf("if when wenn als quand si cuando pretend imagine wish")
	ownOpening = hashesOf("open opening start greeting begin bio profile introduce")
	ownSaying  = hashesOf("say wrote write put open start begin sign always own name greeting voicemail bio profile signature mailbox")
)

// onlyName reports whether a quotation is a name and nothing else.
func (w *Watcher) onlyName(i int) bool {
	words := w.text.words
	from, to := i, i
	for from > 0 && words[from-1].quoted && i-from < 4 {
		from--
	}
	for to+1 < len(words) && words[to+1].quoted && to-i < 4 {
		to++
	}
	for k := from; k <= to; k++ {
		if !words[k].upper {
			return false
		}
	}
	return to-from < 4
}

// asksForName reports whether the reply asked for the user's name.
func (w *Watcher) asksForName() bool {
	said := w.last.turn.content
	if w.users > 0 && w.last.who {
		return true
	}
	return w.users > 0 && w.last.naming && (w.last.asked || w.last.requested) && !w.last.third && (asksWho.any(said) || w.last.you && asksCall.any(said)) && !othersName.any(said) && (!others.any(said) || w.last.you && callsUser.any(said))
}

var (
	asksWho   = hashesOf("hablo signez signe signes signed unterschreibt unterschreibst unterschreiben firma firmas badge nametag namensschild announce sign signed name names surname username unterschreiben signer firmar namen nom prénom nombre vorname vornamen nachname rufname")
	callsUser = hashesOf(callsAsked)
	asksCall  = hashesOf("call calls called spell spelled address announce pleasure speaking nennen nennt nennst ruft heißen heiße heißt anreden ansprechen anspreche ansprechen appelle appelles appellent appeler llama llamas llaman llamo dicen dirijo hablo")
)

var hellos = hashesOf("hi hey hello hiya morning evening yo hallo moin servus bonjour salut bonsoir coucou hola buenas buenos")

// hailed reports whether the user is about to say who it is: it opens the conversation
// or hellos, or was called by its name.
func (w *Watcher) hailed() bool {
	if w.users <= 1 {
		return true
	}
	if words := w.text.words; len(words) > 0 && hellos.has(words[0].hash) {
		return true
	}
	return w.namedProfile()
}

// namedProfile reports whether the reply called the user by the first name of its profile.
func (w *Watcher) namedProfile() bool {
	_, ok := slices.BinarySearch(w.last.turn.content, w.text.nameHash(firstName(w.profile.Name)))
	return ok
}

func (t *turnText) nameHash(name string) uint64 {
	t.buf = lower(t.buf[:0], name)
	return hash(t.buf)
}

// namesOwn reports whether the turn has a name that the user goes by.
func (w *Watcher) namesOwn() bool {
	words := w.text.words
	for i := range words[:min(len(words), 200)] {
		x := &words[i]
		if w.neverCalled(i) || w.text.sentences[x.sentence].asks && x.opens && w.ends(i) {
			continue
		}
		if (x.upper || w.names.first.maybe(x.hash)) && x.to-x.from > 2 && x.class&classStop == 0 && w.names.first.has(x.hash) && w.fitsProfile(x.textOf(w.text.text)) {
			return true
		}
		if x.upper && w.isPart(x.textOf(w.text.text)) {
			return true
		}
	}
	return false
}

// isPart reports whether a word is one of the profile's names.
func (w *Watcher) isPart(s string) bool {
	for part := range strings.FieldsSeq(w.profile.Name) {
		if strings.EqualFold(part, s) {
			return true
		}
	}
	return false
}

// fitsProfile reports whether the user may go by a name.
func (w *Watcher) fitsProfile(s string) bool { return nameFits(s, w.profile.Name) }

// places are names of places as well.
var places = hashesOf("jordan georgia chad paris sydney austin dallas israel milan florence vienna lourdes carolina virginia madison charlotte brooklyn chelsea kenya asia africa america india china cuba victoria alexandria santiago valencia lima rosario mercedes córdoba mérida trinidad guadalupe wien siena verona sienna savannah phoenix denver cheyenne dakota kent lincoln easter")

// tongueNames are what may stand after "my name is" and is no name.
var tongueNames = hashesOf("mum mom mummy mommy dad daddy papa mama nana grandma grandpa granny gran boss chef coach doc captain sir madam maman papi mamie oma opa mutti vati mamá papá abuela abuelo jefe english irish scottish welsh german french spanish italian polish turkish greek dutch russian chinese japanese korean indian hindi urdu arabic hebrew swedish danish norwegian finnish czech hungarian romanian portuguese brazilian mexican american british african latin biblical deutsch französisch italienisch polnisch türkisch programm hase legion")
