package stage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"seedbed.dev/seedbed"
)

// The forms of replies.
const (
	replyText = "text"
	replyJSON = "json"
	replyList = "list"
)

// Why a reply makes no record. Few, so that rows can be counted by them.
const (
	reasonUnparsable = "unparsable reply"
	reasonSchema     = "does not follow the schema"
	reasonRefused    = "refused"
	reasonCut        = "cut off"
	reasonFiltered   = "filtered"
	reasonEmpty      = "empty reply"
)

// replyItemsMost is how many records one reply may become.
const replyItemsMost = 10_000

// replyReader makes fields of replies. It is immutable.
type replyReader struct {
	form     string
	field    string // of a text, or of a list item that is no object
	allowCut bool
	schema   *jsonschema.Schema // of the object, or of each item; nil: none
}

// replyItem is one record that a reply becomes; with a reason, a rejected one.
type replyItem struct {
	fields         seedbed.Fields
	reason, detail string
}

// replyFailure is why a reply became nothing.
type replyFailure struct {
	reason, detail string
	final          bool // asking again would not help
}

// read makes the reply's items, or says why it cannot.
func (p *replyReader) read(r *seedbed.Reply) ([]replyItem, *replyFailure) {
	switch {
	case r.Finish == seedbed.FinishRefusal || r.Refusal != "":
		return nil, &replyFailure{reasonRefused, replyQuote(r.Refusal + r.Text), true}
	case r.Finish == seedbed.FinishFilter:
		return nil, &replyFailure{reasonFiltered, "the provider's content filter stopped it", true}
	}
	text := strings.TrimSpace(strings.ToValidUTF8(r.Text, "\ufffd"))
	cut := r.Finish == seedbed.FinishLength
	switch {
	case text == "" && cut:
		return nil, &replyFailure{reasonCut, "it reached the most tokens before any text; raise max_tokens", p.form == replyText}
	case text == "":
		return nil, &replyFailure{reason: reasonEmpty}
	case p.form == replyText && cut && !p.allowCut:
		return nil, &replyFailure{reasonCut, "it reached the most tokens; raise max_tokens, or write allow_cut: true", true}
	case p.form == replyText:
		return []replyItem{{fields: seedbed.Fields{{Name: p.field, Value: text}}}}, nil
	}
	items, fail := p.structured(text)
	if fail != nil && cut {
		fail.reason = reasonCut
		fail.detail = "it reached the most tokens; raise max_tokens"
	}
	return items, fail
}

// structured reads a reply that is JSON. Of several values in it the last one
// that fits counts: models think aloud first.
func (p *replyReader) structured(text string) ([]replyItem, *replyFailure) {
	found := replyValues(text, p.form == replyList)
	if len(found) == 0 {
		return nil, &replyFailure{reason: reasonUnparsable, detail: replyNotJSON(text, p.form)}
	}
	var fail *replyFailure
	for i := len(found) - 1; i >= 0; i-- {
		var items []replyItem
		var f *replyFailure
		if p.form == replyList {
			items, f = p.list(found[i])
		} else {
			items, f = p.object(found[i])
		}
		if f == nil {
			return items, nil
		}
		if fail == nil {
			fail = f
		}
	}
	return nil, fail
}

func (p *replyReader) object(raw []byte) ([]replyItem, *replyFailure) {
	fields, err := seedbed.DecodeFields(json.NewDecoder(bytes.NewReader(raw)))
	if err != nil {
		return nil, &replyFailure{reason: reasonUnparsable, detail: err.Error()}
	}
	if len(fields) == 0 && p.schema == nil {
		return nil, &replyFailure{reason: reasonEmpty, detail: "an object with nothing in it"}
	}
	if detail := p.invalid(fields); detail != "" {
		return nil, &replyFailure{reason: reasonSchema, detail: detail}
	}
	return []replyItem{{fields: fields}}, nil
}

