package dialogue

import (
	"slices"
	"strings"
)

// token is a word or a sign between words, as the learned scorer sees it: by what it
// means, and by what it is. Words of a subject are told apart by whether they were
// said before alone, as what matters is who speaks how, and not about what.
type token struct {
	concept, word uint32
	sentence      int32
}

// Concepts beyond those of words.
const (
	conceptStart uint32 = 1<<20 + iota
	conceptEnd
	conceptNumber
	conceptOwnName
	conceptName
	conceptNew
	conceptReplys
	conceptOwns
	conceptQuoted
	conceptSign // signs between words are above
)

// tokenize fills s.tokens from a word of the turn at hand on.
func (w *Watcher) tokenize(s *shown, from int) {
	t := &w.text
	s.tokens = s.tokens[:0]
	words := t.words[:min(len(t.words), learnedMost)]
	end := 0
	if from > 0 {
		end = words[from-1].to
	}
	own := &unheard // the user's turn before
	for i := len(w.turns) - 1; i >= 0 && i >= len(w.turns)-2; i-- {
		if w.turns[i].role == "user" {
			own = w.turns[i]
		}
	}
	known := knownConcepts()
	for i := from; i < len(words); i++ {
		x := &words[i]
		if x.first {
			if sign := signOf(t.text[end:x.from], i == 0); sign != 0 {
				s.tokens = append(s.tokens, token{sign, sign, x.sentence})
			}
			end = x.to
		}
		if x.quoted {
			if n := len(s.tokens); n == 0 || s.tokens[n-1].concept != conceptQuoted {
				s.tokens = append(s.tokens, token{conceptQuoted, conceptQuoted, x.sentence})
			}
			continue
		}
		c := x.concept
		if x.id == 0 {
			c = known.of(x.hash &^ 1)
		}
		if c == 0 {
			c = w.subject(s, x, own, known)
		}
		s.tokens = append(s.tokens, token{c, uint32(x.hash ^ x.hash>>32), x.sentence})
	}
	if n := len(words); n > 0 {
		tail := t.text[end:min(len(t.text), end+24)]
		sign := signOf(tail, false)
		s.tokens = append(s.tokens, token{conceptEnd ^ sign<<1, conceptEnd ^ sign<<1, words[n-1].sentence})
	}
}

// subject tells a word without a concept by its looks and by who said it before.
func (w *Watcher) subject(s *shown, x *word, own *seen, known *concepts) uint32 {
	raw := w.text.text[x.from:x.to]
	if raw[0] >= '0' && raw[0] <= '9' {
		return conceptNumber
	}
	if x.first {
		s.buf = lower(s.buf[:0], raw)
		b := s.buf
		if at := slices.Index(b[:min(len(b), 3)], '\''); at > 0 && at+1 < len(b) {
			b = b[at+1:]
			if c := known.of(hash(b) &^ 1); c != 0 {
				return c
			}
		}
		if c := known.ofStart(b); c != 0 {
			return c
		}
	}
	if x.upper {
		if p := w.profile.Name; p != "" && strings.EqualFold(raw, firstName(p)) {
			return conceptOwnName
		}
		if !x.opens {
			return conceptName
		}
	}
	if x.class&classStop != 0 {
		return conceptNew
	}
	if w.last.turn.has(x.hash) {
		return conceptReplys
	}
	if own.has(x.hash) {
		return conceptOwns
	}
	return conceptNew
}

// signOf is what stands between two words: 0 for a space or a comma.
func signOf(gap string, first bool) uint32 {
	if !first && (gap == " " || gap == ", ") {
		return 0
	}
	set, n := uint32(0), uint32(0)
	for i := 0; i < len(gap) && i < 12; i++ {
		if c := gap[i]; c != ' ' && c != ',' && c != '\'' && c != '-' {
			bit := uint32(1) << signBits[c]
			if set&bit == 0 {
				set |= bit
				n++
			}
		}
		if gap[i] == '-' && i > 0 && (gap[i-1] == ' ' || gap[i-1] == '\n') {
			set |= 1 << 14
		}
	}
	if first {
		return conceptStart<<1 ^ set<<4
	}
	if set == 0 {
		return 0
	}
	return conceptSign ^ set<<4
}

// signBits puts signs of one use together.
var signBits = func() (b [256]uint8) {
	for i := range b {
		b[i] = 15
	}
	for i, group := range []string{".", "?", "!", "\n", ":", "([{", ")]}", "\"`\xab\xbb", "*_#", "<>|=", ";", "/\\", "\xe2", "\xf0"} {
		for j := range len(group) {
			b[group[j]] = uint8(i)
		}
	}
	return b
}()
