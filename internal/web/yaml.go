package web

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
)

// YAML writes a voice as an entry of a consultation, without what came of it. Its texts
// stand in quotes, in which nothing of them can mean something else.
func (v *Voice) YAML() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Left on the page on %s, for %s: put it under its voices, and say what came of it.\n", gate.Day(v.At), visible(v.File))
	fmt.Fprintf(&b, "- as: %s\n  consent: %s\n", quotedYAML(v.As), quotedYAML(v.Consent))
	if v.Name != "" {
		fmt.Fprintf(&b, "  name: %s\n", quotedYAML(v.Name))
	}
	fmt.Fprintf(&b, "  said: %s\n", quotedYAML(v.Said))
	return b.String()
}

// rubricYAML writes a rubric as a file. Every text stands in quotes, in which nothing of
// it can mean something else.
func rubricYAML(r *seedbed.Rubric) string {
	var b strings.Builder
	b.WriteString("task: " + quotedYAML(r.Task) + "\ncriteria:\n")
	for i := range r.Criteria {
		c := &r.Criteria[i]
		b.WriteString("  " + quotedYAML(c.Name) + ":\n    ask: " + quotedYAML(c.Question) + "\n")
		switch c.Kind {
		case seedbed.Scale:
			b.WriteString("    scale: " + strconv.Itoa(c.Min) + "-" + strconv.Itoa(c.Max) + "\n")
		case seedbed.YesNo:
			b.WriteString("    yes_no: true\n")
		case seedbed.Ranking:
			b.WriteString("    ranking: true\n")
		case seedbed.Choice:
			all := make([]string, len(c.Choices))
			for j := range c.Choices {
				all[j] = quotedYAML(c.Choices[j])
			}
			b.WriteString("    choice: [" + strings.Join(all, ", ") + "]\n")
		}
		if len(c.Anchors) > 0 {
			b.WriteString("    anchors:\n")
		}
		for _, a := range c.Anchors {
			b.WriteString("      " + quotedYAML(a.Value) + ": " + quotedYAML(a.Words) + "\n")
		}
		if len(c.Examples) > 0 {
			b.WriteString("    examples:\n")
		}
		for _, e := range c.Examples {
			b.WriteString("      - text: " + quotedYAML(e.Text) + "\n        value: " + quotedYAML(e.Value) + "\n")
			if e.Because != "" {
				b.WriteString("        because: " + quotedYAML(e.Because) + "\n")
			}
		}
	}
	return b.String()
}

// quotedYAML writes a text as JSON does, which YAML reads, but for characters that YAML
// takes in no file: these stand as their numbers.
func quotedYAML(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""` // no string cannot be written
	}
	var out strings.Builder
	for _, r := range strings.TrimSpace(b.String()) {
		if r >= 0x7f && r < 0xa0 || r == 0xfeff || r == 0xfffe || r == 0xffff {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}
