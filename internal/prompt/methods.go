package prompt

import (
	"fmt"
	"strings"
	"unicode"

	minijinja "github.com/mitsuhiko/minijinja/minijinja-go/v2"
	"github.com/mitsuhiko/minijinja/minijinja-go/v2/value"
)

// method is one of Python's methods on texts, maps or lists.
type method func(self value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error)

func isMethod(name string) bool {
	_, ok := methods[name]
	return ok
}

func methodFunction(name string) minijinja.FunctionFunc {
	m := methods[name]
	return func(state *minijinja.State, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
		self := args[0]
		if self.IsUndefined() {
			return self, minijinja.NewError(minijinja.ErrUndefinedVar, "undefined value")
		}
		// A field of that name that can be called comes before the method.
		if callable, ok := self.GetAttr(name).AsCallable(); ok {
			return callable.Call(state, args[1:], kwargs)
		}
		out, err := m(self, args[1:], kwargs)
		return out, placed(err)
	}
}

// methods are immutable; the templates' walker rewrites calls of these names.
var methods = map[string]method{
	"items":      mapMethod(func(k, v value.Value) value.Value { return value.FromSlice([]value.Value{k, v}) }),
	"keys":       mapMethod(func(k, _ value.Value) value.Value { return k }),
	"values":     mapMethod(func(_, v value.Value) value.Value { return v }),
	"get":        methodGet,
	"strip":      trimMethod(strings.TrimFunc, strings.Trim),
	"lstrip":     trimMethod(strings.TrimLeftFunc, strings.TrimLeft),
	"rstrip":     trimMethod(strings.TrimRightFunc, strings.TrimRight),
	"split":      methodSplit,
	"rsplit":     methodRsplit,
	"splitlines": methodSplitlines,
	"replace":    methodReplace,
	"upper":      textMethod(pyUpper),
	"lower":      textMethod(strings.ToLower),
	"title":      textMethod(pyTitle),
	"capitalize": textMethod(pyCapitalize),
	"swapcase":   textMethod(swapCase),
	"casefold":   textMethod(strings.ToLower),
	"startswith": affixMethod(strings.HasPrefix),
	"endswith":   affixMethod(strings.HasSuffix),
	"removeprefix": pairMethod(func(s, x string) value.Value {
		return value.FromString(strings.TrimPrefix(s, x))
	}),
	"removesuffix": pairMethod(func(s, x string) value.Value {
		return value.FromString(strings.TrimSuffix(s, x))
	}),
	"find":    pairMethod(func(s, x string) value.Value { return value.FromInt(runeIndex(s, strings.Index(s, x))) }),
	"rfind":   pairMethod(func(s, x string) value.Value { return value.FromInt(runeIndex(s, strings.LastIndex(s, x))) }),
	"count":   methodCount,
	"index":   methodIndex,
	"join":    methodJoin,
	"format":  methodFormat,
	"zfill":   methodZfill,
	"ljust":   padMethod(func(gap, _ int) (int, int) { return 0, gap }),
	"rjust":   padMethod(func(gap, _ int) (int, int) { return gap, 0 }),
	"center":  padMethod(centered),
	"isdigit": runesMethod(unicode.IsDigit),
	"isalpha": runesMethod(unicode.IsLetter),
	"isalnum": runesMethod(func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }),
	"isspace": runesMethod(unicode.IsSpace),
	"isupper": casedMethod(unicode.IsLower),
	"islower": casedMethod(unicode.IsUpper),
}

func wrongSelf(self value.Value, want string) error {
	return fmt.Errorf("only %s has this method, and this is %s", want, self.Kind())
}

func selfText(self value.Value) (string, error) {
	s, ok := self.AsString()
	if !ok {
		return "", wrongSelf(self, "a text")
	}
	return s, nil
}

// textArg returns the i-th argument as text.
func textArg(args []value.Value, i int, what string) (string, error) {
	if i >= len(args) {
		return "", fmt.Errorf("it wants %s in the parentheses", what)
	}
	s, ok := args[i].AsString()
	if !ok {
		return "", fmt.Errorf("it wants %s as a text, not %s", what, args[i].Kind())
	}
	return s, nil
}

