package store

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// ballastSize is room kept back on the disk, so that replies that are in hand
// when it fills can still be stored.
const ballastSize = 16 << 20

// makeBallast allocates the file, unless it is there. Without room, or on a file
// system that cannot allocate, the journal works without it.
func makeBallast(path string) {
	if info, err := os.Stat(path); err == nil && info.Size() == ballastSize {
		return
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return
	}
	for {
		err = unix.Fallocate(int(f.Fd()), 0, 0, ballastSize)
		if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		_ = os.Remove(path)
	}
}

// dropBallast removes the file and reports whether that made room.
func dropBallast(path string) bool {
	err := os.Remove(path)
	return err == nil && !errors.Is(err, fs.ErrNotExist)
}
