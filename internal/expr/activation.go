package expr

import (
	"encoding/json"
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"

	"seedbed.dev/seedbed"
)

type variableKind int

const (
	fieldVar  variableKind = iota
	scoreVar               // score.<criterion>
	scoresVar              // score
	rowVar
	idVar
	originVar
	stageVar
)

// variable is something that an expression can name.
type variable struct {
	kind variableKind
	name string       // the field's or the criterion's
	typ  seedbed.Type // of a field
	crit seedbed.CriterionKind
}

func (v variable) celType() *cel.Type {
	switch v.kind {
	case fieldVar:
		return celType(v.typ)
	case scoreVar:
		switch v.crit {
		case seedbed.Scale:
			return cel.IntType
		case seedbed.YesNo:
			return cel.BoolType
		case seedbed.Choice:
			return cel.StringType
		default:
			return cel.DynType
		}
	case scoresVar, rowVar:
		return cel.MapType(cel.StringType, cel.DynType)
	default:
		return cel.StringType
	}
}

// variables returns what expressions in env can name, by CEL name.
func variables(env Env) map[string]variable {
	vars := map[string]variable{
		"id":     {kind: idVar},
		"origin": {kind: originVar},
		"stage":  {kind: stageVar},
	}
	for _, f := range env.Fields {
		if isIdentifier(f.Name) {
			vars[f.Name] = variable{kind: fieldVar, name: f.Name, typ: f.Type}
		}
	}
	vars["row"] = variable{kind: rowVar}
	vars["score"] = variable{kind: scoresVar}
	for _, c := range env.Criteria {
		if isIdentifier(c.Name) {
			vars["score."+c.Name] = variable{kind: scoreVar, name: c.Name, crit: c.Kind}
		}
	}
	return vars
}

// reserved are the words that CEL keeps for itself.
var reserved = map[string]bool{
	"as": true, "break": true, "const": true, "continue": true, "else": true, "false": true,
	"for": true, "function": true, "if": true, "import": true, "in": true, "let": true,
	"loop": true, "namespace": true, "null": true, "package": true, "return": true,
	"true": true, "var": true, "void": true, "while": true,
}

func isIdentifier(s string) bool {
	if s == "" || reserved[s] {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// activation gives one record's values to a CEL program. It is used by one
// evaluation at a time.
type activation struct {
	vars   map[string]variable
	record *seedbed.Record
	null   string // the first field that was asked for and is null
}

// Parent implements interpreter.Activation: there is none.
func (a *activation) Parent() interpreter.Activation { return nil }

// ResolveName implements interpreter.Activation.
func (a *activation) ResolveName(name string) (any, bool) {
	v, ok := a.vars[name]
	if !ok {
		return nil, false
	}
	r := a.record
	switch v.kind {
	case fieldVar:
		val, ok := r.Fields.Get(v.name)
		if !ok {
			return missing("this row has no field "+v.name, ""), true
		}
		return a.fieldValue(v, val), true
	case scoreVar:
		return scoreValue(r, v.name), true
	case scoresVar:
		return scoreMap(r), true
	case rowVar:
		return r.Fields.Map(), true
	case idVar:
		return types.String(r.ID.String()), true
	case originVar:
		return types.String(r.Origin), true
	default:
		return types.String(r.Stage), true
	}
}

func missing(what, criterion string) *types.Err {
	err := &MissingError{What: what, Criterion: criterion}
	return types.WrapErr(err).(*types.Err)
}

// fieldValue gives a field the type that the program was compiled with, since a
// whole number may stand where fractions are meant.
func (a *activation) fieldValue(v variable, val any) any {
	switch x := val.(type) {
	case nil:
		if a.null == "" {
			a.null = v.name
		}
		return types.NullValue
	case string:
		if v.typ == seedbed.TypeText {
			return types.String(x)
		}
	case bool:
		if v.typ == seedbed.TypeBool {
			return types.Bool(x)
		}
	case int64:
		switch v.typ {
		case seedbed.TypeInt:
			return types.Int(x)
		case seedbed.TypeFloat:
			return types.Double(x)
		}
	case float64:
		if v.typ == seedbed.TypeFloat {
			return types.Double(x)
		}
	case json.Number:
		if f, err := x.Float64(); err == nil && v.typ != seedbed.TypeText {
			return types.Double(f)
		}
	}
	switch got := seedbed.TypeOf(val); v.typ {
	case seedbed.TypeText, seedbed.TypeInt, seedbed.TypeFloat, seedbed.TypeBool, seedbed.TypeList, seedbed.TypeObject:
		if got != v.typ {
			err := fmt.Errorf("%s is %s in this row, and not %s", v.name, wordsOf(got), wordsOf(v.typ))
			return types.WrapErr(err)
		}
	}
	return val
}

func scoreValue(r *seedbed.Record, criterion string) any {
	s, ok := r.Score(criterion)
	switch {
	case !ok:
		return missing("score."+criterion+" is unscored", criterion)
	case s.Status != seedbed.Scored:
		return missing("score."+criterion+" is "+string(s.Status), criterion)
	}
	switch v := s.Value.(type) {
	case int64:
		return types.Int(v)
	case bool:
		return types.Bool(v)
	case string:
		return types.String(v)
	default:
		return missing("score."+criterion+" is unscored", criterion)
	}
}

// scoreMap returns the criteria that r was scored on.
func scoreMap(r *seedbed.Record) map[string]any {
	m := make(map[string]any, len(r.Scores))
	for i := range r.Scores {
		s := &r.Scores[i]
		if s.Status == seedbed.Scored && s.Value != nil {
			m[s.Criterion] = s.Value
		} else {
			delete(m, s.Criterion)
		}
	}
	return m
}
