package copying

import "strings"

// numbers is a run of groups of digits with single separators between.
type numbers struct {
	n     int
	from  [maxGroups]int
	to    [maxGroups]int
	sep   [maxGroups]byte // what follows the group, within the run; 0: nothing
	d     [24]byte        // digits of what is being looked at
	start int             // of the run, with its sign
	plus  bool
	paren bool // the first group is in brackets
}

const maxGroups = 12

func (g *numbers) size(i int) int { return g.to[i] - g.from[i] }

// shape reports whether the groups have these sizes from the first on, the same
// separator between all of them; 0: any one.
func (g *numbers) shape(sep byte, sizes ...int) bool {
	if g.n < len(sizes) {
		return false
	}
	for i, size := range sizes {
		if g.size(i) != size || i+1 < len(sizes) && sep != 0 && g.sep[i] != sep {
			return false
		}
	}
	return true
}

// parse reads the run that begins at i: at most maxGroups groups and 48 bytes.
func (g *numbers) parse(text string, i int) {
	g.n, g.start, g.plus, g.paren = 0, i, false, false
	end := min(len(text), i+48)
	if text[i] == '+' {
		g.plus = true
		i++
	}
	if i < end && text[i] == '(' {
		g.paren = true
		i++
	}
	for g.n < maxGroups {
		from := i
		for i < end && classes[text[i]] == classDigit {
			i++
		}
		if i == from {
			return
		}
		g.from[g.n], g.to[g.n], g.sep[g.n] = from, i, 0
		g.n++
		if i+1 >= end {
			return
		}
		sep := text[i]
		if g.paren && g.n == 1 {
			if sep != ')' {
				return
			}
			i++
			if i < end && (text[i] == ' ' || text[i] == '-') {
				i++
			}
		} else {
			switch sep {
			case ' ', '-', '.', '/':
				i++
			default:
				return
			}
			if sep == ' ' && i < end && text[i] == '(' { // +1 (202) 555-0143
				if close := i + 4; close < end && text[close] == ')' {
					i++
				}
			}
		}
		if close := i; close < end && text[close] == ')' {
			i++
		}
		if i < end && classes[text[i]] == classDigit {
			g.sep[g.n-1] = sep
		} else if i < end && text[i-1] == '(' {
			return
		}
	}
}

// digitsOf collects the digits of the first k groups.
func (g *numbers) digitsOf(text string, k int) []byte {
	n := digits(text[g.from[0]:g.to[k-1]], &g.d)
	if n < 0 {
		return nil
	}
	return g.d[:n]
}

// ends reports whether a number may end at i: no letter or digit follows, nor a
// separator with a digit behind it.
func (s *scanner) ends(i int) bool {
	if s.class(i)&classWord != 0 {
		return false
	}
	switch s.byteAt(i) {
	case '-', '.', '/', ',', ':':
		return s.class(i+1) != classDigit
	case '%':
		return false
	}
	return true
}

// begins reports whether a number may begin at i: it is not within a longer one,
// and no amount of money.
func (s *scanner) begins(i int) bool {
	switch s.byteAt(i - 1) {
	case '-', '.', '/', ',', ':':
		return s.class(i-2) != classDigit
	case '$', '#', '*', '=':
		return s.byteAt(i-1) == '='
	}
	return s.class(i-1)&classWord == 0 && !strings.HasSuffix(s.text[:i], "£") && !strings.HasSuffix(s.text[:i], "€")
}

// number looks at the number that begins at i, and returns where to go on.
func (s *scanner) number(i int) int {
	g := &s.num
	g.parse(s.text, i)
	if g.n == 0 {
		return i + 1
	}
	next := g.to[0]
	if i < s.urlEnd && s.byteAt(i-1) != '/' || !s.begins(g.start) {
		return next
	}
	if i >= s.urlEnd || g.shape('.', 1) || g.n >= 4 {
		if end := s.ipv4(g); end > 0 {
			return end
		}
	}
	if i < s.urlEnd {
		return next
	}
	if total := g.to[g.n-1] - g.from[0]; total >= 7 || g.plus {
		if end := s.longNumber(g); end > 0 {
			return end
		}
	}
	if g.size(0) <= 5 && !g.plus && !g.paren {
		if end := s.address(g.from[0], g.to[0]); end > 0 {
			return end
		}
	}
	return next
}

