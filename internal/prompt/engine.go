package prompt

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"

	minijinja "github.com/mitsuhiko/minijinja/minijinja-go/v2"
	"github.com/mitsuhiko/minijinja/minijinja-go/v2/filters"
	"github.com/mitsuhiko/minijinja/minijinja-go/v2/syntax"
	"github.com/mitsuhiko/minijinja/minijinja-go/v2/value"

	"seedbed.dev/seedbed"
)

// The names by which the engine knows what it does not have itself. Templates
// are rewritten to use them, and the walker's edits are the only place where
// they stand.
const (
	fnMethod       = "__method_"
	fnPercent      = "__percent"
	fnPercentTuple = "__percent_tuple"
	fnConcat       = "__concat"
	fnAdd          = "__add"
	fnMultiply     = "__multiply"
)

// Limits on what rendering one template may take.
const (
	fuel        = 2_000_000 // steps of evaluation
	maxRendered = 32 << 20  // bytes of the result, and of any text made on the way
)

var errTooLong = errors.New("the text gets longer than 32 MB")

// newEngine makes the environment that a template runs in: Jinja2 as Python has
// it, strict about what is undefined, without anything random.
func newEngine() *minijinja.Environment {
	env := minijinja.NewEnvironment()
	env.SetUndefinedBehavior(minijinja.UndefinedStrict)
	env.SetAutoEscapeFunc(func(string) minijinja.AutoEscape { return minijinja.AutoEscapeNone })
	env.SetWhitespace(syntax.WhitespaceConfig{KeepTrailingNewline: true})
	env.SetDebug(true) // it is what gives errors their place
	env.SetRecursionLimit(maxDepth)
	limit := uint64(fuel)
	env.SetFuel(&limit)
	env.SetFormatter(func(_ *minijinja.State, v value.Value, _ func(string) string) string { return str(v) })
	for name := range methods {
		env.AddFunction(fnMethod+name, methodFunction(name))
	}
	for name, f := range operators {
		env.AddFunction(name, func(_ *minijinja.State, args []value.Value, _ map[string]value.Value) (value.Value, error) {
			for _, v := range args {
				if v.IsUndefined() {
					return v, minijinja.NewError(minijinja.ErrUndefinedVar, "undefined value")
				}
			}
			v, err := f(args[0], args[1])
			return v, placed(err)
		})
	}
	for name, f := range addedFilters() {
		env.AddFilter(name, func(st filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
			if v.IsUndefined() {
				return v, minijinja.NewError(minijinja.ErrUndefinedVar, "undefined value")
			}
			out, err := f(st, v, args, kwargs)
			return out, placed(err)
		})
	}
	for _, name := range []string{"debug", "lipsum"} {
		env.AddFunction(name, func(*minijinja.State, []value.Value, map[string]value.Value) (value.Value, error) {
			return value.Undefined(), fmt.Errorf("%s() is not there in prompts", name)
		})
	}
	return env
}

// placed makes err one that the engine adds the place to.
func placed(err error) error {
	var e *minijinja.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return minijinja.NewError(minijinja.ErrInvalidOperation, err.Error()).WithCause(err)
}

// text is a text value that has not grown beyond bounds.
func text(s string) (value.Value, error) {
	if len(s) > maxRendered {
		return value.Undefined(), errTooLong
	}
	return value.FromString(s), nil
}

// root gives the engine the variables, converted when they are read.
type root struct {
	vars seedbed.Fields
	top  bool // it is where templates look names up, and has row
}

func (r root) GetAttr(name string) value.Value {
	if v, ok := r.vars.Get(name); ok {
		return toValue(v)
	}
	if name == "row" && r.top {
		return value.FromObject(root{vars: r.vars})
	}
	return value.Undefined()
}

// Keys is what makes root a map to the engine.
func (r root) Keys() []string { return r.vars.Names() }

// ObjectRepr says that root is a map.
func (r root) ObjectRepr() value.ObjectRepr { return value.ObjectReprMap }

