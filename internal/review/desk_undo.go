package review

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// Skip notes that somebody would not or could not rate a row, with the reason. They are
// not asked again; when two people have skipped it, the row goes to an adjudicator.
// Skipping a repeat leaves the first answer as it is.
func (d *Desk) Skip(ctx context.Context, inspection, person string, k Skip) error {
	return d.skip(ctx, inspection, person, k, time.Time{}, false)
}

// ImportSkip is Skip for what was said elsewhere, at a time; zero: now. The row need not
// be in hand. The same skip again changes nothing.
//
// Errors: those of Skip, and seedbed.CodeInvalid where the person has answered the row.
func (d *Desk) ImportSkip(ctx context.Context, inspection, person string, k Skip, at time.Time) error {
	return d.skip(ctx, inspection, person, k, at, true)
}

func (d *Desk) skip(ctx context.Context, inspection, person string, k Skip, at time.Time, elsewhere bool) error {
	if k.Reason = strings.TrimSpace(k.Reason); k.Reason == "" || len(k.Reason) > mostNote || !utf8.ValidString(k.Reason) {
		return seedbed.Errorf(seedbed.CodeInvalid, "a row is skipped with a reason of 1 to %d bytes", mostNote)
	}
	d.mu.Lock()
	c, m, err := d.find(inspection, person)
	if err == nil {
		err = m.mayRate(c)
	}
	var out outgoing
	there := false
	if err == nil {
		out, there, err = c.admitSkip(c.seat(m), &k, at, elsewhere)
	}
	d.mu.Unlock()
	if there || err != nil {
		return err
	}
	e, err := eventOf(person, EventSkip, inspection, &k)
	if err == nil {
		e.At = at
		_, err = d.act(ctx, e)
	}
	d.mu.Lock()
	c.sent(c.seat(m), out)
	if s := c.seat(m); err == nil && s.hold != nil && s.hold.row == out.key.row {
		c.release(s, s.hold)
	}
	d.mu.Unlock()
	if err == nil {
		d.drafts.drop(person, inspection, k.Row)
	}
	return err
}

// admitSkip decides whether a row may be skipped. there: the person has skipped it.
func (c *course) admitSkip(s *seat, k *Skip, when time.Time, elsewhere bool) (out outgoing, there bool, err error) {
	i, err := c.rowOf(k.Row)
	if err != nil {
		return out, false, err
	}
	rev := uint16(len(c.revs) - 1)
	if elsewhere {
		if rev, err = c.revisionThen(k.Rubric, when); err != nil {
			return out, false, err
		}
	}
	k.Rubric = c.revs[rev].rubric.Revision
	if rev < c.rows[i].since {
		if c.skippedBefore(s, i) {
			return out, true, nil
		}
		return out, false, &seedbed.Error{Code: seedbed.CodeInvalid, Message: "row " + k.Row.Short() + " is asked again since the guideline was changed, and this skip is from before", Fix: "look at it by the newest guideline"}
	}
	out.key = sending{s.index, i, false}
	holds := s.hold != nil && s.hold.row == i
	at, has := c.own(s, i, false)
	switch {
	case elsewhere && has && c.marks[at].said >= 0:
		return out, false, &seedbed.Error{Code: seedbed.CodeInvalid, Message: "row " + k.Row.Short() + " was answered by the same person before", Fix: "take the answer back first, or leave the skip out"}
	case elsewhere && has:
		return out, true, nil
	case holds:
		out.key.again = s.hold.again
	case !elsewhere:
		return out, false, seedbed.Errorf(seedbed.CodeInvalid, "you are not looking at row %s; ask for the next one", k.Row.Short())
	}
	if c.pending[out.key] != nil {
		return out, false, seedbed.Errorf(seedbed.CodeInvalid, "your answer to row %s is being kept already", k.Row.Short())
	}
	if holds {
		s.hold.sending = true
	}
	c.pending[out.key] = &onTheWay{done: make(chan struct{})}
	return out, false, nil
}

