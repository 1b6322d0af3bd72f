package society

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const haldane = `name: Haldane Instruments
does: builds and repairs weather stations for harbours
people: 60
units:
  Engineering: {share: 5, roles: [Field Engineer, Test Engineer, Senior Engineer]}
  Finance: {share: 1, roles: [Accountant, Controller]}
  Sales: 2
from: 2023-01-02
to: 2024-12-30
places: [Bergen, Aarhus]
projects:
  Seaglass: a cheaper salt sensor
  Lantern: a lighter mast
  Bluefin: the takeover of a rival
  Tidewater: new software for the harbour masters
topics: [the canteen, travel expenses, working from home]
`

func brief(t testing.TB, text string) *Brief {
	t.Helper()
	b, probs := ParseBrief("brief.yaml", []byte(text))
	if len(probs) > 0 {
		t.Fatal(probs)
	}
	return b
}

func TestBriefProblems(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{"name: Haldane Instruments", "name: ''", `brief.yaml:1:`},
		{"people: 60", "people: 6", "6 people are too few for 5 units"},
		{"from: 2023-01-02", "from: 2.1.2023", `brief.yaml:8:7: "2.1.2023" is not a day; write it as 2024-03-12`},
		{"to: 2024-12-30", "to: 2023-02-01", "too little happens"},
		{"to: 2024-12-30", "to: 2084-12-30", "more than 20 years"},
		{"places: [Bergen, Aarhus]", "places: []", "the list is empty"},
		{"places: [Bergen, Aarhus]", "places: [Bergen, seaglass]", `has the name of a project`},
		{"Sales: 2", "'!!': 2", "has no letters"},
		{"Sales: 2", "Sales: {shares: 2}", "shares"},
		{"topics: [", "sensitive: [helth]\ntopics: [", "health"},
	} {
		if !strings.Contains(haldane, tt.old) {
			t.Fatal(tt.old)
		}
		_, probs := ParseBrief("brief.yaml", []byte(strings.Replace(haldane, tt.old, tt.new, 1)))
		if !strings.Contains(probs.Error(), tt.want) {
			t.Errorf("%s: got %q, want %q", tt.new, probs.Error(), tt.want)
		}
	}
}

func FuzzParseBrief(f *testing.F) {
	for _, s := range []string{haldane, "", "units: 3", "units: {a: {share: x}}", "name: [\x00", "projects: {a: b, A: c}"} {
		f.Add(s, uint64(1))
	}
	f.Fuzz(func(t *testing.T, s string, seed uint64) {
		b, probs := ParseBrief("b", []byte(s))
		if len(probs) > 0 || b.People > 300 {
			return
		}
		o := New(b, seed)
		d := Demand{Documents: 20, Kinds: []Weight{{Email, 1}, {Chat, 1}}, Sensitive: 0.5, LookAlike: 0.5}
		c := NewChecker(o)
		for thread, first := range o.Threads(d) {
			for _, doc := range o.Thread(d, thread, first) {
				c.Check(Text{Date: doc.Date, Author: doc.Author, Recipients: doc.Recipients, Body: s})
			}
		}
	})
}

// The same brief and seed give the same organisation, and another seed another.
func TestSameSeed(t *testing.T) {
	a, b, c := New(brief(t, haldane), 7), New(brief(t, haldane), 7), New(brief(t, haldane), 8)
	if !reflect.DeepEqual(a, b) {
		t.Error("the same seed gives another organisation")
	}
	if reflect.DeepEqual(a.Facts, c.Facts) {
		t.Error("another seed gives the same facts")
	}
}

