package society

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// office is an organisation in which the facts of the tests below are set by hand.
func office(t testing.TB) (*Organisation, *Checker) {
	t.Helper()
	o := New(brief(t, strings.Replace(haldane, "people: 60", "people: 11", 1)), 1)
	o.about, o.private, o.Facts, o.values, o.Events = map[subjectKey][]int32{}, map[string][]int32{}, nil, nil, nil
	day := func(s string) Date {
		d, ok := ParseDate(s)
		if !ok {
			t.Fatal(s)
		}
		return d
	}
	names := []string{"Ada Berg", "Bo Lind", "Cleo Munk", "Dan Holm", "Eva Toft", "Finn O'Hara", "Gro Åsén", "Hal Rask", "Ida Juhl", "Jon Vik", "Kai Bang"}
	for i, name := range names {
		given, family, _ := strings.Cut(name, " ")
		o.People[i] = Person{Name: name, Given: given, Family: family, Email: slug(given) + "@" + o.Domain, Joined: day("2020-03-02"), Left: Never, Phone: "0113 496 0001"}
	}
	o.People[9].Joined = day("2024-06-03") // Jon
	o.People[10].Left = day("2024-02-01")  // Kai
	p := func(name string) Ref {
		for i := range names {
			if strings.HasPrefix(names[i], name) {
				return person(int32(i))
			}
		}
		t.Fatal(name)
		return Ref{}
	}
	all := everyone(0)
	for i := range names {
		who := person(int32(i))
		o.add(Fact{Subject: who, Predicate: Joined, Day: o.People[i].Joined, From: o.People[i].Joined - 14, To: Never, Known: everyone(o.People[i].Joined - 14), Says: "joined"})
	}
	o.add(Fact{Subject: p("Kai"), Predicate: Left, Day: day("2024-02-01"), From: day("2024-01-11"), To: Never, Known: all, Says: "left"})
	role := func(name, role string, from, to Date) {
		o.add(Fact{Subject: p(name), Predicate: HasRole, Object: Ref{TheRole, o.role(role)}, From: from, To: to, Known: all, Says: role})
	}
	start := day("2020-03-02")
	role("Ada", "Controller", start, Never)
	role("Bo", "Field Engineer", start, day("2023-09-01"))
	role("Bo", "Senior Engineer", day("2023-09-01"), Never)
	role("Cleo", "Head of Finance", start, Never)
	for i, name := range o.unitNamesOf() {
		if name == "Finance" {
			o.add(Fact{Subject: p("Ada"), Predicate: InUnit, Object: Ref{TheUnit, int32(i)}, From: start, To: Never, Known: all, Says: "in Finance"})
		}
		if name == "Engineering" {
			o.add(Fact{Subject: p("Bo"), Predicate: InUnit, Object: Ref{TheUnit, int32(i)}, From: start, To: Never, Known: all, Says: "in Engineering"})
		}
	}
	o.add(Fact{Subject: p("Ada"), Predicate: ReportsTo, Object: p("Cleo"), From: start, To: Never, Known: all, Says: "Ada reports to Cleo"})
	o.add(Fact{Subject: p("Bo"), Predicate: ReportsTo, Object: p("Eva"), From: start, To: Never, Known: all, Says: "Bo reports to Eva"})
	o.add(Fact{Subject: p("Ada"), Predicate: BasedIn, Object: Ref{ThePlace, 0}, From: start, To: Never, Known: all, Says: "Ada in Bergen"})
	o.add(Fact{Subject: p("Ada"), Predicate: Salary, Amount: 51_500, From: start, To: Never, Known: []Knowing{{Unit: -1, People: []int32{0, 2}}}, Says: "Ada earns"})
	n := o.add(Fact{Subject: p("Ada"), Predicate: Contact, From: start, To: Never, Known: []Knowing{{Unit: -1, People: []int32{0, 2}}}, Says: "Ada lives"})
	o.values = append(o.values, value{"14 Quillmoor Terrace, Bergen", n}, value{"07700 900123", n})
	for i := range o.Projects {
		pr := &o.Projects[i]
		known := all
		if pr.Name == "Bluefin" {
			known = []Knowing{{Unit: -1, People: []int32{2}}}
		}
		if pr.Name == "Lantern" {
			known = everyone(day("2024-08-01"))
		}
		o.add(Fact{Subject: Ref{TheProject, int32(i)}, Predicate: Starts, Day: day("2023-05-02"), From: start, To: Never, Known: known, Says: pr.Name + " starts"})
	}
	seaglass := Ref{TheProject, 0}
	o.add(Fact{Subject: seaglass, Predicate: LedBy, Object: p("Dan"), From: start, To: Never, Known: all, Says: "Dan leads"})
	o.add(Fact{Subject: seaglass, Predicate: Budget, Amount: 100_000, From: start, To: day("2024-01-01"), Known: all, Says: "old budget"})
	o.add(Fact{Subject: seaglass, Predicate: Budget, Amount: 120_000, From: day("2024-01-01"), To: Never, Known: all, Says: "budget"})
	o.add(Fact{Subject: seaglass, Predicate: Due, Object: Ref{TheMilestone, 2}, Day: day("2024-07-01"), From: start, To: day("2024-04-01"), Known: all, Says: "old pilot"})
	o.add(Fact{Subject: seaglass, Predicate: Due, Object: Ref{TheMilestone, 2}, Day: day("2024-09-12"), From: day("2024-04-01"), To: Never, Known: all, Says: "pilot"})
	o.Events = []Event{{Code: "INC-101", Day: day("2024-03-05")}, {Code: "DEC-01", Day: day("2024-11-01")}}
	o.add(Fact{Subject: Ref{TheEvent, 0}, Predicate: Happened, Day: day("2024-03-05"), From: day("2024-03-05"), To: Never, Known: everyone(day("2024-03-06")), Says: "burst"})
	o.add(Fact{Subject: Ref{TheEvent, 1}, Predicate: Decided, Day: day("2024-11-01"), From: day("2024-11-01"), To: Never, Known: everyone(day("2024-11-01")), Says: "decided"})
	return o, NewChecker(o)
}