// intArg returns the i-th argument, or that of the keyword, as a number.
func intArg(args []value.Value, kwargs map[string]value.Value, i int, keyword string, otherwise int) (int, error) {
	v, ok := kwargs[keyword]
	if i < len(args) {
		v, ok = args[i], true
	}
	if !ok {
		return otherwise, nil
	}
	n, ok := v.AsInt()
	if !ok || n > maxRendered || n < -maxRendered {
		return 0, fmt.Errorf("it wants a whole number, not %s", str(v))
	}
	return int(n), nil
}

func mapMethod(f func(k, v value.Value) value.Value) method {
	return func(self value.Value, _ []value.Value, _ map[string]value.Value) (value.Value, error) {
		keys, ok := mapKeys(self)
		if !ok {
			return self, wrongSelf(self, "a map")
		}
		out := make([]value.Value, len(keys))
		for i, k := range keys {
			out[i] = f(k, self.GetItem(k))
		}
		return value.FromSlice(out), nil
	}
}

func methodGet(self value.Value, args []value.Value, _ map[string]value.Value) (value.Value, error) {
	if self.Kind() != value.KindMap {
		return self, wrongSelf(self, "a map")
	}
	if len(args) == 0 {
		return self, fmt.Errorf("it wants a key in the parentheses")
	}
	if v := self.GetItem(args[0]); !v.IsUndefined() {
		return v, nil
	}
	if len(args) > 1 {
		return args[1], nil
	}
	return value.None(), nil
}

func textMethod(f func(string) string) method {
	return func(self value.Value, _ []value.Value, _ map[string]value.Value) (value.Value, error) {
		s, err := selfText(self)
		if err != nil {
			return self, err
		}
		return value.FromString(f(s)), nil
	}
}

func pairMethod(f func(s, x string) value.Value) method {
	return func(self value.Value, args []value.Value, _ map[string]value.Value) (value.Value, error) {
		s, err := selfText(self)
		if err != nil {
			return self, err
		}
		x, err := textArg(args, 0, "what to look for")
		if err != nil {
			return self, err
		}
		return f(s, x), nil
	}
}

func trimMethod(spaces func(string, func(rune) bool) string, set func(string, string) string) method {
	return func(self value.Value, args []value.Value, _ map[string]value.Value) (value.Value, error) {
		s, err := selfText(self)
		if err != nil {
			return self, err
		}
		if len(args) == 0 || args[0].IsNone() {
			return value.FromString(spaces(s, unicode.IsSpace)), nil
		}
		cut, err := textArg(args, 0, "the characters to drop")
		return value.FromString(set(s, cut)), err
	}
}

func affixMethod(has func(s, affix string) bool) method {
	return func(self value.Value, args []value.Value, _ map[string]value.Value) (value.Value, error) {
		s, err := selfText(self)
		if err != nil {
			return self, err
		}
		if len(args) > 0 {
			if any, ok := listItems(args[0]); ok {
				args = any
			} else {
				args = args[:1]
			}
		}
		if len(args) == 0 {
			return self, fmt.Errorf("it wants what to look for in the parentheses")
		}
		for i := range args {
			x, err := textArg(args, i, "what to look for")
			if err != nil {
				return self, err
			}
			if has(s, x) {
				return value.True(), nil
			}
		}
		return value.False(), nil
	}
}

func texts(parts []string) value.Value {
	out := make([]value.Value, len(parts))
	for i := range parts {
		out[i] = value.FromString(parts[i])
	}
	return value.FromSlice(out)
}

// splitArgs reads (sep=None, maxsplit=-1).
func splitArgs(args []value.Value, kwargs map[string]value.Value) (sep string, most int, err error) {
	if v, ok := kwargs["sep"]; ok {
		args = append([]value.Value{v}, args...)
	}
	if len(args) > 0 && !args[0].IsNone() {
		if sep, err = textArg(args, 0, "what to split at"); err != nil {
			return "", 0, err
		}
		if sep == "" {
			return "", 0, fmt.Errorf("a text cannot be split at an empty one")
		}
	}
	most, err = intArg(args, kwargs, 1, "maxsplit", -1)
	return sep, most, err
}

