package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/review"
)

// fakePanel is a project that asks a panel.
type fakePanel struct {
	mu    sync.Mutex
	about About
	left  []Voice
}

func (f *fakePanel) About(context.Context) (About, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := f.about
	out.Made = append([]string(nil), f.about.Made...)
	return out, nil
}

func (f *fakePanel) Leave(_ context.Context, v Voice) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left = append(f.left, v)
	return nil
}

func (f *fakePanel) Voices(context.Context) ([]Voice, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Voice(nil), f.left...), nil
}

// withPanel gives a site what a panel is told.
func withPanel(s *site) *fakePanel {
	f := &fakePanel{about: About{
		Purpose: "Teach a small tutor model to hint without giving the answer away.", Use: "training", Domain: "teaching", Tier: "elevated", Because: "pupils will read these",
		Made:          []string{"It begins with rows of questions, which are of human origin, under the licence MIT."},
		Consultations: []gate.Consultation{{File: "consultations/validation.yaml", When: "validation", On: "3 March 2026", Asked: "Would the hints help a pupil who is stuck?", Shown: "the rows below"}},
	}}
	s.web.panelOf = f
	s.web.shownRows = []PanelRow{{"kept", rowID(1)}, {"kept", rowID(2)}}
	s.desk.rows[0].Origin, s.desk.rows[0].Lineage = seedbed.OriginGenerated, seedbed.Lineage{Model: "writer", Source: "questions", Depth: 1}
	s.desk.rows[0].Scores = []seedbed.Score{{Criterion: "helpful", Judge: "grader", Status: seedbed.Scored, Value: int64(6)}}
	s.desk.rows[0].Fields = append(s.desk.rows[0].Fields, seedbed.Field{Name: "signals", Value: "what a check said"})
	s.web.findings = func(context.Context) (*measure.Result, error) {
		return &measure.Result{Findings: []measure.Finding{{Severity: measure.Serious, Says: "9 rows are near-duplicates"}, {Severity: measure.Notable, Says: "few openings"}}}, nil
	}
	s.web.gates = func(context.Context) ([]gate.Standing, error) {
		return []gate.Standing{{Name: "ready", Conditions: []gate.Condition{{Missing: []string{"nobody has signed as owner"}}, {Missing: []string{"a panel was not asked"}}}}, {Name: "open", Open: true}}, nil
	}
	return f
}

func TestPanelReads(t *testing.T) {
	s := newSite(t)
	withPanel(s)
	v := s.as(t, rene)
	v.get("/").has(t, `href="/panel"`)
	v.get("/").hasNot(t, "/people", "/contests", "seedbed gate")
	p := v.get("/panel")
	p.has(t, "Teach a small tutor model", "elevated, because pupils will read these", "under the licence MIT", "Would the hints help", "9 rows are near-duplicates",
		"Hint 1", "A model wrote it.", "The model grader answered helpful with 6.", "How may we attribute this?", "Object to it", "defects &lt;= 5%")
	p.hasNot(t, "what a check said", "signals")
	// Somebody who rates too does not read what a judge said.
	if err := s.desk.Join(t.Context(), review.Person{ID: rene, Roles: []review.Role{review.Reader, review.Rater}}); err != nil {
		t.Fatal(err)
	}
	p = v.get("/panel")
	p.hasNot(t, "grader", "The model is called writer", "9 rows are near")
	p.has(t, "Hint 1")
	// What may hurt comes when it is asked for.
	s.desk.in.Harm = []string{"violence"}
	p = v.get("/panel")
	p.hasNot(t, "Hint 1", "Hint 2")
	p.has(t, "it is about <b>violence</b>")
	v.follow("/panel/reveal", url.Values{"row": {rowID(1).String()}}).has(t, "Hint 1")
	v.get("/panel").hasNot(t, "Hint 2")
	if got := v.post("/panel/reveal", url.Values{"row": {rowID(5).String()}}); got.StatusCode != http.StatusNotFound {
		t.Errorf("a row that is not shown: %s", got.Status)
	}
}