func (o *Organisation) unitNamesOf() []string {
	var out []string
	for _, u := range o.Units {
		out = append(out, u.Name)
	}
	return out
}

// Sentences of 13 May 2024 by Ida, and what is wrong with each.
func TestCheckSentences(t *testing.T) {
	_, c := office(t)
	date, _ := ParseDate("2024-05-13")
	for _, tt := range []struct{ text, want string }{
		{"Ada Berg is our Controller.", ""},
		{"Ada Berg, who works as a Controller in Finance, sends it.", ""},
		{"Ada Berg is Head of Finance.", "contradiction"},
		{"Ada Berg (Accountant) has the list.", "contradiction"},
		{"our Controller, Bo Lind, has the list", "contradiction"},
		{"Bo Lind is Field Engineer.", "contradiction"}, // until last autumn
		{"Bo Lind was a Field Engineer until last year.", ""},
		{"Bo Lind, formerly Field Engineer, is ill.", ""},
		{"Ada Berg is not Head of Finance.", ""},
		{"If Ada Berg were Head of Finance, we would know.", ""},
		{"Ada Berg met the Head of Finance.", ""},
		{"Ada Berg wrote to the Head of Finance, Cleo Munk.", ""},
		{"Ada Berg works in Engineering.", "contradiction"},
		{"Ada Berg belongs to Engineering.", "contradiction"},
		{"On 3 April 2021 Ada Berg joined the company.", "contradiction"},
		{"Ask Ada from Finance.", ""},
		{"Ask Ada from Engineering.", "contradiction"},
		{"Ada Berg went to Engineering to ask.", ""},
		{"Ada Berg reports to Cleo Munk.", ""},
		{"Ada Berg reports to Dan Holm.", "contradiction"},
		{"Ada's manager is Dan Holm.", "contradiction"},
		{"Ada's line manager, Cleo Munk, agrees.", ""},
		{"Dan Holm manages Ada Berg.", "contradiction"},
		{"Cleo Munk is Ada Berg's boss.", ""},
		{"Ada Berg is managed by Dan Holm.", "contradiction"},
		{"The manager of Ada Berg is Eva Toft.", "contradiction"},
		{"Ada Berg and Dan Holm report on Friday.", ""},
		{"Ada Berg is based in Bergen.", ""},
		{"Ada Berg is based in Aarhus.", "contradiction"},
		{"Ada Berg joined us on 2 March 2020.", ""},
		{"Ada Berg joined us on 3 April 2021.", "contradiction"},
		{"Ada Berg joined us in March 2020.", ""},
		{"Ada Berg left us on 3 April 2024.", "contradiction"},
		{"Dan Holm leads Seaglass.", ""},
		{"Seaglass is led by Eva Toft.", "contradiction"},
		{"Eva Toft is in charge of Seaglass.", "contradiction"},
		{"Eva Toft likes Seaglass.", ""},
		{"The budget of Seaglass is EUR 120,000.", ""},
		{"The budget of Seaglass is €120k.", ""},
		{"The budget of Seaglass is 0.12 million euros.", ""},
		{"Seaglass has a budget of EUR 130,000.", "contradiction"},
		{"Seaglass has a budget of EUR 100,000.", "contradiction"}, // until this year
		{"The budget of Seaglass went up from EUR 100,000 to EUR 120,000.", ""},
		{"We spent EUR 30,000 of the budget of Seaglass.", ""},
		{"The pilot of Seaglass is due on 12 September 2024.", ""},
		{"The pilot of Seaglass is due on September 12.", ""},
		{"The pilot of Seaglass is due on 2024-10-12.", "contradiction"},
		{"The pilot of Seaglass is due on 1 July 2024.", "contradiction"}, // it was moved
		{"The pilot of Seaglass was moved from 1 July to 12 September 2024.", ""},
		{"On 3 May 2024 we talked about the pilot of Seaglass.", ""},
		{"Seaglass goes well. Its pilot is planned for 3 October 2024.", "contradiction"},
		{"INC-101 cost us a day.", ""},
		{"INC-101 happened on 5 March 2024.", ""},
		{"INC-101 happened on 9 March 2024.", "contradiction"},
		{"INC-999 cost us a day.", "unknown"},
		{"As DEC-01 says, it stays.", "anachronism"},
		{"Lantern is late.", "anachronism"},
		{"Bluefin is late.", "cannot know"},
		{"Ada Berg earns EUR 51,500 a year.", "cannot know"},
		{"Ada Berg earns EUR 61,500 a year.", "contradiction"},
		{"The advertised pay is EUR 61,500, Ada Berg says.", ""},
		{"Ring 07700 900123.", "cannot know"},
		{"Send it to 14 Quillmoor Terrace, Bergen.", "cannot know"},
		{"Jon Vik has sent the list.", "anachronism"},
		{"Kai Bang will send the list.", "anachronism"},
		{"Kai Bang has left us.", ""},
		{"Kai Bang wrote the first version before that.", ""},
		{"I met Sarah Johnson.", "unknown"},
		{"Hi Debbie,\nall is well.", "unknown"},
		{"Hi all,\nall is well.", ""},
		{"I met Jane Doe.", ""},
		{"I met Ada Holm-Sarah Müller.", "unknown"},
		{"the project Quicksilver is new", "unknown"},
		{"Mail to nobody@haldaneinstruments.example or ada@haldaneinstruments.example.", "unknown"},
		{"Gro Åsén met finn o’hara.", ""},
		{"Best,\nAda Berg\nController", ""},
		{"Best,\nAda Berg\nAccountant", "contradiction"},
		{"Ada Berg: I am the Accountant here.", "contradiction"},
		{"Ada Berg: my manager is Cleo Munk.", ""},
		{"Ada Berg: I report to Dan Holm.", "contradiction"},
		{"", ""},
	} {
		got := c.Check(Text{ID: "x", Date: date, Author: 8, Body: tt.text})
		var kinds []string
		for _, p := range got.Problems {
			kinds = append(kinds, string(p.Kind))
		}
		if s := strings.Join(kinds, " "); s != tt.want {
			t.Errorf("%s: got %q %+v, want %q", tt.text, s, got.Problems, tt.want)
		}
	}
}

