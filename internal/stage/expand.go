package stage

import (
	"bytes"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// Expand is the kind that varies text without a model: every combination of the
// alternatives of a template, and typed noise.
func Expand() *plan.Kind {
	return &plan.Kind{
		Name: "expand",
		Doc: "Makes variations without a model: every combination of the alternatives of a template, in a fixed order, and " +
			"copies of each with noise. {a|the} are alternatives; {animal} takes its values from `lists`, and becomes a field " +
			"beside the text. Without a template it adds noise to the text of `field`. A noisy copy that came out unchanged is " +
			"left out. Nothing is drawn but by the seeds, so that the same plan gives the same rows.",
		Ordered: true,
		Free:    true,
		Config:  func() plan.StageConfig { return &expandConfig{} },
		New: making("an expand stage", func(cfg *expandConfig, env plan.Env) (*expand, error) {
			return newExpand(cfg, env), nil
		}),
	}
}

type expandConfig struct {
	Template      string                 `yaml:"template" doc:"text with alternatives and lists" example:"Is {a|the} {animal} {big|small}?"`
	TemplateField string                 `yaml:"template_field" doc:"field that holds each row's own template, instead of template" example:"template"`
	Field         string                 `yaml:"field" doc:"field that the text is put in" default:"text"`
	Lists         config.Map[expandList] `yaml:"lists" doc:"values of the named lists: a list, or a file with one value a line" example:"{animal: [dog, cat]}"`
	Limit         int                    `yaml:"limit" doc:"how many combinations are made, at the most, of each template; left out: all of them; fewer than all are drawn evenly spread" min:"1" example:"10000"`
	Seed          int64                  `yaml:"seed" doc:"seed for what is drawn when limit is below the number of combinations"`
	Clean         bool                   `yaml:"clean" doc:"whether the text without noise is a row too" default:"true"`
	Noise         []expandNoise          `yaml:"noise" doc:"noisy copies of every combination" example:"[{kind: typo, rate: 0.05, copies: 2}]"`

	lists    map[string]expandSlot
	template *expandTemplate
	rooted   bool
}

// expandNoise is one kind of noise.
type expandNoise struct {
	Kind   string  `yaml:"kind" doc:"typo (letters swapped, left out, doubled, or of a neighbouring key), case, punctuation (left out), diacritics (added and lost), chat (you becomes u) or whitespace" enum:"typo,case,punctuation,diacritics,chat,whitespace" required:"true"`
	Rate   float64 `yaml:"rate" doc:"share of the letters, words, marks or spaces that it may change which it does change" default:"0.05" min:"0" max:"1"`
	Copies int     `yaml:"copies" doc:"noisy copies of each combination" default:"1" min:"1"`
	Seed   int64   `yaml:"seed" doc:"draws other noise"`
}

// expandList is the values of a named list, written or in a file.
type expandList struct {
	Values []string
	File   string
}

// DecodeConfig reads a list, or the name of a file.
func (l *expandList) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	if d.Kind(path) == config.Scalar {
		return d.Decode(path, &l.File)
	}
	return d.Decode(path, &l.Values)
}

// ConfigSchema gives both forms to editors.
func (*expandList) ConfigSchema() map[string]any {
	return map[string]any{"anyOf": []any{
		map[string]any{"type": "string", "description": "a file with one value a line"},
		map[string]any{"type": "array", "minItems": 1, "items": map[string]any{"type": []any{"string", "number", "boolean"}}},
	}}
}

// Check implements plan.StageConfig.
func (c *expandConfig) Check(s *plan.Scope) plan.Needs {
	c.rooted = !s.HasFrom
	if c.Field == "" {
		c.Field = "text"
	}
	needs := plan.Needs{Output: c.output(s), Estimate: c.estimate}
	needs.Parts = c.readLists(s)
	c.checkTemplate(s)
	if !c.Clean && len(c.Noise) == 0 {
		s.Problem("clean", "neither the clean text nor noisy copies of it are wanted", "leave clean out, or add noise")
	}
	if c.rooted {
		needs.Roots = 1
	}
	return needs
}

func (c *expandConfig) output(s *plan.Scope) seedbed.Schema {
	out := s.Input
	if c.rooted {
		out = seedbed.Schema{}
	}
	out = out.With(c.Field, seedbed.TypeText)
	for _, name := range c.Lists.Keys() {
		out = out.With(name, seedbed.TypeText)
	}
	if len(c.Noise) > 0 {
		out = out.With(noiseField, seedbed.TypeText)
	}
	return out
}

// noiseField is the field that names a row's noise.
const noiseField = "noise"

func (c *expandConfig) readLists(s *plan.Scope) (parts []string) {
	c.lists = make(map[string]expandSlot, len(c.Lists))
	for _, l := range c.Lists {
		key := config.Join("lists", l.Key)
		values := l.Value.Values
		if l.Value.File != "" {
			data, ok := s.ReadFile(key, l.Value.File, "values")
			if !ok {
				continue
			}
			parts = append(parts, l.Key+"="+dedupeDigest(data))
			values = valueLines(data)
		}
		if len(values) == 0 {
			s.Problem(key, fmt.Sprintf("list %s is empty", l.Key), "add values to it")
			continue
		}
		if l.Key == c.Field || l.Key == noiseField && len(c.Noise) > 0 {
			s.Problem(key, fmt.Sprintf("list %s has the name of a field that this stage makes", l.Key), "rename the list")
		}
		boxed := make([]any, len(values))
		for i, v := range values {
			boxed[i] = v
		}
		c.lists[l.Key] = expandSlot{name: l.Key, values: values, boxed: boxed}
	}
	return parts
}

