package gate

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
)

func TestContests(t *testing.T) {
	f, l, p := good(), people(t), &plan.Plan{}
	row := seedbed.ID{7}
	f.Accepted = map[seedbed.ID]bool{row: true}
	if s := Check(p, f, l.fold()); len(s) != 0 {
		t.Fatalf("a gate without objections: %+v", s)
	}
	l.append(NewContest(row, "cy", "it is about me", day, Deadline))
	id := int64(len(l.events))
	state := func(at time.Time) (answered, heeded *Condition) {
		f.Now = at
		s := Check(p, f, l.fold())
		if len(s) != 1 || s[0].Name != ContestsGate {
			t.Fatalf("%+v", s)
		}
		return s[0].Condition("answered"), s[0].Condition("heeded")
	}
	if c, _ := state(day); c.State != Met || c.Note != "1 still within their time" {
		t.Errorf("%+v", c)
	}
	if c, _ := state(day.Add(Deadline)); c.State != Met {
		t.Errorf("on the last moment: %+v", c)
	}
	late := day.Add(Deadline + time.Second)
	if c, _ := state(late); c.State != Missing || c.Missing[0] != "objection 4 to row 07000000 was to be answered by 24 March 2026" {
		t.Errorf("%+v", c)
	}
	for _, tc := range []struct {
		by   string
		what Verdict
		want string
	}{
		{"cy", Dismissed, "neither owner nor adjudicator"},
		{"nobody", Upheld, `nobody here is "nobody"`},
		{"ana", Withdrawn, "is taken back by who raised it"},
		{"ana", "maybe", "upheld, dismissed or withdrawn"},
	} {
		if _, err := NewAnswer(l.fold(), id, tc.by, tc.what, "because"); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s %s: %v", tc.by, tc.what, err)
		}
		l.append(event(tc.by, review.EventContest, Objection{Of: id, What: tc.what, Because: "forged"}))
	}
	if c, _ := state(late); c.State != Missing {
		t.Error("an answer of somebody who may not answer counts")
	}
	l.append(NewAnswer(l.fold(), id, "bo", Upheld, "it is"))
	answered, heeded := state(late)
	if answered.State != Met || heeded.State != Missing || heeded.Missing[0] != "objection 4 was upheld, and row 07000000 is still among the accepted rows" {
		t.Errorf("%+v %+v", answered, heeded)
	}
	f.Accepted = nil
	if _, heeded := state(late); heeded.State != Met {
		t.Error("a row that is gone is still in the way")
	}
	if _, err := NewAnswer(l.fold(), id, "ana", Dismissed, "no"); err == nil || !strings.Contains(err.Error(), "was upheld on 10 March 2026") {
		t.Errorf("answered twice: %v", err)
	}
	if _, err := NewAnswer(l.fold(), 99, "ana", Dismissed, "no"); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Errorf("%v", err)
	}
}

func TestOwnObjections(t *testing.T) {
	l := people(t)
	l.append(NewContest(seedbed.ID{1}, "bo", "it is wrong", day, Deadline))
	if _, err := NewAnswer(l.fold(), 4, "bo", Dismissed, "it is right"); err == nil || !strings.Contains(err.Error(), "somebody else answers it") {
		t.Errorf("%v", err)
	}
	l.append(NewAnswer(l.fold(), 4, "bo", Withdrawn, "I was wrong"))
	if c := l.fold().Contest(4); c.What != Withdrawn || c.AnsweredBy != "bo" {
		t.Errorf("%+v", c)
	}
	for _, within := range []time.Duration{0, -1, MaxDeadline + 1} {
		if _, err := NewContest(seedbed.ID{1}, "bo", "x", day, within); err == nil {
			t.Errorf("to be answered within %v", within)
		}
	}
}

// A ledger that cannot be read says where.
func TestFoldSaysWhere(t *testing.T) {
	for _, kind := range []review.EventKind{
		review.EventPerson, review.EventInspection, review.EventSign, review.EventOverride, review.EventQuestions, review.EventConsult, review.EventContest,
	} {
		l := &ledger{t: t}
		l.append(review.Event{Kind: kind, Body: json.RawMessage(`[1]`)}, nil)
		if _, err := Fold(l.all()); seedbed.CodeOf(err) != seedbed.CodeStorage || !strings.Contains(err.Error(), "event 1 of the ledger is no "+string(kind)) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	broken := errors.New("torn")
	if _, err := Fold(func(yield func(review.Event, error) bool) { yield(review.Event{}, broken) }); !errors.Is(err, broken) {
		t.Error(err)
	}
}

// Whatever a ledger holds, reading it and asking what is missing ends, and nobody who
// has no role opens a gate.
func FuzzFold(f *testing.F) {
	f.Add("sign", "cy", `{"gate":"high","role":"owner","subject":"data"}`)
	f.Add("override", "ana", `{"gate":"high","demand":"sign","subject":"data","missing":["the signature of an owner"],"because":"x"}`)
	f.Add("contest", "cy", `{"of":-1,"verdict":"upheld"}`)
	f.Add("contest", "cy", `{"row":"00","due":"2026-01-01T00:00:00Z"}`)
	f.Add("questions", "cy", `{"decision":"no","answers":null}`)
	f.Add("person", "cy", `{"id":"","roles":[""]}`)
	f.Fuzz(func(t *testing.T, kind, by, body string) {
		l := people(t)
		l.append(review.Event{Kind: review.EventKind(kind), By: by, Body: json.RawMessage(body)}, nil)
		r, err := Fold(l.all())
		if err != nil {
			return
		}
		all := Check(highPlan(), good(), r)
		open := slices.ContainsFunc(all, func(s Standing) bool { return s.Name == "high" && s.Open })
		if open {
			t.Fatalf("one event opened the gate: %s %s %s", kind, by, body)
		}
	})
}
