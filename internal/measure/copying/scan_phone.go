package copying

import "strings"

// phone looks for a telephone number: those of North America as they are written
// there, international ones with their plus, and others where a word says that
// they are one.
func (s *scanner) phone(g *numbers) int {
	if end := s.nanp(g); end > 0 {
		return end
	}
	if g.plus {
		return s.international(g)
	}
	return s.dialled(g)
}

// nanp looks for (202) 555-0143, 202-555-0143, 202.555.0143, +1 202 555 0143.
func (s *scanner) nanp(g *numbers) int {
	at := 0
	if g.n >= 4 && g.size(0) == 1 && s.text[g.from[0]] == '1' {
		at = 1
	}
	if g.n < at+3 || g.size(at) != 3 || g.size(at+1) != 3 || g.size(at+2) != 4 || !s.ends(g.to[at+2]) {
		return 0
	}
	if s.text[g.from[at]] < '2' || s.text[g.from[at+1]] < '2' { // areas and exchanges begin with 2 to 9
		return 0
	}
	first, second := g.sep[at], g.sep[at+1]
	spelled := first == second && (first == '-' || first == '.') || second == '-' && (first == ' ' || first == ')') || g.paren || g.plus && at == 1 ||
		s.byteAt(g.to[at]) == ')'
	weight := .9
	switch {
	case g.plus && at == 0 || first == '/' || second == '/':
		return 0
	case spelled && s.before(g.start, partWords):
		weight = .3
	case !spelled && s.near(g.start, g.to[at+2], phoneWords):
		weight = .85
	case !spelled:
		return 0
	}
	from := g.start
	if at == 1 && s.byteAt(g.from[1]-1) == '(' && !g.plus {
		from = g.from[0]
	}
	if weight >= leastWeight {
		reserved := ""
		if s.text[g.from[at+1]:g.to[at+1]] == "555" && strings.HasPrefix(s.text[g.from[at+2]:], "01") {
			reserved = forExamples // 555-0100 to 555-0199 (NANPA)
		}
		s.add(kindPhone, from, g.to[at+2], weight, reserved)
	}
	return g.to[at+2]
}

// international looks for a plus, and 9 to 15 digits (ITU-T E.164).
func (s *scanner) international(g *numbers) int {
	if s.text[g.from[0]] == '0' || g.paren || s.class(g.start-1)&classWord != 0 {
		return 0
	}
	best := 0
	for k := 1; k <= g.n; k++ {
		d := g.digitsOf(s.text, k)
		if d == nil || len(d) > 15 {
			break
		}
		if len(d) >= 9 && s.ends(g.to[k-1]) {
			best = k
		}
	}
	if best == 0 || best == 1 && strings.HasSuffix(s.text[:g.to[0]], "000") || best == 1 && g.size(0) < 10 && !s.near(g.start, g.to[0], phoneWords) {
		return 0
	}
	s.add(kindPhone, g.start, g.to[best-1], .9, fictionUK(g.digitsOf(s.text, best)))
	return g.to[best-1]
}

// dialled looks for 7 to 15 digits behind a word such as phone.
func (s *scanner) dialled(g *numbers) int {
	best := 0
	for k := 1; k <= g.n && g.sep[k-1] != 0 || k <= g.n && k == 1 || k == g.n; k++ {
		d := g.digitsOf(s.text, k)
		if d == nil || len(d) > 15 {
			break
		}
		if len(d) >= 7 && s.ends(g.to[k-1]) && (g.size(k-1) > 1) {
			best = k
		}
	}
	if best == 0 {
		return 0
	}
	d := g.digitsOf(s.text, best)
	if best == 1 && strings.HasSuffix(s.text[:g.to[0]], "000") || looksLikeDate(g, best) || s.isSum(g, best) {
		return 0
	}
	weight := .8
	if d[0] != 0 && !g.paren && len(d) != 10 && best > 3 {
		weight = .5
	}
	if !s.before(g.start, phoneWords) {
		local := best == 2 && g.shape('-', 3, 4) && s.text[g.from[0]:g.to[0]] == "555" && s.text[g.from[1]:g.from[1]+2] == "01"
		if local {
			s.add(kindPhone, g.start, g.to[1], .7, forExamples)
			return g.to[1]
		}
		return 0
	}
	reserved := fictionUK(d)
	if best == 2 && g.size(0) == 3 && s.text[g.from[0]:g.to[0]] == "555" && s.text[g.from[1]:g.from[1]+2] == "01" {
		reserved = forExamples
	}
	s.add(kindPhone, g.start, g.to[best-1], weight, reserved)
	return g.to[best-1]
}

// fictionUK reports numbers that Ofcom keeps for drama.
func fictionUK(d []byte) string {
	var b [24]byte
	for i, v := range d {
		b[i] = v + '0'
	}
	n := string(b[:len(d)])
	n = strings.TrimPrefix(n, "44")
	n = strings.TrimPrefix(n, "0")
	for _, p := range [...]string{"1632960", "7700900", "2079460", "1134960", "1144960", "1154960", "1164960", "1174960", "1184960", "1214960", "1314960", "1414960", "1514960", "1614960"} {
		if strings.HasPrefix(n, p) && len(n) == 10 {
			return forExamples
		}
	}
	return ""
}

// looksLikeDate reports groups such as 2024-05-17 and 17.05.2024.
func looksLikeDate(g *numbers, k int) bool {
	if k != 3 || g.sep[0] != g.sep[1] {
		return false
	}
	a, b, c := g.size(0), g.size(1), g.size(2)
	return a == 4 && b <= 2 && c <= 2 || a <= 2 && b <= 2 && c == 4
}

// isSum reports arithmetic, such as 4000-3500 = 500 and 3000/200.
func (s *scanner) isSum(g *numbers, k int) bool {
	rest := strings.TrimLeft(s.text[g.to[k-1]:min(len(s.text), g.to[k-1]+4)], " ")
	if rest != "" && strings.IndexByte("=<+*", rest[0]) >= 0 {
		return true
	}
	return k > 1 && g.sep[0] == '/' && s.text[g.from[0]] != '0'
}
