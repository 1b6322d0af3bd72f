package copying

// The checks of national numbers. Each takes the digits, or the letters and digits
// in upper case, without separators.

// usSSN: the areas 000, 666 and 900 to 999, the group 00 and the serial 0000 are
// not given (Social Security Administration, 2011).
func usSSN(d []byte) bool {
	area := int(d[0])*100 + two(d[1:])
	return len(d) == 9 && area != 0 && area != 666 && area < 900 && two(d[3:]) != 0 && two(d[5:])+two(d[7:]) != 0
}

// ukNINO: HM Revenue & Customs, NIM39110.
func ukNINO(s []byte) bool {
	if len(s) != 9 || s[8] < 'A' || s[8] > 'D' {
		return false
	}
	for i := 2; i < 8; i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	for i, c := range s[:2] {
		switch c {
		case 'D', 'F', 'I', 'Q', 'U', 'V':
			return false
		case 'O':
			if i == 1 {
				return false
			}
		}
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	switch string(s[:2]) {
	case "BG", "GB", "KN", "NK", "NT", "TN", "ZZ":
		return false
	}
	return true
}

// deTaxID: 11 digits, of the first ten one is there twice or three times, and the
// last checks by ISO 7064, MOD 11,10 (Bundeszentralamt für Steuern).
func deTaxID(d []byte) bool {
	if len(d) != 11 || d[0] == 0 {
		return false
	}
	var seen [10]int
	product := 10
	for _, v := range d[:10] {
		seen[v]++
		sum := (int(v) + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = sum * 2 % 11
	}
	twice := 0
	for _, n := range seen {
		if n > 3 {
			return false
		}
		if n > 1 {
			twice++
		}
	}
	return twice == 1 && (11-product)%10 == int(d[10])
}

// esDNI: seven or eight digits, and the letter that their remainder by 23 picks
// (Real Decreto 1553/2005). X, Y and Z before a NIE stand for 0, 1 and 2.
func esDNI(s []byte) bool {
	if len(s) != 9 {
		return false
	}
	n := 0
	for i, c := range s[:8] {
		switch {
		case '0' <= c && c <= '9':
			n = n*10 + int(c-'0')
		case i == 0 && 'X' <= c && c <= 'Z':
			n = int(c - 'X')
		default:
			return false
		}
	}
	return s[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[n%23]
}

// frNIR: sex, year, month, department, place, number, and 97 minus the remainder
// by 97 (INSEE). 2A and 2B, Corsica, count as 19 and 18.
func frNIR(s []byte) bool {
	if len(s) != 15 {
		return false
	}
	var n int64
	for i, c := range s[:13] {
		switch {
		case '0' <= c && c <= '9':
			n = n*10 + int64(c-'0')
		case i == 6 && s[5] == '2' && (c == 'A' || c == 'B'):
			n = n/10*100 + 19 - int64(c-'A')
			// the department is two digits: 2A is read as 19
		default:
			return false
		}
	}
	if s[0] != '1' && s[0] != '2' || s[13] < '0' || s[13] > '9' || s[14] < '0' || s[14] > '9' {
		return false
	}
	month := int(s[3]-'0')*10 + int(s[4]-'0')
	if month == 0 || month > 12 && month < 20 {
		return false
	}
	return 97-n%97 == int64(s[13]-'0')*10+int64(s[14]-'0')
}

// nlBSN: the eleven test, in which the last digit counts −1.
func nlBSN(d []byte) bool {
	return len(d) == 9 && weighted(d, 9, 8, 7, 6, 5, 4, 3, 2, -1)%11 == 0 && weighted(d, 1, 1, 1, 1, 1, 1, 1, 1, 1) > 0
}

// plPESEL: date of birth with the century in the month, and a check digit.
func plPESEL(d []byte) bool {
	return len(d) == 11 && monthDay(two(d[2:])%20, two(d[4:])) &&
		weighted(d, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)%10 == 0
}

// brCPF: two check digits by 11.
func brCPF(d []byte) bool {
	if len(d) != 11 {
		return false
	}
	same := true
	for _, v := range d {
		same = same && v == d[0]
	}
	if same {
		return false
	}
	first := weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10
	second := weighted(d, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10
	return first == int(d[9]) && second == int(d[10])
}

// sePersonnummer: date of birth and Luhn over the last ten digits. Days of
// coordination numbers are 60 higher.
func sePersonnummer(d []byte) bool {
	if len(d) == 12 {
		if c := two(d); c < 18 || c > 20 {
			return false
		}
		d = d[2:]
	}
	return len(d) == 10 && monthDay(two(d[2:]), two(d[4:])%60) && luhn(d)
}

// inAadhaar: twelve digits, not beginning with 0 or 1, and Verhoeff's check.
func inAadhaar(d []byte) bool { return len(d) == 12 && d[0] > 1 && verhoeff(d) }

// itCodiceFiscale: sixteen letters and digits; digits may be letters where two
// people would have had the same (Decreto ministeriale 23.12.1976).
func itCodiceFiscale(s []byte) bool {
	const form = "LLLLLLDDLDDLDDDL"
	if len(s) != len(form) {
		return false
	}
	sum := 0
	for i, c := range s {
		letter := 'A' <= c && c <= 'Z'
		digit := '0' <= c && c <= '9'
		if form[i] == 'L' && !letter || form[i] == 'D' && !digit && (c < 'L' || c > 'V' || c == 'O') {
			return false
		}
		if i == 15 {
			break
		}
		v := int(c - '0')
		if letter {
			v = int(c - 'A')
		}
		if i%2 == 0 { // the odd places, counted from one
			v = [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}[v]
		}
		sum += v
	}
	return s[15] == byte('A'+sum%26)
}

// cardIssuer reports whether digits begin as those of a payment card of that
// length do (ISO/IEC 7812; ranges as published by the networks).
func cardIssuer(d []byte) bool {
	n := len(d)
	first2, first4 := two(d), two(d)*100+two(d[2:])
	switch {
	case d[0] == 4:
		return n == 13 || n == 16 || n == 19
	case first2 >= 51 && first2 <= 55, first4 >= 2221 && first4 <= 2720:
		return n == 16
	case first2 == 34, first2 == 37:
		return n == 15
	case first4 == 6011, first2 == 65, first4 >= 6440 && first4 <= 6499, first2 == 62:
		return n >= 16 && n <= 19
	case first4 >= 3528 && first4 <= 3589:
		return n >= 16 && n <= 19
	case first4 >= 3000 && first4 <= 3059, first2 == 36, first2 == 38, first2 == 39:
		return n == 14 || n == 16
	case first2 == 50, first2 >= 56 && first2 <= 58, first2 == 63, first2 == 67, first2 == 60:
		return n >= 13 && n <= 19
	case d[0] == 1:
		return n == 15 && luhn(d)
	}
	return false
}

// testCards are numbers that networks and payment providers publish for tests.
const testCards = " 4111111111111111 4012888888881881 4242424242424242 4222222222222 4000056655665556 4917610000000000" +
	" 5555555555554444 5105105105105100 2223003122003222 5200828282828210 378282246310005 371449635398431 378734493671000" +
	" 6011111111111117 6011000990139424 3530111333300000 3566002020360505 30569309025904 38520000023237 122000000000003" +
	" 5019717010103742 6331101999990016 "

// ibanLengths are the lengths of IBANs by country (SWIFT IBAN registry).
const ibanLengths = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27" +
	"GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20" +
	"MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30"

// testIBANs are those that standards and encyclopedias print as examples.
const testIBANs = " GB29NWBK60161331926819 GB82WEST12345698765432 DE89370400440532013000 FR1420041010050500013M02606" +
	" AL47212110090000000235698741 CH9300762011623852957 ES9121000418450200051332 NL91ABNA0417164300 BE68539007547034" +
	" AT611904300234573201 IT60X0542811101000000123456 PL61109010140000071219812874 SE4550000000058398257466 "

// ibanLength returns the length of a country's IBANs; 0: it has none.
func ibanLength(a, b byte) int {
	for i := 0; i < len(ibanLengths); i += 4 {
		if ibanLengths[i] == a && ibanLengths[i+1] == b {
			return int(ibanLengths[i+2]-'0')*10 + int(ibanLengths[i+3]-'0')
		}
	}
	return 0
}
