package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prompt"
	"seedbed.dev/seedbed/internal/recipe"
	"seedbed.dev/seedbed/internal/text"
)

// rubricReply is what a model is to say of a rubric.
type rubricReply struct {
	Task     string           `json:"task"`
	Criteria []criterionReply `json:"criteria"`
}

type criterionReply struct {
	Name     string        `json:"name"`
	Question string        `json:"question"`
	Answer   string        `json:"answer"` // scale, yes_no or choice
	From     int           `json:"from"`
	To       int           `json:"to"`
	Choices  []string      `json:"choices"`
	Anchors  []anchorReply `json:"anchors"`
}

type anchorReply struct {
	Value string `json:"value"`
	Means string `json:"means"`
}

const rubricAsks = `You draft an annotation guideline: a rubric by which people and models will judge one text at a time, for a purpose that you are told.

Say in "task" what is judged, as to somebody who sees it for the first time. Then two to five criteria, each of which asks for one thing only, in a question that two careful people would answer alike:
- "name": small letters, digits and _ alone
- "question": the question
- "answer": "scale" for whole numbers, "yes_no", or "choice"
- "from" and "to": the ends of a scale, such as 1 and 7; else 0
- "choices": what may be answered to a choice; else empty
- "anchors": what values mean. Of a scale both ends at least. Of yes_no, the values are yes and no

Prefer what can be seen in the text itself to what has to be guessed. The criteria do not overlap.`

const rubricSchema = `{"type":"object","additionalProperties":false,"required":["task","criteria"],"properties":{` +
	`"task":{"type":"string"},"criteria":{"type":"array","minItems":1,"maxItems":8,"items":{"type":"object","additionalProperties":false,` +
	`"required":["name","question","answer","from","to","choices","anchors"],"properties":{"name":{"type":"string"},"question":{"type":"string"},` +
	`"answer":{"type":"string","enum":["scale","yes_no","choice"]},"from":{"type":"integer"},"to":{"type":"integer"},` +
	`"choices":{"type":"array","items":{"type":"string"}},"anchors":{"type":"array","items":{"type":"object","additionalProperties":false,` +
	`"required":["value","means"],"properties":{"value":{"type":"string"},"means":{"type":"string"}}}}}}}}}`

func rubricDraft() draftKind {
	return draftKind{
		name: "rubric", asks: rubricAsks, schema: rubricSchema, render: renderRubric,
		check: func(path, text string, _ []string) seedbed.Problems {
			_, problems := recipe.ParseRubric(path, []byte(text))
			return problems
		},
		sign: func(text, by string) string { return "drafted_by: " + yamlText(by) + "\n" + text },
	}
}

// renderRubric writes a rubric file of a reply.
func renderRubric(reply string) (string, error) {
	var r rubricReply
	if err := strictly(reply, &r); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "task: %s\ncriteria:\n", yamlText(r.Task))
	for _, c := range r.Criteria {
		fmt.Fprintf(&b, "  %s:\n    ask: %s\n", yamlText(c.Name), yamlText(c.Question))
		switch c.Answer {
		case "scale":
			fmt.Fprintf(&b, "    scale: %d-%d\n", c.From, c.To)
		case "yes_no":
			b.WriteString("    yes_no: true\n")
		case "choice":
			b.WriteString("    choice:\n")
			for _, choice := range c.Choices {
				fmt.Fprintf(&b, "      - %s\n", yamlText(choice))
			}
		default:
			return "", fmt.Errorf("criterion %.60q is answered by %.60q, which is no scale, yes_no or choice", c.Name, c.Answer)
		}
		if len(c.Anchors) > 0 {
			b.WriteString("    anchors:\n")
			for _, at := range c.Anchors {
				fmt.Fprintf(&b, "      %s: %s\n", yamlText(at.Value), yamlText(at.Means))
			}
		}
	}
	return b.String(), nil
}

// promptReply is what a model is to say of a prompt.
type promptReply struct {
	System string `json:"system"`
	User   string `json:"user"`
}

const promptAsks = `You draft a prompt: what another model will be told, once for each row of a dataset, for a purpose that you are told.

"system" says what the model is and how it is to answer: length, tone, language, what must not be in the answer, and that the answer is all that it writes. "user" is what it is asked about one row. Where a field of the row belongs, write its name in double braces, such as {{ question }}; use no other braces and no field that is not named to you. Give no examples of answers: they would be copied.`

const promptSchema = `{"type":"object","additionalProperties":false,"required":["system","user"],"properties":{"system":{"type":"string"},"user":{"type":"string"}}}`

// What a drafted prompt may hold of a template, and what else would be one.
var (
	plainField = regexp.MustCompile(`\{\{ *[A-Za-z_][A-Za-z0-9_]* *\}\}`)
	templated  = regexp.MustCompile(`\{[{%#]`)
)

func promptDraft() draftKind {
	return draftKind{
		name: "prompt", asks: promptAsks, schema: promptSchema, mustUse: true,
		render: func(reply string) (string, error) {
			var r promptReply
			if err := strictly(reply, &r); err != nil {
				return "", err
			}
			if strings.TrimSpace(r.System) == "" || strings.TrimSpace(r.User) == "" {
				return "", errors.New("one of its two messages is empty")
			}
			for _, s := range []string{r.System, r.User} {
				if rest := plainField.ReplaceAllString(s, ""); templated.MatchString(rest) || strings.Contains("\n"+s, "\n## ") {
					return "", errors.New("its messages hold more than text and fields in double braces")
				}
			}
			return fmt.Sprintf("## system\n\n%s\n\n## user\n\n%s\n", strings.TrimSpace(r.System), strings.TrimSpace(r.User)), nil
		},
		check: checkPromptDraft,
		sign:  func(text, by string) string { return "---\ndrafted_by: " + yamlText(by) + "\n---\n" + text },
	}
}

// checkPromptDraft reads a prompt as a stage will, and wants at least one field in it.
func checkPromptDraft(path, text string, fields []string) seedbed.Problems {
	f, problems := prompt.Parse(path, []byte(text))
	if f == nil || len(problems) > 0 {
		return problems
	}
	if problems := f.Check(fields, "the rows", false); len(problems) > 0 {
		return problems
	}
	for _, v := range f.Variables() {
		if slices.Contains(fields, v.Name) {
			return nil
		}
	}
	return seedbed.Problems{{Pos: seedbed.Position{File: path}, Message: "the prompt uses no field, and would ask the same of every row"}}
}

// maxDraft bounds a reply that is read as a draft, in bytes.
const maxDraft = 256 << 10

// strictly reads one JSON object with all its keys known and nothing behind it.
func strictly(reply string, into any) error {
	if len(reply) > maxDraft {
		return fmt.Errorf("its reply is longer than %d bytes", maxDraft)
	}
	dec := json.NewDecoder(bytes.NewReader([]byte(reply)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("its reply is not the JSON that was asked for: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("its reply goes on after the JSON that was asked for")
	}
	return nil
}

// yamlText writes a text on one line of YAML, quoted, with what moves a cursor escaped.
func yamlText(s string) string {
	return string(seedbed.AppendString(nil, text.Harmless(strings.Join(strings.Fields(s), " "), 2000)))
}

// harmlessLine is a text on one line, cut where it is long.
func harmlessLine(s string) string {
	return text.Harmless(strings.Join(strings.Fields(s), " "), 300)
}

// writeNew writes a file that is not there yet, in a folder that may not be there
// either.
func writeNew(path, content string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}
