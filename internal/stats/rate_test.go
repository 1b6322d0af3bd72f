package stats

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// By the definition: θ = (p̂ + TNR − 1)/(TPR + TNR − 1).
func TestRoganGladenKnown(t *testing.T) {
	e := RoganGladen(Confusion{TP: 40, FN: 10, FP: 15, TN: 85}, 300, 1000, .95)
	isNear(t, "θ", e.Value, (.3+.85-1)/(.8+.85-1), 1e-12)
	// The closed form of Lang and Reiczigel (2014), which approximates the same, is
	// (.1196, .3320); it shrinks its shares towards 1/2.
	bounds(t, "interval", e, .1196, .3320, .012)
}

func TestRoganGladenUndefined(t *testing.T) {
	for name, e := range map[string]Estimate{
		"no good":   RoganGladen(Confusion{FP: 3, TN: 30}, 1, 10, .95),
		"no bad":    RoganGladen(Confusion{TP: 3, FN: 30}, 1, 10, .95),
		"chance":    RoganGladen(Confusion{TP: 5, FN: 5, FP: 5, TN: 5}, 1, 10, .95),
		"reversed":  RoganGladen(Confusion{TP: 21, FN: 18, FP: 16, TN: 13}, 11, 32, .95),
		"beyond":    RoganGladen(Confusion{TP: 13, FN: 12, FP: 11, TN: 14}, 80, 100, .95),
		"no rows":   RoganGladen(Confusion{TP: 5, FN: 1, FP: 1, TN: 5}, 0, 0, .95),
		"more":      RoganGladen(Confusion{TP: 5, FN: 1, FP: 1, TN: 5}, 11, 10, .95),
		"negative":  RoganGladen(Confusion{TP: 5, FN: -1, FP: 1, TN: 5}, 1, 10, .95),
		"the level": RoganGladen(Confusion{TP: 5, FN: 1, FP: 1, TN: 5}, 1, 10, 0),
	} {
		if e.Defined() {
			t.Errorf("%s: %+v", name, e)
		}
	}
	e := RoganGladen(Confusion{TP: 13, FN: 12, FP: 11, TN: 14}, 50, 100, .95)
	if e.Interval != nil || !strings.Contains(e.NoInterval, "may be 0") {
		t.Errorf("a judge near chance: %+v", e)
	}
	e = RoganGladen(Confusion{TP: 90, FN: 10, FP: 40, TN: 60}, 10, 1000, .95)
	if e.Interval != nil || e.NoInterval == "" || len(e.Caveats) == 0 {
		t.Errorf("rows of another kind: %+v", e)
	}
	e = RoganGladen(Confusion{TP: 50, FN: 0, FP: 1, TN: 49}, 300, 1000, .95)
	if e.Interval == nil || !strings.Contains(e.Interval.Method, "guaranteed") {
		t.Errorf("one error: %+v", e)
	}
}

// The interval holds the figure, is inside [0, 1], grows with the level, and its
// ends are where the score test turns.
func TestRoganGladenProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := func(name string) int { return rapid.IntRange(0, 200).Draw(t, name) }
		c := Confusion{TP: count("tp"), FN: count("fn"), FP: count("fp"), TN: count("tn")}
		of := rapid.IntRange(1, 100_000).Draw(t, "of")
		judged := rapid.IntRange(0, of).Draw(t, "judged")
		e, wide := RoganGladen(c, judged, of, .9), RoganGladen(c, judged, of, .99)
		if !e.Defined() || e.Interval == nil || wide.Interval == nil {
			return
		}
		i, w := e.Interval, wide.Interval
		if i.Low > e.Value+1e-9 || i.High < e.Value-1e-9 || i.Low < 0 || i.High > 1 || w.Low > i.Low+1e-9 || w.High < i.High-1e-9 {
			t.Fatalf("%+v %+v at .9, %+v at .99", c, i, w)
		}
		if strings.Contains(i.Method, "guaranteed") {
			return
		}
		for _, end := range []float64{i.Low, i.High} {
			if s := newRatedShare(c, judged, of).statistic(end); end > 0 && end < 1 && math.Abs(s-z(.9)*z(.9)) > 1e-3 {
				t.Fatalf("%+v of %d in %d: the test at %v is %v", c, judged, of, end, s)
			}
		}
	})
}

func TestJudged(t *testing.T) {
	var c Confusion
	for i := range 100 {
		c.Add(i < 30, i < 24 || i >= 90)
	}
	c.Merge(Confusion{TN: 10})
	j := Judged(c, .95)
	isNear(t, "TPR", j.Sensitivity.Value, .8, 1e-12)
	isNear(t, "TNR", j.Specificity.Value, 70./80, 1e-12)
	isNear(t, "precision", j.Precision.Value, 24./34, 1e-12)
	isNear(t, "omission", j.Omission.Value, 6./76, 1e-12)
	isNear(t, "majority", j.Majority.Value, 80./110, 1e-12)
	isNear(t, "Youden", j.Youden.Value, .8+.875-1, 1e-12)
	if j := Judged(Confusion{TN: 3}, .95); j.Sensitivity.Defined() || j.Precision.Defined() || j.Youden.Defined() {
		t.Errorf("one class: %+v", j)
	}
}
