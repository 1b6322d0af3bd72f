package prompt

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/mitsuhiko/minijinja/minijinja-go/v2/filters"
	"github.com/mitsuhiko/minijinja/minijinja-go/v2/value"
)

// addedFilters are the filters that the engine lacks, or has in another way than
// Jinja2 does.
func addedFilters() map[string]filters.FilterFunc {
	return map[string]filters.FilterFunc{
		"string":     filterText(func(s string) string { return s }),
		"upper":      filterText(pyUpper),
		"title":      filterText(jinjaTitle),
		"capitalize": filterText(pyCapitalize),
		"striptags":  filterText(stripTags),
		"trim":       filterMethod("strip"),
		"replace":    filterMethod("replace"),
		"wordcount":  filterWordcount,
		"center":     filterCenter,
		"indent":     filterIndent,
		"truncate":   filterTruncate,
		"wordwrap":   filterWordwrap,
		"join":       filterJoin,
		"sum":        filterSum,
		"round":      filterRound,
		"int":        filterInt,
		"float":      filterFloat,
		"sort":       filterSort,
		"tojson":     filterJSON,
		"random":     filterAbsent("random", "attributes and exemplars are what varies"),
	}
}

// filterMethod is a method on what the value looks like as text.
func filterMethod(name string) filters.FilterFunc {
	return func(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
		return methods[name](value.FromString(str(v)), args, kwargs)
	}
}

func filterText(f func(string) string) filters.FilterFunc {
	return func(_ filters.State, v value.Value, _ []value.Value, _ map[string]value.Value) (value.Value, error) {
		return value.FromString(f(str(v))), nil
	}
}

func filterAbsent(name, instead string) filters.FilterFunc {
	return func(filters.State, value.Value, []value.Value, map[string]value.Value) (value.Value, error) {
		return value.Undefined(), fmt.Errorf("the filter %s is not there in prompts: %s", name, instead)
	}
}

func filterWordcount(_ filters.State, v value.Value, _ []value.Value, _ map[string]value.Value) (value.Value, error) {
	n, inWord := int64(0), false
	for _, r := range str(v) {
		word := r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r)
		if word && !inWord {
			n++
		}
		inWord = word
	}
	return value.FromInt(n), nil
}