// longNumber looks at a run of groups that is long enough to be somebody's.
func (s *scanner) longNumber(g *numbers) int {
	for _, look := range [...]func(*numbers) int{s.cardAt, s.groupedID, s.phone, s.bareID} {
		if end := look(g); end > 0 {
			return end
		}
	}
	return 0
}

// ipv4 looks for four numbers up to 255.
func (s *scanner) ipv4(g *numbers) int {
	if g.n < 4 || g.plus || g.paren || g.sep[0] != '.' || g.sep[1] != '.' || g.sep[2] != '.' || g.size(3) > 3 || !s.ends(g.to[3]) {
		return 0
	}
	var b [4]int
	for i := range b {
		if g.size(i) > 3 || g.size(i) > 1 && s.text[g.from[i]] == '0' {
			return 0
		}
		for _, c := range s.text[g.from[i]:g.to[i]] {
			b[i] = b[i]*10 + int(c-'0')
		}
		if b[i] > 255 {
			return 0
		}
	}
	weight, reserved := .9, ""
	switch {
	case b[0] == 192 && b[1] == 0 && b[2] == 2, b[0] == 198 && b[1] == 51 && b[2] == 100, b[0] == 203 && b[1] == 0 && b[2] == 113:
		reserved = forExamples // RFC 5737
	case b[0] == 10, b[0] == 127, b[0] == 0, b[0] >= 224, b[0] == 192 && b[1] == 168, b[0] == 169 && b[1] == 254,
		b[0] == 172 && b[1] >= 16 && b[1] < 32, b[0] == 100 && b[1] >= 64 && b[1] < 128:
		reserved = privateNet // RFC 1918, 6598, 3927, 1122
	}
	if s.before(g.from[0], versionWords) {
		weight = .2
	} else if b[0] < 10 && b[1] < 10 && b[2] < 10 && b[3] < 10 { // 1.2.3.4: a section, or a version
		weight = .6
	}
	if weight >= leastWeight {
		s.add(kindIP, g.from[0], g.to[3], weight, reserved)
	}
	return g.to[3]
}

// cardAt looks for 13 to 19 digits of a payment card in groups alike.
func (s *scanner) cardAt(g *numbers) int {
	if g.plus || g.paren {
		return 0
	}
	for k := 1; k <= g.n && k <= 5; k++ {
		if k > 1 && (g.sep[k-2] != g.sep[0] || g.sep[0] != ' ' && g.sep[0] != '-') {
			return 0
		}
		if k > 1 && (g.size(0) < 4 || g.size(k-1) < 2) {
			return 0
		}
		d := g.digitsOf(s.text, k)
		if len(d) > 19 || d == nil {
			return 0
		}
		if len(d) < 13 || k > 1 && !cardGroups(g, k) || !s.ends(g.to[k-1]) && !g.shape(' ', 4, 4, 4, 4) || g.sep[k-1] == g.sep[0] && k > 1 && k < g.n && !g.shape(' ', 4, 4, 4, 4) {
			continue
		}
		if !cardIssuer(d) || !luhn(d) {
			continue
		}
		var plain [20]byte
		for i, v := range d {
			plain[i] = v + '0'
		}
		reserved := ""
		if strings.Contains(testCards, string(plain[:len(d)])+" ") {
			reserved = forTests
		}
		s.add(kindCard, g.from[0], g.to[k-1], .97, reserved)
		return g.to[k-1]
	}
	return 0
}

// cardGroups reports whether groups are as cards print them: fours, or 4-6-5 and
// 4-6-4.
func cardGroups(g *numbers, k int) bool {
	if k == 3 && g.size(1) == 6 {
		return g.size(0) == 4 && (g.size(2) == 5 || g.size(2) == 4)
	}
	for i := range k - 1 {
		if g.size(i) != 4 {
			return false
		}
	}
	return g.size(k-1) <= 4
}
