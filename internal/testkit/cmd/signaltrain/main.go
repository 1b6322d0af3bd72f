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
	n := map[string]int{}
	for _, l := range lessons {
		n[l.Writer+" "+string(l.Behaviour)]++
		if (len(l.Shows) == 0) != (l.Behaviour == "") {
			fmt.Println(l.ID, l.Shows)
		}
	}
	fmt.Println(digest, n)
}
