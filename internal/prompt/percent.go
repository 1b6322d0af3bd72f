package prompt

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mitsuhiko/minijinja/minijinja-go/v2/value"
)

// percent is Python's %: the remainder of numbers, or text with its marks
// filled from right, which is one value unless tuple says that it is several.
func percent(left, right value.Value, tuple bool) (value.Value, error) {
	format, ok := left.AsString()
	if !ok {
		return remainder(left, right)
	}
	args := []value.Value{right}
	if tuple {
		args, _ = listItems(right)
	}
	var b strings.Builder
	used, named := 0, false
	for {
		i := strings.IndexByte(format, '%')
		if i < 0 {
			break
		}
		b.WriteString(format[:i])
		spec, rest, err := parseSpec(format[i+1:])
		if err != nil {
			return left, err
		}
		format = rest
		if spec.verb == '%' {
			b.WriteByte('%')
			continue
		}
		var arg value.Value
		if spec.hasName {
			named = true
			if arg = right.GetItem(value.FromString(spec.name)); arg.IsUndefined() {
				return left, fmt.Errorf("%%(%s) names a key that is not there", spec.name)
			}
		} else {
			for _, star := range spec.stars() {
				if used >= len(args) {
					return left, fmt.Errorf("there are fewer values than %% marks")
				}
				n, err := intArg(args, nil, used, "", 0)
				if err != nil {
					return left, err
				}
				*star = n
				used++
			}
			if used >= len(args) {
				return left, fmt.Errorf("there are fewer values than %% marks")
			}
			arg = args[used]
			used++
		}
		out, err := spec.format(arg)
		if err != nil {
			return left, err
		}
		b.WriteString(out)
		if b.Len() > maxRendered {
			return left, errTooLong
		}
	}
	b.WriteString(format)
	if !named && used < len(args) && right.Kind() != value.KindMap {
		return left, fmt.Errorf("there are more values than %% marks")
	}
	return text(b.String())
}

// spec is one mark such as %-08.3f.
type spec struct {
	name             string
	hasName          bool
	minus, plus      bool
	space, zero, alt bool
	width, precision int // -1: not given; -2: taken from the values, written *
	verb             byte
}

func parseSpec(s string) (spec, string, error) {
	sp := spec{width: -1, precision: -1}
	bad := fmt.Errorf("a %% mark is not finished; write %%%% for the sign itself")
	if strings.HasPrefix(s, "(") {
		i := strings.IndexByte(s, ')')
		if i < 0 {
			return sp, "", bad
		}
		sp.name, sp.hasName, s = s[1:i], true, s[i+1:]
	}
flags:
	for len(s) > 0 {
		switch s[0] {
		case '-':
			sp.minus = true
		case '+':
			sp.plus = true
		case ' ':
			sp.space = true
		case '0':
			sp.zero = true
		case '#':
			sp.alt = true
		default:
			break flags
		}
		s = s[1:]
	}
	var ok bool
	if sp.width, s, ok = specNumber(s, -1); !ok {
		return sp, "", fmt.Errorf("the width in a %% mark is too large")
	}
	if strings.HasPrefix(s, ".") {
		if sp.precision, s, ok = specNumber(s[1:], 0); !ok {
			return sp, "", fmt.Errorf("the precision in a %% mark is too large")
		}
	}
	for len(s) > 0 && (s[0] == 'h' || s[0] == 'l' || s[0] == 'L') {
		s = s[1:]
	}
	if s == "" {
		return sp, "", bad
	}
	sp.verb = s[0]
	return sp, s[1:], nil
}

func specNumber(s string, none int) (int, string, bool) {
	if strings.HasPrefix(s, "*") {
		return -2, s[1:], true
	}
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == 0 {
		return none, s, true
	}
	n, err := strconv.Atoi(s[:i])
	return n, s[i:], err == nil && n <= 10_000
}

// stars returns what of the mark is to be read from the values.
func (sp *spec) stars() []*int {
	var out []*int
	if sp.width == -2 {
		out = append(out, &sp.width)
	}
	if sp.precision == -2 {
		out = append(out, &sp.precision)
	}
	return out
}

