package web

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/testkit/browser"
)

// until waits for something that a script says.
func until(t *testing.T, ctx context.Context, js string) {
	t.Helper()
	for range 200 {
		if browser.Eval[bool](t, ctx, "!!("+js+")") {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("never came true: %s\n%s", js, browser.Eval[string](t, ctx, `document.querySelector("main").innerText`))
}

func press(t *testing.T, ctx context.Context, keys string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys)); err != nil {
		t.Fatal(err)
	}
}

// enter signs the browser in by the link of a person.
func enter(t *testing.T, ctx context.Context, s *site, person string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(s.URL+"/r/"+s.tokens[person])); err != nil {
		t.Fatal(err)
	}
	until(t, ctx, `location.pathname === "/"`) // opened by a person: at once
}

func open(t *testing.T, ctx context.Context, s *site, path string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(s.URL+path)); err != nil {
		t.Fatal(err)
	}
}

// TestByKeyboardAlone rates, marks, notes, goes back, skips and takes a break without
// a mouse.
func TestByKeyboardAlone(t *testing.T) {
	s := newSite(t)
	ctx := browser.Start(t, 3*time.Minute)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)); err != nil {
		t.Fatal(err)
	}
	enter(t, ctx, s, rosa)
	open(t, ctx, s, "/i/kept/rate")
	until(t, ctx, `document.activeElement.matches("fieldset.q")`)
	press(t, ctx, "2") // gives_away
	press(t, ctx, "y") // sound
	press(t, ctx, "1") // tone
	if at := browser.Eval[string](t, ctx, `document.activeElement.id`); at != "save" {
		t.Errorf("after the last question the focus is on %q", at)
	}
	press(t, ctx, "n")
	until(t, ctx, `document.activeElement.id === "notetext"`)
	press(t, ctx, "a note with 1 and y and s in it")
	press(t, ctx, kb.Escape)
	press(t, ctx, "f")
	until(t, ctx, `document.activeElement.name === "flag"`)
	press(t, ctx, " ")
	until(t, ctx, `document.getElementById("draft").textContent === "draft kept"`)
	press(t, ctx, kb.Enter)
	until(t, ctx, `document.body?.innerText.includes("Hint 2")`)
	if said := browser.Eval[string](t, ctx, `document.getElementById("said").textContent`); !strings.Contains(said, "About 40 more rows") {
		t.Errorf("what is read out: %q", said)
	}
	s.desk.mu.Lock()
	got := slices.Clone(s.desk.answers)
	s.desk.mu.Unlock()
	if len(got) != 1 || got[0].Values["gives_away"] != "2" || got[0].Values["sound"] != "yes" || got[0].Values["tone"] != "kindly" || got[0].Note != "a note with 1 and y and s in it" || !slices.Equal(got[0].Flags, []string{"unclear guideline"}) {
		t.Fatalf("%+v", got)
	}
	press(t, ctx, kb.ArrowLeft)
	until(t, ctx, `document.body?.innerText.includes("Hint 1") && document.querySelector("input[value=kindly]").checked`)
	press(t, ctx, kb.Enter)
	until(t, ctx, `document.body?.innerText.includes("Hint 2")`)
	press(t, ctx, kb.Backspace)
	until(t, ctx, `document.body?.innerText.includes("Hint 1")`)
	press(t, ctx, kb.Enter)
	until(t, ctx, `document.body?.innerText.includes("Hint 2")`)
	press(t, ctx, "?")
	until(t, ctx, `document.getElementById("keys").open`)
	press(t, ctx, "s")
	until(t, ctx, `document.activeElement.name === "reason"`)
	press(t, ctx, " ")
	press(t, ctx, kb.Tab+kb.Tab)
	until(t, ctx, `document.activeElement.matches("#skip button")`)
	press(t, ctx, kb.Enter)
	until(t, ctx, `document.body?.innerText.includes("Hint 3")`)
	press(t, ctx, kb.Enter) // nothing is answered: nothing is saved
	time.Sleep(200 * time.Millisecond)
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	if len(s.desk.answers) != 1 || len(s.desk.skips) != 1 || s.desk.skips[0].Reason != "I cannot tell" {
		t.Errorf("%+v, %+v", s.desk.answers, s.desk.skips)
	}
}

