package dialogue

import "slices"

// called looks for a name by which somebody is quoted to call the user: "my mum yelled
// 'Chloe, get off that tablet'", or the greeting of what the user got: "Dear Mr Foss".
func (w *Watcher) called(n int) bool {
	words := w.text.words[:min(len(w.text.words), 200)]
	if w.text.bytes&quotes == 0 {
		return false
	}
	for from := 0; from < len(words); from++ {
		if !words[from].quoted {
			continue
		}
		to := from + 1
		for to < len(words) && words[to].quoted {
			to++
		}
		if w.calledIn(n, from, to) {
			return true
		}
		from = to
	}
	return false
}

// calledIn is called for the quoted words from one to before another.
func (w *Watcher) calledIn(n, from, to int) bool {
	words := w.text.words
	owned := w.ownsQuoted(to)
	for i := from; i < to; i++ {
		x := &words[i]
		addressed := i > from && titles.has(words[i-1].hash) && (owned || letterOpens.has(words[from].hash) && w.wordsOwn(to))
		if !x.upper || !addressed && !w.names.first.has(x.hash) || !w.given(i) || !owned && !w.vocative(i, from, to) {
			continue
		}
		if w.spokenOf(x.hash, from, to) || w.namesOwn() {
			return false
		}
		if owned || w.saidToUser(i, from, to) || (hellos.has(words[from].hash) || letterOpens.has(words[from].hash)) && i <= from+3 && w.received(from, to) {
			w.mark(n, Contradicts, i, 1, .75)
			return true
		}
	}
	return false
}

// ownsQuoted reports whether the user says after a quotation that it is the one spoken of:
// "that's me", "I'm her".
func (w *Watcher) ownsQuoted(to int) bool {
	words := w.text.words
	if ownsOpening.has(words[0].hash) && !words[0].quoted && w.users > 0 && w.last.asked {
		return true // "mine! So put 'Happy Birthday Ann'"
	}
	for k := to; k+2 < len(words) && k < to+16; k++ {
		x, next, last := &words[k], words[k+1].hash, words[k+2].hash
		if words[k+2].sentence != x.sentence || !ownsFirst.has(x.hash) {
			continue
		}
		switch {
		case x.id == w.i && next == amHash && w.ends(k+2) && third.has(last),
			next == isHash && last == meHash && w.ends(k+2),
			x.hash == myHash && nameWords.has(next),
			ownsNext.has(next) && (ownsLast.has(next) || ownsLast.has(last)):
			return true
		}
	}
	return false
}

var (
	amHash, isHash, meHash = hash([]byte("am")), hash([]byte("is")), hash([]byte("me"))

	ownsOpening = hashesOf("mine myself meiner meine mir moi mío mía mi")
	nameWords   = hashesOf("name prénom vorname namen nombre")
	ownsFirst   = hashesOf("my i that it c'est das soy esa ese")
	ownsNext    = hashesOf("bin moi bien yo soy")
	ownsLast    = hashesOf("ich moi yo")
)

// wordsOwn reports whether "me" or "my" comes after a quotation.
func (w *Watcher) wordsOwn(to int) bool {
	words := w.text.words
	for k := to; k < len(words) && k < to+40; k++ {
		if words[k].hash == meHash || words[k].hash == myHash {
			return true
		}
	}
	return false
}

// speaks reports whether the user is who says what a verb tells: "I always say".
func (w *Watcher) speaks(k int) bool {
	words := w.text.words
	for j := k - 1; j >= 0 && j >= k-2 && words[j].sentence == words[k].sentence; j-- {
		if words[j].id == w.i || speakers.has(words[j].hash) {
			return true
		}
	}
	return false
}

