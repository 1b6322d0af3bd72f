package review

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// mostStrata bounds the groups that a sample tells apart.
const mostStrata = 10_000

// Draw draws the sample of an inspection from all rows of a dataset, in one pass, with
// memory for the sample alone. The order of the rows decides nothing but the dataset's
// digest; the seed decides which are drawn.
//
// A row's hash is that of the seed and its id, so that rows in the order of their
// hashes are a random permutation. The random part is its beginning: as many rows as
// the claims can need, in the order in which they are looked at. What is not in it is
// offered to the combinations of By, which keep their first rows; what they leave to
// the groups that are to be seen, and then to the edge cases. So every part is drawn
// of what those before it left, a row is in one part only, and Item.Share is known: of
// a row that is drawn at random, the sample's share of all rows; of a cell's, the
// cell part's share of the cell's rows.
//
// A cell is filled up to its floor beside those of its random rows that are looked at
// in any case: of a Fixed inspection all, else as many as the claim needs where no
// defect turns up.
//
// Errors: seedbed.CodeInvalid, for a claim that no sample can show, groups without
// end, a row that comes twice; and those of the rows.
func Draw(ctx context.Context, rows iter.Seq2[seedbed.Record, error], in *plan.Inspection, o DrawOptions) (*Sample, error) {
	d, err := newDraw(in, &o)
	if err != nil {
		return nil, err
	}
	for r, err := range rows {
		if err != nil {
			return nil, err
		}
		if d.rows&1023 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := d.add(&r); err != nil {
			return nil, err
		}
	}
	return d.finish()
}

// draw is a draw under way.
type draw struct {
	in       *plan.Inspection
	o        *DrawOptions
	judged   []judgeClaim
	rows     int
	digest   datasetDigest
	seed     []byte
	random   first
	layers   []*layer
	edges    edges
	hasJudge map[string]int
	measure  measures
}

// candidate is a row that may come into the sample.
type candidate struct {
	id     seedbed.ID
	hash   uint64
	layers []string // its group, by layer
	judge  map[string]float64
	odd    oddness
}

// before is the order in which rows are looked at.
func (c *candidate) before(o *candidate) bool {
	if c.hash != o.hash {
		return c.hash < o.hash
	}
	return bytes.Compare(c.id[:], o.id[:]) < 0
}

func newDraw(in *plan.Inspection, o *DrawOptions) (*draw, error) {
	most, _, err := randomRows(in, 0)
	if err != nil {
		return nil, err
	}
	judged, err := judgeClaims(in)
	if err != nil {
		return nil, err
	}
	d := &draw{in: in, o: o, judged: judged, digest: newDatasetDigest(), hasJudge: map[string]int{}}
	d.seed = binary.BigEndian.AppendUint64([]byte("inspection\x00"), uint64(in.Seed))
	d.random = first{most: most, less: (*candidate).before}
	d.layers = layersOf(in)
	d.edges = newEdges(in.Edges, len(o.Gold))
	d.measure = newMeasures(in, o)
	return d, nil
}

func (d *draw) add(r *seedbed.Record) error {
	d.rows++
	d.digest.add(r.ID)
	c := candidate{id: r.ID, hash: d.hash(r.ID)}
	if len(d.layers) > 0 {
		c.layers = make([]string, len(d.layers))
		for i, l := range d.layers {
			c.layers[i] = l.group(r.Fields)
			if err := l.count(c.layers[i]); err != nil {
				return err
			}
		}
	}
	for i := range d.judged {
		j := &d.judged[i]
		if v, ok := j.score(r); ok {
			if c.judge == nil {
				c.judge = make(map[string]float64, len(d.judged))
			}
			if _, twice := c.judge[j.key]; !twice {
				d.hasJudge[j.key]++
			}
			c.judge[j.key] = v
		}
	}
	if d.edges.most > 0 {
		c.odd = d.measure.of(r)
	}
	if out, is := d.random.offer(c); is {
		d.pass(out, 0)
	}
	return nil
}

