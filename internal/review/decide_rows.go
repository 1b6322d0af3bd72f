package review

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
)

// decisionDir is the folder, in that of what people do, of the files of ids: each is
// named by the SHA-256 of its bytes, and has one id a line, in hexadecimal, sorted.
const decisionDir = "decisions"

func rowsNow(shown, now int) string {
	return fmt.Sprintf("%s were shown to you, and %s match now", prose.Rows(shown), prose.Rows(now))
}

// sortedIDs collects ids, each once.
func sortedIDs(ctx context.Context, ids iter.Seq2[seedbed.ID, error]) ([]seedbed.ID, error) {
	var out []seedbed.ID
	n := 0
	for id, err := range ids {
		if err != nil {
			return nil, err
		}
		if n++; n&4095 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(out) == mostDecided {
			if out = sortOnce(out); len(out) == mostDecided {
				return nil, &seedbed.Error{
					Code: seedbed.CodeInvalid, Message: fmt.Sprintf("a decision is about %s at most", prose.Rows(mostDecided)),
					Fix: "narrow the filter, or say it in the recipe",
				}
			}
		}
		out = append(out, id)
	}
	return sortOnce(out), nil
}

func sortOnce(ids []seedbed.ID) []seedbed.ID {
	slices.SortFunc(ids, func(a, b seedbed.ID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(ids)
}

// writeIDs writes the lines of a file of ids.
func writeIDs(w io.Writer, ids []seedbed.ID) error {
	var line [2*len(seedbed.ID{}) + 1]byte
	line[len(line)-1] = '\n'
	for i := range ids {
		hex.Encode(line[:], ids[i][:])
		if _, err := w.Write(line[:]); err != nil {
			return err
		}
	}
	return nil
}

func digestIDs(ids []seedbed.ID) (sum [sha256.Size]byte) {
	h := sha256.New()
	_ = writeIDs(h, ids)
	h.Sum(sum[:0])
	return sum
}

// keepIDs writes the file of a decision's rows, and waits until it is on the disk.
func (d *Desk) keepIDs(sum string, ids []seedbed.ID) error {
	if d.dir == "" {
		return seedbed.Errorf(seedbed.CodeInternal, "this desk has no folder to keep the rows of a decision in")
	}
	dir := filepath.Join(d.dir, decisionDir)
	path := filepath.Join(dir, sum+".ids")
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		err = syncDir(d.dir)
	}
	if err == nil {
		err = writeWhole(path, func(w io.Writer) error {
			b := bufio.NewWriterSize(w, 1<<16)
			return errors.Join(writeIDs(b, ids), b.Flush())
		})
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "keeping the rows of a decision: %w", err)
	}
	return nil
}

// DecidedRows gives the ids of the rows of a decision, sorted. An error comes last:
// seedbed.CodeStorage, where the file is not there or not as it was written.
func (d *Desk) DecidedRows(dec Decision) iter.Seq2[seedbed.ID, error] {
	return func(yield func(seedbed.ID, error) bool) {
		path := filepath.Join(d.dir, decisionDir, dec.IDs+".ids")
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			yield(seedbed.ID{}, noIDs(dec, path))
			return
		}
		if err != nil {
			yield(seedbed.ID{}, seedbed.Errorf(seedbed.CodeStorage, "reading the rows of decision %s: %w", dec.ID, err))
			return
		}
		defer f.Close()
		if err := readIDs(f, dec, yield); err != nil {
			yield(seedbed.ID{}, otherIDs(dec, path, err))
		}
	}
}

// readIDs gives the lines of a file. The digest is known at the end alone: what comes
// before may be wrong where an error follows.
func readIDs(r io.Reader, dec Decision, yield func(seedbed.ID, error) bool) error {
	h := sha256.New()
	in := bufio.NewReaderSize(io.TeeReader(r, h), 1<<16)
	var line [2*len(seedbed.ID{}) + 1]byte
	for n := range dec.Rows {
		var id seedbed.ID
		if _, err := io.ReadFull(in, line[:]); err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
		if _, err := hex.Decode(id[:], line[:len(line)-1]); err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
		if !yield(id, nil) {
			return nil
		}
	}
	if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("it has more than %d lines", dec.Rows)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != dec.IDs {
		return fmt.Errorf("its digest is %.12s", got)
	}
	return nil
}

// OutcomeOf is Outcome for some rows: all repairs, and which of the rows are left out. It
// looks them up in the files of decisions, a few dozen reads each, and does not hold the
// files against their digests. It may be asked once the desk is closed, too.
func (d *Desk) OutcomeOf(ctx context.Context, rows ...seedbed.ID) (Outcome, error) {
	o, decisions := d.repaired()
	for _, id := range rows {
		for i := len(decisions) - 1; i >= 0; i-- { // the newest wins
			k := &decisions[i]
			if k.Undone {
				continue
			}
			if err := ctx.Err(); err != nil {
				return Outcome{}, err
			}
			about, err := d.isAbout(k.Decision, id)
			if err != nil {
				return Outcome{}, err
			}
			if about && k.Do != DecideKeep {
				o.LeftOut[id] = k.ID
			}
			if about {
				break
			}
		}
	}
	return o, nil
}

// isAbout looks one row up in the file of a decision, whose lines are sorted and all of
// one length.
func (d *Desk) isAbout(dec Decision, id seedbed.ID) (bool, error) {
	path := filepath.Join(d.dir, decisionDir, dec.IDs+".ids")
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, noIDs(dec, path)
	}
	if err != nil {
		return false, seedbed.Errorf(seedbed.CodeStorage, "reading the rows of decision %s: %w", dec.ID, err)
	}
	defer f.Close()
	var line [2*len(seedbed.ID{}) + 1]byte
	if info, err := f.Stat(); err != nil || info.Size() != int64(dec.Rows)*int64(len(line)) {
		return false, otherIDs(dec, path, errors.Join(err, fmt.Errorf("it has not %d lines", dec.Rows)))
	}
	for low, high := 0, dec.Rows; low < high; {
		mid := low + (high-low)/2
		var at seedbed.ID
		_, err := f.ReadAt(line[:], int64(mid)*int64(len(line)))
		if err == nil {
			_, err = hex.Decode(at[:], line[:len(line)-1])
		}
		if err != nil {
			return false, otherIDs(dec, path, fmt.Errorf("line %d: %w", mid+1, err))
		}
		switch c := bytes.Compare(at[:], id[:]); {
		case c == 0:
			return true, nil
		case c < 0:
			low = mid + 1
		default:
			high = mid
		}
	}
	return false, nil
}

func noIDs(dec Decision, path string) error {
	return &seedbed.Error{
		Code: seedbed.CodeStorage, Message: "the rows of decision " + dec.ID + " are not there: " + path,
		Fix: "put the file back from a copy, or take the decision back",
	}
}

func otherIDs(dec Decision, path string, err error) error {
	return &seedbed.Error{
		Code: seedbed.CodeStorage, Message: path + " is not as it was written", Err: err,
		Fix: "put the file back from a copy, or take decision " + dec.ID + " back",
	}
}
