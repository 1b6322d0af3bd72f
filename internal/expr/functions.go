package expr

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"seedbed.dev/seedbed/internal/number"
)

// functions are what expressions have besides CEL's own.
func functions() []cel.EnvOption {
	str, num := cel.StringType, cel.IntType
	return []cel.EnvOption{
		cel.Function("words", cel.Overload("words_text", []*cel.Type{str}, num,
			cel.UnaryBinding(func(v ref.Val) ref.Val { return types.Int(countWords(string(v.(types.String)))) }))),
		cel.Function("chars", cel.Overload("chars_text", []*cel.Type{str}, num,
			cel.UnaryBinding(func(v ref.Val) ref.Val {
				return types.Int(utf8.RuneCountInString(string(v.(types.String))))
			}))),
		cel.Function("lower", cel.Overload("lower_text", []*cel.Type{str}, str,
			cel.UnaryBinding(func(v ref.Val) ref.Val { return types.String(strings.ToLower(string(v.(types.String)))) }))),
		cel.Function("contains", cel.Overload("contains_text_text", []*cel.Type{str, str}, cel.BoolType,
			cel.BinaryBinding(func(a, b ref.Val) ref.Val {
				return types.Bool(strings.Contains(string(a.(types.String)), string(b.(types.String))))
			}))),
		cel.Function("final_answer", cel.Overload("final_answer_text", []*cel.Type{str}, str,
			cel.UnaryBinding(func(v ref.Val) ref.Val { return types.String(finalAnswer(string(v.(types.String)))) }))),
		cel.Function("has_number",
			cel.Overload("has_number_text_text", []*cel.Type{str, str}, cel.BoolType,
				cel.BinaryBinding(func(a, b ref.Val) ref.Val {
					return types.Bool(number.In(string(a.(types.String)), string(b.(types.String))))
				})),
			cel.Overload("has_number_text_int", []*cel.Type{str, num}, cel.BoolType,
				cel.BinaryBinding(func(a, b ref.Val) ref.Val {
					return types.Bool(number.In(string(a.(types.String)), strconv.FormatInt(int64(b.(types.Int)), 10)))
				})),
			cel.Overload("has_number_text_double", []*cel.Type{str, cel.DoubleType}, cel.BoolType,
				cel.BinaryBinding(func(a, b ref.Val) ref.Val {
					return types.Bool(number.In(string(a.(types.String)), strconv.FormatFloat(float64(b.(types.Double)), 'f', -1, 64)))
				}))),
	}
}

// functionCosts charges our functions, and those of the strings extension, for
// the text that they look at and make, as CEL does for its own functions, so
// that none can hide work from the cost limit.
type functionCosts struct{}

// CallCost implements CEL's cost estimator; nil means CEL's own estimate.
func (functionCosts) CallCost(function, _ string, args []ref.Val, result ref.Val) *uint64 {
	switch function {
	case "words", "chars", "lower", "contains", "final_answer", "has_number",
		"charAt", "indexOf", "lastIndexOf", "lowerAscii", "upperAscii", "replace", "split", "join",
		"substring", "trim", "reverse", "format", "strings.quote":
	case "matches":
		return matchCost(args)
	default:
		return nil
	}
	cost := 1 + textCost(result)
	for _, a := range args {
		cost += textCost(a)
	}
	return &cost
}

// matchCost is one a byte of text, and more for long patterns: a regular
// expression takes ten times as long as a search, and CEL's estimate less.
func matchCost(args []ref.Val) *uint64 {
	if len(args) != 2 {
		return nil
	}
	cost := 1 + 10*textCost(args[0])*(1+10*textCost(args[1])/16)
	return &cost
}

// textCost is a tenth a byte of text and one an element of a list.
func textCost(v ref.Val) uint64 {
	switch v := v.(type) {
	case types.String:
		return uint64(len(v)) / 10
	case traits.Sizer:
		if n, ok := v.Size().(types.Int); ok && n > 0 {
			return uint64(n)
		}
	}
	return 0
}

// countWords counts runs of letters, digits and marks; an apostrophe or hyphen
// between two of them joins them: "don't" and "twenty-one" are one word each.
func countWords(s string) int {
	n, inside, joiner := 0, false, false
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf && (r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'),
			r >= utf8.RuneSelf && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)):
			if !inside {
				n++
			}
			inside, joiner = true, false
		case inside && !joiner && (r == '\'' || r == '’' || r == '-' || r == '‐'):
			joiner = true
		default:
			inside, joiner = false, false
		}
	}
	return n
}
