package measure

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

// Verdict is what became of an expectation.
type Verdict = stats.Verdict

// The verdicts.
const (
	Met        = stats.Met
	NotMet     = stats.NotMet
	CannotTell = stats.CannotTell
)

// Expect is what a user declared that a figure should be.
type Expect struct {
	Figure string // "duplicates.near"; the measure's name stands for its main figure
	Text   string // as it was written: "< 2%"
	claim  stats.Claim
}

// ParseExpect reads "< 2%", "<= .05", "> 95%", ">= 10" or "= 0".
func ParseExpect(figure, s string) (Expect, error) {
	e := Expect{Figure: figure, Text: s}
	rest := strings.TrimSpace(s)
	for _, op := range []string{"<=", ">=", "<", ">", "="} {
		if after, ok := strings.CutPrefix(rest, op); ok {
			e.claim.Op, rest = op, strings.TrimSpace(after)
			break
		}
	}
	number, percent := strings.CutSuffix(rest, "%")
	e.claim.Limit = Number(strings.TrimSpace(number))
	if e.claim.Op == "" || e.claim.Limit != e.claim.Limit {
		return e, &seedbed.Error{
			Code:    seedbed.CodeInvalid,
			Message: fmt.Sprintf("%.40q is no expectation", s),
			Fix:     `write "< 2%", "<= 0.05", "> 95%", ">= 10" or "= 0"`,
		}
	}
	if percent {
		e.claim.Limit /= 100
	}
	return e, nil
}

// Limit returns what a figure is compared with, shares from 0 to 1.
func (e *Expect) Limit() float64 { return e.claim.Limit }

// apply sets the finding's verdict. It goes by the interval: met where all of it
// is as expected, not met where none of it is. A count over all rows is compared
// as it is.
func (e *Expect) apply(f *Finding, level float64) {
	f.Expect, f.Verdict, f.Because = e.Text, "", ""
	est := &f.Estimate
	if !est.Defined() {
		f.Verdict, f.Because = CannotTell, est.Undefined
		return
	}
	if est.Interval == nil && est.NoInterval != "" {
		f.Verdict, f.Because = CannotTell, "there is no interval: "+est.NoInterval
		return
	}
	f.Verdict = e.claim.Judge(*est)
	if e.claim.Op == "=" {
		switch {
		case f.Census && est.Value == e.claim.Limit:
			f.Verdict = Met // in these rows: every one was looked at
		case f.Verdict == CannotTell && e.claim.Limit == 0 && est.Value > 0:
			f.Verdict = NotMet // what is there is there
		}
	}
	if f.Verdict == CannotTell {
		f.Because = e.because(f, level)
	}
	if f.Verdict == NotMet {
		f.Severity = Serious
	}
}

// because says why a verdict is not clear, and how many rows would clear it.
func (e *Expect) because(f *Finding, level float64) string {
	n := f.Estimate.N
	if e.claim.Op == "=" {
		if e.claim.Limit == 0 && f.Unit == Share {
			return fmt.Sprintf(`n = %d; "= 0" cannot be shown by sampling; "< 1%%" needs %d`, n, rowsToShow(0, .01, level))
		}
		return fmt.Sprintf(`n = %d; an exact value cannot be shown by sampling`, n)
	}
	if f.Unit == Share && e.claim.Limit > 0 && e.claim.Limit < 1 {
		if more := rowsToShow(f.Estimate.Value, e.claim.Limit, level); more > n {
			return fmt.Sprintf("n = %d; %d would do, if the share stays", n, more)
		}
	}
	return fmt.Sprintf("n = %d is too few", n)
}

// mostRows is the largest number of rows that rowsToShow considers.
const mostRows = 1 << 30

// rowsToShow returns how many rows it takes until a share's interval lies on one
// side of a limit, if the share stays as it is; 0: more than anybody has.
func rowsToShow(share, limit, level float64) int {
	clear := func(n int) bool {
		e := stats.Share(int(math.Round(share*float64(n))), n, level)
		return e.Interval != nil && (e.Interval.High < limit || e.Interval.Low > limit)
	}
	high := 8
	for !clear(high) {
		if high *= 2; high > mostRows {
			return 0
		}
	}
	return high/2 + sort.Search(high/2, func(i int) bool { return clear(high/2 + i) })
}
