package web

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"seedbed.dev/seedbed"
)

const (
	sessionLives = 30 * 24 * time.Hour
	sessionsMost = 10_000 // all together; the oldest end first
	sessionsFile = "sessions.json"
	sessionsHold = 16 << 20 // bytes of the file that are read
	remembered   = 256      // receipts, and rows that were revealed, of one session
)

// session is one browser that somebody is signed in with.
type session struct {
	Person string    `json:"person"`
	Until  time.Time `json:"until"`
	// Token is the hash of what they came in by: a token of the roster or of this server,
	// or an identity. With it the session ends.
	Token string `json:"token,omitempty"`

	mu       sync.Mutex
	receipts map[string][]string // by inspection: what is said once, on the next page
	seen     map[seedbed.ID]bool // rows that they chose to see
}

// sessions are who is signed in, by the SHA-256 of what their cookie holds: whoever
// reads the file cannot sign in with it. They outlive the program, since an invitation
// can be used once.
type sessions struct {
	path string // "" keeps them in memory
	now  func() time.Time

	mu sync.Mutex
	by map[string]*session
}

func openSessions(dir string, now func() time.Time) (*sessions, error) {
	s := &sessions{now: now, by: map[string]*session{}}
	if dir == "" {
		return s, nil
	}
	s.path = filepath.Join(dir, sessionsFile)
	info, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil && info.Size() > sessionsHold {
		err = errors.New("it is larger than it can be")
	}
	var b []byte
	if err == nil {
		b, err = os.ReadFile(s.path)
	}
	if err == nil {
		err = json.Unmarshal(b, &s.by)
	}
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "reading %s, which says who is signed in: %w; delete it and everybody signs in again", s.path, err)
	}
	maps.DeleteFunc(s.by, func(_ string, v *session) bool { return v == nil || !v.Until.After(now()) })
	return s, nil
}

// begin signs a person in who came by a token, and returns what their cookie holds, never one that was there
// before.
func (s *sessions) begin(person, token string, lives time.Duration) (string, error) {
	cookie := rand.Text() + rand.Text() // 2 × 130 bits
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	maps.DeleteFunc(s.by, func(_ string, v *session) bool { return !v.Until.After(now) })
	if len(s.by) >= sessionsMost {
		oldest := slices.MinFunc(slices.Collect(maps.Keys(s.by)), func(a, b string) int {
			return cmp.Or(s.by[a].Until.Compare(s.by[b].Until), cmp.Compare(a, b))
		})
		delete(s.by, oldest)
	}
	key := hashOf(cookie)
	s.by[key] = &session{Person: person, Until: now.Add(lives), Token: token}
	if err := s.save(); err != nil {
		delete(s.by, key)
		return "", err
	}
	return cookie, nil
}

func (s *sessions) get(cookie string) (*session, bool) {
	key := hashOf(cookie)
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.by[key]
	if !ok || !v.Until.After(s.now()) {
		return nil, false
	}
	return v, true
}

func (s *sessions) end(cookie string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.by, hashOf(cookie))
	return s.save()
}

// save writes the file, readable by its owner alone, whole or not at all.
func (s *sessions) save() (err error) {
	if s.path == "" {
		return nil
	}
	b, err := json.Marshal(s.by)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInternal, "writing who is signed in: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(s.path), "."+sessionsFile+"-*") // 0600
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing who is signed in: %w", err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), s.path)
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing who is signed in: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// say keeps lines for the next page of an inspection.
func (v *session) say(inspection string, lines ...string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.receipts == nil || len(v.receipts) > remembered {
		v.receipts = map[string][]string{}
	}
	v.receipts[inspection] = lines
}

// said returns what say kept, once.
func (v *session) said(inspection string) []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	lines := v.receipts[inspection]
	delete(v.receipts, inspection)
	return lines
}

// reveal remembers that somebody chose to see a row; where it is forgotten, they are
// asked again.
func (v *session) reveal(row seedbed.ID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.seen == nil || len(v.seen) > remembered {
		v.seen = map[seedbed.ID]bool{}
	}
	v.seen[row] = true
}

func (v *session) revealed(row seedbed.ID) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.seen[row]
}
