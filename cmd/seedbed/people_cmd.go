package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/text"
)

// personFlags say what a person may do.
type personFlags struct {
	roles, domains, wrote []string
	email, program        string
	url                   string
}

func (f *personFlags) bind(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&f.roles, "role", nil, "what they may do: owner, adjudicator, rater, reader; with commas")
	cmd.Flags().StringSliceVar(&f.domains, "domain", nil, "fields that they are at home in, with commas")
	cmd.Flags().StringSliceVar(&f.wrote, "wrote", nil, "sources and stages of what they wrote, which they do not rate; with commas")
	cmd.Flags().StringVar(&f.program, "program", "", "what it is that answers in this name, where it is no person")
	cmd.Flags().StringVar(&f.email, "email", "", "the address by which an identity provider knows them; its hash is kept")
}

func (a *app) peopleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "people",
		Short: "List who looks at the rows, let somebody in, or change what they may do",
		Long: `People lists everybody who is known to the project, with what they may do, the fields
that they are at home in, and what they wrote and do not rate. Names stand in the roster,
which forgets whom one erases; what people do is kept under an id.

While seedbed review runs, its page /people does the same: the ledger has one writer.

Its commands take these flags:

  --role    what somebody may do: owner, adjudicator, rater, reader; with commas
  --domain  fields that they are at home in, with commas
  --wrote   sources and stages of what they wrote, which they do not rate
  --program what it is that answers in this name, where it is no person
  --email   the address by which an identity provider knows them; its hash is kept
  --url     people add, people link: where the page is, for the link`,
		Example: "  seedbed people\n  seedbed people add \"Bo Chen\" --role rater --domain medicine\n  seedbed people erase \"Bo Chen\"",
		Args:    exactArgs(0, "no arguments, or add, change, link, revoke or erase"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withPeople(cmd.Context(), (*project).peopleRead, (*people).list)
		},
	}
	a.jsonFlag(cmd)
	cmd.AddCommand(a.peopleAddCommand(), a.peopleChangeCommand(), a.peopleLinkCommand(),
		a.peopleOutCommand("revoke NAME", "End a person's links",
			"Revoke ends all links of a person, their sessions, and their way in by an identity provider.\nWhat they did stays, and so do their roles: seedbed people link gives them a new link.",
			"links of %s are ended; seedbed people link gives another.\n", (*review.Roster).Revoke),
		a.peopleOutCommand("erase NAME", "Take a person's name out of the roster",
			"Erase takes all that says who a person is out of the roster, and ends their ways in. What\nthey did stays under their id.",
			"%s is erased; what they did stays under that id.\n", (*review.Roster).Erase))
	return cmd
}

// withPeople opens what people do, and closes it again.
func (a *app) withPeople(ctx context.Context, open func(*project, context.Context) (*people, error), do func(*people, context.Context) error) (err error) {
	p, err := a.open(ctx, 0)
	if err != nil {
		return err
	}
	w, err := open(p, ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	return do(w, ctx)
}

func (a *app) peopleAddCommand() *cobra.Command {
	var f personFlags
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Let somebody in, and print the link by which they come",
		Long: `Add puts somebody into the roster, with what they may do, and prints a link that is theirs:
whoever has it is them. With --email and a page that signs in by an identity provider
(seedbed review --oidc-issuer) they need no link. The first person of a project is its
owner, who may rate and settle too.`,
		Example: "  seedbed people add \"Bo Chen\" --role rater,adjudicator --domain medicine --wrote seeds",
		Args:    exactArgs(1, "a name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withPeople(cmd.Context(), (*project).people, func(w *people, ctx context.Context) error { return w.add(ctx, args[0], &f) })
		},
	}
	a.jsonFlag(cmd)
	f.bind(cmd)
	cmd.Flags().StringVar(&f.url, "url", pageURL, "where the page is, for the link")
	return cmd
}

func (a *app) peopleChangeCommand() *cobra.Command {
	var f personFlags
	cmd := &cobra.Command{
		Use:   "change NAME",
		Short: "Change what somebody may do",
		Long: `Change sets the roles of a person, the fields that they are at home in, or what they wrote;
what is not named stays. An empty value takes all away: --wrote "". A project keeps one
owner at least.`,
		Example: "  seedbed people change \"Bo Chen\" --role rater --wrote \"\"",
		Args:    exactArgs(1, "a name, or the id of a person"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withPeople(cmd.Context(), (*project).people, func(w *people, ctx context.Context) error {
				return w.changePerson(ctx, args[0], &f, cmd.Flags().Changed)
			})
		},
	}
	a.jsonFlag(cmd)
	f.bind(cmd)
	return cmd
}

