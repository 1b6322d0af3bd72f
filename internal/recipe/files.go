package recipe

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// maxFile bounds a file that a stage names: prompts, rubrics, lists of values.
const maxFile = 64 << 20

// Files is where a project's files are read from. Paths are relative to the
// project folder, or absolute, and have forward slashes.
type Files interface {
	ReadFile(path string) ([]byte, error)
	// Glob returns the files that a pattern names, sorted; a path without
	// patterns names itself where it exists. Folders are left out.
	Glob(pattern string) ([]string, error)
}

// osFiles reads files of the operating system.
type osFiles struct{ dir string }

func (f osFiles) abs(p string) string {
	p = filepath.FromSlash(p)
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(f.dir, p)
}

func (f osFiles) ReadFile(p string) ([]byte, error) {
	if strings.ContainsRune(p, 0) {
		return nil, fs.ErrNotExist
	}
	full := f.abs(p)
	info, err := os.Stat(full)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a file")
	}
	file, err := os.Open(full)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("larger than %d MiB", maxFile>>20)
	}
	return data, err
}

func (f osFiles) Glob(pattern string) ([]string, error) {
	if strings.ContainsRune(pattern, 0) {
		return nil, nil
	}
	full := f.abs(pattern)
	if info, err := os.Stat(full); err == nil && !info.IsDir() {
		return []string{full}, nil // a file whose name has a * is that file
	}
	found, err := filepath.Glob(full)
	if err != nil {
		return nil, err
	}
	files := found[:0]
	for _, name := range found {
		if info, err := os.Stat(name); err == nil && !info.IsDir() {
			files = append(files, name)
		}
	}
	return files, nil
}

// readError says why a file could not be read, without its path.
func readError(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "there is no such file"
	}
	if errors.Is(err, fs.ErrPermission) {
		return "it may not be read: permission denied"
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// readFile reads a file that the value at a path of the recipe names. kind is
// that of plan.File.
func (l *loader) readFile(at, name, kind string) ([]byte, bool) {
	if name == "" {
		l.problem(at, "the name of a file is empty", "")
		return nil, false
	}
	data, err := l.opt.Files.ReadFile(name)
	if err != nil {
		l.problem(at, fmt.Sprintf("reading %s: %s", config.Show(name), readError(err)), l.similarFile(name, err))
		return nil, false
	}
	l.addFile(name, kind, data)
	return data, true
}

// similarFile suggests a file of the same folder.
func (l *loader) similarFile(name string, err error) string {
	if !errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	dir, base := path.Split(name)
	found, err := l.opt.Files.Glob(dir + "*")
	if err != nil {
		return ""
	}
	names := make([]string, len(found))
	for i, f := range found {
		names[i] = path.Base(filepath.ToSlash(f))
	}
	if n := config.Nearest(base, names); n != "" {
		return fmt.Sprintf("did you mean %q?", dir+n)
	}
	return "make it, or name another; paths start in the project folder"
}

// addFile notes a file that the plan depends on.
func (l *loader) addFile(name, kind string, data []byte) {
	for i := range l.plan.Files {
		if l.plan.Files[i].Path == name {
			return
		}
	}
	f := plan.File{Path: name, Kind: kind, Digest: digest(data)}
	if kind != "data" {
		f.Text = data
	}
	l.plan.Files = append(l.plan.Files, f)
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// glob reports whether a pattern names at least one file.
func (l *loader) glob(at, pattern string) bool {
	if pattern == "-" {
		return true
	}
	found, err := l.opt.Files.Glob(pattern)
	switch {
	case errors.Is(err, path.ErrBadPattern), errors.Is(err, filepath.ErrBadPattern):
		l.problem(at, fmt.Sprintf("%q is not a pattern of files", cut(pattern)), `write * for any text, ? for one character, [ab] for one of some, and \[ for a bracket`)
		return false
	case err != nil:
		l.problem(at, fmt.Sprintf("looking for %s: %s", config.Show(pattern), readError(err)), "")
		return false
	case len(found) > 0:
		return true
	}
	if strings.ContainsAny(pattern, "*?[") {
		l.problem(at, fmt.Sprintf("no file matches %s", config.Show(pattern)), "paths start in the project folder")
		return false
	}
	l.problem(at, fmt.Sprintf("reading %s: there is no such file", config.Show(pattern)), l.similarFile(pattern, fs.ErrNotExist))
	return false
}
