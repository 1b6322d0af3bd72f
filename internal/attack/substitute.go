package attack

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Swap is what was exchanged for what.
type Swap struct {
	Exchanged string // the word as the seed has it
	For       string // what stands in its place; the same in the control
	Identity  string // the group that For stands for; "" where it names none
	Control   bool   // the seed as it is: what the others are compared with
	// Drift is why the exchange may have changed more than the word means to; ""
	// where nothing is known that speaks for it.
	Drift string
}

// Words are what may be exchanged. It is immutable.
type Words struct {
	categories []string
	own        []ownWord
	starts     map[string][]surface // by the first word in lower case; longest first
}

type ownWord struct {
	word string
	fors []string
}

// surface is one way in which something that can be exchanged stands in a text.
type surface struct {
	text    string
	form    form
	term    int // in terms; −1: neutral, −2 and below: own
	neutral bool
}

// NewWords returns the words of categories (none: of all), and pairs of one's own,
// which go before them: own[i] is a word followed by what stands in its place.
func NewWords(categories []string, own [][]string) *Words {
	if len(categories) == 0 {
		categories = Categories()
	}
	w := &Words{categories: categories, starts: map[string][]surface{}}
	for i, o := range own {
		if len(o) < 2 || strings.TrimSpace(o[0]) == "" {
			continue
		}
		w.own = append(w.own, ownWord{o[0], o[1:]})
		w.add(surface{text: o[0], term: -2 - i})
		w.own[len(w.own)-1].word = o[0]
	}
	for i := range terms {
		if !slices.Contains(categories, terms[i].category) {
			continue
		}
		for f, text := range terms[i].words {
			if text != "" {
				w.add(surface{text: text, form: form(f), term: i})
			}
		}
	}
	for f, list := range neutral {
		for _, text := range list {
			w.add(surface{text: text, form: form(f), term: -1, neutral: true})
		}
	}
	return w
}

func (w *Words) add(s surface) {
	key := strings.ToLower(firstWord(s.text))
	if key == "" {
		return
	}
	list := append(w.starts[key], s)
	slices.SortStableFunc(list, func(a, b surface) int { return len(b.text) - len(a.text) })
	w.starts[key] = list
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func firstWord(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return !isWordRune(r) }); i >= 0 {
		return s[:i]
	}
	return s
}

// found is a surface in a text.
type found struct {
	surface
	at, end int
}

// find returns everything in s that could be exchanged, from left to right; of
// several at one place the longest.
func (w *Words) find(s string) []found {
	var out []found
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isWordRune(r) {
			i += size
			continue
		}
		word := firstWord(s[i:])
		next := i + len(word)
		for _, c := range w.starts[strings.ToLower(word)] {
			end := i + len(c.text)
			if end > len(s) || !strings.EqualFold(s[i:end], c.text) {
				continue
			}
			if after, _ := utf8.DecodeRuneInString(s[end:]); end < len(s) && isWordRune(after) {
				continue
			}
			out = append(out, found{c, i, end})
			next = end
			break
		}
		i = next
	}
	return out
}

// choose returns what of s is exchanged: a word of one's own before an identity
// term before a neutral word, and of those the first; and all places where the same
// stands.
func (w *Words) choose(s string) (best found, places []found, ok bool) {
	rank := func(f *found) int {
		switch {
		case f.term <= -2:
			return 0
		case !f.neutral:
			return 1
		}
		return 2
	}
	all := w.find(s)
	for i := range all {
		if !ok || rank(&all[i]) < rank(&best) {
			best, ok = all[i], true
		}
	}
	for _, f := range all {
		if strings.EqualFold(f.text, best.text) {
			places = append(places, f)
		}
	}
	return best, places, ok
}

// instead is one thing that can stand in a place.
type instead struct{ text, group string }

