// Package config reads the YAML that people write — recipes, front matter of
// prompts, rubrics — into tagged structs, and says of everything that is wrong
// where it stands and what to write instead.
//
// One struct is the source for four things: decoding, the JSON Schema that
// editors use, the reference documentation, and the part of a fingerprint that
// depends on configuration. Its tags:
//
//	yaml:"name"         the key; "-" leaves the field out; ",inline" on an embedded struct
//	doc:"..."           one sentence for the reference and the schema
//	default:"2"         YAML of the value of a key that is not written
//	example:"..."       YAML of a value worth showing
//	enum:"a,b"          the texts that are allowed (of a list: in it)
//	min:"0" max:"1"     bounds of a number, inclusive
//	required:"true"     the key must be written, with a value
//	fingerprint:"-"     the key changes no result, so Canonical leaves it out
//
// Paths are dotted: "stages.hints.generate.copies", "exemplars.0.id"; the root
// is "". A dot or backslash within a key is written with a backslash before it,
// as Join does.
//
// Invariants: no input makes it panic; problems are complete (everything wrong
// in a document is reported at once, but for syntax errors, of which YAML has
// one at a time) and in the order of the file; decoding the same bytes gives the
// same value and the same problems.
//
// It does not read files, and knows nothing of what the keys mean.
package config
