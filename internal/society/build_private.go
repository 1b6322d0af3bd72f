package society

import (
	"fmt"
	"strings"
)

var (
	conditions = []string{
		"epilepsy", "Crohn's disease", "a burnout", "type 1 diabetes", "breast cancer", "depression", "a slipped disc", "multiple sclerosis",
		"an anxiety disorder", "a heart condition", "long COVID", "a miscarriage", "endometriosis", "alcohol dependence", "HIV", "asthma",
	}
	offences = []string{
		"repeated late arrival", "private calls to customers", "leaving the workshop unlocked", "shouting at a colleague", "wrong expense claims",
		"sharing a password", "drinking before a shift", "copying customer data", "smoking in the store room", "unexplained absence",
	}
	disputes = []string{
		"unpaid overtime", "a refused promotion", "bullying in the team", "an accident at work", "a withheld bonus", "the end of the trial period",
		"discrimination because of age", "a breach of the confidentiality agreement",
	}
	systems = []string{"payroll system", "build server", "customer database", "door control", "backup server", "mail administration", "wireless network of the workshop", "test rig"}
)

// privateFacts are nobody's business but of those who have to know.
func (m *maker) privateFacts() {
	o, b := m.o, m.o.Brief
	for i := range o.People {
		p := int32(i)
		m.salary(p)
		m.contact(p)
		me := &o.People[p]
		from, to := max(me.Joined, b.from), min(me.Left, b.to)
		story := func(share float64, pred Predicate, list []string, says string) {
			if !m.chance(share) || to-from < 30 {
				return
			}
			day, what := m.day(from, to, 5), pick(m.rng, list)
			o.add(Fact{
				Subject: person(p), Predicate: pred, Day: day, From: day, To: Never, Known: o.need(p, day),
				Says: fmt.Sprintf(says, me.Name, what, day.Long()), Keep: []string{me.Name, what, day.Long()},
			})
		}
		story(0.2, Health, conditions, "%s has been off sick with %s since %s.")
		story(0.12, Discipline, offences, "%s got a written warning for %s on %s.")
		story(0.1, Legal, disputes, "%s has gone to the labour court over %s; the claim came in on %s.")
	}
	const letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	for i, system := range systems {
		unit := int32(m.rng.IntN(len(o.Units)))
		for from := b.from - 30; from < b.to; {
			to := from + Date(90+m.rng.IntN(200))
			pw := make([]byte, 12)
			for k := range pw {
				pw[k] = letters[m.rng.IntN(len(letters))]
			}
			n := o.add(Fact{
				Subject: Ref{TheValue, int32(i)}, Predicate: Credential, From: from, To: to, Known: []Knowing{{From: from, Unit: unit}},
				Says: fmt.Sprintf("The password of the %s is %s.", system, pw), Keep: []string{system, string(pw)},
			})
			o.values = append(o.values, value{string(pw), n})
			from = to
		}
	}
}

// need is who has to know what concerns a person alone.
func (o *Organisation) need(p int32, from Date) []Knowing {
	return []Knowing{{From: from, Unit: o.personnel, Manager: true, People: []int32{p, 0}}}
}

func (m *maker) salary(p int32) {
	o, b := m.o, m.o.Brief
	me := &o.People[p]
	low, span := int64(38_000), int64(200)
	me.Band = "C"
	switch role := m.segments[p][len(m.segments[p])-1].role; {
	case role == "Managing Director":
		low, me.Band = 118_000, "F"
	case strings.HasPrefix(role, "Head of "):
		low, me.Band = 74_000, "E"
	case strings.HasSuffix(role, "Team Lead"), strings.HasPrefix(role, "Senior "):
		low, me.Band = 55_000, "D"
	case strings.HasSuffix(role, "Assistant"), strings.HasPrefix(role, "Junior "):
		low, me.Band = 29_000, "B"
	}
	amount := low + 100*int64(m.rng.IntN(int(span)))
	add := func(amount int64, from, to Date) {
		o.add(Fact{
			Subject: person(p), Predicate: Salary, Amount: amount, From: from, To: to, Known: o.need(p, from-30),
			Says: fmt.Sprintf("%s's salary is %s a year.", me.Name, o.money(amount)), Keep: []string{me.Name, grouped(amount)},
		})
	}
	raise := m.day(b.from, b.to, 30)
	if raise <= me.Joined+60 || raise >= me.Left || !m.chance(0.5) {
		add(amount, me.Joined, me.Left)
		return
	}
	add(amount, me.Joined, raise)
	add(amount+100*(1+int64(m.rng.IntN(30))), raise, me.Left)
}

func (m *maker) contact(p int32) {
	o := m.o
	me := &o.People[p]
	n := o.add(Fact{
		Subject: person(p), Predicate: Contact, From: me.Joined, To: Never, Known: o.need(p, me.Joined-30),
		Says: fmt.Sprintf("%s lives at %s; the private telephone number is %s.", me.Name, me.Address, me.Private),
		Keep: []string{me.Name, me.Address, me.Private},
	})
	o.values = append(o.values, value{me.Address, n}, value{me.Private, n})
}
