package society

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// New makes the organisation of a brief that has no problems. The same seed gives
// the same one.
func New(b *Brief, seed uint64) *Organisation {
	m := &maker{
		o: &Organisation{
			Brief: b, Domain: slug(b.Name) + ".example", seed: seed, roleIndex: map[string]int32{},
			about: map[subjectKey][]int32{}, private: map[string][]int32{},
		},
		rng: rand.New(rand.NewPCG(seed, 0x736f6369657479)),
	}
	m.units()
	m.people()
	m.careers()
	m.careerFacts()
	m.projects()
	m.events()
	m.privateFacts()
	return m.o
}

// maker is an organisation on its way.
type maker struct {
	o        *Organisation
	rng      *rand.Rand
	home     []int32     // unit of each person at first
	segments [][]segment // careers
}

// segment is a time in which a person's role and unit stay.
type segment struct {
	from, to Date
	role     string
	unit     int32
}

// days draws a day from a to b, at least gap after a and before b where there is room.
func (m *maker) day(a, b Date, gap int) Date {
	if int(b-a) <= 2*gap {
		return a + (b-a)/2
	}
	return (a + Date(gap) + Date(m.rng.IntN(int(b-a)-2*gap))).workday()
}

func (m *maker) chance(p float64) bool { return m.rng.Float64() < p }

func (m *maker) units() {
	b := m.o.Brief
	for i, name := range b.unitNames() {
		team, _ := b.Units.Get(name)
		u := Unit{Name: name, roles: team.Roles}
		if len(u.roles) == 0 {
			u.roles = defaultRoles(name)
		}
		if isPersonnel(name) {
			m.o.personnel = int32(i)
		}
		m.o.Units = append(m.o.Units, u)
	}
}

func defaultRoles(unit string) []string {
	switch {
	case strings.EqualFold(unit, management):
		return []string{"Executive Assistant", "Chief of Staff"}
	case isPersonnel(unit):
		return []string{"People Partner", "Payroll Officer", "Recruiter"}
	}
	return []string{unit + " Specialist", unit + " Coordinator", "Senior " + unit + " Specialist", unit + " Assistant"}
}

// head is what the head of a unit is called.
func (o *Organisation) head(unit int32) string {
	if strings.EqualFold(o.Units[unit].Name, management) {
		return "Managing Director"
	}
	return "Head of " + o.Units[unit].Name
}

// people draws who there is. The first of each unit heads it at first.
func (m *maker) people() {
	o, b := m.o, m.o.Brief
	n := b.People
	for u := range o.Units {
		m.home = append(m.home, int32(u))
	}
	total := 0.0
	share := make([]float64, len(o.Units))
	for u := range o.Units {
		if t, ok := b.Units.Get(o.Units[u].Name); ok {
			share[u] = t.Share
		} else if int32(u) == o.personnel {
			share[u] = 0.3
		}
		total += share[u]
	}
	for u := range o.Units { // somebody to lead
		if u > 0 || share[u] > 0 {
			m.home = append(m.home, int32(u))
		}
	}
	for len(m.home) < n {
		x, u := m.rng.Float64()*total, 0
		for ; u < len(share)-1 && x >= share[u]; u++ {
			x -= share[u]
		}
		m.home = append(m.home, int32(u))
	}
	m.home = m.home[:n]
	names := newNamer(m.rng)
	off := m.rng.IntN(1000)
	seen := map[string]bool{}
	for i := range m.home {
		given, family := names.next()
		p := Person{Given: given, Family: family, Name: given + " " + family, Phone: workPhone(i, off), Private: privatePhone(i, off), Left: Never}
		p.Email = slug(given) + "." + slug(family) + "@" + o.Domain
		if seen[p.Email] {
			p.Email = fmt.Sprintf("%s.%s%d@%s", slug(given), slug(family), i, o.Domain)
		}
		seen[p.Email] = true
		for p.Address == "" || seen[p.Address] {
			p.Address = address(m.rng, pick(m.rng, b.Places))
		}
		seen[p.Address] = true
		p.Joined = b.from - Date(60+m.rng.IntN(9*365))
		p.Joined = p.Joined.workday()
		o.People = append(o.People, p)
	}
	for u := range o.Units {
		o.Units[u].heads = []term{{person: int32(u), from: o.People[u].Joined, to: Never}}
	}
}

