package recipe

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

func sortedKeys(m map[string]bool) []string { return slices.Sorted(maps.Keys(m)) }

// checkRelease checks what the release names.
func (l *loader) checkRelease() {
	rel := &l.plan.Release
	if rel.Version != "" && strings.ContainsAny(rel.Version, " /\\\x00\n\t") {
		l.problem("release.version", "a version has no spaces and slashes", "write one such as 1.0.0")
	}
	l.checkTwice("formats", rel.Formats)
	l.checkTwice("fields", rel.Fields)
	var names []string
	for _, s := range l.steps {
		names = append(names, s.Name)
	}
	for i, from := range rel.From {
		if l.step(from) == nil {
			p := config.Unknown(l.releaseItem("from", i), "stage", from, names)
			p.Message = fmt.Sprintf("the release takes from stage %q, which does not exist", cut(from))
			l.report(p)
		}
	}
	l.checkTwice("from", rel.From)
	l.checkFields(l.ends())
}

// ends returns the stages whose records are released.
func (l *loader) ends() []*step {
	if len(l.plan.Release.From) == 0 {
		return l.leaves()
	}
	var out []*step
	for _, from := range l.plan.Release.From {
		if s := l.step(from); s != nil {
			out = append(out, s)
		}
	}
	return out
}

func (l *loader) releaseItem(key string, i int) seedbed.Position {
	at := "release." + key
	if l.doc.Kind(at) == config.List {
		at = itemPath(at, i)
	}
	return l.doc.Pos(at)
}

func (l *loader) checkTwice(key string, items []string) {
	if len(items) > maxItems {
		l.problem("release."+key, fmt.Sprintf("%d are more than %d", len(items), maxItems), "")
		return
	}
	for i, it := range items {
		if slices.Contains(items[:i], it) {
			l.report(seedbed.Problem{Pos: l.releaseItem(key, i), Message: fmt.Sprintf("%q is there twice", cut(it)), Fix: "remove one"})
		}
	}
}

// leaves returns the stages that no other reads.
func (l *loader) leaves() []*step {
	read := map[*step]bool{}
	for _, s := range l.steps {
		for _, in := range s.inputs {
			read[in] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(l.steps), func(s *step) bool { return read[s] })
}

// checkFields reports released fields that no released stage has.
func (l *loader) checkFields(ends []*step) {
	var known []string
	for _, s := range ends {
		if s.Output.Open || s.broken {
			return
		}
		for _, f := range s.Output.Names() {
			if !slices.Contains(known, f) {
				known = append(known, f)
			}
		}
	}
	if len(ends) == 0 {
		return
	}
	for i, f := range l.plan.Release.Fields {
		if !slices.Contains(known, f) {
			l.report(config.Unknown(l.releaseItem("fields", i), "field", f, known))
		}
	}
}

// finish fingerprints the stages and puts them into the plan.
func (l *loader) finish() {
	done := map[seedbed.Fingerprint]*step{}
	for _, s := range l.steps {
		if s.Config == nil || s.broken {
			continue
		}
		s.Fingerprint = l.stageFingerprint(s)
		if other := done[s.Fingerprint]; other != nil {
			l.report(seedbed.Problem{
				Pos: s.Pos, Message: fmt.Sprintf("stages %q and %q do the same work on the same records", other.Name, s.Name),
				Fix: "remove one; for more rows of each record, use copies:",
			})
		}
		done[s.Fingerprint] = s
	}
	for _, s := range l.steps {
		l.plan.Stages = append(l.plan.Stages, s.Stage)
	}
	l.plan.Fingerprint = planFingerprint(l.plan)
}
