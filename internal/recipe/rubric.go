package recipe

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// rubricFile is a rubric as it is written.
type rubricFile struct {
	Task     string                     `yaml:"task" doc:"what is judged, in the words shown to judges and raters" required:"true" example:"\"Judge a hint that a tutor gives to a pupil.\""`
	Criteria config.Map[criterionEntry] `yaml:"criteria" doc:"the questions, by their names" required:"true" example:"{helpful: {ask: Does the hint help?, yes_no: true}}"`

	DraftedBy  string `yaml:"drafted_by" doc:"the auxiliary model that drafted the rubric; it is not used until a person accepted it"`
	AcceptedBy string `yaml:"accepted_by" doc:"the person who read the draft and answers for it; seedbed accept writes it"`
}

type criterionEntry struct {
	Ask     string             `yaml:"ask" doc:"the question" required:"true" example:"\"How much of the answer does the hint give away?\""`
	Scale   string             `yaml:"scale" doc:"whole numbers from one to another" example:"1-7"`
	YesNo   bool               `yaml:"yes_no" doc:"answered with yes or no"`
	Choice  []string           `yaml:"choice" doc:"answered with one of these" example:"[hint, solution, neither]"`
	Ranking bool               `yaml:"ranking" doc:"answered by ordering the items of a list, for judges that are list-wise"`
	Anchors config.Map[string] `yaml:"anchors" doc:"what answers mean; a scale needs its two ends" example:"{1: gives nothing away, 7: states the answer}"`

	Examples []exampleEntry `yaml:"examples" doc:"texts with the answers that they are to get, which judges are shown" example:"[{text: \"It is 18.\", value: 7, because: it states the answer}]"`
}

type exampleEntry struct {
	Text    string `yaml:"text" doc:"the text" required:"true"`
	Value   string `yaml:"value" doc:"the answer that it is to get" required:"true"`
	Because string `yaml:"because" doc:"why"`
}

// maxScale bounds the values of a scale: more than anyone tells apart, and few
// enough to be listed in a schema.
const maxScale = 1000

var scaleForm = regexp.MustCompile(`^\s*(-?[0-9]{1,6})\s*(?:-|–|\.\.|to)\s*(-?[0-9]{1,6})\s*$`)

// ParseRubric reads a rubric. The rubric is whole only without problems.
func ParseRubric(file string, data []byte) (*seedbed.Rubric, seedbed.Problems) {
	r := &seedbed.Rubric{Name: rubricName(file), Revision: digest(data)}
	doc, probs := config.Parse(file, data, 1)
	if len(probs) > 0 && doc.Kind("") == config.None {
		return r, probs
	}
	var f rubricFile
	p := &rubricParser{doc: doc, probs: append(probs, doc.Decode("", &f)...)}
	r.Task, r.DraftedBy, r.AcceptedBy = f.Task, strings.TrimSpace(f.DraftedBy), strings.TrimSpace(f.AcceptedBy)
	if doc.Kind("criteria") == config.Mapping && len(f.Criteria) == 0 {
		p.problem("criteria", "the rubric asks nothing", "add a criterion: {helpful: {ask: ..., scale: 1-7, anchors: {1: ..., 7: ...}}}")
	}
	if len(f.Criteria) > maxEntries {
		p.problem("criteria", fmt.Sprintf("more than %d criteria", maxEntries), "")
		f.Criteria = nil
	}
	for _, item := range f.Criteria {
		r.Criteria = append(r.Criteria, p.criterion(item.Key, &item.Value))
	}
	return r, config.Sorted(p.probs)
}

type rubricParser struct {
	doc   *config.Doc
	probs seedbed.Problems
}

func (p *rubricParser) problem(path, message, fix string) {
	p.probs = append(p.probs, p.doc.Problem(path, message, fix))
}

func (p *rubricParser) criterion(name string, e *criterionEntry) seedbed.Criterion {
	path := config.Join("criteria", name)
	c := seedbed.Criterion{Name: name, Question: e.Ask}
	if !identifier.MatchString(name) || len(name) > maxName {
		fix := ""
		if s := identifierOf(name); s != "" {
			fix = "write " + s
		}
		p.probs = append(p.probs, seedbed.Problem{
			Pos:     p.doc.KeyPos(path),
			Message: fmt.Sprintf("a criterion is named with a letter, then letters, digits and _, all small, %d at the most; %q is not", maxName, cut(name)), Fix: fix,
		})
	}
	if p.doc.Kind(path) != config.Mapping {
		return c
	}
	p.kind(path, &c, e)
	p.anchors(path, &c, e)
	p.examples(path, &c, e)
	return c
}

