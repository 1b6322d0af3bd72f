package text

import "unicode/utf8"

// Words returns the words of s in order: runs of letters, digits and marks. An
// apostrophe or a hyphen between two of them joins them: "don't", "twenty-one".
// The words are parts of s, and not normalised.
func Words(s string) []string {
	var out []string
	for at := 0; ; {
		start, end := nextWord(s, at)
		if start < 0 {
			return out
		}
		out = append(out, s[start:end])
		at = end
	}
}

// CountWords is len(Words(s)) without the words.
func CountWords(s string) int {
	n := 0
	for at := 0; ; n++ {
		start, end := nextWord(s, at)
		if start < 0 {
			return n
		}
		at = end
	}
}

// nextWord returns the bounds of the first word at or after at; -1 where there
// is none.
func nextWord(s string, at int) (start, end int) {
	start = -1
	joiner := -1 // where a joiner stands that nothing has followed yet
	for i := at; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case isWordRune(r):
			if start < 0 {
				start = i
			}
			joiner = -1
		case start >= 0 && joiner < 0 && (r == '\'' || r == '’' || r == '-' || r == '‐'):
			joiner = i
		case start >= 0:
			if joiner >= 0 {
				return start, joiner
			}
			return start, i
		}
		i += size
	}
	if joiner >= 0 {
		return start, joiner
	}
	return start, len(s)
}

// NGrams returns every run of n neighbouring words, in order; none where there
// are fewer than n words or n is below 1. The slices share words.
func NGrams(words []string, n int) [][]string {
	if n < 1 || len(words) < n {
		return nil
	}
	out := make([][]string, len(words)-n+1)
	for i := range out {
		out[i] = words[i : i+n : i+n]
	}
	return out
}

// NextWord returns where the first word of s at or after at starts and ends, as
// Words has them; -1, and len(s), where there is none. at is at a word's start or
// outside of one.
func NextWord(s string, at int) (start, end int) { return nextWord(s, at) }
