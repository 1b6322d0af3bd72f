package stage

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
)

// askWords is how many tokens of reply an estimate expects, where the bound on
// them is higher.
const askWords = 200

// generateMost is how many questions may be asked about one record, and what parts
// the numbers of the items of one list.
const generateMost = 100_000

// Check implements plan.StageConfig.
func (c *generateConfig) Check(s *plan.Scope) plan.Needs {
	needs := plan.Needs{Models: []string{c.Model}, Prompt: c.Prompt, Output: s.Input}
	var model *plan.Model
	if c.Model != "" {
		model, _ = s.Model("model", c.Model)
	}
	c.file = ownPrompt(s, &needs, c.Prompt)
	front := c.settings(s)
	needs.Parts = append(needs.Parts, front.checkAttributes(c, s)...)
	needs.Parts = append(needs.Parts, front.checkExemplars(c, s)...)
	needs.Parts = append(needs.Parts, front.checkReply(c, s)...)
	needs.Attributes, needs.Exemplars = c.planned()
	needs.Constraints = front.Constraints
	c.checkRows(s, front)
	if c.file != nil {
		c.checkVariables(s)
	}
	needs.Output = c.output(s.Input)
	if !s.HasFrom {
		needs.Roots = c.roots()
	}
	needs.Estimate = c.estimate(s.HasFrom, askParams(model, c.Params).MaxTokens)
	return needs
}

// frontSettings are the settings that a stage and its prompt share, each from
// the one that says it, with where to report what is wrong.
type frontSettings struct {
	prompt.FrontMatter
	doc  *config.Doc
	own  prompt.FrontMatter
	path string // of the prompt file
}

// settings merges what the recipe says over what the prompt says.
func (c *generateConfig) settings(*plan.Scope) frontSettings {
	f := frontSettings{own: c.FrontMatter, FrontMatter: c.FrontMatter, path: c.Prompt}
	if c.file == nil {
		return f
	}
	p := c.file.Front
	f.doc = c.file.Doc
	if len(f.Attributes) == 0 {
		f.Attributes = p.Attributes
	}
	if f.How == "" {
		f.How = p.How
	}
	if len(f.Constraints) == 0 {
		f.Constraints = p.Constraints
	}
	if !f.Exemplars.Given() {
		f.Exemplars = p.Exemplars
	}
	if !f.Schema.Given() {
		f.Schema = p.Schema
	}
	if f.Reply == "" {
		f.Reply = p.Reply
	}
	if f.Field == "" {
		f.Field = p.Field
	}
	return f
}

// problem reports at the key of the recipe or of the front matter, whichever
// the setting came from.
func (f *frontSettings) problem(s *plan.Scope, key, msg, fix string) {
	if f.inPrompt(key) {
		s.Report(seedbed.Problems{f.doc.Problem(key, msg, fix)})
		return
	}
	s.Problem(key, msg, fix)
}

func (f *frontSettings) inPrompt(key string) bool {
	if f.doc == nil {
		return false
	}
	top, _, _ := strings.Cut(key, ".")
	switch top {
	case "attributes":
		return len(f.own.Attributes) == 0
	case "constraints":
		return len(f.own.Constraints) == 0
	case "how":
		return f.own.How == "" && f.doc.Has("how")
	case "exemplars":
		return !f.own.Exemplars.Given()
	case "schema":
		return !f.own.Schema.Given() && f.doc.Has("schema")
	case "reply":
		return f.own.Reply == "" && f.doc.Has("reply")
	case "field":
		return f.own.Field == "" && f.doc.Has("field")
	}
	return false
}

// at is problem for a place within a text.
func (f *frontSettings) at(s *plan.Scope, key string, line, col int, msg, fix string) {
	if f.inPrompt(key) {
		s.Report(seedbed.Problems{{Pos: f.doc.PosIn(key, line, col), Message: msg, Fix: fix}})
		return
	}
	s.ProblemAt(key, line, col, msg, fix)
}

func part(name string, data []byte) string {
	sum := sha256.Sum256(data)
	return name + "=" + hex.EncodeToString(sum[:])
}

func (f *frontSettings) checkAttributes(c *generateConfig, s *plan.Scope) []string {
	if len(f.Attributes) == 0 {
		if len(f.Constraints) > 0 {
			f.problem(s, "constraints", "there are constraints and no attributes", "add attributes: {NAME: [VALUES]}")
		}
		return nil
	}
	attrs := slices.Clone(f.Attributes)
	var parts []string
	ok := true
	for i := range attrs {
		a := &attrs[i].Value
		key := config.Join("attributes", attrs[i].Key)
		if _, has := s.Input.Has(attrs[i].Key); has {
			s.Warn(key, fmt.Sprintf("the attribute %q goes over a field of the same name", attrs[i].Key), "give it another name to keep both")
		}
		if a.File != "" {
			data, read := s.ReadFile(config.Join(key, "file"), a.File, "values")
			if !read {
				ok = false
				continue
			}
			parts = append(parts, part("attribute "+attrs[i].Key, data))
			a.Values = attributeValues(data)
			if len(a.Weights) > 0 && len(a.Weights) != len(a.Values) {
				f.problem(s, key, fmt.Sprintf("%d weights for the %d values of %s", len(a.Weights), len(a.Values), a.File), "write one for each, in the same order")
				ok = false
			}
		}
		if len(a.Values) == 0 {
			if a.File != "" {
				f.problem(s, key, a.File+" holds no values", "write one on each line")
			}
			ok = false
		}
	}
	if !ok {
		return parts
	}
	set, errs := newAttributeSet(attrs, f.How, f.Constraints)
	for _, e := range errs {
		if e.line > 0 {
			f.at(s, e.key, e.line, e.col, e.msg, e.fix)
		} else {
			f.problem(s, e.key, e.msg, e.fix)
		}
	}
	if len(errs) == 0 {
		c.attributes = set
	}
	return parts
}

