package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// expand measures variation without a model, into Parquet. A plan without calls
// stores no rows: run counts and checks them, and release makes them again and
// writes them. What release takes is held against the target.
func expand(ctx context.Context, b *bench) ([]figure, error) {
	things := b.size(100, 25)
	rows := 2 * 100 * 100 * things
	dir, err := b.projectOf(0, map[string]string{"seedbed.yaml": expandRecipe(things)})
	if err != nil {
		return nil, err
	}
	defer dir.remove()
	dir.rows = rows
	run, err := dir.run(ctx, inFlight)
	if err != nil {
		return nil, err
	}
	release, err := dir.seedbed(ctx, "release", "-o", "out")
	if err != nil {
		return nil, err
	}
	size, err := parquetSize(filepath.Join(dir.dir, "out"))
	if err != nil {
		return nil, err
	}
	const target = 300_000
	rate := release.rate(rows)
	line := fmt.Sprintf("expand, %s rows", count(float64(rows)))
	return []figure{
		{
			Line: line + " into Parquet", Seedbed: count(rate) + "/s", Ratio: "release " + seconds(release.wall),
			Value: rate, Target: fmt.Sprintf("≥ %s/s", count(target)), Met: rate >= target,
			Note: fmt.Sprintf("%s of Parquet, peak %s", megabytes(float64(size)), megabytes(float64(release.peak))),
		},
		{
			Line: "  run, then release", Seedbed: count(float64(rows)/(run.wall+release.wall).Seconds()) + "/s",
			Ratio: fmt.Sprintf("run %s", seconds(run.wall)), Met: true,
			Value: float64(rows) / (run.wall + release.wall).Seconds(),
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
