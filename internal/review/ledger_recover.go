package review

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"seedbed.dev/seedbed"
)

// recover reads the file, and moves aside what a kill or a power cut left of the last
// batch.
func (l *Ledger) recover(f *os.File) error {
	r := newLedgerReader(f, l.path)
	_, err := verify(r)
	if err != nil {
		if err = l.mend(f, r, err); err != nil {
			return err
		}
	}
	l.head, l.last, l.size = r.head(), r.last, r.at
	return nil
}

// sector is the least that a disk writes, in bytes.
const sector = 512

// mend cuts the file off where its good lines end, if what follows was never
// acknowledged; else it returns what is wrong with it. A whole event that lacks only
// its line's end stays. Whole sectors of zeros among the last batch's bytes did not reach
// the disk before the power went: such a batch was not acknowledged.
func (l *Ledger) mend(f *os.File, r *ledgerReader, wrong error) error {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "reading %s: %w", l.path, err)
	}
	if size-r.at > mostBatch+mostEvent {
		return wrong
	}
	tail := make([]byte, size-r.at)
	if _, err := f.ReadAt(tail, r.at); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "reading %s: %w", l.path, err)
	}
	torn := errors.Is(wrong, errTorn)
	if !torn && !bytes.Contains(tail, make([]byte, sector)) {
		return wrong
	}
	if torn {
		if e, last, err := parseLine(tail, r.last); err == nil && e.Seq == r.seq+1 {
			return l.endLine(f, r, last, size)
		}
	}
	if err := moveAside(filepath.Join(filepath.Dir(l.path), fmt.Sprintf("ledger-torn-%d.jsonl", r.seq+1)), tail); err != nil {
		return err
	}
	if err := f.Truncate(r.at); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "cutting %s off at its last whole line: %w", l.path, err)
	}
	return l.sync(f)
}

func (l *Ledger) endLine(f *os.File, r *ledgerReader, last link, size int64) error {
	if _, err := f.Write([]byte{'\n'}); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "ending the last line of %s: %w", l.path, err)
	}
	r.seq, r.last, r.at = r.seq+1, last, size+1
	return l.sync(f)
}

func (l *Ledger) sync(f *os.File) error {
	if err := f.Sync(); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "mending %s: %w", l.path, err)
	}
	return nil
}

// moveAside keeps bytes in a file of their own, behind what it has already.
func moveAside(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err == nil {
		if _, err = f.Write(b); err == nil {
			err = f.Sync()
		}
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "moving a line that does not end aside: %w", err)
	}
	return nil
}

// syncDir makes a folder's list of files durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err == nil {
		err = errors.Join(d.Sync(), d.Close())
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "making %s durable: %w", dir, err)
	}
	return nil
}
