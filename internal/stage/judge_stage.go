package stage

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// judgeStage is a seedbed.Stage and a seedbed.Judge. It is safe for concurrent
// use.
type judgeStage struct {
	name   string
	cfg    *judgeConfig
	judges []judgeOne
	texts  []*judgeText // one for each order in which a record is shown
	ways   verdictWays
	spare  chan struct{} // a place for each goroutine beyond those that bring records
}

// judgeOne is one judge.
type judgeOne struct {
	model  seedbed.Model
	called string // the model's name in the recipe
	params seedbed.Params
}

func newJudge(c *judgeConfig, env plan.Env) (*judgeStage, error) {
	if c.rubric == nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "making judge %s: its configuration was not checked", env.Stage.Name)
	}
	j := &judgeStage{
		name: env.Stage.Name, cfg: c, texts: c.texts(c.rubric),
		ways:  verdictWays{stated: c.asks(judgeStated), logprob: c.asks(judgeLogprob)},
		spare: make(chan struct{}, judgeSpare),
	}
	for _, name := range c.names() {
		model, err := env.Model(name)
		if err != nil {
			return nil, err
		}
		var spec *plan.Model
		if env.Plan != nil {
			spec = env.Plan.Model(name)
		}
		j.judges = append(j.judges, judgeOne{model, name, judgeParams(c, spec)})
	}
	return j, nil
}

// Process returns r with the scores of every judge, and those of the panel, after
// those that it has.
func (j *judgeStage) Process(ctx context.Context, r seedbed.Record) ([]seedbed.Record, error) {
	scores, err := j.judge(ctx, &r, j.texts)
	if err != nil {
		return nil, err
	}
	all := make([]seedbed.Score, 0, len(r.Scores)+len(scores)+1)
	all = append(append(all, r.Scores...), scores...)
	if b := j.cfg.bands; b != nil {
		for i := len(all) - 1; i >= 0; i-- { // the last is what the criterion means
			if all[i].Criterion == b.of.Name {
				all = append(all, b.score(&all[i]))
				break
			}
		}
	}
	r.Scores = all
	return []seedbed.Record{r}, nil
}

// Judge scores r by any rubric: the stage's own, or another. Of a panel it gives
// what all came to together.
func (j *judgeStage) Judge(ctx context.Context, r seedbed.Record, rubric seedbed.Rubric) ([]seedbed.Score, error) {
	texts := j.texts
	if rubric.Revision == "" || rubric.Revision != j.cfg.rubric.Revision {
		texts = j.cfg.texts(&rubric)
	}
	scores, err := j.judge(ctx, &r, texts)
	if err != nil {
		return nil, err
	}
	return scores[len(scores)-len(texts[0].rubric.Criteria):], nil
}

// judge gives the scores of each judge in turn, in the order of the rubric, and then
// those of the panel, where there is one.
func (j *judgeStage) judge(ctx context.Context, r *seedbed.Record, texts []*judgeText) ([]seedbed.Score, error) {
	criteria := texts[0].rubric.Criteria
	questions, blank := j.cfg.questions(r, texts)
	repeats := max(1, j.cfg.Repeats)
	if blank != "" {
		return j.blank(criteria, blank), nil
	}
	asked := make([][]seedbed.Score, len(j.judges)*repeats*len(questions))
	err := j.atOnce(len(asked), func(i int) (err error) {
		judge, rest := &j.judges[i/(repeats*len(questions))], i%(repeats*len(questions))
		asked[i], err = j.ask(ctx, r, judge, &questions[rest%len(questions)], rest/len(questions))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("judging %s: %w", r.ID.Short(), err)
	}
	if len(asked) == 1 {
		return asked[0], nil
	}
	verdicts := make([][]seedbed.Score, 0, len(j.judges)*repeats) // both orders seen
	for i := 0; i < len(asked); i += len(questions) {
		verdicts = append(verdicts, judgeOrders(j.cfg.How, asked[i:i+len(questions)]))
	}
	opinions := make([][]seedbed.Score, 0, len(j.judges)) // one of each judge
	for i := 0; i < len(verdicts); i += repeats {
		opinions = append(opinions, judgeRepeats(criteria, verdicts[i:i+repeats]))
	}
	return j.panel(criteria, opinions), nil
}

// panel puts what each judge says one behind the other, and the panel's at the end.
func (j *judgeStage) panel(criteria []seedbed.Criterion, opinions [][]seedbed.Score) []seedbed.Score {
	if len(opinions) == 1 {
		return opinions[0]
	}
	out := make([]seedbed.Score, 0, (len(opinions)+1)*len(criteria))
	for _, o := range opinions {
		out = append(out, o...)
	}
	return append(out, judgePanel(criteria, opinions)...)
}

// blank gives every criterion the same reason for having no value, where there is
// nothing to ask about.
func (j *judgeStage) blank(criteria []seedbed.Criterion, reason string) []seedbed.Score {
	opinions := make([][]seedbed.Score, len(j.judges))
	for i := range opinions {
		opinions[i] = verdictAll(criteria, seedbed.Unscored, reason)
		for k := range opinions[i] {
			opinions[i][k].Stage, opinions[i][k].Judge = j.name, j.judges[i].called
		}
	}
	return j.panel(criteria, opinions)
}

// ask asks until a verdict can be read, or the attempts are used up.
func (j *judgeStage) ask(ctx context.Context, r *seedbed.Record, by *judgeOne, q *judgeQuestion, repeat int) ([]seedbed.Score, error) {
	var scores []seedbed.Score
	for attempt := range max(1, j.cfg.Attempts) {
		reply, err := by.model.Generate(ctx, seedbed.Request{
			Messages: q.messages, Params: by.params, Schema: q.schema, Copy: repeat, Attempt: attempt, Stage: j.name, Record: r.ID,
		})
		if err != nil {
			return nil, err
		}
		var read bool
		scores, read = verdictRead(q.criteria, &reply, j.ways)
		for i := range scores {
			scores[i].Stage, scores[i].Judge, scores[i].Call = j.name, by.called, reply.Key
		}
		if read {
			break
		}
	}
	q.mean(scores)
	return scores, nil
}

// judgeSpare is how many calls of a stage are made beside those of the goroutines that
// bring records. The engine brings enough records to keep models busy; these are for
// the last ones, and for when there are few. More would be stacks for the garbage
// collector to walk, at no gain.
const judgeSpare = 64

// atOnce does n things for a record, at once as far as there are goroutines to spare.
// When one meets an error, no further one is begun; the error is that of the first that
// has one, in their order.
func (j *judgeStage) atOnce(n int, do func(i int) error) error {
	if n == 1 {
		return do(0)
	}
	errs := make([]error, n)
	var wg sync.WaitGroup
	var over atomic.Bool
	one := func(i int) {
		if errs[i] = do(i); errs[i] != nil {
			over.Store(true)
		}
	}
	for i := 0; i < n && !over.Load(); i++ {
		if i == n-1 { // this goroutine would only wait
			one(i)
			break
		}
		select {
		case j.spare <- struct{}{}:
			wg.Go(func() {
				defer func() { <-j.spare }()
				one(i)
			})
		default:
			one(i)
		}
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
