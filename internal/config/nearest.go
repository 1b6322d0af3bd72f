package config

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Nearest returns the known word that someone who wrote word most likely meant,
// or "" when none is near. Near is a Damerau-Levenshtein distance (Damerau 1964,
// restricted to adjacent transpositions) of at most a third of the longer word,
// case aside, or one word beginning with the other. The first of equals wins.
func Nearest(word string, known []string) string {
	const longest = 64 // no name is longer, and the distance costs the product of both
	if word == "" || len(word) > longest {
		return ""
	}
	low := strings.ToLower(word)
	best, bestScore := "", 1<<30
	for _, k := range known {
		if k == "" || len(k) > longest || k == word {
			continue
		}
		lk := strings.ToLower(k)
		dist := distance([]rune(low), []rune(lk))
		allowed := max(utf8.RuneCountInString(low), utf8.RuneCountInString(lk)) / 3
		if allowed == 0 {
			allowed = 1
			if utf8.RuneCountInString(lk) == 1 || utf8.RuneCountInString(low) == 1 {
				allowed = 0
			}
		}
		score := dist * 2
		if dist > allowed {
			if len(low) < 3 || len(lk) < 3 || (!strings.HasPrefix(lk, low) && !strings.HasPrefix(low, lk)) {
				continue
			}
			score = 2*longest + dist // a prefix counts for less than a slip of the fingers
		}
		if score < bestScore {
			best, bestScore = k, score
		}
	}
	return best
}

// DidYouMean returns the fix `did you mean "x"?` for the nearest of the known
// words, or "" when none is near.
func DidYouMean(word string, known []string) string {
	if n := Nearest(word, known); n != "" {
		return fmt.Sprintf("did you mean %q?", n)
	}
	return ""
}

// distance is the optimal string alignment distance, in three rows.
func distance(a, b []rune) int {
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
