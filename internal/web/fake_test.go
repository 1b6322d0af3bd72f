package web

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/stats"
)

// fakeDesk gives out rows one after another, and remembers what it was told. It keeps
// no role and hides nothing: what a page lets through, it answers.
type fakeDesk struct {
	mu        sync.Mutex
	in        *plan.Inspection
	persons   []review.Person
	rows      []seedbed.Record
	parents   map[seedbed.ID]seedbed.Record
	task      func(*review.Task) // changes what Next gives
	none      *review.Nothing    // in place of a task
	fails     error              // of Answer
	drafts    map[seedbed.ID]json.RawMessage
	at        map[string]int // by person
	calls     []string
	answers   []review.Answer
	skips     []review.Skip
	settled   []review.Settlement
	dispute   []review.Dispute
	status    review.Status
	receipt   review.Receipt
	events    []review.Event
	revised   []review.RubricRevision
	behind    []string
	joinFails error
}

func (f *fakeDesk) called(format string, args ...any) {
	f.calls = append(f.calls, fmt.Sprintf(format, args...))
}

func (f *fakeDesk) Inspections() []string { return []string{f.in.Name} }

func (f *fakeDesk) Plan(name string) (*plan.Inspection, bool) { return f.in, name == f.in.Name }

func (f *fakeDesk) Join(_ context.Context, p review.Person) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.joinFails != nil {
		return f.joinFails
	}
	f.called("join %s", p.ID)
	f.persons = slices.DeleteFunc(f.persons, func(o review.Person) bool { return o.ID == p.ID })
	f.persons = append(f.persons, p)
	return nil
}

func (f *fakeDesk) Admit(ctx context.Context, by string, p review.Person) error {
	if err := f.Join(ctx, p); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.called("admit %s by %s", p.ID, by)
	return nil
}

// Append keeps an event, and numbers it.
func (f *fakeDesk) Append(_ context.Context, e review.Event) (review.Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fails != nil {
		return e, f.fails
	}
	e.Seq, e.At = int64(len(f.events)+1), time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	f.events = append(f.events, e)
	return e, nil
}

func (f *fakeDesk) Head() review.Head {
	f.mu.Lock()
	defer f.mu.Unlock()
	return review.Head{Seq: int64(len(f.events))}
}

func (f *fakeDesk) Events() iter.Seq2[review.Event, error] {
	return func(yield func(review.Event, error) bool) {
		f.mu.Lock()
		all := slices.Clone(f.events)
		f.mu.Unlock()
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (f *fakeDesk) Shown(_ string, r *seedbed.Record) (seedbed.Record, error) {
	out := seedbed.Record{ID: r.ID}
	for _, field := range r.Fields {
		if field.Name != "signals" && (len(f.in.Show) == 0 || slices.Contains(f.in.Show, field.Name)) {
			out.Fields = append(out.Fields, field)
		}
	}
	return out, nil
}

func (f *fakeDesk) Withdraw(_ context.Context, person string, scope review.WithdrawScope) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.called("withdraw %s of %s", scope, person)
	return nil
}

func (f *fakeDesk) AskAgain(_, _ string, criteria []string) ([]seedbed.ID, error) {
	if criteria == nil {
		return []seedbed.ID{rowID(1), rowID(2), rowID(3)}, nil
	}
	return []seedbed.ID{rowID(3)}, nil
}

func (f *fakeDesk) Unfit(string, string, *seedbed.Rubric) ([]seedbed.ID, error) { return nil, nil }

func (f *fakeDesk) Revise(_ context.Context, _, by string, r review.RubricRevision) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fails != nil {
		return f.fails
	}
	f.called("revise by %s", by)
	f.revised = append(f.revised, r)
	in := *f.in
	in.Rubric = r.Rubric
	f.in = &in
	return nil
}

func (f *fakeDesk) Uncalibrated(string) []string { return f.behind }

func (f *fakeDesk) Person(id string) (review.Person, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.persons {
		if p.ID == id {
			return p, true
		}
	}
	return review.Person{}, false
}

func (f *fakeDesk) People() []review.Person {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.persons)
}

func (f *fakeDesk) Next(_ context.Context, _, person string) (*review.Task, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := f.at[person]
	switch {
	case f.none != nil:
		return nil, f.none
	case at >= len(f.rows):
		return nil, &review.Nothing{Why: review.WhyDone}
	}
	r := f.rows[at]
	t := &review.Task{
		Inspection: f.in.Name, Row: r.ID, Record: r, Rubric: f.in.Rubric, Draft: f.drafts[r.ID],
		Done: at, Left: len(f.rows) - at, Notice: f.in.Harm,
	}
	if p, ok := f.parents[r.ID]; ok {
		t.Parent = &p
	}
	if f.task != nil {
		f.task(t)
	}
	return t, nil
}

