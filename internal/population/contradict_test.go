package population

import (
	"strings"
	"testing"
	"time"

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
		if got := NewChecker(nil).Contradicts(tc.who, tc.said); len(got) != tc.want {
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

// Descriptions as models write them: of sound ones none is taken for a contradiction,
// and of those with one nearly all are.
func TestContradictsInDescriptions(t *testing.T) {
	who := person("age", "30-64", "gender", "female", "country", "Canada", "region", "rural west", "occupation", "truck driver")
	traits := []Trait{{"region", []any{"rural west", "urban west", "rural east", "urban east"}}, {"occupation", []any{"truck driver", "nurse", "teacher", "unemployed", "retired"}}}
	for _, s := range []string{
		"Dana drives a rig across the prairies and knows every diner by the quality of its pie. She is 47 and has never owned a suit. Her father, a retired teacher, taught her to read maps.",
		"At 52, she still sings in the choir. Her oldest son is 28 and lives in Germany; her daughter is a nurse in Toronto.",
		"She lives in a small town in the west, two hours from the nearest cinema. Twenty years ago she lived in Mexico for a season.",
		"Her boss is a man who is 70 and refuses to retire. She is a careful driver.",
		"She speaks plainly, hates small talk, and trusts her own eyes more than any app. He who hesitates is lost, she says.",
		"A 45-year-old truck driver with a taste for opera, she grew up in Poland and is the daughter of a baker.",
		"I'm a truck driver, 51 years old, and I've been doing this for 22 years. My truck is 12 years old. I live in Alberta.",
		"In her spare time she works as a volunteer teacher of English. She is an early riser.",
		"She is in her late thirties and looks 25. People think she is 25 years old.",
		"She is a 39-year-old woman from Canada. As a girl, she wanted to be a pilot.",
		"Her neighbours say he is lucky, that husband of hers. He cooks, he cleans, his jokes are awful.",
		"She lives in the house that her grandmother built, and is a teacher to the younger drivers.",
		"She works as a driver for a firm that hauls grain. Her route goes from Canada to the United States.",
		"Her truck has 18 wheels. She is 5 feet 9. She has 3 cats, aged 2, 4 and 11.",
		"She lives in fear of winter. She is a nurse to her old dog.",
	} {
		for _, c := range NewChecker(traits).Contradicts(who, s) {
			t.Errorf("%q: %v", s, c)
		}
	}
	missed := 0
	for _, s := range []string{
		"Mark is a 45-year-old man who drives a rig.",
		"He drives a rig across the prairies. He has never owned a suit. His dog sits beside him.",
		"She is 27, and new to the road.",
		"Now 68 years old, she thinks of stopping.",
		"At the age of 71 she still drives.",
		"She is a primary school teacher in a small town.",
		"She works as a night nurse at the hospital.",
		"She lives in Australia with two dogs.",
		"She lives in a flat in the urban east of the country.",
		"I am a retired mechanic.",
		"She's in her early twenties.",
		"A nurse by profession, she likes order.",
		"Born and raised in Brazil, where she still lives, she drives a truck.",
		"Dana, 24, drives a truck.",
		"She is unemployed and looking for work.",
		"As a young man, I drive at night.",
	} {
		if len(NewChecker(traits).Contradicts(who, s)) == 0 {
			missed++
			t.Logf("missed %q", s)
		}
	}
	if missed > 1 {
		t.Errorf("%d contradictions were missed", missed)
	}
}

func TestContradictsInMoreDescriptions(t *testing.T) {
	who := person("age_group", "18-29", "sex", "male", "country", "Nigeria", "city", "Lagos", "job", "software developer")
	traits := []Trait{{"city", []any{"Lagos", "Abuja", "Kano"}}, {"job", []any{"software developer", "farmer", "market trader", "doctor"}}}
	for _, s := range []string{
		"Chidi writes code by day and poems by night. He turned 26 in March and shares a flat with two friends, one of whom is a doctor.",
		"He is a software developer from Lagos who grew up in Abuja, where his mother still lives.",
		"His sister, 34, is a farmer near Kano. She sends him yams.",
		"I'm 22 and I build apps. My grandmother is 80 years old and calls me daily.",
		"Like many a young man, he worries about rent. He is the first in the family to own a laptop.",
		"He talks fast, laughs loudly, and calls everyone 'doctor'. His favourite film is 30 years old.",
		"He works as a developer at a start-up whose founder is a woman of 50.",
		"In his late twenties, he has begun to think about moving to Canada or living in Germany for a while.",
		"He is known to his friends as a walking dictionary. He is a trader of old records on weekends.",
		"He lives in a shared house in Yaba, Lagos, with five others. Rent is due on the 28.",
		"As a child he lived in Ghana for 6 years. Now he is at home in Lagos.",
		"He mentors a 16-year-old girl who wants to be an engineer.",
	} {
		for _, c := range NewChecker(traits).Contradicts(who, s) {
			t.Errorf("%q: %v", s, c)
		}
	}
	for _, s := range []string{
		"He is a 45-year-old software developer.",
		"Chidi is 61 and retired from banking.",
		"Ngozi writes code. She loves jollof, and her laugh is famous. She never sleeps before two.",
		"He lives in Kenya and writes code.",
		"He is from South Africa.",
		"A software developer, he lives in Abuja with his wife.",
		"He works as a doctor in a clinic.",
		"I am a farmer, and I like it.",
		"I'm a 24-year-old woman who writes code.",
		"He is in his mid forties.",
		"He's 52 years old.",
		"Based in Ghana, he writes code.",
		"He is a well-known surgeon.",
		"As a mother, I care about schools.",
	} {
		if len(NewChecker(traits).Contradicts(who, s)) == 0 {
			t.Errorf("missed %q", s)
		}
	}
}

func TestContradictsInDescriptionsOfTheOld(t *testing.T) {
	who := person("age", int64(67), "gender", "woman", "country", "India", "occupation", "teacher")
	traits := []Trait{{"occupation", []any{"teacher", "engineer", "farmer", "shopkeeper", "nurse", "retired"}}}
	for _, s := range []string{
		"Lakshmi has taught physics for four decades and still marks papers in green ink. At 67 she swims every morning before school.",
		"A 67-year-old teacher from India, she distrusts calculators. Her pupils are 14 or 15 years old.",
		"She speaks Tamil at home and English in class. Her late husband was a farmer; their son works as an engineer in Germany.",
		"She says: I was a nurse once, for two years, and I hated it.",
		"Her village is 300 years old. Her school is younger. Her bicycle is 40 years old and runs well.",
		"She lives in a house full of books, near the river, and reads Russian novels.",
		"She is a shopkeeper's daughter and counts change faster than the till.",
		"She is one of those people who remember birthdays. Her nephew is a man of few words.",
		"If she were 20 years old again, she would study law. She doesn't work as an engineer, but she could.",
		"Most people assume she is 50. She is from a family of farmers.",
		"She is a gifted gardener in her own way, and a terrible cook.",
		"She would rather live in Japan, she says, but she is from here and stays.",
		"She teaches. On Sundays she works in the shop of her brother, who is 59 years old.",
		"I'm a teacher. I live in Chennai with my sister, an engineer, and two parrots aged 10 and 12.",
	} {
		for _, c := range NewChecker(traits).Contradicts(who, s) {
			t.Errorf("%q: %v", s, c)
		}
	}
	for _, s := range []string{
		"Lakshmi, 35, teaches physics.",
		"Lakshmi is a 41-year-old teacher.",
		"She is only 29.",
		"At the age of 80 she still teaches.",
		"In my fifties, I find that time flies.",
		"Aged 24, she is the youngest in the staff room.",
		"Raj teaches physics. He marks papers in green ink, and his pupils fear him. He is fair.",
		"I am a proud father of two.",
		"A retired engineer, she spends her days reading.",
		"She works as a nurse on the night shift.",
		"She is an engineer at a dam.",
		"Lakshmi lives in Nepal with her sister.",
		"She is from Sri Lanka and teaches physics.",
		"She is a farmer who grows rice.",
		"She's a shopkeeper, and a good one.",
		"She is retired now.",
	} {
		if len(NewChecker(traits).Contradicts(who, s)) == 0 {
			t.Errorf("missed %q", s)
		}
	}
}

// A long text without a full stop takes no longer a word than a short one.
func TestContradictsHostile(t *testing.T) {
	c := NewChecker([]Trait{{"region", []any{"north", "south"}}})
	who := person("age", "30-64", "gender", "female", "region", "north", "country", "Spain", "occupation", "nurse")
	start := time.Now()
	for _, s := range []string{"is a ", "lives in the ", "I am 30 years old ", "he ", "a a,", "x", "\x00", "is not a man ", "at the age of 80 "} {
		c.Contradicts(who, strings.Repeat(s, textMost/len(s)+5))
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}
