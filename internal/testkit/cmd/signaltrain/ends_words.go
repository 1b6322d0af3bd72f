package main

import (
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// lexicon counts the conversations that words are in, and what words start with.
type lexicon struct{ words, starts map[uint64]int }

// ownWords are the words of one conversation, and what they start with.
type ownWords struct{ words, starts map[uint64]bool }

func wordsOf(l *transcripts.Lesson) ownWords {
	own := ownWords{map[uint64]bool{}, map[uint64]bool{}}
	for i := range l.Turns {
		dialogue.EndWords(l.Turns[i].Content, func(h uint64, whole bool) {
			if whole {
				own.words[h] = true
			} else {
				own.starts[h] = true
			}
		})
	}
	return own
}

func (t *endTexts) lexicon() lexicon {
	x := lexicon{map[uint64]int{}, map[uint64]int{}}
	seen := map[string]bool{}
	for i, l := range t.lessons {
		if seen[l.ID] {
			continue // another way in which the same conversation goes on
		}
		seen[l.ID] = true
		for h := range t.own[i].words {
			x.words[h]++
		}
		for h := range t.own[i].starts {
			x.starts[h]++
		}
	}
	return x
}

// knows tells whether a word is in enough of the conversations, but for one's own.
func (x lexicon) knows(own ownWords) func(uint64) (known, starts bool) {
	return func(h uint64) (known, starts bool) {
		n, m := x.words[h], x.starts[h]
		if own.words[h] {
			n--
		}
		if own.starts[h] {
			m--
		}
		return n >= commonly, m >= commonly
	}
}

func common(all map[uint64]int) (out []uint64) {
	for h, n := range all {
		if n >= commonly {
			out = append(out, h)
		}
	}
	return out
}
