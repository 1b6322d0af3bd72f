package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"seedbed.dev/seedbed"
)

// Spool is a copy of what standard input once held.
type Spool struct {
	Digest string // SHA-256 of its bytes, in hexadecimal
	Path   string
	Bytes  int64
	Time   time.Time // when it was last read in
}

// Spools returns the copies of standard input in the project folder dir, the
// latest first.
func Spools(dir string) ([]Spool, error) {
	folder := spoolFolder(dir)
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "listing copies of standard input: %w", err)
	}
	var out []Spool
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !isDigest(e.Name()) || !info.Mode().IsRegular() {
			continue
		}
		out = append(out, Spool{e.Name(), filepath.Join(folder, e.Name()), info.Size(), info.ModTime()})
	}
	slices.SortStableFunc(out, func(a, b Spool) int { return b.Time.Compare(a.Time) })
	return out, nil
}

func spoolFolder(dir string) string { return filepath.Join(dir, ".seedbed", "stdin") }

func isDigest(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == sha256.Size
}

// stdin returns the path of the copy of standard input, which it makes when it
// is first called.
func (rd *Reader) stdin(ctx context.Context) (string, error) {
	rd.spool.mu.Lock()
	defer rd.spool.mu.Unlock()
	if rd.spool.done {
		return rd.spool.path, nil
	}
	switch {
	case rd.Spool != "":
		path := filepath.Join(spoolFolder(rd.Dir), rd.Spool)
		if _, err := os.Stat(path); !isDigest(rd.Spool) || err != nil {
			return "", &fault{message: "the copy of standard input " + quoteName(rd.Spool) + " is gone", fix: "pipe the rows in again"}
		}
		rd.spool.path, rd.spool.digest = path, rd.Spool
	case rd.Stdin == nil:
		return "", &fault{message: "nothing is piped into standard input", fix: "write: cat seeds.jsonl | seedbed run"}
	default:
		if err := rd.copyStdin(ctx); err != nil {
			return "", err
		}
	}
	rd.spool.done = true
	return rd.spool.path, nil
}

// copyStdin copies standard input to a file that its digest names.
func (rd *Reader) copyStdin(ctx context.Context) error {
	folder := spoolFolder(rd.Dir)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "copying standard input: %w", err)
	}
	tmp, err := os.CreateTemp(folder, "reading-*")
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "copying standard input: %w", err)
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	h := sha256.New()
	if _, err := io.CopyBuffer(io.MultiWriter(tmp, h), contextReader{ctx, rd.Stdin}, make([]byte, 256<<10)); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return seedbed.Errorf(seedbed.CodeStorage, "copying standard input to %s: %w", folder, err)
	}
	digest := hex.EncodeToString(h.Sum(nil))
	path := filepath.Join(folder, digest)
	for _, step := range []func() error{
		tmp.Sync, tmp.Close,
		func() error { return os.Rename(tmp.Name(), path) },
	} {
		if err := step(); err != nil {
			return seedbed.Errorf(seedbed.CodeStorage, "keeping the copy of standard input: %w", err)
		}
	}
	rd.spool.path, rd.spool.digest = path, digest
	return nil
}

// contextReader ends with the context's error between two reads.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, fmt.Errorf("reading: %w", err)
	}
	return c.r.Read(b)
}
