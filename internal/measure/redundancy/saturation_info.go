package redundancy

import "seedbed.dev/seedbed/internal/measure"

func (saturation) Info() measure.Info {
	figures := []measure.Figure{
		{Name: "saturation", Unit: measure.Count, Says: "new openings (first four words) that the next rows would bring"},
		{Name: "saturation.rows", Unit: measure.Count, Says: "rows unlike all before, word for word, among the next ones"},
		{Name: "saturation.runs", Unit: measure.Count, Says: "new runs of three words that the next rows would bring"},
	}
	for _, k := range kindNames {
		figures = append(figures,
			measure.Figure{Name: "saturation." + k.name + "-coverage", Unit: measure.Share, Says: "chance that " + k.one + " of the next row was there before"},
			measure.Figure{Name: "saturation." + k.name + "-in-all", Unit: measure.Count, Says: "different " + k.many + " that there are at least, seen and unseen"})
	}
	return measure.Info{
		Name: "saturation", Family: "redundancy", Title: "How much new the next rows would bring",
		Says: "Whether making more rows the same way is worth while. From what was seen once, twice and so on it foretells how many " +
			"new openings (first four words), rows and runs of three words the next 10, 100 or 1,000 rows would bring; how likely " +
			"the next row begins as one did before (coverage); and how many different ones there are at the least. The curve shows how " +
			"the number grew with the rows and how it would go on. A finding is *notable* where fewer than half of the next rows would open " +
			"in a new way, more than one in ten would repeat a row, or fewer than one in ten runs would be new; never *serious*, since what is enough depends " +
			"on the use.",
		Cannot: "It foretells more of the same: the same prompts, models and settings, in the same mixture. It does not see that the next " +
			"batch is of another kind, and cannot say how many different things there are in all, only at the least. New is not " +
			"the same as different in meaning: a changed name makes a new opening. Beyond twice the rows that there are no " +
			"interval can be given.",
		Formula: "fₖ is how many things were seen in k rows, n the rows, N = Σ k fₖ. New things in t·n more rows: −Σ (−t)ᵏ fₖ (Good and Toulmin 1956); for t > 1 " +
			"each term is weighted by P(L ≥ k), L ~ B(⌈½ log₃(n t²/(t−1))⌉, 2/(2+t)) (Orlitsky, Suresh and Wu 2016). The interval is for what those rows will bring: its variance is " +
			"s·(Σ t²ᵏ fₖ + the estimate) + t(1+t), where s is the variance over the mean of how many things a row has that no other has. " +
			"Coverage: 1 − f₁/N (Good 1953), interval by Esty (1983). Different ones at the least: S + f₁(f₁−1)/(2(f₂+1)) " +
			"(Chao 1984), interval by Chao (1987).",
		Use: "Before paying for more rows, and after a run to see whether it went on for too long. To find the repeated rows themselves use `duplicates`; for variety " +
			"at a fixed size use `diversity`.",
		Cost: "One pass, about 1 µs a row of 40 words; up to 262,144 different openings and rows and half as many runs are counted exactly (30 MB), past " +
			"that an even sample of them, which widens the intervals.",
		Needs:   []measure.Need{measure.NeedText},
		Figures: figures,
	}
}

// kindNames says how each kind of thing is called.
var kindNames = [thingKinds]struct{ name, one, many string }{
	openings: {"openings", "the opening", "openings"},
	wholes:   {"rows", "the whole", "rows"},
	runs:     {"runs", "a run of three words", "runs of three words"},
}