// kind finds the one form of answer that the criterion takes.
func (p *rubricParser) kind(path string, c *seedbed.Criterion, e *criterionEntry) {
	var forms []string
	for _, key := range []string{"scale", "yes_no", "choice", "ranking"} {
		if p.doc.Has(config.Join(path, key)) && (key != "yes_no" || e.YesNo) && (key != "ranking" || e.Ranking) {
			forms = append(forms, key)
		}
	}
	const ways = "scale: 1-7, yes_no: true or choice: [...]"
	switch {
	case len(forms) == 0:
		p.probs = append(p.probs, seedbed.Problem{
			Pos: p.doc.KeyPos(path), Message: fmt.Sprintf("criterion %q does not say how it is answered", cut(c.Name)), Fix: "add " + ways,
		})
		return
	case len(forms) > 1:
		p.problem(config.Join(path, forms[1]), fmt.Sprintf("criterion %q is answered in %d ways: %s", cut(c.Name), len(forms), strings.Join(forms, ", ")), "keep one")
	}
	switch forms[0] {
	case "scale":
		p.scale(path, c, e)
	case "yes_no":
		c.Kind = seedbed.YesNo
	case "ranking":
		c.Kind = seedbed.Ranking
	case "choice":
		c.Kind, c.Choices = seedbed.Choice, e.Choice
		p.choices(config.Join(path, "choice"), e.Choice)
	}
}

func (p *rubricParser) scale(path string, c *seedbed.Criterion, e *criterionEntry) {
	c.Kind = seedbed.Scale
	at := config.Join(path, "scale")
	if p.doc.Kind(at) != config.Scalar {
		return // reported as the wrong type
	}
	m := scaleForm.FindStringSubmatch(e.Scale)
	if m == nil {
		p.problem(at, fmt.Sprintf("%q is not a scale", cut(e.Scale)), "write its two ends: scale: 1-7")
		return
	}
	c.Min, _ = strconv.Atoi(m[1])
	c.Max, _ = strconv.Atoi(m[2])
	switch {
	case c.Min >= c.Max:
		p.problem(at, fmt.Sprintf("scale %s does not go up", e.Scale), scaleFix(c.Min, c.Max))
		c.Min, c.Max = 0, 0
	case c.Max-c.Min >= maxScale:
		p.problem(at, fmt.Sprintf("scale %s has more than %d values", e.Scale, maxScale), "write one such as 1-7")
		c.Min, c.Max = 0, 0
	}
}

func scaleFix(from, to int) string {
	if from == to {
		return "write one such as 1-7"
	}
	return fmt.Sprintf("write scale: %d-%d", to, from)
}

func (p *rubricParser) choices(at string, choices []string) {
	if len(choices) < 2 {
		p.problem(at, "a choice needs two answers at least", "")
	}
	if len(choices) > maxScale {
		p.problem(at, fmt.Sprintf("a choice has %d answers at the most", maxScale), "")
		return
	}
	seen := map[string]bool{}
	for i, c := range choices {
		where := at
		if p.doc.Kind(at) == config.List {
			where = itemPath(at, i)
		}
		if strings.TrimSpace(c) == "" {
			p.problem(where, "an answer is empty", "")
		} else if seen[c] {
			p.problem(where, fmt.Sprintf("answer %q is there twice", cut(c)), "remove one")
		}
		seen[c] = true
	}
}

