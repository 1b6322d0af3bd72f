package dialogue

// kin are those of whom one tells.
var kin = hashesOf("son son's sons daughter daughter's kid kids child children nephew niece grandson granddaughter father dad dad's mother mum mom mom's mum's brother sister parents grandma grandpa grandmother grandfather uncle aunt cousin husband wife " +
	"azubi azubis lehrling praktikant praktikantin stiefsohn stieftochter " +
	"sohn söhne tochter töchter kind kinder kindern neffe nichte enkel enkelin mann frau vater mutter eltern bruder schwester opa oma großvater großmutter großeltern onkel tante cousine schwiegermutter schwiegervater freund freundin nachbar nachbarin chef chefin kollege kollegin patient patientin schüler schülerin schülern kunde kundin mieter mama papa mutti vati verlobte verlobter lebensgefährtin lebensgefährte partnerin schwägerin schwager schwiegertochter schwiegersohn vermieterin " +
	"fils fille filles enfant enfants neveu nièce mari femme père mère parents frère sœur soeur élève élèves copain copine ami amie voisin voisine oncle tante cousin cousine grand-père grand-mère grands-parents papi mamie maman papa beau-père belle-mère collègue patron patronne petit-fils petite-fille petits-enfants client cliente compagne compagnon conjointe conjoint épouse époux fiancée fiancé belle-sœur belle-fille nana meuf " +
	"hijo hija hijos hijas niño niña niños sobrino sobrina sobrinos nieto nieta nietos marido mujer esposo esposa padre madre padres mamá papá papás hermano hermana hermanos abuela abuelo abuelos tío tía primo prima amigo amiga novio novia suegro suegra vecino vecina alumno alumna alumnos alumnas jefe jefa compañero compañera paciente cliente clienta señor señora pareja cuñada cuñado nuera yerno prometida compañeras " +
	"er sie elle elles il ils él ella ellos ellas")

// lasts are what has years of its own.
var lasts = hashesOf("historia histoire geschichte tradition tradición garantie garantía hipoteca prêt crédit kredit préstamo existencia")

// selves are words with which the user comes back to itself.
var selves = hashesOf("i i'm i've me my we us our ich mich mir mein meine meinen meinem wir uns unser unsere je j'ai j' j'étais j'y j'en me m'a m'ont moi mon ma mes on nous yo me mi mis nos conmigo estoy soy tengo voy curso hago estaba estuve fui cumplo suis bin habe hab soy quedé quedo ando sigo")

// ofWhom are words before one whom somebody else belongs to.
var ofWhom = hashesOf("meiner meines seiner seines ihrer ihres unserer unseres")

// foreignAs are words for "as".
var foreignAs = hashesOf("als comme como en")

// neutral are persons of any gender, after which words are bent as these are.
var neutral = hashesOf("persona personas personne personnes person víctima victime gente mensch personnalité")

// ofPerson reports whether a phrase is about "a person", and tells nothing of who it is.
func (w *Watcher) ofPerson(h hit) bool {
	for i := h.at + 1; i <= h.at+h.n && i < len(w.text.words); i++ {
		if neutral.has(w.text.words[i].hash) {
			return true
		}
	}
	return false
}

// tales are words of what somebody makes up, plays or puts into other words.
var tales = hashesOf("karneval karnevalsverein fasching faschingsverein kostüm carnaval disfraz déguisement romanfigur protagonist protagonistin hauptfigur roman rollenspiel kurzgeschichte hörspiel theaterstück drehbuch übersetze übersetz übersetzen personnage héroïne poème scénario traduis traduisez traduire personaje protagonista novela cuento guion traduce traducir traduzca liedtext")

// notClaimed reports whether a phrase is quoted, supposed, told of another time or of somebody
// else.
func (w *Watcher) notClaimed(h hit) bool {
	return w.ofOthers(h) || w.supposed(h.at) || w.kinBefore(h.at) && !w.endsSelf(h) || w.deniedIn(h) || w.madeUp(h.at)
}

// endsSelf reports whether a phrase ends with the user: "un vieux bonhomme comme moi".
func (w *Watcher) endsSelf(h hit) bool {
	switch w.wordAt(min(h.at+h.n, len(w.text.words)) - 1) {
	case "moi", "ich", "mich", "mir", "yo":
		return true
	}
	return false
}

// kinBefore reports whether the sentence is about somebody else up to a word: one of
// the family comes before it, and nothing of the user's between them.
func (w *Watcher) kinBefore(at int) bool {
	words := w.text.words
	if w.self(at) {
		return false
	}
	for i := at - 1; i >= 0 && i >= at-12 && words[i].sentence == words[at].sentence; i-- {
		switch {
		case w.self(i):
			if i+1 < at && kin.has(words[i+1].hash) {
				return true // "my son", "mi hijo mayor"
			}
			return false
		case kin.has(words[i].hash):
			return true
		}
	}
	return false
}

