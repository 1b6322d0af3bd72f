package stage

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

func textRow(i int, s any) seedbed.Record {
	return seedbed.Record{
		ID: seedbed.ID{2, byte(i >> 16), byte(i >> 8), byte(i)}, Stage: "hints",
		Fields: seedbed.Fields{{Name: "text", Value: s}}, Lineage: seedbed.Lineage{File: "test.jsonl", Line: i},
	}
}

var textSchema = seedbed.Schema{Fields: []seedbed.FieldType{{Name: "text", Type: seedbed.TypeText}}}

// dedupeWith makes a dedupe stage that compares against the given rows.
func dedupeWith(t testing.TB, cfg *dedupeConfig, rows map[string][]seedbed.Record) seedbed.Stage {
	t.Helper()
	scope, problems := keepScope(textSchema)
	scope.Source = func(_, name string) (*plan.Source, bool) { return &plan.Source{Name: name}, true }
	scope.Glob = func(string, string) bool { return true }
	scope.ReadFile = func(_, path, _ string) ([]byte, bool) { return []byte(path), true }
	needs := cfg.Check(scope)
	if len(*problems) > 0 {
		t.Fatal(*problems)
	}
	st, err := Dedupe().New(cfg, plan.Env{
		Stage: &plan.Stage{Name: "unique", Needs: needs},
		Rows: func(src plan.Source) iter.Seq2[seedbed.Record, error] {
			return func(yield func(seedbed.Record, error) bool) {
				if rows[src.Name] == nil {
					yield(seedbed.Record{}, errors.New("no such file"))
				}
				for _, r := range rows[src.Name] {
					if !yield(r, nil) {
						return
					}
				}
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

const ducks = "Janet's ducks lay sixteen eggs per day and she eats three of them for breakfast every morning before work"

func TestDedupe(t *testing.T) {
	st := dedupeWith(t, &dedupeConfig{Exact: true, Near: .8, Within: true, Against: []dedupeAgainst{{Source: "questions"}, {File: "data/test.jsonl"}}},
		map[string][]seedbed.Record{
			"questions":  {textRow(7, "What is the seventh question of this source about?")},
			"test.jsonl": {textRow(17, "A train leaves the station at noon and arrives at the next town at three o'clock")},
		})
	for i, tc := range []struct{ text, reason, detail string }{
		{ducks, "", ""},
		{"  JANET'S ducks lay sixteen eggs per day, and she eats three of them for breakfast every morning before work!", "duplicate", `the same text as 02000000: "Janet's ducks lay sixteen eggs per day and she …"`},
		{ducks + " today", "near-duplicate", `Jaccard .94 with 02000000: "Janet's ducks lay sixteen eggs per day and she …"`},
		{"Something else altogether", "", ""},
		{"a train leaves the station at noon and arrives at the next town at three o'clock sharp", "in test.jsonl", `Jaccard .93 with test.jsonl:17: "A train leaves the station at noon and arrives …"`},
		{"what is the seventh question of this source about", "in questions", `the same text as test.jsonl:7: "What is the seventh question of this source abo…"`},
		{"", "", ""},
		{"", "duplicate", `the same text as 02000006: ""`},
		{"\x1b[2J\u202e bad\x00", "", ""},
		{"\x1b[2J\u202e bad\x00", "duplicate", `the same text as 02000008: "␛[2J<U+202E> bad␀"`},
	} {
		d := processOne(t, st, textRow(i, tc.text)).Decision
		if d.Reason != tc.reason || d.Detail != tc.detail || (d.State == seedbed.Rejected) != (tc.reason != "") {
			t.Errorf("%d: got %+v\nwant %s %s", i, d, tc.reason, tc.detail)
		}
	}
}

func TestDedupeSettings(t *testing.T) {
	for _, tc := range []struct {
		cfg  dedupeConfig
		want string // reasons of: ducks, DUCKS, ducks today
	}{
		{dedupeConfig{Exact: true, Within: true}, ",duplicate,"},
		{dedupeConfig{Near: .8, Within: true}, ",near-duplicate,near-duplicate"},
		{dedupeConfig{Near: .99, Exact: true, Within: true}, ",duplicate,"},
		{dedupeConfig{Near: .8, Exact: true, Against: []dedupeAgainst{{Source: "none"}}}, ",,"},
	} {
		st := dedupeWith(t, &tc.cfg, map[string][]seedbed.Record{"none": {textRow(1, "nothing of the kind")}})
		var got []string
		for i, s := range []string{ducks, strings.ToUpper(ducks), ducks + " today"} {
			got = append(got, processOne(t, st, textRow(i, s)).Decision.Reason)
		}
		if g := strings.Join(got, ","); g != tc.want {
			t.Errorf("%+v: %s, want %s", tc.cfg, g, tc.want)
		}
	}
}

func TestDedupeCannotRead(t *testing.T) {
	for name, rows := range map[string][]seedbed.Record{"there is no such file": nil, "it has other fields": {{Fields: seedbed.Fields{{Name: "q", Value: "x"}}}}} {
		st := dedupeWith(t, &dedupeConfig{Exact: true, Within: true, Against: []dedupeAgainst{{File: "test.jsonl"}}}, map[string][]seedbed.Record{"test.jsonl": rows})
		if _, err := st.Process(context.Background(), textRow(1, "x")); err == nil || !strings.Contains(err.Error(), "test.jsonl") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDedupeProblems(t *testing.T) {
	two := seedbed.Schema{Fields: []seedbed.FieldType{{Name: "a", Type: seedbed.TypeText}, {Name: "b", Type: seedbed.TypeText}}}
	for _, tc := range []struct {
		cfg  dedupeConfig
		want string
	}{
		{dedupeConfig{Exact: true, Within: true}, "field: it is not said which field is compared; write field: with one or more of a, b"},
		{dedupeConfig{Field: []string{"a"}, Within: true}, "near: neither exact nor near duplicates are looked for; write near: 0.8, or exact: true"},
		{dedupeConfig{Field: []string{"a"}, Exact: true}, "within: rows are compared neither with one another nor with anything else; write within: true, or name sources in against"},
		{dedupeConfig{Field: []string{"a"}, Exact: true, Against: []dedupeAgainst{{}}}, "against.0: names no rows to compare with; write the name of a source, or {file: ..., field: ...}"},
	} {
		scope, problems := keepScope(two)
		tc.cfg.Check(scope)
		if got := strings.Join(*problems, "\n"); got != tc.want {
			t.Errorf("got  %s\nwant %s", got, tc.want)
		}
	}
}

func TestDedupeConfig(t *testing.T) {
	doc, probs := config.Parse("r.yaml", []byte("field: hint\nagainst: [questions, {file: test.jsonl, field: q}]\n"), 1)
	var cfg dedupeConfig
	if probs = append(probs, doc.Decode("", &cfg)...); len(probs) > 0 {
		t.Fatal(probs)
	}
	if got, want := fmt.Sprintf("%+v", cfg), "{Field:[hint] Exact:true Near:0.8 Within:true Against:[{Source:questions File: Field:[]} {Source: File:test.jsonl Field:[q]}] sources:[]}"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func BenchmarkDedupe(b *testing.B) {
	st := dedupeWith(b, &dedupeConfig{Exact: true, Near: .8, Within: true}, nil)
	rng := rand.New(rand.NewPCG(1, 2))
	rows := make([]seedbed.Record, 20000)
	for i := range rows {
		words := make([]string, 40)
		for j := range words {
			words[j] = fmt.Sprintf("w%d", rng.IntN(5000))
		}
		rows[i] = textRow(i, strings.Join(words, " "))
	}
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		processOne(b, st, rows[i%len(rows)])
		i++
	}
}
