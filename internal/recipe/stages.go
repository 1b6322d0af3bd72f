package recipe

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// Bounds on what a recipe may hold: beyond what anyone writes, and low enough
// that checking a hostile one takes no time.
const (
	maxEntries = 300    // stages, models, sources; criteria of a rubric
	maxFrom    = 100    // of one stage
	maxItems   = 10_000 // of other lists
)

// step is a stage on its way into the plan.
type step struct {
	plan.Stage
	path   string // of its configuration: "stages.hints.generate"
	inputs []*step
	makers map[string]bool // the sources and stages whose records it gives on
	broken bool            // it has problems, so what it gives is not known
	guess  bool            // what comes to it is not known
	reads  []string        // digests of the files that its Check read
	looks  []string        // sources that it looks at besides those it reads from
}

// stages decodes the stages; false when there is none to go on with.
func (l *loader) stages() bool {
	names := l.doc.Keys("stages")
	if len(names) == 0 {
		if k := l.doc.Kind("stages"); k != config.None && k != config.Mapping {
			l.problem("stages", "stages wants a map of stages by their names", "write stages: {hints: {generate: {...}}}")
		} else {
			l.problem("stages", "the recipe has no stages", "add stages: {hints: {generate: {from: ..., model: ..., prompt: ...}}}")
		}
		return false
	}
	if len(names) > maxEntries {
		l.problem("stages", fmt.Sprintf("the recipe has %d stages; %d are the most", len(names), maxEntries), "")
		return false
	}
	for _, name := range names {
		path := config.Join("stages", name)
		l.checkName(path, "a stage", name)
		if l.plan.Source(name) != nil {
			l.report(seedbed.Problem{Pos: l.doc.KeyPos(path), Message: fmt.Sprintf("a source and a stage are both named %q", name), Fix: "rename one, so that from: names one thing"})
		}
		s := &step{Stage: plan.Stage{Name: name, Pos: l.doc.KeyPos(path)}, path: path}
		l.steps = append(l.steps, s)
		l.decodeStage(s)
	}
	for _, s := range l.steps {
		l.resolve(s)
	}
	return true
}

func (l *loader) kindNames() []string {
	out := make([]string, len(l.opt.Kinds))
	for i, k := range l.opt.Kinds {
		out[i] = k.Name
	}
	return out
}

// decodeStage finds the stage's kind and decodes its configuration.
func (l *loader) decodeStage(s *step) {
	keys := l.doc.Keys(s.path)
	known := l.kindNames()
	s.broken = true
	if len(keys) == 0 {
		l.report(seedbed.Problem{
			Pos: s.Pos, Message: fmt.Sprintf("stage %q does not say what it does", s.Name),
			Fix: fmt.Sprintf("write %s: {%s: {from: ...}}, with one of %s", s.Name, first(known), strings.Join(known, ", ")),
		})
		return
	}
	kinds := slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return !slices.Contains(known, k) })
	for _, k := range keys {
		pos := l.doc.KeyPos(config.Join(s.path, k))
		switch {
		case len(kinds) == 0:
			l.report(config.Unknown(pos, "kind of stage", k, known))
		case len(kinds) > 1 && k == kinds[0]:
			l.report(seedbed.Problem{Pos: pos, Message: fmt.Sprintf("stage %q does several things: %s", s.Name, strings.Join(kinds, ", ")), Fix: "make a stage of each, and chain them with from:"})
		case !slices.Contains(known, k):
			l.report(seedbed.Problem{Pos: pos, Message: fmt.Sprintf("%q does not stand beside %s", cut(k), kinds[0]), Fix: fmt.Sprintf("write it within the braces of %s: {%s: {%s: ...}}", kinds[0], kinds[0], cut(k))})
		}
	}
	if len(kinds) != 1 {
		return
	}
	s.Kind = l.opt.Kinds[slices.Index(known, kinds[0])]
	s.path = config.Join(s.path, s.Kind.Name)
	before := len(l.probs)
	s.Config = s.Kind.Config()
	l.report(l.doc.Decode(s.path, s.Config, "from", "because")...)
	l.report(l.doc.Decode(config.Join(s.path, "from"), &s.From)...)
	l.report(l.doc.Decode(config.Join(s.path, "because"), &s.Because)...)
	s.broken = hasErrors(l.probs[before:])
}

func first(list []string) string {
	if len(list) == 0 {
		return "..."
	}
	return list[0]
}

