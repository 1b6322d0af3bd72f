package dialogue

import "strings"

// read counts a text's words by what they say of a failure.
func (f *failure) read(s string, t *failureTable) {
	defer f.deny() // of a last sentence without an end
	machine := f.form == jsonForm || f.form == htmlForm
	long := len(s) > noticeMost && !machine
	scan := failureScan{text: s[:min(len(s), machineMost)]}
	if f.form == htmlForm {
		scan.to = 1
		if len(s) > 6 && (strings.EqualFold(s[:6], "<error") || strings.EqualFold(s[:6], "<fault")) {
			f.score, f.bad = 2, true
		}
	}
	for scan.next() {
		if f.form == htmlForm && inTag(s, scan.from, &scan.to) {
			continue
		}
		f.words++
		w := t.of(scan.hash)
		if w.class&failsBegins != 0 {
			if n := f.phrase(w, scan.text[scan.from:], f.words == 1); n > 0 {
				scan.to = max(scan.to, scan.from+n)
				if f.begun {
					return
				}
				f.endSentence(&scan)
				continue
			}
		}
		if f.form == jsonForm && isKey(s, scan.from, scan.to) {
			f.key(s, &scan, t)
			f.explained = f.explained || w.class&failsExplains != 0
			continue
		}
		if scan.humps || !named(s, scan.from, scan.to) {
			f.word(w.class, &scan)
		} else if f.form == prose && w.class&(failsAlone|failsBad) != 0 {
			f.score++
			f.bad = true
		} else if w.class&failsExplains != 0 {
			f.explained = true
		}
		f.endSentence(&scan)
		switch {
		case f.machine:
		case long && f.words >= 8 && !f.raised:
			f.strange = strangeMost // no notice is as long
			return
		case f.strange >= strangeMost && !machine && !f.raised:
			return
		case (f.explained || f.aside) && !machine && !f.raised:
			return
		}
	}
	if f.raised && (strings.Contains(s, "\tat ") || strings.Contains(s, "   at ")) { // of a stack
		f.begun = true
	}
	if long && !f.begun {
		f.explained = f.explained || !f.raised || !strings.Contains(s, "\n")
	}
}

// endSentence looks back on a sentence that ends behind a word: one that tells of no
// failure and has other words, or that asks, is of something else.
func (f *failure) endSentence(scan *failureScan) {
	if f.form != prose || !endsSentence(scan.text, scan.to) {
		return
	}
	strange, scored := f.strange-f.sentence.strange, f.score > f.sentence.score
	asks := scan.to < len(scan.text) && scan.text[scan.to] == '?'
	f.aside = f.aside || !scored && strange >= 2 || asks && !f.sentence.said
	f.sentence.score, f.sentence.strange, f.sentence.said = f.score, f.strange, false
	f.deny()
}

// deny counts what a sentence says that the system does not do: what another sentence
// denies is something else ("No, it isn't. They can be reached at ...").
func (f *failure) deny() {
	if f.sentence.denies {
		f.denied += f.can - f.sentence.can
	}
	f.sentence.denies, f.sentence.can = false, f.can
}

// phrase looks for the phrases that begin with a word, and returns how long the
// longest is.
func (f *failure) phrase(w *failureWord, rest string, first bool) (n int) {
	for i := range w.phrases {
		p := &w.phrases[i]
		if p.where == "start" && !first || !p.begins(rest) {
			continue
		}
		again := n > 0
		n = max(n, len(p.text))
		switch {
		case p.where == "start":
			f.begun = true
		case p.where == "anywhere":
			f.machine = true
		case !again:
			f.score += 2
			f.bad, f.sentence.said = true, true
		}
	}
	return n
}

