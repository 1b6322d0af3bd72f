// Package kin tells how models are related: whether two are the same, whether one
// descends from the other or learnt from it, whether they are of one family, or
// whether their makers name nothing that they share.
//
// The relations are those of Li and others (2025, "Preference Leakage: A
// Contamination Problem in LLM-as-a-judge", arXiv 2502.01534), who found judges to
// favour models related to them in each of these ways: the same model, inheritance,
// the same family. Panickssery and others (2024, arXiv 2404.13076) found that models
// prefer what they wrote themselves.
//
// What is known stands in a table: families.tsv, which is shipped, and lines that a
// project adds. A model is found in it by its id, as providers and hubs write ids.
//
// Invariants: nothing is guessed. An id that the table does not know is unknown, and
// unknown is not independent; a fine-tune whose name tells what it was made from is
// related to that, and unknown to all else, since nobody says what taught it. The same
// table and ids give the same relations; relations are symmetric. A Table is
// immutable and may be used by many goroutines at once.
//
// It asks no model and no network, and knows nothing of plans.
package kin
