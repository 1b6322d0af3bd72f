package dialogue

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// turns are words that turn around what a pattern says, or give it to somebody else, where
// it leaves open which words may stand: "I am [not] retired", "I am [sure she is] pregnant".
// They are no more than 64.
var turns = strings.Fields("not never no if whether he she they his her their he's she's who wife husband sister brother son daughter mother father mum mom dad friend boss told think sure feel feels " +
	"like looking your nor neither hardly until till when unless married wife's husband's sister's daughter's someone somebody people girlfriend boyfriend partner would could built aunt uncle of fan teacher uncles parents")

var (
	turnWords = hashesOf(turns...)
	turnBits  = func() map[uint64]uint64 {
		m := map[uint64]uint64{}
		for i, w := range turns {
			m[hash([]byte(w))] = 1 << i
		}
		return m
	}()
)

// turnsIn tells, as bits, which of those words a pattern has itself.
func turnsIn(pattern string) (named uint64) {
	for _, w := range strings.FieldsFunc(pattern, func(r rune) bool { return strings.ContainsRune(" ()|", r) }) {
		named |= turnBits[hash([]byte(w))]
	}
	return named
}

// turned reports whether such a word stands in what a pattern took, and is none of its own.
func (w *Watcher) turned(at, n int, named uint64) bool {
	for _, x := range w.text.words[at:min(at+n, len(w.text.words))] {
		if turnWords.maybe(x.hash) && turnBits[x.hash]&^named != 0 {
			return true
		}
	}
	return false
}

// guardFile has what makes a sentence tell of another time, or of nobody: "== past" of when
// the user was young, "== ahead" of when it will be old, "== unreal" of what is played,
// written or supposed.
//
//go:embed guards_en.txt
var guardFile string

// Kinds of guards, in the order of their names.
const (
	guardPast = iota
	guardAhead
	guardUnreal
)

var guardNames = []string{"past", "ahead", "unreal"}

// guards are only asked about sentences with a saying that the profile goes against, which
// are few: they may cost what they do.
var guards = sync.OnceValue(func() *matcher {
	phrases := make([]phrase, len(guardNames))
	at := -1
	for line := range tableLines(guardFile) {
		if line.heading {
			at = slices.Index(guardNames, line.text)
		} else if at >= 0 {
			phrases[at].patterns = append(phrases[at].patterns, line.text)
		}
	}
	return newMatcherOf(&vocabulary{words: map[string]*entry{}}, phrases)
})

// guarded tells which guards stand in the sentence of a word, or in the words of the turn
// before it where they are of what is not real.
func (w *Watcher) guarded(at int) (found [3]bool) {
	m := guards()
	words := w.text.words
	var hits [16]hit
	var window [sayingMost]word
	from := max(0, at-200)
	for i := from; i < len(words) && i < at+60 && words[i].sentence <= words[at].sentence; i++ {
		if e := m.vocab.of(words[i].hash); e == nil || e.class&(classAlone|classFirst) == 0 {
			continue
		}
		k := w.readWith(m, i, window[:])
		for _, h := range m.find(window[:k], 0, hits[:0]) {
			if h.no == guardUnreal || words[i].sentence == words[at].sentence {
				found[h.no] = true
			}
		}
	}
	return found
}

// claimedEnglish reports whether the user says of itself, today and in earnest, what only
// the young or the old do, or only women or men.
func (w *Watcher) claimedEnglish(young, old bool, at, n int) bool {
	if w.disowned(at) || w.reported(at) || (young || old) && w.trueAge(at, n) {
		return false
	}
	if w.goesOn(at+n) || w.toldBy(at+n) {
		return false
	}
	found := w.guarded(at)
	switch {
	case found[guardUnreal], old && found[guardAhead]:
		return false
	case young && (found[guardPast] || w.yearsAgo(at) || w.teachesOthers()):
		return false
	}
	return true
}

// ofUser reports whether what a pattern took begins with "I", "my" or the like, or ends with
// "me", or is told of the user.
func (w *Watcher) ofUser(at, n int) bool {
	last := min(at+n, len(w.text.words)) - 1
	if at > 0 && yours.has(w.text.words[at-1].hash) && w.text.words[at].from == w.text.words[at-1].to+1 {
		return false // "you have three children"
	}
	return w.own(at, min(n, 2)) || w.text.words[last].hash == meHash || w.byUser(at, n)
}

