package dialogue

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestCountedAreRead reads the files of the program, and says where others are wrong.
func TestCountedAreRead(t *testing.T) {
	all, err := readCounted(countedFiles)
	if err != nil || len(all) < 20 {
		t.Fatalf("%d claims, %v", len(all), err)
	}
	for _, c := range all {
		for _, p := range c.patterns {
			if strings.ToLower(p) != p || strings.Count(p, "(") != strings.Count(p, ")") {
				t.Errorf("%q is in capitals or not closed", p)
			}
		}
	}
	for text, want := range map[string]string{
		"tengo % años":         "counted_x.txt:1: a pattern",
		"== is\ntengo años":    "counted_x.txt:2: a pattern without a number",
		"== age\n":             "is none of is, asked",
		"== least\n":           "is none of is, asked",
		"== is 12\n":           "is none of is, asked",
		"== since x\nen % fui": "is none of is, asked",
	} {
		_, err := readCounted(fstest.MapFS{"counted_x.txt": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