func hasErrors(p seedbed.Problems) bool {
	return slices.ContainsFunc(p, func(p seedbed.Problem) bool { return !p.Warning })
}

// fromPath returns the path of the i-th name that a stage reads from.
func (l *loader) fromPath(s *step, i int) string {
	at := config.Join(s.path, "from")
	if l.doc.Kind(at) == config.List {
		return itemPath(at, i)
	}
	return at
}

// resolve finds what a stage reads from.
func (l *loader) resolve(s *step) {
	if len(s.From) > maxFrom {
		l.problem(config.Join(s.path, "from"), fmt.Sprintf("stage %q reads from %d others; %d are the most", s.Name, len(s.From), maxFrom), "")
		s.From, s.broken, s.guess = s.From[:maxFrom], true, true
	}
	for i, from := range s.From {
		at := l.fromPath(s, i)
		if slices.Contains(s.From[:i], from) {
			l.problem(at, fmt.Sprintf("stage %q reads from %q twice", s.Name, from), "remove one; for more rows of each, use copies:")
			s.broken = true
			continue
		}
		if l.plan.Source(from) != nil {
			l.used["source "+from] = true
			s.guess = s.guess || l.unsampled[from]
			continue
		}
		if in := l.step(from); in != nil {
			s.inputs = append(s.inputs, in)
			continue
		}
		l.problem(at, fmt.Sprintf("stage %q reads from %q, which does not exist", s.Name, cut(from)), l.suggestFrom(s, from))
		s.broken, s.guess = true, true
	}
}

func (l *loader) suggestFrom(s *step, from string) string {
	var names []string
	for i := range l.plan.Sources {
		names = append(names, l.plan.Sources[i].Name)
	}
	for _, t := range l.steps {
		if t != s {
			names = append(names, t.Name)
		}
	}
	if fix := config.DidYouMean(from, names); fix != "" {
		return fix
	}
	if len(names) == 0 {
		return "declare it under sources: or stages:"
	}
	return "there is " + config.Names(names)
}

func (l *loader) step(name string) *step {
	for _, s := range l.steps {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// order puts each stage after those it reads, and else leaves them as they are
// written. Stages that read one another in a circle are reported, and go last.
func (l *loader) order() {
	waits := map[*step]int{}
	readers := map[*step][]*step{}
	for _, s := range l.steps {
		waits[s] = len(s.inputs)
		for _, in := range s.inputs {
			readers[in] = append(readers[in], s)
		}
	}
	placed := map[*step]bool{}
	var out []*step
	for {
		i := slices.IndexFunc(l.steps, func(s *step) bool { return !placed[s] && waits[s] == 0 })
		if i < 0 {
			break
		}
		placed[l.steps[i]] = true
		out = append(out, l.steps[i])
		for _, r := range readers[l.steps[i]] {
			waits[r]--
		}
	}
	for _, s := range l.steps {
		if !placed[s] {
			s.broken, s.guess = true, true
			l.reportCycle(s)
			out = append(out, s)
		}
	}
	l.steps = out
}

// reportCycle reports a circle at the stage that stands first in the recipe.
func (l *loader) reportCycle(s *step) {
	var path []*step
	var visit func(t *step) bool
	seen := map[*step]bool{}
	visit = func(t *step) bool {
		path = append(path, t)
		for _, in := range t.inputs {
			if in == s {
				return true
			}
			if !seen[in] {
				seen[in] = true
				if visit(in) {
					return true
				}
			}
		}
		path = path[:len(path)-1]
		return false
	}
	if !visit(s) {
		return // it reads from a circle and is not in one
	}
	var names []string
	for _, t := range path {
		if slices.Index(l.steps, t) < slices.Index(l.steps, s) {
			return // reported there
		}
		names = append(names, t.Name)
	}
	names = append(names, s.Name)
	at := s.path
	for i, from := range s.From {
		if from == names[1] {
			at = l.fromPath(s, i)
		}
	}
	l.problem(at, "stages read from one another in a circle: "+circle(names), "let one of them read from a source")
}

// circle shows a circle of stages, its middle left out where it is long.
func circle(names []string) string {
	const most = 12
	shown := make([]string, len(names))
	for i, n := range names {
		shown[i] = config.Show(n)
	}
	if len(shown) > most {
		shown = slices.Concat(shown[:most-2], []string{"…"}, shown[len(shown)-2:])
	}
	return strings.Join(shown, " ← ")
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }
