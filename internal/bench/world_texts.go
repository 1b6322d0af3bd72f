package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/society"
)

// worldWordings are ways to state a fact, for texts that the check was not written
// from: {s} is the subject, {o} the object, an amount or a date among them, {m} the
// milestone. They were written once and are not to be changed to suit the check.
var worldWordings = map[society.Predicate][]string{
	society.HasRole: {
		"As you know, {s} is our {o}.", "{s}, the {o}, has asked for a copy.", "Our {o}, {s}, will look into it.", "{s} works as {o}, so the list goes there.",
		"The {o} is {s}.", "{s} ({o}) took part as well.", "Please note that {s} has the post of {o}.", "The role of {o} is held by {s}.",
	},
	society.InUnit: {
		"{s} from {o} knows more.", "{s}, who sits in {o}, can help.", "{s} works in the {o} team.", "{s} belongs to {o}.",
		"I spoke with {s} in {o} about it.", "{s} is part of {o}.", "{s} ({o}) has the key.",
	},
	society.ReportsTo: {
		"{s} reports to {o}.", "{o} is {s}'s manager, so ask there first.", "{s}'s line manager is {o}.", "{o} manages {s}.", "{s} works under {o}.",
		"As {s} reports directly to {o}, the form needs a signature.", "{s} is supervised by {o}.", "The manager of {s} is {o}.",
	},
	society.BasedIn: {
		"{s} is based in {o}.", "{s} works from our {o} office.", "{s} has a desk in the {o} office.", "{s}, who is based in {o}, cannot come over.",
		"{s} sits in {o}, by the way.",
	},
	society.Joined: {
		"{s} joined us on {o}.", "{s} started here on {o}.", "On {o}, {s} joined the company.", "{s} has been with us since joining on {o}.", "{s}'s first day was {o}.",
	},
	society.Left: {
		"{s} leaves us on {o}.", "{s}'s last day is {o}.", "{s} left the company on {o}.", "Do not forget that {s} is leaving on {o}.",
	},
	society.LedBy: {
		"{o} leads {s}.", "{s} is led by {o}.", "{o} is in charge of {s}.", "The project lead of {s} is {o}.", "{o} runs the {s} project.", "{s} is headed by {o}.",
		"Questions about {s} go to {o}, who leads it.",
	},
	society.Budget: {
		"The budget of {s} is {o}.", "{s} has a budget of {o}.", "For {s} a budget of {o} has been approved.", "We have {o} in the budget for {s}.", "The budget for {s} stands at {o}.",
		"{s}'s budget is {o} in all.",
	},
	society.Due: {
		"The {m} of {s} is due on {o}.", "For {s}, the {m} is planned for {o}.", "{s}: the {m} takes place on {o}.", "We have the {m} for {s} on {o}.",
		"The {m} in {s} is scheduled for {o}.", "{s}'s {m} is set for {o}.", "The date for the {m} of {s} is {o}.",
	},
	society.Starts: {
		"{s} starts on {o}.", "The project {s} began on {o}.", "Work on {s} started on {o}.", "{s} kicks off on {o}.",
	},
	society.Happened: {"{s} happened on {o}.", "About {s} of {o}: the report is there.", "We still have to talk about {s}."},
	society.Decided:  {"{s} was decided on {o}.", "According to {s} we go on like this.", "See {s}, dated {o}."},
}

// worldFiller is what people write besides.
var worldFiller = []string{
	"I hope you had a good weekend.", "The coffee machine on the second floor is out of order again.", "Could you send me the file before lunch?", "Thanks for your patience.",
	"We talked about it at length and came to no result.", "The supplier has not answered yet.", "Let me know if that works for you.", "I will be back in the office on Thursday.",
	"On Tuesday somebody left a bicycle in the hall.", "Two of the twelve boxes were empty.", "If nobody objects, we leave it at that.", "It took 40 minutes longer than we had thought.",
	"Sorry for the short notice.", "A customer asked whether we could deliver in May.", "There is cake in the kitchen.", "I have no strong opinion about this.",
	"Version 3.2 of the manual is on the shared drive.", "It would be good to have that in writing.", "The printer wants new toner.", "We should not promise anything that we cannot keep.",
	"The travel costs came to EUR 1,240 last month.", "Please remember to lock the store room.", "The next round is on 14 October, I think.", "Nobody minded.",
}

// worldText is a document with the place of what was planted, in code points.
type worldText struct {
	text     society.Text
	from, to int
}

// worldWriter writes documents without a model.
type worldWriter struct {
	o   *society.Organisation
	rng *rand.Rand
}