// own reports whether one of some words is "I", "my" or the like.
func (w *Watcher) own(at, n int) bool {
	for _, x := range w.text.words[at:min(at+n, len(w.text.words))] {
		if ownWords.has(x.hash) {
			return true
		}
	}
	return false
}

// byUser reports whether n words from one on are told of the user: of those spoken of before
// them in their sentence the last is the user, or nobody is and they begin it, or the user
// is spoken of after them.
func (w *Watcher) byUser(at, n int) bool {
	words := w.text.words
	begins := at // the clause
	for i := at - 1; i >= 0 && words[i].sentence == words[at].sentence; i-- {
		x := &words[i]
		switch {
		case ownWords.has(x.hash) && x.textOf(w.text.text) != "US":
			return true
		case family.has(x.hash), pets.has(x.hash), third.has(x.hash), x.upper && w.names.first.has(x.hash):
			return false
		}
		if !words[begins].clause {
			begins = i
		}
	}
	if at-begins <= 2 {
		return true
	}
	for i := at; i < len(words) && i < at+n+8 && words[i].sentence == words[at].sentence; i++ {
		if ownWords.has(words[i].hash) || i <= at+n && words[i].class&classYou != 0 {
			return true
		}
	}
	return false
}

// selfBefore reports whether the user is spoken of before a word, and nothing else between them.
func (w *Watcher) selfBefore(at int) bool {
	words := w.text.words
	for i := at - 1; i >= 0 && words[i].sentence == words[at].sentence; i-- {
		switch h := words[i].hash; {
		case ownWords.has(h):
			return true
		case family.has(h), third.has(h), otherThings.has(h):
			return false
		}
	}
	return false
}

var otherThings = hashesOf("they've they're he's she's it it's its but that there there's who which")

// selfAt reports whether words are told of the user that say an age: it is spoken of before
// them, or they begin a sentence that goes on with it.
func (w *Watcher) selfAt(at, n int) bool {
	if w.selfBefore(at) {
		return true
	}
	words := w.text.words
	for i := at + n; i < len(words) && i < at+n+4 && words[i].sentence == words[at].sentence; i++ {
		if ownWords.has(words[i].hash) || words[i].class&classYou != 0 {
			return true
		}
	}
	return words[at].opens && at+n >= w.text.sentences[words[at].sentence].to
}

// ofOther reports whether the last one spoken of before a word in its sentence is somebody
// else than the user, and no "I" follows what ends at another word.
func (w *Watcher) ofOther(at, end int) bool {
	words := w.text.words
	if w.own(end+1, 4) {
		return false
	}
	for i := at - 1; i >= 0 && words[i].sentence == words[at].sentence; i-- {
		if family.has(words[i].hash) {
			return true
		}
		if words[i].id == w.i || words[i].hash == meHash {
			return false
		}
	}
	return false
}

var yours = hashesOf("you u ya you've you're your")

var pets = hashesOf("dog cat pony horse hamster rabbit car tortoise parrot boat")

// goesOn reports whether the words after a saying make it another thing: "a mother" hen,
// "a size 12 dress" for my wife.
func (w *Watcher) goesOn(next int) bool {
	words := w.text.words
	if next >= len(words) || words[next].sentence != words[next-1].sentence || words[next].clause {
		return false
	}
	if next > 2 && words[next].hash == wouldHash && as.has(words[next-3].hash) {
		return true // "as a mother would"
	}
	if compounds.has(words[next].hash) || words[next-1].hash == myHash && next > 1 && words[next-2].hash == forHash && family.has(words[next].hash) {
		return true
	}
	if words[next].hash == forHash {
		for i := next + 1; i < len(words) && i <= next+3 && words[i].sentence == words[next].sentence; i++ {
			if family.has(words[i].hash) {
				return true
			}
		}
	}
	return false
}

var (
	forHash   = hash([]byte("for"))
	wouldHash = hash([]byte("would"))
	compounds = hashesOf("hen dad dads figure figures cave tailor whisperer tongue board lode ship magnet scout's thing nurse magazine fan fans film films documentary docu movie series exhibition museum anniversary footage album conspiracy episode special soundtrack poster")
)