// word counts a word.
func (f *failure) word(c failureClass, scan *failureScan) {
	word := scan.text[scan.from:scan.to]
	switch {
	case scan.digits > 0:
		if scan.letters == 0 && len(word) == 3 && (word[0] == '4' || word[0] == '5') && word[1] <= '3' && !scan.amongFigures() {
			f.score++ // of HTTP
			f.bad = true
		}
		return
	case scan.humps && (strings.HasSuffix(word, "Error") || strings.HasSuffix(word, "Exception") || strings.HasSuffix(word, "Fault") || strings.HasSuffix(word, "Timeout")):
		f.score += 2
		f.bad = true
		f.raised = f.raised || raisedAt(scan.text, scan.from, scan.to)
		return
	}
	if c&failsExplains != 0 {
		f.explained = true
	}
	f.since++
	denied := f.since <= 2
	if c&failsNo != 0 {
		f.since = 0
	}
	switch {
	case denied && c&(failsAlone|failsBad) != 0 && c&failsCan == 0: // "no error"
	case c&failsAlone != 0:
		f.score += 2
		f.bad = true
	case c&failsBad != 0:
		f.score++
		f.bad = true
	case c&failsPart != 0:
		f.score++
	}
	f.sentence.denies = f.sentence.denies || c&failsDenial != 0
	if c&failsCan != 0 {
		f.can++
	}
	if c == 0 && !scan.humps && (scan.letters > 1 || word[0] >= 0x80) {
		f.strange++
	}
}

// amongFigures reports whether the word at hand, of digits, is part of a longer figure, as in
// phone numbers, sums and dates: "408-555-0134", "$450", "+44 333 400 6116".
func (s *failureScan) amongFigures() bool {
	digit := func(at int) bool { return at >= 0 && at < len(s.text) && s.text[at] >= '0' && s.text[at] <= '9' }
	joins := func(at, step int) bool { // what stands there, and the figure beyond it
		if at < 0 || at >= len(s.text) || strings.IndexByte(" -.,/()", s.text[at]) < 0 || !digit(at+step) {
			return false
		}
		end := at + step
		for digit(end) {
			end += step
		}
		clock := end >= 0 && end < len(s.text) && s.text[end] == ':' // "12:04:11 502"
		return s.text[at] != ' ' || !clock && (end-at)*step > 2
	}
	if s.from > 0 && (strings.IndexByte("$+", s.text[s.from-1]) >= 0 || strings.HasSuffix(s.text[:s.from], "£") || strings.HasSuffix(s.text[:s.from], "€")) {
		return true
	}
	return joins(s.from-1, -1) || joins(s.to, 1)
}

// quotesNotice reports whether a text has other words beside a quotation of some: it
// tells what somebody else says.
func quotesNotice(s string) bool {
	s = s[:min(len(s), noticeMost)]
	for _, q := range [...]struct{ from, to string }{{"\"", "\""}, {"“", "”"}, {"„", "“"}, {"«", "»"}} {
		at := strings.Index(s, q.from)
		if at < 0 {
			continue
		}
		inside, after, ok := strings.Cut(s[at+len(q.from):], q.to)
		if ok && strings.Count(strings.TrimSpace(inside), " ") >= 2 && (at > 0 || len(after) > 3) {
			return true
		}
	}
	return false
}

// named reports whether a word is part of a name of several, as a file, a module or a
// setting has: "api_core.exceptions", "http://bot".
func named(s string, from, to int) bool {
	joins := func(i, beyond int) bool {
		if i < 0 || i >= len(s) || beyond < 0 || beyond >= len(s) || wordBytes[s[beyond]] == noWord && s[beyond] != '_' && s[beyond] != '/' {
			return false
		}
		switch s[i] {
		case '.', '_', '/', '\\', '$', '@':
			return true
		}
		return false
	}
	return joins(from-1, from-2) || joins(to, to+1)
}

// endsSentence reports whether a sentence ends behind a place.
func endsSentence(s string, at int) bool {
	if at >= len(s) {
		return true
	}
	switch s[at] {
	case '.', '!', '?':
		return at+1 == len(s) || s[at+1] == ' ' || s[at+1] == '\n'
	}
	return s[at] == '\n'
}

// raisedAt reports whether an exception is what a text begins with: its name, perhaps
// behind that of its package, with a colon or the end behind it.
func raisedAt(s string, from, to int) bool {
	if strings.ContainsAny(s[:from], " \n") && !strings.HasPrefix(s, "Uncaught ") && !strings.HasPrefix(s, "Unhandled ") {
		return false
	}
	return to == len(s) || s[to] == ':' || s[to] == '\n' || s[to] == '('
}

// isKey reports whether a word of JSON stands in a key: its string is followed by a
// colon.
func isKey(s string, from, to int) bool {
	for from > 0 && (s[from-1] == '_' || s[from-1] == '-') {
		from--
	}
	if from == 0 || s[from-1] != '"' && s[from-1] != '\'' {
		return false
	}
	rest := s[to:]
	if name := strings.IndexByte(rest[:min(len(rest), 40)], s[from-1]); name > 0 && rest[0] == '_' {
		rest = rest[name:]
	}
	return len(rest) > 1 && rest[0] == s[from-1] && strings.HasPrefix(strings.TrimLeft(rest[1:], " "), ":")
}

