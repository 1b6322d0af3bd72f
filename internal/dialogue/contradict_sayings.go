package dialogue

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// sayingFiles are what people say of themselves that tells an age or a gender, by
// language. A line "== age 12-22", "== age 60-", "== female" or "== male" tells what is
// claimed by the patterns below it, one to a line; "== own age ..." claims it only in a
// sentence that is the user's own and has nobody of the family in it, and "== opening
// female" only where a clause begins. "== woman" and "== man" are for those who say so
// outright, which nobody does who is neither. A line "{parent} = mum|dad" gives
// alternatives a name, for the lines below it and the files after. "#" begins a comment.
// "== answer age 50-" claims it only of what answers a question that was put to the user:
// "a widow", "for the grandchildren".
// Ages are wide: late students, early grandmothers and men who keep house contradict
// nothing.
//
//go:embed sayings_*.txt
var sayingFiles embed.FS

// saying is what only people of some ages, or of one gender, say of themselves. Years
// are counted from 0 up to 120 where nothing is said of them.
type saying struct {
	least, most int
	gender      string // "" for any
	outright    bool   // says "I am a woman", not what women have
	own         bool   // only where nobody else is spoken of
	opening     bool   // only where a clause begins
	answer      bool   // only in answer to what the user was asked
	english     bool   // its guards are those of English
	patterns    []string
}

// readSayings reads the sayings of all languages.
func readSayings(files fs.FS) (all []saying, err error) {
	groups := patternGroups{}
	err = eachTable(files, "sayings_*.txt", func(name, text string) error {
		for line := range tableLines(text) {
			switch {
			case line.heading:
				say, err := claimed(line.text)
				if err != nil {
					return fmt.Errorf("%d: %w", line.n, err)
				}
				say.english = strings.HasPrefix(name, "sayings_en")
				all = append(all, say)
			case groups.define(line.text):
			case len(all) == 0:
				return fmt.Errorf("%d: a pattern before the first line that says what it claims", line.n)
			default:
				last := &all[len(all)-1]
				last.patterns = append(last.patterns, asRead(name, groups.expand(line.text)))
			}
		}
		return nil
	})
	return all, err
}

// asRead gives a pattern's words as those of turns are read: "im" is a contraction of
// English, also where it is German.
func asRead(name, pattern string) string {
	if !strings.HasSuffix(name, "_de.txt") {
		return pattern
	}
	return germanIm.ReplaceAllString(pattern, "${1}i am$2")
}

var germanIm = regexp.MustCompile(`(^|[ (|])im($|[ )|])`)

// patternGroups are alternatives that have a name.
type patternGroups map[string]string

// define takes a line "{parent} = mum|dad".
func (g patternGroups) define(line string) bool {
	name, words, is := strings.Cut(line, " = ")
	if is {
		g[name] = "(" + g.expand(words) + ")"
	}
	return is
}

// expand puts alternatives where a pattern has their name.
func (g patternGroups) expand(pattern string) string {
	// Words of a turn never end with an apostrophe: "my parents' house".
	pattern = strings.NewReplacer("' ", " ", "'|", "|", "')", ")").Replace(strings.TrimSuffix(pattern, "'"))
	if strings.IndexByte(pattern, '{') < 0 {
		return pattern
	}
	for name, words := range g {
		pattern = strings.ReplaceAll(pattern, name, words)
	}
	return pattern
}

// claimed reads what sayings claim.
func claimed(s string) (say saying, err error) {
	s, say.own = strings.CutPrefix(s, "own ")
	s, say.opening = strings.CutPrefix(s, "opening ")
	s, say.answer = strings.CutPrefix(s, "answer ")
	switch s {
	case "woman", "man":
		say.gender, say.outright = "female", true
		if s == "man" {
			say.gender = "male"
		}
		return say, nil
	case "female", "male":
		say.gender = s
		return say, nil
	}
	years, ok := strings.CutPrefix(s, "age ")
	least, most, cut := strings.Cut(years, "-")
	if !ok || !cut || least+most == "" {
		return say, fmt.Errorf("%q claims neither an age (\"age 12-22\", \"age 60-\", \"age -22\") nor a gender", s)
	}
	for of, into := range map[string]*int{least: &say.least, most: &say.most} {
		if of == "" {
			continue
		}
		if *into, err = strconv.Atoi(of); err != nil || *into < 1 || *into > 120 {
			return say, fmt.Errorf("%q is no age from 1 to 120", of)
		}
	}
	return say, nil
}