func (f *frontSettings) checkExemplars(c *generateConfig, s *plan.Scope) []string {
	if !f.Exemplars.Given() {
		return nil
	}
	var parts []string
	var all []prompt.Exemplar
	for _, m := range f.Exemplars.List {
		all = append(all, prompt.NewExemplar(exemplarFields(m)))
	}
	if f.Exemplars.File != "" {
		data, ok := s.ReadFile("exemplars", f.Exemplars.File, "exemplars")
		if !ok {
			return nil
		}
		parts = append(parts, part("exemplars", data))
		var probs seedbed.Problems
		all, probs = prompt.ReadExemplars(f.Exemplars.File, data)
		s.Report(probs)
		if len(probs) > 0 {
			return parts
		}
		if len(all) == 0 {
			f.problem(s, "exemplars", f.Exemplars.File+" holds no exemplars", "write one JSON object on each line")
			return parts
		}
	}
	picker, err := prompt.NewPicker(all, f.Exemplars.Pick, f.Exemplars.N, f.Exemplars.By)
	if err != nil {
		f.problem(s, "exemplars", err.Error(), "")
		return parts
	}
	c.picker, c.shown = picker, all
	return parts
}

// planned returns the attributes with all their values, and the exemplars, for those
// who compare rows with what was planned.
func (c *generateConfig) planned() (attrs []plan.Attribute, shown []plan.Exemplar) {
	if set := c.attributes; set != nil {
		for i, name := range set.names {
			a := plan.Attribute{Name: name, Typed: set.values[i]}
			for _, v := range set.values[i] {
				a.Values = append(a.Values, seedbed.TextOf(v))
			}
			attrs = append(attrs, a)
		}
	}
	for _, e := range c.shown {
		var lines []string
		for _, f := range e.Fields {
			if f.Name != "id" {
				lines = append(lines, seedbed.TextOf(f.Value))
			}
		}
		shown = append(shown, plan.Exemplar{ID: e.ID, Text: strings.Join(lines, "\n")})
	}
	return attrs, shown
}

// exemplarFields puts a map's fields in an order: a map that YAML gave has none.
func exemplarFields(m map[string]any) seedbed.Fields {
	out := make(seedbed.Fields, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, seedbed.Field{Name: k, Value: m[k]})
	}
	return out
}

func (f *frontSettings) checkReply(c *generateConfig, s *plan.Scope) []string {
	form := f.Reply
	if form == "" {
		form = replyText
		if f.Schema.Given() {
			form = replyJSON
		}
	}
	field := f.Field
	if field == "" {
		field = "text"
	}
	c.reader = replyReader{form: form, field: field, allowCut: c.AllowCut}
	var parts []string
	if form == replyList {
		parts = append(parts, "items=2") // how they are numbered: 1 was one after the other over all copies
	}
	if !f.Schema.Given() {
		return parts
	}
	if form == replyText {
		f.problem(s, "reply", "a reply that follows a schema is no text", "write reply: json, or leave the schema out")
		return parts
	}
	raw := []byte(f.Schema.Inline)
	if f.Schema.File != "" {
		data, ok := s.ReadFile("schema", f.Schema.File, "schema")
		if !ok {
			return parts
		}
		raw = data
		parts = append(parts, part("schema", data))
	}
	schema, err := newReplySchema(raw, form == replyList)
	if err != nil {
		f.problem(s, "schema", "the JSON Schema cannot be used: "+err.Error(), "")
		return parts
	}
	c.schema, c.reader.schema = schema, schema.compiled
	return parts
}

func (c *generateConfig) checkRows(s *plan.Scope, f frontSettings) {
	switch {
	case s.HasFrom && c.Rows > 0:
		s.Problem("rows", "rows is for stages without from; here each incoming record makes its rows", "use copies, or draws with how: sample")
	case !s.HasFrom && c.Rows == 0 && f.How == howSample:
		s.Problem("rows", "how: sample draws rows, and nothing says how many", "add rows: 100")
	case !s.HasFrom && len(f.Attributes) == 0 && c.Rows == 0 && c.Copies == 1:
		s.Warn("from", "without from, attributes or rows this stage makes one row", "add from: SOURCE, or rows: NUMBER")
	}
	if c.attributes != nil && s.HasFrom && len(c.attributes.combos)*c.Copies > generateMost {
		s.Problem("copies", fmt.Sprintf("%d combinations of attributes and %d copies make %d rows of each record, and %d are the most", len(c.attributes.combos), c.Copies, len(c.attributes.combos)*c.Copies, generateMost), "write how: pairwise or how: sample")
	}
	if c.Draws > 1 && c.Draws*c.Copies > generateMost {
		s.Problem("draws", fmt.Sprintf("%d draws and %d copies make %d rows of each record, and %d are the most", c.Draws, c.Copies, c.Draws*c.Copies, generateMost), "write fewer of either")
	}
	if c.Draws > 1 && (f.How != howSample || !s.HasFrom) {
		s.Problem("draws", "draws is for stages with from, and with how: sample", "use copies for more replies to each prompt")
	}
}
