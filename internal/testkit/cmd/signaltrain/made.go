package main

import (
	"math/rand/v2"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// speakers are how those who write both sides name them, by language.
var speakers = map[string][][2]string{
	"en": {{"User", "Assistant"}, {"Me", "AI"}, {"Customer", "Agent"}, {"Q", "A"}, {"Human", "Bot"}, {"Client", "Support"}, {"Student", "Tutor"}, {"Caller", "Advisor"}},
	"de": {{"Nutzer", "Assistent"}, {"Ich", "KI"}, {"Kunde", "Berater"}, {"F", "A"}, {"Kundin", "Support"}, {"Schüler", "Tutor"}},
	"fr": {{"Utilisateur", "Assistant"}, {"Moi", "IA"}, {"Client", "Conseiller"}, {"Q", "R"}, {"Cliente", "Agent"}, {"Élève", "Prof"}},
	"es": {{"Usuario", "Asistente"}, {"Yo", "IA"}, {"Cliente", "Agente"}, {"P", "R"}, {"Clienta", "Soporte"}, {"Alumno", "Tutor"}},
}

// make makes broken conversations of sound ones: the user says what the system says
// next, or what both say.
func made(lessons []transcripts.Lesson, seed uint64) []transcripts.Lesson {
	r := rand.New(rand.NewPCG(seed, 2))
	var out []transcripts.Lesson
	for i := range lessons {
		l := &lessons[i]
		if l.Behaviour != transcripts.Sound {
			continue
		}
		var at []int
		for j := range l.Turns {
			if l.Turns[j].Role == seedbed.User && j+1 < len(l.Turns) {
				at = append(at, j)
			}
		}
		if len(at) == 0 {
			continue
		}
		if j := at[len(at)-1]; madeFlips && j > 0 && len(l.Turns[j+1].Content) > 40 {
			out = append(out, broken(l, transcripts.RoleFlip, j, l.Turns[j+1].Content))
		}
		j := at[r.IntN(len(at))]
		out = append(out, broken(l, transcripts.BothSides, j, both(l, j, r)))
	}
	return out
}

func broken(l *transcripts.Lesson, b transcripts.Behaviour, at int, content string) transcripts.Lesson {
	m := *l
	m.Behaviour, m.Shows, m.Composed = b, []int{at}, true
	m.Turns = append(slices.Clone(l.Turns[:at]), dialogue.Turn{Role: seedbed.User, Content: content})
	return m
}

// both writes what both sides say from a turn on.
func both(l *transcripts.Lesson, at int, r *rand.Rand) string {
	lang := l.Language()
	if speakers[lang] == nil {
		lang = "en"
	}
	end := min(len(l.Turns), at+2+r.IntN(3))
	names := speakers[lang][r.IntN(len(speakers[lang]))]
	style := r.IntN(7)
	var b strings.Builder
	for i, t := range l.Turns[at:end] {
		text := t.Content
		if i > 0 {
			b.WriteString([]string{"\n", "\n\n", "\n", " ", "\n\n", "\n", " "}[style])
		}
		switch style {
		case 0, 1:
			if i > 0 || r.IntN(2) == 0 {
				text = names[i%2] + ": " + text
			}
		case 2:
			text = "**" + names[i%2] + ":** " + text
		case 3, 4:
		case 5:
			text = "– " + text
		case 6:
			text = "\"" + text + "\""
		}
		b.WriteString(text)
	}
	return b.String()
}

var madeFlips = false
