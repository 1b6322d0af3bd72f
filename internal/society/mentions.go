package society

import "strings"

const mostMentions = 48

// known is the number of a word; -2, which no token has, where nothing is known of it.
func (v *vocabulary) known(word string) int32 {
	if n, ok := v.ids[word]; ok {
		return n
	}
	return -2
}

// names finds all names and dates among tokens.
func (r *reading) names(from, to int) {
	r.mentions = r.mentions[:0]
	toks := r.toks[:to]
	for i := from; i < to && len(r.mentions) < mostMentions; {
		if m, ok := r.dateAt(i, to); ok {
			r.mentions = append(r.mentions, m)
			i = m.end
			continue
		}
		if toks[i].word < 0 {
			r.greeted(i, from, to)
			i++
			continue
		}
		r.unknown(i, from, to)
		e, end := r.c.index.longest(toks, i)
		if e.ref.Kind != Nothing {
			if e.weak && r.otherName(i, end, to) {
				i = end
				continue
			}
			r.mentions = append(r.mentions, mention{ref: e.ref, first: i, end: end, weak: e.weak})
			i = end
			continue
		}
		r.stranger(i, from, to)
		if who := r.pronoun(i); who >= 0 {
			r.mentions = append(r.mentions, mention{ref: person(who), first: i, end: i + 1, weak: true})
		}
		i++
	}
}

// pronoun returns whom I, she and he are; -1 for none.
func (r *reading) pronoun(i int) int32 {
	t := &r.toks[i]
	if r.cue(i)&cuePronoun == 0 {
		return -1
	}
	switch strings.ToLower(r.text.Body[t.start:t.end]) {
	case "i", "my":
		return r.speaker
	case "she", "he", "her", "his":
		return r.subject
	}
	return -1
}

// otherName reports whether a part of a known name is a part of another: Maya Smith,
// where there is Maya Berg.
func (r *reading) otherName(i, end, to int) bool {
	if end >= to || !r.follows(end) {
		return false
	}
	if r.cue(end)&cueFamily == 0 && r.toks[end].word >= 0 {
		return false
	}
	r.nobody(i, end+1)
	return true
}

// follows reports whether a token is a word with a capital, one space behind the last.
func (r *reading) follows(i int) bool {
	t := &r.toks[i]
	return t.kind == tokWord && t.capital && t.start == r.toks[i-1].end+1 && t.end-t.start > 1
}

// stranger looks for people who do not exist: a given name with another name behind
// it, or behind a greeting.
func (r *reading) stranger(i, from, to int) {
	r.greeted(i, from, to)
	if r.cue(i)&cueGiven == 0 || !r.toks[i].capital || ordinary[strings.ToLower(r.text.Body[r.toks[i].start:r.toks[i].end])] || r.toks[i].end-r.toks[i].start < 3 {
		return
	}
	if i+1 < to && r.follows(i+1) && (r.cue(i+1)&cueFamily != 0 || r.toks[i+1].word < 0) {
		r.nobody(i, i+2)
		return
	}
}

// greeted looks for somebody who is greeted by a name that nobody has: "Dear Debbie,".
func (r *reading) greeted(i, from, to int) {
	t := &r.toks[i]
	if i != from+1 || t.kind != tokWord || !t.capital || t.end-t.start < 3 || r.cue(from)&cueGreet == 0 || r.c.index.given[t.word] || i+1 < to && r.toks[i+1].kind != tokComma ||
		i+1 == to && to < len(r.toks) && r.toks[to].kind == tokStop {
		return
	}
	switch strings.ToLower(r.text.Body[t.start:t.end]) {
	case "all", "team", "everyone", "everybody", "colleagues", "colleague", "folks", "friends", "sir", "madam", "both", "there", "again", "staff", "people", "ladies", "gentlemen", "customer", "customers":
		return
	}
	r.nobody(i, i+1)
}

// nobody reports a name that nobody has, unless it is known to be fictional.
func (r *reading) nobody(first, end int) {
	start, stop := r.toks[first].start, r.toks[end-1].end
	name := r.text.Body[start:stop]
	for _, f := range fictional {
		if strings.HasPrefix(f, name) {
			return
		}
	}
	r.find(Unknown, start, stop, -1, "there is nobody called "+name)
}

