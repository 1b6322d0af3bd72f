package prompt

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// testdata/jinja2.json holds templates with what Jinja2 3.1.6 makes of them
// (StrictUndefined, keep_trailing_newline, the extensions do and loopcontrols).
func TestConformance(t *testing.T) {
	data, err := os.ReadFile("testdata/jinja2.json")
	if err != nil {
		t.Fatal(err)
	}
	var table struct {
		Context seedbed.Fields
		Cases   []struct{ Template, Want, Error string }
	}
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	for _, tt := range table.Cases {
		f, probs := Parse("p.md", []byte(tt.Template))
		if len(probs) > 0 {
			t.Errorf("%q\n%v", tt.Template, probs)
			continue
		}
		if f.parts != nil { // the engine must give what the fast path gives
			if p := f.compileSlow(); p != nil {
				t.Fatal(p)
			}
		}
		got, err := f.run(table.Context)
		switch {
		case tt.Error != "" && err == nil:
			t.Errorf("%q\n gives %q, and %s in Jinja2", tt.Template, got, tt.Error)
		case tt.Error == "" && err != nil:
			t.Errorf("%q\n%v", tt.Template, err)
		case got != tt.Want:
			t.Errorf("%q\n got %q\nwant %q", tt.Template, got, tt.Want)
		}
		if tt.Error != "" || strings.TrimSpace(tt.Want) == "" {
			continue
		}
		if m, err := f.Render(table.Context); err != nil || len(m) != 1 || m[0].Content != strings.TrimSpace(tt.Want) {
			t.Errorf("%q renders %q, %v", tt.Template, m, err)
		}
	}
}