// kinAfter reports whether a sentence goes on with somebody else as its subject: "als Papa
// hat mein Mann".
func (w *Watcher) kinAfter(at int) bool {
	words := w.text.words
	for i := at + 1; i <= at+3 && i+1 < len(words) && words[i].sentence == words[at].sentence; i++ {
		switch w.wordAt(i) {
		case "ich", "je", "yo", "mir", "mich", "me":
			return false
		case "mein", "meine", "mon", "ma", "mi":
			return kin.has(words[i+1].hash)
		}
	}
	return false
}

// self reports whether a word is the user's own; German "im" is read as "I am".
func (w *Watcher) self(i int) bool {
	x := &w.text.words[i]
	return selves.has(x.hash) && (x.to-x.from != 2 || w.text.text[x.from] != 'i' && w.text.text[x.from] != 'I' || w.text.text[x.to-1] != 'm')
}

// deniedIn reports whether a phrase with "I am" has a "not" in it.
func (w *Watcher) deniedIn(h hit) bool {
	be, not := false, false
	for i := h.at; i < h.at+h.n && i < len(w.text.words); i++ {
		be = be || copulas.has(w.text.words[i].hash)
		not = not || be && negations.has(w.text.words[i].hash)
	}
	return not
}

var (
	copulas   = hashesOf("bin suis soy estoy")
	negations = hashesOf("nicht kein keine keinen keiner pas jamais no nunca")
)

// madeUp reports whether the sentence, or the one before it, tells of a story, a role or a
// translation.
func (w *Watcher) madeUp(at int) bool {
	words := w.text.words
	for i := at; i >= 0 && i > at-40 && words[i].sentence >= words[at].sentence-1; i-- {
		if tales.has(words[i].hash) {
			return true
		}
	}
	return false
}

// Whom children call, as a father and as a mother; who calls; and words that tell of somebody
// else, or of another time.
var (
	fathers = hashesOf("papa papi papá papà daddy dad vati")
	mothers = hashesOf("mama mami mamá maman mutti mommy mummy mum mom")
	callers = hashesOf("kinder tochter sohn söhne töchter kleine kleiner jungs mädels zwillinge enfants fille fils filles jumeaux hijos hija hijo hijas niños gemelos kids children daughter son twins")
	he      = hashesOf("er il él he she elle ella")
	heTo    = hashesOf("ihn ihm lui him")
	meWords = hashesOf("me m'a mir mich m'appelle moi")
	instead = hashesOf("le mann mari marido esposo husband vater père padre freund copain novio boyfriend sie ihr frau femme mujer esposa wife mutter mère madre freundin copine novia girlfriend criais rief gritaba shouted als quand cuando when")
)

// parentCalled looks for the children of the user who are quoted to call it: "Papa, when do you
// begin?".
func (w *Watcher) parentCalled(n int) {
	if w.text.bytes&quotes == 0 {
		return
	}
	words := w.text.words[:min(len(w.text.words), 120)]
	at, theirs, of, me := -1, false, false, false
	for i := range words {
		x := &words[i]
		if x.quoted {
			if (i == 0 || !words[i-1].quoted) && at < 0 && w.tells(mothers.has(x.hash), fathers.has(x.hash)) && x.to < len(w.text.text) && w.text.text[x.to] == ',' {
				at = i
			}
			continue
		}
		if heTo.has(x.hash) || instead.has(x.hash) && at < 0 {
			return
		}
		of, me = of || he.has(x.hash), me || x.hash == meHash || meWords.has(x.hash)
		theirs = theirs || callers.has(x.hash) || at < 0 && ownWords.has(x.hash)
	}
	if at >= 0 && (of && me || !of && theirs) {
		w.mark(n, Contradicts, at, 1, .8)
	}
}

// longAgo reports whether a sentence of another language than English tells of when the
// user was young, before or after a word.
func (w *Watcher) longAgo(at int) bool {
	words := w.text.words
	i := at
	for i > 0 && words[i-1].sentence == words[at].sentence {
		i--
	}
	for ; i < len(words) && words[i].sentence == words[at].sentence; i++ {
		if !onceWords.has(words[i].hash) {
			continue
		}
		next := w.inSentence(i+1, i)
		switch w.wordAt(i) {
		case "quand", "lorsque":
			if next == "j'étais" || next == "j'avais" || next == "on" {
				return true
			}
		case "cuando":
			if next == "era" || next == "tenía" || next == "estaba" || next == "iba" || next == "éramos" {
				return true
			}
		case "als":
			if next == "ich" || next == "kind" || next == "wir" {
				return true
			}
		case "de":
			if next == "niño" || next == "niña" || next == "pequeño" || next == "pequeña" || next == "chico" || next == "joven" {
				return true
			}
		default:
			return true
		}
	}
	return false
}

var onceWords = hashesOf("quand lorsque cuando als de damals früher seinerzeit autrefois jadis antaño")
