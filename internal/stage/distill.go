package stage

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
	"seedbed.dev/seedbed/internal/text"
)

// Distill is the kind that has a teacher answer several times, for a smaller model to
// learn from.
func Distill() *plan.Kind {
	return &plan.Kind{
		Name: "distill",
		Doc: "Has a teacher answer each record several times, and keeps the answer that most of its samples come to (self-consistency, Wang et al. 2022). " +
			"The new record has the text of one such sample, the answer read from it, `agreement` (the share of samples with that answer), `logprob` (the mean log-probability of its tokens, where asked for and given), " +
			"`flags` (uncertain, contested) and `samples`, all of them. Answers are compared as numbers where they are, and otherwise without case and without punctuation around them. " +
			"The licence of what the teacher writes is held against the use that the recipe declares. A record of which no sample can be read is rejected, and one with a call that no reply could be had to is failed, until the next run.",
		Config: func() plan.StageConfig { return &distillConfig{} },
		New:    making("a distill stage", newDistill),
	}
}

// distillConfig is what a recipe says of a distill stage.
type distillConfig struct {
	Model          string         `yaml:"model" doc:"the teacher" required:"true" example:"teacher"`
	Prompt         string         `yaml:"prompt" doc:"the prompt file" required:"true" example:"prompts/solve.md"`
	Samples        int            `yaml:"samples" doc:"how often the teacher answers each record" default:"5" min:"1" max:"1000"`
	Answer         distillAnswer  `yaml:"answer" doc:"how the answer is read from a text; left out: all of the text is the answer"`
	Agree          config.Percent `yaml:"agree" doc:"the agreement below which a row is flagged as uncertain" default:"60%"`
	Contested      config.Percent `yaml:"contested" doc:"how far the second answer may be behind the first, as a share of the samples, for the row to be flagged as contested" default:"20%"`
	Logprobs       bool           `yaml:"logprobs" doc:"ask for log-probabilities of the tokens; where the teacher gives none, the field is null"`
	LeastLogprob   *float64       `yaml:"least_logprob" doc:"the mean log-probability of a token below which a row is flagged as uncertain" example:"-0.5"`
	Field          string         `yaml:"field" doc:"the field that the text becomes" default:"solution"`
	LicenseBecause string         `yaml:"license_because" doc:"why rows may be trained on although the teacher's licence speaks against it" fingerprint:"-"`
	Attempts       int            `yaml:"attempts" doc:"how often a reply that cannot be used is asked for, the first time counted" default:"2" min:"1" max:"20"`
	Params         seedbed.Params `yaml:"params" doc:"settings of this stage's calls, over those of the model; max_tokens is 1024 where neither says"`

	file    *prompt.File
	pattern *regexp.Regexp
}

// distillAnswer says how the answer is read: by one of three ways.
type distillAnswer struct {
	After   string `yaml:"after" doc:"a mark: the answer is what stands after the last one, to the end of its line" example:"####"`
	Field   string `yaml:"field" doc:"the reply is a JSON object, and the answer is this field of it" example:"answer"`
	Pattern string `yaml:"pattern" doc:"a regular expression (RE2); the answer is its first group, or all of it, where it matches last" example:"answer is (.+?)\\."`
	As      string `yaml:"as" doc:"the field that the answer becomes" default:"final_answer"`
}

// The fields that the stage makes, besides those that the recipe names.
const (
	distillAgreement = "agreement"
	distillLogprob   = "logprob"
	distillFlags     = "flags"
	distillSamples   = "samples"
)

// The flags.
const (
	flagUncertain = "uncertain"
	flagContested = "contested"
)

// Check implements plan.StageConfig.
func (c *distillConfig) Check(s *plan.Scope) plan.Needs {
	needs := plan.Needs{Models: []string{c.Model}, Prompt: c.Prompt, Output: s.Input}
	var model *plan.Model
	if c.Model != "" {
		model, _ = s.Model("model", c.Model)
		needs.Roles = []plan.Role{{Model: c.Model, As: plan.AsWriter}}
	}
	if !s.HasFrom {
		s.Problem("from", "a teacher answers records, and nothing comes in", "add from: SOURCE")
	}
	if c.file = ownPrompt(s, &needs, c.Prompt); c.file != nil {
		c.checkPrompt(s)
	}
	c.checkAnswer(s)
	params := askParams(model, c.Params)
	c.checkSure(s, params)
	c.checkLicense(s, &needs, model)
	needs.Output = c.output(s)
	needs.Estimate = c.estimate(params.MaxTokens)
	return needs
}

func (c *distillConfig) checkPrompt(s *plan.Scope) {
	wrong := c.file.Check(s.Input.Names(), "the records that come in", s.Input.Open)
	s.Report(wrong)
	if c.file.Doc != nil && len(c.file.Doc.Keys("")) > 0 {
		s.Warn("prompt", "the front matter of a prompt for distill is not used", "write the settings in the recipe")
	}
	if len(wrong) == 0 && !c.file.UsesRow() && len(c.file.Variables()) == 0 {
		s.Warn("prompt", "the prompt uses no field of the records: all ask the same, and share their replies", "use one of {{ "+strings.Join(s.Input.Names(), " }}, {{ ")+" }}")
	}
}

