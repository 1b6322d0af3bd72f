package report

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
)

// draw draws a plot; false: there is nothing in it.
func draw(p *measure.Plot, id string) (drawn, bool) {
	var b strings.Builder
	switch {
	case len(p.Dots) > 0:
		dots(&b, p, id)
	case p.Heat != nil && len(p.Heat.Cells) > 0:
		heat(&b, p)
	case len(p.Curves) > 0:
		if !curves(&b, p) {
			return drawn{}, false
		}
	default:
		return drawn{}, false
	}
	return drawn{Title: visible(p.Title), HTML: template.HTML(b.String())}, true
}

func esc(s string) string { return template.HTMLEscapeString(visible(s)) }

func unitOf(p *measure.Plot) measure.Unit {
	if p.Share {
		return measure.Share
	}
	return measure.Ratio
}

// dots draws one line for each value: a table, so that it reads without eyes and at
// any width.
func dots(b *strings.Builder, p *measure.Plot, id string) {
	low, high := 0.0, 0.0
	for i := range p.Dots {
		d := &p.Dots[i]
		low, high = min(low, d.Value), max(high, d.Value)
		if d.Low != nil && d.High != nil {
			low, high = min(low, *d.Low), max(high, *d.High)
		}
	}
	if high == low {
		high = low + 1
	}
	x := func(v float64) float64 { return 2 + 96*(v-low)/(high-low) }
	u := unitOf(p)
	head := "<td></td>" // a heading without words is none
	if p.YLabel != "" {
		head = `<th scope="col">` + esc(p.YLabel) + "</th>"
	}
	fmt.Fprintf(b, `<div class="scroll" tabindex="0" role="group" aria-label="%s"><table class="dots"><thead><tr>%s<th scope="col" class="plot">%s</th><th scope="col">value</th></tr></thead><tbody>`,
		esc(p.Title), head, esc(p.XLabel))
	for i := range p.Dots {
		d := &p.Dots[i]
		label := esc(d.Label)
		if d.Evidence > 0 {
			label = fmt.Sprintf(`<a href="#%s-e%d">%s</a>`, id, d.Evidence, label)
		}
		fmt.Fprintf(b, `<tr><th scope="row">%s</th><td class="plot"><svg viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true"><path class="zero" d="M%.2f 0V20"/>`, label, x(0))
		value := number(d.Value, u)
		if d.Low != nil && d.High != nil {
			fmt.Fprintf(b, `<path class="iv" d="M%.2f 10H%.2f"/>`, x(*d.Low), x(*d.High))
			value += " [" + strings.TrimSuffix(number(*d.Low, u), " %") + ", " + strings.TrimSuffix(number(*d.High, u), " %") + "]"
		}
		fmt.Fprintf(b, `<path class="pt" d="M%.2f 10h.001"/></svg></td><td><span class="val">%s</span>`, x(d.Value), value)
		if d.Note != "" {
			fmt.Fprintf(b, ` <span class="soft">%s</span>`, esc(d.Note))
		}
		b.WriteString("</td></tr>")
	}
	b.WriteString("</tbody></table></div>")
}

// heat draws a matrix of counts as a table whose holes stand out.
func heat(b *strings.Builder, p *measure.Plot) {
	h := p.Heat
	most := 1.0
	for _, row := range h.Cells {
		for _, v := range row {
			most = max(most, v)
		}
	}
	fmt.Fprintf(b, `<div class="scroll" tabindex="0" role="group" aria-label="%s"><table class="heat"><thead><tr><th scope="col">%s \ %s</th>`, esc(p.Title), esc(h.RowName), esc(h.ColumnName))
	for _, c := range h.Columns {
		fmt.Fprintf(b, `<th scope="col">%s</th>`, esc(c))
	}
	b.WriteString("</tr></thead><tbody>")
	for r, row := range h.Cells {
		if r >= len(h.Rows) {
			break
		}
		fmt.Fprintf(b, `<tr><th scope="row">%s</th>`, esc(h.Rows[r]))
		for _, v := range row {
			switch {
			case v < 0:
				b.WriteString(`<td class="none"><span class="soft">not possible</span></td>`)
			case v == 0:
				b.WriteString(`<td class="hole">0</td>`)
			default:
				fmt.Fprintf(b, `<td class="h%d">%s</td>`, 1+min(4, int(5*math.Sqrt(v/most)-1e-9)), number(v, measure.Count))
			}
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table></div>")
}

// bar draws a share with its interval, and the limit that it was compared with.
func bar(f *measure.Finding) template.HTML {
	e := &f.Estimate
	if f.Unit != measure.Share || !e.Defined() || e.Interval == nil {
		return ""
	}
	limit := -1.0
	if f.Expect != "" {
		if x, err := measure.ParseExpect(f.Figure, f.Expect); err == nil {
			limit = x.Limit()
		}
	}
	most := min(1, ceiling(max(1.15*e.Interval.High, 1.15*limit, .01)))
	x := func(v float64) float64 { return 2 + 96*min(v, most)/most }
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="bar"><span aria-hidden="true">0</span><svg viewBox="0 0 100 18" preserveAspectRatio="none" role="img" aria-label="%s on a scale from 0 to %s"><path class="axis" d="M2 14H98"/><path class="iv" d="M%.2f 8H%.2f"/><path class="pt" d="M%.2f 8h.001"/>`,
		esc(figure(e, f.Unit)), number(most, measure.Share), x(e.Interval.Low), x(e.Interval.High), x(e.Value))
	if limit >= 0 {
		fmt.Fprintf(&b, `<path class="limit" d="M%.2f 0V16"/>`, x(limit))
	}
	fmt.Fprintf(&b, `</svg><span aria-hidden="true">%s</span></div>`, number(most, measure.Share))
	return template.HTML(b.String())
}

// ceiling returns the next of 1, 2, 5 and their tenfolds that is not below v > 0.
func ceiling(v float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if v <= m*unit*(1+1e-9) {
			return m * unit
		}
	}
	return 10 * unit
}