// careers decides who joins, leaves, is promoted and moves. Each person has one
// such change at the most, so that all of them agree.
func (m *maker) careers() {
	o := m.o
	members := make([][]int32, len(o.Units))
	for i := len(o.Units); i < len(o.People); i++ {
		members[m.home[i]] = append(members[m.home[i]], int32(i))
	}
	m.segments = make([][]segment, len(o.People))
	busy := make([]bool, len(o.People)) // has had its change
	for u := range o.Units {
		unit := &o.Units[u]
		if len(members[u]) > 10 {
			for _, p := range members[u][:len(members[u])/9] {
				unit.leads = append(unit.leads, p)
				o.People[p].lead, busy[p] = true, true
			}
		}
		m.handOver(int32(u), members[u], busy)
	}
	for i := range o.People {
		p := int32(i)
		if m.segments[p] != nil {
			continue
		}
		role := pick(m.rng, o.Units[m.home[p]].roles[:max(1, min(3, len(o.Units[m.home[p]].roles)))])
		if m.chance(0.3) {
			role = pick(m.rng, o.Units[m.home[p]].roles)
		}
		switch {
		case i < len(o.Units):
			role = o.head(m.home[p])
		case o.People[p].lead:
			role = o.Units[m.home[p]].Name + " Team Lead"
		}
		m.segments[p] = []segment{{from: o.People[p].Joined, to: Never, role: role, unit: m.home[p]}}
		if i >= len(o.Units) && !busy[p] {
			m.change(p)
		}
	}
}

// handOver has a unit get a new head at some day, now and then: the first of its
// members, while the old one leaves or becomes an adviser.
func (m *maker) handOver(u int32, members []int32, busy []bool) {
	o := m.o
	free := slices.IndexFunc(members, func(p int32) bool { return !busy[p] })
	if u == 0 || free < 0 || !m.chance(0.35) {
		return
	}
	day := m.day(o.Brief.from, o.Brief.to, 40)
	old, next := int32(u), members[free]
	busy[old], busy[next] = true, true
	o.Units[u].heads = []term{{old, o.People[old].Joined, day}, {next, day, Never}}
	m.segments[next] = []segment{
		{o.People[next].Joined, day, o.Units[u].roles[0], u}, {day, Never, o.head(u), u},
	}
	m.segments[old] = []segment{{o.People[old].Joined, day, o.head(u), u}}
	if m.chance(0.6) {
		o.People[old].Left = day
		return
	}
	m.segments[old] = append(m.segments[old], segment{day, Never, "Adviser", u})
}

// change gives a person's career its one event.
func (m *maker) change(p int32) {
	o, b := m.o, m.o.Brief
	me := &o.People[p]
	seg := &m.segments[p]
	x := m.rng.Float64()
	switch {
	case x < 0.18:
		me.Joined = m.day(b.from, b.to, 20)
		(*seg)[0].from = me.Joined
	case x < 0.28:
		me.Left = m.day(b.from, b.to, 30)
		(*seg)[0].to = me.Left
	case x < 0.38: // another role in the unit
		day := m.day(b.from, b.to, 30)
		if role := pick(m.rng, o.Units[m.home[p]].roles); role != (*seg)[0].role {
			(*seg)[0].to = day
			*seg = append(*seg, segment{day, Never, role, m.home[p]})
		}
	case x < 0.46: // another unit
		u := int32(m.rng.IntN(len(o.Units)))
		if u != m.home[p] && u != 0 {
			day := m.day(b.from, b.to, 30)
			(*seg)[0].to = day
			*seg = append(*seg, segment{day, Never, o.Units[u].roles[0], u})
		}
	}
}

// role numbers a role.
func (o *Organisation) role(name string) int32 {
	n, ok := o.roleIndex[name]
	if !ok {
		n = int32(len(o.Roles))
		o.roleIndex[name] = n
		o.Roles = append(o.Roles, name)
	}
	return n
}

// The days before something happens on which people hear of it.
const (
	tellUnit = 21
	tellAll  = 14
)

