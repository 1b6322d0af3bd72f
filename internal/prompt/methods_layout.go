package prompt

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mitsuhiko/minijinja/minijinja-go/v2/value"
)

func methodZfill(self value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	s, err := selfText(self)
	if err != nil {
		return self, err
	}
	width, err := intArg(args, kwargs, 0, "width", 0)
	if err != nil {
		return self, err
	}
	sign := ""
	if s != "" && (s[0] == '-' || s[0] == '+') {
		sign, s = s[:1], s[1:]
	}
	gap := max(0, width-len(sign)-utf8.RuneCountInString(s))
	return text(sign + strings.Repeat("0", gap) + s)
}

// centered shares a gap as Python does.
func centered(gap, width int) (left, right int) {
	left = gap/2 + gap&width&1
	return left, gap - left
}

func padMethod(share func(gap, width int) (left, right int)) method {
	return func(self value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
		s, err := selfText(self)
		if err != nil {
			return self, err
		}
		width, err := intArg(args, kwargs, 0, "width", 0)
		if err != nil {
			return self, err
		}
		fill := " "
		if len(args) > 1 {
			if fill, err = textArg(args, 1, "the character to fill with"); err != nil || utf8.RuneCountInString(fill) != 1 {
				return self, fmt.Errorf("it fills with one character")
			}
		}
		left, right := share(max(0, width-utf8.RuneCountInString(s)), width)
		return text(strings.Repeat(fill, left) + s + strings.Repeat(fill, right))
	}
}

func runesMethod(is func(rune) bool) method {
	return func(self value.Value, _ []value.Value, _ map[string]value.Value) (value.Value, error) {
		s, err := selfText(self)
		if err != nil {
			return self, err
		}
		return value.FromBool(s != "" && strings.IndexFunc(s, func(r rune) bool { return !is(r) }) < 0), nil
	}
}

// casedMethod is isupper and islower: there is a cased letter, and none of the
// other case.
func casedMethod(other func(rune) bool) method {
	return func(self value.Value, _ []value.Value, _ map[string]value.Value) (value.Value, error) {
		s, err := selfText(self)
		if err != nil {
			return self, err
		}
		cased := strings.IndexFunc(s, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsLower(r) }) >= 0
		return value.FromBool(cased && strings.IndexFunc(s, other) < 0), nil
	}
}

func runeIndex(s string, i int) int64 {
	if i < 0 {
		return -1
	}
	return int64(utf8.RuneCountInString(s[:i]))
}

// pyUpper knows the one letter whose capital is two, as far as prompts go.
func pyUpper(s string) string { return strings.ReplaceAll(strings.ToUpper(s), "ß", "SS") }

// pyTitle starts every run of letters with a capital, as Python does.
func pyTitle(s string) string {
	inWord := false
	return strings.Map(func(r rune) rune {
		letter := unicode.IsLetter(r)
		defer func() { inWord = letter }()
		if inWord {
			return unicode.ToLower(r)
		}
		return unicode.ToTitle(r)
	}, s)
}

func pyCapitalize(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToTitle(r)) + strings.ToLower(s[size:])
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, s)
}

// methodFormat is Python's "{} and {name}".format(...), for positions, names
// and fields of them; it does not take format specifications.
func methodFormat(self value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	s, err := selfText(self)
	if err != nil {
		return self, err
	}
	var b strings.Builder
	next := 0
	for s != "" {
		i := strings.IndexAny(s, "{}")
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		if i+1 < len(s) && s[i+1] == s[i] {
			b.WriteByte(s[i])
			s = s[i+2:]
			continue
		}
		end := strings.IndexByte(s[i:], '}')
		if s[i] == '}' || end < 0 {
			return self, fmt.Errorf("a brace stands alone; write {{ or }} for the character itself")
		}
		v, err := formatField(s[i+1:i+end], args, kwargs, &next)
		if err != nil {
			return self, err
		}
		b.WriteString(str(v))
		if b.Len() > maxRendered {
			return self, errTooLong
		}
		s = s[i+end+1:]
	}
	return text(b.String())
}

func formatField(name string, args []value.Value, kwargs map[string]value.Value, next *int) (value.Value, error) {
	if strings.ContainsAny(name, ":!") {
		return value.Undefined(), fmt.Errorf("format() takes no specifications such as %q here; use %%, as in \"%%.2f\" %% x", name)
	}
	parts := strings.Split(name, ".")
	v, ok := kwargs[parts[0]]
	if !ok {
		at := *next
		if parts[0] == "" {
			*next++
		} else if n, err := strconv.Atoi(parts[0]); err == nil {
			at = n
		} else {
			at = -1
		}
		if at < 0 || at >= len(args) {
			return v, fmt.Errorf("format() got no value for {%s}", name)
		}
		v = args[at]
	}
	for _, p := range parts[1:] {
		v = v.GetAttr(p)
	}
	if v.IsUndefined() {
		return v, fmt.Errorf("format() got no value for {%s}", name)
	}
	return v, nil
}
