package review

import (
	"errors"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
)

// joins is of a ledger that takes everybody.
func joins(Person) error { return nil }

// An invitation is used up once the ledger knows who joins, and not before.
func TestInvitationOutlivesTheLedger(t *testing.T) {
	r := openRoster(t, t.TempDir(), &rosterClock{at: time.Now()})
	code, err := r.Invite(Invitation{Roles: []Role{Rater}, Wrote: []string{"seeds"}}, time.Now().Add(time.Hour))
	must(t, err)
	full := errors.New("the disk is full")
	if _, _, err := r.Accept(code, "Ana", func(Person) error { return full }); !errors.Is(err, full) {
		t.Fatalf("%v", err)
	}
	members, err := r.Members()
	must(t, err)
	if len(members) != 0 {
		t.Errorf("%+v joined", members)
	}
	p, token, err := r.Accept(code, "Ana", joins)
	must(t, err)
	if id, ok := r.SignIn(token); !ok || id != p.ID || len(p.Wrote) != 1 {
		t.Errorf("%q %v %+v", id, ok, p)
	}
}

// A provider signs in whom an address was noted for, or an invitation was made for, and
// nobody whose ways in were revoked.
func TestRosterOfAProvider(t *testing.T) {
	r := openRoster(t, t.TempDir(), &rosterClock{at: time.Now()})
	must(t, r.Rename("p-1", "Ana", ""))
	must(t, r.Rename("p-2", "Bo", ""))
	must(t, r.Expect("p-1", "Ana@Example.org "))
	if err := r.Expect("p-2", "ana@example.org"); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Errorf("an address of two people: %v", err)
	}
	if id, ok, shut := r.ByEmail("ana@example.org"); !ok || shut || id != "p-1" {
		t.Errorf("%q %v %v", id, ok, shut)
	}
	must(t, r.Bind("p-1", "https://issuer 1"))
	if _, ok, _ := r.ByEmail("ana@example.org"); ok {
		t.Error("an address signs in somebody who has an identity: another account with that address would be them")
	}
	must(t, r.Revoke("p-1"))
	if _, ok, shut := r.BySubject("https://issuer 1"); !ok || !shut {
		t.Errorf("%v %v", ok, shut)
	}
	_, err := r.Issue("p-1", time.Time{})
	must(t, err)
	if _, _, shut := r.BySubject("https://issuer 1"); shut {
		t.Error("a new link does not open the way in again")
	}
	_, err = r.Invite(Invitation{Roles: []Role{Reader}, Email: EmailHash("cy@example.org")}, time.Now().Add(time.Hour))
	must(t, err)
	if _, err := r.AcceptSubject("eve@example.org", "https://issuer 3", "Eve", joins); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Errorf("%v", err)
	}
	p, err := r.AcceptSubject("CY@example.org", "https://issuer 2", "Cy", joins)
	must(t, err)
	if id, ok, _ := r.BySubject("https://issuer 2"); !ok || id != p.ID || !p.Has(Reader) {
		t.Errorf("%q %v %+v", id, ok, p)
	}
	for _, no := range []string{"", "ana", "@example.org", "ana@", "a b@example.org", "a@b>c"} {
		if EmailHash(no) != "" {
			t.Errorf("%q is no address", no)
		}
	}
}

// How somebody can be reached is forgotten when it is asked for.
func TestContacts(t *testing.T) {
	r := openRoster(t, t.TempDir(), &rosterClock{at: time.Now()})
	must(t, r.KeepContact(7, "  ana@example.org\n or by phone "))
	must(t, r.KeepContact(8, "   "))
	have, err := r.Contacts()
	must(t, err)
	if len(have) != 1 || have[7] != "ana@example.org or by phone" {
		t.Errorf("%v", have)
	}
	if err := r.KeepContact(9, strings.Repeat("x", mostContact+1)); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Errorf("%v", err)
	}
	must(t, r.ForgetContact(7))
	if have, _ = r.Contacts(); len(have) != 0 {
		t.Errorf("%v", have)
	}
}

// Owners say who may do what, and a project keeps one.
func TestAdmit(t *testing.T) {
	dir := t.TempDir()
	d, err := OpenDesk(t.Context(), DeskOptions{Dir: dir})
	must(t, err)
	owner := FirstOwner()
	must(t, d.Admit(t.Context(), ByProgram, owner))
	must(t, d.Admit(t.Context(), owner.ID, Person{ID: "p-1", Roles: []Role{Rater, Rater}, Wrote: []string{" seeds ", "", "seeds"}}))
	if p, _ := d.Person("p-1"); len(p.Roles) != 1 || len(p.Wrote) != 1 || p.Wrote[0] != "seeds" {
		t.Errorf("%+v", p)
	}
	var not *Forbidden
	if err := d.Admit(t.Context(), "p-1", Person{ID: "p-1", Roles: []Role{Owner}}); !errors.As(err, &not) {
		t.Errorf("a rater makes themselves owner: %v", err)
	}
	for _, p := range []Person{{ID: owner.ID, Roles: []Role{Rater}}, {ID: "p-2", Roles: []Role{"king"}}, {ID: "p-2\x00"}, {ID: "p-2", Domains: []string{strings.Repeat("x", mostName+1)}}} {
		if err := d.Admit(t.Context(), owner.ID, p); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%.60v: %v", p, err)
		}
	}
	must(t, d.Close())
	by := map[string]int{}
	for e, err := range ReadLedger(dir) {
		must(t, err)
		by[e.By]++
	}
	if by[ByProgram] != 1 || by[owner.ID] != 1 {
		t.Errorf("%v", by)
	}
}

// An identity that signs somebody in uses up no invitation for somebody else.
func TestInvitationOfAnIdentityThatIsKnown(t *testing.T) {
	r := openRoster(t, t.TempDir(), &rosterClock{at: time.Now()})
	until := time.Now().Add(time.Hour)
	for range 2 {
		_, err := r.Invite(Invitation{Roles: []Role{Rater}, Email: EmailHash("ana@example.org")}, until)
		must(t, err)
	}
	first, err := r.AcceptSubject("ana@example.org", "https://issuer 1", "Ana", joins)
	must(t, err)
	told := false
	if _, err := r.AcceptSubject("ana@example.org", "https://issuer 1", "Ana", func(Person) error { told = true; return nil }); seedbed.CodeOf(err) != seedbed.CodeInvalid || told {
		t.Errorf("one identity signs two people in: %v", err)
	}
	if id, ok, _ := r.BySubject("https://issuer 1"); !ok || id != first.ID {
		t.Errorf("%q %v", id, ok)
	}
	if _, err := r.AcceptSubject("ana@example.org", "https://issuer 2", "Ana", joins); err != nil {
		t.Errorf("the other invitation is used up: %v", err)
	}
}
