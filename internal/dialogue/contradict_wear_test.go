package dialogue

import "testing"

// TestClothesAccuseNobody: what somebody wears, does with its hair or takes up as a hobby says
// nothing of its gender: who is not as most are must not be taken out of a dataset for it.
func TestClothesAccuseNobody(t *testing.T) {
	for _, s := range []string{
		"I need a dress in size 14 for a wedding, and heels to go with it. My nails are done already.",
		"I usually do my makeup on the train, but my mascara runs and my lipstick too.",
		"I laddered my tights on the way to ballet and my skirt has a hole in it.",
		"I need a tuxedo in a 40 regular, with cufflinks, and I wear boxers under my kilt.",
		"Ich suche ein Kleid und Pumps für mich, dazu einen Lippenstift und eine Handtasche.",
		"Je cherche une robe pour moi, avec des talons, et du mascara.",
		"Busco un vestido y unos tacones para mí, y maquillaje.",
		"I crochet and do netball on Sundays, and I have been a cheerleader for years.",
	} {
		for _, gender := range []string{"male", "female"} {
			for _, g := range Signals(talk(s, "All right."), Profile{Gender: gender, AgeFrom: 30, AgeTo: 30}) {
				if g.Name == Contradicts {
					t.Errorf("%s: %q: %q", gender, s, g.Quote)
				}
			}
		}
	}
}
