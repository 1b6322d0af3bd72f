package web

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/testkit/browser"
)

// fakeBrowser has rows, and stories for all of them.
type fakeBrowser struct {
	index   *browse.Index
	rows    []browse.Row
	sampled map[string][]seedbed.ID
	text    string // that stands everywhere in stories
}

func (f *fakeBrowser) Index(context.Context) (*browse.Index, error) { return f.index, nil }

func (f *fakeBrowser) Sampled(context.Context) (map[string][]seedbed.ID, error) {
	return f.sampled, nil
}

func (f *fakeBrowser) Story(_ context.Context, id seedbed.ID) (*Story, error) {
	for i := range f.rows {
		if r := &f.rows[i]; r.ID == id {
			seed := &Part{Kind: PartSeed, Label: "seed", Title: `questions:17  "Janet's ducks lay 16 eggs per day" ` + f.text, Lines: []string{"human, MIT, seeds.jsonl"}, Row: rowID(2)}
			return &Story{Record: r.Record, Root: &Part{Kind: PartRow, Label: id.Short(), Title: "kept  " + f.text, Row: id, Parts: []*Part{
				{Kind: PartRow, Label: "from", Title: "hints  a first draft", Row: rowID(3), Parts: []*Part{seed}},
				{Kind: PartExemplar, Label: "exemplar", Title: "e2 Tom has 12 pens " + f.text},
				{Kind: PartPrompt, Label: "prompt", Title: "prompts/hint.md r2", Lines: []string{"2 lines differ from r1", f.text}},
				{Kind: PartCall, Label: "model", Title: "writer = gpt-5-mini, temperature 0.8, copy 2", Lines: []string{"because: won the bake-off of 20 November", "412 tokens in, 31 out, cost $0.0003, 840 ms, 22 Nov 18:03:11"}},
				{Kind: PartJudge, Label: "scored", Title: "gives_away 1 of 7, helpful 6 of 7", Lines: []string{"by grader = claude-haiku-4-5, uncalibrated", "helpful: It names the two uses of the eggs without computing. " + f.text}, Opinion: true},
				{Kind: PartDecision, Label: "outcome", Title: "accepted by kept"},
			}}, Standings: []string{"uncalibrated", "uncalibrated"}}, nil
		}
	}
	return nil, seedbed.Errorf(seedbed.CodeNotFound, "the journal has no record %s", id)
}

// decidingDesk is a desk that decides about many rows, and tells votes.
type decidingDesk struct {
	*fakeDesk
	decided []review.Decided
	ids     map[string][]seedbed.ID
	voted   map[seedbed.ID]bool // rows that viewers see votes of
	final   map[seedbed.ID]bool // rows of the sample that nobody is asked about any more
	open    []seedbed.ID        // on which people do not agree
	mended  map[seedbed.ID]review.MendedRow
	read    func() // called while the outcome is worked out
}

func (d *decidingDesk) Decide(_ context.Context, by string, dec review.Decision, ids iter.Seq2[seedbed.ID, error]) (review.Decided, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	dec.ID = fmt.Sprintf("d-%08x", len(d.decided)+1)
	for id, err := range ids {
		if err != nil {
			return review.Decided{}, err
		}
		d.ids[dec.ID] = append(d.ids[dec.ID], id)
	}
	if dec.Reason == "" || len(d.ids[dec.ID]) != dec.Rows {
		return review.Decided{}, seedbed.Errorf(seedbed.CodeInvalid, "say why; %d rows were shown", dec.Rows)
	}
	d.decided = append(d.decided, review.Decided{Decision: dec, By: by, At: time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)})
	return d.decided[len(d.decided)-1], nil
}

func (d *decidingDesk) Undecide(_ context.Context, by, id, reason string) error {
	for i := range d.decided {
		if d.decided[i].ID == id && reason != "" {
			d.decided[i].Undone, d.decided[i].UndoneBy, d.decided[i].UndoReason = true, by, reason
			return nil
		}
	}
	return seedbed.Errorf(seedbed.CodeInvalid, "there is no such decision, or no reason")
}

func (d *decidingDesk) Decisions() []review.Decided { return slices.Clone(d.decided) }

