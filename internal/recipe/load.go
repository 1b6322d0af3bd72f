package recipe

import (
	"fmt"
	"path/filepath"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// DefaultFile is the recipe's name in a project folder.
const DefaultFile = "seedbed.yaml"

// Options are what Load works with.
type Options struct {
	Dir  string   // the project folder
	File string   // the recipe within it; "" for DefaultFile
	Set  []string // overrides, "models.writer.url=http://...", in order
	// Limit bounds the rows of every source, below what the source itself says; 0:
	// not at all.
	Limit int
	Kinds []*plan.Kind
	// Env looks up an environment variable. nil: keys are not asked for, as for
	// commands that call no model.
	Env func(name string) (string, bool)
	// Sample reads the head of a source, and says how many rows it read. nil: the
	// fields of sources are not known.
	Sample func(plan.Source) (schema seedbed.Schema, rows int, problems seedbed.Problems)
	// Measures are the names that measure: may list; Figures those that it may
	// expect something of. Expect checks what is expected.
	Measures []string
	Figures  []string
	Expect   func(figure, text string) error
	// RelatedWarns makes a warning of a judge that is related to what it judges, in
	// evaluations too: for whoever wants to look at the plan all the same.
	RelatedWarns bool
	// Files reads the project's files. nil: those of the operating system, relative
	// to Dir.
	Files Files
}

// Load reads a recipe and everything it names. The plan is nil when something is
// wrong; with a plan, all problems are warnings, which the plan carries too.
// Problems are in the order of file and line.
func Load(opt Options) (*plan.Plan, seedbed.Problems) {
	if opt.File == "" {
		opt.File = DefaultFile
	}
	if opt.Files == nil {
		opt.Files = osFiles{opt.Dir}
	}
	l := &loader{opt: opt, plan: &plan.Plan{Dir: opt.Dir, Set: opt.Set}, used: map[string]bool{}, unsampled: map[string]bool{}}
	l.load()
	l.probs = config.Sorted(l.probs)
	for _, p := range l.probs {
		if !p.Warning {
			return nil, l.probs
		}
	}
	l.plan.Warnings = l.probs
	return l.plan, l.probs
}

// loader gathers a plan and the problems with it.
type loader struct {
	opt   Options
	doc   *config.Doc
	top   file
	plan  *plan.Plan
	probs seedbed.Problems
	steps []*step
	used  map[string]bool // sources that something reads, models that something calls
	// unsampled are the sources whose fields are not known, because something is
	// wrong with them.
	unsampled map[string]bool
}

func (l *loader) load() {
	if !l.read() {
		return
	}
	l.report(l.doc.Decode("", &l.top, "stages")...)
	if len(l.top.Models) > maxEntries || len(l.top.Sources) > maxEntries {
		l.problem("", fmt.Sprintf("more than %d models or sources", maxEntries), "")
		return
	}
	l.general()
	l.models()
	l.families()
	l.demand()
	l.sources()
	if !l.stages() {
		return
	}
	l.order()
	l.checkStages()
	l.checkInspections()
	l.checkModels()
	l.checkRelease()
	l.checkDemand()
	l.gates()
	l.finish()
	if !hasErrors(l.probs) { // a name that is wrong elsewhere leaves others unused
		l.checkUnused()
		l.checkKin()
	}
}

func (l *loader) report(p ...seedbed.Problem) { l.probs = append(l.probs, p...) }

func (l *loader) problem(path, message, fix string) { l.report(l.doc.Problem(path, message, fix)) }

func (l *loader) warn(path, message, fix string) {
	p := l.doc.Problem(path, message, fix)
	p.Warning = true
	l.report(p)
}

// read parses the recipe and puts the overrides in; false when there is nothing
// to go on with.
func (l *loader) read() bool {
	data, err := l.opt.Files.ReadFile(l.opt.File)
	if err != nil {
		l.report(seedbed.Problem{
			Pos:     seedbed.Position{File: l.opt.File},
			Message: "reading the recipe: " + readError(err),
			Fix:     "go to a project folder, or make one: seedbed init NAME",
		})
		return false
	}
	l.addFile(l.opt.File, "recipe", data)
	doc, probs := config.Parse(l.opt.File, data, 1)
	l.doc = doc
	l.report(probs...)
	for _, set := range l.opt.Set {
		if err := l.set(set); err != nil {
			l.report(seedbed.Problem{Message: err.Error()})
		}
	}
	return len(probs) == 0 || doc.Kind("") == config.Mapping
}

// general copies what needs no further look-up.
func (l *loader) general() {
	p, t := l.plan, &l.top
	p.Name, p.Purpose, p.Use, p.Risk = t.Name, t.Purpose, t.Use, t.Risk
	p.Budget, p.InFlight, p.Release, p.Wave = t.Budget.Budget, t.InFlight, t.Release, t.Wave
	if p.Name == "" {
		p.Name = nameOf(l.opt.Dir)
	} else if !validName(p.Name) {
		l.problem("name", "a name has letters, digits and - _ . alone, 100 at the most", "write "+nameOf(p.Name))
	}
	if l.doc.Has("seedbed") && t.Version != 1 {
		l.problem("seedbed", "this program knows version 1 of recipes", "write seedbed: 1, or use a newer seedbed")
	}
	if b := p.Budget; b.USD < 0 || b.Tokens < 0 {
		l.problem("budget", "a budget is at least 0", "write US dollars, or {usd: ..., tokens: ..., time: ...}")
	}
	l.checkMeasures()
}

func (l *loader) checkMeasures() {
	if !l.doc.Has("measure") {
		return
	}
	m := l.top.Measure.Measure
	l.plan.Measure = &m
	at := "measure"
	if l.doc.Kind("measure") == config.Mapping {
		at = "measure.only"
	}
	for i, name := range m.Only {
		if !contains(l.opt.Measures, name) {
			pos := l.doc.Pos(at)
			if l.doc.Kind(at) == config.List {
				pos = l.doc.Pos(itemPath(at, i))
			}
			l.report(config.Unknown(pos, "measure", name, l.opt.Measures))
		}
	}
	for _, e := range m.Expect {
		path := config.Join("measure.expect", e.Key)
		if !contains(l.opt.Figures, e.Key) {
			l.report(config.Unknown(l.doc.KeyPos(path), "figure", e.Key, l.opt.Figures))
		} else if l.opt.Expect != nil {
			if err := l.opt.Expect(e.Key, e.Value); err != nil {
				l.problem(path, err.Error(), "")
			}
		}
	}
}

// nameOf makes a name of a folder's, or of what someone wrote.
func nameOf(s string) string {
	if abs, err := filepath.Abs(s); err == nil && !validName(s) {
		s = filepath.Base(abs)
	}
	name := strings.Map(func(r rune) rune {
		if nameRune(r) {
			return r
		}
		return '-'
	}, s)
	name = strings.Trim(name, "-.")
	if len(name) > 100 {
		name = name[:100]
	}
	if name == "" {
		return "dataset"
	}
	return name
}

func validName(s string) bool {
	return s != "" && len(s) <= 100 && strings.IndexFunc(s, func(r rune) bool { return !nameRune(r) }) < 0 &&
		strings.Trim(s, "-.") == s
}

func nameRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.'
}
