package exchange

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"time"

	"seedbed.dev/seedbed"
)

// styles of cells, by their index in xlsxStyles.
const (
	styleHead   = 1
	styleText   = 2 // shown and locked, with the mark that keeps text from being a formula
	styleAnswer = 3 // to be filled in: text, and not locked
	styleWords  = 4 // of the guide
	styleNumber = 5 // to be filled in with a number: what is text is between no two numbers
)

// WriteXLSX writes a worksheet as an Office Open XML workbook (ECMA-376): a sheet that
// says how to answer, and one with the rows. Answers are chosen from lists; all else is
// locked, without a password; the columns that name rows are hidden. Every cell is text,
// and there is no formula, no macro and no link in it. The same sheet gives the same
// bytes.
func WriteXLSX(w io.Writer, s *Sheet) error {
	if err := s.Check(); err != nil {
		return err
	}
	z := zip.NewWriter(w)
	err := func() error {
		for _, p := range []struct{ name, text string }{
			{"[Content_Types].xml", xlsxTypes},
			{"_rels/.rels", xlsxRels},
			{"xl/workbook.xml", xlsxWorkbook},
			{"xl/_rels/workbook.xml.rels", xlsxWorkbookRels},
			{"xl/styles.xml", xlsxStyles},
		} {
			if err := part(z, p.name, func(b *bufio.Writer) { b.WriteString(p.text) }); err != nil {
				return err
			}
		}
		if err := part(z, "xl/worksheets/sheet1.xml", s.guideSheet); err != nil {
			return err
		}
		if err := part(z, "xl/worksheets/sheet2.xml", s.rowSheet); err != nil {
			return err
		}
		if err := part(z, "xl/worksheets/sheet3.xml", s.listSheet); err != nil {
			return err
		}
		return z.Close()
	}()
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing a worksheet: %w", err)
	}
	return nil
}

// part writes one file of the workbook.
func part(z *zip.Writer, name string, write func(*bufio.Writer)) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Time{}})
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<16)
	write(b)
	return b.Flush()
}

const sheetHead = xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`

// guideSheet says how to answer.
func (s *Sheet) guideSheet(b *bufio.Writer) {
	b.WriteString(sheetHead + `<cols><col min="1" max="1" width="110" customWidth="1"/></cols><sheetData>`)
	for i, line := range s.guide() {
		startRow(b, i+1)
		textCellAt(b, i+1, 0, styleWords, fit(line))
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
}

// rowSheet holds the rows and the places of their answers.
func (s *Sheet) rowSheet(b *bufio.Writer) {
	cols := s.columns(false)
	b.WriteString(sheetHead + `<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for i, c := range cols {
		n := strconv.Itoa(i + 1)
		b.WriteString(`<col min="` + n + `" max="` + n + `" customWidth="1"`)
		switch c.kind {
		case rowColumn, sheetColumn:
			b.WriteString(` width="12" hidden="1"/>`)
		case fieldColumn:
			b.WriteString(` width="60"/>`)
		default:
			b.WriteString(` width="24"/>`)
		}
	}
	b.WriteString(`</cols><sheetData>`)
	startRow(b, 1)
	for i, c := range cols {
		textCellAt(b, 1, i, styleHead, fit(c.head))
	}
	b.WriteString(`</row>`)
	line := make([]string, 0, len(cols))
	for i := range s.Tasks {
		line = s.cellsOf(cols, i, line)
		startRow(b, i+2)
		for j := range cols {
			style := styleAnswer
			switch c := cols[j].criterion; {
			case cols[j].kind != answerColumn && cols[j].kind != freeColumn:
				textCellAt(b, i+2, j, styleText, line[j])
				continue
			case c != nil && len(allowed(c, longScale)) == 0:
				style = styleNumber
			}
			b.WriteString(`<c r="` + columnName(j) + strconv.Itoa(i+2) + `" s="` + strconv.Itoa(style) + `"/>`)
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData><sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0"/>`)
	s.validations(b, cols)
	b.WriteString(`</worksheet>`)
}

// validations has answers chosen from lists, which stand on a sheet of their own, since a
// list that is written out is limited to 255 characters. A long scale takes whole
// numbers between its ends.
func (s *Sheet) validations(b *bufio.Writer, cols []column) {
	if len(s.Tasks) == 0 {
		return
	}
	b.WriteString(`<dataValidations count="` + strconv.Itoa(len(s.Rubric.Criteria)) + `">`)
	list := 0
	for j := range cols {
		c := cols[j].criterion
		if c == nil {
			continue
		}
		at := columnName(j) + "2:" + columnName(j) + strconv.Itoa(len(s.Tasks)+1)
		common := ` allowBlank="1" showInputMessage="1" showErrorMessage="1" errorTitle="` + attr(clip(c.Name, 31)) + `" error="` + attr(clip(fixOf(c), 200)) +
			`" promptTitle="` + attr(clip(c.Name, 31)) + `" prompt="` + attr(clip(c.Question, 250)) + `" sqref="` + at + `">`
		if n := len(allowed(c, longScale)); n > 0 {
			col := columnName(list)
			b.WriteString(`<dataValidation type="list"` + common + `<formula1>Lists!$` + col + `$1:$` + col + `$` + strconv.Itoa(n) + `</formula1></dataValidation>`)
		} else {
			b.WriteString(`<dataValidation type="whole" operator="between"` + common + `<formula1>` + strconv.Itoa(c.Min) + `</formula1><formula2>` + strconv.Itoa(c.Max) + `</formula2></dataValidation>`)
		}
		list++
	}
	b.WriteString(`</dataValidations>`)
}

// longScale has more values than are offered as a list.
const longScale = 101

// listSheet holds the answers that may be chosen, a column for each criterion.
func (s *Sheet) listSheet(b *bufio.Writer) {
	b.WriteString(sheetHead + `<sheetData>`)
	lists := make([][]string, len(s.Rubric.Criteria))
	most := 0
	for i := range s.Rubric.Criteria {
		lists[i] = allowed(&s.Rubric.Criteria[i], longScale)
		most = max(most, len(lists[i]))
	}
	for n := range most {
		startRow(b, n+1)
		for j, l := range lists {
			if n < len(l) {
				textCellAt(b, n+1, j, styleText, fit(l[n]))
			}
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
}

func startRow(b *bufio.Writer, n int) { b.WriteString(`<row r="` + strconv.Itoa(n) + `">`) }

// textCellAt writes a cell that holds text, whatever it looks like.
func textCellAt(b *bufio.Writer, row, col, style int, text string) {
	b.WriteString(`<c r="` + columnName(col) + strconv.Itoa(row) + `" s="` + strconv.Itoa(style) + `" t="inlineStr"><is><t xml:space="preserve">`)
	b.WriteString(attr(text))
	b.WriteString(`</t></is></c>`)
}

// attr escapes text for XML. What looks like an escape of a workbook, _x000A_, is
// escaped as one, so that it is read as it was written.
func attr(s string) string {
	if strings.Contains(s, "_x") {
		s = escapeLike.ReplaceAllString(s, "_x005F_x${1}_")
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}
