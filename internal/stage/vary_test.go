package stage

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

func TestVary(t *testing.T) {
	in := questions().With("name", seedbed.TypeText)
	for _, tt := range []struct {
		name, yaml, reply string
		reason            string
	}{
		{"kept", "{model: writer, field: question, keep: {spans: [name], label: answer}}", "How much is 1000 and 2 for Ann?", ""},
		{"number lost", "{model: writer, field: question}", "Ann, one thousand and 2?", "number lost"},
		{"number added", "{model: writer, field: question}", "Ann, 1,000 and 2, so 1002?", "number added"},
		{"numbers may go", "{model: writer, field: question, keep: {numbers: false}}", "Ann, one thousand and two?", ""},
		{"span lost", "{model: writer, field: question, keep: {spans: [name]}}", "She has 1,000 and 2?", "span lost"},
		{"literal span lost", "{model: writer, field: question, keep: {spans: [\"1,000\"]}}", "Ann has 1000, 2?", "span lost"},
		{"a span that was not there", "{model: writer, field: question, keep: {spans: [\"Bob\"]}}", "2 and 1000, Ann?", ""},
		{"unchanged", "{model: writer, field: question}", "  ANN: 1,000 & 2?", ""},
		{"unchanged but for case", "{model: writer, field: question}", "ann 1,000 and 2", "unchanged"},
		{"empty", "{model: writer, field: question}", " \n", "empty reply"},
		{"own prompt", "{model: writer, field: question, prompt: own.md}", "2 and 1000 for Ann", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := &generateRig{from: true, input: in, files: map[string]string{"own.md": "Rewrite {{ varied }} {{ keep }} {{ numbers }}"}}
			g.model = &generateModel{answer: func(seedbed.Request) (seedbed.Reply, error) { return seedbed.Reply{Text: tt.reply}, nil }}
			recs := g.ok(t, Vary(), tt.yaml).process(t, "question", "Ann: 1,000 and 2?", "answer", "1002", "name", "Ann")
			if len(recs) != 1 || recs[0].Decision.Reason != tt.reason {
				t.Fatalf("got %s, want reason %q", shown(recs), tt.reason)
			}
			r := recs[0]
			if r.Origin != seedbed.OriginPerturbed || r.Fields.Text("answer") != "1002" || r.Lineage.Depth != 1 || len(r.Lineage.Calls) == 0 {
				t.Errorf("record: %+v", r)
			}
			if tt.reason == "" && r.Fields.Text("question") != strings.TrimSpace(tt.reply) {
				t.Errorf("text: %s", r.Fields.Text("question"))
			}
		})
	}
}

func TestVaryGoesOverValues(t *testing.T) {
	g := (&generateRig{from: true, input: questions()}).
		ok(t, Vary(), "{model: writer, field: question, how: style, style: [plain, playful], copies: 2, keep: {spans: [answer], numbers: false}}")
	recs := g.process(t, "question", "Is it blue?", "answer", "blue")
	ids := map[seedbed.ID]bool{}
	var styles []string
	for _, r := range recs {
		ids[r.ID] = true
		styles = append(styles, r.Fields.Text("style"))
	}
	if len(ids) != 4 || strings.Join(styles, " ") != "plain playful plain playful" {
		t.Errorf("got %s", shown(recs))
	}
	req := g.model.reqs[0].Messages
	if req[0].Role != seedbed.System || !strings.Contains(req[1].Content, `Keep these exactly as they are written: "blue".`) ||
		!strings.HasSuffix(req[1].Content, "Text:\nIs it blue?") || strings.Contains(req[1].Content, "Keep every number") {
		t.Errorf("asked: %+v", req)
	}
}

