package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// expand measures variation without a model, into Parquet. A plan without calls
// stores no rows: run counts and checks them, and release makes them again and
// writes them. The median of three releases is held against the target.
func expand(ctx context.Context, b *bench) ([]figure, error) {
	things := b.size(100, 25)
	rows := 2 * 100 * 100 * things
	p, err := b.projectOf(0, map[string]string{"seedbed.yaml": expandRecipe(things)})
	if err != nil {
		return nil, err
	}
	defer p.remove()
	p.rows = rows
	run, err := p.run(ctx, inFlight)
	if err != nil {
		return nil, err
	}
	var walls, peaks []float64
	for range 3 {
		release, err := p.seedbed(ctx, "release", "-o", "out")
		if err != nil {
			return nil, err
		}
		walls, peaks = append(walls, release.wall.Seconds()), append(peaks, float64(release.peak))
	}
	size, err := parquetSize(filepath.Join(p.dir, "out"))
	if err != nil {
		return nil, err
	}
	const target = 300_000
	wall, n := median(walls), float64(rows)
	rate, both := n/wall, n/(wall+run.wall.Seconds())
	return []figure{
		{
			Line: fmt.Sprintf("expand, %s rows into Parquet", count(n)), Seedbed: count(rate) + "/s",
			Ratio: fmt.Sprintf("release %.2f s [%.2f, %.2f]", wall, slices.Min(walls), slices.Max(walls)),
			Value: rate, Min: n / slices.Max(walls), Max: n / slices.Min(walls),
			Target: fmt.Sprintf("≥ %s/s", count(target)), Met: rate >= target,
			Note: fmt.Sprintf("%s of Parquet, peak %s", megabytes(float64(size)), megabytes(slices.Max(peaks))),
		},
		{
			Line: "  run, then release", Seedbed: count(both) + "/s", Ratio: "run " + seconds(run.wall),
			Value: both, Met: true,
		},
	}, nil
}

func expandRecipe(things int) string {
	var s strings.Builder
	s.WriteString("seedbed: 1\nname: bench\nstages:\n  asked:\n    expand:\n" +
		"      template: \"{Could you|Please} tell me {how} the {quality} {thing} works?\"\n      lists:\n")
	for _, l := range []struct {
		name string
		n    int
	}{{"how", 100}, {"quality", 100}, {"thing", things}} {
		fmt.Fprintf(&s, "        %s: [", l.name)
		for i := range l.n {
			if i > 0 {
				s.WriteString(", ")
			}
			fmt.Fprintf(&s, "%s %d", l.name, i)
		}
		s.WriteString("]\n")
	}
	s.WriteString("release: {formats: [parquet]}\n")
	return s.String()
}

// parquetSize adds up the Parquet files of a release.
func parquetSize(dir string) (int64, error) {
	var size int64
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".parquet" {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	if err == nil && size == 0 {
		err = errors.New("the release holds no Parquet")
	}
	return size, err
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
