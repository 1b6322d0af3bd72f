package dialogue

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pastYear is a year that has passed: who was born in a year is at least so old.
const pastYear = 2024

// factPhrases are what people say of themselves that only some of them can: of an age,
// a woman, a man.
var factPhrases = []phrase{
	{ofPupils, .85, anywhere, []string{
		"i am (still |only |just |) in (year|yr|grade|class) (_|)", "(i am|am|still|were|is) ~ in (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|1st|2nd|3rd|4th|5th|6th|7th|8th|9th|10th|11th) grade",
		"(my|got|have|for|the) ~ (gcses|gcse)", "(mum|mom|dad|my mum|my mom|my parents|my dad) ~ (let me|lets me|sign|drops me|grounded|says no phone)", "my parents (pay|buy|bought|give|gave|ground|grounded|took) me", "(when|once|until|till|before|wait to) (i turn|i am|i will be|turn) (16|18|sixteen|eighteen)",
		"in year (7|8|9|10|11|seven|eight|nine|ten|eleven) ~ (class|teacher|mum|we)", "we ~ in year (7|8|9|10|11)", "my learners permit", "my (school bus|school uniform|pocket money)",
		"ich bin in der (5a|5b|5c|6a|6b|6c|7a|7b|7c|8a|8b|8c|9a|9b|9c|10a|10b|10c|fünften|sechsten|siebten|achten|neunten|zehnten)", "meine (mutter|eltern) ~ (handy|erlaubt|erlauben|verbietet|verbieten)", "mein taschengeld", "(wir schreiben|schreiben wir) ~ (arbeit|klassenarbeit)",
		"(la|ma) prof de (6e|5e|4e|3e|sixième|cinquième|quatrième|troisième)", "je suis en (6e|5e|4e|3e|sixième|cinquième|quatrième|troisième|seconde|première|terminale|cm1|cm2|ce1|ce2|cp)", "mes parents ~ (privent|priver|laissent|interdisent|punissent)",
		"(estoy en|curso|apruebo todo) (primero|segundo|tercero|cuarto|1º|2º|3º|4º) de (la |)(eso|primaria|bachillerato)", "mi (madre|padre) no me deja", "mis padres ~ (dejan|castigan|castigado)",
	}},
	{ofStudents, .75, anywhere, []string{"(i|i have) (only |just |) left school last (year|summer|month)", "(moved out of|moved out from) my parents", "my first year at (uni|university|college)", "freshman year", "shared halls"}},
	{ofGrown, .85, anywhere, []string{
		"(my|our) (grandchildren|grandkids|grandson|granddaughter|grandsons|granddaughters|great-grandchildren|great-grandkids)", "i have ~ grandchildren", "(the|and|five|three|two|four|six|seven) (grandchildren|grandkids|great-grandkids|great-grandchildren)",
		"i (have |) retired (from|in|last|four|two|three|after|as)", "since i retired", "(when|since) i stopped working", "my (state |) pension", "(the|my) pension (is|stretches|pays)", "state pension",
		"my (hot flushes|hot flashes|menopause)", "i am (retired|a pensioner|a retiree|a grandmother|a grandma|a granny|a grandfather|a grandpa|going to be a grandma|going to be a grandmother|going to be a grandad)",
		"(in|in meine) rente (gegangen|bin)", "(ich bin|bin ich|seit ich) ~ (in rente|pensioniert|rentner|rentnerin)", "meine (_ |)(enkel|enkelin|enkelkinder|enkelsohn|rente)", "mein enkel",
		"(je suis|depuis ma|à la|ma) (_ |) (retraite|retraité|retraitée)", "(mes|de mes) petits-enfants", "mon petit-fils", "ma petite-fille",
		"(me jubilé|estoy jubilado|estoy jubilada|soy jubilado|soy jubilada|mi jubilación|mi pensión)", "mis nietos", "mi (nieto|nieta)", "con el imserso",
	}},
	{ofAdults, .8, anywhere, []string{
		"(my|our) (mortgage|ex-wife|ex-husband)", "my (fortieth|40th|thirtieth|fiftieth|50th|60th|sixtieth)", "(turned|hitting|hit|turning) (thirty|forty|fifty|sixty|seventy|eighty|40|50|60|70|80) (this|last|in|next|and|like)",
		"(mes enfants|mis hijos|meine kinder) ~ (dînent|cenan|schule)", "(appartement|maison) que (j'ai|nous avons) acheté", "i served (_ |) (aboard|in|on|with)", "my discharge",
	}},
	{ofWomen, .85, anywhere, []string{
		"i am ~ pregnant", "(i am|am) ~ weeks gone", "i am due in", "i (have |)given birth", "when i gave birth", "my (c-section|sorority|hot flushes|hot flashes|gynaecologist|gynecologist)", "my periods", "the hot (flushes|flashes)", "i have not had a period", "my period",
		"i am (a|an|the|going to be a|the only) (_ |) (grandma|grandmother|granny|bride|widow|mum|mom|mother|housewife|sister|woman|lady)", "(such a|being a) (_ |) (mum|mom|mother|widow|wife|woman)", "(a|good) wife till", "every bride", "i am the only girl", "first girl from",
		"ich bin ~ schwanger", "(woche|monat) schwanger", "ich bin (eine|die) (_ |) (frau|mutter|witwe|oma|braut|hausfrau|tante)", "als (mutter|witwe|hausfrau|alleinerziehende) (_ |)", "meine (periode|regel|gebärmutter)",
		"je suis ~ enceinte", "je suis (une|la|seule) (_ |) (femme|maman|mère|veuve|grand-mère|doyenne|mariée)", "en tant que (seule |)(femme|mère|maman)", "mes règles", "j'étais la (doyenne|seule)",
		"estoy ~ embarazada", "soy (una|la|madre|mamá|viuda) (_ |) (mujer|novia|madre|abuela|chica)", "como madre (primeriza|soltera)", "mi regla", "me han salido grietas",
	}},
	{givesName, 1, anywhere, []string{"(appelle|appelez) moi", "(appelle-moi|appelez-moi|llámame|llámeme)", "(nenn|nennt) mich", "nennen sie mich", "(pon|ponga|con) mi nombre", "mon nom c'est", "my real name is", "mein richtiger name ist"}},
	{ofMen, .85, anywhere, []string{
		"i am (a|an|the) (_ |) (best man|groom|bloke|lad|dude|guy|widower)", "us two dads", "as (his|her|their) (dad|father)", "i became a father", "my (prostate|beard|moustache|mustache)", "with a beard", "a boy my age", "no son of mine", "i have had a (moustache|beard)",
		"ich bin (der|ein) (_ |) (vater|papa|opa|witwer|bräutigam|mann|junge|kerl)", "als (vater|witwer|familienvater)", "(mein bart|meine prostata)", "zwei männer",
		"je suis (le|un) (_ |) (papa|père|veuf|homme|marié|gars|mec)", "en tant que (père|papa)", "(ma prostate|ma barbe|de la prostate à mon âge)", "papi va",
		"soy (el|un) (_ |) (novio|padre|papá|viudo|abuelo|hombre|chico|portero)", "(mi próstata|mi barba)", "el único chico", "como padre (primerizo|soltero)",
	}},
}

