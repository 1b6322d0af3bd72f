package review

import (
	"slices"
	"testing"

	"seedbed.dev/seedbed"
)

// A row that was mended three times is one row.
func TestMendedRowsAreCountedOnce(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(5, 0, 0), 1, nil)
	for i, hint := range []string{"count", "count the eggs", "count all eggs", "count"} {
		_, err := d.Repair(t.Context(), "inspected", "o", rowID(i/3), seedbed.Fields{{Name: "hint", Value: hint}}, "")
		must(t, err)
	}
	r, err := d.Result("inspected")
	if err != nil || len(r.Repairs) != 4 || !slices.Contains(r.Notes, "2 rows mended by hand") {
		t.Errorf("%d repairs, %q, %v", len(r.Repairs), r.Notes, err)
	}
}
