package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// Scan is what one reading of a whole source found. It can be kept as JSON.
type Scan struct {
	Rows      int            `json:"rows"`       // good and bad, up to the source's limit
	Bad       int            `json:"bad"`        // of Rows, how many could not be read
	Digest    string         `json:"digest"`     // SHA-256 of the file's bytes; of several files: of their digests in order. Hexadecimal
	Bytes     int64          `json:"bytes"`      // of all files, as they lie on disk
	MeanBytes int            `json:"mean_bytes"` // of text in one good row, on average, rounded up
	Schema    seedbed.Schema `json:"schema"`     // fields in the order in which they first came, types joined over all rows
	// Stat is what Stat gave before and after the reading; "" when the files were
	// changed meanwhile or so shortly before that a later change might not show.
	Stat string `json:"stat"`
}

// maxReported bounds how many bad rows are told one by one.
const maxReported = 20

// Scan reads all of src once. It returns what it found and all that is wrong:
// the first 20 bad rows and how many more there are, as warnings where src says
// bad_rows: reject. progress, if not nil, is called now and then with how many
// bytes were read of how many. The error is that of the context, or says that
// standard input could not be copied.
func (rd *Reader) Scan(ctx context.Context, src plan.Source, progress func(bytesDone, bytesTotal int64)) (Scan, seedbed.Problems, error) {
	before, err := rd.Stat(ctx, src)
	if err != nil {
		return failed(err)
	}
	s := &scanner{progress: progress}
	if progress != nil {
		if s.total, err = rd.total(ctx, src); err != nil {
			return failed(err)
		}
	}
	out := Scan{}
	problems := reporter{warn: src.BadRows == "reject"}
	err = rd.each(ctx, src, s, func(r *row) error {
		out.Rows++
		if r.bad != nil {
			problems.add(r)
		} else if r.fields != nil {
			s.sum.add(r.fields)
		}
		return nil
	})
	out.Bad = problems.n
	list := problems.list(src)
	if err != nil {
		var p seedbed.Problems
		if !errors.As(err, &p) {
			return failed(err)
		}
		list = append(list, p...)
	}
	out.Bytes, out.Digest, out.Schema = s.done, s.digest(), s.sum.schema()
	if good := int64(out.Rows - out.Bad); good > 0 {
		out.MeanBytes = int((s.sum.text + good - 1) / good)
	}
	if after, err := rd.Stat(ctx, src); err == nil && after == before {
		out.Stat = before
	}
	if out.Rows == 0 && len(list) == 0 {
		list = seedbed.Problems{{Pos: src.Pos, Message: "source " + quoteName(src.Name) + " has no rows", Warning: true}}
	}
	return out, list, nil
}

func failed(err error) (Scan, seedbed.Problems, error) {
	var p seedbed.Problems
	if errors.As(err, &p) {
		return Scan{}, p, nil
	}
	return Scan{}, nil, err
}

// reporter keeps the first bad rows and counts the others.
type reporter struct {
	first seedbed.Problems
	n     int
	warn  bool
}

func (p *reporter) add(r *row) {
	p.n++
	if len(p.first) < maxReported {
		problem := r.problem()
		problem.Warning = p.warn
		p.first = append(p.first, problem)
	}
}

func (p *reporter) list(src plan.Source) seedbed.Problems {
	if more := p.n - len(p.first); more > 0 {
		return append(p.first, seedbed.Problem{
			Pos:     src.Pos,
			Message: fmt.Sprintf("source %s has %d more rows that cannot be read", quoteName(src.Name), more),
			Fix:     "mend them, or go on without them: bad_rows: reject",
			Warning: p.warn,
		})
	}
	return p.first
}

// Sample returns the first n records of src, the bad ones left out, their
// schema, and what is wrong with the rows up to there.
func (rd *Reader) Sample(ctx context.Context, src plan.Source, n int) ([]seedbed.Record, seedbed.Schema, seedbed.Problems) {
	var out []seedbed.Record
	var sum summary
	problems := reporter{warn: src.BadRows == "reject"}
	seeds := newSeeder(src)
	err := rd.each(ctx, src, nil, func(r *row) error {
		if r.bad != nil {
			problems.add(r)
			return nil
		}
		rec, err := seeds.record(r)
		if err != nil {
			return err
		}
		sum.add(rec.Fields)
		if out = append(out, rec); len(out) >= n {
			return errStop
		}
		return nil
	})
	list := problems.list(src)
	var p seedbed.Problems
	if errors.As(err, &p) {
		list = append(list, p...)
	} else if err != nil {
		list = append(list, seedbed.Problem{Pos: src.Pos, Message: "reading source " + quoteName(src.Name) + ": " + err.Error()})
	}
	return out, sum.schema(), list
}

// scanner is the state of one Scan.
type scanner struct {
	sum      summary
	digests  [][]byte // of each file
	done     int64
	total    int64
	progress func(done, total int64)
}

func (s *scanner) digest() string {
	switch len(s.digests) {
	case 1:
		return hex.EncodeToString(s.digests[0])
	default:
		h := sha256.New()
		for _, d := range s.digests {
			h.Write(d)
		}
		return hex.EncodeToString(h.Sum(nil))
	}
}
