package model

import (
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

func newAnthropic(spec plan.Model, opt Options) (seedbed.Model, error) {
	return nil, invalid(spec, "provider anthropic cannot be used yet", "")
}
