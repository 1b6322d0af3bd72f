package prompt

import (
	"slices"
)

// Limits that keep a template's own nesting from overflowing a stack.
const (
	maxDepth  = 100
	maxTokens = 10_000 // of one tag
)

// use is one place where a template reads a variable.
type use struct {
	name     string
	off, end int
	guarded  bool // by a default or a test for being defined
}

// edit replaces src[from:to] by text in what the engine gets.
type edit struct {
	from, to int
	text     string
	rank     int // of edits at one offset: the lower comes first
}

// node is what the walker remembers of an expression.
type node struct {
	start, end int
	use        int  // index of the use that it is, where it is a plain variable; else -1
	tuple      bool // it is a list in parentheses: (a, b)
}

// walker reads the expressions of a template to learn which variables they use,
// and how to write for the engine what it does not have: methods and the %
// operator. It does not evaluate.
type walker struct {
	toks   []token
	pos    int
	depth  int
	scopes []map[string]bool // names that the template itself defines
	uses   []use
	edits  []edit
	tested map[string]bool // variables that are somewhere tested for being defined
	opens  int
	fault  *fault
}

// bailout unwinds the walker to where its fault is read.
type bailout struct{}

func (w *walker) fail(off int, msg, fix string) {
	w.fault = &fault{off, msg, fix}
	panic(bailout{})
}

func (w *walker) peek() token { return w.toks[w.pos] }

func (w *walker) next() token {
	t := w.toks[w.pos]
	if t.kind != tokEnd {
		w.pos++
	}
	return t
}

func (w *walker) isOp(text string) bool {
	t := w.peek()
	return t.kind == tokOp && t.text == text
}

func (w *walker) isName(text string) bool {
	t := w.peek()
	return t.kind == tokName && t.text == text
}

func (w *walker) acceptOp(text string) bool {
	if w.isOp(text) {
		w.pos++
		return true
	}
	return false
}

func (w *walker) acceptName(text string) bool {
	if w.isName(text) {
		w.pos++
		return true
	}
	return false
}

func (w *walker) expectOp(text string) token {
	t := w.peek()
	if !w.acceptOp(text) {
		w.unexpected("expected " + text)
	}
	return t
}

func (w *walker) unexpected(want string) {
	t := w.peek()
	if t.kind == tokEnd {
		w.fail(t.start, "the tag ends too early", want)
	}
	w.fail(t.start, "unexpected "+t.text, want)
}

func (w *walker) enter() {
	w.depth++
	if w.depth > maxDepth {
		w.fail(w.peek().start, "the expression is nested too deeply", "use {% set %} for its parts")
	}
}

func (w *walker) leave() { w.depth-- }

// replace notes that the engine gets open before n and then text in place of
// src[from:to], which is what turns a.m(x) into m(a, x).
func (w *walker) replace(n node, open string, from, to int, text string) {
	w.opens--
	w.edits = append(w.edits, edit{n.start, n.start, open, w.opens}, edit{from, to, text, 0})
}

// tuple reads expressions between commas, without parentheses around them.
func (w *walker) tuple(condition bool) node {
	n := w.expr(condition)
	for w.acceptOp(",") {
		if w.peek().kind == tokEnd || w.isOp(")") || w.isName("if") || w.isName("recursive") {
			break
		}
		n = node{start: n.start, end: w.expr(condition).end, use: -1}
	}
	return n
}

// expr reads an expression; condition says whether it may be `a if b else c`.
func (w *walker) expr(condition bool) node {
	w.enter()
	defer w.leave()
	n := w.or()
	for condition && w.acceptName("if") {
		n.end = w.or().end
		if w.acceptName("else") {
			n.end = w.expr(true).end
		}
		n.use = -1
	}
	return n
}

func (w *walker) or() node {
	n := w.and()
	for w.acceptName("or") {
		n = node{start: n.start, end: w.and().end, use: -1}
	}
	return n
}

func (w *walker) and() node {
	n := w.not()
	for w.acceptName("and") {
		n = node{start: n.start, end: w.not().end, use: -1}
	}
	return n
}

func (w *walker) not() node {
	start := w.peek().start
	any := false
	for w.acceptName("not") {
		any = true
	}
	n := w.compare()
	if any {
		n.start, n.use = start, -1
	}
	return n
}

func (w *walker) compare() node {
	n := w.sum()
	for {
		switch t := w.peek(); {
		case t.kind == tokOp && slices.Contains([]string{"==", "!=", "<", "<=", ">", ">="}, t.text):
			w.pos++
		case w.acceptName("in"):
		case w.isName("not") && w.toks[w.pos+1].kind == tokName && w.toks[w.pos+1].text == "in":
			w.pos += 2
		default:
			return n
		}
		n = node{start: n.start, end: w.sum().end, use: -1}
	}
}

