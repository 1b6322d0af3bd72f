package main

import (
	"math"
	"slices"
	"testing"
)

func TestScaleOf(t *testing.T) {
	for s, want := range map[string][2]float64{"1-7": {1, 7}, "0..100": {0, 100}, "-1:1": {-1, 1}, "-1-1": {-1, 1}, "-3--1": {-3, -1}, "1e-3-2": {1e-3, 2}} {
		if got, err := scaleOf(s); err != nil || got != want {
			t.Errorf("%s: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "7", "7-1", "1-1", "a-b", "nan-1", "-inf..inf", "1-"} {
		if got, err := scaleOf(s); err == nil {
			t.Errorf("%q is %v", s, got)
		}
	}
}

func TestMidRanks(t *testing.T) {
	if got, want := midRanks([]float64{5, 1, 5, 9}), []float64{.5, .125, .5, .875}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func FuzzScaleOf(f *testing.F) {
	for _, s := range []string{"1-7", "0..1", "-1:1", "--", "1e308-1e309"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := scaleOf(s)
		if err == nil && (!(got[0] < got[1]) || math.IsInf(got[1]-got[0], 0)) {
			t.Errorf("%q is %v", s, got)
		}
	})
}
