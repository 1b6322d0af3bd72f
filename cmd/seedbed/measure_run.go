package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/release"
	reports "seedbed.dev/seedbed/internal/report"
	"seedbed.dev/seedbed/internal/store"
)

// measured is what is kept of measuring a run.
type measured struct {
	How     string          `json:"how"` // digest of how the recipe wanted it
	Against []comparedState `json:"against,omitempty"`
	People  string          `json:"people,omitempty"` // digest of what people had said of rows
	Result  *measure.Result `json:"result"`
}

// howMeasured is a digest of a recipe's measure: section and of this program's
// version: findings of another are out of date. What the files that it names held is
// kept beside it.
func howMeasured(m *plan.Measure) (string, error) {
	b, err := json.Marshal(m)
	if err != nil {
		return "", seedbed.Errorf(seedbed.CodeInternal, "describing what is measured: %w", err)
	}
	sum := sha256.Sum256(append(b, "measured/2 "+version()...))
	return hex.EncodeToString(sum[:]), nil
}

// view is the session's run as those see it who look at its rows.
func (s *session) view(run seedbed.Run) *view {
	return &view{project: s.project, journal: s.journal, run: run}
}

// measureRun measures the accepted rows of a run that came to its end, as the
// recipe says, keeps what was found with the run, and tells of it. Unless anew, it
// does nothing where that was done before and the files that the rows are compared
// with hold what they held then.
func (a *app) measureRun(ctx context.Context, v *view, anew bool) error {
	if v.plan.Measure == nil {
		return nil
	}
	how, err := howMeasured(v.plan.Measure)
	if err != nil {
		return err
	}
	m, ok, err := findings(ctx, v.journal, v.run.ID)
	if err != nil {
		return err
	}
	if ok && m.How == how && !anew {
		changed, err := a.comparedStands(ctx, v.plan.Measure, m.Against)
		if err != nil {
			return err
		}
		rated, err := a.ratedSince(m.People)
		switch {
		case err != nil || changed == "" && !rated:
			return err
		case changed != "":
			a.tell(changed + " since the rows were compared with it; they are measured again")
		default:
			a.tell("people have said more of the rows since they were measured; they are measured again")
		}
	}
	return a.measureAnew(ctx, v, how, m.Against)
}

// measureAnew measures a run's accepted rows and keeps what was found.
func (a *app) measureAnew(ctx context.Context, v *view, how string, before []comparedState) error {
	against, err := a.comparedNow(ctx, v.plan.Measure, before) // a change while it is measured shows the next time
	if err != nil {
		return err
	}
	said, err := ratings.ReadVotes(a.peopleDir())
	if err != nil {
		return err
	}
	f := &measureFlags{level: "95%", seed: 1}
	f.fill(v.plan.Measure)
	job := measure.Job{Setup: measure.Setup{Level: .95, Seed: f.seed, Options: map[string]any{}}}
	f.columns(&job)
	f.rows = v.expectedRows(f.from)
	if err := v.job(&job, f.from); err != nil {
		return err
	}
	if err := a.complete(ctx, &job, f); err != nil {
		return err
	}
	show := a.newCounting("measuring", f.rows)
	job.Progress = show.rows
	result, err := measure.Run(ctx, job)
	show.end()
	if err != nil {
		return err
	}
	doc, err := json.Marshal(measured{how, against, said.Digest(), result})
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInternal, "keeping what was measured: %w", err)
	}
	if err := v.journal.PutCache(ctx, measuredKey(v.run.ID), doc); err != nil {
		return err
	}
	a.tellMeasured(result)
	return nil
}

// ratedSince reports whether people have said something else of rows than they had when
// those were measured.
func (a *app) ratedSince(digest string) (bool, error) {
	now, err := ratings.ReadVotes(a.peopleDir())
	return now.Digest() != digest, err
}

// tellMeasured prints what was found: all that needs a decision, and how many more
// there are.
func (a *app) tellMeasured(r *measure.Result) {
	if a.json {
		a.printEvent(map[string]any{"event": "measured", "result": r})
		return
	}
	_ = reports.Brief(a.stdout, r, reports.Options{Width: a.width(), Color: a.colour()}) // standard output is gone: the run is not
	a.printf("measured:  seedbed measure shows all, -o report.html with its rows\n")
}

// measuredKey is where findings of a run are kept: they can be made again from its
// rows.
func measuredKey(run int64) string { return fmt.Sprintf("measured/%d", run) }

// findings returns what was measured of a run, and whether anything was.
func findings(ctx context.Context, j *store.Journal, run int64) (m measured, ok bool, err error) {
	doc, ok, err := j.Cache(ctx, measuredKey(run))
	if err != nil || !ok {
		return m, false, err
	}
	if err := json.Unmarshal(doc, &m); err != nil {
		return m, false, seedbed.Errorf(seedbed.CodeStorage, "reading what was measured: %w", err)
	}
	return m, m.Result != nil, nil
}

// measuredFacts puts what was measured of a run into the facts of its release.
func (v *view) measuredFacts(ctx context.Context, f *release.Facts) error {
	m, ok, err := findings(ctx, v.journal, v.run.ID)
	if err != nil || !ok || v.plan.Measure == nil {
		return err
	}
	if how, err := howMeasured(v.plan.Measure); err != nil || how != m.How {
		return err // the recipe wants it otherwise now: seedbed run measures again
	}
	if changed, err := v.app.comparedStands(ctx, v.plan.Measure, m.Against); err != nil || changed != "" {
		if changed != "" {
			v.app.tell(changed + " since the rows were compared with it, so the card is without what was measured; seedbed run measures again")
		}
		return err
	}
	rated, err := v.app.ratedSince(m.People)
	if err != nil {
		return err
	}
	if rated {
		v.app.tell("people have said more of the rows since they were measured, so the card is without how judges and measures go with that; seedbed run measures again")
	}
	for _, s := range reports.Sections(m.Result) {
		for _, found := range s.Findings {
			if rated && slices.Contains([]string{"judges", "proxies"}, found.Measure) {
				continue
			}
			f.Findings = append(f.Findings, release.Finding{
				Section: s.Title, Measure: found.Measure, Says: found.Says, Verdict: reports.Verdict(found), Caveat: found.Caveat,
			})
		}
	}
	for _, n := range m.Result.NotMeasured {
		f.NotMeasured = append(f.NotMeasured, n.Measure+": "+n.Why)
	}
	return nil
}
