package dialogue

import "strings"

// Answers are short, and mostly without "I": "a widow", "waitress in a diner". What was
// asked tells that they are of the user.

// askedOf are those of whom a reply may ask instead of the user.
var askedOf = hashesOf(familyEnglish, "son daughter kid kids child children boy girl nephew niece grandson granddaughter husband father dad mother mum mom brother sister student students pupil pupils patient narrator speaker scene character story film book song actor actress author seller seller's landlord landlord's owner's customer's client's recipient's candidate hire hiring role hero heroine "+
	"sohn tochter kind kinder neffe nichte enkel enkelin mann vater mutter mama papa bruder schwester opa oma freund freundin partner partnerin vermieter vermieterin verkäufer schauspieler schauspielerin autor autorin figur hund katze suchen sucht stelle "+
	"fils fille enfant neveu nièce mari femme père mère frère sœur conjoint compagnon compagne copain copine propriétaire acteur actrice auteur personnage chien chat poste recrutez cherchez "+
	"hijo hija niño niña sobrino sobrina marido mujer esposo esposa padre madre hermano hermana novio novia pareja casero casera actor actriz autor autora personaje perro gato buscan busca vacante")

// ofElse are those of whom an answer may be instead of the user.
var ofElse = hashesOf("her his their she he your mum's mom's dad's wife's husband's sister's brother's mother's father's neighbour's neighbor's friend's gran's nan's parents parents' mum mom dad mother father wife sister brother neighbour friend daughter son my-wife girlfriend partner " +
	"mutter vater eltern schwester bruder oma opa tochter sohn nachbarin nachbarn freundin schwiegermutter schwiegervater frau tante onkel großeltern " +
	"mère père parents sœur frère grands-parents fille fils voisine voisin copine femme tante oncle belle-mère beau-père " +
	"madre padre padres hermana hermano abuelos abuela abuelo hija hijo vecina vecino amiga suegra suegro mujer marido tía tío")

// answersAsked looks at what the turn answers to what the reply asked of the user. Most replies
// ask nothing of the kind.
func (w *Watcher) answersAsked(n int) {
	if w.users < 1 || !w.last.asked || !w.last.who && !asksAny.any(w.last.turn.content) {
		return
	}
	if w.profile.AgeTo > 0 {
		w.kidsOld(n)
		w.stepLong(n)
	}
	w.kinCalled(n)
	if w.profile.Gender == "" {
		return
	}
	w.tellsRole(n)
	if !w.tellsTitle(n) {
		w.tellsWork(n)
	}
}

// Words of such questions.
const (
	workAsked  = "work job jobs occupation profession living career trade beruf beruflich arbeiten arbeitest arbeit job tätig tätigkeit métier profession travaillez travailles travail boulot poste trabaja trabajas trabajo dedica dedicas profesión oficio empleo ocupación"
	howAsked   = "mr mrs ms title anrede titel herr frau civilité monsieur madame tratamiento señor señora salutation gender geschlecht sexe sexo listed eingetragen"
	formAsked  = "address anreden ansprechen anspreche adresser dirigirme dirijo"
	kidsAsked  = "kids children sons daughters dependants dependents kinder enfants hijos"
	stepAsked  = "married marry wedding graduated graduate enlisted qualified retire retired casó casaste boda jubiló jubilaste graduó licenció geheiratet heirat hochzeit verheiratet führerschein ausgelernt mariés mariée marié mariage diplômé permis"
	roleAsked  = "relation relationship related verwandt verhältnis verwandtschaftsverhältnis famille parenté familiar parentesco relación pariente"
	callsAsked = "call calls nennen nennt ruft rufen appellent llaman dicen"
)

// asksAny has the words of all questions that answersAsked knows.
var asksAny = hashesOf(workAsked, howAsked, formAsked, kidsAsked, stepAsked, roleAsked, callsAsked)

// answersFor reports whether n words from one on answer what the user was asked, and nobody
// else is spoken of.
func (w *Watcher) answersFor(at, n int) bool {
	words := w.text.words
	if w.users < 1 || !w.last.asked || words[at].sentence > 1 || w.text.sentences[words[at].sentence].asks || w.last.third && !w.last.you || askedOf.any(w.last.turn.content) {
		return false
	}
	for i := range words[:min(len(words), 60)] {
		if words[i].sentence > words[at].sentence {
			break
		}
		if (i < at || i >= at+n) && ofElse.has(words[i].hash) {
			return false
		}
	}
	return true
}

