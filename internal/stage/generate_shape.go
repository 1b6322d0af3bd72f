package stage

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// checkVariables compares what the template uses with what there will be.
func (c *generateConfig) checkVariables(s *plan.Scope) {
	known := s.Input.Names()
	own := 0
	if c.attributes != nil {
		for _, name := range c.attributes.names {
			if !slices.Contains(known, name) {
				known = append(known, name)
				own++
			}
		}
	}
	of := "the records that come in"
	if !s.HasFrom {
		of = "the attributes"
	}
	usable := known
	if c.picker != nil {
		usable = append(slices.Clone(known), "exemplars")
	}
	wrong := c.file.Check(usable, of, s.Input.Open)
	s.Report(wrong)
	used := c.file.UsesRow() || len(wrong) > 0 // a field may be misspelt
	var names []string
	for _, v := range c.file.Variables() {
		_, field := s.Input.Has(v.Name)
		used = used || field
		names = append(names, v.Name)
	}
	showsExemplars := slices.Contains(names, "exemplars")
	if c.attributes != nil && !c.file.UsesRow() {
		for _, name := range c.attributes.names {
			if !slices.Contains(names, name) {
				s.Warn("prompt", fmt.Sprintf("the prompt does not use the attribute %q: it varies nothing", name), "add {{ "+name+" }}")
			}
		}
	}
	if s.HasFrom && !used && !s.Input.Open {
		s.Warn("prompt", "the prompt uses no field of the records: all ask the same, and share their replies", "use one of {{ "+strings.Join(s.Input.Names(), " }}, {{ ")+" }}")
	}
	if c.picker != nil && !showsExemplars {
		s.Warn("prompt", "there are exemplars, and the prompt does not show them", "add {% for e in exemplars %} ... {% endfor %}")
	}
	if !s.Input.Open {
		for _, f := range c.replyFields() {
			if _, has := s.Input.Has(f.Name); has {
				s.Warn("prompt", fmt.Sprintf("the reply's %q takes the place of the record's own field", f.Name), "give it another name to keep both")
			}
		}
	}
}

// replyFields are the fields that a reply is known to become.
func (c *generateConfig) replyFields() []seedbed.FieldType {
	if c.reader.form == "" {
		return nil
	}
	text := []seedbed.FieldType{{Name: c.reader.field, Type: seedbed.TypeText}}
	if c.reader.form == replyText {
		return text
	}
	if c.schema == nil {
		return nil
	}
	props, _ := c.schema.root["properties"].(map[string]any)
	if len(props) == 0 {
		if t, ok := c.schema.root["type"].(string); ok && c.reader.form == replyList {
			text[0].Type = schemaType(t)
			return text
		}
		return nil
	}
	var out []seedbed.FieldType
	for _, name := range schemaOrder(c.schema.sent, slices.Sorted(maps.Keys(props))) {
		p, _ := props[name].(map[string]any)
		t, _ := p["type"].(string)
		out = append(out, seedbed.FieldType{Name: name, Type: schemaType(t)})
	}
	return out
}

// schemaOrder sorts names by where they first stand in the schema's text, which
// is the order in which a person wrote them.
func schemaOrder(raw json.RawMessage, names []string) []string {
	text := string(raw)
	at := func(name string) int {
		i := strings.Index(text, string(seedbed.AppendString(nil, name))+":")
		if i < 0 {
			return len(text)
		}
		return i
	}
	slices.SortStableFunc(names, func(a, b string) int { return at(a) - at(b) })
	return names
}

func schemaType(t string) seedbed.Type {
	switch t {
	case "string":
		return seedbed.TypeText
	case "integer":
		return seedbed.TypeInt
	case "number":
		return seedbed.TypeFloat
	case "boolean":
		return seedbed.TypeBool
	case "array":
		return seedbed.TypeList
	case "object":
		return seedbed.TypeObject
	}
	return seedbed.TypeAny
}

// output is what the stage's records look like. Fields that a reply may bring
// and no schema tells make it open.
func (c *generateConfig) output(in seedbed.Schema) seedbed.Schema {
	out := seedbed.Schema{Fields: in.Fields, Open: in.Open}
	if c.attributes != nil {
		out = c.attributes.schema(out)
	}
	known := c.replyFields()
	for _, f := range known {
		out = out.With(f.Name, f.Type)
	}
	if c.reader.form != replyText {
		out.Open = out.Open || len(known) == 0
	}
	return out
}

// estimate says what the stage will ask. Tokens are a quarter of the bytes.
func (c *generateConfig) estimate(from bool, maxTokens int) func(plan.Flow) plan.Flow {
	overhead := 0
	if c.file != nil {
		overhead = c.file.Size()
	}
	if c.picker != nil {
		overhead += c.picker.Bytes()
	}
	if c.schema != nil {
		overhead += len(c.schema.sent)
	}
	combos := 1
	if from && c.attributes != nil {
		combos = len(c.attributes.combos)
		if c.attributes.how == howSample {
			combos = c.Draws
		}
	}
	return func(in plan.Flow) plan.Flow {
		calls := attributeCap(float64(in.Rows) * float64(combos) * float64(c.Copies))
		out := min(maxTokens, askWords)
		return plan.Flow{
			Rows: calls, Bytes: in.Bytes + 4*out,
			Calls: []plan.CallFlow{{
				Model: c.Model, Calls: calls, In: calls * ((overhead + in.Bytes) / 4), Out: calls * out, MaxOut: calls * maxTokens,
			}},
		}
	}
}
