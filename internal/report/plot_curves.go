package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
)

// The drawing of curves, in its own units.
const (
	curvesWidth, curvesHeight                        = 640, 320
	curvesLeft, curvesRight, curvesTop, curvesBottom = 86, 600, 38, 256
)

// curves draws lines over a common x: what was seen solid, what is forecast dashed
// with its band. It reports whether there was anything to draw.
func curves(b *strings.Builder, p *measure.Plot) bool {
	g := newGraph(p)
	if g == nil {
		return false
	}
	legend(b, p)
	fmt.Fprintf(b, `<div class="scroll" tabindex="0" role="group" aria-label="%s"><svg class="curves" viewBox="0 0 %d %d" role="img" aria-label="%s">`,
		esc(p.Title), curvesWidth, curvesHeight, esc(p.Title+": "+p.YLabel+" by "+p.XLabel))
	g.axes(b, p)
	for i := range p.Curves {
		g.curve(b, &p.Curves[i], 1+i%4)
	}
	b.WriteString("</svg></div>")
	curvesTable(b, p)
	return true
}

// graph maps values to places.
type graph struct {
	x0, x1, y0, y1 float64
	log            bool
}

func newGraph(p *measure.Plot) *graph {
	g := &graph{x0: math.Inf(1), x1: math.Inf(-1), y1: math.Inf(-1), log: p.LogX}
	for i := range p.Curves {
		c := &p.Curves[i]
		if len(c.X) < 2 || len(c.X) != len(c.Y) {
			continue
		}
		for k, x := range c.X {
			if g.log && x <= 0 {
				g.log = false
			}
			g.x0, g.x1 = min(g.x0, x), max(g.x1, x)
			g.y0, g.y1 = min(g.y0, c.Y[k]), max(g.y1, c.Y[k])
			if len(c.High) == len(c.X) {
				g.y1 = max(g.y1, c.High[k])
			}
		}
	}
	if !(g.x1 > g.x0) || math.IsInf(g.y1, 0) {
		return nil
	}
	if g.y1 <= g.y0 {
		g.y1 = g.y0 + 1
	}
	return g
}

func (g *graph) x(v float64) float64 {
	at := (v - g.x0) / (g.x1 - g.x0)
	if g.log {
		at = math.Log(v/g.x0) / math.Log(g.x1/g.x0)
	}
	return curvesLeft + at*(curvesRight-curvesLeft)
}

func (g *graph) y(v float64) float64 {
	return curvesBottom - (v-g.y0)/(g.y1-g.y0)*(curvesBottom-curvesTop)
}

// ticks returns about n round values from lo to hi.
func ticks(lo, hi float64, n int) []float64 {
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/float64(n))))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if (hi-lo)/(step*m) <= float64(n) {
			step *= m
			break
		}
	}
	var out []float64
	for v := math.Ceil(lo/step) * step; v <= hi+step*1e-9 && len(out) < 20; v += step {
		if math.Abs(v) < step*1e-9 {
			v = 0
		}
		out = append(out, v)
	}
	return out
}

func (g *graph) axes(b *strings.Builder, p *measure.Plot) {
	for _, v := range ticks(g.y0, g.y1, 5) {
		fmt.Fprintf(b, `<path class="grid" d="M%d %.1fH%d"/><text class="tick" x="%d" y="%.1f" text-anchor="end">%s</text>`,
			curvesLeft, g.y(v), curvesRight, curvesLeft-8, g.y(v)+5, number(v, unitOf(p)))
	}
	var xs []float64
	if g.log {
		for v := math.Pow(10, math.Ceil(math.Log10(g.x0)-1e-9)); v <= g.x1*1.0000001; v *= 10 {
			xs = append(xs, v)
		}
	} else {
		xs = ticks(g.x0, g.x1, 6)
	}
	for i, v := range xs {
		class := "tick"
		if i%2 == 1 && len(xs) > 4 {
			class = "tick spare" // there is no room for it on a narrow page
		}
		fmt.Fprintf(b, `<text class="%s" x="%.1f" y="%d" text-anchor="middle">%s</text>`, class, g.x(v), curvesBottom+28, number(v, measure.Count))
	}
	fmt.Fprintf(b, `<path class="axis" d="M%d %dH%d"/><text class="tick" x="%d" y="%d" text-anchor="end">%s</text><text class="tick" x="%d" y="18">%s</text>`,
		curvesLeft, curvesBottom, curvesRight, curvesRight, curvesBottom+55, esc(p.XLabel), 4, esc(p.YLabel))
}

