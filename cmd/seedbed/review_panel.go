package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/web"
)

// leftDir is where what people say on the page lies, for whoever keeps the consultation
// to take over.
const leftDir = gate.ConsultationsDir + "/left"

// mostLeft bounds how many voices of one consultation lie there and are shown, and
// leftBytes one of them.
const (
	mostLeft  = 1000
	leftBytes = 64 << 10
)

// panel tells people whom the project asks what the data is.
type panel struct {
	*project
	mu sync.Mutex // one voice is written at a time
}

// About implements web.Panel.
func (p *panel) About(context.Context) (web.About, error) {
	all, err := p.app.consultations()
	if err != nil {
		return web.About{}, err
	}
	out := web.About{
		Purpose: p.plan.Purpose, Use: p.plan.Use, Domain: p.plan.Domain,
		Tier: p.plan.Risk.Tier, Because: p.plan.Risk.Because, Consultations: all,
	}
	for i := range p.plan.Sources {
		s := &p.plan.Sources[i]
		says := fmt.Sprintf("It begins with rows of %s, which are of %s origin", s.Name, s.Origin)
		if s.License != "" {
			says += ", under the licence " + s.License
		}
		if s.Note != "" {
			says += ": " + strings.TrimSpace(s.Note)
		}
		out.Made = append(out.Made, strings.TrimRight(says, ".")+".")
	}
	for i := range p.plan.Models {
		m := &p.plan.Models[i]
		if m.ID != "" {
			out.Made = append(out.Made, fmt.Sprintf("The model that the recipe calls %s is %s.", m.Name, m.ID))
		}
	}
	return out, nil
}

// Leave implements web.Panel. A voice is a file of its own, in the form in which a
// consultation has it; no file is written over.
func (p *panel) Leave(_ context.Context, v web.Voice) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	name := strings.TrimSuffix(path.Base(v.File), path.Ext(v.File))
	for n := 1; n <= mostLeft; n++ {
		file := path.Join(leftDir, fmt.Sprintf("%s-%d.yaml", name, n))
		err := writeNew(p.app.path(file), v.YAML())
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return seedbed.Errorf(seedbed.CodeStorage, "keeping what somebody said: %w", err)
		}
		return nil
	}
	return seedbed.Errorf(seedbed.CodeInvalid, "as much was said here as can be kept; tell whoever asked you")
}

// leftFile is what a file of a voice holds.
type leftFile struct {
	As      string `yaml:"as"`
	Consent string `yaml:"consent"`
	Name    string `yaml:"name"`
	Said    string `yaml:"said"`
	Changed string `yaml:"changed"`
	Not     string `yaml:"not_changed"`
}

// Voices implements web.Panel. A file that somebody has edited into something else is
// passed over.
func (p *panel) Voices(context.Context) ([]web.Voice, error) {
	entries, err := os.ReadDir(p.app.path(leftDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "reading what people said: %w", err)
	}
	var out []web.Voice
	shown := map[string]int{} // by consultation, so that none hides another
	for _, e := range entries {
		file := path.Join(leftDir, e.Name())
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || path.Ext(e.Name()) != ".yaml" {
			continue
		}
		of := voicesOf(e.Name())
		if shown[of]++; shown[of] > mostLeft {
			continue
		}
		data, err := p.app.readBounded(file, leftBytes)
		if err != nil {
			continue
		}
		if v, ok := readVoice(file, data); ok {
			v.At = info.ModTime()
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b web.Voice) int { return a.At.Compare(b.At) })
	return out, nil
}

// voicesOf is the consultation that the file of a voice belongs to, by its name:
// validation-2.yaml is of validation.
func voicesOf(file string) string {
	name := strings.TrimSuffix(file, path.Ext(file))
	if at := strings.LastIndexByte(name, '-'); at >= 0 {
		return name[:at]
	}
	return name
}

func readVoice(file string, data []byte) (web.Voice, bool) {
	doc, problems := config.Parse(file, append([]byte("voices:\n"), data...), 1)
	if len(problems) > 0 {
		return web.Voice{}, false
	}
	var f struct {
		Voices []leftFile `yaml:"voices"`
	}
	if problems := doc.Decode("", &f); len(problems) > 0 || len(f.Voices) != 1 {
		return web.Voice{}, false
	}
	v := &f.Voices[0]
	return web.Voice{File: file, As: v.As, Consent: v.Consent, Name: v.Name, Said: v.Said, At: time.Time{}}, v.Said != ""
}
