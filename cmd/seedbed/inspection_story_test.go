package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"seedbed.dev/seedbed/internal/testkit/browser"
)

// tab is somebody at a browser of their own.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string
}

// arrives has somebody open their link in a browser that nobody else has used. Whoever is
// invited writes a name and presses Enter.
func (s *served) arrives(t *testing.T, shared context.Context, link, name string) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(shared, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	b := &tab{t, ctx, s.Base}
	b.do(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(link))
	if name != "" {
		b.until(`document.getElementById("name")`)
		b.do(chromedp.Focus("#name"))
		b.keys(name + kb.Enter)
		b.until(`document.body?.innerText.includes("This is your own link")`)
	}
	return b
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) open(path string) { b.t.Helper(); b.do(chromedp.Navigate(b.base + path)) }

func (b *tab) keys(keys string) { b.t.Helper(); b.do(chromedp.KeyEvent(keys)) }

func (b *tab) is(js string) bool { b.t.Helper(); return browser.Eval[bool](b.t, b.ctx, "!!("+js+")") }

func (b *tab) text() string {
	b.t.Helper()
	return browser.Eval[string](b.t, b.ctx, `document.querySelector("main").innerText`)
}

// until waits for something that a script says.
func (b *tab) until(js string) {
	b.t.Helper()
	for range 400 {
		if b.is(js) {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	b.t.Fatalf("never came true: %s\n%s", js, b.text())
}

// shows waits for a text on the page.
func (b *tab) shows(text string) {
	b.t.Helper()
	q, err := json.Marshal(text)
	if err != nil {
		b.t.Fatal(err)
	}
	b.until(`document.querySelector("main")?.innerText.includes(` + string(q) + `)`)
}

// row is the row that is asked about, "" where none is.
func (b *tab) row() string {
	b.t.Helper()
	return browser.Eval[string](b.t, b.ctx, `document.querySelector("#answer input[name=row]")?.value || ""`)
}

// asked waits for another row than before, or for the end, and returns it.
func (b *tab) asked(before string) string {
	b.t.Helper()
	b.until(`document.querySelector("#answer") ? document.querySelector("#answer input[name=row]").value !== "` + before + `" && document.activeElement.closest("fieldset.q") : document.querySelector("main h1")`)
	return b.row()
}

// pressed answers the row by keys, and returns the next.
func (b *tab) pressed(row, keys string) string {
	b.t.Helper()
	b.keys(keys)
	b.until(`document.activeElement.id === "save"`)
	b.keys(kb.Enter)
	return b.asked(row)
}

// clicked answers the row with the mouse, and returns the next.
func (b *tab) clicked(row, value string) string {
	b.t.Helper()
	b.do(chromedp.Click(`label:has([name='v.sound'][value=` + value + `])`))
	b.do(chromedp.Click("#save"))
	return b.asked(row)
}

var givesUp = regexp.MustCompile(`/(leave|pause|skip|undo|withdraw)\b`)

var routeLine = regexp.MustCompile(`\{"(GET|POST)", "(/[^"]*)"`)

// everyRoute returns the method and path of each route of the page, filled in for a row.
func everyRoute(t *testing.T, row string) [][2]string {
	t.Helper()
	found := routeLine.FindAllStringSubmatch(readFile(t, "../../internal/web/routes.go"), -1)
	if len(found) < 20 {
		t.Fatalf("%d routes were found", len(found))
	}
	var out [][2]string
	fill := strings.NewReplacer("{in}", "looked", "{id}", row, "{row}", row, "{token}", "x", "{name}", "page.js", "{$}", "")
	for _, m := range found {
		path := fill.Replace(m[2])
		path = regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(path, "1")
		if path != "/sign-out" {
			out = append(out, [2]string{m[1], path}, [2]string{m[1], path + "?row=" + row + "&a=" + row + "&b=" + row + "&all=1"})
		}
	}
	return out
}

// attack has somebody ask every route about a row that they have not answered, and
// returns what they could read that they must not.
func (b *tab) attack(row string, secrets ...string) {
	b.t.Helper()
	for _, route := range everyRoute(b.t, row) {
		if givesUp.MatchString(route[1]) {
			route[0] = http.MethodGet // it would end, or take back, what this person is here for
		}
		ask, err := json.Marshal(map[string]any{"method": route[0], "path": route[1], "form": url.Values{"row": {row}, "note": {"seen"}}.Encode()})
		if err != nil {
			b.t.Fatal(err)
		}
		got := browser.Eval[string](b.t, b.ctx, `(async q => { const r = await fetch(q.path, {method: q.method, body: q.method === "POST" ? new URLSearchParams(q.form) : undefined}); return r.status + " " + await r.text() + [...r.headers].join(); })(`+string(ask)+`)`, chromedp.EvalAwaitPromise)
		for _, s := range secrets {
			if strings.Contains(got, s) {
				b.t.Errorf("%s %s tells %q", route[0], route[1], s)
			}
		}
	}
}

// looks holds a page to the rules of accessibility at both widths and in both themes,
// and keeps a picture of each.
func (b *tab) looks(name, axe string) {
	b.t.Helper()
	at := browser.Eval[string](b.t, b.ctx, `location.pathname + location.search`)
	for _, width := range []int64{1280, 400} {
		for _, theme := range []string{"light", "dark"} {
			b.do(chromedp.EmulateViewport(width, 900), browser.Prefer(theme))
			b.open(at)
			browser.Eval[bool](b.t, b.ctx, axe+"; true")
			found := browser.Eval[string](b.t, b.ctx, `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html).slice(0, 2)).join("\n"))`, chromedp.EvalAwaitPromise)
			if found != "" {
				b.t.Errorf("%s, %s, %d: %s", name, theme, width, found)
			}
			if wide := browser.Eval[int64](b.t, b.ctx, `document.scrollingElement.scrollWidth`); wide > width {
				b.t.Errorf("%s, %s: %d wide at %d", name, theme, wide, width)
			}
			if os.Getenv("SCREENSHOTS") != "" {
				png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
				if err != nil {
					b.t.Fatal(err)
				}
				shot(b.t, fmt.Sprintf("story_%s_%s_%d.png", name, theme, width), png)
			}
		}
	}
	b.do(chromedp.EmulateViewport(1280, 900), browser.Prefer("light"))
	b.open(at)
}

// TestInspectionInABrowser goes through the whole story: a plan, three people who rate,
// one of them by keyboard alone, none of whom can see the others' or the judge's answers
// before their own; a disagreement and what becomes of it; enough; the gate; and the
// sentence of the release.
func TestInspectionInABrowser(t *testing.T) {
	axe := readFile(t, "../../internal/report/testdata/axe/axe.min.js")
	g := judgedGround(t, 200)
	if r := g.must(exitOK, "inspect"); !strings.Contains(r.stdout, "really defective") {
		t.Errorf("what the plan would let through is not told: %v", r)
	}
	g.must(exitUnmet, "release", "-o", "early")
	s := g.serve("rater", "rater", "rater", "adjudicator")
	shared := browser.Start(t, 4*time.Minute)
	browser.Eval[bool](t, shared, "true") // there is a browser, whose contexts the others are
	owner := s.arrives(t, shared, s.Owner, "")
	owner.open("/i/looked/plan")
	owner.shows("defects <= 15%")
	owner.looks("plan", axe)
	ana, ben, cleo := s.arrives(t, shared, s.Invited[0], "Ana Souza"), s.arrives(t, shared, s.Invited[1], "Ben"), s.arrives(t, shared, s.Invited[2], "Cleo")
	judge := s.arrives(t, shared, s.Invited[3], "Dana")

	// The first answer, by keyboard alone, is in. Nobody else can read it, or the judge's,
	// or who wrote the row, by any route.
	ana.open("/i/looked/rate")
	first := ana.asked("")
	ana.keys("c")
	ana.until(`document.activeElement.id === "notetext"`)
	ana.keys(ratersNote + kb.Escape)
	ana.until(`document.activeElement.closest("fieldset.q")`)
	anas := ana.pressed(first, "n")
	for _, who := range []*tab{ben, cleo} {
		who.attack(first, ratersNote, judgesWord, writersName)
	}
	judge.attack(first, ratersNote)
	ana.attack(anas, judgesWord, writersName)

	// Somebody says otherwise, with the mouse.
	ben.open("/i/looked/rate")
	bens := ben.asked("")
	if bens != first {
		t.Fatalf("the second rater is asked about %s, and %s waits", bens, first)
	}
	ben.looks("rate", axe)
	bens = ben.clicked(bens, "yes")
	ana.open("/i/looked/rate")
	anas = ana.asked("")
	cleo.open("/i/looked/rate")
	cleos := cleo.asked("")

	// An adjudicator settles it.
	judge.open("/i/looked/disputes")
	judge.shows(ratersNote)
	judge.looks("disputes", axe)
	judge.do(chromedp.Click("details.more summary"), chromedp.Click("label:has([name=cause][value=slip])"))
	judge.is(`document.querySelector("select[name='v.sound']").value = "yes"`)
	judge.do(chromedp.Click("article form button.go"))
	judge.shows("Settled")

	// On, until enough is known: each in their own way.
	for n := 0; anas+bens+cleos != ""; n++ {
		if n > 200 {
			t.Fatal("it does not end")
		}
		turn := func(b *tab, row *string, next func(string) string) {
			if *row == "" {
				b.open("/i/looked/rate")
				*row = b.asked("")
				return
			}
			*row = next(*row)
		}
		turn(ana, &anas, func(row string) string { return ana.pressed(row, "y") })
		turn(ben, &bens, func(row string) string { return ben.clicked(row, "yes") })
		turn(cleo, &cleos, func(row string) string { return cleo.pressed(row, "1") })
	}
	ana.open("/i/looked/rate")
	ana.shows("Enough is known")
	ana.looks("enough", axe)
	owner.open("/i/looked")
	owner.shows("What may be said")
	for _, want := range []string{"Of 200", "95 % confidence", "3 people", "met"} {
		owner.shows(want)
	}
	owner.looks("overview", axe)
	s.end(t)

	// The gate wants a signature; then the release says what people found.
	if r := g.must(exitUnmet, "gate"); !strings.Contains(r.stdout, "owner") {
		t.Errorf("the gate does not say who has to sign: %v", r)
	}
	g.must(exitUnmet, "release", "-o", "out")
	w := g.at()
	who := w.anOwner()
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	g.must(exitOK, "gate", "sign", "ready", "--as", who, "--says", "I have seen how people rated.")
	g.must(exitOK, "gate")
	g.must(exitOK, "release", "-o", "out")
	card := readFile(t, filepath.Join(g.dir, "out", "README.md"))
	for _, want := range []string{"Of 200 accepted rows, with 95 % confidence", "by rubric rubric", "3 people", "I have seen how people rated."} {
		if !strings.Contains(card, want) {
			t.Errorf("the card does not say %q", want)
		}
	}
	if i := slices.IndexFunc(strings.Split(card, "\n"), func(l string) bool { return strings.Contains(l, "Of 200 accepted") }); i >= 0 {
		t.Log(strings.Split(card, "\n")[i])
	}
}
