package release

import (
	"testing"

	"seedbed.dev/seedbed"
)

// An example of a rejected row shows what was made, and not how it ended.
func TestLastText(t *testing.T) {
	document := seedbed.Fields{
		{Name: "subject", Value: "late delivery"},
		{Name: "text", Value: "Dear Debbie"},
		{Name: "note", Value: "short"},
		{Name: seedbed.FieldValidity, Value: "valid"},
		{Name: seedbed.FieldInvalid, Value: "too short"},
	}
	hint := seedbed.Fields{{Name: "question", Value: "How many?"}, {Name: "hint", Value: "Count them."}, {Name: "ended", Value: "turns"}}
	for _, c := range []struct {
		fields   seedbed.Fields
		selected []string
		want     string
	}{
		{document, nil, "“Dear Debbie”"},
		{document, []string{"subject", seedbed.FieldValidity}, "“late delivery”"},
		{hint, nil, "“Count them.”"},
		{hint, []string{"question"}, "“How many?”"},
		{seedbed.Fields{{Name: seedbed.FieldValidity, Value: "valid"}}, nil, "no text"},
	} {
		if got := lastText(&seedbed.Record{Fields: c.fields}, c.selected); got != c.want {
			t.Errorf("%v of %v: %s, want %s", c.selected, c.fields, got, c.want)
		}
	}
}
