package layers

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "seedbed.dev/seedbed"

// rows are the layers from the left: a package imports rows to the left of its
// own, and never its own row.
var rows = [][]string{
	{""},
	{"internal/number", "internal/filelock"},
	{"internal/text", "internal/stats", "internal/expr", "internal/config"},
	{
		"internal/prompt", "internal/plan", "internal/prose",
		"internal/dialogue", "internal/kin", "internal/attack", "internal/bias", "internal/population", "internal/society",
	},
	{
		"internal/source", "internal/recipe", "internal/model", "internal/store", "internal/measure",
		"internal/review", "internal/release", "internal/stage",
	},
	{
		"internal/measure/redundancy", "internal/measure/fidelity", "internal/measure/copying", "internal/measure/coverage",
		"internal/measure/adherence", "internal/measure/influence", "internal/measure/outcome", "internal/measure/people", "internal/embed", "internal/gate", "internal/exchange", "internal/browse",
	},
	{"internal/engine", "internal/web", "internal/report"},
	{"cmd/seedbed", "internal/bench"},
}

// aside are packages outside the rows: what they may import, and who they are
// for.
var aside = map[string][]string{
	"examples":                         {},
	"internal/doctest":                 {},
	"internal/layers":                  {},
	"internal/testkit":                 {""},
	"internal/testkit/cmd/modelserver": {"internal/testkit"},
	"internal/testkit/cmd/signaltrain": {"", "internal/dialogue", "internal/testkit/transcripts"},
	"internal/store/storetest":         {"", "internal/store"},
	"internal/measure/measuretest":     {"", "internal/measure"},
	"internal/testkit/planted":         {""},
	"internal/testkit/browser":         {},
	"internal/testkit/rater":           {},
	"internal/testkit/transcripts":     {"", "internal/dialogue"},
	"internal/bench/reference":         {},
}

// forTests are packages that only tests import.
var forTests = []string{"internal/testkit", "internal/testkit/browser", "internal/testkit/rater", "internal/store/storetest", "internal/measure/measuretest"}

// narrowed are packages that may import less than their row allows.
var narrowed = map[string][]string{
	"internal/engine": {"", "internal/plan"},
}

type pkg struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
	Standard     bool
	DepOnly      bool
}

func list(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []pkg
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

// local returns a package's path within the module.
func local(importPath string) (string, bool) {
	if importPath == module {
		return "", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

func rowOf(name string) int {
	return slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(r, name) })
}

func TestLayers(t *testing.T) {
	for _, p := range list(t) {
		name, _ := local(p.ImportPath)
		row := rowOf(name)
		allowed, outside := aside[name]
		if row < 0 && !outside {
			t.Errorf("%s has no place in the layers; give it one here and in ARCHITECTURE.md", p.ImportPath)
			continue
		}
		for _, imp := range p.Imports {
			dep, ours := local(imp)
			if !ours {
				if name == "" && strings.Contains(strings.SplitN(imp, "/", 2)[0], ".") {
					t.Errorf("the root package imports %s; it imports the standard library only", imp)
				}
				continue
			}
			if slices.Contains(forTests, dep) && !strings.HasPrefix(name, path.Dir(dep)) && !strings.HasPrefix(name, "internal/bench") && !outside {
				t.Errorf("%s imports %s, which is for tests only", name, dep)
			}
			switch only, isNarrow := narrowed[name]; {
			case outside && !slices.Contains(allowed, dep):
				t.Errorf("%s imports %s; it may import %q", name, dep, allowed)
			case isNarrow && !slices.Contains(only, dep):
				t.Errorf("%s imports %s; it may import %q", name, dep, only)
			case !outside && dep != "examples" && !slices.Contains(forTests, dep) && rowOf(dep) >= row:
				t.Errorf("%s imports %s, which is not to its left", name, dep)
			}
		}
	}
}

// Nothing is registered behind the reader's back: wiring is in cmd.
func TestForbiddenNames(t *testing.T) {
	for _, p := range list(t) {
		switch path.Base(p.ImportPath) {
		case "util", "utils", "common", "types", "pkg", "helpers":
			t.Errorf("%s: a package is named for what is in it", p.ImportPath)
		}
	}
}
