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
	talks := prepare(append(lessons, made(lessons, 1)...))
	try := func(name string, set func()) {
		ws, r, l, e, d := wordScale, rate, l2, epochs, leastDF
		set()
		out, _ := crossed(talks)
		short(name, out)
		wordScale, rate, l2, epochs, leastDF = ws, r, l, e, d
	}
	wordScale, l2, leastDF = 1, 3e-3, 2
	madeWeight = 0
	for _, f := range []int{4, 2, 1} {
		every = f
		try(fmt.Sprint("every ", f), func() {})
	}
}
