package expr

import (
	"fmt"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
)

var (
	overloadError = regexp.MustCompile(`^found no matching overload for '([^']+)' applied to '(.*)'$`)
	expectedError = regexp.MustCompile(`^expected type '(.+)' but found '(.+)'$`)
	selectError   = regexp.MustCompile(`^type '(.+)' does not support field selection`)
	rangeError    = regexp.MustCompile(`^expression of type '(.+)' cannot be range`)
	reservedError = regexp.MustCompile(`reserved identifier: (\w+)`)
	tokenError    = regexp.MustCompile(`token recognition error at: '(.*)`)
	inputError    = regexp.MustCompile(`(?:mismatched|extraneous) input '([^']*)'`)
)

// syntaxProblems returns the first of CEL's syntax errors: the ones after it
// mostly follow from it.
func syntaxProblems(src string, issues *cel.Issues) []Problem {
	e := issues.Errors()[0]
	p := Problem{Line: max(e.Location.Line(), 1), Col: max(e.Location.Column()+1, 1)}
	p.Message, p.Fix = syntaxWords(e.Message)
	return []Problem{p}
}

func syntaxWords(msg string) (message, fix string) {
	if m := reservedError.FindStringSubmatch(msg); m != nil {
		return fmt.Sprintf("%s is a word that the expression language keeps for itself", m[1]), fmt.Sprintf("for the field, write row[%q]", m[1])
	}
	if m := inputError.FindStringSubmatch(msg); m != nil {
		switch strings.ToLower(m[1]) {
		case "<eof>":
			return "the expression ends too early", "finish it"
		case "and":
			return "and is not an operator here", "write &&"
		case "or":
			return "or is not an operator here", "write ||"
		case "is", "equals":
			return m[1] + " is not an operator here", "write =="
		case "contains":
			return "contains is not an operator here", "write contains(text, part)"
		}
		return fmt.Sprintf("%q is not expected here", m[1]), "join two conditions by && or ||, and put text in quotes"
	}
	if m := tokenError.FindStringSubmatch(msg); m != nil {
		switch {
		case strings.HasPrefix(m[1], "="):
			return "= does not compare", "write =="
		case strings.HasPrefix(m[1], `"`) || strings.HasPrefix(m[1], "'"):
			return "this text has no closing quote", "close it"
		}
		return fmt.Sprintf("%s cannot stand here", strings.TrimSuffix(m[1], "'")), "put text in quotes; a field with such a name is reached as row[\"name\"]"
	}
	return strings.TrimPrefix(msg, "Syntax error: "), ""
}

