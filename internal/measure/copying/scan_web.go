package copying

import (
	"net/netip"
	"strings"
	"unicode/utf8"
)

// localByte reports whether a byte may be before the @ of an address (RFC 5322, as
// far as it is in use).
func localByte(c byte) bool {
	return classes[c]&classWord != 0 || c == '.' || c == '-' || c == '+' || c == '%' || c == '\''
}

// email looks at the @ at i, and returns where to go on.
func (s *scanner) email(i int) int {
	from := i
	for from > 0 && i-from < 64 && localByte(s.text[from-1]) {
		from--
	}
	for from < i && (s.text[from] == '.' || s.text[from] == '\'' || s.text[from] == '-' || s.text[from] == '%') {
		from++
	}
	for from < i && !utf8.RuneStart(s.text[from]) {
		from++
	}
	to, dots, label := i+1, 0, 0
	for to < len(s.text) && to-i < 254 {
		c := s.text[to]
		switch {
		case classes[c]&(classAlnum|classWide) != 0:
			label++
		case c == '-' && label > 0 && s.class(to+1)&(classAlnum|classWide) != 0:
		case c == '.' && label > 0 && s.class(to+1)&(classAlnum|classWide) != 0:
			dots++
			label = 0
		default:
			goto end
		}
		to++
	}
end:
	for to > i && to < len(s.text) && !utf8.RuneStart(s.text[to]) {
		to--
	}
	if from == i || dots == 0 || s.class(i-1)&classWord == 0 && s.byteAt(i-1) != '+' && s.byteAt(i-1) != '-' {
		return i + 1
	}
	domain := strings.ToLower(s.text[i+1 : to])
	top := domain[strings.LastIndexByte(domain, '.')+1:]
	if len(top) < 2 || classes[top[0]] == classDigit {
		return i + 1
	}
	weight := .95
	if hasWord(strings.ToLower(s.text[from:i]), []string{"info", "support", "noreply", "no-reply", "contact", "sales", "admin", "office", "help", "hello", "team", "webmaster", "postmaster"}) {
		weight = .6 // an office, hardly a person
	}
	s.add(kindEmail, from, to, weight, reservedDomain(domain))
	return to
}

// reservedDomain reports domains that are nobody's (RFC 2606, RFC 6761).
func reservedDomain(domain string) string {
	for _, d := range [...]string{"example.com", "example.org", "example.net", "example.edu"} {
		if domain == d || strings.HasSuffix(domain, "."+d) {
			return forExamples
		}
	}
	for _, d := range [...]string{".example", ".test", ".invalid", ".localhost"} {
		if strings.HasSuffix(domain, d) {
			return forExamples
		}
	}
	return ""
}

// url looks at an address of the web whose :// is at i. It tells those of a
// person's page, and names and passwords within.
func (s *scanner) url(i int) int {
	if i < s.urlEnd {
		return i + 3
	}
	from := i
	for from > 0 && i-from < 8 && classes[s.text[from-1]]&(classUpper|classLower) != 0 {
		from--
	}
	to := i + 3
	for to < len(s.text) && s.text[to] > ' ' && s.text[to] != 0x7f && strings.IndexByte("\"'<>`{}|\\^", s.text[to]) < 0 {
		to++
	}
	for to > i+3 && strings.IndexByte(".,;:!?)]*", s.text[to-1]) >= 0 {
		to--
	}
	s.urlEnd = max(s.urlEnd, to)
	rest := s.text[i+3 : to]
	host, path, _ := strings.Cut(rest, "/")
	reservedBy := func(host string) string {
		name, _, _ := strings.Cut(host, ":")
		return reservedDomain(strings.ToLower(name))
	}
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		if colon := strings.IndexByte(host[:at], ':'); colon >= 0 && colon+1 < at {
			s.add(kindSecret, from, i+3+at, .95, reservedBy(host[at+1:]))
		}
		host = host[at+1:]
	}
	if from < i && personsPage(strings.ToLower(host[:min(len(host), 256)]), path) {
		s.add(kindPage, from, to, .8, reservedBy(host))
	}
	return i + 3
}

// personsPage reports whether a path is that of a person's page, by the usual
// beginnings of such paths and the large networks.
func personsPage(host, path string) bool {
	if path == "" {
		return false
	}
	if path[0] == '~' || path[0] == '@' {
		return len(path) > 1
	}
	first, more, _ := strings.Cut(path, "/")
	if more != "" {
		switch strings.ToLower(first) {
		case "u", "user", "users", "profile", "profiles", "people", "person", "member", "members", "in", "author", "authors", "staff", "account", "accounts", "channel":
			return true
		}
	}
	if more != "" || strings.ContainsAny(first, "?#.") || len(first) < 2 {
		return false
	}
	host = strings.TrimPrefix(strings.TrimPrefix(host, "www."), "m.")
	switch host {
	case "twitter.com", "x.com", "github.com", "instagram.com", "facebook.com", "t.me", "gitlab.com", "pinterest.com", "twitch.tv", "patreon.com", "venmo.com", "paypal.me":
		switch strings.ToLower(first) {
		case "about", "login", "signup", "explore", "home", "settings", "search", "features", "pricing", "terms", "privacy", "help", "contact", "topics", "trending", "marketplace":
			return false
		}
		return true
	}
	return false
}

// hexGroups looks for a MAC address or one of IPv6 at i. It returns where it ends;
// 0: there is none.
func (s *scanner) hexGroups(i int) int {
	end, colons, dashes, digits, double := i, 0, 0, false, false
	limit := min(len(s.text), i+46)
	for end < limit {
		c := s.text[end]
		switch {
		case classes[c] == classDigit:
			digits = true
		case 'a' <= c|0x20 && c|0x20 <= 'f':
		case c == ':':
			colons++
			double = double || s.byteAt(end+1) == ':'
		case c == '-':
			dashes++
		default:
			goto end
		}
		end++
	}
end:
	if s.class(end)&classWord != 0 || end == limit && end < len(s.text) && s.text[end] == ':' {
		return 0
	}
	if run := s.text[i:end]; len(run) >= 17 && (colons == 5 && dashes == 0 || dashes == 5 && colons == 0) && !double && macForm(run[:17]) && len(run) == 17 {
		reserved := ""
		if strings.HasPrefix(strings.ToLower(run), "00:00:5e:00:53") || strings.HasPrefix(strings.ToLower(run), "00-00-5e-00-53") {
			reserved = forExamples // RFC 7042
		}
		if strings.Trim(run, "0:-") != "" && strings.Trim(strings.ToLower(run), "f:-") != "" {
			s.add(kindMAC, i, end, .95, reserved)
		}
		return end
	}
	if dashes > 0 || colons < 2 || !digits || !double && colons != 7 {
		return 0
	}
	addr, err := netip.ParseAddr(s.text[i:end])
	if err != nil || end-i < 6 {
		return 0
	}
	reserved := ""
	switch {
	case strings.HasPrefix(addr.StringExpanded(), "2001:0db8:"):
		reserved = forExamples // RFC 3849
	case addr.IsPrivate() || addr.IsLoopback() || addr.IsLinkLocalUnicast() || addr.IsMulticast() || addr.IsUnspecified():
		reserved = privateNet
	}
	s.add(kindIP, i, end, .9, reserved)
	return end
}

// macForm reports six pairs of hexadecimal digits.
func macForm(s string) bool {
	for i := range len(s) {
		sep := s[i] == ':' || s[i] == '-'
		if sep != (i%3 == 2) || sep && s[i] != s[2] {
			return false
		}
	}
	return true
}
