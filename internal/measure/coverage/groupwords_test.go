package coverage

import (
	"math"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestGroupWordsConform(t *testing.T) {
	m := clean(1, 600)
	m.caricature("farmers", 2)
	m.conform(t, groupWords{})
}

// The example of the convokit implementation: z of two sentences under the prior .05.
func TestFightinWords(t *testing.T) {
	count := func(s string) map[string]float64 {
		out := map[string]float64{}
		for w := range strings.FieldsSeq(s) {
			out[w]++
		}
		return out
	}
	a, b := count("the quick brown fox jumps over the lazy pig"), count("the lazy purple pig jumps over the lazier donkey")
	vocabulary := 11.
	for word, want := range map[string]float64{"donkey": -.6894227887, "quick": .6894227887, "the": 0} {
		delta, se := fightin(a[word], 9, b[word], 9, .05, .05*vocabulary)
		if got := delta / se; math.Abs(got-want) > 1e-9 {
			t.Errorf("z of %q is %v, want %v", word, got, want)
		}
	}
}

func TestGroupWordsNamesTheWord(t *testing.T) {
	m := clean(2, 2000)
	for i := range m.rows {
		if r := &m.rows[i]; r.group == "musicians" && i%2 == 0 {
			r.text += " Tacos tacos tacos, always tacos."
		} else if i == 77 {
			r.text += strings.Repeat(" lighthouse", 100) // one chatty row
		}
	}
	f := finding(t, m.measure(t, groupWords{}), "group-words", "musicians")
	wantSevere(t, f, measure.Notable, `"musicians"`, "other groups")
	if !strings.HasPrefix(f.Says, `"tacos"`) && !strings.HasPrefix(f.Says, `"always"`) {
		t.Errorf("leads with %s", f.Says)
	}
	if len(f.Evidence) == 0 || len(f.Evidence[0].Rows[0].Marks) == 0 {
		t.Fatalf("evidence %+v", f.Evidence)
	}
	for _, d := range f.Plots[0].Dots {
		if d.Label == "lighthouse" {
			t.Error("one chatty row sets a group apart")
		}
	}
}

// Names of groups are told apart, and do not lead.
func TestGroupWordsOwnName(t *testing.T) {
	c := hatecheckCase(t)
	named := false
	for _, f := range measuretest.Run(t, groupWords{}, c, 2).Findings {
		for _, d := range f.Plots[0].Dots {
			named = named || strings.HasSuffix(d.Label, "(its name)")
		}
		for _, name := range []string{"women", "muslim", "trans", "people", "black", "gay", "immigrant", "disabled"} {
			if strings.HasPrefix(f.Says, `"`+name) {
				t.Errorf("a name leads: %s", f.Says)
			}
		}
	}
	if !named {
		t.Error("no name of a group sets it apart")
	}
	for i := range c.Data {
		if c.Data[i].Fields.Text("group") == "women" {
			c.Data[i].Fields = c.Data[i].Fields.With("text", c.Data[i].Fields.Text("text")+" Kitchen.")
		}
	}
	f := finding(t, measuretest.Run(t, groupWords{}, c, 2), "group-words", "women")
	wantSevere(t, f, measure.Notable, `"kitchen" is in 100 %`)
}
