package prompt

import (
	"fmt"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// Head is all that stands in the front matter of a file: what stages may say too, and
// where the file comes from.
type Head struct {
	FrontMatter `yaml:",inline"`

	DraftedBy  string `yaml:"drafted_by" doc:"the auxiliary model that drafted the prompt; it is not used until a person accepted it"`
	AcceptedBy string `yaml:"accepted_by" doc:"the person who read the draft and answers for it; seedbed accept writes it"`
}

// checkDraft reports a prompt that a model drafted and nobody accepted.
func (h *Head) checkDraft(file string, doc *config.Doc) seedbed.Problems {
	h.DraftedBy, h.AcceptedBy = strings.TrimSpace(h.DraftedBy), strings.TrimSpace(h.AcceptedBy)
	if h.DraftedBy == "" || h.AcceptedBy != "" {
		return nil
	}
	return seedbed.Problems{doc.Problem("drafted_by",
		fmt.Sprintf("the prompt was drafted by %s and nobody has accepted it", config.Show(h.DraftedBy)),
		fmt.Sprintf("read it, mend it, then: seedbed accept %s --as NAME", file))}
}
