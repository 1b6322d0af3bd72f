package recipe

import (
	"fmt"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// set puts one --set override into the document. A model that is written as its
// name alone becomes a map first, and the kind of a stage may be left out:
// stages.hints.copies is stages.hints.generate.copies.
func (l *loader) set(override string) error {
	path, value, ok := strings.Cut(override, "=")
	path = strings.TrimSpace(path)
	if !ok || path == "" {
		return seedbed.Errorf(seedbed.CodeInvalid, "--set %s: want KEY=VALUE, as in models.writer.url=http://127.0.0.1:8080/v1", cut(override))
	}
	keys := strings.Split(path, ".")
	if len(keys) > 2 {
		parent := keys[0] + "." + keys[1]
		key := map[string]string{"models": "model", "sources": "file"}[keys[0]]
		if text, scalar := l.doc.Text(parent); scalar && key != "" {
			if err := l.doc.Set(parent, fmt.Sprintf("{%s: %s}", key, seedbed.AppendString(nil, text))); err != nil {
				return err
			}
		}
		if kind := l.doc.Keys(parent); keys[0] == "stages" && len(kind) == 1 && !contains(l.kindNames(), keys[2]) {
			path = config.Join(parent, kind[0]) + path[len(parent):]
		}
	}
	return l.doc.Set(path, value)
}
