// Package expr reads expressions over records: CEL, the Common Expression
// Language, compiled with types and positions, and evaluated with a cost limit.
//
// What an expression can name:
//
//   - every known field whose name is an identifier, with its type
//   - score.<criterion>, typed by the criterion; has(score.<criterion>) says
//     whether it was scored
//   - row, the map of all fields: row["in"] reaches names that CEL reserves,
//     row["first name"] those that are no identifiers
//   - id, origin, stage: text; a field of the same name goes before them
//
// Besides CEL's own functions and its strings extension there are words(t) and
// chars(t), counts; lower(t); contains(t, part); has_number(t, n), whether n
// stands in t as a number; final_answer(t), the number after the last ####.
//
// A field may be null, and then equals null; any other use of it is an error.
//
// Invariants: a Program is immutable and may be used by many goroutines at once;
// it does no I/O, ends within a bounded number of steps whatever the record
// holds, and changes nothing. What the package does not do: it knows no recipes
// and no files; positions are within the expression.
package expr
