package copying

import (
	"math"
	"strings"
)

// keyForm is how a provider's keys look: a beginning and at least so many
// characters behind it.
type keyForm struct {
	prefix string
	least  int
	upper  bool // capital letters and digits only, of just that length
	test   bool // keys of a sandbox
}

// Bounds on what is looked at: longer keys and tokens are none, and of longer
// passwords the beginning is told.
const (
	mostKey   = 4096
	mostValue = 256
)

// keyForms are published forms of keys and tokens.
var keyForms = []keyForm{
	{prefix: "sk-", least: 20},
	{prefix: "sk_live_", least: 16},
	{prefix: "rk_live_", least: 16},
	{prefix: "pk_live_", least: 16},
	{prefix: "sk_test_", least: 16, test: true},
	{prefix: "pk_test_", least: 16, test: true},
	{prefix: "ghp_", least: 30},
	{prefix: "gho_", least: 30},
	{prefix: "ghu_", least: 30},
	{prefix: "ghs_", least: 30},
	{prefix: "ghr_", least: 30},
	{prefix: "github_pat_", least: 30},
	{prefix: "glpat-", least: 20},
	{prefix: "gsk_", least: 30},
	{prefix: "AKIA", least: 16, upper: true},
	{prefix: "ASIA", least: 16, upper: true},
	{prefix: "AIza", least: 35},
	{prefix: "ya29.", least: 20},
	{prefix: "xoxb-", least: 16},
	{prefix: "xoxp-", least: 16},
	{prefix: "xoxa-", least: 16},
	{prefix: "xoxr-", least: 16},
	{prefix: "xoxs-", least: 16},
	{prefix: "xapp-", least: 16},
	{prefix: "hf_", least: 30},
	{prefix: "npm_", least: 36},
	{prefix: "dop_v1_", least: 40},
	{prefix: "shpat_", least: 32},
	{prefix: "SG.", least: 40},
	{prefix: "pypi-", least: 40},
	{prefix: "EAAC", least: 40},
	{prefix: "AGE-SECRET-KEY-1", least: 40},
	{prefix: "r8_", least: 30},
}

// secretByte reports whether a byte may be part of a key.
func secretByte(c byte) bool {
	return classes[c]&(classAlnum|classUnder) != 0 || c == '-'
}

// key looks for a key or token with a known beginning at i; the first run of
// letters and digits of it ends at j. It returns where it ends; 0: it is none.
func (s *scanner) key(i, j int) int {
	if i < s.keyEnd {
		return 0
	}
	rest := s.text[i:]
	if strings.HasPrefix(rest, "eyJ") {
		return s.jwt(i)
	}
	for k := range keyForms {
		f := &keyForms[k]
		if rest[0] != f.prefix[0] || !strings.HasPrefix(rest, f.prefix) {
			continue
		}
		end, digits := i+len(f.prefix), 0
		dots := f.prefix[len(f.prefix)-1] == '.'
		for end < len(s.text) && (secretByte(s.text[end]) || dots && s.text[end] == '.' && s.class(end+1)&classAlnum != 0) {
			if classes[s.text[end]] == classDigit {
				digits++
			}
			end++
		}
		if end-i > mostKey {
			s.keyEnd = end
			return 0
		}
		body := s.text[i+len(f.prefix) : end]
		if len(body) < f.least || f.upper && (len(body) != f.least || strings.ToUpper(body) != body) || digits == 0 && !f.upper {
			continue
		}
		reserved := ""
		switch {
		case f.test:
			reserved = forTests
		case strings.Contains(body, "EXAMPLE") || strings.Contains(body, "example") || strings.Contains(body, "xxxxx") || strings.Contains(body, "XXXXX"):
			reserved = forExamples
		}
		s.add(kindSecret, i, end, .97, reserved)
		return end
	}
	return 0
}

// jwt looks for three parts in base64url with points between, the first of which
// begins as JSON does (RFC 7519).
func (s *scanner) jwt(i int) int {
	at, parts := i, 0
	for parts < 3 {
		from := at
		for at < len(s.text) && secretByte(s.text[at]) {
			at++
		}
		if at-i > mostKey {
			s.keyEnd = at
			return 0
		}
		if at-from < 8 {
			return 0
		}
		if parts++; parts < 3 {
			if s.byteAt(at) != '.' {
				return 0
			}
			at++
		}
	}
	s.add(kindSecret, i, at, .97, "")
	return at
}

// pem looks for -----BEGIN ... PRIVATE KEY-----.
func (s *scanner) pem(i int) int {
	const begin = "-----BEGIN "
	if !strings.HasPrefix(s.text[i:], begin) {
		for i < len(s.text) && s.text[i] == '-' && !strings.HasPrefix(s.text[i:], begin) {
			i++
		}
		return i
	}
	head := s.text[i:min(len(s.text), i+64)]
	if at := strings.Index(head, "PRIVATE KEY-----"); at > 0 {
		end := i + at + len("PRIVATE KEY-----")
		s.add(kindSecret, i, end, .99, "")
		return end
	}
	return i + len(begin)
}

// assigned looks at what follows a colon or an equals sign at i that stands behind
// a word such as password.
func (s *scanner) assigned(i int) int {
	back := i
	if s.byteAt(back-1) == ' ' {
		back--
	}
	if s.byteAt(back-1) == '"' || s.byteAt(back-1) == '\'' {
		back--
	}
	if s.class(back-1)&classAlnum == 0 {
		return i + 1
	}
	name := s.lowered(back-24, back)
	known := false
	for _, w := range secretNames {
		if strings.HasSuffix(name, w) && (len(name) == len(w) || classes[name[len(name)-len(w)-1]]&(classAlnum|classWide) == 0) {
			known = true
			break
		}
	}
	if !known {
		return i + 1
	}
	from := i + 1
	for from < len(s.text) && from < i+4 && strings.IndexByte(" \"'`", s.text[from]) >= 0 {
		from++
	}
	to, have := from, uint8(0)
	for to < len(s.text) && to-from < mostValue && s.text[to] > ' ' && s.text[to] < 0x7f && strings.IndexByte("\"'`,;<>(){}[]", s.text[to]) < 0 {
		have |= classes[s.text[to]]
		to++
	}
	if s.byteAt(to-1) == '.' {
		to--
	}
	value := s.text[from:to]
	if len(value) < 8 || have&classDigit == 0 || have&(classUpper|classLower) == 0 || strings.Contains(value, "://") {
		return i + 1
	}
	weight := .6
	if entropy(value) >= 3.5 && len(value) >= 16 {
		weight = .9
	}
	s.add(kindSecret, from, to, weight, "")
	return to
}

// entropy is that of the bytes of s, in bits a byte (Shannon 1948).
func entropy(s string) float64 {
	var count [256]int
	for i := range len(s) {
		count[s[i]]++
	}
	sum := 0.
	for _, n := range count {
		if n > 0 {
			p := float64(n) / float64(len(s))
			sum -= p * math.Log2(p)
		}
	}
	return sum
}
