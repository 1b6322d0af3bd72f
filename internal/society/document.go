package society

import (
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
)

// The kinds of documents.
const (
	Email   = "email_thread"
	Chat    = "chat"
	Minutes = "minutes"
	Policy  = "policy"
	Ticket  = "ticket"
)

// Kinds are all kinds of documents.
var Kinds = []string{Email, Chat, Minutes, Policy, Ticket}

// Demand is what documents are wanted.
type Demand struct {
	Documents int // at least: the last thread is whole
	Kinds     []Weight
	Sensitive float64 // share of documents with a sensitive passage
	LookAlike float64 // share of documents with one that looks sensitive and is not
}

// Weight is a kind of document and its share of the threads, beside those of the others.
type Weight struct {
	Kind  string
	Share float64
}

// Document is the plan of one.
type Document struct {
	Thread       int // 0-based
	Index        int // 0-based, over all documents
	Position, Of int // in the thread, from 1
	Kind         string
	Date         Date
	Author       int32
	Recipients   []int32
	Topic        string
	Language     string
	Asserts      []int32   // facts that it is to state; author and recipients know them
	Avoid        []int32   // facts about the same things that it must not state: over, to come, or not for all of them to know
	Passages     []Passage // to be in it
}

// Sensitive reports whether the document holds something sensitive.
func (d *Document) Sensitive() bool {
	return slices.ContainsFunc(d.Passages, func(p Passage) bool { return p.Sensitive })
}

// Threads plans documents, thread by thread, each with the number of its first
// document. Growing Documents adds threads and changes none.
func (o *Organisation) Threads(d Demand) iter.Seq2[int, int] {
	return func(yield func(thread, first int) bool) {
		for thread, first := 0, 0; first < d.Documents; thread++ {
			_, n, _ := o.opening(d, thread)
			if !yield(thread, first) {
				return
			}
			first += n
		}
	}
}

// opening draws a thread's kind and length.
func (o *Organisation) opening(d Demand, thread int) (kind string, n int, rng *rand.Rand) {
	rng = rand.New(rand.NewPCG(o.seed^0x746872656164, uint64(thread)))
	total := 0.0
	for _, w := range d.Kinds {
		total += w.Share
	}
	x := rng.Float64() * total
	for _, w := range d.Kinds {
		kind = w.Kind
		if x -= w.Share; x < 0 {
			break
		}
	}
	if n = 1; kind == Email {
		n = 2 + rng.IntN(3)
	}
	return kind, n, rng
}

// lot is a number from 0 to 1 for the n-th document. The numbers of any run of
// documents are evenly spread (a Kronecker sequence of the golden ratio), so that a
// share of the documents is those with a lot below it.
func lot(n int) float64 {
	_, frac := math.Modf(0.37 + float64(float64(n)*((math.Sqrt(5)-1)/2)))
	return frac
}

// Thread plans the documents of a thread; first is the number of its first document.
func (o *Organisation) Thread(d Demand, thread, first int) []Document {
	kind, n, rng := o.opening(d, thread)
	p := planner{o: o, rng: rng}
	private := false
	for k := range n {
		private = private || lot(first+k) < d.Sensitive
	}
	b := o.Brief
	date, people, secret := p.meet(private)
	topic := p.topic(people, date)
	language := pick(rng, b.Languages)
	out := make([]Document, n)
	for k := range out {
		doc := Document{
			Thread: thread, Index: first + k, Position: k + 1, Of: n, Kind: kind, Date: p.later(date, people, k), Author: people[k%len(people)],
			Topic: topic, Language: language,
		}
		date = doc.Date
		for _, q := range people {
			if q != doc.Author {
				doc.Recipients = append(doc.Recipients, q)
			}
		}
		p.choose(&doc)
		switch {
		case secret >= 0 && lot(doc.Index) < d.Sensitive && o.Facts[secret].validOn(doc.Date) && o.Knows(doc.Author, secret, doc.Date):
			doc.Passages = append(doc.Passages, o.sensitive(secret, rng))
		case lot(doc.Index) >= 1-d.LookAlike:
			doc.Passages = append(doc.Passages, o.lookAlike(pick(rng, b.Sensitive), rng))
		}
		out[k] = doc
	}
	return out
}

// meet draws a day and people who have to do with one another then; where something
// private is wanted, people who know a secret.
func (p *planner) meet(private bool) (date Date, people []int32, secret int32) {
	b := p.o.Brief
	for range 60 {
		secret = -1
		if date = (b.from + Date(p.rng.IntN(int(b.to-b.from)+1))).workday(); date > b.to {
			continue
		}
		if private {
			secret, people = p.secret(date)
		} else {
			people = p.circle(date)
		}
		if len(people) > 1 {
			return date, people, secret
		}
	}
	// Nobody to write to: the first two who are there on the first day. Heads always are.
	date, people = b.from.workday(), nil
	for i := 0; i < len(p.o.People) && len(people) < 2; i++ {
		if p.o.Employed(int32(i), date) {
			people = append(people, int32(i))
		}
	}
	return date, people, -1
}

// planner plans one thread.
type planner struct {
	o   *Organisation
	rng *rand.Rand
}

// later is the day of the k-th message: the same or the next, while all are there.
func (p *planner) later(date Date, people []int32, k int) Date {
	if k == 0 {
		return date
	}
	next := (date + Date(p.rng.IntN(2))).workday()
	for _, q := range people {
		if !p.o.Employed(q, next) || next > p.o.Brief.to {
			return date
		}
	}
	return next
}

