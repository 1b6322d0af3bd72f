package gate

import (
	"fmt"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/review"
)

// Question is one that is asked before data is made.
type Question struct {
	ID   string
	Ask  string
	Help string // what an answer holds
}

// Questions returns what is asked of whoever wants synthetic data, in order.
func Questions() []Question {
	return []Question{
		{"purpose", "What is the data for, and what will be decided or built with it?", "The use, who uses it, and what it must not be used for."},
		{"stakes", "What happens, and to whom, if the data is wrong?", "The worst that is likely; how one would notice."},
		{"affected", "Who is affected, and who is described?", "People in the rows, people like them, people whom the result is used on, who has to look at it."},
		{"real", "What real data could be had?", "Which, with whose consent, at what cost and delay; why it does not do, or what of it is used."},
		{"alternatives", "What else was weighed?", "A smaller collection, public data, rules, asking people, not doing it."},
		{"limits", "What can synthetic data not show here?", "What of the world the models do not know or get wrong; what has to be checked on real data."},
	}
}

// Decisions are the answers to whether the data should be synthetic at all.
var decisions = []string{"yes", "partly", "no"}

// Decisions returns the answers to whether the data should be synthetic at all.
func Decisions() []string { return append([]string(nil), decisions...) }

// questionsFile is a file of answers.
type questionsFile struct {
	Purpose      string `yaml:"purpose"`
	Stakes       string `yaml:"stakes"`
	Affected     string `yaml:"affected"`
	Real         string `yaml:"real"`
	Alternatives string `yaml:"alternatives"`
	Limits       string `yaml:"limits"`
	Synthetic    string `yaml:"synthetic"`
	Because      string `yaml:"because"`
}

func (f *questionsFile) answer(id string) *string {
	switch id {
	case "purpose":
		return &f.Purpose
	case "stakes":
		return &f.Stakes
	case "affected":
		return &f.Affected
	case "real":
		return &f.Real
	case "alternatives":
		return &f.Alternatives
	case "limits":
		return &f.Limits
	}
	return nil
}

// QuestionsTemplate returns the file to fill.
func QuestionsTemplate() string {
	var b strings.Builder
	b.WriteString("# Should this data be synthetic at all? A few sentences each; the release prints them,\n# and the ledger keeps them for good: name nobody who did not agree to it.\n")
	for _, q := range Questions() {
		fmt.Fprintf(&b, "\n# %s\n# %s\n%s: |\n\n", q.Ask, q.Help, q.ID)
	}
	b.WriteString("\n# All weighed, should it be synthetic? yes, partly or no, and why.\nsynthetic:\nbecause: |\n\n")
	return b.String()
}

// ParseQuestions reads a filled file. All that is wrong or not answered is reported at
// once.
func ParseQuestions(file string, data []byte) (Questionnaire, seedbed.Problems) {
	doc, probs := config.Parse(file, data, 1)
	if len(probs) > 0 {
		return Questionnaire{}, probs
	}
	var f questionsFile
	probs = doc.Decode("", &f)
	if len(probs) > 0 {
		return Questionnaire{}, probs
	}
	q := Questionnaire{Decision: strings.ToLower(strings.TrimSpace(f.Synthetic)), Because: strings.TrimSpace(f.Because)}
	for _, ask := range Questions() {
		answer := strings.TrimSpace(*f.answer(ask.ID))
		if err := checkText("the answer", answer); err != nil {
			p := doc.Problem(ask.ID, fmt.Sprintf("%s: %v", ask.ID, err), ask.Ask)
			probs = append(probs, p)
			continue
		}
		q.Answers = append(q.Answers, QuestionAnswer{ID: ask.ID, Ask: ask.Ask, Answer: answer})
	}
	if !known(q.Decision, decisions) {
		probs = append(probs, doc.Problem("synthetic", "synthetic: whether it should be is not decided", "write yes, partly or no"))
	}
	if err := checkText("the reason", q.Because); err != nil {
		probs = append(probs, doc.Problem("because", "because: "+err.Error(), ""))
	}
	return q, config.Sorted(probs)
}

func known(s string, all []string) bool {
	for _, k := range all {
		if s == k {
			return true
		}
	}
	return false
}

// Check reports what keeps answers from being recorded.
func (q *Questionnaire) check() error {
	for _, ask := range Questions() {
		answer := ""
		for _, a := range q.Answers {
			if a.ID == ask.ID {
				answer = a.Answer
			}
		}
		if err := checkText("the answer to "+ask.ID, answer); err != nil {
			return err
		}
	}
	if !known(q.Decision, decisions) {
		return seedbed.Errorf(seedbed.CodeInvalid, "whether the data should be synthetic is answered with yes, partly or no; %q is none of these", q.Decision)
	}
	return checkText("the reason", q.Because)
}

// NewQuestionnaire makes the event of answers to the questions, by an owner.
func NewQuestionnaire(q Questionnaire, r *Record, f *Facts, by string) (review.Event, error) {
	p, ok := r.People[by]
	if !ok {
		return review.Event{}, unknownPerson(by)
	}
	if !p.Has(review.Owner) {
		return review.Event{}, seedbed.Errorf(seedbed.CodeUnmet, "%s is no owner; an owner answers for what the data is for", by)
	}
	if err := q.check(); err != nil {
		return review.Event{}, err
	}
	q.Purpose, q.Use = f.Purpose, f.Use
	return event(by, review.EventQuestions, q)
}

func questions(f *Facts, r *Record) Condition {
	c := Condition{Wants: "whether the data should be synthetic at all is answered", Do: "seedbed gate questions"}
	switch q := r.Questions; {
	case q == nil:
		c.Missing = []string{"nobody has answered whether the data should be synthetic at all"}
	case q.Purpose != f.Purpose || q.Use != f.Use:
		c.Missing = []string{"the answers are of another purpose or use than the recipe's"}
	case q.Decision == "no":
		c.Missing = []string{"the answer is that the data should not be synthetic"}
	case q.Decision == "partly":
		c.Note = "the answer is: partly"
	}
	return c
}
