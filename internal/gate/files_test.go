package gate

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

func filled() string {
	s := QuestionsTemplate()
	for _, q := range Questions() {
		s = strings.Replace(s, q.ID+": |\n", q.ID+": |\n  Some words: of "+q.ID+".\n", 1)
	}
	s = strings.Replace(s, "synthetic:\n", "synthetic: Partly\n", 1)
	return strings.Replace(s, "because: |\n", "because: |\n  It has to be.\n", 1)
}

func TestQuestionsFile(t *testing.T) {
	q, probs := ParseQuestions("q.yaml", []byte(filled()))
	if len(probs) > 0 || q.Decision != "partly" || len(q.Answers) != len(Questions()) || q.Answers[1].Answer != "Some words: of stakes." {
		t.Fatalf("%v %+v", probs, q)
	}
	l := people(t)
	l.append(NewQuestionnaire(q, l.fold(), good(), "ana"))
	if c := questions(good(), l.fold()); len(c.Missing) > 0 || c.Note != "the answer is: partly" {
		t.Errorf("%+v", c)
	}
	if _, err := NewQuestionnaire(q, l.fold(), good(), "bo"); err == nil {
		t.Error("who is no owner answers")
	}
	q.Decision = "no"
	l.append(NewQuestionnaire(q, l.fold(), good(), "ana"))
	if c := questions(good(), l.fold()); len(c.Missing) != 1 || !strings.Contains(c.Missing[0], "should not be synthetic") {
		t.Errorf("%+v", c)
	}
	q.Answers = q.Answers[1:]
	if _, err := NewQuestionnaire(q, l.fold(), good(), "ana"); err == nil || !strings.Contains(err.Error(), "the answer to purpose is empty") {
		t.Errorf("%v", err)
	}

	_, probs = ParseQuestions("q.yaml", []byte(QuestionsTemplate()))
	if len(probs) != len(Questions())+2 {
		t.Errorf("of a file that nobody filled: %v", probs)
	}
	for _, p := range probs {
		if p.Pos.Line == 0 {
			t.Errorf("no place: %s", p)
		}
	}
	if _, probs := ParseQuestions("q.yaml", []byte(filled()+"more: x\n")); !strings.Contains(probs.Error(), `unknown key "more"`) {
		t.Error(probs)
	}
}

func TestConsultationFile(t *testing.T) {
	c := consultation("use case")
	if len(c.Problems) > 0 || len(c.Voices) != 2 || c.Heeded() != 1 || c.When != "use case" {
		t.Fatalf("%+v", c)
	}
	if probs := ParseConsultation("t.yaml", []byte(ConsultationTemplate("use case", day))).Problems; len(probs) == 0 {
		t.Error("a file that nobody filled is a consultation")
	}
	good := `when: release
on: 3 March
asked: a
shown: b
voices: [{as: rater, consent: words, said: c, changed: d}]
`
	for _, tc := range []struct{ old, new, want string }{
		{"when: release", "when: later", `c.yaml:1:7: "when" is "later", want one of use case, generation, validation, release`},
		{"asked: a", "asked: ''", `asked`},
		{"voices: [{as: rater, consent: words, said: c, changed: d}]", "voices: []", "nobody said anything"},
		{"changed: d", "changed: d, not_changed: e", "something was changed, and nothing was; keep one of"},
		{", changed: d", "", "does not say what came of what was said; add changed:"},
		{"consent: words", "consent: name", "has no name; add name:"},
		{"consent: words, ", "", `"consent" is missing`},
		{"as: rater", "as: boss", `"as" is "boss", want one of expert, affected, subject, rater`},
	} {
		if !strings.Contains(good, tc.old) {
			t.Fatal(tc.old)
		}
		got := ParseConsultation("c.yaml", []byte(strings.Replace(good, tc.old, tc.new, 1)))
		if !strings.Contains(got.Problems.Error(), tc.want) {
			t.Errorf("%s: %v", tc.new, got.Problems)
		}
		l := people(t)
		if _, err := NewConsulted(&got, l.fold(), "ana"); err == nil {
			t.Errorf("%s: it is recorded", tc.new)
		}
	}
	big := ParseConsultation("c.yaml", []byte(strings.Repeat("#", MaxConsultation+1)))
	if len(big.Problems) != 1 {
		t.Error(big.Problems)
	}
	many := strings.Replace(good, "voices: [", "voices: ["+strings.Repeat("{as: rater, consent: words, said: c, changed: d}, ", MaxVoices), 1)
	if probs := ParseConsultation("c.yaml", []byte(many)).Problems; !strings.Contains(probs.Error(), "make several consultations") {
		t.Error(probs)
	}
}

func TestConsultationsStand(t *testing.T) {
	l, c := people(t), consultation("release")
	if s := l.fold().Stands(&c); s != NotRecorded {
		t.Error(s)
	}
	for _, who := range []string{"cy", "nobody"} {
		if _, err := NewConsulted(&c, l.fold(), who); err == nil {
			t.Errorf("%s records", who)
		}
	}
	l.append(NewConsulted(&c, l.fold(), "bo"))
	if s := l.fold().Stands(&c); s != Recorded {
		t.Error(s)
	}
	if _, err := NewConsulted(&c, l.fold(), "bo"); err == nil {
		t.Error("the same is recorded twice")
	}
	if strings.Contains(string(l.events[3].Body), "Okafor") || strings.Contains(string(l.events[3].Body), "sign it") {
		t.Errorf("names and words are in the ledger, which nobody can erase: %s", l.events[3].Body)
	}
	c.Digest = "other"
	if s := l.fold().Stands(&c); s != Changed {
		t.Error(s)
	}
}

func FuzzFiles(f *testing.F) {
	f.Add(filled())
	f.Add(ConsultationTemplate("release", day))
	f.Add("when: release\nvoices:\n  - {as: rater, consent: name, said: \"\\0\"}\n")
	f.Add("a: &a [*a]\n")
	f.Add("\xff\x00")
	f.Fuzz(func(t *testing.T, s string) {
		if q, probs := ParseQuestions("q.yaml", []byte(s)); len(probs) == 0 && q.check() != nil {
			t.Fatalf("read without a problem, and not to be recorded: %v", q.check())
		}
		c := ParseConsultation("c.yaml", []byte(s))
		if len(c.Problems) == 0 && (len(c.Voices) == 0 || c.When == "" || c.Shown == "") {
			t.Fatalf("%+v", c)
		}
		for _, p := range append(c.Problems, seedbed.Problems{}...) {
			if p.Message == "" {
				t.Fatal("a problem says nothing")
			}
		}
	})
}
