package source

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"iter"
	"strings"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// Reader reads the sources of one project. Its methods may be called by many
// goroutines at once. The exported fields are not to be changed after the
// first call.
type Reader struct {
	// Dir is the project folder, where relative paths start and where standard
	// input is copied to (.seedbed/stdin).
	Dir string
	// Stdin is what the path "-" reads; nil: there is none, and "-" is a problem
	// unless Spool names an earlier copy. It is read to its end, once, when it is
	// first needed.
	Stdin io.Reader
	// Spool is the digest of an earlier copy of standard input (see Spools) to be
	// read for "-" in place of Stdin.
	Spool string
	// Now is the clock by which fresh files are told; nil: time.Now.
	Now func() time.Time

	spool spool
}

// spool is standard input as it was copied; it is made once.
type spool struct {
	mu     sync.Mutex
	done   bool
	path   string
	digest string
}

// unreadable is the reason of a rejected row that could not be read.
const unreadable = "unreadable row"

// maxRaw bounds what a rejected row keeps of its line, in bytes.
const maxRaw = 4096

// Rows returns the records of src in order, read as they are asked for. A bad
// row ends the sequence with an error that is a seedbed.Problems, or, where src
// says bad_rows: reject, is a rejected record whose only field is "raw", the
// head of its line. So are files that are not there or cannot be read, whatever
// bad_rows says. The error of the context is returned as it is.
func (rd *Reader) Rows(ctx context.Context, src plan.Source) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		stopped := false
		seeds := newSeeder(src)
		err := rd.each(ctx, src, nil, func(r *row) error {
			rec, err := seeds.record(r)
			if err != nil {
				return err
			}
			if !yield(rec, nil) {
				stopped = true
				return errStop
			}
			return nil
		})
		if err != nil && !stopped {
			yield(seedbed.Record{}, err)
		}
	}
}

// seeder turns rows into records.
type seeder struct {
	src    *plan.Source
	depth  int
	reject bool
	seen   occurrences
}

func newSeeder(src plan.Source) *seeder {
	s := &seeder{src: &src, reject: src.BadRows == "reject"}
	if src.Origin == seedbed.OriginGenerated || src.Origin == seedbed.OriginSimulated {
		s.depth = 1 // a model has written it once already
	}
	return s
}

func (s *seeder) record(r *row) (seedbed.Record, error) {
	rec := seedbed.Record{
		Stage:    s.src.Name,
		Fields:   r.fields,
		Origin:   s.src.Origin,
		Lineage:  seedbed.Lineage{Source: s.src.Name, File: r.file, Line: r.line, Depth: s.depth},
		Decision: seedbed.Decision{State: seedbed.Candidate},
	}
	if r.bad != nil {
		if !s.reject {
			return rec, seedbed.Problems{r.problem()}
		}
		rec.ID = badID(s.src.Fingerprint, r.file, r.line)
		rec.Fields = seedbed.Fields{{Name: "raw", Value: validHead(r.raw)}}
		return rec.Reject(s.src.Name, unreadable, r.problem().String()), nil
	}
	rec.ID = seedbed.SeedID(s.src.Fingerprint, r.fields, 0)
	if n := s.seen.add(binary.BigEndian.Uint64(rec.ID[:8])); n > 0 {
		rec.ID = seedbed.SeedID(s.src.Fingerprint, r.fields, n)
	}
	return rec, nil
}

// badID returns the ID of a row that could not be read: its place is all that
// is known of it.
func badID(source seedbed.Fingerprint, file string, line int) seedbed.ID {
	b := append([]byte("unreadable\x00"), source[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(line))
	b = append(b, file...)
	sum := sha256.Sum256(b)
	return seedbed.ID(sum[:16])
}

// validHead returns the head of b as valid UTF-8.
func validHead(b []byte) string {
	if len(b) > maxRaw {
		b = b[:maxRaw]
	}
	s := strings.ToValidUTF8(string(b), "\uFFFD")
	if len(s) > maxRaw { // replaced bytes are longer than what they replace
		s = strings.ToValidUTF8(s[:maxRaw], "")
	}
	return s
}
