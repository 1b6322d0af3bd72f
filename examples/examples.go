// Package examples holds the projects that `seedbed init` copies.
package examples

import "embed"

// FS holds one folder for each example, with a recipe in it.
//
//go:embed all:starter all:hints all:organisation all:harm all:hatebench all:summaries
var FS embed.FS
