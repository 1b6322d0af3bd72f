package stage

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/text"
)

const (
	evolveWords = 2 // words in a shingle: instructions are short
	// evolveShown is how many instructions are shown at once, and evolveGrown how many of
	// them were grown (Wang et al. 2022, section 2.2).
	evolveShown, evolveGrown = 8, 2
)

// evolved is an instruction of the pool.
type evolved struct {
	id     seedbed.ID
	text   string
	depth  int // generations from the seeds
	models int // seedbed.Lineage.Depth
	source seedbed.Lineage
	seed   bool
}

// evolvePool is all instructions there are: memory is that of their texts and of
// an index. It is for one goroutine.
type evolvePool struct {
	all   []evolved
	seeds int // the first so many
	queue evolveQueue
	grown []int // that may be shown
	most  int   // generations
	index *text.Index

	seen     []int // how often each was come upon: once for a novel one
	novel    int   // grown
	once     int   // grown ones that were come upon once
	tried    int   // novel, or like another
	rounds   []evolveRound
	rejected map[string]int
}

// evolveRound is how many offspring a round asked for, how many could be compared, and
// how many of them were novel.
type evolveRound struct{ asked, tried, novel int }

func newEvolvePool(novelty float64, depth int) *evolvePool {
	return &evolvePool{index: text.NewIndex(novelty, evolveWords), most: depth, rejected: map[string]int{}}
}

// add adds an instruction that was prepared last.
func (p *evolvePool) add(e evolved, doc *text.Doc, rng *rand.Rand) {
	n := p.index.Add(doc)
	p.all = append(p.all, e)
	p.seen = append(p.seen, 1)
	if e.seed {
		p.seeds++
	} else {
		p.novel++
		p.once++
	}
	if e.depth < p.most {
		heap.Push(&p.queue, evolveTurn{pool: n, turn: e.depth, tie: rng.Uint64()})
		if !e.seed {
			p.grown = append(p.grown, n)
		}
	}
}

// try adds an offspring where it is novel, and otherwise says what it is like.
func (p *evolvePool) try(e evolved, rng *rand.Rand) (near text.Neighbour, novel bool) {
	doc := p.index.Prepare(e.text)
	r := &p.rounds[len(p.rounds)-1]
	p.tried++
	r.tried++
	if near, found := p.index.Near(doc); found {
		if p.seen[near.Doc]++; p.seen[near.Doc] == 2 && !p.all[near.Doc].seed {
			p.once--
		}
		return near, false
	}
	r.novel++
	p.add(e, doc, rng)
	return near, true
}

// next returns the instruction whose turn it is: those that were evolved seldom, and
// are near the seeds, come first.
func (p *evolvePool) next(rng *rand.Rand) (int, bool) {
	if len(p.queue) == 0 {
		return 0, false
	}
	t := p.queue[0]
	p.queue[0].turn++
	p.queue[0].tie = rng.Uint64()
	heap.Fix(&p.queue, 0)
	return t.pool, true
}

// show draws instructions to be shown together, in the order of the draw.
func (p *evolvePool) show(rng *rand.Rand) []int {
	var out []int
	taken := map[int]bool{}
	draw := func(n, of int, at func(int) int) {
		for try := 0; n > 0 && try < 20*evolveShown; try++ {
			if k := at(rng.IntN(of)); !taken[k] {
				taken[k] = true
				out = append(out, k)
				n--
			}
		}
	}
	grown := min(evolveGrown, len(p.grown))
	draw(min(evolveShown-grown, p.seeds), p.seeds, func(i int) int { return i })
	if grown > 0 {
		draw(grown, len(p.grown), func(i int) int { return p.grown[i] })
	}
	rng.Shuffle(len(out), func(i, k int) { out[i], out[k] = out[k], out[i] })
	return out
}

// last counts the last rounds: at least three of them, and as many as it takes to
// tell a share below the threshold when one of them is novel.
func (p *evolvePool) last(threshold float64) (sum evolveRound, enough bool) {
	need := int(math.Ceil(4.8 / threshold))
	for i := len(p.rounds) - 1; i >= 0; i-- {
		sum.tried += p.rounds[i].tried
		sum.novel += p.rounds[i].novel
		if sum.tried >= need && len(p.rounds)-i >= 3 {
			return sum, true
		}
	}
	return sum, false
}

