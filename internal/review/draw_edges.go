package review

import (
	"fmt"
	"math"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
)

// oddness is what makes a row worth a look. Larger is odder; below 0, not at all.
type oddness struct {
	evidence    bool
	apart       float64 // of judges of one stage, in parts of the criterion's scale
	apartFrom   [2]string
	near        float64 // minus the distance from a threshold, in parts of the scale
	nearTo      int     // which threshold
	nearScore   float64
	isNear      bool
	length      int  // of all texts, in bytes
	isMeasured  bool // there is a text
	isDisagreed bool
}

// measures work out how odd rows are.
type measures struct {
	o     *DrawOptions
	scale map[string]float64 // by criterion: from its lowest to its highest
}

func newMeasures(in *plan.Inspection, o *DrawOptions) measures {
	m := measures{o: o, scale: map[string]float64{}}
	if in.Rubric == nil {
		return m
	}
	for i := range in.Rubric.Criteria {
		if c := &in.Rubric.Criteria[i]; c.Kind == seedbed.Scale && c.Max > c.Min {
			m.scale[c.Name] = float64(c.Max - c.Min)
		}
	}
	return m
}

func (m *measures) of(r *seedbed.Record) oddness {
	var o oddness
	_, o.evidence = m.o.Evidence[r.ID]
	for i := range r.Scores {
		s := &r.Scores[i]
		if s.Status != seedbed.Scored || s.Judge == seedbed.PanelJudge {
			continue
		}
		for j := range i {
			m.disagree(&o, &r.Scores[j], s)
		}
	}
	for i := range m.o.Thresholds {
		t := &m.o.Thresholds[i]
		s, ok := r.Score(t.Criterion)
		if !ok || s.Status != seedbed.Scored {
			continue
		}
		if v, ok := numberOf(s.Value); ok {
			if near := -math.Abs(v-t.At) / m.width(t.Criterion); !o.isNear || near > o.near {
				o.isNear, o.near, o.nearTo, o.nearScore = true, near, i, v
			}
		}
	}
	for i := range r.Fields {
		if s, ok := r.Fields[i].Value.(string); ok {
			o.length += len(s)
			o.isMeasured = true
		}
	}
	return o
}

// disagree notes how far two judges of one stage are apart.
func (m *measures) disagree(o *oddness, a, b *seedbed.Score) {
	if a.Status != seedbed.Scored || a.Judge == seedbed.PanelJudge || a.Stage != b.Stage || a.Criterion != b.Criterion || a.Judge == b.Judge {
		return
	}
	x, xok := numberOf(a.Value)
	y, yok := numberOf(b.Value)
	apart := 1.0
	switch {
	case xok && yok:
		apart = math.Abs(x-y) / m.width(a.Criterion)
	case seedbed.TextOf(a.Value) == seedbed.TextOf(b.Value):
		apart = 0
	}
	if apart > 0 && (!o.isDisagreed || apart > o.apart) {
		o.isDisagreed, o.apart = true, apart
		o.apartFrom = [2]string{seedbed.TextOf(a.Value), seedbed.TextOf(b.Value)}
	}
}

func (m *measures) width(criterion string) float64 {
	if w := m.scale[criterion]; w > 0 {
		return w
	}
	return 1
}

func numberOf(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case bool:
		if v {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

// edges keep the oddest rows of each kind.
type edges struct {
	most   int
	kinds  []edgeKind
	picked int
}

// edgeKind is one way to be odd.
type edgeKind struct {
	first   first
	is      func(*oddness) bool
	because func(m *measures, c *candidate) string
}

// newEdges keeps enough of each kind to leave spare rows out.
func newEdges(most, spare int) edges {
	e := edges{most: most}
	if most <= 0 {
		return e
	}
	add := func(is func(*oddness) bool, key func(*oddness) float64, because func(*measures, *candidate) string) {
		less := func(a, b *candidate) bool {
			if x, y := key(&a.odd), key(&b.odd); x != y {
				return x > y
			}
			return a.before(b)
		}
		e.kinds = append(e.kinds, edgeKind{first{most: most + spare, less: less}, is, because})
	}
	measured := func(o *oddness) bool { return o.isMeasured }
	add(func(o *oddness) bool { return o.evidence }, func(*oddness) float64 { return 0 },
		func(m *measures, c *candidate) string { return m.o.Evidence[c.id] })
	add(func(o *oddness) bool { return o.isDisagreed }, func(o *oddness) float64 { return o.apart },
		func(_ *measures, c *candidate) string {
			return fmt.Sprintf("judges disagree: %s and %s", prose.Shown(c.odd.apartFrom[0]), prose.Shown(c.odd.apartFrom[1]))
		})
	add(func(o *oddness) bool { return o.isNear }, func(o *oddness) float64 { return o.near },
		func(m *measures, c *candidate) string {
			t := &m.o.Thresholds[c.odd.nearTo]
			return fmt.Sprintf("%s %v is near the threshold %v", t.Criterion, c.odd.nearScore, t.At)
		})
	add(measured, func(o *oddness) float64 { return float64(o.length) }, func(*measures, *candidate) string { return "among the longest" })
	add(measured, func(o *oddness) float64 { return -float64(o.length) }, func(*measures, *candidate) string { return "among the shortest" })
	return e
}

func (e *edges) offer(c candidate) {
	for i := range e.kinds {
		if k := &e.kinds[i]; k.is(&c.odd) {
			k.first.offer(c)
		}
	}
}

// edge is a row with why it is odd.
type edge struct {
	candidate
	because string
}

// pick takes the oddest of each kind in turn, those that are in already left out.
func (e *edges) pick(in map[seedbed.ID]bool, m measures) []edge {
	var out []edge
	queues := make([][]candidate, len(e.kinds))
	for i := range e.kinds {
		queues[i] = e.kinds[i].first.sorted()
	}
	for more := true; more && len(out) < e.most; {
		more = false
		for i := range queues {
			for len(queues[i]) > 0 && in[queues[i][0].id] {
				queues[i] = queues[i][1:]
			}
			if len(queues[i]) == 0 || len(out) == e.most {
				continue
			}
			c := queues[i][0]
			in[c.id], more = true, true
			out = append(out, edge{c, e.kinds[i].because(&m, &c)})
		}
	}
	e.picked = len(out)
	return out
}
