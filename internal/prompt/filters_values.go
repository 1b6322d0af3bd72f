package prompt

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/mitsuhiko/minijinja/minijinja-go/v2/filters"
	"github.com/mitsuhiko/minijinja/minijinja-go/v2/value"
)

// knownFilters and knownTests are what templates may name: the engine's and our
// own. A test holds them against the engine.
var (
	knownFilters = names(`upper lower capitalize title trim replace format default d safe escape e string bool split lines
		length count first last reverse sort join list unique min max sum batch slice map select reject selectattr rejectattr
		groupby chain zip abs int float round items dictsort attr indent pprint tojson urlencode
		striptags wordcount center truncate wordwrap random`)
	knownTests = names(`defined undefined none true false odd even divisibleby eq equalto == ne != lt lessthan < le <= gt greaterthan >
		ge >= in string number integer int float boolean sequence mapping iterable startingwith endingwith containing safe escaped
		sameas lower upper filter test`)
)

func names(list string) map[string]bool {
	out := map[string]bool{}
	for _, n := range strings.Fields(list) {
		out[n] = true
	}
	return out
}

// filterInt is int(default=0, base=10).
func filterInt(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	otherwise, ok := argument(args, kwargs, 0, "default")
	if !ok {
		otherwise = value.FromInt(0)
	}
	base, err := intArg(args, kwargs, 1, "base", 10)
	if err != nil {
		return v, err
	}
	if s, ok := v.AsString(); ok {
		s = strings.TrimSpace(s)
		if n, err := strconv.ParseInt(strings.ReplaceAll(s, "_", ""), base, 64); err == nil {
			return value.FromInt(n), nil
		}
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || base != 10 {
			return otherwise, nil
		}
		v = value.FromFloat(f)
	}
	v = number(v)
	if v.IsActualInt() {
		return v, nil
	}
	f, ok := v.AsFloat()
	if !ok || math.IsNaN(f) || math.Abs(f) >= 1<<63 {
		return otherwise, nil
	}
	return value.FromInt(int64(f)), nil
}

// filterFloat is float(default=0.0).
func filterFloat(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	otherwise, ok := argument(args, kwargs, 0, "default")
	if !ok {
		otherwise = value.FromFloat(0)
	}
	if s, ok := v.AsString(); ok {
		f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil {
			return otherwise, nil
		}
		return value.FromFloat(f), nil
	}
	if f, ok := number(v).AsFloat(); ok {
		return value.FromFloat(f), nil
	}
	return otherwise, nil
}

// filterSort is sort(reverse=False, case_sensitive=False, attribute=None);
// several attributes are written with commas between them.
func filterSort(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	sensitive := truthArg(args, kwargs, 1, "case_sensitive")
	var paths []string
	if a, ok := argument(args, kwargs, 2, "attribute"); ok && !a.IsNone() {
		paths = strings.Split(str(a), ",")
	}
	key := func(v value.Value) []value.Value {
		keys := []value.Value{v}
		if paths != nil {
			keys = keys[:0]
			for _, p := range paths {
				keys = append(keys, attributeOf(v, p))
			}
		}
		for i := range keys {
			if s, ok := keys[i].AsString(); ok && !sensitive {
				keys[i] = value.FromString(strings.ToLower(s))
			}
		}
		return keys
	}
	items := v.Iter()
	type keyed struct{ item, key []value.Value }
	rows := make([]keyed, len(items))
	for i := range items {
		rows[i] = keyed{items[i : i+1], key(items[i])}
	}
	var bad error
	slices.SortStableFunc(rows, func(a, b keyed) int {
		for i := range a.key {
			c, ok := a.key[i].Compare(b.key[i])
			if !ok || a.key[i].IsUndefined() || b.key[i].IsUndefined() {
				bad = fmt.Errorf("cannot sort %s and %s", a.key[i].Kind(), b.key[i].Kind())
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	out := make([]value.Value, len(rows))
	for i := range rows {
		out[i] = rows[i].item[0]
	}
	if truthArg(args, kwargs, 0, "reverse") {
		slices.Reverse(out)
	}
	return value.FromSlice(out), bad
}
