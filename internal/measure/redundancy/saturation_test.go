package redundancy

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestSaturationConforms(t *testing.T) {
	c := textCase(corpus(1, 500, 6))
	measuretest.Test(t, Saturation(), c)
	c.Reference = measuretest.Texts(corpus(2, 300, 30)...)
	measuretest.Test(t, Saturation(), c)
	t.Run("bounded", func(t *testing.T) { measuretest.Test(t, saturation{60}, c) })
}

// Forty rows: twenty open in one way, ten pairs in ten others.
func TestSaturationByHand(t *testing.T) {
	var texts []string
	for i := range 20 {
		texts = append(texts, fmt.Sprintf("The sum of both, %d", i), fmt.Sprintf("x%d has three eggs and %d", i/2, i))
	}
	r := measuretest.Run(t, Saturation(), textCase(texts), 2)
	f := of(t, r, "saturation")
	if !strings.HasPrefix(f.Says, "The next 10 rows would bring about 0 [0, ") || !strings.HasSuffix(f.Says, "the 40 rows so far have 11") {
		t.Errorf("says %q", f.Says)
	}
	if f.Severity != measure.Notable {
		t.Errorf("severity %s", f.Severity)
	}
	if row := f.Tables[0].Rows[0]; row[0] != "the sum of both" || row[1] != "20" || row[2] != "50 %" {
		t.Errorf("table %v", row)
	}
	ref := f.Evidence[0].Rows[0]
	if got := ref.Text[ref.Marks[0].From:ref.Marks[0].To]; got != "The sum of both" || ref.N != 0 {
		t.Errorf("evidence marks %q of row %d", got, ref.N)
	}
	if c := of(t, r, "saturation.openings-coverage"); c.Estimate.Value != 1 {
		t.Errorf("coverage %v", c.Estimate.Value)
	}
	if c := of(t, r, "saturation.rows-coverage"); c.Estimate.Value != 0 {
		t.Errorf("coverage of rows %v", c.Estimate.Value)
	}
	if next := of(t, r, "saturation.rows"); next.Estimate.Value != 10 || next.Severity != measure.Plain {
		t.Errorf("%s, %s", next.Says, next.Severity)
	}
}

// Two files of the same make, one three times as long, are compared at one size.
func TestSaturationCompares(t *testing.T) {
	c := textCase(corpus(1, 600, 0))
	c.Reference = measuretest.Texts(corpus(1, 200, 0)...)
	f := of(t, measuretest.Run(t, Saturation(), c, 2), "saturation.runs")
	var here, there string
	if n, _ := fmt.Sscanf(f.Compared, "the reference: after 200 rows of each, the next 100 would bring %s here and %s there", &here, &there); n != 2 {
		t.Fatalf("compared %q", f.Compared)
	}
	a, b := measure.Number(strings.ReplaceAll(here, ",", "")), measure.Number(strings.ReplaceAll(there, ",", ""))
	if math.Abs(a/b-1) > .1 {
		t.Errorf("compared %q", f.Compared)
	}
}

// Rows of ten million stay within the bound.
func TestSaturationIsBounded(t *testing.T) {
	s := newSaturation(&measure.Setup{Level: .95}, 1000, nil)
	for i := range 30_000 {
		s.Add(&measure.Row{N: int64(i), Tokens: measure.NewTokens(fmt.Sprintf("a%d b%d c%d d e f", i, i%999, i%77))})
	}
	for k, x := range s.things {
		if len(x.items) > x.bound || len(x.items) < x.bound*4/10 {
			t.Errorf("kind %d keeps %d", k, len(x.items))
		}
	}
	if len(s.begun) > 1000 || len(s.bytes) > 100_000 {
		t.Errorf("%d openings, %d bytes", len(s.begun), len(s.bytes))
	}
	if e := s.unseen(openings); math.Abs(e.of(1)-30_000) > 2500 {
		t.Errorf("%v openings of 30,000", e.of(1))
	}
}

func BenchmarkSaturation(b *testing.B) {
	s := newSaturation(&measure.Setup{Level: .95}, saturationBound, nil)
	texts := corpus(1, 4000, 10)
	var rows []*measure.Tokens
	for _, x := range texts {
		rows = append(rows, measure.NewTokens(x))
		rows[len(rows)-1].Set(gramWords)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Add(&measure.Row{N: int64(i), Tokens: rows[i%len(rows)]})
	}
}
