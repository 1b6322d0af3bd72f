package society

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// Brief is what a person writes of an organisation that is to be simulated.
type Brief struct {
	Name      string             `yaml:"name" doc:"what the organisation is called" required:"true" example:"Haldane Instruments"`
	Does      string             `yaml:"does" doc:"what it does" required:"true" example:"builds and repairs weather stations for harbours"`
	People    int                `yaml:"people" doc:"how many people work or worked there" default:"30" min:"5" max:"5000"`
	Units     config.Map[Team]   `yaml:"units" doc:"its units: each with its share of the people, or with share and roles" required:"true" example:"{Engineering: 5, Finance: {share: 1, roles: [Accountant, Controller]}}"`
	From      string             `yaml:"from" doc:"first day that documents are of" default:"2023-01-02" example:"2023-01-02"`
	To        string             `yaml:"to" doc:"last day that documents are of" default:"2024-12-30" example:"2024-12-30"`
	Places    []string           `yaml:"places" doc:"where it has offices" required:"true" example:"[Bergen, Aarhus]"`
	Languages []string           `yaml:"languages" doc:"languages that documents are written in; the consistency check reads English" default:"[English]"`
	Projects  config.Map[string] `yaml:"projects" doc:"its projects, each with what it is about" required:"true" example:"{Seaglass: a cheaper salt sensor}"`
	Topics    []string           `yaml:"topics" doc:"what else people write about" required:"true" example:"[the canteen, travel expenses]"`
	Sensitive []string           `yaml:"sensitive" doc:"what is sensitive there" enum:"health,salary,discipline,contact,credentials,legal" default:"[health, salary, discipline, contact, credentials, legal]"`
	Currency  string             `yaml:"currency" doc:"what budgets and salaries are in" default:"EUR"`

	from, to Date
}

// Team is a unit as a brief has it.
type Team struct {
	Share float64  `yaml:"share" doc:"its share of the people, beside those of the others" default:"1" min:"0"`
	Roles []string `yaml:"roles" doc:"what its people are, from the most to the least common; left out: specialists, assistants and the like" example:"[Field Engineer, Test Engineer]"`
}

// DecodeConfig reads a share, or a map.
func (t *Team) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	t.Share = 1
	if d.Kind(path) == config.Scalar {
		return d.Decode(path, &t.Share)
	}
	type plain Team
	return d.Decode(path, (*plain)(t))
}

// ConfigSchema gives both forms to editors.
func (*Team) ConfigSchema() map[string]any {
	type plain Team
	return map[string]any{"anyOf": []any{map[string]any{"type": "number", "minimum": 0}, config.SchemaFor[plain]()}}
}

// What a brief may hold at the most.
const (
	mostUnits = 60
	mostNamed = 200
	mostName  = 60 // characters
	mostDays  = 20 * 366
)

// ParseBrief reads a brief. It is whole only without problems.
func ParseBrief(file string, data []byte) (*Brief, seedbed.Problems) {
	b := &Brief{}
	doc, probs := config.Parse(file, data, 1)
	if len(probs) > 0 && doc.Kind("") == config.None {
		return b, probs
	}
	p := &briefParser{doc: doc, brief: b, probs: append(probs, doc.Decode("", b)...)}
	p.dates()
	p.units()
	p.names()
	if n := len(b.unitNames()); b.People < 2*n+1 && b.People > 0 && len(b.Units) > 0 {
		p.problem("people", fmt.Sprintf("%d people are too few for %d units, of which each has a head and somebody to lead (%s)", b.People, n, strings.Join(b.unitNames(), ", ")),
			fmt.Sprintf("write people: %d or more, or fewer units", 2*n+1))
	}
	return b, config.Sorted(p.probs)
}

type briefParser struct {
	doc   *config.Doc
	brief *Brief
	probs seedbed.Problems
}

func (p *briefParser) problem(path, message, fix string) {
	p.probs = append(p.probs, p.doc.Problem(path, message, fix))
}