// Problems name their place in code points, and author and recipients who are not
// there are found.
func TestCheckPlaces(t *testing.T) {
	o, c := office(t)
	date, _ := ParseDate("2024-05-13")
	r := c.Check(Text{ID: "d1", Date: date, Author: 9, Recipients: []int32{10, 0}, Body: "Åh, ünd: Dan Holm manages Ada Berg."})
	var got []string
	for _, p := range r.Problems {
		got = append(got, fmt.Sprintf("%s %d %d %s", p.Kind, p.Start, p.End, p.Text))
	}
	if want := "anachronism 0 0 |anachronism 0 0 |contradiction 9 34 Dan Holm manages Ada Berg"; strings.Join(got, "|") != want {
		t.Errorf("got %q", strings.Join(got, "|"))
	}
	if r.Problems[2].Fact == "" || r.Problems[2].Document != "d1" || o.Facts[0].ID != "f1" {
		t.Errorf("got %+v", r.Problems[2])
	}
	if r = c.Check(Text{Date: date, Author: 0, Body: "Ada Berg is Controller. Dan Holm leads Seaglass."}); len(r.Stated) != 2 {
		t.Errorf("stated %v", r.Stated)
	}
}

// Nothing in a text makes the check fail, and all places are within it.
func FuzzCheck(f *testing.F) {
	for _, s := range []string{"Dan Holm manages Ada Berg.", "The budget of Seaglass is €1.2.3 million 4,000", "12th of March, 2024", "\xff\x00'S'snn't", "INC-", strings.Repeat("Ada Berg, ", 100), "<health>x</health>", "Dear Å,"} {
		f.Add(s)
	}
	o, c := office(f)
	f.Fuzz(func(t *testing.T, s string) {
		r := c.Check(Text{Date: 19_800, Author: 8, Body: s})
		for _, p := range r.Problems {
			if p.Start < 0 || p.End < p.Start || p.End > utf8.RuneCountInString(s) {
				t.Fatalf("%q: %+v", s, p)
			}
		}
		clean, spans := Unmark(s)
		for _, sp := range spans {
			if clean[sp.Start:sp.End] != sp.Text {
				t.Fatalf("%q: %+v", s, sp)
			}
		}
		FindPassage(clean, spans, Passage{Label: "health", Says: s, Keep: []string{s}})
		o.Told(clean, []int32{0, 1}, nil)
	})
}

