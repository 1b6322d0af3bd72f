// Package review holds what people say about rows, and what may be claimed from it:
// inspections with their samples, who is asked what next, answers, disagreements and
// what became of them.
//
// Everything that a person does is an Event, appended to the Ledger before anything
// else happens to it; the rest is derived from the events and lost without harm. A
// Desk is what a page, a command or an imported worksheet works through, and the one
// place that decides who may see and do what.
//
// Invariants: an answer that was acknowledged is on the disk. No row is given to more
// people than the plan asks for. Nobody is shown what others, or judges, said of a row
// before their own answer to it is in. The estimate is made of the random sample
// alone. How long somebody took ranks nobody.
package review
