package transcripts

import (
	"strings"

	"seedbed.dev/seedbed"
)

// noise writes the user's turns as some people type: in small letters, without full
// stops, with letters changed round, with signs. Half of the users type carefully.
func (m *maker) noise(t *Transcript) {
	small, bare, slips := m.r.IntN(4) == 0, m.r.IntN(4) == 0, m.r.IntN(4) == 0
	for i := range t.Turns {
		turn := &t.Turns[i]
		if turn.Role != seedbed.User || strings.Contains(turn.Content, "```") {
			continue
		}
		if small {
			turn.Content = strings.ToLower(turn.Content)
		}
		if bare {
			turn.Content = strings.TrimRight(turn.Content, ".!")
		}
		if slips {
			turn.Content = m.slip(turn.Content)
		}
	}
	if last := &t.Turns[len(t.Turns)-2]; m.r.IntN(8) == 0 && last.Role == seedbed.User {
		last.Content += []string{" :)", " lol", " 🙏", " ..."}[m.r.IntN(4)]
	}
}

// slip changes two letters round in about one long word of eight.
func (m *maker) slip(text string) string {
	words := strings.Split(text, " ")
	for i, w := range words {
		if r := []rune(w); len(r) > 5 && m.r.IntN(8) == 0 {
			j := 1 + m.r.IntN(len(r)-3)
			r[j], r[j+1] = r[j+1], r[j]
			words[i] = string(r)
		}
	}
	return strings.Join(words, " ")
}
