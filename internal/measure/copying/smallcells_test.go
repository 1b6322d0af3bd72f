package copying

import (
	"fmt"
	"testing"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

// groups returns rows in cells of the given sizes.
func groups(sizes map[[2]string]int) measuretest.Case {
	c := caseOf()
	c.Setup.Columns.Groups = []string{"age", "place"}
	for _, a := range []string{"30", "40", "93", ""} {
		for _, p := range []string{"Ulm", "Köln"} {
			for i := range sizes[[2]string{a, p}] {
				c.Data = append(c.Data, measuretest.Record("text", fmt.Sprint("row ", i), "age", a, "place", p))
			}
		}
	}
	return c
}

func TestSmallCellsByHand(t *testing.T) {
	c := groups(map[[2]string]int{{"30", "Ulm"}: 20, {"30", "Köln"}: 11, {"40", "Ulm"}: 10, {"93", "Köln"}: 1, {"", "Ulm"}: 15})
	r := measuretest.Run(t, SmallCells{}, c, 2)
	f := of(t, r, "small-cells", "age × place")
	if f.Estimate.Value != 2 || f.Severity != measure.Notable || f.Evidence[0].Note != "age = 93, place = Köln: 1 row" || f.Evidence[0].Rows[0].N != 41 {
		t.Errorf("%s: %s; %+v", f.Severity, f.Says, f.Evidence[0])
	}
	if h := f.Plots[0].Heat; len(h.Rows) != 4 || h.Cells[3][1] != 0 || h.Cells[3][0] != 1 {
		t.Errorf("%+v", h)
	}
	if f := of(t, r, "small-cells.rows", "age × place"); f.Estimate.Value != 11./57 {
		t.Errorf("%s", f.Says)
	}
	if f := of(t, r, "small-cells.k", "age × place"); f.Estimate.Value != 1 {
		t.Errorf("%s", f.Says)
	}
	c.Setup.Options = map[string]any{"small-cells.k": "16", "small-cells.columns": "age"}
	if f := of(t, measuretest.Run(t, SmallCells{}, c, 2), "small-cells", "age"); f.Estimate.Value != 3 {
		t.Errorf("with options: %s", f.Says)
	}
}

func TestSmallCellsNeedColumns(t *testing.T) {
	if r := measuretest.Run(t, SmallCells{}, caseOf("a"), 1); len(r.NotMeasured) != 1 || r.NotMeasured[0].Fix != "--group COLUMN,..." {
		t.Errorf("%+v", r)
	}
}

// Of too many cells the same sample is kept, however they are shared out.
func TestSmallCellsOfTooMany(t *testing.T) {
	c := caseOf()
	c.Setup.Options = map[string]any{"small-cells.columns": []any{"n"}}
	for i := range mostCell + mostCell/2 {
		c.Data = append(c.Data, measuretest.Record("n", int64(i)))
	}
	one, many := measuretest.Run(t, SmallCells{}, c, 1), measuretest.Run(t, SmallCells{}, c, 5)
	a, b := of(t, one, "small-cells", "n"), of(t, many, "small-cells", "n")
	if a.Says != b.Says || a.Census || a.Estimate.NoInterval == "" || a.Estimate.Value < .45*mostCell || a.Estimate.Value > mostCell {
		t.Errorf("%s\n%s", a.Says, b.Says)
	}
}
