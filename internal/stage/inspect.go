package stage

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/plan"
)

// Inspect is the kind that plans a human look at what comes to it. It lets every row
// through: who looks at what, and what may be claimed then, is no matter of a run.
func Inspect() *plan.Kind {
	return &plan.Kind{
		Name: "inspect",
		Doc: "Plans a human look at the rows that come to it: what is to be claimed of them afterwards, how sure, by how many people. " +
			"A run lets all rows through. `seedbed inspect` draws the sample and says how each claim stands, `seedbed review` shows people the rows; " +
			"the release says in a sentence what was found. Nothing of it is in a fingerprint: a plan of people may change without a row being made again.",
		Marks:  true,
		Free:   true,
		Config: func() plan.StageConfig { return &inspectConfig{} },
		New: making("an inspect stage", func(*inspectConfig, plan.Env) (inspect, error) {
			return inspect{}, nil
		}),
	}
}

// inspectConfig is what a recipe says of an inspection.
type inspectConfig struct {
	Claim      []string       `yaml:"claim" doc:"what is to be shown: defects below a share, a judge near to what people say, every group seen; one or a list" required:"true" example:"defects <= 5%"`
	Confidence config.Percent `yaml:"confidence" doc:"how sure each claim is to be" default:"95%" example:"95%"`
	Raters     int            `yaml:"raters" doc:"how many different people rate each row" default:"1" min:"1" max:"25"`
	Rubric     string         `yaml:"rubric" doc:"file of the guideline that people answer" required:"true" example:"rubrics/hint.yaml"`
	Defect     string         `yaml:"defect" doc:"when the answers of one person make a row defective, in CEL over score.<criterion>; wanted by claims of defects" example:"score.gives_away >= 4 || !score.correct"`
	Fixed      bool           `yaml:"fixed" doc:"look at a sample of a size that is known before, in place of one row after another until enough is known"`
	Seed       int64          `yaml:"seed" doc:"of the draw" default:"1"`
	Show       []string       `yaml:"show" doc:"fields that people see, in order; left out: all that no judge, signal or check wrote" example:"[question, hint]"`
	By         []string       `yaml:"by" doc:"fields whose combinations are looked at apart, so that small groups are seen" example:"[dialect, topic]"`
	Floor      int            `yaml:"floor" doc:"how many rows of each combination of by are looked at, where it has as many" min:"0" max:"10000"`
	Edges      int            `yaml:"edges" doc:"how many rows that look odd are looked at besides: near a threshold, judges who disagree, evidence of findings" min:"0" max:"100000"`
	Gold       string         `yaml:"gold" doc:"file of rows whose answers are known, which people rate first: JSON lines with the fields, answers and why" example:"gold.jsonl"`
	Again      config.Percent `yaml:"again" doc:"share of a person's rows that come a second time, to see how much they agree with themselves" default:"0%" example:"5%"`
	Assisted   string         `yaml:"assisted" doc:"judge stage whose scores stand in the form already; left out, as is better: people see no model's opinion before they answer"`
	Harm       []string       `yaml:"harm" doc:"what may hurt those who look, told before; the rows are blurred until somebody chooses to see them" example:"[violence, slurs]"`
	Domain     string         `yaml:"domain" doc:"field that people must be at home in to rate; left out: anyone may" example:"paediatrics"`
}

