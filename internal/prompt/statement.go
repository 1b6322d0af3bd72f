package prompt

import (
	"fmt"
	"slices"
)

// globals are the names that every template has. row is the map of all
// variables, for fields whose names are no names of Jinja: row["full name"].
var globals = map[string]bool{
	"row":   true,
	"range": true, "dict": true, "cycler": true, "joiner": true, "namespace": true,
}

// analysis is what is known of a template before it is rendered.
type analysis struct {
	uses  []use
	edits []edit // in the order of their offsets
	row   bool   // it uses row
}

// analyse reads every tag of src.
func analyse(src string, segs []segment) (a analysis, f *fault) {
	w := &walker{scopes: []map[string]bool{{}}, tested: map[string]bool{}}
	var open []string
	defer func() {
		if r := recover(); r != nil {
			if _, ours := r.(bailout); !ours {
				panic(r)
			}
			f = w.fault
		}
	}()
	for _, seg := range segs {
		if seg.kind != segOutput && seg.kind != segBlock {
			continue
		}
		toks, bad := tokens(src, seg.from, seg.to)
		if bad != nil {
			return a, bad
		}
		if len(toks) > maxTokens {
			return a, &fault{seg.start, "the tag is too long", "use {% set %} for its parts"}
		}
		w.toks, w.pos, w.depth = toks, 0, 0
		if seg.kind == segOutput {
			w.tuple(true)
		} else {
			loop := len(open)
			open = w.statement(open, seg.start)
			if len(open) > loop && open[loop] == "for" {
				w.tick(seg)
			}
		}
		if w.peek().kind != tokEnd {
			w.unexpected("close the tag before it")
		}
	}
	if len(open) > 0 {
		return a, &fault{len(src), fmt.Sprintf("{%% %s %%} is never closed", open[len(open)-1]), fmt.Sprintf("add {%% end%s %%}", open[len(open)-1])}
	}
	a.row = slices.ContainsFunc(w.uses, func(u use) bool { return u.name == "row" })
	a.uses = slices.DeleteFunc(w.uses, func(u use) bool { return globals[u.name] })
	for i := range a.uses { // {% if x is defined %}{{ x }}{% endif %}: one test guards every use
		a.uses[i].guarded = a.uses[i].guarded || w.tested[a.uses[i].name]
	}
	a.edits = w.edits
	slices.SortStableFunc(a.edits, func(x, y edit) int {
		if x.from != y.from {
			return x.from - y.from
		}
		return x.rank - y.rank
	})
	return a, nil
}

// tick puts into a loop what counts its rounds: the engine's bound on steps does
// not see the rounds of an empty one.
func (w *walker) tick(seg segment) {
	text := `{{ "" }}`
	if seg.trimRight {
		text = `{{ "" -}}`
	}
	w.edits = append(w.edits, edit{seg.end, seg.end, text, 0})
}

func (w *walker) push(names ...string) {
	scope := map[string]bool{}
	for _, n := range names {
		scope[n] = true
	}
	w.scopes = append(w.scopes, scope)
}

func (w *walker) pop() {
	if len(w.scopes) > 1 {
		w.scopes = w.scopes[:len(w.scopes)-1]
	}
}

func (w *walker) declare(name string) { w.scopes[len(w.scopes)-1][name] = true }

// statement reads the inside of a {% %} tag and returns the blocks then open.
func (w *walker) statement(open []string, at int) []string {
	t := w.next()
	if t.kind != tokName {
		w.fail(at, "a {% %} tag starts with a word such as if, for or set", "")
	}
	if len(open) > maxDepth {
		w.fail(at, "blocks are nested too deeply", "")
	}
	switch t.text {
	case "for":
		w.forLoop()
		return append(open, "for")
	case "if":
		w.tuple(true)
		return append(open, "if")
	case "elif":
		w.tuple(true)
		return open
	case "else", "break", "continue":
		return open
	case "set":
		return w.set(open)
	case "macro":
		w.macro()
		return append(open, "macro")
	case "call":
		w.call()
		return append(open, "call")
	case "filter":
		w.filter(node{use: -1})
		w.trailers(node{use: -1}, true)
		w.push()
		return append(open, "filter")
	case "with":
		w.with()
		return append(open, "with")
	case "do":
		w.tuple(true)
		return open
	case "endfor", "endif", "endset", "endmacro", "endcall", "endfilter", "endwith":
		return w.closeBlock(open, t)
	case "include", "import", "from", "extends", "block", "endblock", "autoescape", "endautoescape":
		w.fail(t.start, "{% "+t.text+" %} does not work in prompt files, which are one file each", "write its text here")
	}
	w.fail(t.start, "{% "+t.text+" %} is not a tag of Jinja", "")
	return open
}

