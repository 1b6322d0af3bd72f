package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"seedbed.dev/seedbed"
)

// WriteCSV writes a worksheet as CSV: UTF-8 with the mark by which spreadsheets know it,
// commas, and no cell that a spreadsheet would take for a formula.
func WriteCSV(w io.Writer, s *Sheet) error {
	if err := s.Check(); err != nil {
		return err
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing a worksheet: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	cols := s.columns(true)
	line := make([]string, 0, len(cols))
	for _, c := range cols {
		line = append(line, neutral(fit(c.head)))
	}
	err := out.Write(line)
	for i := 0; i < len(s.Tasks) && err == nil; i++ {
		line = s.cellsOf(cols, i, line)
		for j := range line {
			line[j] = neutral(line[j])
		}
		err = out.Write(line)
	}
	if out.Flush(); err == nil {
		err = out.Error()
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing a worksheet: %w", err)
	}
	return nil
}

// ReadCSV reads a worksheet that was written as CSV and went through a spreadsheet:
// divided by commas, semicolons or tabs; UTF-8, UTF-16 or Windows-1252; rows and columns
// in any order, with others between them.
func ReadCSV(file string, data []byte, want Want) (*Read, error) {
	r, err := newReading(file, &want)
	if err != nil {
		return nil, err
	}
	t := newTable(r, "worksheet")
	if err := eachCSV(r, data, t.line); err != nil {
		return nil, err
	}
	return &r.Read, t.done()
}

// eachCSV calls line for each row that is not empty, until it returns false.
func eachCSV(r *reading, data []byte, line func(line, number int, cells []cell) bool) error {
	text, guessed, err := decoded(data)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %w", r.file, err)
	}
	if bytes.IndexByte(text, '\n') < 0 { // as old programs of the Macintosh end lines
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	if guessed {
		r.warn(r.pos(0, 0), "save it as UTF-8 if letters are wrong", "this is neither UTF-8 nor UTF-16; it is read as Windows-1252")
	}
	comma, skipped := byte(0), 0
	if rest, ok := bytes.CutPrefix(text, []byte("sep=")); ok && len(rest) > 1 {
		comma = rest[0]
		if at := bytes.IndexByte(rest, '\n'); at >= 0 {
			text, skipped = rest[at+1:], 1
		}
	}
	if comma != ',' && comma != ';' && comma != '\t' && comma != '|' {
		comma = delimiter(text)
	}
	in := &splitter{text: text, comma: comma, at: 1 + skipped}
	for number := 1 + skipped; ; number++ {
		cells, at, err := in.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return seedbed.Errorf(seedbed.CodeInvalid, "reading %s:%d: %w", r.file, at, err)
		}
		if !line(at, number, cells) {
			break
		}
	}
	if in.open > 0 {
		r.warn(r.pos(in.open, 0), "close it, and save the file again", "a quote that begins here is never closed; cells from here on may be cut at the ends of lines")
	}
	return nil
}

// decoded returns text as UTF-8 without a mark. guessed says that it was taken for
// Windows-1252, since it is nothing else.
func decoded(b []byte) (text []byte, guessed bool, err error) {
	if len(b) > mostBytes {
		return nil, false, tooLarge()
	}
	if b, ok := bytes.CutPrefix(b, []byte("\xef\xbb\xbf")); ok {
		return bytes.ToValidUTF8(b, []byte("\ufffd")), false, nil
	}
	order, wide := unicode.LittleEndian, true
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		order = unicode.BigEndian
	case len(b) >= 4 && b[1] == 0 && b[3] == 0 && b[0] != 0:
	case len(b) >= 4 && b[0] == 0 && b[2] == 0 && b[1] != 0:
		order = unicode.BigEndian
	default:
		wide = false
	}
	switch {
	case wide:
		text, err = unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(b)
		return text, false, err
	case utf8.Valid(b):
		return b, false, nil
	}
	text, err = charmap.Windows1252.NewDecoder().Bytes(b)
	return text, true, err
}

// delimiters are what divides the cells of a line.
const delimiters = ",;\t|"

// delimiter returns the one by which one of the first rows is the header of a worksheet.
// Where none is, the one that the first line has most of: headers hold commas too, which
// are not quoted where something else divides.
func delimiter(b []byte) byte {
	b = b[:min(len(b), 1<<18)]
	best, most := delimiters[0], 0
	for _, d := range []byte(delimiters) {
		in := &splitter{text: b, comma: d}
		for i := range headWithin {
			cells, _, err := in.next()
			if err != nil {
				break
			}
			for j := range cells {
				if len(cells) > 1 && len(cells[j].text) < 100 && headKey(cells[j].text) == colRow {
					return d
				}
			}
			if i == 0 && len(cells) > most {
				best, most = d, len(cells)
			}
		}
	}
	return best
}

func tooLarge() error {
	return &seedbed.Error{Code: seedbed.CodeInvalid, Message: "there are more than 128 MB of it", Fix: "split it"}
}
