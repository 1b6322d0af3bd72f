package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

//go:embed assets/style.css
var styleCSS string

//go:embed assets/page.js
var pageJS string

//go:embed assets/page.html
var pageHTML string

// page is what the template shows.
type page struct {
	Title, Of, Version string
	Meta               []pair
	Notes              []string
	Sections           []pageSection
	Families           []string
	NotMeasured        []measure.NotMeasured
	Veiled             bool
}

type pair struct{ Name, Value string }

type pageSection struct {
	ID, Title, Heading string
	Count              int
	Items              []item
	Groups             []group // in place of Items: for the record
}

type group struct {
	Family string
	Count  int
	Items  []item
}

// item is a finding as the page shows it.
type item struct {
	ID, Class, Family, Severity, Figure string
	Says, Unsure, Caveat, Compared      string
	Caveats                             []string
	Verdict, VerdictClass               string
	Bar                                 template.HTML
	Plots                               []drawn
	Tables                              []measure.Table
	EvidenceTitle                       string
	Evidence                            []evidence
}

type drawn struct {
	Title string
	HTML  template.HTML
}

type evidence struct {
	ID, Note string
	Veil     string // what asks for rows whose text may harm; "": they are shown
	Rows     []evidenceRow
}

type evidenceRow struct {
	Where    string
	Segments []segment
	Cut      bool
	Long     bool
}

// HTML writes a result as one page that loads nothing: styles and script are in it,
// and its content security policy allows these two alone.
func HTML(w io.Writer, r *measure.Result, opt Options) error {
	t, err := template.New("page").Funcs(template.FuncMap{"tight": tight}).Parse(pageHTML)
	if err != nil {
		return fmt.Errorf("reading the page's template: %w", err)
	}
	p := newPage(r, opt)
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
	fmt.Fprintf(&b, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'\">\n",
		digest(styleCSS), digest(pageJS))
	fmt.Fprintf(&b, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n",
		template.HTMLEscapeString(p.Title), styleCSS)
	if err := t.Execute(&b, p); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	fmt.Fprintf(&b, "<script>%s</script>\n</body>\n</html>\n", pageJS)
	_, err = w.Write(b.Bytes())
	return err
}

// tight reports whether a cell is so short that it stays on one line.
func tight(s string) bool { return utf8.RuneCountInString(s) <= 22 }

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

func newPage(r *measure.Result, opt Options) *page {
	p := &page{Title: opt.Title, Of: visible(of(r)), Version: opt.Version}
	for _, n := range r.NotMeasured {
		p.NotMeasured = append(p.NotMeasured, measure.NotMeasured{Measure: visible(n.Measure), Why: visible(n.Why), Fix: visible(n.Fix)})
	}
	if p.Title == "" {
		p.Title = "What the rows are like"
		if o := r.Of["data"]; o != "" {
			p.Title = "What " + visible(path.Base(o)) + " is like"
		}
	}
	p.meta(r)
	family := map[string]string{}
	for _, m := range r.Measures {
		family[m.Name] = m.Family
		if !slices.Contains(p.Families, m.Family) {
			p.Families = append(p.Families, m.Family)
		}
	}
	n := 0
	for _, s := range Sections(r) {
		ps := pageSection{ID: strings.ReplaceAll(s.Title, " ", "-"), Title: s.Title, Heading: strings.ToUpper(s.Title[:1]) + s.Title[1:], Count: len(s.Findings)}
		for _, f := range s.Findings {
			n++
			it := p.item(f, fmt.Sprintf("f%d", n), s.Title)
			it.Family = family[f.Measure]
			ps.Items = append(ps.Items, it)
		}
		if s.Title == forTheRecord {
			ps.Groups = byFamily(ps.Items)
		}
		p.Sections = append(p.Sections, ps)
	}
	return p
}

func (p *page) meta(r *measure.Result) {
	add := func(name, value string) {
		if value != "" {
			p.Meta = append(p.Meta, pair{name, visible(value)})
		}
	}
	add("text", r.Columns.Text)
	add("label", r.Columns.Label)
	add("groups", strings.Join(r.Columns.Groups, ", "))
	add("what went in", strings.Join(r.Columns.By, ", "))
	add("answer", r.Columns.Answer)
	add("score", r.Columns.Score)
	add("embeddings", r.Embedder)
	add("intervals", number(r.Level, measure.Share))
	add("seed of samples", fmt.Sprint(r.Seed))
	for _, n := range r.Notes {
		p.Notes = append(p.Notes, visible(n))
	}
}