func (w *walker) closeBlock(open []string, t token) []string {
	want := t.text[len("end"):]
	if len(open) == 0 {
		w.fail(t.start, "{% "+t.text+" %} closes nothing", "")
	}
	if last := open[len(open)-1]; last != want {
		w.fail(t.start, "{% "+t.text+" %} comes before {% end"+last+" %}", "")
	}
	if want == "macro" || want == "call" {
		w.acceptAnyName()
	}
	if want != "if" {
		w.pop()
	}
	return open[:len(open)-1]
}

func (w *walker) acceptAnyName() (token, bool) {
	if t := w.peek(); t.kind == tokName {
		w.pos++
		return t, true
	}
	return token{}, false
}

func (w *walker) forLoop() {
	var names []string
	for !w.isName("in") {
		t := w.next()
		switch {
		case t.kind == tokName:
			names = append(names, t.text)
		case t.kind == tokOp && (t.text == "," || t.text == "(" || t.text == ")"):
		default:
			w.fail(t.start, "a loop is written {% for NAME in LIST %}", "")
		}
	}
	w.pos++
	w.tuple(false)
	w.push(append(names, "loop")...)
	if w.acceptName("if") {
		w.expr(true)
	}
	w.acceptName("recursive")
}

func (w *walker) set(open []string) []string {
	var names []string
	for {
		t, ok := w.acceptAnyName()
		if !ok {
			if w.acceptOp("(") || w.acceptOp(")") {
				continue
			}
			w.unexpected("write {% set NAME = VALUE %}")
		}
		if w.isOp(".") { // {% set ns.x = 1 %} changes ns
			w.variable(t)
			w.pos++
			w.acceptAnyName()
		} else {
			names = append(names, t.text)
		}
		w.acceptOp(")")
		if !w.acceptOp(",") {
			break
		}
	}
	block := !w.acceptOp("=")
	if block {
		w.trailers(node{use: -1}, true)
	} else {
		w.tuple(true)
	}
	for _, n := range names {
		w.declare(n)
	}
	if block {
		w.push()
		return append(open, "set")
	}
	return open
}

// parameters reads (a, b=1) and returns the names.
func (w *walker) parameters() []string {
	var names []string
	w.expectOp("(")
	for !w.isOp(")") {
		t, ok := w.acceptAnyName()
		if !ok {
			w.unexpected("write the names of the arguments here")
		}
		names = append(names, t.text)
		if w.acceptOp("=") {
			w.expr(true)
		}
		if !w.acceptOp(",") {
			break
		}
	}
	w.expectOp(")")
	return names
}

func (w *walker) macro() {
	t, ok := w.acceptAnyName()
	if !ok {
		w.unexpected("write {% macro NAME(ARGUMENTS) %}")
	}
	w.declare(t.text)
	w.push(append(w.parameters(), "caller", "varargs", "kwargs")...)
}

func (w *walker) call() {
	var names []string
	if w.isOp("(") {
		names = w.parameters()
	}
	w.expr(true)
	w.push(names...)
}

func (w *walker) with() {
	var names []string
	for w.peek().kind == tokName {
		t := w.next()
		w.expectOp("=")
		w.expr(true)
		names = append(names, t.text)
		if !w.acceptOp(",") {
			break
		}
	}
	w.push(names...)
}
