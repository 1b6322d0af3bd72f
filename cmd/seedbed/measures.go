package main

import (
	"regexp"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/adherence"
	"seedbed.dev/seedbed/internal/measure/copying"
	"seedbed.dev/seedbed/internal/measure/coverage"
	"seedbed.dev/seedbed/internal/measure/fidelity"
	"seedbed.dev/seedbed/internal/measure/influence"
	"seedbed.dev/seedbed/internal/measure/outcome"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/measure/redundancy"
)

// measures returns every measure, by family. Adding one is a file in its family
// and a line in the family's list.
func measures() []measure.Measure {
	return slices.Concat(
		redundancy.Measures(), fidelity.Measures(), copying.Measures(), coverage.Measures(), adherence.Measures(),
		influence.Measures(), outcome.Measures(),
		ratings.Measures(), // last: it holds what the others say of single rows against what people say
	)
}

// measureNames returns the names of measures and of families, and the figures that
// expectations may be about.
func measureNames() (names, figures []string) {
	for _, m := range measures() {
		info := m.Info()
		names = append(names, info.Name)
		if !slices.Contains(names, info.Family) {
			names = append(names, info.Family)
		}
		for _, f := range info.Figures {
			figures = append(figures, f.Name)
		}
	}
	return names, figures
}

// settingName is a setting as the documentation of its measure writes it.
var settingName = regexp.MustCompile("`([a-z-]+\\.[a-z_-]+)`")

// measureSettings returns the settings that the measures document.
func measureSettings() []string {
	var out []string
	for _, m := range measures() {
		info := m.Info()
		for _, found := range settingName.FindAllStringSubmatch(info.Says+info.Formula+info.Use+info.Cost, -1) {
			if strings.HasPrefix(found[1], info.Name+".") && !slices.Contains(out, found[1]) {
				out = append(out, found[1])
			}
		}
	}
	return out
}

// chosen returns the measures of these names or families; all without any.
func chosen(only []string) ([]measure.Measure, error) {
	all := measures()
	if len(only) == 0 {
		return all, nil
	}
	names, _ := measureNames()
	for _, name := range only {
		if !slices.Contains(names, name) {
			return nil, unknownName("--only", "measure", name, names)
		}
	}
	return slices.DeleteFunc(all, func(m measure.Measure) bool {
		info := m.Info()
		return !slices.Contains(only, info.Name) && !slices.Contains(only, info.Family)
	}), nil
}

// unknownName is an error that names the nearest known name.
func unknownName(flag, what, name string, known []string) error {
	fix := "there are " + strings.Join(known, ", ")
	if near := config.Nearest(name, known); near != "" {
		fix = "did you mean " + near + "?"
	}
	return usagef("%s: there is no %s %q; %s", flag, what, name, fix)
}
