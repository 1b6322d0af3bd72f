package exchange

import (
	"strings"
	"unicode/utf16"

	"seedbed.dev/seedbed"
)

// A worksheet as a table has a column for the row's name, one for each field that is
// shown, one for each criterion, and those below.
const (
	colRow    = "row"
	colSkip   = "skip"
	colFlags  = "flags"
	colNote   = "note"
	colSheet  = "sheet"
	colAt     = "answered at" // is read where somebody added it
	colGuide  = "how to answer"
	colAnswer = "answer: " // and the criterion's name
	colText   = "text: "   // and the name of a field that is called like another column
)

// mostCell is how many UTF-16 code units a cell of a spreadsheet holds.
const mostCell = 32_767

// columnKind is what stands in a column of a worksheet that is written.
type columnKind int

const (
	rowColumn columnKind = iota
	fieldColumn
	answerColumn
	freeColumn // skip, flags, note
	guideColumn
	sheetColumn
)

type column struct {
	kind      columnKind
	head      string
	field     string             // fieldColumn
	criterion *seedbed.Criterion // answerColumn
}

// columns are those of a sheet, in order.
func (s *Sheet) columns(guide bool) []column {
	cols := []column{{kind: rowColumn, head: colRow + " (do not change)"}}
	for _, name := range s.names() {
		head := name
		if k := headKey(name); strings.HasPrefix(k, colAnswer) || strings.HasPrefix(k, colText) || fixedColumn(k) || k == "" || begins(name) {
			head = colText + name
		}
		cols = append(cols, column{kind: fieldColumn, head: head, field: name})
	}
	for i := range s.Rubric.Criteria {
		c := &s.Rubric.Criteria[i]
		cols = append(cols, column{kind: answerColumn, head: colAnswer + c.Name + " (" + may(c) + ")", criterion: c})
	}
	cols = append(cols,
		column{kind: freeColumn, head: colSkip + " (why you cannot answer, if so)"},
		column{kind: freeColumn, head: colFlags},
		column{kind: freeColumn, head: colNote})
	if guide {
		cols = append(cols, column{kind: guideColumn, head: colGuide})
	}
	return append(cols, column{kind: sheetColumn, head: colSheet + " (do not change)"})
}

func fixedColumn(key string) bool {
	switch key {
	case colRow, colSkip, colFlags, colNote, colSheet, colAt, colGuide:
		return true
	}
	return false
}

// headKey is a header without what is said in brackets, in lower case.
func headKey(s string) string {
	s = strings.ToLower(plainly(s))
	if at := strings.Index(s, " ("); at > 0 {
		s = s[:at]
	}
	return s
}

// cellsOf fills one row of a table. Texts are as they are: whoever writes them makes
// them harmless.
func (s *Sheet) cellsOf(cols []column, i int, out []string) []string {
	t := &s.Tasks[i]
	out = append(out[:0], make([]string, len(cols))...)
	var shown []string
	for j := range cols {
		switch cols[j].kind {
		case fieldColumn:
			out[j] = fit(t.Fields.Text(cols[j].field))
			shown = append(shown, out[j])
		case guideColumn:
			if i == 0 {
				out[j] = fit(strings.Join(s.guide(), "\n"))
			}
		case sheetColumn:
			out[j] = s.mark()
		}
	}
	out[0] = t.token(shown)
	return out
}

// fit makes a text fit for a cell: valid, without control characters, and cut, which it
// says, where no cell holds it.
func fit(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\ufffd"))
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfffe || r == 0xffff {
			return '\ufffd'
		}
		return r
	}, s)
	if len(s) <= mostCell {
		return s
	}
	const cut = " … (cut here: no cell holds more; the page shows all of it)"
	end, units := 0, 0
	for i, r := range s {
		if units <= mostCell-100 {
			end = i
		}
		units += utf16.RuneLen(r)
	}
	if units <= mostCell {
		return s
	}
	return s[:end] + cut
}

// guide says how to answer: the task, what every value means, and what may hurt.
func (s *Sheet) guide() []string {
	var out []string
	if len(s.Notice) > 0 {
		out = append(out, "Before you begin: these rows may hold "+strings.Join(s.Notice, ", ")+". You may skip any row, and stop at any time.")
	}
	if s.Rubric.Task != "" {
		out = append(out, s.Rubric.Task)
	}
	for i := range s.Rubric.Criteria {
		c := &s.Rubric.Criteria[i]
		out = append(out, c.Name+" ("+may(c)+"): "+c.Question)
		for _, a := range c.Anchors {
			out = append(out, "  "+a.Value+" = "+a.Words)
		}
		for _, e := range c.Examples {
			line := "  example: " + e.Text + " → " + e.Value
			if e.Because != "" {
				line += ", because " + e.Because
			}
			out = append(out, line)
		}
	}
	return append(out, "Answer all questions of a row, or none. A row that you cannot answer: say why in the column \"skip\".")
}
