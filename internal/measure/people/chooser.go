package people

import (
	"math"

	"seedbed.dev/seedbed"
)

// Chooser reads rows that a judge scored, some of which people rated, and proposes which
// they would best rate next. It keeps 40 bytes a row. Not for several goroutines at once.
type Chooser struct {
	criterion, judge string
	ids              []seedbed.ID
	signals          []float64
	chances          bool // every signal so far is a probability that the judge is right
	seen             []Compared
	rated            []int // places of rated rows in ids
	share            float64
	unequal          bool
}

// NewChooser returns a Chooser for what a judge says of one criterion.
func NewChooser(criterion, judge string) *Chooser {
	return &Chooser{criterion: criterion, judge: judge, chances: true}
}

// Add takes a row in, each once. Rows that the judge did not score are left out.
func (c *Chooser) Add(rec *seedbed.Record) {
	for i := len(rec.Scores) - 1; i >= 0; i-- {
		s := &rec.Scores[i]
		if s.Criterion != c.criterion || s.Judge != c.judge {
			continue
		}
		if a := answerOf(s.Value); s.Status == seedbed.Scored && a.kind != 0 {
			c.add(rec, s, a)
		}
		return
	}
}

func (c *Chooser) add(rec *seedbed.Record, s *seedbed.Score, a answer) {
	signal, sure := a.num, false
	if a.kind == word {
		signal = math.NaN()
	}
	for _, p := range sureness(s.Confidence) {
		if !math.IsNaN(p) {
			signal, sure = p, true
			break
		}
	}
	c.chances = c.chances && sure
	people, share := votesOf(rec.Votes, c.criterion)
	if len(people) > 0 && share > 0 {
		k := rated{people: people}
		c.seen = append(c.seen, Compared{Signal: signal, Off: apart(a, k.counting())})
		c.unequal = c.unequal || c.share > 0 && share != c.share
		c.share = share
		c.rated = append(c.rated, len(c.ids))
	}
	c.ids, c.signals = append(c.ids, rec.ID), append(c.signals, signal)
}

// apart is the mean distance of the judge from people; between words 1.
func apart(judge answer, people []answer) float64 {
	sum := 0.
	for _, p := range people {
		switch {
		case p == judge:
		case p.kind == word || judge.kind == word:
			sum++
		default:
			sum += math.Abs(p.num - judge.num)
		}
	}
	return sum / float64(len(people))
}

// Round is a draw of rows to rate, on top of those that are rated.
type Round struct {
	Ask []Proposal // to be rated, in the order in which they are drawn
	// Rated are the rows that were rated before, with the Share that their votes have
	// from now on: that of being drawn then or now.
	Rated []Proposal
}

// Propose draws about n rows, as Propose does, from all rows whether rated or not; those
// that were rated before are not asked again, so that Ask may be shorter. Expected errors
// are those of the rated rows with such a confidence or score; before there are 30, those
// of the confidence itself, √(p(1 − p)), or all the same.
//
// Both draws together are a sample in which a row is with probability
// 1 − (1 − before)(1 − now), which is the Share given. It is an error, of the code
// CodeInvalid, where rows were rated that had not all been drawn with one probability:
// what it was of the others is not known then.
func (c *Chooser) Propose(n int, seed uint64) (Round, error) {
	if c.unequal {
		return Round{}, &seedbed.Error{
			Code:    seedbed.CodeInvalid,
			Message: "the rows that people rated were drawn with unequal probabilities, and those of the other rows are not known",
			Fix:     "propose from a plain random sample, or propose all rows at once",
		}
	}
	expected := ExpectedError(c.seen)
	if len(c.seen) < fewestRated && c.chances {
		expected = func(p float64) float64 { return math.Sqrt(p * (1 - p)) }
	}
	rows := make([]Candidate, len(c.ids))
	for i, id := range c.ids {
		rows[i] = Candidate{id, expected(c.signals[i])}
	}
	joint := func(now float64) float64 { return 1 - (1-c.share)*(1-now) }
	var out Round
	known := map[seedbed.ID]bool{}
	now := shares(rows, max(0, min(n, len(rows))))
	for _, at := range c.rated {
		known[c.ids[at]] = true
		out.Rated = append(out.Rated, Proposal{c.ids[at], joint(now[at])})
	}
	for _, p := range Propose(rows, n, seed) {
		if !known[p.Row] {
			out.Ask = append(out.Ask, Proposal{p.Row, joint(p.Share)})
		}
	}
	return out, nil
}
