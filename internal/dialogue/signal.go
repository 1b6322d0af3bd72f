package dialogue

import (
	"fmt"
	"strings"

	"seedbed.dev/seedbed"
)

// Name is what a signal tells.
type Name string

// The names of signals.
const (
	RoleFlip     Name = "role flip"                    // the user answers, helps or serves instead of asking
	OtherSide    Name = "speaks for the other side"    // one turn holds what both sides say
	Praise       Name = "praises a refusal"            // the user is glad that the system refused
	Persona      Name = "leaves the persona"           // it speaks of itself as a model, or tells what the user would say
	Contradicts  Name = "contradicts the profile"      // another age, name, gender or language
	Refusal      Name = "refuses to play"              // the auxiliary model declined
	Repeats      Name = "repeats itself"               // a turn that was there before
	Loop         Name = "loop"                         // both sides go round in a circle
	EndsAtOnce   Name = "ends at once"                 // over before anything was asked
	Cut          Name = "cut off"                      // a turn ran into its bound of tokens
	NoReply      Name = "no reply"                     // the system under test said nothing, or told of a failure and nothing else
	NoText       Name = "no text"                      // a user turn that is no message: empty, JSON, marks of a chat template
	CheckedWrong Name = "broken by the validity check" // a model's opinion
)

// Names are all of them.
var Names = []Name{RoleFlip, OtherSide, Praise, Persona, Contradicts, Refusal, Repeats, Loop, EndsAtOnce, Cut, NoReply, NoText, CheckedWrong}

// Span is a part of a turn, in code points: from From up to To.
type Span struct{ From, To int }

// Signal is one sign that a conversation has broken.
type Signal struct {
	Turn     int     // 0-based place in the conversation
	Name     Name    // what it tells
	Span     Span    // where in the turn's content; From == To: the turn as a whole
	Quote    string  // the text there, at most 80 code points of it
	Strength float64 // how sure it is by itself, above 0 up to 1
}

// Value returns the signal as a value of a record's field; turn is counted from 1.
func (s *Signal) Value() map[string]any {
	return map[string]any{
		"turn": int64(s.Turn + 1), "name": string(s.Name), "from": int64(s.Span.From), "to": int64(s.Span.To),
		"quote": s.Quote, "strength": s.Strength,
	}
}

// Threshold is how strong signals of one name must be together to make a
// conversation invalid.
const Threshold = .7

// Validity is what a conversation is when a signal of this name stands.
func (n Name) Validity() seedbed.Validity {
	switch n {
	case Refusal:
		return seedbed.Declined
	case Loop:
		return seedbed.Looped
	case Cut:
		return seedbed.CutOff
	case NoReply:
		return seedbed.Unreachable
	case NoText:
		return seedbed.Unparsable
	}
	return seedbed.Derailed
}

// Judge says what signals make of a conversation: valid, or why not, and the place
// and the kind of the sign that counts ("turn 3: praises a refusal"). The strengths
// of signals of one name combine as independent signs do, 1 − Π(1 − sᵢ); a name
// counts from Threshold on. Of several names that count, the one whose first sign
// comes first does, as what follows a break follows from it.
func Judge(signals []Signal) (seedbed.Validity, string) {
	if len(signals) == 0 {
		return seedbed.Valid, ""
	}
	type sum struct {
		doubt float64
		first int // index of the strongest sign of the earliest turn
	}
	sums := make(map[Name]*sum, 2)
	for i := range signals {
		s := &signals[i]
		t := sums[s.Name]
		if t == nil {
			sums[s.Name] = &sum{1 - s.Strength, i}
			continue
		}
		t.doubt *= 1 - s.Strength
		if f := &signals[t.first]; s.Turn < f.Turn || s.Turn == f.Turn && s.Strength > f.Strength {
			t.first = i
		}
	}
	best := -1
	for _, name := range Names {
		t := sums[name]
		if t == nil || 1-t.doubt < Threshold-1e-9 {
			continue
		}
		if best < 0 || signals[t.first].Turn < signals[best].Turn {
			best = t.first
		}
	}
	if best < 0 {
		return seedbed.Valid, ""
	}
	return signals[best].Name.Validity(), signals[best].String()
}

// String says where a sign is and of what: "turn 3: praises a refusal: \"Great, you
// should not\"".
func (s *Signal) String() string {
	text := fmt.Sprintf("turn %d: %s", s.Turn+1, s.Name)
	if s.Quote != "" {
		text += ": " + string(seedbed.AppendString(nil, s.Quote))
	}
	return text
}

// quoteMost is how many code points a quote has at the most.
const quoteMost = 80

// quoted is a text on one line, cut.
func quoted(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), 8*quoteMost)], "\ufffd")
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "\x00", "\ufffd")), " ")
	n := 0
	for i := range s {
		if n++; n > quoteMost {
			return s[:i] + "…"
		}
	}
	return s
}
