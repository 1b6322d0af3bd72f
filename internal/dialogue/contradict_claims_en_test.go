package dialogue

import (
	_ "embed"
	"strconv"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

//go:embed testdata/claims_en.txt
var claimsEnglish string

func claimCase(line string) (Profile, string) {
	who, text, _ := strings.Cut(line, " | ")
	f := strings.SplitN(who, " ", 3)
	p := Profile{Gender: map[string]string{"f": "female", "m": "male"}[f[1]]}
	if n, err := strconv.Atoi(f[0]); err == nil {
		p.AgeFrom, p.AgeTo = n, n
	}
	if f[2] != "-" {
		p.Name = f[2]
	}
	return p, text
}

func claimFound(line string) (bool, string) {
	p, text := claimCase(line)
	turns := Conversation{
		{Role: seedbed.User, Content: "Hi, I have a question about something."},
		{Role: seedbed.Assistant, Content: "Of course. Could you tell me a bit more?"},
		{Role: seedbed.User, Content: text},
		{Role: seedbed.Assistant, Content: "Thanks for telling me. What would you like to know?"},
	}
	for _, s := range SignalsWith(turns, p, nil) {
		if s.Name == Contradicts && s.Strength >= Threshold {
			return true, s.Quote
		}
	}
	return false, ""
}

// TestClaimsEnglish has turns that contradict their user's profile, and near misses.
func TestClaimsEnglish(t *testing.T) {
	heading, of, wrong := "", 0, 0
	done := func() {
		if of > 0 {
			t.Logf("%s: %d of %d wrong", heading, wrong, of)
		}
		of, wrong = 0, 0
	}
	for line := range strings.Lines(claimsEnglish) {
		line = strings.TrimSpace(line)
		if name, is := strings.CutPrefix(line, "== "); is {
			done()
			heading = name
			continue
		}
		if line == "" || line[0] == '#' {
			continue
		}
		line, open := strings.CutPrefix(line, "? ")
		of++
		if found, quote := claimFound(line); found != strings.HasPrefix(heading, "claims") {
			wrong++
			if !open {
				t.Errorf("%s: %s  %s", heading, line, quote)
			}
		}
	}
	done()
}