func TestFindPassage(t *testing.T) {
	p := Passage{Label: "health", Says: "Ada has asthma since 2 May.", Keep: []string{"Ada", "asthma"}}
	for _, tt := range []struct{ text, want string }{
		{"Well. ADA has  asthma\nsince 2 May. Bye", "ADA has  asthma\nsince 2 May."},
		{"Wéll <health> it is Asthma that ada has </health> bye", "it is Asthma that ada has"},
		{"<health>it is asthma</health>", ""},
		{"<salary>Ada, asthma</salary>", ""},
		{"<health>Ada, asthma", ""},
		{"</health><HEALTH>Ada, asthma</Health>", "Ada, asthma"},
		{"", ""},
	} {
		clean, tagged := Unmark(tt.text)
		got, ok := FindPassage(clean, tagged, p)
		if got.Text != tt.want || ok != (tt.want != "") {
			t.Errorf("%q: got %+v", tt.text, got)
		}
		if r := []rune(clean); ok && string(r[got.Start:got.End]) != tt.want {
			t.Errorf("%q: span %+v", tt.text, got)
		}
	}
}

func TestScan(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"O'Brien's dog isn't Müller’s", "obrien dog is not muller"},
		{"Bjørn Łukasz Straße Æ", "bjorn lukasz strasse ae"},
		{"1,200 1.5 07700 120k 12th 3D aB3x", "1200 15 07700 120 k 12 th 3d ab3x"},
		{"Field-Engineer e\u0301", "field engineer e"},
	} {
		if got := strings.Join(foldWords(tt.text), " "); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		sc := scanner{text: s}
		var tok token
		last := int32(0)
		for sc.next(&tok) {
			if tok.start < last || tok.end < tok.start || int(tok.end) > len(s) {
				t.Fatalf("%q: token %+v after %d", s, tok, last)
			}
			last = tok.end
		}
	})
}
