package web

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/review"
)

// attacks are strings that became script, markup or another text in one page or other.
func attacks(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "attacks.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(b)) {
		var s string
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		out = append(out, s)
	}
	return out
}

var (
	tag       = regexp.MustCompile(`<[a-zA-Z!/?][^>]*>`)
	tagName   = regexp.MustCompile(`^</?!?[a-zA-Z0-9]+`)
	attribute = regexp.MustCompile(`\s([^\s=>"]+)(?:="([^"]*)")?`)
	tags      = strings.Fields(`!doctype html head meta title link script body a header nav ul li form bdi button p main div section h1 h2 h3 h4
		span b progress ol dl dt dd details summary input label select option textarea fieldset legend blockquote br small kbd table thead
		tbody tr th td article q svg path code figure figcaption img`)
	// local is where a page's own addresses lead.
	local = regexp.MustCompile(`^(/($|[^/\\])|\?all=1$|#)`)
)

// shapeOf counts tags and attributes, and says which no page of ours has.
func shapeOf(page string) (shape map[string]int, foreign []string) {
	shape = map[string]int{}
	for _, t := range tag.FindAllString(page, -1) {
		name := strings.ToLower(tagName.FindString(t))
		shape[name]++
		if !slices.Contains(tags, strings.TrimLeft(name, "</")) {
			foreign = append(foreign, t)
		}
		for _, a := range attribute.FindAllStringSubmatch(t, -1) {
			key := strings.ToLower(a[1])
			shape["@"+key]++
			switch {
			case strings.HasPrefix(key, "on"), key == "style", key == "srcdoc", key == "srcset", strings.ContainsAny(key, "'`<"):
				foreign = append(foreign, t)
			case (key == "href" || key == "src" || key == "action" || key == "formaction") && !local.MatchString(a[2]):
				foreign = append(foreign, t)
			}
		}
	}
	return shape, foreign
}

// everywhere puts a text wherever a text can come from outside.
func everywhere(s *site, text string) {
	d := s.desk
	d.rows[0].Fields = seedbed.Fields{
		{Name: "a" + text, Value: text},
		{Name: "chat", Value: []any{
			map[string]any{"role": "user", "content": text}, map[string]any{"role": text, "content": text, "tools": []any{text}},
		}},
		{Name: "json", Value: map[string]any{text: text, "list": []any{text, map[string]any{"deep": text}}}},
	}
	d.parents[d.rows[0].ID] = seedbed.Record{Fields: seedbed.Fields{{Name: "a" + text, Value: text + " and more"}}}
	rubric := *d.in.Rubric
	rubric.Task = text
	rubric.Criteria = append([]seedbed.Criterion{}, rubric.Criteria...)
	for i := range rubric.Criteria {
		c := &rubric.Criteria[i]
		c.Question = text
		c.Anchors = []seedbed.Anchor{{Value: "1", Words: text}, {Value: "yes", Words: text}}
		c.Examples = []seedbed.RubricExample{{Text: text, Value: text, Because: text}}
		if c.Kind == seedbed.Choice {
			c.Choices = []string{text, "other"}
		}
	}
	d.in.Rubric = &rubric
	draft, _ := json.Marshal(review.Answer{Note: text, Flags: []string{text}, Values: map[string]string{"tone": text}, Spans: []review.Span{{Field: "a" + text, From: 0, To: 3, Category: text}}})
	d.drafts[d.rows[0].ID] = draft
	d.status.Claims[0].Text, d.status.Claims[0].Why = text, text
	d.status.People[0].Exposure = map[string]int{text: 1}
	d.dispute[0].About = []string{text}
	d.dispute[0].Votes[0].Note, d.dispute[0].Votes[0].Flags = text, []string{text}
	d.dispute[0].Votes[0].Values = map[string]string{text: text}
	d.dispute[1].Settled.Note = text
	d.rows[2].Fields = d.rows[0].Fields
	d.answers = []review.Answer{{Row: rowID(1), Note: text, Flags: []string{text}, Values: map[string]string{text: text}}}
	s.web.title = text
	everywhereElse(s, text)
}

