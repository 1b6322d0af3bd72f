// Package prompt reads prompt files and renders them into messages.
//
// A prompt file is Markdown: front matter between two lines of `---` (which may
// be left out), then the messages as one Jinja template. A line that is exactly
//
//	## system
//	## user
//	## assistant
//
// starts a message of that role; any other heading is text. A file without such
// lines is one user message. The lines may stand inside a loop, so that
// exemplars can be shown as turns of a conversation:
//
//	{% for e in exemplars %}
//	## user
//	{{ e.question }}
//	## assistant
//	{{ e.hint }}
//	{% endfor %}
//	## user
//	{{ question }}
//
// Whitespace around a message is dropped, and a message with nothing in it is
// not sent.
//
// row is the map of all variables, for those whose names are no names of Jinja:
// {{ row["full name"] }}.
//
// Invariants: what fills a template is data. A value that holds template marks
// or a role line is shown as it is, and never evaluated or taken for a role. An
// undefined variable is an error that names it, never an empty text. Nothing
// that a template or a value holds can make rendering panic or run without end.
// A template sees its variables and nothing else: no files, no clock, no
// randomness; the same variables always give the same messages. A File is
// immutable, and any number of goroutines may render it.
//
// The language is Jinja2 as people write it in prompts, Python's string methods
// and % formatting among it. It leaves out what needs other files (include,
// import, extends) and what is random (the filter random).
package prompt
