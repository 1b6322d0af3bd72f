package copying

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// SmallCells lists the combinations of declared attributes that few rows have.
type SmallCells struct{}

const (
	smallK   = 11      // cells with fewer rows are small unless told otherwise
	mostCell = 100_000 // cells that are kept; of more, a known fraction
)

// Info describes the measure.
func (SmallCells) Info() measure.Info {
	return measure.Info{
		Name: "small-cells", Family: "copying", Title: "Small cells",
		Says: `Which combinations of the declared attributes (` + "`--group`" + `, or the option ` + "`small-cells.columns`" + `) fewer than k rows have, with these rows. ` +
			`Whoever knows that someone is in the data and has such a combination knows the row. The smallest cell is the k of k-anonymity: every row looks, by these attributes, like k − 1 others. ` +
			`Never serious unless you declare what you expect, since which attributes identify is for you to know. Notable: a cell is small.`,
		Cannot: `It looks only at the attributes that are declared: others, and the text itself, may identify just as well. A row of a large cell is not safe where ` +
			`all rows of the cell share the same secret (l-diversity). Combinations that no row has are not small cells; coverage lists them. In data made by a model a small cell points at a person only if the model saw real ones.`,
		Formula: `A cell is the set of rows with equal values of all declared attributes; small where it has fewer than k rows. k-anonymity: the size of the smallest (Sweeney 2002). ` +
			`k = 11 is the rule of the US Centers for Medicare & Medicaid Services (cell size suppression policy). With more than 100,000 cells, those whose hash begins with a number of zeros are kept (adaptive sampling, Flajolet 1990), and said so.`,
		Use:  `Where rows stand for people, before sharing. Options: ` + "`small-cells.columns`" + ` names other attributes than the groups, ` + "`small-cells.k`" + ` another k.`,
		Cost: `One pass; about 150 bytes for each combination that occurs, of at most 100,000.`,
		Figures: []measure.Figure{
			{Name: "small-cells", Unit: measure.Count, Says: "combinations with fewer than k rows"},
			{Name: "small-cells.rows", Unit: measure.Share, Says: "rows that are in one of them"},
			{Name: "small-cells.k", Unit: measure.Count, Says: "rows of the smallest combination (k-anonymity)"},
		},
	}
}

// Start returns an empty summary.
func (SmallCells) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	c := &cells{setup: s, columns: list(s, "small-cells.columns"), cells: map[uint64]*cell{}}
	if len(c.columns) == 0 {
		c.columns = s.Columns.Groups
	}
	if len(c.columns) == 0 {
		return nil, measure.Cannot("--group COLUMN,...", "no attributes named that may identify people")
	}
	var err error
	c.k, err = whole(s, "small-cells.k", 2, 1_000_000, smallK)
	return c, err
}

type cells struct {
	setup   *measure.Setup
	columns []string
	k       int
	rows    int64
	cells   map[uint64]*cell
	zeros   int // cells whose hash has fewer trailing zero bits are not kept
	key     []byte
	from    []int
}

// cell is one combination of values, with its first rows.
type cell struct {
	values []string
	rows   int64
	first  [measure.MaxCluster]int64
}

func (c *cells) Add(r *measure.Row) {
	c.rows++
	c.key, c.from = c.key[:0], c.from[:0]
	for _, name := range c.columns {
		c.from = append(c.from, len(c.key))
		c.key = append(append(c.key, r.Fields.Text(name)...), 0)
	}
	// A length before each value would do as well: none can end where it seems to.
	for i, at := range c.from {
		c.key = append(c.key, byte(at), byte(at>>8), byte(at>>16), byte(i))
	}
	h := xxh3.Hash(c.key)
	if !c.keeps(h) {
		return
	}
	found := c.cells[h]
	if found == nil {
		found = &cell{values: make([]string, len(c.columns))}
		for i, name := range c.columns {
			found.values[i] = strings.Clone(r.Fields.Text(name))
		}
		c.cells[h] = found
		defer c.trim()
	}
	found.add(r.N)
}

