package society

import (
	"fmt"
	"slices"
	"strconv"
)

// milestoneNames are what is due in projects.
var milestoneNames = []string{"design review", "prototype", "pilot", "field trial", "security audit", "go-live", "supplier selection", "user acceptance test"}

// projects makes the projects of the brief, with leads, members, budgets and
// milestones. One in four is confidential, where there are three or more.
func (m *maker) projects() {
	o, b := m.o, m.o.Brief
	o.milestones = milestoneNames
	o.byProject = make([][]int32, len(o.People))
	for i, x := range b.Projects {
		pr := Project{Name: x.Key, About: x.Value, Start: m.day(b.from-90, b.to-60, 0)}
		pr.Announced = pr.Start - 20
		if len(b.Projects) >= 3 && (i%4 == 2) {
			pr.Announced = Never
		}
		var steady []int32
		for p := range o.People {
			if o.People[p].Joined < pr.Start-40 && o.People[p].Left == Never {
				steady = append(steady, int32(p))
			}
		}
		m.rng.Shuffle(len(steady), func(i, j int) { steady[i], steady[j] = steady[j], steady[i] })
		pr.Members = slices.Clone(steady[:min(len(steady), 3+m.rng.IntN(8))])
		for _, p := range pr.Members {
			o.byProject[p] = append(o.byProject[p], int32(i))
		}
		o.Projects = append(o.Projects, pr)
		m.projectFacts(int32(i))
	}
}

func (m *maker) projectFacts(n int32) {
	o, b := m.o, m.o.Brief
	pr := &o.Projects[n]
	subject := Ref{TheProject, n}
	begin := pr.Start - 40
	inside := Knowing{From: begin, Unit: 0, People: pr.Members}
	known := []Knowing{inside}
	if pr.Announced != Never {
		known = append(known, Knowing{From: pr.Announced, Everyone: true, Unit: -1})
	}
	o.add(Fact{
		Subject: subject, Predicate: Starts, Day: pr.Start, From: begin, To: Never, Known: known,
		Says: fmt.Sprintf("The project %s (%s) starts on %s.", pr.Name, pr.About, pr.Start.Long()), Keep: []string{pr.Name, pr.Start.Long()},
	})
	// from is when a fact that replaces another becomes true; members know it that day.
	replaced := func(p float64) Date {
		if last := b.to - 20; last > pr.Start+30 && m.chance(p) {
			return m.day(pr.Start, last, 15)
		}
		return Never
	}
	later := func(from Date) []Knowing {
		out := []Knowing{{From: from, Unit: 0, People: pr.Members}}
		if pr.Announced != Never {
			out = append(out, Knowing{From: max(pr.Announced, from+3), Everyone: true, Unit: -1})
		}
		return out
	}
	if len(pr.Members) > 0 {
		change := replaced(0.3)
		if len(pr.Members) < 2 {
			change = Never
		}
		lead := func(p int32, from, to Date) {
			o.add(Fact{
				Subject: subject, Predicate: LedBy, Object: person(p), From: from, To: to, Known: later(from),
				Says: fmt.Sprintf("%s leads the project %s.", o.People[p].Name, pr.Name), Keep: []string{o.People[p].Name, pr.Name},
			})
		}
		lead(pr.Members[0], begin, change)
		if change != Never {
			lead(pr.Members[1], change, Never)
		}
	}
	m.budget(n, begin, replaced(0.5), pr.Members)
	for i, at := range m.rng.Perm(len(milestoneNames))[:3] {
		day := (pr.Start + Date(40+70*i+m.rng.IntN(40))).workday()
		move := replaced(0.35)
		if move > day-5 {
			move = Never
		}
		m.due(n, int32(at), day, begin, move, later)
	}
}