// byFamily groups items by family, in the order in which families come.
func byFamily(items []item) []group {
	var out []group
	for _, it := range items {
		i := slices.IndexFunc(out, func(g group) bool { return g.Family == it.Family })
		if i < 0 {
			i = len(out)
			out = append(out, group{Family: it.Family})
		}
		out[i].Items = append(out[i].Items, it)
		out[i].Count++
	}
	return out
}

func (p *page) item(f *measure.Finding, id, section string) item {
	it := item{
		ID: id, Class: string(f.Severity), Severity: map[measure.Severity]string{
			measure.Serious: "serious", measure.Notable: "worth knowing", measure.Plain: "for the record",
		}[f.Severity], Figure: f.Figure,
		Says: visible(f.Says), Unsure: unsure(&f.Estimate), Caveat: visible(f.Caveat), Compared: visible(f.Compared),
		Verdict: visible(Verdict(f)), Bar: bar(f),
	}
	for _, c := range f.Estimate.Caveats {
		it.Caveats = append(it.Caveats, sentence(visible(c)))
	}
	for i := range f.Tables {
		it.Tables = append(it.Tables, visibleTable(&f.Tables[i]))
	}
	if section == cannotTell {
		it.Class = "open"
		if f.Severity == measure.Plain {
			it.Severity = cannotTell
		}
	}
	it.VerdictClass = "v-" + strings.ReplaceAll(string(f.Verdict), " ", "")
	for i := range f.Plots {
		if d, ok := draw(&f.Plots[i], id); ok {
			it.Plots = append(it.Plots, d)
		}
	}
	for i := range f.Evidence {
		it.Evidence = append(it.Evidence, p.evidence(&f.Evidence[i], fmt.Sprintf("%s-e%d", id, i+1)))
	}
	it.EvidenceTitle = "1 piece of evidence"
	if n := len(it.Evidence); n != 1 {
		it.EvidenceTitle = fmt.Sprintf("%d pieces of evidence", n)
	}
	return it
}

// sentence makes a sentence of a clause.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	if r, n := utf8.DecodeRuneInString(s); unicode.IsLower(r) {
		s = string(unicode.ToUpper(r)) + s[n:]
	}
	if !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}

// visibleTable is a table whose texts are all visible.
func visibleTable(t *measure.Table) measure.Table {
	out := measure.Table{Title: visible(t.Title), More: t.More}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, visible(c))
	}
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i := range row {
			cells[i] = visible(row[i])
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// A text longer than this, in bytes or lines, has a box of its own that scrolls.
const longText, longLines = 600, 10

func (p *page) evidence(ev *measure.Evidence, id string) evidence {
	out := evidence{ID: id, Note: visible(ev.Note)}
	plain := true
	veiled := false // all rows of a piece of evidence or none: they say much the same, and are asked for once
	for i := range ev.Rows {
		plain = plain && len(ev.Rows[i].Marks) == 0
		veiled = veiled || mayHarm(&ev.Rows[i])
	}
	if veiled {
		p.Veiled = true
		if out.Veil = "Show a row whose text may harm"; len(ev.Rows) > 1 {
			out.Veil = fmt.Sprintf("Show %d rows whose text may harm", len(ev.Rows))
		}
	}
	for i := range ev.Rows {
		ref := &ev.Rows[i]
		row := evidenceRow{Cut: ref.Cut, Long: len(ref.Text) > longText || strings.Count(ref.Text, "\n") > longLines}
		row.Where = fmt.Sprintf("%s, row %s", ref.From, prose.Count(ref.N+1))
		if !ref.ID.IsZero() {
			row.Where += " · " + ref.ID.Short()
		}
		for _, s := range []string{ref.Group, ref.Label} {
			if s != "" {
				row.Where += " · " + visible(s)
			}
		}
		if i > 0 && plain {
			row.Segments = differing(ev.Rows[0].Text, ref.Text)
			if !alike(row.Segments) {
				row.Segments = marked(ref)
			}
		} else {
			row.Segments = marked(ref)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
