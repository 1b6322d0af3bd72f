package review

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
)

// layer tells the rows of groups apart, and keeps the first few of each.
type layer struct {
	at     int // among the layers
	fields []string
	floor  int // how many of each group are looked at
	claim  bool
	text   string // of the claim
	rows   map[string]int
	kept   map[string]*first
}

// layersOf returns the layers of a plan: the combinations of By, then a layer for each
// claim that every group is seen.
func layersOf(in *plan.Inspection) []*layer {
	var out []*layer
	add := func(l *layer) {
		l.at, l.rows, l.kept = len(out), map[string]int{}, map[string]*first{}
		out = append(out, l)
	}
	if len(in.By) > 0 {
		add(&layer{fields: in.By, floor: in.Floor})
	}
	for i := range in.Claims {
		if c := &in.Claims[i]; c.Kind == plan.GroupsSeen {
			add(&layer{fields: []string{c.Field}, floor: c.Least, claim: true, text: c.Text})
		}
	}
	return out
}

// mostValue bounds a value in a group's name, in bytes.
const mostValue = 120

// group names the group of a row: "dialect=Scots, grade=9".
func (l *layer) group(f seedbed.Fields) string {
	if len(l.fields) == 1 {
		return l.fields[0] + "=" + shortValue(f.Text(l.fields[0]))
	}
	var b strings.Builder
	for i, name := range l.fields {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(name)
		b.WriteByte('=')
		b.WriteString(shortValue(f.Text(name)))
	}
	return b.String()
}

// value returns what group wrote of the value of the one field of a claim.
func (l *layer) value(group string) string { return group[len(l.fields[0])+1:] }

// shortValue cuts a long value, so that different ones stay different.
func shortValue(v string) string {
	if len(v) <= mostValue {
		return strings.ToValidUTF8(v, "\ufffd")
	}
	sum := sha256.Sum256([]byte(v))
	return strings.ToValidUTF8(v[:mostValue-20], "\ufffd") + "…" + hex.EncodeToString(sum[:8])
}

func (l *layer) count(group string) error {
	n := l.rows[group]
	if n == 0 && len(l.rows) == mostStrata {
		return &seedbed.Error{
			Code:    seedbed.CodeInvalid,
			Message: fmt.Sprintf("%s has more than %s values", strings.Join(l.fields, " with "), prose.Count(mostStrata)),
			Fix:     "look at groups of fewer values: a field that names a kind, and not a row",
		}
	}
	l.rows[group] = n + 1
	return nil
}

// offer is first.offer for a row's group.
func (l *layer) offer(c candidate) (rest candidate, out bool) {
	if l.floor == 0 {
		return c, true
	}
	group := c.layers[l.at]
	f := l.kept[group]
	if f == nil {
		f = &first{most: l.floor, less: (*candidate).before}
		l.kept[group] = f
	}
	return f.offer(c)
}

// fill adds to a sample what the groups of a layer lack, and passes what they do not
// need on. Rows of the layer that comes first are drawn of all that is not random,
// so that their share of the group is known. Those of layers behind it are drawn of
// what others left, and are in no estimate.
func (d *draw) fill(s *Sample, l *layer, seen tally) {
	for _, group := range slices.Sorted(maps.Keys(l.rows)) {
		rows := l.rows[group]
		if l.at == 0 {
			s.Strata = append(s.Strata, Stratum{Name: group, Rows: rows})
		}
		if l.claim && l.value(group) != "" {
			s.Groups = append(s.Groups, Group{Field: l.fields[0], Value: l.value(group), Rows: rows})
		}
		if l.floor == 0 || l.claim && l.value(group) == "" {
			d.passAll(l.kept[group], l.at+1)
			continue
		}
		if rows < l.floor {
			s.Notes = append(s.Notes, fmt.Sprintf("%s has %s; %s are wanted", prose.Shown(group), prose.Rows(rows), prose.Count(l.floor)))
		}
		f := l.kept[group]
		if f == nil {
			continue // all its rows are random
		}
		kept := f.sorted()
		need := min(len(kept), max(0, l.floor-seen[l.at][group]))
		for i := range kept[:need] {
			c := &kept[i]
			seen.add(c.layers)
			it := d.item(c, PartCell)
			if l.at == 0 {
				it.Share = float64(need) / float64(rows)
			} else {
				it.Part, it.Because = PartEdge, "for the claim "+prose.Quoted(l.text)
			}
			s.Items = append(s.Items, it)
		}
		for _, c := range kept[need:] {
			d.pass(c, l.at+1)
		}
	}
}

func (d *draw) passAll(f *first, to int) {
	if f == nil {
		return
	}
	for _, c := range f.sorted() {
		d.pass(c, to)
	}
}

// tally counts, by layer and group, the rows that are looked at in any case.
type tally []map[string]int

func newTally(layers int) tally {
	t := make(tally, layers)
	for i := range t {
		t[i] = map[string]int{}
	}
	return t
}

func (t tally) add(groups []string) {
	for i, g := range groups {
		t[i][g]++
	}
}