// vocative reports whether the name at word i calls somebody: it is parted from the rest
// by commas, or stands before an order.
func (w *Watcher) vocative(i, from, to int) bool {
	words := w.text.words
	if i > from && words[i].opens && titles.has(words[i-1].hash) {
		return false // "p. p. Dr. Ada Lind"
	}
	if i > from && (words[i-1].class&classCloses != 0 || letterEnds.has(words[i-1].hash)) {
		return false // who wrote it
	}
	end := i
	for end+1 < to && words[end+1].upper && !words[end+1].clause && end < i+2 {
		end++
	}
	ends := end+1 >= to || words[end+1].clause || words[end+1].sentence != words[end].sentence
	begins := i == from || words[i].clause || calls.has(words[i-1].hash) && i <= from+2 || titles.has(words[i-1].hash) && (i-1 == from || i-2 == from && (calls.has(words[from].hash) || letterOpens.has(words[from].hash)))
	return begins && (ends || i == from && afterName.has(words[end+1].hash))
}

// saidToUser reports whether the quotation was said to the user: it speaks of itself around
// it, and of nobody else to whom it could be said.
func (w *Watcher) saidToUser(i, from, to int) bool {
	words := w.text.words[:min(len(w.text.words), 200)]
	own, ownAfter, otherAfter, told, you := false, false, false, false, false
	for k := range words {
		x := &words[k]
		switch {
		case k >= from && k < to:
			you = you || k != i && (x.class&classYou != 0 || vocativeWords.has(x.hash))
		case x.quoted:
		case notCalled.has(x.hash) && (k < from || !third.has(x.hash)):
			return false
		default:
			mine := ownWords.has(x.hash) || x.id == w.i
			own = own || mine
			if k >= to {
				ownAfter = ownAfter || mine
				otherAfter = otherAfter || third.has(x.hash)
			} else {
				if speech.has(x.hash) && w.speaks(k) {
					return false // the user said it
				}
				told = told || k >= from-8 && (speech.has(x.hash) || hears.has(x.hash))
			}
		}
	}
	if !own || otherAfter && !ownAfter || fiction.any(w.last.turn.content) {
		return false
	}
	told = told || !w.last.third && gets.any(w.last.turn.content)
	if hellos.has(words[from].hash) || letterOpens.has(words[from].hash) {
		return told && you && w.received(from, to)
	}
	return told && (you || ownAfter || to-from <= 12) || you && !otherAfter && (!w.last.third || ownAfter)
}

// received reports whether a quotation is what the user got, and not what it writes.
func (w *Watcher) received(from, to int) bool {
	words := w.text.words[:min(len(w.text.words), 200)]
	you := false
	for k := range words {
		x := &words[k]
		switch {
		case k >= from && k < to:
			if x.id == w.i || firstPerson.has(x.hash) {
				return false
			}
			you = you || x.class&classYou != 0 || vocativeWords.has(x.hash)
		case notCalled.has(x.hash), drafts.has(x.hash):
			return false
		}
	}
	for k := len(w.turns) - 1; k >= 0 && k >= len(w.turns)-2; k-- {
		if drafts.any(w.turns[k].content) {
			return false
		}
	}
	said := w.last.turn.content
	return you && gets.any(said) && (!w.last.you || !letters.any(said) || arrives.any(said))
}

// spokenOf reports whether a name was spoken of before, or is beside the quotation.
func (w *Watcher) spokenOf(name uint64, from, to int) bool {
	for k := range w.text.words {
		if (k < from || k >= to) && w.text.words[k].hash == name {
			return true
		}
	}
	for k := len(w.turns) - 1; k >= 0 && k >= len(w.turns)-comparedMost; k-- {
		if _, ok := slices.BinarySearch(w.turns[k].content, name); ok {
			return true
		}
	}
	return false
}

// speaksOfOther reports whether words that are not quoted are of somebody else.
func (w *Watcher) speaksOfOther() bool {
	for k := range w.text.words[:min(len(w.text.words), 200)] {
		if x := &w.text.words[k]; !x.quoted && third.has(x.hash) {
			return true
		}
	}
	return false
}

