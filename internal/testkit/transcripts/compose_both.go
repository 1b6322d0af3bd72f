package transcripts

import "strings"

// labels are how people who write both sides name them, by language.
var labels = map[string][][2]string{
	"en": {{"User", "Assistant"}, {"Human", "AI"}, {"Customer", "Agent"}, {"Me", "Assistant"}, {"USER", "ASSISTANT"}, {"Patient", "Chatbot"}},
	"de": {{"Nutzer", "Assistent"}, {"Kunde", "Berater"}, {"Ich", "Assistent"}},
	"fr": {{"Utilisateur", "Assistant"}, {"Client", "Conseiller"}, {"Moi", "Assistant"}},
	"es": {{"Usuario", "Asistente"}, {"Cliente", "Agente"}, {"Yo", "Asistente"}},
}

// labelForms are how a label stands before what is said.
var labelForms = []struct{ before, after string }{
	{"", ": "},
	{"", ": "},
	{"**", ":** "},
	{"[", "] "},
	{"### ", ":\n"},
	{"<", "> "},
	{"- ", ": "},
}

// bothSides lets the user write what comes next of both sides, as it is in the sound
// transcript that it begins with.
func (m *maker) bothSides() Transcript {
	t := m.base()
	for len(t.Turns) < 6 {
		t = m.base()
	}
	at := 2 * m.r.IntN((len(t.Turns)-2)/2)
	end := min(len(t.Turns), at+3+m.r.IntN(3))
	names := labels[t.lang()][m.r.IntN(len(labels[t.lang()]))]
	form := labelForms[m.r.IntN(len(labelForms))]
	gap := []string{"\n", "\n\n"}[m.r.IntN(2)]
	var b strings.Builder
	for i, turn := range t.Turns[at:end] {
		if i > 0 {
			b.WriteString(gap)
		}
		if i > 0 || m.r.IntN(2) == 0 {
			b.WriteString(form.before + names[i%2] + form.after)
		}
		b.WriteString(turn.Content)
	}
	t.Kind = "composed, with labels"
	t.Turns[at].Content = b.String()
	t.Turns = t.Turns[:at+2]
	return t
}
