package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

func TestRating(t *testing.T) {
	s := newSite(t)
	v := s.as(t, rosa)
	first := v.get("/i/kept/rate")
	first.has(t, "Hint 1", "Janet", "How much of the answer", "nothing of the answer", "Is what it says right?", "0 done", "It is 12.")
	first.hasNot(t, " checked", "Saved", "gives_away\" value=\"1\" checked")
	next := v.follow("/i/kept/answer", answerOf(1))
	next.has(t, "Hint 2", "Saved. About 40 more rows, if nothing further turns up.")
	v.get("/i/kept/rate").hasNot(t, "Saved") // it is said once
	got := s.desk.answers[0]
	if got.Row != rowID(1) || got.Values["sound"] != "yes" || got.Values["gives_away"] != "2" || got.Through != "page" || got.Rubric != "r3" || got.Filled != nil {
		t.Errorf("%+v", got)
	}
	s.desk.receipt.Enough = true
	v.follow("/i/kept/answer", answerOf(2)).has(t, "Enough is known for what is claimed")
	back := v.follow("/i/kept/undo", nil)
	back.has(t, "Hint 2", "Taken back", `value="kindly" checked`, `value="yes" checked`)
	form := answerOf(2)
	form.Set("reason", "I cannot tell")
	v.follow("/i/kept/skip", form).has(t, "Hint 3", "Skipped")
	if len(s.desk.skips) != 1 || s.desk.skips[0].Reason != "I cannot tell" {
		t.Errorf("%+v", s.desk.skips)
	}
	form.Set("reason", "other")
	if got := v.post("/i/kept/skip", form); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a skip without a reason: %s", got.Status)
	}
}

func TestUndoWithNothingBefore(t *testing.T) {
	s := newSite(t)
	s.as(t, rosa).follow("/i/kept/undo", nil).has(t, "You have answered nothing that could be taken back.", "Hint 1")
}

// What somebody wrote is there again, whatever was wrong with it.
func TestMending(t *testing.T) {
	s := newSite(t)
	v := s.as(t, rosa)
	form := answerOf(1)
	form.Set("v.tone", "sweetly")
	form.Set("note", "a note of mine")
	form.Set("flag", "harmful")
	form.Set("flagged", "own words")
	got := v.follow("/i/kept/answer", form)
	got.has(t, "Not saved:", "sweetly", "a note of mine", `value="harmful" checked`, "own words", `value="yes" checked`)
	if len(s.desk.answers) != 0 {
		t.Errorf("%+v", s.desk.answers)
	}
	for name, change := range map[string][2]string{
		"no row":       {"row", "zz"},
		"order":        {"order", "1,x"},
		"negative":     {"order", "-1"},
		"spans":        {"spans", "{"},
		"span at -1":   {"spans", `[{"field":"hint","from":-1,"to":2,"category":"sound"}]`},
		"category":     {"spans", `[{"field":"hint","from":1,"to":2,"category":"x"}]`},
		"long note":    {"note", strings.Repeat("n", noteMost+1)},
		"invalid note": {"note", "\xff"},
	} {
		form := answerOf(1)
		form.Set(change[0], change[1])
		if got := v.post("/i/kept/answer", form); got.StatusCode != http.StatusSeeOther && got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %s", name, got.Status)
		}
	}
	if len(s.desk.answers) != 0 {
		t.Errorf("%+v", s.desk.answers)
	}
	s.desk.fails = errors.New("the disk is gone")
	if got := v.post("/i/kept/answer", answerOf(1)); got.StatusCode != http.StatusInternalServerError || strings.Contains(got.Body, "disk") {
		t.Errorf("%s: %s", got.Status, got.Body)
	}
}

func TestDrafts(t *testing.T) {
	s := newSite(t)
	v := s.as(t, rosa)
	form := answerOf(1)
	form.Del("v.tone")
	form.Set("note", "half a thought")
	req := v.request("POST", "/i/kept/draft", form)
	req.Header.Set("Accept", "text/plain")
	if got := v.do(req); got.StatusCode != http.StatusNoContent {
		t.Errorf("%s", got.Status)
	}
	v.get("/i/kept/rate").has(t, "half a thought", `value="2" checked`)
	v.follow("/i/kept/draft", form).has(t, "Kept as a draft")
	var kept review.Answer
	if err := json.Unmarshal(s.desk.drafts[rowID(1)], &kept); err != nil || kept.Note != "half a thought" {
		t.Errorf("%+v, %v", kept, err)
	}
	for _, hostile := range []string{"", "{", "[]", "null", `{"spans":[{"from":9e99}]}`, `{"spans":[{"field":"hint","from":5,"to":2},{"field":"hint","from":-7,"to":9999999}],"values":{"tone":"<b>"}}`} {
		s.desk.drafts[rowID(1)] = json.RawMessage(hostile)
		if got := v.get("/i/kept/rate"); got.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", hostile, got.Status)
		}
	}
}

