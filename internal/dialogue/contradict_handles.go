package dialogue

import (
	"strings"
	"unicode/utf8"
)

// handles looks for a name in what people go by at a computer and on paper: an address
// of mail, the name of an account, a name that is spelled out letter by letter.
func (w *Watcher) handles(n int) bool {
	words := w.text.words[:min(len(w.text.words), 200)]
	named := -20 // where a word for such a name stands
	if w.users > 0 && w.last.asked && asksUser.any(w.last.turn.content) && !w.last.third {
		named = 0
	}
	for i := range words {
		x := &words[i]
		switch {
		case x.quoted && !w.ownQuote():
			continue
		case handleWords.maybe(x.hash) && handleWords.has(x.hash):
			named = i
		case i > named+8 && x.to-x.from < 7 && !w.ofAddress(i):
			continue
		}
		if w.spells(i) || (i <= named+8 && w.partOf(i) || w.ofAddress(i)) && w.nameIn(i) {
			if strings.ContainsAny(w.text.text, "=(;") { // code
				return false
			}
			if !w.spells(i) && w.ofSomebody() || w.namesOwn() || w.disowned(i) {
				return false
			}
			w.mark(n, Contradicts, i, 1, .8)
			return true
		}
	}
	return false
}

var handleWords = hashesOf("gamertag username user-name login log-in handle insta instagram email e-mail mail wifi wi-fi network ssid benutzername nutzername identifiant pseudo usuario correo")

// ofSomebody reports whether the turn is of somebody else's account, or one that is shared.
func (w *Watcher) ofSomebody() bool {
	own := false
	for k := range w.text.words[:min(len(w.text.words), 200)] {
		h := w.text.words[k].hash
		if others.has(h) || handleOthers.has(h) {
			return true
		}
		own = own || ownWords.has(h) || handleWords.has(h)
	}
	return !own && !w.asksForName()
}

var handleOthers = hashesOf("support sender scam scammer spam phishing forward forwarded from cc company client teacher doctor contact their they supplier recruiter to write character band song fan")

// ofAddress reports whether a word stands before the "@" of an address.
func (w *Watcher) ofAddress(i int) bool {
	s := w.text.text[w.text.words[i].to:]
	for k := 0; k < len(s) && k < 40; k++ {
		switch c := s[k]; {
		case c == '@':
			return k+3 < len(s) && s[k+1] > ' '
		case c <= ' ' || c >= utf8.RuneSelf:
			return false
		}
	}
	return false
}

// partOf reports whether a word is a part of a name of several without spaces between
// them, or has digits after its letters.
func (w *Watcher) partOf(i int) bool {
	x, s := &w.text.words[i], w.text.text
	joined := func(at int) bool {
		return at >= 0 && at < len(s) && (s[at] == '_' || s[at] == '.' && at+1 < len(s) && s[at+1] > ' ')
	}
	return joined(x.from-1) || joined(x.to) || s[x.to-1] >= '0' && s[x.to-1] <= '9'
}

// nameIn reports whether a word is a first name that is not the user's, and nothing beside
// it in the same name is.
func (w *Watcher) nameIn(i int) bool {
	x := &w.text.words[i]
	name := strings.TrimRight(x.textOf(w.text.text), "0123456789")
	if len(name) < 4 || w.fitsProfile(name) {
		return false
	}
	h := w.text.nameHash(name)
	if !w.names.first.has(h) || w.names.words.has(h) {
		return false
	}
	for k := max(0, i-2); k < min(len(w.text.words), i+3); k++ {
		if part := strings.TrimRight(w.text.words[k].textOf(w.text.text), "0123456789"); len(part) > 2 && w.fitsProfile(part) {
			return false
		}
	}
	return true
}

// spells reports whether a word is a name letter by letter, "K-A-R-L", that the profile
// does not have.
func (w *Watcher) spells(i int) bool {
	s := w.text.words[i].textOf(w.text.text)
	if len(s) < 7 || len(s) > 41 || len(s)%2 == 0 {
		return false
	}
	var buf [21]byte
	k := 0
	for j := range len(s) {
		switch c := s[j]; {
		case j%2 == 1 && c == '-':
		case j%2 == 0 && (c|0x20 >= 'a' && c|0x20 <= 'z'):
			buf[k] = c | 0x20
			k++
		default:
			return false
		}
	}
	name := string(buf[:k])
	return !w.fitsProfile(name) && (w.names.first.has(w.text.nameHash(name)) || w.asksForName())
}

// signsOff looks for a first name alone at the end of a turn: after a dash, on a line of
// its own, or behind a courtesy: "thanks a lot. - Wendell".
func (w *Watcher) signsOff(n int, s string) bool {
	words := w.text.words
	last := len(words) - 1
	if last < 2 || !words[last].first || words[last].to < len(s)-2 && w.text.text != "" && words[last].to < len(strings.TrimRight(w.text.text, " \n.!")) {
		return false
	}
	x := &words[last]
	name := x.textOf(w.text.text)
	if x.quoted || utf8.RuneCountInString(name) < 3 || !w.names.first.has(x.hash) || w.names.words.has(x.hash) && !x.upper || places.has(x.hash) || nameFits(name, w.profile.Name) {
		return false
	}
	between := w.text.text[words[last-1].to:x.from]
	dash := strings.HasSuffix(between, "- ") || strings.HasSuffix(between, "– ") || strings.HasSuffix(between, "— ") || strings.HasSuffix(between, "\n-") || strings.HasSuffix(between, "\n")
	stop := x.upper && !w.abbreviated(last-1) && x.sentence > words[last-1].sentence && strings.HasPrefix(between, ". ") && !w.names.words.has(x.hash) && !notGiven.has(x.hash) && !strings.ContainsAny(w.text.text[words[last-1].from:words[last-1].to], "0123456789")
	if !dash && !stop {
		return false
	}
	for i := last - 1; i >= 0 && i >= last-6; i-- {
		if words[i].quoted || others.has(words[i].hash) {
			return false
		}
		if words[i].class&(classCourtesy|classCloses) != 0 || courteous.has(words[i].hash) {
			w.mark(n, Contradicts, last, 1, .8)
			return true
		}
	}
	return false
}

// abbreviated reports whether the stop behind a word is that of an abbreviation: "St. Helena",
// "Samuel L. Jackson".
func (w *Watcher) abbreviated(i int) bool {
	x := &w.text.words[i]
	return x.upper && utf8.RuneCountInString(x.textOf(w.text.text)) <= 2
}

var courteous = hashesOf("thanks thank thx ta cheers ok okay bye regards merci danke gracias gruß grüße tschüss journée soirée saludos adiós tage abend dank bisous salut")
