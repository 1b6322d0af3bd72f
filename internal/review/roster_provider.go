package review

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"seedbed.dev/seedbed"
)

// EmailHash is what is kept of an address by which a provider knows somebody: the
// SHA-256, in hexadecimal, of its lower-case letters behind a prefix of ours; "" of what
// is no address. Whoever knows an address can tell whether it is in a roster; the roster
// by itself does not say it.
func EmailHash(email string) string {
	email = strings.ToLower(strings.TrimSpace(email))
	at := strings.LastIndexByte(email, '@')
	if at < 1 || at == len(email)-1 || len(email) > 320 || strings.ContainsAny(email, " \t\r\n\x00<>,;") {
		return ""
	}
	sum := sha256.Sum256([]byte("seedbed email\x00" + email))
	return hex.EncodeToString(sum[:])
}

// Bind says by which identity of a provider a person signs in; "" by none. An identity
// is one person's.
func (r *Roster) Bind(id, subject string) error {
	return r.change(func(t *rosterText) error {
		if m := t.subject(subject); m != nil && m.ID != id {
			return seedbed.Errorf(seedbed.CodeInvalid, "this identity signs %s in already", m.ID)
		}
		m := t.member(id)
		if m == nil || m.Erased {
			return unknownPerson(id)
		}
		m.Subject = subject
		return nil
	})
}

// Expect says by which address a provider will know a person: whom it signs in by that
// address for the first time is them. "" takes it back.
func (r *Roster) Expect(id, email string) error {
	hash := EmailHash(email)
	if hash == "" && email != "" {
		return seedbed.Errorf(seedbed.CodeInvalid, "%q is no address of mail", email)
	}
	return r.change(func(t *rosterText) error {
		if m := t.email(hash); m != nil && m.ID != id {
			return seedbed.Errorf(seedbed.CodeInvalid, "this address is that of %s already", m.ID)
		}
		m := t.member(id)
		if m == nil || m.Erased {
			return unknownPerson(id)
		}
		m.Email = hash
		return nil
	})
}

// BySubject returns whom a provider's identity signs in. shut: it is somebody whose ways
// in were revoked.
func (r *Roster) BySubject(subject string) (id string, ok, shut bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_ = r.refresh()
	if m := r.read.subject(subject); m != nil {
		return m.ID, true, m.Shut
	}
	return "", false, false
}

// ByEmail returns whom an address that a provider has verified signs in for the first
// time: nobody who has an identity already.
func (r *Roster) ByEmail(email string) (id string, ok, shut bool) {
	hash := EmailHash(email)
	r.mu.Lock()
	defer r.mu.Unlock()
	_ = r.refresh()
	if m := r.read.email(hash); m != nil && m.Subject == "" {
		return m.ID, true, m.Shut
	}
	return "", false, false
}

// email returns of whom the hash of an address is; nil: of nobody.
func (t *rosterText) email(hash string) *Member {
	for i := range t.People {
		if m := &t.People[i]; hash != "" && m.Email == hash {
			return m
		}
	}
	return nil
}

// subject returns whom an identity signs in; nil: nobody.
func (t *rosterText) subject(subject string) *Member {
	for i := range t.People {
		if m := &t.People[i]; subject != "" && m.Subject == subject {
			return m
		}
	}
	return nil
}
