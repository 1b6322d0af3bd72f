// Package engine carries out a plan: it moves records from sources through
// stages, many at once, and hands every outcome to the journal in plan order.
//
// # How records move
//
// A plan is cut into phases. A phase begins with its ordered stages (keep,
// dedupe), which see records one at a time in plan order, and goes on with all
// stages that take one record at a time: a task carries one record through as
// many of those as follow one another, so a hint is judged as soon as it is
// written. Tasks run side by side; a reorder window puts what they give back
// into plan order for the next phase. The last phase ends in the sink, which
// numbers the outcomes.
//
// # Invariants
//
//   - Timing never shows: what the ordered stages and the sink see depends on
//     the plan, the seeds and the replies alone. What lies beyond the place where
//     all that was wanted had been found depends on timing, and is surplus.
//   - Memory follows the number of tasks under way, not the number of records, but
//     for some 15 bytes a call, by which shared replies are counted once.
//   - Phases only push forward and only wait for later phases, so they cannot
//     wait for one another in a circle.
//   - Resuming is running again: stages ask the same questions, and the reply
//     store answers those that were answered before.
//
// The engine knows nothing of models, files or databases: it gets stages,
// sources and a journal.
package engine
