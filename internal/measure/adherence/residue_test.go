package adherence

import (
	"slices"
	"testing"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func residueOf(t *testing.T, text string) (kinds []string) {
	t.Helper()
	r := measuretest.Run(t, named("residue"), measuretest.Case{Setup: setup(), Data: measuretest.Texts(text)}, 1)
	for _, f := range r.Findings {
		if f.Figure != "residue" {
			kinds = append(kinds, f.Figure[len("residue."):])
		}
	}
	return kinds
}

func TestResidue(t *testing.T) {
	for text, want := range map[string]string{
		"As an AI language model, I cannot taste.":        "self",
		"It is late, and as an AI, I never sleep.":        "self",
		"Sure! Here is a hint: count the eggs.":           "preamble",
		"Here's a question about trains:\nHow far is it?": "preamble",
		"Certainly, I can help you. Count the eggs.":      "preamble",
		"Hier ist ein Beispiel:\nZähle die Eier.":         "preamble",
		"Count the eggs. I hope this helps!":              "closing",
		"Count the eggs. Let me know if you need more.":   "closing",
		"Dear {{name}}, welcome.":                         "placeholder",
		"Dear {% if x %}, welcome.":                       "placeholder",
		"Dear [NAME], welcome.":                           "placeholder",
		"Dear [Your Name], welcome.":                      "placeholder",
		"Dear <insert name here>, welcome.":               "placeholder",
		"Dear ${user.name}, welcome.":                     "placeholder",
		"Dear %s, welcome.":                               "placeholder",
		"Dear {name}, welcome.":                           "placeholder",
		"TODO: write a welcome.":                          "placeholder",
		"Lorem ipsum dolor sit amet.":                     "placeholder",
		"Count the eggs.<|im_end|>":                       "token",
		"[INST] Count the eggs. [/INST]":                  "token",
		"Count the eggs.</s>":                             "token",
		"<｜begin▁of▁sentence｜>Count the eggs.":            "token",
		"Assistant: count the eggs.":                      "role",
		"Count.\n**User:** why?":                          "role",
		"```\nCount the eggs.\n```":                       "fence",
		"You are a helpful assistant. Count the eggs.":    "echo",
	} {
		if got := residueOf(t, text); !slices.Contains(got, want) {
			t.Errorf("%q has %v, want %s", text, got, want)
		}
	}
	for _, text := range []string{
		"As an AI researcher, I read many papers.",
		"Here is the house that Jack built.",
		"Here are the keys, he said: take them.",
		"Prices fell by 5%s in June, or 5 % so far.",
		"The proof uses \\frac{a}{b} and x_{max} in {1, 2}.",
		"[LAUGHTER] Thank you. [1] See [the map](x).",
		"<b>Bold</b> and <EM>old</EM> tags, 3 < 5 > 2.",
		"Surely here the river bends.",
		"He asked a user: why? The system works.",
		"I note that this is dear. Let me know how you feel about $5 {x}.",
		"Run `code` and ```more``` of it.",
	} {
		if got := residueOf(t, text); len(got) > 0 {
			t.Errorf("%q has %v", text, got)
		}
	}
}

func TestPromptEcho(t *testing.T) {
	seed := "Janet has three ducks and sells their eggs at the market every single day."
	c := measuretest.Case{
		Setup: setup(), Seeds: measuretest.Texts(seed),
		Data: measuretest.Texts(seed+" Count the eggs first.", "Think of Janet and her ducks: what do they give her at the end of each day?"),
	}
	for _, f := range measuretest.Run(t, named("residue"), c, 1).Findings {
		if f.Figure == "residue.echo" {
			if f.Estimate.Value != .5 || f.Evidence[0].Rows[0].N != 0 {
				t.Errorf("%+v", f)
			}
			return
		}
	}
	t.Error("the echo is not found")
}

func TestResidueAllow(t *testing.T) {
	c := measuretest.Case{Setup: setup(), Data: measuretest.Texts("Dear [NAME].", "User: hello")}
	c.Setup.Options = map[string]any{"residue.allow": "role, placeholder"}
	if r := measuretest.Run(t, named("residue"), c, 1); r.Findings[0].Estimate.Value != 0 {
		t.Errorf("%+v", r.Findings)
	}
	c.Setup.Options["residue.allow"] = "rolls"
	if r := measuretest.Run(t, named("residue"), c, 1); len(r.NotMeasured) != 1 {
		t.Errorf("%+v", r)
	}
}

// A habit of most rows is no defect of single ones.
func TestResidueHabit(t *testing.T) {
	data := edited(t, 1, func(_ int, s string) string { return "[TOPIC] " + s })
	for _, f := range measuretest.Run(t, named("residue"), measuretest.Case{Setup: setup(), Data: data}, 2).Findings {
		if f.Severity == measure.Serious {
			t.Errorf("%s: %s", f.Figure, f.Says)
		}
	}
}
