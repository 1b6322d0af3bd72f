package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/expr"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/text"
)

// rowsFlags are the flags of rows.
type rowsFlags struct {
	stages []string
	state  string
	where  string
	limit  int
	next   int    // --rate-next
	by     string // --by
}

func (a *app) rowsCommand() *cobra.Command {
	var f rowsFlags
	cmd := &cobra.Command{
		Use:   "rows",
		Short: "Show rows by stage, state and condition",
		Long: `Rows shows where records ended: accepted ones unless --state says otherwise. A
condition is CEL over the fields, score.<criterion>, row["any field"], id, origin
and stage. With --json, one JSON object a line.

--rate-next 50 draws those that people would best rate next: where the judge is likely
to be off they tell the most of it. Each comes with its probability, by which the
corrected rate stays unbiased.`,
		Example: `  seedbed rows
  seedbed rows --state rejected --stage unleaked
  seedbed rows --where 'score.helpful >= 6 && words(text) < 20' --limit 5
  seedbed rows --state all --json > rows.jsonl
  seedbed rows --rate-next 50 --by grader.helpful --json > to-rate.jsonl`,
		Args: exactArgs(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.showRows(cmd, f) },
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringSliceVar(&f.stages, "stage", nil, "stages in which rows ended")
	cmd.Flags().StringVar(&f.state, "state", "accepted", "accepted, rejected, failed, surplus or all")
	cmd.Flags().StringVar(&f.where, "where", "", "CEL condition")
	cmd.Flags().IntVar(&f.next, "rate-next", 0, "draw about so many rows that people would best rate next")
	cmd.Flags().StringVar(&f.by, "by", "", "with --rate-next: the judge that people's answers are to be compared with, such as grader.helpful")
	cmd.Flags().IntVar(&f.limit, "limit", 20, "show at most so many; 0: all")
	return cmd
}

// states reads --state.
func states(s string) ([]seedbed.State, error) {
	switch st := seedbed.State(s); st {
	case "all":
		return nil, nil
	case seedbed.Accepted, seedbed.Rejected, seedbed.Failed, seedbed.Surplus, seedbed.Quarantined, seedbed.Withdrawn:
		return []seedbed.State{st}, nil
	}
	return nil, usageError{fmt.Errorf("--state %q: want accepted, rejected, failed, surplus or all", s)}
}

func (a *app) showRows(cmd *cobra.Command, f rowsFlags) error {
	want, err := states(f.state)
	if err != nil {
		return err
	}
	a.quiet = true
	p, err := a.open(cmd.Context(), 0)
	if err != nil {
		return err
	}
	for _, s := range f.stages {
		if p.plan.Stage(s) == nil && p.plan.Source(s) == nil {
			return usageError{fmt.Errorf("--stage %q: the recipe has no such stage", s)}
		}
	}
	cond, err := condition(p.plan, f.where)
	if err != nil {
		return err
	}
	v, err := p.view(cmd.Context())
	if err != nil {
		return err
	}
	defer v.close()
	if f.next != 0 || f.by != "" {
		if f.next < 1 {
			return usagef("--rate-next %d: want 1 or more", f.next)
		}
		return a.rateNext(cmd.Context(), v, f.next, f.by)
	}
	shown, more := 0, false
	crit := criteria(p.plan)
	known, err := v.calibration(cmd.Context())
	if err != nil {
		return err
	}
	judges := shownJudges{}
	for rec, err := range v.rows(cmd.Context(), f.stages, want) {
		if err != nil {
			return err
		}
		if cond != nil {
			if ok, err := cond.Bool(&rec); err != nil || !ok {
				continue
			}
		}
		if f.limit > 0 && shown == f.limit {
			more = true
			break
		}
		if a.unread() {
			break
		}
		shown++
		if a.json {
			a.printf("%s\n", rowJSON(&rec, known...))
			continue
		}
		judges.add(&rec)
		a.printf("%s", rowText(&rec, p.plan, crit))
	}
	if a.json {
		return nil
	}
	if shown == 0 {
		a.printf("no rows\n")
	}
	judges.tell(a, known)
	if len(known) > 0 {
		moved, err := v.drift(cmd.Context())
		if err != nil {
			return err
		}
		for i := range moved {
			a.printf("since the run before: %s\n", moved[i].Says)
		}
	}
	if more {
		a.printf("... and more: --limit 0 shows all, --json writes them one a line\n")
	}
	return nil
}

// condition compiles --where over everything that the plan's records may hold.
func condition(p *plan.Plan, src string) (*expr.Program, error) {
	if src == "" {
		return nil, nil
	}
	prog, problems := expr.Compile(src, rowsEnv(p), seedbed.TypeBool)
	if len(problems) > 0 {
		pr := problems[0]
		return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf("--where, column %d: %s", pr.Col, pr.Message), Fix: pr.Fix}
	}
	return prog, nil
}

// rowsEnv is what conditions over a plan's rows can name: all that its records may hold.
func rowsEnv(p *plan.Plan) expr.Env {
	env := expr.Env{Open: true, Criteria: criteria(p)}
	seen := map[string]bool{}
	add := func(s seedbed.Schema) {
		for _, f := range s.Fields {
			if !seen[f.Name] {
				seen[f.Name] = true
				env.Fields = append(env.Fields, expr.Var{Name: f.Name, Type: f.Type})
			}
		}
	}
	for i := range p.Sources {
		add(p.Sources[i].Schema)
	}
	for i := range p.Stages {
		add(p.Stages[i].Output)
	}
	return env
}

