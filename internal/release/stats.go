package release

import (
	"seedbed.dev/seedbed"
)

// examplesPerReason is how many rejected rows the card shows of each reason.
const examplesPerReason = 2

// maxReasons bounds how many reasons are counted apart.
const maxReasons = 500

// stats is what the card says about rows, gathered while they are written.
type stats struct {
	rows    int
	keep    int
	origins map[seedbed.Origin]int
	scored  bool // a judge has looked at some row
	reasons []*reasonCount
	reason  map[reasonKey]*reasonCount
}

type reasonKey struct{ actor, reason string }

type reasonCount struct {
	reasonKey
	rows     int
	examples []seedbed.Record
}

func newStats(keep int) stats {
	return stats{keep: keep, origins: map[seedbed.Origin]int{}, reason: map[reasonKey]*reasonCount{}}
}

func (s *stats) add(r *seedbed.Record) {
	s.rows++
	s.origins[r.Origin]++
	s.scored = s.scored || len(r.Scores) > 0
	if s.keep == 0 {
		return
	}
	key := reasonKey{r.Decision.Actor, r.Decision.Reason}
	c := s.reason[key]
	if c == nil {
		if len(s.reasons) >= maxReasons {
			key = reasonKey{"", "other reasons"}
			c = s.reason[key]
		}
		if c == nil {
			c = &reasonCount{reasonKey: key}
			s.reason[key] = c
			s.reasons = append(s.reasons, c)
		}
	}
	c.rows++
	if len(c.examples) < s.keep {
		c.examples = append(c.examples, *r)
	}
}
