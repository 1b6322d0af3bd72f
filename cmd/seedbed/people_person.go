package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/text"
)

// set puts what was asked for into a person. What they wrote names sources and stages
// of the recipe.
func (w *people) set(p *review.Person, f *personFlags, changed func(string) bool) error {
	if changed("role") {
		p.Roles = nil
		for _, name := range f.roles {
			role := review.Role(strings.TrimSpace(name))
			if role == "" {
				continue
			}
			if !slices.Contains(review.Roles, role) {
				return usagef("--role: there is no role %q; there are owner, adjudicator, rater and reader", text.Harmless(name, 40))
			}
			p.Roles = append(p.Roles, role)
		}
	}
	if changed("program") {
		p.Program = strings.TrimSpace(f.program)
	}
	if changed("domain") {
		p.Domains = f.domains
	}
	if changed("wrote") {
		p.Wrote = nil
		known := w.written()
		for _, name := range f.wrote {
			if name = strings.TrimSpace(name); name == "" {
				continue
			}
			if !slices.Contains(known, name) {
				return unknownName("--wrote", "source or stage", name, known)
			}
			p.Wrote = append(p.Wrote, name)
		}
	}
	return nil
}

// written are the sources and stages whose rows somebody may have written.
func (p *project) written() []string {
	var out []string
	for i := range p.plan.Sources {
		out = append(out, p.plan.Sources[i].Name)
	}
	for i := range p.plan.Stages {
		if p.plan.Stages[i].Needs.Inspection == nil {
			out = append(out, p.plan.Stages[i].Name)
		}
	}
	return out
}

// pageURL is where seedbed review serves the page where nothing else is said.
const pageURL = "http://127.0.0.1:4317"

// link makes a link that is a person's own.
func (w *people) link(id, base string) (string, error) {
	token, err := w.roster.Issue(id, time.Time{})
	if err != nil {
		return "", err
	}
	return strings.TrimRight(base, "/") + "/r/" + token, nil
}

// personShown is a person as people --json prints them.
type personShown struct {
	ID      string        `json:"id"`
	Name    string        `json:"name,omitempty"`
	Erased  bool          `json:"erased,omitempty"`
	Roles   []review.Role `json:"roles"`
	Domains []string      `json:"domains,omitempty"`
	Wrote   []string      `json:"wrote,omitempty"`
	Program string        `json:"program,omitempty"`
	Links   int           `json:"links"`              // that sign them in
	Signs   bool          `json:"provider,omitempty"` // an identity provider signs them in
	Link    string        `json:"link,omitempty"`     // a new one, shown once
}

func (w *people) shown(p *review.Person) personShown {
	out := personShown{ID: p.ID, Roles: p.Roles, Domains: p.Domains, Wrote: p.Wrote, Program: p.Program}
	if out.Roles == nil {
		out.Roles = []review.Role{}
	}
	if m, ok, err := w.roster.Member(p.ID); err == nil && ok {
		out.Name, out.Erased, out.Links, out.Signs = m.Name, m.Erased, len(m.Tokens), (m.Subject != "" || m.Email != "") && !m.Shut
	}
	return out
}

func (w *people) list(context.Context) error {
	all := []personShown{}
	for _, p := range w.desk.People() {
		all = append(all, w.shown(&p))
	}
	invited, err := w.roster.Invitations()
	if err != nil {
		return err
	}
	if w.app.json {
		w.app.printJSON(map[string]any{"people": all, "invitations": len(invited)})
		return nil
	}
	if len(all) == 0 {
		w.app.printf("Nobody is here yet. Whoever runs seedbed review first owns the project; seedbed people add NAME names them.\n")
		return nil
	}
	rows := [][]string{{"person", "may", "at home in", "wrote", "comes by", "id"}}
	for i := range all {
		p := &all[i]
		by := "nothing"
		switch {
		case p.Signs:
			by = "sign-in"
		case p.Links > 0:
			by = count(int64(p.Links), "link")
		}
		name := p.Name
		if p.Erased {
			name = "(erased)"
		}
		if p.Program != "" {
			name += " (a program: " + p.Program + ")"
		}
		rows = append(rows, []string{harmlessLine(name), rolesOf(&review.Person{Roles: p.Roles}), harmlessLine(strings.Join(p.Domains, ", ")), harmlessLine(strings.Join(p.Wrote, ", ")), by, harmlessLine(p.ID)})
	}
	table(w.app.stdout, rows)
	if len(invited) > 0 {
		w.app.printf("%s not used yet.\n", count(int64(len(invited)), "invitation"))
	}
	return nil
}

// rolesOf says what somebody may do.
func rolesOf(p *review.Person) string {
	if len(p.Roles) == 0 {
		return "without a role"
	}
	names := make([]string, len(p.Roles))
	for i, r := range p.Roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}
