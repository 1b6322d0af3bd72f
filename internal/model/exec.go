package model

import (
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

func newExec(spec plan.Model, opt Options) (seedbed.Model, error) {
	return nil, invalid(spec, "provider exec cannot be used yet", "")
}