func (g *graph) curve(b *strings.Builder, c *measure.Curve, colour int) {
	if len(c.X) < 2 || len(c.X) != len(c.Y) {
		return
	}
	if len(c.Low) == len(c.X) && len(c.High) == len(c.X) {
		fmt.Fprintf(b, `<path class="band f%d" d="%s"/>`, colour, g.closed(c.X, c.High, c.Low))
	} else if c.Area {
		fmt.Fprintf(b, `<path class="band f%d" d="%s"/>`, colour, g.closed(c.X, c.Y, make([]float64, len(c.X))))
	}
	split := len(c.X)
	if c.From > 0 {
		if i := slices.IndexFunc(c.X, func(x float64) bool { return x >= c.From }); i >= 0 {
			split = i + 1
		}
	}
	if split > 1 {
		fmt.Fprintf(b, `<path class="line s%d" d="%s"/>`, colour, g.open(c.X[:split], c.Y[:split]))
	}
	if split < len(c.X) {
		fmt.Fprintf(b, `<path class="line ahead s%d" d="%s"/>`, colour, g.open(c.X[split-1:], c.Y[split-1:]))
	}
}

func (g *graph) open(xs, ys []float64) string {
	var b strings.Builder
	for i := range xs {
		fmt.Fprintf(&b, "%c%.1f %.1f", "ML"[min(i, 1)], g.x(xs[i]), g.y(ys[i]))
	}
	return b.String()
}

func (g *graph) closed(xs, upper, lower []float64) string {
	s := g.open(xs, upper)
	var b strings.Builder
	b.WriteString(s)
	for i := len(xs) - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "L%.1f %.1f", g.x(xs[i]), g.y(max(lower[i], g.y0)))
	}
	return b.String() + "Z"
}

// legend names the curves in their colours.
func legend(b *strings.Builder, p *measure.Plot) {
	if len(p.Curves) < 2 {
		return
	}
	b.WriteString(`<ul class="legend">`)
	for i := range p.Curves {
		fmt.Fprintf(b, `<li class="t%d"><svg viewBox="0 0 26 10" aria-hidden="true"><path class="line s%d" d="M1 5h24"/></svg>%s</li>`,
			1+i%4, 1+i%4, esc(p.Curves[i].Name))
	}
	b.WriteString("</ul>")
}

// curvesTable gives the curves as figures, at up to eleven places.
func curvesTable(b *strings.Builder, p *measure.Plot) {
	fmt.Fprintf(b, `<details><summary>The same as figures</summary><div class="scroll nums" tabindex="0" role="group" aria-label="%s as figures">`, esc(p.Title))
	for i := range p.Curves {
		c := &p.Curves[i]
		if len(c.X) != len(c.Y) {
			continue
		}
		fmt.Fprintf(b, `<table><caption>%s</caption><thead><tr><th scope="col">%s</th><th scope="col">%s</th></tr></thead><tbody>`, esc(c.Name), esc(p.XLabel), esc(p.YLabel))
		for k := 0; k < len(c.X); k += max(1, (len(c.X)+10)/11) {
			fmt.Fprintf(b, "<tr><td>%s</td><td>%s</td></tr>", number(c.X[k], measure.Ratio), number(c.Y[k], unitOf(p)))
		}
		b.WriteString("</tbody></table>")
	}
	b.WriteString("</div></details>")
}
