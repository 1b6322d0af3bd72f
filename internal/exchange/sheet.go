package exchange

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"

	"seedbed.dev/seedbed"
)

// Sheet is what somebody is to answer elsewhere.
type Sheet struct {
	Inspection string
	Person     string // the id of who answers; "" where the other tool says who did
	Raters     int    // how many are to answer each row; read by Argilla alone
	Rubric     *seedbed.Rubric
	Marks      []string // categories of spans to mark, in tools that can; none: nothing is marked
	Notice     []string // categories of what may hurt those who read the rows: said before the first
	Tasks      []Task
}

// Task is one row of a Sheet.
type Task struct {
	Row    seedbed.ID
	Again  bool           // it is asked a second time
	Fields seedbed.Fields // those that people see, and no others
}

// Check reports what keeps a sheet from being written.
func (s *Sheet) Check() error {
	if s.Rubric == nil || len(s.Rubric.Criteria) == 0 {
		return seedbed.Errorf(seedbed.CodeInternal, "writing a worksheet: there is no rubric")
	}
	for i := range s.Rubric.Criteria {
		if c := &s.Rubric.Criteria[i]; c.Kind == seedbed.Ranking {
			return &seedbed.Error{
				Code:    seedbed.CodeInvalid,
				Message: "criterion " + c.Name + " asks for a ranking, which no worksheet can take",
				Fix:     "have its rows rated on the page",
			}
		}
	}
	if strings.ContainsAny(s.Inspection+s.Person+s.Rubric.Revision, "/ \n") {
		return seedbed.Errorf(seedbed.CodeInvalid, "writing a worksheet: names of inspections and people have neither spaces nor slashes: %q, %q", s.Inspection, s.Person)
	}
	return nil
}

// names returns the fields that any task shows, in the order in which they come.
func (s *Sheet) names() []string {
	var out []string
	seen := map[string]bool{}
	for i := range s.Tasks {
		for _, f := range s.Tasks[i].Fields {
			if !seen[f.Name] {
				seen[f.Name] = true
				out = append(out, f.Name)
			}
		}
	}
	return out
}

// mark names inspection, person and rubric in every row, so that a row that was copied
// elsewhere still says whose answer it is and to which revision.
func (s *Sheet) mark() string {
	return s.Inspection + "/" + s.Person + "/" + s.Rubric.Revision
}

// readMark is the reverse of mark.
func readMark(m string) (inspection, person, revision string, ok bool) {
	parts := strings.Split(strings.TrimSpace(m), "/")
	if len(parts) != 3 {
		return "", "", "", false
	}
	return parts[0], parts[1], parts[2], true
}

// token is how a row is named in files: "r" and its digits, which no spreadsheet takes
// for a number; "-2" where it is asked again; "-" and a check of the text beside it.
func (t *Task) token(shown []string) string {
	s := "r" + t.Row.String()
	if t.Again {
		s += "-2"
	}
	for _, text := range shown {
		if c := checkOf(t.Row, text); c != "" {
			return s + "-" + c
		}
	}
	return s
}

// enoughLetters is how many letters a text has to have to be told from others, and to be
// safe from a spreadsheet that takes it for a date or a number and writes it otherwise.
const enoughLetters = 20

// checkOf ties a row to a text: eight hexadecimal digits of the FNV-1a of the row's id
// and the text's letters in lower case. "" for a text of less than twenty letters. Only
// letters count, since spreadsheets change spaces, quotes, figures and line ends.
func checkOf(row seedbed.ID, text string) string {
	h := fnv.New32a()
	h.Write(row[:])
	n := 0
	var b [4]byte
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		n++
		h.Write(append(b[:0], string(unicode.ToLower(r))...))
	}
	if n < enoughLetters {
		return ""
	}
	s := strconv.FormatUint(uint64(h.Sum32()), 16)
	return strings.Repeat("0", 8-len(s)) + s
}

// allowed are the answers that a criterion takes, as anchors name them; none for a scale
// of more than most.
func allowed(c *seedbed.Criterion, most int) []string {
	switch c.Kind {
	case seedbed.YesNo:
		return []string{"yes", "no"}
	case seedbed.Choice:
		return c.Choices
	case seedbed.Scale:
		if c.Max-c.Min < 0 || c.Max-c.Min >= most {
			return nil
		}
		out := make([]string, 0, c.Max-c.Min+1)
		for n := c.Min; n <= c.Max; n++ {
			out = append(out, strconv.Itoa(n))
		}
		return out
	}
	return nil
}

// may says what a criterion takes, in words: "1 to 7", "yes or no", "a, b or c".
func may(c *seedbed.Criterion) string {
	switch c.Kind {
	case seedbed.Scale:
		return strconv.Itoa(c.Min) + " to " + strconv.Itoa(c.Max)
	case seedbed.YesNo:
		return "yes or no"
	}
	if n := len(c.Choices); n > 1 {
		return strings.Join(c.Choices[:n-1], ", ") + " or " + c.Choices[n-1]
	}
	return strings.Join(c.Choices, "")
}

// words returns what a value of a criterion means, "" where nobody says.
func words(c *seedbed.Criterion, value string) string {
	for _, a := range c.Anchors {
		if a.Value == value {
			return a.Words
		}
	}
	return ""
}
