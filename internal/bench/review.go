package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// What people look at, in the line of the page. So small a share of defects is claimed
// that 100,000 answers do not decide it: the claim is followed all the time.
const (
	lookedRecipe = `seedbed: 1
name: looked
sources: {rows: {file: seeds.jsonl, origin: human}}
stages:
  looked: {inspect: {from: rows, rubric: rubric.yaml, claim: defects <= 0.02%, defect: "!score.sound", raters: 2}}
`
	lookedRubric  = "task: Look at a question.\ncriteria: {sound: {ask: Is it sound?, yes_no: true}}\n"
	lookedDefects = 5_000 // one row in so many is defective: as many as the claim allows
	ratersARow    = 2
)

// page measures the page on which people look at rows: many raters at once without a
// pause between their answers, and one owner who looks how far they are.
func page(ctx context.Context, b *bench) ([]figure, error) {
	many, err := b.looking(ctx, b.size(1_000_000, 100_000), 50, b.size(100_000, 5_000))
	if err != nil {
		return nil, err
	}
	few, err := b.looking(ctx, 100_000, 20, b.size(20_000, 2_000))
	if err != nil {
		return nil, err
	}
	what := fmt.Sprintf("page, %s rows, %d raters at once", count(float64(many.rows)), many.raters)
	fewer := fmt.Sprintf("page, %s rows, %d raters at once", count(float64(few.rows)), few.raters)
	rate := float64(few.answers()) / few.wall.Seconds()
	wrong := many.wrong + few.wrong
	return []figure{
		slowest(what+": next task", many.next, 50*time.Millisecond),
		slowest(what+": saving an answer", many.save, 50*time.Millisecond),
		slowest(what+": overview", many.overview, 150*time.Millisecond),
		slowest(what+": browser, a filter and a search", many.browse, 150*time.Millisecond),
		{
			Line: what + ": peak memory of the server", Seedbed: megabytes(float64(many.peak)), Target: "< 500 MB",
			Value: float64(many.peak) / 1e6, Met: many.peak < 500e6,
		},
		{
			Line:    fmt.Sprintf("answers lost, kept twice, or more than %d a row", ratersARow),
			Seedbed: fmt.Sprintf("%d of %s", wrong, count(float64(many.answers()+few.answers()))), Target: "0", Value: float64(wrong), Met: wrong == 0,
		},
		{
			Line: fewer + ": answers", Seedbed: count(rate) + "/s", Target: "≥ 500/s", Value: rate, Met: rate >= 500,
			Note: "an answer is a task fetched and its answer saved; raters and server share the cores",
		},
		slowest(fewer+": next task", few.next, 50*time.Millisecond),
	}, nil
}

// slowest is a figure of the 95th percentile.
func slowest(line string, took []time.Duration, most time.Duration) figure {
	if len(took) == 0 {
		return figure{Line: line, Error: "nothing was measured"}
	}
	slices.Sort(took)
	at := func(p int) float64 { return float64(took[min(len(took)-1, len(took)*p/100)].Microseconds()) / 1000 }
	p95 := at(95)
	return figure{
		Line: line, Seedbed: fmt.Sprintf("p95 %.1f ms", p95), Target: fmt.Sprintf("≤ %d ms", most.Milliseconds()),
		Value: p95, Met: p95 <= float64(most.Milliseconds()), Note: fmt.Sprintf("p50 %.1f, p99 %.1f, the slowest %.1f ms; n = %s", at(50), at(99), at(100), count(float64(len(took)))),
	}
}

// looked is what a group of raters met with.
type looked struct {
	rows, raters                 int
	wall                         time.Duration
	next, save, overview, browse []time.Duration
	peak                         int64
	wrong                        int // answers that are not kept as they were acknowledged
}

func (l *looked) answers() int { return len(l.save) }

// looking has people rate until so many answers are given.
func (b *bench) looking(ctx context.Context, rows, raters, answers int) (*looked, error) {
	p, err := b.projectOf(rows, map[string]string{"seedbed.yaml": lookedRecipe, "rubric.yaml": lookedRubric})
	if err != nil {
		return nil, err
	}
	defer p.remove()
	b.tell("page: %s rows, %d raters, %s answers", count(float64(rows)), raters, count(float64(answers)))
	if _, err := p.seedbed(ctx, "run", "--json"); err != nil {
		return nil, err
	}
	site, err := p.review(ctx, raters)
	if err != nil {
		return nil, err
	}
	l := &looked{rows: rows, raters: raters}
	given, err := l.rate(ctx, site, answers)
	peak, ended := site.stop()
	if err != nil {
		return nil, fmt.Errorf("%w; the server said: %s", err, lastLines(site.said.Bytes()))
	}
	if ended != nil {
		return nil, ended
	}
	l.peak = peak
	l.wrong, err = compare(filepath.Join(p.dir, ".seedbed", "people", "ledger.jsonl"), given)
	return l, err
}

// given is an answer that the page acknowledged.
type given struct{ person, row, value string }

// compare counts the answers of a ledger that differ from those that were acknowledged,
// and those that a row has too many of.
func compare(path string, acknowledged []given) (wrong int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	kept, perRow := map[given]int{}, map[string]int{}
	r := bufio.NewReaderSize(f, 1<<20)
	for {
		line, err := r.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
		if !bytes.Contains(line, []byte(`"kind":"answer"`)) {
			continue
		}
		var e struct {
			By   string
			Body struct {
				Row     string
				Values  map[string]string
				Surplus bool
			}
		}
		if err := json.Unmarshal(line, &e); err != nil {
			return 0, fmt.Errorf("reading %s: %w", path, err)
		}
		kept[given{e.By, e.Body.Row, e.Body.Values["sound"]}]++
		perRow[e.Body.Row]++
	}
	// Whom a link signed in is the ledger's to know: people are told apart by their
	// answers to a row, of which there are no more than two.
	counts := map[[2]string]int{}
	for k, n := range kept {
		counts[[2]string{k.row, k.value}] += n
		wrong += n - 1
	}
	for _, a := range acknowledged {
		counts[[2]string{a.row, a.value}]--
	}
	for _, n := range counts {
		wrong += max(n, -n)
	}
	for _, n := range perRow {
		wrong += max(0, n-ratersARow)
	}
	return wrong, nil
}
