package review

import (
	"slices"
	"time"

	"seedbed.dev/seedbed"
)

// Accept uses an invitation up. It returns who joins, with a new id, a token to sign in
// by, and the roles that were given. join has the ledger told of them before anything is
// used up: where it fails, the invitation can be used again.
func (r *Roster) Accept(code, name string, join func(Person) error) (p Person, token string, err error) {
	hash, now := hashOf(code), r.now()
	token, kept := newToken(now, time.Time{})
	p, err = r.accept(func(in *Invitation) bool { return in.is(hash, now) }, Member{Name: name, Tokens: []Token{kept}}, join)
	if err != nil {
		return Person{}, "", err
	}
	return p, token, nil
}

// AcceptSubject is Accept for whom an identity provider signs in: by the invitation that
// was made for their address. They sign in by the provider from then on.
func (r *Roster) AcceptSubject(email, subject, name string, join func(Person) error) (Person, error) {
	hash, now := EmailHash(email), r.now()
	return r.accept(func(in *Invitation) bool {
		return hash != "" && in.Email == hash && now.Before(in.Until)
	}, Member{Name: name, Subject: subject}, join)
}

// accept lets m in by the last invitation that fits.
func (r *Roster) accept(fits func(*Invitation) bool, m Member, join func(Person) error) (p Person, err error) {
	now := r.now()
	err = r.change(func(t *rosterText) error {
		at := -1
		for i := range t.Invitations {
			if fits(&t.Invitations[i]) {
				at = i
			}
		}
		if at < 0 {
			return &seedbed.Error{
				Code: seedbed.CodeNotFound, Message: "this invitation was used, has ended, or never was",
				Fix: "ask for another",
			}
		}
		var err error
		if m.Name, err = memberName(m.Name); err != nil {
			return err
		}
		if err := t.free(m.Subject); err != nil {
			return err
		}
		in := t.Invitations[at]
		m.ID = NewPersonID()
		p = Person{ID: m.ID, Roles: in.Roles, Domains: in.Domains, Wrote: in.Wrote}
		t.Invitations = stillOpen(slices.Delete(t.Invitations, at, at+1), now)
		t.People = append(t.People, m)
		return join(p)
	})
	if err != nil {
		return Person{}, err
	}
	return p, nil
}

// Add puts a new person into the roster once join has had the ledger told of them.
func (r *Roster) Add(m Member, join func() error) error {
	return r.change(func(t *rosterText) error {
		var err error
		if m.Name, err = memberName(m.Name); err != nil {
			return err
		}
		if m.ID == "" || len(m.ID) > mostName || t.member(m.ID) != nil {
			return seedbed.Errorf(seedbed.CodeInternal, "a new person needs an id that nobody has")
		}
		if err := t.free(m.Subject); err != nil {
			return err
		}
		if have := t.email(m.Email); have != nil {
			return seedbed.Errorf(seedbed.CodeInvalid, "this address is that of %s already", have.ID)
		}
		t.People = append(t.People, m)
		return join()
	})
}

// free says where a provider's number for a person is somebody's already: two people of
// one number could not be told apart.
func (t *rosterText) free(subject string) error {
	if subject != "" && t.subject(subject) != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "this identity signs somebody else in already")
	}
	return nil
}