// valueLines returns the lines of a file that are not blank, without the white
// space around them.
func valueLines(data []byte) []string {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var out []string
	for line := range strings.Lines(strings.ToValidUTF8(string(data), "\ufffd")) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func (c *expandConfig) checkTemplate(s *plan.Scope) {
	switch {
	case c.Template != "" && c.TemplateField != "":
		s.Problem("template_field", "the template is there, and a field for templates too", "leave out one of them")
		return
	case c.Template == "" && c.rooted:
		s.Problem("template", "a stage that reads from no other needs a template", "add template: or from:")
		return
	case c.TemplateField != "":
		c.needField(s, "template_field", c.TemplateField)
		return
	case c.Template == "":
		c.needField(s, "field", c.Field)
		if len(c.Noise) == 0 {
			s.Problem("", "expand has neither a template nor noise, so there is nothing to do", "add template: or noise:")
		}
		return
	}
	t, err := parseTemplate(c.Template, c.lists, false)
	if err != nil {
		at, _ := err.(*templateError)
		s.ProblemAt("template", at.line, at.col, at.message, at.fix)
		return
	}
	c.template = t
	if rows := c.rowsOf(t); rows > math.MaxUint32 {
		s.Problem("template", fmt.Sprintf("the alternatives have %s combinations, with noise %s rows; %d are possible", combinations(t), count(rows), uint32(math.MaxUint32)),
			"add limit: with how many are wanted")
	}
}

func (c *expandConfig) needField(s *plan.Scope, key, name string) {
	if t, ok := s.Input.Has(name); !ok && !s.Input.Open {
		s.Problem(key, fmt.Sprintf("%s is not a field (%s)", name, strings.Join(s.Input.Names(), ", ")), config.DidYouMean(name, s.Input.Names()))
	} else if ok && t != seedbed.TypeText && t != seedbed.TypeAny {
		s.Problem(key, fmt.Sprintf("%s is no text: its type is %s", name, t), "name a field that holds text")
	}
}

// perCombination is how many rows one combination gives, at the most.
func (c *expandConfig) perCombination() uint64 {
	n := uint64(0)
	if c.Clean {
		n = 1
	}
	for _, k := range c.Noise {
		n += uint64(max(k.Copies, 0))
	}
	return n
}

// taken is how many combinations of t are made.
func (c *expandConfig) taken(t *expandTemplate) uint64 {
	if c.Limit > 0 {
		return min(t.total, uint64(c.Limit))
	}
	return t.total
}

// rowsOf is how many rows t gives, at the most; math.MaxUint64 where that is too
// many to count.
func (c *expandConfig) rowsOf(t *expandTemplate) uint64 {
	hi, lo := bits.Mul64(c.taken(t), c.perCombination())
	if hi != 0 {
		return math.MaxUint64
	}
	return lo
}

func combinations(t *expandTemplate) string { return count(t.total) }

func count(n uint64) string {
	if n == math.MaxUint64 {
		return "more than 18 quintillion"
	}
	return fmt.Sprint(n)
}

// estimate says how many rows come out. Of templates in data it knows no more
// than the limit.
func (c *expandConfig) estimate(in plan.Flow) plan.Flow {
	per := c.perCombination()
	switch {
	case c.template != nil:
		per = c.rowsOf(c.template)
		in.Bytes += c.template.meanLength()
	case c.TemplateField != "" && c.Limit > 0:
		per *= uint64(c.Limit)
	}
	hi, rows := bits.Mul64(per, uint64(max(in.Rows, 0)))
	if c.rooted {
		hi, rows = 0, per
	}
	if hi != 0 || rows > math.MaxInt64 {
		rows = math.MaxInt64
	}
	in.Rows, in.Calls = int(rows), nil
	return in
}

// meanLength is the length of the text of a combination on average, in bytes.
func (t *expandTemplate) meanLength() int {
	n := 0
	for _, p := range t.parts {
		if p.slot < 0 {
			n += len(p.text)
			continue
		}
		sum := 0
		for _, v := range t.slots[p.slot].values {
			sum += len(v)
		}
		n += sum / max(len(t.slots[p.slot].values), 1)
	}
	return n
}

// attributes returns the names of the fields that hold choices, in the order of
// the lists.
func (c *expandConfig) attributes() []string {
	var out []string
	for _, name := range c.Lists.Keys() {
		if c.template == nil || slices.ContainsFunc(c.template.slots, func(s expandSlot) bool { return s.name == name }) {
			out = append(out, name)
		}
	}
	if len(c.Noise) > 0 {
		out = append(out, noiseField)
	}
	return out
}
