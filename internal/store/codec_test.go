package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

func nameOf(n *names) func(int64) (string, error) {
	return func(id int64) (string, error) {
		if s, ok := n.text(id); ok {
			return s, nil
		}
		return "", fmt.Errorf("no name %d", id)
	}
}

// parseFields reads what AppendJSON writes as the root package's own decoder
// does, and refuses what that one refuses, but for names that are there twice.
func FuzzParseFields(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"a":1,"b":[1.5,-0,1e400,123456789012345678901],"c":{"x":null,"y":[true,false]}}`,
		`{"a":"\u00e9\ud83c\udf31\ud83c \n\"\\\/\b\f"}`, `{"a":`, `{"a":1}x`, `[1]`, `{"a":01}`, `{"a":"` + "\x00" + `"}`, `{"a":1,}`, `{"":-}`,
		strings.Repeat(`{"a":[`, 6000), `{"a":+1}`, `{"a":nul}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := parseFields(b)
		var want seedbed.Fields
		wantErr := json.Unmarshal(b, &want)
		if wantErr != nil {
			if err == nil && !strings.Contains(wantErr.Error(), "twice") {
				t.Fatalf("%q: read as %v, want %v", b, got, wantErr)
			}
			return
		}
		if err != nil {
			t.Fatalf("%q: %v", b, err)
		}
		if !json.Valid(got.AppendJSON(nil)) || string(got.AppendJSON(nil)) != string(want.AppendJSON(nil)) {
			t.Fatalf("%q: read as %s, want %s", b, got.AppendJSON(nil), want.AppendJSON(nil))
		}
		again, err := parseFields(got.AppendJSON(nil))
		if err != nil || !reflect.DeepEqual(again, got) {
			t.Fatalf("%q: read again as %v, want %v (%v)", b, again, got, err)
		}
	})
}

// Whatever bytes are in the file, reading them ends without a panic.
func FuzzDecode(f *testing.F) {
	n := newNames()
	l := seedbed.Lineage{Parents: []seedbed.ID{{1}}, Calls: []seedbed.CallKey{{2}}, Exemplars: []string{"e", strings.Repeat("long", 500)}}
	f.Add(appendLineage(nil, &l, n))
	f.Add(appendScores(nil, []seedbed.Score{{Criterion: "c", Value: "v", Call: seedbed.CallKey{3}}, {Value: 1.5}, {Value: []any{"x"}}}, n))
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	p, err := newPacker()
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(p.close)
	f.Add(p.pack(nil, []byte(strings.Repeat("abc", 1000))))
	f.Fuzz(func(t *testing.T, b []byte) {
		var l seedbed.Lineage
		_ = decodeLineage(b, &l, nameOf(n))
		_, _ = decodeScores(b, nameOf(n))
		_, _ = p.unpack(b, nil)
		_, _ = parseVerdict(string(b))
		_, _ = parseMaker(string(b))
	})
}

func TestPack(t *testing.T) {
	p, err := newPacker()
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	rapid.Check(t, func(rt *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(rt, "b")
		for range rapid.IntRange(0, 3).Draw(rt, "repeat") {
			b = append(b, b...)
		}
		packed := p.pack([]byte("front"), b)
		if len(packed) > len("front")+1+len(b) {
			rt.Fatalf("%d bytes became %d", len(b), len(packed))
		}
		got, err := p.unpack(packed[5:], nil)
		if err != nil || string(got) != string(b) {
			rt.Fatalf("%q comes back as %q (%v)", b, got, err)
		}
	})
	common := strings.Repeat("what all of a sort have in common, ", 90)
	rapid.Check(t, func(rt *rapid.T) {
		b := []byte(common[:rapid.IntRange(0, len(common)).Draw(rt, "common")] + rapid.String().Draw(rt, "own"))
		packed := p.packLike("sort", []byte("front"), b)
		if len(packed) > len("front")+1+len(b) {
			rt.Fatalf("%d bytes became %d", len(b), len(packed))
		}
		want := string(b)
		clear(b) // the caller uses its buffer again
		got, err := p.unpack(packed[5:], nil)
		if err != nil || string(got) != want {
			rt.Fatalf("%q comes back as %q (%v)", want, got, err)
		}
	})
	if _, err := p.unpack([]byte{likeOthers, 99, 1}, nil); err == nil {
		t.Error("an unknown dictionary is read")
	}
	if _, err := p.unpack([]byte("?"), nil); err == nil {
		t.Error("an unknown codec is read")
	}
}

