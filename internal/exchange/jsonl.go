package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"time"

	"seedbed.dev/seedbed"
)

// sheetLine is the first line of a worksheet as JSON lines.
type sheetLine struct {
	Sheet     string          `json:"sheet"` // as Sheet.mark gives it
	Task      string          `json:"task,omitempty"`
	Notice    []string        `json:"notice,omitempty"`
	Criteria  []criterionLine `json:"criteria,omitempty"`
	HowTo     string          `json:"how_to_answer,omitempty"`
	Questions int             `json:"rows"`
}

type criterionLine struct {
	Name     string            `json:"name"`
	Question string            `json:"question"`
	Answers  []string          `json:"answers,omitempty"` // all that may be answered; none for a long scale
	Least    *int              `json:"min,omitempty"`
	Most     *int              `json:"max,omitempty"`
	Means    map[string]string `json:"means,omitempty"`
}

// taskLine is one row of a worksheet as JSON lines.
type taskLine struct {
	Row     string                     `json:"row"`
	Fields  seedbed.Fields             `json:"fields,omitempty"`
	Answers map[string]json.RawMessage `json:"answers"`
	Skip    string                     `json:"skip"`
	Flags   []string                   `json:"flags"`
	Note    string                     `json:"note"`
	At      string                     `json:"at,omitempty"`    // RFC 3339
	Sheet   string                     `json:"sheet,omitempty"` // where the first line is gone
}

// WriteJSONL writes a worksheet as JSON lines: first what is asked, then a line for each
// row with its fields and its answers, which are null.
func WriteJSONL(w io.Writer, s *Sheet) error {
	if err := s.Check(); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	head := sheetLine{
		Sheet: s.mark(), Task: s.Rubric.Task, Notice: s.Notice, Questions: len(s.Tasks),
		HowTo: `put answers in the place of null; leave a row as it is, or give "skip" a reason, where you cannot answer`,
	}
	blank := map[string]json.RawMessage{}
	for i := range s.Rubric.Criteria {
		c := &s.Rubric.Criteria[i]
		blank[c.Name] = json.RawMessage("null")
		line := criterionLine{Name: c.Name, Question: c.Question, Answers: allowed(c, 100)}
		if c.Kind == seedbed.Scale {
			line.Least, line.Most = &c.Min, &c.Max
		}
		for _, a := range c.Anchors {
			if line.Means == nil {
				line.Means = map[string]string{}
			}
			line.Means[a.Value] = a.Words
		}
		head.Criteria = append(head.Criteria, line)
	}
	err := enc.Encode(head)
	for i := 0; i < len(s.Tasks) && err == nil; i++ {
		t := &s.Tasks[i]
		err = enc.Encode(taskLine{Row: t.token(nil), Fields: t.Fields, Answers: blank, Flags: []string{}})
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing a worksheet: %w", err)
	}
	return nil
}

// ReadJSONL reads a worksheet that was written as JSON lines. Lines may come in any
// order; the first line may be missing where each of the others says whose it is.
func ReadJSONL(file string, data []byte, want Want) (*Read, error) {
	r, err := newReading(file, &want)
	if err != nil {
		return nil, err
	}
	text, _, err := decoded(data)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %w", file, err)
	}
	t := newTable(r, "worksheet")
	mark, rows := "", 0
	for n := 1; len(text) > 0; n++ {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		if text = rest; len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if rows++; rows > mostRows {
			r.problem(r.pos(n, 0), "split the file", "there are more than %d rows; those from here on are not read", mostRows)
			break
		}
		if len(line) > mostLine {
			r.problem(r.pos(n, 0), "have it rated on the page", "a row of more than %d MB is not read", mostLine>>20)
			continue
		}
		var l taskLine
		if err := json.Unmarshal(line, &l); err != nil {
			r.problem(r.pos(n, columnOf(err)), "give one JSON object a line", "this is no row of a worksheet: %s", plainError(err))
			continue
		}
		if l.Row == "" {
			if l.Sheet == "" || mark != "" {
				r.problem(r.pos(n, 0), "leave \"row\" as it was written", "nothing says which row this is")
			} else {
				mark = l.Sheet
			}
			continue
		}
		if l.Sheet == "" {
			l.Sheet = mark
		}
		t.object(r.pos(n, 0), &l)
	}
	return &r.Read, nil
}

// object takes one row of JSON lines.
func (t *tableReader) object(p seedbed.Position, l *taskLine) {
	g := given{place: p, through: t.through, skip: strings.TrimSpace(l.Skip), note: l.Note, flags: l.Flags, values: make(map[string]entry, len(l.Answers))}
	filled := g.skip != ""
	for name, raw := range l.Answers {
		text, ok := scalar(raw)
		if !ok {
			t.problem(p, "write one value", "the answer to %s is %s, no single value", quote(name), quote(string(raw)))
			return
		}
		g.values[name] = entry{text: text, place: p}
		filled = filled || text != ""
	}
	var ok bool
	if g.row, ok = t.reading.row(p, l.Row); !ok {
		return
	}
	if g.person, g.revision, ok = t.whose(p, l.Sheet, filled); !ok {
		return
	}
	if l.At != "" {
		if g.at, ok = readTime(l.At); !ok {
			t.warn(p, "write it as 2026-03-10T14:30:00Z", "%s is no time; when the file was changed is taken", quote(l.At))
			g.at = time.Time{}
		}
	}
	t.take(g)
}

// scalar reads a value of JSON as text. ok is false for lists and objects.
func scalar(raw json.RawMessage) (s string, ok bool) {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || bytes.Equal(raw, []byte("null")):
		return "", true
	case raw[0] == '"':
		return s, json.Unmarshal(raw, &s) == nil
	case raw[0] == '{' || raw[0] == '[':
		return "", false
	}
	return string(raw), true
}
