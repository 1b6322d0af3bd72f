package society

import (
	"fmt"
	"math"
	"time"
)

// Date is a day, as days since 1 January 1970.
type Date int32

// Never is after every day: the end of what has not ended.
const Never Date = math.MaxInt32

// ParseDate reads a day such as 2024-03-12.
func ParseDate(s string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return 0, false
	}
	return Date(t.Unix() / 86400), true
}

// dateOf is the day of a year, month and day of the month; false where there is none.
func dateOf(year, month, day int) (Date, bool) {
	if year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 {
		return 0, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day {
		return 0, false
	}
	return Date(t.Unix() / 86400), true
}

func (d Date) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String is 2024-03-12; "" for Never.
func (d Date) String() string {
	if d == Never {
		return ""
	}
	return d.time().Format(time.DateOnly)
}

// Long is 12 March 2024.
func (d Date) Long() string {
	if d == Never {
		return "an unknown day"
	}
	t := d.time()
	return fmt.Sprintf("%d %s %d", t.Day(), t.Month(), t.Year())
}

// workday is d, or the Monday after a d at the weekend.
func (d Date) workday() Date {
	switch d.time().Weekday() {
	case time.Saturday:
		return d + 2
	case time.Sunday:
		return d + 1
	default:
		return d
	}
}
