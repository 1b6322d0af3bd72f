package people

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/measure"
)

// answer is one answer to a criterion, such that equal ones are the same value.
type answer struct {
	kind byte    // number, yesNo or word; 0: no answer
	num  float64 // number: rounded; yesNo: 1 or 0
	text string  // word
}

const (
	number = 'n'
	yesNo  = 'y'
	word   = 'w'
)

// longestAnswer is how many bytes of a word are kept.
const longestAnswer = 100

// answerOf reads a judge's value or what a column holds.
func answerOf(v any) answer {
	switch v := v.(type) {
	case bool:
		if v {
			return answer{kind: yesNo, num: 1}
		}
		return answer{kind: yesNo}
	case int64:
		return answer{kind: number, num: rounded(float64(v))}
	case float64:
		return numbered(v)
	case json.Number:
		return numbered(measure.Number(v))
	case string:
		return answerIn(v)
	}
	return answer{}
}

func numbered(x float64) answer {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return answer{}
	}
	return answer{kind: number, num: rounded(x)}
}

// answerIn reads an answer as people and anchors write it.
func answerIn(s string) answer {
	s = strings.TrimSpace(s)
	switch {
	case s == "", strings.EqualFold(s, "nan"): // as tools write a cell that is empty
		return answer{}
	case strings.EqualFold(s, "yes"), strings.EqualFold(s, "true"):
		return answer{kind: yesNo, num: 1}
	case strings.EqualFold(s, "no"), strings.EqualFold(s, "false"):
		return answer{kind: yesNo}
	}
	if x := measure.Number(s); !math.IsNaN(x) {
		return answer{kind: number, num: rounded(x)}
	}
	if len(s) > longestAnswer {
		s = s[:longestAnswer]
	}
	return answer{kind: word, text: strings.ToValidUTF8(s, string(utf8.RuneError))}
}

// rounded keeps three decimals, or four digits of larger numbers: so that scores have
// few distinct values, whose counts are their summary.
func rounded(x float64) float64 {
	a := math.Abs(x)
	if a <= 1000 {
		return math.Round(x*1000)/1000 + 0 // no −0
	}
	r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 3, 64), 64)
	if err != nil {
		return x
	}
	return r
}

func (a answer) compare(b answer) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.num, b.num), cmp.Compare(a.text, b.text))
}

func (a answer) String() string {
	switch a.kind {
	case yesNo:
		if a.num == 1 {
			return "yes"
		}
		return "no"
	case number:
		return strconv.FormatFloat(a.num, 'g', -1, 64)
	}
	return a.text
}

// mostAnswers is how many different answers of a judge are counted. Scores with three
// decimals from 0 to 1 have 1,001.
const mostAnswers = 1 << 14

// counts are how often each answer was given. Of too many it says no more than that.
type counts struct {
	m    map[answer]int64
	n    int64
	over bool
}

func (c *counts) add(a answer, n int64) {
	c.n += n
	if c.over {
		return
	}
	if c.m == nil {
		c.m = map[answer]int64{}
	}
	c.m[a] += n
	if len(c.m) > mostAnswers {
		c.m, c.over = nil, true
	}
}

func (c *counts) merge(o *counts) {
	if o.over {
		c.m, c.over = nil, true
	}
	if c.over {
		c.n += o.n
		return
	}
	n := c.n + o.n
	for a, k := range o.m {
		c.add(a, k)
	}
	c.n = n
}

// sorted returns the answers, in order.
func (c *counts) sorted() []answer {
	out := make([]answer, 0, len(c.m))
	for a := range c.m {
		out = append(out, a)
	}
	slices.SortFunc(out, answer.compare)
	return out
}
