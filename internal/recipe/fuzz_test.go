package recipe

import (
	"strings"
	"testing"
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
