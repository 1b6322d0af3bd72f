package society

import "slices"

// claim is what a sentence says of somebody or something.
type claim struct {
	subject    Ref
	pred       Predicate
	object     Ref
	amount     float64
	slack      float64  // how far off an amount may be, as a share
	date       *mention // of claims about a day
	start, end int      // tokens
}

// The longest run of tokens between two names that can be said of one another.
const mostBetween = 12

// sentence reads one: tokens from to the one before to.
func (r *reading) sentence(from, to int) {
	if from == 0 || r.toks[from-1].kind == tokLine { // a line of a chat
		if e, end := r.c.index.longest(r.toks[:to], from); end > 0 && end < to && e.ref.Kind == ThePerson && r.toks[end].kind == tokColon {
			r.speaker, from = e.ref.N, end+1
		}
	}
	r.names(from, to)
	ms := r.mentions
	r.presence(ms, from, to)
	r.knowledge(ms)
	all := cue(0)
	for i := from; i < to; i++ {
		all |= r.cue(i)
	}
	if all&cueHypothesis == 0 && len(ms) > 0 {
		for a := range ms {
			r.ofPerson(ms, a, to)
			r.ofProject(ms, a, from, to)
			r.ofEvent(ms, a)
			r.dated(ms, a, to)
		}
		r.managers(ms, from, to)
		r.amounts(ms, all, from, to)
	}
	r.remember(ms)
}

// remember keeps whom and what the next sentence may mean by "she" and "it".
func (r *reading) remember(ms []mention) {
	persons, projects := r.persons[:0], 0
	project := int32(-1)
	for i := range ms {
		switch m := &ms[i]; m.ref.Kind {
		case ThePerson:
			if m.ref.N >= 0 && m.ref.N != r.speaker && !slices.Contains(persons, m.ref.N) {
				persons = append(persons, m.ref.N)
			}
		case TheProject:
			if m.ref.N != project {
				projects++
			}
			project = m.ref.N
		}
	}
	r.persons = persons
	if len(persons) > 0 {
		r.subject = -1
		if len(persons) == 1 {
			r.subject = persons[0]
		}
	}
	if projects > 0 {
		r.project = -1
		if projects == 1 {
			r.project = project
		}
	}
}

// between are the cues of the tokens between two mentions, and whether all of them
// may stand there: words of the allowed cues, marks, and names of the allowed kinds.
func (r *reading) between(ms []mention, a, b int, allowed cue, names ...Thing) (seen cue, linked bool) {
	i := ms[a].end
	linked = ms[b].first-i <= mostBetween
	for k := a + 1; k <= b; k++ {
		for ; i < ms[k].first; i++ {
			c := r.cue(i)
			seen |= c
			switch t := &r.toks[i]; {
			case c&allowed != 0, t.kind == tokComma, t.kind == tokBracket, t.kind == tokDash, t.kind == tokColon, t.kind == tokPossessive:
			default:
				linked = false
			}
		}
		if k < b && !slices.Contains(names, ms[k].ref.Kind) {
			linked = false
		}
		i = max(i, ms[k].end)
	}
	return seen, linked
}

// has reports whether a word stands among tokens.
func (r *reading) has(from, to int, word string) bool {
	id := r.c.index.vocab.known(word)
	for i := from; i < to; i++ {
		if r.toks[i].kind == tokWord && r.toks[i].word == id {
			return true
		}
	}
	return false
}

// tense returns what the words around a claim say of its time, and whether anything
// is claimed at all.
func (r *reading) tense(seen cue, first, end int) (cue, bool) {
	for i := first - 1; i >= max(0, first-3) && r.near(i); i-- {
		seen |= r.cue(i)
	}
	for i := end; i < min(len(r.toks), end+4) && r.near(i); i++ {
		seen |= r.cue(i)
	}
	return seen & (cuePast | cueEvent | cueFuture), seen&(cueNot|cueIf) == 0
}

// near reports whether a token goes on with a clause.
func (r *reading) near(i int) bool {
	switch r.toks[i].kind {
	case tokWord, tokNumber, tokDate, tokDash:
		return true
	}
	return false
}