// Check implements plan.StageConfig.
func (c *inspectConfig) Check(s *plan.Scope) plan.Needs {
	in := &plan.Inspection{
		Name: s.Stage, Confidence: float64(c.Confidence), Raters: c.Raters, DefectText: c.Defect, Fixed: c.Fixed, Seed: c.Seed, Show: c.Show,
		By: c.By, Floor: c.Floor, Edges: c.Edges, Gold: c.Gold, Again: float64(c.Again), Assisted: c.Assisted, Harm: c.Harm, Domain: strings.TrimSpace(c.Domain),
	}
	needs := plan.Needs{Output: s.Input, Inspection: in}
	if c.Rubric != "" {
		if r, ok := s.Rubric("rubric", c.Rubric); ok {
			in.Rubric = r
			c.checkRubric(s, in)
		}
	}
	c.checkClaims(s, in)
	c.checkFields(s)
	if c.Confidence < .5 || c.Confidence >= 1 {
		s.Problem("confidence", "an inspection is sure of something from 50 % on, and never to 100 %", "write 95%")
	}
	if c.Again > .5 {
		s.Problem("again", "more than every other row would come a second time", "write 5%")
	}
	if c.Floor > 0 && len(c.By) == 0 {
		s.Problem("floor", "it does not say of which groups so many rows are looked at", "add by: with fields")
	}
	if c.Assisted != "" {
		s.Warn("assisted", "people who see a model's answer first tend to give it", "leave it out, unless time allows nothing else; the release says so")
	}
	if c.Gold != "" {
		s.ReadFile("gold", c.Gold, "gold")
	}
	return needs
}

// checkRubric compiles what a defect is.
func (c *inspectConfig) checkRubric(s *plan.Scope, in *plan.Inspection) {
	if i := slices.IndexFunc(in.Rubric.Criteria, func(k seedbed.Criterion) bool { return k.Kind == seedbed.Ranking }); i >= 0 {
		s.Problem("rubric", fmt.Sprintf("criterion %s asks for a ranking, which people are not asked for", in.Rubric.Criteria[i].Name), "use a rubric of scales, yes or no, and choices")
	}
	if c.Defect == "" {
		return
	}
	p, problems := expr.Compile(c.Defect, expr.EnvOf(seedbed.Schema{Criteria: in.Rubric.Criteria}), seedbed.TypeBool)
	for _, q := range problems {
		s.ProblemAt("defect", q.Line, q.Col, q.Message, q.Fix)
	}
	in.Defect = p
}

func (c *inspectConfig) checkClaims(s *plan.Scope, in *plan.Inspection) {
	for i, text := range c.Claim {
		key := "claim"
		if len(c.Claim) > 1 {
			key = fmt.Sprintf("claim.%d", i)
		}
		claim, err := plan.ParseClaim(text)
		if err != nil {
			s.Problem(key, err.Error(), "")
			continue
		}
		switch {
		case claim.Kind == plan.ShareOfDefects && c.Defect == "":
			s.Problem(key, "it does not say when a row is defective", "add defect: with a condition over the answers, such as score.gives_away >= 4")
		case claim.Kind == plan.JudgeWithin && len(s.Input.Criteria) == 0:
			s.Problem(key, "no judge has scored the rows that come here", "put a judge before it, or claim something else")
		case claim.Kind == plan.JudgeWithin && claim.Criterion != "" && !slices.ContainsFunc(s.Input.Criteria, func(k seedbed.Criterion) bool { return k.Name == claim.Criterion }):
			s.Problem(key, fmt.Sprintf("no judge was asked about %s", claim.Criterion), config.DidYouMean(claim.Criterion, criteriaNames(s.Input.Criteria)))
		case claim.Kind == plan.GroupsSeen:
			c.checkField(s, key, claim.Field)
		}
		in.Claims = append(in.Claims, claim)
	}
}

func criteriaNames(criteria []seedbed.Criterion) []string {
	out := make([]string, len(criteria))
	for i := range criteria {
		out[i] = criteria[i].Name
	}
	return out
}

func (c *inspectConfig) checkFields(s *plan.Scope) {
	for i, name := range c.Show {
		c.checkField(s, fmt.Sprintf("show.%d", i), name)
	}
	for i, name := range c.By {
		c.checkField(s, fmt.Sprintf("by.%d", i), name)
	}
}

func (c *inspectConfig) checkField(s *plan.Scope, key, name string) {
	if _, ok := s.Input.Has(name); !ok && !s.Input.Open {
		s.Problem(key, fmt.Sprintf("%s is not a field (%s)", name, strings.Join(s.Input.Names(), ", ")), config.DidYouMean(name, s.Input.Names()))
	}
}

// inspect lets every record through.
type inspect struct{}

// Process implements seedbed.Stage.
func (inspect) Process(_ context.Context, r seedbed.Record) ([]seedbed.Record, error) {
	return []seedbed.Record{r}, nil
}
