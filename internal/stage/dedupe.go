package stage

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// Dedupe is the kind that drops rows which say what another one says already.
//
// It holds, for each row that it lets through and for each row that it compares
// against: a MinHash index entry (about 300 bytes and 4 a word), its id or place
// (16 to 24 bytes), the first words of it (up to 60 bytes), and a hash.
func Dedupe() *plan.Kind {
	return &plan.Kind{
		Name: "dedupe",
		Doc: "Rejects rows that say what an earlier row, a row of a source or a row of a file says already: exactly after " +
			"normalisation (case, punctuation, white space), or nearly, by the Jaccard similarity of their runs of three words. " +
			"The first in plan order stays. The row that it collided with is in the reason. Memory grows with the rows kept, " +
			"by about half a kilobyte each.",
		Ordered: true,
		Marks:   true,
		Free:    true,
		Config:  func() plan.StageConfig { return &dedupeConfig{} },
		New: making("a dedupe stage", func(cfg *dedupeConfig, env plan.Env) (*dedupe, error) {
			return newDedupe(cfg, env), nil
		}),
	}
}

type dedupeConfig struct {
	Field   []string        `yaml:"field" doc:"field or fields that are compared; left out: text, or the only field that holds text" example:"hint"`
	Exact   bool            `yaml:"exact" doc:"whether rows that differ in case, punctuation and white space alone are duplicates" default:"true"`
	Near    float64         `yaml:"near" doc:"Jaccard similarity of runs of three words from which rows are near-duplicates; 0: only exact ones are" default:"0.8" min:"0" max:"1"`
	Within  bool            `yaml:"within" doc:"whether the rows are compared with one another" default:"true"`
	Against []dedupeAgainst `yaml:"against" doc:"sources, or {file: ..., field: ...}, whose rows must not be among these: a test set" example:"[questions, {file: test.jsonl, field: question}]"`

	sources []plan.Source // of Against, in its order
}

// dedupeAgainst is rows that must not be duplicated: a source's name, or a map.
type dedupeAgainst struct {
	Source string   `yaml:"source" doc:"name of a source"`
	File   string   `yaml:"file" doc:"file or pattern of files" example:"test.jsonl"`
	Field  []string `yaml:"field" doc:"field or fields to compare with; left out: as in the stage" example:"question"`
}

// DecodeConfig reads the name of a source, or a map.
func (a *dedupeAgainst) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	if d.Kind(path) == config.Scalar {
		return d.Decode(path, &a.Source)
	}
	type plain dedupeAgainst
	return d.Decode(path, (*plain)(a))
}

// ConfigSchema gives both forms to editors.
func (*dedupeAgainst) ConfigSchema() map[string]any {
	text := map[string]any{"type": "string"}
	fields := map[string]any{"anyOf": []any{text, map[string]any{"type": "array", "items": text}}}
	return map[string]any{"anyOf": []any{text, map[string]any{
		"type": "object", "additionalProperties": false,
		"properties": map[string]any{"source": text, "file": text, "field": fields},
	}}}
}

// Check implements plan.StageConfig.
func (c *dedupeConfig) Check(s *plan.Scope) plan.Needs {
	needs := plan.Needs{Output: s.Input}
	if !c.Exact && c.Near == 0 {
		s.Problem("near", "neither exact nor near duplicates are looked for", "write near: 0.8, or exact: true")
	}
	if !c.Within && len(c.Against) == 0 {
		s.Problem("within", "rows are compared neither with one another nor with anything else", "write within: true, or name sources in against")
	}
	c.checkFields(s)
	c.sources = make([]plan.Source, len(c.Against))
	for i, a := range c.Against {
		key := fmt.Sprintf("against.%d", i)
		switch {
		case (a.Source == "") == (a.File == ""):
			s.Problem(key, "names no rows to compare with", "write the name of a source, or {file: ..., field: ...}")
		case a.Source != "":
			c.checkSource(s, key, i, &needs)
		default:
			c.checkFile(s, key, i, &needs)
		}
	}
	return needs
}

