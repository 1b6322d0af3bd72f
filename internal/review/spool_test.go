package review

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
)

func openSpoolDesk(t *testing.T, dir string) *Desk {
	t.Helper()
	d, err := OpenDesk(t.Context(), DeskOptions{Dir: dir, Rows: madeRows{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// What is handed to a desk that another process has is in its ledger, once, in the order
// of what was handed together, and the desk goes on with it.
func TestHand(t *testing.T) {
	dir := t.TempDir()
	d := openSpoolDesk(t, dir)
	must(t, d.Join(t.Context(), Person{ID: "o", Roles: []Role{Owner}}))
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			body := json.RawMessage(`{"n":` + string(rune('0'+i)) + `}`)
			got, err := Hand(t.Context(), dir, 10*time.Second, Event{By: "o", Kind: EventSign, Body: body}, Event{By: "o", Kind: EventContest, Body: body})
			if err != nil || len(got) != 2 || got[1].Seq != got[0].Seq+1 || got[0].Hash == "" {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
	wg.Wait()
	must(t, d.Join(t.Context(), Person{ID: "r", Roles: []Role{Rater}}))
	n := 0
	for e, err := range d.Events() {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == EventSign {
			n++
		}
	}
	if n != 5 || d.Head().Seq != 12 {
		t.Errorf("%d signatures, and %d events", n, d.Head().Seq)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, spoolDir)); len(left) != 0 {
		t.Errorf("%d files stay", len(left))
	}
}

func TestHandRefuses(t *testing.T) {
	dir := t.TempDir()
	d := openSpoolDesk(t, dir)
	for name, e := range map[string][]Event{
		"an answer":      {{By: "o", Kind: EventSign}, {By: "o", Kind: EventAnswer}},
		"nobody":         {{Kind: EventSign}},
		"too much":       {{By: "o", Kind: EventSign, Body: json.RawMessage(`"` + strings.Repeat("x", mostSpool) + `"`)}},
		"too many":       make([]Event, mostHanded+1),
		"something else": {{By: "o", Kind: EventDecide, Body: json.RawMessage("{}")}},
	} {
		if _, err := Hand(t.Context(), dir, 10*time.Second, e...); err == nil || seedbed.CodeOf(err) == seedbed.CodeBusy {
			t.Errorf("%s: %v", name, err)
		}
	}
	if d.Head().Seq != 0 {
		t.Errorf("%d events are kept", d.Head().Seq)
	}
	// What somebody put there that is nothing of the kind.
	must(t, os.WriteFile(filepath.Join(dir, spoolDir, "x.in"), []byte("\x00{"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, spoolDir, "y.in"), spoolFile(t, time.Minute), 0o600))
	for d.Head().Seq == 0 {
		if t.Context().Err() != nil {
			t.Fatal("what comes after it is not taken up")
		}
		time.Sleep(time.Millisecond)
	}
}

// Where nobody takes it up, nothing is recorded, now or when a desk is opened later.
func TestHandToNobody(t *testing.T) {
	dir := t.TempDir()
	if _, err := Hand(t.Context(), dir, 20*time.Millisecond, Event{By: "o", Kind: EventSign}); seedbed.CodeOf(err) != seedbed.CodeBusy || !strings.Contains(err.Error(), "nothing was recorded") {
		t.Error(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Hand(gone, dir, time.Second, Event{By: "o", Kind: EventSign}); err == nil {
		t.Error("it was recorded by nobody")
	}
	old := filepath.Join(dir, spoolDir, "old.in")
	must(t, os.WriteFile(old, spoolFile(t, time.Hour), 0o600))
	must(t, os.Chtimes(old, time.Now(), time.Now().Add(-2*spoolOld)))
	d := openSpoolDesk(t, dir)
	if _, err := Hand(t.Context(), dir, 10*time.Second, Event{By: "o", Kind: EventContest}); err != nil {
		t.Fatal(err)
	}
	if d.Head().Seq != 1 {
		t.Errorf("%d events are kept, and one was handed to it", d.Head().Seq)
	}
}

// spoolFile is what a command leaves that was killed while it waited.
func spoolFile(t *testing.T, wait time.Duration) []byte {
	t.Helper()
	b, err := json.Marshal(handing{[]Event{{By: "o", Kind: EventSign}}, time.Now().Add(wait)})
	must(t, err)
	return b
}

// What a killed command left is recorded by no desk that comes after the command would
// have given up; nor is what does not say when that is.
func TestHandByTheDead(t *testing.T) {
	dir := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(dir, spoolDir), 0o700))
	must(t, os.WriteFile(filepath.Join(dir, spoolDir, "a.in"), spoolFile(t, -time.Millisecond), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, spoolDir, "b.in"), []byte(`[{"kind":"sign","by":"o"}]`), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, spoolDir, "c.in"), []byte(`{"events":[{"kind":"sign","by":"o"}]}`), 0o600))
	d := openSpoolDesk(t, dir)
	if _, err := Hand(t.Context(), dir, 10*time.Second, Event{By: "o", Kind: EventContest}); err != nil {
		t.Fatal(err)
	}
	for { // until it was said of all three what came of them
		told, err := filepath.Glob(filepath.Join(dir, spoolDir, "?.out"))
		must(t, err)
		if len(told) == 3 {
			break
		}
		must(t, t.Context().Err())
		time.Sleep(time.Millisecond)
	}
	for e, err := range d.Events() {
		must(t, err)
		if e.Kind == EventSign {
			t.Errorf("a signature is recorded whose command is dead: %+v", e)
		}
	}
}

func FuzzSpool(f *testing.F) {
	f.Add([]byte(`{"events":[{"kind":"sign","by":"o","body":{}}],"until":"2100-01-01T00:00:00Z"}`))
	f.Add([]byte(`[{"kind":"sign","by":"o","body":{}}]`))
	f.Add([]byte(`{`))
	f.Add([]byte("\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "x")
		must(t, os.WriteFile(path, b, 0o600))
		_, _ = readSpool(path)
		_, _ = readHanded(b)
	})
}
