package source

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"seedbed.dev/seedbed"
)

// csv reads CSV by RFC 4180, with a header. Every value is text: types that
// were guessed from some rows would not hold for others. An empty name in the
// header becomes column_N.
type csv struct {
	lines  *lines
	comma  byte
	header []string
	sum    *summary // nil, or where to note what a scan finds

	queue  [][]byte // lines that were read ahead and are to be read again
	number int      // of the line last taken
	again  bool     // lines were read again once: an open quote costs that only once
	text   []byte   // of the row, unquoted, one value after another
	ends   []int    // where values end in text
}

// newCSV reads the header.
func newCSV(l *lines, tabs bool, sum *summary) (*csv, error) {
	c := &csv{lines: l, sum: sum}
	var r row
	for {
		line, long, err := l.next()
		if err == io.EOF {
			return c, nil
		} else if err != nil {
			return nil, err
		}
		if blank(line) {
			continue
		}
		c.queue, c.number = [][]byte{bytes.Clone(line)}, l.number-1
		if f := lineFault(line, long, l.max); f != nil {
			f.line = l.number
			return nil, f
		}
		c.comma = delimiter(line)
		if tabs && bytes.IndexByte(line, '\t') >= 0 {
			c.comma = '\t'
		}
		break
	}
	if err := c.record(&r); err != nil {
		return nil, err
	}
	if r.bad != nil {
		r.bad.line = max(r.bad.line, r.line)
		return nil, r.bad
	}
	return c, c.names(r.line)
}

// names takes the row just read for the header.
func (c *csv) names(line int) error {
	seen := map[string]bool{}
	text := string(c.text)
	for i, start := 0, 0; i < len(c.ends); i++ {
		name := strings.TrimSpace(text[start:c.ends[i]])
		start = c.ends[i]
		if name == "" {
			name = fmt.Sprintf("column_%d", i+1)
		}
		if seen[name] {
			return &fault{line: line, message: "the header names " + quoteName(name) + " twice", fix: "rename one of the two"}
		}
		if i >= maxFields {
			return &fault{line: line, message: fmt.Sprintf("more than %d columns", maxFields)}
		}
		seen[name] = true
		c.header = append(c.header, name)
		if c.sum != nil {
			c.sum.declare(name, seedbed.TypeText)
		}
	}
	return nil
}

// delimiter returns which of comma, semicolon and tab the header uses most.
func delimiter(header []byte) byte {
	var n [3]int
	quoted := false
	for _, b := range header {
		switch i := bytes.IndexByte([]byte(",;\t"), b); {
		case b == '"':
			quoted = !quoted
		case i >= 0 && !quoted:
			n[i]++
		}
	}
	best := 0
	for i := range n {
		if n[i] > n[best] {
			best = i
		}
	}
	return ",;\t"[best]
}