func (f *fakeDesk) Answer(_ context.Context, _, person string, a review.Answer) (review.Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.called("answer %s", a.Row.Short())
	if f.fails != nil {
		return review.Receipt{}, f.fails
	}
	for _, c := range f.in.Rubric.Criteria {
		if _, ok := c.Value(a.Values[c.Name]); !ok {
			return review.Receipt{}, seedbed.Errorf(seedbed.CodeInvalid, "%q is no answer to %s", a.Values[c.Name], c.Name)
		}
	}
	f.answers = append(f.answers, a)
	f.at[person]++
	rc := f.receipt
	rc.Counted = true
	return rc, nil
}

func (f *fakeDesk) Skip(_ context.Context, _, person string, sk review.Skip) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.skips = append(f.skips, sk)
	f.at[person]++
	return nil
}

func (f *fakeDesk) Undo(_ context.Context, _, person string) (*review.Task, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.called("undo")
	if f.at[person] == 0 {
		return nil, seedbed.Errorf(seedbed.CodeNotFound, "you have answered nothing that could be taken back")
	}
	f.at[person]--
	if n := len(f.answers); n > 0 {
		b, err := json.Marshal(f.answers[n-1])
		if err != nil {
			return nil, err
		}
		f.drafts[f.answers[n-1].Row] = b
		f.answers = f.answers[:n-1]
	}
	return nil, nil
}

func (f *fakeDesk) SaveDraft(_ context.Context, _, _ string, row seedbed.ID, draft json.RawMessage) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.called("draft %s", row.Short())
	f.drafts[row] = draft
	return nil
}

func (f *fakeDesk) told(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.called("%s", what)
	return nil
}

func (f *fakeDesk) Repair(_ context.Context, _, _ string, row seedbed.ID, fields seedbed.Fields, note string) (review.Repair, error) {
	return review.Repair{Row: row, New: rowID(99)}, f.told("repair " + string(fields.AppendJSON(nil)) + " " + note)
}

func (f *fakeDesk) Reveal(_ context.Context, _, _ string, r review.Reveal) error {
	return f.told("reveal " + r.Row.Short())
}
func (f *fakeDesk) Pause(context.Context, string, string) error  { return f.told("pause") }
func (f *fakeDesk) Resume(context.Context, string, string) error { return f.told("resume") }
func (f *fakeDesk) Leave(context.Context, string, string) error  { return f.told("leave") }

func (f *fakeDesk) Mine(_, person string, _ int) ([]review.Vote, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []review.Vote
	for _, a := range f.answers {
		out = append(out, review.Vote{Row: a.Row, Person: person, Values: a.Values, Note: a.Note, Flags: a.Flags, Spans: a.Spans, Counted: true, At: time.Unix(1_700_000_000, 0)})
	}
	return out, nil
}

func (f *fakeDesk) Disputes(string, string) ([]review.Dispute, error) { return f.dispute, nil }

func (f *fakeDesk) Settle(_ context.Context, _, _ string, st review.Settlement) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.settled = append(f.settled, st)
	return nil
}

func (f *fakeDesk) Status(string, string) (review.Status, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status, nil
}

func (f *fakeDesk) Result(string) (review.Report, error) {
	return review.Report{Result: review.Result{Inspection: f.in.Name, Rows: 12_400, What: "accepted", Rubric: "hint r3", Confidence: .95, Claims: f.status.Claims, LookedAt: 214, People: 3, PerRow: 2, Agreement: stats.Between(.81, .74, .87, .95, "bootstrap", 200)}}, nil
}

// The people of the tests, one a role.
const (
	olga = "p-owner"
	adam = "p-adjudicator"
	rosa = "p-rater"
	rene = "p-reader"
)

func rowID(n byte) seedbed.ID { return seedbed.ID{n, 0xf3, 0xa9, 0xc0} }