var (
	speakers      = hashesOf("i ich je yo")
	letters       = hashesOf("letter mail email e-mail draft essay speech brief entwurf lettre courrier brouillon carta correo borrador")
	arrives       = hashesOf("received receive addressed got came arrived bekommen erhalten adressiert reçu reçue adressée adressé recibido recibió recibiste dirigida")
	hears         = hashesOf("hear heard hearing höre hörte gehört entends entendu oigo oí")
	fiction       = hashesOf("song story film movie book novel poem lyrics scene character lied gedicht geschichte buch roman chanson poème livre histoire canción poema libro cuento película")
	calls         = hashesOf("hi hey hello dear oh right okay ok now well come on listen look sorry thanks yes no poor good morning evening night bonjour salut chère cher allez mein meine liebe lieber hallo na ach also guten hola querida querido ay oye venga")
	afterName     = hashesOf("t'as tu t'es arrête éteins range dépêche descends has vas ya apaga recoge baja bájate macht räum beeil get stop come put sit see turn you your because what why where when do be go let give take wake hurry listen look please no not dinner are have did can could will would open close eat move leave tidy clean shut calm don't you're du komm hör mach steh geh lass was warum wo wann hast bist kannst tu te ta viens arrête va mange tais ven deja para levántate mira qué por")
	vocativeWords = hashesOf("du dir dich dein deine ton ta tes tu te vous votre vos your you come übernimmst mientras vivas ihr ihre ihren su sus usted")
	speech        = hashesOf("said says say saying goes go went like yelled yells yelling yell shouted shouts shouting shout calls calling told tells texted wrote writes asks asked screamed screaming screams grumbles whispers whispered snapped barked sighed laughed always announced sagt sagte sage ruft rief gerufen brüllt brüllte schreibt schrieb meint meinte fragt fragte schreit schrie dit crie criait disait répète lance lancé écrit m'écrit demande me-dit dice dijo grita gritó gritando decía pregunta escribe escribió suelta soltó")
	letterOpens   = hashesOf("dear sehr liebe lieber chère cher querida querido estimada estimado apreciado")
	letterEnds    = hashesOf("regards wishes sincerely love yours best thanks cheers truly faithfully hugs kisses xoxo grüße grüßen gruß bises bisous cordialement saludos abrazo besos dein deine ihr ihre")
	third         = hashesOf("he she him her his hers they them él ella elle lui ihm ihn a-t-il a-t-elle est-il est-elle")
	notCalled     = hashesOf("him her his daughter son brother sister friend colleague draft song story character roman novel film movie episode book joke scene lyrics" +
		" ihm tochter sohn bruder schwester kollegin kollege freundin freund witz lied sa fille fils frère sœur collègue amie ami histoire chanson blague hija hijo hermano hermana amiga amigo canción cuento historia chiste")
	firstPerson = hashesOf("i my me ich mein meine je j'ai mon ma yo mi")
	drafts      = hashesOf("draft write reply answer send letter-to wording entwurf antworten schreiben formulieren brouillon rédiger répondre écrire borrador escribir responder redactar")
	gets        = hashesOf("say said says message sms text received receive addressed reads wrote steht stand geschrieben nachricht erhalten bekommen reçu dit message dice decía recibido recibió mensaje")
)

// ofSuperior reports whether the turn is of somebody for whom the user may write.
func (w *Watcher) ofSuperior() bool {
	for k := range w.text.words[:min(len(w.text.words), 200)] {
		if x := &w.text.words[k]; !x.quoted && superiors.has(x.hash) {
			return true
		}
	}
	return false
}

var superiors = hashesOf("boss boss's chief manager's client client's chef chefin vorgesetzter vorgesetzte chef patron patronne directeur directrice jefe jefa director directora")

// neverCalled reports whether a word is said to be no name of the user: "nobody ever
// called me Ines".
func (w *Watcher) neverCalled(i int) bool {
	words := w.text.words
	switch {
	case i < 2:
		return false
	case says.has(words[i-1].hash):
		return i+1 < len(words) && words[i+1].hash == butHash // "the invoice says Victor, but"
	case !callsMe.has(words[i-1].hash):
		return false
	}
	for k := i - 1; k >= 0 && k >= i-6 && words[k].sentence == words[i].sentence; k-- {
		if denials.has(words[k].hash) || nobody.has(words[k].hash) {
			return true
		}
	}
	return false
}

var (
	butHash = hash([]byte("but"))
	callsMe = hashesOf("me not isn't called")
	nobody  = hashesOf("nobody no-one one")
)
