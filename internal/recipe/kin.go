package recipe

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/kin"
	"seedbed.dev/seedbed/internal/plan"
)

// familiesKind is the plan.File kind of a project's own lines of the table of
// families.
const familiesKind = "families"

// Judging is one judge with one model whose work it judges.
type Judging struct {
	Stage string  `json:"stage"` // of the judge
	Judge string  `json:"judge"` // the judge's name in the recipe
	Model string  `json:"model"` // whose work it judges
	As    plan.As `json:"as"`    // what that model does
	In    string  `json:"in"`    // in which stage
	// Within says that both work in one stage, which has its own work looked at:
	// it is told, and never in the way.
	Within   bool         `json:"within,omitempty"`
	Relation kin.Relation `json:"relation"`
	Why      string       `json:"why"`
	Because  string       `json:"because,omitempty"` // why a relative may judge all the same
}

// InTheWay reports whether an evaluation may not rest on this judge: a relative, or
// one of whom nobody knows, and no reason given.
func (j *Judging) InTheWay() bool {
	return j.Relation != kin.Independent && j.Because == "" && !j.Within
}

// Families returns the table of families that holds for a plan: the shipped one with
// the project's own lines.
func Families(p *plan.Plan) *kin.Table {
	t := kin.Shipped()
	for _, f := range p.Files {
		if f.Kind == familiesKind {
			t, _ = t.With(f.Path, f.Text) // its problems were reported when the plan was made
		}
	}
	return t
}

// Roles returns what the models of a stage do. A model of which the stage says nothing
// writes.
func Roles(n *plan.Needs) []plan.Role {
	out := slices.Clone(n.Roles)
	for _, m := range n.Models {
		if !slices.ContainsFunc(n.Roles, func(r plan.Role) bool { return r.Model == m }) {
			out = append(out, plan.Role{Model: m, As: plan.AsWriter})
		}
	}
	return out
}

// KinModel is a model as the table of families looks for it.
func KinModel(m *plan.Model) kin.Model {
	return kin.Model{ID: m.ID, Revision: m.Revision, Family: m.Family}
}

// Judgings returns every judge of a plan with every model whose work it judges: those
// of all stages that it reads from, directly or through others, and of its own.
func Judgings(p *plan.Plan) []Judging {
	table := Families(p)
	var out []Judging
	for i := range p.Stages {
		s := &p.Stages[i]
		for _, r := range Roles(&s.Needs) {
			if r.As != plan.AsJudge {
				continue
			}
			out = append(out, judgingsOf(p, table, s, r.Model)...)
		}
	}
	return out
}

func judgingsOf(p *plan.Plan, table *kin.Table, s *plan.Stage, judge string) []Judging {
	m := p.Model(judge)
	if m == nil {
		return nil
	}
	var out []Judging
	at := map[string]int{}
	add := func(in *plan.Stage) {
		for _, r := range Roles(&in.Needs) {
			other := p.Model(r.Model)
			if r.As == plan.AsJudge || other == nil {
				continue
			}
			if i, seen := at[r.Model]; seen {
				out[i].Within = out[i].Within && in == s
				continue
			}
			at[r.Model] = len(out)
			j := Judging{Stage: s.Name, Judge: judge, Model: r.Model, As: r.As, In: in.Name, Within: in == s, Because: s.Needs.Related}
			j.Relation, j.Why = table.Relate(KinModel(m), KinModel(other))
			out = append(out, j)
		}
	}
	for _, in := range upstream(p, s) {
		add(in)
	}
	add(s)
	return out
}

// upstream returns all stages that a stage reads from, directly or through others, in
// plan order.
func upstream(p *plan.Plan, s *plan.Stage) []*plan.Stage {
	reads := map[string]bool{}
	for _, from := range s.From {
		reads[from] = true
	}
	var out []*plan.Stage
	for i := slices.IndexFunc(p.Stages, func(t plan.Stage) bool { return t.Name == s.Name }) - 1; i >= 0; i-- {
		t := &p.Stages[i]
		if !reads[t.Name] {
			continue
		}
		for _, from := range t.From {
			reads[from] = true
		}
		out = append(out, t)
	}
	slices.Reverse(out)
	return out
}

