package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/recipe"
	"seedbed.dev/seedbed/internal/review"
)

func TestRubricYAML(t *testing.T) {
	r := newFake().in.Rubric
	r.Criteria[0].Question = "How \"much\": of it? # {no} \\ comment\n- second <line>\u2028"
	got, problems := recipe.ParseRubric("hint.yaml", []byte(rubricYAML(r)))
	if len(problems) > 0 {
		t.Fatalf("%v\n%s", problems, rubricYAML(r))
	}
	if changed := review.ChangedCriteria(r, got); len(changed) > 0 || got.Task != r.Task {
		t.Errorf("%v changed:\n%s", changed, rubricYAML(r))
	}
}

func TestGuidelineIsChanged(t *testing.T) {
	s := newSite(t)
	v := s.as(t, adam)
	v.get("/i/kept/disputes").has(t, "/i/kept/rubric")
	v.get("/i/kept/rubric").has(t, "How much of the answer does the hint tell?")
	text := rubricYAML(s.desk.in.Rubric)
	form := url.Values{"from": {"r3"}, "text": {strings.ReplaceAll(text, "\n", "\r\n")}, "do": {"preview"}}
	v.post("/i/kept/rubric", form).has(t, "This asks the same as before.")
	for _, bad := range []string{"", "task: [", "task: x\ncriteria:\n  helpful: {ask: x, scale: 1-7}\n", "a: &a [*a, *a]", "\x00", strings.Repeat("[", 50_000)} {
		form.Set("text", bad)
		got := v.post("/i/kept/rubric", form)
		if got.StatusCode != http.StatusOK || !strings.Contains(got.Body, `class="problems"`) || !strings.Contains(got.Body, "hint.yaml") {
			t.Errorf("%.40q: %s", bad, got.Status)
		}
	}
	form.Set("text", "task: x\ncriteria:\n  sound: {ask: x, scale: 1-7}\n")
	v.post("/i/kept/rubric", form).has(t, "hint.yaml:3:")
	text = strings.Replace(text, "Is what it says right?", "Is everything that it says right?", 1)
	form.Set("text", text)
	page := v.post("/i/kept/rubric", form)
	page.has(t, "Changed: <b>sound</b>", "1 row", "3 rows", rowID(3).Short(), "Ask by this from now on")
	if len(s.desk.revised) > 0 {
		t.Fatal("a preview changes the guideline")
	}
	to, _ := recipe.ParseRubric("hint.yaml", []byte(text))
	form.Set("do", "confirm")
	form.Set("again", "concerned")
	form.Set("seen", "another")
	if v.post("/i/kept/rubric", form); len(s.desk.revised) > 0 {
		t.Error("what follows was not seen of this text")
	}
	form.Set("seen", to.Revision)
	v.follow("/i/kept/rubric", form).has(t, "1 row is asked again", "Is everything that it says right?")
	if n := len(s.desk.revised); n != 1 || s.desk.revised[0].From != "r3" || s.desk.revised[0].To != to.Revision || len(s.desk.revised[0].Again) != 1 || s.desk.revised[0].Ask != review.AskUnclear || s.desk.revised[0].Text != text {
		t.Fatalf("%+v", s.desk.revised)
	}
	s.desk.fails = seedbed.Errorf(seedbed.CodeInvalid, "the guideline was changed by somebody else meanwhile")
	form.Set("text", text+"# more\n")
	form.Set("text", strings.Replace(text, "everything", "all", 1))
	to, _ = recipe.ParseRubric("hint.yaml", []byte(form.Get("text")))
	form.Set("seen", to.Revision)
	if got := v.post("/i/kept/rubric", form); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("%s", got.Status)
	}
}

// On a real desk: a gap in the guideline is found, made clearer, and asked again.
func TestStoryOfAGuideline(t *testing.T) {
	s, desk := realSite(t)
	first, second, judge := s.as(t, rosa), s.as(t, "p-robin"), s.as(t, adam)
	_, row := rateOn(t, first, first.get("/i/kept/rate"), "no")
	rateOn(t, second, second.get("/i/kept/rate"), "yes")
	judge.follow("/i/kept/settle", url.Values{"row": {row}, "cause": {string(review.CauseGap)}}).has(t, "make it clearer")
	text := strings.Replace(rubricYAML(mustPlan(t, desk)), "Is it sound?", "Is it sound, jokes aside?", 1)
	to, problems := recipe.ParseRubric("hint.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	judge.post("/i/kept/rubric", url.Values{"from": {"r3"}, "text": {text}, "do": {"preview"}}).has(t, "1 row")
	judge.follow("/i/kept/rubric", url.Values{"from": {"r3"}, "text": {text}, "do": {"confirm"}, "again": {"concerned"}, "seen": {to.Revision}}).has(t, "1 row is asked again")
	page := first.get("/i/kept/rate")
	page.has(t, "jokes aside")
	if !strings.Contains(page.Body, row) { // what they had in hand comes first
		page, _ = rateOn(t, first, page, "yes")
	}
	page.has(t, row)
}

func mustPlan(t *testing.T, desk *review.Desk) *seedbed.Rubric {
	t.Helper()
	in, ok := desk.Plan("kept")
	if !ok {
		t.Fatal("there is no inspection")
	}
	return in.Rubric
}