// ofPerson finds roles, units and places of a person.
func (r *reading) ofPerson(ms []mention, a, to int) {
	m := &ms[a]
	if m.ref.Kind == TheRole || m.ref.Kind == TheUnit {
		r.before(ms, a)
	}
	if m.ref.Kind != ThePerson || m.ref.N < 0 {
		return
	}
	for b := a + 1; b < len(ms) && b <= a+4; b++ {
		if ms[b].ref.Kind == ThePerson {
			return
		}
		pred := map[Thing]Predicate{TheRole: HasRole, TheUnit: InUnit, ThePlace: BasedIn}[ms[b].ref.Kind]
		if pred == 0 {
			continue
		}
		seen, linked := r.between(ms, a, b, cueLink|cueMove|cueBased, TheUnit, ThePlace, dateThing)
		if !linked || pred == BasedIn && seen&cueBased == 0 {
			continue
		}
		moves := seen&(cueEvent|cueMove) != 0
		if !moves && r.has(m.end, ms[b].first, "to") && !r.has(m.end, ms[b].first, "belongs") || pred == HasRole && r.cue(ms[b].first-1)&cueOrigin != 0 {
			continue
		}
		if b+1 < len(ms) && ms[b+1].ref.Kind == ThePerson && ms[b+1].first == ms[b].end && pred != BasedIn {
			continue // "Maya, Controller Tom Berg": the role is his
		}
		r.claim(seen, claim{subject: m.ref, pred: pred, object: ms[b].ref, start: m.first, end: ms[b].end})
	}
}

// before finds a role or a unit that stands before its person.
func (r *reading) before(ms []mention, a int) {
	if a+1 >= len(ms) || ms[a+1].ref.Kind != ThePerson || ms[a+1].ref.N < 0 || ms[a+1].first-ms[a].end > 5 {
		return
	}
	if ms[a].ref.Kind == TheUnit {
		if n := ms[a+1].first - ms[a].end; n < 1 || n > 2 {
			return
		}
		for i := ms[a].end; i < ms[a+1].first; i++ {
			if t := &r.toks[i]; t.kind != tokPossessive && !(t.kind == tokWord && (r.has(i, i+1, "colleague") || r.has(i, i+1, "member"))) {
				return
			}
		}
		r.claim(0, claim{subject: ms[a+1].ref, pred: InUnit, object: ms[a].ref, start: ms[a].first, end: ms[a+1].end})
		return
	}
	seen, linked := r.between(ms, a, a+1, cueHolds)
	if next := ms[a+1].end; !linked || next < len(r.toks) && r.toks[next].kind == tokPossessive {
		return
	}
	// "the Controller, Maya Berg" and "the Controller is Maya Berg", but not "thank the
	// Controller, Maya said".
	if a > 0 && ms[a-1].ref.Kind == ThePerson && ms[a].first-ms[a-1].end <= 3 && ms[a+1].first > ms[a].end {
		return // the role belongs to whom stands before it
	}
	r.claim(seen, claim{subject: ms[a+1].ref, pred: HasRole, object: ms[a].ref, start: ms[a].first, end: ms[a+1].end})
}

// signature reads a name on one line and a role on the next.
func (r *reading) signature(line int) {
	i := line - 1
	for i >= 0 && r.toks[i].kind != tokLine {
		i--
	}
	p, end := r.c.index.longest(r.toks, i+1)
	if end != line || p.ref.Kind != ThePerson || p.weak {
		return
	}
	next := line + 1
	if next >= len(r.toks) {
		return
	}
	role, end := r.c.index.longest(r.toks, next)
	if role.ref.Kind != TheRole || end < len(r.toks) && r.toks[end].kind != tokLine && r.toks[end].kind != tokComma {
		return
	}
	r.claim(0, claim{subject: p.ref, pred: HasRole, object: role.ref, start: i + 1, end: end})
}

// ofProject finds who leads a project and what is due in it.
func (r *reading) ofProject(ms []mention, a, from, to int) {
	switch m := &ms[a]; m.ref.Kind {
	case TheProject:
		if b := a + 1; b < len(ms) && ms[b].ref.Kind == ThePerson && ms[b].ref.N >= 0 {
			seen, linked := r.between(ms, a, b, cueLink|cueLead|cueBy|cueProject)
			after := ms[b].end < to && r.cue(ms[b].end)&cueLead != 0 && seen&cueLead == 0
			leads := seen&cueLead != 0 && (ms[b].end >= to || r.toks[ms[b].end].kind != tokPossessive)
			if linked && (leads || after && r.has(m.end, ms[b].first, "which") || seen&cueBy != 0 && r.has(m.end, ms[b].first, "under")) {
				r.claim(seen, claim{subject: m.ref, pred: LedBy, object: ms[b].ref, start: m.first, end: ms[b].end})
			}
		}
	case ThePerson:
		for b := a + 1; b < len(ms) && b <= a+3 && ms[b].ref.Kind != ThePerson; b++ {
			if ms[b].ref.Kind != TheProject || m.ref.N < 0 {
				continue
			}
			if seen, linked := r.between(ms, a, b, cueLink|cueLead|cueProject, TheUnit, TheRole, dateThing); linked && seen&cueLead != 0 && !r.has(m.end, ms[b].first, "by") {
				r.claim(seen, claim{subject: ms[b].ref, pred: LedBy, object: m.ref, start: m.first, end: ms[b].end})
			}
			break
		}
	case TheMilestone:
		r.due(ms, a, from, to)
	}
}

