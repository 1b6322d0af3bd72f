package recipe

import (
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// LoadModels reads of a recipe its models, budget and purpose alone: for work that
// comes before there are stages, such as drafting what they will need. The plan has no
// stages; names are the models that will be called. Problems are as from Load.
func LoadModels(opt Options, names ...string) (*plan.Plan, seedbed.Problems) {
	if opt.File == "" {
		opt.File = DefaultFile
	}
	if opt.Files == nil {
		opt.Files = osFiles{opt.Dir}
	}
	l := &loader{opt: opt, plan: &plan.Plan{Dir: opt.Dir, Set: opt.Set}, used: map[string]bool{}, unsampled: map[string]bool{}}
	if l.read() {
		l.report(l.doc.Decode("", &l.top, "stages")...)
		l.plan.Name, l.plan.Purpose, l.plan.Use = l.top.Name, l.top.Purpose, l.top.Use
		l.plan.Budget, l.plan.InFlight = l.top.Budget.Budget, l.top.InFlight
		l.models()
		l.families()
		s := &step{Stage: plan.Stage{Name: "draft"}}
		for _, name := range names {
			l.lookModel(s, "models", name)
		}
		l.checkModels()
	}
	l.probs = config.Sorted(l.probs)
	if hasErrors(l.probs) {
		return nil, l.probs
	}
	return l.plan, l.probs
}
