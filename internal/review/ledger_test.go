package review

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 123456789, time.UTC)

func openLedger(t testing.TB, dir string) *Ledger {
	t.Helper()
	l, err := OpenLedger(dir, LedgerOptions{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func event(by string, n int) Event {
	return Event{By: by, Kind: EventAnswer, Of: "kept", Body: json.RawMessage(fmt.Sprintf(`{"n": %d}`, n))}
}

func events(t testing.TB, seq func(func(Event, error) bool)) []Event {
	t.Helper()
	var out []Event
	for e, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

func TestLedgerKeepsWhatItIsGiven(t *testing.T) {
	defer goleak.VerifyNone(t)
	dir := filepath.Join(t.TempDir(), "people")
	l := openLedger(t, dir)
	if h := l.Head(); h != (Head{}) {
		t.Errorf("the head of nothing is %+v", h)
	}
	before := noon.Add(-48 * time.Hour)
	given := []Event{
		event("p-1", 1),
		{By: "p-\"2\\\n", Kind: EventPause, Body: nil},
		{By: "p-3", Kind: EventAnswer, Of: "ä", At: before, Body: json.RawMessage("{\n \"a\" : \"<>\u2028é\" }")},
		{By: "p-3", Kind: EventAnswer, At: noon.Add(time.Hour), Body: json.RawMessage(`[1]`)},
	}
	first, err := l.Append(t.Context(), given[0])
	if err != nil {
		t.Fatal(err)
	}
	rest, err := l.Append(t.Context(), given[1:]...)
	if err != nil {
		t.Fatal(err)
	}
	all := append(first, rest...)
	at := noon.Truncate(time.Microsecond)
	for i, e := range all {
		want := at
		if i == 2 {
			want = before.Truncate(time.Microsecond)
		}
		if e.Seq != int64(i+1) || e.By != given[i].By || !e.At.Equal(want) || len(e.Hash) != 64 {
			t.Errorf("event %d is %+v", i, e)
		}
	}
	if string(all[1].Body) != "null" || string(all[2].Body) != "{\"a\":\"<>\u2028é\"}" {
		t.Errorf("bodies are %s and %s", all[1].Body, all[2].Body)
	}
	if got := events(t, l.Events()); !reflect.DeepEqual(got, all) {
		t.Errorf("it gives %+v; want %+v", got, all)
	}
	head, err := l.Verify()
	if err != nil || head != (Head{Seq: 4, Hash: all[3].Hash}) || l.Head() != head {
		t.Errorf("the head is %+v, %v", head, err)
	}
	if err := errors.Join(l.Close(), l.Close()); err != nil {
		t.Error(err)
	}
	if _, err := l.Append(t.Context(), given[0]); err == nil {
		t.Error("a ledger that is closed takes an event")
	}
	again := openLedger(t, dir)
	if got := events(t, again.Events()); !reflect.DeepEqual(got, all) || again.Head() != head {
		t.Errorf("opened again it gives %+v", got)
	}
	path := filepath.Join(dir, ledgerFile)
	whole, err := os.ReadFile(path)
	must(t, err)
	must(t, os.Truncate(path, int64(bytes.LastIndexByte(whole[:len(whole)-1], '\n')+1))) // its last line is taken away
	if _, err := again.Verify(); seedbed.CodeOf(err) != seedbed.CodeStorage || !strings.Contains(err.Error(), "were written") {
		t.Errorf("with a line less: %v", err)
	}
	must(t, os.WriteFile(path, whole, 0o600))
	more, err := again.Append(t.Context(), event("p-1", 2))
	if err != nil || more[0].Seq != 5 {
		t.Errorf("%+v, %v", more, err)
	}
	_ = again.Close()
	// Any JSON reader reads the lines.
	b, _ := os.ReadFile(path)
	for i, line := range bytes.Split(bytes.TrimSpace(b), []byte("\n")) {
		var e Event
		if err := json.Unmarshal(line, &e); err != nil || e.Seq != int64(i+1) || !json.Valid(e.Body) {
			t.Errorf("line %d: %v: %s", i+1, err, line)
		}
	}
}

func TestLedgerHasOneWriter(t *testing.T) {
	dir := t.TempDir()
	openLedger(t, dir)
	_, err := OpenLedger(dir, LedgerOptions{})
	if seedbed.CodeOf(err) != seedbed.CodeBusy || !strings.Contains(err.Error(), fmt.Sprintf("pid %d", os.Getpid())) {
		t.Errorf("a second one: %v", err)
	}
	if got := events(t, ReadLedger(dir)); len(got) != 0 {
		t.Errorf("a reader gets %v", got)
	}
	if got := events(t, ReadLedger(filepath.Join(dir, "none"))); len(got) != 0 {
		t.Errorf("of no folder: %v", got)
	}
	if h, err := VerifyLedger(filepath.Join(dir, "none")); err != nil || h != (Head{}) {
		t.Errorf("of no folder: %v %v", h, err)
	}
}

func TestLedgerRefuses(t *testing.T) {
	l := openLedger(t, t.TempDir())
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx context.Context
		e   Event
	}{
		"nobody":       {t.Context(), Event{Kind: EventAnswer}},
		"nothing":      {t.Context(), Event{By: "p"}},
		"a long name":  {t.Context(), Event{By: strings.Repeat("p", 300), Kind: EventAnswer}},
		"no UTF-8":     {t.Context(), Event{By: "\xff", Kind: EventAnswer}},
		"bytes":        {t.Context(), Event{By: "p", Kind: EventAnswer, Body: json.RawMessage("\"\xff\"")}},
		"no JSON":      {t.Context(), Event{By: "p", Kind: EventAnswer, Body: json.RawMessage("{")}},
		"two values":   {t.Context(), Event{By: "p", Kind: EventAnswer, Body: json.RawMessage("1 2")}},
		"deep":         {t.Context(), Event{By: "p", Kind: EventAnswer, Body: json.RawMessage(strings.Repeat("[", 1_000_000))}},
		"huge":         {t.Context(), Event{By: "p", Kind: EventAnswer, Body: json.RawMessage(`"` + strings.Repeat("a", mostEvent) + `"`)}},
		"another age":  {t.Context(), Event{By: "p", Kind: EventAnswer, At: time.Date(1, 2, 3, 0, 0, 0, 0, time.UTC)}},
		"who gives up": {cancelled, event("p", 1)},
	} {
		if _, err := l.Append(c.ctx, event("p", 0), c.e); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if got := events(t, l.Events()); len(got) != 0 {
		t.Errorf("%d events of pieces that were refused are there", len(got))
	}
	if got, err := l.Append(t.Context()); err != nil || got != nil {
		t.Errorf("nothing: %v, %v", got, err)
	}
	large := json.RawMessage(`"` + strings.Repeat("ä", (mostEvent-4096)/2) + `"`)
	if _, err := l.Append(t.Context(), Event{By: "p", Kind: EventRubric, Body: large}, event("p", 1)); err != nil {
		t.Error(err)
	}
	if got := events(t, l.Events()); len(got) != 2 || !bytes.Equal(got[0].Body, large) {
		t.Error("a large event is not what it was")
	}
}

// Many at once: each finds its own event, in an order without gaps.
func TestLedgerTogether(t *testing.T) {
	defer goleak.VerifyNone(t)
	l := openLedger(t, t.TempDir())
	var all sync.WaitGroup
	begun := time.Now()
	const people, each = 50, 40
	for p := range people {
		all.Go(func() {
			last := int64(0)
			for i := range each {
				e, err := l.Append(t.Context(), event(fmt.Sprint("p-", p), i))
				if err != nil || e[0].Seq <= last || !strings.Contains(string(e[0].Body), fmt.Sprint(i)) {
					t.Errorf("%+v %v", e, err)
					return
				}
				last = e[0].Seq
			}
		})
	}
	for range 3 { // while others read
		all.Go(func() {
			for range 5 {
				n := int64(0)
				for e, err := range l.Events() {
					if n++; err != nil || e.Seq != n {
						t.Errorf("%d: %+v %v", n, e, err)
					}
				}
				if _, err := l.Verify(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	t.Logf("%.0f events/s", people*each/time.Since(begun).Seconds())
	if got := events(t, l.Events()); len(got) != people*each {
		t.Errorf("%d events", len(got))
	}
	_ = l.Close()
}

func FuzzLedgerReader(f *testing.F) {
	dir := f.TempDir()
	l := openLedger(f, dir)
	if _, err := l.Append(context.Background(), event("p", 1), Event{By: "a\"\u2028", Kind: "x", Body: json.RawMessage(`{"a":[1]}`)}); err != nil {
		f.Fatal(err)
	}
	_ = l.Close()
	good, _ := os.ReadFile(filepath.Join(dir, ledgerFile))
	f.Add(good)
	f.Add(good[:len(good)-3])
	f.Add([]byte("\x00\n{}\n"))
	f.Add([]byte(`{"seq":1,"at":"2026-03-10T12:00:00.000000Z","by":"\ud800","kind":"`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := newLedgerReader(bytes.NewReader(b), "ledger.jsonl")
		n := int64(0)
		for e, err := range r.all {
			if err != nil {
				break
			}
			if n++; e.Seq != n || !json.Valid(e.Body) {
				t.Fatalf("event %d is %+v", n, e)
			}
		}
		// The same line, with a hash that fits, is read as JSON readers read it or not at all.
		sum := linkOf(link{}, b)
		line := fmt.Appendf(bytes.Clone(b), "%s%x\"}", hashKey, sum)
		e, _, err := parseLine(line, link{})
		var other Event
		if err == nil && (json.Unmarshal(line, &other) != nil || other.By != e.By || other.Seq != e.Seq || !other.At.Equal(e.At)) {
			t.Fatalf("%s is %+v, and for others %+v", line, e, other)
		}
	})
}

func BenchmarkLedgerAppend(b *testing.B) {
	l := openLedger(b, b.TempDir())
	b.SetParallelism(25) // of 2 cores: 50 people
	body := json.RawMessage(`{"row":"7f3a9c017f3a9c017f3a9c017f3a9c01","values":{"helpful":"6","gives_away":"1"},"note":"names the two uses","rubric":"9f2c11ab","through":"page"}`)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if _, err := l.Append(context.Background(), Event{By: "p-1", Kind: EventAnswer, Of: "kept", Body: body}); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkLedgerRead(b *testing.B) {
	dir := b.TempDir()
	l := openLedger(b, dir)
	body := json.RawMessage(`{"row":"7f3a9c017f3a9c017f3a9c017f3a9c01","values":{"helpful":"6","gives_away":"1"},"note":"names the two uses","rubric":"9f2c11ab","through":"page"}`)
	many := make([]Event, 1000)
	for i := range many {
		many[i] = Event{By: "p-1", Kind: EventAnswer, Of: "kept", Body: body}
	}
	if _, err := l.Append(context.Background(), many...); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, err := range l.Events() {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
