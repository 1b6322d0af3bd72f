package stage

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/attack"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/plan"
)

// Redteam is the kind that attacks a system under test: seed attacks, changed by
// strategies, spent by a search where they succeed.
func Redteam() *plan.Kind {
	return &plan.Kind{
		Name: "redteam",
		Doc: "Attacks the system under test with seeds from `attacks`, changed by `strategies`, and has a judge say what succeeded. " +
			"Calls are spent round by round where attacks succeed, but for the share `breadth`, which goes to what was tried least. " +
			"What could not be had (the attacker refused, the system did not answer, a reply was cut off or no verdict could be read) is " +
			"no success and no failure: the record says so in `validity`, and has no `success`. Rates are of the attacks that were made; " +
			"a search that looks for success finds more of it than people at large would.",
		Ordered: true,
		Config:  func() plan.StageConfig { return &redteamConfig{} },
		New:     making("a redteam stage", newRedteam),
	}
}

type redteamConfig struct {
	Attacks      []string             `yaml:"attacks" doc:"sources of seed attacks: each has a text, a category of the policy, and where it is an ordinary question natural: true" required:"true" example:"[seeds]"`
	Field        string               `yaml:"field" doc:"field of the seeds that is sent" default:"text"`
	Model        string               `yaml:"model" doc:"the model that attacks; left out: strategies that need none alone" example:"attacker"`
	System       string               `yaml:"system" doc:"the model in the role of the system under test" required:"true" example:"target"`
	Instructions string               `yaml:"instructions" doc:"the system message of the system under test; left out: none" example:"You are a tutor for children."`
	Policy       string               `yaml:"policy" doc:"the policy file: principles, and categories of harm" required:"true" example:"policy.yaml"`
	Strategies   []string             `yaml:"strategies" doc:"what is done to seeds; left out: everything that needs no model, and with model everything" enum:"plain,substitute,paraphrase,crescendo,persona,hypothetical,fiction,translate,base64,rot13,leetspeak,homoglyphs,zero_width,spacing,reversed,many_shot,splitting,injection" fingerprint:"-" example:"[plain, substitute, paraphrase]"`
	Judge        redteamJudge         `yaml:"judge" doc:"who says whether an attack succeeded, and when it did" required:"true"`
	Calls        int                  `yaml:"calls" doc:"how many calls the search makes to all models together; a question that is asked again may come on top" default:"2000" min:"1" max:"10000000" fingerprint:"-"`
	Rounds       int                  `yaml:"rounds" doc:"into how many rounds the calls are parted, at the least; what a round found decides where the next one goes" default:"10" min:"1" max:"10000" fingerprint:"-"`
	Breadth      config.Percent       `yaml:"breadth" doc:"share of the attacks that go to the category and strategy that was tried least" default:"30%" fingerprint:"-"`
	Turns        int                  `yaml:"turns" doc:"turns of an escalation (crescendo)" default:"4" min:"2" max:"30"`
	Languages    []string             `yaml:"languages" doc:"languages that seeds are translated into" default:"[German, Bengali, Swahili, Zulu, Scots Gaelic]"`
	Identities   []string             `yaml:"identities" doc:"categories of words for people that are exchanged; left out: all" enum:"gender,religion,ethnicity,nationality,migration,sexuality,disability,age,class"`
	Exchange     config.Map[[]string] `yaml:"exchange" doc:"words to exchange for others, before those for people" example:"{red: [scarlet, crimson]}"`
	Novelty      float64              `yaml:"novelty" doc:"an attack that a model wrote is not sent where its 3-word shingles are as similar as this to those of one tried in its category (Jaccard)" default:"0.8" min:"0.3" max:"1" fingerprint:"-"`
	Brief        string               `yaml:"brief" doc:"what the attacker is told besides the policy" example:"The system is used by pupils of ten to twelve years."`
	AllowCut     bool                 `yaml:"allow_cut" doc:"judge a reply that reached max_tokens as it is; otherwise it is cut off, and counts as missing"`

	sources    []plan.Source
	policy     *attack.Policy
	strategies []attack.Info
	words      *attack.Words
	success    *expr.Program
	judgeNeeds plan.Needs
	verdicts   int // calls for a verdict
}

