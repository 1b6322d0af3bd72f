package stats

import (
	"encoding/json"
	"fmt"
	"math"
)

// Interval is a two-sided confidence interval; a one-sided bound has its other
// end at the limit of what is possible.
type Interval struct {
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Level  float64 `json:"level"`  // the nominal coverage, in (0, 1)
	Method string  `json:"method"` // how it was made, as a statistician would name it
}

// Estimate is a figure with its interval, or with the reason why it has none.
// The zero Estimate is not one: make it by one of the functions of this package,
// by Undefined, or with NoInterval set.
type Estimate struct {
	Value float64
	// Why there is no figure at all; then Value and Interval mean nothing.
	Undefined string
	Interval  *Interval
	// Why Interval is nil. Empty only for a figure that is exact: nothing was
	// sampled.
	NoInterval string
	N          int      // units that the figure rests on: items, rows, pairs
	Caveats    []string // what a reader must know to use the figure
}

// Undefined returns the Estimate of a figure that does not exist for an input.
func Undefined(why string, args ...any) Estimate {
	return Estimate{Undefined: fmt.Sprintf(why, args...)}
}

// Defined reports whether there is a figure.
func (e *Estimate) Defined() bool { return e.Undefined == "" }

// Exact returns the Estimate of a figure counted over everything there is.
func Exact(value float64, n int) Estimate {
	return finite(Estimate{Value: value, N: n})
}

// Between returns an Estimate with an interval.
func Between(value, low, high, level float64, method string, n int) Estimate {
	return finite(Estimate{Value: value, N: n, Interval: &Interval{Low: low, High: high, Level: level, Method: method}})
}

// finite makes sure that no figure is shown that is not a number.
func finite(e Estimate) Estimate {
	if math.IsNaN(e.Value) || math.IsInf(e.Value, 0) {
		return Undefined("the figure does not come out as a number")
	}
	if i := e.Interval; i != nil && (math.IsNaN(i.Low-i.High) || math.IsInf(i.Low-i.High, 0)) {
		e.Interval, e.NoInterval = nil, "its interval does not come out as numbers"
	}
	return e
}

// MarshalJSON leaves out what does not hold: no value where it is undefined.
func (e Estimate) MarshalJSON() ([]byte, error) {
	out := struct {
		Value      *float64  `json:"value,omitempty"`
		Undefined  string    `json:"undefined,omitempty"`
		Interval   *Interval `json:"interval,omitempty"`
		NoInterval string    `json:"no_interval,omitempty"`
		N          int       `json:"n"`
		Caveats    []string  `json:"caveats,omitempty"`
	}{Undefined: e.Undefined, N: e.N, Caveats: e.Caveats}
	if e.Undefined == "" {
		v := e.Value
		out.Value, out.Interval, out.NoInterval = &v, e.Interval, e.NoInterval
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Estimate) UnmarshalJSON(b []byte) error {
	var in struct {
		Value      float64
		Undefined  string
		Interval   *Interval
		NoInterval string `json:"no_interval"`
		N          int
		Caveats    []string
	}
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	*e = Estimate{in.Value, in.Undefined, in.Interval, in.NoInterval, in.N, in.Caveats}
	return nil
}
