package population

import (
	"strings"

	"seedbed.dev/seedbed/internal/text"
)

// otherPlace looks for a place of living that is one of the others, or another
// country where value is one.
func (r *reading) otherPlace(value string, others map[string]bool) (from, to int) {
	own := canonical(text.NormalizeWords(value), placeNames)
	land := countries[own]
	for i := range r.words {
		at := r.place(i)
		if at < 0 || r.aside(i) {
			continue
		}
		end := at
		for end+1 < len(r.words) && end < at+7 && r.words[end+1].sentence == r.words[at].sentence && !leavesPlace[r.words[end+1].lower] {
			end++
		}
		if found := r.named(at, end, own, others, land, countries, placeNames); found >= 0 {
			return i, found
		}
	}
	return -1, -1
}

// place returns the first word of a place that word i begins to tell; -1 for none.
func (r *reading) place(i int) int {
	switch {
	case r.is(i, "live", "in"), r.is(i, "lives", "in"), r.is(i, "living", "in"), r.is(i, "based", "in"),
		r.is(i, "resides", "in"), r.is(i, "reside", "in"), r.is(i, "am", "from"), r.is(i, "is", "from"), r.is(i, "resident", "of"):
		return i + 2
	}
	return -1
}

// otherWork looks for work that is one of the others, or another common occupation
// where value is one.
func (r *reading) otherWork(value string, others map[string]bool) (from, to int) {
	own := text.NormalizeWords(value)
	common := occupations[own]
	for i := range r.words {
		from, at, end := r.work(i)
		if at < 0 || r.aside(from) || r.pastime(at, end+1) {
			continue
		}
		if found := r.named(at, end, own, others, common, occupations, nil); found >= 0 {
			if hobbies[r.words[found].lower] && !strings.HasPrefix(r.words[from].lower, "work") {
				continue // "a terrible cook" is no cook
			}
			return from, found
		}
	}
	for i := range r.words {
		// "is retired", "is unemployed": without an article, only the plan's own values.
		if (r.is(i, "is") && r.near(i) || i > 0 && r.is(i-1, "i", "am")) && i+1 < len(r.words) && r.words[i+1].clause == r.words[i].clause && !r.aside(i) {
			if r.named(i+1, i+1, own, others, false, nil, nil) >= 0 {
				return i, i + 1
			}
		}
	}
	return -1, -1
}

// pastime reports whether a word from at to end says that something is no work, or a
// figure of speech: "a volunteer teacher", "a nurse to her dog".
func (r *reading) pastime(at, end int) bool {
	for k := at; k <= end && k < len(r.words) && r.words[k].sentence == r.words[at].sentence; k++ {
		if pastime[r.words[k].lower] {
			return true
		}
	}
	return false
}

// work returns where word i begins to tell an occupation, and the bounds of that; at
// is -1 for none.
func (r *reading) work(i int) (from, at, end int) {
	if r.is(i, "by", "profession") || r.is(i, "by", "trade") {
		for at = i; at > 0 && at > i-3 && r.words[at-1].clause == r.words[i].clause; {
			at--
		}
		if at == i {
			return i, -1, -1
		}
		return at, at, i - 1
	}
	if at = r.workAfter(i); at < 0 {
		return i, -1, -1
	}
	end = at
	for end+1 < len(r.words) && end < at+4 && r.words[end+1].clause == r.words[at].clause && !leaves[r.words[end+1].lower] {
		end++
	}
	return i, at, end
}

// workAfter returns the first word of an occupation behind word i; -1 for none.
func (r *reading) workAfter(i int) int {
	article := func(k int) int {
		if r.is(k, "a") || r.is(k, "an") {
			return k + 1
		}
		return -1
	}
	at := -1
	switch {
	case r.heads(i):
		at = i + 1
	case r.is(i, "work", "as"), r.is(i, "works", "as"), r.is(i, "working", "as"):
		at = article(i + 2)
	case r.is(i, "i", "am"):
		at = article(i + 2)
	case r.is(i, "is") && r.near(i):
		at = article(i + 1)
	}
	if at >= len(r.words) || at > 0 && r.words[at].sentence != r.words[i].sentence {
		return -1
	}
	return at
}

// heads reports whether an article at word i begins a sentence with what its subject
// is: "A retired engineer, she reads."
func (r *reading) heads(i int) bool {
	if !r.is(i, "a") && !r.is(i, "an") || i > 0 && r.words[i-1].sentence == r.words[i].sentence {
		return false
	}
	for k := i + 1; k < min(len(r.words), i+lookBack) && r.words[k].sentence == r.words[i].sentence; k++ {
		if r.words[k].clause != r.words[i].clause {
			w := r.words[k].lower
			return w == "she" || w == "he" || w == "i"
		}
	}
	return false
}

// named returns the last word of the first of others between two words, where own is
// not named there too; -1 for none. With known, all of the list are others.
func (r *reading) named(at, end int, own string, others map[string]bool, known bool, list map[string]bool, names map[string]string) int {
	passage := text.NormalizeWords(r.text[r.words[at].from:r.words[end].to])
	if holds(passage, own) {
		return -1
	}
	for alias, name := range names {
		if name == own && holds(passage, alias) {
			return -1
		}
	}
	parts := strings.Fields(passage)
	is := func(s string) bool {
		if others[s] && !holds(s, own) && !holds(own, s) {
			return true
		}
		if !known {
			return false
		}
		s = canonical(s, names)
		return list[s] && s != own && !holds(own, s)
	}
	for i := range parts {
		for n := 4; n >= 1; n-- {
			if i+n > len(parts) || !is(strings.Join(parts[i:i+n], " ")) {
				continue
			}
			if i > 0 && parting[parts[i-1]] {
				break // New Mexico, Northern Ireland
			}
			if names != nil && parts[i] == "georgia" && own == "united states" {
				break
			}
			return r.wordOf(at, end, i+n)
		}
	}
	return -1
}

// wordOf is the word that holds the n-th of the normalised words from at on.
func (r *reading) wordOf(at, end, n int) int {
	seen := 0
	for k := at; k <= end; k++ {
		if k > at && r.words[k].from == r.words[k-1].from {
			continue // the second part of a contraction
		}
		seen += len(strings.Fields(text.NormalizeWords(r.text[r.words[k].from:r.words[k].to])))
		if seen >= n {
			return k
		}
	}
	return end
}

func canonical(s string, names map[string]string) string {
	s = strings.TrimPrefix(s, "the ")
	if name, ok := names[s]; ok {
		return name
	}
	return s
}
