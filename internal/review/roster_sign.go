package review

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"seedbed.dev/seedbed"
)

// newToken returns 256 random bits as text, and what is kept of them.
func newToken(now, until time.Time) (string, Token) {
	var b [32]byte
	rand.Read(b[:]) // never fails
	text := base64.RawURLEncoding.EncodeToString(b[:])
	return text, Token{Hash: hashOf(text), Made: now.UTC().Truncate(time.Second), Until: until.UTC()}
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// is reports whether a hash is that of the token, and the token is still good. The
// time that it takes does not depend on the hash.
func (t *Token) is(hash string, now time.Time) bool {
	same := subtle.ConstantTimeCompare([]byte(t.Hash), []byte(hash)) == 1
	return same && (t.Until.IsZero() || now.Before(t.Until))
}

// NewPersonID returns an id that nobody has.
func NewPersonID() string {
	var b [8]byte
	rand.Read(b[:])
	return "p-" + hex.EncodeToString(b[:])
}

// Issue gives a person a token to sign in by; a zero until is for good. The token is
// nowhere but in what is returned.
func (r *Roster) Issue(id string, until time.Time) (token string, err error) {
	token, kept := newToken(r.now(), until)
	err = r.change(func(t *rosterText) error {
		m := t.member(id)
		if m == nil || m.Erased {
			return unknownPerson(id)
		}
		now := r.now()
		m.Tokens = slices.DeleteFunc(m.Tokens, func(k Token) bool { return !k.Until.IsZero() && !now.Before(k.Until) })
		m.Tokens, m.Shut = append(m.Tokens, kept), false
		return nil
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// Revoke makes all of a person's tokens useless, and has no provider sign them in. A
// token that is issued later opens both again.
func (r *Roster) Revoke(id string) error {
	return r.change(func(t *rosterText) error {
		m := t.member(id)
		if m == nil {
			return unknownPerson(id)
		}
		m.Tokens, m.Shut = nil, true
		return nil
	})
}

// SignIn returns whose token this is. It compares with every token there is.
func (r *Roster) SignIn(token string) (id string, ok bool) {
	hash, now := hashOf(token), r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	_ = r.refresh() // what was known stays known while somebody edits the file
	for i := range r.read.People {
		m := &r.read.People[i]
		for j := range m.Tokens {
			if m.Tokens[j].is(hash, now) {
				id, ok = m.ID, true
			}
		}
	}
	return id, ok
}

// Invite returns a code by which one person may join, until a time.
func (r *Roster) Invite(in Invitation, until time.Time) (code string, err error) {
	now := r.now()
	switch {
	case !until.After(now):
		return "", seedbed.Errorf(seedbed.CodeInvalid, "an invitation has to end at a time to come")
	case len(in.Roles) == 0:
		return "", seedbed.Errorf(seedbed.CodeInvalid, "an invitation has to say what the person may do: owner, adjudicator, rater or reader")
	case len(in.Note) > mostName:
		return "", seedbed.Errorf(seedbed.CodeInvalid, "whom an invitation is for has up to %d bytes", mostName)
	}
	for _, role := range in.Roles {
		if !slices.Contains(Roles, role) {
			return "", seedbed.Errorf(seedbed.CodeInvalid, "there is no role %q; there are owner, adjudicator, rater and reader", role)
		}
	}
	code, in.Token = newToken(now, until)
	err = r.change(func(t *rosterText) error {
		t.Invitations = append(stillOpen(t.Invitations, now), in)
		return nil
	})
	if err != nil {
		return "", err
	}
	return code, nil
}

// Invitations returns those that can still be used. Their codes are known to nobody
// but whom they were given to.
func (r *Roster) Invitations() ([]Invitation, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.refresh()
	return stillOpen(r.read.Invitations, r.now()), err
}

// Withdraw takes an invitation back; which, its hash says.
func (r *Roster) Withdraw(hash string) error {
	return r.change(func(t *rosterText) error {
		n := len(t.Invitations)
		t.Invitations = slices.DeleteFunc(t.Invitations, func(in Invitation) bool { return in.Hash == hash })
		if len(t.Invitations) == n {
			return seedbed.Errorf(seedbed.CodeNotFound, "there is no such invitation: it was used, or has ended")
		}
		return nil
	})
}

func stillOpen(all []Invitation, now time.Time) []Invitation {
	var open []Invitation
	for _, in := range all {
		if now.Before(in.Until) {
			open = append(open, in)
		}
	}
	return open
}

// String keeps a token's hash out of logs.
func (t Token) String() string { return fmt.Sprintf("token of %s", t.Made.Format(time.DateOnly)) }
