package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/store"
	"seedbed.dev/seedbed/internal/text"
)

func (a *app) whyCommand() *cobra.Command {
	var raw bool
	cmd := &cobra.Command{
		Use:   "why ROW",
		Short: "Show why a row is there: seeds, exemplars, prompt, model, reply, scores, decisions",
		Long: `Why draws the tree of everything that went into a row. Any unique beginning of
its id will do.`,
		Example: "  seedbed why 7f3a\n  seedbed why 7f3a --raw\n  seedbed why 7f3a --json",
		Args:    exactArgs(1, "the id of a row, or its beginning"),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.quiet = true
			p, err := a.open(cmd.Context(), 0)
			if err != nil {
				return err
			}
			v, err := p.view(cmd.Context())
			if err != nil {
				return err
			}
			defer v.close()
			return a.why(cmd.Context(), v, args[0], raw)
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().BoolVar(&raw, "raw", false, "show the messages sent and the replies as they came back")
	return cmd
}

// story is everything that is known of how a row came to be.
type story struct {
	Record  seedbed.Record   `json:"-"`
	Outcome *seedbed.Outcome `json:"-"`
	Calls   []seedbed.Call   `json:"-"`
	Judged  []seedbed.Call   `json:"-"` // the calls of its scores
	Prompt  *promptUsed      `json:"-"`
	Parents []*story         `json:"-"`
	license string
	people  *saidOf // what people said of it and made of it
}

// promptUsed is the prompt revision that a record was made with.
type promptUsed struct {
	Path     string `json:"path"`
	Revision int    `json:"revision"`
	Digest   string `json:"digest"`
	Text     string `json:"text"`
	Differs  int    `json:"lines_differing"` // from the revision before it
}

func (a *app) why(ctx context.Context, v *view, prefix string, raw bool) error {
	prefix = strings.ToLower(strings.TrimSpace(prefix))
	st, err := v.story(ctx, prefix)
	if err != nil {
		return err
	}
	if a.json {
		a.printJSON(st.document(raw))
		return nil
	}
	a.printf("%s", st.draw(v, raw))
	if !raw && len(st.Calls) > 0 {
		a.printf("raw reply: seedbed why %s --raw     as JSON: --json\n", st.Record.ID.Short())
	}
	return nil
}

// find returns the record that a prefix of an id names, and its outcome in the
// run, if it has one.
func (v *view) find(ctx context.Context, prefix string) (seedbed.Record, *seedbed.Outcome, error) {
	if free(v.plan) {
		return v.findComputed(ctx, prefix)
	}
	ids, err := v.journal.FindRecords(ctx, prefix, 6)
	if err != nil {
		return seedbed.Record{}, nil, err
	}
	if err := one(prefix, ids); err != nil {
		return seedbed.Record{}, nil, err
	}
	rec, err := v.record(ctx, ids[0])
	if err != nil {
		return rec, nil, err
	}
	out, ok, err := v.journal.OutcomeOf(ctx, v.run.ID, rec.ID)
	if err != nil || !ok {
		return rec, nil, err
	}
	rec.Decision, rec.Scores = out.Decision, out.Scores
	return rec, &out, nil
}

// findComputed looks for the row by computing all of them.
func (v *view) findComputed(ctx context.Context, prefix string) (seedbed.Record, *seedbed.Outcome, error) {
	var found []seedbed.Record
	for rec, err := range v.compute(ctx, nil, nil) {
		if err != nil {
			return rec, nil, err
		}
		if strings.HasPrefix(rec.ID.String(), prefix) {
			if found = append(found, rec); len(found) > 5 {
				break
			}
		}
	}
	ids := make([]seedbed.ID, len(found))
	for i := range found {
		ids[i] = found[i].ID
	}
	if err := one(prefix, ids); err != nil {
		return seedbed.Record{}, nil, err
	}
	rec := found[0]
	return rec, &seedbed.Outcome{Record: rec.ID, Stage: rec.Stage, Decision: rec.Decision, Scores: rec.Scores}, nil
}

func one(prefix string, ids []seedbed.ID) error {
	switch {
	case len(ids) == 0:
		return &seedbed.Error{Code: seedbed.CodeNotFound, Message: fmt.Sprintf("no row's id begins with %q", prefix), Fix: "seedbed rows lists ids"}
	case len(ids) > 1:
		var some []string
		for _, id := range ids {
			some = append(some, id.String()[:min(len(prefix)+4, 32)])
		}
		return &seedbed.Error{Code: seedbed.CodeNotFound, Message: fmt.Sprintf("several rows' ids begin with %q: %s", prefix, strings.Join(some, ", ")), Fix: "write more of it"}
	}
	return nil
}

func (v *view) record(ctx context.Context, id seedbed.ID) (seedbed.Record, error) {
	recs, err := v.journal.Records(ctx, []seedbed.ID{id})
	if err != nil {
		return seedbed.Record{}, err
	}
	if len(recs) == 0 {
		return seedbed.Record{}, seedbed.Errorf(seedbed.CodeNotFound, "the journal has no record %s", id)
	}
	return recs[0], nil
}

// mostAncestors bounds how far back a story goes.
const mostAncestors = 200

// tell gathers the story of a record and of its ancestors.
func (v *view) tell(ctx context.Context, rec seedbed.Record, out *seedbed.Outcome) (*story, error) {
	budget := mostAncestors
	return v.tellOne(ctx, rec, out, &budget)
}

func (v *view) tellOne(ctx context.Context, rec seedbed.Record, out *seedbed.Outcome, budget *int) (*story, error) {
	st := &story{Record: rec, Outcome: out}
	if src := v.plan.Source(rec.Lineage.Source); src != nil {
		st.license = src.License
	}
	var err error
	if st.Calls, err = calls(ctx, v.journal, rec.Lineage.Calls); err != nil {
		return nil, err
	}
	var judged []seedbed.CallKey
	for _, s := range rec.Scores {
		if !s.Call.IsZero() && (len(judged) == 0 || judged[len(judged)-1] != s.Call) {
			judged = append(judged, s.Call)
		}
	}
	if st.Judged, err = calls(ctx, v.journal, judged); err != nil {
		return nil, err
	}
	if st.Prompt, err = v.prompt(ctx, rec.Lineage.Revision); err != nil {
		return nil, err
	}
	if free(v.plan) {
		return st, nil // its seed is in its fields; nothing else is stored
	}
	for _, id := range rec.Lineage.Parents {
		if *budget--; *budget < 0 {
			break
		}
		parent, err := v.record(ctx, id)
		if err != nil {
			return nil, err
		}
		told, err := v.tellOne(ctx, parent, nil, budget)
		if err != nil {
			return nil, err
		}
		st.Parents = append(st.Parents, told)
	}
	return st, nil
}

func calls(ctx context.Context, j *store.Journal, keys []seedbed.CallKey) ([]seedbed.Call, error) {
	var out []seedbed.Call
	for _, k := range keys {
		c, ok, err := j.Call(ctx, k)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, c)
		}
	}
	return out, nil
}

