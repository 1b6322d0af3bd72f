package stage

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Why a variation is rejected.
const (
	reasonUnchanged   = "unchanged"
	reasonNumberLost  = "number lost"
	reasonNumberAdded = "number added"
	reasonSpanLost    = "span lost"
)

// lost says what a variation did not keep; reason is "" when it kept all.
func (v *varyStage) lost(old, text string, spans []string) (reason, detail string) {
	if varyPlain(old) == varyPlain(text) {
		return reasonUnchanged, "it differs in case, spacing and punctuation at the most"
	}
	for _, span := range spans {
		if !strings.Contains(text, span) {
			return reasonSpanLost, fmt.Sprintf("%q", replyQuote(span))
		}
	}
	if !v.cfg.Keep.Numbers {
		return "", ""
	}
	// Other languages write 1,000.5 in other ways: there the digits alone count.
	before, after := varyNumbers(old, v.cfg.How == varyLanguage), varyNumbers(text, v.cfg.How == varyLanguage)
	for _, n := range slices.Sorted(maps.Keys(before)) {
		if after[n] < before[n] {
			return reasonNumberLost, fmt.Sprintf("%s is there %s, and was there %s", replyQuote(n), varyTimes(after[n]), varyTimes(before[n]))
		}
	}
	for _, n := range slices.Sorted(maps.Keys(after)) {
		if after[n] > before[n] {
			return reasonNumberAdded, fmt.Sprintf("%s is there %s, and was there %s", replyQuote(n), varyTimes(after[n]), varyTimes(before[n]))
		}
	}
	return "", ""
}

func varyTimes(n int) string {
	switch n {
	case 0:
		return "not at all"
	case 1:
		return "once"
	default:
		return fmt.Sprintf("%d times", n)
	}
}

// varyPlain is a text without what does not make it another: case, spacing and
// punctuation.
func varyPlain(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || unicode.IsSymbol(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsSpace(r):
			gap = true
		}
	}
	return b.String()
}

// varyNumbers counts the numbers of a text. 1,000 is 1000, 2.50 is 2.5 and 007
// is 7; bare says to compare digits alone, without any separators. Digits of all
// scripts count, by their value.
func varyNumbers(s string, bare bool) map[string]int {
	out := map[string]int{}
	runes := []rune(s)
	for i := 0; i < len(runes); {
		if _, ok := digitOf(runes[i]); !ok {
			i++
			continue
		}
		var digits []byte
		point := -1
		for i < len(runes) {
			if d, ok := digitOf(runes[i]); ok {
				digits = append(digits, d)
				i++
				continue
			}
			if bare && varySeparates(runes, i) {
				i++
				continue
			}
			if !bare && point < 0 && varyGroups(runes, i) {
				i++
				continue
			}
			if !bare && point < 0 && runes[i] == '.' && i+1 < len(runes) && isDigitRune(runes[i+1]) {
				point = len(digits)
				i++
				continue
			}
			break
		}
		out[varyCanonical(digits, point)]++
	}
	return out
}

func varyCanonical(digits []byte, point int) string {
	whole, rest := string(digits), ""
	if point >= 0 {
		whole, rest = string(digits[:point]), strings.TrimRight(string(digits[point:]), "0")
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if rest != "" {
		return whole + "." + rest
	}
	return whole
}

// varyGroups reports whether runes[i] sets off a group of exactly three digits.
func varyGroups(runes []rune, i int) bool {
	switch runes[i] {
	case ',', '\u00a0', '\u202f', '\'', '’', '_':
	default:
		return false
	}
	for k := 1; k <= 3; k++ {
		if i+k >= len(runes) || !isDigitRune(runes[i+k]) {
			return false
		}
	}
	return i+4 >= len(runes) || !isDigitRune(runes[i+4])
}

// varySeparates reports whether runes[i] stands between two digits as a
// separator of any language.
func varySeparates(runes []rune, i int) bool {
	switch runes[i] {
	case ',', '.', '\u00a0', '\u202f', '\'', '’', '٬', '٫':
		return i+1 < len(runes) && isDigitRune(runes[i+1])
	}
	return false
}

func isDigitRune(r rune) bool {
	_, ok := digitOf(r)
	return ok
}

// digitOf returns the value of a decimal digit of any script, as ASCII. Unicode
// lists the digits of a script one after another from zero, in tens.
func digitOf(r rune) (byte, bool) {
	switch {
	case r >= '0' && r <= '9':
		return byte(r), true
	case r < 0x80 || !unicode.Is(unicode.Nd, r):
		return 0, false
	}
	n := rune(0)
	for unicode.Is(unicode.Nd, r-n-1) {
		n++
	}
	return '0' + byte(n%10), true
}
