package gate

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// slot is one signature that a gate wants.
type slot struct{ role, domain string }

func slots(g *plan.Gate) []slot {
	var out []slot
	for _, s := range g.Sign {
		for range max(s.People, 1) {
			out = append(out, slot{s.Role, s.Domain})
		}
	}
	return out
}

func (s slot) String() string {
	if s.domain == "" {
		return s.role
	}
	return s.role + " at home in " + s.domain
}

func (s slot) takes(by *Signed) bool {
	return string(by.Role) == s.role && (s.domain == "" || slices.ContainsFunc(by.Domains, func(d string) bool { return strings.EqualFold(d, s.domain) }))
}

func signs(g *plan.Gate, f *Facts, r *Record) Condition {
	want := slots(g)
	var signed []Signed
	for _, s := range r.Signatures {
		if s.Gate == g.Name && s.Subject == f.Subject && f.Subject != "" {
			signed = append(signed, s)
		}
	}
	c := Condition{Wants: "signed by " + wanted(g), Do: "seedbed gate sign " + g.Name + " --as WHO"}
	for i, who := range match(want, signed) {
		if who < 0 {
			c.Missing = append(c.Missing, "the signature of "+article(want[i].String()))
		} else {
			c.Signed = append(c.Signed, signed[who])
		}
	}
	// The same words twice would look like one thing.
	for i := range c.Missing {
		if n := count(c.Missing[:i], c.Missing[i]); n > 0 {
			c.Missing[i] += fmt.Sprintf(" (%d)", n+1)
		}
	}
	return c
}

func count(list []string, s string) (n int) {
	for _, have := range list {
		if have == s || strings.HasPrefix(have, s+" (") {
			n++
		}
	}
	return n
}

func article(s string) string {
	if strings.ContainsRune("aeiou", rune(s[0])) {
		return "an " + s
	}
	return "a " + s
}

func wanted(g *plan.Gate) string {
	var out []string
	for _, s := range g.Sign {
		one := slot{s.Role, s.Domain}.String()
		if s.People > 1 {
			one = fmt.Sprintf("%s (%s)", one, prose.Plural(s.People, "person", "people"))
		}
		out = append(out, one)
	}
	return strings.Join(out, ", ")
}

// match gives each slot a signature that it takes, −1 where none is left, so that as
// many slots as possible have one and no signature has two (augmenting paths; Kuhn,
// 1955). Slots come from a recipe: some dozens at the most.
func match(want []slot, signed []Signed) []int {
	has := make([]int, len(want))
	for i := range has {
		has[i] = -1
	}
	var place func(who int, seen []bool) bool
	place = func(who int, seen []bool) bool {
		for i := range want {
			if seen[i] || !want[i].takes(&signed[who]) {
				continue
			}
			seen[i] = true
			if has[i] < 0 || place(has[i], seen) {
				has[i] = who
				return true
			}
		}
		return false
	}
	for who := range signed {
		place(who, make([]bool, len(want)))
	}
	return has
}

// NewSignature makes the event of somebody's signature at a gate, which Check has found
// to stand as s. The role is the one that the gate still wants and they have, where
// role is "". Everything else that the gate wants has to hold first: who signs stands
// for all of it.
func NewSignature(s *Standing, f *Facts, r *Record, by string, role review.Role, says string) (review.Event, error) {
	c := s.Condition("sign")
	p, known := r.People[by]
	switch {
	case !known:
		return review.Event{}, unknownPerson(by)
	case c == nil:
		return review.Event{}, seedbed.Errorf(seedbed.CodeInvalid, "gate %s wants no signature", s.Name)
	case f.Subject == "":
		return review.Event{}, noRows
	case r.signed(by, s.Name, f.Subject):
		return review.Event{}, seedbed.Errorf(seedbed.CodeInvalid, "%s has signed at %s already; nobody counts twice", by, s.Name)
	}
	for i := range s.Conditions {
		if o := &s.Conditions[i]; o.State == Missing && o.Demand != "sign" {
			return review.Event{}, &seedbed.Error{
				Code: seedbed.CodeUnmet, Message: fmt.Sprintf("%s is missing, and who signs stands for it too: %s", o.Key(), strings.Join(o.Missing, "; ")), Fix: o.Do,
			}
		}
	}
	if role == "" {
		role = openRole(c, &p)
	}
	if role == "" || !p.Has(role) {
		return review.Event{}, &seedbed.Error{Code: seedbed.CodeUnmet, Message: fmt.Sprintf("%s cannot sign at %s, which is %s", by, s.Name, c.Wants), Fix: "somebody with the role signs"}
	}
	if says != "" {
		if err := checkText("what is said with the signature", says); err != nil {
			return review.Event{}, err
		}
	}
	return event(by, review.EventSign, Signature{Gate: s.Name, Role: role, Subject: f.Subject, Says: says})
}

// openRole is the first role that somebody has and whose signature is missing.
func openRole(c *Condition, p *review.Person) review.Role {
	for _, m := range c.Missing {
		for _, role := range review.Roles {
			after, ok := strings.CutPrefix(m, "the signature of "+article(string(role)))
			if ok && (after == "" || after[0] == ' ') && p.Has(role) {
				return role
			}
		}
	}
	return ""
}

// NewOverride makes the event of somebody answering for what is missing of a condition.
func NewOverride(c *Condition, f *Facts, r *Record, by, because string) (review.Event, error) {
	p, known := r.People[by]
	switch {
	case !known:
		return review.Event{}, unknownPerson(by)
	case !p.Has(review.Owner):
		return review.Event{}, seedbed.Errorf(seedbed.CodeUnmet, "%s is no owner; an owner answers for what is missing", by)
	case f.Subject == "":
		return review.Event{}, noRows
	case c.State != Missing:
		return review.Event{}, seedbed.Errorf(seedbed.CodeInvalid, "nothing is missing of %s: it is %s", c.Key(), c.State)
	}
	if err := checkText("the reason", because); err != nil {
		return review.Event{}, err
	}
	return event(by, review.EventOverride, Override{Gate: c.Gate, Demand: c.Demand, Subject: f.Subject, Missing: c.Missing, Because: because})
}

func unknownPerson(by string) error {
	return &seedbed.Error{Code: seedbed.CodeNotFound, Message: fmt.Sprintf("nobody here is %q", by), Fix: "an owner invites people: seedbed review --invite rater"}
}

// noRows is what is said of a gate before there is anything to sign for.
var noRows = &seedbed.Error{Code: seedbed.CodeNotFound, Message: "there are no rows yet that anybody could answer for", Fix: "run the recipe first: seedbed run"}
