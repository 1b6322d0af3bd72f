package transcripts

import (
	"embed"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
)

// corpus are the transcripts that were written by hand: the first set in corpus, the
// others in second to sixth, in files of the same names. A line "@@ kind; key=value;
// ..." begins one; "U> " begins a turn of the user, "A> " one of the system, and
// "U[length]> " one that ended for that reason; "U!> " is a turn of the user in which
// the behaviour of a training transcript shows. Other lines go on with their turn.
//
//go:embed corpus/*.txt second/*.txt third/*.txt fourth/*.txt fifth/*.txt sixth/*.txt people/*.txt small/*.txt
var corpus embed.FS

const (
	firstSet  = "corpus"
	secondSet = "second"
	thirdSet  = "third"
	fourthSet = "fourth"
	fifthSet  = "fifth"
	sixthSet  = "sixth"
	peopleSet = "people"
	smallSet  = "small"
)

// files are the hand-written files with what is in them.
var files = []struct {
	name      string
	behaviour Behaviour
}{
	{"sound_en.txt", Sound},
	{"sound_de.txt", Sound},
	{"sound_fr.txt", Sound},
	{"sound_es.txt", Sound},
	{"role_flip.txt", RoleFlip},
	{"both_sides.txt", BothSides},
	{"praise.txt", Praise},
	{"persona.txt", Persona},
	{"refusal.txt", Refusal},
	{"repeats.txt", Repeats},
	{"loop.txt", Loop},
	{"ends_at_once.txt", EndsAtOnce},
	{"cut_off.txt", CutOff},
	{"unreachable.txt", Unreachable},
	{"contradiction.txt", Contradiction},
}

// written reads what was written by hand of a set.
func written(set string) ([]Transcript, error) {
	var out []Transcript
	n := map[Behaviour]int{}
	for _, f := range files {
		got, err := read(set, f.name)
		if err != nil {
			return nil, err
		}
		for _, t := range got {
			n[f.behaviour]++
			t.Behaviour, t.ID = f.behaviour, fmt.Sprintf("%s %d", f.behaviour.title(), n[f.behaviour])
			out = append(out, t)
		}
	}
	return out, nil
}

func (b Behaviour) title() string {
	if b == Sound {
		return "sound"
	}
	return string(b)
}

func read(set, name string) ([]Transcript, error) {
	data, err := corpus.ReadFile(path.Join(set, name))
	if err != nil {
		return nil, err
	}
	out, err := parse(string(data))
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path.Join(set, name), err)
	}
	return out, nil
}

// parse reads the form in which transcripts are written; its errors begin with the
// line.
func parse(text string) ([]Transcript, error) {
	var out []Transcript
	for i, line := range strings.Split(text, "\n") {
		if head, ok := strings.CutPrefix(line, "@@ "); ok {
			t := Transcript{fields: map[string]string{}}
			for j, part := range strings.Split(head, ";") {
				part = strings.TrimSpace(part)
				key, value, ok := strings.Cut(part, "=")
				switch {
				case j == 0:
					t.Kind = part
				case !ok:
					return nil, fmt.Errorf("%d: %q is not key=value", i+1, part)
				case key == "thing":
					t.thing = value
				case slices.Contains(profileKeys, key):
					t.fields[key] = value
				default:
					return nil, fmt.Errorf("%d: there is no key %q", i+1, key)
				}
			}
			out = append(out, t)
			continue
		}
		if len(out) == 0 {
			return nil, fmt.Errorf("%d: text before the first @@", i+1)
		}
		t := &out[len(out)-1]
		if turn, ok := begins(line); ok {
			t.Turns = append(t.Turns, turn)
		} else if n := len(t.Turns); n > 0 {
			t.Turns[n-1].Content += "\n" + line
		}
	}
	for i := range out {
		for j := range out[i].Turns {
			out[i].Turns[j].Content = strings.TrimRight(out[i].Turns[j].Content, "\n")
		}
	}
	return out, nil
}

// begins reads the mark of a turn: U>, A>, U[length]>.
func begins(line string) (dialogue.Turn, bool) {
	mark, content, ok := strings.Cut(line, ">")
	if !ok || mark == "" {
		return dialogue.Turn{}, false
	}
	var t dialogue.Turn
	switch mark[0] {
	case 'U':
		t.Role = seedbed.User
	case 'A':
		t.Role = seedbed.Assistant
	default:
		return t, false
	}
	if mark = mark[1:]; strings.HasPrefix(mark, shows) {
		t.Finish = seedbed.Finish(mark)
	} else if mark != "" {
		finish, ok := strings.CutPrefix(mark, "[")
		finish, closed := strings.CutSuffix(finish, "]")
		if !ok || !closed {
			return t, false
		}
		t.Finish = seedbed.Finish(finish)
	}
	t.Content = strings.TrimPrefix(content, " ")
	return t, true
}

// clone returns a copy whose turns and profile can be changed.
func (t *Transcript) clone() Transcript {
	c := *t
	c.Turns = slices.Clone(t.Turns)
	c.fields = maps.Clone(t.fields)
	return c
}
