package stage

import (
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// making returns the New of a kind, whose stages build makes from a configuration of
// the kind's own type. what names them: "a generate stage".
func making[C plan.StageConfig, S seedbed.Stage](what string, build func(C, plan.Env) (S, error)) func(plan.StageConfig, plan.Env) (seedbed.Stage, error) {
	return func(c plan.StageConfig, env plan.Env) (seedbed.Stage, error) {
		cfg, ok := c.(C)
		if !ok {
			return nil, seedbed.Errorf(seedbed.CodeInternal, "making %s: got the configuration of another kind, %T", what, c)
		}
		return build(cfg, env)
	}
}
