package stats

import "fmt"

// ScoreClaim is what a cut-off says, held against labels: "above .9 is good".
type ScoreClaim struct {
	Cut   float64  `json:"cut"`
	Above bool     `json:"above"` // rows with score > Cut; otherwise < Cut
	Rows  int      `json:"rows"`
	Good  int      `json:"good"`
	Share Estimate `json:"share_good"` // of those rows
	Of    Estimate `json:"of_all_good"`
	// Wrong are the indices of rows that the claim gets wrong: bad ones above, good
	// ones below.
	Wrong []int `json:"-"`
}

// ClaimScores counts labels above or below a cut-off. The interval of the share is
// that of Share. Scores that equal the cut-off are on neither side.
func ClaimScores(score, truth []float64, cut float64, above bool, level float64) ScoreClaim {
	c := ScoreClaim{Cut: cut, Above: above}
	all := 0
	for i, s := range score {
		good := truth[i] == 1
		if good {
			all++
		}
		if above && !(s > cut) || !above && !(s < cut) {
			continue
		}
		c.Rows++
		if good {
			c.Good++
		}
		if good != above {
			c.Wrong = append(c.Wrong, i)
		}
	}
	side := "below"
	if above {
		side = "above"
	}
	if c.Rows == 0 && validLevel(level) {
		c.Share = Undefined("no labelled row has a score %s %g", side, cut)
	} else {
		c.Share = Share(c.Good, c.Rows, level)
	}
	if all == 0 && validLevel(level) {
		c.Of = Undefined("no labelled row is good")
	} else {
		c.Of = Share(c.Good, all, level)
	}
	if c.Rows > 0 && c.Rows < 20 {
		c.Share.Caveats = append(c.Share.Caveats, fmt.Sprintf("only %d labelled rows have a score %s %g", c.Rows, side, cut))
	}
	return c
}
