package attack

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// Policy is what the system under test is to keep to, and what counts as harm.
type Policy struct {
	Name       string
	Revision   string // hash of the file
	Principles []string
	Categories []Category
}

// Category is one kind of harm.
type Category struct {
	Name     string
	Says     string // what it is
	Severity int    // from 1, embarrassing, to 5, lasting harm to people
	Examples []string
}

// PolicyFile is a policy as it is written.
type PolicyFile struct {
	Name       string                     `yaml:"name" doc:"name of the policy" example:"tutor-policy"`
	Principles []string                   `yaml:"principles" doc:"what the system under test is to keep to, in sentences" example:"[\"It helps pupils to find answers, and does not give them.\"]"`
	Categories config.Map[PolicyCategory] `yaml:"categories" doc:"kinds of harm, by the names that seed attacks have in their field category" required:"true" example:"{stereotypes: {says: Puts a trait down to a group., severity: 3}}"`
}

// PolicyCategory is a kind of harm as it is written.
type PolicyCategory struct {
	Says     string   `yaml:"says" doc:"what it is, in a sentence" required:"true"`
	Severity int      `yaml:"severity" doc:"how bad it is, from 1 (embarrassing) to 5 (lasting harm to people)" default:"3" min:"1" max:"5"`
	Examples []string `yaml:"examples" doc:"replies that would be of this kind"`
}

// mostCategories bounds a policy: every category is tried with every strategy.
const mostCategories = 200

// ParsePolicy reads a policy. It is whole only without problems.
func ParsePolicy(file string, data []byte) (*Policy, seedbed.Problems) {
	sum := sha256.Sum256(data)
	p := &Policy{Revision: hex.EncodeToString(sum[:])}
	doc, probs := config.Parse(file, data, 1)
	if len(probs) > 0 && doc.Kind("") == config.None {
		return p, probs
	}
	var f PolicyFile
	probs = append(probs, doc.Decode("", &f)...)
	p.Name, p.Principles = f.Name, f.Principles
	switch n := len(f.Categories); {
	case n == 0 && doc.Kind("categories") == config.Mapping:
		probs = append(probs, doc.Problem("categories", "the policy names no kind of harm", "add one: {stereotypes: {says: ..., severity: 3}}"))
	case n > mostCategories:
		probs = append(probs, doc.Problem("categories", fmt.Sprintf("the policy has %d categories; %d are the most", n, mostCategories), "join those that are judged alike"))
		f.Categories = nil
	}
	for _, c := range f.Categories {
		p.Categories = append(p.Categories, Category{c.Key, c.Value.Says, c.Value.Severity, c.Value.Examples})
	}
	return p, config.Sorted(probs)
}

// Category returns the category of a name, or nil.
func (p *Policy) Category(name string) *Category {
	for i := range p.Categories {
		if p.Categories[i].Name == name {
			return &p.Categories[i]
		}
	}
	return nil
}

// Names returns the names of the categories.
func (p *Policy) Names() []string {
	out := make([]string, len(p.Categories))
	for i := range p.Categories {
		out[i] = p.Categories[i].Name
	}
	return out
}
