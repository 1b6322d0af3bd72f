package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
)

// listQuery is what a list of rows shows, as its address says it.
type listQuery struct {
	Text, Where string
	Picks       []browse.Pick
	Flags       []string // with ! before those that rows may not have
	Sort        string
	Down        bool
	After       string
}

// wholeColumns are the columns that an address names as they are.
var wholeColumns = []string{
	browse.ColumnState, browse.ColumnEnded, browse.ColumnReason, browse.ColumnActor, browse.ColumnMade, browse.ColumnOrigin, browse.ColumnSource,
}

const (
	picksMost  = 40
	whereMost  = 4000
	flagsMost  = 6
	searchMost = 1000
)

// readListQuery reads an address. What it does not know is left out.
func readListQuery(u url.Values) listQuery {
	q := listQuery{Text: clip(u.Get("q"), searchMost), Where: clip(strings.TrimSpace(u.Get("where")), whereMost), Down: u.Get("down") == "1", After: clip(u.Get("after"), 64)}
	for _, key := range slices.Sorted(func(yield func(string) bool) {
		for k := range u {
			if !yield(k) {
				return
			}
		}
	}) {
		column := columnOf(key)
		if column == "" {
			continue
		}
		for _, value := range u[key] {
			p := browse.Pick{Column: column, Value: readValue(value)}
			if slices.Contains(wholeColumns, column) {
				p.Value = value
			}
			if len(q.Picks) < picksMost && len(value) <= 400 && !slices.Contains(q.Picks, p) {
				q.Picks = append(q.Picks, p)
			}
		}
	}
	for _, f := range u["is"] {
		if _, ok := flagWords[strings.TrimPrefix(f, "!")]; ok && len(q.Flags) < flagsMost && !slices.Contains(q.Flags, f) {
			q.Flags = append(q.Flags, f)
		}
	}
	if by := u.Get("sort"); by == browse.ColumnLength || strings.HasPrefix(columnOf(by), "f:") || strings.HasPrefix(columnOf(by), "s:") {
		q.Sort = by
	}
	return q
}

func clip(s string, most int) string { return strings.ToValidUTF8(s[:min(len(s), most)], "\uFFFD") }

// columnOf returns the column that a name in an address means: "f.grade" and "score.helpful"
// are a field and a criterion.
func columnOf(key string) string {
	if name, ok := strings.CutPrefix(key, "f."); ok && name != "" {
		return browse.Field(name)
	}
	if name, ok := strings.CutPrefix(key, "score."); ok && name != "" {
		return browse.Criterion(name)
	}
	if slices.Contains(wholeColumns, key) {
		return key
	}
	return ""
}

// keyOf names a column in an address.
func keyOf(column string) string {
	field, criterion := browse.ColumnName(column)
	switch {
	case field != "":
		return "f." + field
	case strings.HasPrefix(column, "s:"):
		return "score." + criterion
	}
	return column
}

// readValue reads a value of an address: as JSON where it is a number, true, false, null
// or a text in quotes; anything else is a text as it stands.
func readValue(s string) any {
	var f seedbed.Fields
	if f.UnmarshalJSON([]byte(`{"v":`+s+`}`)) == nil && len(f) == 1 {
		switch f[0].Value.(type) {
		case nil, bool, int64, float64, string:
			return f[0].Value
		}
	}
	return s
}

// valueText writes a value so that readValue reads it.
func valueText(v any) string {
	if s, ok := v.(string); ok && readValue(s) == any(s) {
		return s
	}
	return string(seedbed.AppendValue(nil, v))
}

// values is the address of a query, without its place.
func (q listQuery) values() url.Values {
	u := url.Values{}
	if q.Text != "" {
		u.Set("q", q.Text)
	}
	if q.Where != "" {
		u.Set("where", q.Where)
	}
	for _, p := range q.Picks {
		text := valueText(p.Value)
		if slices.Contains(wholeColumns, p.Column) {
			text, _ = p.Value.(string)
		}
		u.Add(keyOf(p.Column), text)
	}
	for _, f := range q.Flags {
		u.Add("is", f)
	}
	if q.Sort != "" {
		u.Set("sort", q.Sort)
	}
	if q.Down {
		u.Set("down", "1")
	}
	return u
}

// Address is the query of the address.
func (q listQuery) Address() string { return q.values().Encode() }

func (q listQuery) href(path string) string {
	if u := q.values().Encode(); u != "" {
		return path + "?" + u
	}
	return path
}

// with is the query with a pick more, or without it where it was there.
func (q listQuery) with(p browse.Pick) listQuery {
	out := q
	out.After = ""
	out.Picks = slices.Clone(q.Picks)
	if i := slices.Index(out.Picks, p); i >= 0 {
		out.Picks = slices.Delete(out.Picks, i, i+1)
	} else {
		out.Picks = append(out.Picks, p)
	}
	return out
}

// withFlag is with for a flag.
func (q listQuery) withFlag(flag string) listQuery {
	out := q
	out.After = ""
	out.Flags = slices.DeleteFunc(slices.Clone(q.Flags), func(f string) bool { return strings.TrimPrefix(f, "!") == strings.TrimPrefix(flag, "!") })
	if len(out.Flags) == len(q.Flags) {
		out.Flags = append(out.Flags, flag)
	}
	return out
}

// columnWords says a column to people.
func columnWords(column string) string {
	field, criterion := browse.ColumnName(column)
	switch {
	case field != "":
		return visible(field)
	case strings.HasPrefix(column, "s:"):
		return "score " + visible(criterion)
	}
	return cmp.Or(map[string]string{
		browse.ColumnState: "outcome", browse.ColumnEnded: "ended at", browse.ColumnReason: "reason", browse.ColumnActor: "decided by",
		browse.ColumnMade: "made by", browse.ColumnOrigin: "origin", browse.ColumnSource: "source", browse.ColumnLength: "length",
	}[column], column)
}

func valueWords(v any) string {
	switch v := v.(type) {
	case bool:
		return map[bool]string{true: "yes", false: "no"}[v]
	case nil:
		return "nothing"
	case string:
		return visible(cmp.Or(v, "empty"))
	}
	return visible(seedbed.TextOf(v))
}

// says is the query in words: what is kept of it with a decision.
func (q listQuery) says() string {
	var parts []string
	if q.Text != "" {
		parts = append(parts, "text: "+q.Text)
	}
	by := map[string][]string{}
	var order []string
	for _, p := range q.Picks {
		if by[p.Column] == nil {
			order = append(order, p.Column)
		}
		by[p.Column] = append(by[p.Column], valueWords(p.Value))
	}
	for _, c := range order {
		parts = append(parts, columnWords(c)+": "+strings.Join(by[c], " or "))
	}
	for _, f := range q.Flags {
		parts = append(parts, flagSays(f))
	}
	if q.Where != "" {
		parts = append(parts, "where "+q.Where)
	}
	if len(parts) == 0 {
		return "all rows"
	}
	return strings.Join(parts, "; ")
}

// parseQuery reads the query of an address that came in a form.
func parseQuery(s string) (url.Values, error) {
	u, err := url.ParseQuery(s)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "what is to be decided about cannot be read; go back to the list and begin again")
	}
	return u, nil
}