func methodSplit(self value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	s, err := selfText(self)
	if err != nil {
		return self, err
	}
	sep, most, err := splitArgs(args, kwargs)
	if err != nil {
		return self, err
	}
	switch {
	case sep != "" && most < 0:
		return texts(strings.Split(s, sep)), nil
	case sep != "":
		return texts(strings.SplitN(s, sep, most+1)), nil
	case most < 0:
		return texts(strings.Fields(s)), nil
	}
	var parts []string
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	for s != "" {
		i := strings.IndexFunc(s, unicode.IsSpace)
		if i < 0 || len(parts) == most {
			parts = append(parts, s)
			break
		}
		parts = append(parts, s[:i])
		s = strings.TrimLeftFunc(s[i:], unicode.IsSpace)
	}
	return texts(parts), nil
}

func methodRsplit(self value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	s, err := selfText(self)
	if err != nil {
		return self, err
	}
	sep, most, err := splitArgs(args, kwargs)
	if err != nil {
		return self, err
	}
	parts := strings.Fields(s)
	if sep != "" {
		parts = strings.Split(s, sep)
	} else {
		sep = " "
	}
	if most >= 0 && len(parts) > most+1 {
		head := strings.Join(parts[:len(parts)-most], sep)
		parts = append([]string{head}, parts[len(parts)-most:]...)
	}
	return texts(parts), nil
}

func methodSplitlines(self value.Value, _ []value.Value, _ map[string]value.Value) (value.Value, error) {
	s, err := selfText(self)
	if err != nil {
		return self, err
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	s = strings.TrimSuffix(s, "\n")
	if s == "" {
		return texts(nil), nil
	}
	return texts(strings.Split(s, "\n")), nil
}

func methodReplace(self value.Value, args []value.Value, _ map[string]value.Value) (value.Value, error) {
	s, err := selfText(self)
	if err != nil {
		return self, err
	}
	from, err := textArg(args, 0, "what to replace")
	if err != nil {
		return self, err
	}
	to, err := textArg(args, 1, "what to put in its place")
	if err != nil {
		return self, err
	}
	n, err := intArg(args, nil, 2, "", -1)
	if err != nil {
		return self, err
	}
	if len(to) > len(from) && (strings.Count(s, from)+1)*(len(to)-len(from)) > maxRendered {
		return self, errTooLong
	}
	return text(strings.Replace(s, from, to, n))
}

func methodCount(self value.Value, args []value.Value, _ map[string]value.Value) (value.Value, error) {
	if items, ok := listItems(self); ok && len(args) == 1 {
		n := 0
		for i := range items {
			if items[i].Equal(args[0]) {
				n++
			}
		}
		return value.FromInt(int64(n)), nil
	}
	return pairMethod(func(s, x string) value.Value { return value.FromInt(int64(strings.Count(s, x))) })(self, args, nil)
}

func methodIndex(self value.Value, args []value.Value, _ map[string]value.Value) (value.Value, error) {
	if items, ok := listItems(self); ok && len(args) == 1 {
		for i := range items {
			if items[i].Equal(args[0]) {
				return value.FromInt(int64(i)), nil
			}
		}
		return self, fmt.Errorf("%s is not in the list", str(args[0]))
	}
	s, err := selfText(self)
	if err != nil {
		return self, err
	}
	x, err := textArg(args, 0, "what to look for")
	if err != nil {
		return self, err
	}
	i := strings.Index(s, x)
	if i < 0 {
		return self, fmt.Errorf("%q is not in the text", x)
	}
	return value.FromInt(runeIndex(s, i)), nil
}

func methodJoin(self value.Value, args []value.Value, _ map[string]value.Value) (value.Value, error) {
	sep, err := selfText(self)
	if err != nil {
		return self, err
	}
	if len(args) == 0 {
		return self, fmt.Errorf("it wants a list in the parentheses")
	}
	return joined(args[0], sep)
}

func joined(list value.Value, sep string) (value.Value, error) {
	var b strings.Builder
	for i, item := range list.Iter() {
		if item.IsUndefined() {
			return item, minijinja.NewError(minijinja.ErrUndefinedVar, "undefined value")
		}
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(str(item))
		if b.Len() > maxRendered {
			return list, errTooLong
		}
	}
	return text(b.String())
}