// unknown looks for events and projects that do not exist: INC-999, the project Xyz.
func (r *reading) unknown(i, from, to int) {
	t := &r.toks[i]
	body := r.text.Body
	if (r.word(i, "inc") || r.word(i, "dec")) && i+2 < to && r.toks[i+1].kind == tokDash && r.toks[i+2].kind == tokNumber && r.toks[i+2].start == t.end+1 && t.capital {
		code := body[t.start:r.toks[i+2].end]
		if _, ok := r.c.index.events[strings.ToUpper(code)]; !ok {
			r.find(Unknown, t.start, r.toks[i+2].end, -1, "nothing has the code "+code)
		}
		return
	}
	if !r.word(i, "project") || t.capital {
		return
	}
	for _, k := range []int{i + 1, i - 1} {
		if k <= from || k >= to {
			continue
		}
		n := &r.toks[k]
		name := body[n.start:n.end]
		if n.kind == tokWord && n.capital && n.word < 0 && len(name) > 3 && strings.ToUpper(name) != name && (n.start == t.end+1 || t.start == n.end+1) {
			r.find(Unknown, n.start, n.end, -1, "there is no project called "+name)
		}
	}
}

// dateAt reads a date that starts at a token: 12 March 2024, March 12, March 2024,
// the 12th of March, 2024-03-12.
func (r *reading) dateAt(i, to int) (mention, bool) {
	t := &r.toks[i]
	switch {
	case t.kind == tokDate:
		d := Date(t.num).time()
		return mention{ref: Ref{Kind: dateThing}, first: i, end: i + 1, year: d.Year(), month: int(d.Month()), day: d.Day()}, true
	case t.kind == tokNumber && t.num >= 1 && t.num <= 31 && t.num == float64(int(t.num)):
		k := i + 1
		for k < to && k < i+3 && (r.word(k, "of") || r.word(k, "st") || r.word(k, "nd") || r.word(k, "rd") || r.word(k, "th")) {
			k++
		}
		if m := r.month(k, to); m > 0 {
			year, end := r.year(k+1, to)
			return mention{ref: Ref{Kind: dateThing}, first: i, end: end, year: year, month: m, day: int(t.num)}, true
		}
	case t.kind == tokWord && t.capital:
		m := r.month(i, to)
		if m == 0 || i+1 >= to {
			return mention{}, false
		}
		if n := &r.toks[i+1]; n.kind == tokNumber && n.num >= 1 && n.num <= 31 && n.num == float64(int(n.num)) && n.end-n.start <= 2 {
			k := i + 2
			if k < to && (r.word(k, "st") || r.word(k, "nd") || r.word(k, "rd") || r.word(k, "th")) {
				k++
			}
			year, end := r.year(k, to)
			return mention{ref: Ref{Kind: dateThing}, first: i, end: end, year: year, month: m, day: int(n.num)}, true
		}
		if year, end := r.year(i+1, to); year > 0 {
			return mention{ref: Ref{Kind: dateThing}, first: i, end: end, year: year, month: m}, true
		}
	}
	return mention{}, false
}

func (r *reading) word(i int, w string) bool {
	t := &r.toks[i]
	return t.kind == tokWord && int(t.end-t.start) == len(w) && strings.EqualFold(r.text.Body[t.start:t.end], w)
}

// month is the number of the month that a token names; 0 for none.
func (r *reading) month(i, to int) int {
	if i >= to || r.toks[i].kind != tokWord || r.toks[i].word < 0 {
		return 0
	}
	return int(r.c.index.vocab.months[r.toks[i].word])
}

// year reads a year that follows, a comma between or not; 0 where there is none.
func (r *reading) year(i, to int) (year, end int) {
	end = i
	if i < to && r.toks[i].kind == tokComma {
		i++
	}
	if i < to && r.toks[i].kind == tokNumber && !r.toks[i].grouped && r.toks[i].num >= 1900 && r.toks[i].num <= 2200 && r.toks[i].end-r.toks[i].start == 4 {
		return int(r.toks[i].num), i + 1
	}
	return 0, end
}
