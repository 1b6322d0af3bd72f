package review

import (
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// rosterFile is the file of names and sign-in in the folder of what people do.
const rosterFile = "roster.json"

// mostRoster bounds the roster, in bytes.
const mostRoster = 16 << 20

// Member is a person as the roster knows them. What they may do stands in the ledger.
type Member struct {
	ID        string  `json:"id"`
	Name      string  `json:"name,omitempty"` // "": not given, or erased
	Pseudonym string  `json:"pseudonym,omitempty"`
	Subject   string  `json:"subject,omitempty"` // who they are to the identity provider that signs them in: issuer and subject
	Email     string  `json:"email,omitempty"`   // EmailHash of the address that signs them in by a provider, until it has
	Shut      bool    `json:"shut,omitempty"`    // no provider signs them in either
	Erased    bool    `json:"erased,omitempty"`  // their name was taken out; the id stays, as what they did does
	Tokens    []Token `json:"tokens,omitempty"`  // by which they sign in
}

// Token is something that is known by its hash alone.
type Token struct {
	Hash  string    `json:"sha256"` // of the token's text, in hexadecimal
	Made  time.Time `json:"made"`
	Until time.Time `json:"until,omitzero"` // zero: for good
}

// Invitation lets one person join, once.
type Invitation struct {
	Token
	Note    string   `json:"note,omitempty"` // whom it is for, in the owner's words
	Roles   []Role   `json:"roles"`
	Domains []string `json:"domains,omitempty"`
	Wrote   []string `json:"wrote,omitempty"` // sources and stages of what they wrote
	Email   string   `json:"email,omitempty"` // EmailHash: whom a provider knows by it comes in without the link
}

// Roster is who people are: names, and hashes of what they sign in by. It is a file
// that its owner may edit; what is read is what stands there. Unlike the ledger it
// forgets what is taken out. Any goroutine and several processes may use it.
type Roster struct {
	path string
	now  func() time.Time

	mu   sync.Mutex
	read rosterText
	mark fileMark // of the file as it was read
}

type rosterText struct {
	People      []Member     `json:"people"`
	Invitations []Invitation `json:"invitations,omitempty"`
	Contacts    []Contact    `json:"contacts,omitempty"`
}

// fileMark tells whether a file is still what was read.
type fileMark struct {
	inode uint64
	size  int64
	mod   time.Time
}

// OpenRoster reads the roster of a folder; none yet is an empty one. A mistake in it
// is an error that names the line.
func OpenRoster(dir string, now func() time.Time) (*Roster, error) {
	if now == nil {
		now = time.Now
	}
	r := &Roster{path: filepath.Join(dir, rosterFile), now: now}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.refresh(); err != nil {
		return nil, err
	}
	return r, nil
}

// Members returns everybody, in the order in which they came.
func (r *Roster) Members() ([]Member, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.refresh()
	return cloneMembers(r.read.People), err
}

// Member returns one person.
func (r *Roster) Member(id string) (Member, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.refresh()
	if m := r.read.member(id); m != nil {
		return cloneMembers([]Member{*m})[0], true, err
	}
	return Member{}, false, err
}

// Credited returns how a person is named in releases; "": not at all.
func (r *Roster) Credited(p *Person) string {
	m, ok, err := r.Member(p.ID)
	switch {
	case p.Program != "":
		return "the program " + p.Program
	case !ok || err != nil || m.Erased:
		return ""
	case p.Credit == CreditName:
		return m.Name
	case p.Credit == CreditPseudonym:
		return m.Pseudonym
	}
	return ""
}

// Rename sets a person's name and pseudonym; the person is new where the id is.
func (r *Roster) Rename(id, name, pseudonym string) error {
	if id == "" || len(id) > mostName || !utf8.ValidString(id) {
		return seedbed.Errorf(seedbed.CodeInvalid, "a person needs an id of up to %d bytes", mostName)
	}
	name, err := memberName(name)
	if err != nil {
		return err
	}
	if pseudonym, err = memberName(pseudonym); err != nil {
		return err
	}
	return r.change(func(t *rosterText) error {
		m := t.member(id)
		if m == nil {
			t.People = append(t.People, Member{ID: id})
			m = &t.People[len(t.People)-1]
		}
		m.Name, m.Pseudonym, m.Erased = name, pseudonym, false
		return nil
	})
}

// memberName makes a name fit to be kept.
func memberName(s string) (string, error) {
	s = strings.TrimSpace(s)
	if len(s) > mostName || !utf8.ValidString(s) || strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		return "", seedbed.Errorf(seedbed.CodeInvalid, "a name has up to %d bytes, and no control characters", mostName)
	}
	return s, nil
}

// Erase takes all that says who a person is out of the roster, and their ways to sign
// in. The id stays, with what was done under it.
func (r *Roster) Erase(id string) error {
	return r.change(func(t *rosterText) error {
		m := t.member(id)
		if m == nil {
			return unknownPerson(id)
		}
		*m = Member{ID: id, Erased: true}
		return nil
	})
}

func unknownPerson(id string) error {
	return seedbed.Errorf(seedbed.CodeNotFound, "the roster has no person %q", id)
}

func (t *rosterText) member(id string) *Member {
	for i := range t.People {
		if t.People[i].ID == id {
			return &t.People[i]
		}
	}
	return nil
}