// Words that are marked with a script have the offsets of the row's own text, also
// where symbols stand for what cannot be seen.
func TestMarkingWords(t *testing.T) {
	s := newSite(t)
	s.desk.rows[0].Fields = seedbed.Fields{{Name: "hint", Value: "a\r\nb\u202e\u202d 👩 **bold** c\u0000d last"}}
	ctx := browser.Start(t, 3*time.Minute)
	enter(t, ctx, s, rosa)
	open(t, ctx, s, "/i/kept/rate")
	sel := func(words string) {
		browser.Eval[bool](t, ctx, `(() => { const box = document.querySelector(".text[data-path=hint]"), w = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
			for (let n; n = w.nextNode();) { const at = n.data.indexOf("`+words+`"); if (at >= 0 && !n.parentNode.dataset.n) { getSelection().setBaseAndExtent(n, at, n, at + "`+words+`".length); return true; } } return false; })()`)
		press(t, ctx, "m")
	}
	sel("👩")
	sel("bold")
	sel("last")
	var got []review.Span
	if err := json.Unmarshal([]byte(browser.Eval[string](t, ctx, `document.querySelector("input[name=spans]").value`)), &got); err != nil {
		t.Fatal(err)
	}
	source := []rune("a\r\nb\u202e\u202d 👩 **bold** c\u0000d last")
	var words []string
	for _, sp := range got {
		words = append(words, string(source[sp.From:sp.To]))
	}
	if !slices.Equal(words, []string{"👩", "bold", "last"}) {
		t.Errorf("%q by %+v", words, got)
	}
	until(t, ctx, `document.getElementById("draft").textContent === "draft kept"`)
	open(t, ctx, s, "/i/kept/rate")
	if marked := browser.Eval[string](t, ctx, `[...document.querySelectorAll(".text .marked")].map(e => e.textContent).join("|")`); marked != "👩|bold|last" {
		t.Errorf("after a reload %q is marked", marked)
	}
}

// Nothing that is hostile runs, and nothing is asked of anybody else.
func TestHostileInABrowser(t *testing.T) {
	s := newSite(t)
	ctx := browser.Start(t, 3*time.Minute)
	enter(t, ctx, s, rosa)
	for _, text := range attacks(t) {
		s.change(func() { everywhere(s, text) })
		open(t, ctx, s, "/i/kept/rate")
		if browser.Eval[bool](t, ctx, `document.querySelectorAll("main img, main iframe, main object, main base, main style, main script, main a[href^=j], main svg").length > 0 || document.querySelectorAll("script").length !== 1 || document.forms["answer"].getAttribute("action") !== "/i/kept/answer"`) {
			t.Errorf("%q became markup", text)
		}
	}
}

// Without a script everything can be done by forms.
func TestWithoutScript(t *testing.T) {
	s := newSite(t)
	s.web.pages.files["page.js"] = nil
	ctx := browser.Start(t, 3*time.Minute)
	enter(t, ctx, s, rosa)
	open(t, ctx, s, "/i/kept/rate")
	for _, q := range []string{"label:has([name='v.gives_away'][value='3'])", "label:has([name='v.sound'][value=no])", "label:has([name='v.tone'][value=dryly])", "#save"} {
		if err := chromedp.Do(ctx, chromedp.Click(q)); err != nil {
			t.Fatal(q, err)
		}
	}
	until(t, ctx, `document.body?.innerText.includes("Hint 2") && document.body?.innerText.includes("Saved.")`)
	if err := chromedp.Do(ctx, chromedp.Click("#undo button")); err != nil {
		t.Fatal(err)
	}
	until(t, ctx, `document.body?.innerText.includes("Hint 1")`)
	if err := chromedp.Do(ctx, chromedp.Click("#skip summary"), chromedp.Click("#skip input[type=radio]"), chromedp.Click("#skip button")); err != nil {
		t.Fatal(err)
	}
	until(t, ctx, `document.body?.innerText.includes("Hint 2") && document.body?.innerText.includes("Skipped.")`)
}

// What somebody wrote is not lost with the server.
func TestServerGone(t *testing.T) {
	s := newSite(t)
	ctx := browser.Start(t, 3*time.Minute)
	enter(t, ctx, s, rosa)
	open(t, ctx, s, "/i/kept/rate")
	press(t, ctx, "3")
	press(t, ctx, "n")
	press(t, ctx, "2")
	until(t, ctx, `document.activeElement.id === "save"`)
	s.desk.mu.Lock()
	s.desk.fails = seedbed.Errorf(seedbed.CodeStorage, "the disk is full")
	s.desk.mu.Unlock()
	press(t, ctx, kb.Enter)
	until(t, ctx, `document.getElementById("said").textContent.includes("Not saved: The machine that serves this page could not")`)
	s.Server.CloseClientConnections()
	s.Server.Close()
	press(t, ctx, kb.Enter)
	until(t, ctx, `document.getElementById("said").textContent.includes("does not answer")`)
	if !browser.Eval[bool](t, ctx, `document.querySelector("input[value=dryly]").checked`) {
		t.Error("the answer is gone")
	}
}

