package society

import (
	"fmt"
	"slices"
)

// Thing is what a fact is about, or what it says.
type Thing uint8

// The things.
const (
	Nothing Thing = iota
	ThePerson
	TheUnit
	TheProject
	TheRole
	ThePlace
	TheMilestone
	TheEvent // an incident or a decision
	TheValue // an address, a number or a password
)

// Ref names a thing by its number in the list of its kind.
type Ref struct {
	Kind Thing
	N    int32
}

// Predicate is what a fact says of its subject.
type Predicate uint8

// The predicates.
const (
	HasRole    Predicate = iota + 1 // person → role
	InUnit                          // person → unit
	ReportsTo                       // person → person
	BasedIn                         // person → place
	Joined                          // person, on Day
	Left                            // person, on Day
	LedBy                           // project → person
	Starts                          // project, on Day
	Budget                          // project, Amount
	Due                             // project → milestone, on Day
	Happened                        // event, on Day
	Decided                         // event, on Day
	Salary                          // person, Amount a year
	Health                          // person, in words
	Discipline                      // person, in words
	Contact                         // person → values: address, telephone
	Credential                      // system → value
	Legal                           // person, in words
)

// The labels of sensitive facts and passages.
var labels = map[Predicate]string{
	Health: "health", Salary: "salary", Discipline: "discipline", Contact: "contact", Credential: "credentials", Legal: "legal",
}

// Labels are the kinds of what is sensitive, in the order of the reference.
var Labels = []string{"health", "salary", "discipline", "contact", "credentials", "legal"}

// Fact is one thing that is true in the organisation, from one day until the day
// before another.
type Fact struct {
	ID        string // "f12"
	Subject   Ref
	Predicate Predicate
	Object    Ref
	Amount    int64
	Day       Date
	From, To  Date
	Says      string // one sentence
	Keep      []string
	Known     []Knowing
}

// Label is the label of a sensitive fact, "" for others.
func (f *Fact) Label() string { return labels[f.Predicate] }

// validOn reports whether the fact holds on a day.
func (f *Fact) validOn(d Date) bool { return f.From <= d && d < f.To }

// Knowing is who knows a fact from a day on.
type Knowing struct {
	From     Date
	Everyone bool
	Unit     int32 // whoever is in it; -1: none
	Manager  bool  // whoever is the manager of the subject
	People   []int32
}

// Person is somebody who works or worked there.
type Person struct {
	Name, Given, Family string
	Email               string // at the organisation
	Phone               string // at work: of a range reserved for drama
	Private             string // private telephone, likewise
	Address             string // invented
	Band                string // of salary
	Joined, Left        Date   // Left is Never for whoever stays

	lead bool // heads a team all the time
}

// Unit is a part of the organisation.
type Unit struct {
	Name  string
	roles []string
	heads []term
	leads []int32
}

// term is who headed a unit from when to when.
type term struct {
	person   int32
	from, to Date
}

// Project is what people work on together.
type Project struct {
	Name, About string
	Announced   Date // when everybody hears of it; Never: it is confidential
	Start       Date
	Members     []int32
}

// Event is an incident or a decision.
type Event struct {
	Code string // "INC-104", "DEC-07"
	What string
	Day  Date
	Told Date // when everybody hears of it
}

// Organisation is a simulated organisation. It is not changed once made.
type Organisation struct {
	Brief    *Brief
	Domain   string // of mail: reserved by RFC 2606
	People   []Person
	Units    []Unit
	Projects []Project
	Events   []Event
	Roles    []string
	Facts    []Fact

	seed       uint64
	personnel  int32
	roleIndex  map[string]int32
	milestones []string
	values     []value
	about      map[subjectKey][]int32
	private    map[string][]int32 // facts by label
	byProject  [][]int32          // projects of each person
}

type value struct {
	text string
	fact int32
}

type subjectKey struct {
	ref  Ref
	pred Predicate
}

func (o *Organisation) add(f Fact) int32 {
	n := int32(len(o.Facts))
	f.ID = fmt.Sprintf("f%d", n+1)
	o.Facts = append(o.Facts, f)
	key := subjectKey{f.Subject, f.Predicate}
	o.about[key] = append(o.about[key], n)
	if l := f.Label(); l != "" {
		o.private[l] = append(o.private[l], n)
	}
	return n
}

// factOn returns the number of the fact that holds of a subject on a day, or -1.
func (o *Organisation) factOn(s Ref, p Predicate, d Date) int32 {
	for _, n := range o.about[subjectKey{s, p}] {
		if o.Facts[n].validOn(d) {
			return n
		}
	}
	return -1
}

// person is the reference of the n-th person.
func person(n int32) Ref { return Ref{ThePerson, n} }

// Employed reports whether a person works there on a day.
func (o *Organisation) Employed(p int32, d Date) bool {
	return o.People[p].Joined <= d && d < o.People[p].Left
}

// ManagerOn returns the manager of a person on a day; -1 for none.
func (o *Organisation) ManagerOn(p int32, d Date) int32 {
	if n := o.factOn(person(p), ReportsTo, d); n >= 0 {
		return o.Facts[n].Object.N
	}
	return -1
}

// UnitOn returns the unit of a person on a day; -1 for none.
func (o *Organisation) UnitOn(p int32, d Date) int32 {
	if n := o.factOn(person(p), InUnit, d); n >= 0 {
		return o.Facts[n].Object.N
	}
	return -1
}

// RoleOn returns the role of a person on a day; "" for none.
func (o *Organisation) RoleOn(p int32, d Date) string {
	if n := o.factOn(person(p), HasRole, d); n >= 0 {
		return o.Roles[o.Facts[n].Object.N]
	}
	return ""
}

// Knows reports whether a person knows a fact on a day.
func (o *Organisation) Knows(p int32, fact int32, d Date) bool {
	f := &o.Facts[fact]
	for i := range f.Known {
		k := &f.Known[i]
		switch {
		case d < k.From:
		case k.Everyone, slices.Contains(k.People, p):
			return true
		case k.Unit >= 0 && o.UnitOn(p, d) == k.Unit:
			return true
		case k.Manager && f.Subject.Kind == ThePerson && o.ManagerOn(f.Subject.N, d) == p:
			return true
		}
	}
	return false
}

// everyone is the audience of what is public from a day on.
func everyone(from Date) []Knowing { return []Knowing{{From: from, Everyone: true, Unit: -1}} }
