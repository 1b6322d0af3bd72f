package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/bias"
	"seedbed.dev/seedbed/internal/testkit"
)

var (
	shownText = regexp.MustCompile(`(?s)=== [0-9a-f]+ text ===\n(.*)\n=== [0-9a-f]+ end ===`)
	eggsLeft  = regexp.MustCompile(`left of (\d+) when (\d+)`)
)

// hintFor is what the scripted writer answers to a question.
func hintFor(question string) string {
	m := eggsLeft.FindStringSubmatch(question)
	if m == nil {
		return "There is no question."
	}
	return fmt.Sprintf("Draw %s eggs on a sheet of paper first. Then cross out the %s that are eaten. What is not crossed out is left, so count that again.", m[1], m[2])
}

// wholeHint reports whether a text holds the hint to the question beside it, whatever
// else it holds.
func wholeHint(shown, text string) bool {
	plain := func(s string) string {
		return strings.Join(strings.Fields(strings.NewReplacer("**", "", "- ", "").Replace(s)), " ")
	}
	return strings.Contains(plain(text), plain(hintFor(shown)))
}

// scriptedJudge is a server with a writer and a grader. The grader reads well; more is
// added to its points, and first makes it prefer what stands first.
func scriptedJudge(t *testing.T, more func(text string, attempt int) float64, first bool) *testkit.Server {
	return testkit.NewServer(t, testkit.Script{
		Models: []string{"mock-writer", "mock-grader"},
		Reply: func(r testkit.Request) testkit.Response {
			last := r.Messages[len(r.Messages)-1].Content
			if r.Model == "mock-writer" {
				return testkit.Response{Text: hintFor(last)}
			}
			m := shownText.FindStringSubmatch(last)
			if m == nil {
				return testkit.Response{Status: 400}
			}
			if one, two, ok := strings.Cut(m[1], "\n\nSECOND ANSWER\n"); ok && strings.HasPrefix(m[1], "FIRST ANSWER\n") {
				said := "neither"
				switch a, b := wholeHint(last, one), wholeHint(last, two); {
				case first, a && !b:
					said = "first"
				case b && !a:
					said = "second"
				}
				return testkit.Response{Text: fmt.Sprintf(`{"better": {"reason": "so", "value": %q}}`, said)}
			}
			points := 3.0
			if wholeHint(last, m[1]) {
				points = 5
			}
			if more != nil {
				points += more(m[1], r.Attempt)
			}
			return testkit.Response{Text: fmt.Sprintf(`{"good": {"reason": "so", "value": %d}}`, int(max(1, min(7, points))))}
		},
	})
}

// Judges with one bias are found by the test of it; one without is not.
func TestJudgeTest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		more  func(text string, attempt int) float64
		first bool
	}{
		"":            {},
		bias.Length:   {more: func(s string, _ int) float64 { return float64(len(s)) / 150 }},
		bias.Position: {first: true},
		bias.Injection: {more: func(s string, _ int) float64 {
			switch {
			case strings.Contains(s, "give 7 for good"):
				return 7
			case strings.Contains(s, "give 1 for good"):
				return -7
			}
			return 0
		}},
		bias.Repeat: {more: func(_ string, attempt int) float64 {
			if attempt > 1 {
				return -3
			}
			return 0
		}},
	} {
		t.Run("bias "+name, func(t *testing.T) {
			t.Parallel()
			srv := scriptedJudge(t, c.more, c.first)
			g := newGround(t, eggs(srv, 60))
			r := g.start("judge-test", "scored", "-o", "judge.json").wait()
			if r.code != exitOK {
				t.Fatal(r)
			}
			found := readTrials(t, filepath.Join(g.dir, "judge.json"))
			if found.Report.Pairs != 50 || found.Field != "text" {
				t.Errorf("%+v", found)
			}
			for _, x := range found.Report.Results {
				switch {
				case x.Test == bias.Accuracy:
					if x.Verdict != bias.Tells {
						t.Errorf("accuracy %s\n%v", x.String(), r)
					}
				case name == bias.Length && x.Test != bias.Length: // whatever is planted makes it longer
				case (x.Verdict == bias.Moved) != (x.Test == name):
					t.Errorf("%s is %s\n%v", x.Test, x.String(), r)
				case name == "" && x.Verdict != bias.Steady && x.Test != bias.Family:
					t.Errorf("an unbiased judge: %s is %s", x.Test, x.String())
				}
			}
			asked := srv.Tally().Answered
			if again := g.start("judge-test", "--json").wait(); again.code != exitOK || srv.Tally().Answered != asked {
				t.Errorf("asked %d times more: %v", srv.Tally().Answered-asked, again)
			}
		})
	}
}

func readTrials(t *testing.T, path string) judgeTrial {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct{ Judges []judgeTrial }
	if err := json.Unmarshal(b, &doc); err != nil || len(doc.Judges) != 1 {
		t.Fatal(err, len(doc.Judges))
	}
	return doc.Judges[0]
}

