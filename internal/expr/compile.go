package expr

import (
	"fmt"
	"sync"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/ext"

	"seedbed.dev/seedbed"
)

// Var is a field that expressions can name.
type Var struct {
	Name string
	Type seedbed.Type
}

// Env is what is known of the records that an expression will see.
type Env struct {
	Fields   []Var
	Open     bool // records may have further fields; they are reached through row["x"] only
	Criteria []seedbed.Criterion
}

// EnvOf returns the Env of records that look like s.
func EnvOf(s seedbed.Schema) Env {
	fields := make([]Var, len(s.Fields))
	for i, f := range s.Fields {
		fields[i] = Var{f.Name, f.Type}
	}
	return Env{Fields: fields, Open: s.Open, Criteria: s.Criteria}
}

// Problem is one thing that is wrong with an expression.
type Problem struct {
	Line, Col    int // 1-based within the expression; Col in characters
	Message, Fix string
}

// maxSource is the longest expression, in bytes.
const maxSource = 16 << 10

// costLimit bounds one evaluation, in CEL's cost units: about one a step, and a
// tenth a character that a function looks at. It is some tenths of a second.
const costLimit = 20_000_000

// Program is a compiled expression. Many goroutines may use it at once.
type Program struct {
	source string
	want   seedbed.Type
	prog   cel.Program
	vars   map[string]variable
	acts   sync.Pool // *activation
}

// Source returns the expression as it was written.
func (p *Program) Source() string { return p.source }

// Compile reads an expression whose value must be of type want (TypeAny: of any
// type). It returns either a Program, or all the problems found, in the order
// of their places.
func Compile(src string, env Env, want seedbed.Type) (*Program, []Problem) {
	return compileWithin(src, env, want, costLimit)
}

func compileWithin(src string, env Env, want seedbed.Type, limit uint64) (*Program, []Problem) {
	if fault := unreadable(src); fault != nil {
		return nil, []Problem{*fault}
	}
	vars := variables(env)
	celEnv, err := newEnv(vars)
	if err != nil {
		return nil, []Problem{{1, 1, "this version cannot read expressions over these fields: " + err.Error(), ""}}
	}
	parsed, issues := celEnv.Parse(src)
	if issues.Err() != nil {
		return nil, syntaxProblems(src, issues)
	}
	names := checkNames(celEnv, parsed, env, vars)
	if len(names) > 0 {
		return nil, names
	}
	checked, issues := celEnv.Check(parsed)
	if issues.Err() != nil {
		return nil, typeProblems(src, issues)
	}
	if fault := wrongResult(checked.OutputType(), want); fault != nil {
		return nil, []Problem{*fault}
	}
	prog, err := celEnv.Program(checked,
		cel.EvalOptions(cel.OptOptimize),
		cel.CostTracking(functionCosts{}),
		cel.CostLimit(limit))
	if err != nil {
		return nil, []Problem{{1, 1, "this expression cannot be carried out: " + plainError(err), ""}}
	}
	return newProgram(src, want, prog, vars), nil
}

func newProgram(src string, want seedbed.Type, prog cel.Program, vars map[string]variable) *Program {
	p := &Program{source: src, want: want, prog: prog, vars: vars}
	p.acts.New = func() any { return &activation{vars: vars} }
	return p
}

func unreadable(src string) *Problem {
	switch {
	case len(src) > maxSource:
		return &Problem{1, 1, fmt.Sprintf("the expression has %d bytes; %d are allowed", len(src), maxSource), "split it"}
	case !utf8.ValidString(src):
		return &Problem{1, 1, "the expression is not UTF-8", "save the file as UTF-8"}
	case isBlank(src):
		return &Problem{1, 1, "the expression is empty", `write one, such as score.helpful >= 5 or words(answer) < 40`}
	}
	return nil
}

func isBlank(s string) bool {
	for _, r := range s {
		if r != ' ' && r != '\t' && r != '\n' && r != '\r' {
			return false
		}
	}
	return true
}

func newEnv(vars map[string]variable) (*cel.Env, error) {
	opts := make([]cel.EnvOption, 0, len(vars)+8)
	opts = append(opts,
		cel.CrossTypeNumericComparisons(true),
		cel.ParserRecursionLimit(100),
		cel.ParserErrorRecoveryLimit(4),
		cel.RegexProgramSizeLimit(5000),
		cel.ASTValidators(cel.ValidateRegexLiterals()),
		ext.Strings(ext.StringsVersion(4)),
	)
	for name, v := range vars {
		opts = append(opts, cel.Variable(name, v.celType()))
	}
	opts = append(opts, functions()...)
	return cel.NewEnv(opts...)
}

// celTypes are the CEL types of fields. Any value may be null, so the types are
// the nullable ones where CEL has them.
var celTypes = map[seedbed.Type]*cel.Type{
	seedbed.TypeText:   cel.NullableType(cel.StringType),
	seedbed.TypeInt:    cel.NullableType(cel.IntType),
	seedbed.TypeFloat:  cel.NullableType(cel.DoubleType),
	seedbed.TypeBool:   cel.NullableType(cel.BoolType),
	seedbed.TypeList:   cel.ListType(cel.DynType),
	seedbed.TypeObject: cel.MapType(cel.StringType, cel.DynType),
}

func celType(t seedbed.Type) *cel.Type {
	if ct, ok := celTypes[t]; ok {
		return ct
	}
	return cel.DynType
}

func wrongResult(got *cel.Type, want seedbed.Type) *Problem {
	if want == seedbed.TypeAny || want == "" || got.Kind() == types.DynKind {
		return nil
	}
	if celType(want).IsAssignableType(got) || got.IsAssignableType(celType(want)) {
		return nil
	}
	if want == seedbed.TypeFloat && (got.IsAssignableType(cel.IntType) || got.IsAssignableType(cel.UintType)) {
		return nil
	}
	p := &Problem{Line: 1, Col: 1, Message: fmt.Sprintf("wants %s, and this gives %s", wordsOf(want), typeWords(got.String()))}
	if want == seedbed.TypeBool {
		p.Fix = "compare it with something, as in score.helpful >= 5"
	}
	return p
}

func wordsOf(t seedbed.Type) string {
	switch t {
	case seedbed.TypeBool:
		return "true or false"
	case seedbed.TypeInt:
		return "a whole number"
	case seedbed.TypeFloat:
		return "a number"
	case seedbed.TypeText:
		return "text"
	case seedbed.TypeList:
		return "a list"
	case seedbed.TypeObject:
		return "an object"
	default:
		return "any value"
	}
}
