package exchange

import (
	"encoding/json"
	"errors"
	"strings"
)

// columnOf is the byte, from 1, at which a line of JSON is wrong; 0 where that is not
// known.
func columnOf(err error) int {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return int(syntax.Offset)
	}
	return 0
}

// plainError says what is wrong with JSON, without the names of Go's types.
func plainError(err error) string {
	var typed *json.UnmarshalTypeError
	if errors.As(err, &typed) {
		return quote(typed.Field) + " is a " + typed.Value
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}