// toValue makes a field's value one of the engine's.
func toValue(v any) value.Value {
	switch v := v.(type) {
	case nil:
		return value.None()
	case string:
		return value.FromString(v)
	case int64:
		return value.FromInt(v)
	case float64:
		return value.FromFloat(v)
	case bool:
		return value.FromBool(v)
	case json.Number:
		if i, ok := new(big.Int).SetString(string(v), 10); ok {
			return value.FromBigInt(i)
		}
		return value.FromString(string(v))
	case []any:
		items := make([]value.Value, len(v))
		for i := range v {
			items[i] = toValue(v[i])
		}
		return value.FromSlice(items)
	case map[string]any:
		m := make(map[string]value.Value, len(v))
		for k := range v {
			m[k] = toValue(v[k])
		}
		return value.FromMap(m)
	case value.Value: // of exemplars, converted once
		return v
	case seedbed.Fields:
		return value.FromObject(root{vars: v})
	case []seedbed.Fields:
		items := make([]value.Value, len(v))
		for i := range v {
			items[i] = value.FromObject(root{vars: v[i]})
		}
		return value.FromSlice(items)
	default:
		return value.FromString(seedbed.TextOf(v))
	}
}

// str is Python's str(): what {{ v }} shows.
func str(v value.Value) string {
	if s, ok := v.AsString(); ok {
		return s
	}
	var b strings.Builder
	writeRepr(&b, v, 0)
	return b.String()
}

// writeRepr writes Python's repr() of v.
func writeRepr(b *strings.Builder, v value.Value, depth int) {
	if depth > maxDepth {
		b.WriteString("...")
		return
	}
	switch v.Kind() {
	case value.KindUndefined:
	case value.KindNone:
		b.WriteString("None")
	case value.KindBool:
		if v.IsTrue() {
			b.WriteString("True")
		} else {
			b.WriteString("False")
		}
	case value.KindString:
		s, _ := v.AsString()
		writeQuoted(b, s)
	case value.KindNumber:
		if v.IsActualFloat() {
			f, _ := v.AsFloat()
			b.WriteString(pyFloat(f))
		} else {
			b.WriteString(v.String())
		}
	default:
		writeContainer(b, v, depth)
	}
}

func writeContainer(b *strings.Builder, v value.Value, depth int) {
	if keys, ok := mapKeys(v); ok {
		b.WriteByte('{')
		for i, k := range keys {
			if i > 0 {
				b.WriteString(", ")
			}
			writeRepr(b, k, depth+1)
			b.WriteString(": ")
			writeRepr(b, v.GetItem(k), depth+1)
		}
		b.WriteByte('}')
		return
	}
	if items, ok := listItems(v); ok {
		b.WriteByte('[')
		for i := range items {
			if i > 0 {
				b.WriteString(", ")
			}
			writeRepr(b, items[i], depth+1)
		}
		b.WriteByte(']')
		return
	}
	b.WriteString(v.String())
}

// mapKeys returns the keys of a map, in order.
func mapKeys(v value.Value) ([]value.Value, bool) {
	if v.Kind() != value.KindMap {
		return nil, false
	}
	return v.Iter(), true
}

func listItems(v value.Value) ([]value.Value, bool) {
	if v.Kind() != value.KindSeq && v.Kind() != value.KindIterable {
		return nil, false
	}
	return v.Iter(), true
}

// writeQuoted writes a text as Python's repr() does.
func writeQuoted(b *strings.Builder, s string) {
	q := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		q = '"'
	}
	b.WriteByte(q)
	for _, r := range s {
		switch {
		case r == rune(q) || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte(q)
}

// pyFloat is Python's repr() of a float.
func pyFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	if abs := math.Abs(f); abs != 0 && (abs < 1e-4 || abs >= 1e16) {
		return fmt.Sprintf("%g", f) // replaced below where it has too few digits
	}
	return string(seedbed.AppendValue(nil, f))
}
