package transcripts

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
)

//go:embed training
var training embed.FS

// Lesson is a transcript that the learned signals are trained on.
type Lesson struct {
	Transcript
	Writer string // who wrote it: the folder
	Shows  []int  // turns in which the behaviour shows
}

// lessonFiles are the files of each writer.
var lessonFiles = map[string]Behaviour{
	"role_flip.txt": RoleFlip, "both_sides.txt": BothSides, "praise.txt": Praise, "persona.txt": Persona, "contradiction.txt": Contradiction,
	"refusal.txt": Refusal, "loop.txt": Loop, "repeats.txt": Repeats, "sound.txt": Sound, "mixed.txt": Sound, "mixed2.txt": Sound, "mixed3.txt": Sound,
}

// Training returns the transcripts that signals are trained on, by writer and file, and
// the digest of their texts. They are none of those that signals are tried on.
func Training() (lessons []Lesson, digest string, err error) {
	h := sha256.New()
	err = fs.WalkDir(training, "training", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if path.Base(name) == "README.md" {
			return nil // whose texts they are
		}
		behaviour, ok := lessonFiles[path.Base(name)]
		if !ok {
			return fmt.Errorf("%s is no file of transcripts", name)
		}
		data, err := training.ReadFile(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s %d\n", name, len(data))
		h.Write(data)
		got, err := parse(string(data))
		if err != nil {
			return fmt.Errorf("%s:%w", name, err)
		}
		for i, t := range got {
			t.Behaviour, t.ID = behaviour, fmt.Sprintf("%s %d", strings.TrimPrefix(name, "training/"), i+1)
			lesson := Lesson{Transcript: t, Writer: path.Base(path.Dir(name))}
			for _, turns := range variants(t.Turns) {
				lesson.Turns, lesson.Shows, lesson.Behaviour = turns, nil, Sound
				for j := range turns {
					mark, ok := strings.CutPrefix(string(turns[j].Finish), shows)
					if !ok {
						continue
					}
					turns[j].Finish = ""
					lesson.Shows = append(lesson.Shows, j)
					if lesson.Behaviour = behaviour; mark != "" {
						lesson.Behaviour = marks[mark]
					}
				}
				lessons = append(lessons, lesson)
			}
		}
		return nil
	})
	return lessons, hex.EncodeToString(h.Sum(nil)), err
}

// variants takes several turns of the user in a row for as many ways in which a
// conversation went on and ended, of which each is one.
func variants(c dialogue.Conversation) []dialogue.Conversation {
	for i := 1; i < len(c); i++ {
		if c[i].Role != seedbed.User || c[i-1].Role != seedbed.User {
			continue
		}
		var out []dialogue.Conversation
		for j := i - 1; j < len(c) && c[j].Role == seedbed.User; j++ {
			out = append(out, append(slices.Clone(c[:i-1]), c[j]))
		}
		return out
	}
	return []dialogue.Conversation{c}
}

// shows is what a turn with the mark U! ends with until its mark is read.
const shows = "!"

// marks are the behaviours of marks, in files that have several.
var marks = map[string]Behaviour{"flip": RoleFlip, "both": BothSides, "praise": Praise, "persona": Persona, "refusal": Refusal}

// Language is the code of the language that the transcript is in; "" for more than one.
func (t *Transcript) Language() string { return t.lang() }
