package dialogue

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// likeness are languages that are written in the letters, or much in the words, of another.
var likeness = map[string]string{"ru": "uk bg sr", "ar": "fa ur", "es": "ca", "pt": "gl", "nl": "af"}

// scripts tell languages that are written in one of their own.
var scripts = []struct {
	code  string
	table *unicode.RangeTable
}{
	{"ja", unicode.Hiragana},
	{"ja", unicode.Katakana},
	{"ko", unicode.Hangul},
	{"zh", unicode.Han},
	{"ru", unicode.Cyrillic},
	{"ar", unicode.Arabic},
	{"el", unicode.Greek},
	{"he", unicode.Hebrew},
	{"hi", unicode.Devanagari},
	{"th", unicode.Thai},
}

// languageOf returns the language of the words that are not quoted; "" where it cannot
// be told.
func (w *Watcher) languageOf() string {
	var counts [7]int
	latin, other, total := 0, [16]int{}, 0
	words := w.text.words[:min(len(w.text.words), 200)]
	for i := range words {
		x := &words[i]
		if x.quoted || !x.first {
			continue
		}
		total++
		for b := uint64(x.class) / uint64(classEN); b != 0; b &= b - 1 { // they are the highest bits, in the same order
			counts[bits.TrailingZeros64(b)]++
		}
		if w.text.text[x.from] < utf8.RuneSelf {
			latin++
			continue
		}
		first, _ := utf8.DecodeRuneInString(w.text.text[x.from:x.to])
		found := false
		for k := 0; first >= 0x250 && k < len(scripts) && !found; k++ {
			if found = unicode.Is(scripts[k].table, first); found {
				other[k]++
			}
		}
		if !found {
			latin++
		}
	}
	if code, some := scriptOf(other[:], latin, total); some {
		return code
	}
	if total < 6 {
		return ""
	}
	best, second := 0, 0
	for l := 1; l < len(counts); l++ {
		switch {
		case counts[l] > counts[best]:
			best, second = l, counts[best]
		case counts[l] > second:
			second = counts[l]
		}
	}
	if n := counts[best]; n < 3 || 5*n < total || n < second+2 || 3*n < 4*second {
		return ""
	}
	return languages[best].code
}

// scriptOf returns the language that words in scripts of their own are in; some is
// false where there are none.
func scriptOf(counts []int, latin, total int) (code string, some bool) {
	for k := range scripts {
		c := counts[k]
		some = some || c > 0
		if c == 0 || code != "" {
			continue
		}
		if s := scripts[k].code; s == "ja" || 2*c > total || c >= 5 && c > latin || s == "zh" && latin == 0 {
			code = s
		}
	}
	return code, some
}

func (w *Watcher) wrongLanguage(n int) {
	got := w.languageOf()
	if got == "" && w.foreign() {
		w.markBytes(n, Contradicts, 0, len(w.text.text), .8)
		return
	}
	if got == "" || slices.Contains(w.profile.Languages, got) || slices.ContainsFunc(w.profile.Languages, func(code string) bool { return strings.Contains(likeness[got], code) }) {
		w.quotesTongue()
		w.drifts(n)
		return
	}
	strength := .8
	if w.learns || w.presents() || w.entitles() || w.titles() || len(w.text.words) < 25 && w.last.asked && !w.last.you && readsOut.any(w.last.turn.content) || w.tongues && (w.learning() || len(w.text.words) < 10) || slices.Contains(w.profile.Languages, "de") && (got == "nl" || strings.ContainsAny(w.text.text, "äöüß")) { // dialects look like others
		strength = .4 // who learns a language, or has something translated, writes it too
	}
	w.markBytes(n, Contradicts, 0, len(w.text.text), strength)
}

// titles reports whether most words are in capitals, as in names and titles.
func (w *Watcher) titles() bool {
	words, upper := w.text.words[:min(len(w.text.words), 200)], 0
	for i := range words {
		if words[i].upper {
			upper++
		}
	}
	return 2*upper >= len(words)
}

// foreign reports whether a turn is in a language that is none of those known here: hardly
// a word of the user's own, and words with letters that it does not have.
func (w *Watcher) foreign() bool {
	words := w.text.words[:min(len(w.text.words), 200)]
	if len(words) < 4 || w.tongues {
		return false
	}
	var known class
	english := false
	for i, l := range languages {
		if slices.Contains(w.profile.Languages, l.code) {
			known |= classEN << i
			english = english || l.code == "en"
		}
	}
	if known == 0 {
		return false
	}
	total, own, strange := 0, 0, 0
	for i := range words {
		x := &words[i]
		if x.quoted || !x.first {
			continue
		}
		total++
		switch {
		case x.class&known != 0:
			own++
		case !x.low && !x.upper && x.to-x.from > 1:
			for _, r := range w.text.text[x.from:x.to] {
				if r >= 0xc0 && unicode.IsLetter(r) && (english && len(w.profile.Languages) == 1 || !strings.ContainsRune(westernLetters, r)) {
					strange++
					break
				}
			}
		}
	}
	return (total >= 8 || total >= 4 && strange >= 2 && own == 0 && !w.cited() && !w.learning()) && strange >= 2 && 7*own < total
}

const westernLetters = "äöüßéèêëàâáçôóòîïíìûùúñœæ"
