package review

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
)

// rosterClock is a time that a test moves.
type rosterClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *rosterClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *rosterClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func openRoster(t testing.TB, dir string, c *rosterClock) *Roster {
	t.Helper()
	r, err := OpenRoster(dir, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestRosterSignsIn(t *testing.T) {
	dir, c := filepath.Join(t.TempDir(), "people"), &rosterClock{at: noon}
	r := openRoster(t, dir, c)
	must(t, r.Rename("p-1", " Ana ", "hawk"))
	token, err := r.Issue("p-1", time.Time{})
	must(t, err)
	short, err := r.Issue("p-1", c.now().Add(time.Hour))
	must(t, err)
	if len(token) != 43 || token == short {
		t.Errorf("tokens are %q and %q", token, short)
	}
	other := openRoster(t, dir, c) // another process
	for _, from := range []*Roster{r, other} {
		for _, good := range []string{token, short} {
			if id, ok := from.SignIn(good); !ok || id != "p-1" {
				t.Errorf("its token signs in %q, %v", id, ok)
			}
		}
		for _, bad := range []string{"", "x", token[1:], token + "x", hashOf(token), strings.ToLower(token) + "\x00"} {
			if id, ok := from.SignIn(bad); ok {
				t.Errorf("%q signs in %q", bad, id)
			}
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, rosterFile))
	must(t, err)
	if strings.Contains(string(b), token) || !strings.Contains(string(b), hashOf(token)) {
		t.Error("the file has the token, or not its hash")
	}
	if info, _ := os.Stat(filepath.Join(dir, rosterFile)); info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v", info.Mode())
	}
	c.pass(time.Hour)
	if _, ok := r.SignIn(short); ok {
		t.Error("a token that has ended signs in")
	}
	must(t, other.Revoke("p-1"))
	if _, ok := r.SignIn(token); ok {
		t.Error("a token that was revoked elsewhere signs in")
	}
	if _, err := r.Issue("p-2", time.Time{}); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Errorf("for nobody: %v", err)
	}
}

func TestRosterForgets(t *testing.T) {
	dir, c := t.TempDir(), &rosterClock{at: noon}
	r := openRoster(t, dir, c)
	must(t, r.Rename("p-1", "Ana", "hawk"))
	must(t, r.Bind("p-1", "https://issuer ana"))
	token, err := r.Issue("p-1", time.Time{})
	must(t, err)
	for credit, want := range map[Credit]string{CreditName: "Ana", CreditPseudonym: "hawk", CreditNone: ""} {
		if got := r.Credited(&Person{ID: "p-1", Credit: credit}); got != want {
			t.Errorf("credited as %q, it is %q", credit, got)
		}
	}
	if id, ok, _ := r.BySubject("https://issuer ana"); !ok || id != "p-1" {
		t.Errorf("by its provider it is %q", id)
	}
	must(t, r.Rename("p-2", "Ben", ""))
	if err := r.Bind("p-2", "https://issuer ana"); err == nil {
		t.Error("one identity signs in two people")
	}
	must(t, r.Erase("p-1"))
	b, err := os.ReadFile(filepath.Join(dir, rosterFile))
	must(t, err)
	for _, gone := range []string{"Ana", "hawk", "issuer", hashOf(token)} {
		if strings.Contains(string(b), gone) {
			t.Errorf("%q is still there", gone)
		}
	}
	m, ok, err := r.Member("p-1")
	if !ok || err != nil || !m.Erased || m.Name != "" {
		t.Errorf("who was erased is %+v, %v", m, err)
	}
	if _, ok := r.SignIn(token); ok {
		t.Error("who was erased signs in")
	}
	if _, err := r.Issue("p-1", time.Time{}); err == nil {
		t.Error("who was erased gets a token")
	}
	if got := r.Credited(&Person{ID: "p-1", Credit: CreditName}); got != "" {
		t.Errorf("who was erased is named %q", got)
	}
	if id, ok, _ := r.BySubject(""); ok {
		t.Errorf("nobody's identity signs in %q", id)
	}
	if err := r.Erase("p-9"); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Errorf("nobody is erased: %v", err)
	}
}

func TestRosterInvites(t *testing.T) {
	dir, c := t.TempDir(), &rosterClock{at: noon}
	r := openRoster(t, dir, c)
	code, err := r.Invite(Invitation{Note: "ana@example.org", Roles: []Role{Rater, Reader}, Domains: []string{"paediatrics"}}, c.now().Add(24*time.Hour))
	must(t, err)
	late, err := r.Invite(Invitation{Roles: []Role{Owner}}, c.now().Add(time.Hour))
	must(t, err)
	back, err := r.Invite(Invitation{Roles: []Role{Owner}}, c.now().Add(24*time.Hour))
	must(t, err)
	must(t, r.Withdraw(hashOf(back)))
	c.pass(2 * time.Hour)
	open, err := r.Invitations()
	if err != nil || len(open) != 1 || open[0].Note != "ana@example.org" || strings.Contains(fmt.Sprint(open[0].Token), open[0].Hash) {
		t.Errorf("open are %v, %v", open, err)
	}
	for name, bad := range map[string]string{"ended": late, "withdrawn": back, "made up": "x", "none": ""} {
		if _, _, err := r.Accept(bad, "Eve", joins); seedbed.CodeOf(err) != seedbed.CodeNotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := r.Accept(code, "Eve\x00", joins); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Errorf("a name that is none: %v", err)
	}
	// Many at once: one of them joins.
	var all sync.WaitGroup
	joined := make(chan Person, 10)
	for i := range 10 {
		all.Go(func() {
			own, err := OpenRoster(dir, c.now)
			if err != nil {
				t.Error(err)
				return
			}
			p, token, err := own.Accept(code, fmt.Sprint("Ana ", i), joins)
			if err != nil {
				return
			}
			if id, ok := r.SignIn(token); !ok || id != p.ID {
				t.Errorf("the token signs in %q", id)
			}
			joined <- p
		})
	}
	all.Wait()
	close(joined)
	n := 0
	for p := range joined {
		if n++; len(p.Roles) != 2 || p.Domains[0] != "paediatrics" || !strings.HasPrefix(p.ID, "p-") {
			t.Errorf("%+v joins", p)
		}
	}
	if n != 1 {
		t.Errorf("%d people joined by one invitation", n)
	}
	for name, in := range map[string]Invitation{"no role": {}, "another role": {Roles: []Role{"king"}}, "a long note": {Roles: []Role{Rater}, Note: strings.Repeat("a", 300)}} {
		if _, err := r.Invite(in, c.now().Add(time.Hour)); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := r.Invite(Invitation{Roles: []Role{Rater}}, c.now()); err == nil {
		t.Error("an invitation that has ended is given")
	}
	if err := r.Withdraw(hashOf(code)); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Errorf("a used one is withdrawn: %v", err)
	}
}