// careerFacts writes down who was what, where and under whom.
func (m *maker) careerFacts() {
	o := m.o
	for i := range o.People {
		p := int32(i)
		me := &o.People[p]
		told := everyone(me.Joined - tellAll)
		o.add(Fact{
			Subject: person(p), Predicate: Joined, Day: me.Joined, From: me.Joined - tellAll, To: Never, Known: told,
			Says: fmt.Sprintf("%s joined %s on %s.", me.Name, o.Brief.Name, me.Joined.Long()), Keep: []string{me.Name, me.Joined.Long()},
		})
		place := m.rng.IntN(len(o.Brief.Places))
		o.add(Fact{
			Subject: person(p), Predicate: BasedIn, Object: Ref{ThePlace, int32(place)}, From: me.Joined, To: me.Left, Known: told,
			Says: fmt.Sprintf("%s is based in %s.", me.Name, o.Brief.Places[place]), Keep: []string{me.Name, o.Brief.Places[place]},
		})
		if me.Left != Never {
			last := m.segments[p][len(m.segments[p])-1].unit
			o.add(Fact{
				Subject: person(p), Predicate: Left, Day: me.Left, From: me.Left - tellUnit, To: Never,
				Known: []Knowing{{From: me.Left - tellUnit, Unit: last}, {From: me.Left - tellAll, Everyone: true, Unit: -1}},
				Says:  fmt.Sprintf("%s leaves %s; %s is the last day.", me.Name, o.Brief.Name, me.Left.Long()), Keep: []string{me.Name, me.Left.Long()},
			})
		}
		m.roleFacts(p)
		m.managerFacts(p)
	}
}

func (m *maker) roleFacts(p int32) {
	o := m.o
	segs := m.segments[p]
	name := o.People[p].Name
	for i := 0; i < len(segs); {
		k := i + 1
		for k < len(segs) && segs[k].unit == segs[i].unit {
			k++
		}
		unit := o.Units[segs[i].unit].Name
		o.add(Fact{
			Subject: person(p), Predicate: InUnit, Object: Ref{TheUnit, segs[i].unit}, From: segs[i].from, To: min(segs[k-1].to, o.People[p].Left),
			Known: everyone(segs[i].from - tellAll), Says: fmt.Sprintf("%s works in %s.", name, unit), Keep: []string{name, unit},
		})
		i = k
	}
	for _, s := range segs {
		o.add(Fact{
			Subject: person(p), Predicate: HasRole, Object: Ref{TheRole, o.role(s.role)}, From: s.from, To: min(s.to, o.People[p].Left),
			Known: everyone(s.from - tellAll), Says: fmt.Sprintf("%s is %s.", name, s.role), Keep: []string{name, s.role},
		})
	}
}

// managerFacts follows from careers: a head reports to the director, a team lead to
// the head, others to the head or, in a large unit, to a team lead.
func (m *maker) managerFacts(p int32) {
	o := m.o
	var spans []term
	add := func(boss int32, from, to Date) {
		if boss < 0 || boss == p || from >= to {
			return
		}
		if n := len(spans); n > 0 && spans[n-1].person == boss && spans[n-1].to == from {
			spans[n-1].to = to
			return
		}
		spans = append(spans, term{boss, from, to})
	}
	for _, s := range m.segments[p] {
		unit := &o.Units[s.unit]
		to := min(s.to, o.People[p].Left)
		switch {
		case s.role == o.head(s.unit):
			add(0, s.from, to)
		case len(unit.leads) > 0 && !o.People[p].lead && s.role != "Adviser":
			add(unit.leads[int(p)%len(unit.leads)], s.from, to)
		default:
			for _, h := range unit.heads {
				from := h.from
				if h.person == unit.heads[0].person {
					from = min(from, s.from) // whoever was there before the head joined is not looked at
				}
				add(h.person, max(s.from, from), min(to, h.to))
			}
		}
	}
	for _, s := range spans {
		o.add(Fact{
			Subject: person(p), Predicate: ReportsTo, Object: person(s.person), From: s.from, To: s.to, Known: everyone(s.from - tellAll),
			Says: fmt.Sprintf("%s reports to %s.", o.People[p].Name, o.People[s.person].Name), Keep: []string{o.People[p].Name, o.People[s.person].Name},
		})
	}
}
