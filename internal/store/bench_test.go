package store

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"seedbed.dev/seedbed"
)

// benchReply is a body of about 600 bytes with text that differs from row to row.
func benchReply(i int) []byte {
	h := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(i)))
	return fmt.Appendf(nil, `{"id":"chatcmpl-%x","object":"chat.completion","created":%d,"model":"gpt-5-mini",`+
		`"choices":[{"index":0,"message":{"role":"assistant","content":"Think about what happens first on day %d. %s"},`+
		`"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,`+
		`"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}},`+
		`"service_tier":"default","system_fingerprint":"fp_%x"}`,
		h[:12], 1763836000+i, i, strings.Repeat(fmt.Sprintf("How many %x are left? ", h[12:15]), 6), 200+i%50, 30+i%20, 230+i%70, h[16:24])
}

func benchCallKey(i int) seedbed.CallKey {
	return sha256.Sum256(binary.BigEndian.AppendUint64([]byte("call"), uint64(i)))
}

func benchCall(i int) seedbed.Call {
	k := benchCallKey(i)
	return seedbed.Call{
		Key: k, Identity: "openai:gpt-5-mini", Model: "writer", Stage: "hints", Record: seedbed.ID(k[16:]), Copy: i % 2,
		Request: benchReply(i + 1<<40), Reply: benchReply(i), Usage: seedbed.Usage{In: 200 + i%50, Out: 30 + i%20, Known: true},
		Cost: seedbed.Cost{USD: 0.0003, Known: true}, Finish: seedbed.FinishStop, Started: time.Unix(1763836000, int64(i)*1000),
		Latency: 840*time.Millisecond + time.Duration(i), Attempts: 1,
	}
}

func benchRecord(i int, c *seedbed.Call) seedbed.Record {
	return seedbed.Record{
		ID: seedbed.ID(c.Key[:16]), Stage: "hints", Origin: seedbed.OriginGenerated,
		Fields: seedbed.Fields{
			{Name: "id", Value: int64(i)},
			{Name: "question", Value: "Janet's ducks lay 16 eggs per day. She eats three for breakfast."},
			{Name: "hint", Value: "How many eggs are left after breakfast and baking on day " + strconv.Itoa(i) + "?"},
		},
		Lineage: seedbed.Lineage{Parents: []seedbed.ID{c.Record}, Copy: i % 2, Model: "writer", Revision: "abc", Calls: []seedbed.CallKey{c.Key}, Depth: 1},
	}
}

