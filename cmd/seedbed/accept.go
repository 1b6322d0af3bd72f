package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prompt"
	"seedbed.dev/seedbed/internal/recipe"
	"seedbed.dev/seedbed/internal/text"
)

func (a *app) acceptCommand() *cobra.Command {
	var as string
	cmd := &cobra.Command{
		Use:   "accept FILE",
		Short: "Accept a rubric or a prompt that a model drafted, as the person who answers for it",
		Long: `Accept writes into a drafted rubric or prompt who has read it, when, and the digest of
the text that was accepted. From then on it can be used. Mend it as you like, before and
after: the digest tells whether the text is still the one that was accepted.

Without --as it says how the file stands, and writes nothing.`,
		Example: "  seedbed accept rubrics/hint.yaml --as \"Ana Souza\"\n  seedbed accept prompts/hint.md",
		Args:    exactArgs(1, "the file of a rubric or a prompt"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("as") && !namesPerson(as) {
				return usagef("--as wants the name of a person, on one line and without commas")
			}
			return a.accept(args[0], strings.TrimSpace(as))
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVar(&as, "as", "", "who accepts it")
	return cmd
}

// namesPerson reports whether a text can be a name: something to be seen, on one line.
func namesPerson(s string) bool {
	return strings.TrimSpace(s) != "" && len(s) <= 200 && !strings.ContainsAny(s, ",\n\r\x00") && text.Harmless(s, 200) == s
}

// maxAccepted bounds a file that is accepted, in bytes.
const maxAccepted = 1 << 20

var (
	draftedLine  = regexp.MustCompile(`(?m)^drafted_by:.*\r?\n`)
	acceptedLine = regexp.MustCompile(`(?m)^accepted_by:.*(?:\r?\n|\z)`)
	frontEnd     = regexp.MustCompile(`\n---[ \t]*(?:\r?\n|\z)`)
	acceptedText = regexp.MustCompile(`sha256:([0-9a-f]{64})`)
)

// acceptance is how a file stands.
type acceptance struct {
	File       string `json:"file"`
	DraftedBy  string `json:"drafted_by"`
	AcceptedBy string `json:"accepted_by,omitempty"`
	// Changed says that the text is another than the one that was accepted; nil where
	// nothing tells.
	Changed *bool  `json:"changed_since,omitempty"`
	Digest  string `json:"sha256"` // of the text as it is
}

// accept writes who accepts a file into it; with nobody, it tells how the file stands.
func (a *app) accept(file, as string) error {
	path := a.path(file)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return seedbed.Errorf(seedbed.CodeInvalid, "there is no file %s", file)
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %w", file, err)
	}
	if len(data) > maxAccepted {
		return seedbed.Errorf(seedbed.CodeInvalid, "%s is larger than 1 MB: it is no rubric and no prompt", file)
	}
	st, err := standing(file, data)
	if err != nil {
		return err
	}
	if as == "" {
		a.tellStanding(&st)
		return nil
	}
	a.acts = true
	line := "accepted_by: " + yamlText(fmt.Sprintf("%s, %s, sha256:%s", as, now().Format("2006-01-02"), st.Digest)) + "\n"
	out, err := withAcceptance(file, data, line)
	if err != nil {
		return err
	}
	if st, err = standing(file, out); err != nil {
		return err
	}
	if err := replaceFile(path, out); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing %s: %w", file, err)
	}
	a.tellStanding(&st)
	return nil
}

// withAcceptance puts the line that says who accepted behind the one that says who
// drafted.
func withAcceptance(file string, data []byte, line string) ([]byte, error) {
	bare := unaccepted(file, data)
	at := draftedLine.FindIndex(bare[:headEnd(file, bare)])
	if at == nil {
		return nil, &seedbed.Error{
			Code: seedbed.CodeInvalid, Message: file + ": drafted_by: does not stand on a line of its own",
			Fix: "write it so, or add by hand: " + strings.TrimSpace(line),
		}
	}
	return bytes.Join([][]byte{bare[:at[1]], []byte(line), bare[at[1]:]}, nil), nil
}

// isRubric tells rubrics from prompts by the name of the file.
func isRubric(file string) bool {
	ext := strings.ToLower(filepath.Ext(file))
	return ext == ".yaml" || ext == ".yml"
}

// headEnd is how far a file speaks of itself: all of a rubric, the front matter of a
// prompt.
func headEnd(file string, data []byte) int {
	if isRubric(file) {
		return len(data)
	}
	if m := frontEnd.FindIndex(data); m != nil {
		return m[0] + 1
	}
	return 0
}

// unaccepted is a file without the line that says who accepted it.
func unaccepted(file string, data []byte) []byte {
	end := headEnd(file, data)
	return append(acceptedLine.ReplaceAll(data[:end:end], nil), data[end:]...)
}

// standing reads a file as it will be used, and says who drafted and who accepted it.
// Anything else that is wrong with it is an error: a person cannot answer for a file
// that nothing can read.
func standing(file string, data []byte) (acceptance, error) {
	sum := sha256.Sum256(unaccepted(file, data))
	st := acceptance{File: file, Digest: hex.EncodeToString(sum[:])}
	var problems seedbed.Problems
	if isRubric(file) {
		r, probs := recipe.ParseRubric(file, data)
		st.DraftedBy, st.AcceptedBy, problems = r.DraftedBy, r.AcceptedBy, probs
	} else {
		f, probs := prompt.Parse(file, data)
		if f == nil {
			return st, probs
		}
		st.DraftedBy, st.AcceptedBy = f.DraftedBy, f.AcceptedBy
		for _, p := range probs {
			if st.DraftedBy != "" && st.AcceptedBy == "" && p.Pos == f.Doc.Pos("drafted_by") {
				continue // that nobody has accepted it is what this is about
			}
			problems = append(problems, p)
		}
	}
	if fatal, _ := split(problems); len(fatal) > 0 {
		return st, problems
	}
	if st.DraftedBy == "" {
		return st, &seedbed.Error{Code: seedbed.CodeInvalid, Message: file + " is no draft: nothing says that a model wrote it", Fix: "it can be used as it is"}
	}
	if m := acceptedText.FindStringSubmatch(st.AcceptedBy); m != nil {
		changed := m[1] != st.Digest
		st.Changed = &changed
	}
	return st, nil
}

func (a *app) tellStanding(st *acceptance) {
	if a.json {
		a.printJSON(st)
		return
	}
	a.printf("%s  drafted by %s\n", st.File, text.Harmless(st.DraftedBy, 200))
	switch {
	case st.AcceptedBy == "":
		a.printf("nobody has accepted it; read it, mend it, then: seedbed accept %s --as NAME\n", st.File)
	case st.Changed == nil:
		a.printf("accepted by %s; nothing tells which text that was\n", text.Harmless(st.AcceptedBy, 200))
	case *st.Changed:
		a.printf("accepted by %s; the text was changed since\n", text.Harmless(st.AcceptedBy, 200))
	default:
		a.printf("accepted by %s; the text is the one that was accepted\n", text.Harmless(st.AcceptedBy, 200))
	}
}

// replaceFile puts a file's new content in place at once, with the mode that it had.
func replaceFile(path string, content []byte) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err == nil {
		err = f.Chmod(info.Mode().Perm())
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
