package stage

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
)

// simulateStage is safe for concurrent use.
type simulateStage struct {
	cfg    *simulateConfig
	name   string
	fp     seedbed.Fingerprint
	rows   *generateStage // combines attributes, and gives the roots
	cast   []simulateRole // who plays: the first until restarts are used up, then the other
	system simulateRole
	goal   simulateRole
	check  simulateRole
}

// simulateRole is a model with the settings of its calls.
type simulateRole struct {
	model  seedbed.Model
	name   string
	params seedbed.Params
}

// simulateAnswerTokens is the most tokens of an answer about a conversation.
const simulateAnswerTokens = 256

func newSimulate(cfg *simulateConfig, env plan.Env) (*simulateStage, error) {
	if cfg.file == nil || cfg.rows == nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "making stage %s: its configuration was not checked", env.Stage.Name)
	}
	s := &simulateStage{cfg: cfg, name: env.Stage.Name, fp: env.Stage.Fingerprint}
	s.rows = &generateStage{cfg: cfg.rows, name: s.name, fp: s.fp, from: len(env.Stage.From) > 0}
	if cfg.rows.attributes != nil {
		s.rows.names = cfg.rows.attributes.names
	}
	role := func(name string, own seedbed.Params, open func(string) (seedbed.Model, error)) (simulateRole, error) {
		m, err := open(name)
		return simulateRole{m, name, askParams(env.Plan.Model(name), own)}, err
	}
	var err error
	if s.system, err = role(cfg.System, cfg.SystemParams, env.System); err != nil {
		return nil, err
	}
	for _, name := range []string{cfg.Model, cfg.Repair.Model} {
		if name == "" {
			continue
		}
		r, err := role(name, cfg.Params, env.Model)
		if err != nil {
			return nil, err
		}
		s.cast = append(s.cast, r)
	}
	answers := seedbed.Params{Temperature: new(float64), MaxTokens: simulateAnswerTokens}
	if cfg.Stop.Goal.Model != "" {
		if s.goal, err = role(cfg.Stop.Goal.Model, answers, env.Model); err != nil {
			return nil, err
		}
	}
	if cfg.Checks.Model != "" {
		if s.check, err = role(cfg.Checks.Model, answers, env.Model); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Roots implements seedbed.Rooter, as generate does.
func (s *simulateStage) Roots(ctx context.Context) iter.Seq2[seedbed.Record, error] {
	return s.rows.Roots(ctx)
}

// Process implements seedbed.Stage. Conversations go on side by side; none waits for
// another.
func (s *simulateStage) Process(ctx context.Context, rec seedbed.Record) ([]seedbed.Record, error) {
	combos := []attributeCombo{nil}
	if set := s.cfg.rows.attributes; s.rows.from && set != nil {
		combos = set.combos
		if set.how == howSample {
			combos = set.sample(prompt.Random("attributes", s.fp, rec.ID), s.cfg.Draws)
		}
	}
	talks := make([][]*simulateTalk, len(combos)*s.cfg.Copies)
	err := sideBySide(len(talks), func(n int) error {
		base := n
		if !s.rows.from { // rows with the same attributes hold different conversations
			base = rec.Lineage.Copy*generateCopies + n
		}
		var err error
		talks[n], err = s.converse(ctx, &rec, s.rows.with(rec.Fields, combos[n%len(combos)]), base)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make([]seedbed.Record, 0, len(talks)*max(1, s.cfg.Branch.Into))
	for n, branches := range talks {
		for b, t := range branches {
			r, err := s.record(ctx, &rec, t, n+b*generateMost)
			if err != nil {
				return nil, err
			}
			out = append(out, r)
		}
	}
	return out, nil
}

// converse holds a conversation, with its branches.
func (s *simulateStage) converse(ctx context.Context, rec *seedbed.Record, fields seedbed.Fields, base int) ([]*simulateTalk, error) {
	start, fail := s.begin(rec, fields, base)
	if fail != nil {
		return []*simulateTalk{{fields: fields, unfilled: fail}}, nil
	}
	if s.cfg.Branch.Into <= 1 {
		t, err := s.stretch(ctx, start, s.cfg.Turns, 0)
		return []*simulateTalk{t}, err
	}
	shared, err := s.stretch(ctx, start, s.cfg.Branch.After, 0)
	if err != nil || shared.ended != "" || shared.lost != nil {
		return []*simulateTalk{shared}, err
	}
	branches := make([]*simulateTalk, s.cfg.Branch.Into)
	err = sideBySide(len(branches), func(b int) error {
		var err error
		branches[b], err = s.stretch(ctx, shared, s.cfg.Turns, b)
		return err
	})
	return branches, err
}

// stretch carries a conversation on to a turn, from where start stands. One that breaks
// is begun again from there, as often as the recipe allows, by the other model the last
// time.
func (s *simulateStage) stretch(ctx context.Context, start *simulateTalk, until, branch int) (*simulateTalk, error) {
	tries := 1 + s.cfg.Repair.Restart + len(s.cast) - 1
	t := start.clone()
	for try := 0; ; try++ {
		t.copy = start.base + (branch+simulateBranchMost*try)<<simulateCopyBits
		if try > 0 && try == tries-1 {
			t.player = &s.cast[len(s.cast)-1]
		}
		if err := t.talk(ctx, until); err != nil {
			return nil, err
		}
		validity, because := t.judge()
		if t.lost != nil || validity == seedbed.Valid || validity == seedbed.Unreachable || try == tries-1 {
			return t, nil
		}
		next := start.clone()
		next.player, next.calls = t.player, t.calls
		next.broken = append(t.broken, map[string]any{
			"turn": int64(len(t.conversation)), "because": because, "by": t.player.name, simulateEnded: t.ended,
			s.cfg.Field: slices.Clone(t.told()[len(start.conversation):]),
		})
		t = next
	}
}

// simulateCopyBits part the numbers of conversations from those of their branches and
// restarts, so that none shares replies with another.
const (
	simulateCopyBits   = 32
	simulateBranchMost = 128
)

// record makes the record of a conversation, and has it checked where it is drawn.
func (s *simulateStage) record(ctx context.Context, rec *seedbed.Record, t *simulateTalk, n int) (seedbed.Record, error) {
	child := s.child(rec, t, n)
	if t.unfilled != nil {
		child.Fields = t.fields
		return child.Reject(s.name, t.unfilled.reason, t.unfilled.detail), nil
	}
	validity, because := t.judge()
	var checked, checkedBecause any
	if t.lost == nil && s.cfg.Checks.Model != "" && prompt.Random("checks", s.fp, child.ID).Float64() < float64(s.cfg.Checks.Share) {
		sound, why, err := t.ask(ctx, &s.check, simulateCheckRules, "Is the user's side sound?")
		if err != nil {
			return seedbed.Record{}, err
		}
		checked, checkedBecause = simulateVerdict(sound), why
		if sound == simulateNo && validity == seedbed.Valid {
			validity, because = seedbed.Derailed, fmt.Sprintf("%s: %s", dialogue.CheckedWrong, why)
		}
		child.Lineage.Calls = t.lineage()
	}
	if t.lost != nil {
		child = s.child(rec, t, placeOf(n))
		child.Lineage.Copy = n
		validity, because = seedbed.Unreachable, fmt.Sprintf("turn %d: %s", len(t.conversation)+1, t.lost.Error())
		child.Decision = seedbed.Decision{State: seedbed.Failed, Actor: s.name, Reason: reasonNoAnswer, Detail: t.lost.Error()}
	}
	fields := make(seedbed.Fields, len(t.fields), len(t.fields)+12)
	copy(fields, t.fields)
	own := append(make(seedbed.Fields, 0, 12), seedbed.Field{Name: s.cfg.Field, Value: t.told()}, seedbed.Field{Name: simulateTurns, Value: int64(t.users)}, seedbed.Field{Name: simulateEnded, Value: t.ended})
	if s.cfg.Stop.Goal.Ask != "" {
		own = append(own, seedbed.Field{Name: simulateGoalHit, Value: t.goal})
	}
	if s.cfg.Branch.After > 0 {
		own = append(own, seedbed.Field{Name: simulateBranchN, Value: int64(n/generateMost + 1)})
	}
	own = append(own, seedbed.Field{Name: seedbed.FieldValidity, Value: string(validity)}, seedbed.Field{Name: seedbed.FieldInvalid, Value: because})
	if s.cfg.Checks.Model != "" {
		own = append(own, seedbed.Field{Name: simulateChecked, Value: checked}, seedbed.Field{Name: simulateCheckOf, Value: checkedBecause})
	}
	own = append(own, seedbed.Field{Name: simulateSignals, Value: simulateSignalValues(t.signals())}, seedbed.Field{Name: simulateBroken, Value: append([]any{}, t.broken...)})
	child.Fields = withFields(fields, own)
	return child, nil
}

func simulateSignalValues(signals []dialogue.Signal) []any {
	out := make([]any, len(signals))
	for i := range signals {
		out[i] = signals[i].Value()
	}
	return out
}

func (s *simulateStage) child(rec *seedbed.Record, t *simulateTalk, copy int) seedbed.Record {
	child := rec.Child(s.name, s.fp, copy)
	child.Origin = seedbed.OriginSimulated
	child.Lineage.Revision = s.cfg.file.Revision
	child.Lineage.Attributes = s.rows.names
	child.Lineage.Depth = rec.Lineage.Depth + 1
	child.Lineage.Model = s.cfg.Model
	if t.player != nil {
		child.Lineage.Model = t.player.name
	}
	child.Lineage.Calls = t.lineage()
	return child
}