// anchors reads what answers mean. Those of a scale are put in its order.
func (p *rubricParser) anchors(path string, c *seedbed.Criterion, e *criterionEntry) {
	at := config.Join(path, "anchors")
	given := map[string]bool{}
	for _, a := range e.Anchors {
		where := config.Join(at, a.Key)
		value, fix := p.anchor(c, a.Key)
		if fix != "" {
			p.probs = append(p.probs, seedbed.Problem{Pos: p.doc.KeyPos(where), Message: fmt.Sprintf("anchor %q is no answer of %s", cut(a.Key), config.Show(c.Name)), Fix: fix})
			continue
		}
		if given[value] {
			p.probs = append(p.probs, seedbed.Problem{Pos: p.doc.KeyPos(where), Message: fmt.Sprintf("answer %s has two anchors", config.Show(value)), Fix: "remove one"})
			continue
		}
		given[value] = true
		if strings.TrimSpace(a.Value) == "" {
			p.problem(where, fmt.Sprintf("anchor %q has no words", cut(a.Key)), "say what the answer means")
			continue
		}
		c.Anchors = append(c.Anchors, seedbed.Anchor{Value: value, Words: a.Value})
	}
	if c.Kind != seedbed.Scale || c.Min == c.Max {
		return
	}
	slices.SortFunc(c.Anchors, func(a, b seedbed.Anchor) int { return atoi(a.Value) - atoi(b.Value) })
	if !given[strconv.Itoa(c.Min)] || !given[strconv.Itoa(c.Max)] {
		p.problem(config.Join(path, "scale"),
			fmt.Sprintf("scale %s needs words at both ends, so that judges and people mean the same", strings.TrimSpace(e.Scale)),
			fmt.Sprintf("add anchors: {%d: ..., %d: ...}", c.Min, c.Max))
	}
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// anchor returns the answer that an anchor's key means, or what to write.
func (p *rubricParser) anchor(c *seedbed.Criterion, key string) (value, fix string) {
	switch c.Kind {
	case seedbed.Scale:
		if c.Min == c.Max {
			return key, "" // the scale has a problem of its own
		}
		n, err := strconv.Atoi(key)
		if err != nil || n < c.Min || n > c.Max {
			return "", fmt.Sprintf("write a whole number from %d to %d", c.Min, c.Max)
		}
		return strconv.Itoa(n), ""
	case seedbed.YesNo:
		switch strings.ToLower(key) {
		case "yes", "true":
			return "yes", ""
		case "no", "false":
			return "no", ""
		}
		return "", "write yes or no"
	case seedbed.Choice:
		if !slices.Contains(c.Choices, key) {
			fix := config.DidYouMean(key, c.Choices)
			if fix == "" {
				fix = "write one of the choices"
			}
			return "", fix
		}
	case seedbed.Ranking:
		return "", "take it out: the answers of a ranking are the orders of its items"
	}
	return key, ""
}

// maxExamples bounds the examples of a criterion: a judge is shown all of them with
// every record.
const maxExamples = 50

func (p *rubricParser) examples(path string, c *seedbed.Criterion, e *criterionEntry) {
	at := config.Join(path, "examples")
	if len(e.Examples) > maxExamples {
		p.problem(at, fmt.Sprintf("a criterion has %d examples at the most", maxExamples), "keep those that tell neighbouring answers apart")
		return
	}
	for i, ex := range e.Examples {
		where := itemPath(at, i)
		if p.doc.Kind(where) != config.Mapping {
			continue // reported as the wrong type
		}
		value, fix := p.anchor(c, strings.TrimSpace(ex.Value))
		switch {
		case fix != "" && ex.Value != "":
			p.problem(config.Join(where, "value"), fmt.Sprintf("%q is no answer of %s", cut(ex.Value), config.Show(c.Name)), fix)
		case strings.TrimSpace(ex.Text) == "" && ex.Text != "":
			p.problem(config.Join(where, "text"), "the example has no text", "write one that an answer can be given to")
		}
		c.Examples = append(c.Examples, seedbed.RubricExample{Text: ex.Text, Value: value, Because: ex.Because})
	}
}

// unaccepted reports a rubric that a model drafted and nobody accepted.
func unaccepted(file string, data []byte, r *seedbed.Rubric) seedbed.Problems {
	if r.DraftedBy == "" || r.AcceptedBy != "" {
		return nil
	}
	doc, _ := config.Parse(file, data, 1) // what is wrong with it is reported by ParseRubric
	return seedbed.Problems{doc.Problem("drafted_by",
		fmt.Sprintf("the rubric was drafted by %s and nobody has accepted it", cut(r.DraftedBy)),
		fmt.Sprintf("read it, mend it, then: seedbed accept %s --as NAME", file))}
}
