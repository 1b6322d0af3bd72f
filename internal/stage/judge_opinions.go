package stage

import (
	"slices"

	"seedbed.dev/seedbed/internal/plan"
)

// Opinions returns the judges of a checked judge stage, by the names of their models, and
// how often each is asked for a record, at least once; no judges for a stage of another
// kind, or one that has no rubric.
func Opinions(st *plan.Stage) (judges []string, repeats int) {
	c, ok := st.Config.(*judgeConfig)
	if !ok || st.Needs.Rubric == nil {
		return nil, 0
	}
	return slices.Clone(c.names()), max(1, c.Repeats)
}
