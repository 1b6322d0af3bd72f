package stage

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// Reasons of scores without a value.
const (
	verdictRefused    = "refused"
	verdictFiltered   = "filtered by the provider"
	verdictNone       = "no verdict"
	verdictOutside    = "verdict outside the rubric: "
	verdictUnparsable = "unparsable reply"
	verdictCut        = "unparsable reply: cut off"
)

const (
	verdictLongest = 256 << 10 // bytes of a reply that are looked at, the last
	verdictTries   = 64        // places of a reply that are tried for an object
	verdictReason  = 4096      // bytes of a reason that are kept
)

// verdictScores reads a judge's reply: one score for each criterion, in order.
// read is false where another attempt may give more: nothing could be read, and
// all criteria are failed.
func verdictScores(criteria []seedbed.Criterion, reply *seedbed.Reply) (scores []seedbed.Score, read bool) {
	switch {
	case reply.Refusal != "" || reply.Finish == seedbed.FinishRefusal:
		return verdictAll(criteria, seedbed.Unscored, verdictRefused), true
	case reply.Finish == seedbed.FinishFilter:
		return verdictAll(criteria, seedbed.Unscored, verdictFiltered), true
	case reply.Finish == seedbed.FinishLength:
		return verdictAll(criteria, seedbed.FailedTo, verdictCut), false
	}
	answers, ok := verdictFind(criteria, reply.Text)
	if !ok {
		return verdictAll(criteria, seedbed.FailedTo, verdictUnparsable), false
	}
	scores = make([]seedbed.Score, len(criteria))
	for i := range criteria {
		scores[i] = verdictScore(&criteria[i], answers[i])
	}
	return scores, true
}

func verdictAll(criteria []seedbed.Criterion, status seedbed.ScoreStatus, reason string) []seedbed.Score {
	scores := make([]seedbed.Score, len(criteria))
	for i := range criteria {
		scores[i] = seedbed.Score{Criterion: criteria[i].Name, Status: status, Reason: reason}
	}
	return scores
}

// verdictAnswer is what a reply says of one criterion.
type verdictAnswer struct {
	raw   json.RawMessage // nil: nothing
	twice bool            // it says it more than once
}

// verdictFind looks in a reply for the object that answers the most criteria;
// of several such for the last, since models think before they answer. It may be
// the whole reply, or stand in a code fence or among other text, or one level
// down in another object.
func verdictFind(criteria []seedbed.Criterion, text string) (best []verdictAnswer, ok bool) {
	if len(text) > verdictLongest {
		text = text[len(text)-verdictLongest:]
	}
	most := 0
	b := []byte(text)
	for pos, tries := 0, 0; tries < verdictTries; {
		i := bytes.IndexByte(b[pos:], '{')
		if i < 0 {
			break
		}
		pos += i
		if next := bytes.TrimLeft(b[pos+1:], " \t\r\n"); len(next) == 0 || next[0] != '"' {
			pos++ // no object with a name in it
			continue
		}
		tries++
		raw, n := verdictObject(b[pos:])
		if n == 0 {
			pos++
			continue
		}
		pos += n
		if answers, found := verdictAnswers(criteria, raw, true); found >= max(most, 1) {
			best, most = answers, found
		}
	}
	return best, most > 0
}

// verdictObject returns the JSON object that b starts with, and its length.
func verdictObject(b []byte) (json.RawMessage, int) {
	if trimmed := bytes.TrimRight(b, " \t\r\n"); len(trimmed) > 0 && trimmed[len(trimmed)-1] == '}' && json.Valid(trimmed) {
		return trimmed, len(b)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return nil, 0
	}
	return raw, int(dec.InputOffset())
}

// verdictAnswers reads the answers out of a valid object, and counts them.
func verdictAnswers(criteria []seedbed.Criterion, raw json.RawMessage, outer bool) ([]verdictAnswer, int) {
	answers := make([]verdictAnswer, len(criteria))
	found := 0
	var bare, inner json.RawMessage
	members := 0
	verdictMembers(raw, func(name string, value json.RawMessage) {
		members++
		if name == "value" {
			bare = raw
		}
		inner = value
		for i := range criteria {
			if criteria[i].Name != name {
				continue
			}
			if answers[i].raw != nil {
				answers[i].twice = true
			} else {
				found++
			}
			answers[i].raw = value
		}
	})
	switch {
	case found > 0:
	case len(criteria) == 1 && bare != nil: // {"reason": ..., "value": ...} where there is one question
		answers[0].raw, found = bare, 1
	case outer && members == 1 && len(inner) > 0 && inner[0] == '{': // {"scores": {...}}
		return verdictAnswers(criteria, inner, false)
	}
	return answers, found
}

