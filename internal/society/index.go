package society

import (
	"slices"
	"strings"
)

// index finds everything of an organisation that has a name, in one pass over the
// tokens of a text: a trie over numbered words.
type index struct {
	vocab  *vocabulary
	next   map[uint64]int32 // node and word → node
	ends   []named          // by node
	mails  map[string]int32 // of people
	events map[string]int32 // by code
	given  map[int32]bool   // words that are somebody's given name
}

// named is what ends at a node of the trie. A ref of which nothing more is known
// than its kind has N -1: a given name that several people have.
type named struct {
	ref     Ref
	weak    bool // a part of a name
	capital bool // counts only with a capital
}

func newIndex(o *Organisation) *index {
	x := &index{vocab: newVocabulary(), next: map[uint64]int32{}, ends: make([]named, 1), mails: map[string]int32{}, events: map[string]int32{}, given: map[int32]bool{}}
	for i := range o.People {
		p := &o.People[i]
		x.add(p.Name, named{ref: person(int32(i))})
		x.mails[p.Email] = int32(i)
		for _, w := range foldWords(p.Given) {
			x.given[x.vocab.id(w)] = true
		}
	}
	for i := range o.Projects {
		x.add(o.Projects[i].Name, named{ref: Ref{TheProject, int32(i)}, capital: true})
	}
	for i, r := range o.Roles {
		x.add(r, named{ref: Ref{TheRole, int32(i)}})
	}
	for i := range o.Units {
		x.add(o.Units[i].Name, named{ref: Ref{TheUnit, int32(i)}, capital: true})
	}
	for i, place := range o.Brief.Places {
		x.add(place, named{ref: Ref{ThePlace, int32(i)}, capital: true})
	}
	for i, m := range o.milestones {
		x.add(m, named{ref: Ref{TheMilestone, int32(i)}})
	}
	for i := range o.Events {
		x.add(strings.Replace(o.Events[i].Code, "-", " ", 1), named{ref: Ref{TheEvent, int32(i)}})
		x.events[o.Events[i].Code] = int32(i)
	}
	for i, v := range o.values {
		x.add(v.text, named{ref: Ref{TheValue, int32(i)}})
	}
	x.partNames(o)
	return x
}

// partNames adds given and family names alone, where they are no ordinary words.
func (x *index) partNames(o *Organisation) {
	parts := map[string]int32{}
	for i := range o.People {
		given := strings.Fields(o.People[i].Given)[0]
		for _, part := range []string{given, o.People[i].Family} {
			key := strings.Join(foldWords(part), " ")
			if _, ok := parts[key]; ok {
				parts[key] = -1
				continue
			}
			parts[key] = int32(i)
		}
	}
	keys := make([]string, 0, len(parts))
	for key := range parts {
		keys = append(keys, key)
	}
	slices.Sort(keys) // the numbers of nodes do not matter, but the same index every time is easier to think about
	for _, key := range keys {
		if !ordinary[key] && len(key) > 2 {
			x.add(key, named{ref: person(parts[key]), weak: true, capital: true})
		}
	}
}

// ordinary are names that are words too.
var ordinary = map[string]bool{
	"lan": true, "fang": true, "strand": true, "dang": true, "mori": true, "keller": true, "moen": true, "dakota": true, "signe": true, "ren": true,
	"nima": true, "may": true, "lund": true, "tang": true, "eze": true, "nez": true, "chee": true, "colombo": true, "santiago": true, "morgan": true,
}

func (x *index) add(name string, end named) {
	node := int32(0)
	words := foldWords(name)
	if len(words) == 0 {
		return
	}
	for _, w := range words {
		key := uint64(node)<<32 | uint64(x.vocab.id(w))
		to, ok := x.next[key]
		if !ok {
			to = int32(len(x.ends))
			x.ends = append(x.ends, named{})
			x.next[key] = to
		}
		node = to
	}
	if x.ends[node].ref.Kind == Nothing {
		x.ends[node] = end
	}
}

// mention is a name in a text: tokens from first to the one before end.
type mention struct {
	ref        Ref
	first, end int // tokens
	weak       bool
	// Of dates: the day, or the first of the month (day 0) or no year (year 0).
	year, month, day int
}

// longest finds the longest name that starts at a token.
func (x *index) longest(toks []token, at int) (named, int) {
	var found named
	end, node := 0, int32(0)
	for i := at; i < len(toks) && i-at < 16; i++ {
		t := &toks[i]
		if t.kind == tokDash && i > at || t.kind == tokComma && node != 0 {
			continue // "Field-Engineer", and the comma of an address
		}
		if t.word < 0 {
			break
		}
		to, ok := x.next[uint64(node)<<32|uint64(t.word)]
		if !ok {
			break
		}
		node = to
		if e := x.ends[node]; e.ref.Kind != Nothing && (!e.capital || toks[at].capital) {
			found, end = e, i+1
		}
	}
	return found, end
}