// rowJSON is a row as one line of JSON.
func rowJSON(rec *seedbed.Record, known ...ratings.Standing) []byte {
	out := seedbed.Fields{
		{Name: "id", Value: rec.ID.String()},
		{Name: "stage", Value: rec.Stage},
		{Name: "state", Value: string(rec.Decision.State)},
		{Name: "actor", Value: rec.Decision.Actor},
		{Name: "reason", Value: rec.Decision.Reason},
		{Name: "detail", Value: rec.Decision.Detail},
		{Name: "origin", Value: string(rec.Origin)},
	}
	scores := map[string]any{}
	for i := range rec.Scores {
		scores[rec.Scores[i].Criterion] = scoreJSON(rec, &rec.Scores[i], known)
	}
	b := out.AppendJSON(nil)
	b = append(b[:len(b)-1], `,"fields":`...)
	b = rec.Fields.AppendJSON(b)
	b = append(b, `,"scores":`...)
	b = seedbed.AppendValue(b, scores)
	return append(b, '}')
}

// scoreJSON is a criterion's score, the last that counts; with those of each judge of
// the stage, where several gave one.
func scoreJSON(rec *seedbed.Record, s *seedbed.Score, known ratings.Standings) map[string]any {
	out := oneScoreJSON(s)
	stands, _ := known.Of(s.Criterion, s.Stage, s.Judge)
	out["calibrated"], out["judge_is"] = stands.Calibrated && !stands.Wanting, stands.Words()
	var each []any
	for i := range rec.Scores {
		if o := &rec.Scores[i]; o.Criterion == s.Criterion && o.Stage == s.Stage && o.Judge != s.Judge {
			each = append(each, oneScoreJSON(o))
		}
	}
	if len(each) > 0 {
		out["judges"] = each
	}
	return out
}

func oneScoreJSON(s *seedbed.Score) map[string]any {
	out := map[string]any{"status": string(s.Status), "value": s.Value, "reason": s.Reason, "judge": s.Judge}
	if c := s.Confidence; c != nil {
		sure := map[string]any{}
		for name, v := range map[string]*float64{"stated": c.Stated, "logprob": c.Logprob, "repeats": c.Repeats, "panel": c.Panel} {
			if v != nil {
				sure[name] = *v
			}
		}
		out["confidence"] = sure
	}
	return out
}

// rowText is a row as people read it in a list.
func rowText(rec *seedbed.Record, p *plan.Plan, crit []seedbed.Criterion) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s", rec.ID.Short(), mainText(rec, p))
	if broke := broken(rec); broke != "" {
		fmt.Fprintf(&b, "   %s", broke)
	}
	for i, s := range rec.Scores {
		if !slices.ContainsFunc(rec.Scores[i+1:], func(o seedbed.Score) bool { return o.Criterion == s.Criterion }) { // of a panel the panel's
			fmt.Fprintf(&b, "   %s", score(s, crit))
		}
	}
	b.WriteByte('\n')
	if d := rec.Decision; d.State != seedbed.Accepted {
		fmt.Fprintf(&b, "          %s by %s: %s", d.State, d.Actor, text.Harmless(d.Reason, 80))
		if d.Detail != "" {
			fmt.Fprintf(&b, " (%s)", text.Harmless(d.Detail, 160))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// broken says how a conversation or a document broke, and where; "" of those that did not.
func broken(rec *seedbed.Record) string {
	v, ok := seedbed.ValidityOf(rec.Fields)
	if !ok || v == seedbed.Valid || v == "" {
		return ""
	}
	if why := rec.Fields.Text(seedbed.FieldInvalid); why != "" {
		return fmt.Sprintf("%s: %s", text.Harmless(string(v), 40), text.Harmless(why, 120))
	}
	return text.Harmless(string(v), 40)
}

// mainText is the field that a row is known by: a conversation, a text that is called so,
// or what a stage added last, or else its first text.
func mainText(rec *seedbed.Record, p *plan.Plan) string {
	last := ""
	known := map[string]bool{}
	for i := range p.Sources {
		for _, f := range p.Sources[i].Schema.Fields {
			known[f.Name] = true
		}
	}
	for _, name := range rec.Lineage.Attributes {
		known[name] = true
	}
	first, named := "", false
	for _, f := range rec.Fields {
		t, ok := f.Value.(string)
		if turns, err := dialogue.Of(f.Value); err == nil && len(turns) > 0 {
			return fmt.Sprintf("%s: %s", count(int64(len(turns)), "turn"), quote(turns[0].Content, 100))
		}
		if !ok || seedbed.AboutRow(f.Name) {
			continue
		}
		if !known[f.Name] && t != "" && !named {
			last, named = t, f.Name == "text"
		}
		if first == "" || f.Name == "text" || f.Name == "question" {
			first = t
		}
	}
	if last != "" {
		return quote(last, 100)
	}
	return quote(first, 100)
}