func (c *cells) keeps(h uint64) bool { return h&(1<<c.zeros-1) == 0 }

// trim keeps half of the cells as long as there are too many.
func (c *cells) trim() {
	for len(c.cells) > mostCell {
		c.zeros++
		for h := range c.cells {
			if !c.keeps(h) {
				delete(c.cells, h)
			}
		}
	}
}

func (c *cell) add(n int64) {
	at := int(min(c.rows, int64(len(c.first))))
	c.rows++
	for at > 0 && c.first[at-1] > n {
		if at < len(c.first) {
			c.first[at] = c.first[at-1]
		}
		at--
	}
	if at < len(c.first) {
		c.first[at] = n
	}
}

func (c *cells) Merge(o measure.Summary) error {
	d := o.(*cells)
	c.rows += d.rows
	c.zeros = max(c.zeros, d.zeros)
	for h, from := range d.cells {
		to := c.cells[h]
		if to == nil {
			c.cells[h] = from
			continue
		}
		rows := from.rows
		for _, n := range from.first[:min(rows, int64(len(from.first)))] {
			to.add(n)
			rows--
		}
		to.rows += rows
	}
	for h := range c.cells {
		if !c.keeps(h) {
			delete(c.cells, h)
		}
	}
	c.trim()
	return nil
}

// sorted returns the cells, small ones first; equal ones by their values.
func (c *cells) sorted() []*cell {
	out := make([]*cell, 0, len(c.cells))
	for _, v := range c.cells {
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b *cell) int {
		if a.rows != b.rows {
			return int(a.rows - b.rows)
		}
		return slices.Compare(a.values, b.values)
	})
	return out
}

func (c *cells) Report(context.Context) ([]measure.Finding, error) {
	if c.rows == 0 {
		return nil, measure.Cannot("", "there are no rows")
	}
	all := c.sorted()
	small, in, seen := 0, int64(0), int64(0)
	for _, v := range all {
		seen += v.rows
		if v.rows < int64(c.k) {
			small++
			in += v.rows
		}
	}
	names := strings.Join(c.columns, " × ")
	main := measure.Finding{
		Figure: "small-cells", Unit: measure.Count, Severity: measure.Plain, Of: names, Census: true,
		Estimate: stats.Exact(float64(small), int(c.rows)),
		Caveat:   "Only the attributes that were named are looked at; the text may point at someone too.",
		Says:     fmt.Sprintf("%s of %s of %s have fewer than %d rows, with %s of %s in them", prose.Count(int64(small)), number(int64(len(all)), "combination"), names, c.k, prose.Count(in), number(c.rows, "row")),
	}
	if c.zeros > 0 {
		main.Says = fmt.Sprintf("of a sample of %s of %s, 1 in %d, %s have fewer than %d rows", number(int64(len(all)), "combination"), names, 1<<c.zeros, prose.Count(int64(small)), c.k)
		main.Caveat = fmt.Sprintf("There are too many combinations to keep all: 1 in %d is looked at, and the figure is of those. ", 1<<c.zeros) + main.Caveat
		main.Census = false
		main.Estimate.NoInterval = "a sample of the combinations was counted"
	}
	if small > 0 {
		main.Severity = measure.Notable
		main.Tables = []measure.Table{c.table(all[:small])}
		main.Evidence = c.evidence(all[:small])
	}
	if heat := c.heat(all); heat != nil {
		main.Plots = []measure.Plot{{Title: "rows of each combination", XLabel: c.columns[1], YLabel: c.columns[0], Heat: heat}}
	}
	return append([]measure.Finding{main}, c.others(all, in, seen, names)...), nil
}

