package review

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// Answer keeps what somebody said of a row, and returns when it is on the disk. The
// same answer again changes nothing, and gets the receipt of the first.
//
// An answer counts where the person has a place on the row, or the row still has one
// that nobody has. One that comes when its place was given to others is kept in the
// ledger, counts for nothing, and the receipt says so: otherwise a row would have more
// raters than planned. So is one to a guideline that was changed for that row since.
//
// Errors: *Forbidden; seedbed.CodeNotFound for a row that is not in the sample;
// seedbed.CodeInvalid for what the rubric does not allow, and for another answer than
// the person has given already; seedbed.CodeStorage where it could not be kept.
func (d *Desk) Answer(ctx context.Context, inspection, person string, a Answer) (Receipt, error) {
	return d.Import(ctx, inspection, person, a, time.Time{})
}

// Import is Answer for what was said elsewhere, at a time; zero: when a.Given says, or
// now.
func (d *Desk) Import(ctx context.Context, inspection, person string, a Answer, at time.Time) (Receipt, error) {
	d.mu.Lock()
	c, m, err := d.find(inspection, person)
	d.mu.Unlock()
	if err != nil {
		return Receipt{}, err
	}
	if err := checkExtras(&a); err != nil {
		return Receipt{}, err
	}
	if at.IsZero() {
		at = a.Given
	}
	if err := d.learn(ctx, c, m); err != nil {
		return Receipt{}, err
	}
	if err := d.assist(ctx, c, &a); err != nil {
		return Receipt{}, err
	}
	out, there, err := d.admit(c, m, &a)
	if err != nil {
		return Receipt{}, err
	}
	if there {
		return d.receipt(c, m, 0, &a), nil
	}
	e, err := eventOf(person, EventAnswer, inspection, &a)
	if err == nil {
		e.At = at
		e, err = d.act(ctx, e)
	}
	d.mu.Lock()
	c.sent(c.seat(m), out)
	d.mu.Unlock()
	if err != nil {
		return Receipt{}, err
	}
	d.drafts.drop(person, inspection, a.Row)
	return d.receipt(c, m, e.Seq, &a), nil
}

// outgoing names what is on its way to the disk.
type outgoing struct{ key sending }

// onTheWay is an answer, a skip or an undo until it is on the disk.
type onTheWay struct {
	done chan struct{}
	held bool // a place was taken for it alone, and it has not come to it yet
}

// admit decides under the lock what an answer counts as, and takes its place, so that
// what comes meanwhile finds it taken. there: the same answer is kept already.
func (d *Desk) admit(c *course, m *member, a *Answer) (out outgoing, there bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := m.mayRate(c); err != nil {
		return out, false, err
	}
	i, err := c.rowOf(a.Row)
	if err != nil {
		return out, false, err
	}
	rev, err := c.revisionOf(a.Rubric)
	if err != nil {
		return out, false, err
	}
	a.Rubric = c.revs[rev].rubric.Revision
	if err := checkValues(c.revs[rev].rubric, a.Values); err != nil {
		return out, false, err
	}
	out.key = sending{m.index, i, a.Again}
	for c.pending[out.key] != nil {
		p := c.pending[out.key]
		d.mu.Unlock()
		<-p.done
		d.mu.Lock()
	}
	s := c.seat(m)
	if at, has := c.own(s, i, a.Again); has && c.marks[at].said >= 0 {
		if !c.same(at, a, rev) {
			return out, false, &seedbed.Error{Code: seedbed.CodeInvalid, Message: "you have answered row " + a.Row.Short() + " otherwise before", Fix: "take that answer back first, or ask an adjudicator"}
		}
		return out, true, nil
	}
	if c.wrote(s, i) {
		return out, false, forbidden(m.ID, "row %s comes from what you wrote; others rate it", a.Row.Short())
	}
	c.expire(d.now())
	p := &onTheWay{done: make(chan struct{})}
	if a.Surplus, err = c.place(s, i, a.Again, rev, p); err != nil {
		return out, false, err
	}
	c.pending[out.key] = p
	return out, false, nil
}