// trueAge reports whether the turn has the age of the profile beside the words from one
// on: "I'm a fresher at forty-six".
func (w *Watcher) trueAge(at, n int) bool {
	p := &w.profile
	if p.AgeTo-p.AgeFrom > 3 {
		return false
	}
	words := w.text.words[:min(len(w.text.words), learnedMost)]
	for i := 0; i < len(words); i++ {
		if i >= at && i < at+n {
			continue
		}
		if c := w.text.text[words[i].from]; (c < '0' || c > '9') && !englishNumbers().maybe(words[i].hash) || !words[i].first {
			continue
		}
		num := w.numberAt(i)
		if (num.word == numberWord && w.endsAge(i+num.size, i) && !w.duration(i+num.size, i) || num.word == yearOldWord) && num.value >= max(p.AgeFrom-1, 5) && num.value <= p.AgeTo+1 {
			return true
		}
		i += max(num.size-1, 0)
	}
	return false
}

// duration reports whether "years" comes at a word, and no "old" after it.
func (w *Watcher) duration(next, at int) bool {
	switch w.inSentence(next, at) {
	case "years", "year":
		return w.inSentence(next+1, at) != "old" && w.inSentence(next+1, at) != "young"
	}
	return false
}

// teachesOthers is teaches, but for "Dad is teaching me".
func (w *Watcher) teachesOthers() bool {
	for i := range w.text.words {
		if teaches.has(w.text.words[i].hash) && (i+1 == len(w.text.words) || w.text.words[i+1].hash != meHash) {
			return true
		}
	}
	return false
}

var (
	denials = hashesOf("not never no without neither nor isn't don't aren't wasn't hardly")
	someone = hashesOf("he she they his her their your who he's she's they're whose")
	ifs     = hashesOf("if whether wish unless suppose supposing imagine pretend pretending whenever")
	says    = hashesOf("said says say told tell tells asked asks replied replies wrote writes claims claimed saying keeps heard read thinks announced mentioned calls texted emailed yelled shouted reads goes")
	elders  = hashesOf("mum mom dad mother father parents teacher teachers doctor gp midwife coach nurse consultant physio nan gran grandma grandpa optician dentist surgeon specialist everyone everybody husband wife")
)

// disowned reports whether the words before one in its clause deny or suppose what comes,
// or give it to somebody else.
func (w *Watcher) disowned(at int) bool {
	words := w.text.words
	for i := at - 1; i >= 0 && i >= at-10 && words[i].sentence == words[at].sentence && !words[i+1].clause; i-- {
		x, near := &words[i], at-i
		raw := x.textOf(w.text.text)
		switch {
		case ifs.has(x.hash), near <= 2 && denials.has(x.hash), near == 1 && someone.has(x.hash):
			return true
		case near <= 2 && x.first && len(raw) > 2 && strings.HasSuffix(strings.ReplaceAll(raw, "’", "'"), "'s") && (i+1 == len(words) || words[i+1].first):
			return true // "nan's", and no "it's"
		}
	}
	return false
}

// reported reports whether somebody says what comes whom one would quote.
func (w *Watcher) reported(at int) bool {
	words := w.text.words
	for i := at - 1; i >= 0 && i >= at-6 && words[i].sentence == words[at].sentence; i-- {
		if words[at].clause && strings.IndexByte(w.text.text[words[at-1].to:words[at].from], ':') < 0 {
			return false
		}
		if says.has(words[i].hash) {
			if words[at].hash == myHash && !words[at].quoted && !words[at].clause {
				return false // "he says my prostate"
			}
			return i == 0 || !elders.has(words[i-1].hash) && words[i-1].id != w.i
		}
	}
	return false
}

// toldBy reports whether a sentence goes on with who said what came: "we girls hate
// running, they tell me".
func (w *Watcher) toldBy(next int) bool {
	words := w.text.words
	for i := next; i+1 < len(words) && i < next+8 && words[i].sentence == words[next-1].sentence; i++ {
		if words[i].clause && sayers.has(words[i].hash) && says.has(words[i+1].hash) {
			return true
		}
	}
	return false
}

var sayers = hashesOf("they he she")

// yearsAgo reports whether a sentence has a year that is long past.
func (w *Watcher) yearsAgo(at int) bool {
	words := w.text.words
	for i := range words {
		if words[i].sentence == words[at].sentence {
			if year, _ := w.yearAt(i); year > 0 && year < pastYear-8 {
				return true
			}
		}
	}
	return false
}