// due sets the day of a milestone, and a later one where it is moved.
func (m *maker) due(n, at int32, day, begin, move Date, known func(Date) []Knowing) {
	name, milestone := m.o.Projects[n].Name, milestoneNames[at]
	add := func(day, from, to Date) {
		m.o.add(Fact{
			Subject: Ref{TheProject, n}, Predicate: Due, Object: Ref{TheMilestone, at}, Day: day, From: from, To: to, Known: known(from),
			Says: fmt.Sprintf("The %s of %s is due on %s.", milestone, name, day.Long()), Keep: []string{name, milestone, day.Long()},
		})
	}
	add(day, begin, move)
	if move != Never {
		add((day + Date(14+m.rng.IntN(40))).workday(), move, Never)
	}
}

// budget is known to members and management alone.
func (m *maker) budget(n int32, begin, change Date, members []int32) {
	o := m.o
	amount := int64(8+m.rng.IntN(120)) * 5000
	add := func(amount int64, from, to Date) {
		o.add(Fact{
			Subject: Ref{TheProject, n}, Predicate: Budget, Amount: amount, From: from, To: to, Known: []Knowing{{From: from, Unit: 0, People: members}},
			Says: fmt.Sprintf("The budget of %s is %s.", o.Projects[n].Name, o.money(amount)), Keep: []string{o.Projects[n].Name, grouped(amount)},
		})
	}
	add(amount, begin, change)
	if change != Never {
		add(amount+int64(1+m.rng.IntN(12))*5000, change, Never)
	}
}

// money is an amount as texts have it: EUR 120,000.
func (o *Organisation) money(amount int64) string { return o.Brief.Currency + " " + grouped(amount) }

func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

var (
	incidents = []string{
		"a water pipe burst in the %s office", "the telephones in %s were dead for half a day", "a delivery to %s went to the wrong address",
		"the badge readers in %s let nobody in", "a phishing mail reached the whole office in %s", "the lift in %s was stuck for three hours",
		"a fire alarm emptied the %s office", "a backup of the %s server could not be read", "a supplier sent %s the wrong parts",
	}
	decisions = []string{
		"on %s, the new arrangement is tried for six months", "on %s, everything stays as it is until the next review",
		"on %s, a working group makes a proposal by the summer", "on %s, each unit decides for itself", "on %s, the costs are shared between the units",
		"on %s, the rules are put into one short document",
	}
)

// events makes incidents and decisions.
func (m *maker) events() {
	o, b := m.o, m.o.Brief
	n := min(max(3, len(o.People)/25), 400)
	for i := range n {
		day := m.day(b.from, b.to, 3)
		unit := int32(m.rng.IntN(len(o.Units)))
		m.event(Event{
			Code: fmt.Sprintf("INC-%d", 101+i), What: fmt.Sprintf(pick(m.rng, incidents), pick(m.rng, b.Places)), Day: day, Told: day + 2,
		}, Happened, []Knowing{{From: day, Unit: unit}, {From: day + 2, Everyone: true, Unit: -1}})
	}
	n = min(max(3, len(o.People)/40), 200)
	for i := range n {
		day := m.day(b.from, b.to, 10)
		m.event(Event{
			Code: fmt.Sprintf("DEC-%02d", i+1), What: fmt.Sprintf(pick(m.rng, decisions), pick(m.rng, b.Topics)), Day: day, Told: day + 1,
		}, Decided, []Knowing{{From: day, Unit: 0}, {From: day + 1, Everyone: true, Unit: -1}})
	}
}

func (m *maker) event(e Event, p Predicate, known []Knowing) {
	o := m.o
	o.Events = append(o.Events, e)
	verb := "happened"
	if p == Decided {
		verb = "was decided"
	}
	o.add(Fact{
		Subject: Ref{TheEvent, int32(len(o.Events) - 1)}, Predicate: p, Day: e.Day, From: e.Day, To: Never, Known: known,
		Says: fmt.Sprintf("%s %s on %s: %s.", e.Code, verb, e.Day.Long(), e.What), Keep: []string{e.Code},
	})
}
