package population

import (
	"strconv"
	"strings"
)

// otherAge looks for an age that value, an age or a range of ages, leaves out.
func (r *reading) otherAge(value string) (from, to int) {
	low, high, ok := Ages(value)
	if !ok {
		return -1, -1
	}
	for i := range r.words {
		a, b, end := r.ageAt(i)
		if end < 0 || r.aside(i) && !r.still(i) || b >= low && a <= high {
			continue
		}
		return i, end
	}
	return -1, -1
}

// ageAt reads an age that is told at word i: its bounds, and its last word; -1
// for none.
func (r *reading) ageAt(i int) (low, high, end int) {
	w := r.words[i].lower
	if head, tail, ok := strings.Cut(w, "-year-old"); ok && tail == "" {
		n, isNumber := ageNumber(head)
		next := ""
		if i+1 < len(r.words) && r.words[i+1].sentence == r.words[i].sentence {
			next = r.words[i+1].lower
		}
		if isNumber && !kin[next] && r.apposed(i) {
			return n, n, i
		}
		return 0, 0, -1
	}
	if decade, ok := decades[w]; ok {
		k := i - 1
		low, high = decade, decade+9
		if k >= 0 {
			switch r.words[k].lower {
			case "early":
				high = decade + 4
				k--
			case "mid":
				low, high = decade+3, decade+7
				k--
			case "late":
				low = decade + 5
				k--
			}
		}
		if r.is(k-1, "in", "my") || r.is(k-1, "in", "her") || r.is(k-1, "in", "his") || r.is(k-1, "in", "their") {
			return low, high, i
		}
		return 0, 0, -1
	}
	n, ok := ageNumber(w)
	if !ok {
		return 0, 0, -1
	}
	switch {
	case r.is(i+1, "years", "old"), r.is(i+1, "year", "old"), r.is(i+1, "years", "of", "age"):
		if i+3 < len(r.words) && r.words[i+3].clause == r.words[i].clause && kin[r.words[i+3].lower] {
			return 0, 0, -1
		}
		if !r.predicated(i) && !r.opensClause(i) {
			return 0, 0, -1
		}
		return n, n, i + 2
	case r.is(i-4, "at", "the", "age", "of") && r.still(i), r.named24(i):
		return n, n, i
	case i > 0 && r.is(i-1, "aged"), i > 0 && r.is(i-1, "age") && !r.is(i-2, "of") && !r.is(i-2, "at"):
		return n, n, i
	case r.predicated(i):
		if i+1 == len(r.words) || r.words[i+1].clause != r.words[i].clause || r.words[i+1].lower == "and" {
			return n, n, i
		}
	}
	return 0, 0, -1
}

// opensClause reports whether word i is the first of its clause, "now" aside.
func (r *reading) opensClause(i int) bool {
	if i > 0 && r.words[i-1].lower == "now" {
		i--
	}
	return i == 0 || r.words[i-1].clause != r.words[i].clause
}

// apposed reports whether "a 34-year-old" at word i tells of the subject: at the
// beginning of a clause, or behind "she is".
func (r *reading) apposed(i int) bool {
	if i == 0 || r.words[i-1].clause != r.words[i].clause {
		return true
	}
	if a := r.words[i-1].lower; a != "a" && a != "an" {
		return false
	}
	return r.opensClause(i-1) || r.predicated(i-1) || r.is(i-2, "as")
}

// predicated reports whether what begins at word i is said of the subject: "she is",
// "I am" or a name and "is" stand before it.
func (r *reading) predicated(i int) bool {
	k := i - 1
	for k >= max(0, i-4) && r.words[k].sentence == r.words[i].sentence && adverbs[r.words[k].lower] {
		k--
	}
	if k < 1 || r.words[k].sentence != r.words[i].sentence || r.words[k-1].sentence != r.words[i].sentence {
		return false
	}
	subject := &r.words[k-1]
	switch {
	case r.words[k].lower == "am":
		return subject.lower == "i"
	case r.words[k].lower != "is":
		return false
	case subject.lower == "he" || subject.lower == "she":
		return true
	}
	first := func(k int) bool { return k == 0 || r.words[k-1].sentence != r.words[k].sentence }
	capital := func(k int) bool { c := r.text[r.words[k].from]; return c >= 'A' && c <= 'Z' }
	return capital(k-1) && !pronouns[subject.lower] && (first(k-1) || capital(k-2) && first(k-2))
}

// still reports whether "at the age of" before word i is of now: "still" is said too.
func (r *reading) still(i int) bool {
	if !r.is(i-4, "at", "the", "age", "of") {
		return false
	}
	for k := i; k < min(len(r.words), i+lookBack) && r.words[k].sentence == r.words[i].sentence; k++ {
		if r.words[k].lower == "still" {
			return true
		}
	}
	return false
}

