package dialogue

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// numbersFile are what people say with a number from which their age can be told. In a
// pattern "%" is a number, "%s" the tens of "sixties", "%th" an ordinal, "%yo" "41-year-old" and "%y" a year. A line
// "== N+13 .." tells that who says what is below it is at least 13 years older than the
// number, ".. N" that he is at most as old, "== N .. N" that he is that old. Y are the
// years since a year. A year more or less is nothing.
//
//go:embed numbers_en.txt
var numbersFile string

// bound is an age that follows from a number.
type bound struct {
	n, y, plus int // times the number, times the years since it, and years
	set        bool
}

func (b bound) of(number int) int { return b.n*number + b.y*(pastYear-number) + b.plus }

// numbered are sayings with a number.
type numbered struct {
	m     *matcher
	from  []bound // by pattern
	to    []bound
	names []uint64
}

var knownNumbered = sync.OnceValue(func() *numbered {
	c, err := readNumbered(numbersFile)
	if err != nil {
		panic(err) // it is part of the program, and a test reads it
	}
	return c
})

func readNumbered(file string) (*numbered, error) {
	c, groups := &numbered{}, patternGroups{}
	var phrases []phrase
	var from, to bound
	for line := range tableLines(file) {
		switch {
		case line.heading:
			var err1, err2 error
			low, high, _ := strings.Cut(line.text+" ", "..")
			from, err1 = readBound(strings.TrimSpace(low))
			to, err2 = readBound(strings.TrimSpace(high))
			if err1 != nil || err2 != nil || !from.set && !to.set {
				return nil, fmt.Errorf("line %d: %q is no range of ages", line.n, line.text)
			}
		case !groups.define(line.text):
			p := groups.expand(line.text)
			phrases = append(phrases, phrase{where: anywhere, patterns: []string{p}})
			c.from, c.to, c.names = append(c.from, from), append(c.to, to), append(c.names, turnsIn(p))
		}
	}
	c.m = newMatcherOf(&vocabulary{words: map[string]*entry{}}, phrases)
	return c, nil
}

// readBound reads "N", "N+13", "10N+12", "Y-2" or "60".
func readBound(s string) (b bound, err error) {
	if s == "" {
		return b, nil
	}
	b.set = true
	if times, rest, is := strings.Cut(s, "N"); is {
		b.n, s = 1, rest
		if times != "" {
			if b.n, err = strconv.Atoi(times); err != nil {
				return b, err
			}
		}
	} else if rest, is := strings.CutPrefix(s, "Y"); is {
		b.y, s = 1, rest
	}
	if s != "" {
		b.plus, err = strconv.Atoi(s)
	}
	return b, err
}

// Words that stand for a number in patterns.
const (
	numberWord  = "%"
	ordinalWord = "%th"
	yearOldWord = "%yo"
	yearWord    = "%y"
	decadeWord  = "%s"
)

// number is a number in a turn: what it is called in patterns, and how many words it has.
type number struct {
	word  string
	value int
	size  int
}

// counts looks for what the user says with a number that its age does not go with.
func (w *Watcher) counts(n int) {
	if w.profile.AgeTo == 0 {
		return
	}
	words, numbers := w.text.words[:min(len(w.text.words), learnedMost)], englishNumbers()
	for i, seen := 0, 0; i < len(words) && seen < 12; i++ {
		x := &words[i]
		if c := w.text.text[x.from]; (c < '0' || c > '9') && !numbers.maybe(x.hash) || !x.first || x.quoted {
			continue
		}
		num := w.numberAt(i)
		if num.size == 0 {
			continue
		}
		seen++
		if w.countedAt(n, i, num) {
			return
		}
		i += num.size - 1
	}
}

// numberAt reads the number at a word; of size 0 where there is none.
func (w *Watcher) numberAt(i int) number {
	words := w.text.words
	x := &words[i]
	if v, ok := englishNumbers().of[x.hash]; ok {
		if v.value >= 20 && v.value%10 == 0 && v.word == numberWord && i+1 < len(words) && words[i+1].sentence == x.sentence {
			if next, ok := englishNumbers().of[words[i+1].hash]; ok && next.value < 10 { // "forty one"
				return number{next.word, v.value + next.value, 2}
			}
		}
		return v
	}
	s, digits := w.text.text[x.from:x.to], 0
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	if digits == 0 || digits > 4 || w.decimal(i) {
		return number{}
	}
	v, _ := strconv.Atoi(s[:digits])
	switch s[digits:] {
	case "":
		if digits == 4 && v >= 1900 && v <= pastYear {
			return number{yearWord, v, 1}
		}
		from := w.text.words[i].from
		if digits == 2 && v >= 20 && from > 0 && (w.text.text[from-1] == '\'' || strings.HasSuffix(w.text.text[:from], "’")) {
			return number{yearWord, 1900 + v, 1}
		}
		if v > 0 && v < 120 {
			return number{numberWord, v, 1}
		}
	case "s":
		if digits == 2 && v >= 10 && v%10 == 0 {
			return number{decadeWord, v, 1}
		}
	case "st", "nd", "rd", "th":
		return number{ordinalWord, v, 1}
	case "-year-old", "yo", "y", "yrs", "-yr-old", "yr", "-years-old", "-year-olds":
		return number{yearOldWord, v, 1}
	}
	return number{}
}