// pass offers a row to the layers from one on, and what they leave to the edges.
func (d *draw) pass(c candidate, from int) {
	for i := from; i < len(d.layers); i++ {
		out, is := d.layers[i].offer(c)
		if !is {
			return
		}
		c = out
	}
	d.edges.offer(c)
}

// hash places a row in the permutation that the seed makes.
func (d *draw) hash(id seedbed.ID) uint64 {
	var buf [48]byte
	sum := sha256.Sum256(append(append(buf[:0], d.seed...), id[:]...))
	return binary.BigEndian.Uint64(sum[:])
}

// finish settles which rows of the candidates are in the sample.
func (d *draw) finish() (*Sample, error) {
	if d.rows == 0 {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "there are no rows to look at")
	}
	most, sure, err := randomRows(d.in, d.rows)
	if err != nil {
		return nil, err
	}
	s := &Sample{Inspection: d.in.Name, Seed: d.in.Seed, Rows: d.rows, Dataset: d.digest.name()}
	random := d.random.sorted()
	most = min(most, len(random))
	for _, c := range random[most:] {
		d.pass(c, 0)
	}
	random = random[:most]
	sure = min(most, sure)
	seen := newTally(len(d.layers))
	for i := range random {
		c := &random[i]
		it := d.item(c, PartRandom)
		it.Share = float64(most) / float64(d.rows)
		s.Items = append(s.Items, it)
		if i < sure {
			seen.add(c.layers)
		}
	}
	for _, l := range d.layers {
		d.fill(s, l, seen)
	}
	d.gold(s)
	d.odd(s)
	if len(d.judged) > 0 {
		s.Judged = d.hasJudge
	}
	return s, checkTwice(s)
}

// item makes an item of a candidate.
func (d *draw) item(c *candidate, part Part) Item {
	it := Item{Row: c.id, Part: part, Judge: c.judge}
	if len(c.layers) > 0 {
		it.Stratum = c.layers[0]
	}
	for i, l := range d.layers {
		if l.claim {
			it.Groups = append(it.Groups, l.value(c.layers[i]))
		}
	}
	return it
}

// gold adds the rows whose answers are known, those that are in already left out.
func (d *draw) gold(s *Sample) {
	in := make(map[seedbed.ID]bool, len(s.Items))
	for i := range s.Items {
		in[s.Items[i].Row] = true
	}
	for _, g := range d.o.Gold {
		if in[g.Row] {
			continue
		}
		in[g.Row] = true
		s.Items = append(s.Items, Item{Row: g.Row, Part: PartGold, Gold: g.Answers, Why: g.Why})
	}
}

// odd adds the edge cases.
func (d *draw) odd(s *Sample) {
	in := make(map[seedbed.ID]bool, len(s.Items))
	for i := range s.Items {
		in[s.Items[i].Row] = true
	}
	for _, e := range d.edges.pick(in, d.measure) {
		it := d.item(&e.candidate, PartEdge)
		it.Because = e.because
		s.Items = append(s.Items, it)
	}
	if n := d.edges.picked; n < d.in.Edges {
		s.Notes = append(s.Notes, fmt.Sprintf("%d edge cases are wanted, and there were rows for %d", d.in.Edges, n))
	}
}

// checkTwice finds a row that the dataset has twice.
func checkTwice(s *Sample) error {
	ids := make([]seedbed.ID, len(s.Items))
	for i := range s.Items {
		ids[i] = s.Items[i].Row
	}
	slices.SortFunc(ids, func(a, b seedbed.ID) int { return strings.Compare(string(a[:]), string(b[:])) })
	for i := 1; i < len(ids); i++ {
		if ids[i] == ids[i-1] {
			return seedbed.Errorf(seedbed.CodeInvalid, "row %s comes twice; rows of a sample have ids of their own", ids[i].Short())
		}
	}
	return nil
}