// A variation whose call fails is a failed record of its own.
func TestVaryLostCopies(t *testing.T) {
	g := &generateRig{from: true, input: questions()}
	var lost error
	g.model = &generateModel{answer: func(r seedbed.Request) (seedbed.Reply, error) {
		if r.Copy == 1 && lost != nil {
			return seedbed.Reply{}, lost
		}
		return seedbed.Reply{Text: fmt.Sprint("blue, is it? ", strings.Repeat("x", r.Copy))}, nil
	}}
	g.ok(t, Vary(), "{model: writer, field: question, copies: 3}")
	whole := g.process(t, "question", "Is it blue?", "answer", "blue")
	lost = &seedbed.CallError{Class: seedbed.Transient, Message: "reset"}
	some := g.process(t, "question", "Is it blue?", "answer", "blue")
	if len(some) != 3 || some[0].ID != whole[0].ID || some[2].ID != whole[2].ID || shown(some[2:]) != shown(whole[2:]) {
		t.Fatalf("got %s want all but the second of %s", shown(some), shown(whole))
	}
	if r := some[1]; r.Decision.State != seedbed.Failed || r.Decision.Detail != "reset" || r.ID == whole[1].ID || r.Fields.Text("answer") != "blue" {
		t.Errorf("the lost copy: %+v", r)
	}
}

// Every built-in prompt can be read, and shows the text that is varied.
func TestVaryPrompts(t *testing.T) {
	for how, extra := range map[string]string{varyParaphrase: "", varySynonym: "", varyStyle: "style: [x]", varyLanguage: "language: [x]", varyLevel: "level: [x]"} {
		g := (&generateRig{from: true, input: questions()}).ok(t, Vary(), fmt.Sprintf("{model: writer, field: question, how: %s, %s}", how, extra))
		g.process(t, "question", "What {{ is }} 5?", "answer", "5")
		if m := g.model.reqs[0].Messages; len(m) != 2 || !strings.Contains(m[1].Content, "What {{ is }} 5?") || !strings.Contains(m[1].Content, "number in digits") {
			t.Errorf("%s asks %+v", how, m)
		}
	}
}

func TestVaryProblems(t *testing.T) {
	for _, tt := range []struct{ yaml, want string }{
		{"{model: writer, field: question, how: style}", "how: style needs what to go over"},
		{"{model: writer, field: question, level: [x]}", "level is for how: level"},
		{"{model: writer, field: nope}", `"nope" is not a field`},
		{"{model: nobody, field: question}", "no model nobody"},
		{"{model: writer, field: question, keep: {label: question}}", "cannot be the label too"},
		{"{model: writer, field: question, prompt: none.md}", "none.md does not exist"},
		{"{model: writer, field: question, prompt: blind.md}", "does not show the text"},
		{"{model: writer, field: question, prompt: typo.md}", "{{ varid }} is not a field"},
	} {
		g := (&generateRig{from: true, input: questions(), files: map[string]string{"blind.md": "Hi {{ answer }}", "typo.md": "{{ varid }}{{ question }}"}}).make(t, Vary(), tt.yaml)
		if !strings.Contains(g.problems.Error(), tt.want) {
			t.Errorf("%s: got %q, want %q", tt.yaml, g.problems.Error(), tt.want)
		}
	}
}

func TestVaryNumbers(t *testing.T) {
	for _, tt := range []struct {
		text string
		bare bool
		want string
	}{
		{"1,000 and 1000 and 1000.0", false, "1000×3"},
		{"1,00 2,0000 3.50 .5 007 3.", false, "0×1 1×1 2×1 0×1 3.5×1 5×1 7×1 3×1"},
		{"v1.2.3 5% $7 -8 1’000 １２ ٣ 𝟙𝟘", false, "1.2×1 3×1 5×1 7×1 8×1 1000×1 12×1 3×1 10×1"},
		{"1.000,5 1,000.5 1 000.5", true, "10005×2 1×1 5×1"},
		{"", false, ""},
	} {
		want := map[string]int{}
		for _, w := range strings.Fields(tt.want) {
			var n int
			name, count, _ := strings.Cut(w, "×")
			fmt.Sscan(count, &n)
			want[name] += n
		}
		if tt.text == "1.000,5 1,000.5 1 000.5" {
			want = map[string]int{"10005": 2, "1": 1, "5": 1} // 000.5 by its digits is 0005
		}
		if got := varyNumbers(tt.text, tt.bare); !maps.Equal(got, want) {
			t.Errorf("%q: got %v, want %v (%v)", tt.text, got, want, slices.Sorted(maps.Keys(got)))
		}
	}
}