// likens reports whether a word begins what something is only like: "lo cuido como una madre".
func (w *Watcher) likens(at int) bool {
	words := w.text.words
	if s := w.wordAt(at); s != "como" && s != "comme" || words[at].clause {
		return false
	}
	switch w.inSentence(at+1, at) {
	case "un", "una", "une":
		return true
	}
	return false
}

// belongs reports whether somebody else has what ends at a word: "para la próstata de mi
// marido", "die Prostata meines Mannes".
func (w *Watcher) belongs(last int) bool {
	words := w.text.words
	if last+2 >= len(words) || words[last+2].sentence != words[last].sentence || words[last+1].clause {
		return false
	}
	switch w.wordAt(last + 1) {
	case "de", "von", "del", "du", "d'", "vom":
		next := w.wordAt(last + 2)
		return kin.has(words[last+2].hash) || (ofWho.has(words[last+2].hash) || next == "la" || next == "el") && last+3 < len(words) && kin.has(words[last+3].hash)
	case "meiner", "meines", "seiner", "seines", "ihrer", "ihres", "unserer":
		return true
	}
	return false
}

var ofWho = hashesOf("mi mis mon ma mes meinem meinen meiner su sus son sa ses unserem unserer nuestro nuestra notre una un une einem einer")

// Questions for what somebody does for a living, and what may stand before the answer.
var (
	asksWork   = hashesOf(workAsked)
	workLeads  = hashesOf("i'm i am as a an the still just only well oh als eine ein bin ich noch immer also gelernte gelernter ausgebildete ausgebildeter angestellte angestellter une un je suis toujours ancienne ancien euh ben alors una un soy de pues como")
	wives      = hashesOf("wife frau femme mujer esposa")
	frenchAdds = hashesOf("depuis dans à en au chez de du et pour")
)

// tellsWork looks for a trade in the form of the other gender, in answer to what the user
// does: "Coiffeuse depuis douze ans".
func (w *Watcher) tellsWork(n int) bool {
	words := w.text.words
	if len(words) == 0 || !asksWork.any(w.last.turn.content) || wives.any(w.last.turn.content) {
		return false
	}
	i := 0
	for i < len(words) && i < 4 && words[i].sentence == 0 && workLeads.has(words[i].hash) {
		i++
	}
	if i == len(words) || words[i].sentence > 0 || words[i].quoted || !w.answersFor(i, 1) {
		return false
	}
	female, male := w.tradeOf(i)
	if !w.tells(female, male) {
		return false
	}
	w.mark(n, Contradicts, i, 1, .8)
	return true
}

// tradeOf tells the form of a word for a trade; neither where it has but one.
func (w *Watcher) tradeOf(i int) (female, male bool) {
	x, s := &w.text.words[i], w.wordAt(i)
	if women.has(x.hash) || men.has(x.hash) {
		return women.has(x.hash), men.has(x.hash)
	}
	if len(s) < 6 {
		return false, false
	}
	next, last := w.inSentence(i+1, i), w.ends(i)
	if strings.HasSuffix(s, "in") && (x.upper || ending(s, germanTrades)) && !strings.HasSuffix(s, "ein") && !germanNoWoman.has(x.hash) && !w.names.first.has(x.hash) {
		return true, false
	}
	if last || frenchAdds.has(hash([]byte(next))) {
		french := ending(s, tradesFrench)
		if stem := s[:len(s)-1]; spanishStems.has(hash([]byte(stem))) {
			return s[len(s)-1] == 'a', s[len(s)-1] == 'o'
		}
		return french || spanishWomen.has(x.hash), spanishMen.has(x.hash)
	}
	return false, false
}

