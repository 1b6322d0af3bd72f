package web

import (
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// receiptLines says what became of an answer.
func receiptLines(rc *review.Receipt) []string {
	lines := []string{"Saved."}
	if !rc.Counted {
		lines[0] = "Saved, and not counted: the row had all the answers that it needs, or was asked anew. It stays with the votes."
	}
	switch {
	case len(rc.Claims) == 0:
	case rc.Enough:
		lines[0] += " Enough is known for what is claimed."
	case rc.More > 0:
		lines[0] += " About " + prose.Plural(rc.More, "more row", "more rows") + ", if nothing further turns up."
	case rc.More < 0:
		lines[0] += " This sample cannot decide the claim any more."
	}
	if f := rc.Feedback; f != nil {
		lines = append(lines, feedbackLines(f)...)
	}
	return lines
}

func feedbackLines(f *review.GoldFeedback) []string {
	head := "Your answer is the known one."
	if !f.Right {
		head = "The known answer is another."
	}
	if f.Of > 0 {
		head += " Calibration row " + prose.Count(f.Done) + " of " + prose.Count(f.Of) + "."
	}
	lines := []string{head}
	for _, k := range sortedKeys(f.Known) {
		line := visible(k) + ": " + visible(f.Known[k])
		if why := f.Why[k]; why != "" {
			line += ", because " + visible(why)
		}
		lines = append(lines, line)
	}
	return lines
}
