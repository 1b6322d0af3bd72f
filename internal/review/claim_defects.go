package review

import (
	"fmt"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stats"
)

const (
	// underWay is how many of the last rows may be open without being counted as
	// defective in the bound that is shown.
	underWay = 64
	// saveEvery is after how many rows the bound is kept, to go back to.
	saveEvery = 16
)

// defects follows a claim that fewer than a share of rows are defective, one row after
// another.
type defects struct {
	all   *Claims
	claim *plan.InspectionClaim
	plan  *stats.SequentialPlan

	// The verdicts: rows before ahead have no open one among them and were gone
	// through; high counts what is not sound among them, low what is defective.
	ahead, high, low int
	met, refuted     int // after how many rows; 0: not

	// The bound: of the first rows of the sample, with what was used of each.
	bound *stats.ShareSequence
	used  []bool // whether it counted as defective
	stale int    // before this, used still holds
	saved []stats.ShareSequence
}

func newDefects(c *Claims, claim *plan.InspectionClaim) (follower, error) {
	g := goal(c.in, claim, c.s.Rows)
	if why := g.Check(); why != "" {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%q cannot be shown by looking at a sample: %s", claim.Text, why)
	}
	if c.in.Fixed {
		return &fixedDefects{all: c, claim: claim, rows: min(g.Single().Rows, c.random)}, nil
	}
	d := &defects{all: c, claim: claim, plan: g.Sequential()}
	return d, d.restart()
}

func (d *defects) restart() (err error) {
	d.bound, err = stats.NewShareSequence(d.all.in.Confidence, d.all.s.Rows)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "following %q: %w", d.claim.Text, err)
	}
	d.used, d.saved = d.used[:0], append(d.saved[:0], *d.bound)
	return nil
}

func (d *defects) settled(item int, _ *RowOutcome) {
	if item >= d.all.random {
		return
	}
	if item < max(d.ahead, d.met, d.refuted) {
		d.ahead, d.high, d.low = 0, 0, 0
	}
	d.stale = min(d.stale, item)
}

// decide goes through the rows in drawn order. Whatever is open counts against either
// verdict.
func (d *defects) decide() {
	state, n := d.all.state, d.ahead
	if n == 0 {
		d.met, d.refuted = 0, 0
	}
	high, low, whole := d.high, d.low, true
	for n < d.all.furthest {
		s := state[n]
		n++
		if s != rowSound {
			high++
		}
		if s == rowDefective {
			low++
		}
		if d.met == 0 && high < len(d.plan.Pass) && n >= d.plan.Pass[high] {
			d.met = n
		}
		if d.refuted == 0 && low > 0 && d.plan.After(n, low) == stats.NotMet {
			d.refuted = n
		}
		if whole = whole && s != rowOpen; whole {
			d.ahead, d.high, d.low = n, high, low
		}
	}
}

// narrow brings the bound up to date: of all rows in drawn order but the last that are
// under way.
func (d *defects) narrow() {
	to := max(d.ahead, d.all.furthest-underWay, d.met)
	for i := min(d.stale, to); i < len(d.used); i++ {
		if i >= to || d.used[i] != (d.all.state[i] != rowSound) {
			d.rewind(i)
			break
		}
	}
	for i := len(d.used); i < to; i++ {
		bad := d.all.state[i] != rowSound
		if d.bound.Add(bad) != nil {
			break // the sample has more random rows than there are rows: the file was made up
		}
		d.used = append(d.used, bad)
		if len(d.used)%saveEvery == 0 {
			d.saved = append(d.saved, *d.bound)
		}
	}
	d.stale = len(d.used)
}

// rewind takes back what was added from a row on.
func (d *defects) rewind(row int) {
	at := row / saveEvery
	*d.bound = d.saved[at]
	d.saved = d.saved[:at+1]
	d.used = d.used[:at*saveEvery]
}

func (d *defects) state() ClaimState {
	d.decide()
	d.narrow()
	c := d.all
	s := stateOf(d.claim)
	s.Rows, s.Defects = c.settledRows(), c.count[rowDefective]+c.count[rowVoid]
	s.Estimate, s.Verdict = d.bound.AtMost(), stats.CannotTell
	s.Void = c.count[rowVoid]
	s.Why = nobody(s.Void)
	switch {
	case d.met > 0:
		s.Verdict = stats.Met
	case d.refuted > 0:
		s.Verdict = stats.NotMet
	default:
		s.More = -1
		if need, ok := d.plan.More(0, s.Defects); ok && need <= c.random {
			s.More = max(1, need-s.Rows)
		}
	}
	return s
}

// fixedDefects follows the same claim for a sample of a size that was known before:
// nothing is said before all of it is settled.
type fixedDefects struct {
	all   *Claims
	claim *plan.InspectionClaim
	rows  int
	done  int
	bad   int
	void  int
	known []rowState
}

func (f *fixedDefects) settled(item int, _ *RowOutcome) {
	if item >= f.rows {
		return
	}
	if f.known == nil {
		f.known = make([]rowState, f.rows)
	}
	for _, step := range []struct {
		s  rowState
		by int
	}{{f.known[item], -1}, {f.all.state[item], 1}} {
		if step.s != rowOpen {
			f.done += step.by
		}
		if step.s == rowDefective || step.s == rowVoid {
			f.bad += step.by
		}
		if step.s == rowVoid {
			f.void += step.by
		}
	}
	f.known[item] = f.all.state[item]
}

func (f *fixedDefects) state() ClaimState {
	s := stateOf(f.claim)
	s.Rows, s.Defects, s.Void, s.Verdict = f.done, f.bad, f.void, stats.CannotTell
	if f.done < f.rows {
		s.More = f.rows - f.done
		s.Estimate = stats.Undefined("a sample of fixed size says nothing before all of it is settled")
		return s
	}
	level, lot := f.all.in.Confidence, f.all.s.Rows
	s.Estimate = stats.LotShareAtMost(f.bad, f.rows, lot, level)
	low := stats.LotShare(f.bad-f.void, f.rows, lot, max(0, 2*level-1)) // one-sided at the level
	switch {
	case (stats.Claim{Op: "<", Limit: f.claim.Limit}).Judge(s.Estimate) == stats.Met:
		s.Verdict = stats.Met
	case level > .5 && (stats.Claim{Op: "<", Limit: f.claim.Limit}).Judge(low) == stats.NotMet:
		s.Verdict = stats.NotMet
	default:
		s.More, s.Why = -1, usedUp(f.rows)
	}
	if f.void > 0 {
		s.Why = nobody(f.void)
	}
	return s
}

// nobody says that there are rows that nobody could rate.
func nobody(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "one row could be rated by nobody, and counts as defective"
	}
	return fmt.Sprintf("%d rows could be rated by nobody, and count as defective", n)
}