// circle draws an author and others whom that person has to do with.
func (p *planner) circle(date Date) []int32 {
	o := p.o
	author := int32(p.rng.IntN(len(o.People)))
	if !o.Employed(author, date) {
		return nil
	}
	out := []int32{author}
	add := func(q int32) {
		if q >= 0 && o.Employed(q, date) && !slices.Contains(out, q) {
			out = append(out, q)
		}
	}
	if p.rng.IntN(3) == 0 {
		add(o.ManagerOn(author, date))
	}
	want := 2 + p.rng.IntN(3)
	unit := o.UnitOn(author, date)
	for range 40 {
		if len(out) >= want {
			break
		}
		if list := o.byProject[author]; len(list) > 0 && p.rng.IntN(2) == 0 {
			add(pick(p.rng, o.Projects[pick(p.rng, list)].Members))
			continue
		}
		if q := int32(p.rng.IntN(len(o.People))); o.UnitOn(q, date) == unit {
			add(q)
		}
	}
	for len(out) < 2 {
		add(int32(p.rng.IntN(len(o.People))))
	}
	return out
}

// secret draws a private fact and people who know it; -1 where none was found.
func (p *planner) secret(date Date) (int32, []int32) {
	o := p.o
	label := pick(p.rng, o.Brief.Sensitive)
	if len(o.private[label]) == 0 {
		label = o.Brief.Sensitive[0]
	}
	if len(o.private[label]) == 0 {
		return -1, nil
	}
	for range 20 {
		n := pick(p.rng, o.private[label])
		f := &o.Facts[n]
		if !f.validOn(date) || f.Subject.Kind == ThePerson && !o.Employed(f.Subject.N, date) {
			continue
		}
		var know []int32
		for q := range o.People {
			if q := int32(q); o.Employed(q, date) && person(q) != f.Subject && o.Knows(q, n, date) {
				know = append(know, q)
			}
		}
		if len(know) < 2 {
			continue
		}
		p.rng.Shuffle(len(know), func(i, j int) { know[i], know[j] = know[j], know[i] })
		return n, know[:min(len(know), 2+p.rng.IntN(2))]
	}
	return -1, nil
}

// topic is what a thread is about: a project of the author's that all may hear of, or
// something else.
func (p *planner) topic(people []int32, date Date) string {
	o := p.o
	if list := o.byProject[people[0]]; len(list) > 0 && p.rng.IntN(2) == 0 {
		n := pick(p.rng, list)
		if p.shared(people, o.about[subjectKey{Ref{TheProject, n}, Starts}][0], date) {
			return "the project " + o.Projects[n].Name + ", " + o.Projects[n].About
		}
	}
	return pick(p.rng, o.Brief.Topics)
}

// shared reports whether all of some people know a fact: what one tells another is
// what both may know, so that nobody leaks anything unless it was planted.
func (p *planner) shared(people []int32, fact int32, date Date) bool {
	for _, q := range people {
		if !p.o.Knows(q, fact, date) {
			return false
		}
	}
	return true
}

// choose picks what a document states, and what it may not.
func (p *planner) choose(d *Document) {
	o := p.o
	var subjects []Ref
	projects := slices.Clone(o.byProject[d.Author])
	people := append([]int32{d.Author}, d.Recipients...)
	for _, q := range people {
		subjects = append(subjects, person(q))
		if q != d.Author {
			if m := o.ManagerOn(q, d.Date); m >= 0 {
				subjects = append(subjects, person(m))
			}
		}
	}
	if len(o.Projects) > 0 {
		projects = append(projects, int32(p.rng.IntN(len(o.Projects))))
	}
	for _, n := range projects {
		subjects = append(subjects, Ref{TheProject, n})
	}
	var may, not []int32
	look := func(s Ref, pred Predicate) {
		for _, n := range o.about[subjectKey{s, pred}] {
			f := &o.Facts[n]
			switch recent := f.Day >= d.Date-60 && f.Day <= d.Date+60; {
			case (pred == Joined || pred == Left) && !recent, (pred == Happened || pred == Decided) && !recent:
			case f.validOn(d.Date) && p.shared(people, n, d.Date):
				may = append(may, n)
			default:
				not = append(not, n)
			}
		}
	}
	for _, s := range subjects {
		for _, pred := range []Predicate{HasRole, InUnit, ReportsTo, BasedIn, Joined, Left, LedBy, Starts, Budget, Due} {
			look(s, pred)
		}
	}
	for range 3 {
		look(Ref{TheEvent, int32(p.rng.IntN(len(o.Events)))}, Happened)
		look(Ref{TheEvent, int32(p.rng.IntN(len(o.Events)))}, Decided)
	}
	p.rng.Shuffle(len(may), func(i, j int) { may[i], may[j] = may[j], may[i] })
	p.rng.Shuffle(len(not), func(i, j int) { not[i], not[j] = not[j], not[i] })
	d.Asserts = unique(may, 1+p.rng.IntN(3))
	d.Avoid = unique(not, 2)
}

// unique takes the first n different numbers.
func unique(list []int32, n int) []int32 {
	var out []int32
	for _, x := range list {
		if len(out) < n && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// ThreadID names a thread in records.
func ThreadID(n int) string { return "t" + strconv.Itoa(n+1) }
