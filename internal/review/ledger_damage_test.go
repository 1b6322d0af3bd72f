package review

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"golang.org/x/sys/unix"
	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

// Any byte that is another than it was shows.
func TestLedgerShowsEveryChange(t *testing.T) {
	dir := t.TempDir()
	l := openLedger(t, dir)
	for i := range 12 {
		if _, err := l.Append(t.Context(), event("p-1", i), event("p-2", i)); err != nil {
			t.Fatal(err)
		}
	}
	_ = l.Close()
	path := filepath.Join(dir, ledgerFile)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(t.TempDir(), ledgerFile)
	check := func(t interface{ Fatalf(string, ...any) }, b []byte, line int) {
		if err := os.WriteFile(damaged, b, 0o600); err != nil {
			t.Fatalf("%v", err)
		}
		_, err := VerifyLedger(filepath.Dir(damaged))
		if seedbed.CodeOf(err) != seedbed.CodeStorage || !strings.Contains(err.Error(), fmt.Sprintf("ledger.jsonl:%d: the file was changed", line)) {
			t.Fatalf("line %d: %v", line, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		b := bytes.Clone(good)
		at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
		b[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "by"))
		check(t, b, bytes.Count(good[:at], []byte("\n"))+1)
	})
	lines := bytes.SplitAfter(good, []byte("\n"))
	for name, c := range map[string]struct {
		b    []byte
		line int
	}{
		"a line left out":   {bytes.Join(append(append([][]byte{}, lines[:4]...), lines[5:]...), nil), 5},
		"two lines swapped": {bytes.Join(append(append([][]byte{}, lines[:4]...), lines[5], lines[4]), nil), 5},
		"a line twice":      {bytes.Join(append(append([][]byte{}, lines[:4]...), lines[3]), nil), 5},
		"an empty line":     {append([]byte("\n"), good...), 1},
		"no end":            {good[:len(good)-1], 24},
		"a file of zeros":   {make([]byte, 9_000_000), 1},
	} {
		t.Run(name, func(t *testing.T) { check(t, c.b, c.line) })
	}
	// Who knows how lines are chained and not what events are.
	for _, body := range []string{`{"seq":25}`, `{"seq":9,"at":"2026-03-10T12:00:00.123456Z","by":"p","kind":"answer","body":1`, `{"seq":25,"at":"2026-03-10T12:00:00.123456Z","by":"p","kind":"answer","body":{`, `{"seq":25,"at":"x","by":"`} {
		all := events(t, ReadLedger(dir))
		b := append(bytes.Clone(good), chained(t, all[len(all)-1].Hash, body)...)
		check(t, b, 25)
	}
}

func chained(t *testing.T, hash, body string) []byte {
	t.Helper()
	var before link
	if _, err := fmt.Sscanf(hash, "%x", (*hexLink)(&before)); err != nil {
		t.Fatal(err)
	}
	return fmt.Appendf(nil, "%s%s%x\"}\n", body, hashKey, linkOf(before, []byte(body)))
}

type hexLink link

// Scan implements fmt.Scanner.
func (h *hexLink) Scan(s fmt.ScanState, _ rune) error {
	digits, err := s.Token(true, nil)
	if err != nil {
		return err
	}
	var f seedbed.Fingerprint
	err = f.UnmarshalText(digits)
	*h = hexLink(f)
	return err
}

