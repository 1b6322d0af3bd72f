package stage

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// What stops in the middle breaks a conversation where turns may not be cut, and nowhere
// else: neither the reply's own word for it nor the words that it stops at count then.
func TestSimulateAllowCut(t *testing.T) {
	cut := seedbed.Reply{Text: "I am new here. I would like to know when the library opens on Sundays, what a card costs, and", Finish: seedbed.FinishLength}
	stops := cut
	stops.Finish = seedbed.FinishStop
	for name, c := range map[string]struct {
		player, target *seedbed.Reply
		breaks         bool // without allow_cut
	}{
		"player at its bound":              {player: &cut, breaks: true},
		"player stops within the sentence": {player: &stops, breaks: true},
		"system at its bound":              {target: &cut, breaks: true},
		"system stops within the sentence": {target: &stops},
	} {
		for _, allow := range []string{"", ", allow_cut: true"} {
			t.Run(name+allow, func(t *testing.T) {
				g := newSimulateRig(t, "{model: player, system: target, prompt: u.md, turns: 1, repair: {ask_again: 0, restart: 0}"+allow+"}")
				for who, reply := range map[string]*seedbed.Reply{"player": c.player, "target": c.target} {
					if reply != nil {
						g.models[who] = func(seedbed.Request) (seedbed.Reply, error) { return *reply, nil }
					}
				}
				r := g.run(t)[0]
				want, ended := seedbed.Valid, "turns"
				if c.breaks && allow == "" {
					want, ended = seedbed.CutOff, "cut off"
				}
				if v, _ := seedbed.ValidityOf(r.Fields); v != want || r.Fields.Text("ended") != ended {
					t.Errorf("%s", r.Fields.AppendJSON(nil))
				}
				if told := strings.Contains(r.Fields.Text("signals"), "cut off"); told != (want == seedbed.CutOff) {
					t.Errorf("signals %s", r.Fields.Text("signals"))
				}
			})
		}
	}
}