// due pairs a milestone with a date, where the sentence is about one project.
func (r *reading) due(ms []mention, a, from, to int) {
	project, projects := r.project, 0
	for i := range ms {
		if ms[i].ref.Kind == TheProject {
			if projects == 0 || ms[i].ref.N != project {
				projects++
			}
			project = ms[i].ref.N
		}
	}
	if project < 0 || projects > 1 {
		return
	}
	m := &ms[a]
	pair := func(b int) bool {
		first, last := min(a, b), max(a, b)
		seen, linked := r.between(ms, first, last, cueDue|cueLink|cueProject|cueMove, TheProject, dateThing)
		if !linked || seen&cueDue == 0 && a < b {
			return false
		}
		if b < a { // "On 3 March the pilot begins"
			seen = 0
			for i := m.end; i < min(to, m.end+8); i++ {
				seen |= r.cue(i) & (cueDue | cuePast | cueNot)
			}
			if seen&cueDue == 0 {
				return false
			}
		}
		for i := from; i < to; i++ {
			seen |= r.cue(i) & (cuePast | cueMove)
		}
		if seen&cueMove != 0 {
			seen |= cueEvent
		}
		r.claim(seen, claim{subject: Ref{TheProject, project}, pred: Due, object: m.ref, date: &ms[b], start: min(m.first, ms[b].first), end: max(m.end, ms[b].end)})
		return true
	}
	found := false
	for b := a + 1; b < len(ms) && ms[b].ref.Kind != TheMilestone && ms[b].ref.Kind != ThePerson; b++ {
		if ms[b].ref.Kind == dateThing {
			found = pair(b) || found
		}
	}
	for b := a - 1; !found && b >= 0 && ms[b].ref.Kind != TheMilestone && ms[b].ref.Kind != ThePerson; b-- {
		if ms[b].ref.Kind == dateThing {
			found = pair(b)
		}
	}
}

// ofEvent pairs an incident or a decision with its date.
func (r *reading) ofEvent(ms []mention, a int) {
	if ms[a].ref.Kind != TheEvent || a+1 >= len(ms) || ms[a+1].ref.Kind != dateThing {
		return
	}
	pred := Happened
	if r.c.org.factOn(ms[a].ref, Happened, Never-1) < 0 {
		pred = Decided
	}
	if seen, linked := r.between(ms, a, a+1, cueHappens); linked && ms[a+1].first-ms[a].end <= 4 {
		r.claim(seen|cueEvent, claim{subject: ms[a].ref, pred: pred, date: &ms[a+1], start: ms[a].first, end: ms[a+1].end})
	}
}

// dated finds on which day somebody joined or left, and a project began.
func (r *reading) dated(ms []mention, a, to int) {
	m := &ms[a]
	if m.ref.N < 0 || m.ref.Kind != ThePerson && m.ref.Kind != TheProject {
		return
	}
	take := func(b int, seen cue) {
		pred := Predicate(0)
		switch {
		case m.ref.Kind == TheProject && seen&cueJoin != 0:
			pred = Starts
		case m.ref.Kind == TheProject:
		case seen&cueLeave != 0 && seen&cueJoin == 0:
			pred = Left
		case seen&cueJoin != 0 && seen&cueLeave == 0:
			pred = Joined
		}
		if pred != 0 {
			r.claim(seen|cueEvent, claim{subject: m.ref, pred: pred, date: &ms[b], start: min(m.first, ms[b].first), end: max(m.end, ms[b].end)})
		}
	}
	for b := a + 1; b < len(ms) && b <= a+3 && ms[b].ref.Kind != ThePerson && ms[b].ref.Kind != TheProject; b++ {
		if ms[b].ref.Kind != dateThing {
			continue
		}
		// As what or where somebody began on a day may be a later step: it is no joining.
		seen, linked := r.between(ms, a, b, cueLink|cueJoin|cueLeave|cueFirm)
		if linked && seen&(cueLeaveOf|cueMove) == 0 && !r.has(m.end, ms[b].first, "as") && !r.has(m.end, ms[b].first, "since") && !r.has(m.end, ms[b].first, "over") {
			take(b, seen)
		}
		break
	}
	if a == 0 || ms[a-1].ref.Kind != dateThing || m.ref.Kind != ThePerson || m.first-ms[a-1].end > 1 || m.end+1 >= to {
		return
	}
	if c := r.cue(m.end) & (cueJoin | cueLeave); c != 0 && (r.cue(m.end+1)&cueFirm != 0 || m.end+2 < to && r.has(m.end+1, m.end+2, "the") && r.cue(m.end+2)&cueFirm != 0) { // "On 3 March Maya joined us"
		take(a-1, c)
	}
}
