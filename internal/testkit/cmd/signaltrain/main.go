package main

import (
	"fmt"
	"os"

	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

func main() {
	lessons, digest, err := transcripts.Training()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(digest[:8], len(lessons))
	talks := prepare(lessons)
	for _, a := range []struct{ ws, l2 float64 }{{1, 1e-3}} {
		wordScale, l2 = a.ws, a.l2
		fmt.Println(a)
		crossed(talks)
	}
}