func (d *decidingDesk) Outcome(context.Context) (review.Outcome, error) {
	o := review.Outcome{LeftOut: map[seedbed.ID]string{}}
	if read := d.read; read != nil {
		d.read = nil
		defer read()
	}
	for _, dec := range d.decided {
		if !dec.Undone && dec.Do == review.DecideLeaveOut {
			for _, id := range d.ids[dec.ID] {
				o.LeftOut[id] = dec.ID
			}
		}
	}
	return o, nil
}

func (d *decidingDesk) Votes(_ string, row seedbed.ID, viewer string) ([]review.Vote, error) {
	if !d.voted[row] {
		return nil, nil
	}
	return []review.Vote{{Row: row, Person: viewer, Values: map[string]string{"sound": "yes"}, Counted: true}}, nil
}

func (d *decidingDesk) MayBeAsked(_ string, row seedbed.ID, _ string) bool {
	return (row == rowID(1) || row == rowID(2)) && !d.final[row]
}

func (d *decidingDesk) OpenDisputes(string, string) ([]seedbed.ID, error) { return d.open, nil }

func (d *decidingDesk) Mended(row seedbed.ID) (review.MendedRow, bool) {
	m, ok := d.mended[row]
	return m, ok
}

// browseSite is a site with rows to browse. text stands in all of them.
func browseSite(t *testing.T, text string) (*site, *fakeBrowser, *decidingDesk) {
	t.Helper()
	return browseSiteOf(t, text, func(int, *browse.Row) {})
}

