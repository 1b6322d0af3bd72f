package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/source"
)

// comparedPart is a part that the data is compared with.
type comparedPart struct {
	part   measure.Part
	args   []string // as flags or the recipe name it
	src    plan.Source
	reader *source.Reader
}

// comparedWith returns the parts that flags name to compare with.
func (a *app) comparedWith(against, holdout []string) ([]comparedPart, error) {
	var out []comparedPart
	for _, c := range []comparedPart{{part: measure.Reference, args: against}, {part: measure.Holdout, args: holdout}} {
		if len(c.args) == 0 {
			continue
		}
		c.src = plan.Source{Name: c.part.String(), BadRows: "reject", Origin: seedbed.OriginHuman}
		for _, arg := range c.args {
			paths, err := a.dataFiles(arg)
			if err != nil {
				return nil, err
			}
			c.src.Paths = append(c.src.Paths, paths...)
		}
		c.reader = a.fileReader(&c.src)
		out = append(out, c)
	}
	return out, nil
}

// comparedState is what the files of a part held when rows were compared with them.
type comparedState struct {
	Part   string `json:"part"`
	Files  string `json:"files"`
	Digest string `json:"digest"`         // of their contents
	Stat   string `json:"stat,omitempty"` // what source.Reader.Stat said then
}

// comparedNow returns what the files that a recipe compares with hold now. Their
// contents count, and they are read for it, once, unless nothing at all has changed
// about the files since before: neither size nor inode nor the time of their last
// change, which nobody can set. Standard input is left out: what comes from there is
// no file that could change.
func (a *app) comparedNow(ctx context.Context, m *plan.Measure, before []comparedState) ([]comparedState, error) {
	parts, err := a.comparedWith(m.Against, m.Holdout)
	if err != nil {
		return nil, err
	}
	var out []comparedState
	for i := range parts {
		c := &parts[i]
		if slices.Contains(c.src.Paths, "-") {
			continue
		}
		s := comparedState{Part: c.part.String(), Files: strings.Join(c.args, ", ")}
		stat, err := c.reader.Stat(ctx, c.src)
		if err != nil {
			return nil, err
		}
		was := slices.IndexFunc(before, func(b comparedState) bool { return b.Part == s.Part && b.Stat == stat })
		if was >= 0 && stat != "" && runtime.GOOS == "linux" { // elsewhere Stat knows sizes and times alone
			s.Digest, s.Stat = before[was].Digest, stat
			out = append(out, s)
			continue
		}
		scan, problems, err := c.reader.Scan(ctx, c.src, nil)
		if err != nil {
			return nil, err
		}
		if s.Digest, s.Stat = scan.Digest, scan.Stat; s.Digest == "" {
			return nil, byFlags(problems, "")
		}
		out = append(out, s)
	}
	return out, nil
}

// comparedChanges says which of the files that rows were compared with hold
// something else now: "real.jsonl has changed"; "" is none.
func comparedChanges(before, now []comparedState) string {
	var out []string
	for _, s := range now {
		if !slices.ContainsFunc(before, func(b comparedState) bool { return b.Part == s.Part && b.Digest == s.Digest }) {
			out = append(out, s.Files)
		}
	}
	switch len(out) {
	case 0:
		return ""
	case 1:
		return out[0] + " has changed"
	}
	return strings.Join(out, " and ") + " have changed"
}

// comparedStands tells whether what was measured of a run still holds: "" where it
// does, else what has changed. Files that cannot be read any more change nothing in
// what was found, so that is only told.
func (a *app) comparedStands(ctx context.Context, m *plan.Measure, before []comparedState) (changed string, err error) {
	now, err := a.comparedNow(ctx, m, before)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		a.tell(fmt.Sprintf("what was measured stands as it was found, though what the rows were compared with cannot be read now: %v", err))
		return "", nil
	}
	return comparedChanges(before, now), nil
}

// tell prints one line for people; with --json it is an event.
func (a *app) tell(message string) {
	if a.json {
		a.printEvent(map[string]any{"event": "notice", "message": message})
		return
	}
	fmt.Fprintln(a.stderr, message)
}