// views are the pages that are looked at in both themes and at both widths.
func views(t *testing.T) (*site, map[string][2]string) {
	s := newSite(t)
	s.desk.in.Harm = nil
	s.desk.rows[0].Fields = seedbed.Fields{
		{Name: "question", Value: "Janet's ducks lay 16 eggs per day. She eats three for breakfast and bakes muffins with four. How many are left?\n\nهل تعرف؟ This has a \u202ehidden turn\u202c in it."},
		{Name: "hint", Value: "# Think first\n\nWhat does she use **herself**?\n\n```\n16 - 3 - 4\n```\nThen `subtract`."},
		{Name: "chat", Value: []any{
			map[string]any{"role": "user", "content": "I am stuck."},
			map[string]any{"role": "assistant", "content": "Which numbers does the question name?", "tools": []any{map[string]any{"name": "look_up", "arguments": `{"grade": 4}`}}},
			map[string]any{"role": "user", "content": "16, 3 and 4"},
		}},
		{Name: "meta", Value: map[string]any{"grade": int64(4), "topics": []any{"subtraction", "money"}, "source": map[string]any{"name": "GSM8K", "licence": "MIT"}}},
	}
	s.desk.parents[s.desk.rows[0].ID] = seedbed.Record{Fields: seedbed.Fields{{Name: "hint", Value: "# Think first\n\nWhat does she use herself?\n\n```\n16 - 3\n```\nThen `subtract`."}}}
	draft, err := json.Marshal(review.Answer{Values: map[string]string{"gives_away": "2"}, Note: "It names the two uses.", Spans: []review.Span{{Field: "chat[1].content", From: 0, To: 13, Category: "gives_away"}}})
	if err != nil {
		t.Fatal(err)
	}
	s.desk.drafts[s.desk.rows[0].ID] = draft
	withPanel(s).left = []Voice{{File: "consultations/left/validation-1.yaml", As: "affected", Consent: "words", Said: "I would not ask twice."}}
	s.web.written, s.web.signIn = []string{"questions", "hints"}, &Provider{name: "login.example.org"}
	s.desk.behind = []string{rosa}
	for i, by := range []string{rene, adam} {
		e, err := gate.NewContest(rowID(byte(i+1)), by, "it is wrong: 16 − 7 is 9.", s.clock.Add(-20*24*time.Hour), gate.Deadline)
		if err == nil {
			_, err = s.desk.Append(t.Context(), e)
		}
		if err == nil {
			err = s.roster.KeepContact(int64(i+1), "rene@example.org")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.web.readPast(); err != nil {
		t.Fatal(err)
	}
	s.desk.rows[1].Fields = append(s.desk.rows[1].Fields, seedbed.Field{Name: "drawing", Value: dataURL("image/png", drawn(t, "png"))})
	s.desk.rows[2].Fields = s.desk.rows[1].Fields
	s.desk.status.Enough = true
	s.desk.answers = []review.Answer{{Row: rowID(2), Values: map[string]string{"gives_away": "2", "sound": "yes", "tone": "kindly"}, Note: "Fine."}}
	// Somebody else is asked about what may hurt, and then to choose between two.
	robin := "p-robin"
	s.desk.persons = append(s.desk.persons, review.Person{ID: robin, Roles: []review.Role{review.Rater}})
	s.desk.at[robin] = 4
	s.desk.rows[4].Fields = seedbed.Fields{{Name: "question", Value: "Why is the sky blue?"}, {Name: "ours", Value: "Because blue light scatters more."}, {Name: "theirs", Value: "It mirrors the sea, as everybody knows."}}
	rubric := &seedbed.Rubric{Name: "pair", Revision: "r1", Task: "Two answers to one question.", Criteria: []seedbed.Criterion{{Name: "better", Question: "Which is better?", Kind: seedbed.Choice, Choices: []string{"ours", "theirs", "as good"}}}}
	s.desk.task = func(t *review.Task) {
		if t.Row == rowID(5) {
			t.Order, t.Rubric, t.Calibration, t.Again = []int{0, 2, 1}, rubric, true, true
		}
	}
	if err := s.roster.Rename(robin, "Robin", ""); err != nil {
		t.Fatal(err)
	}
	if s.tokens[robin], err = s.roster.Issue(robin, time.Time{}); err != nil {
		t.Fatal(err)
	}
	code, err := s.roster.Invite(review.Invitation{Note: "Ana", Roles: []review.Role{review.Rater}}, s.clock.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return s, map[string][2]string{
		"arrive": {robin, "/r/" + code}, "failure": {robin, "/nowhere"}, "sides": {robin, "/i/kept/rate"},
		"rate": {rosa, "/i/kept/rate"}, "mine": {rosa, "/i/kept/mine"}, "home": {rosa, "/"},
		"overview": {olga, "/i/kept"}, "disputes": {olga, "/i/kept/disputes"}, "people": {olga, "/people"}, "contests": {olga, "/contests"}, "rubric": {olga, "/i/kept/rubric"}, "owners_panel": {olga, "/panel"},
		"panel": {rene, "/panel"}, "readers_home": {rene, "/"}, "owners_home": {olga, "/"}, "plan": {olga, "/i/kept/plan"},
	}
}

// TestLooks holds every page to the rules of accessibility, in both themes and at both
// widths.
func TestLooks(t *testing.T) {
	axe, err := os.ReadFile("../report/testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	s, all := views(t)
	for theme, scheme := range map[string]string{"dark": "0", "light": "1"} {
		ctx := browser.Start(t, 3*time.Minute, chromedp.Flag("blink-settings", "preferredColorScheme="+scheme))
		for _, who := range []string{rosa, olga, rene, "p-robin"} {
			enter(t, ctx, s, who)
			if dark := browser.Eval[bool](t, ctx, `matchMedia("(prefers-color-scheme: dark)").matches`); dark != (theme == "dark") {
				t.Fatalf("the browser does not prefer %s", theme)
			}
			for name, v := range all {
				for _, width := range []int64{1280, 400} {
					if v[0] == who {
						t.Run(fmt.Sprintf("%s %s %d", name, theme, width), func(t *testing.T) {
							look(t, ctx, s.URL+v[1], width, string(axe))
							shoot(t, ctx, fmt.Sprintf("%s_%s_%d.png", name, theme, width))
						})
					}
				}
			}
		}
	}
}

// TestCareInABrowser looks at what may hurt, by keyboard: told first, then shown.
func TestCareInABrowser(t *testing.T) {
	s := newSite(t)
	s.desk.in.Harm = []string{"violence"}
	axe, err := os.ReadFile("../report/testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	ctx := browser.Start(t, 3*time.Minute)
	enter(t, ctx, s, rosa)
	look(t, ctx, s.URL+"/i/kept/rate", 1280, string(axe))
	shoot(t, ctx, "hidden.png")
	press(t, ctx, kb.Enter) // nothing can be saved of what was not seen
	if !browser.Eval[bool](t, ctx, `!document.body.innerText.includes("Hint") && document.getElementById("save").disabled`) {
		t.Error("the row is shown, or can be rated, unseen")
	}
	press(t, ctx, "r")
	until(t, ctx, `document.body.innerText.includes("Hint 1") && document.getElementById("grey")`)
	for _, step := range [][2]string{{"grey", "grayscale(1)"}, {"blur", "grayscale(1) blur(7px)"}, {"grey", "blur(7px)"}, {"blur", "none"}} {
		browser.Eval[bool](t, ctx, `document.getElementById("`+step[0]+`").click(); true`)
		if got := browser.Eval[string](t, ctx, `getComputedStyle(document.querySelector(".content .field")).filter`); got != step[1] {
			t.Errorf("%s gives %q", step[0], got)
		}
	}
}

// look opens a page at a width, and says where it is too wide or breaks a rule.
func look(t *testing.T, ctx context.Context, url string, width int64, axe string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	browser.Eval[bool](t, ctx, `document.querySelectorAll("details:not(#keys)").forEach(d => d.open = true); document.activeElement.blur(); true`)
	if wide := browser.Eval[int64](t, ctx, `document.scrollingElement.scrollWidth`); wide > width {
		t.Errorf("the page is %d wide", wide)
	}
	browser.Eval[bool](t, ctx, axe+"; true")
	found := browser.Eval[string](t, ctx, `axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v => ({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map(n => n.html + " " + n.failureSummary).slice(0, 3)}))))`, chromedp.EvalAwaitPromise)
	var violations []struct {
		ID, Impact, Help string
		Nodes            []string
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		t.Fatal(err)
	}
	for _, v := range violations {
		t.Errorf("axe: %s (%s): %s\n\t%s", v.ID, v.Impact, v.Help, strings.Join(v.Nodes, "\n\t"))
	}
}

// shoot keeps what a page looks like, where SCREENSHOTS names a folder for it.
func shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		return
	}
	b, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name), b, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
