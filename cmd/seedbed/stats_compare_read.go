package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
)

// mostGroups bounds the groups of one column: beyond, it is no column of groups.
const mostGroups = 1000

// readSets reads a row for each score.
func (a *app) readSets(ctx context.Context, f *compareFlags, file string) (*scoreSets, error) {
	cols := []statsColumn{{flag: "set-column", name: f.set}, {flag: "item", name: f.item, optional: !f.itemGiven}}
	for _, s := range f.scores {
		cols = append(cols, statsColumn{flag: "score", name: s})
	}
	for _, b := range f.by {
		cols = append(cols, statsColumn{flag: "by", name: b})
	}
	t, err := a.readStats(ctx, &f.statsFlags, file, cols...)
	if err != nil {
		return nil, err
	}
	in := &scoreSets{paired: t.has[1] && !f.unpaired}
	if in.names, err = t.twoSets(f); err != nil {
		return nil, err
	}
	for i := range f.scores {
		if err := t.gather(in, f, i); err != nil {
			return nil, err
		}
	}
	if err := t.err(); err != nil {
		return nil, err
	}
	if !in.paired && t.has[1] {
		in.notes = append(in.notes, "the scores have items in common and are not paired by them: a paired comparison would tell more")
	}
	return in, nil
}

// twoSets returns which two sets of the file are compared.
func (t *statsTable) twoSets(f *compareFlags) ([2]string, error) {
	var seen []string
	for r := range t.rows {
		s, ok := t.text(r, 0)
		if !ok {
			t.note(r, "there is no "+f.set, "say which set the score belongs to")
			continue
		}
		if !slices.Contains(seen, s) {
			if seen = append(seen, s); len(seen) > mostGroups {
				break
			}
		}
	}
	if len(f.sets) == 2 {
		for _, s := range f.sets {
			if !slices.Contains(seen, s) {
				return [2]string{}, &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf("%s: no score belongs to %s; there are %s", t.file, quote(s, 60), list(seen, 12))}
			}
		}
		return [2]string(f.sets), nil
	}
	if len(seen) != 2 {
		if err := t.err(); err != nil {
			return [2]string{}, err
		}
		return [2]string{}, &seedbed.Error{
			Code: seedbed.CodeInvalid, Message: fmt.Sprintf("%s: compare wants two sets; column %s has %s: %s", t.file, quote(f.set, 60), count(int64(len(seen)), "value"), list(seen, 12)),
			Fix: "choose two with --sets, or name another column with --set-column",
		}
	}
	return [2]string(seen), nil
}

// gather adds the scores of one column: over all rows, then by group.
func (t *statsTable) gather(in *scoreSets, f *compareFlags, score int) error {
	groups := []*pairing{newPairing()}
	index := map[[2]string]*pairing{}
	for r := range t.rows {
		v, ok := t.number(r, 2+score)
		set, _ := t.text(r, 0)
		side := slices.Index(in.names[:], set)
		if !ok || side < 0 {
			continue
		}
		item, ok := t.text(r, 1)
		if in.paired && !ok {
			t.note(r, "there is no "+f.item, "name the item, or add --unpaired")
			continue
		}
		groups[0].add(item, side, v)
		for b, name := range f.by {
			group, ok := t.text(r, 2+len(f.scores)+b)
			if !ok {
				continue
			}
			key := [2]string{name, group}
			g := index[key]
			if g == nil {
				g = newPairing()
				g.by, g.group = name, group
				index[key] = g
				if groups = append(groups, g); len(groups) > mostGroups {
					return &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf("%s: --by %s gives over 1,000 groups", t.file, strings.Join(f.by, ","))}
				}
			}
			g.add(item, side, v)
		}
	}
	for _, g := range groups {
		in.cells = append(in.cells, g.scores(f.scores[score], in.paired))
	}
	return nil
}

// pairing gathers the scores of two sets.
type pairing struct {
	by, group string
	all       [2][]float64
	items     map[string]*[2]tally
	order     []string
}

// tally adds up the scores of an item in one set.
type tally struct {
	sum float64
	n   int
}

func newPairing() *pairing { return &pairing{items: map[string]*[2]tally{}} }

func (p *pairing) add(item string, side int, v float64) {
	p.all[side] = append(p.all[side], v)
	if item == "" {
		return
	}
	of := p.items[item]
	if of == nil {
		of = new([2]tally)
		p.items[item] = of
		p.order = append(p.order, item)
	}
	of[side].sum += v
	of[side].n++
}

// scores returns the scores of either set: of items, repeats averaged, where they
// are paired.
func (p *pairing) scores(name string, paired bool) setScores {
	out := setScores{score: name, by: p.by, group: p.group, x: p.all[0], y: p.all[1]}
	if !paired {
		return out
	}
	out.x, out.y = nil, nil
	for _, item := range p.order {
		of := p.items[item]
		if of[0].n == 0 || of[1].n == 0 {
			out.dropped++
			continue
		}
		out.x = append(out.x, of[0].sum/float64(of[0].n))
		out.y = append(out.y, of[1].sum/float64(of[1].n))
	}
	return out
}

// readWideSets reads a row for each item, with a column for either score.
func (a *app) readWideSets(ctx context.Context, f *compareFlags, file string) (*scoreSets, error) {
	cols := []statsColumn{{flag: "first", name: f.first}, {flag: "second", name: f.second}}
	for _, b := range f.by {
		cols = append(cols, statsColumn{flag: "by", name: b})
	}
	t, err := a.readStats(ctx, &f.statsFlags, file, cols...)
	if err != nil {
		return nil, err
	}
	in := &scoreSets{names: [2]string{f.first, f.second}, paired: true}
	groups := []*setScores{{score: f.first + " − " + f.second}}
	index := map[[2]string]*setScores{}
	for r := range t.rows {
		x, okX := t.number(r, 0)
		y, okY := t.number(r, 1)
		to := groups[:1:1]
		for b, name := range f.by {
			group, ok := t.text(r, 2+b)
			if !ok {
				continue
			}
			key := [2]string{name, group}
			if index[key] == nil {
				index[key] = &setScores{score: groups[0].score, by: name, group: group}
				if groups = append(groups, index[key]); len(groups) > mostGroups {
					return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf("%s: --by %s gives over 1,000 groups", t.file, strings.Join(f.by, ","))}
				}
			}
			to = append(to, index[key])
		}
		for _, g := range to {
			if okX && okY {
				g.x, g.y = append(g.x, x), append(g.y, y)
			} else {
				g.dropped++
			}
		}
	}
	for _, g := range groups {
		in.cells = append(in.cells, *g)
	}
	return in, t.err()
}