// key looks at a key of JSON, and at what its value begins with.
func (f *failure) key(s string, scan *failureScan, t *failureTable) {
	at := scan.to
	for at < len(s) && s[at] != '"' && s[at] != '\'' {
		at++
	}
	value := strings.TrimLeft(s[min(len(s), at+1):], " :\n\t")
	for _, none := range [...]string{"null", "None", "false", "False", `""`, "''", "[]", "{}", "0"} {
		if strings.HasPrefix(value, none) {
			return
		}
	}
	word := s[scan.from:scan.to]
	for _, k := range [...]string{"error", "errors", "exception", "traceback", "fault", "errormessage", "stacktrace", "err", "errorcode", "fehler"} {
		if strings.EqualFold(word, k) && (s[scan.to] != '_' || strings.HasPrefix(s[scan.to:], "_c") || strings.HasPrefix(s[scan.to:], "_m") || strings.HasPrefix(s[scan.to:], "_d") || strings.HasPrefix(s[scan.to:], "_t")) {
			f.score += 2
			f.bad, f.raised = true, f.raised || k != "errorcode"
			return
		}
	}
	for _, k := range [...]string{"answer", "reply", "response", "result", "results", "data", "items", "content", "text", "output", "choices", "summary", "severity", "label", "category", "translation", "intent", "name", "valid", "fixed", "corrected"} {
		if strings.EqualFold(word, k) {
			f.filled = true
			return
		}
	}
	for _, k := range [...]string{"message", "detail", "details", "msg", "reason", "status", "statuscode"} {
		if !strings.EqualFold(word, k) || len(value) < 2 {
			continue
		}
		if text, _, ok := strings.Cut(value[1:], value[:1]); ok && len(text) < 60 && t.isWhole(text) {
			f.score += 2
			f.bad = true
		}
		if value[0] == '[' || value[0] == '{' {
			f.score, f.bad = f.score+2, f.bad || k[0] == 'd'
		}
		f.notice = true
		return
	}
}

// inTag reports whether a place is within a tag or a part that is not shown; to is
// then moved behind it.
func inTag(s string, from int, to *int) bool {
	open := strings.LastIndexByte(s[max(0, from-200):from], '<')
	if open < 0 {
		return false
	}
	open += max(0, from-200)
	if strings.IndexByte(s[open:from], '>') >= 0 {
		return false
	}
	if end := strings.IndexByte(s[from:], '>'); end >= 0 {
		*to = max(*to, min(from+end, machineMost))
	}
	for _, hidden := range [...]string{"<style", "<script"} {
		if len(s)-open > len(hidden) && strings.EqualFold(s[open:open+len(hidden)], hidden) {
			if end := strings.Index(s[open:], "</"); end >= 0 {
				*to = max(*to, min(open+end, machineMost))
			}
		}
	}
	return true
}

// fails weighs what was counted.
func (f *failure) fails() bool {
	score, tells := f.score, f.bad
	if f.denied > 0 {
		score, tells = score+f.denied, true
	}
	switch {
	case f.begun:
		return true
	case f.form == jsonForm && f.raised:
		return !f.filled && f.strange <= 2+f.words/2
	case f.form == jsonForm:
		return f.notice && !f.explained && !(f.filled && f.strange > 0) && (f.machine || tells && score >= 2) && f.strange <= 2+f.words/4
	case f.form == htmlForm:
		return f.words == 0 || (f.machine || tells && score >= 2) && f.strange <= 4+f.words/2
	case f.explained && !(f.machine && f.raised):
		return false
	case f.machine:
		return f.strange <= 2+f.words/3
	case f.raised:
		return f.strange <= 3+2*f.words/3
	case f.form == bracketForm:
		return f.strange == 0 && (tells || f.can > 0 || score > 0)
	}
	return tells && score >= 2 && !f.aside && f.strange <= f.words/12+min((score-2)/2, 1)
}

// doubtful reports whether a text speaks of a failure in a way that an answer may as
// well: it counts beside others only.
func (f *failure) doubtful() bool {
	return f.form == prose && !f.explained && (f.bad || f.denied > 0) && f.strange <= 2+f.words/5
}
