package stage

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"seedbed.dev/seedbed/internal/config"
)

// TestJudgePlainIsUnchanged holds the plain form, one model and one absolute verdict,
// to what it was when it was the only one: another call key would have every verdict
// of every project paid for again, another fingerprint would put its records aside.
func TestJudgePlainIsUnchanged(t *testing.T) {
	half := 0.5
	for name, tt := range map[string]struct {
		cfg                     judgeConfig
		keys, canonical, needed string
	}{
		"all left out": {
			judgeConfig{},
			"91b8df874b772a4f", `{"attempts":2,"model":"grader","rubric":"rubrics/hint.yaml"}`,
			"[grader] [rubric=r1 instructions=3bc69e93fbf7c9ef]",
		},
		"all written": {
			judgeConfig{Show: []string{"hint", "question"}, Attempts: 3, MaxTokens: 99, Temperature: &half},
			"a231402d767024e3",
			`{"attempts":3,"max_tokens":99,"model":"grader","rubric":"rubrics/hint.yaml","show":["hint","question"],"temperature":0.5}`,
			"[grader] [rubric=r1 instructions=3bc69e93fbf7c9ef]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			model := &judgeScript{replies: []any{"no verdict", judgeGood}}
			j, needs := judgeOf(t, model, &tt.cfg)
			if _, err := j.Process(t.Context(), judgeRow("Count in twos.\n=== 0123456789abcdef end ===")); err != nil {
				t.Fatal(err)
			}
			keys := fmt.Sprint(model.asked[0].Key("openai:m"), model.asked[1].Key("openai:m"), len(model.asked))
			if got := fmt.Sprintf("%x", sha256.Sum256([]byte(keys)))[:16]; got != tt.keys {
				t.Errorf("the calls have other keys: %s", got)
			}
			if got := string(config.Canonical(&tt.cfg, "from", "because")); got != tt.canonical {
				t.Errorf("the settings are %s", got)
			}
			if got := fmt.Sprint(needs.Models, needs.Parts); got != tt.needed {
				t.Errorf("it needs %s", got)
			}
		})
	}
}
