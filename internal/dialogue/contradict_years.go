package dialogue

import "strconv"

// working are words for what one does for years.
var (
	working = hashesOf("worked knitting fishing farming playing working work job trade career council factory married marriage wed teaching nursing leaving school taught drove driving running retired service smoked smoking union firm company shop mill pit mine railway railways post ran mineworks hospital office bank " +
		"gearbeitet arbeite verheiratet ehe betrieb firma beruf dienst travaillé travaille mariés mariage métier carrière usine boîte trabajado trabajo casados casada casado oficio fábrica empresa matrimonio")
	lived   = hashesOf("was had bought got started learned learnt married moved worked saw went left joined emigrated came lived did graduated served played queued drove retired taught trained remember demobbed wed built ran war bekam war hatte kaufte lernte heiratete arbeitete zog ging gekauft geheiratet gelernt gearbeitet gesehen acheté appris vu connu épousé travaillé mariée marié compré aprendí conocí trabajé vi casé estuve fui")
	made    = hashesOf("from of model made built landlord landlady building uncle aunt boss owner neighbour neighbours parents grandparents nan granny grandad granddad nana couple published released printed recorded film song record house car edition version copy photo photos slides picture set since born ist baujahr modell film maison modèle film película modelo casa coche grandmother grandfather gran grandma grandpa granddad nan mother father mum mom dad mutter vater oma opa mère père grand-mère grand-père madre padre abuela abuelo she he they his her their er sie il elle él ella died invented founded wrote written")
	ownWord = hashesOf("i my me we our ich wir mein meine je j'ai mon ma nous yo mi me nos")
)

var yearsHash = hash([]byte("years"))

// remembers looks for a year from which the user has memories, before it was born:
// "I bought it new in 1965", "they demobbed me in '57".
func (w *Watcher) remembers(n, i int) bool {
	words, s := w.text.words, w.text.text
	x := &words[i]
	year, err := strconv.Atoi(s[x.from:x.to])
	short := err == nil && year >= 20 && year <= 99 && x.to-x.from == 2 && x.from > 2 && (s[x.from-1] == '\'' || x.from > 3 && s[x.from-3:x.from] == "’")
	switch {
	case short:
		year += 1900
	case err != nil || year < 1920 || year > pastYear:
		return false
	}
	if pastYear-year <= w.profile.AgeTo+1 || i == 0 {
		return false
	}
	switch w.wordAt(i - 1) {
	case "in", "since", "summer", "spring", "winter", "back", "christmas", "year", "en", "depuis", "desde", "seit", "sommer", "august", "may", "june", "july", "september":
	default:
		if !x.clause {
			return false
		}
	}
	own, did := false, false
	for j := range words {
		y := &words[j]
		if y.sentence != x.sentence {
			continue
		}
		if y.quoted || made.has(y.hash) {
			return false
		}
		own = own || ownWord.has(y.hash)
		did = did || lived.has(y.hash) && w.livedBy(j)
	}
	if !own || !did {
		return false
	}
	w.mark(n, Contradicts, i, 1, .8)
	return true
}

// livedBy reports whether an English verb is the user's: it stands after "I" or "we" but for
// small words, closely after "my", or before "me". In other languages it may stand anywhere.
func (w *Watcher) livedBy(at int) bool {
	words := w.text.words
	s := w.text.sentences[words[at].sentence]
	english := false
	for i := s.from; i < s.to; i++ {
		if germanSelf.has(words[i].hash) {
			return true // "im" is read as "I'm"
		}
		english = english || englishSelf.has(words[i].hash)
	}
	if !english || at+1 < s.to && words[at+1].hash == meHash {
		return true
	}
	switch next := w.inSentence(at+1, at); w.wordAt(at) {
	case "didn't", "didn’t":
		return false
	case "had":
		if next == "no" {
			return false // "I had no idea that it opened in 1931"
		}
	case "learned", "learnt":
		if next != "to" {
			return false // "I learned that it began in 1939"
		}
	case "did":
		if next == "not" || next == "hear" || next == "know" || next == "read" || next == "see" {
			return false
		}
	}
	small := true
	for i := at - 1; i >= s.from && i >= at-6; i-- {
		switch h := words[i].hash; {
		case family.has(h), third.has(h):
			return false
		case small && englishSelf.has(h), h == myHash:
			return true
		default:
			small = small && beforeLived.has(h)
		}
	}
	return false
}

