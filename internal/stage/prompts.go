package stage

import (
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
)

// ownPrompt reads the prompt file that a recipe names, and enters it into what the
// stage needs. nil where it cannot be read, which is reported by then.
func ownPrompt(s *plan.Scope, needs *plan.Needs, path string) *prompt.File {
	if path == "" {
		return nil // reported as missing by whoever decoded
	}
	f := promptOr(s, path, "", nil)
	if f != nil {
		needs.Revision = f.Revision
		needs.Parts = append(needs.Parts, "prompt="+f.Revision)
	}
	return f
}

// promptOr reads the prompt file that a recipe names, or where it names none the
// built-in one of a name and a text. nil where it cannot be read, which is reported by
// then.
func promptOr(s *plan.Scope, path, builtIn string, text []byte) *prompt.File {
	if path == "" {
		path = builtIn
	} else {
		var ok bool
		if text, ok = s.ReadFile("prompt", path, "prompt"); !ok {
			return nil
		}
	}
	f, probs := prompt.Parse(path, text)
	s.Report(probs)
	return f
}
