package main

import (
	"fmt"
	"slices"

	"seedbed.dev/seedbed/internal/society"
)

// defect makes a sentence with a defect for a document; "" where the organisation has
// nothing to make it of.
func (w *worldWriter) defect(name string, d *society.Document) string {
	switch name {
	case "another role":
		return w.otherwise(d, society.HasRole, func() string { return drawn(w.rng, w.o.Roles) })
	case "another unit":
		return w.otherwise(d, society.InUnit, func() string { return drawn(w.rng, w.o.Units).Name })
	case "another manager":
		return w.otherwise(d, society.ReportsTo, w.anybody(d))
	case "another place":
		return w.otherwise(d, society.BasedIn, func() string { return drawn(w.rng, w.o.Brief.Places) })
	case "another day of joining":
		return w.otherwise(d, society.Joined, func() string { return w.day(d.Date - society.Date(100+w.rng.IntN(2000))) })
	case "another project lead":
		return w.otherwise(d, society.LedBy, w.anybody(d))
	case "another budget":
		return w.otherwise(d, society.Budget, func() string { return w.money(int64(700+w.rng.IntN(200)) * 1000) })
	case "another due date":
		return w.otherwise(d, society.Due, func() string { return w.day(d.Date + society.Date(w.rng.IntN(300))) })
	case "out of date":
		return w.fact(func(f *society.Fact) bool {
			return f.To <= d.Date && f.From > d.Date-900 && f.Predicate != society.Due && w.known(f, d) && w.current(f, d) != w.object(f)
		})
	case "not known yet":
		return w.fact(func(f *society.Fact) bool {
			return (f.Predicate == society.Happened || f.Predicate == society.Decided || f.Predicate == society.HasRole && f.Subject.N != d.Author) && f.From > d.Date+30 && !w.ever(f, d)
		})
	case "not for the author":
		return w.fact(func(f *society.Fact) bool {
			return f.Predicate == society.Budget && f.From <= d.Date && d.Date < f.To && !w.knows(f, d)
		})
	case "acts before joining":
		return w.acting(func(p *society.Person) bool { return p.Joined > d.Date+40 })
	case "acts after leaving":
		return w.acting(func(p *society.Person) bool { return p.Left < d.Date-5 })
	case "nobody of that name":
		return fmt.Sprintf(drawn(w.rng, []string{"I have told %s already.", "%s from the workshop has the key.", "Please ask %s about it.", "%s and I went through the list."}),
			drawn(w.rng, []string{"Sarah Johnson", "Emily Davis", "Michael Brown", "Ngozi Brannigan-Smith", "John Carter"}))
	case "no such project":
		return fmt.Sprintf(drawn(w.rng, []string{"The project %s takes all our time.", "We have moved two people to the %s project.", "Nobody has looked at project %s yet."}),
			drawn(w.rng, []string{"Quicksilver", "Moonshine", "Ironwood"}))
	default:
		return fmt.Sprintf(drawn(w.rng, []string{"INC-%d is still open.", "We have learnt from INC-%d.", "See INC-%d for what went wrong."}), 700+w.rng.IntN(200))
	}
}

// fact states a fact that is wanted.
func (w *worldWriter) fact(wanted func(*society.Fact) bool) string {
	for range 3000 {
		f := &w.o.Facts[w.rng.IntN(len(w.o.Facts))]
		if worldWordings[f.Predicate] != nil && wanted(f) {
			return w.state(f, "")
		}
	}
	return ""
}

// otherwise states a fact of the author's circle with an object that it never has.
func (w *worldWriter) otherwise(d *society.Document, p society.Predicate, object func() string) string {
	var of []int32
	for i := range w.o.Facts {
		if w.o.Facts[i].Predicate == p {
			of = append(of, int32(i))
		}
	}
	for range 300 {
		f := &w.o.Facts[drawn(w.rng, of)]
		if f.From > d.Date || f.To <= d.Date || !w.knows(f, d) {
			continue
		}
		for range 20 {
			other := object()
			if !slices.ContainsFunc(w.o.Facts, func(g society.Fact) bool {
				return g.Subject == f.Subject && g.Predicate == p && (w.sameDay(&g, other) || w.plain(&g) == other)
			}) && other != w.subject(f) {
				return w.state(f, other)
			}
		}
	}
	return ""
}

// plain is a fact's object where that has one form alone.
func (w *worldWriter) plain(f *society.Fact) string {
	switch f.Predicate {
	case society.HasRole, society.InUnit, society.ReportsTo, society.LedBy, society.BasedIn:
		return w.object(f)
	}
	return ""
}

func (w *worldWriter) sameDay(f *society.Fact, text string) bool {
	return f.Day != 0 && (text == f.Day.Long() || text == f.Day.String())
}

func (w *worldWriter) anybody(d *society.Document) func() string {
	return func() string {
		for {
			if p := w.rng.IntN(len(w.o.People)); w.o.Employed(int32(p), d.Date) {
				return w.o.People[p].Name
			}
		}
	}
}

// number is a fact's place in the list.
func (w *worldWriter) number(f *society.Fact) int32 {
	var n int32
	fmt.Sscanf(f.ID, "f%d", &n)
	return n - 1
}

func (w *worldWriter) knows(f *society.Fact, d *society.Document) bool {
	return w.o.Knows(d.Author, w.number(f), d.Date)
}

// known reports whether everybody knew a fact, and its subject is still there.
func (w *worldWriter) known(f *society.Fact, d *society.Document) bool {
	return w.knows(f, d) && f.Label() == "" && (f.Subject.Kind != society.ThePerson || w.o.Employed(f.Subject.N, d.Date))
}

// ever reports whether an author knows a fact that is to come, or one like it is true
// already.
func (w *worldWriter) ever(f *society.Fact, d *society.Document) bool {
	return w.knows(f, d) || w.current(f, d) == w.object(f) || f.Predicate == society.HasRole && !w.o.Employed(f.Subject.N, d.Date)
}

// current is what holds in the place of a fact on a document's day.
func (w *worldWriter) current(f *society.Fact, d *society.Document) string {
	for i := range w.o.Facts {
		if g := &w.o.Facts[i]; g.Subject == f.Subject && g.Predicate == f.Predicate && g.From <= d.Date && d.Date < g.To && w.plain(g) != "" {
			return w.plain(g)
		}
	}
	return ""
}

func (w *worldWriter) acting(wanted func(*society.Person) bool) string {
	for range 3000 {
		p := &w.o.People[w.rng.IntN(len(w.o.People))]
		if wanted(p) {
			return fmt.Sprintf(drawn(w.rng, []string{
				"%s will bring the spare parts.", "Please ask %s about it.", "%s is working on the figures.", "%s has the list and sends it round today.", "%s wants to see us tomorrow.",
			}), p.Name)
		}
	}
	return ""
}