func TestLineageAndScores(t *testing.T) {
	n := newNames()
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.Just(strings.Repeat("long", 400)), rapid.Just("\xff\x00"))
		l := seedbed.Lineage{
			Copy: rapid.Int().Draw(rt, "copy"), Line: rapid.Int().Draw(rt, "line"), Depth: rapid.Int().Draw(rt, "depth"),
			Exemplars: rapid.SliceOfN(text, 1, 4).Draw(rt, "exemplars"),
		}
		for i := range rapid.IntRange(0, 3).Draw(rt, "parents") {
			l.Parents = append(l.Parents, seedbed.ID{byte(i), 1})
			l.Calls = append(l.Calls, seedbed.CallKey{byte(i), 2})
		}
		var got seedbed.Lineage
		if err := decodeLineage(appendLineage(nil, &l, n), &got, nameOf(n)); err != nil || !reflect.DeepEqual(got, l) {
			rt.Fatalf("%+v comes back as %+v (%v)", l, got, err)
		}
		var scores []seedbed.Score
		for range rapid.IntRange(1, 4).Draw(rt, "scores") {
			var v any
			switch rapid.IntRange(0, 5).Draw(rt, "kind") {
			case 0:
				v = rapid.Int64().Draw(rt, "int")
			case 1:
				v = rapid.Bool().Draw(rt, "bool")
			case 2:
				v = text.Draw(rt, "text")
			case 3:
				v = rapid.Float64().Draw(rt, "float")
			case 4:
				v = []any{int64(1), "x"}
			}
			var sure *seedbed.Confidence
			if rapid.Bool().Draw(rt, "confidence") {
				sure = &seedbed.Confidence{}
				maybe := rapid.Ptr(rapid.Float64(), true)
				sure.Stated, sure.Logprob, sure.Repeats = maybe.Draw(rt, "stated"), maybe.Draw(rt, "logprob"), maybe.Draw(rt, "repeats")
				sure.Panel = new(rapid.Float64().Draw(rt, "panel")) // without any there is nothing to keep
			}
			scores = append(scores, seedbed.Score{
				Confidence: sure, Criterion: text.Draw(rt, "criterion"), Status: seedbed.Scored, Value: v, Reason: text.Draw(rt, "reason"),
				Stage: "s", Judge: text.Draw(rt, "judge"), Call: seedbed.CallKey{byte(rapid.IntRange(0, 2).Draw(rt, "call"))},
			})
		}
		back, err := decodeScores(appendScores(nil, scores, n), nameOf(n))
		if err != nil || !reflect.DeepEqual(back, scores) {
			rt.Fatalf("%+v come back as %+v (%v)", scores, back, err)
		}
	})
}

// A request that goes on from one that is gone, or cut, or from itself, is said to be
// damaged; its reply is read all the same.
func TestDamagedConversation(t *testing.T) {
	ctx := t.Context()
	body := bytes.Repeat([]byte("Once upon a time. "), 40)
	first := seedbed.Call{Key: benchCallKey(1), Request: body, Reply: []byte("one")}
	next := seedbed.Call{Key: benchCallKey(2), Request: append(bytes.Clone(body), "The end."...), Reply: []byte("two")}
	next.Since = (*seedbed.Sent)(nil).Next(&seedbed.Reply{Key: first.Key, Request: body})
	for name, damage := range map[string]string{
		"gone":      "UPDATE calls SET key = zeroblob(32) WHERE num = 1",
		"cut":       "UPDATE calls SET request = ' short' WHERE num = 1",
		"no number": "UPDATE calls SET request = substr(request, 1, 33) WHERE num = 2",
		"no key":    "UPDATE calls SET request = 's' WHERE num = 2",
		"itself":    "UPDATE calls SET request = 's' || key || x'0120' WHERE num = 2",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			j := openIn(t, dir, Options{})
			for _, c := range []seedbed.Call{first, next} {
				if err := j.PutCall(ctx, c); err != nil {
					t.Fatal(err)
				}
			}
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			c, err := openConn(Path(dir), "mode=rw")
			if err == nil {
				err = c.run(damage)
			}
			if err = errors.Join(err, c.close()); err != nil {
				t.Fatal(err)
			}
			r := readIn(t, dir)
			if got, ok, err := r.Call(ctx, next.Key); seedbed.CodeOf(err) != seedbed.CodeStorage || !strings.Contains(err.Error(), "damaged") {
				t.Errorf("%v %v, and it says: %v", got, ok, err)
			}
			if got, ok, err := r.Answer(ctx, next.Key); err != nil || !ok || string(got.Reply) != "two" {
				t.Errorf("the reply: %q %v %v", got.Reply, ok, err)
			}
		})
	}
}
