package web

import (
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
)

// What nobody who rates may read: what a judge said, and which model wrote a row.
const (
	judgesSecret = "SECRET-OF-THE-JUDGE"
	writerSecret = "SECRET-OF-THE-WRITER"
)

// realSite is a site with a desk that keeps what it is told, and 300 rows.
func realSite(t *testing.T) (*site, *review.Desk) {
	t.Helper()
	now := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	s := &site{desk: newFake(), clock: &now, tokens: map[string]string{}}
	clock := func() time.Time { return *s.clock }
	dir := t.TempDir()
	var rows fakeRows
	for i := range 300 {
		rows = append(rows, seedbed.Record{
			ID: seedbed.ID{byte(i >> 8), byte(i), 1}, Stage: "hints", Origin: seedbed.OriginGenerated,
			Fields:  seedbed.Fields{{Name: "hint", Value: fmt.Sprintf("Row %d of the story.", i)}},
			Scores:  []seedbed.Score{{Criterion: "sound", Status: seedbed.Scored, Value: true, Reason: judgesSecret, Stage: "scored", Judge: judgesSecret}},
			Lineage: seedbed.Lineage{Model: writerSecret, Source: "questions"},
		})
	}
	desk, err := review.OpenDesk(t.Context(), review.DeskOptions{Dir: dir, Rows: rows, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := desk.Close(); err != nil {
			t.Error(err)
		}
	})
	if s.roster, err = review.OpenRoster(dir, clock); err != nil {
		t.Fatal(err)
	}
	people := map[string][]review.Role{olga: {review.Owner}, adam: {review.Adjudicator}, rosa: {review.Rater}, "p-robin": {review.Rater}, rene: {review.Reader}}
	for _, id := range []string{olga, adam, rosa, "p-robin", rene} {
		if err := desk.Join(t.Context(), review.Person{ID: id, Roles: people[id]}); err != nil {
			t.Fatal(err)
		}
		if err := s.roster.Rename(id, strings.TrimPrefix(id, "p-"), ""); err != nil {
			t.Fatal(err)
		}
		if s.tokens[id], err = s.roster.Issue(id, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	begin(t, desk, rows)
	ts := httptest.NewUnstartedServer(nil)
	if s.web, err = New(Options{Desk: desk, Roster: s.roster, Rows: rows, Addr: ts.Listener.Addr().String(), Dir: dir, Title: "story", Now: clock}); err != nil {
		t.Fatal(err)
	}
	ts.Config.Handler = s.web
	ts.Start()
	t.Cleanup(ts.Close)
	s.Server = ts
	return s, desk
}

func begin(t *testing.T, desk *review.Desk, rows fakeRows) {
	t.Helper()
	claim, err := plan.ParseClaim("defects <= 10%")
	if err != nil {
		t.Fatal(err)
	}
	in := &plan.Inspection{
		Name: "kept", Claims: []plan.InspectionClaim{claim}, Confidence: .95, Raters: 2, Seed: 7, DefectText: "!score.sound",
		Rubric: &seedbed.Rubric{Name: "hint", Revision: "r3", Task: "Look at a hint.", Criteria: []seedbed.Criterion{{Name: "sound", Question: "Is it sound?", Kind: seedbed.YesNo}}},
	}
	var problems []expr.Problem
	if in.Defect, problems = expr.Compile(in.DefectText, expr.EnvOf(seedbed.Schema{Criteria: in.Rubric.Criteria}), seedbed.TypeBool); len(problems) > 0 {
		t.Fatal(problems)
	}
	var all iter.Seq2[seedbed.Record, error] = func(yield func(seedbed.Record, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
	sample, err := review.Draw(t.Context(), all, in, review.DrawOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := desk.Begin(t.Context(), olga, in, sample); err != nil {
		t.Fatal(err)
	}
}

var (
	rowField    = regexp.MustCompile(`name="row" value="([0-9a-f]{32})"`)
	rubricField = regexp.MustCompile(`name="rubric" value="([^"]*)"`)
)

// rateOn answers what a page asks, as answer says of the row's digits, and returns the
// page that follows and the row.
func rateOn(t *testing.T, v *visitor, page answered, sound string) (next answered, row string) {
	t.Helper()
	m, rubric := rowField.FindStringSubmatch(page.Body), rubricField.FindStringSubmatch(page.Body)
	if m == nil || rubric == nil {
		t.Fatalf("no row is asked:\n%s", page.Body)
	}
	return v.follow("/i/kept/answer", url.Values{"row": {m[1]}, "again": {"false"}, "rubric": {rubric[1]}, "order": {""}, "spans": {"[]"}, "v.sound": {sound}, "note": {"SECRET-OF-" + sound + "-" + m[1]}}), m[1]
}

// crawl follows every address of the pages that somebody is shown, and gives each.
func crawl(t *testing.T, v *visitor) map[string]string {
	t.Helper()
	href := regexp.MustCompile(`href="(/[^"#]*|\?[^"#]*)"`)
	out := map[string]string{}
	queue := []string{"/", "/i/kept", "/i/kept/rate", "/i/kept/rate?all=1", "/i/kept/mine", "/i/kept/disputes", "/i/kept/plan", "/people", "/i/kept/votes", "/i/kept/status"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if _, seen := out[path]; seen || strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "?") {
			continue
		}
		got := v.get(path)
		out[path] = got.Body
		for _, m := range href.FindAllStringSubmatch(got.Body, -1) {
			queue = append(queue, m[1])
		}
	}
	return out
}

// TestStory goes from a plan to a sentence through the pages alone: two people who do
// not see each other, a disagreement, what an adjudicator makes of it, and enough.
func TestStory(t *testing.T) {
	s, desk := realSite(t)
	first, second, judge := s.as(t, rosa), s.as(t, "p-robin"), s.as(t, adam)
	s.as(t, olga).get("/i/kept/plan").has(t, "defects &lt;= 10%", "it ends as soon as the claim is clear")

	// One answer is in. Whatever the others ask for, they do not see it, nor the judge's.
	page, disputed := rateOn(t, first, first.get("/i/kept/rate"), "no")
	for who, v := range map[string]*visitor{"the other rater": second, "the adjudicator": judge, "the reader": s.as(t, rene)} {
		for path, body := range crawl(t, v) {
			for _, secret := range []string{"SECRET-OF-no", judgesSecret, writerSecret} {
				if strings.Contains(body, secret) {
					t.Errorf("%s reads %s on %s", who, secret, path)
				}
			}
		}
	}
	for path, body := range crawl(t, first) {
		if strings.Contains(body, judgesSecret) || strings.Contains(body, writerSecret) {
			t.Errorf("%s has what a judge said, or who wrote the row", path)
		}
	}

	// The second rater gets the row that waits for one, and says otherwise.
	page2 := second.get("/i/kept/rate")
	page2, same := rateOn(t, second, page2, "yes")
	if same != disputed {
		t.Errorf("the second rater got row %s, and %s waited", same, disputed)
	}
	judge.get("/i/kept/disputes").has(t, "SECRET-OF-no", "SECRET-OF-yes", "Settle it")
	judge.follow("/i/kept/settle", url.Values{"row": {disputed}, "cause": {"slip"}, "v.sound": {"yes"}, "note": {"A key."}}).has(t, "Settled.", "slip: sound yes")

	// Until enough is known.
	n := 1
	for !strings.Contains(page.Body, "<h1>Done</h1>") || !strings.Contains(page2.Body, "<h1>Done</h1>") {
		if n++; n > 200 {
			t.Fatal("it does not end")
		}
		if rowField.MatchString(page.Body) {
			page, _ = rateOn(t, first, page, "yes")
		}
		page2 = second.get("/i/kept/rate")
		if rowField.MatchString(page2.Body) {
			page2, _ = rateOn(t, second, page2, "yes")
		}
		page = first.get("/i/kept/rate")
	}
	page.has(t, "Enough is known")
	over := s.as(t, olga).get("/i/kept")
	over.has(t, "What may be said", "Of 300 rows", "95 % confidence", "2 people", "met")
	t.Logf("%d rows; %s", n, regexp.MustCompile(`(?s)<blockquote><p>(.*?)</p>`).FindStringSubmatch(over.Body)[1])
	report, err := desk.Result("kept")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(report.Votes, func(v review.Vote) bool { return v.Row.String() == disputed && v.Values["sound"] == "no" }) {
		t.Error("the vote that was settled otherwise is gone")
	}
	if got := first.post("/i/kept/settle", url.Values{"row": {disputed}, "cause": {"slip"}}); got.StatusCode != http.StatusForbidden {
		t.Errorf("a rater settles: %s", got.Status)
	}
}

// Going back gives the answer as a draft; a draft is there after the browser is gone.
func TestStoryOfDrafts(t *testing.T) {
	s, _ := realSite(t)
	v := s.as(t, rosa)
	page := v.get("/i/kept/rate")
	_, row := rateOn(t, v, page, "no")
	back := v.follow("/i/kept/undo", nil)
	back.has(t, row, `value="no" checked`, "SECRET-OF-no-"+row)
	form := url.Values{"row": {row}, "again": {"false"}, "rubric": {"r3"}, "spans": {"[]"}, "note": {"half done"}}
	v.follow("/i/kept/draft", form).has(t, "half done")
	s.as(t, rosa).get("/i/kept/rate").has(t, row, "half done")
	s.as(t, "p-robin").get("/i/kept/rate").hasNot(t, "half done")
	if got := v.post("/i/kept/answer", form); got.StatusCode != http.StatusSeeOther {
		t.Errorf("an answer that lacks a criterion: %s", got.Status)
	}
	v.get("/i/kept/rate").has(t, "Not saved: there is no answer to sound", "half done")
	v.post("/i/kept/pause", nil)
	v.get("/i/kept/rate").has(t, "Go on")
	v.follow("/i/kept/resume", nil).has(t, row)
	v.post("/i/kept/leave", nil)
	v.get("/i/kept/rate").has(t, "You have left")
}

// Ten people at once: every row has the answers that it needs and not one more, and
// none is lost.
func TestManyAtOnce(t *testing.T) {
	s, desk := realSite(t)
	var wg sync.WaitGroup
	var given atomic.Int64
	for i := range 10 {
		id := fmt.Sprintf("p-%02d", i)
		if err := desk.Join(t.Context(), review.Person{ID: id, Roles: []review.Role{review.Rater}}); err != nil {
			t.Fatal(err)
		}
		if err := s.roster.Rename(id, id, ""); err != nil {
			t.Fatal(err)
		}
		var err error
		if s.tokens[id], err = s.roster.Issue(id, time.Time{}); err != nil {
			t.Fatal(err)
		}
		v := s.as(t, id)
		wg.Go(func() {
			for range 300 {
				m := rowField.FindStringSubmatch(v.get("/i/kept/rate").Body)
				if m == nil {
					return
				}
				got := v.post("/i/kept/answer", url.Values{"row": {m[1]}, "rubric": {"r3"}, "v.sound": {[]string{"yes", "no"}[int(m[1][3])%2]}})
				if got.StatusCode != http.StatusSeeOther {
					t.Errorf("%s: %s", id, got.Status)
					return
				}
				given.Add(1)
			}
		})
	}
	wg.Wait()
	report, err := desk.Result("kept")
	if err != nil {
		t.Fatal(err)
	}
	counted := map[seedbed.ID]int{}
	for _, v := range report.Votes {
		if v.Counted {
			counted[v.Row]++
		}
	}
	for row, n := range counted {
		if n > 2 {
			t.Errorf("row %s has %d answers", row.Short(), n)
		}
	}
	if len(report.Votes) != int(given.Load()) || given.Load() < 10 {
		t.Errorf("%d answers were taken, and %d are there", given.Load(), len(report.Votes))
	}
}
