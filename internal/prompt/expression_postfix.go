package prompt

import (
	"fmt"
	"maps"
	"slices"

	"seedbed.dev/seedbed/internal/config"
)

// postfix reads .name, [index] and (arguments) after n.
func (w *walker) postfix(n node) node {
	for {
		switch {
		case w.isOp("."):
			n = w.attribute(n)
		case w.acceptOp("["):
			w.subscript()
			n = node{start: n.start, end: w.expectOp("]").end, use: -1}
		case w.acceptOp("("):
			w.arguments()
			n = node{start: n.start, end: w.expectOp(")").end, use: -1}
		default:
			return n
		}
	}
}

func (w *walker) attribute(n node) node {
	dot := w.next()
	name := w.next()
	if name.kind != tokName && name.kind != tokNumber {
		w.pos--
		w.unexpected("write a name after the point")
	}
	if name.kind == tokName && isMethod(name.text) && w.isOp("(") {
		open := w.next()
		text := ","
		if w.isOp(")") {
			text = ""
		}
		w.replace(n, fnMethod+name.text+"(", dot.start, open.end, text)
		w.arguments()
		return node{start: n.start, end: w.expectOp(")").end, use: -1}
	}
	return node{start: n.start, end: name.end, use: -1}
}

func (w *walker) subscript() {
	w.enter()
	defer w.leave()
	for {
		for w.acceptOp(":") || w.acceptOp(",") {
		}
		if w.isOp("]") {
			return
		}
		w.expr(true)
		if !w.isOp(":") && !w.isOp(",") {
			return
		}
	}
}

func (w *walker) arguments() {
	w.enter()
	defer w.leave()
	for !w.isOp(")") {
		switch {
		case w.acceptOp("*") || w.acceptOp("**"):
		case w.peek().kind == tokName && w.toks[w.pos+1].kind == tokOp && w.toks[w.pos+1].text == "=":
			w.pos += 2
		}
		w.expr(true)
		if !w.acceptOp(",") {
			return
		}
	}
}

// trailers reads `|filter` and `is test` after n.
func (w *walker) trailers(n node, filters bool) node {
	for filters {
		switch {
		case w.acceptOp("|"):
			n = w.filter(n)
		case w.acceptName("is"):
			n = w.test(n)
		default:
			return n
		}
	}
	return n
}

func (w *walker) filter(n node) node {
	name := w.dotted("write the name of a filter here")
	if n.use >= 0 && (name.text == "default" || name.text == "d") {
		w.uses[n.use].guarded = true
	}
	if !knownFilters[name.text] {
		w.unknown("filter", name, knownFilters)
	}
	end := name.end
	if w.acceptOp("(") {
		w.arguments()
		end = w.expectOp(")").end
	}
	return node{start: n.start, end: end, use: -1}
}

func (w *walker) unknown(what string, name token, known map[string]bool) {
	w.fail(name.start, fmt.Sprintf("%q is not a %s of Jinja", name.text, what), config.DidYouMean(name.text, slices.Sorted(maps.Keys(known))))
}

func (w *walker) test(n node) node {
	w.acceptName("not")
	name := w.dotted("write the name of a test here")
	if n.use >= 0 && (name.text == "defined" || name.text == "undefined") {
		w.tested[w.uses[n.use].name] = true
	}
	if !knownTests[name.text] {
		w.unknown("test", name, knownTests)
	}
	end := name.end
	switch t := w.peek(); {
	case w.acceptOp("("):
		w.arguments()
		end = w.expectOp(")").end
	case t.kind == tokString || t.kind == tokNumber || w.isOp("[") || w.isOp("{"),
		t.kind == tokName && !slices.Contains([]string{"else", "or", "and", "is", "if", "not", "in", "recursive"}, t.text):
		end = w.postfix(w.primary()).end
	}
	return node{start: n.start, end: end, use: -1}
}

// dotted reads a name that may have points in it.
func (w *walker) dotted(want string) token {
	t := w.next()
	if t.kind != tokName && !(t.kind == tokOp && slices.Contains([]string{"==", "!=", "<", "<=", ">", ">="}, t.text)) {
		if t.kind != tokEnd {
			w.pos--
		}
		w.unexpected(want)
	}
	for w.isOp(".") {
		w.pos++
		next := w.next()
		t.end, t.text = next.end, t.text+"."+next.text
	}
	return t
}
