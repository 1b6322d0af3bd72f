package bias

import (
	"maps"
	"slices"

	"seedbed.dev/seedbed"
)

// textOf returns the text of a field that a judge is tried with: the field itself, or,
// of a conversation, the last thing that the system under test said.
func textOf(r *seedbed.Record, field string) (string, bool) {
	v, _ := r.Fields.Get(field)
	switch v := v.(type) {
	case string:
		return v, v != ""
	case []any:
		if i := lastReply(v); i >= 0 {
			s, ok := v[i].(map[string]any)["content"].(string)
			return s, ok && s != ""
		}
	}
	return "", false
}

// withText is the record with another text in its place.
func withText(r seedbed.Record, field, text string) seedbed.Record {
	v, _ := r.Fields.Get(field)
	if list, ok := v.([]any); ok {
		if i := lastReply(list); i >= 0 {
			turn := maps.Clone(list[i].(map[string]any))
			turn["content"] = text
			list = slices.Clone(list)
			list[i] = turn
			r.Fields = r.Fields.With(field, list)
			return r
		}
	}
	r.Fields = r.Fields.With(field, text)
	return r
}

// lastReply is where in a conversation the system under test spoke last; -1 where it
// did not, or where the list is no conversation.
func lastReply(turns []any) int {
	for i := len(turns) - 1; i >= 0; i-- {
		if t, ok := turns[i].(map[string]any); ok && t["role"] == string(seedbed.Assistant) {
			return i
		}
	}
	return -1
}