// An owner who rates is blind to the rows that they may still be asked about, and reads of
// others why they are there.
func TestPanelIsBlind(t *testing.T) {
	s, _, d := browseSite(t, "")
	withPanel(s)
	s.desk.persons[0].Roles = append(s.desk.persons[0].Roles, review.Adjudicator, review.Rater)
	v := s.as(t, olga)
	p := v.get("/panel")
	p.has(t, "Hint 1")
	p.hasNot(t, "grader", "The model is called writer", "9 rows are near")
	d.final[rowID(1)] = true
	p = v.get("/panel")
	p.has(t, "The model grader answered helpful with 6.")
	p.hasNot(t, "9 rows are near")
	d.final[rowID(2)] = true
	v.get("/panel").has(t, "9 rows are near-duplicates")
	s.as(t, adam).get("/panel").has(t, "9 rows are near-duplicates", "The model grader answered")
}

func TestContest(t *testing.T) {
	s := newSite(t)
	withPanel(s)
	reader, owner, judge := s.as(t, rene), s.as(t, olga), s.as(t, adam)
	form := url.Values{"row": {rowID(3).String()}, "what": {"it is wrong"}, "why": {"16 − 7 is 9.\r\nNot 8."}, "contact": {"rene@example.org"}}
	reader.post("/panel/contest", form).has(t, "Your objection is number 1", "26 March 2026", "to be answered by")
	if n := len(s.desk.events); n != 1 || s.desk.events[0].Kind != review.EventContest || s.desk.events[0].By != rene || strings.Contains(string(s.desk.events[0].Body), "rene@") {
		t.Fatalf("%+v", s.desk.events)
	}
	for _, bad := range []url.Values{
		{"row": {"7f3a"}, "what": {"it is wrong"}, "why": {"x"}},
		{"row": {rowID(77).String()}, "what": {"it is wrong"}, "why": {"x"}},
		{"row": {rowID(3).String()}, "what": {"nonsense"}, "why": {"x"}},
		{"row": {rowID(3).String()}, "what": {"it is wrong"}, "why": {"  "}},
		{"row": {rowID(3).String()}, "what": {"it is wrong"}, "why": {strings.Repeat("字", contestMost+1)}},
	} {
		if got := reader.post("/panel/contest", bad); got.StatusCode != http.StatusUnprocessableEntity && got.StatusCode != http.StatusNotFound {
			t.Errorf("%.80v: %s", bad, got.Status)
		}
	}
	form.Set("why", strings.Repeat("字", contestMost)) // as many characters as the page lets through
	form.Set("what", objections[len(objections)-1])
	reader.post("/panel/contest", form).has(t, "Your objection is number 2")
	owner.get("/").has(t, "2 objections to rows wait for an answer", "/contests")
	owner.get("/i/kept").has(t, "2 objections to rows wait for an answer", "A release waits at ready: nobody has signed as owner, and 1 more", "seedbed gate ready")
	list := judge.get("/contests")
	list.has(t, "it is wrong: 16 − 7 is 9.\nNot 8.", "rene@example.org", "René")
	// Who may not answer is told so, and nothing is kept.
	for _, answer := range []url.Values{{"contest": {"1"}, "verdict": {"upheld"}}, {"contest": {"9"}, "verdict": {"upheld"}, "because": {"x"}}, {"contest": {"x"}}, {"contest": {"1"}, "verdict": {"maybe"}, "because": {"x"}}, {"contest": {"1"}, "verdict": {"withdrawn"}, "because": {"x"}}} {
		if got := judge.post("/contests/answer", answer); got.StatusCode < 400 || got.StatusCode >= 500 {
			t.Errorf("%v: %s", answer, got.Status)
		}
	}
	if len(s.desk.events) != 2 {
		t.Errorf("%d events", len(s.desk.events))
	}
	judge.post("/contests/answer", url.Values{"contest": {"1"}, "verdict": {"upheld"}, "because": {"The sum is wrong."}}).has(t, "Objection 1 is upheld.", "The sum is wrong.")
	reader.get("/panel").has(t, "upheld on 12 March 2026", "The sum is wrong.")
	reader.post("/panel/withdraw", url.Values{"contest": {"2"}, "because": {"I misread it."}}).has(t, "Objection 2 is withdrawn.")
	judge.get("/contests").has(t, "Nobody waits for an answer.")
	owner.post("/contests/forget", url.Values{"contest": {"1"}}).has(t, "Forgotten.")
	owner.post("/contests/forget", url.Values{"contest": {"2"}}).hasNot(t, "rene@example.org")

	// Who raised it does not answer it; a day that passed is said.
	owner.post("/panel/contest", url.Values{"row": {rowID(3).String()}, "what": {"it is wrong"}, "why": {"mine"}})
	owner.get("/contests").has(t, "somebody else answers")
	if got := owner.post("/contests/answer", url.Values{"contest": {"5"}, "verdict": {"dismissed"}, "because": {"x"}}); got.StatusCode != http.StatusConflict {
		t.Errorf("one's own objection: %s", got.Status)
	}
	*s.clock = s.clock.Add(gate.Deadline + time.Hour)
	judge.get("/").has(t, "1 is late")
}