// sayings are read by a matcher of their own: what they say goes with ages, which the
// kinds of phrases cannot tell.
type sayings struct {
	m      *matcher
	all    []saying
	claims []int32         // of each pattern: the saying
	names  []uint64        // and the words that it has of those that turn what is said around
	firsts [1 << 8]uint64  // which words are one or begin one with what may be anything, by bits of their hash
	wild   [1 << 8]uint64  // which begin one that leaves a few words open
	pairs  [1 << 12]uint64 // and which two
}

var knownSayings = sync.OnceValue(func() *sayings {
	all, err := readSayings(sayingFiles)
	if err != nil {
		panic(err) // they are part of the program, and a test reads them
	}
	return newSayings(all)
})

func newSayings(all []saying) *sayings {
	s := &sayings{all: all}
	var phrases []phrase
	for i := range all {
		for j := range all[i].patterns {
			phrases = append(phrases, phrase{where: anywhere, patterns: all[i].patterns[j : j+1]})
			s.claims = append(s.claims, int32(i))
			s.names = append(s.names, turnsIn(all[i].patterns[j]))
		}
	}
	m := newMatcherOf(&vocabulary{words: map[string]*entry{}}, phrases)
	s.m = m
	byID := make([]*entry, len(m.one))
	for _, e := range m.vocab.words {
		byID[e.id] = e
		for _, start := range m.one[e.id] {
			s.open(e.hash, start.state, 1)
		}
	}
	for key := range m.two {
		s.addPair(byID[key>>32].hash, byID[uint32(key)].hash, 1)
	}
	return s
}

// openMost is how many words further on the next word is looked for that a saying names.
const openMost = 4

// open notes by which words, and how far off, a saying goes on that begins with one and
// leaves the next ones open.
func (s *sayings) open(first uint64, state int32, far int) {
	at, bit := firstBit(first)
	for _, t := range s.m.closure(state, nil) {
		u := &s.m.states[t]
		if u.accepts >= 0 || u.end >= 0 || far > openMost {
			s.firsts[at] |= bit
			continue
		}
		s.wild[at] |= bit
		for _, e := range u.edges {
			s.addPair(first, s.m.vocab.hashOf(e.id), far)
		}
		if u.any >= 0 {
			s.open(first, u.any, far+1)
		}
		for skip := 0; u.gap >= 0 && skip <= 3; skip++ {
			s.open(first, u.gap, far+skip)
		}
	}
}

func (s *sayings) addPair(a, b uint64, far int) {
	h := pairHash(a, b, far)
	s.pairs[h>>52] |= 1 << (h >> 46 & 63)
}

func (s *sayings) hasPair(a, b uint64, far int) bool {
	h := pairHash(a, b, far)
	return s.pairs[h>>52]&(1<<(h>>46&63)) != 0
}

// pairHash is the key of two words that stand so far apart.
func pairHash(a, b uint64, far int) uint64 {
	return spread(a*3 ^ b + uint64(far-1)*0x517cc1b727220a95)
}

// spread moves what tells hashes apart to their upper bits, which those of short words
// have in common.
func spread(h uint64) uint64 { return h * 0x9e3779b97f4a7c15 }

// firstBit is the place of a word among those that begin sayings.
func firstBit(h uint64) (at, bit uint64) {
	h = spread(h)
	return h >> 56, 1 << (h >> 50 & 63)
}

// begins reports whether a saying could begin with the first of some words.
func (s *sayings) begins(words []word) bool {
	a := words[0].hash
	at, bit := firstBit(a)
	if s.firsts[at]&bit != 0 || len(words) > 1 && s.hasPair(a, words[1].hash, 1) {
		return true
	}
	if s.wild[at]&bit == 0 {
		return false
	}
	for far := 2; far <= openMost && far < len(words); far++ {
		if s.hasPair(a, words[far].hash, far) {
			return true
		}
	}
	return false
}

// sayingMost is how many words a saying is looked for in.
const sayingMost = 16

// said looks for sayings that the profile's age or gender do not go with.
func (w *Watcher) said(n int) {
	p := &w.profile
	if p.AgeTo == 0 && p.Gender == "" && !p.Neither {
		return
	}
	s := knownSayings()
	words := w.text.words[:min(len(w.text.words), learnedMost)]
	for i := range words {
		if s.begins(words[i:]) && !words[i].quoted && w.saying(n, i, s) {
			return
		}
	}
}

