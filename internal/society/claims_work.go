package society

// managers finds who reports to whom, of persons that follow one another.
func (r *reading) managers(ms []mention, from, to int) {
	a := -1
	for b := range ms {
		if ms[b].ref.Kind != ThePerson {
			continue
		}
		if a >= 0 && ms[a].ref.N >= 0 && ms[b].ref.N >= 0 && ms[a].ref.N != ms[b].ref.N {
			r.manager(ms, a, b, from, to)
		}
		a = b
	}
}

// manager finds which of two persons is the other's manager, if the words between and
// around them say so.
func (r *reading) manager(ms []mention, a, b, from, to int) {
	seen, linked := r.between(ms, a, b, cueLink|cueReport|cueManager|cueManage|cueBy|cueOrigin, TheRole, TheUnit, ThePlace, dateThing)
	if !linked {
		return
	}
	below, above := -1, -1 // mentions
	gap, end := r.toks[ms[a].end:ms[b].first], ms[b].end
	owned := len(gap) > 0 && gap[0].kind == tokPossessive || ms[a].weak && r.isMy(ms[a].first)
	owns := end < to && r.toks[end].kind == tokPossessive
	has := func(word string) bool { return r.has(ms[a].end, ms[b].first, word) }
	after, before := cue(0), cue(0)
	for i := end; i < min(to, end+4); i++ {
		after |= r.cue(i)
	}
	for i := max(from, ms[a].first-4); i < ms[a].first; i++ {
		before |= r.cue(i)
	}
	switch {
	case seen&cueReport != 0 && has("to"):
		below, above = a, b
	case seen&cueManager != 0 && owned && !owns:
		below, above = a, b
	case owns && after&cueManager != 0:
		below, above = b, a
	case seen&cueManage != 0 && seen&cueManager == 0 && has("by"):
		below, above = a, b
	case seen&cueManage != 0 && seen&cueManager == 0 && !owns:
		below, above = b, a
	case seen&cueManager != 0 && (has("of") || has("to")) && !has("has"):
		below, above = b, a
	case has("has") && after&cueManager != 0:
		below, above = a, b
	case has("has") && after&cueReport != 0:
		below, above = b, a
	case before&cueManager != 0 && seen&(cueManager|cueManage|cueReport) == 0 && (has("is") || has("was")) && r.prepositioned(ms[a].first):
		below, above = a, b
	case has("under") && !has("reports"):
		below, above = a, b
	}
	if below < 0 {
		return
	}
	r.claim(seen, claim{subject: ms[below].ref, pred: ReportsTo, object: ms[above].ref, start: ms[a].first, end: ms[b].end})
}

// prepositioned reports whether "of", "for" or "to" stands before a token.
func (r *reading) prepositioned(i int) bool {
	return i > 0 && (r.has(i-1, i, "of") || r.has(i-1, i, "for") || r.has(i-1, i, "to"))
}

// isMy reports whether a token is "my", "her" or "his".
func (r *reading) isMy(i int) bool {
	return r.has(i, i+1, "my") || r.has(i, i+1, "her") || r.has(i, i+1, "his")
}

// amount is a sum of money in a sentence.
type amount struct {
	value, slack float64
	first, end   int
}

// amounts finds budgets and salaries.
func (r *reading) amounts(ms []mention, all cue, from, to int) {
	if all&(cueBudget|cuePay) == 0 {
		return
	}
	if all&cueBudget != 0 && all&(cueSpent|cueNot|cueIf) == 0 {
		project, n := r.only(ms, TheProject, r.project)
		if n == 1 {
			r.sums(claim{subject: Ref{TheProject, project}, pred: Budget}, all, from, to, 1000)
		}
		return
	}
	if all&cuePay != 0 && all&(cueNot|cueIf) == 0 {
		if who, n := r.only(ms, ThePerson, -1); n == 1 {
			r.sums(claim{subject: person(who), pred: Salary}, all, from, to, 10_000)
		}
	}
}

// only returns the one thing of a kind that a sentence names, or else the one that is
// carried over, and how many there are.
func (r *reading) only(ms []mention, kind Thing, carried int32) (int32, int) {
	n, which := 0, int32(-1)
	for i := range ms {
		if ms[i].weak && r.toks[ms[i].first].end-r.toks[ms[i].first].start < 3 && ms[i].ref.N == r.speaker {
			continue // "my words", "I hear"
		}
		if ms[i].ref.Kind == kind && (n == 0 || ms[i].ref.N != which) {
			n++
			which = ms[i].ref.N
		}
	}
	if n == 0 && carried >= 0 {
		return carried, 1
	}
	if which < 0 {
		n = 0
	}
	return which, n
}

// sums claims each amount of a sentence. Of several, one may be what it was before.
func (r *reading) sums(c claim, all cue, from, to int, least float64) {
	var found [8]amount
	n := 0
	for i := from; i < to && n < len(found); i++ {
		if a, ok := r.amountAt(i, from, to); ok {
			if a.value >= least {
				found[n] = a
				n++
			}
			i = a.end - 1
		}
	}
	for _, a := range found[:n] {
		c.amount, c.slack, c.start, c.end = a.value, a.slack, a.first, a.end
		seen := all & (cuePast | cueFuture | cueMove | cueEvent)
		if n > 1 {
			seen |= cueEvent
		}
		r.claim(seen&^cueMove, c)
	}
}

// amountAt reads an amount: EUR 120,000, 120k, €1.2 million. A number without a
// currency counts where it is grouped or not like a year.
func (r *reading) amountAt(i, from, to int) (amount, bool) {
	t := &r.toks[i]
	if t.kind != tokNumber {
		return amount{}, false
	}
	a := amount{value: t.num, first: i, end: i + 1, slack: 1e-9}
	money := i > from && (r.toks[i-1].kind == tokCurrency || r.cue(i-1)&cueCurrency != 0)
	if a.end < to && r.toks[a.end].kind == tokNumber && r.toks[a.end].end-r.toks[a.end].start == 3 && r.toks[a.end].start == t.end+1 && t.num < 1000 && !t.grouped {
		a.value = 1000*a.value + r.toks[a.end].num // 120 000
		a.end++
	}
	if a.end < to {
		switch c := r.cue(a.end); {
		case c&cueThousand != 0:
			a.value, a.slack, money = 1e3*a.value, 0.005, true
			a.end++
		case c&cueMillion != 0:
			a.value, a.slack, money = 1e6*a.value, 0.05, true
			a.end++
		}
	}
	if a.end < to && (r.toks[a.end].kind == tokCurrency || r.cue(a.end)&cueCurrency != 0) {
		money = true
	}
	for k := max(from, i-3); k < i; k++ {
		if r.cue(k)&cueAbout != 0 {
			a.slack = 0.06
		}
	}
	if !money && !t.grouped && (t.num < 3000 || a.end > i+1) {
		return amount{}, false
	}
	return a, true
}
