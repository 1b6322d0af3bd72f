package copying

// digits returns the digits of s in d, and how many there are; −1 where there are
// more than d holds.
func digits(s string, d *[24]byte) int {
	n := 0
	for i := range len(s) {
		if c := s[i]; '0' <= c && c <= '9' {
			if n == len(d) {
				return -1
			}
			d[n] = c - '0'
			n++
		}
	}
	return n
}

// luhn reports whether digits pass the check of ISO/IEC 7812-1 (Luhn 1960).
func luhn(d []byte) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i])
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return len(d) > 0 && sum%10 == 0
}

// mod97 returns the number modulo 97 that ISO 13616 makes of a string of letters
// and digits, in which A is 10 and Z is 35.
func mod97(s []byte) int {
	sum := 0
	for _, c := range s {
		switch {
		case '0' <= c && c <= '9':
			sum = (sum*10 + int(c-'0')) % 97
		case 'A' <= c && c <= 'Z':
			sum = (sum*100 + int(c-'A') + 10) % 97
		}
	}
	return sum
}

// iban reports whether letters and digits without spaces pass ISO 13616.
func iban(s []byte) bool {
	if len(s) < 5 {
		return false
	}
	var turned [40]byte
	n := copy(turned[:], s[4:])
	n += copy(turned[n:], s[:4])
	return n == len(s) && mod97(turned[:n]) == 1
}

// Verhoeff's tables (1969): multiplication of the dihedral group D5, and the
// permutation.
var (
	verhoeffTimes = [10][10]byte{
		{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
		{1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
		{2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
		{3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
		{4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
		{5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
		{6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
		{7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
		{8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
		{9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
	}
	verhoeffMove = [8][10]byte{
		{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
		{1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
		{5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
		{8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
		{9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
		{4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
		{2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
		{7, 0, 4, 6, 9, 1, 3, 2, 5, 8},
	}
)

func verhoeff(d []byte) bool {
	c := byte(0)
	for i := range d {
		c = verhoeffTimes[c][verhoeffMove[i%8][d[len(d)-1-i]]]
	}
	return c == 0
}

// weighted returns the sum of digits times weights.
func weighted(d []byte, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(d[i]) * w
	}
	return sum
}

// monthDay reports whether two digits each are a month and a day.
func monthDay(month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

func two(d []byte) int { return int(d[0])*10 + int(d[1]) }
