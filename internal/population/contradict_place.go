package population

import (
	"strings"

	"seedbed.dev/seedbed/internal/text"
)

// otherPlace looks for a place of living that is one of the others, or another
// country where value is one.
func (r *reading) otherPlace(value string, others []string) (from, to int) {
	own := canonical(text.NormalizeWords(value), placeNames)
	land := countries[own]
	for i := range r.words {
		at := r.place(i)
		if at < 0 || r.aside(i) {
			continue
		}
		end := at
		for end+1 < len(r.words) && end < at+7 && r.words[end+1].sentence == r.words[at].sentence && !leaves[r.words[end+1].lower] {
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
func (r *reading) otherWork(value string, others []string) (from, to int) {
	own := text.NormalizeWords(value)
	common := occupations[own]
	for i := range r.words {
		at := r.work(i)
		if at < 0 || r.aside(i) {
			continue
		}
		end := at
		for end+1 < len(r.words) && end < at+4 && r.words[end+1].clause == r.words[at].clause && !leaves[r.words[end+1].lower] {
			end++
		}
		if found := r.named(at, end, own, others, common, occupations, nil); found >= 0 {
			return i, found
		}
	}
	return -1, -1
}

// work returns the first word of an occupation that word i begins to tell; -1 for
// none.
func (r *reading) work(i int) int {
	article := func(k int) int {
		if r.is(k, "a") || r.is(k, "an") {
			return k + 1
		}
		return -1
	}
	at := -1
	switch {
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

// named returns the last word of the first of others between two words, where own is
// not named there too; -1 for none. With known, all of the list are others.
func (r *reading) named(at, end int, own string, others []string, known bool, list map[string]bool, names map[string]string) int {
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
		for _, o := range others {
			if s == o {
				return true
			}
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
