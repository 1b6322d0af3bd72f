package recipe

import (
	"seedbed.dev/seedbed/internal/bias"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// demandEntry is what a recipe demands before a release.
type demandEntry struct {
	JudgeTest config.Map[string] `yaml:"judge_test" doc:"what seedbed judge-test has to find of every judge, compared by its intervals: accuracy, and how far the score moves" example:"{accuracy: \">= 0.8\", position: \"<= 0.05\"}"`
}

// demand checks what the recipe demands, and copies it.
func (l *loader) demand() {
	for _, d := range l.top.Demand.JudgeTest {
		path := config.Join("demand.judge_test", d.Key)
		if !contains(bias.Names(), d.Key) {
			l.report(config.Unknown(l.doc.KeyPos(path), "test of judges", d.Key, bias.Names()))
			continue
		}
		if _, err := bias.ParseClaim(d.Value); err != nil {
			l.problem(path, err.Error(), "")
			continue
		}
		l.plan.Demand.JudgeTest = append(l.plan.Demand.JudgeTest, plan.JudgeDemand{Test: d.Key, Claim: d.Value})
	}
}

// checkDemand reports a demand on judges where there is none.
func (l *loader) checkDemand() {
	if len(l.plan.Demand.JudgeTest) == 0 {
		return
	}
	for _, s := range l.steps {
		if s.Kind != nil && s.Kind.Name == "judge" {
			return
		}
	}
	l.problem("demand.judge_test", "the recipe demands something of its judges and has none", "add a stage of kind judge, or remove the demand")
}
