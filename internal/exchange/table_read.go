package exchange

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"seedbed.dev/seedbed"
)

// cellKind is what a spreadsheet took a cell for.
type cellKind uint8

const (
	textCell cellKind = iota
	dateCell
	errorCell
)

// cell is one cell of a table, as text.
type cell struct {
	text string
	kind cellKind
}

// headWithin is how many rows may stand above the header.
const headWithin = 20

// tableReader reads the rows of a worksheet, in any order of rows and columns, with
// others added.
type tableReader struct {
	*reading
	through string
	at      time.Time // when the file says that it was last changed

	head    bool // was found
	tried   int
	row     int            // columns by their number, −1: there is none
	answers map[string]int // by criterion
	skip    int
	flags   int
	notes   int
	sheet   int
	when    int
	names   map[string]int // columns by what their header says, as it stands
	rows    int
}

func newTable(r *reading, through string) *tableReader {
	return &tableReader{reading: r, through: through, row: -1, skip: -1, flags: -1, notes: -1, sheet: -1, when: -1}
}

// line takes one row: its line in the file, its number in the table, and its cells. It
// returns false where no more are read.
func (t *tableReader) line(line, number int, cells []cell) bool {
	if !t.head {
		if t.tried++; t.tried <= headWithin {
			t.header(line, cells)
		}
		return t.head || t.tried < headWithin
	}
	if t.rows++; t.rows > mostRows {
		t.problem(t.pos(line, 0), "split the file", "there are more than %d rows; those from here on are not read", mostRows)
		return false
	}
	t.answer(line, number, cells)
	return true
}

// header looks whether cells are the header.
func (t *tableReader) header(line int, cells []cell) {
	named, names := map[string]int{}, map[string]int{}
	for i := range cells {
		exact := strings.TrimSpace(unneutral(cells[i].text))
		if _, twice := names[exact]; !twice {
			names[exact] = i
		}
		k := headKey(exact)
		if at, twice := named[k]; twice && (k == colRow || strings.HasPrefix(k, colAnswer)) {
			t.problem(t.pos(line, i+1), "rename one of the two", "columns %s and %s are both called %s; the first is read", columnName(at), columnName(i), quote(k))
			continue
		} else if !twice {
			named[k] = i
		}
	}
	row, ok := named[colRow]
	if !ok {
		return
	}
	t.answers = map[string]int{}
	for _, rubric := range t.want.Rubrics {
		for i := range rubric.Criteria {
			name := rubric.Criteria[i].Name
			if at, ok := named[colAnswer+strings.ToLower(name)]; ok {
				t.answers[name] = at
			} else if at, ok := named[strings.ToLower(name)]; ok {
				t.answers[name] = at
			}
		}
	}
	if len(t.answers) == 0 {
		return
	}
	other := func(key string) int {
		if at, ok := named[key]; ok {
			return at
		}
		return -1
	}
	t.head, t.row, t.names = true, row, names
	t.skip, t.flags, t.notes, t.sheet, t.when = other(colSkip), other(colFlags), other(colNote), other(colSheet), other(colAt)
}

// done says what is wrong with a table as a whole.
func (t *tableReader) done() error {
	if t.head {
		return nil
	}
	return &seedbed.Error{
		Code:    seedbed.CodeInvalid,
		Message: t.file + ": this is no worksheet: among its first " + strconv.Itoa(headWithin) + " rows none has a column \"row\" and one \"answer: …\" of a criterion of this rubric",
		Fix:     "write a worksheet and fill that in",
	}
}

