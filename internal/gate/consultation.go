package gate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
)

// ConsultationsDir is the folder of a project's consultations.
const ConsultationsDir = "consultations"

// MaxConsultation bounds a file of a consultation, in bytes; MaxVoices its voices.
const (
	MaxConsultation = 1 << 20
	MaxVoices       = 500
)

// Moments returns the moments in the life of data at which people are consulted.
func Moments() []string { return []string{"use case", "generation", "validation", "release"} }

// Consultation is what a panel was asked, and what came of it.
type Consultation struct {
	File     string // as the project knows it: "consultations/validation.yaml"
	Digest   string // SHA-256 of its bytes, in hexadecimal
	When     string
	On       string // the day, or the days, as it was written
	Asked    string
	Shown    string
	Voices   []Voice
	Problems seedbed.Problems // what is wrong with the file
}

// Voice is what one person, or one group, said.
type Voice struct {
	As      string `yaml:"as" doc:"what they were asked as" enum:"expert,affected,subject,rater" required:"true"`
	Consent string `yaml:"consent" doc:"what they agree to have published: their words with their name, their words alone, or nothing but that they were asked" enum:"name,words,nothing" required:"true"`
	Name    string `yaml:"name" doc:"how they wish to be named, with consent: name"`
	Said    string `yaml:"said" doc:"what they said, in their words" required:"true"`
	Changed string `yaml:"changed" doc:"what was changed because of it"`
	Not     string `yaml:"not_changed" doc:"why nothing was changed"`
}

// consultationFile is a file of consultations/ as people write it.
type consultationFile struct {
	When   string  `yaml:"when" enum:"use case,generation,validation,release" required:"true"`
	On     string  `yaml:"on" required:"true"`
	Asked  string  `yaml:"asked" required:"true"`
	Shown  string  `yaml:"shown" required:"true"`
	Voices []Voice `yaml:"voices" required:"true"`
}

// ConsultationTemplate returns the file to fill for a moment.
func ConsultationTemplate(when string, on time.Time) string {
	return fmt.Sprintf(`# What a panel was asked, and what came of it. Names stand here and in the release alone;
# the ledger keeps that the consultation took place. docs/consultations.md tells more.
when: %s          # use case | generation | validation | release
on: %s
asked: |
  
shown: |          # which rows, prompts or plans they saw
  
voices:
  - as:           # expert | affected | subject (their data is in it) | rater
    consent:      # name: words and name are published; words: words alone; nothing
    said: |
      
    changed: |    # what was changed because of it, or, in its place, not_changed: why not
      
`, when, on.UTC().Format("2006-01-02"))
}

// ParseConsultation reads a consultation. What is wrong with it is in its Problems, all
// at once; it counts for nothing then.
func ParseConsultation(file string, data []byte) Consultation {
	sum := sha256.Sum256(data)
	c := Consultation{File: file, Digest: hex.EncodeToString(sum[:])}
	if len(data) > MaxConsultation {
		c.Problems = seedbed.Problems{{Pos: seedbed.Position{File: file}, Message: "it is larger than 1 MB", Fix: "keep what was shown in files beside it, and name them"}}
		return c
	}
	doc, probs := config.Parse(file, data, 1)
	if len(probs) > 0 {
		c.Problems = probs
		return c
	}
	var f consultationFile
	probs = doc.Decode("", &f)
	c.When, c.On, c.Asked, c.Shown, c.Voices = f.When, strings.TrimSpace(f.On), strings.TrimSpace(f.Asked), strings.TrimSpace(f.Shown), f.Voices
	if len(probs) == 0 {
		for _, key := range []struct{ name, text string }{{"on", c.On}, {"asked", c.Asked}, {"shown", c.Shown}} {
			if err := checkText(key.name, key.text); err != nil {
				probs = append(probs, doc.Problem(key.name, err.Error(), ""))
			}
		}
		probs = append(probs, checkVoices(doc, c.Voices)...)
	}
	c.Problems = config.Sorted(probs)
	return c
}

