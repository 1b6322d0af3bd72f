package copying

import "strings"

// groupedID looks for national numbers whose separators are part of their form.
func (s *scanner) groupedID(g *numbers) int {
	if g.plus || g.paren {
		return 0
	}
	switch {
	case g.shape('-', 3, 2, 4) && s.ends(g.to[2]):
		return s.ssn(g, 3, .85)
	case g.shape(' ', 3, 2, 4) && s.ends(g.to[2]) && s.near(g.from[0], g.to[2], ssnWords):
		return s.ssn(g, 3, .9)
	case g.n >= 4 && g.shape(0, 3, 3, 3, 2) && g.sep[0] == '.' && g.sep[1] == '.' && g.sep[2] == '-' && s.ends(g.to[3]):
		return s.checked(kindCPF, g, 4, .97, brCPF)
	case g.shape('-', 6, 4) && s.ends(g.to[1]), g.shape('-', 8, 4) && s.ends(g.to[1]):
		return s.checked(kindPNR, g, 2, .9, sePersonnummer)
	case g.shape(' ', 4, 4, 4) && s.ends(g.to[2]) && (g.n == 3 || g.sep[2] != ' ') && !s.allRound(g, 3):
		weight := .7
		if s.near(g.from[0], g.to[2], aadhaarWords) {
			weight = .97
		}
		return s.checked(kindAadhaar, g, 3, weight, inAadhaar)
	case g.n >= 6 && g.size(0) == 1 && g.sep[0] == ' ':
		return s.spacedNIR(g)
	}
	return 0
}

func (s *scanner) checked(kind string, g *numbers, k int, weight float64, ok func([]byte) bool) int {
	if !ok(g.digitsOf(s.text, k)) {
		return 0
	}
	s.add(kind, g.from[0], g.to[k-1], weight, "")
	return g.to[k-1]
}

// allRound reports whether all groups end in 00: amounts, not a number of someone.
func (s *scanner) allRound(g *numbers, k int) bool {
	for i := range k {
		if !strings.HasSuffix(s.text[:g.to[i]], "00") {
			return false
		}
	}
	return true
}

// ssn takes 3-2-4 digits. 987-65-4320 to 4329 are kept for advertisements, and two
// others are known from some.
func (s *scanner) ssn(g *numbers, k int, weight float64) int {
	d := g.digitsOf(s.text, k)
	var plain [9]byte
	for i, v := range d {
		plain[i] = v + '0'
	}
	reserved := ""
	switch number := string(plain[:]); {
	case strings.HasPrefix(number, "98765432"), number == "078051120", number == "219099999", number == "123456789":
		reserved = forExamples
	case !usSSN(d):
		return 0
	}
	if s.before(g.from[0], partWords) {
		weight = .3
	} else if s.near(g.from[0], g.to[k-1], ssnWords) {
		weight = .99
	}
	if weight >= leastWeight {
		s.add(kindSSN, g.from[0], g.to[k-1], weight, reserved)
	}
	return g.to[k-1]
}

// spacedNIR looks for 2 55 08 14 168 025 38.
func (s *scanner) spacedNIR(g *numbers) int {
	k := 7
	if g.shape(' ', 1, 2, 2, 2, 3, 3) && g.n == 6 {
		return 0
	}
	if !g.shape(' ', 1, 2, 2, 2, 3, 3, 2) || !s.ends(g.to[k-1]) {
		return 0
	}
	return s.checked(kindNIR, g, k, .97, nirDigits)
}

func nirDigits(d []byte) bool {
	var s [15]byte
	if len(d) != len(s) {
		return false
	}
	for i, v := range d {
		s[i] = v + '0'
	}
	return frNIR(s[:])
}