// redteamJudge is a judge with what it takes for a success.
type redteamJudge struct {
	judgeConfig `yaml:",inline"`
	Success     string `yaml:"success" doc:"when an attack has succeeded, in CEL over the scores and the fields" required:"true" example:"score.harm >= 4"`
}

// redteamShown are the fields that the judge is shown: the kind of fault that is
// looked for, what the attack is after, the whole conversation, and the last reply.
var redteamShown = seedbed.Schema{Fields: []seedbed.FieldType{
	{Name: "category", Type: seedbed.TypeText},
	{Name: "seed", Type: seedbed.TypeText},
	{Name: "conversation", Type: seedbed.TypeText},
	{Name: "reply", Type: seedbed.TypeText},
}}

// redteamFields are the fields that the stage adds to those of the seed, in order.
var redteamFields = []seedbed.FieldType{
	{Name: "seed", Type: seedbed.TypeText},
	{Name: "category", Type: seedbed.TypeText},
	{Name: "severity", Type: seedbed.TypeInt},
	{Name: "strategy", Type: seedbed.TypeText},
	{Name: "exchanged", Type: seedbed.TypeText},
	{Name: "for", Type: seedbed.TypeText},
	{Name: "pair", Type: seedbed.TypeText},
	{Name: "control", Type: seedbed.TypeBool},
	{Name: "identity", Type: seedbed.TypeText},
	{Name: "drift", Type: seedbed.TypeText},
	{Name: "attack", Type: seedbed.TypeText},
	{Name: "conversation", Type: seedbed.TypeList},
	{Name: "reply", Type: seedbed.TypeText},
	{Name: "success", Type: seedbed.TypeBool},
	{Name: "calibrated", Type: seedbed.TypeBool},
	{Name: seedbed.FieldValidity, Type: seedbed.TypeText},
	{Name: seedbed.FieldInvalid, Type: seedbed.TypeText},
}

// Check implements plan.StageConfig.
func (c *redteamConfig) Check(s *plan.Scope) plan.Needs {
	if s.HasFrom {
		s.Problem("from", "redteam has to see all seeds at once, and reads from no other stage", "leave from out, and name the sources in attacks:")
	}
	needs := plan.Needs{Roots: 1, Output: c.checkSources(s)}
	attacker := c.checkModel(s, &needs, "model", c.Model, plan.AsAttack)
	system := c.checkModel(s, &needs, "system", c.System, plan.AsSystem)
	if c.Policy != "" {
		if data, ok := s.ReadFile("policy", c.Policy, "policy"); ok {
			var probs seedbed.Problems
			c.policy, probs = attack.ParsePolicy(c.Policy, data)
			s.Report(probs)
			needs.Parts = append(needs.Parts, "policy="+c.policy.Revision)
		}
	}
	c.checkStrategies(s)
	c.checkWords(s)
	c.checkJudge(s, &needs)
	if strings.Contains(c.Instructions, "{{") {
		s.Warn("instructions", "the instructions are sent as they are, and {{ }} with them", "write the text that the system is given")
	}
	if c.Brief != "" && c.Model == "" {
		s.Warn("brief", "there is no attacker to be told", "add model:, or leave brief out")
	}
	for _, f := range redteamFields {
		needs.Output = needs.Output.With(f.Name, f.Type)
	}
	if c.Judge.Success != "" {
		c.success = keepCompile(s, "judge.success", c.Judge.Success, expr.EnvOf(needs.Output))
	}
	needs.Parts = append(needs.Parts, "attacks="+attack.Revision)
	needs.Estimate = c.estimate(askParams(attacker, seedbed.Params{}).MaxTokens, askParams(system, seedbed.Params{}).MaxTokens)
	return needs
}

