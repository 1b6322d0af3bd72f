package kin

import (
	"regexp"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/config"
)

// Model is a model as a recipe names it.
type Model struct {
	ID       string // what the provider calls it
	Revision string // tells apart models of the same id
	Family   string // what the recipe says of its family: "", "llama" or "mine < llama, gpt"
}

// Place is where a model stands among the families.
type Place struct {
	Known  bool      `json:"known"`
	Family string    `json:"family,omitempty"` // "" for a fine-tune without a family of its own
	From   []Descent `json:"from,omitempty"`   // directly
	// More says that something else may have taught it, and nobody says what.
	More bool `json:"more,omitempty"`
	// By says who says so: "the recipe", "the table", or "its name".
	By string `json:"by,omitempty"`
}

var (
	cloudPrefix = regexp.MustCompile(`^(?:[a-z]{2,6}\.)?(?:anthropic|meta|mistral|cohere|amazon|ai21|qwen|openai|google)\.`)
	// What any name may hold besides its family: sizes, versions, dates, formats.
	measured = regexp.MustCompile(`^(?:v?[0-9]+(?:\.[0-9]+)*[bmkt]?|v[0-9]+p[0-9]+|[0-9]+p[0-9]+|[0-9]+x[0-9.]+[bm]|[ae][0-9.]+[bm]|r[0-9]+)$`)
	packed   = regexp.MustCompile(`^(?:gguf|ggml|awq|gptq|exl2|exl3|mlx|bnb|onnx|hqq|qat|imatrix|i1|ud|unsloth|dynamic|quantized|quant|fp?[0-9]+|bf16|nf4|nvfp4|mxfp4|fp8|int[0-9]+|[0-9]bit|i?q[0-9]+|w[0-9]+a[0-9]+|hf|latest|free|fast)$`)
	fileEnd  = regexp.MustCompile(`\.(?:gguf|ggml|bin|safetensors|onnx)$`)
)

// released are words of names under which makers release, besides a family's own.
var released = strings.Fields("instruct chat base it pt preview exp beta alpha thinking reasoning non nothinking vision vl text " +
	"mini small medium large tiny nano lite plus pro max flash turbo ultra think instruct-hf reasoner v l m s xl xs xxs k")

// name is an id taken apart.
type name struct {
	whole  string   // small letters, - for what parts words, without who offers it
	tokens []string // of whole
	tuned  bool     // the id says that it is a fine-tune
}

// parse takes an id apart.
func parse(id string) name {
	if len(id) > maxText {
		id = id[:maxText]
	}
	s := strings.ToLower(strings.TrimSpace(id))
	var n name
	if rest, ok := strings.CutPrefix(s, "ft:"); ok {
		n.tuned, s = true, rest
	}
	s = strings.TrimRight(s, "/")
	s = s[strings.LastIndexByte(s, '/')+1:]
	s = fileEnd.ReplaceAllString(s, "")
	s = cloudPrefix.ReplaceAllString(s, "")
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.':
			return r
		case r > 127:
			return -1
		}
		return '-'
	}, s)
	n.tokens = strings.FieldsFunc(s, func(r rune) bool { return r == '-' })
	n.whole = strings.Join(n.tokens, "-")
	return n
}

// unpacked is the name without how it was packed or served: two names that are the
// same without it are of the same model.
func (n *name) unpacked() string {
	var out []string
	quantised := false
	for _, t := range n.tokens {
		if packed.MatchString(t) {
			quantised = true
			continue
		}
		if quantised && len(t) <= 3 && slices.Contains([]string{"k", "s", "m", "l", "xl", "xs", "xxs", "nl", "0", "1"}, t) {
			continue // of q4_k_m
		}
		out = append(out, t)
	}
	return strings.Join(out, "-")
}