func checkVoices(doc *config.Doc, voices []Voice) (probs seedbed.Problems) {
	if len(voices) == 0 {
		return append(probs, doc.Problem("voices", "nobody said anything", "add what each person said"))
	}
	if len(voices) > MaxVoices {
		return append(probs, doc.Problem("voices", fmt.Sprintf("more than %d voices", MaxVoices), "make several consultations of it"))
	}
	for i := range voices {
		v := &voices[i]
		at := fmt.Sprintf("voices.%d", i)
		v.Name, v.Said, v.Changed, v.Not = strings.TrimSpace(v.Name), strings.TrimSpace(v.Said), strings.TrimSpace(v.Changed), strings.TrimSpace(v.Not)
		if err := checkText("said", v.Said); err != nil {
			probs = append(probs, doc.Problem(at, err.Error(), ""))
		}
		switch {
		case v.Consent == "name" && v.Name == "":
			probs = append(probs, doc.Problem(at, "a voice with consent: name has no name", "add name: as they wish to be named, or write consent: words"))
		case v.Changed == "" && v.Not == "":
			probs = append(probs, doc.Problem(at, "it does not say what came of what was said", "add changed: with what was changed because of it, or not_changed: with why not"))
		case v.Changed != "" && v.Not != "":
			probs = append(probs, doc.Problem(at, "something was changed, and nothing was", "keep one of changed: and not_changed:"))
		}
	}
	return probs
}

// Heeded counts the voices because of which something was changed.
func (c *Consultation) Heeded() (n int) {
	for i := range c.Voices {
		if c.Voices[i].Changed != "" {
			n++
		}
	}
	return n
}

// NewConsulted makes the event that a consultation took place, of the file as it is.
func NewConsulted(c *Consultation, r *Record, by string) (review.Event, error) {
	p, ok := r.People[by]
	switch {
	case !ok:
		return review.Event{}, unknownPerson(by)
	case !p.Has(review.Owner) && !p.Has(review.Adjudicator):
		return review.Event{}, seedbed.Errorf(seedbed.CodeUnmet, "%s is neither owner nor adjudicator; one of these records consultations", by)
	case len(c.Problems) > 0:
		return review.Event{}, c.Problems
	case r.Consulted[c.File].Digest == c.Digest:
		return review.Event{}, seedbed.Errorf(seedbed.CodeInvalid, "%s is recorded already, as it is now", c.File)
	}
	return event(by, review.EventConsult, Consulted{File: c.File, Digest: c.Digest, When: c.When, Voices: len(c.Voices)})
}

// How a file of a consultation stands.
const (
	NotRecorded = "not recorded"
	Changed     = "changed since it was recorded"
	Recorded    = "recorded"
	Broken      = "cannot be read"
)

// Stands says how a consultation stands: one of the words above.
func (r *Record) Stands(c *Consultation) string {
	have, ok := r.Consulted[c.File]
	switch {
	case len(c.Problems) > 0:
		return Broken
	case !ok:
		return NotRecorded
	case have.Digest != c.Digest:
		return Changed
	}
	return Recorded
}

func consulted(g *plan.Gate, f *Facts, r *Record) Condition {
	c := Condition{Wants: "a panel was asked about the " + strings.Join(g.Consulted, ", the "), Do: "seedbed consult"}
	for _, when := range g.Consulted {
		var of []string
		done := slices.ContainsFunc(f.Consultations, func(k Consultation) bool {
			if k.When != when {
				return false
			}
			stands := r.Stands(&k)
			of = append(of, k.File+" is "+stands)
			return stands == Recorded
		})
		switch {
		case done:
		case len(of) > 0:
			c.Missing = append(c.Missing, fmt.Sprintf("nobody counts as asked about the %s: %s", when, strings.Replace(strings.Join(of, ", "), "is cannot", "cannot", 1)))
		default:
			c.Missing = append(c.Missing, "nobody was asked about the "+when)
		}
	}
	return c
}
