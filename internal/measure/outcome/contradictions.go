package outcome

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/population"
	"seedbed.dev/seedbed/internal/prose"
)

// contradictions is the measure of texts that say otherwise than the traits of those whose
// texts they are.
type contradictions struct{}

func (contradictions) Info() measure.Info {
	return measure.Info{
		Name: "contradictions", Family: family, Title: "Texts that contradict their person's traits",
		Says: "How many rows with traits of a person (age, gender, place, occupation) hold a text by or about that person which tells a trait otherwise: a nurse of 30 who writes that she is 62, or that she works as a teacher. Which traits, in which rows, with the passage. The texts are the column of text and the user's turns of conversations, or the fields of `contradictions.text`. " +
			"The traits are the fields `contradictions.traits`; unless told, in a project the fields of that name (age, age_group, gender, sex, country, region, city, occupation, job and the like), in other data those that --group names. A finding is serious where the lower end of the interval is above 5 %, notable where there is one row.",
		Cannot:  "It reads English, and only what is said outright of the person in the present tense: relatives, the past and wishes are passed over, and what it misses it does not count. It knows countries and common occupations by name, and the values that the project's attributes declare. It takes the text to be of the person in the row: where a row tells of somebody else, what it finds means nothing.",
		Formula: "k rows with a contradiction of the n rows that have a trait and a text; interval by mid-p, for small counts by Clopper and Pearson (1934).",
		Use:     "On whatever personas write after they were made. The stage persona checks descriptions by the same rules before they are accepted; `validity` tells of conversations in which the user left its role.",
		Cost:    "One pass over the words, some 10 µs for 100 of them; nothing where rows have no such traits. Keeps 20 rows of each trait.",
		Figures: []measure.Figure{
			{Name: "contradictions", Unit: measure.Share, Says: "rows whose text contradicts a trait"},
			{Name: "contradictions.trait", Unit: measure.Share, Says: "rows whose text contradicts one trait"},
		},
	}
}

func (contradictions) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	c := &contradicted{setup: s}
	const fix = "--option contradictions.traits=age,gender"
	add := func(out *[]string, name string) {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(*out, name) && len(*out) < mostTraits {
			*out = append(*out, name)
		}
	}
	for name := range strings.SplitSeq(listed(s.Options["contradictions.traits"]), ",") {
		if add(&c.traits, name); strings.TrimSpace(name) != "" && !population.Checked(strings.TrimSpace(name)) {
			return nil, measure.Cannot(fix, "texts are not looked at for %.40q; they are for age, gender, place and occupation", name)
		}
	}
	for name := range strings.SplitSeq(listed(s.Options["contradictions.text"]), ",") {
		add(&c.texts, name)
	}
	if len(c.traits) == 0 {
		names := s.Columns.Groups
		if s.Ingredients {
			names = s.Schema.Names()
		}
		for _, name := range names {
			if population.Checked(name) {
				add(&c.traits, name)
			}
		}
	}
	if len(c.traits) == 0 {
		return nil, measure.Cannot(fix, "no traits of people are named")
	}
	var known []population.Trait
	for _, a := range s.Declared {
		t := population.Trait{Name: a.Name}
		for _, v := range a.Values {
			t.Values = append(t.Values, v)
		}
		if slices.Contains(c.traits, a.Name) {
			known = append(known, t)
		}
	}
	c.checker = population.NewChecker(known)
	return c, nil
}

// mostTraits bounds the fields that are looked at.
const mostTraits = 16

type contradicted struct {
	setup   *measure.Setup
	checker *population.Checker
	traits  []string
	texts   []string // the fields to read; none: the column of text and all conversations
	hits    measure.Hits
	person  seedbed.Fields // of the row under way
	found   []measure.Hit
}

func (c *contradicted) Add(r *measure.Row) {
	c.person, c.found = c.person[:0], c.found[:0]
	for _, name := range c.traits {
		if v, ok := r.Fields.Get(name); ok && v != nil && v != "" {
			c.person = append(c.person, seedbed.Field{Name: name, Value: v})
		}
	}
	if len(c.person) == 0 {
		return
	}
	read := false
	if len(c.texts) == 0 {
		if !slices.Contains(c.traits, c.setup.Columns.Text) {
			read = c.text(r.Text, "", true)
		}
		for i := range r.Fields {
			if _, isList := r.Fields[i].Value.([]any); isList {
				read = c.conversation(r.Fields[i].Value) || read
			}
		}
	}
	for _, name := range c.texts {
		switch v, _ := r.Fields.Get(name); v := v.(type) {
		case string:
			read = c.text(v, "", name == c.setup.Columns.Text) || read
		case []any:
			read = c.conversation(v) || read
		}
	}
	if read {
		c.hits.Add(r, c.found)
	}
}

// text looks at one text, and reports whether there is any. Its passages are marked where
// it is the one that evidence shows.
func (c *contradicted) text(s, where string, shown bool) bool {
	if strings.TrimSpace(s) == "" {
		return false
	}
	for _, found := range c.checker.Contradicts(c.person, s) {
		h := measure.Hit{Kind: found.Trait, Note: where + found.String()}
		if shown {
			h.Marks = []measure.Span{{From: found.At, To: found.At + len(found.Says)}}
		}
		c.found = append(c.found, h)
	}
	return true
}

// conversation looks at the user's turns, if a value is a conversation.
func (c *contradicted) conversation(v any) bool {
	talk, err := dialogue.Of(v)
	if err != nil {
		return false
	}
	read := false
	for i := range talk {
		if talk[i].Role == seedbed.User {
			read = c.text(talk[i].Content, fmt.Sprintf("turn %d: ", i+1), false) || read
		}
	}
	return read
}

func (c *contradicted) Merge(o measure.Summary) error {
	c.hits.Merge(&o.(*contradicted).hits)
	return nil
}

func (c *contradicted) Report(context.Context) ([]measure.Finding, error) {
	if c.hits.Checked == 0 {
		return nil, measure.Cannot("--option contradictions.text=FIELD", "no row has both a text and one of %s", prose.List(c.traits, 5))
	}
	main := c.finding("contradictions", c.hits.Any)
	main.Says = fmt.Sprintf("none of %s contradicts a trait of its person", prose.Rows(c.hits.Checked))
	if c.hits.Any > 0 {
		main.Says = fmt.Sprintf("%s of %s contradict a trait of their person", prose.Share(main.Estimate), prose.Rows(c.hits.Checked))
		main.Severity = measure.Notable
		if i := main.Estimate.Interval; i != nil && i.Low > notableShare && c.hits.Any >= tooFew {
			main.Severity = measure.Serious
		}
		main.Evidence = inTurn(&c.hits)
	}
	out := []measure.Finding{main}
	for _, trait := range c.hits.Kinds() {
		k := c.hits.Of(trait)
		f := c.finding("contradictions.trait", k.Rows)
		f.Of, f.Evidence = prose.Shown(trait), k.Top.Evidence()
		f.Says = fmt.Sprintf("%s of %s contradict the %s of their person", prose.Share(f.Estimate), prose.Rows(c.hits.Checked), prose.Shown(trait))
		out = append(out, f)
	}
	return out, nil
}

func (c *contradicted) finding(figure string, k int64) measure.Finding {
	return measure.Finding{
		Figure: figure, Severity: measure.Plain, Unit: measure.Share, Census: true, Estimate: c.setup.Share(int(k), int(c.hits.Checked)),
		Caveat: "Only what is said outright, in English, is found; a text may contradict its person in other ways.",
	}
}
