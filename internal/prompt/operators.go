package prompt

import (
	"fmt"
	"math"
	"strings"

	"github.com/mitsuhiko/minijinja/minijinja-go/v2/value"
)

// operators are those that the engine lacks, does in another way than Python, or
// lets grow without bounds. They are immutable.
var operators = map[string]func(left, right value.Value) (value.Value, error){
	fnPercent:      func(l, r value.Value) (value.Value, error) { return percent(l, r, false) },
	fnPercentTuple: func(l, r value.Value) (value.Value, error) { return percent(l, r, true) },
	fnConcat:       func(l, r value.Value) (value.Value, error) { return text(str(l) + str(r)) },
	fnAdd:          add,
	fnMultiply:     multiply,
}

// add is Python's +: of numbers, of texts, of lists, and of nothing mixed.
func add(left, right value.Value) (value.Value, error) {
	l, lok := left.AsString()
	r, rok := right.AsString()
	if lok && rok {
		return text(l + r)
	}
	if lok != rok {
		return left, fmt.Errorf("cannot add %s and %s; put ~ between them to join them as text", left.Kind(), right.Kind())
	}
	if a, ok := listItems(left); ok {
		if b, ok := listItems(right); ok && len(a)+len(b) > maxItems {
			return left, errTooLong
		}
	}
	return number(left).Add(number(right))
}

// maxItems is the length of the longest list.
const maxItems = 1 << 20

// multiply is Python's *: of numbers, or a text or list so many times.
func multiply(left, right value.Value) (value.Value, error) {
	if _, ok := left.AsInt(); ok && right.Kind() != value.KindNumber {
		left, right = right, left
	}
	n, ok := right.AsInt()
	if s, is := left.AsString(); is && ok {
		if n <= 0 {
			return value.FromString(""), nil
		}
		if int64(len(s)) > maxRendered/n {
			return left, errTooLong
		}
		return value.FromString(strings.Repeat(s, int(n))), nil
	}
	if items, is := listItems(left); is && ok {
		if n <= 0 {
			return value.FromSlice(nil), nil
		}
		if int64(len(items)) > maxItems/n {
			return left, errTooLong
		}
	}
	return number(left).Mul(number(right))
}

// number makes 0 and 1 of false and true, as Python counts.
func number(v value.Value) value.Value {
	if v.Kind() != value.KindBool {
		return v
	}
	if v.IsTrue() {
		return value.FromInt(1)
	}
	return value.FromInt(0)
}

// remainder has the sign of the divisor, as in Python.
func remainder(left, right value.Value) (value.Value, error) {
	left, right = number(left), number(right)
	rem, err := left.Rem(right)
	if err != nil {
		return rem, err
	}
	if a, ok := rem.AsInt(); ok && rem.IsActualInt() {
		if b, _ := right.AsInt(); a != 0 && a < 0 != (b < 0) {
			return value.FromInt(a + b), nil
		}
		return rem, nil
	}
	a, _ := rem.AsFloat()
	if b, _ := right.AsFloat(); a != 0 && math.Signbit(a) != math.Signbit(b) {
		return value.FromFloat(a + b), nil
	}
	return rem, nil
}
