package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/stats"
)

// shortOf returns what Short writes of these findings, and how many it left out.
func shortOf(t *testing.T, r *measure.Result) (string, int) {
	t.Helper()
	var b bytes.Buffer
	more, err := Short(&b, r, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), more
}

func plain(name string, i int) measure.Finding {
	return measure.Finding{
		Measure: name, Figure: fmt.Sprint(name, ".", i), Severity: measure.Plain, Unit: measure.Share,
		Says: fmt.Sprint(name, " says ", i, "."), Estimate: stats.Exact(float64(i%10)/10, 100),
	}
}

// What asks for something is printed, and the rest is counted.
func TestShortShowsWhatAsks(t *testing.T) {
	r := &measure.Result{Rows: map[string]int64{"data": 100}, Of: map[string]string{}}
	for _, name := range []string{"diversity", "profile"} {
		r.Measures = append(r.Measures, measure.Measured{Name: name, Family: "of " + name})
		for i := range 30 {
			r.Findings = append(r.Findings, plain(name, i))
		}
	}
	r.Findings[3].Severity = measure.Serious
	r.Findings[4].Severity = measure.Notable
	r.Findings[5].Expect, r.Findings[5].Verdict = "< 90%", measure.Met
	r.Findings[40].Expect, r.Findings[40].Verdict, r.Findings[40].Because = "< 1%", measure.CannotTell, "n = 40; 320 would do"
	r.Findings[41].Estimate = stats.Undefined("it has no end")
	r.Findings[42].Estimate = stats.Undefined("nor has it")
	s, more := shortOf(t, r)
	for _, want := range []string{
		"diversity says 3.", "diversity says 4.", `diversity says 5.; met "< 90%"`, `profile says 10.; cannot tell "< 1%": n = 40; 320 would do`,
		"profile says 11. (it has no end); nor 1 other figure", "27 more figures: diversity.0 0 %", "27 more figures: profile.0 0 %",
	} {
		if !strings.Contains(s, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	if lines := strings.Count(s, "\n"); lines > 14 || more != 55 {
		t.Errorf("%d lines, %d left out of %d figures", lines, more, len(r.Findings))
	}
	t.Log("\n" + s)
}

// Many findings of one measure are few and a number, but no expectation goes unsaid.
func TestShortCutsLongLists(t *testing.T) {
	r := &measure.Result{Rows: map[string]int64{"data": 100}}
	for i := range 40 {
		f := plain("influence", i)
		f.Severity = measure.Notable
		if i%10 == 9 {
			f.Expect, f.Verdict = "< 99%", measure.Met
		}
		r.Findings = append(r.Findings, f)
	}
	s, more := shortOf(t, r)
	if n := strings.Count(s, "influence says"); n != shownOfMeasure+4 || more != 32 || !strings.Contains(s, "and 32 more like these") {
		t.Errorf("%d findings shown, %d left out:\n%s", n, more, s)
	}
}

// What was not measured is grouped by what to give.
func TestShortGroupsWhatIsMissing(t *testing.T) {
	r := &measure.Result{Rows: map[string]int64{"data": 0}}
	for _, name := range []string{"two-sample", "fields", "prdc", "distance", "mauve"} {
		r.NotMeasured = append(r.NotMeasured, measure.NotMeasured{Measure: name, Why: "no reference given", Fix: "--against FILE"})
	}
	r.NotMeasured = append(r.NotMeasured,
		measure.NotMeasured{Measure: "balance", Why: "no groups, labels or ingredients are named", Fix: "--group COLUMN,... --label COLUMN or --by COLUMN,..."},
		measure.NotMeasured{Measure: "coverage", Why: "nothing is declared", Fix: "--group COLUMN,... or --option coverage.columns=COLUMN,..."},
		measure.NotMeasured{Measure: "form", Why: "measure form went wrong\n\x1b[31mat row 1"},
	)
	s, _ := shortOf(t, r)
	flat := strings.Join(strings.Fields(s), " ")
	for _, want := range []string{"--against FILE: two-sample, fields, prdc, distance, mauve; --group COLUMN,...: balance, coverage", "form measure form went wrong"} {
		if !strings.Contains(flat, want) {
			t.Errorf("it lacks %q:\n%s", want, s)
		}
	}
	if strings.Contains(s, "\x1b") {
		t.Error("a control sequence got through")
	}
	r.NotMeasured = nil
	for i := range 27 {
		r.NotMeasured = append(r.NotMeasured, measure.NotMeasured{Measure: fmt.Sprint("m", i), Why: "there are no rows"})
	}
	if s, _ := shortOf(t, r); !strings.Contains(s, "27 measures    there are no rows\n") {
		t.Errorf("27 measures are named one by one:\n%s", s)
	}
}
