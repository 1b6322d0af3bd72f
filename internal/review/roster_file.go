package review

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/filelock"
)

// refresh reads the file again if it is not what was read. A file that cannot be read
// leaves what was known.
func (r *Roster) refresh() error {
	info, err := os.Stat(r.path)
	if errors.Is(err, fs.ErrNotExist) {
		r.read, r.mark = rosterText{}, fileMark{}
		return nil
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "reading the roster: %w", err)
	}
	mark := markOf(info)
	if mark == r.mark {
		return nil
	}
	if info.Size() > mostRoster {
		return seedbed.Errorf(seedbed.CodeInvalid, "%s has %d bytes, and %d are the most", r.path, info.Size(), mostRoster)
	}
	b, err := os.ReadFile(r.path)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "reading the roster: %w", err)
	}
	t, err := parseRoster(b, r.path)
	if err != nil {
		return err
	}
	r.read, r.mark = t, mark
	return nil
}

// change changes the roster, alone among all processes, on top of what stands there.
func (r *Roster) change(f func(*rosterText) error) (err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := os.MkdirAll(filepath.Dir(r.path), 0o700); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "making the folder of the roster: %w", err)
	}
	lock, err := filelock.Wait(r.path+".lock", 0o600)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "locking the roster: %w", err)
	}
	defer lock.Close() // gives the lock back
	if err := r.refresh(); err != nil {
		return err
	}
	next := rosterText{People: cloneMembers(r.read.People), Invitations: slices.Clone(r.read.Invitations), Contacts: slices.Clone(r.read.Contacts)}
	if err := f(&next); err != nil {
		return err
	}
	return r.save(next)
}

func (r *Roster) save(next rosterText) error {
	b, err := json.MarshalIndent(next, "", "  ")
	if err == nil {
		err = writeWhole(r.path, bytesOf(append(b, '\n')))
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing the roster: %w", err)
	}
	r.read, r.mark = next, fileMark{}
	if info, err := os.Stat(r.path); err == nil {
		r.mark = markOf(info)
	}
	return nil
}

// bytesOf writes b, for writeWhole.
func bytesOf(b []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
}

// writeWhole writes a file that is there whole or not at all, and durable.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	if err = write(f); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(filepath.Dir(path))
}

func cloneMembers(in []Member) []Member {
	out := slices.Clone(in)
	for i := range out {
		out[i].Tokens = slices.Clone(out[i].Tokens)
	}
	return out
}

// place says where in a text a byte is: file:line:column.
func place(path string, b []byte, at int64) string {
	at = min(max(at, 0), int64(len(b)))
	before := string(b[:at])
	line := strings.Count(before, "\n") + 1
	col := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Sprintf("%s:%d:%d", path, line, col)
}
