package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/text"
)

// saidOf is what people said of a row and made of it, and how its judges stand.
type saidOf struct {
	known  ratings.Standings
	votes  []seedbed.Vote
	out    *review.Decided   // by which it is in no release
	outBy  string            // who decided it
	mended *review.MendedRow // what a person made of it
	mender string
	of     *review.MendedRow // it is a mended row itself
	// untaken is why no release has the mended row; "": those of this run do.
	untaken string
}

// story is that of the row that a prefix of an id names: one of the run, or one that a
// person made by mending another.
func (v *view) story(ctx context.Context, prefix string) (*story, error) {
	said, err := v.said(ctx)
	if err != nil {
		return nil, err
	}
	rec, out, err := v.find(ctx, prefix)
	if seedbed.CodeOf(err) == seedbed.CodeNotFound {
		if m := said.made(prefix); m != nil {
			return v.mendedStory(ctx, said, m)
		}
	}
	if err != nil {
		return nil, err
	}
	st, err := v.tell(ctx, rec, out)
	if err != nil {
		return nil, err
	}
	st.people = said.of(rec.ID)
	if m := st.people.mended; m != nil {
		_, st.people.untaken, err = v.taken(ctx, &rec, out, m)
	}
	return st, err
}

// mendedStory is the story of a row that a person mended.
func (v *view) mendedStory(ctx context.Context, said *allSaid, m *review.MendedRow) (*story, error) {
	rec, out, err := v.find(ctx, m.Row.String())
	if err != nil {
		return nil, err
	}
	old, err := v.tell(ctx, rec, out)
	if err != nil {
		return nil, err
	}
	old.people = said.of(rec.ID)
	made, untaken, err := v.taken(ctx, &rec, out, m)
	if err != nil {
		return nil, err
	}
	old.people.untaken = untaken
	if d := old.people.out; d != nil && untaken == "" {
		untaken = "the row that it stands for is left out by decision " + d.ID
	}
	return &story{Record: made, Parents: []*story{old}, people: &saidOf{of: m, mender: said.name(m.By), untaken: untaken}}, nil
}

// taken makes the new row of one that somebody mended, as mend does; why says for what
// reason no release of the run has it in the place of the old one.
func (v *view) taken(ctx context.Context, old *seedbed.Record, out *seedbed.Outcome, m *review.MendedRow) (rec seedbed.Record, why string, err error) {
	rec, why, err = v.mend(ctx, old, m)
	if err != nil {
		return rec, "", err
	}
	is, err := v.isReleased(ctx, old.ID, out)
	if !is {
		why = "row " + old.ID.Short() + " is not among those that are released"
	}
	return rec, why, err
}

// isReleased reports whether a row is one of those that a release is made of. Of a plan whose
// rows are computed that takes a pass over them.
func (v *view) isReleased(ctx context.Context, id seedbed.ID, out *seedbed.Outcome) (bool, error) {
	accepted := []seedbed.State{seedbed.Accepted}
	if !free(v.plan) {
		return out != nil && matches(out, v.released(), accepted), nil
	}
	found := false
	for rec, err := range v.rows(ctx, v.released(), accepted) {
		if err != nil {
			return false, err
		}
		found = found || rec.ID == id
	}
	return found, nil
}

// allSaid is what people said and made of all rows.
type allSaid struct {
	known   ratings.Standings
	votes   ratings.Votes
	outcome review.Outcome
	decided []review.Decided
	name    func(id string) string
}

// said reads what people said and made of rows.
func (v *view) said(ctx context.Context) (*allSaid, error) {
	all := &allSaid{name: func(id string) string { return id }}
	if _, err := os.Stat(v.app.peopleDir()); errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	var err error
	if all.votes, err = v.votes(); err != nil {
		return nil, err
	}
	if all.known, err = v.calibration(ctx); err != nil {
		return nil, err
	}
	w, err := v.peopleRead(ctx)
	if err != nil {
		return nil, err
	}
	defer w.close()
	all.outcome, err = w.desk.Outcome(ctx)
	all.decided, all.name = w.desk.Decisions(), w.name
	return all, err
}

// made is the repair that made the row that a prefix of an id names; nil: none, or several.
func (all *allSaid) made(prefix string) *review.MendedRow {
	var found *review.MendedRow
	for _, m := range all.outcome.Repairs {
		if strings.HasPrefix(m.New.String(), prefix) {
			if found != nil {
				return nil
			}
			found = &m
		}
	}
	return found
}