func (sp *spec) format(v value.Value) (string, error) {
	if v.IsUndefined() {
		return "", fmt.Errorf("a value for a %% mark is undefined")
	}
	if sp.width < -1 { // a negative * aligns left
		sp.minus, sp.width = true, -sp.width
	}
	if sp.width > 10_000 || sp.precision > 10_000 {
		return "", fmt.Errorf("the width in a %% mark is too large")
	}
	switch sp.verb {
	case 's', 'r', 'a':
		out := str(v)
		if sp.verb != 's' {
			var b strings.Builder
			writeRepr(&b, v, 0)
			out = b.String()
		}
		if sp.precision >= 0 && utf8.RuneCountInString(out) > sp.precision {
			out = string([]rune(out)[:sp.precision])
		}
		return sp.pad("", out, false), nil
	case 'c':
		if n, ok := v.AsInt(); ok && v.IsActualInt() {
			return sp.pad("", string(rune(n)), false), nil
		}
		return sp.pad("", str(v), false), nil
	case 'd', 'i', 'u', 'x', 'X', 'o':
		return sp.integer(v)
	case 'f', 'F', 'e', 'E', 'g', 'G':
		return sp.float(v)
	}
	return "", fmt.Errorf("%%%c is not a mark; write %%%% for the sign itself", sp.verb)
}

func (sp *spec) integer(v value.Value) (string, error) {
	if b, ok := v.AsBool(); ok && v.Kind() == value.KindBool {
		v = value.FromInt(0)
		if b {
			v = value.FromInt(1)
		}
	}
	if v.Kind() != value.KindNumber {
		return "", fmt.Errorf("%%%c wants a number, not %s", sp.verb, v.Kind())
	}
	n := new(big.Int)
	if v.IsActualFloat() {
		f, _ := v.AsFloat()
		big.NewFloat(f).Int(n)
	} else if _, ok := n.SetString(v.String(), 10); !ok {
		return "", fmt.Errorf("%%%c wants a number", sp.verb)
	}
	sign, abs := "", new(big.Int).Abs(n)
	if n.Sign() < 0 {
		sign = "-"
	}
	digits, prefix := abs.String(), ""
	switch sp.verb {
	case 'x':
		digits, prefix = abs.Text(16), "0x"
	case 'X':
		digits, prefix = strings.ToUpper(abs.Text(16)), "0X"
	case 'o':
		digits, prefix = abs.Text(8), "0o"
	}
	if gap := sp.precision - len(digits); gap > 0 {
		digits = strings.Repeat("0", gap) + digits
	}
	if sp.alt {
		sign += prefix
	}
	return sp.pad(sp.signed(sign), digits, true), nil
}

func (sp *spec) float(v value.Value) (string, error) {
	f, ok := v.AsFloat()
	if !ok {
		i, isInt := v.AsInt()
		if !isInt {
			return "", fmt.Errorf("%%%c wants a number, not %s", sp.verb, v.Kind())
		}
		f = float64(i)
	}
	precision := sp.precision
	if precision < 0 {
		precision = 6
	}
	flag := ""
	if sp.alt {
		flag = "#"
	}
	out := fmt.Sprintf("%"+flag+"."+strconv.Itoa(precision)+string(sp.verb), f)
	sign := ""
	if strings.HasPrefix(out, "-") {
		sign, out = "-", out[1:]
	}
	switch strings.TrimPrefix(out, "+") {
	case "Inf":
		out = "inf"
	case "NaN":
		out = "nan"
	}
	return sp.pad(sp.signed(sign), out, true), nil
}

func (sp *spec) signed(sign string) string {
	if !strings.HasPrefix(sign, "-") {
		switch {
		case sp.plus:
			return "+" + sign
		case sp.space:
			return " " + sign
		}
	}
	return sign
}

func (sp *spec) pad(sign, body string, number bool) string {
	gap := sp.width - utf8.RuneCountInString(sign) - utf8.RuneCountInString(body)
	switch {
	case gap <= 0:
		return sign + body
	case sp.minus:
		return sign + body + strings.Repeat(" ", gap)
	case number && sp.zero:
		return sign + strings.Repeat("0", gap) + body
	default:
		return strings.Repeat(" ", gap) + sign + body
	}
}
