package population

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

func person(pairs ...any) seedbed.Fields {
	var out seedbed.Fields
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, seedbed.Field{Name: pairs[i].(string), Value: pairs[i+1]})
	}
	return out
}

func TestContradicts(t *testing.T) {
	traits := []Trait{
		{"region", []any{"north", "south", "north-west"}},
		{"occupation", []any{"nurse", "teacher", "retired", "warehouse worker"}},
	}
	who := person("age", "30-64", "gender", "female", "country", "Spain", "region", "north", "occupation", "nurse")
	for said, trait := range map[string]string{
		"She is 24 years old and works nights.":                      "age",
		"A 71-year-old who reads a lot.":                             "age",
		"I'm twenty-one, and I like it.":                             "age",
		"She is in her late sixties.":                                "age",
		"She is in her seventies and swims.":                         "age",
		"Ana, aged 19, is shy.":                                      "age",
		"A 45-year-old man with a dog.":                              "gender",
		"I am a quiet man.":                                          "gender",
		"He wakes at six. He eats. His coffee is cold.":              "gender",
		"She lives in Portugal with her cat.":                        "country",
		"I am from Chile.":                                           "country",
		"She lives in the south, near the sea.":                      "region",
		"She works as a teacher at a school.":                        "occupation",
		"Ana is a carpenter.":                                        "occupation",
		"She is a retired accountant.":                               "occupation",
		"She works as a night nurse.":                                "",
		"She has a 7-year-old son and a 70-year-old house.":          "",
		"When she was 24 years old she moved to Lyon.":               "",
		"Her mother is 71 years old and lives in Portugal.":          "",
		"Her husband is a teacher. He is 70 years old.":              "",
		"She used to work as a teacher, and wanted to live in Peru.": "",
		"She lives in Spain, in the north, and buys 24 eggs.":        "",
		"She works as a nurse and her brother works as a teacher.":   "",
		"She lives in the north-west of the country.":                "",
		"She is 44 years old.":                                       "",
		"":                                                           "",
		"\x00\xff\xfe 3":                                             "",
	} {
		found := NewChecker(traits).Contradicts(who, said)
		switch {
		case trait == "" && len(found) > 0:
			t.Errorf("%q: %v", said, found)
		case trait != "" && (len(found) != 1 || found[0].Trait != trait):
			t.Errorf("%q: %v, want %s", said, found, trait)
		}
		for _, c := range found {
			if said[c.At:c.At+len(c.Says)] != c.Says || c.String() == "" {
				t.Errorf("%q: %+v", said, c)
			}
		}
	}
}

func TestContradictsKnowsNames(t *testing.T) {
	for _, tc := range []struct {
		who  seedbed.Fields
		said string
		want int
	}{
		{person("country", "United States"), "She lives in New Mexico.", 0},
		{person("country", "USA"), "He lives in Georgia.", 0},
		{person("country", "UK"), "He lives in Scotland.", 0},
		{person("country", "United Kingdom"), "He lives in the US.", 1},
		{person("country", "Germany"), "He lives in Berlin.", 0},
		{person("city", "Berlin"), "He lives in Munich.", 0}, // no values are known
		{person("occupation", "bus driver"), "She works as a driver.", 0},
		{person("job", "software engineer"), "I work as a baker.", 1},
		{person("sex", "m"), "I am a single mother.", 1},
		{person("gender", "non-binary"), "I am a man.", 0},
		{person("age", int64(34)), "I am 34.", 0},
		{person("age", int64(34)), "I am 35, really.", 1},
		{person("age", "65+"), "A retired woman in her early sixties.", 1},
		{person("age", "unknown"), "I am 12 years old.", 0},
		{person("age", nil), "I am 12 years old.", 0},
	} {
		if got := Contradicts(tc.who, tc.said); len(got) != tc.want {
			t.Errorf("%v %q: %v", tc.who, tc.said, got)
		}
	}
}

func TestAges(t *testing.T) {
	for s, want := range map[string][2]int{
		"34": {34, 34}, "18-29": {18, 29}, "18–29": {18, 29}, "65+": {65, 130}, "under 18": {0, 17}, "30 to 44": {30, 44},
		"75 and over": {75, 130}, "30s": {30, 39}, "up to 12": {0, 12},
	} {
		if low, high, ok := Ages(s); !ok || low != want[0] || high != want[1] {
			t.Errorf("%s: %d to %d, %v", s, low, high, ok)
		}
	}
	for _, s := range []string{"", "old", "999", "1 2 3", "40-20", strings.Repeat("1", 100)} {
		if _, _, ok := Ages(s); ok {
			t.Errorf("%q is an age", s)
		}
	}
}

func FuzzContradicts(f *testing.F) {
	f.Add("30-64", "female", "Spain", "nurse", "I'm a 7-year-old man in my 20s. He lives in New Guinea; works as a bus driver's", "Peru")
	f.Add("", "m", "\x00", "’", "is a a a is from the", "the")
	f.Add("1", "f", "UK", "driver", "I am a", "x")
	f.Fuzz(func(t *testing.T, age, gender, country, job, said, other string) {
		who := person("age", age, "gender", gender, "country", country, "occupation", job)
		for _, c := range NewChecker([]Trait{{"country", []any{country, other}}, {"occupation", []any{other}}}).Contradicts(who, said) {
			if c.At < 0 || c.At+len(c.Says) > len(said) || said[c.At:c.At+len(c.Says)] != c.Says {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func BenchmarkContradicts(b *testing.B) {
	c := NewChecker([]Trait{{"region", []any{"north", "south"}}})
	who := person("age", "30-64", "gender", "female", "region", "north", "occupation", "nurse")
	said := strings.Repeat("She works as a nurse in a small town and lives in the north with her two children. She is 44 years old. ", 5)
	for b.Loop() {
		c.Contradicts(who, said)
	}
}
