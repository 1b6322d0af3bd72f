package expr

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// Work that grows without bound ends with an error, whichever function does it.
func TestCostLimit(t *testing.T) {
	env := Env{Fields: []Var{{"tags", seedbed.TypeList}, {"hint", seedbed.TypeText}}}
	big := &seedbed.Record{Fields: seedbed.Fields{{Name: "tags", Value: make([]any, 3000)}, {Name: "hint", Value: strings.Repeat("a b ", 1<<12)}}}
	for _, src := range []string{
		`tags.all(a, tags.all(b, tags.all(c, true)))`,
		`tags.all(a, words(hint) > 3)`,
		`tags.all(a, chars(hint) > 3)`,
		`tags.all(a, contains(hint, "c" + hint) == false)`,
		`tags.all(a, lower(hint) != "")`,
		`tags.all(a, hint.replace("a", "aaaa").size() > 3)`,
		`tags.all(a, hint.split(" ").size() > 3)`,
		`tags.all(a, final_answer(hint) == "")`,
		`tags.all(a, has_number(hint, "3") == false)`,
		`tags.all(a, hint.matches("(a|b)*c") == false)`,
		`tags.all(a, "%s".format([hint]) != "")`,
	} {
		p, problems := compileWithin(src, env, seedbed.TypeBool, 200_000)
		if len(problems) > 0 {
			t.Fatal(src, problems)
		}
		if _, err := p.Bool(big); err == nil || !strings.Contains(err.Error(), "too many steps") {
			t.Errorf("%s: %v", src, err)
		}
	}
}
