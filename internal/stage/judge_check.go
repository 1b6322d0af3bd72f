package stage

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// judgeTie is the answer of a comparison that neither side wins.
const judgeTie = "tie"

// judgePanelMost bounds a panel.
const judgePanelMost = 20

// checkModels looks the judges up.
func (c *judgeConfig) checkModels(s *plan.Scope) []*plan.Model {
	switch {
	case c.Model != "" && len(c.Models) > 0:
		s.Problem("models", "model and models are both there", "keep model: for one judge, or models: for a panel")
	case c.Model == "" && len(c.Models) == 0:
		s.Problem("", "it does not say which model judges", "add model: grader, or models: [...] for a panel")
	case c.Model == "" && len(c.Models) == 1:
		s.Problem("models", "a panel of one is no panel", "write model: "+c.Models[0]+", or name another")
	case len(c.Models) > judgePanelMost:
		s.Problem("models", fmt.Sprintf("a panel has %d models at the most", judgePanelMost), "")
		return nil
	}
	var out []*plan.Model
	for i, name := range c.names() {
		key := "model"
		if c.Model == "" {
			key = fmt.Sprintf("models.%d", i)
		}
		if c.Model == "" && slices.Contains(c.Models[:i], name) {
			s.Problem(key, fmt.Sprintf("model %q is in the panel twice", name), "leave one out; to ask it several times, write repeats:")
			continue
		}
		if c.Model == "" && name == seedbed.PanelJudge {
			s.Problem(key, fmt.Sprintf("%q is what the scores of the whole panel are named", name), "give the model another name")
			continue
		}
		m, ok := s.Model(key, name)
		if !ok {
			continue
		}
		c.checkSettings(s, key, m)
		for _, other := range out {
			if m.Identity() == other.Identity() && m.ID != "" {
				s.Warn(key, fmt.Sprintf("%q and %q are the same model: that they agree says little", other.Name, name), "take a model of another family")
			}
		}
		out = append(out, m)
	}
	return out
}

// checkSettings looks at what is asked of one judge.
func (c *judgeConfig) checkSettings(s *plan.Scope, key string, m *plan.Model) {
	if c.asks(judgeLogprob) && m.Provider == "anthropic" {
		s.Problem("confidence", fmt.Sprintf("the provider of %q gives no log-probabilities", m.Name), "take logprob out, or let another model judge")
	}
	if p := judgeParams(c, m); c.Repeats > 1 && *p.Temperature == 0 {
		s.Warn("repeats", fmt.Sprintf("%q is asked %d times at temperature 0, at which it mostly says the same again", m.Name, c.Repeats), "add temperature: 0.7")
	}
}

func (c *judgeConfig) checkShow(s *plan.Scope) {
	seen := map[string]bool{}
	for i, name := range c.Show {
		key := fmt.Sprintf("show.%d", i)
		if seen[name] {
			s.Problem(key, fmt.Sprintf("field %q is there twice", name), "leave one out")
		}
		seen[name] = true
		if slices.Contains(c.apart(), name) {
			s.Problem(key, fmt.Sprintf("field %q is shown apart already", name), "take it out of show")
		}
		judgeCheckField(s, key, name)
	}
}

// apart are the fields that are shown in a way of their own.
func (c *judgeConfig) apart() []string {
	switch c.How {
	case judgePairwise:
		return c.Pair
	case judgeReference:
		return []string{c.Reference}
	case judgeListwise:
		return []string{c.Items}
	}
	return nil
}

func judgeCheckField(s *plan.Scope, key, name string) {
	if _, ok := s.Input.Has(name); ok || s.Input.Open || len(s.Input.Fields) == 0 {
		return
	}
	fix := config.DidYouMean(name, s.Input.Names())
	if fix == "" {
		fix = "there is " + strings.Join(s.Input.Names(), ", ")
	}
	s.Problem(key, fmt.Sprintf("%q is not a field of the records to judge", name), fix)
}