var (
	tradesFrench = []string{"euse", "trice", "ienne", "ière"}

	women = hashesOf("waitress actress stewardess barmaid seamstress housewife chambermaid midwife's-wife hostess headmistress policewoman saleswoman businesswoman " +
		"krankenschwester hausfrau kauffrau bankkauffrau bürokauffrau arzthelferin putzfrau tagesmutter kosmetikerin kellnerin friseurin erzieherin verkäuferin lehrerin köchin ärztin " +
		"coiffeuse infirmière serveuse vendeuse institutrice caissière esthéticienne assistante avocate enseignante couturière directrice boulangère employée retraitée aide-soignante " +
		"enfermera camarera maestra profesora peluquera limpiadora secretaria abogada doctora cocinera dependienta cajera azafata costurera administrativa ingeniera")
	men = hashesOf("waiter barman policeman fireman salesman handyman househusband postman milkman " +
		"krankenpfleger hausmann kaufmann bankkaufmann bürokaufmann feuerwehrmann zimmermann kellner verkäufer friseur erzieher altenpfleger " +
		"coiffeur infirmier serveur vendeur instituteur caissier esthéticien assistant avocat enseignant couturier directeur boulanger employé retraité aide-soignant ouvrier boucher menuisier maçon " +
		"enfermero camarero maestro profesor peluquero limpiador secretario abogado cocinero dependiente cajero administrativo ingeniero albañil fontanero camionero carpintero")
)

// asksKids are the words for the children of the user, of whom a reply may ask.
var asksKids = hashesOf(kidsAsked)

// kidsOld looks for an age of the user's own children, in answer to a question for them,
// that the user is too young for.
func (w *Watcher) kidsOld(n int) {
	words := w.text.words[:min(len(w.text.words), 40)]
	if w.last.third || w.profile.AgeTo > 60 || !asksKids.any(w.last.turn.content) {
		return
	}
	s := knownCounted()
	for i := range words {
		x := &words[i]
		if x.sentence > 1 || x.id == w.i && !(x.to-x.from == 2 && w.text.text[x.to-1] == 'm') || ofSelf.has(x.hash) {
			return
		}
		if x.quoted || !x.first || w.decimal(i) {
			continue
		}
		if kidsGrown.has(x.hash) && w.profile.AgeTo < 34 {
			w.mark(n, Contradicts, i, 1, .8)
			return
		}
		age, size, _ := s.count(w, i)
		if num := w.numberAt(i); age == 0 && num.size > 0 && (num.word == numberWord || num.word == decadeWord) {
			age, size = num.value, num.size
		}
		next := i + size
		if age < 16 || age > 75 || w.profile.AgeTo >= age+13 || !w.endsAge(next, i) && !years.has(words[next].hash) {
			continue
		}
		w.mark(n, Contradicts, i, size, .8)
		return
	}
}

// kidsGrown are what children are who have grown up.
var kidsGrown = hashesOf("married grown adults verheiratet erwachsen mariés mariées adultes casados casadas independizados")

// Feasts and steps of a life of which a reply may ask the year.
var asksStep = hashesOf(stepAsked)

// stepLong looks for the year of a step in the user's life that was asked for, and in which
// the user was a child or not born.
func (w *Watcher) stepLong(n int) {
	words := w.text.words[:min(len(w.text.words), 12)]
	if !asksStep.any(w.last.turn.content) {
		return
	}
	for i := range words {
		x := &words[i]
		if x.quoted || w.text.text[x.from] < '0' || w.text.text[x.from] > '9' || w.decimal(i) {
			continue
		}
		year := w.numberAt(i).value
		if short := x.to-x.from == 2 && i > 0 && (stepYear.has(words[i-1].hash) || w.text.text[x.from-1] == '\''); short && year >= 25 && year < 100 {
			year += 1900
		}
		if year < 1925 || year > pastYear || w.profile.AgeTo >= pastYear-year+14 || !w.answersFor(i, 1) {
			continue
		}
		w.mark(n, Contradicts, i, 1, .8)
		return
	}
}

var stepYear = hashesOf("el del en in anno of since depuis seit desde")

// kinCalled looks for what children call somebody of the other gender, or of old age, where the
// reply asks what they call the user.
func (w *Watcher) kinCalled(n int) {
	words := w.text.words
	if w.last.third || !w.last.you || len(words) == 0 || words[0].quoted || !callsUser.any(w.last.turn.content) {
		return
	}
	h := words[0].hash
	if w.tells(mothers.has(h) || grandmothers.has(h), fathers.has(h) || grandfathers.has(h)) && w.profile.Gender != "" || w.profile.AgeTo > 0 && w.profile.AgeTo < 32 && (grandmothers.has(h) || grandfathers.has(h)) {
		w.mark(n, Contradicts, 0, 1, .8)
	}
}

