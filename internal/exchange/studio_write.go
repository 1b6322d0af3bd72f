package exchange

import (
	"bufio"
	"io"
	"regexp"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// WriteLabelStudio writes a sheet for Label Studio: the tasks as JSON, and the labelling
// configuration as XML. Tasks hold no predictions and nobody's annotations. Fields are
// called f1, f2 ... there, since its names of variables are narrower than ours.
func WriteLabelStudio(tasks, config io.Writer, s *Sheet) error {
	if err := s.Check(); err != nil {
		return err
	}
	if err := s.studioTasks(tasks); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing tasks for Label Studio: %w", err)
	}
	if _, err := io.WriteString(config, s.studioConfig()); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing the configuration for Label Studio: %w", err)
	}
	return nil
}

func (s *Sheet) studioTasks(w io.Writer) error {
	out := bufio.NewWriter(w)
	names := s.names()
	var b []byte
	for i := range s.Tasks {
		t := &s.Tasks[i]
		b = append(b[:0], ",\n"...)
		if i == 0 {
			b = append(b[:0], "[\n"...)
		}
		data := seedbed.Fields{{Name: "row", Value: t.token(nil)}, {Name: "sheet", Value: s.mark()}}
		for j, name := range names {
			data = append(data, seedbed.Field{Name: "f" + strconv.Itoa(j+1), Value: toolText(t.Fields.Text(name))})
		}
		called := map[string]any{}
		for j, name := range names {
			called["f"+strconv.Itoa(j+1)] = name
		}
		b = append(b, `{"data":`...)
		b = append(data, seedbed.Field{Name: "fields", Value: called}).AppendJSON(b)
		b = append(b, '}')
		if _, err := out.Write(b); err != nil {
			return err
		}
	}
	if len(s.Tasks) == 0 {
		out.WriteByte('[')
	}
	out.WriteString("\n]\n")
	return out.Flush()
}

// variable is what Label Studio would take for the name of a variable.
var variable = regexp.MustCompile(`\$(\w)`)

// words of ours stand in attributes, where a $ begins a variable: another sign that looks
// like it does not.
func studioWords(s string) string {
	return attr(variable.ReplaceAllString(fit(s), "＄$1"))
}

// studioConfig is the page that people answer on.
func (s *Sheet) studioConfig() string {
	var b strings.Builder
	b.WriteString("<View>\n")
	for _, line := range s.guide() {
		b.WriteString(`  <Header size="5" value="` + studioWords(line) + "\"/>\n")
	}
	names := s.names()
	for i, name := range names {
		f := "f" + strconv.Itoa(i+1)
		if len(s.Marks) > 0 {
			b.WriteString(`  <Labels name="marks_` + f + `" toName="` + f + "\">\n")
			for _, m := range s.Marks {
				b.WriteString(`    <Label value="` + studioWords(m) + "\"/>\n")
			}
			b.WriteString("  </Labels>\n")
		}
		b.WriteString(`  <Header size="4" value="` + studioWords(name) + "\"/>\n")
		b.WriteString(`  <Text name="` + f + `" value="$` + f + "\" valueType=\"text\" granularity=\"symbol\"/>\n")
	}
	if len(names) == 0 {
		b.WriteString("  <Text name=\"f1\" value=\"$row\" valueType=\"text\"/>\n")
	}
	for i := range s.Rubric.Criteria {
		s.studioCriterion(&b, &s.Rubric.Criteria[i])
	}
	b.WriteString("  <Header size=\"4\" value=\"note\"/>\n  <TextArea name=\"note\" toName=\"f1\" maxSubmissions=\"1\" editable=\"true\" required=\"false\"/>\n</View>\n")
	return b.String()
}

func (s *Sheet) studioCriterion(b *strings.Builder, c *seedbed.Criterion) {
	b.WriteString(`  <Header size="4" value="` + studioWords(c.Name+": "+c.Question) + "\"/>\n")
	name := `name="` + attr(colKey+c.Name) + `" toName="f1" required="true"`
	values := allowed(c, 1000)
	if len(values) == 0 {
		b.WriteString("  <Number " + name + ` min="` + strconv.Itoa(c.Min) + `" max="` + strconv.Itoa(c.Max) + "\" step=\"1\"/>\n")
		return
	}
	b.WriteString("  <Choices " + name + " choice=\"single\" showInLine=\"true\">\n")
	for _, v := range values {
		b.WriteString(`    <Choice value="` + studioWords(v) + `"`)
		if w := words(c, v); w != "" {
			b.WriteString(` hint="` + studioWords(w) + `"`)
		}
		b.WriteString("/>\n")
	}
	b.WriteString("  </Choices>\n")
}

// colKey begins the names of questions in other tools.
const colKey = "answer_"
