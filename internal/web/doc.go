// Package web is the page that people look at rows on: who is asked what, how claims
// stand, what people disagreed about, and what each did.
//
// It shows and asks. What may be seen and done is decided by the desk of package
// review, on which every handler calls with the person who is signed in; the table in
// routes.go says beforehand which roles come to a handler at all.
//
// Invariants: everything that comes from a row, a person or a model is escaped, and
// what hides or turns text is made visible. Every page has the same content security
// policy, with neither script nor style inside it. Whatever changes something is a
// form that works without a script. Nothing that a person wrote is kept by the server
// but through the desk.
//
// It measures nobody's time, and keeps no state beyond who is signed in.
package web
