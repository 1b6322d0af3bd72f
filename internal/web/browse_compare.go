package web

import (
	"net/http"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
)

// compareMost is how many rows stand beside each other.
const compareMost = 4

type comparePage struct {
	Version string
	Rows    []compared
	Few     string // what to do where there are too few
	Harm    string
}

type compared struct {
	ID, Short string
	State     string
	Class     string
	Scores    []valueShown
	Blind     bool
	Hidden    bool
	Nodes     []node
	Cut       bool
	First     bool
}

// browseCompare shows rows beside each other. What differs from the first is marked.
func (s *Server) browseCompare(w http.ResponseWriter, r *http.Request, v *visit) error {
	x, err := s.index(r)
	if err != nil {
		return err
	}
	ids := r.URL.Query()["r"]
	p := comparePage{Version: s.pages.version, Harm: strings.Join(s.harms(), ", ")}
	switch {
	case len(ids) < 2:
		p.Few = "Choose two to four rows in the list, and then “side by side”."
	case len(ids) > compareMost:
		p.Few = "Four rows fit beside each other; these are the first four."
		ids = ids[:compareMost]
	}
	var first *browse.Row
	for _, digits := range ids {
		row, err := s.rowAt(r.Context(), x, digits)
		if err != nil {
			return err
		}
		blind := s.blindTo(row.ID, v)
		if blind {
			if row, err = s.blinded(row, v); err != nil {
				return err
			}
		}
		c := compared{
			ID: row.ID.String(), Short: row.ID.Short(), State: visible(string(row.Decision.State)), Class: stateClass(row.Decision.State),
			Hidden: s.veiled(v, row.ID), First: first == nil,
		}
		if c.Blind = blind; blind {
			c.State = notShown
		} else {
			c.Scores = scoresShown(row.Scores, 20)
		}
		if !c.Hidden {
			sh := newShower(false)
			var before seedbed.Fields
			if first != nil && !s.veiled(v, first.ID) {
				before = first.Fields
			}
			c.Nodes = sh.row(row.Fields, before, nil, nil)
			withoutOld(c.Nodes)
			if before != nil {
				markShort(c.Nodes, row.Fields, before)
			}
			c.Cut = sh.left
		}
		if first == nil {
			first = &row
		}
		p.Rows = append(p.Rows, c)
	}
	s.show(w, r, http.StatusOK, "browse_compare", page{Title: "Side by side", Body: p})
	return nil
}

// markShort marks short values that are others than those of the first row: in them there
// is nothing in common that could be left unmarked.
func markShort(nodes []node, fields, before seedbed.Fields) {
	for i := range nodes {
		n := &nodes[i]
		v, _ := fields.Get(n.Path)
		was, _ := before.Get(n.Path)
		if n.Kind == "text" && n.Short && seedbed.TextOf(v) != seedbed.TextOf(was) && !strings.Contains(string(n.HTML), `class="new`) {
			n.HTML = `<span class="new">` + n.HTML + `</span>`
		}
	}
}

// withoutOld leaves out what a text was compared with: it stands beside it.
func withoutOld(all []node) {
	for i := range all {
		all[i].Old = ""
		withoutOld(all[i].Nodes)
	}
}
