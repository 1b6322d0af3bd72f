package dialogue

import "strings"

// courtesy counts turns that only say hello, thanks or goodbye, and sees a mark of the
// end in the first.
func (w *Watcher) courtesy(n int, t *Turn, s *seen) {
	ends := w.endMark(t.Content)
	if word := strings.Trim(t.Content, " \n\t.!*#<>[]"); w.users <= 2 && (word == "STOP" || word == "END" || word == "DONE" || word == "EXIT" || word == "QUIT" || word == "TERMINATE" || word == "FIN" || word == "ENDE") {
		ends = true
		if w.users == 2 {
			w.ended = true
		}
	}
	if w.users == 1 && ends && !w.text.long() && lastMark(t.Content) {
		w.ended = true
	}
	words := w.text.words
	kind := false
	w.leaves = false
	for _, h := range w.hits {
		w.leaves = w.leaves || h.phrase.kind == closes
		kind = kind || h.phrase.kind == thanks || h.phrase.kind == closes
	}
	other := 0
	for i := range words {
		if words[i].first && words[i].class&classCourtesy == 0 {
			other++
		}
	}
	asks := false
	for i := range w.text.sentences {
		asks = asks || w.text.sentences[i].asks
	}
	closed := false
	for _, h := range w.hits {
		closed = closed || h.phrase.kind == closes
	}
	if w.users <= 2 && !asks && w.closings() || w.users == 1 && !asks && (closed && len(words) <= 20 || kind && len(words) <= 12) && !w.begins() && 4*w.beside() <= len(words) {
		w.empty++ // it is over before anything was asked
		s.polite = true
		w.polite++
		return
	}
	greets := !kind && len(words) > 0 && len(words) <= 4 && other == 0
	s.polite = kind && !asks && (other <= 1 || len(words) <= 30 && 5*other <= len(words))
	if s.polite {
		w.polite++
	} else {
		w.polite = 0
	}
	if s.polite && !(w.users == 1 && w.topic()) || greets || len(words) == 0 || ends && other <= 3 && !asks && lastMark(t.Content) {
		w.empty++
	}
}

// beside counts the words with content that no thanks and no goodbye has.
func (w *Watcher) beside() (n int) {
	for i := range w.text.words {
		x := &w.text.words[i]
		if !x.first || x.class&(classCourtesy|classStop) != 0 {
			continue
		}
		inside := false
		for _, h := range w.hits {
			inside = inside || (h.phrase.kind == thanks || h.phrase.kind == closes) && h.at <= i && i < h.at+h.n
		}
		if !inside {
			n++
		}
	}
	return n
}

// topic reports whether a turn's last word is one of content in small letters that no
// thanks and no goodbye has: "good night story" asks for one, "good night Anna" does not.
func (w *Watcher) topic() bool {
	i := len(w.text.words) - 1
	for i >= 0 && !w.text.words[i].first {
		i--
	}
	if i < 0 || w.text.words[i].class&(classCourtesy|classStop) != 0 {
		return false
	}
	for _, h := range w.hits {
		if (h.phrase.kind == thanks || h.phrase.kind == closes) && h.at <= i && i < h.at+h.n {
			return false
		}
	}
	_, upper := w.text.hashed(w.text.text[w.text.words[i].from:w.text.words[i].to])
	return !upper
}

// lastMark reports whether a text ends with a sign that marks of the end do, or with one
// of their words.
func lastMark(s string) bool {
	s = strings.TrimRight(s, " \n\t.!")
	return s != "" && (strings.IndexByte("])>#", s[len(s)-1]) >= 0 || strings.HasSuffix(s, "onversation"))
}

// begins reports whether a turn has something that one comes with.
func (w *Watcher) begins() bool {
	for i := range w.text.words {
		switch w.wordAt(i) {
		case "but", "problem", "another", "want", "need", "translate", "write", "please", "how", "what", "issue", "trouble", "would", "could", "can", "tell", "give", "looking", "about", "bitte", "möchte", "brauche", "problème", "voudrais", "quiero", "necesito":
			return true
		}
	}
	return false
}

// long reports whether a turn is more than a few words.
func (t *turnText) long() bool { return len(t.words) > 400 }

// endMark is EndMark of the turn at hand.
func (w *Watcher) endMark(s string) bool {
	return (w.text.bytes&brackets != 0 || len(s) > bytesMost || strings.Contains(s, endWords)) && EndMark(s)
}

const endWords = "nd of conversation"

// EndMark reports whether a text has a line that ends a conversation, such as
// "[end of conversation]".
func EndMark(s string) bool {
	if !strings.ContainsAny(s, "[]<>#_") && !strings.Contains(s, endWords) {
		return false
	}
	low := strings.ToLower(s[max(0, len(s)-400):])
	for _, m := range []string{"end of conversation", "[end", "<end", "[done]", "[stop]", "<stop>", "terminate]", "###stop###", "[exit]", "[conversation end", "<|eot", "<eot", "</s>", "<|im_end", "end conversation]", "<|end", "[goal", "[quit]", "[finish", "[conversation complete", "[fin", "[gespräch", "<done>", "<fin>", "[ende", "task_complete", "<stop"} {
		if strings.Contains(low, m) {
			return true
		}
	}
	return false
}
