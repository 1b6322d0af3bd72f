package source

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"seedbed.dev/seedbed/internal/plan"
)

// racy is how old a file must be for its time to tell it from a later version:
// clocks of file systems tick as slowly as every 2 s.
const racy = 3 * time.Second

// Stat returns what the names, sizes and times of src's files are, and all else
// that a Scan depends on: two equal texts that are not "" mean that the Scan of
// one serves for the other. It is "" while a file is so fresh that a further
// change might not show. It reads none of the files.
func (rd *Reader) Stat(ctx context.Context, src plan.Source) (string, error) {
	files, err := rd.files(ctx, src)
	if err != nil {
		return "", err
	}
	now := time.Now
	if rd.Now != nil {
		now = rd.Now
	}
	var b strings.Builder
	fmt.Fprintf(&b, "scan/1 %q %q %d", src.Format, src.BadRows, src.Limit)
	for _, f := range files {
		if f.name == "-" {
			fmt.Fprintf(&b, "\n- %s", rd.spool.digest)
			continue
		}
		info, err := os.Stat(f.path)
		if err != nil {
			return "", fileError(&row{file: f.name}, src, err)
		}
		changed := changeTime(info)
		if now().Sub(changed) < racy {
			return "", nil
		}
		fmt.Fprintf(&b, "\n%q %d %d %s", f.name, info.Size(), changed.UnixNano(), fileNumber(info))
	}
	return b.String(), nil
}

// total returns the bytes of src's files.
func (rd *Reader) total(ctx context.Context, src plan.Source) (int64, error) {
	files, err := rd.files(ctx, src)
	if err != nil {
		return 0, err
	}
	var n int64
	for _, f := range files {
		if info, err := os.Stat(f.path); err == nil {
			n += info.Size()
		}
	}
	return n, nil
}
