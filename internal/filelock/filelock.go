// Package filelock keeps processes out of each other's files. The system gives a lock
// back however its process ends. A lock's file is never removed: two processes could
// then hold locks on two files of the same name.
//
// It does not work between machines, and not on every network file system.
package filelock

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"seedbed.dev/seedbed"
)

// Take takes a lock, and writes into its file who has it: pid, since when, and the
// command. Where another process has it, busy is the error, with who it is, "another
// seedbed (pid 16008, since 08:02)", before its message; other errors have
// seedbed.CodeStorage. A file that is not there is made with perm.
func Take(path string, perm fs.FileMode, now time.Time, busy seedbed.Error) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, perm)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "opening the lock: %w", err)
	}
	err = flock(f, unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		text, _ := io.ReadAll(io.LimitReader(f, 4096))
		f.Close()
		return nil, held(string(text), now, busy)
	}
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = fmt.Fprintf(f, "%d\n%s\n%s\n", os.Getpid(), now.UTC().Format(time.RFC3339), filepath.Base(os.Args[0]))
	}
	if err != nil && !errors.Is(err, unix.ENOSPC) { // the lock holds without its text
		f.Close()
		return nil, seedbed.Errorf(seedbed.CodeStorage, "taking the lock %s: %w", path, err)
	}
	return f, nil
}

// Drop gives a lock that was taken back.
func Drop(f *os.File) error {
	_ = f.Truncate(0)
	return f.Close()
}

// Wait waits for a lock, for something that takes a moment. Closing the file gives it
// back.
func Wait(path string, perm fs.FileMode) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, perm)
	if err != nil {
		return nil, err
	}
	if err := flock(f, unix.LOCK_EX); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func flock(f *os.File, how int) error {
	for {
		if err := unix.Flock(int(f.Fd()), how); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// held is busy with who has the lock, as far as its text says it.
func held(text string, now time.Time, busy seedbed.Error) error {
	who := "another seedbed"
	lines := strings.Split(text, "\n")
	if len(lines) >= 2 {
		pid, perr := strconv.Atoi(lines[0])
		since, terr := time.Parse(time.RFC3339, lines[1])
		if perr == nil && terr == nil {
			format := "15:04"
			if now.Sub(since) > 20*time.Hour {
				format = "2 Jan 15:04"
			}
			who = fmt.Sprintf("another seedbed (pid %d, since %s)", pid, since.Local().Format(format))
		}
	}
	busy.Message = who + " " + busy.Message
	return &busy
}