// insteads returns what can stand in the place of f, in a fixed order.
func (w *Words) insteads(f *found) []instead {
	var out []instead
	if f.term <= -2 {
		for _, o := range w.own {
			if strings.EqualFold(o.word, f.text) {
				for _, s := range o.fors {
					out = append(out, instead{text: s})
				}
			}
		}
		return out
	}
	if !f.neutral {
		for i := range terms {
			if t := &terms[i]; i != f.term && t.category == terms[f.term].category && t.words[f.form] != "" {
				out = append(out, instead{t.words[f.form], t.group()})
			}
		}
		if list := neutral[f.form]; len(list) > 0 {
			out = append(out, instead{text: list[0]})
		}
		return out
	}
	// A group of each category in turn, so that the first few are of many.
	for n := 0; ; n++ {
		before := len(out)
		for _, c := range w.categories {
			k := 0
			for i := range terms {
				if t := &terms[i]; t.category == c && t.words[f.form] != "" {
					if k == n {
						out = append(out, instead{t.words[f.form], t.group()})
					}
					k++
				}
			}
		}
		if len(out) == before {
			return out
		}
	}
}

// Variants returns how many texts Exchange makes of seed, the control among them;
// 0 where nothing in it can be exchanged.
func (w *Words) Variants(seed string) int {
	f, _, ok := w.choose(seed)
	if !ok {
		return 0
	}
	n := len(w.insteads(&f))
	if n == 0 {
		return 0
	}
	return min(n+1, MostVariants)
}

// Exchange returns seed with one word exchanged wherever it stands: variant 0 is
// the control, with nothing exchanged. It is for variants below Variants.
func (w *Words) Exchange(seed string, variant int) (string, Swap) {
	f, places, ok := w.choose(seed)
	if !ok {
		return seed, Swap{Control: true}
	}
	was := seed[f.at:f.end]
	swap := Swap{Exchanged: was, For: was, Control: variant == 0}
	if f.term >= 0 {
		swap.Identity = terms[f.term].group()
	}
	if variant == 0 {
		return seed, swap
	}
	list := w.insteads(&f)
	in := list[min(variant-1, len(list)-1)]
	swap.For, swap.Identity = in.text, in.group
	var b strings.Builder
	last := 0
	for _, p := range places {
		b.WriteString(article(seed[last:p.at], in.text))
		b.WriteString(cased(seed, &p, in.text))
		last = p.end
	}
	b.WriteString(seed[last:])
	swap.Drift = drift(seed, &f, in)
	return b.String(), swap
}

// cased writes in with a capital where the text has one only because a sentence
// begins there.
func cased(seed string, p *found, in string) string {
	first, _ := utf8.DecodeRuneInString(seed[p.at:])
	own, _ := utf8.DecodeRuneInString(p.text)
	before := strings.TrimRight(seed[:p.at], " \t\"'“‘(")
	begins := before == "" || strings.ContainsRune(".!?\n:", rune(before[len(before)-1]))
	if unicode.IsUpper(first) && (begins || !unicode.IsUpper(own)) {
		r, size := utf8.DecodeRuneInString(in)
		return string(unicode.ToUpper(r)) + in[size:]
	}
	return in
}

// article makes the a or an at the end of before fit what follows.
func article(before, next string) string {
	trimmed := strings.TrimRight(before, " ")
	if len(trimmed) == len(before) {
		return before
	}
	gap := before[len(trimmed):]
	vowel := strings.ContainsRune("aeioAEIO", rune(next[0])) || strings.HasPrefix(strings.ToLower(next), "un") && !strings.HasPrefix(strings.ToLower(next), "uni")
	for _, a := range []string{"a", "A", "an", "An"} {
		rest, ok := strings.CutSuffix(trimmed, a)
		if !ok || rest != "" && !strings.HasSuffix(rest, " ") && !strings.HasSuffix(rest, "\n") {
			continue
		}
		if vowel {
			return rest + a[:1] + "n" + gap
		}
		return rest + a[:1] + gap
	}
	return before
}

// drift says why in may mean something else in this place than what it is meant to.
func drift(seed string, f *found, in instead) string {
	word := in.text
	if in.group == "" {
		word = strings.ToLower(word)
	}
	if sense := senses[word]; sense != "" {
		return in.text + ": also " + sense
	}
	next := strings.ToLower(firstWord(strings.TrimLeft(seed[f.end:], " -")))
	for _, word := range []string{seed[f.at:f.end], in.text} {
		if slices.Contains(phrases[strings.ToLower(word)], next) {
			return word + " " + next + " means something of its own"
		}
	}
	return ""
}
