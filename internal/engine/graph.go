package engine

import (
	"fmt"
	"sync/atomic"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// node is a source, a stage's own roots, or a stage.
type node struct {
	name      string
	fp        seedbed.Fingerprint
	stage     seedbed.Stage    // nil for a source and for roots
	streamer  seedbed.Streamer // the stage, where it is one
	wanter    seedbed.Wanter   // the stage, where it is one
	rows      Rows             // sources and roots
	ordered   bool
	level     int // the phase that it runs in
	inputs    []*node
	consumers []*node
	stats     *StageStats

	// open says that some leaf still wants records that pass here; it turns false
	// once, when enough have been found further on.
	open atomic.Bool
	// sinkOpen is open as of the place in plan order that the sink has reached.
	sinkOpen bool
	// satisfied is set by the phase that runs a wanter once it has enough.
	satisfied atomic.Bool
	// sinkSatisfied is satisfied, as of the sink's place.
	sinkSatisfied bool
}

// graph is a plan as nodes.
type graph struct {
	roots  []*node // sources that are read, and roots, in plan order
	stages []*node
	levels int // number of phases
}

// newGraph links the plan's sources and stages and gives each its phase.
func newGraph(c *Config) (*graph, error) {
	g := &graph{}
	byName := map[string]*node{}
	for i := range c.Plan.Sources {
		src := &c.Plan.Sources[i]
		n := &node{name: src.Name, fp: src.Fingerprint, rows: c.Sources[src.Name], stats: newStageStats(src.Name, kindSource)}
		byName[src.Name] = n
		g.roots = append(g.roots, n)
	}
	for i := range c.Plan.Stages {
		spec := &c.Plan.Stages[i]
		n, err := newStageNode(spec, c.Stages[spec.Name])
		if err != nil {
			return nil, err
		}
		if len(spec.From) == 0 {
			rooter, ok := n.stage.(seedbed.Rooter)
			if !ok {
				return nil, fmt.Errorf("stage %q reads from nothing and cannot start by itself", spec.Name)
			}
			root := &node{name: spec.Name, rows: rooter.Roots, stats: newStageStats(spec.Name, kindRoots)}
			g.roots = append(g.roots, root)
			link(root, n)
		}
		for _, from := range spec.From {
			in := byName[from]
			if in == nil {
				return nil, fmt.Errorf("stage %q reads from %q, which the plan does not have", spec.Name, from)
			}
			link(in, n)
		}
		n.level = levelOf(n)
		g.levels = max(g.levels, n.level+1)
		byName[spec.Name] = n
		g.stages = append(g.stages, n)
	}
	g.levels = max(g.levels, 1)
	g.dropUnread(c.Plan)
	g.reopen()
	g.reopenSink()
	return g, nil
}

func newStageNode(spec *plan.Stage, stage seedbed.Stage) (*node, error) {
	if stage == nil {
		return nil, fmt.Errorf("stage %q was not made", spec.Name)
	}
	n := &node{
		name: spec.Name, fp: spec.Fingerprint, stage: stage,
		ordered: spec.Kind.Ordered, stats: newStageStats(spec.Name, spec.Kind.Name),
	}
	if n.ordered {
		n.streamer, _ = stage.(seedbed.Streamer)
		n.wanter, _ = stage.(seedbed.Wanter)
	}
	return n, nil
}

func link(from, to *node) {
	from.consumers = append(from.consumers, to)
	to.inputs = append(to.inputs, from)
}

// levelOf returns the phase of n: the latest of its inputs', and one more if it
// has to see their records in order.
func levelOf(n *node) int {
	level := 0
	for _, in := range n.inputs {
		level = max(level, in.level)
	}
	if n.ordered {
		level++
	}
	return level
}

// dropUnread leaves out sources that no stage reads from (one that dedupe only
// compares with is read by dedupe itself), unless the plan has no stages at all.
func (g *graph) dropUnread(p *plan.Plan) {
	if len(p.Stages) == 0 {
		return
	}
	kept := g.roots[:0]
	for _, r := range g.roots {
		if len(r.consumers) > 0 {
			kept = append(kept, r)
		}
	}
	g.roots = kept
}

// all calls f on every node, each after those that it feeds.
func (g *graph) all(f func(*node)) {
	for i := len(g.stages) - 1; i >= 0; i-- {
		f(g.stages[i])
	}
	for _, r := range g.roots {
		f(r)
	}
}

// reopen computes who still has to run, from which wanters are satisfied.
func (g *graph) reopen() {
	g.all(func(n *node) {
		n.open.Store(!n.satisfied.Load() && (len(n.consumers) == 0 || anyNode(n.consumers, func(c *node) bool { return c.open.Load() })))
	})
}

// reopenSink is reopen for the sink's place in plan order.
func (g *graph) reopenSink() {
	g.all(func(n *node) {
		n.sinkOpen = !n.sinkSatisfied && (len(n.consumers) == 0 || anyNode(n.consumers, func(c *node) bool { return c.sinkOpen }))
	})
}

func anyNode(ns []*node, f func(*node) bool) bool {
	for _, n := range ns {
		if f(n) {
			return true
		}
	}
	return false
}

// anyOpen reports whether any root is still needed.
func (g *graph) anyOpen() bool {
	return anyNode(g.roots, func(n *node) bool { return n.open.Load() })
}

// bounded returns the wanters, if every way from a root to a leaf leads through
// one: then the roots need not run far ahead of what is wanted.
func (g *graph) bounded() []*node {
	free := map[*node]bool{} // a leaf can be reached from here past no wanter
	g.all(func(n *node) {
		free[n] = n.wanted() == 0 && (len(n.consumers) == 0 || anyNode(n.consumers, func(c *node) bool { return free[c] }))
	})
	if anyNode(g.roots, func(n *node) bool { return free[n] }) {
		return nil
	}
	var out []*node
	for _, n := range g.stages {
		if n.wanted() > 0 {
			out = append(out, n)
		}
	}
	return out
}

// wanted returns how many records n wants; 0 where it takes all.
func (n *node) wanted() int {
	if n.wanter == nil {
		return 0
	}
	return n.wanter.Want().Wanted
}

// slack is how many roots may be under way beyond what seems to be needed.
const slack = 8

// ahead returns the number of the first root that need not be begun yet: beyond
// what n will probably need to find what it wants, judging by the share of
// roots that gave it an accepted record so far.
func (n *node) ahead() int64 {
	w := n.wanter.Want()
	if w.Satisfied {
		return 0
	}
	seen := n.stats.lastRoot.Load() + 1 // -1 before the first
	rate := (float64(w.Accepted) + 1) / (float64(seen) + 1)
	need := float64(w.Wanted-w.Accepted) / max(rate, 1e-4)
	return seen + int64(1.2*need) + slack
}
