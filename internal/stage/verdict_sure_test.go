package stage

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

// tokensOf spells a text: pieces are divided by |, and one may have alternatives with
// their probabilities: "6{6:.5, 7:.25}|}".
func tokensOf(spelled string) *seedbed.Reply {
	r := &seedbed.Reply{Finish: seedbed.FinishStop}
	for _, piece := range strings.Split(spelled, "|") {
		piece, list, _ := strings.Cut(piece, "«")
		t := seedbed.TokenLogprob{Token: piece}
		for _, alt := range strings.Split(strings.TrimSuffix(list, "»"), ";") {
			var p float64
			i := strings.LastIndex(alt, "~")
			if i < 0 {
				continue
			}
			fmt.Sscan(alt[i+1:], &p)
			t.Top = append(t.Top, seedbed.TokenLogprob{Token: alt[:i], Logprob: math.Log(p)})
			if alt[:i] == piece {
				t.Logprob = math.Log(p)
			}
		}
		r.Logprobs = append(r.Logprobs, t)
		r.Text += piece
	}
	return r
}

func TestVerdictLogprob(t *testing.T) {
	scale := func(from, to int) seedbed.Criterion {
		return seedbed.Criterion{Name: "x", Kind: seedbed.Scale, Min: from, Max: to}
	}
	yes := seedbed.Criterion{Name: "x", Kind: seedbed.YesNo}
	tone := seedbed.Criterion{Name: "x", Kind: seedbed.Choice, Choices: []string{"warm", "watchful", "cold"}}
	for _, tt := range []struct {
		name   string
		c      seedbed.Criterion
		tokens string
		want   float64 // NaN: none
	}{
		{"all on one", scale(1, 7), `{"x|":| {"value":| |6«6~1»|}}`, 1},
		{"renormalised over the scale", scale(1, 7), `{"x": {"value": |6«6~.5;7~.25;8~.1;x~.15»|}}`, 2.0 / 3},
		{"written in two ways", scale(1, 7), `{"x": {"value":| 6« 6~.5;6~.1;"6~.1; 7~.3»|}}`, .7},
		{"its own is not listed", scale(1, 7), `{"x": {"value": |6«7~.5;8~.4»|}}`, 1 / 1.5}, // logprob 0 by itself
		{"bare", scale(1, 7), `{"x":|6«6~.6;5~.4»|}`, .6},
		{"with what follows", scale(1, 7), `{"x": |6}«6}~.6;5}~.2;5,~.2»`, .6},
		{"in quotes", scale(1, 7), `{"x": "|6«6~.6;5~.4»|"}`, .6},
		{"of seven", scale(1, 7), `{"x": "|6«6~.6;5~.4»|/7"}`, .6},
		{"two tokens", scale(1, 10), `{"x": |1«1~.5;2~.5»|0«0~.8;}~.2»|}`, .4},
		{"one that could go on", scale(1, 10), `{"x": |1«1~.5;2~.5»|}«0~.8;}~.2»`, .1},
		{"below nothing", scale(-3, 3), `{"x": |-«-~.5;2~.5»|3«3~.8;2~.2»|}`, .4},
		{"yes", yes, `{"x": |true«true~.6;false~.2;yes~.2»|}`, .8},
		{"yes in pieces", yes, `{"x": |t«t~.6;f~.4»|rue|}`, .6},
		{"choice", tone, `{"x": "|cold«cold~.5;warm~.25;hot~.25»|"}`, 2.0 / 3},
		{"choice in pieces", tone, `{"x": "|wa«wa~.5;cold~.5»|rm«rm~.8;tch~.2»|"}`, .4},
		{"choice of other case", tone, `{"x": "|COLD«COLD~.5;Warm~.5»|"}`, .5},
		{"thinks first", scale(1, 7), `<think>|6«6~.1;5~.9»|</think>| {"x": |6«6~.6;5~.4»|}`, .6},
		{"no tokens", scale(1, 7), ``, math.NaN()},
	} {
		reply := tokensOf(tt.tokens)
		if tt.tokens == "" {
			reply = &seedbed.Reply{Text: `{"x": 6}`}
		}
		scores, _ := verdictRead([]seedbed.Criterion{tt.c}, reply, verdictWays{logprob: true})
		got := math.NaN()
		if c := scores[0].Confidence; c != nil && c.Logprob != nil {
			got = *c.Logprob
		}
		if scores[0].Status != seedbed.Scored || !(math.Abs(got-tt.want) < 1e-9 || math.IsNaN(got) && math.IsNaN(tt.want)) {
			t.Errorf("%s: %s: got %v, want %v (%+v)", tt.name, reply.Text, got, tt.want, scores[0])
		}
	}
	// Bytes that are no characters are escaped by providers: from the end it can be spelled.
	reply := tokensOf(`{"x": {"reason": "|é|", "value": |6«6~.6;5~.4»|}}`)
	reply.Logprobs[1].Token = `bytes:\xc3`
	one := []seedbed.Criterion{scale(1, 7)}
	if scores, _ := verdictRead(one, reply, verdictWays{logprob: true}); scores[0].Confidence == nil || math.Abs(*scores[0].Confidence.Logprob-.6) > 1e-9 {
		t.Errorf("got %+v", scores[0])
	}
	reply.Logprobs[3].Token = "bytes:6"
	if scores, _ := verdictRead(one, reply, verdictWays{logprob: true}); scores[0].Confidence != nil {
		t.Errorf("tokens that do not spell the value give %+v", scores[0])
	}
	if scores, _ := verdictRead(one, tokensOf(`{"x": |6«6~.6;5~.4»|}`), verdictWays{}); scores[0].Confidence != nil {
		t.Errorf("nobody asked for %+v", scores[0])
	}
}