// families reads the project's own lines of the table, where it has any, and checks
// what the recipe says of families.
func (l *loader) families() {
	data, err := l.opt.Files.ReadFile(kin.File)
	if err == nil {
		l.addFile(kin.File, familiesKind, data)
		_, probs := kin.Shipped().With(kin.File, data)
		l.report(probs...)
	} else if !errors.Is(err, fs.ErrNotExist) {
		l.report(seedbed.Problem{Pos: seedbed.Position{File: kin.File}, Message: "reading the table of families: " + readError(err)})
	}
	table := Families(l.plan)
	var named []string
	for i := range l.plan.Models {
		if f := l.plan.Models[i].Family; f != "" {
			named = append(named, kin.DeclaredName(f))
		}
	}
	for i := range l.plan.Models {
		m := &l.plan.Models[i]
		if m.Family == "" {
			continue
		}
		if message, fix := table.CheckFamily(m.Family, named); message != "" {
			l.problem(config.Join(config.Join("models", m.Name), "family"), message, fix)
		}
	}
}

// checkKin reports judges that are related to what they judge, or of whom nobody
// knows: in an evaluation they are an error, otherwise a warning. A recipe that does
// not say what its data is used for hears of relatives alone. One problem for each
// judge says it.
func (l *loader) checkKin() {
	type judge struct{ stage, model string }
	byJudge := map[judge][]Judging{}
	var order []judge
	for _, j := range Judgings(l.plan) {
		if j.Relation == kin.Independent || j.Because != "" || j.Relation == kin.Unknown && l.plan.Use == "" {
			continue
		}
		k := judge{j.Stage, j.Judge}
		if byJudge[k] == nil {
			order = append(order, k)
		}
		byJudge[k] = append(byJudge[k], j)
	}
	for _, k := range order {
		l.reportKin(k.stage, byJudge[k])
	}
}

// reportKin says how one judge is related to whom it judges, the nearest first.
func (l *loader) reportKin(stage string, with []Judging) {
	nearness := []kin.Relation{kin.Same, kin.Inheritance, kin.Kindred, kin.Unknown}
	slices.SortStableFunc(with, func(a, b Judging) int {
		return slices.Index(nearness, a.Relation) - slices.Index(nearness, b.Relation)
	})
	j := &with[0]
	more := ""
	if n := len(with) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more: seedbed kin)", n)
	}
	p := seedbed.Problem{Pos: l.judgePos(stage), Warning: true}
	if l.plan.Use == "evaluation" && !l.opt.RelatedWarns {
		p.Warning = !slices.ContainsFunc(with, func(j Judging) bool { return j.InTheWay() })
	}
	if j.Relation == kin.Unknown {
		p.Message = fmt.Sprintf("%s judges %s, and nobody knows whether they are related: %s%s", j.Judge, j.work(), j.Why, more)
		p.Fix = "say of which family each model is: " + l.unknown(j) + "; unknown is not independent"
	} else {
		p.Message = fmt.Sprintf("%s judges %s, and %s%s: judges favour their own kind", j.Judge, j.work(), j.Why, more)
		p.Fix = "take a judge of another family, or tell why this one may judge: related_because: ..."
	}
	l.report(p)
}

// work says what of a model is judged.
func (j *Judging) work() string {
	switch j.As {
	case plan.AsSystem:
		return "what the system under test, " + j.Model + ", replies"
	case plan.AsUser:
		return "conversations in which " + j.Model + " plays the user"
	case plan.AsAttack:
		return "what " + j.Model + " attacks with"
	default:
		return "what " + j.Model + " wrote"
	}
}

// unknown says which keys would make two models known.
func (l *loader) unknown(j *Judging) string {
	table := Families(l.plan)
	var keys []string
	for _, name := range []string{j.Judge, j.Model} {
		if m := l.plan.Model(name); m != nil {
			if p := table.Place(KinModel(m)); (!p.Known || p.More) && !slices.Contains(keys, "models."+name+".family") {
				keys = append(keys, "models."+name+".family")
			}
		}
	}
	return strings.Join(keys, ", ")
}

// judgePos is where a stage names its judge.
func (l *loader) judgePos(stage string) seedbed.Position {
	s := l.step(stage)
	for _, key := range []string{"model", "models"} {
		if at := config.Join(s.path, key); l.doc.Has(at) {
			return l.doc.Pos(at)
		}
	}
	return s.Pos
}