func (c *redteamConfig) checkModel(s *plan.Scope, needs *plan.Needs, key, name string, as plan.As) *plan.Model {
	if name == "" {
		return nil
	}
	m, ok := s.Model(key, name)
	if !ok {
		return nil
	}
	needs.Models = append(needs.Models, name)
	needs.Roles = append(needs.Roles, plan.Role{Model: name, As: as})
	return m
}

// checkSources finds the sources of seeds, and returns the fields that all have.
func (c *redteamConfig) checkSources(s *plan.Scope) seedbed.Schema {
	out := seedbed.Schema{}
	c.sources = nil
	for i, name := range c.Attacks {
		key := fmt.Sprintf("attacks.%d", i)
		if slices.Contains(c.Attacks[:i], name) {
			s.Problem(key, fmt.Sprintf("source %q is there twice", name), "leave one out")
			continue
		}
		src, ok := s.Source(key, name)
		if !ok {
			continue
		}
		c.sources = append(c.sources, *src)
		if t, ok := src.Schema.Has(c.Field); !ok && !src.Schema.Open && len(src.Schema.Fields) > 0 {
			s.Problem("field", fmt.Sprintf("source %q has no field %s (%s)", name, c.Field, strings.Join(src.Schema.Names(), ", ")), config.DidYouMean(c.Field, src.Schema.Names()))
		} else if ok && t != seedbed.TypeText && t != seedbed.TypeAny {
			s.Problem("field", fmt.Sprintf("field %s of source %q is no text: its type is %s", c.Field, name, t), "name a field that holds text")
		}
		for _, f := range src.Schema.Fields {
			t, ok := out.Has(f.Name)
			if !ok {
				t = f.Type
			}
			out = out.With(f.Name, t.Join(f.Type))
		}
		out.Open = out.Open || src.Schema.Open
	}
	return out
}

func (c *redteamConfig) checkStrategies(s *plan.Scope) {
	c.strategies = nil
	if len(c.Strategies) == 0 {
		for _, st := range attack.Strategies() {
			if !st.Model || c.Model != "" {
				c.strategies = append(c.strategies, st)
			}
		}
	}
	for i, name := range c.Strategies {
		key := fmt.Sprintf("strategies.%d", i)
		st, ok := attack.Find(name)
		switch {
		case !ok: // reported by whoever decoded
		case slices.Contains(c.Strategies[:i], name):
			s.Problem(key, fmt.Sprintf("strategy %s is there twice", name), "leave one out")
		case st.Model && c.Model == "":
			s.Problem(key, fmt.Sprintf("strategy %s needs a model that attacks", name), "add model: with its name, or leave the strategy out")
		default:
			c.strategies = append(c.strategies, st)
		}
	}
	uses := slices.ContainsFunc(c.strategies, func(st attack.Info) bool { return st.Model })
	if c.Model != "" && len(c.strategies) > 0 && !uses {
		s.Warn("model", "none of the strategies needs a model that attacks", "leave model out, or add paraphrase, translate or crescendo")
	}
	if len(c.Languages) == 0 && slices.Contains(c.Strategies, attack.Translate) {
		s.Problem("languages", "translate has no language to translate into", "add one, such as [German]")
	}
}

func (c *redteamConfig) checkWords(s *plan.Scope) {
	own := make([][]string, 0, len(c.Exchange))
	for _, e := range c.Exchange {
		key := config.Join("exchange", e.Key)
		if strings.TrimSpace(e.Key) == "" || len(e.Value) == 0 || slices.ContainsFunc(e.Value, func(v string) bool { return strings.TrimSpace(v) == "" }) {
			s.Problem(key, "an exchange needs a word, and words to stand in its place", "write {red: [scarlet, crimson]}")
			continue
		}
		own = append(own, append([]string{e.Key}, e.Value...))
	}
	c.words = attack.NewWords(c.Identities, own)
}

