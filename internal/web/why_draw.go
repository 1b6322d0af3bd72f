package web

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/text"
)

// Measures of the drawing, in its own units, of which a line of text is 14 high.
const (
	drawStep   = 26  // between a part and those below it, sideways
	drawWide   = 640 // of a part
	drawLine   = 18
	drawPad    = 9
	drawGap    = 10
	drawMargin = 4
)

// drawing draws a tree as lines of boxes: each part below its own, further to the right,
// with a line that leads there.
type drawing struct {
	b     strings.Builder // boxes
	edges strings.Builder
	y     int
	wide  int
	parts int
	left  int // parts that are not drawn
}

// whyShown is a story as a page has it: drawn, and the same as a list.
type whyShown struct {
	Drawn template.HTML
	List  *partShown
	Left  string
}

// partShown is a part in the list.
type partShown struct {
	Label, Title string
	Href         string
	Lines        []string
	Parts        []*partShown
}

// drawWhy draws a story. self is the address of the page that it stands in: its row is no
// link.
func drawWhy(root *Part, self string) whyShown {
	d := &drawing{y: drawMargin}
	d.part(root, 0, self)
	title := text.Harmless(root.Title, lineMost)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="why" role="group" aria-labelledby="why-t why-d" width="%d" height="%d" viewBox="0 0 %d %d">`, d.wide, d.y, d.wide, d.y)
	fmt.Fprintf(&b, `<title id="why-t">How this row came to be</title><desc id="why-d">%s %s, from the row down to all that went into it and what became of it: %s. The list below the drawing says the same.</desc>`,
		"A tree of", prose.Plural(d.parts, "part", "parts"), template.HTMLEscapeString(title))
	b.WriteString(d.edges.String())
	b.WriteString(d.b.String())
	b.WriteString("</svg>")
	out := whyShown{Drawn: template.HTML(b.String()), List: listed(root, 0, counter(partsMost), self)}
	if d.left > 0 {
		out.Left = prose.Plural(d.left, "part is", "parts are") + " not shown; seedbed why shows all."
	}
	return out
}

// part draws a part at a depth and those below it, and returns where a line to it ends.
func (d *drawing) part(p *Part, depth int, self string) (y int) {
	if d.parts++; d.parts > partsMost {
		d.left++
		d.parts--
		return -1
	}
	x := drawMargin + depth*drawStep
	lines := slices.DeleteFunc(slices.Clone(p.Lines), func(l string) bool { return l == "" })
	lines = lines[:min(len(lines), linesMost)]
	high := 2*drawPad + drawLine*(1+len(lines)) - 4
	top := d.y
	d.wide = max(d.wide, x+drawWide+drawMargin)
	href := ""
	if !p.Row.IsZero() && rowPath(p.Row) != self {
		href = rowPath(p.Row)
	}
	fmt.Fprintf(&d.b, `<g class="part p-%s">`, template.HTMLEscapeString(string(p.Kind)))
	fmt.Fprintf(&d.b, `<rect class="box" x="%d" y="%d" width="%d" height="%d" rx="5"/><rect class="bar" x="%d" y="%d" width="5" height="%d" rx="2"/>`, x, top, drawWide, high, x, top, high)
	base := top + drawPad + 12
	label := text.Harmless(p.Label, 14)
	fmt.Fprintf(&d.b, `<text class="kind" x="%d" y="%d">%s</text>`, x+14, base, template.HTMLEscapeString(label))
	d.text(p.Title, "what", x+112, base, href)
	for i, l := range lines {
		d.text(l, "more", x+112, base+drawLine*(i+1), "")
	}
	d.b.WriteString("</g>\n")
	d.y = top + high + drawGap
	joint := top + high/2
	for _, c := range p.Parts {
		if depth == depthMost {
			d.left += c.size()
			continue
		}
		if end := d.part(c, depth+1, self); end >= 0 {
			fmt.Fprintf(&d.edges, `<path class="edge" d="M%d %dV%dH%d"/>`, x+drawStep/2, top+high, end, x+drawStep)
		}
	}
	return joint
}

// widthOf is about how wide a line is drawn.
func widthOf(s string) int {
	n := 0
	for _, r := range s {
		if n += 7; r >= 0x1100 {
			n += 7
		}
	}
	return n
}

// size is how many parts there are from p down.
func (p *Part) size() int {
	n := 1
	for _, c := range p.Parts {
		n += c.size()
	}
	return n
}

// text writes a line of a box, cut to its width; whoever rests on it sees more.
func (d *drawing) text(s, class string, x, y int, href string) {
	shown := text.Harmless(s, lineMost)
	if href != "" {
		fmt.Fprintf(&d.b, `<a href="%s">`, template.HTMLEscapeString(href))
	}
	fmt.Fprintf(&d.b, `<text class="%s" x="%d" y="%d"`, class, x, y)
	if room := drawWide - 112 - 12; widthOf(shown) > room { // wide letters stay in the box
		fmt.Fprintf(&d.b, ` textLength="%d" lengthAdjust="spacingAndGlyphs"`, room)
	}
	fmt.Fprintf(&d.b, `>%s</text>`, template.HTMLEscapeString(shown))
	if href != "" {
		d.b.WriteString("</a>")
	}
}

func listed(p *Part, depth int, left *int, self string) *partShown {
	if *left--; *left < 0 {
		return nil
	}
	out := &partShown{Label: text.Harmless(p.Label, 40), Title: text.Harmless(p.Title, listedMost)}
	if !p.Row.IsZero() && rowPath(p.Row) != self {
		out.Href = rowPath(p.Row)
	}
	for _, l := range p.Lines {
		out.Lines = append(out.Lines, text.Harmless(l, listedMost))
	}
	for _, c := range p.Parts {
		if depth == depthMost {
			break
		}
		if l := listed(c, depth+1, left, self); l != nil {
			out.Parts = append(out.Parts, l)
		}
	}
	return out
}

func counter(n int) *int { return &n }