// answer reads one row.
func (t *tableReader) answer(line, number int, cells []cell) {
	get := func(col int) cell {
		if col < 0 || col >= len(cells) {
			return cell{}
		}
		return cell{strings.TrimSpace(cells[col].text), cells[col].kind}
	}
	g := given{
		place: t.pos(line, t.row+1), through: t.through, values: make(map[string]entry, len(t.answers)),
		skip: unneutral(get(t.skip).text), note: unneutral(get(t.notes).text), flags: flagsOf(unneutral(get(t.flags).text)),
	}
	filled := g.skip != ""
	for name, col := range t.answers {
		c := get(col)
		e := entry{text: unneutral(c.text), place: t.pos(line, col+1), cell: "cell " + columnName(col) + strconv.Itoa(number), hint: hintOf(c)}
		g.values[name] = e
		filled = filled || e.text != ""
	}
	token := get(t.row).text
	if token == "" {
		if filled {
			t.problem(g.place, "leave the column \"row\" as it was written", "row %d has answers, and nothing says which row they are of", number)
		}
		return
	}
	var ok bool
	if g.row, ok = t.reading.row(g.place, token); !ok {
		return
	}
	if g.person, g.revision, ok = t.whose(g.place, get(t.sheet).text, filled); !ok {
		return
	}
	if filled && !t.belongs(g.row, cells) {
		t.problem(g.place, "sort whole rows, and leave their texts", "row %d holds another text than row %s has; was one column sorted by itself?", number, g.row.id.Short())
		return
	}
	g.at = t.at
	if c := get(t.when); c.text != "" {
		if g.at, ok = readTime(c.text); !ok {
			t.warn(t.pos(line, t.when+1), "write it as 2026-03-10 14:30", "%s is no time; when the file was changed is taken", quote(c.text))
			g.at = t.at
		}
	}
	t.take(g)
}

// whose reads who answered, and which revision of the rubric.
func (t *tableReader) whose(p seedbed.Position, mark string, filled bool) (person, revision string, ok bool) {
	if mark = unneutral(mark); mark != "" {
		inspection, by, rev, ok := readMark(mark)
		switch {
		case !ok:
			t.problem(p, "leave the column \"sheet\" as it was written", "%s does not say whose answer this is", quote(mark))
			return "", "", false
		case t.want.Inspection != "" && inspection != t.want.Inspection:
			t.once("inspection "+inspection, p, "give it back there", "this is of the inspection %s, not of %s", quote(inspection), t.want.Inspection)
			return "", "", false
		case by != "" && t.want.Person != "" && by != t.want.Person:
			t.once("person "+by, p, "have who answered hand it in", "this worksheet is %s's, not %s's", quote(by), t.want.Person)
			return "", "", false
		}
		person, revision = by, rev
	}
	if person == "" {
		person = t.want.Person
	}
	if person == "" && filled {
		t.once("nobody", p, "say who answered", "nothing says whose answers these are")
		return "", "", false
	}
	return person, revision, true
}

// belongs reports whether the texts that a row was written with still stand beside it:
// all long ones where they are known, and otherwise the one that its name has a check of.
func (t *tableReader) belongs(row rowName, cells []cell) bool {
	if t.want.Fields != nil {
		if fields, ok := t.want.Fields(row.id); ok {
			return t.stand(row.id, fields, cells)
		}
	}
	if row.check == "" {
		return true
	}
	for i := range cells {
		if i != t.row && len(cells[i].text) >= enoughLetters && checkOf(row.id, unneutral(cells[i].text)) == row.check {
			return true
		}
	}
	return false
}

// stand compares the long texts of a row with those in their columns. A column that is
// gone or was renamed says nothing.
func (t *tableReader) stand(row seedbed.ID, fields seedbed.Fields, cells []cell) bool {
	for _, f := range fields {
		col, ok := t.names[f.Name]
		if !ok {
			col, ok = t.names[colText+f.Name]
		}
		if check := checkOf(row, fit(fields.Text(f.Name))); ok && check != "" {
			if col >= len(cells) || checkOf(row, cells[col].text) != check {
				return false
			}
		}
	}
	return true
}

// flagsOf reads flags, which are divided by commas or semicolons.
func flagsOf(s string) []string {
	var out []string
	for _, f := range strings.FieldsFunc(clip(s, 2*mostFlags*mostFlag), func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

var dateLike = regexp.MustCompile(`^(\d{1,4}[./-]){2}\d{1,4}$|^\d{1,2}[.-] ?\p{L}{3,4}\.?([ -]\d{2,4})?$|^\p{L}{3,4}-\d{2}$`)

// hintOf says what a spreadsheet did to a cell.
func hintOf(c cell) string {
	switch {
	case c.kind == errorCell || strings.HasPrefix(c.text, "#") && strings.ContainsAny(c.text, "!?/"):
		return "the spreadsheet has an error there"
	case c.kind == dateCell || dateLike.MatchString(c.text):
		return "the spreadsheet made a date of it; set the cell to text"
	}
	return ""
}

// readTime reads the ways in which times are written.
func readTime(s string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02"} {
		if at, err := time.Parse(form, s); err == nil && at.Year() > 1970 && at.Year() < 2200 {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// columnName is how spreadsheets call a column that is numbered from 0: A, Z, AA.
func columnName(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}
