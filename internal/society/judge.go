package society

import (
	"fmt"
	"math"
	"slices"
)

// dateThing marks mentions of dates; no fact has it as subject or object.
const dateThing Thing = 255

// claim judges what a sentence says: stated, known too early or by nobody, or wrong.
func (r *reading) claim(seen cue, c claim) {
	tense, claimed := r.tense(seen, c.start, c.end)
	if c.amount > 0 || c.date != nil {
		tense, claimed = seen&(cuePast|cueEvent|cueFuture), seen&(cueNot|cueIf) == 0
	}
	if !claimed {
		return
	}
	o := r.c.org
	match, valid, current := int32(-1), int32(-1), int32(-1)
	known := false
	for _, n := range o.about[subjectKey{c.subject, c.pred}] {
		f := &o.Facts[n]
		if c.pred == Due && f.Object != c.object {
			continue
		}
		if f.validOn(r.text.Date) || current < 0 {
			current = n
		}
		if !r.same(&c, f) {
			continue
		}
		match = n
		switch {
		case tense == 0 && !f.validOn(r.text.Date) && c.date == nil,
			tense == 0 && c.pred == Due && f.To <= r.text.Date,
			tense&cueFuture == 0 && f.From > r.text.Date:
			continue
		}
		if valid < 0 || f.validOn(r.text.Date) {
			valid = n
		}
		known = known || r.text.Author < 0 || o.Knows(r.text.Author, n, r.text.Date)
	}
	start, end := r.toks[c.start].start, r.toks[c.end-1].end
	switch {
	case current < 0 && c.pred != Left:
		return // nothing is known of it
	case valid >= 0 && known:
		r.stated = append(r.stated, valid)
	case valid >= 0:
		r.find(CannotKnow, start, end, valid, fmt.Sprintf("%s cannot know on %s: %s", r.author(), r.text.Date, o.Facts[valid].Says))
	case match >= 0 && o.Facts[match].From > r.text.Date:
		if r.text.Author >= 0 && o.Knows(r.text.Author, match, r.text.Date) {
			return // told ahead, by somebody who knows
		}
		r.find(Anachronism, start, end, match, fmt.Sprintf("on %s this is not so yet: %s", r.text.Date, o.since(match)))
	case match >= 0:
		r.find(Contradiction, start, end, max(current, 0), fmt.Sprintf("this was so until %s: %s", o.Facts[match].To, o.Facts[match].Says))
	case current >= 0:
		r.find(Contradiction, start, end, current, "it is otherwise: "+o.since(current))
	default:
		r.find(Contradiction, start, end, -1, o.People[c.subject.N].Name+" does not leave")
	}
}

// since says a fact and when it is true.
func (o *Organisation) since(n int32) string {
	f := &o.Facts[n]
	switch {
	case f.Day != 0:
		return f.Says
	case f.To == Never:
		return fmt.Sprintf("%s (from %s)", f.Says, f.From)
	}
	return fmt.Sprintf("%s (from %s until %s)", f.Says, f.From, f.To)
}

func (r *reading) author() string {
	if r.text.Author < 0 {
		return "the author"
	}
	return r.c.org.People[r.text.Author].Name
}

// same reports whether a claim says what a fact does.
func (r *reading) same(c *claim, f *Fact) bool {
	switch {
	case c.date != nil:
		return c.date.is(f.Day)
	case c.amount > 0:
		return math.Abs(c.amount-float64(f.Amount)) <= c.slack*float64(f.Amount)+0.5
	case c.pred == HasRole:
		return c.object == f.Object || r.roleWithin(c.object.N, f.Object.N)
	}
	return c.object == f.Object
}

// roleWithin reports whether a role is named less exactly than another: Engineer for
// Field Engineer.
func (r *reading) roleWithin(short, long int32) bool {
	a, b := foldWords(r.c.org.Roles[short]), foldWords(r.c.org.Roles[long])
	return len(a) < len(b) && slices.Equal(a, b[len(b)-len(a):])
}

// is reports whether a date as it is told can be a day.
func (m *mention) is(d Date) bool {
	if d == Never {
		return false
	}
	t := d.time()
	return (m.year == 0 || m.year == t.Year()) && (m.month == 0 || m.month == int(t.Month())) && (m.day == 0 || m.day == t.Day())
}

