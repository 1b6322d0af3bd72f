// Package attack holds what red teaming needs and no model does: the strategies
// that change a seed attack, the words that stand for people in it, the policy that
// says what counts as harm, and the search that spends calls where attacks succeed.
//
// Invariants: everything is deterministic. The same strategy, seed and number give
// the same attack, whichever were made before it, so that an attack can be sent
// again to another system, or to the same one weeks later, and compared. A
// strategy's number never changes, since ids of records are made of it.
//
// It calls no model, reads no files and knows no records: strategies that a model
// carries out give the messages to send to it, and judge what came back.
package attack