// What is left of a line that was never acknowledged is moved aside; a change of what
// was is not mended.
func TestLedgerMendsItsEnd(t *testing.T) {
	make_ := func(t *testing.T) (dir string, good []byte) {
		dir = t.TempDir()
		l := openLedger(t, dir)
		for i := range 3 {
			if _, err := l.Append(t.Context(), event("p-1", i)); err != nil {
				t.Fatal(err)
			}
		}
		_ = l.Close()
		good, err := os.ReadFile(filepath.Join(dir, ledgerFile))
		if err != nil {
			t.Fatal(err)
		}
		return dir, good
	}
	for name, c := range map[string]struct {
		damage func([]byte) []byte
		left   int // events
		aside  bool
	}{
		"half a line":     {func(b []byte) []byte { return append(b, `{"seq":4,"at":"2026`...) }, 3, true},
		"all but its end": {func(b []byte) []byte { return b[:len(b)-1] }, 3, false},
		"a line cut":      {func(b []byte) []byte { return b[:len(b)-2] }, 2, true},
		"a hole":          {func(b []byte) []byte { return append(append(b, make([]byte, 600)...), "}\n"...) }, 3, true},
		"zeros":           {func(b []byte) []byte { return append(b, make([]byte, 4096)...) }, 3, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir, good := make_(t)
			if err := os.WriteFile(filepath.Join(dir, ledgerFile), c.damage(good), 0o600); err != nil {
				t.Fatal(err)
			}
			for e, err := range ReadLedger(dir) {
				if err == nil && e.Seq > int64(c.left) {
					t.Errorf("a reader gets %+v", e)
				}
			}
			l := openLedger(t, dir)
			if got := events(t, l.Events()); len(got) != c.left {
				t.Errorf("%d events are left", len(got))
			}
			if e, err := l.Append(t.Context(), event("p-1", 9)); err != nil || e[0].Seq != int64(c.left+1) {
				t.Errorf("%+v %v", e, err)
			}
			if _, err := l.Verify(); err != nil {
				t.Error(err)
			}
			aside, _ := filepath.Glob(filepath.Join(dir, "ledger-torn-*.jsonl"))
			if (len(aside) > 0) != c.aside {
				t.Errorf("aside is %v", aside)
			}
		})
	}
	dir, good := make_(t)
	good[20] ^= 1
	if err := os.WriteFile(filepath.Join(dir, ledgerFile), good, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLedger(dir, LedgerOptions{}); seedbed.CodeOf(err) != seedbed.CodeStorage {
		t.Errorf("a changed ledger opens: %v", err)
	}
	if now, _ := os.ReadFile(filepath.Join(dir, ledgerFile)); !bytes.Equal(now, good) {
		t.Error("a changed ledger was written to")
	}
}

// faultyFile is a file whose disk fails.
type faultyFile struct {
	*os.File
	room     int // bytes that are still taken; below 0: no end
	syncErr  error
	truncErr error
}

func (f *faultyFile) Write(b []byte) (int, error) {
	if f.room >= 0 && len(b) > f.room {
		n, _ := f.File.Write(b[:f.room])
		f.room -= n
		return n, unix.ENOSPC
	}
	return f.File.Write(b)
}

func (f *faultyFile) Sync() error { return errors.Join(f.syncErr, f.File.Sync()) }

func (f *faultyFile) Truncate(n int64) error {
	if f.truncErr != nil {
		return f.truncErr
	}
	return f.File.Truncate(n)
}

func TestLedgerOnABadDisk(t *testing.T) {
	for name, c := range map[string]struct {
		fault faultyFile
		over  bool // nothing is taken any more
	}{
		"full":              {faultyFile{room: 100}, false},
		"full, cannot undo": {faultyFile{room: 100, truncErr: unix.EIO}, true},
		"sync fails":        {faultyFile{room: -1, syncErr: unix.EIO}, true},
	} {
		t.Run(name, func(t *testing.T) {
			defer goleak.VerifyNone(t)
			dir := t.TempDir()
			l := openLedger(t, dir)
			if _, err := l.Append(t.Context(), event("p", 0)); err != nil {
				t.Fatal(err)
			}
			f := c.fault
			f.File = l.file.(*os.File)
			l.mu.Lock()
			l.file = &f
			l.mu.Unlock()
			for range 2 {
				_, err := l.Append(t.Context(), event("p", 1), event("p", 2))
				if seedbed.CodeOf(err) != seedbed.CodeStorage {
					t.Fatalf("acknowledged: %v", err)
				}
			}
			if l.Head().Seq != 1 {
				t.Errorf("the head is %+v", l.Head())
			}
			l.mu.Lock()
			f.room, f.syncErr, f.truncErr = -1, nil, nil // there is room again
			l.mu.Unlock()
			_, err := l.Append(t.Context(), event("p", 3))
			if (err != nil) != c.over {
				t.Errorf("with room again: %v", err)
			}
			if _, err := l.Verify(); err != nil {
				t.Error(err)
			}
			_ = l.Close()
			again := openLedger(t, dir)
			got := events(t, again.Events())
			if want := 2 - b2i(c.over); len(got) != want {
				t.Errorf("%d events are left, want %d", len(got), want)
			}
			_ = again.Close()
		})
	}
}
