package plan

import (
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// Risk is how much harm the data may do, as its makers see it. A tier brings demands
// of its own, by TierGate.
type Risk struct {
	Tier    string             `yaml:"tier" doc:"how much harm wrong data may do; each tier brings demands that a release has to meet" enum:"low,elevated,high"`
	Because string             `yaml:"because" doc:"why it is this tier, for the documents"`
	Lower   config.Map[string] `yaml:"lower" doc:"demands of the tier that do not apply, each with the reason, which the release prints" example:"{consulted: no row is about a person}"`
}

// Gate is a named stop before a release: what has to hold for it to be open. A
// demand that is left out demands nothing.
type Gate struct {
	Name      string    `yaml:"-"`
	Because   string    `yaml:"because" doc:"what the gate is there for, for the documents"`
	Findings  string    `yaml:"findings" doc:"no finding of this severity, or of a worse one, is open: serious ones need a decision, notable ones are worth knowing" enum:"serious,notable"`
	Measured  []string  `yaml:"measured" doc:"measures or families of measures that have said something of these rows; any: at least one" example:"[duplicates, coverage]"`
	Inspected Inspected `yaml:"inspected" doc:"how many different people have looked at each row of every inspection, and to the end: a number, or a map" example:"2"`
	Claims    []string  `yaml:"claims" doc:"inspections whose claims are met; all: of every inspection" example:"all"`
	Judges    []string  `yaml:"judges" doc:"what holds of every judge: it is no relative of whom it judges, it was tried" enum:"independent,tried"`
	Consulted []string  `yaml:"consulted" doc:"moments in the life of the data at which a panel was asked" enum:"use case,generation,validation,release"`
	Questions bool      `yaml:"questions" doc:"the questions whether the data should be synthetic at all are answered, and the answer is not no"`
	Sign      []SignOff `yaml:"sign" doc:"who stands for the data: roles, each with how many people; nobody counts twice" example:"[owner, {role: adjudicator, people: 2}]"`
	// Tier is the tier of risk that brings the gate; "" for one that the recipe writes.
	Tier string           `yaml:"-"`
	Pos  seedbed.Position `yaml:"-"`
}

// Inspected is how many people have to have looked, and who.
type Inspected struct {
	People int    `yaml:"people" doc:"different people for each row; left out: 1" min:"1" max:"25"`
	By     string `yaml:"by" doc:"field that they are at home in; left out: anyone" example:"paediatrics"`
}

// DecodeConfig reads a number of people, or a map.
func (i *Inspected) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	if d.Kind(path) == config.Scalar {
		probs := d.Decode(path, &i.People)
		if len(probs) == 0 && (i.People < 1 || i.People > 25) {
			probs = append(probs, d.Problem(path, "a row is looked at by 1 to 25 people", "write 2"))
		}
		return probs
	}
	type plain Inspected
	probs := d.Decode(path, (*plain)(i))
	if i.People == 0 {
		i.People = 1
	}
	return probs
}

// ConfigType names the type in the reference.
func (Inspected) ConfigType() string { return "number or map" }

// ConfigSchema allows both forms.
func (Inspected) ConfigSchema() map[string]any {
	type plain Inspected
	return map[string]any{"anyOf": []any{map[string]any{"type": "integer", "minimum": 1, "maximum": 25}, config.SchemaFor[plain]()}}
}

// SignOff is a signature, or several, that a gate wants.
type SignOff struct {
	Role   string `yaml:"role" doc:"role of who signs" enum:"owner,adjudicator,rater,reader" required:"true"`
	People int    `yaml:"people" doc:"how many different people sign" default:"1" min:"1" max:"25"`
	Domain string `yaml:"domain" doc:"field that they are at home in; left out: any"`
}

// signRoles are the roles that may sign, as the tag of SignOff.Role lists them.
var signRoles = []string{"owner", "adjudicator", "rater", "reader"}

// DecodeConfig reads a role, or a map.
func (s *SignOff) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	if d.Kind(path) != config.Scalar {
		type plain SignOff
		return d.Decode(path, (*plain)(s))
	}
	s.People = 1
	probs := d.Decode(path, &s.Role)
	for _, r := range signRoles {
		if s.Role == r {
			return probs
		}
	}
	if len(probs) == 0 {
		probs = append(probs, config.Unknown(d.Pos(path), "role", s.Role, signRoles))
	}
	return probs
}

// ConfigType names the type in the reference.
func (SignOff) ConfigType() string { return "text or map" }

// ConfigSchema allows both forms.
func (SignOff) ConfigSchema() map[string]any {
	type plain SignOff
	return map[string]any{"anyOf": []any{map[string]any{"type": "string", "enum": signRoles}, config.SchemaFor[plain]()}}
}
