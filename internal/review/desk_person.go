package review

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// member is a person as the desk knows them, with what they did in all inspections.
type member struct {
	Person
	index    int32 // in Desk.joined
	day      time.Time
	given    int  // rows answered or skipped on that day
	revealed int  // rows revealed on that day
	sinceOff int  // rows revealed since the last break
	withdrew bool // their answers: see Withdraw
}

// mostPeople bounds how many people a desk knows, so that they can be numbered.
const mostPeople = 100_000

// Join lets somebody in, or changes what may be said of them: roles, domains, what
// they wrote, how they wish to be credited. Once they have acted, they stay what they
// were, a person or a program.
func (d *Desk) Join(ctx context.Context, p Person) error {
	if p.ID == "" || len(p.ID) > mostName || strings.ContainsFunc(p.ID, func(r rune) bool { return r < ' ' }) {
		return seedbed.Errorf(seedbed.CodeInvalid, "a person's id has 1 to %d bytes and no control characters", mostName)
	}
	if err := checkProgram(&p); err != nil {
		return err
	}
	for _, r := range p.Roles {
		if !slices.Contains(Roles, r) {
			return seedbed.Errorf(seedbed.CodeInvalid, "there is no role %q; there are %v", r, Roles)
		}
	}
	d.mu.Lock()
	have, full := d.members[p.ID], len(d.joined) >= mostPeople
	same := have != nil && samePerson(&have.Person, &p)
	turns := d.turns(&p)
	d.mu.Unlock()
	switch {
	case same:
		return nil
	case turns != nil:
		return turns
	case have == nil && full:
		return seedbed.Errorf(seedbed.CodeInvalid, "%d people are here already, and no more fit", mostPeople)
	}
	_, err := d.do(ctx, p.ID, EventPerson, "", &p)
	return err
}

// checkProgram holds programs to rating: they own, settle and sign nothing.
func checkProgram(p *Person) error {
	switch {
	case p.Program == "":
		return nil
	case len(p.Program) > mostName || !utf8.ValidString(p.Program) || strings.ContainsFunc(p.Program, func(r rune) bool { return r < ' ' }):
		return seedbed.Errorf(seedbed.CodeInvalid, "what a program is has at most %d bytes of UTF-8 and no control characters", mostName)
	case slices.ContainsFunc(p.Roles, func(r Role) bool { return r != Rater }):
		return seedbed.Errorf(seedbed.CodeInvalid, "a program is a rater and nothing else: it owns, settles and signs nothing")
	}
	return nil
}

// turns says why somebody may not become a program or a person: what they answered,
// skipped or mended, also what was taken back, would be the other's.
func (d *Desk) turns(p *Person) error {
	m := d.members[p.ID]
	if m == nil || m.Program == p.Program {
		return nil
	}
	acted := slices.ContainsFunc(d.mended, func(r MendedRow) bool { return r.By == p.ID })
	for _, c := range d.courses {
		s := c.seats[m.index]
		acted = acted || s != nil && len(s.acts) > 0
		for k := range c.pending {
			acted = acted || k.who == m.index // it is on its way to the disk
		}
	}
	if !acted {
		return nil
	}
	is := "a person"
	if m.Program != "" {
		is = "the program " + strconv.Quote(m.Program)
	}
	return &seedbed.Error{
		Code: seedbed.CodeInvalid, Message: p.ID + " has answered as " + is + ", and stays that: what was said would be another's",
		Fix: "add them under another name",
	}
}

func samePerson(a, b *Person) bool {
	return a.ID == b.ID && a.Credit == b.Credit && a.Program == b.Program && slices.Equal(a.Roles, b.Roles) && slices.Equal(a.Domains, b.Domains) && slices.Equal(a.Wrote, b.Wrote)
}

func (d *Desk) applyPerson(p *Person) error {
	if m := d.members[p.ID]; m != nil {
		m.Person = *p
		for _, c := range d.courses {
			if s := c.seats[m.index]; s != nil {
				s.cursor = nil // what they may be given may be more now
			}
		}
		return nil
	}
	m := &member{Person: *p, index: int32(len(d.joined))}
	d.members[p.ID] = m
	d.joined = append(d.joined, m)
	return nil
}

// Person returns somebody who has joined.
func (d *Desk) Person(id string) (Person, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := d.members[id]
	if m == nil {
		return Person{}, false
	}
	return m.copy(), true
}

// People returns everybody who has joined, in the order in which they did.
func (d *Desk) People() []Person {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := make([]Person, len(d.joined))
	for i, m := range d.joined {
		out[i] = m.copy()
	}
	return out
}

func (m *member) copy() Person {
	p := m.Person
	p.Roles, p.Domains, p.Wrote = slices.Clone(p.Roles), slices.Clone(p.Domains), slices.Clone(p.Wrote)
	return p
}

// settles reports whether somebody may settle disagreements, and so sees what all said.
func (m *member) settles() bool { return m.Has(Owner) || m.Has(Adjudicator) }

// mayRate says why somebody may not rate in an inspection.
func (m *member) mayRate(c *course) error {
	if m.withdrew {
		return forbidden(m.ID, "you have taken your answers back, and are asked for no more")
	}
	if !m.Has(Rater) {
		return forbidden(m.ID, "only raters rate; ask the owner to make you one")
	}
	if c.in.Domain != "" && !slices.ContainsFunc(m.Domains, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), c.in.Domain) }) {
		return forbidden(m.ID, "%s is for people of %s; ask the owner to note it if that is your field", c.in.Name, c.in.Domain)
	}
	return nil
}

// seat is what one person does in one inspection.
type seat struct {
	*member
	acts        []int32 // marks, in order; those taken back too
	hold        *hold
	cursor      []int // how far they have looked through each lane; nil: from its head
	answers     int   // that stand, repeats not counted
	firsts      []int32
	skips       int
	again       int // repeats that were asked, or passed over
	golds       int // gold rows that were asked; they come in the order of the sample
	right       int // calibration rows answered as is known
	checked     int // calibration rows answered
	paused      bool
	left        bool
	exposure    map[string]int
	revealedRow int32        // one more than the row that was revealed last
	shown       []ClaimState // claims as they stood before the person's last answer settled a row; nil: as they stand
}

func (c *course) seat(m *member) *seat {
	s := c.seats[m.index]
	if s == nil {
		s = &seat{member: m}
		c.seats[m.index] = s
	}
	return s
}

// sortedSeats returns who did something, in the order in which they joined.
func (c *course) sortedSeats() []*seat {
	out := make([]*seat, 0, len(c.seats))
	for _, i := range slices.Sorted(maps.Keys(c.seats)) {
		out = append(out, c.seats[i])
	}
	return out
}
