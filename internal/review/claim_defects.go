package review

import (
	"fmt"
	"math"

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

	stale int // rows before it are in the bound as they are
	bound defectBound
	shown stats.Estimate // as the bound was brought up to date last
}

// defectBound is the bound that is shown: of the first rows of the sample, with what
// was used of each.
type defectBound struct {
	at    stats.ShareSequence
	used  []bool // whether it counted as defective
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

func (d *defects) restart() error {
	empty, err := stats.NewShareSequence(d.all.in.Confidence, d.all.s.Rows)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "following %q: %w", d.claim.Text, err)
	}
	d.bound = defectBound{at: *empty, saved: []stats.ShareSequence{*empty}}
	d.shown = empty.AtMost()
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

// due brings the bound up to date: of all rows in drawn order but the last that are
// under way.
func (d *defects) due() func() stats.Estimate {
	d.decide()
	to := max(d.ahead, d.all.furthest-underWay, d.met)
	from := min(d.stale, to)
	bad := make([]bool, to-from)
	for i := range bad {
		bad[i] = d.all.state[from+i] != rowSound
	}
	d.stale = to
	return func() stats.Estimate {
		d.bound.follow(from, bad)
		return d.bound.at.AtMost()
	}
}

func (d *defects) show(e stats.Estimate) { d.shown = e }

// follow takes rows from one on for what they are now; those before it are as they were.
func (b *defectBound) follow(from int, bad []bool) {
	to := from + len(bad)
	if len(b.used) < from {
		return // one before did not fit: see below
	}
	for i := from; i < len(b.used); i++ {
		if i >= to || b.used[i] != bad[i-from] {
			b.rewind(i)
			break
		}
	}
	for i := len(b.used); i < to; i++ {
		// The rows before from that rewind took back are still in used's memory.
		is := i < from && b.used[:i+1][i] || i >= from && bad[i-from]
		if b.at.Add(is) != nil {
			return // the sample has more random rows than there are rows: the file was made up
		}
		b.used = append(b.used, is)
		if len(b.used)%saveEvery == 0 {
			b.saved = append(b.saved, b.at)
		}
	}
}

// rewind takes back what was added from a row on.
func (b *defectBound) rewind(row int) {
	at := row / saveEvery
	b.at = b.saved[at]
	b.saved = b.saved[:at+1]
	b.used = b.used[:at*saveEvery]
}

func (d *defects) state() ClaimState {
	d.decide()
	c := d.all
	s := stateOf(d.claim)
	s.Rows, s.Defects = c.settledRows(), c.count[rowDefective]+c.count[rowVoid]
	s.Estimate, s.Verdict = d.shown, stats.CannotTell
	s.Void = c.count[rowVoid]
	s.Why = nobody(s.Void)
	switch {
	case d.met > 0:
		s.Verdict = stats.Met
		if i := s.Estimate.Interval; i != nil && i.High >= s.Limit { // it is of some rows less
			at := *i
			at.High = math.Nextafter(s.Limit, 0)
			s.Estimate.Interval = &at
		}
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
	last  *ClaimState // when all was settled; nil: something changed since
}

func (f *fixedDefects) settled(item int, _ *RowOutcome) {
	if item >= f.rows {
		return
	}
	f.last = nil
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
	if f.last == nil {
		s := f.stand()
		f.last = &s
	}
	return *f.last
}

func (f *fixedDefects) stand() ClaimState {
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

// nobody says that there are rows that could not be rated.
func nobody(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "one row could not be rated, and counts as defective"
	}
	return fmt.Sprintf("%d rows could not be rated, and count as defective", n)
}