func browseSiteOf(t *testing.T, text string, change func(i int, r *browse.Row)) (*site, *fakeBrowser, *decidingDesk) {
	t.Helper()
	s := newSite(t)
	f := &fakeBrowser{text: text, sampled: map[string][]seedbed.ID{"kept": {rowID(1), rowID(2)}}}
	for i := range byte(70) {
		r := browse.Row{Ended: "kept"}
		r.ID, r.Stage, r.Origin = rowID(i+1), "hints", seedbed.OriginGenerated
		r.Lineage = seedbed.Lineage{Source: "questions", Line: int(i) + 1, Parents: []seedbed.ID{rowID(200)}}
		r.Decision = seedbed.Decision{State: seedbed.Accepted, Actor: "kept"}
		r.Fields = seedbed.Fields{
			{Name: "question", Value: "Janet's ducks lay 16 eggs per day. She eats three for breakfast and bakes muffins with four. " + text},
			{Name: "hint", Value: fmt.Sprintf("Hint %d: how many eggs does she use **herself** before she sells any?", i+1)},
			{Name: "grade", Value: int64(i % 4)},
			{Name: "topic", Value: []string{"subtraction", "money", "time " + text}[i%3]},
		}
		if i%5 == 4 {
			r.Ended = "near"
			r.Decision = seedbed.Decision{State: seedbed.Rejected, Actor: "near", Reason: "near-duplicate", Detail: "Jaccard .84 with 7f3a9c01 " + text}
		}
		r.Scores = []seedbed.Score{
			{Criterion: "gives_away", Status: seedbed.Scored, Value: int64(i%7 + 1), Judge: "grader", Stage: "scored", Reason: "It tells a step. " + text},
			{Criterion: "sound", Status: seedbed.Scored, Value: i%3 != 0, Judge: "grader", Stage: "scored"},
		}
		change(int(i), &r)
		f.rows = append(f.rows, r)
	}
	env := expr.Env{Open: true, Fields: []expr.Var{{Name: "hint", Type: seedbed.TypeText}, {Name: "grade", Type: seedbed.TypeInt}}, Criteria: s.desk.in.Rubric.Criteria}
	var err error
	f.index, err = browse.Open(browse.Options{Dir: t.TempDir(), Name: "rows", Env: env, SegmentRows: 32, Rows: func(context.Context) iter.Seq2[browse.Row, error] {
		return func(yield func(browse.Row, error) bool) {
			for _, r := range f.rows {
				if !yield(r, nil) {
					return
				}
			}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.index.Close() })
	if err := f.index.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	d := &decidingDesk{fakeDesk: s.desk, ids: map[string][]seedbed.ID{}, voted: map[seedbed.ID]bool{}, final: map[seedbed.ID]bool{}, mended: map[seedbed.ID]review.MendedRow{}}
	s.web.desk, s.web.browsing = d, newBrowsing(f, s.web.now)
	return s, f, d
}

func TestBrowseFilters(t *testing.T) {
	s, _, _ := browseSite(t, "")
	v := s.as(t, rene)
	v.get("/rows").has(t, "70 of 70 rows", "Next rows", "near-duplicate", "subtraction")
	v.get("/rows?q=%22hint+7%22").has(t, `<span class="marked">Hint 7</span>`)
	v.get("/rows?state=rejected").has(t, "14 of 70 rows", "outcome: rejected")
	v.get("/rows?f.grade=3&f.grade=2&f.topic=money").has(t, "11 of 70 rows", "grade: 3", "topic: money")
	v.get("/rows?where=grade+%3D%3D+3+%26%26+score.sound").has(t, " of 70 rows")
	v.get("/rows?where=grade+%3D%3D+3&sort=score.gives_away&down=1").has(t, "17 of 70 rows")
	if got := v.get("/rows?where=grade+%3D%3D+"); got.StatusCode != http.StatusUnprocessableEntity {
		t.Error(got.Status)
	} else {
		got.has(t, "The condition, column")
	}
	if got := v.get("/rows?id=0105"); got.StatusCode != http.StatusNotFound {
		t.Error(got.Status)
	}
	if got := v.get("/rows?id=07"); got.Header.Get("Location") != rowPath(rowID(7)) {
		t.Error(got.Status, got.Header)
	}
	if got := v.get("/rows?after=zz"); got.StatusCode != http.StatusUnprocessableEntity {
		t.Error(got.Status)
	}
	// All rows are met once, page by page.
	seen, path := map[string]bool{}, "/rows?sort=f.grade"
	for range 5 {
		got := v.get(path)
		for _, r := range strings.Split(got.Body, `<article class="row"`)[1:] {
			id := r[strings.Index(r, `value="`)+7:][:32]
			if seen[id] {
				t.Errorf("%s twice", id)
			}
			seen[id] = true
		}
		at := strings.Index(got.Body, `id="next" href="`)
		if at < 0 {
			break
		}
		path, _, _ = strings.Cut(got.Body[at+len(`id="next" href="`):], `"`)
		path = strings.ReplaceAll(path, "&amp;", "&")
	}
	if len(seen) != 70 {
		t.Errorf("%d rows", len(seen))
	}
}

// An address says the same query again.
func TestBrowseAddresses(t *testing.T) {
	for _, in := range []string{
		"q=a&where=b&state=rejected&f.grade=3&f.grade=%223%22&f.x=true&f.x=%22true%22&score.sound=false&is=out&is=%21drawn&sort=f.grade&down=1",
		"f.t=null&f.t=%22null%22&f.t=%22%5C%22q%5C%22%22&reason=&reason=null", "f.%3D%26=%00", "f.a=1.5&f.a=1e400",
	} {
		u, err := url.ParseQuery(in)
		if err != nil {
			t.Fatal(err)
		}
		q := readListQuery(u)
		again := readListQuery(q.values())
		if fmt.Sprintf("%#v", q) != fmt.Sprintf("%#v", again) {
			t.Errorf("%s:\n%#v\n%#v", in, q, again)
		}
	}
}

func FuzzBrowseAddresses(f *testing.F) {
	for _, s := range []string{"q=%ff&f.x=1", "where=" + strings.Repeat("(", 5000), "is=out&is=!out", "f.=&score.=1", "sort=score.x&after=00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, _ := url.ParseQuery(s)
		q := readListQuery(u)
		q.After = ""
		if again := readListQuery(q.values()); fmt.Sprintf("%#v", q) != fmt.Sprintf("%#v", again) {
			t.Errorf("%#v\n%#v", q, again)
		}
		_ = q.says()
	})
}

// Who may still be asked about a row sees no score of it, and finds it by none.
func TestBrowseIsBlind(t *testing.T) {
	s, _, d := browseSite(t, "")
	s.desk.persons[0].Roles = append(s.desk.persons[0].Roles, review.Rater) // the owner rates too
	v := s.as(t, olga)
	one := v.get(rowPath(rowID(1)))
	one.has(t, "You may still be asked about this row", "prompts/hint.md r2")
	one.hasNot(t, "It names the two uses", "gives_away", "It tells a step")
	v.get("/rows").has(t, "yours to rate", "70 of 70 rows")
	for _, by := range []string{"where=score.gives_away+%3D%3D+1", "score.gives_away=1"} {
		got := v.get("/rows?" + by)
		got.has(t, "9 of 70 rows") // of ten
		got.hasNot(t, rowID(1).String())
	}
	v.get("/rows?sort=score.gives_away").has(t, "68 of 70 rows")
	compared := v.get("/rows/compare?r=" + rowID(1).String() + "&r=" + rowID(9).String())
	compared.has(t, "no scores are shown", "gives_away")
	compared.has(t, `<span class="new">time`)
	if n := strings.Count(compared.Body, "gives_away"); n != 1 {
		t.Errorf("scores of %d rows", n)
	}
	v.get(rowPath(rowID(9))).has(t, "It names the two uses", "gives_away", "uncalibrated")
	// An answer that can be taken back shows nothing yet.
	d.voted[rowID(1)] = true
	*s.clock = s.clock.Add(time.Minute)
	v.get(rowPath(rowID(1))).hasNot(t, "It names the two uses", "gives_away")
	// Once it is final, it is shown.
	d.final[rowID(1)] = true
	*s.clock = s.clock.Add(time.Minute)
	v.get(rowPath(rowID(1))).has(t, "It names the two uses", "What people said in", "gives_away")
	// A reader is asked about nothing.
	s.as(t, rene).get(rowPath(rowID(2))).has(t, "It names the two uses")
}

// What a judge or a check wrote into a row's fields, what became of the row, and what was
// decided because of it are as blind as the scores.
func TestBrowseIsBlindToOutcomes(t *testing.T) {
	s, f, d := browseSiteOf(t, "", func(i int, r *browse.Row) {
		if i < 3 {
			r.Fields = append(r.Fields, seedbed.Field{Name: "signals", Value: "toxicword"})
			r.Ended, r.Decision = "near", seedbed.Decision{State: seedbed.Rejected, Actor: "near", Reason: "near-duplicate"}
		}
	})
	s.desk.persons[0].Roles = append(s.desk.persons[0].Roles, review.Rater)
	d.decided = []review.Decided{{Decision: review.Decision{ID: "d-00000001", Do: review.DecideLeaveOut, Reason: "the judge found them rude", Rows: 2}, By: adam}}
	d.ids["d-00000001"] = []seedbed.ID{rowID(1), rowID(9)}
	v, other := s.as(t, olga), s.as(t, adam)
	told := []string{"toxicword", "signals", "rejected", "near-duplicate", "ended at", "rude", "Left out", "left out of releases by", "accepted by"}
	one := v.get(rowPath(rowID(1)))
	one.has(t, "Hint 1:", "You may still be asked about this row", notShown)
	one.hasNot(t, told...)
	other.get(rowPath(rowID(1))).has(t, "toxicword", "rejected", "ended at near", "rude")
	compared := v.get("/rows/compare?r=" + rowID(1).String() + "&r=" + rowID(2).String())
	compared.has(t, "Hint 1:")
	compared.hasNot(t, "toxicword", "signals", "rejected")
	list := v.get("/rows?q=%22hint+1%22")
	if strings.Contains(list.Body, rowID(1).String()) {
		t.Error("found by a search that goes over what a check said")
	}
	_, article, _ := strings.Cut(v.get("/rows").Body, `<article class="row"`)
	article, _, _ = strings.Cut(article, "</article>")
	if !strings.Contains(article, rowID(1).String()) || strings.Contains(article, "rejected") || strings.Contains(article, "near") || strings.Contains(article, "left out") || strings.Contains(article, "toxicword") {
		t.Errorf("in a list: %s", article)
	}
	for _, by := range []string{"state=rejected", "ended=near", "is=out", "is=!out", "is=disputed", "q=toxicword", "f.signals=toxicword", "where=row%5B%22signals%22%5D+%21%3D+%22%22", "sort=f.signals", "q=-toxicword"} {
		if got := v.get("/rows?" + by); strings.Contains(got.Body, rowID(1).String()) || strings.Contains(got.Body, rowID(2).String()) {
			t.Errorf("%s finds what somebody is asked about", by)
		}
	}
	if got := v.get("/rows/decide?state=rejected"); strings.Contains(got.Body, rowID(1).String()) || strings.Contains(got.Body, rowID(2).String()) {
		t.Error("a decision shows what somebody is asked about")
	}
	other.get("/rows?q=toxicword").has(t, "3 of 70 rows")
	if !f.index.Progress().Done {
		t.Fatal("the index is not whole")
	}
}

func TestDecideAboutMany(t *testing.T) {
	s, f, d := browseSite(t, "")
	v := s.as(t, adam)
	preview := v.get("/rows/decide?state=rejected")
	preview.has(t, "Decide about 14 rows", "10 of them at random", "outcome: rejected")
	form := url.Values{"query": {"state=rejected"}, "index": {f.index.Name()}, "rows": {"14"}, "do": {"leave out"}, "reason": {"they are near-duplicates"}}
	got := v.follow("/rows/decide", form)
	got.has(t, "14 rows left out of releases", "they are near-duplicates", "outcome: rejected", "Adam")
	if len(d.ids["d-00000001"]) != 14 {
		t.Errorf("%d ids", len(d.ids["d-00000001"]))
	}
	*s.clock = s.clock.Add(time.Minute)
	v.get("/rows?is=out").has(t, "14 of 70 rows", "left out")
	v.get("/rows?is=!out").has(t, "56 of 70 rows")
	v.get(rowPath(rowID(5))).has(t, "Left out of releases by Adam")
	for name, change := range map[string]func(url.Values){
		"another index": func(u url.Values) { u.Set("index", "older") }, "other rows": func(u url.Values) { u.Set("rows", "13") },
		"no rows": func(u url.Values) { u.Set("rows", "0") }, "no reason": func(u url.Values) { u.Set("reason", "") }, "no query": func(u url.Values) { u.Set("query", "%zz") },
	} {
		bad := url.Values{}
		for k, all := range form {
			bad[k] = slices.Clone(all)
		}
		change(bad)
		if got := v.post("/rows/decide", bad); got.StatusCode < 400 || got.StatusCode >= 500 {
			t.Errorf("%s: %s", name, got.Status)
		}
	}
	if len(d.decided) != 1 {
		t.Errorf("%d decisions", len(d.decided))
	}
	v.follow("/rows/decisions/undo", url.Values{"id": {"d-00000001"}, "reason": {"too many"}}).has(t, "Taken back by Adam: too many")
	*s.clock = s.clock.Add(time.Minute)
	v.get("/rows?is=out").has(t, "0 of 70 rows")
	s.as(t, rene).get("/rows").hasNot(t, "Decide about them")
}

// A repair is shown as soon as it is there, however long nothing was decided.
func TestBrowseRepairs(t *testing.T) {
	s, _, d := browseSite(t, "")
	v := s.as(t, adam)
	v.get(rowPath(rowID(9))).hasNot(t, "Repaired by")
	d.mended[rowID(9)] = review.MendedRow{By: olga, Repair: review.Repair{Row: rowID(9), Note: "It was too long.", Fields: seedbed.Fields{{Name: "hint", Value: "Count them."}}}}
	v.get(rowPath(rowID(9))).has(t, "Repaired by", "It was too long.", "Count them.")
}

// What is decided while decisions are read is not missing for an hour afterwards.
func TestBrowseDecidedMeanwhile(t *testing.T) {
	s, _, d := browseSite(t, "")
	v := s.as(t, adam)
	d.read = func() {
		d.decided = []review.Decided{{Decision: review.Decision{ID: "d-00000001", Do: review.DecideLeaveOut, Rows: 1}, By: olga}}
		d.ids["d-00000001"] = []seedbed.ID{rowID(9)}
	}
	v.get("/rows?is=out")
	v.get("/rows?is=out").has(t, "1 of 70 rows")
}

// All rows that people disagree about are found, and none that was settled.
func TestBrowseDisputed(t *testing.T) {
	s, _, d := browseSite(t, "")
	d.dispute = append(d.dispute, review.Dispute{Row: rowID(20), Settled: &review.Settlement{Row: rowID(20), Cause: review.CauseSlip}})
	for i := range byte(40) {
		d.open = append(d.open, rowID(30+i))
	}
	s.as(t, adam).get("/rows?is=disputed").has(t, "40 of 70 rows")
	s.as(t, rene).get("/rows?is=disputed").has(t, "0 of 70 rows")
}

func TestBrowseHarm(t *testing.T) {
	s, _, _ := browseSite(t, "")
	s.desk.in.Harm = []string{"violence"}
	v := s.as(t, adam)
	v.get("/rows").hasNot(t, "Janet", "Hint 1")
	v.get(rowPath(rowID(1))).hasNot(t, "Janet", "Hint 1")
	v.get("/rows/compare?r="+rowID(1).String()+"&r="+rowID(2).String()).hasNot(t, "Janet", "Hint 1")
	v.get("/rows/decide?state=rejected").hasNot(t, "Janet", "Hint 1")
	v.follow(rowPath(rowID(1))+"/reveal", nil).has(t, "Janet", "Hint 1")
	if !slices.ContainsFunc(s.desk.calls, func(c string) bool { return strings.HasPrefix(c, "reveal") }) {
		t.Errorf("nobody counted it: %v", s.desk.calls)
	}
	v.follow("/rows/lists/reveal", url.Values{"to": {"state=rejected"}}).has(t, "Janet", "14 of 70 rows")
	for _, to := range []string{"//evil.example", "\\evil", "%zz", "q=a\r\nX: y"} {
		if got := v.post("/rows/lists/reveal", url.Values{"to": {to}}).Header.Get("Location"); !strings.HasPrefix(got, "/rows?") {
			t.Errorf("%q leads to %q", to, got)
		}
	}
}

// Whoever rates is counted every row of a sample that they are shown: lists keep those veiled,
// and the page for a panel counts them too.
func TestExposureIsCounted(t *testing.T) {
	s, _, _ := browseSite(t, "")
	withPanel(s)
	s.desk.in.Harm = []string{"violence"}
	s.desk.persons[0].Roles = append(s.desk.persons[0].Roles, review.Rater)
	reveals := func() (n int) {
		for _, c := range s.desk.calls {
			if strings.HasPrefix(c, "reveal") {
				n++
			}
		}
		return n
	}
	v := s.as(t, olga)
	list := v.follow("/rows/lists/reveal", url.Values{"to": {""}})
	list.has(t, "Hint 3:")
	list.hasNot(t, "Hint 1:", "Hint 2:")
	v.get("/rows/decide?q=%22hint+1%22").hasNot(t, "Hint 1:")
	if reveals() != 0 {
		t.Fatalf("counted before: %v", s.desk.calls)
	}
	v.follow("/panel/reveal", url.Values{"row": {rowID(1).String()}}).has(t, "Hint 1:")
	if reveals() != 1 {
		t.Errorf("the page for a panel counted %d", reveals())
	}
	v.get("/rows").has(t, "Hint 1:")
	v.get("/rows").hasNot(t, "Hint 2:")
	// A reader sees what they choose to see, and nobody counts it.
	reader := s.as(t, rene)
	reader.follow("/rows/lists/reveal", url.Values{"to": {""}}).has(t, "Hint 1:", "Hint 2:")
	reader.follow("/panel/reveal", url.Values{"row": {rowID(2).String()}})
	if reveals() != 1 {
		t.Errorf("a reader was counted: %v", s.desk.calls)
	}
	// Without rows to browse, the page for a panel counts as well.
	s.web.browsing = nil
	v.follow("/panel/reveal", url.Values{"row": {rowID(2).String()}}).has(t, "Hint 2:")
	if reveals() != 2 {
		t.Errorf("%d", reveals())
	}
}

// What is hostile in rows, and in addresses, becomes no markup anywhere.
func TestBrowseHostile(t *testing.T) {
	plain := map[string]map[string]int{}
	paths := func(text string) []string {
		a := url.QueryEscape(text)
		return []string{
			"/rows", "/rows?q=" + a, "/rows?where=" + a, "/rows?f." + a + "=" + a + "&reason=" + a + "&score." + a + "=1", rowPath(rowID(1)), rowPath(rowID(1)) + "?all=1",
			"/rows/compare?r=" + rowID(1).String() + "&r=" + rowID(5).String(), "/rows/decide?q=" + a, "/rows/decisions", "/rows?id=" + a, "/rows/" + url.PathEscape(text),
		}
	}
	shapes := func(text string, check bool) {
		s, _, d := browseSite(t, text)
		d.decided = []review.Decided{{Decision: review.Decision{ID: "d-00000001", Do: "leave out", Filter: text, Reason: text, Rows: 3}, By: olga, Undone: true, UndoneBy: text, UndoReason: text}}
		v := s.as(t, olga)
		for i, p := range paths(text) {
			got := v.get(p)
			if got.StatusCode >= 500 {
				t.Fatalf("%q: %s", p, got.Status)
			}
			_, foreign := shapeOf(strings.NewReplacer("<rect ", "<svg ", "<g ", "<svg ", "</g>", "", "<text ", "<svg ", "</text>", "", "<desc ", "<svg ", "</desc>", "", "<aside ", "<div ", "</aside>", "").Replace(got.Body))
			if check && len(foreign) > 0 {
				t.Errorf("%q at %s: %q", text, p, foreign)
			}
			if n := strings.Count(got.Body, "<script"); n > 2 {
				t.Errorf("%q at %s: %d scripts", text, p, n)
			}
			plain[fmt.Sprint(i)] = nil
		}
	}
	for _, text := range attacks(t) {
		shapes(text, true)
	}
}

// The pages of rows as they look, by axe, in both themes and at both widths; and by keys.
func TestBrowseLooks(t *testing.T) {
	axe, err := os.ReadFile("../report/testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	s, _, d := browseSite(t, "")
	d.voted[rowID(9)] = true
	d.decided = []review.Decided{
		{Decision: review.Decision{ID: "d-00000001", Do: "leave out", Filter: "outcome: rejected; where words(hint) < 4", Reason: "They say nothing.", Rows: 1204}, By: olga, At: time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)},
		{Decision: review.Decision{ID: "d-00000002", Do: "keep", Filter: "topic: money", Reason: "They are fine.", Rows: 3}, By: adam, At: time.Date(2026, 3, 12, 9, 30, 0, 0, time.UTC), Undone: true, UndoneBy: olga, UndoReason: "It was the wrong filter."},
	}
	d.ids["d-00000001"] = []seedbed.ID{rowID(5), rowID(9)}
	pages := map[string]string{
		"rows": "/rows?q=eggs+%22hint+1%22&f.grade=0", "row": rowPath(rowID(9)), "compare": "/rows/compare?r=" + rowID(4).String() + "&r=" + rowID(9).String() + "&r=" + rowID(13).String(),
		"decide": "/rows/decide?state=rejected", "decisions": "/rows/decisions", "wrong": "/rows?where=grade+%3D%3D",
	}
	for theme, scheme := range map[string]string{"dark": "0", "light": "1"} {
		ctx := browser.Start(t, 3*time.Minute, chromedp.Flag("blink-settings", "preferredColorScheme="+scheme))
		enter(t, ctx, s, olga)
		for name, path := range pages {
			for _, width := range []int64{1280, 400} {
				t.Run(fmt.Sprintf("%s %s %d", name, theme, width), func(t *testing.T) {
					look(t, ctx, s.URL+path, width, string(axe))
					shoot(t, ctx, fmt.Sprintf("browse_%s_%s_%d.png", name, theme, width))
				})
			}
		}
		if theme == "light" {
			continue
		}
		open(t, ctx, s, "/rows")
		press(t, ctx, "jj")
		until(t, ctx, `document.activeElement.id === "id-`+rowID(2).String()+`"`)
		press(t, ctx, "kx")
		until(t, ctx, `document.querySelector("input[value='`+rowID(1).String()+`']").checked`)
		press(t, ctx, "jx")
		if err := chromedp.Do(ctx, chromedp.Click(".listfoot button")); err != nil {
			t.Fatal(err)
		}
		until(t, ctx, `location.pathname === "/rows/compare" && document.querySelectorAll(".beside article").length === 2`)
		open(t, ctx, s, "/rows")
		press(t, ctx, "/")
		until(t, ctx, `document.activeElement.id === "q"`)
	}
}