func typeProblems(src string, issues *cel.Issues) []Problem {
	var out []Problem
	for _, e := range issues.Errors() {
		p := Problem{Line: max(e.Location.Line(), 1), Col: max(e.Location.Column()+1, 1)}
		p.Message, p.Fix = typeErrorWords(e.Message)
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	return out
}

func typeErrorWords(msg string) (message, fix string) {
	if m := overloadError.FindStringSubmatch(msg); m != nil {
		return overloadWords(m[1], splitTypes(m[2]))
	}
	if m := expectedError.FindStringSubmatch(msg); m != nil {
		return fmt.Sprintf("wants %s here, and this is %s", typeWords(m[1]), typeWords(m[2])), "compare it with something"
	}
	if m := selectError.FindStringSubmatch(msg); m != nil {
		return typeWords(m[1]) + " has no fields of its own", ""
	}
	if m := rangeError.FindStringSubmatch(msg); m != nil {
		return fmt.Sprintf("goes through %s; only a list or an object can be gone through", typeWords(m[1])), ""
	}
	return msg, ""
}

func overloadWords(fn string, args []string) (message, fix string) {
	words := make([]string, len(args))
	for i, a := range args {
		words[i] = typeWords(a)
	}
	switch {
	case isComparison(fn) && len(args) == 2:
		return fmt.Sprintf("compares %s with %s", words[0], words[1]), comparisonFix(words)
	case fn == "@in" && len(args) == 2:
		return fmt.Sprintf("looks for %s in %s", words[0], words[1]), "in takes a list or an object on its right"
	case fn == "_?_:_" && len(args) == 3:
		if unwrap(args[0]) != "bool" {
			return fmt.Sprintf("what stands before ? must be true or false, and is %s", words[0]), "compare it with something"
		}
		return fmt.Sprintf("gives %s or %s; both must be of one type", words[1], words[2]), ""
	case fn == "_[_]" && len(args) == 2:
		return fmt.Sprintf("looks into %s with %s", words[0], words[1]), "only lists and objects can be looked into"
	case fn == "!_":
		return fmt.Sprintf("! wants true or false, and gets %s", words[0]), ""
	case fn == "-_":
		return fmt.Sprintf("- wants a number, and gets %s", words[0]), ""
	case strings.HasPrefix(fn, "_") && len(args) == 2:
		return arithmeticWords(strings.Trim(fn, "_"), args, words)
	}
	return fmt.Sprintf("%s cannot be applied to (%s)", fn, strings.Join(words, ", ")), ""
}

func arithmeticWords(op string, args, words []string) (message, fix string) {
	if words[0] == "a number" && words[1] == "a number" {
		if op == "%" {
			return "% wants two whole numbers", "wrap the fraction in int(...)"
		}
		return fmt.Sprintf("%s mixes a whole number with a fraction", op), "wrap the whole number in double(...), or write 2.0 for 2"
	}
	if op == "+" && (words[0] == "text" || words[1] == "text") {
		return fmt.Sprintf("+ joins %s and %s", words[0], words[1]), "wrap what is not text in string(...)"
	}
	return fmt.Sprintf("%s cannot be applied to %s and %s", op, words[0], words[1]), ""
}

func isComparison(fn string) bool {
	switch fn {
	case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_":
		return true
	}
	return false
}

func comparisonFix(words []string) string {
	for i, w := range words {
		switch o := words[1-i]; {
		case w == "text" && o == "a number":
			return "leave out the quotes, or turn the text into a number with double(...)"
		case w == "true or false" && (o == "a number" || o == "text"):
			return "write the condition alone, or == true"
		case w == "null":
			return "only a field that may be null can be compared with it"
		}
	}
	return ""
}

// splitTypes splits "(string, list(int))", or "string.(int)" for a method.
func splitTypes(sig string) []string {
	var out []string
	if i := strings.Index(sig, ".("); i > 0 && !strings.HasPrefix(sig, "(") {
		out = append(out, sig[:i])
		sig = sig[i+1:]
	}
	sig = strings.TrimSuffix(strings.TrimPrefix(sig, "("), ")")
	depth, start := 0, 0
	for i := range len(sig) {
		switch sig[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, strings.TrimSpace(sig[start:i]))
				start = i + 1
			}
		}
	}
	if rest := strings.TrimSpace(sig[start:]); rest != "" {
		out = append(out, rest)
	}
	return out
}

func unwrap(t string) string {
	if strings.HasPrefix(t, "wrapper(") {
		return strings.TrimSuffix(strings.TrimPrefix(t, "wrapper("), ")")
	}
	return t
}

// typeWords says a CEL type in plain words.
func typeWords(t string) string {
	t = unwrap(t)
	switch {
	case t == "string" || strings.HasSuffix(t, "StringValue"):
		return "text"
	case t == "int" || t == "uint" || t == "double" || strings.HasSuffix(t, "Int64Value") || strings.HasSuffix(t, "DoubleValue"):
		return "a number"
	case t == "bool" || strings.HasSuffix(t, "BoolValue"):
		return "true or false"
	case strings.HasPrefix(t, "list"):
		return "a list"
	case strings.HasPrefix(t, "map"):
		return "an object"
	case t == "null" || t == "null_type":
		return "null"
	case t == "bytes":
		return "bytes"
	case t == "dyn":
		return "something unknown"
	case strings.HasPrefix(t, "type"):
		return "the name of a type"
	case strings.HasSuffix(t, "Timestamp"):
		return "a time"
	case strings.HasSuffix(t, "Duration"):
		return "a duration"
	}
	return t
}