// everywhereElse does so beside the rows: what a panel reads and says, objections,
// people, gates, and what was measured.
func everywhereElse(s *site, text string) {
	f := withPanel(s)
	s.desk.rows[0].Scores = []seedbed.Score{{Criterion: text, Judge: text, Status: seedbed.Scored, Value: text}}
	s.desk.rows[0].Origin, s.desk.rows[0].Decision.Actor = seedbed.Origin(text), text
	s.desk.rows[0].Lineage = seedbed.Lineage{Model: text, Source: text, Depth: 1}
	f.about = About{
		Purpose: text, Use: text, Domain: text, Tier: text, Because: text, Made: []string{text},
		Consultations: []gate.Consultation{{File: text, When: text, On: text, Asked: text + ".", Shown: text}},
	}
	f.left = []Voice{{File: text, As: text, Consent: text, Name: text, Said: text}}
	s.web.findings = func(context.Context) (*measure.Result, error) {
		return &measure.Result{Findings: []measure.Finding{{Severity: measure.Serious, Says: text}}}, nil
	}
	s.web.gates = func(context.Context) ([]gate.Standing, error) {
		return []gate.Standing{{Name: text, Conditions: []gate.Condition{{Missing: []string{text}}}}}, nil
	}
	s.web.written = []string{text}
	s.desk.behind = []string{olga}
	for i := range s.desk.persons {
		s.desk.persons[i].Domains, s.desk.persons[i].Wrote = []string{text}, []string{text}
	}
	who, _ := gate.NewPerson(review.Person{ID: olga, Roles: []review.Role{review.Owner}})
	body := func(o gate.Objection) json.RawMessage { b, _ := json.Marshal(o); return b }
	s.web.contests.mu.Lock()
	defer s.web.contests.mu.Unlock()
	s.web.contests.kept = []review.Event{
		who,
		{Seq: 1, By: text, Kind: review.EventContest, Body: body(gate.Objection{Row: rowID(1), Due: s.clock.Add(time.Hour), Because: text})},
		{Seq: 2, By: rosa, Kind: review.EventContest, Body: body(gate.Objection{Row: rowID(1), Because: text})},
		{Seq: 3, By: olga, Kind: review.EventContest, Body: body(gate.Objection{Of: 2, What: gate.Upheld, Because: text})},
		{Seq: 4, By: rene, Kind: review.EventContest, Body: body(gate.Objection{Row: rowID(1), Because: text})},
	}
	_ = s.web.contests.fold()
}

func TestHostileTexts(t *testing.T) {
	pages := map[string][]string{rosa: {"/", "/i/kept", "/i/kept/rate", "/i/kept/mine"}, olga: {"/", "/people", "/i/kept", "/i/kept/disputes", "/i/kept/plan", "/i/kept/rubric", "/panel", "/contests"}, rene: {"/", "/panel"}}
	plain := map[string]map[string]int{}
	s := newSite(t)
	visitors := map[string]*visitor{rosa: s.as(t, rosa), olga: s.as(t, olga), rene: s.as(t, rene)}
	run := func(t *testing.T, text string, check func(t *testing.T, key, body string)) {
		everywhere(s, text)
		for who, paths := range pages {
			v := visitors[who]
			for _, path := range paths {
				got := v.get(path)
				if got.StatusCode != 200 {
					t.Errorf("%s as %s: %s\n%s", path, who, got.Status, got.Body)
				}
				if !utf8.ValidString(got.Body) || strings.ContainsRune(got.Body, 0) {
					t.Errorf("%s as %s is not UTF-8, or has a NUL", path, who)
				}
				check(t, who+path, got.Body)
			}
		}
	}
	run(t, "harmless text", func(_ *testing.T, key, body string) { plain[key], _ = shapeOf(body) })
	for _, text := range attacks(t) {
		t.Run(text[:min(len(text), 20)], func(t *testing.T) {
			run(t, text, func(t *testing.T, key, body string) {
				shape, foreign := shapeOf(body)
				if len(foreign) > 0 {
					t.Errorf("%s has %q", key, foreign)
				}
				for name, n := range shape {
					// Symbols, styles and what could not be compared come and go.
					switch name {
					case "<span", "</span", "@class", "@data-n", "<div", "</div", "<details", "</details", "<summary", "</summary", "@dir", "<section", "</section", "<h3", "</h3", "<p", "</p":
						continue
					}
					if n > plain[key][name] {
						t.Errorf("%s has %d %s, and %d with a harmless text", key, n, name, plain[key][name])
					}
				}
			})
		})
	}
}

