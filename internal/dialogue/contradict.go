package dialogue

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// contradictions looks for what a user says of itself that its profile says otherwise.
func (w *Watcher) contradictions(n int) {
	p := &w.profile
	if w.play {
		return
	}
	if p.AgeTo > 0 {
		w.wrongAge(n)
	}
	if p.Gender != "" {
		w.wrongGender(n)
	}
	w.inRole(n)
	if p.Name != "" {
		w.wrongName(n)
		w.narratesName(n)
	}
	if len(p.Languages) > 0 {
		w.wrongLanguage(n)
	}
}

// is returns whether words from i on are the given ones.
func (w *Watcher) is(i int, list ...string) bool {
	if i < 0 || i+len(list) > len(w.text.words) {
		return false
	}
	for j, want := range list {
		x := &w.text.words[i+j]
		if j > 0 && x.sentence != w.text.words[i].sentence {
			return false
		}
		if got := w.part(i + j); got != want {
			return false
		}
	}
	return true
}

// part is a word in lower case, a contraction's parts apart.
func (w *Watcher) part(i int) string {
	x := &w.text.words[i]
	s := w.wordAt(i)
	if parts, ok := contractions[s]; ok {
		if i > 0 && w.text.words[i-1].from == x.from {
			return parts[1]
		}
		return parts[0]
	}
	return s
}

// hypothetical reports whether what stands at a word is told of another time or of
// somebody else: after "when", "if", "said".
func (w *Watcher) hypothetical(at int) bool {
	x := &w.text.words[at]
	if x.quoted {
		return true
	}
	for i := at - 1; i >= 0 && i >= at-6 && w.text.words[i].sentence == x.sentence; i-- {
		switch w.part(i) {
		case "if", "when", "since", "until", "till", "before", "after", "once", "like", "than", "said", "says", "told", "pretend", "imagine", "wish", "not", "wenn", "als", "quand", "si", "cuando", "by", "thinks", "think":
			return true
		}
	}
	return false
}

func (w *Watcher) wrongAge(n int) {
	words := w.text.words
	for i := range words {
		age, size := w.ageAt(i)
		if age <= 0 || age >= 120 || w.hypothetical(i) {
			continue
		}
		if age < w.profile.AgeFrom-1 || age > w.profile.AgeTo+1 {
			w.mark(n, Contradicts, i, size, .85)
			return
		}
	}
}

// ageAt reads an age that the user says of itself at word i, and how many words say it.
func (w *Watcher) ageAt(i int) (age, size int) {
	number := func(j int) int {
		if j >= len(w.text.words) || w.text.words[j].sentence != w.text.words[i].sentence {
			return 0
		}
		s := w.wordAt(j)
		if cut := strings.IndexByte(s, '-'); cut > 0 && strings.Contains(s, "year") {
			s = s[:cut]
		}
		v, err := strconv.Atoi(s)
		if err != nil {
			return numbers[s]
		}
		return v
	}
	switch {
	case w.is(i, "i", "am"):
		j := i + 2
		for j < len(w.text.words) && (w.is(j, "a") || w.is(j, "an") || w.is(j, "only") || w.is(j, "already") || w.is(j, "just") || w.is(j, "now") || w.is(j, "currently") || w.is(j, "about")) {
			j++
		}
		v := number(j)
		if v == 0 {
			return 0, 0
		}
		if strings.Contains(w.wordAt(j), "year-old") {
			return v, j + 1 - i
		}
		if j+1 >= len(w.text.words) || w.text.words[j+1].sentence != w.text.words[i].sentence {
			return v, j + 1 - i
		}
		switch next := w.wordAt(j + 1); {
		case next == "years" || next == "year":
			if j+2 < len(w.text.words) && (w.is(j+2, "old") || w.is(j+2, "of") || w.is(j+2, "young")) {
				return v, j + 3 - i
			}
		case next == "yo" || next == "y" || next == "and" || next == "but", w.text.words[j+1].clause:
			return v, j + 1 - i
		}
	case w.is(i, "as", "a") || w.is(i, "as", "an"):
		if j := i + 2; j < len(w.text.words) && strings.Contains(w.wordAt(j), "year-old") {
			return number(j), 3
		}
	case w.is(i, "i", "just", "turned") || w.is(i, "i", "recently", "turned") || w.is(i, "my", "age", "is"):
		return number(i + 3), 4
	case w.is(i, "ich", "bin"):
		if v := number(i + 2); v > 0 && (w.is(i+3, "jahre") || w.is(i+3, "jahre", "alt")) {
			return v, 5
		}
	case w.is(i, "j'ai"):
		if v := number(i + 1); v > 0 && w.is(i+2, "ans") {
			return v, 3
		}
	case w.is(i, "tengo"):
		if v := number(i + 1); v > 0 && w.is(i+2, "años") {
			return v, 3
		}
	}
	return 0, 0
}

