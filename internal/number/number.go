// Package number finds numbers in text as people write them: 1,000 is 1000 is
// 1000.0. Pure functions; they read no other scripts' digits and no words
// ("eighteen").
package number

import "strings"

// In reports whether number stands in s as a number: $18 and 18% hold 18, and
// 180, 1.8, -18 and B18 do not. Where number itself is none, nothing holds it.
func In(s, number string) bool {
	var buf, got [64]byte
	want, _, ok := Next(buf[:0], number, 0)
	for at := 0; ok; {
		var found []byte
		if found, at, ok = Next(got[:0], s, at); ok && string(found) == string(want) {
			return true
		}
	}
	return false
}

// Next appends to dst, which is empty, the plain form of the first number in s at
// or after byte at: no thousands separators, no leading zeros, no zeros at the end
// of a fraction, "-" before negative ones. $1,000.00 gives 1000; 18% gives 18; B18
// and 3.14.15 give none; 5-3 gives 5 and 3. It returns where the number ends.
// Digits are ASCII; exponents are not read.
func Next(dst []byte, s string, at int) (plain []byte, next int, ok bool) {
	for i := at; i < len(s); i++ {
		c := s[i]
		if !isDigit(c) && (c != '.' || i+1 >= len(s) || !isDigit(s[i+1])) {
			continue
		}
		if c == '.' && i > 0 && isWordByte(s[i-1]) { // a full stop without a space after it
			continue
		}
		end := runEnd(s, i)
		if i > 0 && isWordByte(s[i-1]) { // part of a name: B18, x2
			i = end - 1
			continue
		}
		if out, numEnd, good := plainNumber(dst, s[i:end]); good {
			if isNegative(s, i) && string(out) != "0" {
				out = append(out, 0)
				copy(out[1:], out)
				out[0] = '-'
			}
			return out, i + numEnd, true
		}
		i = end - 1
	}
	return dst, len(s), false
}

// runEnd returns the end of the run of digits, and of points and commas between
// digits, that starts at i.
func runEnd(s string, i int) int {
	for i < len(s) {
		switch c := s[i]; {
		case isDigit(c):
		case (c == '.' || c == ',') && i+1 < len(s) && isDigit(s[i+1]):
		default:
			return i
		}
		i++
	}
	return i
}

// plainNumber reads the number that run starts with. A comma that separates no
// thousands ends it; a second point makes it none (3.14.15).
func plainNumber(dst []byte, run string) (plain []byte, end int, ok bool) {
	whole := 0
	for whole < len(run) && isDigit(run[whole]) {
		whole++
	}
	dst = append(dst, strings.TrimLeft(run[:whole], "0")...)
	end = whole
	if whole >= 1 && whole <= 3 {
		for end+3 < len(run) && run[end] == ',' && isDigit(run[end+1]) && isDigit(run[end+2]) && isDigit(run[end+3]) &&
			(end+4 == len(run) || !isDigit(run[end+4])) {
			dst = append(dst, run[end+1:end+4]...)
			end += 4
		}
		if end > whole && run[0] == '0' {
			dst = append(dst[:0], strings.TrimLeft(string(dst), "0")...)
		}
	}
	if len(dst) == 0 {
		dst = append(dst, '0')
	}
	if end < len(run) && run[end] == '.' {
		frac := end + 1
		for frac < len(run) && isDigit(run[frac]) {
			frac++
		}
		if frac < len(run) && run[frac] == '.' {
			return dst[:0], 0, false
		}
		if digits := strings.TrimRight(run[end+1:frac], "0"); digits != "" {
			dst = append(append(dst, '.'), digits...)
		}
		end = frac
	}
	return dst, end, true
}

// isNegative reports whether a minus sign, and not a hyphen or a subtraction,
// stands before byte i; a currency sign may stand between.
func isNegative(s string, i int) bool {
	before := strings.TrimRight(s[:i], "$€£")
	rest, found := strings.CutSuffix(before, "-")
	if !found {
		if rest, found = strings.CutSuffix(before, "−"); !found {
			return false
		}
	}
	if rest == "" {
		return true
	}
	c := rest[len(rest)-1]
	return !isWordByte(c) && c != ')' && c != '-' && c != '.'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isWordByte takes bytes beyond ASCII as no part of a word: a number may follow
// a currency sign or a quotation mark.
func isWordByte(c byte) bool {
	return isDigit(c) || c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