// place finds the place that an answer takes: that which the person holds, or one that
// is free. surplus: there is none.
func (c *course) place(s *seat, i int32, again bool, rev uint16, p *onTheWay) (surplus bool, err error) {
	holds := s.hold != nil && s.hold.row == i && s.hold.again == again
	if again {
		if _, has := c.own(s, i, false); !has {
			return false, seedbed.Errorf(seedbed.CodeInvalid, "row %s is no repeat: you have not answered it before", c.sample.Items[i].Row.Short())
		}
	}
	if holds {
		s.hold.sending = true
	}
	switch {
	case again || c.part(i) == PartGold:
		return false, nil
	case rev < c.rows[i].since:
		return true, nil
	case holds:
		return false, nil
	case c.wants(i) <= 0 || c.rows[i].is(rowReopened) && s.settles() && c.in.Raters > 1:
		return true, nil
	}
	c.rows[i].held++
	p.held = true
	return false, nil
}

// sent ends what admit began, when the event was applied, or could not be kept.
func (c *course) sent(s *seat, out outgoing) {
	p := c.pending[out.key]
	delete(c.pending, out.key)
	close(p.done)
	if p.held {
		c.rows[out.key.row].held--
		c.list(out.key.row)
	}
	if h := s.hold; h != nil && h.row == out.key.row && h.again == out.key.again {
		h.sending = false
		if _, has := c.own(s, h.row, h.again); has {
			c.release(s, h)
		}
	}
}

// awaitSent waits until what somebody holds is not on its way to the disk any more.
func (d *Desk) awaitSent(c *course, m *member) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for {
		h := c.seat(m).hold
		if h == nil || !h.sending {
			return
		}
		p := c.pending[sending{m.index, h.row, h.again}]
		if p == nil {
			return
		}
		d.mu.Unlock()
		<-p.done
		d.mu.Lock()
	}
}

// come gives up the place that was held for an answer in the moment in which it takes
// it: otherwise it would count twice until it is on the disk, and what another person
// says meanwhile would find no place.
func (c *course) come(s *seat, i int32, again bool) (gave bool) {
	if p := c.pending[sending{s.index, i, again}]; p != nil && p.held {
		p.held, gave = false, true
		c.rows[i].held--
	}
	if h := s.hold; h != nil && h.row == i && h.again == again {
		h.sending = false
		c.release(s, h)
	}
	return gave
}

// applyAnswer puts an answer beside its row.
func (c *course) applyAnswer(s *seat, a *Answer, at time.Time) error {
	i, err := c.rowOf(a.Row)
	if err != nil {
		return err
	}
	rev, err := c.revisionOf(a.Rubric)
	if err != nil {
		return err
	}
	m := mark{at: at.UnixMicro(), who: s.index, row: i, said: c.intern(a.Values, rev), rev: rev, through: throughOf(a.Through)}
	r := &c.rows[i]
	gold := c.part(i) == PartGold
	switch {
	case a.Again:
		m.flags |= markAgain
	case a.Surplus || !gold && (rev < r.since || int(r.got) >= c.need(i)) || rev < uint16(len(c.revs)-1) && checkValues(c.in.Rubric, a.Values) != nil:
		m.flags |= markSurplus
	}
	if gold && !a.Again {
		c.checkGold(s, i, a.Values, &m)
	}
	c.put(s, m, extraOf(a))
	gave := c.come(s, i, a.Again)
	s.count(at.In(c.where), 1)
	if m.is(markAgain) || gold {
		return nil
	}
	s.answers++
	s.firsts = append(s.firsts, i)
	s.shown = nil
	if m.is(markSurplus) {
		if gave {
			c.list(i)
		}
		return nil
	}
	c.change(i, func(r *row) {
		if r.got++; int(r.got) == c.need(i) {
			r.status |= rowDone
		}
	})
	if gave {
		c.list(i)
	}
	if r.is(rowDone) {
		if c.need(i) > 1 {
			s.shown = c.standing()
		}
		c.settle(i)
	}
	return nil
}

// put adds a mark to its row and to what the person did.
func (c *course) put(s *seat, m mark, x *extra) {
	at := int32(len(c.marks))
	m.next = c.rows[m.row].mark
	c.marks = append(c.marks, m)
	c.rows[m.row].mark = at
	s.acts = append(s.acts, at)
	if x != nil {
		c.extra[at] = x
	}
	if m.said >= 0 {
		c.answers++
	}
	c.changes++
}

