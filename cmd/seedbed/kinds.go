package main

import (
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stage"
)

// kinds are all kinds of stages that a recipe can name.
func kinds() []*plan.Kind {
	return []*plan.Kind{
		stage.Generate(),
		stage.Vary(),
		stage.Expand(),
		stage.Simulate(),
		stage.Judge(),
		stage.Keep(),
		stage.Dedupe(),
		stage.Redteam(),
		stage.World(),
		stage.Persona(),
		stage.Evolve(),
		stage.Distill(),
		stage.Inspect(),
		stage.Exec(),
	}
}
