package recipe

import (
	"fmt"
	"slices"

	"seedbed.dev/seedbed"
)

// checkInspections sees to it that an inspection is the end of its way: what people
// say of rows comes after a run, so no stage of the run can wait for it.
func (l *loader) checkInspections() {
	for _, s := range l.steps {
		for i, from := range s.From {
			at := slices.IndexFunc(l.steps, func(o *step) bool { return o.Name == from })
			if at < 0 || l.steps[at].Needs.Inspection == nil {
				continue
			}
			l.report(seedbed.Problem{
				Pos:     l.doc.Pos(l.fromPath(s, i)),
				Message: fmt.Sprintf("stage %q reads from %s, which is an inspection: people look at its rows when the run is over", s.Name, from),
				Fix:     fmt.Sprintf("read from %s", first(l.steps[at].From)),
			})
		}
	}
}
