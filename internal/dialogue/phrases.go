package dialogue

import "strings"

// A pattern is words in lower case. (a|b) is one of several, (a|) may be missing;
// "_" is any one word, "~" up to three. Contractions are written out: "i am".
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

// trie finds patterns in words. It is immutable once made.
type trie struct {
	vocab map[string]uint32
	next  map[trieKey]int32
	ends  [][]int32 // by node: phrases that end there
	all   []phrase
	wild  []bool // by node: has a child of _ or ~
}

type trieKey struct {
	node int32
	id   uint32
}

const (
	anyOne   = ^uint32(0)     // _
	anyThree = ^uint32(0) - 1 // ~
)

func newTrie(all []phrase, more []string) *trie {
	t := &trie{vocab: map[string]uint32{}, next: map[trieKey]int32{}, ends: make([][]int32, 1), wild: make([]bool, 1), all: all}
	for i := range all {
		for _, p := range all[i].patterns {
			for _, words := range alternatives(p) {
				t.add(words, int32(i))
			}
		}
	}
	for _, w := range more {
		t.word(w)
	}
	return t
}

func (t *trie) word(w string) uint32 {
	switch w {
	case "_":
		return anyOne
	case "~":
		return anyThree
	}
	id, ok := t.vocab[w]
	if !ok {
		id = uint32(len(t.vocab) + 1)
		t.vocab[w] = id
	}
	return id
}

func (t *trie) add(words []string, phrase int32) {
	node := int32(0)
	for _, w := range words {
		k := trieKey{node, t.word(w)}
		if k.id == anyOne || k.id == anyThree {
			t.wild[node] = true
		}
		next, ok := t.next[k]
		if !ok {
			next = int32(len(t.ends))
			t.ends = append(t.ends, nil)
			t.wild = append(t.wild, false)
			t.next[k] = next
		}
		node = next
	}
	for _, p := range t.ends[node] {
		if p == phrase {
			return
		}
	}
	t.ends[node] = append(t.ends[node], phrase)
}

// alternatives writes a pattern out.
func alternatives(p string) [][]string {
	open := strings.IndexByte(p, '(')
	if open < 0 {
		return [][]string{strings.Fields(p)}
	}
	end, depth := open, 0
	var parts []string
	from := open + 1
	for i := open; i < len(p); i++ {
		switch p[i] {
		case '(':
			depth++
		case '|':
			if depth == 1 {
				parts = append(parts, p[from:i])
				from = i + 1
			}
		case ')':
			depth--
		}
		if depth == 0 {
			parts, end = append(parts, p[from:i]), i
			break
		}
	}
	var out [][]string
	for _, part := range parts {
		out = append(out, alternatives(p[:open]+" "+part+" "+p[end+1:])...)
	}
	return out
}

// at calls found for every phrase that starts with words[0], with how many words it
// has. No phrase goes beyond its sentence.
func (t *trie) at(words []word, found func(p int32, n int)) {
	if words[0].id == 0 {
		return
	}
	if node, ok := t.next[trieKey{0, words[0].id}]; ok {
		t.walk(words, node, 1, found)
	}
}

func (t *trie) walk(words []word, node int32, n int, found func(p int32, n int)) {
	for {
		for _, p := range t.ends[node] {
			found(p, n)
		}
		if n >= len(words) || words[n].sentence != words[0].sentence {
			if three, ok := t.next[trieKey{node, anyThree}]; ok && t.wild[node] {
				t.finish(three, n, found)
			}
			return
		}
		if t.wild[node] {
			if one, ok := t.next[trieKey{node, anyOne}]; ok {
				t.walk(words, one, n+1, found)
			}
			if three, ok := t.next[trieKey{node, anyThree}]; ok {
				for skip := 0; skip <= 3 && n+skip <= len(words); skip++ {
					if skip > 0 && words[n+skip-1].sentence != words[0].sentence {
						break
					}
					t.walk(words, three, n+skip, found)
				}
			}
		}
		next, ok := t.next[trieKey{node, words[n].id}]
		if !ok || words[n].id == 0 {
			return
		}
		node, n = next, n+1
	}
}

// finish reports the phrases that a gap at a sentence's end ends.
func (t *trie) finish(node int32, n int, found func(p int32, n int)) {
	for _, p := range t.ends[node] {
		found(p, n)
	}
}