// knowledge looks at projects, events and private values that the author names.
func (r *reading) knowledge(ms []mention) {
	o := r.c.org
	for i := range ms {
		m := &ms[i]
		fact := int32(-1)
		switch m.ref.Kind {
		case TheProject:
			fact = o.about[subjectKey{m.ref, Starts}][0]
		case TheEvent:
			for _, p := range []Predicate{Happened, Decided} {
				if list := o.about[subjectKey{m.ref, p}]; len(list) > 0 {
					fact = list[0]
				}
			}
		case TheValue:
			fact = o.values[m.ref.N].fact
			r.misplaced(ms, i, fact)
		default:
			continue
		}
		r.aware(m, fact)
	}
}

// aware looks at whether the author knows of what a mention names.
func (r *reading) aware(m *mention, fact int32) {
	o := r.c.org
	f := &o.Facts[fact]
	start, end := r.toks[m.first].start, r.toks[m.end-1].end
	public := Never
	for _, k := range f.Known {
		if k.Everyone {
			public = k.From
		}
	}
	switch {
	case r.text.Author < 0 && r.text.Date >= f.From, r.text.Author >= 0 && o.Knows(r.text.Author, fact, r.text.Date):
		if m.ref.Kind != TheProject {
			r.stated = append(r.stated, fact)
		}
	case r.text.Date < f.From, public != Never:
		r.find(Anachronism, start, end, fact, fmt.Sprintf("%s cannot have heard of it on %s: %s", r.author(), r.text.Date, f.Says))
	default:
		r.find(CannotKnow, start, end, fact, fmt.Sprintf("%s cannot know on %s: %s", r.author(), r.text.Date, f.Says))
	}
}

// misplaced looks for an address or a number that is told of somebody else.
func (r *reading) misplaced(ms []mention, i int, fact int32) {
	f := &r.c.org.Facts[fact]
	if f.Subject.Kind != ThePerson {
		return
	}
	if who, n := r.only(ms, ThePerson, -1); n == 1 && who != f.Subject.N {
		r.find(Contradiction, r.toks[ms[i].first].start, r.toks[ms[i].end-1].end, fact, "it is otherwise: "+f.Says)
	}
}

// presence looks for people who are told to act before they joined or after they left.
func (r *reading) presence(ms []mention, from, to int) {
	o := r.c.org
	for i := range ms {
		m := &ms[i]
		if m.ref.Kind != ThePerson || m.ref.N < 0 || m.weak || o.Employed(m.ref.N, r.text.Date) {
			continue
		}
		start, end := r.toks[m.first].start, r.toks[m.end-1].end
		me := &o.People[m.ref.N]
		seen := cue(0)
		for k := from; k < to; k++ {
			seen |= r.cue(k)
		}
		if r.text.Date < me.Joined {
			fact := o.about[subjectKey{m.ref, Joined}][0]
			if r.text.Author >= 0 && !o.Knows(r.text.Author, fact, r.text.Date) {
				r.find(Anachronism, start, end, fact, fmt.Sprintf("nobody knows %s on %s: %s", me.Name, r.text.Date, o.Facts[fact].Says))
			} else if seen&(cueFuture|cueJoin) == 0 {
				r.find(Anachronism, start, end, fact, fmt.Sprintf("%s is not there on %s: %s", me.Name, r.text.Date, o.Facts[fact].Says))
			}
			continue
		}
		acts, gone := cue(0), cue(0)
		for k := m.end; k < min(to, m.end+5); k++ {
			acts |= r.cue(k)
		}
		for k := from; k < to; k++ {
			gone |= r.cue(k) & (cuePast | cueLeave)
		}
		asked := m.first > from && r.cue(m.first-1)&cueAsk != 0
		if gone == 0 && (acts&cueActs != 0 || asked) {
			fact := o.about[subjectKey{m.ref, Left}][0]
			r.find(Anachronism, start, end, fact, fmt.Sprintf("%s is no longer there on %s: %s", me.Name, r.text.Date, o.Facts[fact].Says))
		}
	}
}
