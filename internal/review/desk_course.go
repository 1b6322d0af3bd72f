package review

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// course is how an inspection stands. A row takes 16 bytes beside its item, an answer
// 36, and its values are shared with all answers that say the same.
type course struct {
	in       *plan.Inspection // with the newest rubric
	begun    time.Time
	hash     string // of plan, rubric and sample
	sample   *Sample
	revs     []revision // of the rubric, from 0
	claims   *Claims
	states   []ClaimState // as of stood: see standing
	stood    int          // settles counted then
	settles  int
	bounded  int  // settles counted when the bounds were brought up to date
	bounding bool // somebody is at it

	rows   []row   // one an item
	byID   []int32 // items in the order of their ids
	random int     // so many items are random; they come first
	gold   []int32
	round  int            // so many of them are the calibration round
	where  *time.Location // says when a day begins
	from   []uint16       // number of each row's sources in origins; nil until somebody who wrote rows comes
	origin [][2]string

	marks []mark
	extra map[int32]*extra
	said  []said
	known map[string]int32 // of said

	seats   map[int32]*seat // by member
	lanes   []lane
	pending map[sending]*onTheWay
	soonest time.Time // no hold ends before

	parts    map[Part]*Progress
	open     [2]int // answers that random rows, and others, still want
	answers  int    // that stand
	changes  int    // counts everything that agreement depends on
	disputed map[int32]struct{}
	settled  map[int32]*adjudicated
	figures  figures
	figuring bool // they are being made
}

// revision is a rubric, and when its answers make a row defective.
type revision struct {
	rubric *seedbed.Rubric
	in     *plan.Inspection
	at     time.Time // asked from then on; zero: from the beginning
}

// row is how one item of the sample stands.
type row struct {
	mark   int32  // the newest of its marks; −1: none
	since  uint16 // the revision from which on answers count
	got    uint8  // answers that count
	held   uint8  // places held for people
	skips  uint8  // people who skipped it
	status rowStatus
}

type rowStatus uint8

const (
	rowDone        rowStatus = 1 << iota // it has all answers, or was skipped by too many
	rowBad                               // by what people said
	rowAdjudicated                       // an adjudicator spoke
	rowReopened                          // was done before: who may have seen what was said is not asked
	rowGone                              // the row cannot be read any more
	rowSkippedOut                        // too many skipped it
	rowUnrated                           // and so nobody knows what it is
)

func (r *row) is(s rowStatus) bool { return r.status&s != 0 }

// mostSkips is how many people may skip a row before it goes to an adjudicator.
const mostSkips = 2

// mark is an answer or a skip, as small as can be.
type mark struct {
	at      int64 // microseconds since 1970
	next    int32 // of the row; −1: none
	who     int32
	row     int32
	said    int32 // −1: a skip
	rev     uint16
	through uint8
	flags   markFlags
}

type markFlags uint8

const (
	markAgain   markFlags = 1 << iota // a repeat
	markSurplus                       // beyond what was wanted: it counts for nothing
	markUndone
	markChecked   // a gold row of the calibration round, whose answer was told
	markWithdrawn // its person took all that they answered back; markUndone as well
)

// adjudicated is what an adjudicator made of a disagreement.
type adjudicated struct {
	Settlement
	by string
}

func (m *mark) is(f markFlags) bool { return m.flags&f != 0 }

// extra is what few marks have.
type extra struct {
	spans  []Span
	note   string
	flags  []string
	order  []int
	filled map[string]string
	reason string
}

// said is what was answered, by one revision.
type said struct {
	values map[string]string
	defect defect
}

type defect uint8

const (
	sound defect = iota
	defective
	unclear // it does not say
)

// sending is an answer on its way to the disk.
type sending struct {
	who, row int32
	again    bool
}

var throughs = []string{"", "page", "worksheet", "label-studio", "argilla", "table", "other"}

// rowOf returns the item of a row.
func (c *course) rowOf(id seedbed.ID) (int32, error) {
	i, ok := slices.BinarySearchFunc(c.byID, id, func(i int32, id seedbed.ID) int {
		return bytes.Compare(c.sample.Items[i].Row[:], id[:])
	})
	if !ok {
		return 0, seedbed.Errorf(seedbed.CodeNotFound, "row %s is not in the sample of %s", id.Short(), c.in.Name)
	}
	return c.byID[i], nil
}

// part returns why an item is in the sample.
func (c *course) part(i int32) Part { return c.sample.Items[i].Part }

// need is how many answers a row is to have; gold rows are for everybody.
func (c *course) need(i int32) int {
	if c.part(i) == PartGold {
		return 0
	}
	return c.in.Raters
}

// wants is how many answers a row may still be given to people for.
func (c *course) wants(i int32) int {
	r := &c.rows[i]
	if r.is(rowDone | rowAdjudicated | rowGone) {
		return 0
	}
	return c.need(i) - int(r.got) - int(r.held)
}

// intern returns the number of what was answered by a revision.
func (c *course) intern(values map[string]string, rev uint16) int32 {
	b, _ := json.Marshal(values) // a map of strings, with its keys sorted
	key := strconv.Itoa(int(rev)) + string(b)
	if i, ok := c.known[key]; ok {
		return i
	}
	r := &c.revs[rev]
	s := said{values: values}
	if r.in.Defect != nil {
		switch bad, err := r.in.Defective(values); {
		case err != nil:
			s.defect = unclear
		case bad:
			s.defect = defective
		}
	}
	i := int32(len(c.said))
	c.said = append(c.said, s)
	c.known[key] = i
	return i
}

// marksOf calls f for the marks of a row, newest first, until it returns false.
func (c *course) marksOf(i int32, f func(at int32, m *mark) bool) {
	for at := c.rows[i].mark; at >= 0; at = c.marks[at].next {
		if !f(at, &c.marks[at]) {
			return
		}
	}
}

// own returns the mark that a person has on a row and that stands: their answer or
// skip of the first time, or of the repeat. Where the row was asked again by a newer
// rubric, older ones do not stand.
func (c *course) own(s *seat, i int32, again bool) (at int32, ok bool) {
	c.marksOf(i, func(j int32, m *mark) bool {
		if m.who == s.index && m.is(markAgain) == again && !m.is(markUndone) && m.rev >= c.rows[i].since {
			at, ok = j, true
		}
		return !ok
	})
	return at, ok
}

// counted reports whether a mark is one of the answers that decide its row.
func (c *course) counted(m *mark) bool {
	return m.said >= 0 && !m.is(markAgain|markSurplus|markUndone) && m.rev >= c.rows[m.row].since && c.part(m.row) != PartGold
}

// revisionOf returns the number of a revision of the rubric; "" is the newest.
func (c *course) revisionOf(name string) (uint16, error) {
	if name == "" {
		return uint16(len(c.revs) - 1), nil
	}
	for i := range c.revs {
		if c.revs[i].rubric.Revision == name {
			return uint16(i), nil
		}
	}
	return 0, seedbed.Errorf(seedbed.CodeInvalid, "%s was never asked by revision %.12q of its rubric; the newest is %.12s", c.in.Name, name, c.in.Rubric.Revision)
}