var numbers = map[string]int{
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
	"twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "twenty-one": 21, "twenty-two": 22, "twenty-five": 25, "thirty-five": 35, "forty-five": 45, "sixty-five": 65, "seventy-five": 75,
}

var (
	female = set("woman girl mother mom mum wife widow lady female grandmother grandma housewife frau mutter mädchen oma femme mère fille épouse mujer madre chica esposa abuela")
	male   = set("man boy father dad husband widower gentleman male grandfather grandpa guy mann vater junge opa homme père garçon mari hombre padre chico esposo abuelo")
)

// wrongGender looks for "I am a ..." and "as a ..." with a word of the other gender.
func (w *Watcher) wrongGender(n int) {
	other := female
	if w.profile.Gender == "female" {
		other = male
	}
	words := w.text.words
	for i := range words {
		at := 0
		switch {
		case w.is(i, "i", "am", "a") || w.is(i, "i", "am", "an") || w.is(i, "i", "am", "the") || w.is(i, "ich", "bin", "ein") || w.is(i, "ich", "bin", "eine") || w.is(i, "je", "suis", "un") || w.is(i, "je", "suis", "une"):
			at = i + 3
		case w.is(i, "as", "a") || w.is(i, "soy", "un") || w.is(i, "soy", "una"):
			at = i + 2
		default:
			continue
		}
		if w.hypothetical(i) {
			continue
		}
		for j := at; j < len(words) && j < at+3 && words[j].sentence == words[i].sentence; j++ {
			lw := w.wordAt(j)
			if lw == "of" || lw == "to" || lw == "and" || lw == "with" || lw == "who" || lw == "for" {
				break
			}
			if !other[lw] {
				continue
			}
			if j+1 < len(words) && words[j+1].sentence == words[i].sentence && !words[j+1].clause && !endsNoun[w.wordAt(j+1)] {
				continue // "a girl dad", "a woman's doctor"
			}
			w.mark(n, Contradicts, i, j+1-i, .85)
			return
		}
	}
}

var endsNoun = set("in of with who and or from at on my so but too to now i and living working trying looking aged myself that, here that von mit aus und der die de qui et que y con")

// wrongName looks for "my name is ..." with a name that is none of the profile's.
func (w *Watcher) wrongName(n int) {
	words := w.text.words
	for i := range words {
		at, sure := 0, .85
		switch {
		case w.is(i, "my", "name", "is") || w.is(i, "ich", "heiße") || w.is(i, "mein", "name", "ist") || w.is(i, "me", "llamo") || w.is(i, "je", "m'appelle") || w.is(i, "mi", "nombre", "es") || w.is(i, "you", "can", "call", "me"):
			at = i + 3
			if w.is(i, "ich") || w.is(i, "me") || w.is(i, "je") {
				at = i + 2
			}
			if w.is(i, "you") {
				at = i + 4
			}
		case w.is(i, "i", "am") && (words[i].opens || i > 0 && words[i].clause && words[i].sentence < 2):
			at = i + 2
		default:
			continue
		}
		if at >= len(words) || words[at].sentence != words[i].sentence || !words[at].upper || w.hypothetical(i) {
			continue
		}
		name := words[at].textOf(w.text.text)
		if at == i+2 && w.is(i, "i") && !w.looksLikeName(at) {
			continue
		}
		if !nameFits(name, w.profile.Name) {
			w.mark(n, Contradicts, i, at+1-i, sure)
			return
		}
	}
}

