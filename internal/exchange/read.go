package exchange

import (
	"fmt"
	"strings"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// Want is what a file may hold answers to.
type Want struct {
	Inspection string            // "": any
	Rubrics    []*seedbed.Rubric // revisions that answers may be of, the one that holds now last; one or more
	Rows       []seedbed.ID      // the rows that are asked; none: any
	// Fields are those of a row, as people were shown them; nil where nobody knows. They
	// say what offsets of spans count in.
	Fields func(row seedbed.ID) (seedbed.Fields, bool)
	// Person is who answered, where a file does not say; a worksheet that says another is
	// refused. Whoever takes files from people sets it to who is signed in: what a
	// worksheet says of itself proves nothing.
	Person string
	// People are the ids of those whom other tools know by other names: an e-mail
	// address, a number, a column's name. nil: names stay as they are. With People, a
	// name that is not there is a problem.
	People map[string]string
	// Shared are names that several people have, with their ids: who is meant by one is
	// asked for.
	Shared map[string][]string
	At     time.Time // when it was answered, where a file does not say: when the file was last changed
	// Unstated takes responses for submitted where an export of Argilla does not say.
	Unstated bool
}

// Read is what a file held.
type Read struct {
	Answers  []Answered
	Skips    []Skipped
	Empty    int              // rows without an answer
	Drafts   int              // answers that were begun and not handed in; they are not read
	Problems seedbed.Problems // each with file, line and column; warnings among them
	More     int              // problems beyond the first thousand, which are not kept
}

// Answered is one person's answer to one row.
type Answered struct {
	Person string
	At     time.Time // zero where nobody says
	Answer review.Answer
	Place  seedbed.Position
}

// Skipped is a row that somebody would not or could not rate.
type Skipped struct {
	Person string
	At     time.Time
	Skip   review.Skip
	Again  bool
	Place  seedbed.Position
}

// Refused is how many problems are more than warnings.
func (r *Read) Refused() int {
	n := r.More
	for i := range r.Problems {
		if !r.Problems[i].Warning {
			n++
		}
	}
	return n
}

const (
	mostBytes    = 128 << 20 // of a file
	mostRows     = 200_000   // of a file
	mostLine     = 4 << 20   // of one row as JSON
	mostColumns  = 1000
	mostProblems = 1000
	mostNote     = 20_000 // bytes of a note, as a desk takes it
	mostFlag     = 500    // bytes of a flag
	mostFlags    = 32
	mostSpans    = 2000 // of an answer
)

// reading collects what a file holds.
type reading struct {
	Read
	want   *Want
	file   string
	known  map[seedbed.ID]bool
	seen   map[answerKey]int // index into Answers, or -1-index into Skips
	shared map[string]bool   // problems of the whole file that were noted
}

type answerKey struct {
	person string
	row    seedbed.ID
	again  bool
}

func newReading(file string, want *Want) (*reading, error) {
	if len(want.Rubrics) == 0 {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "reading %s: there is no rubric", file)
	}
	r := &reading{want: want, file: file, seen: map[answerKey]int{}}
	if len(want.Rows) > 0 {
		r.known = make(map[seedbed.ID]bool, len(want.Rows))
		for _, id := range want.Rows {
			r.known[id] = true
		}
	}
	return r, nil
}

func (r *reading) pos(line, col int) seedbed.Position {
	return seedbed.Position{File: r.file, Line: line, Col: col}
}

func (r *reading) problem(p seedbed.Position, fix, format string, args ...any) {
	r.note(seedbed.Problem{Pos: p, Fix: fix, Message: fmt.Sprintf(format, args...)})
}

func (r *reading) warn(p seedbed.Position, fix, format string, args ...any) {
	r.note(seedbed.Problem{Pos: p, Fix: fix, Message: fmt.Sprintf(format, args...), Warning: true})
}

func (r *reading) note(p seedbed.Problem) {
	if len(r.Problems) >= mostProblems {
		r.More++
		return
	}
	r.Problems = append(r.Problems, p)
}

// rubric returns the revision that answers are of: the one named, or the one that holds
// now where none is named.
func (r *reading) rubric(revision string) *seedbed.Rubric {
	if revision == "" {
		return r.want.Rubrics[len(r.want.Rubrics)-1]
	}
	for _, x := range r.want.Rubrics {
		if x.Revision == revision {
			return x
		}
	}
	return nil
}

// row reads how files name a row. ok is false where a problem was noted.
func (r *reading) row(p seedbed.Position, token string) (row rowName, ok bool) {
	row, ok = readToken(token)
	if !ok {
		r.problem(p, "leave the column \"row\" as it was written", "%s names no row", quote(token))
		return row, false
	}
	if len(row.digits) < 2*len(row.id) {
		if row.id, ok = r.beginning(row.digits); !ok {
			r.problem(p, "leave the column \"row\" as it was written", "%s is cut, and no one row begins so", quote(token))
			return row, false
		}
	}
	if r.known != nil && !r.known[row.id] {
		r.problem(p, "give it back in the inspection that it is of", "row %s is none of this inspection", row.id.Short())
		return row, false
	}
	return row, true
}

// beginning finds the one row that is asked and begins with digits.
func (r *reading) beginning(digits string) (found seedbed.ID, ok bool) {
	for _, id := range r.want.Rows {
		if strings.HasPrefix(id.String(), digits) && id != found {
			if ok {
				return found, false
			}
			found, ok = id, true
		}
	}
	return found, ok
}

// person returns the id of who is called name.
func (r *reading) person(p seedbed.Position, name string) (string, bool) {
	if name == "" {
		name = r.want.Person
		if name == "" {
			r.problem(p, "say who answered", "nothing says whose answer this is")
			return "", false
		}
		return name, true
	}
	if r.want.People == nil {
		return name, true
	}
	if ids := r.want.Shared[name]; len(ids) > 1 {
		r.problem(p, "write the id in place of the name", "%s is the name of several people: %s", quote(name), strings.Join(ids, ", "))
		return "", false
	}
	id, ok := r.want.People[name]
	if !ok {
		r.problem(p, "say which person of the project that is", "nobody here is known as %s", quote(name))
	}
	return id, ok
}

// rowName is how a file names a row.
type rowName struct {
	id     seedbed.ID
	digits string
	again  bool
	check  string
}

// fewestDigits of a cut id name a row.
const fewestDigits = 8

func readToken(s string) (row rowName, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	digits, rest, _ := strings.Cut(strings.TrimPrefix(s, "r"), "-")
	if a, after, _ := strings.Cut(rest, "-"); a == "2" {
		row.again, rest = true, after
	}
	if len(rest) == 8 && isHex(rest) {
		row.check, rest = rest, ""
	}
	if rest != "" || !isHex(digits) || len(digits) < fewestDigits || len(digits) > 2*len(row.id) {
		return row, false
	}
	row.digits = digits
	if len(digits) == 2*len(row.id) {
		return row, row.id.UnmarshalText([]byte(digits)) == nil
	}
	return row, true
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