func (a *app) peopleLinkCommand() *cobra.Command {
	url := ""
	cmd := &cobra.Command{
		Use:     "link NAME",
		Short:   "Print a new link of somebody's own",
		Long:    "Link prints another link by which a person comes in. Those that they have work on;\nseedbed people revoke ends them.",
		Example: "  seedbed people link \"Bo Chen\" --url https://rows.example.org",
		Args:    exactArgs(1, "a name, or the id of a person"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withPeople(cmd.Context(), (*project).peopleRead, func(w *people, _ context.Context) error {
				p, err := w.whom(args[0])
				if err != nil {
					return err
				}
				link, err := w.link(p.ID, url)
				if err != nil {
					return err
				}
				a.acts = true
				if a.json {
					a.printJSON(map[string]string{"id": p.ID, "link": link})
					return nil
				}
				a.printf("for %s alone: %s\n", harmlessLine(w.name(p.ID)), link)
				return nil
			})
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVar(&url, "url", pageURL, "where the page is")
	return cmd
}

// peopleOutCommand is a command that takes something from a person in the roster.
func (a *app) peopleOutCommand(use, short, long, says string, do func(*review.Roster, string) error) *cobra.Command {
	name, _, _ := strings.Cut(use, " ")
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long,
		Example: "  seedbed people " + name + " \"Bo Chen\"",
		Args:    exactArgs(1, "a name, or the id of a person"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withPeople(cmd.Context(), (*project).peopleRead, func(w *people, _ context.Context) error {
				p, err := w.whom(args[0])
				if err != nil {
					return err
				}
				if err := do(w.roster, p.ID); err != nil {
					return err
				}
				a.acts = true
				if a.json {
					a.printJSON(w.shown(&p))
					return nil
				}
				a.printf(says, harmlessLine(w.name(p.ID)))
				return nil
			})
		},
	}
	a.jsonFlag(cmd)
	return cmd
}

// whom returns whom a name or an id names, among those who have joined.
func (w *people) whom(as string) (review.Person, error) {
	as = strings.TrimSpace(as)
	if p, ok := w.desk.Person(as); ok {
		return p, nil
	}
	members, err := w.roster.Members()
	if err != nil {
		return review.Person{}, err
	}
	var found []review.Person
	var ids []string
	for _, m := range members {
		if p, joined := w.desk.Person(m.ID); joined && as != "" && (strings.EqualFold(m.Name, as) || strings.EqualFold(m.Pseudonym, as)) {
			found, ids = append(found, p), append(ids, p.ID)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return review.Person{}, &seedbed.Error{Code: seedbed.CodeNotFound, Message: fmt.Sprintf("nobody here is called %q", text.Harmless(as, 100)), Fix: "seedbed people lists who is here"}
	}
	return review.Person{}, seedbed.Errorf(seedbed.CodeInvalid, "%s is the name of several people: %s; write the id", harmlessLine(as), strings.Join(ids, ", "))
}

func (w *people) add(ctx context.Context, name string, f *personFlags) error {
	p := review.Person{ID: review.NewPersonID()}
	first := w.anOwner() == ""
	if first {
		p = review.FirstOwner()
	}
	if err := w.set(&p, f, func(flag string) bool { return flag != "role" || len(f.roles) > 0 }); err != nil {
		return err
	}
	switch {
	case !namesPerson(name):
		return usagef("people add wants the name of a person, on one line and without commas")
	case len(p.Roles) == 0:
		return usagef("people add wants what %s may do: --role rater, or owner, adjudicator, reader", harmlessLine(name))
	case first && !p.Has(review.Owner):
		return usagef("nobody owns this project yet: its first person is an owner; leave --role out, or add owner to it")
	}
	if have, err := w.whom(name); err == nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "%s is here already, as %s; write the name otherwise, or change them", harmlessLine(name), have.ID)
	}
	if err := w.checkEmail(p.ID, f.email); err != nil {
		return err
	}
	m := review.Member{ID: p.ID, Name: name, Email: review.EmailHash(f.email)}
	if err := w.roster.Add(m, func() error { return w.desk.Admit(ctx, review.ByProgram, p) }); err != nil {
		return err
	}
	link, err := w.link(p.ID, f.url)
	if err != nil {
		return err
	}
	w.app.acts = true
	if w.app.json {
		out := w.shown(&p)
		out.Link = link
		w.app.printJSON(out)
		return nil
	}
	w.app.printf("%s (%s) is %s.\nfor them alone: %s\n", harmlessLine(name), p.ID, rolesOf(&p), link)
	return nil
}

func (w *people) changePerson(ctx context.Context, name string, f *personFlags, changed func(string) bool) error {
	p, err := w.whom(name)
	if err != nil {
		return err
	}
	if err := w.set(&p, f, changed); err != nil {
		return err
	}
	if err := w.checkEmail(p.ID, f.email); err != nil { // before anything is changed
		return err
	}
	if err := w.desk.Admit(ctx, review.ByProgram, p); err != nil {
		return err
	}
	if changed("email") {
		if err := w.roster.Expect(p.ID, f.email); err != nil {
			return err
		}
	}
	w.app.acts = true
	if w.app.json {
		w.app.printJSON(w.shown(&p))
		return nil
	}
	w.app.printf("%s is %s.\n", harmlessLine(w.name(p.ID)), rolesOf(&p))
	return nil
}

// checkEmail says what is wrong with the address by which a person is to be known.
func (w *people) checkEmail(id, email string) error {
	hash := review.EmailHash(email)
	switch {
	case email == "":
		return nil
	case hash == "":
		return usagef("--email: %q is no address of mail", text.Harmless(email, 100))
	}
	members, err := w.roster.Members()
	for i := range members {
		if m := &members[i]; m.Email == hash && m.ID != id {
			return usagef("--email: this address is that of %s already", m.ID)
		} else if m.ID == id && m.Erased {
			return seedbed.Errorf(seedbed.CodeInvalid, "%s is erased, and is known by no address", id)
		}
	}
	return err
}