// What is objected to on the command line while the page runs is on the page, soon.
func TestContestFromElsewhere(t *testing.T) {
	s := newSite(t)
	v := s.as(t, adam)
	e, err := gate.NewContest(rowID(3), review.ByProgram, "this is my address", s.web.now(), gate.Deadline)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.desk.Append(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	*s.clock = s.clock.Add(contestsStay)
	v.get("/contests")
	s.web.contests.working.Wait()
	v.get("/contests").has(t, "this is my address", "somebody who is not known")
	v.post("/contests/answer", url.Values{"contest": {"1"}, "verdict": {"dismissed"}, "because": {"It is nobody's."}}).has(t, "Objection 1 is dismissed.")
	*s.clock = s.clock.Add(time.Hour)
	v.get("/contests")
	s.web.contests.working.Wait()
	// The fake keeps no people: the answer counts for one who is known to be an adjudicator.
	if n := len(s.web.contests.all()); n != 1 {
		t.Errorf("%d objections", n)
	}
}

func TestVoices(t *testing.T) {
	s := newSite(t)
	f := withPanel(s)
	v := s.as(t, rene)
	said := url.Values{"file": {"consultations/validation.yaml"}, "as": {"affected"}, "consent": {"words"}, "name": {"René"}, "said": {"I would not ask twice."}}
	v.post("/panel/voice", said).has(t, "What you said is kept")
	if len(f.left) != 1 || f.left[0].Name != "" || f.left[0].Said != "I would not ask twice." {
		t.Errorf("a name that was not agreed to is kept: %+v", f.left)
	}
	said.Set("consent", "name")
	v.post("/panel/voice", said)
	if len(f.left) != 2 || f.left[1].Name != "René" {
		t.Errorf("%+v", f.left)
	}
	for key, bad := range map[string]string{"file": "../../seedbed.yaml", "as": "king", "consent": "", "said": " ", "name": ""} {
		form := url.Values{}
		for k := range said {
			form.Set(k, said.Get(k))
		}
		form.Set(key, bad)
		if got := v.post("/panel/voice", form); got.StatusCode < 400 {
			t.Errorf("%s %q: %s", key, bad, got.Status)
		}
	}
	if len(f.left) != 2 {
		t.Errorf("%d voices", len(f.left))
	}
	v.get("/panel").hasNot(t, "What was left here")
	s.as(t, olga).get("/panel").has(t, "What was left here", "I would not ask twice.")
}

func TestPeopleAreChanged(t *testing.T) {
	s := newSite(t)
	s.web.written = []string{"questions", "hints"}
	v, rater := s.as(t, olga), s.as(t, rosa)
	if err := s.desk.Join(t.Context(), review.Person{ID: rosa, Roles: []review.Role{review.Rater}, Wrote: []string{"an older source"}}); err != nil {
		t.Fatal(err)
	}
	v.post("/people/change", url.Values{"person": {rosa}, "role": {"rater", "reader"}, "domains": {"medicine, law"}, "wrote": {"hints", "nonsense"}}).has(t, "Rosa is changed.", "medicine, law", "an older source, hints")
	if p, _ := s.desk.Person(rosa); len(p.Roles) != 2 || len(p.Domains) != 2 || len(p.Wrote) != 2 || !strings.HasSuffix(strings.Join(s.desk.calls, "\n"), "admit p-rater by p-owner") {
		t.Errorf("%+v %v", p, s.desk.calls)
	}
	page := v.post("/people/link", url.Values{"person": {rosa}})
	page.has(t, "the own one of", "/r/")
	v.get("/people").hasNot(t, "/r/")
	v.post("/people/revoke", url.Values{"person": {rosa}}).has(t, "The links of Rosa are ended.")
	if got := rater.get("/"); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("after revoking: %s", got.Status)
	}
	v.post("/people/erase", url.Values{"person": {rosa}}).has(t, "p-rater (erased) is erased")
	v.get("/people").hasNot(t, "Rosa")
	v.post("/people/invite", url.Values{"role": {"rater"}, "wrote": {"hints"}, "note": {"Ana"}})
	open, err := s.roster.Invitations()
	if err != nil || len(open) != 1 || len(open[0].Wrote) != 1 {
		t.Fatalf("%+v %v", open, err)
	}
	v.post("/people/withdraw", url.Values{"hash": {open[0].Hash}}).has(t, "The invitation is taken back.")
	for _, path := range []string{"change", "link", "revoke", "erase"} {
		if got := v.post("/people/"+path, url.Values{"person": {"p-nobody"}}); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s nobody: %s", path, got.Status)
		}
	}
	for i := range peopleForms {
		if err := s.desk.Join(t.Context(), review.Person{ID: "p-" + strings.Repeat("x", i+1)}); err != nil {
			t.Fatal(err)
		}
	}
	v.get("/people").hasNot(t, `action="/people/change"`)
	v.get("/people?person="+adam).has(t, `action="/people/change"`, `name="person" value="p-adjudicator"`)
	s.desk.behind = []string{adam}
	v.get("/i/kept").has(t, "Calibration was not passed by Adam")
	s.as(t, adam).get("/i/kept").hasNot(t, "Calibration was not passed")
}