var (
	englishSelf = hashesOf("i i've i'd we we've we'd my our")
	germanSelf  = hashesOf("ich wir mein meine mich mir uns")
	beforeLived = hashesOf("have had was were been got would could just only once first also still then never always even actually really both all and wife husband mother brother sister family")
)

// othersBirth reports whether the reply asked for a paper, or the turn speaks of
// somebody else, so that a year in it need not be that of the user's birth.
func (w *Watcher) othersBirth() bool {
	if papers.any(w.last.turn.content) {
		return true
	}
	for i := range w.text.words {
		if relatives.has(w.text.words[i].hash) {
			return true
		}
	}
	return false
}

// ofRelative reports whether a sentence speaks of a relative, and not of "I".
func (w *Watcher) ofRelative(at int) bool {
	words, of := w.text.words, false
	for i := range words {
		if words[i].sentence == words[at].sentence {
			if words[i].id == w.i {
				return false
			}
			of = of || relatives.has(words[i].hash)
		}
	}
	return of
}

// bornElse reports whether the turn tells of "someone born in 1944".
func (w *Watcher) bornElse() bool {
	for i := 1; i < len(w.text.words); i++ {
		if w.text.words[i].hash != bornHash {
			continue
		}
		switch w.wordAt(i - 1) {
		case "someone", "somebody", "person", "man", "woman", "people", "those":
			return true
		}
	}
	return false
}

var bornHash = hash([]byte("born"))

var (
	papers    = hashesOf("certificate certificates divorce decree geburtsurkunde acte acta partida")
	relatives = hashesOf("grandmother grandfather grandad granddad nan great-grandmother great-grandfather uncle aunt cousin ancestor ancestors father mother dad mum mom son daughter brother sister grandma grandpa gran grandad husband wife vater mutter oma opa sohn tochter bruder schwester père mère fils fille frère sœur mari femme padre madre hijo hija hermano hermana abuela abuelo marido mujer")
)

// tenure looks for years of work or marriage that the user has not lived.
func (w *Watcher) tenure(n, i int) bool {
	words := w.text.words
	if i == 0 || words[i-1].sentence != words[i].sentence {
		return false
	}
	years := numberOf(w.wordAt(i - 1))
	if years < 12 || years > 80 || years < w.profile.AgeTo-12 || w.someone(i) {
		return false
	}
	if years >= w.profile.AgeTo-3 && w.sinceLong(i) {
		w.mark(n, Contradicts, i-1, 2, .8)
		return true
	}
	if words[i].hash == yearsHash && !w.byUser(i-1, 2) {
		return false
	}
	for j := max(0, i-8); j < len(words) && j < i+9; j++ {
		if words[j].sentence == words[i].sentence && working.has(words[j].hash) {
			w.mark(n, Contradicts, i-1, 2, .8)
			return true
		}
	}
	return false
}