func (c *distillConfig) checkAnswer(s *plan.Scope) {
	ways := 0
	for _, way := range []string{c.Answer.After, c.Answer.Field, c.Answer.Pattern} {
		if way != "" {
			ways++
		}
	}
	if ways > 1 {
		s.Problem("answer", "the answer is read in several ways", "leave one of after, field and pattern")
	}
	if c.Answer.Pattern != "" {
		var err error
		if c.pattern, err = regexp.Compile(c.Answer.Pattern); err != nil {
			s.Problem("answer.pattern", fmt.Sprintf("the pattern cannot be read: %v", err), "write a regular expression as RE2 has them, without look-around and back-references")
		}
	}
	own := []string{distillAgreement, distillLogprob, distillFlags, distillSamples}
	if slices.Contains(own, c.Field) {
		s.Problem("field", fmt.Sprintf("%s is a field that the stage makes itself", c.Field), "give the text another name")
	}
	if slices.Contains(own, c.Answer.As) || c.Answer.As == c.Field {
		s.Problem("answer.as", fmt.Sprintf("%s is a field that the stage makes already", c.Answer.As), "give the answer another name")
	}
}

func (c *distillConfig) checkSure(s *plan.Scope, params seedbed.Params) {
	switch {
	case c.LeastLogprob != nil && !c.Logprobs:
		s.Problem("least_logprob", "log-probabilities are not asked for", "add logprobs: true")
	case c.LeastLogprob != nil && *c.LeastLogprob > 0:
		s.Problem("least_logprob", fmt.Sprintf("%v is no log-probability: it is above 0", *c.LeastLogprob), "write a number such as -0.5")
	}
	if c.Samples > 1 && params.Temperature != nil && *params.Temperature == 0 {
		s.Warn("samples", "at temperature 0 the samples are much the same, and agree without being surer", "add params: {temperature: 0.7}")
	}
}

// checkLicense looks at what the recipe says of the teacher's terms.
func (c *distillConfig) checkLicense(s *plan.Scope, needs *plan.Needs, m *plan.Model) {
	if m == nil {
		return
	}
	forbids := distillForbids(m.License)
	fix := "take another teacher, or say in license_because why it is allowed here"
	switch {
	case m.License == "":
		s.Warn("model", fmt.Sprintf("nothing says whether a model may be trained on what %q writes; the card says that its licence is unknown", c.Model),
			fmt.Sprintf("read its terms, and write models.%s.license", c.Model))
	case forbids == "":
	case strings.TrimSpace(c.LicenseBecause) != "":
		needs.Notes = append(needs.Notes, fmt.Sprintf("the licence of what %s writes says %q; it is used all the same, because: %s", c.Model, forbids, c.LicenseBecause))
	case s.Use == "training":
		s.Problem("model", fmt.Sprintf("the rows are to train on, and the licence of what %q writes says %q", c.Model, forbids), fix)
	default:
		s.Warn("model", fmt.Sprintf("the licence of what %q writes says %q: with use: training it would be an error", c.Model, forbids), fix)
	}
}

// distillTerms are words of terms that speak against training on what a model writes,
// or against commercial use of what is trained. They are looked for in what the recipe
// says; no provider's terms are assumed.
var distillTerms = []string{
	"no training", "not for training", "no model training", "not train", "non commercial", "noncommercial", "nc", "research only", "not to be used for training",
	"not be used to train", "no distillation", "not distill", "no competing", "compete with", "not to develop", "not be used to develop", "not be used to improve",
}

// distillForbids returns the words of a licence that speak against training; "" where
// none do.
func distillForbids(license string) string {
	plain := " " + text.NormalizeWords(strings.NewReplacer("-", " ", "_", " ", "/", " ", "’", "'").Replace(license)) + " "
	for _, t := range distillTerms {
		if strings.Contains(plain, " "+t+" ") {
			return t
		}
	}
	return ""
}

func (c *distillConfig) output(s *plan.Scope) seedbed.Schema {
	out := s.Input
	out.Criteria = nil // scores were of the question alone
	add := func(name string, t seedbed.Type) {
		if _, has := s.Input.Has(name); has {
			s.Warn("field", fmt.Sprintf("the teacher's %q takes the place of the record's own field", name), "give it another name to keep both")
		}
		out = out.With(name, t)
	}
	add(c.Answer.As, seedbed.TypeText)
	add(c.Field, seedbed.TypeText)
	add(distillAgreement, seedbed.TypeFloat)
	if c.Logprobs {
		add(distillLogprob, seedbed.TypeFloat)
	}
	add(distillFlags, seedbed.TypeList)
	add(distillSamples, seedbed.TypeList)
	return out
}

func (c *distillConfig) estimate(maxTokens int) func(plan.Flow) plan.Flow {
	overhead := 0
	if c.file != nil {
		overhead = c.file.Size()
	}
	return func(in plan.Flow) plan.Flow {
		calls := attributeCap(float64(in.Rows) * float64(c.Samples))
		out := min(maxTokens, askWords)
		return plan.Flow{
			Rows: in.Rows, Bytes: in.Bytes + 4*out*(c.Samples+1),
			Calls: []plan.CallFlow{{
				Model: c.Model, Calls: calls, In: calls * ((overhead + in.Bytes) / 4), Out: calls * out, MaxOut: calls * maxTokens,
			}},
		}
	}
}
