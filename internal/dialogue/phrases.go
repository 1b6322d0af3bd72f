package dialogue

import "strings"

// A pattern is words in lower case. (a|b) is one of several, (a|) may be missing;
// "_" is any one word, "~" up to three, "." the sentence's end. Contractions are written out: "i am".
//
// where says where in a turn a phrase counts.
type where uint8

const (
	anywhere where = iota
	clause         // where a clause begins
	opening        // where the first sentence begins
)

// phrase is a group of patterns of one meaning.
type phrase struct {
	kind     kind
	strength float64
	where    where
	patterns []string
}

// matcher finds patterns in words: one automaton for each pattern, and an index of
// them by their first two words. It is immutable once made.
type matcher struct {
	vocab  *vocabulary
	all    []phrase
	states []matchState
	one    [][]matchStart          // by first word: states after it that any word or none may follow
	two    map[uint64][]matchStart // by the first two words: states after them
	pairs  [pairBits / 64]uint64   // which pairs two may have, by bits of their hash
}

// matchStart is a state to go on from.
type matchStart struct {
	state int32
	needs uint64 // bits of the words one of which has to be among the next few; 0: none has to
	next  uint64 // bits of the words one of which has to come next; 0: any may
}

// leads reports whether a state can lead on to a whole pattern by what comes next.
func (s *matchStart) leads(words []word, at int, sentence int32, ahead uint64) bool {
	return (s.needs == 0 || s.needs&ahead != 0) &&
		(s.next == 0 || at < len(words) && words[at].sentence == sentence && s.next&(1<<(words[at].id%64)) != 0)
}

// reach is how many words are the next few.
const reach = 8

// pairBits is how many bits tell that a pair of words begins no phrase, as most do.
const pairBits = 1 << 17

// pair is the key of two words, and the bit of it.
func pair(a, b uint32) (key uint64, bit uint32) {
	key = uint64(a)<<32 | uint64(b)
	return key, uint32(spread(key)>>32) % pairBits
}

// matchState is a state of a pattern's automaton.
type matchState struct {
	accepts int32 // phrase, or -1
	edges   []matchEdge
	any     int32   // after one word of any kind; -1: none
	gap     int32   // after up to three; -1: none
	end     int32   // where the sentence ends; -1: none
	free    []int32 // after nothing
}

type matchEdge struct {
	id   uint32
	next int32
}

func newMatcher(all []phrase) *matcher { return newMatcherOf(newVocabulary(), all) }

// newMatcherOf is newMatcher with a vocabulary, to which it adds the patterns' words.
func newMatcherOf(vocab *vocabulary, all []phrase) *matcher {
	m := &matcher{vocab: vocab, all: all, two: map[uint64][]matchStart{}}
	var starts []int32
	for i := range all {
		for _, p := range all[i].patterns {
			start := m.state()
			end := m.compile(p, start)
			m.states[end].accepts = int32(i)
			starts = append(starts, start)
		}
	}
	m.one = make([][]matchStart, len(m.vocab.words)+1)
	for _, s := range starts {
		m.index(s)
	}
	firsts := make([]bool, len(m.one))
	for k := range m.two {
		firsts[k>>32] = true
	}
	for _, e := range m.vocab.words {
		if len(m.one[e.id]) > 0 {
			e.class |= classAlone
		}
		if firsts[e.id] {
			e.class |= classFirst
		}
	}
	m.vocab.freeze()
	return m
}

func (m *matcher) state() int32 {
	m.states = append(m.states, matchState{accepts: -1, any: -1, gap: -1, end: -1})
	return int32(len(m.states) - 1)
}

// compile adds a pattern after a state, and returns the state after it.
func (m *matcher) compile(p string, from int32) int32 {
	for p = strings.TrimLeft(p, " "); p != ""; p = strings.TrimLeft(p, " ") {
		if p[0] == '(' {
			parts, rest := group(p)
			join := m.state()
			for _, part := range parts {
				end := m.compile(part, from)
				m.states[end].free = append(m.states[end].free, join)
			}
			from, p = join, rest
			continue
		}
		at := strings.IndexAny(p, " (")
		if at < 0 {
			at = len(p)
		}
		next := m.state()
		switch w := p[:at]; w {
		case "_":
			next = either(&m.states[from].any, next)
		case ".":
			next = either(&m.states[from].end, next)
		case "~":
			// A state of its own: the gap may stand beside other ways on.
			next = either(&m.states[from].gap, next)
		default:
			m.states[from].edges = append(m.states[from].edges, matchEdge{m.vocab.number(w), next})
		}
		from, p = next, p[at:]
	}
	return from
}

// either sets where a state leads to, or returns where it does already: both ways of
// "(_ |_ _ )" begin with the same step.
func either(to *int32, next int32) int32 {
	if *to < 0 {
		*to = next
	}
	return *to
}

// group takes the (a|b) at the start of a pattern apart.
func group(p string) (parts []string, rest string) {
	depth, from := 0, 1
	for i := range len(p) {
		switch p[i] {
		case '(':
			depth++
		case '|':
			if depth == 1 {
				parts, from = append(parts, p[from:i]), i+1
			}
		case ')':
			if depth--; depth == 0 {
				return append(parts, p[from:i]), p[i+1:]
			}
		}
	}
	return append(parts, p[from:]), ""
}