func (p *briefParser) dates() {
	b := p.brief
	read := func(key, text string, into *Date) bool {
		d, ok := ParseDate(text)
		if !ok && text != "" {
			p.problem(key, fmt.Sprintf("%q is not a day", cut(text)), "write it as 2024-03-12")
		}
		*into = d
		return ok
	}
	if !read("from", b.From, &b.from) || !read("to", b.To, &b.to) {
		return
	}
	switch days := b.to - b.from; {
	case days < 90:
		p.problem("to", fmt.Sprintf("from %s to %s are %d days; too little happens in fewer than 90", b.from, b.to, days), "write a later day")
	case days > mostDays:
		p.problem("to", fmt.Sprintf("from %s to %s are more than 20 years", b.from, b.to), "write an earlier day")
	}
}

func (p *briefParser) units() {
	b := p.brief
	if p.doc.Kind("units") == config.Mapping && len(b.Units) == 0 {
		p.problem("units", "there are no units", "add units: {Engineering: 5, Finance: 1}")
	}
	if len(b.Units) > mostUnits {
		p.problem("units", fmt.Sprintf("%d units; %d are the most", len(b.Units), mostUnits), "")
	}
	for _, u := range b.Units {
		for i, r := range u.Value.Roles {
			p.name(config.Join(config.Join(config.Join("units", u.Key), "roles"), fmt.Sprint(i)), r)
		}
		if len(u.Value.Roles) > mostNamed {
			p.problem(config.Join("units", u.Key), fmt.Sprintf("%d roles; %d are the most", len(u.Value.Roles), mostNamed), "")
		}
	}
}

// names sees to it that whatever is found in texts by its name has one of its own.
func (p *briefParser) names() {
	b := p.brief
	if b.Name != "" {
		p.name("name", b.Name)
	}
	seen := map[string]string{}
	one := func(path, what, name string) {
		p.name(path, name)
		key := strings.Join(foldWords(name), " ")
		if was, ok := seen[key]; ok && key != "" {
			p.problem(path, fmt.Sprintf("%s %q has the name of a %s", what, cut(name), was), "give it a name of its own, so that texts about it can be told apart")
		}
		seen[key] = what
	}
	for _, name := range b.unitNames() {
		one(config.Join("units", name), "unit", name)
	}
	for _, x := range b.Projects {
		one(config.Join("projects", x.Key), "project", x.Key)
	}
	for i, name := range b.Places {
		one(config.Join("places", fmt.Sprint(i)), "place", name)
	}
	for key, list := range map[string]int{"places": len(b.Places), "topics": len(b.Topics), "languages": len(b.Languages), "projects": len(b.Projects), "sensitive": len(b.Sensitive)} {
		if list == 0 && p.doc.Has(key) {
			p.problem(key, "the list is empty", "write one at least")
		}
		if list > mostNamed {
			p.problem(key, fmt.Sprintf("%d are more than %d", list, mostNamed), "")
		}
	}
}

func (p *briefParser) name(path, name string) {
	switch {
	case len(foldWords(name)) == 0:
		p.problem(path, fmt.Sprintf("%q has no letters", cut(name)), "write a name")
	case utf8.RuneCountInString(name) > mostName:
		p.problem(path, fmt.Sprintf("%q is longer than %d characters", cut(name), mostName), "write a shorter name")
	case strings.ContainsAny(name, "\n\r\t"):
		p.problem(path, "a name is on one line", "")
	}
}

func cut(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// The units that every organisation has.
const (
	management = "Management"
	personnel  = "People"
)

// unitNames are the units with those that are added: management first.
func (b *Brief) unitNames() []string {
	names := b.Units.Keys()
	if !slices.ContainsFunc(names, func(s string) bool { return strings.EqualFold(s, management) }) {
		names = slices.Insert(names, 0, management)
	}
	if !slices.ContainsFunc(names, isPersonnel) {
		names = append(names, personnel)
	}
	return names
}

// isPersonnel reports whether a unit keeps people's files.
func isPersonnel(name string) bool {
	switch strings.ToLower(name) {
	case "people", "hr", "human resources", "personnel", "people and culture", "people & culture":
		return true
	}
	return false
}