// implied looks for what only people of another age or gender say.
func (w *Watcher) implied(n int) {
	p := &w.profile
	for _, h := range w.hits {
		k := h.phrase.kind
		if k < ofPupils || k > ofMen || w.text.words[h.at].quoted || w.ofOthers(h) {
			continue
		}
		wrong := false
		switch k {
		case ofPupils:
			wrong = p.AgeFrom >= 23
		case ofStudents:
			wrong = p.AgeFrom >= 40
		case ofGrown:
			wrong = p.AgeTo > 0 && p.AgeTo <= 31
		case ofAdults:
			wrong = p.AgeTo > 0 && p.AgeTo <= 17
		case ofWomen:
			wrong = p.Gender == "male"
		case ofMen:
			wrong = p.Gender == "female"
		}
		if wrong {
			w.mark(n, Contradicts, h.at, h.n, h.phrase.strength)
			return
		}
	}
}

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
		case "not", "never", "if", "when", "no", "like", "nicht", "wenn", "als", "pas", "si", "quand", "cuando", "he", "she", "er", "il", "elle", "él", "ella", "his", "her":
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
		case x.class&classBent != 0:
			found = p.Gender != "" && w.agreed(n, i)
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
			born = born || !w.someone(i)
		}
	}
	if i > 0 && before == "jahrgang" {
		born = true
	}
	if i > 0 && short && w.last.birth {
		born = true
	}
	if short && !born {
		return false
	}
	switch {
	case born && !w.last.birth && w.built(i):
		return false
	case born && (pastYear-year > p.AgeTo+2 || pastYear+12-year < p.AgeFrom):
	case (before == "since" || before == "seit" || before == "depuis" || before == "desde") && w.mine(i) && pastYear-year > p.AgeTo:
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
	if w.someone(i) {
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
		switch w.wordAt(i) {
		case "he", "she", "they", "his", "her", "dad", "mum", "mom", "father", "mother", "grandma", "grandpa", "old", "ago", "age", "warranty", "mortgage", "guarantee", "loan", "er", "sie", "il", "elle", "él", "ella", "su", "alt", "alter", "âge", "edad", "vor", "hace", "next":
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

// agreed looks for adjectives that French and Spanish bend by who speaks.
func (w *Watcher) agreed(n, i int) bool {
	p, words := &w.profile, w.text.words
	french := false
	switch w.wordAt(i) {
	case "estoy":
	case "suis":
		if french = i > 0 && w.inSentence(i-1, i) == "je"; !french {
			return false
		}
	default:
		return false
	}
	for j := i + 1; j < len(words) && j <= i+3 && words[j].sentence == words[i].sentence && !words[i].quoted; j++ {
		s := w.wordAt(j)
		if len(s) < 4 {
			continue
		}
		if french {
			if p.Gender == "male" && strings.Contains(frenchFemale, " "+s+" ") {
				w.mark(n, Contradicts, i, j+1-i, .75)
				return true
			}
			continue
		}
		stem, end := s[:len(s)-1], s[len(s)-1]
		if (end == 'o' && p.Gender == "female" || end == 'a' && p.Gender == "male") && strings.Contains(spanishBent, " "+stem+" ") {
			w.mark(n, Contradicts, i, j+1-i, .8)
			return true
		}
	}
	return false
}

// signed looks for another name under a letter that the turn gives as the user's own.
func (w *Watcher) signed(n, i int) bool {
	words, s := w.text.words, w.text.text
	j := i + 1
	for j < len(words) && j <= i+3 && !words[j].upper {
		j++ // "un saludo, su inquilina, Verónica"
	}
	if j >= len(words) || !words[j].upper || !words[j].first || strings.IndexByte(s[words[j-1].to:words[j].from], ',') < 0 || w.users == 1 {
		return false
	}
	for _, h := range w.hits {
		if h.phrase.kind == reports && h.at < i {
			return false
		}
	}
	for k := range words[:i] {
		switch w.wordAt(k) {
		case "got", "received", "sent", "from", "boss", "bekommen", "reçu", "recibí", "they", "he", "she":
			if !words[k].quoted {
				return false
			}
		}
	}
	if words[j].quoted && w.namesSelf() {
		return false
	}
	name := words[j].textOf(s)
	if r, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(r) || len(name) < 3 || nameFits(name, w.profile.Name) {
		return false
	}
	w.mark(n, Contradicts, j, 1, .75)
	return true
}

const (
	frenchFemale = " fatiguée contente désolée prête inquiète perdue déçue mariée divorcée allée née arrivée ravie seule occupée heureuse épuisée énervée excédée retraitée enseignante étudiante infirmière célibataire-endurcie abonnée cliente passée tombée partie "
	spanishBent  = " cansad preocupad content list segur encantad enfadad agotad enferm nervios perdid interesad decepcionad hart sol casad solter divorciad jubilad acostumbrad agradecid sorprendid ocupad estresad apuntad indecis liad aburrid emocionad "
)