// checkHow looks whether what the way of judging needs is there, and nothing else.
func (c *judgeConfig) checkHow(s *plan.Scope) {
	for _, k := range []struct {
		key, how, add string
		there         bool
	}{
		{"pair", judgePairwise, "pair: [answer_a, answer_b], the two fields to compare", len(c.Pair) > 0},
		{"reference", judgeReference, "reference: with the field that holds the reference answer", c.Reference != ""},
		{"items", judgeListwise, "items: with the field that holds the list", c.Items != ""},
		{"orders", judgeListwise, "", c.Orders != 0},
	} {
		switch {
		case k.there && c.How != k.how:
			s.Problem(k.key, fmt.Sprintf("%s is for how: %s alone", k.key, k.how), fmt.Sprintf("write how: %s, or take it out", k.how))
		case !k.there && c.How == k.how && k.add != "":
			s.Problem("how", fmt.Sprintf("how: %s does not say what is judged", k.how), "add "+k.add)
		}
	}
	switch {
	case c.How == judgePairwise && len(c.Pair) > 0:
		if len(c.Pair) != 2 || c.Pair[0] == c.Pair[1] {
			s.Problem("pair", "a pair is two different fields", "write pair: [answer_a, answer_b]")
		}
		for i, name := range c.Pair {
			if name == judgeTie {
				s.Problem(fmt.Sprintf("pair.%d", i), "a field that is compared cannot be named tie", "rename it in the stage before")
			}
			judgeCheckField(s, fmt.Sprintf("pair.%d", i), name)
		}
	case c.How == judgeReference && c.Reference != "":
		judgeCheckField(s, "reference", c.Reference)
	case c.How == judgeListwise && c.Items != "":
		judgeCheckField(s, "items", c.Items)
		if t, ok := s.Input.Has(c.Items); ok && t != seedbed.TypeList && t != seedbed.TypeAny {
			s.Problem("items", fmt.Sprintf("items wants a list; %q is %s", c.Items, t), "name a field that holds a list")
		}
	}
}

// checkKinds looks whether the rubric's criteria can be answered in this way.
func (c *judgeConfig) checkKinds(s *plan.Scope, rubric *seedbed.Rubric) {
	for i := range rubric.Criteria {
		k := &rubric.Criteria[i]
		switch {
		case c.How == judgePairwise:
			if c.pairKnown(s) && !judgeIsPair(k, c.Pair) {
				s.Problem("rubric", fmt.Sprintf("criterion %q is not answered with %s, %s or tie", k.Name, c.Pair[0], c.Pair[1]),
					fmt.Sprintf("write choice: [%s, %s, tie] in the rubric", c.Pair[0], c.Pair[1]))
			}
		case c.How == judgeListwise && k.Kind != seedbed.Ranking:
			s.Problem("rubric", fmt.Sprintf("criterion %q is not answered by a ranking", k.Name), "write ranking: true in the rubric")
		case c.How != judgeListwise && k.Kind == seedbed.Ranking:
			s.Problem("rubric", fmt.Sprintf("criterion %q is answered by a ranking, which needs a list to order", k.Name), "write how: listwise and items: with the field of the list")
		}
	}
}

// pairKnown reports whether the pair itself is in order.
func (c *judgeConfig) pairKnown(s *plan.Scope) bool {
	for _, name := range c.Pair {
		if _, ok := s.Input.Has(name); name == judgeTie || !ok && !s.Input.Open && len(s.Input.Fields) > 0 {
			return false
		}
	}
	return len(c.Pair) == 2 && c.Pair[0] != c.Pair[1]
}

func judgeIsPair(k *seedbed.Criterion, pair []string) bool {
	return k.Kind == seedbed.Choice && len(k.Choices) == 3 &&
		slices.Contains(k.Choices, pair[0]) && slices.Contains(k.Choices, pair[1]) && slices.Contains(k.Choices, judgeTie)
}

// checkCriteria looks for criteria that an earlier judge has scored: which of
// the two score.helpful means could not be told.
func (c *judgeConfig) checkCriteria(s *plan.Scope, rubric *seedbed.Rubric) {
	for _, earlier := range s.Input.Criteria {
		for _, own := range rubric.Criteria {
			if own.Name == earlier.Name {
				s.Problem("rubric", fmt.Sprintf("an earlier judge scores %q already", own.Name), "rename the criterion in one of the two rubrics")
			}
		}
		if c.bands != nil && c.bands.criterion.Name == earlier.Name {
			s.Problem("bands", fmt.Sprintf("an earlier judge scores %q already", earlier.Name), "name these bands by as:")
		}
	}
}
