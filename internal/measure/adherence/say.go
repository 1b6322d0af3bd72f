package adherence

import (
	"fmt"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// seen is a value of an option, to be shown in an error.
func seen(v any) string { return prose.Shown(fmt.Sprint(v)) }

// habit is the share of rows above which something is how the data is written.
const habit = .5

// worth returns the severity of a share of rows that are defective: serious where
// ten rows are and the lower end of the interval is 1 % or more, notable where three
// are and it is .1 % or more, or there are fewer than 100 rows.
func worth(e stats.Estimate, k int64) measure.Severity {
	if !e.Defined() || e.Interval == nil {
		return measure.Plain
	}
	switch low := e.Interval.Low; {
	case k >= 10 && low >= .01:
		return measure.Serious
	case k >= 3 && (low >= .001 || e.N < 100):
		return measure.Notable
	}
	return measure.Plain
}