// Two processes change the roster at once, and nothing is lost.
func TestRosterTogether(t *testing.T) {
	dir, c := t.TempDir(), &rosterClock{at: noon}
	var all sync.WaitGroup
	for p := range 8 {
		all.Go(func() {
			r, err := OpenRoster(dir, c.now)
			for i := 0; i < 10 && err == nil; i++ {
				err = r.Rename(fmt.Sprintf("p-%d-%d", p, i), "Ana", "")
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if m, err := openRoster(t, dir, c).Members(); err != nil || len(m) != 80 {
		t.Errorf("%d people, %v", len(m), err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".roster*")); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}

func TestRosterIsEdited(t *testing.T) {
	dir, c := t.TempDir(), &rosterClock{at: noon}
	path := filepath.Join(dir, rosterFile)
	r := openRoster(t, dir, c)
	must(t, r.Rename("p-1", "Ana", ""))
	b, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, []byte(strings.Replace(string(b), "Ana", "Anna B.", 1)), 0o600))
	if m, _, err := r.Member("p-1"); err != nil || m.Name != "Anna B." {
		t.Errorf("after an edit: %+v, %v", m, err)
	}
	for text, want := range map[string]string{
		"":  "roster.json:1:1: ",
		"{": "roster.json:1:",
		"{\n  \"people\": [\n    {\"id\": \"p-1\",, }]}":                                  "roster.json:3:18: ",
		"{\n  \"persons\": []}":                                                           `unknown field "persons"`,
		`{"people":[{"id":"p-1"},{"id":"p-1"}]}`:                                          `"p-1" is there twice`,
		`{"people":[{"name":"p-1"}]}`:                                                     `person 1 has no "id"`,
		`{"people":[{"id":"p-1","tokens":[{"sha256":"abc"}]}]}`:                           `token 1 of "p-1" is no SHA-256`,
		`{"people":[],"invitations":[{"sha256":"x","roles":["rater"]}]}`:                  "invitation 1 is no SHA-256",
		`{"people":[],"invitations":[{"sha256":"` + hashOf("x") + `","roles":["king"]}]}`: `the role "king"`,
		`{"people":[]} {}`:                         "more behind",
		`{"people":` + strings.Repeat("[", 20_000): "exceeded max depth",
		"{\"people\": [{\"id\": 7}]}":              "roster.json:1:",
	} {
		must(t, os.WriteFile(path, []byte(text), 0o600))
		_, err := OpenRoster(dir, c.now)
		if seedbed.CodeOf(err) != seedbed.CodeInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v; want %s", text, err, want)
		}
		if err := r.Rename("p-2", "Ben", ""); err == nil {
			t.Errorf("%.60q is written over", text)
		}
	}
	if _, err := openRosterOf(t, strings.Repeat(" ", mostRoster+1), c); err == nil {
		t.Error("a huge one is read")
	}
}

func openRosterOf(t *testing.T, text string, c *rosterClock) (*Roster, error) {
	t.Helper()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, rosterFile), []byte(text), 0o600))
	return OpenRoster(dir, c.now)
}

func TestRosterRefusesNames(t *testing.T) {
	r := openRoster(t, t.TempDir(), &rosterClock{at: noon})
	for _, n := range [][3]string{{"", "Ana", ""}, {"p-1", "A\nna", ""}, {"p-1", "", "\x1b[31m"}, {"p-1", strings.Repeat("a", 300), ""}, {"p-1", "\xff", ""}, {"\xff", "", ""}} {
		if err := r.Rename(n[0], n[1], n[2]); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%q: %v", n, err)
		}
	}
	if m, err := r.Members(); err != nil || len(m) != 0 {
		t.Errorf("%v, %v", m, err)
	}
}

func FuzzParseRoster(f *testing.F) {
	f.Add([]byte(`{"people":[{"id":"p-1","name":"Ana","tokens":[{"sha256":"` + hashOf("a") + `","made":"2026-03-10T12:00:00Z"}]}],"invitations":[]}`))
	f.Add([]byte("{\"people\":[{\"id\":\"\xff\"}]}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := parseRoster(b, "roster.json")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "roster.json:") {
				t.Fatalf("the error does not say where: %v", err)
			}
			return
		}
		out, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parseRoster(out, "roster.json"); err != nil {
			t.Fatalf("what was read cannot be read again: %v\n%s", err, out)
		}
	})
}