// looksLikeName reports whether "I'm X" gives a name: X stands alone in its clause, or
// with a second name, and is no nationality or faith.
func (w *Watcher) looksLikeName(at int) bool {
	s := strings.ToLower(w.text.words[at].textOf(w.text.text))
	for _, end := range []string{"ian", "ish", "ese", "can", "ist", "im", "ic", "ch", "ean", "ing", "ed", "an", "ew", "ent", "ly", "le", "ful", "ous", "ab", "ry", "or", "eek", "iss", "ni", "ndu", "aq", "ir", "hd", "ai"} {
		if strings.HasSuffix(s, end) && len(s) > len(end)+1 && end != "an" || strings.HasSuffix(s, "man") || strings.HasSuffix(s, "can") {
			return false
		}
	}
	if len(s) < 3 || s == strings.ToUpper(s) {
		return false
	}
	next := at + 1
	if next >= len(w.text.words) || w.text.words[next].sentence != w.text.words[at].sentence {
		return w.text.words[at].sentence == 0 || w.text.words[at].sentence == 1
	}
	rest := w.text.text[w.text.words[at].to:]
	return strings.HasPrefix(rest, ", ") && (w.is(next, "a") || w.is(next, "an") || w.is(next, "and") || w.is(next, "from") || w.is(next, "your") || w.is(next, "i") || w.is(next, "the"))
}

// nameFits reports whether a name is one of the profile's, or short for it.
func nameFits(name, profile string) bool {
	name = strings.ToLower(strings.TrimRight(name, "'’s"))
	r, _ := utf8.DecodeRuneInString(name)
	for _, part := range strings.FieldsFunc(strings.ToLower(profile), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' }) {
		trimmed := strings.TrimRight(part, "'’s")
		first, _ := utf8.DecodeRuneInString(part)
		if trimmed == name || strings.HasPrefix(part, name) || strings.HasPrefix(name, trimmed) || strings.Contains(part, name) && len(name) >= 3 || r == first && len(name) <= 5 {
			return true
		}
	}
	return false
}

// narratesName looks for the user's own name as one of whom is told: "Maria asks".
func (w *Watcher) narratesName(n int) {
	first := firstName(w.profile.Name)
	if len(first) < 2 {
		return
	}
	words := w.text.words
	for i := range words {
		if !words[i].opens || words[i].quoted || !strings.EqualFold(words[i].textOf(w.text.text), first) {
			continue
		}
		j := i + 1
		if j < len(words) && words[j].upper && words[j].sentence == words[i].sentence {
			j++
		}
		if j < len(words) && words[j].sentence == words[i].sentence && tells[w.wordAt(j)] {
			w.mark(n, Persona, i, j+1-i, .85)
			return
		}
	}
}

var tells = set("asks says replies responds would nods sighs thanks continues smiles wonders types looks feels is wants hesitates frowns explains laughs thinks writes decides seems pauses might will expresses")

// inRole looks for "as Anna, I should ...": a role told of, and not played.
func (w *Watcher) inRole(n int) {
	words := w.text.words
	for i := range words {
		if !words[i].clause || words[i].quoted || !w.is(i, "as") || i+3 >= len(words) || !words[i+1].upper || w.wordAt(i+1) == "i" {
			continue
		}
		j := i + 2
		if words[j].upper && w.part(j) != "i" {
			j++
		}
		if w.is(j, "i") && j+1 < len(words) && roleVerbs[w.part(j+1)] {
			w.mark(n, Persona, i, j+2-i, .8)
			return
		}
	}
}

var roleVerbs = set("should would need must will might have want")
