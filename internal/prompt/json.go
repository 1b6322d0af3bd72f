package prompt

import (
	"fmt"
	"strings"

	"github.com/mitsuhiko/minijinja/minijinja-go/v2/filters"
	"github.com/mitsuhiko/minijinja/minijinja-go/v2/value"

	"seedbed.dev/seedbed"
)

// filterJSON is tojson(indent=None). It writes as Python's json.dumps does, with
// sorted keys; unlike Jinja2's own it leaves <, >, & and ' as they are, since a
// prompt is no web page.
func filterJSON(_ filters.State, v value.Value, args []value.Value, kwargs map[string]value.Value) (value.Value, error) {
	indent := -1
	if n, ok := argument(args, kwargs, 0, "indent"); ok && !n.IsNone() {
		i, is := n.AsInt()
		if !is || i < 0 || i > 100 {
			return v, fmt.Errorf("tojson wants an indent from 0 to 100")
		}
		indent = int(i)
	}
	b, err := appendJSON(nil, v, indent, 0)
	if err != nil {
		return v, err
	}
	return text(string(b))
}

func appendJSON(b []byte, v value.Value, indent, depth int) ([]byte, error) {
	if depth > maxDepth || len(b) > maxRendered {
		return b, errTooLong
	}
	switch v.Kind() {
	case value.KindNone:
		return append(b, "null"...), nil
	case value.KindBool:
		return seedbed.AppendValue(b, v.IsTrue()), nil
	case value.KindNumber:
		return append(b, str(v)...), nil
	case value.KindString:
		s, _ := v.AsString()
		return seedbed.AppendString(b, s), nil
	case value.KindUndefined:
		return b, fmt.Errorf("an undefined value has no JSON")
	}
	keys, isMap := mapKeys(v)
	items, isList := listItems(v)
	if !isMap && !isList {
		return b, fmt.Errorf("%s has no JSON", v.Kind())
	}
	open, closing := byte('['), byte(']')
	if isMap {
		open, closing, items = '{', '}', keys
	}
	b = append(b, open)
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
			if indent < 0 {
				b = append(b, ' ')
			}
		}
		b = newline(b, indent, depth+1)
		if isMap {
			b = append(seedbed.AppendString(b, str(item)), ": "...)
			item = v.GetItem(item)
		}
		var err error
		if b, err = appendJSON(b, item, indent, depth+1); err != nil {
			return b, err
		}
	}
	if len(items) > 0 {
		b = newline(b, indent, depth)
	}
	return append(b, closing), nil
}

func newline(b []byte, indent, depth int) []byte {
	if indent < 0 {
		return b
	}
	return append(append(b, '\n'), strings.Repeat(" ", indent*depth)...)
}
