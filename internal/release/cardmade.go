package release

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
)

func revision(number int, digest string) string {
	short := digest[:min(12, len(digest))]
	if number == 0 {
		return "`" + slug(short) + "`"
	}
	return fmt.Sprintf("r%d (`%s`)", number, slug(short))
}

func (c *card) prompts() {
	for _, p := range promptsOf(c.in) {
		c.line("\n### Prompt %s, %s\n", inline(p.Path, cardLine), revision(p.Number, p.Digest))
		if len(p.Stages) > 0 {
			c.line("Used by %s.\n", inline(strings.Join(p.Stages, ", "), cardLine))
		}
		c.WriteString(block(p.Text, cardBlock))
		if len(p.Exemplars) == 0 {
			if !p.fromPlan {
				c.line("\nNo exemplars were shown.")
			}
			continue
		}
		c.line("\nExemplars that were shown:\n")
		for _, e := range p.Exemplars {
			seen := ""
			if e.Rows > 0 {
				seen = ", seen by " + prose.Plural(e.Rows, "released row", "released rows")
			}
			c.line("- **%s**%s: %s", inline(e.ID, cardLine), seen, inline(e.Text, cardNote))
		}
	}
}

// promptsOf returns the prompt revisions of the facts, and the plan's prompt
// files that the facts are silent about.
func promptsOf(in *Input) []Prompt {
	out := slices.Clone(in.Facts.Prompts)
	for _, f := range in.Plan.Files {
		known := slices.ContainsFunc(out, func(p Prompt) bool { return p.Path == f.Path })
		if f.Kind != "prompt" || known {
			continue
		}
		p := Prompt{Path: f.Path, Digest: f.Digest, Text: string(f.Text), fromPlan: true}
		for i := range in.Plan.Stages {
			if s := &in.Plan.Stages[i]; s.Needs.Prompt == f.Path {
				p.Stages = append(p.Stages, s.Name)
			}
		}
		out = append(out, p)
	}
	return out
}

// rubricsOf is promptsOf for rubrics.
func rubricsOf(in *Input) []Rubric {
	out := slices.Clone(in.Facts.Rubrics)
	for i := range in.Plan.Stages {
		s := &in.Plan.Stages[i]
		r := s.Needs.Rubric
		if r == nil {
			continue
		}
		at := slices.IndexFunc(out, func(k Rubric) bool { return k.Digest == r.Revision })
		if at < 0 {
			out = append(out, Rubric{Path: r.Name, Digest: r.Revision, Rubric: r})
			at = len(out) - 1
		}
		if !slices.Contains(out[at].Stages, s.Name) {
			out[at].Stages = append(slices.Clip(out[at].Stages), s.Name)
		}
	}
	return out
}

func (c *card) rubrics() {
	for _, r := range rubricsOf(c.in) {
		if r.Rubric == nil {
			continue
		}
		c.line("\n### Rubric %s, %s\n", inline(r.Path, cardLine), revision(r.Number, r.Digest))
		if len(r.Stages) > 0 {
			c.line("Used by %s.\n", inline(strings.Join(r.Stages, ", "), cardLine))
		}
		if r.Rubric.Task != "" {
			c.line("Task: %s\n", inline(r.Rubric.Task, cardNote))
		}
		for i := range r.Rubric.Criteria {
			k := &r.Rubric.Criteria[i]
			c.line("- **%s** (%s): %s", inline(k.Name, cardLine), answers(k), inline(k.Question, cardNote))
			for _, a := range k.Anchors {
				c.line("  - %s: %s", inline(a.Value, cardLine), inline(a.Words, cardNote))
			}
		}
	}
}

func answers(k *seedbed.Criterion) string {
	switch k.Kind {
	case seedbed.YesNo:
		return "yes or no"
	case seedbed.Choice:
		return inline(strings.Join(k.Choices, ", "), cardNote)
	case seedbed.Ranking:
		return "an order, best first"
	default:
		return fmt.Sprintf("%d to %d", k.Min, k.Max)
	}
}

func (c *card) rejects() {
	c.heading("What was rejected, and why")
	if c.m.Rows.Rejected == 0 {
		c.line("Nothing was.")
		return
	}
	var rows [][]string
	for _, r := range c.rejected.stats.reasons {
		rows = append(rows, []string{inline(r.actor, cardLine), reasonWords(r), prose.Count(r.rows)})
	}
	c.WriteString(markdownTable([]string{"by", "reason", "rows"}, rows))
	c.line("\nExamples, the first of each reason:\n")
	for i, r := range c.rejected.stats.reasons {
		if i == 20 {
			c.line("- … %s more; all rows are in `rejected.parquet`", prose.Plural(len(c.rejected.stats.reasons)-20, "reason", "reasons"))
			break
		}
		for j := range r.examples {
			c.example(r, &r.examples[j])
		}
	}
}

func reasonWords(r *reasonCount) string {
	if r.reason == "" {
		return "no reason was given"
	}
	return inline(r.reason, cardLine)
}

