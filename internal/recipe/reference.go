package recipe

import (
	"bytes"
	"fmt"
	"strings"

	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
)

// Reference returns the reference of everything that recipes, prompts and
// rubrics may say, as Markdown, from the structs that decode them.
func Reference(kinds []*plan.Kind) []byte {
	var b bytes.Buffer
	b.WriteString("# Reference\n\nGenerated from the program; do not edit. " +
		"Keys are dotted: `models.<name>.url` is the key `url` of a model that you name.\n" +
		"`seedbed check` finds what is wrong, with line and column, before anything is run.\n\n")
	b.WriteString("## Recipes: seedbed.yaml\n\nOnly what is needed has to be written. A model may be its name alone, a source its file, a budget its US dollars; " +
		"one text may stand for a list of it. Every value can be overridden: `--set models.writer.url=http://127.0.0.1:8080/v1`.\n\n")
	writeTable(&b, config.Reference(file{}))
	fmt.Fprintf(&b, "\n## Stages\n\nA stage is written `name: {kind: {...}}`. Every kind takes these keys:\n\n")
	writeTable(&b, config.Reference(stageHead{}))
	for _, k := range kinds {
		fmt.Fprintf(&b, "\n### %s\n\n%s%s\n\n", k.Name, k.Doc, traits(k))
		writeTable(&b, config.Reference(k.Config()))
	}
	b.WriteString("\n## Prompts: Markdown with front matter\n\nThe front matter stands between two lines `---` at the top of the file; what follows are the messages, as Jinja templates.\n\n")
	writeTable(&b, config.Reference(prompt.Head{}))
	b.WriteString("\n## Rubrics\n\nA criterion is answered on a scale, with yes or no, or by a choice: one of the three.\n\n")
	writeTable(&b, config.Reference(rubricFile{}))
	return b.Bytes()
}

// traits says what follows from the flags of a kind.
func traits(k *plan.Kind) string {
	var out []string
	if k.Marks {
		out = append(out, "It marks the records that come to it, and makes no new ones.")
	}
	if k.Ordered {
		out = append(out, "It sees records one at a time, in plan order.")
	}
	if k.Free {
		out = append(out, "It calls no model.")
	}
	if len(out) == 0 {
		return ""
	}
	return " " + strings.Join(out, " ")
}

// paramDocs says what the settings of a call are, for stages that have their
// own: the type itself, of the root package, has no tags.
func paramDocs() map[string]string {
	out := map[string]string{}
	for _, e := range config.Reference(modelEntry{}) {
		out["params."+e.Key] = e.Doc
	}
	return out
}

func writeTable(b *bytes.Buffer, entries []config.Entry) {
	b.WriteString("| key | type | default | what |\n|---|---|---|---|\n")
	params := paramDocs()
	for i := range entries {
		e := &entries[i]
		what := e.Doc
		if what == "" {
			what = params[e.Key]
		}
		if len(e.Enum) > 0 {
			what += ": `" + strings.Join(e.Enum, "`, `") + "`"
		}
		if e.Example != "" {
			what += ". Example: `" + e.Example + "`"
		}
		def := ""
		switch {
		case e.Required:
			def = "required"
		case e.Default != "":
			def = "`" + e.Default + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", e.Key, e.Type, cell(def), cell(what))
	}
}

// cell keeps a text within its cell of a table.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(s)
}
