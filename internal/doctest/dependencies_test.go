package doctest

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "seedbed.dev/seedbed"

var goMod = regexp.MustCompile(`(?m)^\t?(?:require )?([a-z0-9.-]+\.[a-z]+/[^\s]+) v`)

// docs/dependencies.md lists the modules that the code imports, and no other;
// go.mod does not tell them from those that they need in turn.
func TestGoDependencies(t *testing.T) {
	var modules []string
	for _, m := range goMod.FindAllStringSubmatch(read(t, "go.mod"), -1) {
		modules = append(modules, m[1])
	}
	format := `{{range .Imports}}{{.}}{{"\n"}}{{end}}{{range .TestImports}}{{.}}{{"\n"}}{{end}}{{range .XTestImports}}{{.}}{{"\n"}}{{end}}`
	list := exec.Command("go", "list", "-e", "-f", format, "./...")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	direct := tools(t, modules)
	for imp := range strings.FieldsSeq(string(out)) {
		if !strings.Contains(strings.SplitN(imp, "/", 2)[0], ".") || strings.HasPrefix(imp, module) {
			continue
		}
		direct = append(direct, moduleOf(t, imp, modules))
	}
	slices.Sort(direct)
	direct = slices.Compact(direct)
	var listed []string
	for _, name := range firstColumn(read(t, "docs/dependencies.md")) {
		if strings.Contains(name, ".") {
			listed = append(listed, name)
		}
	}
	for _, m := range direct {
		if !slices.Contains(listed, m) {
			t.Errorf("docs/dependencies.md does not say why the code imports %s", m)
		}
	}
	for _, m := range listed {
		if !slices.Contains(direct, m) {
			t.Errorf("docs/dependencies.md lists %s, which nothing imports", m)
		}
	}
}

// moduleOf returns the module that a package is of: the longest path that is a
// beginning of its own.
func moduleOf(t *testing.T, imp string, modules []string) string {
	t.Helper()
	best := ""
	for _, m := range modules {
		if (imp == m || strings.HasPrefix(imp, m+"/")) && len(m) > len(best) {
			best = m
		}
	}
	if best == "" {
		t.Errorf("%s is of no module of go.mod", imp)
	}
	return best
}

// tools are the modules of go.mod's tool lines.
func tools(t *testing.T, modules []string) []string {
	t.Helper()
	_, block, ok := strings.Cut(read(t, "go.mod"), "\ntool (")
	if !ok {
		return nil
	}
	block, _, _ = strings.Cut(block, ")")
	var out []string
	for tool := range strings.FieldsSeq(block) {
		out = append(out, moduleOf(t, tool, modules))
	}
	return out
}
