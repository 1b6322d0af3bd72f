package prompt

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/mitsuhiko/minijinja/minijinja-go/v2/filters"
	"github.com/mitsuhiko/minijinja/minijinja-go/v2/value"
)

// addedFilters are the filters that the engine lacks, or has in another way than
// Jinja2 does.
func addedFilters() map[string]filters.FilterFunc {
	return map[string]filters.FilterFunc{
		"string": func(_ filters.State, v value.Value, _ []value.Value, _ map[string]value.Value) (value.Value, error) {
			return text(str(v))
		},
		"wordcount":  filterWordcount,
		"title":      filterText(jinjaTitle),
		"capitalize": filterText(pyCapitalize),
		"trim": func(_ filters.State, v value.Value, a []value.Value, k map[string]value.Value) (value.Value, error) {
			return methods["strip"](value.FromString(str(v)), a, k)
		},
		"random": filterAbsent("random", "attributes and exemplars are what varies"),
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

func addedTests() map[string]filters.TestFunc {
	return map[string]filters.TestFunc{}
}
