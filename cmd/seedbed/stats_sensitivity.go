package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/text"
)

// sensitivityFlags are the flags of stats sensitivity.
type sensitivityFlags struct {
	statsFlags
	item, variant, score string
}

func (a *app) statsSensitivityCommand() *cobra.Command {
	var f sensitivityFlags
	cmd := &cobra.Command{
		Use:   "sensitivity FILE",
		Short: "Say how much scores depend on the wording of a prompt",
		Long: `Sensitivity reads scores of the same items under several variants of a prompt
(columns item, variant, score), with or without repeats. It prints PromptSensiScore,
the mean difference between two variants' scores of an item; how the variance is
shared out over prompt, item and repeat; and each variant's mean.`,
		Example: "  seedbed stats sensitivity scores.csv\n  seedbed stats sensitivity runs.jsonl --item id --variant prompt --score grade --json",
		Args:    exactArgs(1, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.statsSensitivity(statsContext(cmd), &f, args[0])
		},
	}
	a.statsFileFlags(cmd, &f.statsFlags)
	statsSeedFlags(cmd, &f.statsFlags)
	cmd.Flags().StringVar(&f.item, "item", "item", "column of items")
	cmd.Flags().StringVar(&f.variant, "variant", "variant", "column of variants")
	cmd.Flags().StringVar(&f.score, "score", "score", "column of scores")
	return cmd
}

// sensitivity is the document of stats sensitivity.
type sensitivity struct {
	Confidence float64  `json:"confidence"`
	Variants   []string `json:"variant_names"`
	stats.Sensitivity
}

func (a *app) statsSensitivity(ctx context.Context, f *sensitivityFlags, file string) error {
	level, err := f.confidence()
	if err != nil {
		return err
	}
	if err := f.draws(); err != nil {
		return err
	}
	t, err := a.readStats(ctx, &f.statsFlags, file,
		statsColumn{flag: "item", name: f.item}, statsColumn{flag: "variant", name: f.variant}, statsColumn{flag: "score", name: f.score})
	if err != nil {
		return err
	}
	doc := sensitivity{Confidence: level}
	scores, missing := t.scored(&doc)
	if err := t.err(); err != nil {
		return err
	}
	if len(doc.Variants) > mostGroups {
		return &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf("%s: over 1,000 variants", t.file), Fix: "see that --variant names the column of variants"}
	}
	doc.Sensitivity = stats.PromptSensitivity(scores, stats.CompareOptions{Level: level, Resamples: f.resamples, Seed: f.seed})
	if missing > 0 {
		doc.Caveats = append(doc.Caveats, count(int64(missing), "row")+" without a score left out")
	}
	return a.statsWrite(&f.statsFlags, doc, func(w io.Writer) { doc.print(w) })
}

// scored reads the scores, and notes the variants in the order in which they first
// come.
func (t *statsTable) scored(doc *sensitivity) (out []stats.Scored, missing int) {
	items, variants := map[string]int{}, map[string]int{}
	for r := range t.rows {
		item, okI := t.text(r, 0)
		variant, okV := t.text(r, 1)
		if !okI || !okV {
			t.note(r, "the item or the variant is not named", "fill both columns")
			continue
		}
		v, ok := t.number(r, 2)
		if !ok {
			missing++
			continue
		}
		i, known := items[item]
		if !known {
			i = len(items)
			items[item] = i
		}
		j, known := variants[variant]
		if !known {
			j = len(variants)
			variants[variant] = j
			doc.Variants = append(doc.Variants, variant)
		}
		out = append(out, stats.Scored{Item: i, Variant: j, Score: v})
	}
	return out, missing
}

func (s *sensitivity) print(w io.Writer) {
	if !s.Score.Defined() {
		fmt.Fprintf(w, "sensitivity to the wording is not defined: %s\n", s.Score.Undefined)
		caveats(w, s.Caveats...)
		return
	}
	fmt.Fprintf(w, "two wordings of the prompt give scores that differ by %s on average (PromptSensiScore, %s × %s, %s confidence)\n",
		estimate(s.Score, figure), count(int64(s.Items), "item"), count(int64(len(s.Variants)), "variant"), percent(s.Confidence))
	if s.Noise.Defined() {
		fmt.Fprintf(w, "repeats of one wording alone would give %s: what is beyond that is the wording's\n", figure(s.Noise.Value))
	} else {
		fmt.Fprintf(w, "note: %s\n", s.Noise.Undefined)
	}
	caveats(w, append(s.Score.Caveats, s.Caveats...)...)
	if len(s.Parts) > 0 {
		fmt.Fprint(w, "\nwhere the variance of one score comes from\n")
		rows := [][]string{{"", "variance", "share", ""}}
		for _, p := range s.Parts {
			share := p.Share
			why := share.Undefined
			if why == "" && share.NoInterval != "" {
				why = "no interval: " + share.NoInterval
				share.NoInterval = ""
			}
			cell := "-"
			if share.Defined() {
				cell = estimate(share, percent)
			}
			rows = append(rows, []string{p.Name, figure(p.Variance), cell, why})
		}
		table(w, rows)
	}
	fmt.Fprint(w, "\nmean score of each variant\n")
	rows := [][]string{{"variant", "mean"}}
	for i, e := range s.Sensitivity.Variants {
		if i == 40 {
			rows = append(rows, []string{fmt.Sprintf("... and %s: --json has all", count(int64(len(s.Variants)-i), "more variant")), ""})
			break
		}
		rows = append(rows, []string{text.Harmless(s.Variants[i], 40), estimate(e, figure)})
	}
	table(w, rows)
}