// What turns or hides text is seen.
func TestBidi(t *testing.T) {
	s := newSite(t)
	s.desk.rows[0].Fields = seedbed.Fields{{Name: "x", Value: "if admin \u202e{ \u2066// begin\u2069 \u200bhidden\u0000 \xff \u00adend"}}
	got := s.as(t, rosa).get("/i/kept/rate")
	got.has(t, "&lt;U+202E&gt;", "&lt;U+2066&gt;", "&lt;U+2069&gt;", "&lt;U+200B&gt;", "␀", `&lt;\xff&gt;`, "&lt;U+00AD&gt;")
	got.hasNot(t, "\u202e", "\u2066", "\u200b", "\u00ad")
}

func TestHugeTexts(t *testing.T) {
	s := newSite(t)
	long := strings.Repeat("words and more words. ", 50_000) // 1.1 MB
	deep := any("bottom")
	for range 10_000 {
		deep = []any{deep}
	}
	wide := make([]any, 100_000)
	for i := range wide {
		wide[i] = map[string]any{"role": "user", "content": "x"}
	}
	s.desk.rows[0].Fields = seedbed.Fields{{Name: "long", Value: long}, {Name: "deep", Value: deep}, {Name: "wide", Value: wide}}
	v := s.as(t, rosa)
	began := time.Now()
	got := v.get("/i/kept/rate")
	got.has(t, "1,080,000 more characters", "Show all of it", "more turns")
	if len(got.Body) > 200_000 {
		t.Errorf("a page of %d bytes", len(got.Body))
	}
	all := v.get("/i/kept/rate?all=1")
	if n := strings.Count(all.Body, "words and more words."); n < 45_000 {
		t.Errorf("all of it shows %d of 50,000 sentences", n)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("both took %v", took)
	}
}

// Whatever a text is, what is shown has as many code points as it has.
func TestCodePointsStay(t *testing.T) {
	point := regexp.MustCompile(`<span class="symbol" data-n="(\d+)">[^<]*</span>`)
	entity := regexp.MustCompile(`&(#\d+|[a-z]+);`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
			rapid.StringOf(rapid.RuneFrom([]rune("ab \n\r\t`*#<>&\"'\u202e\u200d\u0301👩é\u0000")))).Draw(t, "text")
		shown := newShown(text, 0)
		shown.set(1, 4, styleSpan)
		out := string(shown.html())
		n := 0
		for _, m := range point.FindAllStringSubmatch(out, -1) {
			var k int
			if err := json.Unmarshal([]byte(m[1]), &k); err != nil {
				t.Fatal(err)
			}
			n += k
		}
		rest := point.ReplaceAllString(out, "")
		rest = regexp.MustCompile(`</?span[^>]*>`).ReplaceAllString(rest, "")
		if strings.ContainsAny(rest, "<>") {
			t.Fatalf("%q becomes %q", text, out)
		}
		rest = entity.ReplaceAllString(rest, "x")
		if got, want := n+utf8.RuneCountInString(rest), utf8.RuneCountInString(text); got != want {
			t.Fatalf("%q has %d code points, and %d are shown: %q", text, want, got, out)
		}
	})
}

func FuzzShown(f *testing.F) {
	for _, s := range []string{"", "plain", "# a\n**b** `c`", "\xff\x00\u202e", "```\n<script>", "**", "`", "a\r\nb"} {
		f.Add(s, "old "+s, 3)
	}
	f.Fuzz(func(t *testing.T, text, old string, limit int) {
		shown := newShown(text, limit)
		if before, ok := shown.differ(old, limit); ok {
			_ = before.html()
		}
		out := string(shown.html())
		if strings.Contains(out, "<script") || !utf8.ValidString(out) {
			t.Errorf("%q becomes %q", text, out)
		}
	})
}

func FuzzAnswerForm(f *testing.F) {
	f.Add(answerOf(1).Encode())
	f.Add(`row=x&spans=[{"from":-1}]&order=1,a`)
	f.Add(`spans=` + url.QueryEscape(`[{"field":"a","from":0,"to":1,"category":"sound"}]`) + `&unmark=0`)
	d := newFake()
	f.Fuzz(func(t *testing.T, body string) {
		req := formRequest(body)
		a, err := readAnswer(req, d.in.Rubric)
		if err != nil {
			return
		}
		for _, sp := range a.Spans {
			if sp.From < 0 || sp.To <= sp.From {
				t.Errorf("%+v", sp)
			}
		}
		if len(a.Note) > noteMost || a.Row.IsZero() && !strings.Contains(body, "000000") {
			t.Errorf("%+v", a)
		}
	})
}
