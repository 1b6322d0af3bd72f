package recipe

import (
	"fmt"
	"slices"
	"strconv"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// sources checks the sources and samples them.
func (l *loader) sources() {
	stdin := ""
	for _, item := range l.top.Sources {
		path := config.Join("sources", item.Key)
		ok := l.checkName(path, "a source", item.Key)
		src, good := l.source(path, item.Key, &item.Value)
		for _, p := range src.Paths {
			if p == "-" && stdin != "" {
				l.problem(path, fmt.Sprintf("sources %q and %q both read standard input", stdin, item.Key), "read it once")
				good = false
			} else if p == "-" {
				stdin = item.Key
			}
		}
		l.sample(path, &src, ok && good)
		l.plan.Sources = append(l.plan.Sources, src)
	}
}

// sample looks at the first rows of a source for its fields.
func (l *loader) sample(path string, src *plan.Source, good bool) {
	src.Schema = seedbed.Schema{Open: true}
	l.unsampled[src.Name] = !good || l.opt.Sample == nil
	if !good || l.opt.Sample == nil {
		return
	}
	schema, rows, probs := l.opt.Sample(*src)
	l.report(probs...)
	if hasErrors(probs) {
		l.unsampled[src.Name] = true
		return
	}
	if rows > 0 {
		src.Schema = schema
		return
	}
	l.unsampled[src.Name] = true
	message := fmt.Sprintf("source %q has no rows", src.Name)
	if slices.Contains(src.Paths, "-") { // it may have had some when the run began
		l.warn(path, message, "send rows to standard input")
		return
	}
	l.problem(path, message, "put rows into its files, or remove it")
}

// source returns one source, and whether its files are there.
func (l *loader) source(path, name string, e *sourceEntry) (plan.Source, bool) {
	src := plan.Source{
		Name: name, Format: e.Format, Origin: e.Origin, License: e.License, Note: e.Note,
		BadRows: e.BadRows, Limit: e.Limit, Pos: l.doc.KeyPos(path),
	}
	if src.BadRows == "" {
		src.BadRows = "error"
	}
	if l.opt.Limit > 0 && (src.Limit == 0 || l.opt.Limit < src.Limit) {
		src.Limit = l.opt.Limit
	}
	good := true
	for _, key := range []string{"file", "files"} {
		paths := e.File
		if key == "files" {
			paths = e.Files
		}
		at := config.Join(path, key)
		if l.doc.Kind(path) == config.Scalar {
			at = path
		}
		if len(paths) > maxItems {
			l.problem(at, fmt.Sprintf("source %q names %d files; %d are the most", name, len(paths), maxItems), "name them by a pattern with *")
			return src, false
		}
		for i, p := range paths {
			where := at
			if l.doc.Kind(at) == config.List {
				where = itemPath(at, i)
			}
			good = l.sourcePath(where, p, &src) && good
		}
	}
	if len(src.Paths) == 0 && good && l.doc.Kind(path) != config.List {
		l.problem(config.Join(path, "file"), fmt.Sprintf("source %q names no file", name), "add file: with a path, a pattern such as data/*.jsonl, or \"-\" for standard input")
		good = false
	}
	if src.Origin == "" {
		src.Origin = seedbed.OriginHuman
		l.report(seedbed.Problem{
			Pos: src.Pos, Message: fmt.Sprintf("the origin of source %q is not said; taken as human", name),
			Fix: "add origin: human, or perturbed, generated, simulated, label-only", Warning: true,
		})
	}
	src.Fingerprint = sourceFingerprint(&src)
	return src, good
}

func (l *loader) sourcePath(at, p string, src *plan.Source) bool {
	if p == "" {
		l.problem(at, "the name of a file is empty", "")
		return false
	}
	src.Paths = append(src.Paths, p)
	return l.glob(at, p)
}

// itemPath returns the path of the i-th item of a list.
func itemPath(path string, i int) string { return config.Join(path, strconv.Itoa(i)) }
