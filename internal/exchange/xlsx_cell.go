package exchange

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

const (
	mostStrings    = 500_000
	mostStringText = 128 << 20 // bytes of all shared strings
)

// errEnough ends a walk early.
var errEnough = errors.New("enough was read")

// damaged is the error of a file that is not what it should be.
func damaged(format string, args ...any) error {
	return &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf(format, args...), Fix: "save it again as XLSX or CSV"}
}

// inPart says in which part of a workbook an error was met.
func inPart(name string, err error) error {
	var known *seedbed.Error
	if errors.As(err, &known) {
		return err
	}
	return damaged("%s is damaged: %v", quote(name), err)
}

// textOf returns the text of an element of the kind that strings and cells are: that of
// its <t>, without the readings of Asian scripts.
func textOf(d *tokens, most int) (string, error) {
	var b strings.Builder
	in, reading := 0, 0
	for depth := 1; depth > 0; {
		t, err := d.Token()
		if err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			switch t.Name.Local {
			case "t":
				in = depth
			case "rPh":
				reading = depth
			}
		case xml.EndElement:
			if in == depth {
				in = 0
			}
			if reading == depth {
				reading = 0
			}
			depth--
		case xml.CharData:
			if in > 0 && reading == 0 && b.Len() < most {
				b.Write(t[:min(len(t), most-b.Len())])
			}
		}
	}
	return unescaped(b.String()), nil
}

// unescaped turns _x000A_ into the character that it stands for.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return strings.ToValidUTF8(s, "")
	}
	return strings.ToValidUTF8(escapeLike.ReplaceAllStringFunc(s, func(m string) string {
		n, err := strconv.ParseUint(m[2:6], 16, 16)
		if err != nil || !utf8.ValidRune(rune(n)) {
			return "\ufffd"
		}
		return string(rune(n))
	}), "")
}

// readStrings reads the texts that cells share.
func (b *workbook) readStrings(name string) error {
	total := 0
	return b.each(name, func(e xml.StartElement, d *tokens) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := textOf(d, 4*mostCell)
		if err != nil {
			return inPart(name, err)
		}
		if total += len(s); total > mostStringText || len(b.strings) >= mostStrings {
			return damaged("there are more texts in it than are read")
		}
		b.strings = append(b.strings, s)
		return nil
	})
}

// readStyles notes which styles show numbers as dates.
func (b *workbook) readStyles(name string) error {
	custom := map[string]bool{}
	inCells := false
	return b.walk(name, func(_ *tokens, t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "numFmt":
				custom[attrOf(t, "numFmtId")] = isDateFormat(attrOf(t, "formatCode"))
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells && len(b.dates) < 1<<16 {
					id := attrOf(t, "numFmtId")
					n, _ := strconv.Atoi(id)
					b.dates = append(b.dates, custom[id] || n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58)
				}
			}
		case xml.EndElement:
			if t.Name.Local == "cellXfs" {
				inCells = false
			}
		}
		return nil
	})
}

// isDateFormat reports whether a number format shows days or hours, outside of what it
// quotes.
func isDateFormat(code string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '"':
			quoted = !quoted
		case c == '[' && !quoted:
			bracket = true
		case c == ']' && !quoted:
			bracket = false
		case !quoted && !bracket && strings.IndexByte("dDmMyYhHsS", c) >= 0:
			return true
		}
	}
	return false
}

// readChanged reads when the file says that it was last changed.
func (b *workbook) readChanged() error {
	in := false
	return b.walk("docProps/core.xml", func(_ *tokens, t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			in = t.Name.Local == "modified"
		case xml.EndElement:
			in = false
		case xml.CharData:
			if in {
				b.changed, _ = readTime(strings.TrimSpace(string(t)))
			}
		}
		return nil
	})
}

// rows calls line for each row of a sheet, until it returns false.
func (b *workbook) rows(name string, line func(line, number int, cells []cell) bool) error {
	var cells []cell
	number, col := 0, 0
	return b.walk(name, func(d *tokens, t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				number++
				if n, err := strconv.Atoi(attrOf(t, "r")); err == nil && n > 0 && n <= 1<<20 {
					number = n
				}
				cells, col = cells[:0], 0
			case "c":
				if at := columnAt(attrOf(t, "r")); at >= 0 {
					col = at
				}
				c, err := b.cell(d, t)
				if err != nil {
					return inPart(name, err)
				}
				if col < mostColumns && c.text != "" {
					for len(cells) <= col {
						cells = append(cells, cell{})
					}
					cells[col] = c
				}
				col++
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "row":
				if len(cells) > 0 && !line(number, number, cells) {
					return errEnough
				}
				cells = cells[:0]
			case "sheetData":
				return errEnough
			}
		}
		return nil
	})
}

// cell reads the cell that begins with e.
func (b *workbook) cell(d *tokens, e xml.StartElement) (cell, error) {
	kind := attrOf(e, "t")
	raw, inline, err := cellText(d)
	if err != nil {
		return cell{}, err
	}
	switch kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(raw))
		if err != nil || n < 0 || n >= len(b.strings) {
			return cell{}, damaged("a cell points to a text that is not there")
		}
		return cell{text: b.strings[n]}, nil
	case "inlineStr":
		return cell{text: inline}, nil
	case "str":
		return cell{text: unescaped(raw)}, nil
	case "b":
		if strings.TrimSpace(raw) == "1" {
			return cell{text: "TRUE"}, nil
		}
		return cell{text: "FALSE"}, nil
	case "e":
		return cell{text: raw, kind: errorCell}, nil
	case "d":
		return cell{text: raw, kind: dateCell}, nil
	}
	raw = strings.TrimSpace(raw)
	if n, err := strconv.Atoi(attrOf(e, "s")); err == nil && n >= 0 && n < len(b.dates) && b.dates[n] {
		if at, ok := dateOf(raw); ok {
			return cell{text: at, kind: dateCell}, nil
		}
	}
	return cell{text: whole(raw)}, nil
}

// cellText reads the value of a cell, and the text of one that has it inline.
func cellText(d *tokens) (raw, inline string, err error) {
	var b strings.Builder
	inValue := false
	for {
		t, err := d.Token()
		if err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return "", "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				inValue = true
			case "is":
				if inline, err = textOf(d, 4*mostCell); err != nil {
					return "", "", err
				}
			default:
				if err := passOver(d); err != nil {
					return "", "", err
				}
			}
		case xml.EndElement:
			if t.Name.Local == "c" {
				return b.String(), inline, nil
			}
			inValue = false
		case xml.CharData:
			if inValue && b.Len() < 4*mostCell {
				b.Write(t)
			}
		}
	}
}

// passOver reads to the end of an element, whatever is in it.
func passOver(d *tokens) error {
	_, err := textOf(d, 0)
	return err
}

// columnAt is the column, from 0, of a cell that is called "B7"; −1 where that is no
// cell's name.
func columnAt(ref string) int {
	n := 0
	for i := 0; i < len(ref) && i < 4; i++ {
		c := ref[i]
		if c < 'A' || c > 'Z' {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}

// dateOf reads a spreadsheet's number for a time: days since 30 December 1899. A whole
// number below 366 is a small number that was shown as a date, and stays a number.
func dateOf(raw string) (string, bool) {
	x, err := strconv.ParseFloat(raw, 64)
	if err != nil || x < 366 || x > 2_958_466 || math.IsNaN(x) {
		return "", false
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()
	return time.Unix(first+int64(math.Round(x*86400)), 0).UTC().Format("2006-01-02 15:04:05"), true
}