func newFake() *fakeDesk {
	rubric := &seedbed.Rubric{
		Name: "hint", Revision: "r3", Task: "A pupil is stuck on a homework question and is shown a hint.",
		Criteria: []seedbed.Criterion{
			{
				Name: "gives_away", Question: "How much of the answer does the hint tell?", Kind: seedbed.Scale, Min: 1, Max: 7,
				Anchors:  []seedbed.Anchor{{Value: "1", Words: "nothing of the answer, nor of a step on the way to it"}, {Value: "7", Words: "the answer itself"}},
				Examples: []seedbed.RubricExample{{Text: "It is 12.", Value: "7", Because: "that is the answer"}},
			},
			{Name: "sound", Question: "Is what it says right?", Kind: seedbed.YesNo, Anchors: []seedbed.Anchor{{Value: "yes", Words: "all of it"}, {Value: "no", Words: "something in it is wrong"}}},
			{Name: "tone", Question: "How does it speak to the pupil?", Kind: seedbed.Choice, Choices: []string{"kindly", "dryly", "rudely"}},
		},
	}
	f := &fakeDesk{
		in:     &plan.Inspection{Name: "kept", Rubric: rubric, Raters: 2, Confidence: .95, Claims: []plan.InspectionClaim{{Text: "defects <= 5%", Kind: plan.ShareOfDefects, Limit: .05}}},
		drafts: map[seedbed.ID]json.RawMessage{}, at: map[string]int{}, parents: map[seedbed.ID]seedbed.Record{},
		persons: []review.Person{
			{ID: olga, Roles: []review.Role{review.Owner}},
			{ID: adam, Roles: []review.Role{review.Adjudicator}},
			{ID: rosa, Roles: []review.Role{review.Rater}},
			{ID: rene, Roles: []review.Role{review.Reader}},
		},
	}
	for i := range byte(6) {
		f.rows = append(f.rows, seedbed.Record{ID: rowID(i + 1), Fields: seedbed.Fields{
			{Name: "question", Value: "Janet's ducks lay 16 eggs per day. She eats three for breakfast and bakes muffins with four. How many are left?"},
			{Name: "hint", Value: fmt.Sprintf("Hint %d: how many eggs does she use **herself** before she sells any?", i+1)},
		}})
	}
	f.parents[rowID(2)] = seedbed.Record{Fields: seedbed.Fields{{Name: "hint", Value: "Hint 2: how many eggs does she use before she sells any of them?"}}}
	f.receipt = review.Receipt{Claims: []review.ClaimState{{Text: "defects <= 5%"}}, More: 40}
	f.status = review.Status{
		Inspection: "kept", Rows: 12_400, Raters: 2, Answers: 71, More: 40, Begun: time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC),
		Parts: []review.Progress{{Part: review.PartRandom, Rows: 160, Begun: 4, Settled: 31}, {Part: review.PartEdge, Rows: 20}, {Part: review.PartGold, Rows: 4}},
		Claims: []review.ClaimState{
			{Text: "defects <= 5%", Kind: plan.ShareOfDefects, Limit: .05, Verdict: stats.CannotTell, Estimate: stats.Between(.032, 0, .112, .95, "anytime", 31), Rows: 31, Defects: 1, More: 40},
			{Text: "judge within .05", Kind: plan.JudgeWithin, Limit: .05, Verdict: stats.Met, Estimate: stats.Between(.012, -.02, .041, .95, "anytime", 31), Rows: 31},
			{Text: "every dialect seen 3 times", Kind: plan.GroupsSeen, Verdict: stats.NotMet, Estimate: stats.Exact(.75, 4), Rows: 31, Why: "there are 2 rows of Scots"},
		},
		Agreement: []review.CriterionAgreement{{Criterion: "sound", Rows: 30, Alpha: stats.Between(.81, .74, .87, .95, "bootstrap", 30), Percent: stats.Between(.9, .8, .96, .95, "Wilson", 30)}},
		People: []review.PersonStatus{
			{Person: rosa, Answers: 40, Skips: 1, Exposure: map[string]int{"violence": 3}, Quality: []review.Quality{{Criterion: "sound", Others: stats.Between(.9, .8, .96, .95, "Wilson", 30), Accuracy: stats.Undefined("too few rows"), Gold: stats.Exact(1, 4)}}},
			{Person: "p-other", Answers: 31, Paused: true},
		},
		Disputes: 1,
	}
	f.dispute = []review.Dispute{
		{Row: rowID(3), Part: review.PartRandom, About: []string{"sound: yes and no"}, Votes: []review.Vote{
			{Row: rowID(3), Person: rosa, Values: map[string]string{"gives_away": "2", "sound": "yes", "tone": "kindly"}, Counted: true},
			{Row: rowID(3), Person: "p-other", Values: map[string]string{"gives_away": "3", "sound": "no", "tone": "kindly"}, Note: "16 − 7 is not 8", Counted: true, Spans: []review.Span{{Field: "hint", From: 8, To: 21, Category: "sound"}}},
		}},
		{Row: rowID(4), Settled: &review.Settlement{Row: rowID(4), Cause: review.CauseReal, Note: "Both readings are fair."}},
	}
	return f
}

// fakeRows are the rows of a desk.
type fakeRows []seedbed.Record

func (f fakeRows) Row(_ context.Context, id seedbed.ID) (seedbed.Record, bool, error) {
	for i := range f {
		if f[i].ID == id {
			return f[i], true, nil
		}
	}
	return seedbed.Record{}, false, nil
}
