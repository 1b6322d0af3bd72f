package dialogue

// germanCardinals are the numbers from 5 to 99 in German.
func germanCardinals() map[string]int {
	m := map[string]int{"zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19}
	units := []string{"", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"}
	for i, ten := range []string{"zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"} {
		for j, unit := range units {
			if j > 0 {
				unit += "und"
			}
			m[unit+ten] = 10*(i+2) + j
			if ten == "dreißig" {
				m[unit+"dreissig"] = 30 + j
			}
		}
	}
	for j, unit := range units[5:] {
		m[unit] = j + 5
	}
	return m
}

// spelledOut are numbers from 5 on in words, German ones as ordinals too: "zu meinem
// siebzigsten Geburtstag".
func spelledOut() map[string]int {
	m := map[string]int{"nonante": 90, "septante": 70, "huitante": 80, "dieciseis": 16, "veintitres": 23, "veintidos": 22, "veintiseis": 26, "fuenfzig": 50, "treintaicinco": 35, "cinq": 5, "sept": 7, "huit": 8}
	for _, set := range []map[string]int{joinedNumbers, foreignNumbers} {
		for w, n := range set {
			if n >= 5 {
				m[w] = n
			}
		}
	}
	for w, n := range germanCardinals() {
		m[w] = n
		join := "t"
		if n >= 20 {
			join = "st"
		}
		for _, end := range []string{"e", "en", "er", "em"} {
			m[w+join+end] = n
		}
	}
	delete(m, "achten") // "to heed", "eighth"
	delete(m, "achte")
	return m
}
