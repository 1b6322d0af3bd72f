package kin

import (
	"fmt"
	"strings"

	"seedbed.dev/seedbed/internal/config"
)

// Relation is how two models are related.
type Relation string

// The relations, from the nearest. Unknown is not Independent.
const (
	Same        Relation = "same"        // the same model
	Inheritance Relation = "inheritance" // one was made from the other's family, or taught by it
	Kindred     Relation = "family"      // of one family, or both from the same
	Unknown     Relation = "unknown"     // one of them is in no table
	Independent Relation = "independent" // nothing that their makers name relates them
)

// Related reports whether a judge of this relation favours what it judges, as far as
// is known: same, inheritance or family.
func (r Relation) Related() bool { return r == Same || r == Inheritance || r == Kindred }

// Relate tells how two models are related, and why, as the end of a sentence. It is
// the same either way round, but for the words.
func (t *Table) Relate(a, b Model) (Relation, string) {
	na, nb := parse(a.ID), parse(b.ID)
	if a.Revision == b.Revision && (a.ID == b.ID || na.unpacked() != "" && na.unpacked() == nb.unpacked()) {
		return Same, "they are the same model"
	}
	pa, pb := t.Place(a), t.Place(b)
	switch {
	case !pa.Known && !pb.Known:
		return Unknown, "the table of families knows neither " + show(a) + " nor " + show(b)
	case !pa.Known:
		return Unknown, "the table of families does not know " + show(a)
	case !pb.Known:
		return Unknown, "the table of families does not know " + show(b)
	case pa.Family != "" && pa.Family == pb.Family:
		return Kindred, "both are of the family " + pa.Family
	}
	if why, ok := t.inherits(a, &pa, &pb); ok {
		return Inheritance, why
	}
	if why, ok := t.inherits(b, &pb, &pa); ok {
		return Inheritance, why
	}
	if shared := t.shared(&pa, &pb); shared != "" {
		return Kindred, "both come from the family " + shared
	}
	switch {
	case pa.More:
		return Unknown, "nobody says what else taught " + show(a)
	case pb.More:
		return Unknown, "nobody says what else taught " + show(b)
	}
	return Independent, fmt.Sprintf("their makers name nothing that %s and %s share", pa.Family, pb.Family)
}

// inherits reports whether a model comes from the family of a place.
func (t *Table) inherits(m Model, p, of *Place) (string, bool) {
	if of.Family == "" {
		return "", false
	}
	for _, d := range t.ancestors(p) {
		if d.Family == of.Family {
			return show(m) + " " + d.How.words() + " " + d.Family, true
		}
	}
	return "", false
}

func (h How) words() string {
	switch h {
	case Taught:
		return "was taught by"
	case Research:
		return "was made from the same work as"
	default:
		return "was made from"
	}
}

// shared returns a family that both come from.
func (t *Table) shared(a, b *Place) string {
	for _, d := range t.ancestors(a) {
		for _, e := range t.ancestors(b) {
			if d.Family == e.Family {
				return d.Family
			}
		}
	}
	return ""
}

// ancestors returns all that a place comes from, the nearest first. A circle in the
// table ends where it closes.
func (t *Table) ancestors(p *Place) []Descent {
	out := append([]Descent(nil), p.From...)
	seen := map[string]bool{p.Family: true}
	for i := 0; i < len(out); i++ {
		if seen[out[i].Family] {
			continue
		}
		seen[out[i].Family] = true
		f, ok := t.Family(out[i].Family)
		if !ok {
			continue
		}
		for _, d := range f.From {
			if !seen[d.Family] {
				out = append(out, d)
			}
		}
	}
	return out
}

// String says where a model stands: "tulu, from llama (weights), gpt (taught)".
func (p Place) String() string {
	if !p.Known {
		return "unknown"
	}
	var from []string
	for _, d := range p.From {
		from = append(from, fmt.Sprintf("%s (%s)", d.Family, d.How))
	}
	if p.More {
		from = append(from, "more that nobody tells")
	}
	s := p.Family
	if s == "" {
		s = "a fine-tune"
	}
	if len(from) > 0 {
		s += ", from " + strings.Join(from, ", ")
	}
	return s
}

func show(m Model) string { return config.Show(m.ID) }

func (t *Table) unknownFamily(name string) (message, fix string) {
	fix = config.DidYouMean(name, t.names())
	if fix == "" {
		fix = "write one that seedbed kin --families lists, or give it a line in " + File
	}
	return "there is no family " + config.Show(name), fix
}
