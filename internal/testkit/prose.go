package testkit

import (
	"bytes"
	"strings"
)

// The vocabulary of replies: enough combinations that two replies are hardly
// ever near-duplicates of one another.
var (
	openers = strings.Split("First|Before you compute|To begin|Start here:|Think again:|A good way in:|Slow down and|Take a breath and|Without a pencil,|On paper,|As a first step,|When you are stuck,|For a moment,|Once more,|Then|Next|After that|Now|Step back and|If it helps,", "|")
	verbs   = strings.Fields("write draw list count compare sort group name mark underline sketch estimate check split combine halve double picture label restate explain trace match round reverse tabulate imagine question simplify measure")
	things  = strings.Split("every quantity|the two amounts|what is given|what is asked|the units|the total|the remainder|each step|the first number|the smaller part|the larger share|the daily amount|the rate|the price of one|the number of groups|the fraction|the percentage|the difference|the starting value|the order of events|the hidden assumption|one row of a table|the pattern|the last sentence|the part that changes|the part that stays|the ratio|the time that passes|the distance covered|the cost of all|the leftover pieces|the equal shares", "|")
	links   = strings.Split("and ask|then see|so that you know|and decide|until you can say|because it shows|and notice|to find out|before choosing|while asking|and only then say|which tells you|and write down|and wonder|then explain to a friend|and guess", "|")
	ends    = strings.Split("which operation fits|what is left over|how they depend on each other|whether they belong together|what one unit is worth|what happens twice|what was taken away|how many times it repeats|whether the answer can be that large|which of them you need first|what the word 'each' means here|what stays the same|how far you still have to go|whether to add or to multiply|what the question leaves out|where the numbers come from|which step comes last|how the parts make a whole|whether rounding would hurt|what a smaller example would give|how to undo the last step|what changes after every day|why the order matters|who gets how much", "|")
)

// appendProse appends sentences of about so many words. Some of them take up
// words of the request, as real replies do.
func appendProse(b []byte, r *rng, words int, messages []byte) []byte {
	for n := 0; n < words; {
		start := len(b)
		if n > 0 {
			b = append(b, ' ')
		}
		b = append(b, openers[r.below(len(openers))]...)
		b = append(b, ' ')
		b = append(b, verbs[r.below(len(verbs))]...)
		b = append(b, ' ')
		b = append(b, things[r.below(len(things))]...)
		if word := pickWord(messages, r); word != nil {
			b = append(b, " of the "...)
			b = append(b, word...)
		}
		b = append(b, ' ')
		b = append(b, links[r.below(len(links))]...)
		b = append(b, ' ')
		b = append(b, ends[r.below(len(ends))]...)
		b = append(b, '.')
		n += bytes.Count(b[start:], []byte(" ")) + 1
	}
	return b
}

// The vocabulary of questions.
var (
	asks   = strings.Split("How do I begin with|Can you show me|I am lost. What about|And why do we need|My teacher spoke of|Sorry, what is|Could you say more about|I tried it, but I do not get|What would happen without|Is there another way to find", "|")
	doubts = strings.Split("I do not see|I forgot|My sister could not tell|The book is silent on|Nobody in class knew|I keep guessing|I cannot tell|It is not clear to me|I would like to know|We never learned|I had hoped to find|My neighbour asked|I was ill when we had|On paper it is hard to see|I wrote down wrongly|I dreamt of", "|")
)

// appendQuestion appends what a user may ask, who is after help.
func appendQuestion(b []byte, r *rng) []byte {
	b = append(b, asks[r.below(len(asks))]...)
	b = append(b, ' ')
	b = append(b, things[r.below(len(things))]...)
	b = append(b, " and "...)
	b = append(b, ends[r.below(len(ends))]...)
	b = append(b, "? "...)
	b = append(b, doubts[r.below(len(doubts))]...)
	b = append(b, ' ')
	b = append(b, ends[r.below(len(ends))]...)
	return append(b, '.')
}

// pickWord returns a longer word of lower-case letters from the second half of
// the messages, where the question is; nil when none is near the place drawn.
func pickWord(messages []byte, r *rng) []byte {
	half := messages[len(messages)/2:]
	if len(half) < 32 {
		return nil
	}
	i := r.below(len(half) - 16)
	for range 3 {
		for i < len(half) && half[i] != ' ' {
			i++
		}
		i++
		start := i
		for i < len(half) && half[i] >= 'a' && half[i] <= 'z' {
			i++
		}
		if i-start >= 4 && i-start <= 14 && i < len(half) && half[i] != '"' {
			return half[start:i]
		}
	}
	return nil
}