// of is what people said and made of one row.
func (all *allSaid) of(id seedbed.ID) *saidOf {
	s := &saidOf{known: all.known, votes: all.votes[id]}
	if d, is := all.outcome.LeftOut[id]; is {
		if i := slices.IndexFunc(all.decided, func(k review.Decided) bool { return k.ID == d }); i >= 0 {
			s.out, s.outBy = &all.decided[i], all.name(all.decided[i].By)
		}
	}
	if m, is := all.outcome.Repairs[id]; is {
		s.mended, s.mender = &m, all.name(m.By)
	}
	return s
}

// worth says what a judge's scores by some criteria are worth.
func (s *saidOf) worth(criteria []string, stage, judge string) string {
	if s == nil {
		return ratings.Uncalibrated
	}
	return s.known.Together(criteria, stage, judge)
}

// mends reports whether a row is one that a person made.
func (s *saidOf) mends() bool { return s != nil && s.of != nil }

// branches are what people said of a row, and what they made of it.
func (s *saidOf) branches() []branch {
	if s == nil {
		return nil
	}
	var out []branch
	if s.of != nil {
		lines := []string{line("mended", "by %s on %s, in place of %s", text.Harmless(s.mender, 60), s.of.At.Local().Format("2 January 2006"), s.of.Row.Short())}
		if s.of.Note != "" {
			lines = append(lines, below+text.Harmless(s.of.Note, 300))
		}
		if s.untaken != "" {
			lines = append(lines, below+"no release has it: "+text.Harmless(s.untaken, 300))
		}
		return append(out, branch{lines})
	}
	if s.out != nil {
		out = append(out, branch{[]string{
			line("left out", "of every release by %s on %s, decision %s", text.Harmless(s.outBy, 60), s.out.At.Local().Format("2 January 2006"), s.out.ID),
			below + text.Harmless(s.out.Reason, 300),
		}})
	}
	if m := s.mended; m != nil {
		lines := []string{line("mended", "by %s on %s: a release has %s in its place", text.Harmless(s.mender, 60), m.At.Local().Format("2 January 2006"), m.New.Short())}
		switch {
		case s.untaken != "":
			lines = []string{
				line("mended", "by %s on %s to %s, which no release has:", text.Harmless(s.mender, 60), m.At.Local().Format("2 January 2006"), m.New.Short()),
				below + text.Harmless(s.untaken, 300),
			}
		case s.out != nil:
			lines[0] = line("mended", "by %s on %s to %s, which is left out with it", text.Harmless(s.mender, 60), m.At.Local().Format("2 January 2006"), m.New.Short())
		}
		out = append(out, branch{lines})
	}
	return append(out, branch{[]string{line("inspected", "%s", s.inspected())}})
}

// inspected says who rated the row, and what they said.
func (s *saidOf) inspected() string {
	if len(s.votes) == 0 {
		return "by nobody yet"
	}
	people, said, settled := map[string]bool{}, map[string][]string{}, map[string]string{}
	for _, v := range s.votes {
		if v.Settled {
			settled[v.Criterion] = v.Value
			continue
		}
		people[v.Person] = true
		said[v.Criterion] = append(said[v.Criterion], text.Harmless(v.Value, 40))
	}
	var parts []string
	for _, c := range slices.Sorted(maps.Keys(said)) {
		part := text.Harmless(c, 40) + " " + strings.Join(said[c], ", ")
		if v, is := settled[c]; is {
			part += " (settled: " + text.Harmless(v, 40) + ")"
		}
		parts = append(parts, part)
	}
	by := "by no person"
	if len(said) > 0 {
		by = fmt.Sprintf("by %s: %s", prose.Plural(len(people), "person", "people"), strings.Join(parts, "; "))
	}
	maps.DeleteFunc(settled, func(c, _ string) bool { return said[c] != nil })
	if len(settled) > 0 {
		by += "; settled by an adjudicator: " + strings.Join(alone(settled), ", ")
	}
	return by
}

// alone are the criteria that an adjudicator settled and no person rated, each with its answer.
func alone(settled map[string]string) (out []string) {
	for _, c := range slices.Sorted(maps.Keys(settled)) {
		out = append(out, text.Harmless(c, 40)+" "+text.Harmless(settled[c], 40))
	}
	return out
}

// document adds it to a row's story as JSON.
func (s *saidOf) document(doc map[string]any) {
	if s == nil {
		return
	}
	if s.out != nil {
		doc["left_out"] = s.out
	}
	if s.mended != nil {
		doc["mended"] = s.mended
	}
	if s.untaken != "" {
		doc["not_taken"] = s.untaken
	}
	if s.of != nil {
		doc["mends"] = s.of
	}
	if len(s.votes) > 0 {
		var votes []map[string]any
		for _, v := range s.votes {
			votes = append(votes, map[string]any{"criterion": v.Criterion, "person": v.Person, "value": v.Value, "settled": v.Settled})
		}
		doc["votes"] = votes
	}
}
