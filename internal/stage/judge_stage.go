package stage

import (
	"context"
	"fmt"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// judgeStage is a seedbed.Stage and a seedbed.Judge. It is safe for concurrent
// use.
type judgeStage struct {
	name     string
	model    seedbed.Model
	called   string // the model's name in the recipe
	show     []string
	attempts int
	params   seedbed.Params
	text     *judgeText
}

func newJudge(c *judgeConfig, env plan.Env) (*judgeStage, error) {
	if c.rubric == nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "making judge %s: its configuration was not checked", env.Stage.Name)
	}
	model, err := env.Model(c.Model)
	if err != nil {
		return nil, err
	}
	var spec *plan.Model
	if env.Plan != nil {
		spec = env.Plan.Model(c.Model)
	}
	return &judgeStage{
		name: env.Stage.Name, model: model, called: c.Model, show: c.Show, attempts: max(1, c.Attempts),
		params: judgeParams(c, spec), text: newJudgeText(c.rubric),
	}, nil
}

// Process returns r with the judge's scores after those that it has.
func (j *judgeStage) Process(ctx context.Context, r seedbed.Record) ([]seedbed.Record, error) {
	scores, err := j.judge(ctx, &r, j.text)
	if err != nil {
		return nil, err
	}
	all := make([]seedbed.Score, 0, len(r.Scores)+len(scores))
	r.Scores = append(append(all, r.Scores...), scores...)
	return []seedbed.Record{r}, nil
}

// Judge scores r by any rubric: the stage's own, or another.
func (j *judgeStage) Judge(ctx context.Context, r seedbed.Record, rubric seedbed.Rubric) ([]seedbed.Score, error) {
	text := j.text
	if rubric.Revision == "" || rubric.Revision != text.rubric.Revision {
		text = newJudgeText(&rubric)
	}
	return j.judge(ctx, &r, text)
}

// judge asks until a verdict can be read, or the attempts are used up.
func (j *judgeStage) judge(ctx context.Context, r *seedbed.Record, text *judgeText) ([]seedbed.Score, error) {
	messages := []seedbed.Message{
		{Role: seedbed.System, Content: text.system},
		{Role: seedbed.User, Content: judgeShow(r, j.show) + text.closing},
	}
	var scores []seedbed.Score
	for attempt := range j.attempts {
		reply, err := j.model.Generate(ctx, seedbed.Request{
			Messages: messages, Params: j.params, Schema: text.schema, Attempt: attempt, Stage: j.name, Record: r.ID,
		})
		if err != nil {
			return nil, fmt.Errorf("judging %s: %w", r.ID.Short(), err)
		}
		var read bool
		scores, read = verdictScores(text.rubric.Criteria, &reply)
		for i := range scores {
			scores[i].Stage, scores[i].Judge, scores[i].Call = j.name, j.called, reply.Key
		}
		if read {
			break
		}
	}
	return scores, nil
}