// match reports whether a name of the table stands at the beginning of s, and what
// of s it does not account for.
func match(pattern, s string) (rest []string, size int, ok bool) {
	at := 0
	for i, part := range strings.Split(pattern, "*") {
		j := strings.Index(s[at:], part)
		if j < 0 || i == 0 && j != 0 {
			return nil, 0, false
		}
		rest = append(rest, s[at:at+j])
		at += j + len(part)
		size += len(part)
	}
	if at < len(s) && at > 0 {
		last, next := s[at-1], s[at]
		if letter(next) && (letter(last) || digit(last)) || digit(next) && digit(last) {
			return nil, 0, false // within a word
		}
	}
	return append(rest, s[at:]), size, true
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' }

func digit(c byte) bool { return c >= '0' && c <= '9' }

// official reports whether what is left of a name beside its family is what releases
// of the family are called.
func (f *Family) official(rest []string) bool {
	if slices.Contains(f.Words, "*") {
		return true
	}
	for _, part := range rest {
		for _, t := range strings.FieldsFunc(part, func(r rune) bool { return r == '-' }) {
			t = strings.Trim(t, ".")
			if t != "" && !measured.MatchString(t) && !packed.MatchString(t) && !slices.Contains(released, t) && !slices.Contains(f.Words, t) {
				return false
			}
		}
	}
	return true
}

// find returns the family whose name fits the beginning of s best.
func (t *Table) find(s string, open bool) (family *Family, rest []string) {
	best := 0
	for i := range t.families {
		f := &t.families[i]
		if open && slices.Contains(f.Words, "*") {
			continue
		}
		for _, p := range f.Names {
			if r, size, ok := match(p, s); ok && size > best {
				best, family, rest = size, f, r
			}
		}
	}
	return family, rest
}

// Place finds where a model stands. What the recipe says of it comes before what its
// id tells.
func (t *Table) Place(m Model) Place {
	if m.Family != "" {
		return t.declared(m.Family)
	}
	n := parse(m.ID)
	if n.whole == "" {
		return Place{}
	}
	if f, rest := t.find(n.whole, false); f != nil {
		if !n.tuned && f.official(rest) {
			return Place{Known: true, Family: f.Name, From: f.From, More: f.More, By: "the table"}
		}
		from := []Descent{{f.Name, Weights}}
		for _, other := range t.within(n.tokens[1:]) {
			if other != f.Name {
				from = append(from, Descent{other, Weights})
			}
		}
		return Place{Known: true, From: from, More: true, By: "its name"}
	}
	var from []Descent
	for _, f := range t.within(n.tokens) {
		from = append(from, Descent{f, Weights})
	}
	if len(from) == 0 {
		return Place{}
	}
	return Place{Known: true, From: from, More: true, By: "its name"}
}

// within returns the families that others make fine-tunes of and that stand
// somewhere in a name.
func (t *Table) within(tokens []string) []string {
	var out []string
	for i := range tokens {
		f, _ := t.find(strings.Join(tokens[i:], "-"), true)
		if f != nil && !slices.Contains(out, f.Name) {
			out = append(out, f.Name)
		}
	}
	return out
}

// declared reads what a recipe says: a family, and after < what it comes from.
func (t *Table) declared(s string) Place {
	own, from, _ := strings.Cut(strings.ToLower(s), "<")
	p := Place{Known: true, Family: strings.TrimSpace(own), By: "the recipe"}
	if f, ok := t.Family(p.Family); ok {
		p.From, p.More = slices.Clone(f.From), f.More
	}
	for _, name := range list(from) {
		if name == "?" {
			p.More = true
			continue
		}
		name, how, ok := strings.Cut(name, ":")
		if !ok {
			how = string(Taught)
		}
		p.From = append(p.From, Descent{name, How(how)})
	}
	return p
}

// CheckFamily says what is wrong with what a recipe says of a model's family, and
// what to write; "" for nothing. others are families that the recipe itself names.
func (t *Table) CheckFamily(s string, others []string) (message, fix string) {
	own, from, more := strings.Cut(strings.ToLower(s), "<")
	own = strings.TrimSpace(own)
	const how = "write a family, or a family and after < what it comes from: mine < llama"
	if len(s) > maxText || !validName(own) || more && len(list(from)) == 0 {
		return config.Show(s) + " does not say of which family the model is", how
	}
	for _, name := range list(from) {
		if name == "?" {
			continue
		}
		name, way, given := strings.Cut(name, ":")
		if given && !slices.Contains([]How{Weights, Taught, Research}, How(way)) {
			return config.Show(way) + " is no way of descending", "write weights, taught or research"
		}
		if _, ok := t.Family(name); !ok && !slices.Contains(others, name) {
			return t.unknownFamily(name)
		}
	}
	return "", ""
}

// DeclaredName is the family that a recipe says a model is of, without what it comes
// from.
func DeclaredName(s string) string {
	own, _, _ := strings.Cut(strings.ToLower(s), "<")
	return strings.TrimSpace(own)
}
