package adherence

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// rule is something that the user declared of the form of texts.
type rule struct {
	name string
	// breaks reports whether a row breaks it, and where.
	breaks func(r *measure.Row, language int) (bool, measure.Span)
}

var nowhere measure.Span

// rulesOf reads the options.
func rulesOf(s *measure.Setup) ([]rule, error) {
	var out []rule
	for _, want := range []bool{true, false} {
		key, what := "form.forbidden", "has "
		if want {
			key, what = "form.required", "lacks "
		}
		for _, pattern := range textsOption(s, key) {
			re, err := patternOf(pattern)
			if err != nil {
				return nil, measure.Cannot("", "%s: %s cannot be looked for: %v", key, prose.Quoted(pattern), err)
			}
			out = append(out, rule{what + prose.Quoted(pattern), func(r *measure.Row, _ int) (bool, measure.Span) {
				at := re.FindStringIndex(r.Text)
				if want || at == nil {
					return want && at == nil, nowhere
				}
				return true, measure.Span{From: at[0], To: at[1]}
			}})
		}
	}
	least, err := wholeOption(s, "form.min_words")
	if err != nil {
		return nil, err
	}
	if least >= 0 {
		out = append(out, rule{fmt.Sprintf("has fewer than %s words", prose.Count(least)), func(r *measure.Row, _ int) (bool, measure.Span) {
			return len(r.Tokens.Words()) < least, nowhere
		}})
	}
	most, err := wholeOption(s, "form.max_words")
	if err != nil {
		return nil, err
	}
	if most >= 0 {
		out = append(out, rule{fmt.Sprintf("has more than %s words", prose.Count(most)), func(r *measure.Row, _ int) (bool, measure.Span) {
			words := r.Tokens.Words()
			if len(words) <= most {
				return false, nowhere
			}
			return true, measure.Span{From: words[most].From, To: words[most].To}
		}})
	}
	return moreRules(s, out)
}

// moreRules reads form.language and form.json.
func moreRules(s *measure.Setup, out []rule) ([]rule, error) {
	for _, code := range textsOption(s, "form.language") {
		want := languageOf(code)
		if want == unknown {
			return nil, measure.Cannot("", "form.language: %s is no language that can be told", prose.Quoted(code))
		}
		out = append(out, rule{"is not in " + languageName(want), func(_ *measure.Row, language int) (bool, measure.Span) {
			return language != unknown && language != want, nowhere
		}})
	}
	switch kind := strings.ToLower(seenText(s.Options["form.json"])); kind {
	case "", "false", "no":
	case "true", "yes", "object", "array":
		first := map[string]string{"object": "{", "array": "["}[kind]
		name := "is no JSON"
		if first != "" {
			name += " " + kind
		}
		out = append(out, rule{name, func(r *measure.Row, _ int) (bool, measure.Span) {
			return !json.Valid([]byte(r.Text)) || !strings.HasPrefix(strings.TrimSpace(r.Text), first), nowhere
		}})
	default:
		return nil, measure.Cannot("", "form.json is %s: want true, object or array", prose.Quoted(kind))
	}
	return out, nil
}

func seenText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// longestPattern is how long a pattern may be, in bytes: looking for a pattern takes
// time in proportion to its length.
const longestPattern = 500

// patternOf reads /a regular expression/, or a text that is found in any case.
func patternOf(s string) (*regexp.Regexp, error) {
	if len(s) > longestPattern {
		return nil, fmt.Errorf("it is longer than %d bytes", longestPattern)
	}
	if len(s) > 2 && s[0] == '/' && s[len(s)-1] == '/' {
		return regexp.Compile(s[1 : len(s)-1])
	}
	return regexp.Compile("(?i)" + regexp.QuoteMeta(s))
}
