package web

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed/internal/browse"
	"seedbed.dev/seedbed/internal/prose"
)

const (
	facetsMost   = 24
	facetsOpened = 8 // values of a facet before somebody asks for more
)

// facets are what stands beside a list to filter by, as far as it is the same for all
// filters: a page has a hundred of its values, and is made in few milliseconds.
type facets struct {
	index *browse.Index
	rows  int64
	all   []facet
}

type facet struct {
	head   string // escaped
	values []facetValue
}

type facetValue struct {
	pick   browse.Pick
	adds   string // to an address, escaped
	says   string // escaped
	counts string
}

// facetsOf returns the facets of an index, made once as long as it has no more rows.
func (b *browsing) facetsOf(x *browse.Index) *facets {
	rows := x.Progress().Rows
	b.mu.Lock()
	f := b.facets
	b.mu.Unlock()
	if f != nil && f.index == x && f.rows == rows {
		return f
	}
	f = &facets{index: x, rows: rows}
	for _, from := range x.Facets() {
		if len(f.all) == facetsMost {
			break
		}
		one := facet{head: template.HTMLEscapeString(columnWords(from.Column))}
		for _, v := range from.Values {
			text := valueText(v.Value)
			if slices.Contains(wholeColumns, from.Column) {
				text, _ = v.Value.(string)
			}
			one.values = append(one.values, facetValue{
				pick: browse.Pick{Column: from.Column, Value: v.Value},
				adds: template.HTMLEscapeString(url.QueryEscape(keyOf(from.Column)) + "=" + url.QueryEscape(text)),
				says: template.HTMLEscapeString(valueWords(v.Value)), counts: prose.Count(v.Rows),
			})
		}
		f.all = append(f.all, one)
	}
	b.mu.Lock()
	b.facets = f
	b.mu.Unlock()
	return f
}

// shown writes the facets for a filter: whoever follows one has its value too, or without
// it where it was there.
func (f *facets) shown(q *listQuery) template.HTML {
	base := template.HTMLEscapeString(q.href("/rows"))
	if strings.Contains(base, "?") {
		base += "&amp;"
	} else {
		base += "?"
	}
	var b strings.Builder
	b.Grow(16 << 10)
	for i := range f.all {
		one := &f.all[i]
		b.WriteString("<section><h2><bdi>" + one.head + "</bdi></h2><ul>")
		for k := range one.values {
			if k == facetsOpened {
				b.WriteString("</ul><details><summary>" + strconv.Itoa(len(one.values)-facetsOpened) + " more</summary><ul>")
			}
			v := &one.values[k]
			if slices.Contains(q.Picks, v.pick) {
				b.WriteString(`<li class="on"><a href="` + template.HTMLEscapeString(q.with(v.pick).href("/rows")) + `" aria-current="true"><bdi>`)
			} else {
				b.WriteString(`<li><a href="` + base + v.adds + `"><bdi>`)
			}
			b.WriteString(v.says + "</bdi></a> <span>" + v.counts + "</span></li>")
		}
		if b.WriteString("</ul>"); len(one.values) > facetsOpened {
			b.WriteString("</details>")
		}
		b.WriteString("</section>")
	}
	return template.HTML(b.String())
}

// fillFilters shows by what can be filtered, and what is.
func (s *Server) fillFilters(x *browse.Index, p *listPage, v *visit) {
	q := &p.Query
	for _, pick := range q.Picks {
		p.Chosen = append(p.Chosen, link{Says: columnWords(pick.Column) + ": " + valueWords(pick.Value), Href: q.with(pick).href("/rows")})
	}
	for _, f := range q.Flags {
		p.Chosen = append(p.Chosen, link{Says: flagSays(f), Href: q.withFlag(f).href("/rows")})
	}
	for _, flag := range []string{flagDrawn, flagDisputed, flagOut, "!" + flagOut} {
		if flag == flagDisputed && !mayDecide(v) {
			continue
		}
		p.Flags = append(p.Flags, link{Says: flagSays(flag), Href: q.withFlag(flag).href("/rows")})
	}
	p.Facets = s.browsing.facetsOf(x).shown(q)
	p.Sorts = []sortShown{{"", "the order of the run", q.Sort == ""}}
	for _, c := range x.Sortable() {
		if len(p.Sorts) < 40 {
			key := keyOf(c)
			p.Sorts = append(p.Sorts, sortShown{key, columnWords(c), q.Sort == key})
		}
	}
	rest := *q
	rest.Text, rest.Where, rest.Sort, rest.Down = "", "", "", false
	for name, all := range rest.values() {
		for _, value := range all {
			p.Hidden = append(p.Hidden, hiddenInput{name, value})
		}
	}
	if p.Decided {
		plain := *q
		plain.Sort, plain.Down = "", false
		p.Decide = plain.href("/rows/decide")
	}
}

// flagSays says a flag, or that it is not there.
func flagSays(flag string) string {
	if without, ok := strings.CutPrefix(flag, "!"); ok {
		return "not " + flagWords[without]
	}
	return flagWords[flag]
}