func TestMarkingWordsWithoutScript(t *testing.T) {
	s := newSite(t)
	s.desk.rows[0].Fields = seedbed.Fields{{Name: "chat", Value: []any{map[string]any{"role": "user", "content": "Grüße, 16 Eier 🥚 sind da"}}}}
	v := s.as(t, rosa)
	form := answerOf(1)
	form.Set("mark_words", "🥚 sind")
	form.Set("mark_category", "sound")
	page := v.follow("/i/kept/draft", form)
	page.has(t, `<span class="marked">🥚 sind</span>`, "<q><bdi>🥚 sind</bdi></q> sound")
	want := review.Span{Field: "chat[0].content", From: 15, To: 21, Category: "sound"}
	var kept review.Answer
	if err := json.Unmarshal(s.desk.drafts[rowID(1)], &kept); err != nil || !slices.Equal(kept.Spans, []review.Span{want}) {
		t.Errorf("%+v, %v", kept.Spans, err)
	}
	form = answerOf(1)
	form.Set("spans", `[{"field":"chat[0].content","from":15,"to":21,"category":"sound"}]`)
	v.follow("/i/kept/answer", form)
	if got := s.desk.answers[0].Spans; !slices.Equal(got, []review.Span{want}) {
		t.Errorf("%+v", got)
	}
	form.Set("row", rowID(2).String())
	form.Set("unmark", "0")
	form.Set("mark_words", "not there")
	form.Set("mark_category", "sound")
	v.follow("/i/kept/answer", form).has(t, "does not stand in the row", "Hint 2")
	form.Del("mark_words")
	v.follow("/i/kept/answer", form)
	if got := s.desk.answers[1].Spans; got != nil {
		t.Errorf("%+v", got)
	}
}

// A row that may hurt is not in the page until somebody chooses to see it.
func TestCare(t *testing.T) {
	s := newSite(t)
	s.desk.in.Harm = []string{"violence", "self-harm"}
	v := s.as(t, rosa)
	hidden := v.get("/i/kept/rate")
	hidden.has(t, "This row may hurt to read", "violence, self-harm", "disabled")
	hidden.hasNot(t, "Hint 1", "Janet")
	v.get("/i/kept/rate?all=1").hasNot(t, "Hint 1", "Janet")
	shown := v.follow("/i/kept/reveal", answerOf(1))
	shown.has(t, "Hint 1", "without colour", "blur it")
	if !slices.Contains(s.desk.calls, "reveal "+rowID(1).Short()) {
		t.Errorf("the desk was not told: %v", s.desk.calls)
	}
	v.follow("/i/kept/answer", answerOf(1)).hasNot(t, "Hint 2") // the next one asks again
	s.as(t, rosa).get("/i/kept/rate").hasNot(t, "Hint 2")
}

func TestAssistedSaysSo(t *testing.T) {
	s := newSite(t)
	s.desk.in.Assisted = "scored"
	s.desk.task = func(t *review.Task) { t.Filled = map[string]string{"sound": "no", "gives_away": "6"} }
	v := s.as(t, rosa)
	v.get("/i/kept/rate").has(t, "Filled in by <bdi>scored</bdi>, a model", `value="no" checked`, `value="6" checked`)
	v.follow("/i/kept/answer", answerOf(1))
	if got := s.desk.answers[0]; got.Filled["sound"] != "no" || got.Values["sound"] != "yes" {
		t.Errorf("%+v", got)
	}
}

func TestCalibration(t *testing.T) {
	s := newSite(t)
	s.desk.task = func(t *review.Task) { t.Calibration = true }
	v := s.as(t, rosa)
	v.get("/i/kept/rate").has(t, "the known answer is told after yours")
	s.desk.receipt = review.Receipt{Feedback: &review.GoldFeedback{Known: map[string]string{"sound": "no"}, Why: map[string]string{"sound": "16 − 7 is 9"}, Done: 1, Of: 4}}
	v.follow("/i/kept/answer", answerOf(1)).has(t, "The known answer is another. Calibration row 1 of 4.", "sound: no, because 16 − 7 is 9")
	s.desk.receipt.Feedback.Right = true
	v.follow("/i/kept/answer", answerOf(2)).has(t, "Your answer is the known one.")
}

