package source

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// input is one file to read.
type input struct {
	name string // as the recipe names it, or as its pattern finds it
	path string // where it is
}

// files returns the files of src in order, each once, or all that is wrong with
// its paths.
func (rd *Reader) files(ctx context.Context, src plan.Source) ([]input, error) {
	var out []input
	var problems seedbed.Problems
	seen := map[string]bool{}
	for _, p := range src.Paths {
		found, err := rd.expand(ctx, p)
		var f *fault
		if errors.As(err, &f) {
			problems = append(problems, seedbed.Problem{
				Pos: src.Pos, Message: "source " + quoteName(src.Name) + ": " + f.message, Fix: f.fix,
			})
			continue
		} else if err != nil {
			return nil, err
		}
		for _, in := range found {
			if !seen[in.path] {
				seen[in.path] = true
				out = append(out, in)
			}
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return out, nil
}

// expand returns the files that one path or pattern names.
func (rd *Reader) expand(ctx context.Context, name string) ([]input, error) {
	if name == "-" {
		path, err := rd.stdin(ctx)
		return []input{{name: "-", path: path}}, err
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(rd.Dir, path)
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, &fault{message: name + " is a folder", fix: "write " + filepath.ToSlash(filepath.Join(name, "*.jsonl"))}
	case err == nil && !info.Mode().IsRegular():
		return nil, &fault{message: name + " is not a plain file", fix: `pipe it in and write file: "-"`}
	case err == nil:
		return []input{{name: name, path: path}}, nil
	case !strings.ContainsAny(name, "*?["):
		return nil, missing(name, err)
	}
	return rd.glob(name, path)
}

func (rd *Reader) glob(name, path string) ([]input, error) {
	matches, err := filepath.Glob(path)
	if err != nil {
		return nil, &fault{message: name + " is not a pattern that can be read", fix: "close every [ with a ]"}
	}
	slices.Sort(matches)
	var out []input
	for _, m := range matches {
		if info, err := os.Stat(m); err != nil || !info.Mode().IsRegular() {
			continue
		}
		in := input{name: m, path: m}
		if !filepath.IsAbs(name) {
			if rel, err := filepath.Rel(rd.Dir, m); err == nil {
				in.name = filepath.ToSlash(rel)
			}
		}
		out = append(out, in)
	}
	if len(out) == 0 {
		return nil, &fault{message: "no file is named like " + name}
	}
	return out, nil
}

func missing(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &fault{message: "there is no file " + name, fix: "paths start at the project folder"}
	}
	return &fault{message: name + " cannot be read: " + cause(err)}
}

// cause returns what went wrong without the path that the message names already.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
