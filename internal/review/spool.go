package review

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"seedbed.dev/seedbed"
)

// While a page has the ledger, no other process appends to it. What somebody records
// meanwhile on the command line, such as a signature, is handed to the page's desk
// through files in the folder spool: NAME.in holds events, which the desk claims by
// renaming it, and NAME.out what came of it.
const (
	spoolDir   = "spool"
	spoolEvery = 100 * time.Millisecond
	mostSpool  = 1 << 20 // bytes of a file
	mostHanded = 100     // events at once
	spoolOld   = time.Minute
)

// handing is what a process hands over.
type handing struct {
	Events []Event   `json:"events"`
	Until  time.Time `json:"until"` // who hands it over waits no longer, and says that nothing was recorded
}

// handed is what came of events that were handed over.
type handed struct {
	Events []Event      `json:"events,omitempty"`
	Error  string       `json:"error,omitempty"`
	Code   seedbed.Code `json:"code,omitempty"`
}

// Hand gives events to the process that has the ledger of a folder, and returns them as
// they were written once they are on the disk. They are of the kinds that Desk.Append
// takes. Whether who is named may do it is for the caller to know. After wait nothing of it
// is taken up any more, also where the process that handed it over was killed.
//
// Errors: those of Desk.Append; seedbed.CodeBusy where that process takes nothing up
// within wait, with whether something may have been recorded; ctx's.
func Hand(ctx context.Context, dir string, wait time.Duration, events ...Event) ([]Event, error) {
	b, err := json.Marshal(handing{events, time.Now().Add(wait)})
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "writing events down: %w", err)
	}
	if len(b) > mostSpool || len(events) > mostHanded {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%d events of %d bytes are too much to hand over", len(events), len(b))
	}
	name := filepath.Join(dir, spoolDir, rand.Text())
	if err = os.MkdirAll(filepath.Dir(name), 0o700); err == nil {
		err = writeWhole(name+".in", bytesOf(b))
	}
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "handing over what is to be recorded: %w", err)
	}
	tick := time.NewTicker(spoolEvery / 2)
	defer tick.Stop()
	over := time.NewTimer(wait)
	defer over.Stop()
	for claimed := false; ; {
		if b, err = os.ReadFile(name + ".out"); err == nil {
			_ = os.Remove(name + ".out")
			return readHanded(b)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			_ = os.Remove(name + ".in")
			return nil, ctx.Err()
		case <-over.C:
			if err := os.Remove(name + ".in"); err == nil {
				return nil, &seedbed.Error{
					Code: seedbed.CodeBusy, Message: "another seedbed has what people do, and takes nothing up; nothing was recorded",
					Fix: "end it where it runs, and try again",
				}
			}
			if claimed {
				return nil, &seedbed.Error{
					Code: seedbed.CodeBusy, Message: "another seedbed has what people do, and ended before it said what came of this",
					Fix: "seedbed gate says whether it was recorded",
				}
			}
			claimed = true // what comes of it is on its way
			over.Reset(wait)
		}
	}
}

func readHanded(b []byte) ([]Event, error) {
	var got handed
	if err := json.Unmarshal(b, &got); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "reading what came of what was handed over: %w", err)
	}
	if got.Error != "" {
		return nil, seedbed.Errorf(got.Code, "%s", got.Error)
	}
	return got.Events, nil
}

// takeUp takes up what other processes hand over, until stop is closed.
func (d *Desk) takeUp(stop <-chan struct{}) {
	dir := filepath.Join(d.dir, spoolDir)
	if files, err := os.ReadDir(dir); err == nil {
		for _, f := range files {
			if info, err := f.Info(); err == nil && time.Since(info.ModTime()) > spoolOld { // nobody waits for it
				_ = os.Remove(filepath.Join(dir, f.Name()))
			}
		}
	}
	tick := time.NewTicker(spoolEvery)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
		}
		files, err := os.ReadDir(dir)
		if err != nil {
			continue // nobody has handed anything over
		}
		for _, f := range files {
			if name, is := strings.CutSuffix(f.Name(), ".in"); is && !strings.HasPrefix(name, ".") {
				d.takeOne(filepath.Join(dir, name))
			}
		}
	}
}

// takeOne appends what one file holds, all of it or nothing, and says what came of it.
func (d *Desk) takeOne(name string) {
	if os.Rename(name+".in", name+".taken") != nil {
		return // whoever wrote it has given up
	}
	events, err := readSpool(name + ".taken")
	if err == nil {
		events, err = d.appendAll(events)
	}
	got := handed{Events: events}
	if err != nil {
		got = handed{Error: err.Error(), Code: seedbed.CodeOf(err)}
	}
	b, err := json.Marshal(&got)
	if err == nil {
		_ = writeWhole(name+".out", bytesOf(b)) // else who waits for it is told that nobody answers
	}
	_ = os.Remove(name + ".taken")
}

// readSpool reads a file that was handed over. One that nobody waits for any more, or that
// does not say how long somebody does, is an error.
func readSpool(path string) ([]Event, error) {
	if info, err := os.Stat(path); err != nil || info.Size() > mostSpool {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "what was handed over has more than %d bytes", mostSpool)
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "reading what was handed over: %w", err)
	}
	var h handing
	if err := json.Unmarshal(b, &h); err != nil || len(h.Events) > mostHanded {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "what was handed over cannot be read, or is more than %d events", mostHanded)
	}
	if time.Now().After(h.Until) { // a command that was killed has left it
		return nil, &seedbed.Error{Code: seedbed.CodeBusy, Message: "what was handed over was taken up too late; nothing was recorded", Fix: "try again"}
	}
	return h.Events, nil
}

// appendAll is Append for several, none of which is kept where one is refused.
func (d *Desk) appendAll(events []Event) ([]Event, error) {
	for i := range events {
		if slices.Contains(deskKinds, events[i].Kind) {
			return nil, refusedKind(events[i].Kind)
		}
		if err := checkDraft(&events[i]); err != nil {
			return nil, err
		}
	}
	got, err := d.log.Append(context.Background(), events...)
	if err != nil {
		return nil, err
	}
	for _, e := range got {
		if err := d.take(e); err != nil {
			return nil, err
		}
	}
	return got, nil
}
