package adherence

import (
	"fmt"
	"math"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestAnswerIn(t *testing.T) {
	for _, c := range []struct{ text, answer, span string }{
		{"It comes to $1,000.00 in all.", "1000", "1,000.00"},
		{"It comes to 180 in all.", "18", ""},
		{"It comes to 18.", "She has 9 * 2 = 18.\n#### 18", "18"},
		{"So -18 it is.", "18", ""},
		{"The capital is São Paulo, I think.", "são paulo", "São Paulo"},
		{"The capital is Paul, I think.", "Pau", ""},
		{"Choose (B) here.", "b", "B"},
		{"She sold 12 eggs.", "12 eggs", "12 eggs"},
		{"She sold 12 ducks.", "12 eggs", ""},
		{"Anything.", "", ""},
		{"Anything.", "...", ""},
		{"It is $18.50.", "$18.5", "18.50"},
		{"Half of it is 5%.", "5 %", "5"},
	} {
		var a answer
		a.read(c.answer)
		span, ok := a.in(c.text, measure.NewTokens(c.text))
		if got := c.text[span.From:span.To]; ok != (c.span != "") || got != c.span {
			t.Errorf("%q in %q: %q, %v", c.answer, c.text, got, ok)
		}
	}
}

func leak(t *testing.T, data []seedbed.Record) map[string]measure.Finding {
	t.Helper()
	out := map[string]measure.Finding{}
	for _, f := range measuretest.Run(t, leakage{}, measuretest.Case{Setup: setup(), Data: data}, 2).Findings {
		out[f.Figure] = f
	}
	return out
}

// Short answers that are in texts by chance are no leak, whatever their share.
func TestLeakageByChance(t *testing.T) {
	var data []seedbed.Record
	for i := range 1000 {
		data = append(data, measuretest.Record("text", fmt.Sprintf("Count %d, %d and %d.", i%5, i/5%5, i/25%5), "answer", fmt.Sprint(i*7/3%5)))
	}
	got := leak(t, data)
	if f := got["leakage"]; f.Estimate.Value < .3 || f.Severity != measure.Plain {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
	if f := got["leakage.chance"]; math.Abs(f.Estimate.Value-.488) > .06 { // 1 − (4/5)³
		t.Error(f.Says)
	}
}

func TestLeakageCounts(t *testing.T) {
	var data []seedbed.Record
	for i := range 200 {
		text, answer := fmt.Sprintf("Count the eggs of farm %d.", i), fmt.Sprint(5000+i)
		if i%10 == 0 {
			text += " It is " + answer + "."
		}
		if i >= 190 {
			answer = ""
		}
		data = append(data, measuretest.Record("text", text, "answer", answer))
	}
	got := leak(t, data)
	if f := got["leakage"]; f.Estimate.N != 190 || math.Abs(f.Estimate.Value-.1) > 1e-12 || f.Severity != measure.Serious || len(f.Evidence) != 19 {
		t.Errorf("%s %s, %d rows of evidence", f.Severity, f.Says, len(f.Evidence))
	}
	if f := got["leakage.excess"]; math.Abs(f.Estimate.Value-.1) > 1e-9 {
		t.Error(f.Says)
	}
}