var (
	grandfathers = hashesOf("grandpa grandad granddad gramps pops opa opi papi papy pépé pépère abuelo yayo abu abuelito")
	grandmothers = hashesOf("grandma granny gran nan nana nanna oma omi mamie mémé mamé abuela yaya abuelita")
)

// Kin by gender, and questions for what the user is to somebody.
var (
	kinMen   = hashesOf("father dad daddy papa husband son brother grandfather grandad grandpa uncle nephew boyfriend fiancé widower vater mann ehemann sohn bruder opa großvater onkel neffe verlobter père mari fils frère grand-père oncle neveu fiancé padre marido esposo hijo hermano abuelo tío sobrino novio yerno")
	kinWomen = hashesOf("mother mum mom mummy mommy wife daughter sister grandmother gran grandma nan aunt niece girlfriend fiancée widow mutter mama frau ehefrau tochter schwester oma großmutter tante nichte verlobte mère maman femme épouse fille sœur grand-mère tante nièce madre mamá mujer esposa hija hermana abuela tía sobrina novia nuera")
	kinLeads = hashesOf("his her their the i'm i am der die das sein seine ihr ihre ich bin le la l' son sa leur je suis sí si yes oui ja el su soy yo sus")
	asksRole = hashesOf(roleAsked)
)

// tellsRole looks for what somebody of the other gender is to another, in answer to who the
// user is: "Der Vater von Emil".
func (w *Watcher) tellsRole(n int) {
	words := w.text.words
	if !w.last.who && !(asksRole.any(w.last.turn.content) && w.last.you) {
		return
	}
	for i := 0; i < len(words) && i < 4 && words[i].sentence == words[0].sentence && !words[i].quoted; i++ {
		x := &words[i]
		if kinLeads.has(x.hash) {
			continue
		}
		if i == 0 || !w.tells(kinWomen.has(x.hash), kinMen.has(x.hash)) {
			return
		}
		next := w.inSentence(i+1, i)
		if w.ends(i) || next == "of" || next == "von" || next == "de" || next == "des" || next == "d'" || next == "der" {
			w.mark(n, Contradicts, i, 1, .8)
		}
		return
	}
}

// ofSelf are words of an answer that tells something else than how old the children are.
var ofSelf = hashesOf("no none nein keine kein non aucun pas ich bin je j'ai yo tengo since ago born seit depuis desde % brother sister geschwister")

// Titles of women and of men, as an answer gives them alone: "Mrs, please".
var (
	titlesWomen = hashesOf("mrs ms miss madam frau fräulein madame mme mademoiselle señora señorita sra srta")
	titlesMen   = hashesOf("mr mister sir herr monsieur señor sr")
	asksHow     = hashesOf(howAsked)
	titleEnds   = hashesOf("will is or reicht suffit works please bitte thanks danke merci gracias s'il por")
	asksForm    = hashesOf(formAsked)
	titleLeads  = hashesOf("it's its just me on there mit als bitte c'est es con de como and it is the that's")
)

// tellsTitle looks for the title of the other gender where the user is asked for its own, or
// which of two it is.
func (w *Watcher) tellsTitle(n int) bool {
	words := w.text.words
	if len(words) == 0 || !asksHow.any(w.last.turn.content) && !(w.last.you && asksForm.any(w.last.turn.content)) {
		return false
	}
	i := 0
	for i < len(words) && i < 7 && words[i].sentence == 0 && titleLeads.has(words[i].hash) {
		i++
	}
	if i == len(words) || words[i].sentence > 0 || words[i].quoted || !w.tells(titlesWomen.has(words[i].hash), titlesMen.has(words[i].hash)) || !w.answersFor(i, 1) {
		return false
	}
	next := i + 1
	for next < len(words) && words[next].upper && next < i+4 && (!words[next].clause || words[next-1].to-words[next-1].from < 4 && words[next].sentence > words[next-1].sentence) {
		next++
	}
	if (next > i+1 && i == 0 && !asksTitle.any(w.last.turn.content)) || !w.ends(next-1) && !titleEnds.has(words[next].hash) {
		return false // who else it may be
	}
	w.mark(n, Contradicts, i, 1, .8)
	return true
}
