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
			yield(seedbed.ID{}, &seedbed.Error{
				Code: seedbed.CodeStorage, Message: "the rows of decision " + dec.ID + " are not there: " + path,
				Fix: "put the file back from a copy, or take the decision back",
			})
			return
		}
		if err != nil {
			yield(seedbed.ID{}, seedbed.Errorf(seedbed.CodeStorage, "reading the rows of decision %s: %w", dec.ID, err))
			return
		}
		defer f.Close()
		if err := readIDs(f, dec, yield); err != nil {
			yield(seedbed.ID{}, &seedbed.Error{
				Code: seedbed.CodeStorage, Message: path + " is not as it was written", Err: err,
				Fix: "put the file back from a copy, or take decision " + dec.ID + " back",
			})
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
