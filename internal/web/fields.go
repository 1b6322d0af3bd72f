package web

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
)

// What a page shows of one row before somebody asks for all of it.
const (
	fewPoints = 20_000  // code points of one text
	fewNodes  = 400     // texts, turns and values
	allPoints = 1 << 20 // and of one text when asked for all
	allNodes  = 20_000
	maxDepth  = 6 // of values within values; deeper ones are shown as JSON
)

// A node is one part of a row as the page shows it.
type node struct {
	Label string // the field, the key or the number
	Path  string // what names it in spans: "answer", "chat[2].content"
	Kind  string // text, image, turns, list, form, sides
	HTML  template.HTML
	Old   template.HTML // what it was made from, where that differs
	Cut   string        // "3,200 more characters"
	Role  string        // of a turn: user, assistant or another
	Empty bool
	Short bool // a text that fits on a line of a form
	Image *shownImage
	Nodes []node
}

// shownImage is an image in a page.
type shownImage struct {
	Src, Says     string
	Width, Height int
}

// shower turns a row into nodes, within bounds.
type shower struct {
	points, nodes int
	left          bool // something was left out
	marks         map[string][]mark
	// picture makes an image of a value that is one; nil: none is shown.
	picture func(path, v string) (src, says string, k imageKind, ok bool)
}

type mark struct{ from, to int } // code points

func newShower(all bool) *shower {
	if all {
		return &shower{points: allPoints, nodes: allNodes}
	}
	return &shower{points: fewPoints, nodes: fewNodes}
}

// row shows fields; what differs from parent's is marked, where there is one. order is
// in which places of fields stands what is shown, nil: as they are. Fields that have a
// letter are sides to choose between: they stand beside each other, under their letters.
func (s *shower) row(fields, parent seedbed.Fields, order []int, letters map[string]string) []node {
	out := make([]node, 0, min(len(fields), s.nodes))
	sides := -1
	for _, i := range places(len(fields), order) {
		if s.nodes <= 0 {
			s.left = true
			break
		}
		f := &fields[i]
		old, _ := parent.Get(f.Name)
		n := s.value(f.Value, old, f.Name, 0)
		n.Label = visible(f.Name)
		if letter := letters[f.Name]; letter != "" {
			if n.Label = letter; sides < 0 {
				sides = len(out)
				out = append(out, node{Kind: "sides"})
			}
			out[sides].Nodes = append(out[sides].Nodes, n)
			continue
		}
		out = append(out, n)
	}
	return out
}

// places are the places of n fields in the order given; those that it leaves out come
// as they are.
func places(n int, order []int) []int {
	out := make([]int, 0, n)
	seen := make([]bool, n)
	for _, i := range order {
		if i >= 0 && i < n && !seen[i] {
			out, seen[i] = append(out, i), true
		}
	}
	for i := range n {
		if !seen[i] {
			out = append(out, i)
		}
	}
	return out
}

// value shows one value whose path is given.
func (s *shower) value(v, old any, path string, depth int) node {
	s.nodes--
	switch v := v.(type) {
	case []any:
		if turns, ok := s.turns(v, path, depth); ok {
			return turns
		}
		if depth < maxDepth && len(v) > 0 {
			return s.list(v, path, depth)
		}
	case map[string]any:
		if depth < maxDepth && len(v) > 0 {
			return s.form(v, path, depth)
		}
	}
	was, _ := old.(string)
	if n, ok := s.image(v, path); ok {
		return n
	}
	return s.text(seedbed.TextOf(v), was, path)
}

// image shows a value that is one, with its text below where that is the name of a file.
func (s *shower) image(v any, path string) (node, bool) {
	text, ok := v.(string)
	if !ok || s.picture == nil {
		return node{}, false
	}
	src, says, k, ok := s.picture(path, text)
	if !ok {
		return node{}, false
	}
	n := node{Path: path, Kind: "image", Image: &shownImage{src, says, k.width, k.height}}
	if !strings.HasPrefix(text, "data:") {
		n.HTML = newShown(text, s.points).html()
	}
	return n, true
}