func (c *csv) next(r *row) error {
	if err := c.record(r); err != nil || r.bad != nil {
		return err
	}
	if len(c.ends) != len(c.header) {
		r.bad = &fault{
			message: fmt.Sprintf("%s where the header has %s", count(len(c.ends), "value"), count(len(c.header), "column")),
			fix:     fmt.Sprintf("put values with a %s into double quotes", delimiterName(c.comma)),
		}
		return nil
	}
	if c.sum != nil {
		c.sum.text += int64(len(c.text))
		return nil
	}
	text := string(c.text)
	r.fields = make(seedbed.Fields, len(c.header))
	for i, start := 0, 0; i < len(c.ends); i++ {
		r.fields[i] = seedbed.Field{Name: c.header[i], Value: text[start:c.ends[i]]}
		start = c.ends[i]
	}
	return nil
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

func delimiterName(b byte) string {
	return map[byte]string{',': "comma", ';': "semicolon", '\t': "tab"}[b]
}

// line takes the next line: one read before, or a new one.
func (c *csv) line() (line []byte, long bool, err error) {
	if len(c.queue) > 0 {
		line, c.queue = c.queue[0], c.queue[1:]
		c.number++
		return line, false, nil
	}
	if line, long, err = c.lines.next(); err == nil {
		c.number = c.lines.number
	}
	return line, long, err
}

// record reads one row into c.text and c.ends.
func (c *csv) record(r *row) error {
	for {
		line, long, err := c.line()
		if err != nil {
			return err
		}
		if len(line) == 0 {
			continue
		}
		r.line, r.raw = c.number, line
		if r.bad = lineFault(line, long, c.lines.max); r.bad != nil {
			return nil
		}
		c.text, c.ends = c.text[:0], c.ends[:0]
		return c.values(r, line)
	}
}

// values splits a row that starts with line. A value in quotes may go on over
// further lines.
func (c *csv) values(r *row, line []byte) error {
	for i := 0; ; {
		if i < len(line) && line[i] == '"' {
			opened := column(line, i)
			rest, err := c.quoted(r, line, i+1, opened)
			if err != nil || r.bad != nil {
				return err
			}
			line, i = rest.line, rest.at
			if i < len(line) && line[i] != c.comma {
				r.bad = &fault{line: c.number, col: column(line, i), message: "something follows a closing quote", fix: `write a quote inside quotes twice: ""`}
				return nil
			}
		} else {
			end := len(line)
			if n := bytes.IndexByte(line[i:], c.comma); n >= 0 {
				end = i + n
			}
			if q := bytes.IndexByte(line[i:end], '"'); q >= 0 {
				r.bad = &fault{line: c.number, col: column(line, i+q), message: "a quote inside a value without quotes", fix: `put the value into quotes, and the quote twice: "5"" pipe"`}
				return nil
			}
			c.text = append(c.text, line[i:end]...)
			i = end
		}
		c.ends = append(c.ends, len(c.text))
		if i >= len(line) {
			return nil
		}
		i++
	}
}

type rest struct {
	line []byte
	at   int
}

// quoted reads the rest of a value in quotes, from line[i:] on over further
// lines, and returns what follows its closing quote.
func (c *csv) quoted(r *row, line []byte, i, opened int) (rest, error) {
	var ahead [][]byte // lines after the row's first
	total, first := len(line), c.number
	for {
		for {
			q := bytes.IndexByte(line[i:], '"')
			if q < 0 {
				break
			}
			c.text = append(c.text, line[i:i+q]...)
			i += q + 1
			if i >= len(line) || line[i] != '"' {
				return rest{line, i}, nil
			}
			c.text = append(c.text, '"')
			i++
		}
		c.text = append(c.text, line[i:]...)
		c.text = append(c.text, '\n')
		if len(ahead) == 0 { // the row's first line outlives the next reading
			r.raw = bytes.Clone(r.raw[:min(len(r.raw), maxRaw)])
		}
		next, long, err := c.line()
		if err != nil && err != io.EOF {
			return rest{}, err
		}
		if err == io.EOF || long || total+len(next) > c.lines.max {
			r.bad = &fault{line: first, col: opened, message: "the quote that opens here is never closed", fix: "close it"}
			if err == nil {
				ahead = append(ahead, bytes.Clone(next))
			}
			c.rewind(ahead, first)
			return rest{}, nil
		}
		if f := lineFault(next, false, c.lines.max); f != nil {
			f.line = c.number
			r.bad = f
			return rest{}, nil
		}
		next = bytes.Clone(next)
		ahead = append(ahead, next)
		total += len(next) + 1
		line, i = next, 0
	}
}

// rewind has the lines after an open quote read again, as rows of their own:
// the quote costs one row, and not all that follow. It does so once a file.
func (c *csv) rewind(ahead [][]byte, line int) {
	if c.again {
		return
	}
	c.again = true
	c.queue = append(ahead, c.queue...)
	c.number = line
}
