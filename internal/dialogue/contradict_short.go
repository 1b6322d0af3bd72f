package dialogue

import "strings"

// shortly looks for age and gender as forums have them, "34m", and for "a dad of two
// here".
func (w *Watcher) shortly(n int) {
	p, words := &w.profile, w.text.words
	other, letter := classFemale, byte('f')
	if p.Gender == "female" {
		other, letter = classMale, 'm'
	}
	if p.Gender == "" && p.AgeTo == 0 {
		return
	}
	for i := range words {
		x := &words[i]
		if x.sentence > 2 {
			break
		}
		if x.quoted {
			continue
		}
		if c := w.text.text[x.from]; c < '1' || c > '9' { // nothing with an age
		} else if s := w.wordOf(i, 3); len(s) == 3 && s[0] >= '1' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9' && (s[2] == 'm' || s[2] == 'f') {
			age := int(s[0]-'0')*10 + int(s[1]-'0')
			if p.Gender != "" && s[2] == letter && w.byline(i) || p.AgeTo > 0 && w.byline(i) && (age < p.AgeFrom-1 || age > p.AgeTo+1) {
				w.mark(n, Contradicts, i, 1, .8)
				return
			}
		}
		if p.Gender == "" || x.class&other == 0 || !(x.opens || i > 0 && words[i-1].opens) {
			continue
		}
		for j := i + 1; j < len(words) && j <= i+3 && words[j].sentence == x.sentence; j++ {
			if w.wordAt(j) == "here" && (j == i+1 || w.wordAt(i+1) == "of") {
				w.mark(n, Contradicts, i, j+1-i, .8)
				return
			}
		}
	}
}

// byline reports whether word i stands in brackets, at the start of the turn, or before
// "here": as an age with a gender does, and a length ("30m") does not.
func (w *Watcher) byline(i int) bool {
	x := &w.text.words[i]
	return i == 0 || x.from > 0 && strings.IndexByte("([", w.text.text[x.from-1]) >= 0 || w.inSentence(i+1, i) == "here"
}