// decimal reports whether the number at a word goes on behind a point: a height, a fever, a time of day.
func (w *Watcher) decimal(i int) bool {
	s, to := w.text.text, w.text.words[i].to
	return to+1 < len(s) && (s[to] == '.' || s[to] == ',' || s[to] == ':') && s[to+1] >= '0' && s[to+1] <= '9'
}

// countedAt looks for a saying with the number at a word.
func (w *Watcher) countedAt(n, i int, num number) bool {
	c, words := knownNumbered(), w.text.words
	from := i
	for from > 0 && from > i-14 && words[from-1].sentence == words[i].sentence {
		from--
	}
	var window [24]word
	at := i - from
	k := w.readWith(c.m, from, window[:at])
	window[k] = words[i]
	window[k].id, window[k].class = 0, 0
	if e := c.m.vocab.of(hash([]byte(num.word))); e != nil {
		window[k].id, window[k].class = e.id, e.class
	}
	k++
	if next := i + num.size; next < len(words) && words[next].sentence == words[i].sentence {
		k += w.readWith(c.m, next, window[k:min(k+9, len(window))])
	}
	var hits [16]hit
	for j := 0; j <= at; j++ {
		if window[j].class&(classAlone|classFirst) == 0 {
			continue
		}
		for _, h := range c.m.find(window[:k], j, hits[:0]) {
			if h.at+h.n <= at || !w.outside(c, h.no, num.value) {
				continue
			}
			ends := h.at+h.n == at+1
			start, size := from+j, h.n+num.size-1
			if !w.ofUser(start, size) || !w.own(start, size) && (w.last.third || w.someone(i)) || ends && num.word == numberWord && !w.endsAge(i+num.size, i) || w.turned(start, size, c.names[h.no]) || !w.claimedEnglish(c.to[h.no].n > 0, false, start, size) {
				continue
			}
			w.mark(n, Contradicts, start, size, .8)
			return true
		}
	}
	return w.answersAge(n, i, num)
}

// outside reports whether the user's age lies outside of what a pattern claims.
func (w *Watcher) outside(c *numbered, no int32, value int) bool {
	from, to, p := &c.from[no], &c.to[no], &w.profile
	if from.n == 1 && *from == *to && value < 5 {
		return false // "a man of two minds"
	}
	return from.set && p.AgeTo < from.of(value)-1 || to.set && p.AgeFrom > to.of(value)+1
}

// endsAge reports whether an age may end before a word: "she is 41 and", no "41 kilos".
func (w *Watcher) endsAge(next, at int) bool {
	words := w.text.words
	return next >= len(words) || words[next].sentence != words[at].sentence || words[next].clause || afterAge.has(words[next].hash)
}

var afterAge = hashesOf("and now but so this in next on today years year yo with who already tomorrow last i he she we or soon just not still because as though tho btw lol haha if when since by come going it's its that's living yesterday too then")

// answersAge looks for an age right at the start of the answer to a question for it.
func (w *Watcher) answersAge(n, i int, num number) bool {
	p := &w.profile
	if !w.last.age || !w.last.askedAge || w.last.third || w.text.words[i].sentence > 0 || i > 3 || num.word != numberWord && num.word != yearOldWord || num.value < 5 ||
		num.value >= p.AgeFrom-1 && num.value <= p.AgeTo+1 || num.word == numberWord && !w.endsAge(i+num.size, i) || w.negated(i) || w.familyIn() {
		return false
	}
	for j := range i {
		if !beforeAge.has(w.text.words[j].hash) {
			return false
		}
	}
	w.mark(n, Contradicts, i, num.size, .85)
	return true
}

var beforeAge = hashesOf("i am just only nearly almost a young me oh um er well that's it's is ripe old about still sure yes yeah ok okay currently now turning proud sprightly")

// numberTable are numbers in words, by hash; bits tell most words that are none.
type numberTable struct {
	of   map[uint64]number
	bits [64]uint64
}

// maybe reports false for most words that are no number.
func (t *numberTable) maybe(h uint64) bool { return t.bits[h>>58]&(1<<(h>>52&63)) != 0 }

// englishNumbers are cardinals and ordinals up to 99, and "forty-year-old".
var englishNumbers = sync.OnceValue(func() *numberTable {
	m, t := map[string]number{}, &numberTable{of: map[uint64]number{}}
	ones := strings.Fields("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	nth := strings.Fields("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
	tens := strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety")
	for i := range ones {
		m[ones[i]], m[nth[i]] = number{numberWord, i + 1, 1}, number{ordinalWord, i + 1, 1}
	}
	for i, ten := range tens {
		v := 10 * (i + 2)
		m[ten], m[strings.TrimSuffix(ten, "y")+"ieth"] = number{numberWord, v, 1}, number{ordinalWord, v, 1}
		m[strings.TrimSuffix(ten, "y")+"ies"] = number{decadeWord, v, 1}
		for j := range 9 {
			m[ten+"-"+ones[j]], m[ten+"-"+nth[j]] = number{numberWord, v + j + 1, 1}, number{ordinalWord, v + j + 1, 1}
		}
	}
	for w, v := range m {
		t.of[hash([]byte(w))] = v
		if v.word == numberWord {
			t.of[hash([]byte(w+"-year-old"))] = number{yearOldWord, v.value, 1}
		}
	}
	for h := range t.of {
		t.bits[h>>58] |= 1 << (h >> 52 & 63)
	}
	return t
})
