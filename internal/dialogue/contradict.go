package dialogue

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// contradictions looks for what a user says of itself that its profile says otherwise.
func (w *Watcher) contradictions(n int) {
	if w.play {
		return
	}
	p := &w.profile
	found := [kinds]bool{}
	for _, h := range w.hits {
		k := h.phrase.kind
		if k < givesAge || found[k] || w.hypothetical(h.at) {
			continue
		}
		switch k {
		case givesAge:
			found[k] = p.AgeTo > 0 && w.wrongAge(n, h)
		case givesGender:
			found[k] = p.Gender != "" && w.wrongGender(n, h)
		case givesName, maybeName:
			found[k] = p.Name != "" && w.wrongName(n, h)
		case inRole:
			found[k] = w.inRole(n, h)
		}
	}
	if p.Name != "" {
		w.narratesName(n)
	}
	if len(p.Languages) > 0 {
		w.wrongLanguage(n)
	}
}

// hypothetical reports whether what stands at a word is told of another time or of
// somebody else: after "when", "if", "said".
func (w *Watcher) hypothetical(at int) bool {
	words := w.text.words
	for i := at - 1; i >= 0 && i >= at-6 && words[i].sentence == words[at].sentence; i-- {
		if words[i].class&classHypothetical != 0 {
			return true
		}
	}
	return words[at].quoted
}

// within returns word i in lower case where it is in the same sentence as word at;
// "" where it is not.
func (w *Watcher) inSentence(i, at int) string {
	if i >= len(w.text.words) || w.text.words[i].sentence != w.text.words[at].sentence {
		return ""
	}
	return w.wordAt(i)
}

// wrongAge looks for an age after "I am" and the like.
func (w *Watcher) wrongAge(n int, h hit) bool {
	at := h.at + h.n
	age, more := w.ageAt(h, at)
	if age <= 0 || age >= 120 || age >= w.profile.AgeFrom-1 && age <= w.profile.AgeTo+1 {
		return false
	}
	w.mark(n, Contradicts, h.at, at+more-h.at, .85)
	return true
}

// ageAt reads an age at word at, and how many words it has; 0 where there is none.
func (w *Watcher) ageAt(h hit, at int) (age, size int) {
	s := w.inSentence(at, h.at)
	number, yearOld := s, false
	if cut := strings.Index(s, "-year"); cut > 0 {
		number, yearOld = s[:cut], true
	}
	age, err := strconv.Atoi(number)
	if err != nil {
		age = numbers[number]
	}
	if age == 0 || yearOld {
		return age, 1
	}
	switch first := w.text.words[h.at]; w.wordAt(h.at) {
	case "as":
		return 0, 0
	case "ich", "j'ai", "tengo":
		if next := w.inSentence(at+1, h.at); next == "jahre" || next == "ans" || next == "años" {
			return age, 2
		}
		return 0, 0
	case "my":
		return age, 1
	default:
		if h.n == 3 && first.id == w.i && w.wordAt(h.at+1) != "am" && w.wordAt(h.at+1) != "i'm" {
			return age, 1 // "I just turned 40"
		}
	}
	switch next := w.inSentence(at+1, h.at); {
	case next == "":
		return age, 1
	case next == "years" || next == "year":
		if after := w.inSentence(at+2, h.at); after == "old" || after == "of" || after == "young" {
			return age, 3
		}
		return 0, 0
	case next == "yo" || next == "and" || next == "but" || w.text.words[at+1].clause:
		return age, 1
	}
	return 0, 0
}

var numbers = map[string]int{
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
	"twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "twenty-one": 21, "twenty-two": 22, "twenty-five": 25, "thirty-five": 35, "forty-five": 45, "sixty-five": 65, "seventy-five": 75,
}

// wrongGender looks for a word of the other gender after "I am a" and the like.
func (w *Watcher) wrongGender(n int, h hit) bool {
	other := classFemale
	if w.profile.Gender == "female" {
		other = classMale
	}
	words := w.text.words
	for j := h.at + h.n; j < len(words) && j < h.at+h.n+3 && words[j].sentence == words[h.at].sentence; j++ {
		if words[j].class&other == 0 {
			if words[j].class&classNoun != 0 {
				return false
			}
			continue
		}
		if j+1 < len(words) && words[j+1].sentence == words[h.at].sentence && !words[j+1].clause && words[j+1].class&classNoun == 0 {
			return false // "a girl dad", "a male nurse"
		}
		w.mark(n, Contradicts, h.at, j+1-h.at, .85)
		return true
	}
	return false
}

// wrongName looks for a name that is none of the profile's after "my name is" and the
// like; after "I am" it must look like one.
func (w *Watcher) wrongName(n int, h hit) bool {
	words := w.text.words
	at := h.at + h.n
	if at >= len(words) || words[at].sentence != words[h.at].sentence || !words[at].upper {
		return false
	}
	if h.phrase.kind == maybeName && (words[h.at].sentence > 1 || !w.looksLikeName(at)) {
		return false
	}
	if nameFits(words[at].textOf(w.text.text), w.profile.Name) {
		return false
	}
	w.mark(n, Contradicts, h.at, at+1-h.at, .85)
	return true
}

// notNames are endings of nationalities, faiths and moods.
var notNames = []string{"ian", "ish", "ese", "can", "ist", "im", "ic", "ch", "ean", "ing", "ed", "ew", "ent", "ly", "le", "ful", "ous", "ab", "ry", "or", "eek", "iss", "ni", "ndu", "aq", "ir", "hd", "man"}

// looksLikeName reports whether a word after "I am" is a name: it stands alone in its
// clause, or before what one says after a name, and is no nationality or faith.
func (w *Watcher) looksLikeName(at int) bool {
	raw := w.text.words[at].textOf(w.text.text)
	s := strings.ToLower(raw)
	for _, end := range notNames {
		if strings.HasSuffix(s, end) && len(s) > len(end)+1 {
			return false
		}
	}
	if len(s) < 3 || raw == strings.ToUpper(raw) {
		return false
	}
	next := w.inSentence(at+1, at)
	if next == "" {
		return true
	}
	if !strings.HasPrefix(w.text.text[w.text.words[at].to:], ", ") {
		return false
	}
	switch next {
	case "a", "an", "and", "from", "your", "i", "the", "i'm", "i'd", "i've":
		return true
	}
	return false
}

// nameFits reports whether a name is one of the profile's, or short for it.
func nameFits(name, profile string) bool {
	name = strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s"))
	r, _ := utf8.DecodeRuneInString(name)
	for part := range strings.FieldsFuncSeq(strings.ToLower(profile), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' }) {
		first, _ := utf8.DecodeRuneInString(part)
		if strings.HasPrefix(part, name) || strings.HasPrefix(name, part) || len(name) >= 3 && strings.Contains(part, name) || r == first && len(name) <= 4 {
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
		if j < len(words) && words[j].sentence == words[i].sentence && words[j].class&classTells != 0 {
			w.mark(n, Persona, i, j+1-i, .85)
			return
		}
	}
}

// inRole looks for "as Anna, I should ...": a role told of, and not played.
func (w *Watcher) inRole(n int, h hit) bool {
	words := w.text.words
	i := h.at
	if i+3 >= len(words) || !words[i+1].upper || words[i+1].id == w.i {
		return false
	}
	j := i + 2
	if words[j].upper && words[j].id != w.i {
		j++
	}
	if j+1 >= len(words) || words[j].id != w.i || words[j+1].sentence != words[i].sentence || words[j+1].class&classRoleVerb == 0 {
		return false
	}
	w.mark(n, Persona, i, j+2-i, .8)
	return true
}