// An invitation is good for another try where the ledger could not be told.
func TestInvitationSurvivesTheDisk(t *testing.T) {
	s := newSite(t)
	code, err := s.roster.Invite(review.Invitation{Roles: []review.Role{review.Rater}}, s.clock.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	s.desk.joinFails = seedbed.Errorf(seedbed.CodeStorage, "the disk is full")
	v := s.visitor(t)
	if got := v.post("/r/"+code, url.Values{"name": {"Ana"}}); got.StatusCode != http.StatusInsufficientStorage {
		t.Errorf("%s", got.Status)
	}
	s.desk.joinFails = nil
	v.post("/r/"+code, url.Values{"name": {"Ana"}}).has(t, "You are in")
}

// What is refused leaves nothing behind.
func TestContestRefusedKeepsNothing(t *testing.T) {
	s := newSite(t)
	withPanel(s)
	v := s.as(t, adam)
	before := len(s.web.contests.kept)
	for range 20 {
		if got := v.post("/contests/answer", url.Values{"contest": {"9"}, "verdict": {"upheld"}, "because": {"x"}}); got.StatusCode < 400 {
			t.Fatal(got.Status)
		}
	}
	s.desk.fails = seedbed.Errorf(seedbed.CodeInvalid, "no")
	v.post("/panel/contest", url.Values{"row": {rowID(3).String()}, "what": {"it is wrong"}, "why": {"x"}})
	if n := len(s.web.contests.kept); n != before {
		t.Errorf("%d events are kept, and %d were", n, before)
	}
}
