package web

import "seedbed.dev/seedbed"

// Story is how a row came to be, as a tree: the row, and below it all that went into it
// and what became of it, each part with what is below it.
type Story struct {
	Record seedbed.Record // the row, with all that is known of it
	Root   *Part
	// Standings say of the record's scores, in their order, how far their judges were
	// compared with people.
	Standings []string
}

// Part is one thing in a row's story. Its texts may be anybody's: they are shown harmless.
type Part struct {
	Kind  PartKind
	Label string     // a word or two: "seed", "prompt", "scored"
	Title string     // what it is, on one line
	Lines []string   // what more is known of it, a line each
	Row   seedbed.ID // the row that it is, where it is one that can be looked at
	Parts []*Part
	// Opinion: it tells what judges said, or what follows from that; who may still be
	// asked about the row does not see it.
	Opinion bool
}

// PartKind is what a part of a story is; it says how it is drawn.
type PartKind string

// The kinds.
const (
	PartRow      PartKind = "row"
	PartSeed     PartKind = "seed"
	PartExemplar PartKind = "exemplar"
	PartPrompt   PartKind = "prompt"
	PartCall     PartKind = "call"
	PartOther    PartKind = "other" // attributes and the like
	PartJudge    PartKind = "judge"
	PartDecision PartKind = "decision"
	PartPeople   PartKind = "people"
)

const (
	partsMost  = 150 // of a story that is drawn
	depthMost  = 12
	linesMost  = 4   // of one part in the drawing; the list has all
	lineMost   = 68  // characters of a line in the drawing
	listedMost = 400 // and in the list
)

// without is a part without opinions; nil where it is one.
func (p *Part) without() *Part {
	if p.Opinion {
		return nil
	}
	out := *p
	out.Parts = nil
	for _, c := range p.Parts {
		if c = c.without(); c != nil {
			out.Parts = append(out.Parts, c)
		}
	}
	return &out
}
