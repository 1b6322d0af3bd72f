package review

import (
	"maps"
)

// Status says how an inspection stands, as far as somebody's roles may see. Owners see
// all; adjudicators all but the quality of others; raters the progress, the claims and
// what they did themselves; readers the progress, the claims and the agreement.
func (d *Desk) Status(inspection, viewer string) (Status, error) {
	d.mu.Lock()
	c, m, err := d.find(inspection, viewer)
	if err == nil && len(m.Roles) == 0 {
		err = forbidden(viewer, "you have no role here; ask the owner for one")
	}
	d.mu.Unlock()
	if err != nil {
		return Status{}, err
	}
	f := d.figuresOf(c)
	d.boundSoon(c)
	d.mu.Lock()
	defer d.mu.Unlock()
	s := Status{
		Inspection: c.in.Name, Begun: c.begun, Rows: c.sample.Rows, Rubric: c.in.Rubric.Revision, Raters: c.in.Raters, Answers: c.answers,
	}
	claims, behind := d.claimsFor(c, c.seat(m))
	s.Claims = claims
	s.Enough, s.More = decided(claims)
	for _, part := range []Part{PartRandom, PartCell, PartEdge, PartGold} {
		if p := c.parts[part]; p != nil {
			s.Parts = append(s.Parts, *p)
		}
	}
	raterAlone := !m.settles() && m.Has(Rater)
	if !raterAlone || c.left(claims) == 0 {
		s.Agreement = f.agreement
	}
	if m.settles() {
		s.Disputes = c.openDisputes()
	}
	if !m.settles() && !m.Has(Rater) {
		return s, nil
	}
	for _, o := range c.sortedSeats() {
		did := len(o.acts) > 0 || o.left || o.exposure != nil
		if !did && (o.member != m || !m.Has(Rater)) || raterAlone && o.member != m {
			continue
		}
		p := PersonStatus{Person: o.ID, Answers: o.answers, Skips: o.skips, Left: o.left, Paused: o.paused, Withdrew: o.withdrew, Exposure: maps.Clone(o.exposure)}
		if o.member == m || m.Has(Owner) {
			p.Quality = f.qualityOf(o.index)
			if o.member == m && !m.settles() {
				sparse(p.Quality, behind)
			}
		}
		s.People = append(s.People, p)
	}
	return s, nil
}
