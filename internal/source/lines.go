package source

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// maxLine bounds one line or row, in bytes. It is a variable of each reader so
// that tests need no 64 MiB.
const maxLine = 64 << 20

// lines splits text into lines, with bounded memory.
type lines struct {
	r      *bufio.Reader
	max    int
	number int    // of the line last read, 1-based
	buf    []byte // a line longer than r's buffer
}

func newLines(r *bufio.Reader) *lines { return &lines{r: r, max: maxLine} }

// next returns the next line without its ending (LF or CRLF), valid until the
// next call. A longer line than l.max is passed over, and its head is returned
// with long set. At the end it returns io.EOF.
func (l *lines) next() (line []byte, long bool, err error) {
	line, err = l.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		line, long, err = l.rest(line)
	}
	if len(line) == 0 && err != nil {
		return nil, false, err
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	l.number++
	if long {
		return line, true, nil
	}
	line = bytes.TrimSuffix(line, []byte{'\n'})
	line = bytes.TrimSuffix(line, []byte{'\r'})
	return line, len(line) > l.max, nil
}

// rest reads a line whose head filled r's buffer.
func (l *lines) rest(head []byte) (line []byte, long bool, err error) {
	l.buf = append(l.buf[:0], head...)
	for err = bufio.ErrBufferFull; err == bufio.ErrBufferFull; {
		head, err = l.r.ReadSlice('\n')
		if !long {
			l.buf = append(l.buf, head...)
		}
		if len(l.buf) > l.max+2 {
			l.buf, long = l.buf[:min(len(l.buf), maxRaw)], true
		}
	}
	return l.buf, long, err
}

func blank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}