// checkFields finds the fields to compare where none are named.
func (c *dedupeConfig) checkFields(s *plan.Scope) {
	if len(c.Field) > 0 {
		for i, f := range c.Field {
			if _, ok := s.Input.Has(f); !ok && !s.Input.Open {
				key := "field"
				if len(c.Field) > 1 {
					key = fmt.Sprintf("field.%d", i)
				}
				s.Problem(key, fmt.Sprintf("%s is not a field (%s)", f, strings.Join(s.Input.Names(), ", ")), config.DidYouMean(f, s.Input.Names()))
			}
		}
		return
	}
	var texts []string
	for _, f := range s.Input.Fields {
		if f.Type == seedbed.TypeText {
			texts = append(texts, f.Name)
		}
	}
	if t, ok := s.Input.Has("text"); ok && (t == seedbed.TypeText || t == seedbed.TypeAny) {
		texts = []string{"text"}
	}
	if len(texts) != 1 {
		fix := "write field: with the names of one or more"
		if names := s.Input.Names(); len(names) > 0 {
			fix = "write field: with one or more of " + strings.Join(names, ", ")
		}
		s.Problem("field", "it is not said which field is compared", fix)
		return
	}
	c.Field = texts
}

func (c *dedupeConfig) checkSource(s *plan.Scope, key string, i int, needs *plan.Needs) {
	src, ok := s.Source(key, c.Against[i].Source)
	if !ok {
		return
	}
	c.sources[i] = *src
	needs.Parts = append(needs.Parts, "against="+src.Fingerprint.String())
	if src.Schema.Open || len(src.Schema.Fields) == 0 {
		return
	}
	for _, f := range c.fieldsOf(i) {
		if _, ok := src.Schema.Has(f); !ok {
			names := strings.Join(src.Schema.Names(), ", ")
			s.Problem(key, fmt.Sprintf("source %s has no field %s (%s)", src.Name, f, names), fmt.Sprintf("write {source: %s, field: ...}", src.Name))
		}
	}
}

func (c *dedupeConfig) checkFile(s *plan.Scope, key string, i int, needs *plan.Needs) {
	file := c.Against[i].File
	if !s.Glob(key, file) {
		return
	}
	c.sources[i] = plan.Source{Name: filepath.Base(file), Paths: []string{file}, Origin: seedbed.OriginHuman, BadRows: "error"}
	if strings.ContainsAny(file, "*?[") {
		return
	}
	if data, ok := s.ReadFile(key, file, "data"); ok {
		needs.Parts = append(needs.Parts, "against="+dedupeDigest(data))
	}
}

// fieldsOf returns the fields to compare of the i-th rows compared with.
func (c *dedupeConfig) fieldsOf(i int) []string {
	if f := c.Against[i].Field; len(f) > 0 {
		return f
	}
	return c.Field
}

// dedupe is the stage. It sees one record at a time, in plan order.
type dedupe struct {
	cfg     *dedupeConfig
	name    string
	env     plan.Env
	within  *seen
	against []*seen // nil until the first record comes
}

func newDedupe(cfg *dedupeConfig, env plan.Env) *dedupe {
	return &dedupe{cfg: cfg, name: env.Stage.Name, env: env, within: newSeen(cfg.Exact, cfg.Near)}
}

// Process implements seedbed.Stage.
func (d *dedupe) Process(ctx context.Context, r seedbed.Record) ([]seedbed.Record, error) {
	if d.against == nil {
		if err := d.load(ctx); err != nil {
			return nil, err
		}
	}
	for i, a := range d.against {
		if hit, ok := a.find(r.Fields, d.cfg.Field); ok {
			return []seedbed.Record{r.Reject(d.name, "in "+d.cfg.sources[i].Name, hit.String())}, nil
		}
	}
	if d.cfg.Within {
		if hit, ok := d.within.find(r.Fields, d.cfg.Field); ok {
			reason := "near-duplicate"
			if hit.exact {
				reason = "duplicate"
			}
			return []seedbed.Record{r.Reject(d.name, reason, hit.String())}, nil
		}
		d.within.addRecord(&r, d.cfg.Field)
	}
	return []seedbed.Record{r}, nil
}

// load reads the rows to compare with.
func (d *dedupe) load(ctx context.Context) error {
	against := make([]*seen, len(d.cfg.sources))
	for i, src := range d.cfg.sources {
		s := newSeen(d.cfg.Exact, d.cfg.Near)
		fields := d.cfg.fieldsOf(i)
		rows := 0
		for r, err := range d.env.Rows(src) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return fmt.Errorf("reading %s, which stage %s compares with: %w", src.Name, d.name, err)
			}
			if !r.Live() {
				continue
			}
			rows++
			s.addPlace(&r, fields)
		}
		if rows > 0 && s.len() == 0 {
			return &seedbed.Error{
				Code:    seedbed.CodeInvalid,
				Message: fmt.Sprintf("none of the %d rows of %s has text in %s, so stage %s cannot compare with them", rows, src.Name, strings.Join(fields, ", "), d.name),
				Fix:     "write field: beside it, with the name that the text has there",
			}
		}
		against[i] = s
	}
	d.against = against
	return nil
}
