package dialogue

import (
	"strings"
)

// Words between "ich bin" and the name of a trade or the like.
var germanBetween = hashesOf("ja nur auch selbst selber schon noch doch halt eben eine die ne so dort hier da jetzt nun gerade leider seit jahren langem kurzem von beruf gelernte ausgebildete angehende begeisterte leidenschaftliche alleinerziehende gute schlechte neue alte junge ehemalige eigentlich nämlich zwar immer immerhin mittlerweile inzwischen einfach absolute totale blutige echte große kleine richtige arme stolze frischgebackene freie freiberufliche selbstständige selbständige studierte promovierte ihre seine deren dessen deine meine eure zwei drei vier fünf zehn zwanzig nebenbei hauptberuflich wohl eher bekennende überzeugte gebürtige unsere einzige treue langjährige")

// Words with the ending of women's trades that are none, and names.
var germanNoWoman = hashesOf("termin benzin medizin magazin delfin vitamin urin ruin kamin berlin insulin robin martin colin justin valentin karin kathrin katrin kerstin kristin karolin caroline-n carolin jasmin yasmin benjamin dublin turin stettin corin alwin erwin edwin marvin kevin gavin tobin darin worin ohnehin weiterhin immerhin dahin wohin hin disziplin fortbildungsmagazin rubin jungfernkamin austin corinn levin melvin elvin merlin konstantin augustin quentin sabin aladin bulletin harlekin zwin gewinn beginn sinn hebammin")

var (
	// Endings of women's trades, by which they are known in lower case too.
	germanTrades = []string{"erin", "orin", "istin", "entin", "antin", "eurin", "ologin", "ärztin", "ältin", "chefin", "köchin", "kundin", "freundin", "beamtin", "kollegin", "pädagogin"}
	germanOne    = hashesOf("eine ne 'ne die so deine seine ihre")
	germanHow    = hashesOf("ziemlich sehr recht eher absolut total wirklich extrem furchtbar richtig etwas relativ wahnsinnig")
)

// bentGerman looks for a trade or the like in the form of women: "ich bin dort
// Stammkundin", "ich als Leserin".
func (w *Watcher) bentGerman(n, i int, verb string) bool {
	if w.profile.Gender != "male" {
		return false
	}
	words := w.text.words
	if !w.subjectGerman(i, verb) {
		return false
	}
	for j := i + 1; j < len(words) && j <= i+6 && words[j].sentence == words[i].sentence && !words[j].quoted && !words[j].clause; j++ {
		x := &words[j]
		if germanBetween.has(x.hash) || w.wordAt(j) == "ich" {
			continue
		}
		s := w.wordAt(j)
		if !x.upper && !(len(s) > 7 && ending(s, germanTrades)) {
			if j > i+1 && strings.HasSuffix(s, "e") && germanOne.has(words[i+1].hash) || germanHow.has(x.hash) {
				continue // "eine ziemlich ungeduldige Kundin"
			}
			return false
		}
		if len(s) < 6 || !strings.HasSuffix(s, "in") || strings.HasSuffix(s, "ein") || strings.HasSuffix(s, "hin") || germanNoWoman.has(x.hash) || w.names.first.has(x.hash) {
			return false
		}
		if verb == "als" && w.thirdPerson(j) || w.wordAt(j) == "in" {
			return false
		}
		if next := w.inSentence(j+1, j); next == "meiner" || next == "meines" || next == "ihrer" || next == "seiner" || next == "kennen" || next == "haben" || next == "können" {
			return false
		}
		return w.bentAs(n, i, j)
	}
	return false
}

// subjectGerman reports whether "bin" or "als" is the user's own.
func (w *Watcher) subjectGerman(i int, verb string) bool {
	words := w.text.words
	if i > 0 && words[i-1].sentence == words[i].sentence {
		switch w.wordAt(i - 1) {
		case "mehr", "anders", "besser", "schlechter", "größer", "sowohl", "weniger", "wenn", "ob", "eher", "anstatt", "lieber":
			return false
		}
	}
	if verb == "bin" {
		return true
	}
	if w.familyIn() {
		return false
	}
	for j := i - 4; j < len(words) && j < i+7; j++ {
		if j < 0 || words[j].sentence != words[i].sentence {
			continue
		}
		switch w.wordAt(j) {
		case "ich", "mir", "mich":
			return true
		}
	}
	return false
}