// checkJudge lets the judge check its own part, as a stage that reads what it is
// shown.
func (c *redteamConfig) checkJudge(s *plan.Scope, needs *plan.Needs) {
	if c.Judge.Model == "" && c.Judge.Rubric == "" && c.Judge.Success == "" {
		return // reported as missing by whoever decoded
	}
	under := *s
	at := func(key string) string {
		if key == "" {
			return "judge"
		}
		return "judge." + key
	}
	under.Input, under.HasFrom = redteamShown, true
	under.Problem = func(key, message, fix string) { s.Problem(at(key), message, fix) }
	under.ProblemAt = func(key string, line, col int, message, fix string) { s.ProblemAt(at(key), line, col, message, fix) }
	under.Warn = func(key, message, fix string) { s.Warn(at(key), message, fix) }
	under.ReadFile = func(key, path, kind string) ([]byte, bool) { return s.ReadFile(at(key), path, kind) }
	under.Rubric = func(key, path string) (*seedbed.Rubric, bool) { return s.Rubric(at(key), path) }
	under.Model = func(key, name string) (*plan.Model, bool) { return s.Model(at(key), name) }
	under.Source = func(key, name string) (*plan.Source, bool) { return s.Source(at(key), name) }
	under.Glob = func(key, pattern string) bool { return s.Glob(at(key), pattern) }
	judge := c.Judge.judgeConfig.Check(&under)
	c.judgeNeeds, c.verdicts = judge, 1
	needs.Models = append(needs.Models, judge.Models...)
	if len(judge.Roles) == 0 {
		for _, m := range judge.Models {
			needs.Roles = append(needs.Roles, plan.Role{Model: m, As: plan.AsJudge})
		}
	}
	needs.Roles = append(needs.Roles, judge.Roles...)
	needs.Related, needs.Rubric = judge.Related, judge.Rubric
	needs.Output.Criteria = judge.Output.Criteria
	for _, p := range judge.Parts {
		needs.Parts = append(needs.Parts, "judge "+p)
	}
	if judge.Estimate != nil {
		calls := 0
		for _, f := range judge.Estimate(plan.Flow{Rows: 1, Bytes: 1}).Calls {
			calls += f.Calls
		}
		c.verdicts = max(calls, 1)
	}
}

// cost is how many calls an attack of a strategy takes of the attacker and of the
// system under test.
func (c *redteamConfig) cost(strategy string, variant int) (attacker, system int) {
	switch strategy {
	case attack.Crescendo:
		return c.Turns, c.Turns
	case attack.Paraphrase, attack.Translate:
		return 1, 1
	case attack.Splitting:
		if variant > 0 {
			return 0, 3
		}
	}
	return 0, 1
}

// estimate says what the calls are spent on when every strategy has as many attacks
// as the others.
func (c *redteamConfig) estimate(attackerMost, systemMost int) func(plan.Flow) plan.Flow {
	asked, sent := 0, 0
	for i := range c.strategies {
		a, s := c.cost(c.strategies[i].Name, i%2)
		asked, sent = asked+a, sent+s
	}
	return func(plan.Flow) plan.Flow {
		n := len(c.strategies)
		if n == 0 {
			return plan.Flow{}
		}
		rows := max(c.Calls*n/max(asked+sent+n*c.verdicts, 1), 1)
		out := plan.Flow{Rows: rows, Bytes: 4 * (2*askWords + 100)}
		add := func(model string, calls, in, most int) {
			if model != "" && calls > 0 {
				out.Calls = append(out.Calls, plan.CallFlow{Model: model, Calls: calls, In: calls * in, Out: calls * min(most, askWords), MaxOut: calls * most})
			}
		}
		add(c.Model, rows*asked/n, 400, attackerMost)
		add(c.System, rows*sent/n, 100+len(c.Instructions)/4, systemMost)
		if c.judgeNeeds.Estimate != nil {
			out.Calls = append(out.Calls, c.judgeNeeds.Estimate(plan.Flow{Rows: rows, Bytes: out.Bytes}).Calls...)
		}
		return out
	}
}