func (w *walker) sum() node {
	n := w.concat()
	for w.isOp("+") || w.isOp("-") {
		op := w.next()
		right := w.concat()
		if op.text == "+" {
			w.binary(n, op, right, fnAdd)
		}
		n = node{start: n.start, end: right.end, use: -1}
	}
	return n
}

func (w *walker) concat() node {
	n := w.product()
	for w.isOp("~") {
		op := w.next()
		right := w.product()
		w.binary(n, op, right, fnConcat)
		n = node{start: n.start, end: right.end, use: -1}
	}
	return n
}

func (w *walker) product() node {
	n := w.unary(true)
	for {
		op := w.peek()
		switch {
		case w.acceptOp("*"):
			right := w.unary(true)
			w.binary(n, op, right, fnMultiply)
			n = node{start: n.start, end: right.end, use: -1}
		case w.acceptOp("/") || w.acceptOp("//"):
			n = node{start: n.start, end: w.unary(true).end, use: -1}
		case w.acceptOp("%"):
			right := w.unary(true)
			fn := fnPercent
			if right.tuple {
				fn = fnPercentTuple
			}
			w.binary(n, op, right, fn)
			n = node{start: n.start, end: right.end, use: -1}
		default:
			return n
		}
	}
}

// binary writes `left op right` as fn(left, right).
func (w *walker) binary(left node, op token, right node, fn string) {
	w.replace(left, fn+"(", op.start, op.end, ",")
	w.edits = append(w.edits, edit{right.end, right.end, ")", -1 << 30})
}

func (w *walker) unary(filters bool) node {
	start := w.peek().start
	if w.isOp("-") || w.isOp("+") {
		if op := w.next(); op.text == "+" { // the engine has none, and it does nothing
			w.edits = append(w.edits, edit{op.start, op.end, " ", 0})
		}
		w.enter()
		n := w.unary(false)
		w.leave()
		n = node{start: start, end: n.end, use: -1}
		return w.trailers(n, filters)
	}
	n := w.trailers(w.postfix(w.primary()), filters)
	for w.acceptOp("**") {
		w.enter()
		n = node{start: n.start, end: w.unary(true).end, use: -1}
		w.leave()
	}
	return n
}

func (w *walker) primary() node {
	t := w.peek()
	switch {
	case t.kind == tokName:
		w.pos++
		switch t.text {
		case "true", "false", "none", "True", "False", "None":
			return node{start: t.start, end: t.end, use: -1}
		case "and", "or", "not", "in", "is", "if", "else":
			w.pos--
			w.unexpected("write an expression here")
		}
		return w.variable(t)
	case t.kind == tokString:
		w.pos++
		end := t.end
		for w.peek().kind == tokString {
			end = w.next().end
		}
		return node{start: t.start, end: end, use: -1}
	case t.kind == tokNumber:
		w.pos++
		return node{start: t.start, end: t.end, use: -1}
	case w.isOp("("):
		return w.parens()
	case w.isOp("["):
		w.pos++
		w.list("]")
		return node{start: t.start, end: w.expectOp("]").end, use: -1}
	case w.isOp("{"):
		return w.dict()
	}
	w.unexpected("write an expression here")
	return node{}
}

func (w *walker) variable(t token) node {
	n := node{start: t.start, end: t.end, use: -1}
	for i := len(w.scopes) - 1; i >= 0; i-- {
		if w.scopes[i][t.text] {
			return n
		}
	}
	n.use = len(w.uses)
	w.uses = append(w.uses, use{name: t.text, off: t.start, end: t.end})
	return n
}

func (w *walker) parens() node {
	t := w.next()
	w.enter()
	defer w.leave()
	n := node{start: t.start, use: -1, tuple: true}
	if !w.isOp(")") {
		w.expr(true)
		n.tuple = w.isOp(",")
		if w.acceptOp(",") {
			w.list(")")
		}
	}
	n.end = w.expectOp(")").end
	return n
}

func (w *walker) list(closing string) {
	w.enter()
	defer w.leave()
	for !w.isOp(closing) {
		w.expr(true)
		if !w.acceptOp(",") {
			return
		}
	}
}

func (w *walker) dict() node {
	t := w.next()
	w.enter()
	defer w.leave()
	for !w.isOp("}") {
		w.expr(true)
		w.expectOp(":")
		w.expr(true)
		if !w.acceptOp(",") {
			break
		}
	}
	return node{start: t.start, end: w.expectOp("}").end, use: -1}
}
