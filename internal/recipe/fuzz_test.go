package recipe

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func FuzzLoad(f *testing.F) {
	f.Add([]byte(goodRecipe), "stages.hints.copies=3", goodRubric)
	for _, s := range []string{
		"", "stages:", "stages: {a: {write: {}}}", "stages: {a: {keep: {from: a}}}", "stages: {a: {keep: {from: [b, b]}}, b: {judge: {from: a}}}",
		"models: {w: [x]}\nsources: [s]\nstages: {a: {write: x}}", "models: {w: x}\nsources: {s: '-', t: '-'}\nstages: {a: {keep: {from: [s, t], files: '*', against: s}}}",
		"release: {from: x, fields: [a, a], version: ' '}\nstages: {a: {write: {rows: 3}}}", "budget: {usd: 1e999}", "&a {stages: *a}",
		strings.Replace(goodRecipe, "gpt-5-mini", "\"\\u202e\\x00\"", 1),
	} {
		f.Add([]byte(s), "models.w.url=http://[::1", "task: x")
	}
	f.Fuzz(func(t *testing.T, recipe []byte, set, rubric string) {
		files := goodFiles()
		files["seedbed.yaml"] = string(recipe)
		files["rubrics/hint.yaml"] = rubric
		opt := goodOptions(files)
		for _, opt.Set = range [][]string{nil, {set}} {
			p, probs := Load(opt)
			_ = probs.Error()
			if (p == nil) != hasErrors(probs) {
				t.Errorf("plan %v, problems %v", p, probs)
			}
			if p == nil {
				continue
			}
			again, _ := Load(opt)
			if again == nil || again.Fingerprint != p.Fingerprint {
				t.Error("not the same plan twice")
			}
			seen := map[string]bool{}
			for _, s := range p.Sources {
				seen[s.Name] = true
			}
			for _, s := range p.Stages {
				for _, from := range s.From {
					if !seen[from] {
						t.Errorf("stage %s stands before %s, which it reads", s.Name, from)
					}
				}
				seen[s.Name] = true
			}
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	opt := goodOptions(goodFiles())
	b.ReportAllocs()
	for b.Loop() {
		if p, probs := Load(opt); p == nil {
			b.Fatal(probs)
		}
	}
}

// TestHostileRecipesCostLittle: what is as large as it may be is checked in no
// time.
func TestHostileRecipesCostLittle(t *testing.T) {
	names := make([]string, maxEntries)
	for i := range names {
		names[i] = fmt.Sprintf("s%d", i)
	}
	stages := func(line func(i int) string) string {
		var b strings.Builder
		b.WriteString("sources: {q: {file: seeds.jsonl, origin: human}}\nstages:\n")
		for i, n := range names {
			b.WriteString("  " + n + ": {keep: {from: " + line(i) + "}}\n")
		}
		return b.String()
	}
	for what, recipe := range map[string]string{
		"a chain written backwards": stages(func(i int) string { return append(names, "q")[i+1] }),
		"everyone reads those before": stages(func(i int) string {
			return "[" + strings.Join(append(names[max(0, i-maxFrom+1):i:i], "q"), ", ") + "]"
		}),
		"everyone in a circle": stages(func(i int) string {
			return "[" + strings.Join(append(names[:maxFrom-1:maxFrom-1], names[(i+1)%maxEntries]), ", ") + "]"
		}),
		"many stages":  "stages: {" + strings.Repeat("a: {}, ", 10_000) + "}",
		"many names":   "stages: {a: {keep: {from: [" + strings.Repeat("a, ", 20_000) + "]}}}",
		"many fields":  "release: {fields: [" + strings.Repeat("a, ", 20_000) + "]}\nstages: {a: {keep: {}}}",
		"many files":   "sources: {q: [" + strings.Repeat("a, ", 20_000) + "]}\nstages: {a: {keep: {}}}",
		"many sources": "sources: {q: {file: [" + strings.Repeat("a, ", 20_000) + "]}}\nstages: {a: {keep: {}}}",
	} {
		files := goodFiles()
		files["seedbed.yaml"] = recipe
		start := time.Now()
		_, probs := Load(goodOptions(files))
		_ = probs.Error()
		if e := time.Since(start); e > 30*time.Second {
			t.Errorf("%s: %v", what, e)
		} else {
			t.Logf("%s: %v, %d problems", what, e, len(probs))
		}
	}
}
