package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"seedbed.dev/seedbed/internal/testkit"
)

// sizeVar bounds, in bytes, the files that a child may write: beyond that,
// writing fails as it does on a full disk.
const sizeVar = "SEEDBED_TEST_FILE_SIZE"

// limitFiles makes the bound of sizeVar hold for this process.
func limitFiles() {
	n, err := strconv.ParseUint(os.Getenv(sizeVar), 10, 64)
	if err != nil {
		return
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
		fmt.Fprintf(os.Stderr, "limiting files: %v\n", err)
		os.Exit(99)
	}
}

// TestJournalCannotBeWritten bounds the size of files, and then does not.
func TestJournalCannotBeWritten(t *testing.T) {
	t.Parallel()
	runsOut(t, func(g *ground) result {
		return g.startWith([]string{sizeVar + "=400000"}, "run", "--in-flight", "16").wait()
	}, func(*ground) {})
}

// TestDiskFull runs in a file system of 40 MB that something else has all but
// filled. Where tests may not mount one, the room on the disk is as it is, and
// TestJournalCannotBeWritten alone tells.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=40m"); err != nil {
		t.Logf("no file system of its own: %v", err)
		runsOut(t, func(g *ground) result {
			return g.startWith([]string{sizeVar + "=800000"}, "run", "--in-flight", "4").wait()
		}, func(*ground) {})
		return
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("unmounting: %v", err)
		}
	})
	hog := filepath.Join(dir, "hog")
	runsOut(t, func(g *ground) result {
		if err := os.CopyFS(dir, os.DirFS(g.dir)); err != nil {
			t.Fatal(err)
		}
		g.dir = dir
		noise := make([]byte, 47<<19) // all but the 16 MB that the journal keeps back, and half a MB
		_, _ = rand.Read(noise)
		if err := os.WriteFile(hog, noise, 0o666); err != nil {
			t.Fatal(err)
		}
		r := g.run("run", "--in-flight", "16")
		if !strings.Contains(r.stderr, "the disk is full") || !strings.Contains(r.stderr, "free some room and run again") {
			t.Errorf("that the disk is full is not said: %v", r)
		}
		return r
	}, func(*ground) {
		if err := os.Remove(hog); err != nil {
			t.Fatal(err)
		}
	})
}

// runsOut has a run meet its end for want of room, then makes room: what was
// stored stays and is not asked for again, and the release is that of a run that
// always had room.
func runsOut(t *testing.T, starve func(*ground) result, feed func(*ground)) {
	t.Helper()
	const rows = 600
	book := newLedger()
	srv := testkit.NewServer(t, testkit.Script{Words: 120, Reply: book.note})
	files := eggs(srv, rows)
	calm := newGround(t, files)
	calm.must(exitOK, "run", "--in-flight", "16")
	calm.must(exitOK, "release", "-o", "out")
	calls := callsOf(t, calm)
	book.forget()

	g := newGround(t, files)
	r := starve(g)
	if r.code != exitStorage || strings.Count(r.stderr, "seedbed: ") != 1 {
		t.Fatalf("want exit status %d and one message: %v", exitStorage, r)
	}
	if strings.Contains(r.stdout, "Nothing is lost") {
		t.Errorf("replies that could not be stored are lost: %v", r)
	}
	held := stored(t, g.dir, calls)
	sent := book.requests()
	if len(held) == 0 || len(held) == len(calls) {
		t.Fatalf("%d of %d replies were stored; the test wants some and not all", len(held), len(calls))
	}
	if lost := sent - len(held); lost > 64 {
		t.Errorf("%d requests were sent and %d replies are stored", sent, len(held))
	} else {
		t.Logf("%d requests, %d replies stored", sent, len(held))
	}
	feed(g)
	unasked := map[digest]int{}
	for key := range held {
		unasked[calls[key]] = book.times(calls[key])
	}
	g.must(exitOK, "run")
	for d, n := range unasked {
		if again := book.times(d); again != n {
			t.Errorf("a reply that was stored was asked for again: %d times, then %d", n, again)
		}
	}
	all := rowsOf(t, g)
	onlyOnce(t, all)
	if len(all) != rows {
		t.Errorf("%d rows; want %d", len(all), rows)
	}
	g.must(exitOK, "release", "-o", "out")
	sameFolders(t, filepath.Join(calm.dir, "out"), filepath.Join(g.dir, "out"))
}
