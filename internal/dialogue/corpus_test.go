package dialogue

import (
	"os"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// readTalks reads conversations of a file: "=== name", "P: name=..; age=..", "U: ..",
// "A: ..".
func readTalks(t *testing.T, file string) (names []string, talks []Conversation, profiles []Profile) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range strings.Split(string(data), "=== ")[1:] {
		lines := strings.Split(strings.TrimRight(block, "\n"), "\n")
		var c Conversation
		var f seedbed.Fields
		for _, line := range lines[1:] {
			kind, content, _ := strings.Cut(line, ":")
			content = strings.ReplaceAll(strings.TrimSpace(content), `\n`, "\n")
			switch kind {
			case "P":
				for _, kv := range strings.Split(content, ";") {
					k, v, _ := strings.Cut(strings.TrimSpace(kv), "=")
					f = append(f, seedbed.Field{Name: k, Value: v})
				}
			case "U":
				c = append(c, Turn{Role: seedbed.User, Content: content})
			case "A":
				c = append(c, Turn{Role: seedbed.Assistant, Content: content})
			}
		}
		if n := len(c); c[n-1].Role == seedbed.User && !strings.HasPrefix(lines[0], "ends") && !strings.HasPrefix(lines[0], "no reply") {
			c = append(c, Turn{Role: seedbed.Assistant, Content: "All right, here is what I know about it."}) // the system has the last word
		}
		names, talks, profiles = append(names, lines[0]), append(talks, c), append(profiles, ProfileOf(f))
	}
	return names, talks, profiles
}

// TestKnown looks at conversations written beside the signals: each broken one is
// found by a sign of its kind, and no sound one has a sign that counts.
func TestKnown(t *testing.T) {
	kinds := map[string]Name{
		"role flip": RoleFlip, "other side": OtherSide, "praise": Praise, "persona": Persona, "refusal": Refusal, "repeats": Repeats, "loop": Loop,
		"ends at once": EndsAtOnce, "no reply": NoReply, "no text": NoText, "cut off": Cut,
	}
	names, talks, profiles := readTalks(t, "testdata/broken.txt")
	for i, c := range talks {
		signals := Signals(c, profiles[i])
		v, because := Judge(signals)
		named := false
		for _, s := range signals {
			named = named || s.Name == kinds[names[i]] || names[i] == "persona" && s.Name == Contradicts || names[i] == "loop" && s.Name == Repeats
		}
		if v == seedbed.Valid || !named {
			t.Errorf("%s: %s %s\n%s\n%v", names[i], v, because, c[len(c)-1].Content, signals)
		}
	}
	names, talks, profiles = readTalks(t, "testdata/sound.txt")
	for i, c := range talks {
		if v, because := Judge(Signals(c, profiles[i])); v != seedbed.Valid {
			t.Errorf("sound, %s: %s %s", names[i], v, because)
		}
	}
}
