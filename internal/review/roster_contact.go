package review

import (
	"slices"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// Contact is how somebody who objected to a row can be reached. It stands in the roster,
// which forgets, and not in the ledger, which does not.
type Contact struct {
	Contest int64  `json:"contest"` // the objection's number
	How     string `json:"how"`
}

// mostContact bounds a contact, in bytes; mostContacts how many are kept.
const (
	mostContact  = 1000
	mostContacts = 10_000
)

// KeepContact remembers how somebody can be reached.
func (r *Roster) KeepContact(contest int64, how string) error {
	how = strings.Join(strings.Fields(how), " ")
	if how == "" {
		return nil
	}
	if len(how) > mostContact || !utf8.ValidString(how) {
		return seedbed.Errorf(seedbed.CodeInvalid, "how you can be reached has up to %d bytes of text", mostContact)
	}
	return r.change(func(t *rosterText) error {
		if len(t.Contacts) >= mostContacts {
			return seedbed.Errorf(seedbed.CodeInvalid, "%d contacts are kept already; an owner forgets those that are done with", mostContacts)
		}
		t.Contacts = append(t.Contacts, Contact{contest, how})
		return nil
	})
}

// Contacts returns how people can be reached, by objection.
func (r *Roster) Contacts() (map[int64]string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.refresh()
	out := make(map[int64]string, len(r.read.Contacts))
	for _, c := range r.read.Contacts {
		out[c.Contest] = c.How
	}
	return out, err
}

// ForgetContact takes a contact out.
func (r *Roster) ForgetContact(contest int64) error {
	return r.change(func(t *rosterText) error {
		t.Contacts = slices.DeleteFunc(t.Contacts, func(c Contact) bool { return c.Contest == contest })
		return nil
	})
}
