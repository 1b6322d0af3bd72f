package review

import (
	"fmt"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stats"
)

// Claims follows how the claims of an inspection stand while its rows are settled, in
// whatever order people come to settle them. Not for several goroutines at once.
//
// The bounds hold whenever one looks, for rows in the order in which they were drawn.
// People work side by side, so that rows are settled in another order, and one that
// takes long may do so because of what it holds: defective rows are discussed. What is
// settled at some moment is therefore no random sample, and a bound on it alone does
// not hold. So each moment is looked at in drawn order, up to the furthest row that is
// settled, and what is open before it counts against what is to be shown: as defective
// for the verdict met, as sound for not met. Wealth falls with every row that speaks
// against it, so whatever the open rows turn out to be, a verdict that is reached this
// way would be reached with them too; and the probability that this ever happens
// wrongly is 1 − Confidence at most, whatever decides who is how quick, and whenever
// one stops. A judge's differences have no such order of better and worse: they count
// up to the first row that is open.
//
// Where a bound for defects is shown, only the last 64 rows are spared from being
// counted as defective while they are open: they are under way.
type Claims struct {
	in       *plan.Inspection
	s        *Sample
	random   int
	state    []rowState // of the random items
	furthest int        // behind the last random item that is settled
	count    [stateMost]int
	follow   []follower
}

// rowState is what is known of a random row.
type rowState uint8

const (
	rowOpen rowState = iota
	rowSound
	rowDefective
	rowVoid
	stateMost
)

// follower follows one claim.
type follower interface {
	// settled tells that an item's outcome is another; nil: it is open again.
	settled(item int, o *RowOutcome)
	// state is how the claim stands by what is settled, and takes microseconds. The
	// Estimate of a slow one is that which it was shown last.
	state() ClaimState
}

// slow is a follower whose bound takes milliseconds a row, which decides nothing.
type slow interface {
	follower
	// due returns what works out the bound of the rows as they are now. It may run
	// beside everything but another of its kind.
	due() func() stats.Estimate
	show(e stats.Estimate)
}

// NewClaims follows the claims of a plan over its sample.
func NewClaims(in *plan.Inspection, s *Sample) (*Claims, error) {
	judged, err := judgeClaims(in)
	if err != nil {
		return nil, err
	}
	c := &Claims{in: in, s: s, random: s.Random()}
	c.state = make([]rowState, c.random)
	groups, judges := 0, 0
	for i := range in.Claims {
		claim := &in.Claims[i]
		switch claim.Kind {
		case plan.ShareOfDefects:
			f, err := newDefects(c, claim)
			if err != nil {
				return nil, err
			}
			c.follow = append(c.follow, f)
		case plan.JudgeWithin:
			f, err := newWithin(c, &judged[judges])
			if err != nil {
				return nil, err
			}
			c.follow = append(c.follow, f)
			judges++
		case plan.GroupsSeen:
			c.follow = append(c.follow, newSeen(c, claim, groups))
			groups++
		default:
			return nil, seedbed.Errorf(seedbed.CodeInternal, "there is no kind of claim %q", claim.Kind)
		}
	}
	return c, nil
}

// Settle notes what came of an item of the sample, by its place there; another outcome
// takes the place of one before. Its cost does not grow with the sample, but where a
// row that was settled long ago changes.
func (c *Claims) Settle(item int, o RowOutcome) error { return c.note(item, &o) }

// Unsettle notes that an item is open again.
func (c *Claims) Unsettle(item int) error { return c.note(item, nil) }

func (c *Claims) note(item int, o *RowOutcome) error {
	if item < 0 || item >= len(c.s.Items) {
		return seedbed.Errorf(seedbed.CodeInternal, "the sample has no item %d", item)
	}
	if item < c.random {
		now := rowOpen
		switch {
		case o == nil:
		case o.Void:
			now = rowVoid
		case o.Defective:
			now = rowDefective
		default:
			now = rowSound
		}
		c.count[c.state[item]]--
		c.count[now]++
		c.state[item] = now
		if now != rowOpen {
			c.furthest = max(c.furthest, item+1)
		}
		for c.furthest > 0 && c.state[c.furthest-1] == rowOpen {
			c.furthest--
		}
	}
	for _, f := range c.follow {
		f.settled(item, o)
	}
	return nil
}

// settledRows returns how many random rows are settled.
func (c *Claims) settledRows() int {
	return c.count[rowSound] + c.count[rowDefective] + c.count[rowVoid]
}

// States says how each claim stands, in the order of the plan.
func (c *Claims) States() []ClaimState {
	c.due()()()
	return c.stand()
}

// stand is States with bounds as they were worked out last, which may be of some rows
// less. All else, and so whatever decides a claim, is as it is now.
func (c *Claims) stand() []ClaimState {
	out := make([]ClaimState, len(c.follow))
	for i, f := range c.follow {
		out[i] = f.state()
	}
	return out
}

// due returns what brings the bounds up to date to now: work, which may run while
// Claims are used but for another of its kind, and then keep, which may not.
func (c *Claims) due() (work func() (keep func())) {
	var which []slow
	var each []func() stats.Estimate
	for _, f := range c.follow {
		if s, is := f.(slow); is {
			which, each = append(which, s), append(each, s.due())
		}
	}
	return func() func() {
		made := make([]stats.Estimate, len(each))
		for i, f := range each {
			made[i] = f()
		}
		return func() {
			for i, s := range which {
				s.show(made[i])
			}
		}
	}
}

// Enough reports whether all claims are decided.
func Enough(states []ClaimState) bool {
	return !slices.ContainsFunc(states, func(s ClaimState) bool { return !s.Decided() })
}

// RandomEnough reports whether all claims that rest on random rows are decided. Where
// others are not, rows of other parts are what they lack first.
func RandomEnough(states []ClaimState) bool {
	return !slices.ContainsFunc(states, func(s ClaimState) bool { return s.Kind != plan.GroupsSeen && !s.Decided() })
}

// More returns how many more rows decide all claims if nothing further turns up, −1
// where the sample cannot decide one.
func More(states []ClaimState) int {
	most := 0
	for i := range states {
		if states[i].More < 0 {
			return -1
		}
		most = max(most, states[i].More)
	}
	return most
}

// stateOf begins the state of a claim.
func stateOf(c *plan.InspectionClaim) ClaimState {
	return ClaimState{Text: c.Text, Kind: c.Kind, Limit: c.Limit}
}

// usedUp says that a sample of fixed size was looked at and decides nothing.
func usedUp(n int) string {
	return fmt.Sprintf("all %d rows of the sample were looked at, and they do not decide it", n)
}
