package coverage

import (
	"math/rand/v2"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

// flip turns the labels of so many rows of a group.
func (m *made) flip(group string, n int) {
	for i := range m.rows {
		if r := &m.rows[i]; r.group == group && n > 0 {
			n--
			r.label = map[string]string{"good": "bad", "bad": "good"}[r.label]
		}
	}
}

func TestLabelNoiseConforms(t *testing.T) {
	m := clean(1, 600)
	m.flip("veterans", 40)
	m.conform(t, labelNoise{})
}

func TestLabelNoiseNamesTheGroup(t *testing.T) {
	m := clean(2, 2000)
	m.flip("veterans", 100) // 5 % of rows, about 4 in 10 of the group's
	f := finding(t, m.measure(t, labelNoise{}), "label-noise", "")
	wantSevere(t, f, measure.Serious, `"veterans"`, "go against")
	if len(f.Evidence) == 0 || f.Evidence[0].Rows[0].Group != "veterans" || len(f.Evidence[0].Rows[0].Marks) == 0 {
		t.Fatalf("evidence %+v", f.Evidence)
	}
	flipped := 0
	for _, ev := range f.Evidence {
		ref := ev.Rows[0]
		if marked := ref.Text[ref.Marks[0].From:ref.Marks[0].To]; strings.Contains(strings.Join(append(glad, sad...), " "), marked) {
			flipped++
		}
	}
	if flipped < len(f.Evidence)*7/10 {
		t.Errorf("%d of %d pieces of evidence mark what tells the label", flipped, len(f.Evidence))
	}
}

// Flips of a whole small group.
func TestLabelNoiseOfASmallGroup(t *testing.T) {
	m := clean(3, 2000)
	for i := range m.rows {
		if m.rows[i].group == "veterans" {
			m.rows[i].group = "nurses"
		}
		if i%20 == 0 {
			m.rows[i].group = "veterans"
		}
	}
	m.flip("veterans", 100)
	wantSevere(t, finding(t, m.measure(t, labelNoise{}), "label-noise", ""), measure.Serious, `"veterans"`)
}

func TestLabelNoiseWhereTextTellsNothing(t *testing.T) {
	m := clean(4, 1000)
	rng := rand.New(rand.NewPCG(4, 4))
	for i := range m.rows {
		m.rows[i].label = []string{"x", "y", "z"}[rng.IntN(3)]
	}
	f := finding(t, m.measure(t, labelNoise{}), "label-noise", "")
	if f.Estimate.Defined() || !strings.Contains(f.Says, "cannot be told") {
		t.Errorf("%s", f.Says)
	}
}

func TestLabelNoiseOnHateCheck(t *testing.T) {
	c := hatecheckCase(t)
	r := measuretest.Run(t, labelNoise{}, c, 2)
	if f := finding(t, r, "label-noise.told", ""); f.Estimate.Value < .7 {
		t.Errorf("labels of templates should be told from other groups: %s", f.Says)
	}
	n := 0
	for i := range c.Data {
		if c.Data[i].Fields.Text("group") == "Muslims" && c.Data[i].Fields.Text("label") == "hateful" && n < 60 {
			n++
			c.Data[i].Fields = c.Data[i].Fields.With("label", "non-hateful")
		}
	}
	wantSevere(t, finding(t, measuretest.Run(t, labelNoise{}, c, 2), "label-noise", ""), measure.Serious, `"Muslims"`)
}

// One label has nothing to tell.
func TestLabelNoiseOfOneLabel(t *testing.T) {
	m := clean(5, 300)
	for i := range m.rows {
		m.rows[i].label = "good"
	}
	r := measuretest.Run(t, labelNoise{}, measuretest.Case{Setup: setup(), Data: m.records()}, 2)
	if len(r.NotMeasured) != 1 {
		t.Errorf("%+v", r.Findings)
	}
}