// fill stores n calls, records and outcomes from 256 goroutines, as a run does.
func fill(tb testing.TB, j *Journal, run int64, from, n int) {
	var next atomic.Int64
	next.Store(int64(from))
	var mu sync.Mutex
	var wg sync.WaitGroup
	waiting := map[int64]seedbed.ID{}
	ord := int64(from)
	ctx := tb.Context()
	for range 256 {
		wg.Go(func() {
			for {
				i := int(next.Add(1) - 1)
				if i >= from+n {
					return
				}
				c := benchCall(i)
				r := benchRecord(i, &c)
				if err := j.PutCall(ctx, c); err != nil {
					tb.Error(err)
					return
				}
				if err := j.PutRecords(ctx, []seedbed.Record{r}); err != nil {
					tb.Error(err)
					return
				}
				mu.Lock()
				waiting[int64(i)] = r.ID
				var out []seedbed.Outcome
				for len(waiting) >= 64 {
					id, ok := waiting[ord]
					if !ok {
						break
					}
					delete(waiting, ord)
					out = append(out, seedbed.Outcome{Ord: ord, Record: id, Stage: "kept", Decision: seedbed.Decision{State: seedbed.Accepted, Actor: "kept"}})
					ord++
				}
				if len(out) > 0 {
					if err := j.PutOutcomes(ctx, run, out); err != nil {
						tb.Error(err)
					}
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	var out []seedbed.Outcome
	for ; ; ord++ {
		id, ok := waiting[ord]
		if !ok {
			break
		}
		out = append(out, seedbed.Outcome{Ord: ord, Record: id, Stage: "kept", Decision: seedbed.Decision{State: seedbed.Accepted, Actor: "kept"}})
	}
	if err := j.PutOutcomes(ctx, run, out); err != nil {
		tb.Error(err)
	}
	if err := j.Flush(ctx); err != nil {
		tb.Error(err)
	}
}

func benchJournal(tb testing.TB, n int) (*Journal, int64) {
	dir := tb.TempDir()
	j, err := Open(tb.Context(), dir, Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { j.Close() })
	run, err := j.BeginRun(tb.Context(), seedbed.Run{Inputs: "bench"})
	if err != nil {
		tb.Fatal(err)
	}
	fill(tb, j, run.ID, 0, n)
	return j, run.ID
}

// rss returns the process's resident memory in MiB.
func rss() float64 {
	b, _ := os.ReadFile("/proc/self/statm")
	f := strings.Fields(string(b))
	if len(f) < 2 {
		return 0
	}
	pages, _ := strconv.Atoi(f[1])
	return float64(pages*os.Getpagesize()) / (1 << 20)
}

// One call, one record and one outcome a row.
func BenchmarkPut(b *testing.B) {
	j, run := benchJournal(b, 0)
	b.ReportAllocs()
	b.ResetTimer()
	fill(b, j, run, 0, b.N)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(rss(), "MiB-rss")
	if info, err := os.Stat(j.path); err == nil {
		b.ReportMetric(float64(info.Size())/float64(b.N), "B/row")
	}
}

// Rows streamed with their records, in plan order.
func BenchmarkOutcomes(b *testing.B) {
	j, run := benchJournal(b, 200_000)
	b.ResetTimer()
	for b.Loop() {
		n := 0
		for row, err := range j.Outcomes(b.Context(), run, Filter{}) {
			if err != nil || len(row.Record.Fields) != 3 {
				b.Fatal(row, err)
			}
			n++
		}
		if n != 200_000 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(200_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// What a person asks of a large journal.
func BenchmarkLookups(b *testing.B) {
	const rows = 200_000
	j, run := benchJournal(b, rows)
	r, err := OpenReader(b.Context(), strings.TrimSuffix(j.path, "/"+Folder+"/"+fileName))
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	c := benchCall(rows / 2)
	id := seedbed.ID(c.Key[:16])
	for _, who := range []struct {
		name string
		j    *Journal
	}{{"writer", j}, {"reader", r}} {
		b.Run(who.name+"/OutcomeOf", func(b *testing.B) {
			for b.Loop() {
				if _, ok, err := who.j.OutcomeOf(b.Context(), run, id); !ok || err != nil {
					b.Fatal(ok, err)
				}
			}
		})
		b.Run(who.name+"/FindRecords", func(b *testing.B) {
			for b.Loop() {
				if ids, err := who.j.FindRecords(b.Context(), id.Short(), 2); len(ids) == 0 || err != nil {
					b.Fatal(ids, err)
				}
			}
		})
		b.Run(who.name+"/Call", func(b *testing.B) {
			i := 0
			for b.Loop() {
				i = (i + 7919) % rows
				if _, ok, err := who.j.Call(b.Context(), benchCall(i).Key); !ok || err != nil {
					b.Fatal(ok, err)
				}
			}
		})
		b.Run(who.name+"/CallMiss", func(b *testing.B) {
			i := rows
			for b.Loop() {
				i++
				if _, ok, err := who.j.Call(b.Context(), benchCall(i).Key); ok || err != nil {
					b.Fatal(ok, err)
				}
			}
		})
		b.Run(who.name+"/CountOutcomes", func(b *testing.B) {
			for b.Loop() {
				if n, err := who.j.CountOutcomes(b.Context(), run); len(n) != 1 || n[0].N != rows || err != nil {
					b.Fatal(n, err)
				}
			}
		})
	}
}

// Opening a journal that has rows, and none.
func BenchmarkOpen(b *testing.B) {
	for _, rows := range []int{0, 100_000} {
		b.Run(strconv.Itoa(rows), func(b *testing.B) {
			j, _ := benchJournal(b, rows)
			dir := strings.TrimSuffix(j.path, "/"+Folder+"/"+fileName)
			if err := j.Close(); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				j, err := Open(b.Context(), dir, Options{})
				if err != nil {
					b.Fatal(err)
				}
				if err := j.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
