package recipe

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/plan"
)

// withGates is the good recipe with other risk, and lines at its end.
func withGates(t *testing.T, risk, more string) (*plan.Plan, string) {
	t.Helper()
	files := goodFiles()
	recipe := files["seedbed.yaml"]
	at := strings.Index(recipe, "risk: ")
	end := at + strings.Index(recipe[at:], "\n")
	files["seedbed.yaml"] = recipe[:at] + risk + recipe[end:] + "\n" + more
	opt := goodOptions(files)
	p, probs := Load(opt)
	if len(probs) == 0 {
		return p, ""
	}
	return p, probs.Error()
}

func TestGates(t *testing.T) {
	p, said := withGates(t, "domain: contract law\nrisk: {tier: high, because: courts read it, lower: {sign: one person makes it}}", `gate:
  ready: {because: the paper is due, findings: notable, questions: true, consulted: use case, sign: [owner, {role: reader, people: 2, domain: law}]}
`)
	if p == nil {
		t.Fatal(said)
	}
	if p.Domain != "contract law" || p.Risk.Lower[0].Value != "one person makes it" || len(p.Gates) != 1 {
		t.Fatalf("%+v", p)
	}
	g := p.Gates[0]
	if g.Name != "ready" || g.Findings != "notable" || !g.Questions || g.Consulted[0] != "use case" || g.Pos.Line == 0 || g.Tier != "" {
		t.Errorf("%+v", g)
	}
	if len(g.Sign) != 2 || g.Sign[0] != (plan.SignOff{Role: "owner", People: 1}) || g.Sign[1] != (plan.SignOff{Role: "reader", People: 2, Domain: "law"}) {
		t.Errorf("%+v", g.Sign)
	}
}

// Who changes what has to hold before a release makes no row anew.
func TestGatesAreInNoFingerprint(t *testing.T) {
	bare, _ := withGates(t, "", "")
	gated, _ := withGates(t, "risk: {tier: low, because: x}", "gate: {ready: {sign: [owner]}}")
	if bare.Fingerprint != gated.Fingerprint {
		t.Error("a gate changes the plan's fingerprint")
	}
}

func TestGateProblems(t *testing.T) {
	for _, tc := range []struct{ name, risk, gate, want string }{
		{"no field at high risk", "risk: {tier: high}", "", "at high risk experts look at the rows, and the recipe does not say of which field; add domain: paediatrics"},
		{"lowered without reason", "risk: {tier: elevated, lower: {inspected: ''}}", "", "a demand is lowered with a reason, and inspected has none; write why the data does not need it"},
		{"lowered what is not demanded", "risk: {tier: low, lower: {sign: no}}", "", "the tier low does not demand sign; remove it"},
		{"lowered nothing", "risk: {lower: {sign: no need}}", "", "there is nothing to lower: the recipe names no tier of risk"},
		{"unknown demand", "risk: {tier: elevated, lower: {inspection: later}}", "", `unknown demand "inspection"; did you mean "inspected"?`},
		{"tier", "risk: {tier: extreme}", "", `"tier" is "extreme", want one of low, elevated, high`},
		{"empty gate", "", "gate: {ready: {because: x}}", "seedbed.yaml:18:8: gate ready demands nothing, and is always open; write one of questions, consulted"},
		{"name", "", "gate: {Ready!: {questions: true}}", `a gate is named with a letter, then letters, digits and _`},
		{"a tier's name", "", "gate: {high: {questions: true}}", "high is the gate that risk of this tier brings; give it another name"},
		{"measure", "", "measure: [duplicates]\ngate: {ready: {measured: [duplicats]}}", `unknown measure "duplicats"; did you mean "duplicates"?`},
		{"measured nothing", "", "gate: {ready: {measured: any}}", "the recipe measures nothing; add measure:"},
		{"no inspection", "", "gate: {ready: {inspected: 2}}", "the recipe plans no inspection; add a stage of kind inspect"},
		{"unknown inspection", "", "gate: {ready: {claims: [lookd]}}", `unknown inspection "lookd"`},
		{"people", "", "gate: {ready: {inspected: 0}}", "a row is looked at by 1 to 25 people; write 2"},
		{"role", "", "gate: {ready: {sign: [boss]}}", `unknown role "boss"; known here: owner, adjudicator, rater, reader`},
		{"signs twice", "", "gate: {ready: {sign: [owner, {role: owner, people: 2}]}}", "owner signs twice; write once {role: owner, people: 3}"},
		{"moment", "", "gate: {ready: {consulted: later}}", `"consulted" is "later", want one of use case, generation, validation, release`},
		{"a list for a map", "", "gate: [ready]", "want a map, got a list"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			risk := tc.risk
			if risk == "" {
				risk = "risk: {tier: low, because: x}"
			}
			p, said := withGates(t, risk, tc.gate)
			if p != nil || !strings.Contains(said, tc.want) {
				t.Errorf("got  %s\nwant %s", said, tc.want)
			}
		})
	}
}