// barren reports whether the last three rounds, and at least 30 replies, gave nothing
// to compare: it is the prompt or the model that has to change.
func (p *evolvePool) barren() (asked int, ok bool) {
	for i := len(p.rounds) - 1; i >= 0; i-- {
		if p.rounds[i].tried > 0 {
			return 0, false
		}
		if asked += p.rounds[i].asked; asked >= 30 && len(p.rounds)-i >= 3 {
			return asked, true
		}
	}
	return 0, false
}

// saturated reports whether the share of novel ones among the last offspring is
// below the threshold with 95 % confidence, and says so.
func (p *evolvePool) saturated(threshold float64) (string, bool) {
	if threshold <= 0 {
		return "", false
	}
	sum, enough := p.last(threshold)
	if !enough {
		return "", false
	}
	e := stats.ShareAtMost(sum.novel, sum.tried, .95)
	if !e.Defined() || e.Interval == nil || e.Interval.High >= threshold {
		return "", false
	}
	return fmt.Sprintf("of the last %s offspring %s novel: at most %s, with 95 %% confidence, and saturation is %s",
		prose.Count(sum.tried), prose.Plural(sum.novel, "was", "were"), prose.Percent(e.Interval.High), prose.Percent(threshold)), true
}

// unseen is the Good–Turing estimate of the share of further offspring that would be
// novel if the pool stayed as it is (Good 1953, Biometrika 40): those come upon once
// over all. false where there is nothing to estimate from.
func (p *evolvePool) unseen() (float64, bool) {
	if p.tried == 0 {
		return 0, false
	}
	return float64(p.once) / float64(p.tried), true
}

// evolveTurn is an instruction waiting to be evolved.
type evolveTurn struct {
	pool, turn int
	tie        uint64
}

// evolveQueue is a heap of turns, the next first.
type evolveQueue []evolveTurn

func (q evolveQueue) Len() int      { return len(q) }
func (q evolveQueue) Swap(i, k int) { q[i], q[k] = q[k], q[i] }
func (q evolveQueue) Less(i, k int) bool {
	a, b := q[i], q[k]
	switch {
	case a.turn != b.turn:
		return a.turn < b.turn
	case a.tie != b.tie:
		return a.tie < b.tie
	}
	return a.pool < b.pool
}

// Push implements heap.Interface.
func (q *evolveQueue) Push(x any) { *q = append(*q, x.(evolveTurn)) }

// Pop implements heap.Interface.
func (q *evolveQueue) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	*q = (*q)[:last]
	return x
}

// evolveRefusals are how a model begins that will not write an instruction. "I can't
// sleep. What helps?" is one.
var evolveRefusals = []string{
	"im sorry but i", "i am sorry but i", "sorry but i", "sorry i cant", "sorry i cannot", "im sorry i cant", "im sorry i cannot", "i apologize but",
	"as an ai", "im unable to", "i am unable to", "im not able to", "i cant assist", "i cannot assist", "i cant help with", "i cannot help with", "i cant comply",
	"i cannot comply", "i cant create", "i cannot create", "i cant provide", "i cannot provide", "i cant rewrite", "i cannot rewrite", "i cant generate", "i cannot generate",
	"i cant fulfill", "i cannot fulfill", "i cant write", "i cannot write", "i wont",
}

// evolveTelltales are words of prompts for evolving that instructions of their own
// seldom have (Xu et al. 2023, section 3.3).
var evolveTelltales = []string{"given prompt", "rewritten prompt", "created prompt", "rewritten instruction", "new instruction"}

// evolveRefused reports whether a text refuses to be an instruction.
func evolveRefused(s string) bool {
	head := text.NormalizeWords(s[:min(len(s), 200)]) + " "
	for _, r := range evolveRefusals {
		if strings.HasPrefix(head, r+" ") {
			return true
		}
	}
	return false
}