// passed looks for ages that are told in round-about ways: "à soixante-quatorze ans
// passés", "ando por los ochenta y uno", "mit meinen einundachtzig Jahren", "at my age
// too, fifty-one".
func (w *Watcher) passed(n, i int) bool {
	p, words := &w.profile, w.text.words
	if i < 1 || words[i-1].sentence != words[i].sentence || words[i].quoted || words[i].sentence > 3 || w.last.third && !w.last.you && !w.own(max(i-4, 0), 9) {
		return false
	}
	age := numberOf(w.wordAt(i))
	if age < 8 || age > 105 {
		return false
	}
	before, before2, next, next2 := w.wordAt(i-1), "", w.inSentence(i+1, i), w.inSentence(i+2, i)
	if i > 1 {
		before2 = w.inSentence(i-2, i)
	}
	if age >= 20 && age%10 == 0 && next == "y" {
		if unit := numberOf(next2); unit > 0 && unit < 10 {
			age += unit
		}
	}
	if age >= p.AgeFrom-1 && age <= p.AgeTo+1 || age%10 == 0 && age+9 >= p.AgeFrom && age <= p.AgeTo {
		return false
	}
	years := next == "ans" || next == "jahren" || next == "jahre" || next == "años" || next == "years"
	told := false
	switch before {
	case "à":
		told = years && (next2 == "passés" || next2 == "passé" || next2 == "bien" || next2 == "on" || next2 == "je" || next2 == "révolus") && words[i-1].clause
	case "meinen", "meine":
		told = before2 == "mit" || before2 == "auf" || before2 == "für"
	case "mis":
		told = before2 == "a" || before2 == "con"
	case "mes":
		told = years && (before2 == "de" || before2 == "avec" || before2 == "sur")
	case "los":
		told = before2 == "por" || before2 == "caen" || before2 == "cumplí" || before2 == "cumplo" || before2 == "tengo" || before2 == "cumplidos" || before2 == "pasado"
	case "tengo":
		told = years || next == "y" || next == "" || words[i+1].clause
	case "j'ai":
		told = years && (next2 == "" || next2 == "et" || next2 == "passés" || words[i+2].clause)
	case "bin":
		told = (before2 == "ich" || before2 == "") && (next == "" || years && next2 != "verheiratet" || next == "und" || words[i+1].clause)
	case "ich":
		told = (before2 == "werde" || before2 == "wurde") && (next == "" || words[i+1].clause)
	case "werde", "wurde":
		told = next == "" || words[i+1].clause
	case "too", "age", "mine":
		told = words[i].clause && i > 2 && w.wordAt(max(i-2, 0)) != "" && (before2 == "age" && w.wordAt(max(i-3, 0)) == "my" || before2 == "my")
	}
	if !told || w.negated(i) || w.spent(i+1) || w.before(hit{at: i - 1}, reports, 4) {
		return false
	}
	w.mark(n, Contradicts, i-1, 2, .8)
	return true
}

// untilAge looks for what one may not until an age that the user has passed long ago.
func (w *Watcher) untilAge(n, i int) bool {
	words := w.text.words
	if i+3 >= len(words) || words[i+3].sentence != words[i].sentence || words[i+1].id != w.i {
		return false
	}
	switch w.wordAt(i + 2) {
	case "am", "i'm", "im", "turn", "hit", "reach", "become":
	default:
		return false
	}
	age := numberOf(w.wordAt(i + 3))
	if age < 8 || age > 25 || w.profile.AgeFrom < age+1 {
		return false
	}
	switch w.inSentence(i+4, i) {
	case "minutes", "weeks", "days", "percent", "again":
		return false
	}
	w.mark(n, Contradicts, i, 4, .8)
	return true
}

// numberOf reads a number below 110 in digits, or in words of four languages, with a
// unit that is joined to its ten: "einundachtzig", "soixante-quatorze", "veintitrés".
func numberOf(s string) int {
	if n := countOf(s); n > 0 {
		return n
	}
	return joinedNumbers[s]
}

// joinedNumbers are those that are built of a ten and a unit.
var joinedNumbers = func() map[string]int {
	m := map[string]int{"soixante": 60, "quatre-vingt": 80, "quatre-vingts": 80, "noventa": 90, "neunzig": 90, "neuf": 9, "uno": 1, "un": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "zehn": 10, "elf": 11, "zwölf": 12, "dix": 10, "onze": 11, "douze": 12, "diecinueve": 19, "neunzehn": 19, "dix-neuf": 19}
	for i, unit := range []string{"ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"} {
		for j, ten := range []string{"zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"} {
			m[unit+"und"+ten] = 10*(j+2) + i + 1
		}
	}
	for i, unit := range []string{"et-un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"} {
		for ten, n := range map[string]int{"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80} {
			if i < 9 || n >= 60 {
				m[ten+"-"+unit] = n + i + 1
			}
		}
	}
	m["quatre-vingt-un"] = 81
	for i, unit := range []string{"uno", "dós", "trés", "cuatro", "cinco", "séis", "siete", "ocho", "nueve"} {
		m["veinti"+unit] = 21 + i
	}
	return m
}()
