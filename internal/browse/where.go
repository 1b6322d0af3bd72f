package browse

import (
	"fmt"
	"math"
	"strings"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/parser"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
)

// condition is a condition over rows, cut into parts of which each asks for one column
// where that can be. CEL's && and || come to a result also where one side has none, which
// is three-valued logic over sets: see node.
type condition struct {
	whole *expr.Program
	root  node
	// scores: judges' scores have a part in it.
	scores bool
	fields []string // columns of the fields that it names
}

// node is a part of a condition. It says of which rows of a segment it may be true and of
// which it may be false; rows in neither set have no value by it. exact: the sets are those
// of rows for which it is so.
type node interface {
	eval(s *segment) (yes, no set, exact bool, err error)
}

// compile reads a condition. Its problems are those that expr.Compile finds.
func compile(src string, env expr.Env) (*condition, error) {
	whole, problems := expr.Compile(src, env, seedbed.TypeBool)
	if len(problems) > 0 {
		p := problems[0]
		return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf("the condition, column %d: %s", p.Col, p.Message), Fix: p.Fix}
	}
	c := &condition{whole: whole, root: unknown{}, scores: true}
	p, err := parser.NewParser(parser.Macros(parser.AllMacros...), parser.PopulateMacroCalls(true), parser.MaxRecursionDepth(100))
	if err != nil {
		return c, nil // it is asked of each row
	}
	tree, issues := p.Parse(common.NewTextSource(src))
	if len(issues.GetErrors()) > 0 {
		return c, nil
	}
	m := conditionMaker{env: env, info: tree.SourceInfo(), fields: map[string]bool{}}
	for _, f := range env.Fields {
		m.fields[f.Name] = true
	}
	c.root = m.node(tree.Expr())
	names := m.columns(tree.Expr())
	c.scores = names.any
	for name := range names.by {
		field, criterion := ColumnName(name)
		c.scores = c.scores || criterion != "" && strings.HasPrefix(name, "s:")
		if field != "" {
			c.fields = append(c.fields, name)
		}
	}
	return c, nil
}

// unknown is a part that has to be asked of each row.
type unknown struct{}

func (unknown) eval(s *segment) (yes, no set, exact bool, err error) {
	return allOf(s.rows), allOf(s.rows), false, nil
}

type both struct {
	a, b node
	or   bool
}

func (n both) eval(s *segment) (yes, no set, exact bool, err error) {
	yes, no, exact, err = n.a.eval(s)
	if err != nil {
		return nil, nil, false, err
	}
	y, o, e, err := n.b.eval(s)
	if err != nil {
		return nil, nil, false, err
	}
	if n.or {
		yes.or(y)
		no.and(o)
	} else {
		yes.and(y)
		no.or(o)
	}
	return yes, no, exact && e, nil
}

type negated struct{ a node }

func (n negated) eval(s *segment) (yes, no set, exact bool, err error) {
	yes, no, exact, err = n.a.eval(s)
	return no, yes, exact, err
}

// columnTest asks for one column alone, and so can be asked of each of its values.
type columnTest struct {
	column string
	src    string
	prog   *expr.Program
	// Of comparisons with a number: what with what; nil: it is another test.
	compare func(v float64) bool
	whole   bool // no fraction may be among the numbers
	null    int  // what the comparison gives for null: 1 true, -1 false, 0 nothing
}

func (n columnTest) eval(s *segment) (yes, no set, exact bool, err error) {
	key := "test " + n.column + "\x00" + n.src
	if got := s.parts.get(key); got != nil {
		return got.yes.clone(), got.no.clone(), got.exact, nil
	}
	if yes, no, exact, err = n.find(s); err != nil {
		return nil, nil, false, err
	}
	s.parts.put(key, &part{yes.clone(), no.clone(), exact})
	return yes, no, exact, nil
}