// saying looks for a saying at a word.
func (w *Watcher) saying(n, at int, s *sayings) bool {
	first := s.m.vocab.of(w.text.words[at].hash)
	if first == nil {
		return false
	}
	if first.class&classAlone == 0 {
		var second *slot
		if at+1 < len(w.text.words) {
			second = s.m.vocab.of(w.text.words[at+1].hash)
		}
		if second == nil {
			return false
		}
		if key, bit := pair(first.id, second.id); s.m.pairs[bit/64]&(1<<(bit%64)) == 0 || !w.leadsOn(at+2, s.m, s.m.two[key]) {
			return false // of the same bits alone, or it goes on otherwise
		}
	}
	var window [sayingMost]word
	var hits [16]hit
	k := w.readWith(s.m, at, window[:])
	for _, h := range s.m.find(window[:k], 0, hits[:0]) {
		say := &s.all[s.claims[h.no]]
		if !say.wrong(&w.profile) || say.english && w.turned(at, h.n, s.names[h.no]) || !w.claimed(say, at, h.n) {
			continue
		}
		w.mark(n, Contradicts, at, h.n, .8)
		return true
	}
	return false
}

// leadsOn reports whether the word at a place may come next in one of some patterns.
func (w *Watcher) leadsOn(at int, m *matcher, starts []matchStart) bool {
	bit := uint64(0)
	if words := w.text.words; at < len(words) && words[at].sentence == words[at-1].sentence {
		bit = 1
		if e := m.vocab.of(words[at].hash); e != nil {
			bit = 1 << (e.id % 64)
		}
	}
	for i := range starts {
		if starts[i].next == 0 || starts[i].next&bit != 0 {
			return true
		}
	}
	return false
}

// readWith fills a window with the words from one on, up to its sentence's end, as a
// matcher knows them, and returns how many there are.
func (w *Watcher) readWith(m *matcher, at int, window []word) int {
	words, k := w.text.words, 0
	for i := at; i < len(words) && k < len(window) && words[i].sentence == words[at].sentence; i++ {
		window[k] = words[i]
		window[k].id, window[k].class = 0, 0
		if e := m.vocab.of(words[i].hash); e != nil {
			window[k].id, window[k].class = e.id, e.class
		}
		k++
	}
	return k
}

// wrong reports whether nobody of a profile says so.
func (s *saying) wrong(p *Profile) bool {
	return s.gender != "" && p.Gender != "" && s.gender != p.Gender || s.outright && p.Neither ||
		p.AgeTo > 0 && (p.AgeTo < s.least || s.most > 0 && p.AgeFrom > s.most)
}

// claimed reports whether a saying at a word is what the user says of itself, today and
// in earnest.
func (w *Watcher) claimed(say *saying, at, n int) bool {
	if say.own && !w.ofOwn(at, 0) || as.has(w.text.words[at].hash) && (w.thirdPerson(at) || !say.english && w.kinAfter(at+n-1)) {
		return false
	}
	if at > 0 && as.has(w.text.words[at].hash) && w.wordAt(at-1) == "well" {
		return false // "as well as a woman who ..."
	}
	if say.answer && !w.answersFor(at, n) {
		return false
	}
	if say.english {
		return w.ofUser(at, n) && w.claimedEnglish(say.most > 0, say.least > 0, at, n)
	}
	h := hit{at: at, n: n}
	if w.likens(at) || w.belongs(at+n-1) {
		return false
	}
	return !(say.most > 0 && (say.most <= 32 && w.teaches() || w.longAgo(at))) && !(say.opening && !w.text.words[at].clause) &&
		!(say.gender != "" && w.ofPerson(h)) && !w.notClaimed(h)
}

// pasts are words after which something is told of another time, or of somebody else.
var pasts = hashesOf("when remember back used was wrote said says told novel character story play plays pretend imagine pretending wish als damals früher quand jadis cuando antes if whether wenn si " +
	"mum's mom's dad's wife's husband's daughter's son's sister's brother's friend's for")

// as are words after which a sentence may go on with somebody else.
var as = hashesOf("as being als comme como")

// supposed reports whether one of the words before says that something was once, or
// is another's.
func (w *Watcher) supposed(at int) bool {
	words := w.text.words
	for i := at - 1; i >= 0 && i >= at-5 && words[i].sentence == words[at].sentence; i-- {
		if pasts.has(words[i].hash) {
			return true
		}
	}
	return false
}
