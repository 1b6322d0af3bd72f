package web

import (
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// mendMost is the longest text that is offered to be mended, in bytes.
const mendMost = 20_000

// mendable is a field whose text somebody may mend.
type mendable struct{ Name, Label, Text string }

// mendables are the fields that a form can give back as they were: texts in which
// nothing stands that a browser changes or does not show. Sides that are to be told
// apart blindly are not among them.
func mendables(fields seedbed.Fields, letters map[string]string) []mendable {
	var out []mendable
	for i := range fields {
		text, ok := fields[i].Value.(string)
		if ok && letters[fields[i].Name] == "" && len(text) <= mendMost && len(out) < 12 && survives(text) && survives(fields[i].Name) {
			out = append(out, mendable{fields[i].Name, visible(fields[i].Name), text})
		}
	}
	return out
}

// survives reports whether a text comes back from a form as it was.
func survives(s string) bool {
	var before rune
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		after, _ := utf8.DecodeRuneInString(s[i+size:])
		if _, plain := symbolOf(s[i:i+size], r, before, after, 0); !plain || r == unicode.ReplacementChar && size == 1 {
			return false
		}
		i, before = i+size, r
	}
	return true
}

// repair keeps a row that somebody mended: the fields that are not as they were.
func (s *Server) repair(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, _, row, err := s.asked(r)
	if err != nil {
		return err
	}
	t, err := s.desk.Next(r.Context(), name, v.person.ID)
	if err != nil {
		return err
	}
	if t.Row != row {
		return seedbed.Errorf(seedbed.CodeInvalid, "row %s is no longer held for you; it cannot be mended now", row.Short())
	}
	var changed seedbed.Fields
	for _, m := range mendables(t.Record.Fields, sidesOf(t, t.Rubric)) {
		values, has := r.PostForm["f."+m.Name]
		if !has {
			continue
		}
		if text := strings.ReplaceAll(values[0], "\r\n", "\n"); text != m.Text {
			changed = append(changed, seedbed.Field{Name: m.Name, Value: text})
		}
	}
	if len(changed) == 0 {
		v.session.say(name, "Nothing was changed, so nothing was kept.")
		back(w, r, inspectionPath(name, "rate"))
		return nil
	}
	rep, err := s.desk.Repair(r.Context(), name, v.person.ID, row, changed, strings.TrimSpace(r.PostForm.Get("note")))
	if err != nil {
		return err
	}
	v.session.say(name, repaired(&rep))
	back(w, r, inspectionPath(name, "rate"))
	return nil
}

func repaired(rep *review.Repair) string {
	return "Kept as row " + rep.New.Short() + ", by you. Now rate this one as it is."
}
