package dialogue

import "testing"

// codesAlike are sound ones whose users ask for several things, the codes or figures of which
// begin alike.
const codesAlike = `
Code for the garage? | 3F9K | And what opens the boat shed, please? | 3X2Q | What do I type at the side gate? | 3ZZ1 | Lovely, how do I change them?
Welchen Code hat der Keller? | 7KR2 | Und womit öffne ich den Dachboden? | 7MM9 | Was tippe ich denn am Tor ein? | 7QX4 | Danke, kann man die ändern?
Quel est le code de la cave ? | 4B7H | Et pour entrer dans le garage ? | 4C2T | Que faut-il taper au portail ? | 4WW8 | Merci, on peut les changer ?
¿Qué clave tiene el trastero? | 8HD3 | ¿Y con cuál abro el garaje? | 8PL6 | ¿Qué marco en el portón? | 8RS1 | Gracias, ¿se pueden cambiar?
Which seats are ours? | 7KRX | What about my parents' ones, where do they sit? | 7MTQ | And for my cousins, which do they have? | 7QXZ | Great, are they close together?
Which numbers won on Monday? | 3, 8, 12, 20, 31, 44 | And which ones came up on Wednesday evening? | 3, 8, 12, 20, 31, 45 | What did they draw at the weekend? | 3, 8, 12, 20, 31, 46 | Odd, do they often look alike?
`

// unitsAgain are users who are told the same figure again, with its unit written to it.
const unitsAgain = `
How long is the warranty on the drill? | It's a 180-day warranty. | Good. Until when can I complain about the tool? | 180 days. | And what's the period for a claim? | 180 days.
which band does the router use | 5GHz | ok and what frequency should my laptop pick for it | 5 GHz | right, so on what band do i connect | 5 GHz
Wie lange dauert die Führung? | Es ist eine 40-minütige Führung. | Schön. Und wie viel Zeit brauche ich dafür? | 40 Minuten. | Mit welcher Dauer soll ich also rechnen? | 40 Minuten.
Quelle est la hauteur du portail ? | 210cm | Bien. De combien de place mon camion dispose en haut ? | 210 cm | Et quel véhicule peut encore passer dessous ? | 210 cm
¿Cuánto pesa la maleta? | 12kg | Vale. ¿Qué peso tendré que cargar? | 12 kg | ¿Y cuántos kilos lleva, entonces? | 12 kg
`

// TestLeading tells numbers with units from codes.
func TestLeading(t *testing.T) {
	for word, digits := range map[string]string{
		"180": "180", "180-day": "180", "5GHz": "5", "20kg": "20", "30th": "30", "40-minütige": "40", "100mbit": "100",
		"3F9K": "", "3X2Q": "", "3ZZ1": "", "7KRX": "", "7-KRX": "", "4abcdefg": "", "A180": "", "KX-4410": "", "10-4": "",
		"7-aaaaaaaaaaaaaaaaaaaa": "", "7\xff\x00": "7", "": "",
	} {
		want := uint64(1)
		if digits != "" {
			want = hash([]byte(digits))
		}
		if got := leading(word, 1); got != want {
			t.Errorf("leading(%q): %x, want %q", word, got, digits)
		}
	}
}

// TestMoreFigures holds that figures which are not all kept are not said to be others'.
func TestMoreFigures(t *testing.T) {
	var a, b, none figures
	for i := range uint64(5) {
		a.add(i + 1)
		b.add(i + 1)
	}
	if !a.among(&b, &none) {
		t.Error("five figures are not among the same")
	}
	a.add(3)
	if !a.among(&b, &none) {
		t.Error("one that comes twice makes them others")
	}
	a.add(6)
	if a.among(&b, &none) || !b.among(&a, &none) {
		t.Error("a sixth figure does not count")
	}
}