// No fact contradicts another: at any time a person has one role, unit and manager,
// all of whom are there, and whoever is planned to write something knows it.
func TestFactsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.IntRange(11, 200).Draw(t, "people")
		b, probs := ParseBrief("b", []byte(strings.Replace(haldane, "people: 60", fmt.Sprintf("people: %d", people), 1)))
		if len(probs) > 0 {
			t.Fatal(probs)
		}
		o := New(b, rapid.Uint64().Draw(t, "seed"))
		for p := range o.People {
			me := &o.People[p]
			for _, pred := range []Predicate{HasRole, InUnit, ReportsTo, BasedIn, Salary} {
				last := me.Joined
				for _, n := range o.about[subjectKey{person(int32(p)), pred}] {
					f := &o.Facts[n]
					if f.From != last || f.To <= f.From {
						t.Fatalf("%s: %s from %s to %s, and the one before ends on %s", me.Name, f.Says, f.From, f.To, last)
					}
					last = f.To
				}
				if p > 0 && last != me.Left {
					t.Fatalf("%s leaves on %s, and predicate %d ends on %s", me.Name, me.Left, pred, last)
				}
			}
			for d := max(b.from, me.Joined); d < min(b.to, me.Left); d += 11 {
				if m := o.ManagerOn(int32(p), d); p > 0 && (m < 0 || !o.Employed(m, d)) {
					t.Fatalf("the manager of %s on %s is not there", me.Name, d)
				}
			}
		}
		names := map[string]bool{}
		for _, p := range o.People {
			for _, x := range []string{p.Name, p.Email, p.Phone, p.Private, p.Address} {
				if names[x] {
					t.Fatalf("%s is there twice", x)
				}
				names[x] = true
			}
		}
	})
}

func TestThreads(t *testing.T) {
	o := New(brief(t, haldane), 3)
	c := NewChecker(o)
	d := Demand{Documents: 2000, Kinds: []Weight{{Email, 4}, {Chat, 2}, {Minutes, 1}}, Sensitive: 0.2, LookAlike: 0.1}
	kinds, sensitive, alike, n, labels := map[string]int{}, 0, 0, 0, map[string]int{}
	for thread, first := range o.Threads(d) {
		if first != n {
			t.Fatalf("thread %d begins at %d, want %d", thread, first, n)
		}
		docs := o.Thread(d, thread, first)
		if again := o.Thread(d, thread, first); !reflect.DeepEqual(docs, again) {
			t.Fatal("a thread is planned otherwise the second time")
		}
		kinds[docs[0].Kind]++
		for _, doc := range docs {
			n++
			if doc.Sensitive() {
				sensitive++
				labels[doc.Passages[0].Label]++
			} else if len(doc.Passages) > 0 {
				alike++
			}
			for _, f := range doc.Asserts {
				if !o.Facts[f].validOn(doc.Date) || !o.Knows(doc.Author, f, doc.Date) {
					t.Fatalf("document %d asserts what is not so or not known: %s", doc.Index, o.Facts[f].Says)
				}
			}
			for _, f := range doc.Avoid {
				if slices.Contains(doc.Asserts, f) {
					t.Fatalf("document %d is to say and not to say %s", doc.Index, o.Facts[f].Says)
				}
			}
			for _, p := range doc.Passages {
				if p.Fact >= 0 && !o.Knows(doc.Author, p.Fact, doc.Date) {
					t.Fatalf("document %d tells what its author cannot know: %s", doc.Index, p.Says)
				}
				if _, ok := FindPassage("Hello,\n\n"+p.Says+" Bye.", nil, p); !ok || strings.Contains(p.Says, "%") {
					t.Fatalf("%q is not found in itself", p.Says)
				}
			}
			var says []string
			for _, f := range doc.Asserts {
				says = append(says, o.Facts[f].Says)
			}
			for _, p := range doc.Passages {
				says = append(says, p.Says)
			}
			r := c.Check(Text{ID: "d", Date: doc.Date, Author: doc.Author, Recipients: doc.Recipients, Body: strings.Join(says, " ")})
			if len(r.Problems) > 0 {
				t.Errorf("document %d of %s by %s: %+v\n%s", doc.Index, doc.Date, o.People[doc.Author].Name, r.Problems, strings.Join(says, "\n"))
			}
		}
	}
	if n < 2000 || n > 2004 || sensitive < n*15/100 || sensitive > n*20/100+1 || alike < n*6/100 || len(labels) != 6 || kinds[Email] < 2*kinds[Minutes] {
		t.Errorf("%d documents, %d sensitive %v, %d alike, %v", n, sensitive, labels, alike, kinds)
	}
}
