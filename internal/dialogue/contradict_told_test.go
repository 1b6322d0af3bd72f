package dialogue

import (
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// TestTold are names and ages as people give them in passing, beside what sounds like them
// and is none.
func TestTold(t *testing.T) {
	for _, c := range []struct {
		profile, reply, said string
		wrong                bool
	}{
		{"name=Leonie", "Spreche ich mit Frau Sabine Ottmann?", "Ja genau. Und was ist mit der Sperre?", true},
		{"name=Sabine", "Spreche ich mit Frau Sabine Ottmann?", "Ja genau. Und was ist mit der Sperre?", false},
		{"name=Leonie", "Spreche ich mit Frau Sabine Ottmann?", "Nein, mit ihrer Nachbarin.", false},
		{"name=Mathilde", "Racontez-moi.", "Dimanche : « Corinne, ma pauvre, ton rôti on dirait de la semelle. » J'ai quitté la table.", true},
		{"name=Corinne", "Racontez-moi.", "Dimanche : « Corinne, ma pauvre, ton rôti on dirait de la semelle. » J'ai quitté la table.", false},
		{"name=Jonas", "Was war?", "Der Chef brüllt: »Stefan, du übernimmst Samstag!« Ohne mich zu fragen.", true},
		{"name=Jonas", "Was war?", "Der Chef schrieb meinem Bruder: »Stefan, du übernimmst Samstag!« Ohne mich zu fragen.", false},
		{"name=Nele", "Wer bist du?", "hi ich bin die Chantal und check gar nix", true},
		{"name=Joaquín", "¿Con quién tengo el gusto?", "Qué tal, le habla Evaristo.", true},
		{"name=Martin Okafor", "Please state your full name as on the card.", "Julian Pryce, no middle name", true},
		{"name=Lina", "Quel nom figure sur l'étiquette ?", "Huguette Vasseur, au 3e. Moi c'est Lina, au 2e.", false},
		{"gender=male", "Please tell me your title and surname as on the ticket.", "Mrs Holloway. Seat 14C.", true},
		{"gender=female", "Please tell me your title and surname as on the ticket.", "Mrs Holloway. Seat 14C.", false},
		{"age=18", "A clue or the answer?", "A clue. At seventy-nine the mind needs its gymnastics.", true},
		{"age=79", "A clue or the answer?", "A clue. At seventy-nine the mind needs its gymnastics.", false},
		{"age=15", "Which pass?", "The senior one, got it when I hit 65.", true},
		{"age=70", "Which pass?", "The senior one, got it when I hit 65.", false},
		{"age=25", "¿Qué celebras?", "El domingo me caen los cuarenta y paso de fiestas.", true},
		{"age=13", "Could you ask at home?", "I don't need to ask anyone, I'm 31 and it's my flat.", true},
		{"age=26", "What holds you back?", "I've carried mail for thirty-one years.", true},
		{"age=57", "What holds you back?", "I've carried mail for thirty-one years.", false},
		{"age=28", "I'll need your date of birth.", "It's 11 March 1959.", true},
		{"age=66", "I'll need your date of birth.", "It's 11 March 1959.", false},
		{"age=28", "Solid walls?", "Born in 1911 and never once insulated, that's our house in a nutshell.", false},
		{"age=42", "Wie erweiterst du das?", "In der 7b hatten wir das letzte Woche, da kam ich nicht mit.", true},
		{"age=42", "Wie erweiterst du das?", "In der 7b hatte mein Sohn das letzte Woche.", false},
		{"age=31", "What is it about?", "I'm doing teaching practice in year 7, and Mrs Bloom lets us plan alone.", false},
		{"gender=female", "Was suchen Sie?", "Ich bin gelernter Schreiner und suche etwas mit festen Zeiten.", true},
		{"gender=male", "Was suchen Sie?", "Ich bin gelernter Schreiner und suche etwas mit festen Zeiten.", false},
		{"gender=male", "What is it?", "We're having a girl and my wife wants Josephine.", false},
		{"language=English", "Is the gas on?", "Kuchenka działa normalnie, więc gaz jest. Próbowałem zresetować trzy razy i za każdym razem to samo.", true},
		{"language=German", "Wann lief er?", "im oktober. zündkerzn hob i scho gwechselt. oba des benzin is no vom vurign jahr, des werds sei ha", false},
	} {
		k, v, _ := strings.Cut(c.profile, "=")
		p := ProfileOf(seedbed.Fields{{Name: k, Value: v}})
		turns := talk("Hallo, hello!", c.reply, c.said)
		wrong := slices.ContainsFunc(SignalsWith(turns, p, nil), func(s Signal) bool { return s.Name == Contradicts && s.Strength >= Threshold })
		if wrong != c.wrong {
			t.Errorf("%s: %q: %v", c.profile, c.said, wrong)
		}
	}
}
