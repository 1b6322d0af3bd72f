package stage

import (
	"fmt"
	"math"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// expandSlot is a place in a template with its alternatives.
type expandSlot struct {
	name   string // of the list; "" for alternatives written in place
	values []string
	boxed  []any // values, as fields hold them
}

// expandPart is a piece of a template: text, or a slot.
type expandPart struct {
	text string
	slot int // -1 for text
}

// expandTemplate is a template that has been read. It is immutable.
type expandTemplate struct {
	parts []expandPart
	slots []expandSlot
	// total is how many combinations there are; math.MaxUint64 where that is too
	// many to count.
	total uint64
}

// templateError is what is wrong with a template, and where (1-based).
type templateError struct {
	line, col    int
	message, fix string
}

// Error says what is wrong.
func (e *templateError) Error() string {
	return fmt.Sprintf("%d:%d: %s; %s", e.line, e.col, e.message, e.fix)
}

// parseTemplate reads a template: {a|the} are alternatives, {animal} is a named
// list, a backslash takes { | } and itself literally. A list that stands twice
// has the same value in both places. lenient takes {words} that name no list as
// they are, since templates from data may hold braces of their own.
func parseTemplate(s string, lists map[string]expandSlot, lenient bool) (*expandTemplate, error) {
	t := &expandTemplate{}
	slotOf := map[string]int{}
	var lit strings.Builder
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s) && strings.IndexByte(`{|}\`, s[i+1]) >= 0:
			lit.WriteByte(s[i+1])
			i += 2
			continue
		case c == '}' && !lenient:
			return nil, templateFault(s, i, "} closes nothing", `write \} for the character itself`)
		case c != '{':
			lit.WriteByte(c)
			i++
			continue
		}
		alts, end, err := alternatives(s, i)
		if err != nil {
			return nil, err
		}
		slot := expandSlot{values: alts}
		if len(alts) == 1 {
			named, ok := lists[alts[0]]
			if !ok && !lenient {
				return nil, templateFault(s, i, fmt.Sprintf("{%s} is not one of the lists", alts[0]), "add it to lists, or write alternatives as {a|b}")
			}
			if !ok {
				lit.WriteString(s[i:end])
				i = end
				continue
			}
			slot = named
		}
		t.flush(&lit)
		at, again := slotOf[slot.name]
		if !again || slot.name == "" {
			at = len(t.slots)
			t.slots = append(t.slots, slot)
			slotOf[slot.name] = at
		}
		t.parts = append(t.parts, expandPart{slot: at})
		i = end
	}
	t.flush(&lit)
	t.total = 1
	for _, slot := range t.slots {
		hi, lo := bits.Mul64(t.total, uint64(len(slot.values)))
		if hi != 0 || t.total == math.MaxUint64 {
			lo = math.MaxUint64
		}
		t.total = lo
	}
	return t, nil
}

func (t *expandTemplate) flush(lit *strings.Builder) {
	if lit.Len() > 0 {
		t.parts = append(t.parts, expandPart{text: lit.String(), slot: -1})
		lit.Reset()
	}
}

// alternatives reads {...} at i and returns what stands between its bars, and
// where it ends.
func alternatives(s string, i int) (alts []string, end int, err error) {
	var cur strings.Builder
	for j := i + 1; j < len(s); j++ {
		switch c := s[j]; {
		case c == '\\' && j+1 < len(s) && strings.IndexByte(`{|}\`, s[j+1]) >= 0:
			j++
			cur.WriteByte(s[j])
		case c == '{':
			return nil, 0, templateFault(s, j, "alternatives cannot hold alternatives", `write them out, or \{ for the character itself`)
		case c == '|':
			alts = append(alts, cur.String())
			cur.Reset()
		case c == '}':
			return append(alts, cur.String()), j + 1, nil
		default:
			cur.WriteByte(c)
		}
	}
	return nil, 0, templateFault(s, i, "{ is never closed", `close it with }, or write \{ for the character itself`)
}

func templateFault(s string, at int, message, fix string) error {
	before := s[:at]
	line := strings.Count(before, "\n") + 1
	col := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return &templateError{line, col, message, fix}
}

// digits writes which value of each slot the n-th of the combinations has; the
// last slot changes quickest.
func (t *expandTemplate) digits(dst []int, n uint64) {
	for i := len(t.slots) - 1; i >= 0; i-- {
		size := uint64(len(t.slots[i].values))
		dst[i] = int(n % size)
		n /= size
	}
}

// pick writes the i-th of limit combinations: one from each of limit equal
// stretches of all, drawn by seed. Of more combinations than can be counted,
// each slot is drawn by itself.
func (t *expandTemplate) pick(dst []int, i, limit uint64, seed int64) {
	rng := noiseRand(uint64(seed)*0x9e3779b97f4a7c15 ^ i)
	rng.next()
	if t.total == math.MaxUint64 {
		for j := range dst {
			dst[j] = rng.below(len(t.slots[j].values))
		}
		return
	}
	from, to := stretch(i, limit, t.total), stretch(i+1, limit, t.total)
	hi, _ := bits.Mul64(rng.next(), to-from)
	t.digits(dst, from+hi)
}

// stretch is ⌊i·total/limit⌋, for i ≤ limit.
func stretch(i, limit, total uint64) uint64 {
	if i >= limit {
		return total
	}
	hi, lo := bits.Mul64(i, total)
	q, _ := bits.Div64(hi, lo, limit)
	return q
}

// append appends the text of one combination.
func (t *expandTemplate) append(dst []byte, digits []int) []byte {
	for i := range t.parts {
		if p := &t.parts[i]; p.slot < 0 {
			dst = append(dst, p.text...)
		} else {
			dst = append(dst, t.slots[p.slot].values[digits[p.slot]]...)
		}
	}
	return dst
}
