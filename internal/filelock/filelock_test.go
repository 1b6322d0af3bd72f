package filelock

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
)

func TestTakeAndDrop(t *testing.T) {
	path, now := filepath.Join(t.TempDir(), "lock"), time.Now()
	busy := seedbed.Error{Code: seedbed.CodeBusy, Message: "is here", Fix: "wait"}
	f, err := Take(path, 0o600, now, busy)
	if err != nil {
		t.Fatal(err)
	}
	for since, want := range map[time.Time]string{now: now.Format("15:04"), now.Add(30 * time.Hour): now.Format("2 Jan 15:04")} {
		_, err = Take(path, 0o600, since, busy)
		if seedbed.CodeOf(err) != seedbed.CodeBusy || !strings.Contains(err.Error(), "since "+want+") is here") {
			t.Errorf("two have the lock: %v; want %s", err, want)
		}
	}
	if busy.Message != "is here" {
		t.Errorf("the caller's error became %q", busy.Message)
	}
	if err := Drop(f); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); err != nil || len(b) > 0 {
		t.Errorf("what is left says %q, %v", b, err)
	}
	if f, err = Take(path, 0o600, now, busy); err != nil {
		t.Fatalf("a lock that was given back cannot be taken: %v", err)
	}
	waited := make(chan error, 1)
	go func() {
		g, err := Wait(path, 0o600)
		if err == nil {
			err = g.Close()
		}
		waited <- err
	}()
	if err := Drop(f); err != nil {
		t.Fatal(err)
	}
	if err := <-waited; err != nil {
		t.Errorf("whoever waits: %v", err)
	}
}

func TestBusyMessage(t *testing.T) {
	now := time.Date(2026, 11, 22, 18, 30, 0, 0, time.Local)
	for text, want := range map[string]string{
		"123\n" + now.Add(-27*time.Minute).Format(time.RFC3339) + "\nseedbed\n": "another seedbed (pid 123, since 18:03) is at work in this folder",
		"123\n" + now.AddDate(0, 0, -2).Format(time.RFC3339) + "\nseedbed\n":    "another seedbed (pid 123, since 20 Nov 18:30) is at work in this folder",
		"":                     "another seedbed is at work in this folder",
		"x\ny\nz":              "another seedbed is at work in this folder",
		"\x1b[31m\n\xff\n\x00": "another seedbed is at work in this folder",
	} {
		if err := held(text, now, seedbed.Error{Code: seedbed.CodeBusy, Message: "is at work in this folder"}); !strings.HasPrefix(err.Error(), want) || seedbed.CodeOf(err) != seedbed.CodeBusy {
			t.Errorf("%q: %v", text, err)
		}
	}
}
