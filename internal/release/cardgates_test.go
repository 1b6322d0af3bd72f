package release

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/plan"
)

// The card tells who answers for the release, and names nobody who did not wish it.
func TestCardOfGovernance(t *testing.T) {
	in := Input{Plan: &plan.Plan{}, Out: filepath.Join(t.TempDir(), "out"), Accepted: rowsOf()}
	in.Facts.Overrides = []string{"ready.findings: half are copies. Released because: copies are wanted (Ana, 3 March 2026)"}
	in.Facts.Governance = Governance{
		Gates: []Gate{
			{Name: "high", Tier: "high", Because: "courts read it.", Conditions: []GateCondition{
				{Wants: "a panel was asked", Stands: "lowered", Because: "no row is about a person"},
				{Wants: "no serious finding is open", Stands: "overridden", Missing: []string{"duplicates: half are <b>copies</b>"}},
				{Wants: "no judge is a relative", Stands: "met", Note: "the recipe has no judge"},
				{Wants: "signed by owner", Stands: "met", Signed: []string{"Ana, owner, 3 March 2026: I have read 40 rows."}},
			}},
			{Name: "ready", Conditions: []GateCondition{{Wants: "measured", Stands: "missing", Missing: strings.Split(strings.Repeat("x,", 11)+"x", ",")}}},
		},
		Synthetic: &Synthetic{Decision: "partly", Because: "real contracts are secret", Who: "Ana", On: "1 March 2026", Answers: []SyntheticAnswer{{"Who is affected?", "Courts.\n# Not a heading"}}},
		Consultations: []Consultation{{When: "validation", On: "2 March", Asked: "Does it read right?", Shown: "20 rows", Voices: []Voice{
			{As: "expert", Name: "B. Okafor", Said: "Clause 4 is never so.", Changed: "prompts/clause.md r3"},
			{As: "affected", Said: "I would not sign it.", Not: "nobody signs it"},
			{As: "subject", Not: "it was not about the data"},
		}}},
		Contests: Contests{Upheld: 2, Open: 1, Answers: []string{"Row 7f3a9c01, upheld: it is gone."}},
	}
	writeStory(t, in)
	data, err := os.ReadFile(filepath.Join(in.Out, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	card := string(data)
	for _, want := range []string{
		"## What had to hold", "What risk of the tier **high** asks for, because courts read it:", "At the gate **ready**:",
		"- a panel was asked: **lowered**, because no row is about a person",
		`**overridden**. duplicates\: half are &lt;b&gt;copies`, `  - Ana, owner, 3 March 2026\: I have read 40 rows.`, "; and 2 more",
		`**Released although it was not met:** ready.findings\: half are copies.`,
		"- no judge is a relative: **met**; the recipe has no judge",
		"## Should it be synthetic at all?", "**Partly**, because: real contracts are secret", "Answered by Ana on 1 March 2026.", `Courts. \# Not a heading`,
		"## Who was consulted", "On the **validation**, 2 March: 1 expert, 1 person who is affected, 1 person whose data is in it.",
		"- B. Okafor (expert): “Clause 4 is never so.” **Changed:** prompts/clause.md r3",
		"- Person who is affected: “I would not sign it.” **Not changed:** nobody signs it",
		"- Person whose data is in it did not wish to be quoted. **Not changed:** it was not about the data",
		"## Objections to rows", "3 objections: 2 upheld, 0 dismissed, 0 withdrawn, 1 not answered yet.", `- Row 7f3a9c01, upheld\: it is gone.`,
	} {
		if !strings.Contains(card, want) {
			t.Errorf("the card does not say %q:\n%s", want, card)
		}
	}
}

func TestCardWithoutGovernance(t *testing.T) {
	in := Input{Plan: &plan.Plan{}, Out: filepath.Join(t.TempDir(), "out"), Accepted: rowsOf()}
	writeStory(t, in)
	data, err := os.ReadFile(filepath.Join(in.Out, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"What had to hold", "synthetic at all", "Who was consulted", "Objections"} {
		if strings.Contains(string(data), never) {
			t.Errorf("the card of rows that nobody answers for says %q", never)
		}
	}
}
