package config

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// Decode fills dst, a pointer, from the value at a path: first with the defaults
// of its tags, then with what is written. Keys of a struct that its tags do not
// name are problems, but for those in also, which someone else reads. What has a
// problem keeps its default.
func (d *Doc) Decode(path string, dst any, also ...string) seedbed.Problems {
	v := reflect.ValueOf(dst)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return seedbed.Problems{{Message: fmt.Sprintf("decoding %s: want a pointer, got %T", path, dst)}}
	}
	dec := decoder{doc: d, also: also, top: path}
	n := d.find(path)
	dec.value(n, path, v.Elem(), &field{key: lastKey(path)}, true)
	return Sorted(dec.probs)
}

func lastKey(path string) string {
	keys := split(path)
	if len(keys) == 0 {
		return ""
	}
	return keys[len(keys)-1]
}

type decoder struct {
	doc   *Doc
	also  []string
	top   string
	probs seedbed.Problems
	depth int
}

func (dec *decoder) problem(n *node, path, msg, fix string) {
	pos := dec.doc.Pos(path)
	if n != nil {
		pos = n.pos
	}
	dec.probs = append(dec.probs, seedbed.Problem{Pos: pos, Message: msg, Fix: fix})
}

// value fills v from n. given is false below a map that was left out: then
// defaults are filled and nothing is missed. Only the map that Decode was asked
// for misses keys though it is left out itself.
func (dec *decoder) value(n *node, path string, v reflect.Value, f *field, given bool) {
	if n.isNull() {
		dec.absent(path, v, f, given)
		return
	}
	if dec.depth++; dec.depth > 2*MaxDepth { // a type that contains itself
		dec.problem(n, path, "nested too deep", "")
		return
	}
	defer func() { dec.depth-- }()
	if v.CanAddr() && v.Addr().Type().Implements(decoderType) {
		if v.Kind() == reflect.Struct { // its defaults hold for what it leaves alone
			dec.absent(path, v, &field{}, false)
		}
		dec.probs = append(dec.probs, v.Addr().Interface().(Decoder).DecodeConfig(dec.doc, path)...)
		return
	}
	switch {
	case v.Type() == rawType:
		v.SetBytes(n.appendJSON(nil))
	case v.Kind() == reflect.Pointer:
		elem := reflect.New(v.Type().Elem())
		dec.value(n, path, elem.Elem(), f, true)
		v.Set(elem)
	case v.Kind() == reflect.Interface && v.NumMethod() == 0:
		if x := n.any(); x != nil {
			v.Set(reflect.ValueOf(x))
		}
	case v.Kind() == reflect.Struct:
		dec.structure(n, path, v, f)
	case v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String:
		dec.mapping(n, path, v, f)
	case v.Kind() == reflect.Slice:
		dec.list(n, path, v, f)
	default:
		dec.scalar(n, path, v, f)
	}
}

// absent handles a value that is not written.
func (dec *decoder) absent(path string, v reflect.Value, f *field, given bool) {
	switch {
	case f.required && given:
		dec.missing(path, f)
	case f.hasDef && f.def != "":
		dec.setDefault(path, v, f)
	case v.Kind() == reflect.Struct:
		for _, sub := range fieldsOf(v.Type()) {
			dec.value(nil, Join(path, sub.key), v.FieldByIndex(sub.index), &sub, given && path == dec.top)
		}
	}
}

func (dec *decoder) missing(path string, f *field) {
	fix := "add " + f.key + ": ..."
	switch {
	case f.example != "":
		fix = "add " + f.key + ": " + f.example
	case len(f.enum) > 0:
		fix = "add " + f.key + ": " + strings.Join(f.enum, " | ")
	}
	msg := fmt.Sprintf("%q is missing", f.key)
	if f.doc != "" {
		msg += ": " + f.doc
	}
	dec.problem(nil, path, msg, fix)
}

// setDefault decodes the default of a tag. A default that does not fit its field
// is a mistake in this program, which the test of all configurations finds.
func (dec *decoder) setDefault(path string, v reflect.Value, f *field) {
	d, probs := Parse("default of "+f.key, []byte(f.def), 1)
	if len(probs) > 0 {
		dec.probs = append(dec.probs, probs...)
		return
	}
	sub := decoder{doc: d, depth: dec.depth}
	sub.value(d.root, "", v, &field{key: f.key, enum: f.enum}, true)
	dec.probs = append(dec.probs, sub.probs...)
}

