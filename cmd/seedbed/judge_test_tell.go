package main

import (
	"fmt"
	"strings"

	"seedbed.dev/seedbed/internal/bias"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/text"
)

// tellTrial prints what was found of a judge.
func (a *app) tellTrial(t *judgeTrial) {
	a.printf("%s  %s tried on %s, %s\n", t.Stage, strings.Join(t.Judges, ", "), count(int64(t.Report.Pairs), "pair"), count(int64(t.Asked), "question"))
	rows := [][]string{{"test", "n", "figure", "verdict", ""}}
	for i := range t.Report.Results {
		r := &t.Report.Results[i]
		n, figure := "", ""
		if r.Effect.Defined() {
			n, figure = prose.Count(r.Effect.N), trialFigure(r)
		}
		rows = append(rows, []string{r.Test, n, figure, r.String(), trialNote(r)})
	}
	table(a.stdout, rows)
	if acc, ok := t.Report.Result(bias.Accuracy); ok && acc.Verdict != bias.Tells {
		a.printf("It does not clearly tell damaged texts from whole ones: what it scores says little, whatever else moves it.\n")
	}
	if n := t.Report.Missing; n > 0 {
		a.printf("%s got no answer.\n", count(int64(n), "question"))
	}
	for _, d := range t.Demanded {
		a.printf("demanded  %s\n", d.String())
	}
}

// trialFigure writes a figure: a share of pairs, or by how much of the scale.
func trialFigure(r *bias.Result) string {
	if r.Test == bias.Accuracy {
		return prose.Share(r.Effect)
	}
	s := prose.Figure(r.Effect)
	if r.Signed && r.Effect.Value > 0 {
		s = "+" + s
	}
	return s
}

func trialNote(r *bias.Result) string {
	var notes []string
	for _, d := range r.Damage {
		notes = append(notes, fmt.Sprintf("%s %d of %d", d.Damage, d.Right, d.Pairs))
	}
	if r.Criterion != "" {
		notes = append(notes, text.Harmless(r.Criterion, 60))
	}
	if r.Note != "" {
		notes = append(notes, r.Note)
	}
	return strings.Join(notes, "; ")
}