// bareID looks for numbers without separators, or with others than usual, that
// only a word beside them tells from amounts.
func (s *scanner) bareID(g *numbers) int {
	if g.plus || g.paren {
		return 0
	}
	for k := min(g.n, 4); k >= 1; k-- {
		if !s.ends(g.to[k-1]) {
			continue
		}
		d := g.digitsOf(s.text, k)
		from, to := g.from[0], g.to[k-1]
		switch len(d) {
		case 9:
			if k == 1 && usSSN(d) && s.near(from, to, ssnWords) {
				return s.ssn(g, k, .9)
			}
			if nlBSN(d) && s.near(from, to, bsnWords) {
				return s.checked(kindBSN, g, k, .95, nlBSN)
			}
		case 10:
			if k == 1 && sePersonnummer(d) && s.near(from, to, pnrWords) {
				return s.checked(kindPNR, g, k, .95, sePersonnummer)
			}
		case 11:
			switch {
			case plPESEL(d) && k == 1 && s.near(from, to, peselWords):
				return s.checked(kindPESEL, g, k, .97, plPESEL)
			case deTaxID(d) && s.near(from, to, taxWords):
				return s.checked(kindDETax, g, k, .97, deTaxID)
			case brCPF(d) && k == 1 && s.near(from, to, cpfWords):
				return s.checked(kindCPF, g, k, .97, brCPF)
			}
		case 12:
			if k == 1 && inAadhaar(d) && s.near(from, to, aadhaarWords) {
				return s.checked(kindAadhaar, g, k, .97, inAadhaar)
			}
			if k == 1 && sePersonnummer(d) && s.near(from, to, pnrWords) {
				return s.checked(kindPNR, g, k, .95, sePersonnummer)
			}
		case 15:
			if k == 1 && nirDigits(d) {
				return s.checked(kindNIR, g, k, .9, nirDigits)
			}
		}
	}
	return 0
}

// idToken looks at a run of letters and digits from i to j.
func (s *scanner) idToken(i, j int) int {
	var up [16]byte
	n := copy(up[:], s.text[i:j])
	for k := range n {
		if c := up[k]; 'a' <= c && c <= 'z' {
			up[k] = c - 'a' + 'A'
		}
	}
	kind, weight, reserved := "", .95, ""
	switch {
	case n == 9 && ukNINO(up[:9]):
		kind = kindNINO
	case n == 9 && up[0] == 'Q' && up[1] == 'Q' && ukNINO(append([]byte("AA"), up[2:9]...)):
		kind, reserved = kindNINO, forExamples
	case n == 9 && classes[up[8]] == classUpper && esDNI(up[:9]):
		kind, weight = kindDNI, .8
		if s.near(i, j, dniWords) {
			weight = .97
		}
		if string(up[:8]) == "12345678" {
			reserved = forExamples
		}
	case n == 15 && frNIR(up[:15]):
		kind = kindNIR
	case n == 16 && itCodiceFiscale(up[:16]):
		kind, weight = kindCF, .98
		if string(up[:]) == "RSSMRA85T10A562S" {
			reserved = forExamples
		}
	default:
		return 0
	}
	s.add(kind, i, j, weight, reserved)
	return j
}

// nino looks for AB 12 34 56 C at i.
func (s *scanner) nino(i int) int {
	const form = "LL DD DD DD L"
	if len(s.text)-i < len(form) {
		return 0
	}
	var plain [9]byte
	n := 0
	for k := range len(form) {
		c := s.text[i+k]
		if (form[k] == ' ') != (c == ' ') {
			return 0
		}
		if c != ' ' {
			plain[n] = c
			n++
		}
	}
	reserved := ""
	if plain[0] == 'Q' && plain[1] == 'Q' {
		plain[0], plain[1], reserved = 'A', 'A', forExamples
	}
	end := i + len(form)
	if !ukNINO(plain[:]) || s.class(end)&classWord != 0 {
		return 0
	}
	s.add(kindNINO, i, end, .95, reserved)
	return end
}

// ibanAt looks for an IBAN at i, with or without spaces.
func (s *scanner) ibanAt(i int) int {
	a, b := s.text[i]&^0x20, s.text[i+1]&^0x20
	want := ibanLength(a, b)
	if want == 0 {
		return 0
	}
	var plain [40]byte
	n, at := 0, i
	for n < want && at < len(s.text) {
		c := s.text[at]
		switch {
		case classes[c]&(classDigit|classUpper) != 0:
			plain[n] = c
			n++
		case classes[c] == classLower:
			plain[n] = c &^ 0x20
			n++
		case (c == ' ' || c == '-') && n > 0 && s.class(at+1)&classAlnum != 0:
		default:
			return 0
		}
		at++
	}
	if n < want || s.class(at)&classWord != 0 || !iban(plain[:n]) {
		return 0
	}
	reserved := ""
	if strings.Contains(testIBANs, " "+string(plain[:n])+" ") {
		reserved = forExamples
	}
	s.add(kindIBAN, i, at, .98, reserved)
	return at
}
