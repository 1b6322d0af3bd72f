package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/text"
)

// duel is the win rate of two contestants.
type duel struct {
	A string `json:"a"`
	B string `json:"b"`
	stats.WinRate
	Q float64 `json:"q"`
}

// standings is the document of stats compare for verdicts.
type standings struct {
	Contestants []string       `json:"contestants"`
	Confidence  float64        `json:"confidence"`
	Duels       []duel         `json:"duels"`
	Ranking     *stats.Ranking `json:"bradley_terry,omitempty"` // of three contestants or more
}

// mostContestants bounds who takes part: every two of them are compared.
const mostContestants = 200

func (a *app) compareVerdicts(ctx context.Context, f *compareFlags, file string, o stats.CompareOptions) error {
	t, err := a.readStats(ctx, &f.statsFlags, file,
		statsColumn{flag: "a", name: f.a}, statsColumn{flag: "b", name: f.b}, statsColumn{flag: "winner", name: f.winner},
		statsColumn{flag: "item", name: f.item, optional: !f.itemGiven}, statsColumn{flag: "shown-first", name: f.shown, optional: f.shown == ""})
	if err != nil {
		return err
	}
	doc := standings{Confidence: o.Level}
	matches := t.matches(&doc)
	if err := t.err(); err != nil {
		return err
	}
	if len(doc.Contestants) > mostContestants {
		return &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf("%s: over %d contestants", t.file, mostContestants), Fix: "see that --a and --b name the columns of contestants"}
	}
	if len(matches) == 0 {
		return &seedbed.Error{Code: seedbed.CodeInvalid, Message: t.file + ": no row has a verdict", Fix: "see that --winner names the column of verdicts"}
	}
	doc.fill(matches, o)
	return a.statsWrite(&f.statsFlags, doc, func(w io.Writer) { doc.print(w) })
}

// matches reads the verdicts, and notes the contestants in the order in which they
// first come.
func (t *statsTable) matches(doc *standings) []stats.Match {
	index := map[string]int{}
	number := func(name string) int {
		i, ok := index[name]
		if !ok {
			i = len(index)
			index[name] = i
			doc.Contestants = append(doc.Contestants, name)
		}
		return i
	}
	var out []stats.Match
	for r := range t.rows {
		a, okA := t.text(r, 0)
		b, okB := t.text(r, 1)
		won, okW := t.text(r, 2)
		switch {
		case !okA || !okB:
			t.note(r, "one of the two contestants is not named", "fill both columns")
			continue
		case a == b:
			t.note(r, quote(a, 40)+" is compared with itself", "leave the row out")
			continue
		case !okW:
			continue // no verdict was given
		}
		m := stats.Match{A: number(a), B: number(b)}
		m.Item, _ = t.text(r, 3)
		switch side(won, a, b) {
		case 'A':
			m.Score = 1
		case 'B':
		case '=':
			m.Score = .5
		default:
			t.note(r, fmt.Sprintf("the winner %s is neither %s nor %s", quote(won, 40), quote(a, 40), quote(b, 40)), "write a name, a, b or tie")
			continue
		}
		if shown, ok := t.text(r, 4); ok {
			switch s := side(shown, a, b); s {
			case 'A', 'B':
				m.First = s
			default:
				t.note(r, fmt.Sprintf("shown first was %s, which is neither %s nor %s", quote(shown, 40), quote(a, 40), quote(b, 40)), "write a name, a or b")
				continue
			}
		}
		out = append(out, m)
	}
	return out
}

// side says which of two contestants a word means: 'A', 'B', '=' for neither more
// than the other, 0 where it means none. Names go before letters.
func side(word, a, b string) byte {
	switch low := strings.ToLower(word); {
	case word == a:
		return 'A'
	case word == b:
		return 'B'
	case low == "a":
		return 'A'
	case low == "b":
		return 'B'
	case slices.Contains([]string{"tie", "tied", "draw", "both", "neither", "equal", "="}, low):
		return '='
	}
	return 0
}

func (s *standings) fill(matches []stats.Match, o stats.CompareOptions) {
	n := len(s.Contestants)
	met := make([]int, n*n)
	for _, m := range matches {
		met[min(m.A, m.B)*n+max(m.A, m.B)]++
	}
	var p []float64
	for i := range n {
		for j := i + 1; j < n; j++ {
			if met[i*n+j] == 0 {
				continue
			}
			d := duel{A: s.Contestants[i], B: s.Contestants[j], WinRate: stats.WinRates(matches, i, j, o)}
			s.Duels = append(s.Duels, d)
			p = append(p, d.P)
		}
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		s.Duels[i].Q = q
	}
	if n > 2 {
		r := stats.BradleyTerry(matches, n, o.Level)
		s.Ranking = &r
	}
}

