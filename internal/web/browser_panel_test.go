package web

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"seedbed.dev/seedbed/internal/testkit/browser"
)

// Somebody of a panel objects to a row and is heard, and an adjudicator answers and makes
// the guideline clearer, without a mouse.
func TestPanelByKeyboard(t *testing.T) {
	s := newSite(t)
	withPanel(s)
	ctx := browser.Start(t, 3*time.Minute)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)); err != nil {
		t.Fatal(err)
	}
	focus := func(q string) {
		t.Helper()
		if !browser.Eval[bool](t, ctx, `(() => { const e = document.querySelector(`+"`"+q+"`"+`); e?.focus(); return !!e && document.activeElement === e; })()`) {
			t.Fatalf("%s does not take the focus", q)
		}
	}
	enter(t, ctx, s, rene)
	open(t, ctx, s, "/panel")
	focus("#row-" + rowID(1).String() + " details:last-of-type summary")
	press(t, ctx, kb.Enter+kb.Tab) // opens the form, and goes to its first question
	until(t, ctx, `document.activeElement.name === "what"`)
	press(t, ctx, " "+kb.Tab)
	until(t, ctx, `document.activeElement.name === "why"`)
	press(t, ctx, "16 - 7 is 9")
	press(t, ctx, kb.Tab+"rene@example.org"+kb.Enter)
	until(t, ctx, `document.body?.innerText.includes("Your objection is number 1")`)
	focus("section details summary")
	press(t, ctx, kb.Enter+kb.Tab+"I would not ask twice."+kb.Tab+" "+kb.Tab+" "+kb.Tab+kb.Tab)
	until(t, ctx, `document.activeElement.matches("button.go")`)
	press(t, ctx, " ") // consent with a name wants one: the browser says so, and nothing is sent
	time.Sleep(200 * time.Millisecond)
	if s.web.panelOf.(*fakePanel).left != nil {
		t.Error("a name was to be given, and was not")
	}
}

// A guideline is changed without a mouse, and what is wrong with it is read out.
func TestGuidelineByKeyboard(t *testing.T) {
	s := newSite(t)
	ctx := browser.Start(t, 3*time.Minute)
	enter(t, ctx, s, adam)
	open(t, ctx, s, "/i/kept/rubric")
	browser.Eval[bool](t, ctx, `document.querySelector("textarea").focus(); document.querySelector("textarea").setSelectionRange(0, 4); true`)
	press(t, ctx, "tusk")
	press(t, ctx, kb.Tab+kb.Enter)
	until(t, ctx, `document.querySelector("[role=alert]")?.innerText.includes("hint.yaml:1:1")`)
	text := browser.Eval[string](t, ctx, `document.querySelector("textarea").value`)
	if !strings.HasPrefix(text, "tusk: ") {
		t.Errorf("what was written is gone: %.40q", text)
	}
	browser.Eval[bool](t, ctx, `document.querySelector("textarea").focus(); document.querySelector("textarea").setSelectionRange(0, 6); true`)
	press(t, ctx, "task: ")
	browser.Eval[bool](t, ctx, `document.querySelector("textarea").value = document.querySelector("textarea").value.replace("right?", "right, all of it?"); true`)
	press(t, ctx, kb.Tab+kb.Enter)
	until(t, ctx, `document.body?.innerText.includes("Changed: sound")`)
	browser.Eval[bool](t, ctx, `document.querySelector("[name=again]").focus(); true`)
	press(t, ctx, kb.ArrowDown+kb.Tab+kb.Enter)
	until(t, ctx, `document.body?.innerText.includes("3 rows are asked again")`)
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	if len(s.desk.revised) != 1 || len(s.desk.revised[0].Again) != 3 {
		t.Errorf("%+v", s.desk.revised)
	}
}
