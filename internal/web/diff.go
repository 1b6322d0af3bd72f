package web

import (
	"unicode"
	"unicode/utf8"
)

// diffPieces bounds the words of texts that are compared, after what they begin and
// end with together: what it costs grows with their product.
const diffPieces = 1000

// differ marks in t what is not in old, in the same order, and returns old with what
// is not in t. ok is false where the two are the same, or too long or too unlike to
// tell.
func (t *shownText) differ(old string, limit int) (before *shownText, ok bool) {
	before = newShown(old, limit)
	if before.source == t.source {
		return nil, false
	}
	x, y := pieces(before.source), pieces(t.source)
	head := 0
	for head < len(x) && head < len(y) && x[head].text == y[head].text {
		head++
	}
	for len(x) > head && len(y) > head && x[len(x)-1].text == y[len(y)-1].text {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	x, y = x[head:], y[head:]
	if len(x) > diffPieces || len(y) > diffPieces {
		return nil, false
	}
	same := 2 * (len(t.styles) - pointsOf(y))
	inX, inY := common(x, y)
	for i := range y {
		if inY[i] {
			same += 2 * y[i].points
		}
	}
	if same < len(t.styles) { // marking nearly everything marks nothing
		return nil, false
	}
	markMissing(before, x, inX, styleOld)
	markMissing(t, y, inY, styleNew)
	return before, true
}

func markMissing(t *shownText, all []piece, in []bool, style uint8) {
	for i := range all {
		if !in[i] {
			t.set(all[i].at, all[i].at+all[i].points, style)
		}
	}
}

func pointsOf(all []piece) int {
	n := 0
	for i := range all {
		n += all[i].points
	}
	return n
}

// common says which pieces of x and of y are in their longest common subsequence.
func common(x, y []piece) (inX, inY []bool) {
	inX, inY = make([]bool, len(x)), make([]bool, len(y))
	wide := len(y) + 1
	table := make([]uint16, (len(x)+1)*wide)
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i].text == y[j].text {
				table[i*wide+j] = table[(i+1)*wide+j+1] + 1
			} else {
				table[i*wide+j] = max(table[(i+1)*wide+j], table[i*wide+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i].text == y[j].text:
			inX[i], inY[j] = true, true
			i, j = i+1, j+1
		case table[(i+1)*wide+j] >= table[i*wide+j+1]:
			i++
		default:
			j++
		}
	}
	return inX, inY
}

// piece is a word, or a character between words.
type piece struct {
	text       string
	at, points int // in code points
}

func pieces(s string) []piece {
	var out []piece
	start, at, was := 0, 0, -1
	cut := func(end int) {
		if end > start {
			n := utf8.RuneCountInString(s[start:end])
			out = append(out, piece{s[start:end], at, n})
			start, at = end, at+n
		}
	}
	for i, r := range s {
		kind := 0
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			kind = 1
		case unicode.IsSpace(r):
			kind = 2
		}
		if kind != was || kind == 0 {
			cut(i)
		}
		was = kind
	}
	cut(len(s))
	return out
}
