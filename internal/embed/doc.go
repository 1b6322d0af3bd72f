// Package embed turns texts into vectors: by hashed n-grams, which need nothing, by
// a small static model from files, or by an endpoint.
//
// Invariants: the vectors of one Embedder have one length and are normalised (of a
// text without anything to go by, all zeros); the same texts give the same vectors,
// in any order and number. Model files and answers are taken as hostile: what is
// wrong with them is an error, never a panic.
//
// It compares no vectors, and keeps no secret: a key is named by its environment
// variable and never part of an error.
package embed
