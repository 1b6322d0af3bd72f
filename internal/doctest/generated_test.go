package doctest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// docs/reference and docs/measures are what the program writes now; make generate
// writes them again.
func TestReferenceIsCurrent(t *testing.T) {
	dir := t.TempDir()
	if out, err := seedbed(t, ".", "reference", dir); err != nil {
		t.Fatal(err, out)
	}
	for _, folder := range []string{"reference", "measures"} {
		made, err := os.ReadDir(filepath.Join(dir, folder))
		if err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadDir(filepath.Join(root, "docs", folder))
		if err != nil {
			t.Fatal(err)
		}
		if len(made) != len(kept) {
			t.Errorf("%d files are generated, docs/%s has %d", len(made), folder, len(kept))
		}
		for _, f := range made {
			want, err := os.ReadFile(filepath.Join(dir, folder, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if got := read(t, "docs/"+folder+"/"+f.Name()); got != string(want) {
				t.Errorf("docs/%s/%s is not what the program says now; make generate", folder, f.Name())
			}
		}
	}
}

var statusRow = regexp.MustCompile("(?m)^\\| (\\d+) \\| (?:`(\\w+)`)? *\\|")

// docs/exit-statuses.md lists the statuses of cmd/seedbed/app.go.
func TestExitStatuses(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, "cmd", "seedbed", "app.go"), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	status, want := map[string]string{}, map[string]string{} // by constant; by status, the code
	ast.Inspect(f, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.ValueSpec:
			for i, id := range x.Names {
				if lit, ok := value(x, i).(*ast.BasicLit); ok && strings.HasPrefix(id.Name, "exit") {
					status[id.Name] = lit.Value
				}
			}
		case *ast.KeyValueExpr:
			code, ok := x.Key.(*ast.SelectorExpr)
			id, isName := x.Value.(*ast.Ident)
			if ok && isName && status[id.Name] != "" {
				want[status[id.Name]] = code.Sel.Name
			}
		}
		return true
	})
	want[status["exitOK"]], want[status["exitUnread"]] = "", ""
	if len(want) != len(status) || len(want) < 10 {
		t.Fatalf("app.go has the statuses %v, and codes for %v", status, want)
	}
	codes := codeTexts(t)
	rows := statusRow.FindAllStringSubmatch(read(t, "docs/exit-statuses.md"), -1)
	if len(rows) != len(want) {
		t.Errorf("docs/exit-statuses.md has %d statuses, app.go %d", len(rows), len(want))
	}
	for _, row := range rows {
		if code, ok := want[row[1]]; !ok || codes[code] != row[2] {
			t.Errorf("docs/exit-statuses.md says %s is %q, app.go says %q", row[1], row[2], codes[code])
		}
	}
}

func value(spec *ast.ValueSpec, i int) ast.Expr {
	if i < len(spec.Values) {
		return spec.Values[i]
	}
	return nil
}

var codeLine = regexp.MustCompile(`(?m)^\s(Code\w+)\s+Code = "(\w+)"`)

// codeTexts returns the texts of the error codes by the names of their constants.
func codeTexts(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, m := range codeLine.FindAllStringSubmatch(read(t, "errors.go"), -1) {
		out[m[1]] = m[2]
	}
	return out
}

var requirement = regexp.MustCompile(`(?m)^([A-Za-z0-9_.-]+)==`)

// docs/dependencies.md lists every package that the scripts get.
func TestPythonDependencies(t *testing.T) {
	listed := firstColumn(read(t, "docs/dependencies.md"))
	files, err := filepath.Glob(filepath.Join(root, "scripts", "requirements-*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		rel, _ := filepath.Rel(root, file)
		for _, m := range requirement.FindAllStringSubmatch(read(t, filepath.ToSlash(rel)), -1) {
			if !slices.Contains(listed, m[1]) {
				t.Errorf("docs/dependencies.md does not say why %s gets %s", rel, m[1])
			}
		}
	}
}

var tableRow = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|")

func firstColumn(text string) []string {
	var out []string
	for _, m := range tableRow.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}
