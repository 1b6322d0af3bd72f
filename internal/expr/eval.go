package expr

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/interpreter"

	"seedbed.dev/seedbed"
)

// MissingError says that a record lacks something that the expression needs: a
// field that is absent or null, or a criterion without a score.
type MissingError struct {
	What string // "score.helpful is unscored", "this row has no field answer"
	// Criterion is the criterion that has no score; "" where it is a field.
	Criterion string
}

// Error returns What.
func (e *MissingError) Error() string { return e.What }

// Eval returns the value of the expression for r, as one of the value types of
// seedbed.Fields. The error is a *MissingError, by errors.As, where r lacks what
// the expression needs; any other says why there is no value. r is not kept.
func (p *Program) Eval(r *seedbed.Record) (any, error) {
	out, err := p.run(r)
	if err != nil {
		return nil, err
	}
	v, err := native(out, 0)
	if err != nil {
		return nil, p.fail(err)
	}
	return v, nil
}

// Bool is Eval for expressions whose value is true or false; any other value is
// an error.
func (p *Program) Bool(r *seedbed.Record) (bool, error) {
	out, err := p.run(r)
	if err != nil {
		return false, err
	}
	if b, ok := out.(types.Bool); ok {
		return bool(b), nil
	}
	if out == types.NullValue {
		return false, &MissingError{What: p.source + " is null"}
	}
	return false, p.fail(fmt.Errorf("gives %s, and not true or false", typeWords(out.Type().TypeName())))
}

func (p *Program) run(r *seedbed.Record) (ref.Val, error) {
	act := p.acts.Get().(*activation)
	act.record, act.null = r, ""
	out, _, err := p.prog.Eval(act)
	null := act.null
	act.record = nil
	p.acts.Put(act)
	if err == nil {
		return out, nil
	}
	var missing *MissingError
	if errors.As(err, &missing) {
		return nil, missing
	}
	if null != "" && strings.Contains(err.Error(), "no such overload") {
		return nil, &MissingError{What: null + " is null"}
	}
	return nil, p.fail(err)
}

func (p *Program) fail(err error) error {
	var cancelled interpreter.EvalCancelledError
	if errors.As(err, &cancelled) {
		return seedbed.Errorf(seedbed.CodeInvalid, "evaluating %q: it takes too many steps for this row", p.source)
	}
	return seedbed.Errorf(seedbed.CodeInvalid, "evaluating %q: %s", p.source, plainError(err))
}

// plainError returns what CEL says without its own prefixes.
func plainError(err error) string {
	msg := err.Error()
	if i := strings.LastIndex(msg, "ERROR: <input>:"); i >= 0 {
		msg = msg[i+len("ERROR: <input>:"):]
	}
	switch {
	case strings.Contains(msg, "no such overload"):
		return "a value is of a type that this cannot be applied to"
	case strings.HasPrefix(msg, "no such key: "):
		return "there is no " + strings.TrimPrefix(msg, "no such key: ")
	}
	return msg
}

// maxDepth bounds how deeply a value may be nested.
const maxDepth = 1000

// native turns a CEL value into one of the value types of seedbed.Fields.
func native(v ref.Val, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errors.New("the value is nested too deeply")
	}
	switch v := v.(type) {
	case types.Bool:
		return bool(v), nil
	case types.Int:
		return int64(v), nil
	case types.Uint:
		if v > math.MaxInt64 {
			return json.Number(strconv.FormatUint(uint64(v), 10)), nil
		}
		return int64(v), nil
	case types.Double:
		return float64(v), nil
	case types.String:
		return string(v), nil
	case types.Null:
		return nil, nil
	case types.Bytes:
		return strings.ToValidUTF8(string(v), "\uFFFD"), nil
	case traits.Mapper:
		return nativeMap(v, depth)
	case traits.Lister:
		out := make([]any, 0, 8)
		for it := v.Iterator(); it.HasNext() == types.True; {
			e, err := native(it.Next(), depth+1)
			if err != nil {
				return nil, err
			}
			out = append(out, e)
		}
		return out, nil
	case *types.Err:
		return nil, v
	}
	if s, ok := v.ConvertToType(types.StringType).(types.String); ok {
		return string(s), nil
	}
	return nil, fmt.Errorf("its value is of type %s, which no field can hold", v.Type().TypeName())
}

func nativeMap(m traits.Mapper, depth int) (any, error) {
	out := make(map[string]any)
	for it := m.Iterator(); it.HasNext() == types.True; {
		key := it.Next()
		name, ok := key.ConvertToType(types.StringType).(types.String)
		if !ok {
			return nil, errors.New("a key of its value is not text")
		}
		e, err := native(m.Get(key), depth+1)
		if err != nil {
			return nil, err
		}
		out[string(name)] = e
	}
	return out, nil
}