// verdictScore reads one answer: {"reason": ..., "value": ...}, or a bare value.
func verdictScore(c *seedbed.Criterion, a verdictAnswer) seedbed.Score {
	s := seedbed.Score{Criterion: c.Name, Status: seedbed.Unscored}
	raw, reason := a.raw, ""
	if len(raw) > 0 && raw[0] == '{' {
		var again bool
		raw, reason, again = verdictParts(raw)
		a.twice = a.twice || again
	}
	switch {
	case a.twice:
		s.Reason = verdictOutside + "two verdicts"
	case len(raw) == 0 || string(raw) == "null":
		s.Reason = verdictNone
	default:
		if v, ok := verdictValue(c, raw); ok {
			s.Status, s.Value, s.Reason = seedbed.Scored, v, verdictClip(reason, verdictReason)
		} else {
			s.Reason = verdictOutside + verdictShort(raw)
		}
	}
	return s
}

// verdictParts takes an answer apart. Where nothing is named value, the one
// member besides the reason is taken for it: models write score or rating too.
func verdictParts(raw json.RawMessage) (value json.RawMessage, reason string, twice bool) {
	var other json.RawMessage
	others, values := 0, 0
	verdictMembers(raw, func(name string, v json.RawMessage) {
		switch name {
		case "reason":
			reason = verdictText(v) // a reason of another form is none
		case "value":
			value = v
			values++
		default:
			other = v
			others++
		}
	})
	if values == 0 && others == 1 {
		value = other
	}
	return value, reason, values > 1
}

// verdictValue reads a value of a criterion; ok is false where it is outside
// the rubric.
func verdictValue(c *seedbed.Criterion, raw json.RawMessage) (any, bool) {
	isText := raw[0] == '"'
	text := string(raw)
	if isText {
		text = strings.TrimSpace(verdictText(raw))
	}
	switch c.Kind {
	case seedbed.YesNo:
		switch {
		case text == "true" || isText && (strings.EqualFold(text, "yes") || strings.EqualFold(text, "true")):
			return true, true
		case text == "false" || isText && (strings.EqualFold(text, "no") || strings.EqualFold(text, "false")):
			return false, true
		}
		return nil, false
	case seedbed.Choice: // one that is no text may be named 1 or true
		return verdictChoice(c.Choices, text)
	default:
		return verdictWhole(text, c)
	}
}

// verdictChoice returns the choice that text names: exactly, or else but for
// its case, if only one does.
func verdictChoice(choices []string, text string) (any, bool) {
	match := -1
	for i, choice := range choices {
		if choice == text {
			return choice, true
		}
		if strings.EqualFold(strings.TrimSpace(choice), text) {
			if match >= 0 {
				return nil, false
			}
			match = i
		}
	}
	if match < 0 {
		return nil, false
	}
	return choices[match], true
}

// verdictWhole reads "6", "6.0", "6/7" and "6 out of 7" on a scale to 7.
func verdictWhole(text string, c *seedbed.Criterion) (any, bool) {
	if len(text) > 64 {
		return nil, false
	}
	for _, of := range []string{"/", " out of ", " of "} {
		n, end, ok := strings.Cut(text, of)
		if !ok {
			continue
		}
		if m, err := strconv.Atoi(strings.TrimSpace(end)); err != nil || m != c.Max {
			return nil, false
		}
		text = strings.TrimSpace(n)
		break
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || f != math.Trunc(f) || f < float64(c.Min) || f > float64(c.Max) {
		return nil, false
	}
	return int64(f), true
}

// verdictShort shows a value that is outside the rubric.
func verdictShort(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		s = string(raw)
	}
	return verdictClip(strings.Join(strings.Fields(s), " "), 60)
}

// verdictClip returns s as valid UTF-8 of at most n bytes, a … at its end where
// it was longer.
func verdictClip(s string, n int) string {
	s = strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))
	if len(s) <= n {
		return s
	}
	n -= len("…")
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
