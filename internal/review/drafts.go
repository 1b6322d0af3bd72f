package review

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"seedbed.dev/seedbed"
)

// drafts are answers that people have begun: a file a person, written whole or not at
// all. They are no part of the ledger, and nobody else is shown them.
type drafts struct {
	dir    string // "": in memory alone
	mu     sync.Mutex
	people map[string]*draftFile
}

type draftFile struct {
	write  sync.Mutex // held while the file is written: the newest state is what is there at last
	mu     sync.Mutex
	person string
	rows   map[string]map[seedbed.ID]json.RawMessage // by inspection
}

// draftText is what the file has.
type draftText struct {
	Person string                                    `json:"person"`
	Drafts map[string]map[seedbed.ID]json.RawMessage `json:"drafts"`
}

const (
	mostDraft  = 256 << 10 // bytes of one
	mostDrafts = 100       // of one person in one inspection
)

// openDrafts reads all that there are. A file that cannot be read as drafts is moved
// aside: a draft is no reason not to open.
func openDrafts(dir string) (*drafts, error) {
	ds := &drafts{dir: dir, people: map[string]*draftFile{}}
	if dir == "" {
		return ds, nil
	}
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return ds, nil
	}
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "reading drafts: %w", err)
	}
	for _, f := range files {
		path := filepath.Join(dir, f.Name())
		if !strings.HasSuffix(f.Name(), ".json") || strings.HasPrefix(f.Name(), ".") {
			continue
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, seedbed.Errorf(seedbed.CodeStorage, "reading drafts: %w", err)
		}
		t, ok := parseDrafts(b)
		if !ok || draftName(t.Person) != f.Name() {
			if err := os.Rename(path, path+".damaged"); err != nil {
				return nil, seedbed.Errorf(seedbed.CodeStorage, "moving drafts that cannot be read aside: %w", err)
			}
			continue
		}
		ds.people[t.Person] = &draftFile{person: t.Person, rows: t.Drafts}
	}
	return ds, nil
}

func parseDrafts(b []byte) (t draftText, ok bool) {
	if json.Unmarshal(b, &t) != nil || t.Person == "" {
		return t, false
	}
	if t.Drafts == nil {
		t.Drafts = map[string]map[seedbed.ID]json.RawMessage{}
	}
	return t, true
}

// draftName names a person's file by a hash: an id may have what a file's name may not.
func draftName(person string) string {
	sum := sha256.Sum256([]byte(person))
	return hex.EncodeToString(sum[:16]) + ".json"
}

func (ds *drafts) file(person string, made bool) *draftFile {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	f := ds.people[person]
	if f == nil && made {
		f = &draftFile{person: person, rows: map[string]map[seedbed.ID]json.RawMessage{}}
		ds.people[person] = f
	}
	return f
}

// of returns a person's drafts in an inspection.
func (ds *drafts) of(person, inspection string) map[seedbed.ID]json.RawMessage {
	f := ds.file(person, false)
	if f == nil {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.rows[inspection])
}

func (ds *drafts) save(person, inspection string, row seedbed.ID, draft json.RawMessage) error {
	f := ds.file(person, true)
	f.mu.Lock()
	rows := f.rows[inspection]
	if rows == nil {
		rows = map[seedbed.ID]json.RawMessage{}
		f.rows[inspection] = rows
	}
	if _, has := rows[row]; !has && len(rows) >= mostDrafts {
		f.mu.Unlock()
		return seedbed.Errorf(seedbed.CodeInvalid, "you have %d rows begun; answer or skip some first", len(rows))
	}
	rows[row] = draft
	f.mu.Unlock()
	return ds.keep(f)
}

// drop forgets a draft. That the file still has it does no harm: a row that is answered
// is not asked again.
func (ds *drafts) drop(person, inspection string, row seedbed.ID) {
	f := ds.file(person, false)
	if f == nil {
		return
	}
	f.mu.Lock()
	_, has := f.rows[inspection][row]
	delete(f.rows[inspection], row)
	f.mu.Unlock()
	if has {
		_ = ds.keep(f)
	}
}

func (ds *drafts) keep(f *draftFile) error {
	if ds.dir == "" {
		return nil
	}
	f.write.Lock()
	defer f.write.Unlock()
	f.mu.Lock()
	b, err := json.Marshal(draftText{f.person, f.rows})
	f.mu.Unlock()
	if err == nil {
		err = os.MkdirAll(ds.dir, 0o700)
	}
	if err == nil {
		err = writeWhole(filepath.Join(ds.dir, draftName(f.person)), bytesOf(b))
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "keeping a draft: %w", err)
	}
	return nil
}

// SaveDraft keeps what somebody has begun to answer, as JSON that is given back in
// Task.Draft, also after a crash, and prolongs their place. Errors are those of Answer,
// and seedbed.CodeInvalid for what is no JSON or longer than 256 KiB.
func (d *Desk) SaveDraft(_ context.Context, inspection, person string, row seedbed.ID, draft json.RawMessage) error {
	if len(draft) > mostDraft || !json.Valid(draft) {
		return seedbed.Errorf(seedbed.CodeInvalid, "a draft is JSON of %d bytes at most; this one has %d", mostDraft, len(draft))
	}
	d.mu.Lock()
	c, m, err := d.find(inspection, person)
	if err == nil {
		err = m.mayRate(c)
	}
	var i int32
	if err == nil {
		i, err = c.rowOf(row)
	}
	if err != nil {
		d.mu.Unlock()
		return err
	}
	if h := c.seat(m).hold; h != nil && h.row == i {
		c.prolong(h, d.now().Add(d.rules.Reserve))
	}
	d.mu.Unlock()
	return d.drafts.save(person, inspection, row, draft)
}