func (n columnTest) find(s *segment) (yes, no set, exact bool, err error) {
	yes, no = newSet(s.rows), newSet(s.rows)
	c := s.cols[n.column]
	switch {
	case c == nil && (s.names[n.column] || s.dir.Many):
		return allOf(s.rows), allOf(s.rows), false, nil
	case c == nil: // no row has it
		if v, ok := n.ask(nil, false); ok && v {
			yes = allOf(s.rows)
		} else if ok {
			no = allOf(s.rows)
		}
		return yes, no, true, nil
	case c.Number:
		if n.compare == nil || n.whole && !c.Whole {
			return allOf(s.rows), allOf(s.rows), false, nil
		}
		return yes, no, true, n.numbers(s, c, yes, no)
	}
	codes, err := s.codes(c)
	if err != nil {
		return nil, nil, false, err
	}
	var isYes, isNo [256]uint64
	ask := func(code int, v any, there bool) {
		switch v, ok := n.ask(v, there); {
		case ok && v:
			isYes[code] = 1
		case ok:
			isNo[code] = 1
		}
	}
	ask(0, nil, false)
	for i, v := range c.values {
		ask(i+1, v, true)
	}
	return choose(codes, &isYes), choose(codes, &isNo), true, nil
}

// ask evaluates the test for a row that has v in the column, or nothing.
func (n columnTest) ask(v any, there bool) (is, ok bool) {
	var r seedbed.Record
	field, criterion := ColumnName(n.column)
	text, _ := v.(string)
	switch {
	case n.column == ColumnMade:
		r.Stage = text
	case n.column == ColumnOrigin:
		r.Origin = seedbed.Origin(text)
	case !there:
	case criterion != "" && field == "":
		r.Scores = []seedbed.Score{{Criterion: criterion, Status: seedbed.Scored, Value: v}}
	default:
		r.Fields = seedbed.Fields{{Name: field, Value: v}}
	}
	is, err := n.prog.Bool(&r)
	return is, err == nil
}

func (n columnTest) numbers(s *segment, c *columnInfo, yes, no set) error {
	all, err := s.numbers(c)
	if err != nil {
		return err
	}
	for i, v := range all {
		is := n.null
		switch bits := math.Float64bits(v); {
		case bits == absentNumber:
			continue
		case bits == nullNumber:
		case n.compare(v):
			is = 1
		default:
			is = -1
		}
		switch is {
		case 1:
			yes.add(i)
		case -1:
			no.add(i)
		}
	}
	return nil
}

type conditionMaker struct {
	env    expr.Env
	info   *ast.SourceInfo
	fields map[string]bool
}

func (m *conditionMaker) node(e ast.Expr) node {
	if e.Kind() == ast.CallKind {
		call := e.AsCall()
		switch args := call.Args(); call.FunctionName() {
		case operators.LogicalAnd, operators.LogicalOr:
			if len(args) == 2 {
				return both{m.node(args[0]), m.node(args[1]), call.FunctionName() == operators.LogicalOr}
			}
		case operators.LogicalNot:
			if len(args) == 1 {
				return negated{m.node(args[0])}
			}
		}
	}
	return m.test(e)
}

// test makes a part of what asks for one column.
func (m *conditionMaker) test(e ast.Expr) node {
	c := m.columns(e)
	if c.any || len(c.by) != 1 {
		return unknown{}
	}
	src, err := parser.Unparse(e, m.info)
	if err != nil {
		return unknown{}
	}
	prog, problems := expr.Compile(src, m.env, seedbed.TypeBool)
	if len(problems) > 0 {
		return unknown{}
	}
	t := columnTest{prog: prog, src: src}
	for name := range c.by {
		t.column = name
	}
	if field, _ := ColumnName(t.column); field != "" {
		m.comparison(e, field, &t)
	}
	return t
}