func (dec *decoder) structure(n *node, path string, v reflect.Value, f *field) {
	if n.kind != Mapping {
		dec.wrong(n, path, v.Type(), f)
		return
	}
	fields := fieldsOf(v.Type())
	for i := range fields {
		sub := &fields[i]
		_, item := n.get(sub.key)
		dec.value(item, Join(path, sub.key), v.FieldByIndex(sub.index), sub, true)
	}
	var known []string
	for i := range fields {
		known = append(known, fields[i].key)
	}
	if path == dec.top {
		known = append(known, dec.also...)
	}
	dec.unknown(n, known)
}

// unknown reports keys that nobody reads.
func (dec *decoder) unknown(n *node, known []string) {
	reported := 0
	for _, k := range n.keys {
		if slices.Contains(known, k.value) {
			continue
		}
		if reported++; reported > maxReported {
			dec.problem(k, "", "more unknown keys follow", "")
			return
		}
		dec.probs = append(dec.probs, Unknown(k.pos, "key", k.value, known))
	}
}

// Unknown is the problem of a name that does not exist among the known ones;
// what says what it should name: "key", "kind of stage".
func Unknown(pos seedbed.Position, what, name string, known []string) seedbed.Problem {
	p := seedbed.Problem{Pos: pos, Message: fmt.Sprintf("unknown %s %s", what, quoteShort(name))}
	if p.Fix = DidYouMean(name, known); p.Fix == "" && len(known) > 0 {
		p.Fix = "known here: " + Names(known)
	}
	return p
}

// Names lists names for a message: the first of them, and how many more.
func Names(names []string) string {
	const most = 16
	var shown []string
	for _, n := range names[:min(len(names), most)] {
		shown = append(shown, Show(n))
	}
	list := strings.Join(shown, ", ")
	if more := len(names) - most; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

// Show returns a text of a person for a message: as it is where it is short and
// printable without spaces, in quotes and cut otherwise.
func Show(s string) string {
	odd := func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) || r == utf8.RuneError }
	if s == "" || len(s) > 200 || strings.IndexFunc(s, odd) >= 0 {
		return quoteShort(s)
	}
	return s
}

func (dec *decoder) mapping(n *node, path string, v reflect.Value, f *field) {
	if n.kind != Mapping {
		dec.wrong(n, path, v.Type(), f)
		return
	}
	out := reflect.MakeMapWithSize(v.Type(), len(n.keys))
	for i, k := range n.keys {
		elem := reflect.New(v.Type().Elem()).Elem()
		dec.value(n.items[i], Join(path, k.value), elem, &field{key: k.value, enum: f.enum, min: f.min, max: f.max}, true)
		out.SetMapIndex(reflect.ValueOf(k.value).Convert(v.Type().Key()), elem)
	}
	v.Set(out)
}

// list fills a slice; one scalar stands for a list of it.
func (dec *decoder) list(n *node, path string, v reflect.Value, f *field) {
	elem := v.Type().Elem()
	item := &field{key: f.key, enum: f.enum, min: f.min, max: f.max}
	if n.kind == Scalar && isScalar(elem) {
		out := reflect.MakeSlice(v.Type(), 1, 1)
		dec.value(n, path, out.Index(0), item, true)
		v.Set(out)
		return
	}
	if n.kind != List {
		dec.wrong(n, path, v.Type(), f)
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.items), len(n.items))
	for i, it := range n.items {
		sub := Join(path, fmt.Sprint(i))
		if it.isNull() && elem.Kind() != reflect.Interface {
			dec.problem(it, sub, fmt.Sprintf("%q: item %d is empty", f.key, i+1), "remove it, or write \"\" for an empty text")
			continue
		}
		dec.value(it, sub, out.Index(i), item, true)
	}
	v.Set(out)
}

func isScalar(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map, reflect.Struct, reflect.Pointer:
		return false
	}
	return true
}

func (dec *decoder) wrong(n *node, path string, t reflect.Type, f *field) {
	fix := ""
	if n.kind != Scalar && isScalar(t) && t.Kind() == reflect.String {
		fix = "put the text in quotes"
	}
	msg := fmt.Sprintf("want %s, got %s", wanted(t), got(n))
	if f.key != "" {
		msg = fmt.Sprintf("%q: %s", f.key, msg)
	}
	dec.problem(n, path, msg, fix)
}

// quoteShort quotes a text of a person, cut so that a message stays readable.
func quoteShort(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// Value returns the value at a path in the value types of seedbed.Fields; nil
// where there is none.
func (d *Doc) Value(path string) any {
	n := d.find(path)
	if n == nil {
		return nil
	}
	return n.any()
}

// JSON returns the value at a path as JSON, with the keys of maps in the order
// in which they are written; nil where there is none.
func (d *Doc) JSON(path string) json.RawMessage {
	n := d.find(path)
	if n.isNull() {
		return nil
	}
	return n.appendJSON(nil)
}
