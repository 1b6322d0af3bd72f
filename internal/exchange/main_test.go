package exchange

import (
	"fmt"
	"testing"
	"time"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// hints is the rubric that most tests answer.
func hints() *seedbed.Rubric {
	return &seedbed.Rubric{
		Name: "hint", Revision: "3f2a9c01", Task: "A hint for a pupil. It costs $5 to ask.",
		Criteria: []seedbed.Criterion{
			{Name: "helpful", Question: "Does it help?", Kind: seedbed.Scale, Min: 1, Max: 7, Anchors: []seedbed.Anchor{{Value: "1", Words: "not at all"}, {Value: "7", Words: "it says the next step"}}},
			{Name: "sound", Question: "Is it right?", Kind: seedbed.YesNo},
			{Name: "tone", Question: "How does it speak?", Kind: seedbed.Choice, Choices: []string{"plain", "1-2", "=cold", "Warm, and kind"}, Examples: []seedbed.RubricExample{{Text: "Try again.", Value: "plain", Because: "nothing else"}}},
		},
	}
}

func rowID(i int) seedbed.ID { return seedbed.ID{byte(i), byte(i >> 8), 0x7e, 9} }

const eggs = "How many eggs are left after breakfast and baking?"

// sheetOf has n rows, the first ones with what is hard to carry.
func sheetOf(n int) *Sheet {
	hard := []string{
		"=HYPERLINK(\"http://x\")", "+1", "-2 apples", "@SUM(A1)", "\ttab", "\rline", "  =1+1", "＝1",
		"a \"quoted\", text; with\nlines\r\nand _x000A_ 💩", "\x00\x01\ufffe bad \xff bytes", "007", "3-4", "TRUE", "",
	}
	s := &Sheet{Inspection: "kept", Person: "p-7f3a9c01", Raters: 2, Rubric: hints(), Notice: []string{"violence"}}
	for i := range n {
		hint := fmt.Sprintf("%s That is number %d.", eggs, i)
		if i < len(hard) {
			hint = hard[i]
		}
		s.Tasks = append(s.Tasks, Task{Row: rowID(i), Again: false, Fields: seedbed.Fields{
			{Name: "question", Value: eggs}, {Name: "hint", Value: hint}, {Name: "note", Value: int64(i)},
		}})
	}
	return s
}

func wantOf(s *Sheet) Want {
	w := Want{Inspection: "kept", Rubrics: []*seedbed.Rubric{s.Rubric}, Person: "p-7f3a9c01", At: time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)}
	for i := range s.Tasks {
		w.Rows = append(w.Rows, s.Tasks[i].Row)
	}
	w.Fields = func(id seedbed.ID) (seedbed.Fields, bool) {
		for i := range s.Tasks {
			if s.Tasks[i].Row == id {
				return s.Tasks[i].Fields, true
			}
		}
		return nil, false
	}
	return w
}
