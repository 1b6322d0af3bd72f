package exchange

import (
	"crypto/sha256"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// Wide is a table with a row for each record and a column for each rater, as much data
// that people rated comes. Nobody's name but a column's is in it, and no time.
type Wide struct {
	// Raters are the columns that hold answers. One that ends in * stands for all that
	// begin so and end in a number: "label_*".
	Raters    []string
	Criterion string            // which they answer; "" where the rubric has one alone
	Means     map[string]string // what stands in the table → the answer: {"hateful": "yes"}; nil: as it stands
	// Row is the row that a line is of, from the line's other columns; nil: RowOf.
	Row func(line int, fields seedbed.Fields) (row seedbed.ID, ok bool)
}

// RowOf is the id of a row of a table: of its fields, and how many rows with the same
// fields came before it.
func RowOf(fields seedbed.Fields, before int) seedbed.ID {
	return seedbed.SeedID(seedbed.Fingerprint(sha256.Sum256([]byte("table"))), fields, before)
}

// wideReader reads the lines of a wide table.
type wideReader struct {
	*reading
	w      *Wide
	header []string
	raters []int // columns
	rater  map[int]bool
	before map[seedbed.ID]int
	rows   int
	bad    error
	each   func(row seedbed.ID, fields seedbed.Fields) error
}

// ReadWide reads a table that is CSV. Where each is not nil, it is given every row with
// the columns that are no raters', as text, in order; rows without any answer too. An
// error of it ends the reading. Answers come with their column's name for a person, or
// the id that Want.People has for it.
func ReadWide(file string, data []byte, w Wide, want Want, each func(row seedbed.ID, fields seedbed.Fields) error) (*Read, error) {
	r, err := newReading(file, &want)
	if err != nil {
		return nil, err
	}
	rubric := r.rubric("")
	if w.Criterion == "" && len(rubric.Criteria) == 1 {
		w.Criterion = rubric.Criteria[0].Name
	}
	if len(rubric.Criteria) != 1 || rubric.Criteria[0].Name != w.Criterion {
		return nil, &seedbed.Error{
			Code: seedbed.CodeInvalid, Message: "reading " + file + ": a table with a column for each rater answers one question, and the rubric has to have that one alone",
			Fix: "use a rubric with one criterion",
		}
	}
	t := &wideReader{reading: r, w: &w, before: map[seedbed.ID]int{}, each: each}
	if err := eachCSV(r, data, t.line); err != nil {
		return nil, err
	}
	if t.header == nil && t.bad == nil {
		t.bad = seedbed.Errorf(seedbed.CodeInvalid, "reading %s: there is no row in it", file)
	}
	return &r.Read, t.bad
}

func (t *wideReader) line(line, number int, cells []cell) bool {
	if t.header == nil {
		t.bad = t.heads(line, cells)
		return t.bad == nil
	}
	if t.rows++; t.rows > mostRows {
		t.problem(t.pos(line, 0), "split the file", "there are more than %d rows; those from here on are not read", mostRows)
		return false
	}
	t.bad = t.answers(line, number, cells)
	return t.bad == nil
}

// heads finds the columns of raters.
func (t *wideReader) heads(line int, cells []cell) error {
	t.header = make([]string, len(cells))
	for i := range cells {
		t.header[i] = strings.TrimSpace(cells[i].text)
	}
	for _, name := range t.w.Raters {
		n := len(t.raters)
		for i, h := range t.header {
			if isRater(name, h) {
				t.raters = append(t.raters, i)
			}
		}
		if len(t.raters) == n {
			return &seedbed.Error{
				Code:    seedbed.CodeInvalid,
				Message: t.pos(line, 0).String() + ": no column is called " + quote(name),
				Fix:     "name the raters' columns: there are " + quote(strings.Join(t.header, ", ")),
			}
		}
	}
	t.rater = make(map[int]bool, len(t.raters))
	for _, i := range t.raters {
		t.rater[i] = true
	}
	if len(t.raters) == 0 {
		return seedbed.Errorf(seedbed.CodeInvalid, "reading %s: no column is a rater's", t.file)
	}
	return nil
}

// isRater reports whether a header is name, or begins as "name*" does and ends in digits.
func isRater(name, header string) bool {
	begin, star := strings.CutSuffix(name, "*")
	if !star {
		return name == header
	}
	rest, ok := strings.CutPrefix(header, begin)
	return ok && rest != "" && strings.Trim(rest, "0123456789") == ""
}

// answers reads one row: an answer of each rater who gave one.
func (t *wideReader) answers(line, number int, cells []cell) error {
	fields := make(seedbed.Fields, 0, len(t.header))
	for i, name := range t.header {
		if _, twice := fields.Get(name); !t.rater[i] && name != "" && !twice {
			text := ""
			if i < len(cells) {
				text = strings.ToValidUTF8(cells[i].text, "\ufffd")
			}
			fields = append(fields, seedbed.Field{Name: name, Value: text})
		}
	}
	row, ok := t.rowOf(line, fields)
	if !ok {
		t.problem(t.pos(line, 0), "read it against the data that was rated", "row %d is none of this inspection", number)
		return nil
	}
	if t.each != nil {
		if err := t.each(row, fields); err != nil {
			return err
		}
	}
	n := len(t.Answers)
	for _, i := range t.raters {
		if i >= len(cells) || strings.TrimSpace(cells[i].text) == "" {
			continue
		}
		place := t.pos(line, i+1)
		text := strings.TrimSpace(cells[i].text)
		if means, ok := t.w.Means[text]; ok {
			text = means
		}
		if person, ok := t.person(place, t.header[i]); ok {
			t.take(given{
				place: place, row: rowName{id: row}, person: person, through: "table",
				values: map[string]entry{t.w.Criterion: {text: text, place: place, cell: "cell " + columnName(i) + strconv.Itoa(number)}},
			})
		}
	}
	if len(t.Answers) == n {
		t.Empty++
	}
	return nil
}

// rowOf finds the row of a line.
func (t *wideReader) rowOf(line int, fields seedbed.Fields) (seedbed.ID, bool) {
	var id seedbed.ID
	if t.w.Row != nil {
		found, ok := t.w.Row(line, fields)
		if !ok {
			return id, false
		}
		id = found
	} else {
		first := RowOf(fields, 0)
		n := t.before[first]
		t.before[first] = n + 1
		id = first
		if n > 0 {
			id = RowOf(fields, n)
		}
	}
	return id, t.known == nil || t.known[id]
}
