package measure

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// Number returns the number that a field's value is or reads as: CSV files have
// texts only. NaN: it is none; infinities are none either.
func Number(v any) float64 {
	f := math.NaN()
	switch v := v.(type) {
	case int64:
		return float64(v)
	case float64:
		f = v
	case bool:
		if v {
			return 1
		}
		return 0
	case json.Number:
		f = parse(string(v))
	case string:
		f = parse(strings.TrimSpace(v))
	}
	if math.IsInf(f, 0) {
		return math.NaN()
	}
	return f
}

func parse(s string) float64 {
	if s == "" || len(s) > 64 || s[0] > '9' {
		return math.NaN()
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return f
}