// example shows one rejected row: its text, or else the one that was made last, and the detail.
func (c *card) example(r *reasonCount, rec *seedbed.Record) {
	c.line("- **%s**, row `%s`: %s", reasonWords(r), rec.ID.Short(), lastText(rec, c.in.Plan.Release.Fields))
	if d := rec.Decision.Detail; d != "" {
		c.line("  (%s)", inline(d, cardLine))
	}
}

func lastText(rec *seedbed.Record, selected []string) string {
	last := ""
	for _, f := range rec.Fields {
		if len(selected) > 0 && !slices.Contains(selected, f.Name) || seedbed.AboutRow(f.Name) {
			continue
		}
		if s, ok := f.Value.(string); ok && strings.TrimSpace(s) != "" {
			if last = s; f.Name == "text" {
				break
			}
		}
	}
	if last == "" {
		return "no text"
	}
	return "“" + inline(last, cardLine) + "”"
}

func (c *card) cost() {
	c.heading("What it cost")
	var rows [][]string
	var total seedbed.Spend
	for i := range c.in.Plan.Stages {
		f, _ := c.facts(c.in.Plan.Stages[i].Name)
		for _, s := range f.Spend {
			total = total.Add(s.Spend)
			rows = append(rows, spendRow(inline(f.Name, cardLine), inline(s.Model, cardLine), s.Spend))
		}
	}
	if len(rows) == 0 {
		c.line("Not known: no calls to a model are on record for these rows.")
		return
	}
	if len(rows) > 1 {
		rows = append(rows, spendRow("all", "", total))
	}
	c.WriteString(markdownTable([]string{"stage", "model", "calls", "tokens in", "tokens out", "cost"}, rows))
	c.line("\nThis counts the calls behind the released and the rejected rows. A cost is unknown where the price of the model is.")
}

func spendRow(stage, model string, s seedbed.Spend) []string {
	return []string{stage, model, prose.Count(s.Calls), prose.Count(s.In), prose.Count(s.Out), inline(s.Cost().String(), 0)}
}

func (c *card) licences() {
	c.heading("Licences")
	name, said := releaseLicense(c.in)
	switch {
	case said:
		c.line("The recipe releases the rows under %s.\n", inline(name, cardLine))
	case name != "":
		c.line("The recipe states no licence for the rows. All sources and models have the same one, which is carried over: %s.\n", inline(name, cardLine))
	default:
		c.line("No licence is stated for the rows.\n")
	}
	for i := range c.in.Plan.Sources {
		s := &c.in.Plan.Sources[i]
		note := ""
		if s.Note != "" {
			note = "; " + inline(s.Note, cardNote)
		}
		c.line("- source %s (%s%s): %s%s", inline(s.Name, cardLine), inline(string(s.Origin), cardLine), c.sourceRows(s), orUnknown(s.License), note)
	}
	for i := range c.in.Plan.Models {
		m := &c.in.Plan.Models[i]
		c.line("- what %s (%s) writes: %s", inline(m.Name, cardLine), inline(m.ID, cardLine), orUnknown(modelLicense(c.in, m)))
	}
}

func (c *card) sourceRows(s *plan.Source) string {
	for _, f := range c.in.Facts.Sources {
		if f.Name == s.Name {
			return ", " + prose.Plural(f.Rows, "row", "rows") + ", SHA-256 `" + slug(f.Digest) + "`"
		}
	}
	return ""
}

func orUnknown(license string) string {
	if license == "" {
		return "licence not known"
	}
	return inline(license, cardLine)
}

func (c *card) columns() {
	c.heading("Columns")
	meaning := map[cellFrom]string{
		fromID: "identity of the row, the same in every release of the same plan", fromOrigin: "who or what made its content",
		fromSource: "source of the seed that it grew from", fromParents: "identities of the rows it was made from, with spaces between",
		fromState: "where the row stands", fromActor: "what decided so", fromReason: "why", fromDetail: "the row's particulars",
	}
	var rows [][]string
	for _, col := range c.accepted.layout.columns {
		means := meaning[col.from]
		switch col.from {
		case fromField:
			means = "field of the row"
		case fromScore:
			means = "a judge's answer to " + inline(col.key, cardLine) + ", " + c.worth(col.key) + "; null where there is none"
		}
		rows = append(rows, []string{inline(col.name, cardLine), col.typ.String(), means})
	}
	c.WriteString(markdownTable([]string{"column", "type", "what it is"}, rows))
	c.line("\n`rejected.parquet` has these, and state, actor, reason and detail.")
}

func (c *card) files() {
	c.heading("Files")
	var rows [][]string
	for _, f := range c.m.Files {
		rows = append(rows, []string{"`" + f.Path + "`", prose.Count(f.Rows), prose.Count(int(f.Bytes)), "`" + f.SHA256 + "`"})
	}
	c.WriteString(markdownTable([]string{"file", "rows", "bytes", "SHA-256"}, rows))
	c.line("\nDigest of the data: `sha256:%s`. `manifest.json` lists every file, this card among them.", c.m.Data)
}
