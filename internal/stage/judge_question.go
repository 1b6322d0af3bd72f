package stage

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prompt"
)

// What the two sides of a comparison are called for a judge, so that their names give
// nothing away.
const (
	judgeFirst  = "first"
	judgeSecond = "second"
)

// judgeItemsMost is how many items are put in order, at the most.
const judgeItemsMost = 100

// judgeQuestion is a record shown in one order, with how its answers are read.
type judgeQuestion struct {
	messages []seedbed.Message
	schema   json.RawMessage
	criteria []seedbed.Criterion // as they are asked in this order
	sides    []string            // pairwise: the fields that are shown as first and second
	places   []int               // listwise: the number of each item shown
}

// questions shows a record in each order. blank says why there is nothing to ask.
func (c *judgeConfig) questions(r *seedbed.Record, texts []*judgeText) (out []judgeQuestion, blank string) {
	switch c.How {
	case judgePairwise:
		return c.pairQuestions(r, texts)
	case judgeListwise:
		return c.listQuestions(r, texts)
	case judgeReference:
		v, _ := r.Fields.Get(c.Reference)
		reference := seedbed.TextOf(v)
		if strings.TrimSpace(reference) == "" {
			return nil, "there is no reference answer"
		}
		shown, names := judgeFields(r, c.Show, c.apart())
		judgeQuoteOwn(names)
		names = append([]string{"reference answer"}, names...)
		shown = append([]string{judgeNeutral(reference)}, shown...)
		return []judgeQuestion{newJudgeQuestion(texts[0], judgeRender(names, shown))}, ""
	}
	return []judgeQuestion{newJudgeQuestion(texts[0], judgeShow(r, c.Show))}, ""
}

func newJudgeQuestion(t *judgeText, shown string) judgeQuestion {
	return judgeQuestion{
		messages: []seedbed.Message{{Role: seedbed.System, Content: t.system}, {Role: seedbed.User, Content: shown + t.closing}},
		schema:   t.schema, criteria: t.rubric.Criteria,
	}
}

// pairQuestions shows two fields as the first and the second answer, and then the
// other way round.
func (c *judgeConfig) pairQuestions(r *seedbed.Record, texts []*judgeText) ([]judgeQuestion, string) {
	var sides [2]string
	for i, name := range c.Pair {
		v, _ := r.Fields.Get(name)
		if sides[i] = judgeNeutral(seedbed.TextOf(v)); strings.TrimSpace(sides[i]) == "" {
			return nil, "there is nothing to compare: " + verdictClip(name, 60) + " is empty"
		}
	}
	shown, names := judgeFields(r, c.Show, c.apart())
	judgeQuoteOwn(names)
	names = append(names, judgeFirst+" answer", judgeSecond+" answer")
	out := make([]judgeQuestion, 2)
	for order := range out {
		first, second := order, 1-order
		out[order] = newJudgeQuestion(texts[order], judgeRender(names, append(shown[:len(shown):len(shown)], sides[first], sides[second])))
		out[order].sides = []string{c.Pair[first], c.Pair[second]}
	}
	return out, ""
}

// listQuestions shows the items of a list in an order drawn for the record, and in
// its reverse where two orders are wanted. What is drawn depends on the record alone:
// a setting of the stage that changes asks nothing anew.
func (c *judgeConfig) listQuestions(r *seedbed.Record, texts []*judgeText) ([]judgeQuestion, string) {
	v, _ := r.Fields.Get(c.Items)
	items, _ := v.([]any)
	switch {
	case len(items) < 2:
		return nil, "there is nothing to order: fewer than two items"
	case len(items) > judgeItemsMost:
		return nil, fmt.Sprintf("there are more than %d items to order", judgeItemsMost)
	}
	context, names := judgeFields(r, c.Show, c.apart())
	judgeQuoteOwn(names)
	for i := range items {
		names = append(names, "item "+strconv.Itoa(i+1))
	}
	places := prompt.Random("order of items", seedbed.Fingerprint{}, r.ID).Perm(len(items))
	out := make([]judgeQuestion, len(texts))
	for order := range out {
		own := make([]int, len(places))
		shown := context[:len(context):len(context)]
		for i := range places {
			own[i] = places[i]
			if order == 1 {
				own[i] = places[len(places)-1-i]
			}
			shown = append(shown, judgeNeutral(seedbed.TextOf(items[own[i]])))
		}
		q := newJudgeQuestion(texts[order], judgeRender(names, shown))
		q.criteria = make([]seedbed.Criterion, len(texts[order].rubric.Criteria))
		copy(q.criteria, texts[order].rubric.Criteria)
		for i := range q.criteria {
			q.criteria[i].Min, q.criteria[i].Max = 1, len(items)
		}
		q.places = own
		out[order] = q
	}
	return out, ""
}

// judgeQuoteOwn puts quotes around the names of fields that would pass for what a
// way of judging shows apart.
func judgeQuoteOwn(names []string) {
	for i, name := range names {
		plain := strings.TrimSuffix(name, " (empty)")
		if plain == judgeFirst+" answer" || plain == judgeSecond+" answer" || plain == "reference answer" || strings.HasPrefix(plain, "item ") {
			names[i] = strconv.QuoteToASCII(plain) + name[len(plain):]
		}
	}
}

// mean turns answers about what was shown into answers about the record: the first
// answer into its field, the number of an item as shown into that in the list.
func (q *judgeQuestion) mean(scores []seedbed.Score) {
	for i := range scores {
		v, ok := scores[i].Value.(string)
		switch {
		case !ok:
		case q.sides != nil && v == judgeFirst:
			scores[i].Value = q.sides[0]
		case q.sides != nil && v == judgeSecond:
			scores[i].Value = q.sides[1]
		case q.places != nil:
			tiers := rankingOf(v)
			for t := range tiers {
				for k, n := range tiers[t] {
					tiers[t][k] = q.places[n-1] + 1
				}
			}
			scores[i].Value = rankingText(tiers)
		}
	}
}

// judgePairRubric asks a rubric's comparisons of a first and a second answer.
func judgePairRubric(r *seedbed.Rubric, first, second string) *seedbed.Rubric {
	out := *r
	out.Criteria = make([]seedbed.Criterion, len(r.Criteria))
	word := func(name string) string {
		switch name {
		case first:
			return judgeFirst
		case second:
			return judgeSecond
		}
		return name
	}
	for i := range r.Criteria {
		k := r.Criteria[i]
		k.Choices = []string{judgeFirst, judgeSecond, judgeTie}
		k.Anchors = append([]seedbed.Anchor(nil), k.Anchors...)
		for a := range k.Anchors {
			k.Anchors[a].Value = word(k.Anchors[a].Value)
		}
		k.Examples = append([]seedbed.RubricExample(nil), k.Examples...)
		for e := range k.Examples {
			k.Examples[e].Value = word(k.Examples[e].Value)
		}
		out.Criteria[i] = k
	}
	return &out
}
