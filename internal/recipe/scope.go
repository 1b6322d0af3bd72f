package recipe

import (
	"fmt"
	"path"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// checkStages checks the stages one after another: each sees what those before
// it give.
func (l *loader) checkStages() {
	for _, s := range l.steps {
		if s.Config == nil {
			s.Output = seedbed.Schema{Open: true}
			continue
		}
		l.checkMarks(s)
		scope := l.scope(s)
		for _, in := range s.inputs {
			s.guess = s.guess || in.broken || in.guess
		}
		before := len(l.probs)
		needs := s.Config.Check(scope)
		s.Needs, s.Output = needs, needs.Output
		if len(s.From) == 0 && needs.Roots == 0 && !l.doc.Has(config.Join(s.path, "from")) {
			l.report(seedbed.Problem{
				Pos:     l.doc.KeyPos(s.path),
				Message: fmt.Sprintf("stage %q reads from nothing, and %s cannot start by itself", s.Name, s.Kind.Name),
				Fix:     "add from: with a source or a stage",
			})
		}
		if hasErrors(l.probs[before:]) {
			s.broken = true
		}
		if s.broken || s.guess { // what it gives is a guess, on which nobody should be corrected
			s.Output.Open = true
		}
		for _, m := range needs.Models {
			l.used["model "+m] = true
		}
	}
}

// scope returns what a stage is checked against.
func (l *loader) scope(s *step) *plan.Scope {
	at := func(key string) string {
		if key == "" {
			return s.path
		}
		return s.path + "." + key
	}
	return &plan.Scope{
		Stage:   s.Name,
		Input:   l.inputOf(s),
		Use:     l.plan.Use,
		HasFrom: len(s.From) > 0,
		Problem: func(key, message, fix string) { l.problem(at(key), message, fix) },
		ProblemAt: func(key string, line, col int, message, fix string) {
			if s.guess { // an expression over fields that nobody knows yet
				return
			}
			l.report(seedbed.Problem{Pos: l.doc.PosIn(at(key), line, col), Message: message, Fix: fix})
		},
		Report: func(p seedbed.Problems) { l.report(p...) },
		Warn:   func(key, message, fix string) { l.warn(at(key), message, fix) },
		ReadFile: func(key, name, kind string) ([]byte, bool) {
			data, ok := l.readFile(at(key), name, kind)
			if ok {
				s.reads = append(s.reads, digest(data))
			}
			return data, ok
		},
		Rubric: func(key, name string) (*seedbed.Rubric, bool) { return l.rubric(s, at(key), name) },
		Model:  func(key, name string) (*plan.Model, bool) { return l.lookModel(s, at(key), name) },
		Source: func(key, name string) (*plan.Source, bool) { return l.lookSource(s, at(key), name) },
		Glob:   func(key, pattern string) bool { return l.glob(at(key), pattern) },
	}
}

func (l *loader) rubric(s *step, at, name string) (*seedbed.Rubric, bool) {
	data, ok := l.readFile(at, name, "rubric")
	if !ok {
		return nil, false
	}
	s.reads = append(s.reads, digest(data))
	r, probs := ParseRubric(name, data)
	probs = append(probs, unaccepted(name, data, r)...)
	l.report(probs...)
	return r, !hasErrors(probs)
}

func (l *loader) lookModel(s *step, at, name string) (*plan.Model, bool) {
	if m := l.plan.Model(name); m != nil {
		l.used["model "+name] = true
		return m, true
	}
	names := make([]string, len(l.plan.Models))
	for i := range l.plan.Models {
		names[i] = l.plan.Models[i].Name
	}
	fix := config.DidYouMean(name, names)
	switch {
	case fix != "":
	case len(names) == 0:
		fix = fmt.Sprintf("declare it: models: {%s: gpt-5-mini}", orElse(identifierOf(name), "writer"))
	default:
		fix = "there is " + config.Names(names)
	}
	l.problem(at, fmt.Sprintf("stage %q calls model %q, which does not exist", s.Name, cut(name)), fix)
	return nil, false
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func (l *loader) lookSource(s *step, at, name string) (*plan.Source, bool) {
	if src := l.plan.Source(name); src != nil {
		l.used["source "+name] = true
		s.looks = append(s.looks, name)
		return src, true
	}
	names := make([]string, len(l.plan.Sources))
	for i := range l.plan.Sources {
		names[i] = l.plan.Sources[i].Name
	}
	fix := config.DidYouMean(name, names)
	if fix == "" && len(names) > 0 {
		fix = "there is " + config.Names(names)
	}
	l.problem(at, fmt.Sprintf("stage %q names source %q, which does not exist", s.Name, cut(name)), fix)
	return nil, false
}

// inputOf merges what a stage reads: fields that all have, with a type that
// holds all; criteria that any has, since a missing score is told apart when it
// is asked for.
func (l *loader) inputOf(s *step) seedbed.Schema {
	var in []seedbed.Schema
	for _, from := range s.From {
		if src := l.plan.Source(from); src != nil {
			in = append(in, src.Schema)
		} else if t := l.step(from); t != nil {
			in = append(in, t.Output)
		}
	}
	if len(in) == 0 {
		return seedbed.Schema{Open: s.broken || s.guess}
	}
	out := seedbed.Schema{Open: s.broken || s.guess}
	for _, f := range in[0].Fields {
		if t, ok := typeInAll(f.Name, f.Type, in[1:]); ok {
			out = out.With(f.Name, t)
		} else {
			out.Open = true
		}
	}
	for i, sc := range in {
		out.Open = out.Open || sc.Open
		for _, f := range sc.Fields {
			if _, ok := out.Has(f.Name); !ok && i > 0 {
				if in[0].Open {
					out = out.With(f.Name, seedbed.TypeAny)
				}
				out.Open = true
			}
		}
		for _, c := range sc.Criteria {
			if !hasCriterion(out.Criteria, c.Name) {
				out.Criteria = append(out.Criteria, c)
			}
		}
	}
	return out
}

// typeInAll joins the types that a field has in all schemas; false when one
// surely lacks it. An open schema may have it, of any type.
func typeInAll(name string, t seedbed.Type, in []seedbed.Schema) (seedbed.Type, bool) {
	for _, sc := range in {
		u, ok := sc.Has(name)
		switch {
		case ok:
			t = t.Join(u)
		case sc.Open:
			t = seedbed.TypeAny
		default:
			return "", false
		}
	}
	return t, true
}

func hasCriterion(list []seedbed.Criterion, name string) bool {
	for i := range list {
		if list[i].Name == name {
			return true
		}
	}
	return false
}

// checkMarks reports branches that mark the same records and are read by one
// stage: each record would come twice, once with either mark.
func (l *loader) checkMarks(s *step) {
	s.makers = map[string]bool{}
	through := map[string]string{}
	reported := 0
	for i, from := range s.From {
		makers := map[string]bool{from: true}
		if t := l.step(from); t != nil && t.makers != nil {
			makers = t.makers
		}
		for _, m := range sortedKeys(makers) {
			if other, ok := through[m]; ok && other != from {
				if reported++; reported > 3 {
					break // the first ones say it
				}
				fix := fmt.Sprintf("chain them: let %q read from %q", from, other)
				if l.step(from) == nil || other == m {
					fix = fmt.Sprintf("read from one of them; %q holds the records of %q", pick(other == m, from, other), m)
				}
				l.problem(l.fromPath(s, i), fmt.Sprintf("stage %q reads the records of %q twice, through %q and %q", s.Name, m, other, from), fix)
				break
			}
			through[m] = from
		}
		for m := range makers {
			s.makers[m] = true
		}
	}
	if !s.Kind.Marks || len(s.From) == 0 {
		s.makers = map[string]bool{s.Name: true}
	}
}

func pick(cond bool, a, b string) string {
	if cond {
		return a
	}
	return b
}

func rubricName(file string) string {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}