// revisionThen returns the number of a revision of the rubric by its name, or else of the
// one that was asked at a time; a zero time is now.
func (c *course) revisionThen(name string, when time.Time) (uint16, error) {
	rev, err := c.revisionOf(name)
	if name != "" || err != nil || when.IsZero() {
		return rev, err
	}
	for rev > 0 && when.Before(c.revs[rev].at) {
		rev--
	}
	return rev, nil
}

// skippedBefore reports whether somebody skipped a row before it was asked again.
func (c *course) skippedBefore(s *seat, i int32) (did bool) {
	c.marksOf(i, func(_ int32, m *mark) bool {
		did = m.who == s.index && m.said < 0 && !m.is(markAgain|markUndone) && m.rev < c.rows[i].since
		return !did
	})
	return did
}

func (c *course) applySkip(s *seat, k *Skip, at time.Time) error {
	i, err := c.rowOf(k.Row)
	if err != nil {
		return err
	}
	rev, err := c.revisionOf(k.Rubric)
	if err != nil {
		return err
	}
	m := mark{at: at.UnixMicro(), who: s.index, row: i, said: -1, rev: rev}
	_, answered := c.own(s, i, false)
	late := rev < c.rows[i].since // the row was asked again while it was on its way
	switch {
	case answered:
		m.flags |= markAgain
	case late:
		m.flags |= markSurplus
	}
	c.put(s, m, &extra{reason: k.Reason})
	s.count(at.In(c.where), 1)
	s.skips++
	s.shown = nil
	if answered || late || c.part(i) == PartGold {
		return nil
	}
	done := false
	c.change(i, func(r *row) {
		r.skips++
		if r.skips >= mostSkips && !r.is(rowDone|rowAdjudicated) {
			r.status |= rowDone | rowSkippedOut
			done = true
		}
	})
	if done {
		c.settle(i)
	}
	return nil
}

// Undo takes back what somebody did last, an answer or a skip, and gives them that row
// again, with what they had answered as its draft.
//
// It is refused where there is nothing; for a calibration row, whose answer was told;
// where an adjudicator has spoken; and where others' answers have settled the row
// together with this one, unless it was the very last thing that the person did, within
// Rules.UndoFor, and they may not see what others said.
func (d *Desk) Undo(ctx context.Context, inspection, person string) (*Task, error) {
	d.mu.Lock()
	c, m, err := d.find(inspection, person)
	var at int32
	if err == nil {
		at, err = d.lastAct(c, m)
	}
	if err != nil {
		d.mu.Unlock()
		return nil, err
	}
	s, k := c.seat(m), c.marks[at]
	id := c.sample.Items[k.row].Row
	draft := c.draftOf(at)
	key := sending{s.index, k.row, k.is(markAgain)}
	if c.pending[key] != nil {
		d.mu.Unlock()
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "row %s is being kept just now; take it back in a moment", id.Short())
	}
	c.pending[key] = &onTheWay{done: make(chan struct{})}
	d.mu.Unlock()
	if len(draft) > 0 {
		if err = d.drafts.save(person, inspection, id, draft); err != nil {
			draft = nil // it can be answered anew
		}
	}
	_, err = d.do(ctx, person, EventUndo, inspection, &Undo{Row: id, Again: k.is(markAgain)})
	d.mu.Lock()
	c.sent(s, outgoing{key: key})
	if err == nil {
		d.giveBack(c, s, &k)
	}
	d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return d.Next(ctx, inspection, person)
}

// giveBack holds the row that somebody took their answer of back for them, in place of
// what they hold, if nobody has taken the place meanwhile.
func (d *Desk) giveBack(c *course, s *seat, k *mark) {
	c.release(s, s.hold)
	again, gold := k.is(markAgain), c.part(k.row) == PartGold
	if s.hold != nil || !again && !gold && c.wants(k.row) <= 0 {
		return
	}
	c.take(s, &hold{row: k.row, again: again})
	c.prolong(s.hold, d.now().Add(d.rules.Reserve))
}

// lastAct returns what somebody did last and may take back.
func (d *Desk) lastAct(c *course, m *member) (int32, error) {
	s := c.seat(m)
	for n := len(s.acts) - 1; n >= 0; n-- {
		at := s.acts[n]
		if m := &c.marks[at]; m.is(markUndone) || m.rev < c.rows[m.row].since {
			continue
		}
		if why := d.final(c, s, at, n == len(s.acts)-1); why != "" {
			return 0, seedbed.Errorf(seedbed.CodeInvalid, "what you did last cannot be taken back: %s", why)
		}
		return at, nil
	}
	return 0, seedbed.Errorf(seedbed.CodeInvalid, "there is nothing of yours to take back in %s", c.in.Name)
}

// final says why a mark can no longer be taken back by who made it; "": it can.
// newest: nothing of theirs came after it, not even what they took back.
func (d *Desk) final(c *course, s *seat, at int32, newest bool) string {
	m := &c.marks[at]
	r := &c.rows[m.row]
	switch {
	case m.is(markChecked):
		return "it is a calibration row, and you were told its answer"
	case r.is(rowAdjudicated):
		return "an adjudicator has settled the row"
	case m.is(markAgain) || c.part(m.row) == PartGold || m.is(markSurplus):
		return ""
	case !r.is(rowDone) || c.need(m.row) <= 1:
		return ""
	case s.settles():
		return "others answered the row too, and you may see what they said; settle it as an adjudicator"
	case !newest || d.now().UnixMicro()-m.at > d.rules.UndoFor.Microseconds():
		return "others answered the row too, and it is settled; flag it, or tell an adjudicator"
	}
	later := false
	c.marksOf(m.row, func(j int32, o *mark) bool {
		later = later || j > at && c.counted(o)
		return true
	})
	if later {
		return "others answered the row after you, and it is settled; flag it, or tell an adjudicator"
	}
	return ""
}

// draftOf writes an answer as a draft.
func (c *course) draftOf(at int32) json.RawMessage {
	m := &c.marks[at]
	if m.said < 0 {
		return nil
	}
	a := Answer{Row: c.sample.Items[m.row].Row, Again: m.is(markAgain), Values: c.said[m.said].values, Rubric: c.revs[m.rev].rubric.Revision}
	if x := c.extra[at]; x != nil {
		a.Spans, a.Note, a.Flags, a.Order = x.spans, x.note, x.flags, x.order
	}
	b, err := json.Marshal(&a)
	if err != nil {
		return nil
	}
	return b
}

func (c *course) applyUndo(s *seat, u *Undo) error {
	i, err := c.rowOf(u.Row)
	if err != nil {
		return err
	}
	at, has := c.own(s, i, u.Again)
	if !has {
		return nil // the row was asked again meanwhile: what is taken back counts no longer
	}
	c.takeBack(s, at, 0)
	return nil
}

// takeBack has an answer or a skip count for nothing from now on.
func (c *course) takeBack(s *seat, at int32, why markFlags) {
	m := &c.marks[at]
	i, counted := m.row, c.counted(m)
	m.flags |= markUndone | why
	c.changes++
	s.count(time.UnixMicro(m.at).In(c.where), -1)
	s.shown = nil
	if m.said >= 0 {
		c.answers--
	} else {
		s.skips--
	}
	if m.is(markAgain) || c.part(i) == PartGold {
		return
	}
	if m.said >= 0 {
		s.answers--
	}
	if m.rev < c.rows[i].since {
		return // the row was asked again since, and it counts no longer in any case
	}
	was, still := c.rows[i].is(rowDone), false
	c.change(i, func(r *row) {
		if counted {
			r.got--
		}
		if m.said < 0 {
			r.skips--
			if r.skips < mostSkips {
				r.status &^= rowSkippedOut
			}
		}
		still = int(r.got) >= c.need(i) || r.is(rowSkippedOut|rowAdjudicated)
		if was && !still {
			r.status = r.status&^(rowDone|rowBad|rowUnrated) | rowReopened
		}
	})
	switch {
	case was && !still:
		c.reopen(i)
	case still:
		c.settle(i)
	default:
		c.list(i)
	}
}
