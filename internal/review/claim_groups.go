package review

import (
	"fmt"

	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// seen follows a claim that every value of a field is seen so often. Rows of all parts
// count: that one looked is all that is claimed.
type seen struct {
	all    *Claims
	claim  *plan.InspectionClaim
	at     int // in Item.Groups
	groups []Group
	times  map[string]int
	is     []bool // by item: it is settled
	rows   int    // how many are
}

func newSeen(c *Claims, claim *plan.InspectionClaim, at int) follower {
	s := &seen{all: c, claim: claim, at: at, times: map[string]int{}, is: make([]bool, len(c.s.Items))}
	for _, g := range c.s.Groups {
		if g.Field == claim.Field {
			s.groups = append(s.groups, g)
		}
	}
	return s
}

func (s *seen) settled(item int, o *RowOutcome) {
	it := &s.all.s.Items[item]
	if s.at >= len(it.Groups) || s.is[item] == (o != nil) {
		return
	}
	by := 1
	if o == nil {
		by = -1
	}
	s.is[item] = o != nil
	s.rows += by
	s.times[it.Groups[s.at]] += by
}

func (s *seen) state() ClaimState {
	st := stateOf(s.claim)
	st.Rows = s.rows
	met, lacks := 0, 0
	var few, wants []string
	for _, g := range s.groups {
		n := s.times[g.Value]
		if n >= s.claim.Least {
			met++
			continue
		}
		lacks += min(g.Rows, s.claim.Least) - n
		if g.Rows < s.claim.Least {
			few = append(few, fmt.Sprintf("there are %s of %s", prose.Rows(g.Rows), prose.Quoted(g.Value)))
		} else {
			wants = append(wants, fmt.Sprintf("%s %d of %d times", prose.Quoted(g.Value), n, s.claim.Least))
		}
	}
	switch {
	case len(s.groups) == 0:
		st.Verdict, st.Why = stats.NotMet, "no row has a value of "+s.claim.Field
		st.Estimate = stats.Undefined("%s", st.Why)
		return st
	case len(few) > 0:
		st.Verdict, st.Why = stats.NotMet, prose.List(few, 3)
	case met == len(s.groups):
		st.Verdict = stats.Met
	default:
		st.Verdict, st.More, st.Why = stats.CannotTell, lacks, prose.List(wants, 3)
	}
	st.Estimate = stats.Exact(float64(met)/float64(len(s.groups)), len(s.groups))
	return st
}