// prompt returns the prompt revision of a digest, with how much it differs from
// the one before it; nil where there is none.
func (v *view) prompt(ctx context.Context, digest string) (*promptUsed, error) {
	if digest == "" {
		return nil, nil
	}
	path, _, n, body, ok, err := v.journal.FileByDigest(ctx, digest)
	if err != nil || !ok {
		return nil, err
	}
	used := &promptUsed{Path: path, Revision: n, Digest: digest, Text: string(body)}
	if n > 1 {
		revs, err := v.journal.Revisions(ctx, path)
		if err != nil {
			return nil, err
		}
		if n-2 < len(revs) {
			_, _, _, before, ok, err := v.journal.FileByDigest(ctx, revs[n-2].Digest)
			if err != nil {
				return nil, err
			}
			if ok {
				used.Differs = linesDiffering(before, body)
			}
		}
	}
	return used, nil
}

// linesDiffering counts the lines of b that a does not have.
func linesDiffering(a, b []byte) int {
	have := map[string]int{}
	for l := range strings.Lines(string(a)) {
		have[strings.TrimRight(l, "\n")]++
	}
	n := 0
	for l := range strings.Lines(string(b)) {
		l = strings.TrimRight(l, "\n")
		if have[l] == 0 {
			n++
		} else {
			have[l]--
		}
	}
	return n
}

// document is the story as JSON.
func (st *story) document(raw bool) map[string]any {
	doc := map[string]any{
		"id": st.Record.ID, "stage": st.Record.Stage, "origin": st.Record.Origin, "fields": st.Record.Fields,
		"lineage": st.Record.Lineage,
	}
	if st.Outcome != nil {
		doc["outcome"] = map[string]any{"stage": st.Outcome.Stage, "decision": st.Outcome.Decision, "place": st.Outcome.Ord}
		doc["scores"] = st.Outcome.Scores
	}
	st.people.document(doc)
	if st.Prompt != nil {
		doc["prompt"] = st.Prompt
	}
	var asked []map[string]any
	for _, c := range append(append([]seedbed.Call{}, st.Calls...), st.Judged...) {
		asked = append(asked, callDocument(&c, raw))
	}
	doc["calls"] = asked
	var parents []map[string]any
	for _, p := range st.Parents {
		parents = append(parents, p.document(raw))
	}
	if parents != nil {
		doc["parents"] = parents
	}
	return doc
}

func callDocument(c *seedbed.Call, raw bool) map[string]any {
	d := map[string]any{
		"key": c.Key, "model": c.Model, "identity": c.Identity, "stage": c.Stage, "usage": c.Usage, "cost": c.Cost,
		"finish": c.Finish, "started": c.Started, "latency_ms": c.Latency.Milliseconds(), "attempts_sent": c.Attempts, "copy": c.Copy, "attempt": c.Attempt,
	}
	if raw {
		d["request"] = jsonOrText(c.Request)
		d["reply"] = jsonOrText(c.Reply)
	}
	return d
}

func jsonOrText(b []byte) any {
	if json.Valid(b) {
		return json.RawMessage(b)
	}
	return string(b)
}

// harmless shows a stranger's text of several lines, each made harmless.
func harmless(b []byte, indent string) string {
	var out strings.Builder
	for line := range strings.Lines(string(b)) {
		out.WriteString(indent)
		out.WriteString(text.Harmless(strings.TrimRight(line, "\n"), 2000))
		out.WriteByte('\n')
	}
	return out.String()
}
