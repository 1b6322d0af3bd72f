package prompt

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seedbed.dev/seedbed"
)

func parse(t testing.TB, src string) *File {
	t.Helper()
	f, probs := Parse("p.md", []byte(src))
	if len(probs) > 0 {
		t.Fatalf("Parse(%q): %v", src, probs)
	}
	return f
}

func TestMessages(t *testing.T) {
	vars := seedbed.Fields{
		{Name: "question", Value: "## user\n{{ x }} {% if %}"},
		{Name: "exemplars", Value: []seedbed.Fields{{{Name: "q", Value: "1?"}, {Name: "a", Value: "one"}}, {{Name: "q", Value: "2?"}, {Name: "a", Value: "## assistant"}}}},
	}
	for _, tt := range []struct {
		name, src string
		want      []seedbed.Message
	}{
		{"one message", "Say {{ question }}\n", []seedbed.Message{{Role: "user", Content: "Say ## user\n{{ x }} {% if %}"}}},
		{"roles", "---\nreply: text\n---\n\n## system\nBe kind.\n\n# heading\n## user  \n{{ question }}\n## assistant\nSo:", []seedbed.Message{
			{Role: "system", Content: "Be kind.\n\n# heading"},
			{Role: "user", Content: "## user\n{{ x }} {% if %}"},
			{Role: "assistant", Content: "So:"},
		}},
		{"roles in a loop", "{% for e in exemplars %}\n## user\n{{ e.q }}\n## assistant\n{{ e.a }}\n{% endfor %}\n## user\n{{ question }}", []seedbed.Message{
			{Role: "user", Content: "1?"},
			{Role: "assistant", Content: "one"},
			{Role: "user", Content: "2?"},
			{Role: "assistant", Content: "## assistant"},
			{Role: "user", Content: "## user\n{{ x }} {% if %}"},
		}},
		{"not role lines", "## users\n ## user\n### user\nx ## user\n{{ question }}## user\n{% raw %}\n## user\n{% endraw %}{#\n## user\n#}", []seedbed.Message{
			{Role: "user", Content: "## users\n ## user\n### user\nx ## user\n## user\n{{ x }} {% if %}## user\n\n## user"},
		}},
		{"empty messages are not sent", "## system\n{# nothing #}\n## user\nHi", []seedbed.Message{{Role: "user", Content: "Hi"}}},
		{"windows", "\ufeff---\r\nreply: text\r\n---\r\n## user\r\nHi\r\nthere\r\n", []seedbed.Message{{Role: "user", Content: "Hi\nthere"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parse(t, tt.src).Render(vars)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"", "p.md:1:1: the prompt has no text"},
		{"---\nreply: text\n", "p.md:1:1: the front matter is never closed"},
		{"---\nrepyl: text\n---\nHi", `p.md:2:1: unknown key "repyl"; did you mean "reply"?`},
		{"---\nreply: prose\n---\nHi", "p.md:2:8: "},
		{"---\nreply: text\n---\nHi {{ a", "p.md:4:4: {{ is never closed"},
		{"Hi\n{% if a %}\n", "p.md:3:1: {% if %} is never closed; add {% endif %}"},
		{"Hi\n{% include 'x' %}", "p.md:2:4: {% include %} does not work in prompt files"},
		{"Hi {{ a b }}", "p.md:1:9: unexpected b"},
		{"Hi {{ 'a }}", "is never closed"},
		{"Hi {{ a | uper }}", `p.md:1:11: "uper" is not a filter of Jinja; did you mean "upper"?`},
		{"Hi {{ a is defnied }}", `did you mean "defined"?`},
		{"lost\n## user\nHi", "p.md:1:1: this stands before the first role line"},
		{"Hi\xff", "p.md:1: the file is not UTF-8"},
		{"{{ " + strings.Repeat("(", 5000) + " }}", "nested too deeply"},
		{strings.Repeat("{% if a %}", 10000), "nested too deeply"},
		{"{{ a" + strings.Repeat("+a", 100000) + " }}", "too long"},
	} {
		_, probs := Parse("p.md", []byte(tt.src))
		if !strings.Contains(probs.Error(), tt.want) {
			t.Errorf("Parse(%.40q) says %q, want %q", tt.src, probs.Error(), tt.want)
		}
	}
}

func TestUndefined(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"Hi\nyou {{ questin }}", "p.md:2:8: {{ questin }} is undefined"},
		{"Hi\n{% if 1 %}{{ 'a' ~ questin.strip() }}{% endif %}", "p.md:2:20: {{ questin }} is undefined"},
		{"Hi {% for x in nope %}{{ x }}{% endfor %}", "p.md:1:16: {{ nope }} is undefined"},
		{"Hi {{ q.a.b }}", "p.md:1:"},
		{"Hi {% if 1 %}{{ 'a' * 1000000000 }}{% endif %}", "p.md:1:"},
		{"{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}", "p.md:1:"},
	} {
		_, err := parse(t, tt.src).Render(seedbed.Fields{{Name: "q", Value: "x"}})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Render(%q): %v, want %q", tt.src, err, tt.want)
		}
		if seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("code %s", seedbed.CodeOf(err))
		}
	}
}

func TestVariables(t *testing.T) {
	f := parse(t, `---
reply: text
---
{% set y = a %}{{ y }}{{ b.c[d] }}{% for i, j in e.items() if f %}{{ i }}{{ loop.index }}{{ g }}{% endfor %}{{ i }}
{% macro m(p, q=h) %}{{ p }}{{ k }}{% endmacro %}{{ m(1, q=l) }}{{ n | default('') }}{% if o is defined %}{{ o }}{% endif %}
{{ "x" if z else w }}{{ range(3) }}{% with v = u %}{{ v }}{% endwith %}{{ v }} {{ n2 | default(n3) }}{% set block %}{{ s }}{% endset %}{{ block }}{{ namespace(t=1) }}`)
	var got []string
	for _, v := range f.Variables() {
		name := v.Name
		if v.Guarded {
			name += "?"
		}
		got = append(got, name)
	}
	want := "a b d e f g i h k l n? o? z w u v n2? n3 s"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
	probs := parse(t, "Hi\n{{ questin }} {{ answer }}").Check([]string{"id", "question", "answer"}, "questions", false)
	if want := `p.md:2:4: {{ questin }} is not a field of questions (id, question, answer); did you mean "question"?`; probs.Error() != want {
		t.Errorf("got %s, want %s", probs.Error(), want)
	}
}