func (s *standings) print(w io.Writer) {
	if s.Ranking == nil {
		s.printDuel(w, &s.Duels[0])
		return
	}
	s.printRanking(w)
	fmt.Fprintln(w)
	rows := [][]string{{"", "wins", "ties", "losses", "win rate", "p", "q"}}
	for i := range s.Duels {
		if i == 30 {
			rows = append(rows, []string{fmt.Sprintf("... and %s: --json has all", count(int64(len(s.Duels)-i), "more pair"))})
			break
		}
		d := &s.Duels[i]
		rows = append(rows, []string{
			text.Harmless(d.A, 30) + " against " + text.Harmless(d.B, 30), fmt.Sprint(d.Wins), fmt.Sprint(d.Ties), fmt.Sprint(d.Losses),
			brief(d.Rate), figure(d.P), figure(d.Q),
		})
	}
	table(w, rows)
	fmt.Fprintln(w, "a tie is half a win; q is over all pairs (Benjamini–Hochberg)")
}

func (s *standings) printDuel(w io.Writer, d *duel) {
	a, b := text.Harmless(d.A, 40), text.Harmless(d.B, 40)
	rate := d.Rate
	verb := "cannot tell " + a + " from " + b + ": " + a + " wins"
	if i := rate.Interval; i != nil && i.Low > .5 {
		verb = a + " is preferred to " + b + ": it wins"
	} else if i != nil && i.High < .5 {
		verb = b + " is preferred to " + a + ": " + a + " wins"
	}
	fmt.Fprintf(w, "%s %s of %s, a tie being half a win (%s confidence, p = %s)\n", verb, estimate(rate, percent), count(int64(rate.N), "item"), percent(s.Confidence), figure(d.P))
	caveats(w, rate.Caveats...)
	fmt.Fprintln(w)
	rows := [][]string{{"verdicts", fmt.Sprintf("%d for %s, %d ties, %d for %s", d.Wins, a, d.Ties, d.Losses, b)}}
	rows = append(rows, []string{"shown first wins", estimate(d.ShownFirst, percent) + " of verdicts without ties; 50 % without a bias"})
	if !d.ShownFirst.Defined() {
		rows[1][1] = "not known: " + d.ShownFirst.Undefined
	}
	if sw := d.Swapped; sw != nil {
		rows = append(rows,
			[]string{"judged in both orders", count(int64(sw.Items), "item")},
			[]string{"  same verdict in both", estimate(sw.Consistent, percent)},
			[]string{"  " + a + " wins in both", fmt.Sprintf("%d; %s of those that either wins in both", sw.A, estimate(sw.BothOrders, percent))},
			[]string{"  " + b + " wins in both", fmt.Sprint(sw.B)},
			[]string{"  a tie in both", fmt.Sprint(sw.Tied)},
			[]string{"  first wins in both", fmt.Sprint(sw.First)},
			[]string{"  second wins in both", fmt.Sprint(sw.Second)},
			[]string{"  a win and a tie", fmt.Sprint(sw.Half)})
		if !sw.BothOrders.Defined() {
			rows[4][1] = "0"
		}
	} else {
		rows = append(rows, []string{"judged in both orders", "no item: ask again with the two swapped to see whether position decides"})
	}
	table(w, rows)
}

func (s *standings) printRanking(w io.Writer) {
	r := s.Ranking
	order := make([]int, len(s.Contestants))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := r.Strengths[i], r.Strengths[j]
		switch {
		case a.Defined() != b.Defined():
			if a.Defined() {
				return -1
			}
			return 1
		case r.Group[i] != r.Group[j]:
			return r.Group[i] - r.Group[j]
		case a.Value > b.Value:
			return -1
		case a.Value < b.Value:
			return 1
		}
		return 0
	})
	top := order[0]
	e := r.Strengths[top]
	switch next := order[min(1, len(order)-1)]; {
	case !e.Defined():
		fmt.Fprintln(w, "no contestant's strength is known; the table says why")
	case slices.Max(r.Group) > 0:
		fmt.Fprintf(w, "who is the strongest of all %d is not known: wins and ties do not connect them both ways\n", len(order))
	case next != top && r.Strengths[next].Value == e.Value:
		fmt.Fprintf(w, "nobody is the strongest of %d: %s and %s are equally strong\n", len(order), text.Harmless(s.Contestants[top], 40), text.Harmless(s.Contestants[next], 40))
	default:
		fmt.Fprintf(w, "%s is the strongest of %d: %s (%s confidence, matches: %s)\n", text.Harmless(s.Contestants[top], 40), len(order), estimate(e, figure), percent(s.Confidence), prose.Count(int64(r.Matches[top])))
	}
	caveats(w, append(r.Caveats, "strengths are log-odds against the mean of the group: 1 more wins 73 % of the time, a tie being half a win")...)
	fmt.Fprintln(w)
	rows := [][]string{{"contestant", "strength", "matches", "group", ""}}
	for _, i := range order {
		e := r.Strengths[i]
		rows = append(rows, []string{text.Harmless(s.Contestants[i], 40), brief(e), fmt.Sprint(r.Matches[i]), fmt.Sprint(r.Group[i] + 1), e.Undefined + e.NoInterval})
	}
	table(w, rows)
}