// list reads an array, or an object with one array in it. Items that do not
// follow the schema become rejected records, unless none does.
func (p *replyReader) list(raw []byte) ([]replyItem, *replyFailure) {
	elems, fail := replyElements(raw)
	if fail != nil {
		return nil, fail
	}
	if len(elems) == 0 {
		return nil, &replyFailure{reason: reasonEmpty, detail: "a list with nothing in it"}
	}
	if len(elems) > replyItemsMost {
		return nil, &replyFailure{reason: reasonUnparsable, detail: fmt.Sprintf("a list of %d items; %d are the most", len(elems), replyItemsMost), final: true}
	}
	out := make([]replyItem, 0, len(elems))
	good := 0
	var first *replyFailure
	for i, elem := range elems {
		item := p.item(elem)
		if item.reason == "" {
			good++
		} else {
			item.detail = fmt.Sprintf("item %d: %s", i+1, item.detail)
			if first == nil {
				first = &replyFailure{reason: item.reason, detail: item.detail}
			}
		}
		out = append(out, item)
	}
	if good == 0 {
		return nil, first
	}
	return out, nil
}

func (p *replyReader) item(elem json.RawMessage) replyItem {
	if elem[0] == '{' {
		fields, err := seedbed.DecodeFields(json.NewDecoder(bytes.NewReader(elem)))
		if err != nil {
			return replyItem{reason: reasonUnparsable, detail: err.Error()}
		}
		if detail := p.invalid(fields); detail != "" {
			return replyItem{reason: reasonSchema, detail: detail}
		}
		return replyItem{fields: fields}
	}
	v, err := replyValue(elem)
	if err != nil {
		return replyItem{reason: reasonUnparsable, detail: err.Error()}
	}
	if p.schema != nil {
		if err := p.schema.Validate(v); err != nil {
			return replyItem{reason: reasonSchema, detail: replySchemaDetail(err)}
		}
	}
	if s, ok := v.(string); ok {
		if s = strings.TrimSpace(s); s == "" {
			return replyItem{reason: reasonEmpty, detail: "an empty text"}
		}
		v = s
	}
	return replyItem{fields: seedbed.Fields{{Name: p.field, Value: v}}}
}

// invalid says how fields break the schema; "" when they follow it.
func (p *replyReader) invalid(fields seedbed.Fields) string {
	if p.schema == nil {
		return ""
	}
	if err := p.schema.Validate(fields.Map()); err != nil {
		return replySchemaDetail(err)
	}
	return ""
}

func replyValue(raw []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	return seedbed.Normalize(v), nil
}

// replyElements returns the elements of an array, or of the one array that is a
// property of an object.
func replyElements(raw []byte) ([]json.RawMessage, *replyFailure) {
	var elems []json.RawMessage
	if raw[0] == '[' {
		if err := json.Unmarshal(raw, &elems); err != nil {
			return nil, &replyFailure{reason: reasonUnparsable, detail: err.Error()}
		}
		return elems, nil
	}
	var props map[string]json.RawMessage
	if err := json.Unmarshal(raw, &props); err != nil {
		return nil, &replyFailure{reason: reasonUnparsable, detail: err.Error()}
	}
	lists := 0
	for _, v := range props {
		if len(v) > 0 && v[0] == '[' {
			lists++
			if err := json.Unmarshal(v, &elems); err != nil {
				return nil, &replyFailure{reason: reasonUnparsable, detail: err.Error()}
			}
		}
	}
	if lists != 1 {
		return nil, &replyFailure{reason: reasonUnparsable, detail: fmt.Sprintf("wanted a list, got an object with %d lists in it", lists)}
	}
	return elems, nil
}

// replyQuote is a short piece of a reply for a person; it is shown as data.
func replyQuote(s string) string {
	const most = 160
	s = strings.ToValidUTF8(strings.Join(strings.Fields(s[:min(len(s), 8*most)]), " "), "\ufffd")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}
