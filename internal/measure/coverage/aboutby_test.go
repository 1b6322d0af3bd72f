package coverage

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

// spokenAbout turns the rows of a group into talk about it.
func (m *made) spokenAbout(group string) {
	for i := range m.rows {
		r := &m.rows[i]
		switch {
		case r.group != group:
			r.text = "I must say, my day was good. " + r.text
		case i%4 > 0:
			r.text = m.pick([]string{"Nurses are often tired after work.", "People who work as nurses tend to be kind.", "Those in the nursing trade may be underpaid. Nurses have a " + m.pick(things) + "."}) +
				" " + m.pick(names) + " " + m.pick(verbs) + " the " + m.pick(things) + "."
		}
	}
}

func TestAboutByConforms(t *testing.T) {
	m := clean(1, 600)
	m.spokenAbout("nurses")
	m.conform(t, aboutBy{})
}

func TestAboutByNamesTheGroup(t *testing.T) {
	m := clean(2, 2000)
	m.spokenAbout("nurses")
	r := m.measure(t, aboutBy{})
	f := finding(t, r, "about-by", "")
	wantSevere(t, f, measure.Serious, `"nurses"`, "of the other groups")
	if len(f.Evidence) == 0 || f.Evidence[0].Rows[0].Group != "nurses" || len(f.Evidence[0].Rows[0].Marks) == 0 {
		t.Errorf("evidence %+v", f.Evidence)
	}
	wantSevere(t, finding(t, r, "about-by.first", "nurses"), measure.Notable)
	wantSevere(t, finding(t, r, "about-by.hedged", "nurses"), measure.Notable)
}

// Texts by hand: what is about a group, and what is by it.
func TestAboutByPatterns(t *testing.T) {
	for text, want := range map[string]string{
		"Nurses are the heart of every ward in the city.":                       "about",
		"A nurse may work at night, and it is hard.":                            "about",
		"People with a calling to this work are often found in the wards.":      "about",
		"People with whom the patients and the staff of the ward spoke all day": "neither",
		"I think nurses are the heart of the ward.":                             "by",
		"We’re on the ward until the morning, and it is fine.":                  "by",
		"The ward was full of flowers and the sun was out.":                     "neither",
		"It is a day for the nurses in the town.":                               "neither",
		"Krankenschwestern sind oft müde nach langer Arbeit":                    "not English",
	} {
		row, _ := measure.RowOf(&measure.Columns{Text: "text", Groups: []string{"g"}}, measure.Data, 0, new(measuretest.Record("text", text, "g", "nurses")))
		s := &voicing{setup: new(measure.Setup), voices: voices(), groups: make([]map[string]*heard, 1), over: make([]bool, 1)}
		s.Add(row)
		h := s.groups[0]["nurses"]
		got := "neither"
		switch {
		case h.other == 1:
			got = "not English"
		case h.first == 1:
			got = "by"
		case h.about == 1:
			got = "about"
		}
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestAboutByKnowsItsLanguage(t *testing.T) {
	var data []seedbed.Record
	for i := range 200 {
		data = append(data, measuretest.Record("text", "Die Pfleger sind oft müde, sagt man hier.", "group", []string{"Pfleger", "Bauern"}[i%2]))
	}
	c := measuretest.Case{Setup: measure.Setup{Columns: measure.Columns{Text: "text", Groups: []string{"group"}}}, Data: data}
	r := measuretest.Run(t, aboutBy{}, c, 2)
	if len(r.NotMeasured) != 1 || !strings.Contains(r.NotMeasured[0].Why, "English") {
		t.Errorf("%+v %+v", r.NotMeasured, r.Findings)
	}
}
