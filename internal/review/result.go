package review

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// Result is what came of an inspection: what may be said of the rows, and on what it
// rests.
type Result struct {
	Inspection string         `json:"inspection"`
	What       string         `json:"what,omitempty"` // what the rows are: "accepted"; "" where nothing is known of them
	Rows       int            `json:"rows"`           // that there are
	Dataset    string         `json:"dataset"`        // digest of their ids
	Rubric     string         `json:"rubric"`         // as people name it: "hint r3"
	Confidence float64        `json:"confidence"`     // of each claim by itself
	Claims     []ClaimState   `json:"claims"`
	LookedAt   int            `json:"looked_at"` // rows that are settled, whatever their part
	Parts      map[Part]int   `json:"parts,omitempty"`
	Unrated    int            `json:"unrated,omitempty"`  // of these, rows of which nobody knows what they are
	Answers    int            `json:"answers"`            // that count
	People     int            `json:"people"`             // whose answers count
	Programs   int            `json:"programs,omitempty"` // whose answers count, and who are no people
	PerRow     int            `json:"per_row"`            // answers that a row was to have
	Agreement  stats.Estimate `json:"agreement"`          // Krippendorff's α of who rated the same rows
	From       time.Time      `json:"from"`               // of the first answer that counts; zero: there is none
	To         time.Time      `json:"to"`                 // of the last
	Groups     []GroupFigure  `json:"groups,omitempty"`
	Credits    []string       `json:"credits,omitempty"` // how people wish to be named
	Unnamed    int            `json:"unnamed,omitempty"` // how many do not
	Notes      []string       `json:"notes,omitempty"`   // that people saw a judge's answers first; that the rubric changed
	Head       Head           `json:"head"`              // of the ledger
}

// Sentence says in one sentence what may be published of the rows, claim by claim,
// and on what it rests: who looked at how many rows, how far they agree, and when.
func (r *Result) Sentence() string {
	var said []string
	for i := range r.Claims {
		said = append(said, r.claim(&r.Claims[i]))
	}
	if len(said) == 0 {
		said = []string{"nothing was claimed"}
	}
	s := fmt.Sprintf("Of %s, %s; %s", r.rows(), strings.Join(said, "; "), r.looked())
	if when := days(r.From, r.To); when != "" {
		s += "; inspected " + when
	}
	return s + "."
}

// Sentences says of each claim by itself how it stands.
func (r *Result) Sentences() []string {
	out := make([]string, len(r.Claims))
	for i := range r.Claims {
		out[i] = fmt.Sprintf("%s, %s: of %s, %s.", r.Claims[i].Text, r.Claims[i].Verdict, r.rows(), r.claim(&r.Claims[i]))
	}
	return out
}

func (r *Result) rows() string {
	if r.What == "" {
		return prose.Rows(r.Rows)
	}
	return prose.Plural(r.Rows, r.What+" row", r.What+" rows")
}

// looked says who looked at how many rows, and how far they agree.
func (r *Result) looked() string {
	switch {
	case r.LookedAt == 0 && r.Answers == 0:
		return "nobody has looked at any yet"
	case r.LookedAt == 0:
		return fmt.Sprintf("%s by %s, and no row has all that it needs yet", prose.Plural(r.Answers, "answer is in", "answers are in"), r.who())
	}
	s := prose.Rows(r.LookedAt) + " looked at"
	if r.LookedAt == r.Rows {
		s = "all looked at"
	}
	if n := r.Parts[PartRandom]; n > 0 && n < r.LookedAt {
		s += ", " + prose.Count(n) + " of them drawn at random,"
	}
	if r.People+r.Programs == 0 {
		return s + ", and rated by nobody"
	}
	s += " by " + r.who()
	switch {
	case r.People+r.Programs == 1:
		return s + ", so that nothing is known of whether another would agree"
	case r.PerRow <= 1:
		return s + ", each row by one, so that nothing is known of whether they agree"
	case r.Agreement.Defined():
		return s + ", α = " + prose.Figure(r.Agreement)
	}
	return s + ", with no α: " + r.Agreement.Undefined
}

// who says how many answered, people and programs apart.
func (r *Result) who() string {
	people, programs := prose.Plural(r.People, "person", "people"), prose.Plural(r.Programs, "program", "programs")
	switch {
	case r.Programs == 0:
		return people
	case r.People == 0:
		return programs + " and no person"
	}
	return people + " and " + programs
}

// whose says whose answers a judge is held against.
func (r *Result) whose() string {
	if r.People == 0 && r.Programs > 0 {
		return "programs"
	}
	return "people"
}

func (r *Result) claim(c *ClaimState) string {
	switch c.Kind {
	case plan.JudgeWithin:
		return r.judge(c)
	case plan.GroupsSeen:
		return r.groups(c)
	}
	return r.defects(c)
}

// defects says what is known of the share of defective rows.
func (r *Result) defects(c *ClaimState) string {
	s := r.share(c)
	if c.Void > 0 {
		s += " (" + nobody(c.Void) + ")"
	}
	return s
}

