package prompt

import (
	"strings"
	"testing"
)

func TestDrafted(t *testing.T) {
	for src, want := range map[string]string{
		"---\ndrafted_by: gpt-5 (call ab)\n---\nSay {{ x }}.\n":                                 "p.md:2:13: the prompt was drafted by \"gpt-5 (call ab)\" and nobody has accepted it; read it, mend it, then: seedbed accept p.md --as NAME",
		"---\ndrafted_by: gpt-5\naccepted_by: ' '\n---\nSay.\n":                                 "nobody has accepted it",
		"---\ndrafted_by: gpt-5\naccepted_by: ana, 2026-01-01\nattributes: {a: [1, 2]}\n---\n.": "",
		"---\naccepted_by: ana\n---\n.":                                                         "",
		"---\ndrafted_by: [x]\n---\n.":                                                          "drafted_by",
		"---\ndrafted_by: \"\\x1b[2J\"\n---\n.":                                                 "nobody has accepted it",
	} {
		f, problems := Parse("p.md", []byte(src))
		got := problems.Error()
		if (want == "") != (len(problems) == 0) || !strings.Contains(got, want) || strings.ContainsRune(got, '\x1b') || f == nil {
			t.Errorf("%q: %q, want %q", src, got, want)
		}
	}
	f, _ := Parse("p.md", []byte("---\ndrafted_by: gpt-5\naccepted_by: ana, 2026-01-01\nattributes: {a: [1, 2]}\n---\n."))
	if f.DraftedBy != "gpt-5" || f.AcceptedBy != "ana, 2026-01-01" || len(f.Front.Attributes) != 1 {
		t.Errorf("got %+v", f)
	}
}
