package dialogue

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestSayingsAreRead reads the files of the program, and holds their patterns to words as
// turns have them: in lower case, and once.
func TestSayingsAreRead(t *testing.T) {
	all, err := readSayings(sayingFiles)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 40 {
		t.Fatalf("%d claims were read", len(all))
	}
	for _, say := range all {
		seen := map[string]bool{}
		for _, p := range say.patterns {
			if strings.ToLower(p) != p || seen[p] || strings.Count(p, "(") != strings.Count(p, ")") {
				t.Errorf("%+v: %q is in capitals, stands twice or is not closed", say, p)
			}
			seen[p] = true
		}
		if say.least > 0 && say.most > 0 && say.least > say.most {
			t.Errorf("an age from %d to %d", say.least, say.most)
		}
	}
}

// TestSayingFilesThatAreWrong says where.
func TestSayingFilesThatAreWrong(t *testing.T) {
	for text, want := range map[string]string{
		"my pension":                "sayings_x.txt:1: a pattern before",
		"# none\n== age 60\n":       "sayings_x.txt:2: \"age 60\" claims neither",
		"== old\n":                  "claims neither",
		"== age 0-\n":               "is no age",
		"== own age sixty-\n":       "is no age",
		"== age -\n":                "claims neither",
		"== nonbinary\nmy pronouns": "claims neither",
	} {
		_, err := readSayings(fstest.MapFS{"sayings_x.txt": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