func (r *Result) share(c *ClaimState) string {
	by, sure := "defective by rubric "+r.Rubric, "with "+prose.Percent(r.Confidence)+" confidence"
	found := fmt.Sprintf("%s of %s", prose.Count(c.Defects), prose.Count(c.Rows))
	switch {
	case c.Estimate.Defined() && c.Estimate.Interval == nil && c.Rows == r.Rows: // all were seen
		return fmt.Sprintf("%s (%s) are %s", prose.Count(c.Defects), prose.Percent(c.Estimate.Value), by)
	case c.Verdict == stats.Met:
		return fmt.Sprintf("%s %s are %s", sure, fewerThan(c.Estimate, c.Limit), by)
	case c.Verdict == stats.NotMet:
		return fmt.Sprintf("%s %s or more are %s: %s drawn at random are", sure, asWritten(100*c.Limit)+" %", by, found)
	case c.Rows == 0:
		return fmt.Sprintf("it cannot be told yet whether fewer than %s are %s", asWritten(100*c.Limit)+" %", by)
	}
	s := fmt.Sprintf("it cannot be told whether fewer than %s are %s: %s drawn at random are", asWritten(100*c.Limit)+" %", by, found)
	if c.Estimate.Interval != nil {
		s += fmt.Sprintf(", and %s %s of all", sure, fewerThan(c.Estimate, 1))
	}
	if c.More > 0 {
		return s + fmt.Sprintf("; about %s more would show it if no further one is defective", prose.Count(c.More))
	}
	return s + "; the sample cannot show it any more"
}

// fewerThan writes an upper bound, rounded up: what is published may be less than what
// is known, and not more. At the limit that was claimed it is the limit.
func fewerThan(e stats.Estimate, limit float64) string {
	if e.Interval == nil {
		return "no share that is known"
	}
	high := e.Interval.High
	step := .01
	switch {
	case high < .00095:
		step = .0001
	case high < .0995:
		step = .001
	}
	up := min(1, math.Ceil(high/step-1e-9)*step)
	switch said := prose.Percent(up); {
	case up >= limit-1e-12 && high < limit:
		return "fewer than " + asWritten(100*limit) + " %"
	case up <= high:
		return "at most " + said
	default:
		return "fewer than " + said
	}
}

// asWritten writes a limit as a person would: "5", ".05".
func asWritten(x float64) string {
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 6, 64), 64) // what it was before it was divided by 100
	return strings.TrimPrefix(strconv.FormatFloat(x, 'f', -1, 64), "0")
}

// judge says how far a judge is from people.
func (r *Result) judge(c *ClaimState) string {
	of, limit := strings.TrimSpace(strings.TrimSuffix(strings.Split(c.Text, "within")[0], " ")), asWritten(c.Limit)
	if !c.Estimate.Defined() || c.Estimate.Interval == nil && c.Rows < r.Rows {
		s := fmt.Sprintf("it cannot be told yet whether the %s is within %s of %s", of, limit, r.whose())
		if c.Why != "" {
			s += ": " + c.Why
		}
		return s
	}
	low, high := c.Estimate.Value, c.Estimate.Value
	sure := ""
	if i := c.Estimate.Interval; i != nil {
		low, high, sure = i.Low, i.High, "with "+prose.Percent(r.Confidence)+" confidence "
	}
	s := fmt.Sprintf("%sthe mean of the %s less that of %s is %s [%s, %s] on a scale from 0 to 1", sure, of, r.whose(),
		prose.Decimal(c.Estimate.Value), prose.Decimal(low), prose.Decimal(high))
	switch {
	case c.Verdict == stats.Met:
		return s + ", within " + limit
	case c.Verdict == stats.NotMet:
		return s + ", not within " + limit
	case c.More > 0:
		return s + fmt.Sprintf(", which does not tell yet whether it is within %s; about %s more would", limit, prose.Rows(c.More))
	}
	return s + ", which does not tell whether it is within " + limit
}

// groups says which groups were seen often enough.
func (r *Result) groups(c *ClaimState) string {
	claim := strings.TrimSpace(c.Text)
	switch {
	case c.Verdict == stats.Met:
		return claim + ", as was claimed"
	case c.Why != "" && c.Verdict == stats.NotMet:
		return "not " + claim + ": " + c.Why
	case c.Why != "":
		return "not yet " + claim + ": " + c.Why
	}
	return "not yet " + claim
}

// days writes from when to when: "10–12 March 2026".
func days(from, to time.Time) string {
	if from.IsZero() || to.IsZero() {
		return ""
	}
	from, to = from.UTC(), to.UTC()
	switch {
	case from.Year() != to.Year():
		return from.Format("2 January 2006") + " – " + to.Format("2 January 2006")
	case from.Month() != to.Month():
		return from.Format("2 January") + " – " + to.Format("2 January 2006")
	case from.Day() != to.Day():
		return from.Format("2") + "–" + to.Format("2 January 2006")
	}
	return to.Format("2 January 2006")
}
