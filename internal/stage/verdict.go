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
	return verdictRead(criteria, reply, verdictWays{})
}

// verdictRead is verdictScores with how sure the judge is, in the ways that were asked
// for.
func verdictRead(criteria []seedbed.Criterion, reply *seedbed.Reply, ways verdictWays) (scores []seedbed.Score, read bool) {
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
		scores[i] = verdictScore(&criteria[i], answers[i], reply, ways)
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
	at    int             // where raw begins in the reply
	twice bool            // it says it more than once
}

// verdictFind looks in a reply for the object that answers the most criteria;
// of several such for the last, since models think before they answer. It may be
// the whole reply, or stand in a code fence or among other text, or one level
// down in another object.
func verdictFind(criteria []seedbed.Criterion, text string) (best []verdictAnswer, ok bool) {
	skipped := max(0, len(text)-verdictLongest)
	text = text[skipped:]
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
		at := skipped + pos
		pos += n
		if answers, found := verdictAnswers(criteria, raw, at, true); found >= max(most, 1) {
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
	return raw, int(dec.InputOffset()) // b begins with the object, so raw's places are b's
}

// verdictAnswers reads the answers out of a valid object that begins at a place of the
// reply, and counts them.
func verdictAnswers(criteria []seedbed.Criterion, raw json.RawMessage, at int, outer bool) ([]verdictAnswer, int) {
	answers := make([]verdictAnswer, len(criteria))
	found := 0
	var bare, inner json.RawMessage
	members, innerAt := 0, 0
	verdictMembers(raw, func(name string, value json.RawMessage, i int) {
		members++
		innerAt = at + i
		if name == "value" {
			bare = raw
		}
		inner = value
		for k := range criteria {
			if criteria[k].Name != name {
				continue
			}
			if answers[k].raw != nil {
				answers[k].twice = true
			} else {
				found++
			}
			answers[k].raw, answers[k].at = value, innerAt
		}
	})
	switch {
	case found > 0:
	case len(criteria) == 1 && bare != nil: // {"reason": ..., "value": ...} where there is one question
		answers[0].raw, answers[0].at, found = bare, at, 1
	case outer && members == 1 && len(inner) > 0 && inner[0] == '{': // {"scores": {...}}
		return verdictAnswers(criteria, inner, innerAt, false)
	}
	return answers, found
}

// verdictScore reads one answer: {"reason": ..., "value": ...}, or a bare value.
func verdictScore(c *seedbed.Criterion, a verdictAnswer, reply *seedbed.Reply, ways verdictWays) seedbed.Score {
	s := seedbed.Score{Criterion: c.Name, Status: seedbed.Unscored}
	p := verdictParts{value: a.raw, at: a.at, twice: a.twice}
	if len(a.raw) > 0 && a.raw[0] == '{' {
		p = verdictPartsOf(a, ways)
	}
	switch {
	case p.twice:
		s.Reason = verdictOutside + "two verdicts"
	case len(p.value) == 0 || string(p.value) == "null":
		s.Reason = verdictNone
	default:
		if v, ok := verdictValue(c, p.value); ok {
			s.Status, s.Value, s.Reason = seedbed.Scored, v, verdictClip(p.reason, verdictReason)
			s.Confidence = verdictSure(c, &p, reply, ways)
		} else {
			s.Reason = verdictOutside + verdictShort(p.value)
		}
	}
	return s
}

// verdictParts are the parts of an answer.
type verdictParts struct {
	value  json.RawMessage
	at     int // where value begins in the reply
	reason string
	stated *float64
	twice  bool // there are two values
}

// verdictPartsOf takes an answer apart. Where nothing is named value, the one
// member besides the reason is taken for it: models write score or rating too.
func verdictPartsOf(a verdictAnswer, ways verdictWays) verdictParts {
	p := verdictParts{twice: a.twice}
	var other json.RawMessage
	others, values, otherAt := 0, 0, 0
	verdictMembers(a.raw, func(name string, v json.RawMessage, i int) {
		switch {
		case name == "reason":
			p.reason = verdictText(v) // a reason of another form is none
		case name == "value":
			p.value, p.at = v, a.at+i
			values++
		case name == "confidence" && ways.stated:
			p.stated = verdictStated(v)
		default:
			other, otherAt = v, a.at+i
			others++
		}
	})
	if values == 0 && others == 1 {
		p.value, p.at = other, otherAt
	}
	p.twice = p.twice || values > 1
	return p
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
	case seedbed.Ranking:
		return verdictRanking(raw, c.Max)
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
