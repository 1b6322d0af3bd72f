package prompt

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

// The engine knows every filter and test that the walker lets through.
func TestKnownNames(t *testing.T) {
	vars := seedbed.Fields{{Name: "x", Value: "1"}}
	for name := range knownFilters {
		if _, err := parse(t, "{% if 0 %}{{ x|"+name+" }}{% endif %}{{ x|"+name+" is defined }}").Render(vars); err != nil && strings.HasSuffix(err.Error(), ": "+name) {
			t.Errorf("filter %s: %v", name, err)
		}
	}
	for name := range knownTests {
		if strings.ContainsAny(name, "=<>") {
			continue // these stand in select and reject alone
		}
		if _, err := parse(t, "{{ x is "+name+" }}").Render(vars); err != nil && strings.HasSuffix(err.Error(), ": "+name) {
			t.Errorf("test %s: %v", name, err)
		}
	}
}

// What the fast path gives is what the engine gives.
func TestFastPathEqualsEngine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{
			"{{ a }}", "{{b}}", "{{- c -}}", "{{ d -}}", "{{- a }}", "{# c #}", "{#- c -#}", "{# a -#}", " ", "\n", "\n\n", "text ", "## user\n", "\n## assistant\n",
			"\n## system", "## user", "{", "}", "}}", "%}", "é\u00a0", "\t", "-", "  \n  ", "\v", "\f",
		}), 1, 14).Draw(t, "pieces")
		vars := seedbed.Fields{
			{Name: "a", Value: rapid.String().Draw(t, "a")},
			{Name: "b", Value: rapid.SampledFrom([]any{int64(3), 2.5, true, nil, "\n## user\n", []any{"x", int64(1)}, map[string]any{"k": "v"}}).Draw(t, "b")},
			{Name: "c", Value: "  padded\n"},
			{Name: "d", Value: "{{ a }}{% raw %}"},
		}
		f, probs := Parse("p.md", []byte(strings.Join(pieces, "")))
		if len(probs) > 0 {
			return
		}
		if f.parts == nil {
			t.Fatalf("%q takes the slow path", strings.Join(pieces, ""))
		}
		fast, fastErr := f.renderFast(vars)
		if p := f.compileSlow(); p != nil {
			t.Fatal(p)
		}
		slow, slowErr := f.renderSlow(vars)
		if d := cmp.Diff(slow, fast); d != "" || (fastErr == nil) != (slowErr == nil) {
			t.Fatalf("%q: %s, %v and %v", strings.Join(pieces, ""), d, slowErr, fastErr)
		}
	})
}

// Many goroutines may render one file; run with -race.
func TestRenderAtOnce(t *testing.T) {
	f := parse(t, "{% macro m(a) %}{{ a.upper() }}{% endmacro %}{% set x = q ~ 1 %}{% for i in range(3) %}{{ m(x) }}{% endfor %}{{ row['full name'] }}")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 50 {
				q := fmt.Sprintf("a%d.%d", i, j)
				m, err := f.Render(seedbed.Fields{{Name: "q", Value: q}, {Name: "full name", Value: "Ada"}})
				if want := strings.Repeat(strings.ToUpper(q)+"1", 3) + "Ada"; err != nil || m[0].Content != want {
					t.Errorf("got %v, %v, want %s", m, err, want)
				}
			}
		})
	}
	wg.Wait()
}

// A template that would not end, or grow without bounds, is an error.
func TestBounds(t *testing.T) {
	for _, src := range []string{
		"{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
		"{% set ns = namespace(s='x') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
		"{% set ns = namespace(s='x') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s }}",
		"{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s }}",
		"{{ 'x' * 99999999999 }}", "{{ [1] * 99999999999 }}", "{{ 'x'.ljust(99999999999) }}", "{{ '%99999999999d' % 1 }}", "{{ 'x'|center(1000000000) }}",
		"{{ ('a' * 1000000).replace('a', 'b' * 1000) }}", "{{ 'a' * 1000000 | replace('a', 'b' * 1000) }}", "{{ ('x,' * 10000)|indent('y' * 10000) }}{{ 'x' * 33554433 }}",
		"{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
	} {
		if _, err := parse(t, src).Render(nil); err == nil {
			t.Errorf("%s gives a text", src)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"Hi {{ name }}", "---\nreply: json\nschema: {type: object}\n---\n## user\n{{ a }}", "{% for a, b in c.items() %}{{ a % b }}{% endfor %}",
		"{{ 'x' * 99 ~ y|default('z') }}", "{%- if a is not b -%}{% raw %}{{{% endraw %}{% endif %}", "{{ {'a': [1, (2, 3)]}['a'][0:1:2] }}",
		"{% set x %}a{% endset %}{% macro m(a, b=1) %}{{ a.strip() }}{% endmacro %}{{ m('é') }}", "\xff", "{{", "{% filter upper %}", "{{ a.b.c(d=1, *e, **f) }}",
	} {
		f.Add([]byte(s))
	}
	vars := seedbed.Fields{{Name: "name", Value: "x"}, {Name: "a", Value: []any{int64(1), "b"}}, {Name: "c", Value: map[string]any{"k": "v"}}}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, probs := Parse("p.md", data)
		for _, p := range probs {
			if p.Message == "" {
				t.Errorf("a problem without words: %+v", p)
			}
		}
		if file == nil {
			if len(probs) == 0 {
				t.Error("no file, and no problem")
			}
			return
		}
		file.Variables()
		a, err := file.Render(vars)
		if err != nil {
			return
		}
		if b, err := file.Render(vars); err != nil || cmp.Diff(a, b) != "" {
			t.Errorf("rendered again it differs: %v", err)
		}
	})
}

const typical = `## system
You write hints for pupils. Never give the answer away.
## user
A pupil works on this question:

{{ question }}

The answer is {{ answer }}. Write one hint for a {{ level }} that helps with the next step.
`

var typicalVars = seedbed.Fields{
	{Name: "question", Value: strings.Repeat("Janet's ducks lay 16 eggs per day. ", 8)},
	{Name: "answer", Value: int64(18)},
	{Name: "level", Value: "pupil"},
}

func BenchmarkRenderFast(b *testing.B) {
	f := parse(b, typical)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Render(typicalVars); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRenderExemplars(b *testing.B) {
	f := parse(b, "{% for e in exemplars %}\n## user\n{{ e.q }}\n## assistant\n{{ e.a }}\n{% endfor %}\n"+typical[strings.Index(typical, "## user"):])
	var all []Exemplar
	for _, q := range []string{"a", "b", "c"} {
		all = append(all, NewExemplar(seedbed.Fields{{Name: "q", Value: q}, {Name: "a", Value: "x"}}))
	}
	p, err := NewPicker(all, PickRandom, 2, "")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	n := byte(0)
	for b.Loop() {
		n++
		vars := append(typicalVars[:3:3], seedbed.Field{Name: "exemplars", Value: p.Pick(seedbed.Fingerprint{}, seedbed.ID{n}).Value})
		if _, err := f.Render(vars); err != nil {
			b.Fatal(err)
		}
	}
}
