package stage

import (
	"crypto/sha256"
	"encoding/hex"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// Judge is the kind that has models give their opinion of each record by one
// rubric.
func Judge() *plan.Kind {
	return &plan.Kind{
		Name: "judge",
		Doc: "Has a model, or a panel of models, score each record by a rubric: for every criterion a reason first, then a value. " +
			"Every criterion ends up scored; or unscored, because the model refused, gave no verdict or one outside the rubric; or " +
			"failed, because no reply could be read in `attempts` tries. The record itself stays as it is. What is judged is shown " +
			"between delimiters that it cannot close.\n\n" +
			"A panel's judges each keep their scores; behind them stands the panel's, the median of a scale (of an even number the " +
			"lower), or what most say. Two answers (`how: pairwise`) are always shown in both orders: a verdict that changes with the " +
			"order is a tie, and says so.",
		Marks:  true,
		Config: func() plan.StageConfig { return &judgeConfig{} },
		New:    making("a judge stage", newJudge),
	}
}

// judgeTokens is the most tokens of a verdict where neither stage nor model says.
const judgeTokens = 512

// judgeReason is about how many tokens a reason and its value take.
const judgeReason = 48

// How a judge looks at a record.
const (
	judgeAbsolute  = "absolute" // by itself
	judgePairwise  = "pairwise" // two fields of it against each other
	judgeReference = "reference"
	judgeListwise  = "listwise"
)

// The ways to ask how sure a judge is.
const (
	judgeStated  = "stated"
	judgeLogprob = "logprob"
)

// judgeConfig has no defaults but those that it had when there was one judge and one
// way alone: what is left out is in no fingerprint.
type judgeConfig struct {
	Model       string   `yaml:"model" doc:"the model that judges; models for several" example:"grader"`
	Models      []string `yaml:"models" doc:"the models of a panel, instead of model" example:"[strict, kind, third]"`
	Rubric      string   `yaml:"rubric" doc:"the rubric file" required:"true" example:"rubrics/hint.yaml"`
	How         string   `yaml:"how" doc:"how a record is looked at: by itself, two of its fields against each other, beside a reference answer, or the items of a list in order; left out: absolute" enum:"absolute,pairwise,reference,listwise"`
	Show        []string `yaml:"show" doc:"the fields that the judge is shown, in order; left out: all" example:"[question, hint]"`
	Pair        []string `yaml:"pair" doc:"the two fields that are compared, where how is pairwise; the rubric's criteria are choices of their names and tie" example:"[answer_a, answer_b]"`
	Reference   string   `yaml:"reference" doc:"the field with the reference answer, where how is reference" example:"answer"`
	Items       string   `yaml:"items" doc:"the field with the list whose items are put in order, where how is listwise; the rubric's criteria are rankings" example:"replies"`
	Orders      int      `yaml:"orders" doc:"where how is listwise: 2 shows the items in the reverse order too; left out: one order, drawn for each record" min:"1" max:"2"`
	Repeats     int      `yaml:"repeats" doc:"how often each judge is asked for each record; left out: once" min:"1" max:"100" example:"5"`
	Confidence  []string `yaml:"confidence" doc:"how sure the judge is, asked of itself (stated), or from the log-probabilities of its reply (logprob); they are kept apart" enum:"stated,logprob" example:"[stated, logprob]"`
	Attempts    int      `yaml:"attempts" doc:"how often a verdict that cannot be read is asked for, the first time counted" default:"2" min:"1" max:"20"`
	MaxTokens   int      `yaml:"max_tokens" doc:"the most tokens of a verdict; left out: the model's, or else 512" min:"16"`
	Temperature *float64 `yaml:"temperature" doc:"how freely the model chooses its words; left out: the model's, or else 0" min:"0" max:"2"`

	Bands   judgeBands `yaml:"bands" doc:"what becomes of a record by its score: accept, reject, or person for what lies between; it is scored as a criterion of its own, and the record stays" example:"{accept: \">= 0.9\", reject: \"<= 0.3\"}"`
	Related string     `yaml:"related_because" doc:"why a judge may be related to the model whose work it judges; a release prints it" fingerprint:"-"`

	rubric *seedbed.Rubric
	bands  *judgeBanding // nil: none
}

// Check implements plan.StageConfig.
func (c *judgeConfig) Check(s *plan.Scope) plan.Needs {
	needs := plan.Needs{Output: s.Input, Related: c.Related}
	if !s.HasFrom {
		s.Problem("", "a judge has nothing to judge by itself", "add from: with the stage or source whose records it is to judge")
	}
	models := c.checkModels(s)
	for _, m := range models {
		needs.Models = append(needs.Models, m.Name)
		needs.Roles = append(needs.Roles, plan.Role{Model: m.Name, As: plan.AsJudge})
	}
	c.checkShow(s)
	c.checkHow(s)
	if c.Rubric == "" {
		return needs
	}
	rubric, ok := s.Rubric("rubric", c.Rubric)
	if rubric == nil {
		return needs
	}
	c.checkKinds(s, rubric)
	c.bands = c.Bands.check(s, rubric, c)
	told := c.bands.rubric(rubric)
	c.checkCriteria(s, rubric)
	needs.Output.Criteria = append(append([]seedbed.Criterion(nil), s.Input.Criteria...), told.Criteria...)
	if !ok {
		return needs
	}
	c.rubric = rubric
	texts := c.texts(rubric)
	needs.Rubric = told
	needs.Parts = []string{"rubric=" + rubric.Revision, "instructions=" + judgeDigest(texts)}
	needs.Estimate = c.estimate(texts, models)
	return needs
}

// judgeDigest is what a fingerprint knows the instructions by.
func judgeDigest(texts []*judgeText) string {
	h := sha256.New()
	for i, t := range texts {
		if i > 0 {
			h.Write([]byte{0})
		}
		h.Write([]byte(t.system + "\x00" + t.closing + "\x00" + string(t.schema)))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// names are the judges, by their models' names.
func (c *judgeConfig) names() []string {
	if c.Model != "" {
		return []string{c.Model}
	}
	return c.Models
}

// asks reports whether a way to ask for confidence is wanted.
func (c *judgeConfig) asks(way string) bool {
	for _, w := range c.Confidence {
		if w == way {
			return true
		}
	}
	return false
}

// texts are the instructions, one for each order in which a record is shown.
func (c *judgeConfig) texts(r *seedbed.Rubric) []*judgeText {
	ways := judgeWays{how: c.How, stated: c.asks(judgeStated)}
	switch {
	case c.How == judgePairwise && len(c.Pair) == 2:
		return []*judgeText{
			newJudgeTextIn(judgePairRubric(r, c.Pair[0], c.Pair[1]), ways),
			newJudgeTextIn(judgePairRubric(r, c.Pair[1], c.Pair[0]), ways),
		}
	case c.How == judgeListwise && c.Orders == 2:
		t := newJudgeTextIn(r, ways)
		return []*judgeText{t, t}
	}
	return []*judgeText{newJudgeTextIn(r, ways)}
}

func (c *judgeConfig) estimate(texts []*judgeText, models []*plan.Model) func(plan.Flow) plan.Flow {
	text := texts[0]
	fixed := len(text.system) + len(text.closing) + len(text.schema) + 200
	times := max(1, c.Repeats) * len(texts)
	return func(in plan.Flow) plan.Flow {
		out := plan.Flow{Rows: in.Rows, Bytes: in.Bytes}
		for _, m := range models {
			most := judgeParams(c, m).MaxTokens
			calls := in.Rows * times
			out.Calls = append(out.Calls, plan.CallFlow{
				Model: m.Name, Calls: calls, In: calls * ((fixed + in.Bytes) / 4),
				Out: calls * min(most, judgeReason*len(text.rubric.Criteria)), MaxOut: calls * most,
			})
		}
		return out
	}
}

// judgeAlternatives is how many log-probabilities are asked for of each token, where
// the model does not say: as many as providers give.
const judgeAlternatives = 20

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
	if p.Logprobs == 0 && c.asks(judgeLogprob) {
		p.Logprobs = judgeAlternatives
	}
	return p
}
