package stage

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// verdictWays are the ways in which a judge is asked how sure it is.
type verdictWays struct{ stated, logprob bool }

// verdictSure is how sure the judge is of a value; nil where nothing was asked for, or
// nothing came.
func verdictSure(c *seedbed.Criterion, p *verdictParts, reply *seedbed.Reply, ways verdictWays) *seedbed.Confidence {
	var s seedbed.Confidence
	if ways.stated {
		s.Stated = p.stated
	}
	if ways.logprob && len(reply.Logprobs) > 0 {
		s.Logprob = verdictLogprob(c, reply, p)
	}
	if s == (seedbed.Confidence{}) {
		return nil
	}
	return &s
}

// verdictStated reads percent, "85%" among them; nil where it is none from 0 to 100.
// A fraction is not what was asked for, and could mean either.
func verdictStated(raw json.RawMessage) *float64 {
	text := string(raw)
	if raw[0] == '"' {
		text = strings.TrimSuffix(strings.TrimSpace(verdictText(raw)), "%")
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || x != math.Trunc(x) || x < 0 || x > 100 {
		return nil
	}
	return new(x / 100)
}

// verdictRanking reads a list with each number from 1 to n once.
func verdictRanking(raw json.RawMessage, n int) (any, bool) {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil || len(items) != n {
		return nil, false
	}
	seen := make([]bool, n+1)
	tiers := make([][]int, n)
	for i, item := range items {
		text := string(item)
		if item[0] == '"' {
			text = strings.TrimSpace(verdictText(item))
		}
		x, err := strconv.Atoi(text)
		if err != nil || x < 1 || x > n || seen[x] {
			return nil, false
		}
		seen[x], tiers[i] = true, []int{x}
	}
	return rankingText(tiers), true
}

// verdictLogprob is the probability that the model gave to a value, among those that
// the criterion allows, by the log-probabilities of the tokens that it is written
// with: at each token, the mass of the alternatives that lead to the same value over
// the mass of all that lead to an allowed one, multiplied until the value is settled.
// That is its probability under decoding that the criterion binds. Alternatives that
// the provider did not list count as nothing.
//
// nil where the tokens do not spell the reply around the value, and for rankings.
func verdictLogprob(c *seedbed.Criterion, reply *seedbed.Reply, p *verdictParts) *float64 {
	start := p.at
	if p.value[0] == '"' {
		start++
	}
	for start < len(reply.Text) && strings.IndexByte(verdictSpaces, reply.Text[start]) >= 0 {
		start++
	}
	w := newVerdictWritten(c)
	i, at := verdictToken(reply, start)
	if i < 0 || len(w) == 0 {
		return nil
	}
	probability, so := 1.0, ""
	for first := true; i < len(reply.Logprobs); i, first = i+1, false {
		token := &reply.Logprobs[i]
		piece := token.Token
		if first {
			piece = piece[start-at:]
		}
		chosen, further := w.leads(so, piece)
		if chosen == "" {
			return nil
		}
		share, ok := w.share(token, so, chosen, first)
		if !ok {
			return nil
		}
		if probability *= share; further == "" {
			return &probability
		}
		so = further
	}
	return nil
}

const (
	verdictSpaces = " \t\r\n"
	verdictBefore = verdictSpaces + "\":"     // may stand before a value within its token
	verdictAfter  = verdictSpaces + "\",}]./" // may stand behind it
)

// verdictToken finds the token that holds a place of the reply's text, and where the
// token begins. Tokens may spell the text from its start on, or else up to its end:
// providers escape bytes that are no characters by themselves. -1 where neither does.
func verdictToken(reply *seedbed.Reply, place int) (i, at int) {
	for i := range reply.Logprobs {
		t := reply.Logprobs[i].Token
		if !strings.HasPrefix(reply.Text[at:], t) {
			break
		}
		if place < at+len(t) {
			return i, at
		}
		at += len(t)
	}
	at = len(reply.Text)
	for i := len(reply.Logprobs) - 1; i >= 0; i-- {
		t := reply.Logprobs[i].Token
		if !strings.HasSuffix(reply.Text[:at], t) {
			break
		}
		if at -= len(t); place >= at && t != "" {
			return i, at
		}
	}
	return -1, 0
}

// verdictWritten are the ways to write the values of a criterion, to which value each
// belongs.
type verdictWritten []struct{ text, value string }

func newVerdictWritten(c *seedbed.Criterion) (w verdictWritten) {
	add := func(text, value string) {
		w = append(w, struct{ text, value string }{text, value})
	}
	switch c.Kind {
	case seedbed.YesNo:
		add("true", "yes")
		add("yes", "yes")
		add("false", "no")
		add("no", "no")
	case seedbed.Choice:
		for _, choice := range c.Choices {
			quoted := string(seedbed.AppendString(nil, choice))
			add(strings.ToLower(quoted[1:len(quoted)-1]), choice)
		}
	case seedbed.Scale:
		for v := c.Min; v <= c.Max; v++ {
			text := strconv.Itoa(v)
			add(text, text)
		}
	}
	return w
}

// leads says what a piece of text leads to behind what was written so far: a value,
// or, where several are still possible, what is written then, which is further. ""
// where it leads to none that is allowed.
func (w verdictWritten) leads(so, piece string) (what, further string) {
	piece = strings.ToLower(piece)
	n := len(piece)
	for ; n > 0; n-- {
		if slices.ContainsFunc(w, func(v struct{ text, value string }) bool { return strings.HasPrefix(v.text, so+piece[:n]) }) {
			break
		}
	}
	now := so + piece[:n]
	values := map[string]bool{}
	for _, v := range w {
		switch {
		case n < len(piece) && v.text == now:
			values[v.value] = true
		case n == len(piece) && strings.HasPrefix(v.text, now):
			values[v.value] = true
		}
	}
	switch {
	case now == "", n == 0 && n == len(piece), n < len(piece) && strings.IndexByte(verdictAfter, piece[n]) < 0, len(values) == 0:
		return "", ""
	case len(values) == 1:
		return "= " + slices.Collect(maps.Keys(values))[0], ""
	case n < len(piece): // two choices that differ in their case alone
		return "", ""
	}
	return "+ " + now, now
}

// share is the mass of the alternatives to a token that lead where it does, of the mass
// of all that lead anywhere.
func (w verdictWritten) share(token *seedbed.TokenLogprob, so, chosen string, first bool) (float64, bool) {
	same, all, there := 0.0, 0.0, false
	add := func(text string, logprob float64) {
		if first {
			text = strings.TrimLeft(text, verdictBefore)
		}
		what, _ := w.leads(so, text)
		if what == "" || math.IsNaN(logprob) {
			return
		}
		mass := math.Exp(min(logprob, 0))
		all += mass
		if what == chosen {
			same += mass
		}
	}
	for i := range token.Top {
		add(token.Top[i].Token, token.Top[i].Logprob)
		there = there || token.Top[i].Token == token.Token
	}
	if !there {
		add(token.Token, token.Logprob)
	}
	if !(same > 0) {
		return 0, false
	}
	return same / all, true
}
