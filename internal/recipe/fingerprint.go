package recipe

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"hash"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// hasher writes every part with its length before it, so that no two lists of
// parts give the same bytes.
type hasher struct{ h hash.Hash }

func newHasher(kind string) hasher {
	h := hasher{sha256.New()}
	h.str(kind)
	return h
}

func (h hasher) bytes(b []byte) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(b)))
	h.h.Write(n[:])
	h.h.Write(b)
}

func (h hasher) str(s string) { h.bytes([]byte(s)) }

func (h hasher) num(n int) { h.bytes(binary.BigEndian.AppendUint64(nil, uint64(n))) }

func (h hasher) list(items []string) {
	h.num(len(items))
	for _, s := range items {
		h.str(s)
	}
}

func (h hasher) sum() (f seedbed.Fingerprint) {
	h.h.Sum(f[:0])
	return f
}

// sourceFingerprint covers what makes a row of a source that row: the source's
// name and the origin of its rows. What the rows hold is in their own ids.
func sourceFingerprint(s *plan.Source) seedbed.Fingerprint {
	h := newHasher("source/1")
	h.str(s.Name)
	h.str(string(s.Origin))
	return h.sum()
}

// stageFingerprint covers everything that a stage's records depend on.
func (l *loader) stageFingerprint(s *step) seedbed.Fingerprint {
	h := newHasher("stage/1")
	h.str(s.Kind.Name)
	if s.Needs.Inspection == nil { // how people look at rows makes them no other rows
		h.bytes(config.Canonical(s.Config, "from", "because"))
		h.list(unique(s.Needs.Parts))
		h.list(unique(s.reads))
	}
	models := unique(s.Needs.Models)
	h.num(len(models))
	for _, name := range models {
		if m := l.plan.Model(name); m != nil {
			h.str(m.Identity())
			h.bytes(paramsJSON(&m.Params))
			h.str(m.Structured)
		}
	}
	h.num(len(s.From))
	for _, from := range s.From {
		h.bytes(l.fingerprintOf(from))
	}
	looks := unique(s.looks)
	h.num(len(looks))
	for _, name := range looks {
		h.bytes(l.fingerprintOf(name))
	}
	if l.plan.Wave > 0 && slices.ContainsFunc(s.Needs.Roles, func(r plan.Role) bool { return r.As == plan.AsSystem }) {
		h.str("wave")
		h.num(l.plan.Wave)
	}
	return h.sum()
}

func (l *loader) fingerprintOf(name string) []byte {
	if src := l.plan.Source(name); src != nil {
		return src.Fingerprint[:]
	}
	if s := l.step(name); s != nil {
		return s.Fingerprint[:]
	}
	return nil
}

// paramsJSON writes parameters; what is not set is not there.
func paramsJSON(p *seedbed.Params) []byte {
	b, err := json.Marshal(p)
	if err != nil { // Extra is JSON when it comes from a recipe
		return nil
	}
	return b
}

func unique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// planFingerprint covers which rows there are and how they are released: the
// sources, the stages with their names and all of their settings (also those,
// such as copies, that change how many records there are and none of them), and
// the settings of the release.
func planFingerprint(p *plan.Plan) seedbed.Fingerprint {
	h := newHasher("plan/1")
	h.num(len(p.Sources))
	for i := range p.Sources {
		h.bytes(p.Sources[i].Fingerprint[:])
		h.str(p.Sources[i].Format)
		h.str(p.Sources[i].BadRows)
	}
	h.num(len(p.Stages))
	for i := range p.Stages {
		s := &p.Stages[i]
		h.str(s.Name)
		h.bytes(s.Fingerprint[:])
		h.list(s.From)
		if s.Needs.Inspection == nil {
			h.bytes(config.Complete(s.Config, "from", "because"))
		}
	}
	h.bytes(config.Canonical(p.Release))
	return h.sum()
}
