package transcripts

import (
	"slices"
	"strconv"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
)

// Behaviour is what is planted in a transcript.
type Behaviour string

// The behaviours. Sound is none of them.
const (
	Sound         Behaviour = ""
	RoleFlip      Behaviour = "role flip"
	BothSides     Behaviour = "speaks for both sides"
	Praise        Behaviour = "praises a refusal"
	Persona       Behaviour = "leaves the persona"
	Refusal       Behaviour = "the auxiliary model refuses"
	Repeats       Behaviour = "repeats itself"
	Loop          Behaviour = "loop"
	EndsAtOnce    Behaviour = "ends at once"
	CutOff        Behaviour = "cut off"
	Unreachable   Behaviour = "target unreachable"
	Contradiction Behaviour = "contradicts the profile"
	Broken        Behaviour = "broken" // in whatever way; in none of the sets with planted behaviours
)

// Behaviours are all that are planted.
var Behaviours = []Behaviour{
	RoleFlip, BothSides, Praise, Persona, Refusal, Repeats, Loop, EndsAtOnce, CutOff, Unreachable, Contradiction,
}

// Told returns the signals that tell a behaviour. Some have more than one: a user who
// writes the other side's lines with the marks of a chat template does two things at
// once, and either is a right answer.
func (b Behaviour) Told() []dialogue.Name {
	switch b {
	case RoleFlip:
		return []dialogue.Name{dialogue.RoleFlip, dialogue.OtherSide, dialogue.Persona}
	case BothSides:
		return []dialogue.Name{dialogue.OtherSide, dialogue.RoleFlip, dialogue.NoText, dialogue.Persona}
	case Praise:
		return []dialogue.Name{dialogue.Praise}
	case Persona:
		return []dialogue.Name{dialogue.Persona, dialogue.OtherSide, dialogue.Refusal, dialogue.RoleFlip, dialogue.NoText}
	case Refusal:
		return []dialogue.Name{dialogue.Refusal, dialogue.Persona}
	case Repeats, Loop:
		return []dialogue.Name{dialogue.Repeats, dialogue.Loop}
	case EndsAtOnce:
		return []dialogue.Name{dialogue.EndsAtOnce, dialogue.NoText, dialogue.Persona}
	case CutOff:
		return []dialogue.Name{dialogue.Cut}
	case Unreachable:
		return []dialogue.Name{dialogue.NoReply}
	case Contradiction:
		return []dialogue.Name{dialogue.Contradicts}
	default:
		return nil
	}
}

// Transcript is one conversation with what is known of it.
type Transcript struct {
	ID        string // "role flip 3", or "sound 12 composed"
	Behaviour Behaviour
	Kind      string // what sort of conversation: "tutoring", "quotes a chat"
	Composed  bool   // by the generator, and not by hand
	Turns     dialogue.Conversation

	fields map[string]string // of the profile: name, age, gender, language
	thing  string            // what the user talks about, for parts: "my late parcel"
}

// Record returns the fields of a record that carries the profile, as a source of
// profiles would give them.
func (t *Transcript) Record() seedbed.Fields {
	var f seedbed.Fields
	for _, name := range profileKeys {
		s, ok := t.fields[name]
		if !ok {
			continue
		}
		if n, err := strconv.Atoi(s); err == nil {
			f = f.With(name, int64(n))
			continue
		}
		f = f.With(name, s)
	}
	return f
}

// Profile is what is known of the user.
func (t *Transcript) Profile() dialogue.Profile { return dialogue.ProfileOf(t.Record()) }

// lang is the code of the language that the transcript is in; its profile may name
// more than one.
func (t *Transcript) lang() string {
	for code, name := range languageNames {
		if t.fields["language"] == name {
			return code
		}
	}
	return ""
}

var (
	profileKeys   = []string{"name", "age", "gender", "language"}
	languageNames = map[string]string{"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
	languageCodes = []string{"en", "de", "fr", "es"}
)

// Marked reports whether a model said of one of the turns that it was cut.
func (t *Transcript) Marked() bool {
	return slices.ContainsFunc(t.Turns, func(u dialogue.Turn) bool { return u.Finish == seedbed.FinishLength })
}
