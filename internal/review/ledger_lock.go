package review

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"seedbed.dev/seedbed"
)

// takeLock takes the lock of what people do, which the system gives back however the
// process ends. It is not the project's: people rate while a run goes on. The file
// says who has it: pid, since when, and the command.
func takeLock(path string, now time.Time) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "opening the lock: %w", err)
	}
	err = flock(f, unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		text, _ := io.ReadAll(io.LimitReader(f, 4096))
		f.Close()
		return nil, busy(string(text), now)
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

func flock(f *os.File, how int) error {
	for {
		if err := unix.Flock(int(f.Fd()), how); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// busy says who has the lock, as far as its text says it.
func busy(text string, now time.Time) error {
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
	return &seedbed.Error{
		Code:    seedbed.CodeBusy,
		Message: who + " keeps what people say of this project's rows",
		Fix:     "use its page, or stop it with Ctrl-C where it runs",
	}
}

// dropLock gives the lock back. The file stays: removing it would let two processes
// hold locks on two files of the same name.
func dropLock(f *os.File) error {
	_ = f.Truncate(0)
	return f.Close()
}