// What a side is called could tell whose it is: sides are letters, in the order in
// which they are shown, and so are the answers.
func TestSides(t *testing.T) {
	s := newSite(t)
	rubric := *s.desk.in.Rubric
	rubric.Criteria = []seedbed.Criterion{{Name: "better", Question: "Which is better?", Kind: seedbed.Choice, Choices: []string{"ours", "theirs", "as good"}, Anchors: []seedbed.Anchor{{Value: "as good", Words: "no difference"}}}}
	s.desk.in.Rubric = &rubric
	s.desk.rows[0].Fields = seedbed.Fields{{Name: "question", Value: "Why?"}, {Name: "ours", Value: "Because one."}, {Name: "theirs", Value: "Because two."}}
	s.desk.task = func(t *review.Task) { t.Order = []int{0, 2, 1} }
	v := s.as(t, rosa)
	page := v.get("/i/kept/rate")
	if a, b := strings.Index(page.Body, "Because two."), strings.Index(page.Body, "Because one."); a < 0 || b < a {
		t.Errorf("two is at %d, one at %d", a, b)
	}
	page.has(t, "<h3>A</h3>", "<h3>B</h3>", `value="theirs" required><kbd aria-hidden="true">1</kbd><span><bdi>A</bdi>`, `value="ours" required><kbd aria-hidden="true">2</kbd><span><bdi>B</bdi>`)
	page.hasNot(t, "<bdi>ours</bdi>", "<bdi>theirs</bdi>")
	form := answerOf(1)
	form.Set("v.better", "theirs")
	form.Set("order", "0,2,1")
	v.follow("/i/kept/answer", form)
	if got := s.desk.answers[0]; got.Values["better"] != "theirs" || !slices.Equal(got.Order, []int{0, 2, 1}) {
		t.Errorf("%+v", got)
	}
}

func TestDifferences(t *testing.T) {
	s := newSite(t)
	s.desk.at[rosa] = 1
	page := s.as(t, rosa).get("/i/kept/rate")
	page.has(t, `<span class="new">`, `<span class="old">`, "What it was made from")
	page.has(t, `eggs does she use <span class="strong new">**herself**</span><span class="new"> </span>before she sells any`)
	page.has(t, `<span class="old"> of them</span>`)
}

func TestNothing(t *testing.T) {
	s := newSite(t)
	v := s.as(t, rosa)
	for why, want := range map[review.Why]string{
		review.WhyDone: "You have looked at all", review.WhyEnough: "Enough is known", review.WhyHeld: "others have the rows",
		review.WhyCap: "go on tomorrow", review.WhyBreak: "/i/kept/resume", review.WhyLeft: "/i/kept/resume", review.WhyCalibrated: "talk to whoever planned",
	} {
		s.desk.none = &review.Nothing{Why: why, Until: s.clock.Add(time.Hour)}
		got := v.get("/i/kept/rate")
		if !strings.Contains(strings.ToLower(got.Body), strings.ToLower(want)) {
			t.Errorf("%s does not say %q:\n%s", why, want, got.Body)
		}
	}
	v.post("/i/kept/pause", nil)
	v.post("/i/kept/resume", nil)
	v.post("/i/kept/leave", nil)
	if want := []string{"pause", "resume", "leave"}; !slices.Equal(s.desk.calls, want) {
		t.Errorf("%v", s.desk.calls)
	}
	if got := v.get("/i/other/rate"); got.StatusCode != http.StatusNotFound {
		t.Errorf("an inspection that is not there: %s", got.Status)
	}
}

func TestLongScales(t *testing.T) {
	s := newSite(t)
	rubric := *s.desk.in.Rubric
	rubric.Criteria = []seedbed.Criterion{{Name: "share", Kind: seedbed.Scale, Min: 0, Max: 100}}
	s.desk.in.Rubric = &rubric
	s.as(t, rosa).get("/i/kept/rate").has(t, `type="number" name="v.share" min="0" max="100"`)
}

func TestOverview(t *testing.T) {
	s := newSite(t)
	owner := s.as(t, olga).get("/i/kept")
	owner.has(t, "defects &lt;= 5%", "1 of 31 rows defective", "About 40 more rows decide it", "not met", "<svg", "Rosa", "violence 3", "as others said", "not known", "1 row on which people do not agree", "on a break", "α")
	owner.hasNot(t, "What may be said", `href="/i/kept/rate"`)
	s.desk.status.Enough = true
	s.as(t, olga).get("/i/kept").has(t, "What may be said", "Of 12,400 accepted rows")
	s.as(t, rene).get("/i/kept").has(t, "What may be said")
	s.as(t, rosa).get("/i/kept").hasNot(t, "What may be said")
	s.as(t, olga).get("/i/kept/plan").has(t, "From ", "if so many rows are defective")
}

