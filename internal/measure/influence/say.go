package influence

import "seedbed.dev/seedbed/internal/text"

// quotedLong is quoted, for phrases.
func quotedLong(v string) string { return `"` + text.Harmless(v, 120) + `"` }
