package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// Markdown writes a result as GitHub flavoured Markdown: all that the page has, its
// plots as tables.
func Markdown(w io.Writer, r *measure.Result, opt Options) error {
	out := bufio.NewWriter(w)
	p := newPage(r, opt)
	fmt.Fprintf(out, "# %s\n\n%s\n\n", md(p.Title), md(p.Of))
	for _, m := range p.Meta {
		fmt.Fprintf(out, "- %s: %s\n", m.Name, md(m.Value))
	}
	for _, n := range p.Notes {
		fmt.Fprintf(out, "- note: %s\n", md(n))
	}
	for _, s := range Sections(r) {
		fmt.Fprintf(out, "\n## %s\n", strings.ToUpper(s.Title[:1])+s.Title[1:])
		for _, f := range s.Findings {
			markdownFinding(out, f)
		}
	}
	if len(r.NotMeasured) > 0 {
		fmt.Fprint(out, "\n## Not measured\n\n")
		for _, n := range r.NotMeasured {
			fmt.Fprintf(out, "- **%s:** %s", md(n.Measure), md(n.Why))
			if n.Fix != "" {
				fmt.Fprintf(out, " (%s)", md(n.Fix))
			}
			fmt.Fprintln(out)
		}
	}
	fmt.Fprintf(out, "\nThere is no single score here: a figure stands for what its sentence says. Written by Seedbed %s.\n", md(opt.Version))
	return out.Flush()
}

func markdownFinding(out *bufio.Writer, f *measure.Finding) {
	fmt.Fprintf(out, "\n### %s\n\n", md(f.Says))
	if v := Verdict(f); v != "" {
		fmt.Fprintf(out, "**%s.**\n\n", md(v))
	}
	fmt.Fprintf(out, "%s · %s. %s %s", md(f.Figure), f.Severity, md(f.Caveat), md(unsure(&f.Estimate)))
	if f.Compared != "" {
		fmt.Fprintf(out, " Compared with %s.", md(f.Compared))
	}
	for _, c := range f.Estimate.Caveats {
		fmt.Fprintf(out, " %s", sentence(md(c)))
	}
	fmt.Fprintln(out)
	for i := range f.Plots {
		for _, t := range plotTables(&f.Plots[i]) {
			markdownTable(out, &t)
		}
	}
	for i := range f.Tables {
		markdownTable(out, &f.Tables[i])
	}
	for i := range f.Evidence {
		ev := &f.Evidence[i]
		fmt.Fprintf(out, "\n%d. %s\n", i+1, md(ev.Note))
		for k := range ev.Rows {
			ref := &ev.Rows[k]
			fmt.Fprintf(out, "\n   %s, row %s", ref.From, prose.Count(ref.N+1))
			for _, s := range []string{ref.Group, ref.Label} {
				if s != "" {
					fmt.Fprintf(out, " · %s", md(s))
				}
			}
			fmt.Fprint(out, "\n\n")
			for line := range strings.Lines(visible(ref.Text)) { // an indented block: nothing in it is markup
				fmt.Fprintf(out, "       %s\n", strings.TrimRight(line, "\n"))
			}
		}
	}
}

// plotTables gives a plot as tables.
func plotTables(p *measure.Plot) []measure.Table {
	u := unitOf(p)
	var out []measure.Table
	switch {
	case len(p.Dots) > 0:
		t := measure.Table{Title: p.Title, Columns: []string{p.YLabel, p.XLabel, "interval", ""}}
		for i := range p.Dots {
			d := &p.Dots[i]
			interval := ""
			if d.Low != nil && d.High != nil {
				interval = "[" + number(*d.Low, u) + ", " + number(*d.High, u) + "]"
			}
			t.Rows = append(t.Rows, []string{d.Label, number(d.Value, u), interval, d.Note})
		}
		out = append(out, t)
	case p.Heat != nil:
		t := measure.Table{Title: p.Title, Columns: append([]string{p.Heat.RowName}, p.Heat.Columns...)}
		for r, cells := range p.Heat.Cells {
			row := []string{p.Heat.Rows[r]}
			for _, v := range cells {
				text := number(v, measure.Count)
				if v < 0 {
					text = "–"
				}
				row = append(row, text)
			}
			t.Rows = append(t.Rows, row)
		}
		out = append(out, t)
	default:
		for i := range p.Curves {
			c := &p.Curves[i]
			t := measure.Table{Title: p.Title + ": " + c.Name, Columns: []string{p.XLabel, p.YLabel}}
			for k := 0; k < len(c.X) && k < len(c.Y); k += max(1, (len(c.X)+10)/11) {
				t.Rows = append(t.Rows, []string{number(c.X[k], measure.Ratio), number(c.Y[k], u)})
			}
			out = append(out, t)
		}
	}
	return out
}

func markdownTable(out *bufio.Writer, t *measure.Table) {
	fmt.Fprintf(out, "\n**%s**\n\n", md(t.Title))
	line := func(cells []string) {
		for _, c := range cells {
			fmt.Fprintf(out, "| %s ", md(c))
		}
		fmt.Fprintln(out, "|")
	}
	line(t.Columns)
	fmt.Fprintln(out, strings.Repeat("|---", len(t.Columns))+"|")
	for _, r := range t.Rows {
		line(r)
	}
	if t.More > 0 {
		fmt.Fprintf(out, "\nand %d more\n", t.More)
	}
}

// mdEscape takes what Markdown and HTML would read as markup.
var mdEscape = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "|", `\|`, "#", `\#`, "~", `\~`, "$", `\$`,
	"&", "&amp;", "\n", " ", "\r", " ",
)

// md makes a text one line of Markdown that shows it as it is.
func md(s string) string { return mdEscape.Replace(visible(s)) }