// others are the share of rows in small cells and the size of the smallest.
func (c *cells) others(all []*cell, in, seen int64, names string) []measure.Finding {
	rows := measure.Finding{
		Figure: "small-cells.rows", Unit: measure.Share, Severity: measure.Plain, Of: names, Census: c.zeros == 0,
		Caveat: "The share is of these rows; with more rows the cells grow.",
	}
	if seen == 0 {
		rows.Estimate = stats.Undefined("no combination is among those sampled")
		rows.Says = "it is not known how many rows are in small combinations: none was sampled"
		return []measure.Finding{rows}
	}
	rows.Estimate = stats.Exact(float64(in)/float64(seen), int(seen))
	rows.Estimate.NoInterval = "rows of one cell are not independent, and cells grow with the number of rows"
	rows.Says = fmt.Sprintf("%s %% of %s are in a combination of %s with fewer than %d", hundredths(rows.Estimate.Value), number(seen, "row"), names, c.k)
	if c.zeros == 0 {
		rows.Estimate.NoInterval = "" // counted over all rows there are
	}
	least := measure.Finding{
		Figure: "small-cells.k", Unit: measure.Count, Severity: measure.Plain, Of: names, Census: c.zeros == 0,
		Caveat:   "k-anonymity does not protect what all rows of a cell have in common.",
		Estimate: stats.Exact(float64(all[0].rows), int(seen)),
		Says:     fmt.Sprintf("by %s, every row of %s looks like at least %s", names, prose.Count(seen), number(all[0].rows-1, "other")),
		Evidence: c.evidence(all[:1]),
	}
	if c.zeros > 0 {
		least.Estimate.NoInterval = "a sample of the combinations was counted; the smallest of all may be smaller"
	}
	return []measure.Finding{rows, least}
}

// describe names a cell: "gender = f, age = 93".
func (c *cells) describe(v *cell) string {
	var out []string
	for i, name := range c.columns {
		out = append(out, name+" = "+shown(v.values[i]))
	}
	return strings.Join(out, ", ")
}

func shown(value string) string {
	if value == "" {
		return "(none)"
	}
	if r := []rune(value); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return strings.ToValidUTF8(value, "�")
}

func (c *cells) evidence(small []*cell) []measure.Evidence {
	var out []measure.Evidence
	for _, v := range small[:min(len(small), measure.MaxEvidence)] {
		ev := measure.Evidence{Note: fmt.Sprintf("%s: %s", c.describe(v), number(v.rows, "row"))}
		for _, n := range v.first[:min(v.rows, int64(len(v.first)))] {
			ev.Rows = append(ev.Rows, measure.RowRef{Part: measure.Data, N: n})
		}
		out = append(out, ev)
	}
	return out
}

func (c *cells) table(small []*cell) measure.Table {
	const most = 100
	t := measure.Table{Title: fmt.Sprintf("combinations with fewer than %d rows", c.k), Columns: append(slices.Clone(c.columns), "rows"), More: max(0, len(small)-most)}
	for _, v := range small[:min(len(small), most)] {
		var row []string
		for _, s := range v.values {
			row = append(row, shown(s))
		}
		t.Rows = append(t.Rows, append(row, prose.Count(v.rows)))
	}
	return t
}

// heat is the map of two attributes, as far as it can be read: at most 40 values
// of each.
func (c *cells) heat(all []*cell) *measure.Heat {
	const most = 40
	if len(c.columns) != 2 || c.zeros > 0 {
		return nil
	}
	var rows, columns []string
	for _, v := range all {
		rows, columns = append(rows, v.values[0]), append(columns, v.values[1])
	}
	slices.Sort(rows)
	slices.Sort(columns)
	rows, columns = slices.Compact(rows), slices.Compact(columns)
	if len(rows) > most || len(columns) > most {
		return nil
	}
	h := &measure.Heat{RowName: c.columns[0], ColumnName: c.columns[1], Cells: make([][]float64, len(rows))}
	for _, s := range rows {
		h.Rows = append(h.Rows, shown(s))
	}
	for _, s := range columns {
		h.Columns = append(h.Columns, shown(s))
	}
	for i := range h.Cells {
		h.Cells[i] = make([]float64, len(columns))
	}
	for _, v := range all {
		r, _ := slices.BinarySearch(rows, v.values[0])
		k, _ := slices.BinarySearch(columns, v.values[1])
		h.Cells[r][k] = float64(v.rows)
	}
	return h
}