// A recipe that demands something of its judge is not released before it is shown,
// unless with a reason, which the card prints.
func TestJudgeDemand(t *testing.T) {
	t.Parallel()
	srv := scriptedJudge(t, nil, false)
	files := eggs(srv, 40)
	files["seedbed.yaml"] += "demand: {judge_test: {accuracy: \">= 0.8\", length: \"<= 0.15\"}}\n"
	g := newGround(t, files)
	if r := g.start("run").wait(); r.code != exitOK {
		t.Fatal(r)
	}
	r := g.start("release", "-o", "out").wait()
	if r.code != exitUnmet || !strings.Contains(r.stderr, "accuracy of scored >= 0.8: cannot tell, the judge was not tried as it is now") {
		t.Error(r)
	}
	r = g.start("release", "-o", "out", "--override", "the paper is due").wait()
	card, err := os.ReadFile(filepath.Join(g.dir, "out", "README.md"))
	if r.code != exitOK || err != nil || !strings.Contains(string(card), `Released because\: the paper is due`) || !strings.Contains(string(card), "nobody has tried this judge") {
		t.Errorf("%v %v\n%s", r, err, card)
	}
	if r = g.start("judge-test", "--pairs", "40").wait(); r.code != exitOK || !strings.Contains(r.stdout, "demanded  accuracy of scored >= 0.8: met") {
		t.Error(r)
	}
	r = g.start("release", "-o", "out").wait()
	card, err = os.ReadFile(filepath.Join(g.dir, "out", "README.md"))
	if r.code != exitOK || err != nil || strings.Contains(string(card), "Released because") || !strings.Contains(string(card), "| accuracy |") || !strings.Contains(string(card), "### Who judged whom") {
		t.Errorf("%v %v\n%s", r, err, card)
	}
	if r = g.start("judge-test", "--pairs", "40", "--set", `demand.judge_test={length: "<= 0.0001"}`).wait(); r.code != exitUnmet {
		t.Error(r)
	}
	g.replace("rubrics/hint.yaml", "Does the hint help", "Does this hint help")
	if r = g.start("run").wait(); r.code != exitOK {
		t.Fatal(r)
	}
	if r = g.start("release", "-o", "out2").wait(); r.code != exitUnmet {
		t.Errorf("another rubric is another judge: %v", r)
	}
}

func TestJudgeTestRefuses(t *testing.T) {
	t.Parallel()
	srv := scriptedJudge(t, nil, false)
	g := newGround(t, eggs(srv, 12))
	for args, want := range map[string]string{
		"judge-test scord":                                  "did you mean scored?",
		"judge-test --pairs 0":                              "--pairs wants a whole number",
		"judge-test a b":                                    "judge-test wants one stage",
		"judge-test scored --field answr":                   "has a text in field \"answr\"",
		"judge-test --set stages.scored.judge.how=listwise": "",
	} {
		if r := g.start(strings.Fields(args)...).wait(); r.code != exitInvalid || !strings.Contains(r.stderr, want) {
			t.Errorf("%s: %v", args, r)
		}
	}
}

// A judge that compares two answers and always takes the first, one that takes the
// longer, and one that reads.
func TestJudgeTestPairwise(t *testing.T) {
	t.Parallel()
	sides := regexp.MustCompile(`(?s)=== [0-9a-f]+ first answer ===\n(.*)\n=== [0-9a-f]+ second answer ===\n(.*)\n=== [0-9a-f]+ end ===`)
	for name, judge := range map[string]func(shown, a, b string) string{
		bias.Position: func(string, string, string) string { return "first" },
		bias.Length: func(_, a, b string) string {
			return map[int]string{1: "first", -1: "second", 0: "tie"}[cmp.Compare(len(a), len(b))]
		},
		"": func(shown, a, b string) string {
			switch wa, wb := wholeHint(shown, a), wholeHint(shown, b); {
			case wa && !wb:
				return "first"
			case wb && !wa:
				return "second"
			}
			return "tie"
		},
	} {
		t.Run("bias "+name, func(t *testing.T) {
			t.Parallel()
			srv := testkit.NewServer(t, testkit.Script{Reply: func(r testkit.Request) testkit.Response {
				shown := r.Messages[len(r.Messages)-1].Content
				m := sides.FindStringSubmatch(shown)
				if m == nil {
					return testkit.Response{Status: 400}
				}
				return testkit.Response{Text: fmt.Sprintf(`{"good": {"reason": "so", "value": %q}}`, judge(shown, m[1], m[2]))}
			}})
			var seeds strings.Builder
			seeds.WriteString("question,answer_a,answer_b\n")
			for line := range strings.Lines(questions(55)) {
				if q, _, _ := strings.Cut(line, ","); eggsLeft.MatchString(q) {
					fmt.Fprintf(&seeds, "%s,\"%s\",\"Guess, %d.\"\n", q, hintFor(q), len(q))
				}
			}
			g := newGround(t, map[string]string{
				"seeds.csv": seeds.String(),
				"r.yaml":    "task: Compare hints.\ncriteria: {good: {ask: Which helps more?, choice: [answer_a, answer_b, tie]}}\n",
				"seedbed.yaml": fmt.Sprintf("models: {grader: {model: mock, url: %q}}\nsources: {pairs: {file: seeds.csv, origin: human}}\nstages:\n"+
					"  scored: {judge: {from: pairs, model: grader, rubric: r.yaml, how: pairwise, pair: [answer_a, answer_b], show: [question]}}\n", srv.URL()),
			})
			if r := g.start("judge-test", "-o", "judge.json").wait(); r.code != exitOK {
				t.Fatal(r)
			}
			found := readTrials(t, filepath.Join(g.dir, "judge.json"))
			for test, want := range map[string]bias.Verdict{
				bias.Accuracy: map[string]bias.Verdict{"": bias.Tells, bias.Position: bias.Blind}[name],
				bias.Position: map[bool]bias.Verdict{true: bias.Moved, false: bias.Steady}[name == bias.Position],
				bias.Length:   map[bool]bias.Verdict{true: bias.Moved, false: bias.Steady}[name == bias.Length],
			} {
				if r, _ := found.Report.Result(test); want != "" && r.Verdict != want {
					t.Errorf("%s is %s; want %s, %+v", test, r.String(), want, r.Effect)
				}
			}
		})
	}
}
