// Package layers holds the test that keeps the layers of the project: which
// package may import which. There is nothing to import from it.
package layers