func TestVerdictStated(t *testing.T) {
	for raw, want := range map[string]float64{"85": .85, "0": 0, "100": 1, `"85"`: .85, `" 85 %"`: .85, "100.0": 1, "101": -1, "-1": -1, "0.85": -1, "null": -1, `"high"`: -1, "[85]": -1, `""`: -1, `"NaN"`: -1} {
		reply := &seedbed.Reply{Text: `{"gives_away": {"reason": "a", "value": 3, "confidence": ` + raw + `}}`}
		scores, _ := verdictRead(verdictRubric().Criteria[:1], reply, verdictWays{stated: true})
		got := -1.0
		if c := scores[0].Confidence; c != nil {
			got = *c.Stated
		}
		if got != want || scores[0].Value != int64(3) {
			t.Errorf("%s: got %v, want %v", raw, got, want)
		}
	}
	// What is asked for is no value, even where nothing is named value.
	reply := &seedbed.Reply{Text: `{"gives_away": {"score": 3, "confidence": 5}}`}
	if scores, _ := verdictRead(verdictRubric().Criteria[:1], reply, verdictWays{stated: true}); scores[0].Value != int64(3) {
		t.Errorf("got %+v", scores[0])
	}
}

// Whatever tokens and alternatives come, a probability is one.
func TestVerdictLogprobAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{`{`, `"x"`, `: `, ` `, "1", "10", "0", "6", `"`, "}", "", "é", "\xff", "tr", "ue", "warm", "Warm"}), 0, 12)
		odd := rapid.SampledFrom([]float64{0, -1, -700, -9999, 3, math.NaN(), math.Inf(-1), math.Inf(1)})
		reply := &seedbed.Reply{}
		for _, p := range append([]string{`{"x": `}, append(pieces.Draw(t, "pieces"), "}")...) {
			token := seedbed.TokenLogprob{Token: p, Logprob: odd.Draw(t, "p")}
			for _, a := range pieces.Draw(t, "alternatives") {
				token.Top = append(token.Top, seedbed.TokenLogprob{Token: a, Logprob: odd.Draw(t, "p")})
			}
			reply.Logprobs = append(reply.Logprobs, token)
			reply.Text += p
		}
		if rapid.Bool().Draw(t, "cut") {
			reply.Logprobs = reply.Logprobs[:len(reply.Logprobs)/2]
		}
		for _, c := range []seedbed.Criterion{
			{Name: "x", Kind: seedbed.Scale, Min: -1, Max: 10},
			{Name: "x", Kind: seedbed.YesNo},
			{Name: "x", Kind: seedbed.Choice, Choices: []string{"warm", "Warm", "6", ""}},
			{Name: "x", Kind: seedbed.Ranking, Min: 1, Max: 1},
		} {
			scores, _ := verdictRead([]seedbed.Criterion{c}, reply, verdictWays{stated: true, logprob: true})
			if s := scores[0].Confidence; s != nil && s.Logprob != nil && !(*s.Logprob >= 0 && *s.Logprob <= 1) {
				t.Fatalf("%q: %v", reply.Text, *s.Logprob)
			}
		}
	})
}

func FuzzVerdictRanking(f *testing.F) {
	for _, s := range []string{`[1,2,3]`, `["3", " 1", 2]`, `[1,1,2]`, `[1,2]`, `[]`, `{}`, `[1.0,2,3]`, `"1 2 3"`, `[[1],2,3]`} {
		f.Add([]byte(`{"x": {"value": ` + s + `}}`))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c := seedbed.Criterion{Name: "x", Kind: seedbed.Ranking, Min: 1, Max: 3}
		scores, _ := verdictScores([]seedbed.Criterion{c}, &seedbed.Reply{Text: string(text)})
		if s := scores[0]; s.Status == seedbed.Scored && rankingMean(s.Value.(string)) != s.Value {
			t.Fatalf("%q is no ranking", s.Value)
		}
	})
}