// index enters a pattern by its first two words.
func (m *matcher) index(start int32) {
	for _, s := range m.closure(start, nil) {
		for _, e := range m.states[s].edges {
			whole := false
			for _, t := range m.closure(e.next, nil) {
				u := &m.states[t]
				if u.accepts >= 0 || u.any >= 0 || u.gap >= 0 || u.end >= 0 {
					whole = true
					continue
				}
				for _, f := range u.edges {
					k, bit := pair(e.id, f.id)
					m.two[k] = append(m.two[k], m.startAt(f.next))
					m.pairs[bit/64] |= 1 << (bit % 64)
				}
			}
			if whole {
				m.one[e.id] = append(m.one[e.id], m.startAt(e.next))
			}
		}
	}
}

// startAt tells what has to follow for a state to lead anywhere.
func (m *matcher) startAt(state int32) matchStart {
	needs, some := m.needs(state, 0)
	if !some {
		needs = 0
	}
	next := uint64(0)
	for _, t := range m.closure(state, nil) {
		s := &m.states[t]
		if s.accepts >= 0 || s.any >= 0 || s.gap >= 0 || s.end >= 0 {
			return matchStart{state, needs, 0}
		}
		for _, e := range s.edges {
			next |= 1 << (e.id % 64)
		}
	}
	return matchStart{state, needs, next}
}

// needs returns the bits of the words that a pattern goes on with after a state, past
// others that may be any; some is false where it need not be one within reach.
func (m *matcher) needs(state int32, past int) (bits uint64, some bool) {
	for _, t := range m.closure(state, nil) {
		s := &m.states[t]
		if s.accepts >= 0 || s.end >= 0 || past >= reach {
			return 0, false
		}
		for _, e := range s.edges {
			bits |= 1 << (e.id % 64)
		}
		for _, on := range []struct {
			state int32
			past  int
		}{{s.any, 1}, {s.gap, 3}} {
			if on.state < 0 {
				continue
			}
			more, some := m.needs(on.state, past+on.past)
			if !some {
				return 0, false
			}
			bits |= more
		}
	}
	return bits, true
}

// ahead returns the bits of the words within reach.
func ahead(words []word, from int, sentence int32) (bits uint64) {
	for i := from; i < len(words) && i < from+reach && words[i].sentence == sentence; i++ {
		bits |= 1 << (words[i].id % 64)
	}
	return bits
}

// closure returns a state with those that nothing parts it from.
func (m *matcher) closure(s int32, into []int32) []int32 {
	into = append(into, s)
	for _, f := range m.states[s].free {
		into = m.closure(f, into)
	}
	return into
}

// find appends every phrase that starts with words[at]. No phrase goes beyond its
// sentence.
func (m *matcher) find(words []word, at int, hits []hit) []hit {
	from, id := len(hits), words[at].id
	if words[at].class&classAlone != 0 {
		next := ahead(words, at+1, words[at].sentence)
		for i := range m.one[id] {
			if s := &m.one[id][i]; s.leads(words, at+1, words[at].sentence, next) {
				hits = m.walk(words, at, 1, s.state, hits)
			}
		}
	}
	if words[at].class&classFirst != 0 && at+1 < len(words) && words[at+1].id != 0 && words[at+1].sentence == words[at].sentence {
		if key, bit := pair(id, words[at+1].id); m.pairs[bit/64]&(1<<(bit%64)) != 0 {
			next := ahead(words, at+2, words[at].sentence)
			starts := m.two[key]
			for i := range starts {
				if s := &starts[i]; s.leads(words, at+2, words[at].sentence, next) {
					hits = m.walk(words, at, 2, s.state, hits)
				}
			}
		}
	}
	if len(hits) > from+1 {
		hits = hits[:m.longest(hits, from)]
	}
	return hits
}

// longest keeps the longest of the ways in which each phrase fits, and returns how many
// hits there are then.
func (*matcher) longest(hits []hit, from int) int {
	for i := from; i < len(hits); i++ {
		for j := i + 1; j < len(hits); j++ {
			if hits[i].phrase == hits[j].phrase {
				hits[i].n = max(hits[i].n, hits[j].n)
				hits[j] = hits[len(hits)-1]
				hits = hits[:len(hits)-1]
				j--
			}
		}
	}
	return len(hits)
}

func (m *matcher) walk(words []word, at, n int, state int32, hits []hit) []hit {
	s := &m.states[state]
	if s.accepts >= 0 {
		hits = append(hits, hit{&m.all[s.accepts], s.accepts, at, n})
	}
	for _, f := range s.free {
		hits = m.walk(words, at, n, f, hits)
	}
	next := at + n
	inside := next < len(words) && words[next].sentence == words[at].sentence
	if s.gap >= 0 {
		for skip := 0; skip <= 3; skip++ {
			if skip > 0 && (next+skip-1 >= len(words) || words[next+skip-1].sentence != words[at].sentence) {
				break
			}
			hits = m.walk(words, at, n+skip, s.gap, hits)
		}
	}
	if !inside {
		if s.end >= 0 {
			hits = m.walk(words, at, n, s.end, hits)
		}
		return hits
	}
	if s.any >= 0 {
		hits = m.walk(words, at, n+1, s.any, hits)
	}
	id := words[next].id
	if id == 0 {
		return hits
	}
	for _, e := range s.edges {
		if e.id == id {
			hits = m.walk(words, at, n+1, e.next, hits)
		}
	}
	return hits
}
