package review

import (
	"fmt"
	"strings"

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
	places map[string]int // of groups, by value
	times  []int          // that a group was seen
	met    int            // groups that were seen often enough
	lacks  int            // times that the others could still be seen and were not
	few    []string       // groups that cannot be seen often enough
	is     []bool         // by item: it is settled
	rows   int            // how many are
}

func newSeen(c *Claims, claim *plan.InspectionClaim, at int) follower {
	s := &seen{all: c, claim: claim, at: at, places: map[string]int{}, is: make([]bool, len(c.s.Items))}
	for _, g := range c.s.Groups {
		if g.Field == claim.Field {
			s.places[g.Value] = len(s.groups)
			s.groups, s.times = append(s.groups, g), append(s.times, 0)
			s.tally(len(s.groups)-1, 1)
			if g.Rows < claim.Least {
				s.few = append(s.few, fmt.Sprintf("there are %s of %s", prose.Rows(g.Rows), prose.Quoted(g.Value)))
			}
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
	if g, known := s.places[it.Groups[s.at]]; known {
		s.tally(g, -1)
		s.times[g] += by
		s.tally(g, 1)
	}
}

// tally counts a group in, or out.
func (s *seen) tally(g, n int) {
	if s.times[g] >= s.claim.Least {
		s.met += n
	} else {
		s.lacks += n * (min(s.groups[g].Rows, s.claim.Least) - s.times[g])
	}
}

func (s *seen) state() ClaimState {
	st := stateOf(s.claim)
	st.Rows = s.rows
	switch {
	case len(s.groups) == 0:
		st.Verdict, st.Why = stats.NotMet, "no row has a value of "+s.claim.Field
		st.Estimate = stats.Undefined("%s", st.Why)
		return st
	case len(s.few) > 0:
		st.Verdict, st.Why = stats.NotMet, prose.List(s.few, 3)
	case s.met == len(s.groups):
		st.Verdict = stats.Met
	default:
		st.Verdict, st.More, st.Why = stats.CannotTell, s.lacks, s.wants()
	}
	st.Estimate = stats.Exact(float64(s.met)/float64(len(s.groups)), len(s.groups))
	return st
}

// wants names the first few groups that were not seen often enough.
func (s *seen) wants() string {
	const few = 3
	var first []string
	for g := 0; g < len(s.groups) && len(first) < few; g++ {
		if n := s.times[g]; n < s.claim.Least {
			first = append(first, fmt.Sprintf("%s %d of %d times", prose.Quoted(s.groups[g].Value), n, s.claim.Least))
		}
	}
	out := strings.Join(first, ", ")
	if more := len(s.groups) - s.met - len(first); more > 0 {
		out += " and " + prose.Count(more) + " more"
	}
	return out
}
