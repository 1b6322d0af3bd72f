package review

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// mostFields bounds the domains of a person, and what they wrote.
const mostFields = 50

// FirstOwner is who owns a project in which nobody did: they may rate and settle as
// well, as many who look at data do so alone.
func FirstOwner() Person {
	return Person{ID: NewPersonID(), Roles: []Role{Owner, Adjudicator, Rater}}
}

// Admit lets somebody in, or changes what they may do, by an owner, or by
// ByProgram for whoever has the folder. The first owner admits themselves; from then on a
// project has one. Once somebody has acted, they stay what they were, a person or a program.
//
// Errors: *Forbidden; seedbed.CodeInvalid.
func (d *Desk) Admit(ctx context.Context, by string, p Person) error {
	p = tidyPerson(p)
	if err := checkPerson(&p); err != nil {
		return err
	}
	d.mu.Lock()
	m, have := d.members[by], d.members[p.ID]
	same := have != nil && samePerson(&have.Person, &p)
	others := slices.ContainsFunc(d.joined, func(o *member) bool { return o.ID != p.ID && o.Has(Owner) })
	full := have == nil && len(d.joined) >= mostPeople
	turns := d.turns(&p)
	d.mu.Unlock()
	switch {
	case by != ByProgram && (m == nil || !m.Has(Owner)) && !(by == p.ID && p.Has(Owner) && !others):
		return forbidden(by, "only owners say who may do what")
	case have != nil && have.Has(Owner) && !p.Has(Owner) && !others:
		return &seedbed.Error{Code: seedbed.CodeInvalid, Message: "this is the project's only owner", Fix: "make somebody else an owner first"}
	case full:
		return seedbed.Errorf(seedbed.CodeInvalid, "%d people are here already, and no more fit", mostPeople)
	case same:
		return nil
	case turns != nil:
		return turns
	}
	_, err := d.do(ctx, by, EventPerson, "", &p)
	return err
}

// ByProgram is by whom events are that nobody who is known did.
const ByProgram = "seedbed"

func tidyPerson(p Person) Person {
	tidy := func(all []string) (out []string) {
		for _, s := range all {
			if s = strings.TrimSpace(s); s != "" && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		return out
	}
	p.Domains, p.Wrote = tidy(p.Domains), tidy(p.Wrote)
	var roles []Role
	for _, r := range Roles { // in the order of what they may do
		if slices.Contains(p.Roles, r) {
			roles = append(roles, r)
		}
	}
	for _, r := range p.Roles { // what there is not is said, and not dropped
		if !slices.Contains(Roles, r) {
			roles = append(roles, r)
		}
	}
	p.Roles = roles
	return p
}

func checkPerson(p *Person) error {
	if p.ID == "" || len(p.ID) > mostName || strings.ContainsFunc(p.ID, func(r rune) bool { return r < ' ' }) {
		return seedbed.Errorf(seedbed.CodeInvalid, "a person's id has 1 to %d bytes and no control characters", mostName)
	}
	if err := checkProgram(p); err != nil {
		return err
	}
	for _, r := range p.Roles {
		if !slices.Contains(Roles, r) {
			return seedbed.Errorf(seedbed.CodeInvalid, "there is no role %.40q; there are owner, adjudicator, rater and reader", r)
		}
	}
	for _, all := range [][]string{p.Domains, p.Wrote} {
		if len(all) > mostFields {
			return seedbed.Errorf(seedbed.CodeInvalid, "a person has up to %d fields, and sources and stages of what they wrote", mostFields)
		}
		for _, s := range all {
			if len(s) > mostName || !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' }) {
				return seedbed.Errorf(seedbed.CodeInvalid, "the name of a field, a source or a stage has up to %d bytes on one line", mostName)
			}
		}
	}
	return nil
}

// Shown returns what people see of a row in an inspection: neither what judges said, nor
// what would tell which model or prompt wrote it.
func (d *Desk) Shown(inspection string, r *seedbed.Record) (seedbed.Record, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.courses[inspection]
	if c == nil {
		return seedbed.Record{}, seedbed.Errorf(seedbed.CodeNotFound, "there is no inspection %.100q", inspection)
	}
	return c.shown(r), nil
}

// Uncalibrated returns who is asked no further row, since their answers to the
// calibration rows are too far from the known ones.
func (d *Desk) Uncalibrated(inspection string) (people []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.courses[inspection]
	if c == nil || d.rules.Pass <= 0 {
		return nil
	}
	for _, s := range c.sortedSeats() {
		if s.checked > 0 && s.Has(Rater) && !s.left && float64(s.right) < d.rules.Pass*float64(s.checked) {
			people = append(people, s.ID)
		}
	}
	return people
}
