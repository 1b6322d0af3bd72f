package expr

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
)

// nameChecker finds names that nothing answers to. CEL would find them too, but
// could not say what the person may have meant.
type nameChecker struct {
	env      Env
	vars     map[string]variable
	source   *ast.SourceInfo
	funcs    map[string]bool
	types    func(string) bool // CEL's own names: int, string, ...
	problems []Problem
}

func checkNames(celEnv *cel.Env, parsed *cel.Ast, env Env, vars map[string]variable) []Problem {
	c := &nameChecker{
		env: env, vars: vars,
		source: parsed.NativeRep().SourceInfo(),
		funcs:  map[string]bool{},
		types: func(name string) bool {
			_, found := celEnv.CELTypeProvider().FindIdent(name)
			return found
		},
	}
	for name := range celEnv.Functions() {
		c.funcs[name] = true
	}
	c.walk(parsed.NativeRep().Expr(), nil)
	slices.SortStableFunc(c.problems, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Col - b.Col
	})
	return c.problems
}

func (c *nameChecker) add(e ast.Expr, back int, message, fix string) {
	loc := c.source.GetStartLocation(e.ID())
	c.problems = append(c.problems, Problem{max(loc.Line(), 1), max(loc.Column()+1-back, 1), message, fix})
}

// walk visits e; local are the variables of the comprehensions around it.
func (c *nameChecker) walk(e ast.Expr, local []string) {
	switch e.Kind() {
	case ast.IdentKind:
		c.ident(e, local)
	case ast.SelectKind:
		c.selection(e, local)
	case ast.CallKind:
		c.call(e, local)
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			c.walk(x, local)
		}
	case ast.MapKind:
		for _, x := range e.AsMap().Entries() {
			c.walk(x.AsMapEntry().Key(), local)
			c.walk(x.AsMapEntry().Value(), local)
		}
	case ast.ComprehensionKind:
		f := e.AsComprehension()
		c.walk(f.IterRange(), local)
		c.walk(f.AccuInit(), local)
		inner := append(slices.Clone(local), f.AccuVar())
		c.walk(f.Result(), inner)
		inner = append(inner, f.IterVar(), f.IterVar2())
		c.walk(f.LoopCondition(), inner)
		c.walk(f.LoopStep(), inner)
	}
}

func (c *nameChecker) ident(e ast.Expr, local []string) {
	name := e.AsIdent()
	if slices.Contains(local, name) || strings.HasPrefix(name, "@") {
		return
	}
	if _, known := c.vars[strings.TrimPrefix(name, ".")]; known || c.types(name) {
		return
	}
	if _, isScore := c.vars["score."+name]; isScore {
		c.add(e, 0, fmt.Sprintf("%s is a criterion, and not a field", name), "write score."+name)
		return
	}
	c.add(e, 0, fmt.Sprintf("%s is not a field%s", name, list(c.fieldNames())), c.suggest(name, c.fieldNames(), c.openFix(name)))
}

func (c *nameChecker) openFix(name string) string {
	if c.env.Open {
		return fmt.Sprintf("if rows may have it, write row[%q]", name)
	}
	return ""
}

func (c *nameChecker) selection(e ast.Expr, local []string) {
	sel := e.AsSelect()
	op := sel.Operand()
	if op.Kind() == ast.IdentKind && !slices.Contains(local, op.AsIdent()) {
		switch op.AsIdent() {
		case "score":
			c.criterion(op, sel.FieldName())
			return
		case "row":
			c.rowField(op, sel.FieldName())
			return
		}
	}
	c.walk(op, local)
}

func (c *nameChecker) criterion(at ast.Expr, name string) {
	if _, known := c.vars["score."+name]; known {
		return
	}
	var names []string
	for _, k := range c.env.Criteria {
		names = append(names, k.Name)
	}
	if len(names) == 0 {
		c.add(at, 0, fmt.Sprintf("score.%s: nothing has been scored before this stage", name), "put a judge stage before it")
		return
	}
	c.add(at, 0, fmt.Sprintf("score.%s is not a criterion%s", name, list(names)), c.suggest(name, names, ""))
}

// rowField checks row.name and row["name"]: has(row.name) must stay possible for
// every name that rows may have.
func (c *nameChecker) rowField(at ast.Expr, name string) {
	if c.env.Open {
		return
	}
	all := make([]string, len(c.env.Fields))
	for i, f := range c.env.Fields {
		all[i] = f.Name
	}
	if slices.Contains(all, name) {
		return
	}
	c.add(at, 0, fmt.Sprintf("%s is not a field%s", name, list(all)), c.suggest(name, all, ""))
}

func (c *nameChecker) call(e ast.Expr, local []string) {
	call := e.AsCall()
	args := call.Args()
	if call.FunctionName() == "_[_]" && len(args) == 2 && args[0].Kind() == ast.IdentKind && args[1].Kind() == ast.LiteralKind {
		if name, ok := args[1].AsLiteral().Value().(string); ok && !slices.Contains(local, args[0].AsIdent()) {
			switch args[0].AsIdent() {
			case "row":
				c.rowField(args[0], name)
				return
			case "score":
				c.criterion(args[0], name)
				return
			}
		}
	}
	if name := call.FunctionName(); !c.funcs[name] && !strings.HasPrefix(name, "@") {
		known := slices.DeleteFunc(slices.Sorted(maps.Keys(c.funcs)), func(s string) bool { return !isIdentifier(s) })
		c.add(e, len([]rune(name)), fmt.Sprintf("%s is not a function", name), c.suggest(name, known, ""))
	}
	if call.IsMemberFunction() {
		c.walk(call.Target(), local)
	}
	for _, a := range args {
		c.walk(a, local)
	}
}

func (c *nameChecker) fieldNames() []string {
	var out []string
	for _, f := range c.env.Fields {
		if isIdentifier(f.Name) {
			out = append(out, f.Name)
		}
	}
	return out
}

func (c *nameChecker) suggest(name string, known []string, otherwise string) string {
	if near := nearest(name, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

// list returns " (a, b, c)" with at most eight names.
func list(names []string) string {
	if len(names) == 0 {
		return ""
	}
	const most = 8
	if len(names) > most {
		return fmt.Sprintf(" (%s and %d more)", strings.Join(names[:most], ", "), len(names)-most)
	}
	return " (" + strings.Join(names, ", ") + ")"
}

// nearest returns the known name that is least changed in name, "" when none is
// near. Nearness is optimal string alignment, at most a third of the letters.
func nearest(name string, known []string) string {
	best, bestAt := "", max(1, len(name)/3)+1
	for _, k := range known {
		if d := distance(strings.ToLower(name), strings.ToLower(k), bestAt); d < bestAt {
			best, bestAt = k, d
		}
	}
	return best
}

// distance counts the insertions, deletions, replacements and swaps of
// neighbours between a and b; at least most when it is most or more.
func distance(a, b string, most int) int {
	if d := len(a) - len(b); d >= most || -d >= most || len(a) > 64 || len(b) > 64 {
		return most
	}
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
