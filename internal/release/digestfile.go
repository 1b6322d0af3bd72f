package release

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"os"
	"path/filepath"
)

// digestFile is a file being written whose size and SHA-256 are kept as it
// grows. It is not buffered.
type digestFile struct {
	f    *os.File
	hash hash.Hash
	n    int64
}

func newDigestFile(path string) (*digestFile, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return nil, storageError("making "+filepath.Base(path), err)
	}
	return &digestFile{f: f, hash: sha256.New()}, nil
}

// Write implements io.Writer.
func (d *digestFile) Write(p []byte) (int, error) {
	n, err := d.f.Write(p)
	d.hash.Write(p[:n])
	d.n += int64(n)
	return n, err
}

// finish syncs and closes the file.
func (d *digestFile) finish() (File, error) {
	err := d.f.Sync()
	if cerr := d.f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return File{}, storageError("writing "+filepath.Base(d.f.Name()), err)
	}
	return File{Bytes: d.n, SHA256: hex.EncodeToString(d.hash.Sum(nil))}, nil
}

// abort closes the file if it is open still.
func (d *digestFile) abort() { d.f.Close() }

func (d *digestFile) failed(err error) error {
	return storageError("writing "+filepath.Base(d.f.Name()), err)
}