// comparison finds out whether a test compares a field that is a number with a number.
func (m *conditionMaker) comparison(e ast.Expr, field string, t *columnTest) {
	if e.Kind() != ast.CallKind || len(e.AsCall().Args()) != 2 {
		return
	}
	switch m.typeOf(field) {
	case seedbed.TypeFloat:
	case seedbed.TypeInt:
		t.whole = true // a fraction has no value where a whole number is meant
	default:
		return
	}
	op, args := e.AsCall().FunctionName(), e.AsCall().Args()
	if args[0].Kind() != ast.IdentKind {
		args = []ast.Expr{args[1], args[0]}
		op = map[string]string{
			operators.Less: operators.Greater, operators.LessEquals: operators.GreaterEquals, operators.Greater: operators.Less,
			operators.GreaterEquals: operators.LessEquals, operators.Equals: operators.Equals, operators.NotEquals: operators.NotEquals,
		}[op]
	}
	n, ok := literal(args[1])
	if args[0].Kind() != ast.IdentKind || !ok {
		return
	}
	switch op {
	case operators.Less:
		t.compare = func(v float64) bool { return v < n }
	case operators.LessEquals:
		t.compare = func(v float64) bool { return v <= n }
	case operators.Greater:
		t.compare = func(v float64) bool { return v > n }
	case operators.GreaterEquals:
		t.compare = func(v float64) bool { return v >= n }
	case operators.Equals:
		t.compare, t.null = func(v float64) bool { return v == n }, -1
	case operators.NotEquals:
		t.compare, t.null = func(v float64) bool { return v != n }, 1
	}
}

func (m *conditionMaker) typeOf(field string) seedbed.Type {
	for _, f := range m.env.Fields {
		if f.Name == field {
			return f.Type
		}
	}
	return ""
}

func literal(e ast.Expr) (float64, bool) {
	if e.Kind() != ast.LiteralKind {
		return 0, false
	}
	switch v := e.AsLiteral().Value().(type) {
	case int64:
		return float64(v), v > -1<<53 && v < 1<<53
	case uint64:
		return float64(v), v < 1<<53
	case float64:
		return v, true
	}
	return 0, false
}

// asked are the columns for which a part of a condition asks; any: it may ask for others.
type asked struct {
	by  map[string]bool
	any bool
}

func (m *conditionMaker) columns(e ast.Expr) asked {
	a := asked{by: map[string]bool{}}
	m.walk(e, &a)
	return a
}

func (m *conditionMaker) walk(e ast.Expr, a *asked) {
	switch e.Kind() {
	case ast.LiteralKind:
	case ast.IdentKind:
		m.name(e.AsIdent(), a)
	case ast.SelectKind:
		sel := e.AsSelect()
		if op := sel.Operand(); op.Kind() == ast.IdentKind && m.member(op.AsIdent(), sel.FieldName(), a) {
			return
		}
		m.walk(sel.Operand(), a)
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			m.walk(x, a)
		}
	case ast.CallKind:
		call := e.AsCall()
		args := call.Args()
		if call.FunctionName() == operators.Index && len(args) == 2 && args[0].Kind() == ast.IdentKind && args[1].Kind() == ast.LiteralKind {
			if name, ok := args[1].AsLiteral().Value().(string); ok && m.member(args[0].AsIdent(), name, a) {
				return
			}
		}
		if call.IsMemberFunction() {
			m.walk(call.Target(), a)
		}
		for _, x := range args {
			m.walk(x, a)
		}
	default: // what is made of macros has names of its own
		a.any = true
	}
}

// member notes row.x and score.x; false: it is a member of something else.
func (m *conditionMaker) member(of, name string, a *asked) bool {
	switch of {
	case "row":
		a.by[Field(name)] = true
	case "score":
		a.by[Criterion(name)] = true
	default:
		return false
	}
	return true
}

func (m *conditionMaker) name(name string, a *asked) {
	switch {
	case name == "row" || name == "score":
		a.any = true
	case m.fields[name]:
		a.by[Field(name)] = true
	case name == "stage":
		a.by[ColumnMade] = true
	case name == "origin":
		a.by[ColumnOrigin] = true
	default: // id, or a type's name
		a.any = true
	}
}
