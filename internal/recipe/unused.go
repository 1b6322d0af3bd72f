package recipe

import (
	"fmt"

	"seedbed.dev/seedbed"
)

// checkUnused warns of models and sources that nothing uses, and of stages whose
// work no release holds.
func (l *loader) checkUnused() {
	for i := range l.plan.Models {
		if m := &l.plan.Models[i]; !l.used["model "+m.Name] {
			l.report(seedbed.Problem{Pos: m.Pos, Message: fmt.Sprintf("no stage calls model %q", m.Name), Fix: "remove it, or name it in a stage", Warning: true})
		}
	}
	for i := range l.plan.Sources {
		if src := &l.plan.Sources[i]; !l.used["source "+src.Name] {
			l.report(seedbed.Problem{Pos: src.Pos, Message: fmt.Sprintf("no stage reads source %q", src.Name), Fix: "remove it, or name it in a stage's from:", Warning: true})
		}
	}
	ends := l.ends()
	l.checkReached(ends)
	l.checkEnds(ends)
}

// checkReached warns of stages whose work no release holds.
func (l *loader) checkReached(ends []*step) {
	reached := map[*step]bool{}
	var visit func(s *step)
	visit = func(s *step) {
		if reached[s] {
			return
		}
		reached[s] = true
		for _, in := range s.inputs {
			visit(in)
		}
	}
	for _, s := range ends {
		visit(s)
	}
	for _, s := range l.steps {
		if !reached[s] {
			l.report(seedbed.Problem{
				Pos: s.Pos, Message: fmt.Sprintf("stage %q is unreachable from the release: nothing that it makes is released", s.Name),
				Fix: "remove it, or name it in release: {from: [...]}", Warning: true,
			})
		}
	}
}

// checkEnds warns of records that end in two of the released stages.
func (l *loader) checkEnds(ends []*step) {
	through := map[string]*step{}
	for _, s := range ends {
		for _, m := range sortedKeys(s.makers) {
			other := through[m]
			if other == nil {
				through[m] = s
				continue
			}
			l.report(seedbed.Problem{
				Pos:     s.Pos,
				Message: fmt.Sprintf("records of %q end in both %q and %q; one that both let through is released twice", m, other.Name, s.Name),
				Fix:     fmt.Sprintf("chain them: let %q read from %q; or name one in release: {from: [...]}", s.Name, other.Name), Warning: true,
			})
			break
		}
	}
}