func (s *shower) text(v, old, path string) node {
	t := newShown(v, s.points)
	for _, m := range s.marks[path] {
		t.set(m.from, m.to, styleSpan)
	}
	n := node{Path: path, Kind: "text", Empty: v == "", Short: len(v) <= 60}
	if old != "" {
		if before, ok := t.differ(old, s.points); ok {
			n.Old = before.html()
		}
	}
	n.HTML = t.html()
	if t.cut > 0 {
		n.Cut = prose.Plural(t.cut, "more character", "more characters")
		s.left = true
	}
	return n
}

func (s *shower) list(all []any, path string, depth int) node {
	n := node{Path: path, Kind: "list"}
	for i, v := range all {
		if s.nodes <= 0 {
			n.Cut = prose.Count(len(all)-i) + " more"
			s.left = true
			break
		}
		part := s.value(v, nil, fmt.Sprintf("%s[%d]", path, i), depth+1)
		part.Label = strconv.Itoa(i + 1)
		n.Nodes = append(n.Nodes, part)
	}
	return n
}

func (s *shower) form(all map[string]any, path string, depth int) node {
	n := node{Path: path, Kind: "form"}
	for i, k := range slices.Sorted(maps.Keys(all)) {
		if s.nodes <= 0 {
			n.Cut = prose.Count(len(all)-i) + " more"
			s.left = true
			break
		}
		part := s.value(all[k], nil, path+"."+k, depth+1)
		part.Label = visible(k)
		n.Nodes = append(n.Nodes, part)
	}
	return n
}

// turns shows a list of {role, content} as a dialogue; false: it is none.
func (s *shower) turns(all []any, path string, depth int) (node, bool) {
	n := node{Path: path, Kind: "turns"}
	for _, v := range all {
		m, ok := v.(map[string]any)
		if !ok {
			return n, false
		}
		_, role := m["role"].(string)
		content, has := m["content"]
		_, text := content.(string)
		if !role || has && content != nil && !text {
			return n, false
		}
	}
	for i, v := range all {
		if s.nodes <= 0 {
			n.Cut = prose.Plural(len(all)-i, "more turn", "more turns")
			s.left = true
			break
		}
		n.Nodes = append(n.Nodes, s.turn(v.(map[string]any), fmt.Sprintf("%s[%d]", path, i), depth))
	}
	return n, len(all) > 0
}

// turn shows one turn; what it has beside role and content, such as tools, stands below.
func (s *shower) turn(m map[string]any, path string, depth int) node {
	s.nodes--
	content, _ := m["content"].(string)
	n := s.text(content, "", path+".content")
	role, _ := m["role"].(string)
	n.Label, n.Role = visible(cmp.Or(role, "nobody")), "other"
	if role == string(seedbed.User) || role == string(seedbed.Assistant) {
		n.Role = role
	}
	rest := maps.Clone(m)
	for _, k := range []string{"role", "content", "call"} {
		delete(rest, k)
	}
	if len(rest) > 0 && depth < maxDepth {
		n.Nodes = append(n.Nodes, s.form(rest, path, depth+1))
	}
	return n
}

// eachText gives every text of fields with the path that names it in spans, until
// yield returns false.
func eachText(fields seedbed.Fields, yield func(path, text string) bool) {
	for i := range fields {
		if !eachIn(fields[i].Value, fields[i].Name, 0, yield) {
			return
		}
	}
}

func eachIn(v any, path string, depth int, yield func(path, text string) bool) bool {
	if depth < maxDepth {
		switch v := v.(type) {
		case []any:
			for i := range v {
				if !eachIn(v[i], fmt.Sprintf("%s[%d]", path, i), depth+1, yield) {
					return false
				}
			}
			return true
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				if !eachIn(v[k], path+"."+k, depth+1, yield) {
					return false
				}
			}
			return true
		}
	}
	return yield(path, seedbed.TextOf(v))
}
