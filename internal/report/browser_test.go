package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"seedbed.dev/seedbed/internal/testkit/browser"
)

// pageFile writes the canned report, and returns its address.
func pageFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := HTML(f, canned(), Options{Version: "test"}); err != nil {
		t.Fatal(err)
	}
	return "file://" + path
}

func TestInABrowser(t *testing.T) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	ctx := browser.Start(t, 2*time.Minute)
	url := pageFile(t)
	for _, theme := range []string{"light", "dark"} {
		for _, width := range []int64{1280, 400} {
			t.Run(fmt.Sprintf("%s %d", theme, width), func(t *testing.T) {
				if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url)); err != nil {
					t.Fatal(err)
				}
				browser.Eval[bool](t, ctx, `document.documentElement.dataset.theme = "`+theme+`"; document.querySelectorAll("details").forEach(d => d.open = true); true`)
				if wide := browser.Eval[int64](t, ctx, `document.scrollingElement.scrollWidth`); wide > width {
					t.Errorf("the page is %d wide", wide)
				}
				browser.Eval[bool](t, ctx, string(axe)+"; true")
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
			})
		}
	}
}

func TestPageWorks(t *testing.T) {
	ctx := browser.Start(t, 2*time.Minute)
	url := pageFile(t)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	if alert := browser.Eval[bool](t, ctx, `document.querySelectorAll("main img").length > 0`); alert {
		t.Error("a row's text became an image")
	}
	visible := `[...document.querySelectorAll("main article")].filter(a => !a.hidden).length`
	if n := browser.Eval[int](t, ctx, visible); n != 5 {
		t.Errorf("%d findings", n)
	}
	// By keyboard: find, theme, the texts that may harm.
	if err := chromedp.Do(ctx, chromedp.Focus("#find"), chromedp.KeyEvent("tacos")); err != nil {
		t.Fatal(err)
	}
	if n := browser.Eval[int](t, ctx, visible); n != 1 {
		t.Errorf("looking for tacos shows %d findings", n)
	}
	before := browser.Eval[string](t, ctx, `getComputedStyle(document.body).backgroundColor`)
	if err := chromedp.Do(ctx, chromedp.Focus("#theme"), chromedp.KeyEvent(" ")); err != nil {
		t.Fatal(err)
	}
	if after := browser.Eval[string](t, ctx, `getComputedStyle(document.body).backgroundColor`); after == before {
		t.Errorf("the theme does not change from %s", before)
	}
	open := `document.querySelectorAll("details.veil[open]").length`
	if n := browser.Eval[int](t, ctx, open); n != 0 || browser.Eval[bool](t, ctx, `document.querySelector("details.veil .text").checkVisibility()`) {
		t.Errorf("%d texts that may harm are shown unasked", n)
	}
	if err := chromedp.Do(ctx, chromedp.Focus("#veils"), chromedp.KeyEvent(" ")); err != nil {
		t.Fatal(err)
	}
	browser.Eval[bool](t, ctx, `document.getElementById("find").value = ""; document.getElementById("find").dispatchEvent(new Event("input")); document.querySelectorAll("details.evidence").forEach(d => d.open = true); true`)
	shown := `[...document.querySelectorAll("details.veil .row")].filter(r => r.checkVisibility()).length`
	if n, rows := browser.Eval[int](t, ctx, open), browser.Eval[int](t, ctx, shown); n != 1 || rows != 3 {
		t.Errorf("%d rows of %d pieces of evidence that may harm are shown when asked for", rows, n)
	}
	// A dot leads to its evidence.
	browser.Eval[bool](t, ctx, `document.querySelector("table.dots a").click(); true`)
	if ok := browser.Eval[bool](t, ctx, `new Promise(r => setTimeout(() => r(document.getElementById("f1-e1").closest("details").open), 50))`, chromedp.EvalAwaitPromise); !ok {
		t.Error("a dot does not open its evidence")
	}
}

// TestPageWithoutScript takes the script out of the page: the findings are there, their
// evidence opens, and what needs a script is not shown.
func TestPageWithoutScript(t *testing.T) {
	url := pageFile(t)
	path := strings.TrimPrefix(url, "file://")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bare, _, ok := bytes.Cut(whole, []byte("<script>"))
	if !ok {
		t.Fatal("the page has no script")
	}
	if err := os.WriteFile(path, bare, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx := browser.Start(t, 2*time.Minute)
	if err := chromedp.Do(ctx, chromedp.Navigate(url), chromedp.Click("details.evidence summary")); err != nil {
		t.Fatal(err)
	}
	browser.Eval[bool](t, ctx, `document.getElementById("find").value = ""; document.getElementById("find").dispatchEvent(new Event("input")); document.querySelectorAll("details.evidence").forEach(d => d.open = true); true`)
	shown := `[...document.querySelectorAll("main article")].filter(a => a.checkVisibility()).length`
	if n := browser.Eval[int](t, ctx, shown); n < 3 {
		t.Errorf("%d findings are shown", n)
	}
	if browser.Eval[bool](t, ctx, `document.getElementById("tools").checkVisibility()`) {
		t.Error("tools are shown that need a script")
	}
	if !browser.Eval[bool](t, ctx, `document.getElementById("f1-e1").checkVisibility()`) {
		t.Error("evidence does not open")
	}
}