func TestDisputes(t *testing.T) {
	s := newSite(t)
	v := s.as(t, adam)
	page := v.get("/i/kept/disputes")
	page.has(t, "sound: yes and no", "16 − 7 is not 8", "Hint 3", "real disagreement", "<q><bdi>how many eggs</bdi></q> sound", "Both readings are fair")
	form := answerOf(3)
	form.Set("cause", "slip")
	form.Set("note", "A slip of the key.")
	v.follow("/i/kept/settle", form).has(t, "Settled. The votes stay")
	if st := s.desk.settled[0]; st.Row != rowID(3) || st.Cause != review.CauseSlip || st.Values["sound"] != "yes" || st.Note == "" {
		t.Errorf("%+v", st)
	}
	form.Set("cause", "spite")
	if got := v.post("/i/kept/settle", form); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("%s", got.Status)
	}
}

func TestDisputesWithCare(t *testing.T) {
	s := newSite(t)
	s.desk.in.Harm = []string{"violence"}
	v := s.as(t, adam)
	page := v.get("/i/kept/disputes")
	page.has(t, "it is about <b>violence</b>", "16 − 7 is not 8")
	page.hasNot(t, "Janet", "how many eggs")
	got := v.post("/i/kept/reveal", map[string][]string{"row": {rowID(3).String()}, "to": {"disputes"}})
	if at := got.Header.Get("Location"); at != "/i/kept/disputes#row-"+rowID(3).String() {
		t.Errorf("leads to %q", at)
	}
	v.get("/i/kept/disputes").has(t, "Janet")
	if !slices.Contains(s.desk.calls, "reveal "+rowID(3).Short()) {
		t.Errorf("the desk was not told: %v", s.desk.calls)
	}
}

func TestMine(t *testing.T) {
	s := newSite(t)
	v := s.as(t, rosa)
	form := answerOf(1)
	form.Set("note", "mine alone")
	v.follow("/i/kept/answer", form)
	page := v.get("/i/kept/mine")
	page.has(t, "40 answers, 1 skip", "mine alone", "violence 3", "as the consensus")
	page.hasNot(t, "p-other")
	v.follow("/me/credit", map[string][]string{"in": {"kept"}, "credit": {"pseudonym"}, "pseudonym": {"R."}}).has(t, "The next release names you so", `value="R."`)
	if p, _ := s.desk.Person(rosa); p.Credit != review.CreditPseudonym || s.roster.Credited(&p) != "R." {
		t.Errorf("%+v", p)
	}
	for _, bad := range []map[string][]string{{"credit": {"king"}}, {"credit": {"pseudonym"}}} {
		if got := v.post("/me/credit", bad); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%v: %s", bad, got.Status)
		}
	}
}

// What a page loads the first time is small, also uncompressed.
func TestPagesAreSmall(t *testing.T) {
	s := newSite(t)
	v := s.as(t, rosa)
	page := v.get("/i/kept/rate")
	n := len(page.Body)
	for _, name := range []string{"style.css", "page.js", "icon.svg"} {
		got := v.get("/assets/" + name + "?v=" + s.web.pages.version)
		if got.Header.Get("Content-Type") != assetTypes[name] || !strings.Contains(got.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %v", name, got.Header)
		}
		n += len(got.Body)
	}
	if n > 60_000 {
		t.Errorf("a first page is %d bytes", n)
	}
	t.Logf("a first page is %d bytes", n)
	if got := v.get("/assets/frame.html"); got.StatusCode != http.StatusNotFound {
		t.Errorf("a template: %s", got.Status)
	}
}

func TestRepair(t *testing.T) {
	s := newSite(t)
	s.desk.rows[0].Fields = seedbed.Fields{
		{Name: "hint", Value: "\nTwo\nlines & <b>"}, {Name: "hidden", Value: "a\u202eb"}, {Name: "n", Value: int64(3)}, {Name: "crlf", Value: "a\r\nb"},
	}
	v := s.as(t, rosa)
	page := v.get("/i/kept/rate")
	page.has(t, "<textarea name=\"f.hint\" dir=\"auto\">\n\nTwo\nlines &amp; &lt;b&gt;</textarea>")
	page.hasNot(t, `name="f.hidden"`, `name="f.n"`, `name="f.crlf"`)
	form := answerOf(1)
	form.Set("f.hint", "\r\nTwo\r\nlines & <b>")
	v.follow("/i/kept/repair", form).has(t, "Nothing was changed")
	form.Set("f.hint", "One line")
	form.Set("f.hidden", "x")
	form.Set("note", "shorter")
	v.follow("/i/kept/repair", form).has(t, "Kept as row 63f3a9c0")
	if want := []string{`repair {"hint":"One line"} shorter`}; !slices.Equal(s.desk.calls, want) {
		t.Errorf("%q", s.desk.calls)
	}
	form.Set("row", rowID(2).String())
	if got := v.post("/i/kept/repair", form); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("another row: %s", got.Status)
	}
}
