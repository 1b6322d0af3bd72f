package source

import (
	"context"
	"errors"
	"io"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// row is one row of a file. All but fields is valid until the next one is read.
type row struct {
	file   string // as the recipe names it
	line   int    // 1-based
	fields seedbed.Fields
	bad    *fault // why it could not be read; nil: it was
	raw    []byte // the head of its line, for a bad row
}

// fault is what is wrong with a row.
type fault struct {
	line    int // 0: the row's own
	col     int // 1-based, in characters; 0: not known
	message string
	fix     string
}

func (r *row) problem() seedbed.Problem {
	line := r.line
	if r.bad.line != 0 {
		line = r.bad.line
	}
	return seedbed.Problem{
		Pos:     seedbed.Position{File: r.file, Line: line, Col: r.bad.col},
		Message: r.bad.message,
		Fix:     r.bad.fix,
	}
}

// rowReader reads the rows of one file.
type rowReader interface {
	// next reads the next row into r, whose file is set already. Bad rows are no
	// errors; io.EOF is the end. Other errors end the file: a *fault where the
	// file is at fault.
	next(r *row) error
}

// Error makes a fault of a whole file an error.
func (f *fault) Error() string { return f.message }

// errStop is how a caller of each says that it has seen enough.
var errStop = errors.New("stop")

// checkEvery is after how many rows the context is looked at.
const checkEvery = 256

// each calls fn with every row of src, bad ones among them, up to its limit. With
// a summary, formats that can do so add to it instead of making fields.
func (rd *Reader) each(ctx context.Context, src plan.Source, scan *scanner, fn func(*row) error) error {
	files, err := rd.files(ctx, src)
	if err != nil {
		return err
	}
	left := src.Limit
	if left == 0 {
		left = -1
	}
	for _, f := range files {
		if err := eachOf(ctx, f, src, scan, &left, fn); err != nil {
			if errors.Is(err, errStop) {
				return nil
			}
			return err
		}
		if left == 0 && scan == nil {
			return nil
		}
	}
	return nil
}

func eachOf(ctx context.Context, f input, src plan.Source, scan *scanner, left *int, fn func(*row) error) (err error) {
	r := row{file: f.name}
	fm, closer, err := open(ctx, f, src, scan)
	if err != nil {
		return fileError(&r, src, err)
	}
	defer func() {
		if e := closer(); err == nil {
			err = e
		}
	}()
	for n := 0; *left != 0; n++ {
		if n%checkEvery == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		r.bad, r.fields, r.raw = nil, nil, nil
		if err := fm.next(&r); err == io.EOF {
			return nil
		} else if err != nil {
			return fileError(&r, src, err)
		}
		if *left > 0 {
			*left--
		}
		if err := fn(&r); err != nil {
			return err
		}
	}
	return nil
}

// fileError turns what ended a file into an error for a person.
func fileError(r *row, src plan.Source, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var f *fault
	if errors.As(err, &f) {
		r.bad = f
		return seedbed.Problems{r.problem()}
	}
	return seedbed.Problems{{
		Pos:     seedbed.Position{File: r.file, Line: r.line},
		Message: "source " + quoteName(src.Name) + " cannot be read: " + cause(err),
	}}
}