func extraOf(a *Answer) *extra {
	if len(a.Spans) == 0 && a.Note == "" && len(a.Flags) == 0 && len(a.Order) == 0 && len(a.Filled) == 0 {
		return nil
	}
	return &extra{spans: a.Spans, note: a.Note, flags: a.Flags, order: a.Order, filled: a.Filled}
}

func throughOf(s string) uint8 {
	if i := slices.Index(throughs, s); i >= 0 {
		return uint8(i)
	}
	return uint8(len(throughs) - 1)
}

// same reports whether an answer is the one that is there.
func (c *course) same(at int32, a *Answer, rev uint16) bool {
	m := &c.marks[at]
	x := c.extra[at]
	if x == nil {
		x = &extra{}
	}
	return m.rev == rev && maps.Equal(c.said[m.said].values, a.Values) && x.note == a.Note && slices.Equal(x.flags, a.Flags) && slices.Equal(x.spans, a.Spans)
}

// assist records what stood in the form before the person answered, which the desk
// knows better than a page.
func (d *Desk) assist(ctx context.Context, c *course, a *Answer) error {
	if c.in.Assisted == "" || a.Through != "" && a.Through != "page" {
		return nil
	}
	r, ok, err := d.rows.Row(ctx, a.Row)
	if err != nil || !ok {
		return err
	}
	d.mu.Lock()
	rubric := c.in.Rubric
	d.mu.Unlock()
	a.Filled = c.filled(&r, rubric)
	return nil
}

// What one answer may have.
const (
	mostNote  = 20_000 // bytes
	mostFlags = 32
	mostSpans = 2_000
)

func checkExtras(a *Answer) error {
	tidy := func(what, s string, most int) error {
		if len(s) > most || !utf8.ValidString(s) {
			return seedbed.Errorf(seedbed.CodeInvalid, "%s has %d bytes or is no UTF-8; %d bytes are the most", what, len(s), most)
		}
		return nil
	}
	if err := tidy("the note", a.Note, mostNote); err != nil {
		return err
	}
	if len(a.Flags) > mostFlags || len(a.Spans) > mostSpans || len(a.Order) > mostSpans {
		return seedbed.Errorf(seedbed.CodeInvalid, "an answer has at most %d flags and %d marked spans", mostFlags, mostSpans)
	}
	for _, f := range a.Flags {
		if err := tidy("a flag", f, 500); err != nil {
			return err
		}
	}
	for i := range a.Spans {
		s := &a.Spans[i]
		if s.From < 0 || s.To <= s.From {
			return seedbed.Errorf(seedbed.CodeInvalid, "marked span %d runs from %d to %d; it has to end behind its beginning", i+1, s.From, s.To)
		}
		if err := tidy("the field or category of a span", s.Field+s.Category, 1000); err != nil {
			return err
		}
	}
	return tidy("how an answer came", a.Through, 100)
}

// checkValues holds answers to the rubric: every criterion has one that it allows.
func checkValues(r *seedbed.Rubric, values map[string]string) error {
	for i := range r.Criteria {
		k := &r.Criteria[i]
		v, has := values[k.Name]
		if !has {
			return seedbed.Errorf(seedbed.CodeInvalid, "there is no answer to %s; answer each of %s, or skip the row", k.Name, strings.Join(criterionNames(r), ", "))
		}
		if _, ok := k.Value(v); !ok {
			return seedbed.Errorf(seedbed.CodeInvalid, "%.40q is no answer to %s; %s", v, k.Name, allowed(k))
		}
	}
	if len(values) > len(r.Criteria) {
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if !slices.Contains(criterionNames(r), name) {
				return seedbed.Errorf(seedbed.CodeInvalid, "the rubric does not ask for %.40q; its criteria are %s", name, strings.Join(criterionNames(r), ", "))
			}
		}
	}
	return nil
}

// allowed says what may be answered.
func allowed(k *seedbed.Criterion) string {
	switch k.Kind {
	case seedbed.Scale:
		return fmt.Sprintf("answer a whole number from %d to %d", k.Min, k.Max)
	case seedbed.YesNo:
		return "answer yes or no"
	}
	return "answer one of " + strings.Join(k.Choices, ", ")
}