func drawn[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

// state words a fact. object replaces what the fact says; "" for the fact as it is.
func (w *worldWriter) state(f *society.Fact, object string) string {
	if object == "" {
		object = w.object(f)
	}
	text := drawn(w.rng, worldWordings[f.Predicate])
	milestone := ""
	if f.Predicate == society.Due {
		milestone = f.Keep[1]
	}
	return strings.NewReplacer("{s}", w.subject(f), "{o}", object, "{m}", milestone).Replace(text)
}

func (w *worldWriter) subject(f *society.Fact) string {
	switch f.Subject.Kind {
	case society.ThePerson:
		return w.o.People[f.Subject.N].Name
	case society.TheProject:
		return w.o.Projects[f.Subject.N].Name
	default:
		return w.o.Events[f.Subject.N].Code
	}
}

func (w *worldWriter) object(f *society.Fact) string {
	switch f.Predicate {
	case society.HasRole:
		return w.o.Roles[f.Object.N]
	case society.InUnit:
		return w.o.Units[f.Object.N].Name
	case society.ReportsTo, society.LedBy:
		return w.o.People[f.Object.N].Name
	case society.BasedIn:
		return w.o.Brief.Places[f.Object.N]
	case society.Budget:
		return w.money(f.Amount)
	default:
		return w.day(f.Day)
	}
}

func (w *worldWriter) money(n int64) string {
	grouped := fmt.Sprintf("%d,%03d", n/1000, n%1000)
	return drawn(w.rng, []string{"EUR " + grouped, "€" + grouped, grouped + " euros", fmt.Sprintf("EUR %dk", n/1000)})
}

func (w *worldWriter) day(d society.Date) string {
	iso, long := d.String(), d.Long()
	parts := strings.Fields(long)
	return drawn(w.rng, []string{long, iso, parts[1] + " " + parts[0] + ", " + parts[2], long})
}

// write makes the text of a planned document. extra is put among its sentences, and
// its place told.
func (w *worldWriter) write(d *society.Document, extra string) worldText {
	var lines []string
	for _, n := range d.Asserts {
		lines = append(lines, w.state(&w.o.Facts[n], ""))
	}
	for _, p := range d.Passages {
		lines = append(lines, p.Says)
	}
	for range 5 + w.rng.IntN(6) {
		lines = append(lines, drawn(w.rng, worldFiller))
	}
	w.rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	at := w.rng.IntN(len(lines) + 1)
	out := worldText{text: society.Text{ID: fmt.Sprint(d.Index), Date: d.Date, Author: d.Author, Recipients: d.Recipients}}
	var b strings.Builder
	b.WriteString(drawn(w.rng, []string{"Hi ", "Dear ", "Hello "}) + w.o.People[d.Recipients[0]].Given + ",\n\n")
	for i := 0; i <= len(lines); i++ {
		if i == at && extra != "" {
			out.from = utf8.RuneCountInString(b.String())
			b.WriteString(extra)
			out.to = utf8.RuneCountInString(b.String())
			b.WriteByte(' ')
		}
		if i < len(lines) {
			b.WriteString(lines[i])
			b.WriteString(drawn(w.rng, []string{" ", " ", " ", "\n\n"}))
		}
	}
	b.WriteString("\n\nBest regards,\n" + w.o.People[d.Author].Name)
	if role := w.o.RoleOn(d.Author, d.Date); w.rng.IntN(2) == 0 {
		b.WriteString("\n" + role)
	}
	out.text.Body = b.String()
	return out
}

// worldDefects are what is planted, each with the kinds of problem that it may be
// told as.
var worldDefects = []struct {
	name  string
	kinds []society.ProblemKind
}{
	{"another role", []society.ProblemKind{society.Contradiction}},
	{"another unit", []society.ProblemKind{society.Contradiction}},
	{"another manager", []society.ProblemKind{society.Contradiction}},
	{"another place", []society.ProblemKind{society.Contradiction}},
	{"another day of joining", []society.ProblemKind{society.Contradiction}},
	{"another project lead", []society.ProblemKind{society.Contradiction}},
	{"another budget", []society.ProblemKind{society.Contradiction}},
	{"another due date", []society.ProblemKind{society.Contradiction}},
	{"out of date", []society.ProblemKind{society.Contradiction}},
	{"not known yet", []society.ProblemKind{society.Anachronism, society.CannotKnow}},
	{"not for the author", []society.ProblemKind{society.CannotKnow, society.Anachronism}},
	{"acts before joining", []society.ProblemKind{society.Anachronism}},
	{"acts after leaving", []society.ProblemKind{society.Anachronism}},
	{"nobody of that name", []society.ProblemKind{society.Unknown}},
	{"no such project", []society.ProblemKind{society.Unknown}},
	{"no such incident", []society.ProblemKind{society.Unknown}},
}
