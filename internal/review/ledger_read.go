package review

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"seedbed.dev/seedbed"
)

// ledgerFile is the file of events in the folder of what people do.
const ledgerFile = "ledger.jsonl"

// Head is how far a ledger goes. Whoever knows a head can tell later whether lines
// were cut off a ledger's end, which its chain alone does not show: releases print it.
type Head struct {
	Seq  int64  `json:"seq"`  // 0: there are no events
	Hash string `json:"hash"` // of event Seq
}

// errTorn is a line that does not end: its writer was stopped in the middle.
var errTorn = errors.New("the last line does not end")

// ledgerReader reads events one after another and holds them to their chain.
type ledgerReader struct {
	in    *bufio.Reader
	path  string
	seq   int64 // of the last event; also the number of its line
	last  link
	at    int64 // where the next line begins
	long  []byte
	names map[string]string
}

func newLedgerReader(r io.Reader, path string) *ledgerReader {
	return &ledgerReader{in: bufio.NewReaderSize(r, 1<<16), path: path, names: map[string]string{}}
}

// next returns the next event: io.EOF after the last, errTorn where the last line
// does not end, and else what is wrong with the line.
func (r *ledgerReader) next() (Event, error) {
	line, err := r.line()
	if err != nil {
		return Event{}, err
	}
	e, l, err := parseLine(line[:len(line)-1], r.last)
	if err == nil && e.Seq != r.seq+1 {
		err = errNoEvent
	}
	if err != nil {
		return Event{}, r.damaged(err)
	}
	r.seq, r.last = e.Seq, l
	r.at += int64(len(line))
	e.By, e.Kind, e.Of = r.name(e.By), EventKind(r.name(string(e.Kind))), r.name(e.Of)
	return e, nil
}

// line returns the next line with its end. It is good until the next call.
func (r *ledgerReader) line() ([]byte, error) {
	r.long = r.long[:0]
	for {
		part, err := r.in.ReadSlice('\n')
		if err == nil && len(r.long) == 0 {
			return part, nil
		}
		r.long = append(r.long, part...)
		switch {
		case err == nil:
			return r.long, nil
		case len(r.long) > mostEvent:
			return nil, r.damaged(errNoEvent)
		case errors.Is(err, io.EOF) && len(r.long) == 0:
			return nil, io.EOF
		case errors.Is(err, io.EOF):
			return nil, errTorn
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, seedbed.Errorf(seedbed.CodeStorage, "reading %s: %w", r.path, err)
		}
	}
}

// name makes equal names one string: few people do many things.
func (r *ledgerReader) name(s string) string {
	if have, ok := r.names[s]; ok {
		return have
	}
	if len(r.names) < 10_000 {
		r.names[s] = s
	}
	return s
}

// damaged says that the file is not what was written into it.
func (r *ledgerReader) damaged(cause error) error {
	fix := "put the file back from a copy"
	if r.seq > 0 {
		fix = fmt.Sprintf("put the file back from a copy; the %d lines before it are as they were written", r.seq)
	}
	return &seedbed.Error{
		Code:    seedbed.CodeStorage,
		Message: fmt.Sprintf("%s:%d: the file was changed by something other than seedbed", r.path, r.seq+1),
		Err:     cause,
		Fix:     fix,
	}
}

func (r *ledgerReader) head() Head {
	if r.seq == 0 {
		return Head{}
	}
	return Head{Seq: r.seq, Hash: hex.EncodeToString(r.last[:])}
}

// all gives events until the file ends. A line that its writer is at this moment
// writing is not given.
func (r *ledgerReader) all(yield func(Event, error) bool) {
	for {
		e, err := r.next()
		if errors.Is(err, io.EOF) || errors.Is(err, errTorn) {
			return
		}
		if !yield(e, err) || err != nil {
			return
		}
	}
}

// ReadLedger gives the events in a folder, in order, while others may be appending.
// It takes no lock. An error comes last: a line that is not as it was written, with
// its number, or a file that cannot be read. A folder without a ledger has no events.
func ReadLedger(dir string) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		path := filepath.Join(dir, ledgerFile)
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(Event{}, seedbed.Errorf(seedbed.CodeStorage, "reading what people did: %w", err))
			return
		}
		defer f.Close()
		newLedgerReader(f, path).all(yield)
	}
}

// VerifyLedger reads all events of a folder and holds each to the one before it. It
// names the first line that is not as it was written. While nobody appends, a last
// line that does not end is an error as well.
//
// Who can write the file and knows how can write another chain; and lines cut off the
// end leave a chain that holds. Both show when the head is compared with one that was
// published.
func VerifyLedger(dir string) (Head, error) {
	path := filepath.Join(dir, ledgerFile)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Head{}, nil
	}
	if err != nil {
		return Head{}, seedbed.Errorf(seedbed.CodeStorage, "reading what people did: %w", err)
	}
	defer f.Close()
	return verify(newLedgerReader(f, path))
}

func verify(r *ledgerReader) (Head, error) {
	for {
		switch _, err := r.next(); {
		case errors.Is(err, io.EOF):
			return r.head(), nil
		case errors.Is(err, errTorn):
			return r.head(), r.damaged(err)
		case err != nil:
			return r.head(), err
		}
	}
}
