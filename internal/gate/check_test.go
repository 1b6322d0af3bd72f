package gate

import (
	"iter"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/stats"
)

var day = time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)

// ledger is the events of a test, as a ledger gives them.
type ledger struct {
	t      *testing.T
	events []review.Event
}

func (l *ledger) all() iter.Seq2[review.Event, error] {
	return func(yield func(review.Event, error) bool) {
		for _, e := range l.events {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// append puts an event behind the others, as a ledger would.
func (l *ledger) append(e review.Event, err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
	e.Seq, e.At = int64(len(l.events)+1), day
	l.events = append(l.events, e)
}

func (l *ledger) join(id string, roles ...review.Role) {
	l.append(event(id, review.EventPerson, review.Person{ID: id, Roles: roles}))
}

func (l *ledger) fold() *Record {
	l.t.Helper()
	r, err := Fold(l.all())
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

// people are an owner, an adjudicator who is an expert, and a rater.
func people(t *testing.T) *ledger {
	l := &ledger{t: t}
	l.join("ana", review.Owner)
	l.append(event("bo", review.EventPerson, review.Person{ID: "bo", Roles: []review.Role{review.Adjudicator}, Domains: []string{"Law"}}))
	l.join("cy", review.Rater)
	return l
}

// good is data of which nothing is missing but what people record.
func good() *Facts {
	return &Facts{
		Subject: "data", Now: day, Taken: []string{"duplicates", "redundancy"}, Purpose: "p", Use: "training",
		Judges:      []Judge{{Stage: "scored", Tried: true}},
		Inspections: []Inspection{{Name: "looked", Raters: 2, Domain: "law", Begun: true, Claims: []review.ClaimState{{Text: "defects <= 5%", Verdict: stats.Met}}}},
	}
}

func highPlan() *plan.Plan {
	return &plan.Plan{Domain: "law", Risk: plan.Risk{Tier: "high", Because: "courts read it"}}
}

func answers() Questionnaire {
	q := Questionnaire{Decision: "yes", Because: "there is no other way"}
	for _, ask := range Questions() {
		q.Answers = append(q.Answers, QuestionAnswer{ID: ask.ID, Ask: ask.Ask, Answer: "some words"})
	}
	return q
}

func consultation(when string) Consultation {
	return ParseConsultation("consultations/"+strings.ReplaceAll(when, " ", "-")+".yaml", []byte("when: "+when+`
on: 3 March 2026
asked: Whether it reads as a contract does.
shown: 20 rows.
voices:
  - {as: expert, consent: name, name: B. Okafor, said: Clause 4 is never written so., changed: prompts/clause.md r3}
  - {as: affected, consent: nothing, said: I would not sign it., not_changed: nobody signs it}
`))
}

// The way of data at high risk through its gate: all that is missing, one thing after
// another, until it is open, and shut again when the data changes.
func TestHighRiskIsOpenedByEverythingAlone(t *testing.T) {
	p, f, l := highPlan(), good(), people(t)
	f.Consultations = []Consultation{consultation("use case"), consultation("validation")}
	standing := func() *Standing {
		all := Check(p, f, l.fold())
		if len(all) != 1 || all[0].Name != "high" {
			t.Fatalf("%+v", all)
		}
		return &all[0]
	}
	missing := func(want ...string) {
		t.Helper()
		var got []string
		for _, c := range standing().Conditions {
			if c.State == Missing {
				got = append(got, c.Demand)
				if c.Do == "" || len(c.Missing) == 0 {
					t.Errorf("%s does not say what is missing or what to do: %+v", c.Key(), c)
				}
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") || standing().Open != (len(want) == 0) {
			t.Fatalf("missing %q, open %v; want %q", got, standing().Open, want)
		}
	}
	missing("questions", "consulted", "sign")
	l.append(NewQuestionnaire(answers(), l.fold(), f, "ana"))
	missing("consulted", "sign")
	if _, err := NewSignature(standing(), f, l.fold(), "ana", "", ""); err == nil || !strings.Contains(err.Error(), "who signs stands for it too") {
		t.Fatalf("signing what is not whole: %v", err)
	}
	l.append(NewConsulted(&f.Consultations[0], l.fold(), "bo"))
	l.append(NewConsulted(&f.Consultations[1], l.fold(), "ana"))
	missing("sign")
	l.append(NewSignature(standing(), f, l.fold(), "ana", "", "I have read 40 rows."))
	missing("sign")
	l.append(NewSignature(standing(), f, l.fold(), "bo", "", ""))
	missing()
	if s := standing().Condition("sign").Signed; len(s) != 2 || s[0].Says != "I have read 40 rows." {
		t.Errorf("%+v", s)
	}

	f.Subject = "other data"
	missing("sign")
	f.Subject = "data"
	f.Purpose = "another"
	missing("questions")
	f.Purpose = "p"
	f.Consultations[1].Digest = "changed"
	missing("consulted")
}

// Each demand by itself: what is said of what is missing.
func TestWhatIsMissing(t *testing.T) {
	for _, tc := range []struct {
		name   string
		gate   plan.Gate
		change func(*Facts)
		want   string // "" where it is met
	}{
		{"measured", plan.Gate{Measured: []string{plan.Any}}, nil, ""},
		{"nothing measured", plan.Gate{Measured: []string{plan.Any}}, func(f *Facts) { f.Taken = nil }, "nothing was measured of these rows"},
		{"a family", plan.Gate{Measured: []string{"redundancy"}}, nil, ""},
		{"one measure", plan.Gate{Measured: []string{"leakage"}}, func(f *Facts) { f.NotTaken = map[string]string{"leakage": "no answer"} }, "leakage says nothing of these rows: no answer"},
		{"serious", plan.Gate{Findings: "serious"}, func(f *Facts) { f.Findings = []Finding{{"duplicates", "serious", "half are copies"}} }, "duplicates: half are copies"},
		{"notable at serious", plan.Gate{Findings: "serious"}, func(f *Facts) { f.Findings = []Finding{{"duplicates", "notable", "two are copies"}} }, ""},
		{"notable", plan.Gate{Findings: "notable"}, func(f *Facts) { f.Findings = []Finding{{"duplicates", "notable", "two are copies"}} }, "duplicates: two are copies"},
		{"plain", plan.Gate{Findings: "notable"}, func(f *Facts) { f.Findings = []Finding{{"duplicates", "plain", "none is a copy"}} }, ""},
		{"relatives", plan.Gate{Judges: []string{"independent"}}, func(f *Facts) { f.Judges[0].Related = []string{"both are llama"} }, "both are llama"},
		{"relatives are not asked for", plan.Gate{Judges: []string{"tried"}}, func(f *Facts) { f.Judges[0].Related = []string{"both are llama"} }, ""},
		{"not tried", plan.Gate{Judges: []string{"tried"}}, func(f *Facts) { f.Judges[0].Tried = false }, "the judge of scored was not tried as it is now"},
		{"inspected", plan.Gate{Inspected: plan.Inspected{People: 2, By: "Law"}}, nil, ""},
		{"no inspection", plan.Gate{Inspected: plan.Inspected{People: 1}}, func(f *Facts) { f.Inspections = nil }, "the recipe plans no inspection"},
		{"too few people", plan.Gate{Inspected: plan.Inspected{People: 3}}, nil, "looked plans 2 people a row; 3 are wanted"},
		{"no experts", plan.Gate{Inspected: plan.Inspected{By: "medicine"}}, nil, "looked lets people at home in law rate; people at home in medicine are wanted"},
		{"not begun", plan.Gate{Inspected: plan.Inspected{People: 1}}, func(f *Facts) { f.Inspections[0].Begun = false }, "nobody has looked yet for looked"},
		{"other rows", plan.Gate{Inspected: plan.Inspected{People: 1}}, func(f *Facts) { f.Inspections[0].Other = true }, "looked was of other rows than these"},
		{"under way", plan.Gate{Inspected: plan.Inspected{People: 1}}, func(f *Facts) { f.Inspections[0].Left = 3 }, "looked is under way: not enough people have looked yet"},
		{"claims", plan.Gate{Claims: []string{plan.All}}, nil, ""},
		{"no claims", plan.Gate{Claims: []string{plan.All}}, func(f *Facts) { f.Inspections = nil }, "the recipe plans no inspection, so nothing is claimed"},
		{"no claims of what is not inspected", plan.Gate{Claims: []string{plan.All}, Inspected: plan.Inspected{People: 1}}, func(f *Facts) { f.Inspections = nil }, "the recipe plans no inspection"},
		{"cannot tell", plan.Gate{Claims: []string{"looked"}}, func(f *Facts) { f.Inspections[0].Claims[0].Verdict = stats.CannotTell }, "looked: defects <= 5%: cannot tell"},
		{"not met", plan.Gate{Claims: []string{"looked"}}, func(f *Facts) { f.Inspections[0].Claims[0].Verdict = stats.NotMet }, "looked: defects <= 5%: not met"},
		{"claims of other rows", plan.Gate{Claims: []string{"looked"}}, func(f *Facts) { f.Inspections[0].Other = true }, "nothing is shown by looked of these rows yet"},
		{"questions", plan.Gate{Questions: true}, nil, "nobody has answered whether the data should be synthetic at all"},
		{"consulted", plan.Gate{Consulted: []string{"release"}}, nil, "nobody was asked about the release"},
		{"not recorded", plan.Gate{Consulted: []string{"release"}}, func(f *Facts) { f.Consultations = []Consultation{consultation("release")} }, "nobody counts as asked about the release: consultations/release.yaml is not recorded"},
		{"broken", plan.Gate{Consulted: []string{"release"}}, func(f *Facts) {
			f.Consultations = []Consultation{{File: "consultations/x.yaml", When: "release", Problems: seedbed.Problems{{}}}}
		}, "nobody counts as asked about the release: consultations/x.yaml cannot be read"},
		{"signature", plan.Gate{Sign: []plan.SignOff{{Role: "owner", People: 2}}}, nil, "the signature of an owner; the signature of an owner (2)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := good()
			if tc.change != nil {
				tc.change(f)
			}
			tc.gate.Name = "ready"
			s := Check(&plan.Plan{Gates: []plan.Gate{tc.gate}}, f, people(t).fold())
			if len(s) != 1 || len(s[0].Conditions) == 0 {
				t.Fatalf("%+v", s)
			}
			c := s[0].Conditions[0]
			for _, more := range s[0].Conditions[1:] {
				if more.State != Met || more.Note == "" {
					t.Errorf("%+v", more)
				}
			}
			if got := strings.Join(c.Missing, "; "); got != tc.want || s[0].Open != (tc.want == "") || (c.Do == "") != (tc.want == "") {
				t.Errorf("open %v, do %q, missing %q; want %q", s[0].Open, c.Do, got, tc.want)
			}
		})
	}
}

// A tier asks for all that the one below it asks for.
func TestTiersGrow(t *testing.T) {
	var before plan.Gate
	for _, tier := range []string{"low", "elevated", "high"} {
		g, ok := plan.TierGate(plan.Risk{Tier: tier}, "law")
		if !ok {
			t.Fatal(tier)
		}
		more := 0
		for _, d := range plan.DemandNames() {
			if before.Makes(d) && !g.Makes(d) {
				t.Errorf("%s does not demand %s, and the tier below it does", tier, d)
			}
			if g.Makes(d) {
				more++
			}
		}
		if more == 0 || g.Inspected.People < before.Inspected.People || len(g.Judges) < len(before.Judges) {
			t.Errorf("%s: %+v", tier, g)
		}
		before = g
	}
	if _, ok := plan.TierGate(plan.Risk{}, ""); ok {
		t.Error("no tier brings a gate")
	}
}

func TestLoweredDemandsSayWhy(t *testing.T) {
	p := highPlan()
	p.Risk.Lower = config.Map[string]{{Key: "consulted", Value: "no row is about a person"}}
	s := Check(p, good(), people(t).fold())[0]
	c := s.Condition("consulted")
	if c.State != Lowered || c.Because != "no row is about a person" || len(c.Missing) > 0 {
		t.Errorf("%+v", c)
	}
}

// An override covers what was missing when it was given, of this data, and no more.
func TestOverrides(t *testing.T) {
	p := &plan.Plan{Gates: []plan.Gate{{Name: "ready", Findings: "serious"}}}
	f, l := good(), people(t)
	f.Findings = []Finding{{"duplicates", "serious", "half are copies"}}
	state := func() State { return Check(p, f, l.fold())[0].Conditions[0].State }
	override := func(by, because string) (review.Event, error) {
		return NewOverride(&Check(p, f, l.fold())[0].Conditions[0], f, l.fold(), by, because)
	}
	for _, who := range []string{"bo", "cy", "nobody"} {
		if _, err := override(who, "because I say so"); err == nil {
			t.Errorf("%s overrides", who)
		}
	}
	for _, because := range []string{"", " \n", "\x00", "\xff", strings.Repeat("x", MaxText+1)} {
		if _, err := override("ana", because); err == nil {
			t.Errorf("%.10q is a reason", because)
		}
	}
	l.append(override("ana", "copies are wanted here"))
	if state() != Overridden {
		t.Fatal(state())
	}
	if _, err := override("ana", "again"); err == nil {
		t.Error("what is not missing is overridden")
	}
	f.Findings = append(f.Findings, Finding{"leakage", "serious", "answers are given away"})
	if state() != Missing {
		t.Error("an override covers what came up after it")
	}
	l.append(override("ana", "these too"))
	if state() != Overridden {
		t.Error("two overrides together do not cover")
	}
	f.Subject = "other"
	if state() != Missing {
		t.Error("an override covers other data")
	}
	f.Subject = ""
	if _, err := override("ana", "no rows"); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Errorf("overriding without rows: %v", err)
	}
}

// Who had a role when they signed has signed; nobody counts twice, and what nobody with
// the role recorded counts for nothing.
func TestSignatures(t *testing.T) {
	p := &plan.Plan{Gates: []plan.Gate{{Name: "ready", Sign: []plan.SignOff{{Role: "owner", People: 1}, {Role: "adjudicator", People: 1}}}}}
	f, l := good(), people(t)
	l.join("dee", review.Owner, review.Adjudicator)
	one := func() *Standing { s := Check(p, f, l.fold()); return &s[0] }
	l.append(NewSignature(one(), f, l.fold(), "dee", "", ""))
	if _, err := NewSignature(one(), f, l.fold(), "dee", review.Adjudicator, ""); err == nil {
		t.Error("one person signs twice")
	}
	if _, err := NewSignature(one(), f, l.fold(), "cy", "", ""); err == nil || !strings.Contains(err.Error(), "somebody with the role signs") {
		t.Errorf("a rater signs: %v", err)
	}
	l.append(event("cy", review.EventSign, Signature{Gate: "ready", Role: review.Adjudicator, Subject: "data"})) // a forged one
	l.append(event("dee", review.EventSign, Signature{Gate: "ready", Role: review.Adjudicator, Subject: "data"}))
	if one().Open {
		t.Error("a signature without the role, or a second one, counts")
	}
	l.append(NewSignature(one(), f, l.fold(), "bo", "", ""))
	if !one().Open {
		t.Errorf("%+v", one().Conditions)
	}
	l.join("bo") // has no role any more; what was signed stays
	if !one().Open {
		t.Error("a signature ends with its role")
	}
	l.append(event("bo", review.EventSign, Signature{Gate: "ready", Subject: "data", Back: true}))
	if one().Open {
		t.Error("a signature that was taken back counts")
	}
}

// As many slots are filled as can be, by whichever order people signed in.
func TestMatchFillsAllItCan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		domains := []string{"", "law", "medicine"}
		want := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) slot {
			return slot{rapid.SampledFrom([]string{"owner", "reader"}).Draw(t, "role"), rapid.SampledFrom(domains).Draw(t, "domain")}
		}), 0, 5).Draw(t, "slots")
		signed := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Signed {
			return Signed{
				Signature: Signature{Role: rapid.SampledFrom([]review.Role{review.Owner, review.Reader}).Draw(t, "role")},
				Domains:   rapid.SliceOfN(rapid.SampledFrom(domains[1:]), 0, 2).Draw(t, "domains"),
			}
		}), 0, 5).Draw(t, "signed")
		got, used := 0, map[int]bool{}
		for i, who := range match(want, signed) {
			if who < 0 {
				continue
			}
			if used[who] || !want[i].takes(&signed[who]) {
				t.Fatalf("slot %d has %d, which it does not take, or which has another", i, who)
			}
			used[who] = true
			got++
		}
		if most := mostMatched(want, signed, 0, map[int]bool{}); got != most {
			t.Fatalf("%d slots of %d are filled; %d could be", got, len(want), most)
		}
	})
}

