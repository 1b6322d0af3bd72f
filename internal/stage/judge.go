package stage

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// Judge is the kind that has one model give its opinion of each record by one
// rubric.
func Judge() *plan.Kind {
	return &plan.Kind{
		Name: "judge",
		Doc: "Has a model score each record by a rubric: for every criterion a reason first, then a value. Every criterion ends " +
			"up scored; or unscored, because the model refused, gave no verdict or one outside the rubric; or failed, because " +
			"no reply could be read in `attempts` tries. The record itself stays as it is. What is judged is shown between " +
			"delimiters that it cannot close.",
		Marks:  true,
		Config: func() plan.StageConfig { return &judgeConfig{} },
		New: func(c plan.StageConfig, env plan.Env) (seedbed.Stage, error) {
			cfg, ok := c.(*judgeConfig)
			if !ok {
				return nil, seedbed.Errorf(seedbed.CodeInternal, "making a judge stage: got the configuration of another kind, %T", c)
			}
			return newJudge(cfg, env)
		},
	}
}

// judgeTokens is the most tokens of a verdict where neither stage nor model says.
const judgeTokens = 512

// judgeReason is about how many tokens a reason and its value take.
const judgeReason = 48

type judgeConfig struct {
	Model       string   `yaml:"model" doc:"the model that judges" required:"true" example:"grader"`
	Rubric      string   `yaml:"rubric" doc:"the rubric file" required:"true" example:"rubrics/hint.yaml"`
	Show        []string `yaml:"show" doc:"the fields that the judge is shown, in order; left out: all" example:"[question, hint]"`
	Attempts    int      `yaml:"attempts" doc:"how often a verdict that cannot be read is asked for, the first time counted" default:"2" min:"1" max:"20"`
	MaxTokens   int      `yaml:"max_tokens" doc:"the most tokens of a verdict; left out: the model's, or else 512" min:"16"`
	Temperature *float64 `yaml:"temperature" doc:"how freely the model chooses its words; left out: the model's, or else 0" min:"0" max:"2"`

	rubric *seedbed.Rubric
}

// Check implements plan.StageConfig.
func (c *judgeConfig) Check(s *plan.Scope) plan.Needs {
	needs := plan.Needs{Output: s.Input}
	if !s.HasFrom {
		s.Problem("", "a judge has nothing to judge by itself", "add from: with the stage or source whose records it is to judge")
	}
	var model *plan.Model
	if c.Model != "" {
		if m, ok := s.Model("model", c.Model); ok {
			model = m
			needs.Models = []string{c.Model}
		}
	}
	c.checkShow(s)
	if c.Rubric == "" {
		return needs
	}
	rubric, ok := s.Rubric("rubric", c.Rubric)
	if rubric == nil {
		return needs
	}
	c.checkCriteria(s, rubric)
	needs.Output.Criteria = append(append([]seedbed.Criterion(nil), s.Input.Criteria...), rubric.Criteria...)
	if !ok {
		return needs
	}
	c.rubric = rubric
	text := newJudgeText(rubric)
	sum := sha256.Sum256([]byte(text.system + "\x00" + text.closing + "\x00" + string(text.schema)))
	needs.Rubric = rubric
	needs.Parts = []string{"rubric=" + rubric.Revision, "instructions=" + hex.EncodeToString(sum[:8])}
	needs.Estimate = c.estimate(text, model)
	return needs
}

func (c *judgeConfig) checkShow(s *plan.Scope) {
	seen := map[string]bool{}
	for i, name := range c.Show {
		key := fmt.Sprintf("show.%d", i)
		if seen[name] {
			s.Problem(key, fmt.Sprintf("field %q is there twice", name), "leave one out")
		}
		seen[name] = true
		if _, ok := s.Input.Has(name); ok || s.Input.Open || len(s.Input.Fields) == 0 {
			continue
		}
		fix := config.DidYouMean(name, s.Input.Names())
		if fix == "" {
			fix = "there is " + strings.Join(s.Input.Names(), ", ")
		}
		s.Problem(key, fmt.Sprintf("%q is not a field of the records to judge", name), fix)
	}
}

// checkCriteria looks for criteria that an earlier judge has scored: which of
// the two score.helpful means could not be told.
func (c *judgeConfig) checkCriteria(s *plan.Scope, rubric *seedbed.Rubric) {
	for _, own := range rubric.Criteria {
		for _, earlier := range s.Input.Criteria {
			if own.Name == earlier.Name {
				s.Problem("rubric", fmt.Sprintf("an earlier judge scores %q already", own.Name), "rename the criterion in one of the two rubrics")
			}
		}
	}
}

func (c *judgeConfig) estimate(text *judgeText, model *plan.Model) func(plan.Flow) plan.Flow {
	most := judgeParams(c, model).MaxTokens
	fixed := len(text.system) + len(text.closing) + len(text.schema) + 200
	out := min(most, judgeReason*len(c.rubric.Criteria))
	return func(in plan.Flow) plan.Flow {
		return plan.Flow{
			Rows: in.Rows, Bytes: in.Bytes,
			Calls: []plan.CallFlow{{
				Model: c.Model, Calls: in.Rows, In: in.Rows * ((fixed + in.Bytes) / 4), Out: in.Rows * out, MaxOut: in.Rows * most,
			}},
		}
	}
}

// judgeParams are the settings of a judge's calls.
func judgeParams(c *judgeConfig, model *plan.Model) seedbed.Params {
	var p seedbed.Params
	if model != nil {
		p = model.Params
	}
	switch {
	case c.Temperature != nil:
		p.Temperature = c.Temperature
	case p.Temperature == nil:
		p.Temperature = new(float64)
	}
	switch {
	case c.MaxTokens != 0:
		p.MaxTokens = c.MaxTokens
	case p.MaxTokens == 0:
		p.MaxTokens = judgeTokens
	}
	return p
}