// jinjaTitle is Jinja's own: only what follows space, a hyphen or an opening
// bracket starts a word, so "it's" stays one.
func jinjaTitle(s string) string {
	start := true
	return strings.Map(func(r rune) rune {
		up := start
		start = unicode.IsSpace(r) || strings.ContainsRune("-([{<", r)
		if up {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, s)
}

// argument returns the i-th argument or that of a keyword.
func argument(args []value.Value, kwargs map[string]value.Value, i int, keyword string) (value.Value, bool) {
	if i < len(args) {
		return args[i], true
	}
	v, ok := kwargs[keyword]
	return v, ok
}

// truthArg is argument as true or false; false where it is not given.
func truthArg(args []value.Value, kwargs map[string]value.Value, i int, keyword string) bool {
	v, ok := argument(args, kwargs, i, keyword)
	return ok && v.IsTrue()
}

func filterCenter(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	if _, ok := argument(args, kwargs, 0, "width"); !ok {
		args = []value.Value{value.FromInt(80)}
	}
	return methods["center"](value.FromString(str(v)), args, kwargs)
}

func filterIndent(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	by := "    "
	if w, ok := argument(args, kwargs, 0, "width"); ok {
		if s, is := w.AsString(); is {
			by = s
		} else if n, is := w.AsInt(); is && n >= 0 && n <= 1000 {
			by = strings.Repeat(" ", int(n))
		} else {
			return v, fmt.Errorf("indent wants a width from 0 to 1000, or a text")
		}
	}
	first, blank := truthArg(args, kwargs, 1, "first"), truthArg(args, kwargs, 2, "blank")
	lines := strings.Split(str(v), "\n")
	if len(lines)*len(by) > maxRendered {
		return v, errTooLong
	}
	for i := range lines {
		if (i > 0 || first) && (lines[i] != "" || blank) {
			lines[i] = by + lines[i]
		}
	}
	return text(strings.Join(lines, "\n"))
}

// filterTruncate is truncate(length=255, killwords=False, end='...', leeway=5).
func filterTruncate(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	length, err := intArg(args, kwargs, 0, "length", 255)
	if err != nil {
		return v, err
	}
	leeway, err := intArg(args, kwargs, 3, "leeway", 5)
	if err != nil {
		return v, err
	}
	end := "..."
	if e, ok := argument(args, kwargs, 2, "end"); ok {
		end = str(e)
	}
	runes := []rune(str(v))
	if len(runes) <= length+leeway {
		return value.FromString(string(runes)), nil
	}
	room := length - len([]rune(end))
	if room < 0 {
		return v, fmt.Errorf("truncate wants a length of at least that of its end")
	}
	cut := string(runes[:room])
	if !truthArg(args, kwargs, 1, "killwords") {
		if i := strings.LastIndexByte(cut, ' '); i >= 0 {
			cut = cut[:i]
		}
	}
	return value.FromString(cut + end), nil
}

// filterWordwrap is wordwrap(width=79, break_long_words=True): lines of words,
// no longer than that.
func filterWordwrap(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	width, err := intArg(args, kwargs, 0, "width", 79)
	if err != nil {
		return v, err
	}
	if width < 1 {
		return v, fmt.Errorf("wordwrap wants a width of at least 1")
	}
	breakLong := true
	if b, ok := argument(args, kwargs, 1, "break_long_words"); ok {
		breakLong = b.IsTrue()
	}
	var out []string
	for _, line := range strings.Split(str(v), "\n") {
		out = append(out, wrapLine(line, width, breakLong)...)
	}
	return text(strings.Join(out, "\n"))
}

func wrapLine(line string, width int, breakLong bool) []string {
	var out []string
	var cur []rune
	for _, word := range strings.Fields(line) {
		w := []rune(word)
		if len(cur) > 0 && len(cur)+1+len(w) > width {
			out, cur = append(out, string(cur)), nil
		}
		if len(cur) > 0 {
			cur = append(cur, ' ')
		}
		for breakLong && len(cur) == 0 && len(w) > width {
			out, w = append(out, string(w[:width])), w[width:]
		}
		cur = append(cur, w...)
	}
	return append(out, string(cur))
}

func stripTags(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		end := strings.IndexByte(s[i:], '>')
		if end < 0 {
			break
		}
		b.WriteString(s[:i])
		s = s[i+end+1:]
	}
	b.WriteString(s)
	return strings.Join(strings.Fields(b.String()), " ")
}

// attributeOf follows a path such as "a.b.0" into v.
func attributeOf(v value.Value, path string) value.Value {
	for _, key := range strings.Split(path, ".") {
		if n, err := strconv.Atoi(key); err == nil {
			v = v.GetItem(value.FromInt(int64(n)))
		} else {
			v = v.GetItem(value.FromString(key))
		}
	}
	return v
}

func filterJoin(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	sep := ""
	if d, ok := argument(args, kwargs, 0, "d"); ok {
		sep = str(d)
	}
	if attr, ok := argument(args, kwargs, 1, "attribute"); ok {
		items := v.Iter()
		picked := make([]value.Value, len(items))
		for i := range items {
			picked[i] = attributeOf(items[i], str(attr))
		}
		v = value.FromSlice(picked)
	}
	return joined(v, sep)
}

func filterSum(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	total := value.FromInt(0)
	if start, ok := argument(args, kwargs, 1, "start"); ok {
		total = start
	}
	attr, byAttr := argument(args, kwargs, 0, "attribute")
	for _, item := range v.Iter() {
		if byAttr && !attr.IsNone() {
			item = attributeOf(item, str(attr))
		}
		var err error
		if total, err = add(total, item); err != nil {
			return v, err
		}
	}
	return total, nil
}

// filterRound is round(precision=0, method='common'); the result is a float.
func filterRound(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	f, ok := number(v).AsFloat()
	if !ok {
		return v, fmt.Errorf("round wants a number, not %s", v.Kind())
	}
	precision, err := intArg(args, kwargs, 0, "precision", 0)
	if err != nil {
		return v, err
	}
	how := "common"
	if m, ok := argument(args, kwargs, 1, "method"); ok {
		how = str(m)
	}
	scale := math.Pow(10, float64(precision))
	switch how {
	case "common":
		if v.IsActualInt() && precision >= 0 {
			return v, nil
		}
		if precision >= 0 && precision < 300 { // from the decimal digits, as Python rounds
			if f, err = strconv.ParseFloat(strconv.FormatFloat(f, 'f', precision, 64), 64); err != nil {
				return v, err
			}
			return value.FromFloat(f), nil
		}
		f = math.RoundToEven(f*scale) / scale
	case "floor":
		f = math.Floor(f*scale) / scale
	case "ceil":
		f = math.Ceil(f*scale) / scale
	default:
		return v, fmt.Errorf("round wants common, floor or ceil, not %s", how)
	}
	return value.FromFloat(f), nil
}