// named24 reports whether the number at word i stands alone behind a name that begins
// a sentence: "Dana, 24, drives a truck."
func (r *reading) named24(i int) bool {
	if i < 1 || i+1 >= len(r.words) || i > 1 && r.words[i-2].sentence == r.words[i].sentence {
		return false
	}
	first, name, next := r.text[r.words[i-1].from], &r.words[i-1], &r.words[i+1]
	return first >= 'A' && first <= 'Z' && name.sentence == r.words[i].sentence && next.sentence == name.sentence &&
		name.clause != r.words[i].clause && next.clause != r.words[i].clause
}

// Ages reads an age or a range of ages as traits have them, in years: "34",
// "18-29", "65+", "under 18", "30 to 44", "75 and over". ok is false for anything else.
func Ages(s string) (low, high int, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if len(s) > 60 {
		return 0, 0, false
	}
	var nums []int
	for _, part := range strings.FieldsFunc(s, func(c rune) bool { return c < '0' || c > '9' }) {
		n, err := strconv.Atoi(part)
		if err != nil || n > 130 {
			return 0, 0, false
		}
		nums = append(nums, n)
	}
	has := func(list ...string) bool {
		for _, w := range list {
			if strings.Contains(s, w) {
				return true
			}
		}
		return false
	}
	switch {
	case len(nums) == 2 && nums[0] <= nums[1]:
		return nums[0], nums[1], true
	case len(nums) != 1:
		return 0, 0, false
	case has("+", "over", "older", "above", "≥", "or more", "and more", "plus"):
		return nums[0], 130, true
	case has("under", "below", "younger", "<", "less than"):
		return 0, nums[0] - 1, true
	case has("up to", "≤"):
		return 0, nums[0], true
	case strings.HasSuffix(s, "0s"):
		return nums[0], nums[0] + 9, true
	}
	return nums[0], nums[0], true
}

// ageNumber reads 34, thirty and thirty-four; only what can be an age.
func ageNumber(w string) (int, bool) {
	if n, err := strconv.Atoi(w); err == nil {
		return n, n > 0 && n < 120
	}
	if n, ok := numbers[w]; ok {
		return n, true
	}
	tens, ones, ok := strings.Cut(w, "-")
	t, ok1 := numbers[tens]
	o, ok2 := numbers[ones]
	return t + o, ok && ok1 && ok2 && t >= 20 && t%10 == 0 && o < 10
}

// pronounOfOthers is the pronoun that is not the person's; "" where that is not known.
func pronounOfOthers(gender string) string {
	switch strings.ToLower(strings.TrimSpace(gender)) {
	case "female", "woman", "women", "f", "girl":
		return "he"
	case "male", "man", "men", "m", "boy":
		return "she"
	}
	return ""
}

// otherGender looks for the other of the two genders that language marks most.
func (r *reading) otherGender(value string) (from, to int) {
	someone := r.someone
	r.someone = ""
	defer func() { r.someone = someone }()
	var other map[string]bool
	var own, others [4]string
	he, she := [4]string{"he", "him", "his", "himself"}, [4]string{"she", "her", "hers", "herself"}
	switch pronounOfOthers(value) {
	case "he":
		other, own, others = men, she, he
	case "she":
		other, own, others = women, he, she
	default:
		return -1, -1
	}
	for i := range r.words {
		if !other[r.words[i].lower] || r.aside(i) {
			continue
		}
		if k := r.calls(i); k >= 0 {
			return k, i
		}
	}
	count, mine, first := 0, false, -1
	for i := range r.words {
		w := r.words[i].lower
		mine = mine || w == "i" || w == "my"
		for k := range own {
			mine = mine || w == own[k]
			if w == others[k] {
				if count++; first < 0 {
					first = i
				}
			}
		}
	}
	if count >= 3 && !mine && !r.aside(first) {
		return first, first
	}
	return -1, -1
}

// calls reports whether the noun at i is said of the person: where "I am a", "as a"
// or "she is a" before it begins, or the "34-year-old" right before it; -1 otherwise.
func (r *reading) calls(i int) int {
	child := r.words[i].lower == "son" || r.words[i].lower == "daughter"
	if i > 0 && !child && strings.HasSuffix(r.words[i-1].lower, "-year-old") && r.words[i-1].sentence == r.words[i].sentence {
		if r.apposed(i - 1) {
			return i - 1
		}
		return -1
	}
	for k := i - 1; k >= 1 && k >= i-4 && r.words[k].clause == r.words[i].clause; k-- {
		if w := r.words[k].lower; w != "a" && w != "an" {
			continue
		}
		switch prev := r.words[k-1].lower; {
		case prev == "am" && r.is(k-2, "i"):
			return k - 2
		case prev == "is" && r.near(k-1):
			return k - 1
		case prev == "as" && i+1 < len(r.words) && r.words[i+1].sentence == r.words[i].sentence && r.words[i+1].clause != r.words[i].clause && r.words[i+1].lower == "i":
			return k - 1
		}
		return -1
	}
	return -1
}
