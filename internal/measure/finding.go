package measure

import (
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

// Severity is how much a finding asks for.
type Severity string

// The severities, most pressing first.
const (
	Serious Severity = "serious" // needs a decision before the data is used
	Notable Severity = "notable" // worth knowing
	Plain   Severity = "plain"   // a figure for the record
)

// Finding is what a measure says: one figure, in a sentence, with what it rests on.
type Finding struct {
	Measure  string   `json:"measure"` // set by Run
	Figure   string   `json:"figure"`  // one of the measure's Figures
	Severity Severity `json:"severity"`
	// Says is one sentence in plain words, with the figure and its denominator:
	// `"tacos" is in 91 % of rows that saw exemplar e7 and in 2 % of the others`.
	Says     string         `json:"says"`
	Estimate stats.Estimate `json:"estimate"`
	Unit     Unit           `json:"unit"`
	Of       string         `json:"of,omitempty"`       // what it is about where a figure comes once for each: a group, a field, an ingredient
	Compared string         `json:"compared,omitempty"` // what it was compared with: "other groups at 120 rows"
	Caveat   string         `json:"caveat"`             // what it cannot say, in a sentence
	// Census says that every row was looked at: the figure is a count of these
	// rows, and its interval is of the process that made them.
	Census   bool       `json:"census,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"` // most telling first
	Plots    []Plot     `json:"plots,omitempty"`
	Tables   []Table    `json:"tables,omitempty"`
	// Expect and Verdict are set where the user declared what the figure should be.
	Expect  string  `json:"expect,omitempty"` // "< 2%"
	Verdict Verdict `json:"verdict,omitempty"`
	Because string  `json:"because,omitempty"` // why a verdict is not clear: "n = 40; 320 would do"
}

// Evidence is rows that show what a finding says: one, a pair, or a cluster, side
// by side.
type Evidence struct {
	Note string   `json:"note,omitempty"` // "Jaccard .84", "contains 4111 1111 1111 1111"
	Rows []RowRef `json:"rows"`
}

// RowRef names a row. Measures set Part, N and Marks; Run fills in the rest.
type RowRef struct {
	Part  Part       `json:"-"`
	From  string     `json:"part"` // the part's name
	N     int64      `json:"row"`  // 0-based place
	ID    seedbed.ID `json:"id"`
	Text  string     `json:"text"` // its text, cut to MaxExcerpt bytes around the first mark
	Cut   bool       `json:"cut,omitempty"`
	Group string     `json:"group,omitempty"`
	Label string     `json:"label,omitempty"`
	// Marks are the telling spans of the row's text, in bytes. Run moves them to
	// where they are in Text, leaving out those that are cut away.
	Marks []Span `json:"marks,omitempty"`
}

// Span is a stretch of a text in bytes: from ≤ i < to.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Bounds on what a finding shows; a Note or a Table says how many there are.
const (
	MaxEvidence = 20   // pieces of evidence of one finding
	MaxCluster  = 8    // rows in one piece
	MaxExcerpt  = 2000 // bytes of text of a row
)

// Plot is something to draw. Exactly one of the data fields is set.
type Plot struct {
	Title  string  `json:"title"`
	XLabel string  `json:"x_label,omitempty"`
	YLabel string  `json:"y_label,omitempty"`
	Dots   []Dot   `json:"dots,omitempty"`   // ranked dot plot with intervals, one line each
	Curves []Curve `json:"curves,omitempty"` // lines or densities over a common x
	Heat   *Heat   `json:"heat,omitempty"`   // heat map of two categories
	// Share and Log say how to write and space the values.
	Share bool `json:"share,omitempty"`
	LogX  bool `json:"log_x,omitempty"`
}

// Dot is one line of a ranked dot plot.
type Dot struct {
	Label string   `json:"label"`
	Value float64  `json:"value"`
	Low   *float64 `json:"low,omitempty"`
	High  *float64 `json:"high,omitempty"`
	Note  string   `json:"note,omitempty"`
	// Evidence is the 1-based piece of the finding's evidence that shows it; 0: none.
	Evidence int `json:"evidence,omitempty"`
}

// Curve is one line. Low and High, where set, are as long as Y.
type Curve struct {
	Name string    `json:"name"`
	X    []float64 `json:"x"`
	Y    []float64 `json:"y"`
	Low  []float64 `json:"low,omitempty"`
	High []float64 `json:"high,omitempty"`
	// From is the x from which on it is a forecast; 0: nowhere.
	From float64 `json:"from,omitempty"`
	Area bool    `json:"area,omitempty"` // a density: fill it
}

// Heat is a matrix of counts. Cells[r][c] is of Rows[r] and Columns[c]; −1: not
// possible.
type Heat struct {
	RowName    string      `json:"row_name"`
	ColumnName string      `json:"column_name"`
	Rows       []string    `json:"rows"`
	Columns    []string    `json:"columns"`
	Cells      [][]float64 `json:"cells"`
}

// Table is figures in rows. All cells are text, ready to show.
type Table struct {
	Title   string     `json:"title"`
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	More    int        `json:"more,omitempty"` // rows that are left out
}

// Result is what Run found.
type Result struct {
	Of          map[string]string `json:"of"`                   // by part: what it is, as Setup.Origin
	Rows        map[string]int64  `json:"rows"`                 // by part
	Unreadable  int64             `json:"unreadable,omitempty"` // rows of the data
	Notes       []string          `json:"notes,omitempty"`      // what was left out or read in another way, and why: sentences
	Columns     Columns           `json:"columns"`
	Level       float64           `json:"level"` // of intervals
	Seed        uint64            `json:"seed"`  // of sampling
	Embedder    string            `json:"embedder,omitempty"`
	Measures    []Measured        `json:"measures"` // those that said something
	Findings    []Finding         `json:"findings"` // serious first, then as the measures were given
	NotMeasured []NotMeasured     `json:"not_measured,omitempty"`
}

// Measured is a measure that reported.
type Measured struct {
	Name   string `json:"name"`
	Family string `json:"family"`
	Title  string `json:"title"`
	Says   string `json:"says"`
}
