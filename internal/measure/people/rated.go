package people

import (
	"cmp"
	"math"
	"slices"

	"seedbed.dev/seedbed"
)

// said is what one person answered.
type said struct {
	person  string
	answer  answer
	settled bool
}

// rated is a row with what people said of it by one criterion.
type rated struct {
	n      int64
	share  float64 // with which the row was drawn
	people []said  // by person
	judge  answer  // 0 where it is not held against a judge
	sure   [ways]float64
	words  int
	groups []string
	model  string // that wrote it, or its family
}

// mostVotes is how many people's answers to a row are kept: of more, those of the
// first by id.
const mostVotes = 50

// votesOf returns the answers to a criterion, and the probability with which the row
// was drawn; none where nobody answered.
func votesOf(votes []seedbed.Vote, criterion string) (people []said, share float64) {
	for i := range votes {
		v := &votes[i]
		if v.Criterion != criterion {
			continue
		}
		a := answerIn(v.Value)
		if a.kind == 0 {
			continue
		}
		people = append(people, said{v.Person, a, v.Settled})
		if v.Share > 0 && v.Share <= 1 {
			share = max(share, v.Share)
		}
	}
	slices.SortFunc(people, func(a, b said) int {
		settledFirst := 0
		if a.settled != b.settled {
			if settledFirst = 1; a.settled {
				settledFirst = -1
			}
		}
		return cmp.Or(cmp.Compare(a.person, b.person), settledFirst, a.answer.compare(b.answer))
	})
	people = slices.CompactFunc(people, func(a, b said) bool { return a.person == b.person }) // nobody has two votes
	return people[:min(len(people), mostVotes)], share
}

// counting returns the answers that count: that of an adjudicator where there is one.
func (r *rated) counting() []answer {
	var out []answer
	for i := range r.people {
		if r.people[i].settled {
			return []answer{r.people[i].answer}
		}
		out = append(out, r.people[i].answer)
	}
	return out
}

// ways are the ways in which a judge's confidence was had.
const ways = 4

var wayNames = [ways]string{"token probabilities", "repeats", "panel", "what it states"}

// sureness returns a score's confidence, each way for itself; NaN: not had this way.
func sureness(c *seedbed.Confidence) [ways]float64 {
	none := math.NaN()
	out := [ways]float64{none, none, none, none}
	if c == nil {
		return out
	}
	for i, p := range [ways]*float64{c.Logprob, c.Repeats, c.Panel, c.Stated} {
		if p != nil && *p >= 0 && *p <= 1 {
			out[i] = rounded(*p)
		}
	}
	return out
}
