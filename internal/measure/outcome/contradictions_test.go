package outcome

import (
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

// letters are of 40 people in the north, of whom two tell another age and one another place.
func letters() measuretest.Case {
	var data []seedbed.Record
	for i := range 40 {
		text := "I am writing about the bus that never comes. My mother is 71 years old and lives in the south."
		switch i {
		case 7, 30:
			text = "Good morning. I am 62 years old and need the bus."
		case 12:
			text = "I live in the south, where no bus goes."
		}
		data = append(data, measuretest.Record("age", "18-29", "region", "north", "mood", "calm", "letter", text))
	}
	return measuretest.Case{Data: data, Setup: measure.Setup{
		Ingredients: true, Columns: measure.Columns{Text: "letter"},
		Schema:   seedbed.Schema{}.With("age", seedbed.TypeText).With("region", seedbed.TypeText).With("mood", seedbed.TypeText).With("letter", seedbed.TypeText),
		Declared: []measure.Attribute{{Name: "region", Values: []string{"north", "south"}}, {Name: "mood", Values: []string{"calm"}}},
	}}
}

func TestContradictionsKnown(t *testing.T) {
	r := measuretest.Run(t, contradictions{}, letters(), 2)
	f := named(t, r, "contradictions", "")
	if f.Severity != measure.Notable || f.Estimate.Value != 3./40 || !strings.HasSuffix(f.Says, " of 40 rows contradict a trait of their person") {
		t.Errorf("%s %s", f.Severity, f.Says)
	}
	var notes []string
	for _, e := range f.Evidence {
		ref := e.Rows[0]
		notes = append(notes, e.Note)
		if len(ref.Marks) != 1 || !strings.Contains(e.Note, ref.Text[ref.Marks[0].From:ref.Marks[0].To]) {
			t.Errorf("%q marks %v", ref.Text, ref.Marks)
		}
	}
	if want := []string{`age is 18-29, and it says "62 years old"`, `region is north, and it says "live in the south"`, `age is 18-29, and it says "62 years old"`}; !slices.Equal(notes, want) {
		t.Errorf("%q", notes)
	}
	if age := named(t, r, "contradictions.trait", "age"); age.Estimate.Value != .05 || len(age.Evidence) != 2 {
		t.Errorf("%s", age.Says)
	}
}

func TestContradictionsSeverity(t *testing.T) {
	c := letters()
	for i := range c.Data[:20] {
		c.Data[i].Fields = c.Data[i].Fields.With("letter", "I am 62 years old.")
	}
	if f := named(t, measuretest.Run(t, contradictions{}, c, 1), "contradictions", ""); f.Severity != measure.Serious {
		t.Errorf("%s %s", f.Severity, f.Says)
	}
	c.Data = c.Data[31:]
	if f := named(t, measuretest.Run(t, contradictions{}, c, 1), "contradictions", ""); f.Severity != measure.Plain || f.Says != "none of 9 rows contradicts a trait of its person" {
		t.Errorf("%s %s", f.Severity, f.Says)
	}
}

// Of a conversation the user's turns are the person's.
func TestContradictionsTalk(t *testing.T) {
	turn := func(role, s string) any { return map[string]any{"role": role, "content": s} }
	talk := []any{turn("user", "Is the pool open?"), turn("assistant", "I am 62 years old."), turn("user", "I am 62 years old.")}
	c := measuretest.Case{Data: []seedbed.Record{measuretest.Record("age", int64(30), "conversation", talk, "notes", []any{"a", int64(1)})}, Setup: measure.Setup{
		Columns: measure.Columns{Text: "age", Groups: []string{"age", "strategy"}},
	}}
	f := named(t, measuretest.Run(t, contradictions{}, c, 1), "contradictions", "")
	if f.Estimate.Value != 1 || f.Evidence[0].Note != `turn 3: age is 30, and it says "62 years old"` || len(f.Evidence) != 1 {
		t.Errorf("%s %+v", f.Says, f.Evidence)
	}
	c.Setup.Options = map[string]any{"contradictions.text": "other, notes"}
	if r := measuretest.Run(t, contradictions{}, c, 1); len(r.NotMeasured) != 1 || r.NotMeasured[0].Why != "no row has both a text and one of age" {
		t.Errorf("%+v", r.NotMeasured)
	}
	c.Setup.Options["contradictions.text"] = []any{"conversation"}
	if f := named(t, measuretest.Run(t, contradictions{}, c, 1), "contradictions", ""); f.Estimate.Value != 1 {
		t.Errorf("%s", f.Says)
	}
}

func TestContradictionsNothing(t *testing.T) {
	c := letters()
	c.Setup.Ingredients = false
	for option, want := range map[string]string{
		"":           "no traits of people are named",
		" , ":        "no traits of people are named",
		"mood":       `texts are not looked at for "mood"; they are for age, gender, place and occupation`,
		"occupation": "no row has both a text and one of occupation",
	} {
		c.Setup.Options = map[string]any{"contradictions.traits": option}
		if r := measuretest.Run(t, contradictions{}, c, 1); len(r.NotMeasured) != 1 || r.NotMeasured[0].Why != want {
			t.Errorf("%q: %+v", option, r.NotMeasured)
		}
	}
	c.Setup.Options = map[string]any{"contradictions.traits": "age,region"}
	if f := named(t, measuretest.Run(t, contradictions{}, c, 1), "contradictions", ""); f.Estimate.Value != 3./40 {
		t.Errorf("%s", f.Says)
	}
}

func BenchmarkContradictions(b *testing.B) {
	c := letters()
	sum, err := contradictions{}.Start(&c.Setup, measure.Known{})
	if err != nil {
		b.Fatal(err)
	}
	row, _ := measure.RowOf(&c.Setup.Columns, measure.Data, 0, &c.Data[0])
	b.ReportAllocs()
	for b.Loop() {
		sum.Add(row)
	}
}
