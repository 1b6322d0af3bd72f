package release

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// rowsOf gives records as Input wants them.
func rowsOf(records ...seedbed.Record) Rows {
	return func() iter.Seq2[seedbed.Record, error] {
		return func(yield func(seedbed.Record, error) bool) {
			for i := range records {
				if !yield(records[i], nil) {
					return
				}
			}
		}
	}
}

// manyRows gives n generated records of three short texts.
func manyRows(n int) Rows {
	texts := make([]string, 997)
	for i := range texts {
		texts[i] = fmt.Sprintf("What is left after step %d of the recipe?", i)
	}
	return func() iter.Seq2[seedbed.Record, error] {
		return func(yield func(seedbed.Record, error) bool) {
			fields := make([]seedbed.Field, 3*1024)
			parents := make([]seedbed.ID, 1024)
			for i := range n {
				if i%1024 == 0 {
					fields, parents = make([]seedbed.Field, 3*1024), make([]seedbed.ID, 1024)
				}
				f := fields[3*(i%1024):][:3:3]
				f[0] = seedbed.Field{Name: "question", Value: texts[i%997]}
				f[1] = seedbed.Field{Name: "answer", Value: texts[(i*31)%997]}
				f[2] = seedbed.Field{Name: "text", Value: texts[(i*17)%997]}
				p := parents[i%1024:][:1:1]
				p[0] = seedbed.ID{byte(i), byte(i >> 8), byte(i >> 16), 1}
				r := seedbed.Record{
					ID: seedbed.ID{byte(i), byte(i >> 8), byte(i >> 16)}, Stage: "hints", Fields: f, Origin: seedbed.OriginGenerated,
					Lineage:  seedbed.Lineage{Parents: p, Source: "questions"},
					Decision: seedbed.Decision{State: seedbed.Accepted, Actor: "kept"},
				}
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	schema := &seedbed.Schema{Fields: []seedbed.FieldType{{Name: "question", Type: "text"}, {Name: "answer", Type: "text"}, {Name: "text", Type: "text"}}}
	const n = 500_000
	for _, formats := range [][]string{{"parquet"}, {"jsonl"}, {"parquet", "jsonl"}} {
		b.Run(fmt.Sprint(formats), func(b *testing.B) {
			dir := b.TempDir()
			for b.Loop() {
				_, err := Write(context.Background(), Input{
					Plan: &plan.Plan{Name: "bench", Release: plan.Release{Formats: formats}}, Version: "0",
					Out: filepath.Join(dir, "out"), Accepted: manyRows(n), Schema: schema,
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
			if info, err := os.Stat(filepath.Join(dir, "out", "data", "train.parquet")); err == nil {
				b.ReportMetric(float64(info.Size())/n, "bytes/row")
			}
		})
	}
}
