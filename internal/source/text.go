package source

import (
	"fmt"
	"io"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// textLines reads plain text: one row a line, in the field "text".
type textLines struct {
	lines *lines
	sum   *summary // nil, or where to note what a scan finds
}

func (t *textLines) next(r *row) error {
	for {
		line, long, err := t.lines.next()
		if err != nil {
			return err
		}
		if blank(line) {
			continue
		}
		r.line, r.raw = t.lines.number, line
		if r.bad = lineFault(line, long, t.lines.max); r.bad != nil {
			return nil
		}
		if t.sum != nil {
			t.sum.text += int64(len(line))
		} else {
			r.fields = seedbed.Fields{{Name: "text", Value: string(line)}}
		}
		return nil
	}
}

// document reads a whole file as one row, in the field "text".
type document struct {
	r    io.Reader
	max  int
	done bool
	sum  *summary // nil, or where to note what a scan finds
}

func (d *document) next(r *row) error {
	if d.done {
		return io.EOF
	}
	d.done = true
	text, err := io.ReadAll(io.LimitReader(d.r, int64(d.max)+1))
	if err != nil {
		return err
	}
	r.line, r.raw = 1, text
	if len(text) > d.max {
		r.bad = &fault{message: "the document is longer than " + size(int64(d.max)), fix: "split it"}
	} else if r.bad = lineFault(text, false, d.max); r.bad == nil {
		r.fields = seedbed.Fields{{Name: "text", Value: string(text)}}
		if d.sum != nil {
			d.sum.text += int64(len(text))
		}
	}
	return nil
}

// lineFault says what is wrong with the bytes of a line, if anything.
func lineFault(line []byte, long bool, limit int) *fault {
	if long {
		return &fault{message: "the line is longer than " + size(int64(limit)), fix: "split it"}
	}
	if utf8.Valid(line) {
		return nil
	}
	for i := 0; ; {
		c, n := utf8.DecodeRune(line[i:])
		if c == utf8.RuneError && n <= 1 {
			return &fault{
				col:     column(line, i),
				message: fmt.Sprintf("byte 0x%02X is not UTF-8", line[i]),
				fix:     "save the file as UTF-8",
			}
		}
		i += n
	}
}

// column returns the 1-based column, in characters, of the byte at i.
func column(line []byte, i int) int { return utf8.RuneCount(line[:min(i, len(line))]) + 1 }

// size prints a number of bytes.
func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d KiB", n>>10)
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