// mostMatched tries everything.
func mostMatched(want []slot, signed []Signed, i int, used map[int]bool) int {
	if i == len(want) {
		return 0
	}
	best := mostMatched(want, signed, i+1, used)
	for who := range signed {
		if !used[who] && want[i].takes(&signed[who]) {
			used[who] = true
			best = max(best, 1+mostMatched(want, signed, i+1, used))
			delete(used, who)
		}
	}
	return best
}

func TestSubjectsTellPartsApart(t *testing.T) {
	if Subject("a", "bc") == Subject("ab", "c") || Subject() == Subject("") {
		t.Error("subjects are not told apart")
	}
}

func TestLooked(t *testing.T) {
	in := &plan.Inspection{Name: "looked", Raters: 2, Domain: "law"}
	r := &review.Result{Dataset: "d", Claims: []review.ClaimState{{Text: "c"}}}
	st := &review.Status{Parts: []review.Progress{{Part: review.PartRandom, Rows: 60, Settled: 20}, {Part: review.PartEdge, Rows: 5}}}
	got := Looked(in, st, r, "d")
	if !got.Begun || got.Other || got.Left != 40 || got.Raters != 2 || got.Domain != "law" || len(got.Claims) != 1 {
		t.Errorf("%+v", got)
	}
	st.Enough = true
	if got := Looked(in, st, r, "other"); !got.Other || got.Left != 0 {
		t.Errorf("%+v", got)
	}
}

// Every tier holds a release while something that it asks for is missing, and lets it
// pass once that is lowered with a reason.
func TestEveryTierHolds(t *testing.T) {
	for _, tier := range []string{"low", "elevated", "high"} {
		p := highPlan()
		p.Risk = plan.Risk{Tier: tier, Because: "of what it is for"}
		f := &Facts{Subject: "s", Findings: []Finding{{Measure: "duplicates", Severity: "serious", Says: "half are copies"}}}
		r := &Record{}
		if shut := Shut(Check(p, f, r)); len(shut) != 1 || shut[0].Name != tier {
			t.Errorf("%s holds nothing: %+v", tier, shut)
		}
		for _, d := range plan.DemandNames() {
			p.Risk.Lower = append(p.Risk.Lower, config.Map[string]{{Key: d, Value: "it is a test"}}...)
		}
		if shut := Shut(Check(p, f, r)); len(shut) != 0 {
			t.Errorf("%s holds what was lowered: %+v", tier, shut)
		}
	}
}
