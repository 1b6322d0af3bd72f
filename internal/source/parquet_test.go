package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"seedbed.dev/seedbed"
)

type turn struct {
	Role string   `parquet:"role"`
	Tags []string `parquet:"tags,list"`
}

type sample struct {
	Name  string         `parquet:"name"`
	N     int32          `parquet:"n"`
	Big   uint64         `parquet:"big"`
	F     float64        `parquet:"f"`
	Ok    bool           `parquet:"ok"`
	Maybe *string        `parquet:"maybe,optional"`
	Day   time.Time      `parquet:"day,timestamp(millisecond)"`
	Price int64          `parquet:"price,decimal(2:12)"`
	Turns []turn         `parquet:"turns,list"`
	Bare  []int64        `parquet:"bare"`
	Props map[string]int `parquet:"props"`
	Deep  struct {
		X *int64 `parquet:"x,optional"`
	} `parquet:"deep"`
}

func samples(n int) []sample {
	word := "x"
	out := make([]sample, n)
	for i := range out {
		out[i] = sample{Name: fmt.Sprint("é", i), N: -3, Big: 1 << 63, F: 1.5, Ok: true, Day: time.UnixMilli(1_700_000_000_123), Price: 1234}
		if i%2 == 0 {
			out[i].Maybe = &word
			out[i].Turns = []turn{{"user", []string{"a", "b"}}, {"bot", nil}}
			out[i].Bare = []int64{1, 2}
			out[i].Props = map[string]int{"k": 7}
			v := int64(i)
			out[i].Deep.X = &v
		}
	}
	return out
}

func parquetBytes[T any](t testing.TB, rows []T, perGroup int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, parquet.MaxRowsPerRowGroup(int64(perGroup)))
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestParquet(t *testing.T) {
	dir := write(t, "p.parquet", string(parquetBytes(t, samples(200), 70)))
	s := src("p.parquet")
	got, err := collect(&Reader{Dir: dir}, s)
	if err != nil || len(got) != 200 {
		t.Fatalf("got %d rows, %v", len(got), err)
	}
	want := seedbed.Fields{
		{Name: "name", Value: "é150"},
		{Name: "n", Value: int64(-3)},
		{Name: "big", Value: json.Number("9223372036854775808")},
		{Name: "f", Value: 1.5},
		{Name: "ok", Value: true},
		{Name: "maybe", Value: "x"},
		{Name: "day", Value: "2023-11-14T22:13:20.123Z"},
		{Name: "price", Value: 12.34},
		{Name: "turns", Value: []any{
			map[string]any{"role": "user", "tags": []any{"a", "b"}},
			map[string]any{"role": "bot", "tags": []any{}},
		}},
		{Name: "bare", Value: []any{int64(1), int64(2)}},
		{Name: "props", Value: map[string]any{"k": int64(7)}},
		{Name: "deep", Value: map[string]any{"x": int64(150)}},
	}
	if !reflect.DeepEqual(got[150].Fields, want) || got[150].Lineage.Line != 151 {
		t.Errorf("line %d\ngot  %s\nwant %s", got[150].Lineage.Line, got[150].Fields.AppendJSON(nil), want.AppendJSON(nil))
	}
	odd := got[151].Fields
	for name, want := range map[string]string{"maybe": "null", "turns": "[]", "bare": "[]", "props": "{}", "deep": `{"x":null}`} {
		if v, _ := odd.Get(name); string(seedbed.AppendValue(nil, v)) != want {
			t.Errorf("%s is %s, want %s", name, seedbed.AppendValue(nil, v), want)
		}
	}
	scan, problems, err := (&Reader{Dir: dir}).Scan(t.Context(), s, nil)
	if err != nil || len(problems) > 0 || scan.Rows != 200 || len(scan.Digest) != 64 {
		t.Fatalf("got %+v %v %v", scan, problems, err)
	}
	if st, _ := scan.Schema.Has("maybe"); st != seedbed.TypeAny {
		t.Errorf("maybe has type %s", st)
	}
}

func TestParquetDamaged(t *testing.T) {
	whole := parquetBytes(t, samples(50), 20)
	for name, b := range map[string][]byte{
		"cut": whole[:len(whole)-20], "tiny": whole[:5], "empty": nil, "no footer": append(bytes.Clone(whole[:100]), "PAR1"...),
	} {
		dir := write(t, "p.parquet", string(b))
		if _, err := collect(&Reader{Dir: dir}, src("p.parquet")); err == nil || seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestParquetFlips reads a file with every byte changed in turn: it may be
// read or refused, and never panics.
func TestParquetFlips(t *testing.T) {
	whole := parquetBytes(t, []turn{{"user", []string{"a", "b"}}, {"bot", nil}}, 1)
	for i := range whole {
		for _, x := range []byte{0x01, 0x80, 0xff} {
			b := bytes.Clone(whole)
			b[i] ^= x
			drainParquet(b)
		}
	}
}

func drainParquet(b []byte) {
	p, err := newParquet(bytes.NewReader(b), int64(len(b)), nil)
	if err != nil {
		return
	}
	defer p.close()
	for range 1000 {
		var r row
		if err := p.next(&r); err == io.EOF || err != nil {
			return
		}
	}
}

func FuzzParquet(f *testing.F) {
	f.Add(parquetBytes(f, samples(3), 2))
	f.Add(parquetBytes(f, []turn{{"a", []string{"b"}}}, 1))
	f.Fuzz(func(_ *testing.T, b []byte) { drainParquet(b) })
}

// TestParquetOfPython reads a file that pyarrow 26 wrote, with every type that people
// of this field put into such files.
func TestParquetOfPython(t *testing.T) {
	s := src("testdata/pyarrow.parquet")
	got, err := collect(&Reader{Dir: "."}, s)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`{"question":"What is é?","label":"a","n8":1,"u64":9223372036854775808,"f32":1.5,"f16":1.5,"ok":true,"day":"2026-11-22",` +
			`"at":"2026-11-22T20:17:00.123","at_utc":"2026-11-22T20:17:00Z","clock":"20:17:00","price":-12.34,"big":123456789012345678901234.5,` +
			`"messages":[{"content":"hi","role":"user"},{"content":null,"role":"bot"}],"grid":[[1,2],[],null,[3]],"props":{"k":1,"l":null},` +
			`"deep":{"x":{"y":"z"}},"large":"L","bin":"abc"}`,
		`{"question":null,"label":"b","n8":-2,"u64":1,"f32":null,"f16":-0.25,"ok":false,"day":null,"at":null,"at_utc":null,"clock":null,` +
			`"price":null,"big":null,"messages":[],"grid":null,"props":null,"deep":{"x":null},"large":null,"bin":null}`,
		`{"question":"x","label":"a","n8":null,"u64":null,"f32":null,"f16":null,"ok":null,"day":"1969-12-31","at":null,"at_utc":null,` +
			`"clock":null,"price":0.1,"big":null,"messages":null,"grid":[],"props":{},"deep":null,"large":"","bin":""}`,
	}
	for i := range want {
		if b := string(got[i].Fields.AppendJSON(nil)); b != want[i] {
			t.Errorf("row %d\ngot  %s\nwant %s", i, b, want[i])
		}
	}
}
