package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

//go:embed assets/*
var assets embed.FS

// assetTypes are the files that a page loads, with what they are.
var assetTypes = map[string]string{
	"style.css":  "text/css; charset=utf-8",
	"page.js":    "text/javascript; charset=utf-8",
	"icon.svg":   "image/svg+xml",
	"browse.css": "text/css; charset=utf-8",
	"browse.js":  "text/javascript; charset=utf-8",
}

// pages are the templates, each with the frame that all share.
type pages struct {
	by      map[string]*template.Template
	files   map[string][]byte
	version string // of the files: browsers keep them until it changes
}

// page is what the frame shows around a Body.
type page struct {
	Title string
	Body  any
	// Set by show:
	Project, Version string
	Name             string // how the one who looks is called; "" for nobody
	In               string // the inspection
	Tabs             []tab
	Poll             bool // looked at again now and then
}

type tab struct {
	Href, Says string
	Here       bool
}

func readPages() (*pages, error) {
	p := &pages{by: map[string]*template.Template{}, files: map[string][]byte{}}
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(assetTypes)) {
		b, err := assets.ReadFile("assets/" + name)
		if err != nil {
			return nil, seedbed.Errorf(seedbed.CodeInternal, "reading what the page is made of: %w", err)
		}
		p.files[name] = b
		sum.Write(b)
	}
	p.version = hex.EncodeToString(sum.Sum(nil)[:6])
	frame, err := template.New("").Funcs(template.FuncMap{
		"visible": visible, "count": prose.Count[int], "path": inspectionPath, "short": seedbed.ID.Short, "plural": prose.Plural[int],
	}).ParseFS(assets, "assets/frame.html", "assets/parts.html", "assets/browse_parts.html")
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "reading the page's frame: %w", err)
	}
	files, err := assets.ReadDir("assets")
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "reading what the page is made of: %w", err)
	}
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), ".html")
		if !ok || name == "frame" || name == "parts" || name == "browse_parts" {
			continue
		}
		t, err := template.Must(frame.Clone()).ParseFS(assets, path.Join("assets", f.Name()))
		if err != nil {
			return nil, seedbed.Errorf(seedbed.CodeInternal, "reading the page %s: %w", name, err)
		}
		p.by[name] = t
	}
	return p, nil
}

// show writes a page, whole or not at all.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	p.Project, p.Version = visible(s.title), s.pages.version
	if v := s.visitOf(r); v != nil {
		p.Name = visible(s.nameOf(v.person.ID))
		if in := r.PathValue("in"); in != "" {
			if _, ok := s.desk.Plan(in); ok {
				p.In, p.Tabs = in, s.tabs(in, &v.person, r.URL.Path)
			}
		}
	}
	var b bytes.Buffer
	if err := s.pages.by[name].ExecuteTemplate(&b, "frame", p); err != nil {
		s.log.Error("a page could not be written", "page", name, "err", err)
		http.Error(w, "Something went wrong in Seedbed; the terminal says more.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if _, err := w.Write(b.Bytes()); err != nil {
		s.log.Debug("a page was not taken", "page", name, "err", err)
	}
}

func (s *Server) tabs(in string, p *review.Person, here string) []tab {
	all := []struct {
		name, says string
		roles      []review.Role
	}{
		{"", "Overview", anyRole},
		{"rate", "Rate", raters},
		{"mine", "My work", raters},
		{"disputes", "Disagreements", judges},
		{"plan", "Plan", readers},
	}
	var out []tab
	for _, t := range all {
		for _, role := range t.roles {
			if p.Has(role) {
				href := inspectionPath(in, t.name)
				out = append(out, tab{href, t.says, href == here})
				break
			}
		}
	}
	if s.browsing != nil && slices.ContainsFunc(readers, p.Has) {
		out = append(out, tab{"/rows", "All rows", false})
	}
	return out
}

// inspectionPath is where a page of an inspection is.
func inspectionPath(in, name string) string {
	p := "/i/" + url.PathEscape(in)
	if name != "" {
		p += "/" + name
	}
	return p
}

func (s *Server) asset(w http.ResponseWriter, r *http.Request, _ *visit) error {
	name := r.PathValue("name")
	b, ok := s.pages.files[name]
	if !ok {
		return seedbed.Errorf(seedbed.CodeNotFound, "there is no %s here", visible(name))
	}
	h := w.Header()
	h.Set("Content-Type", assetTypes[name])
	if r.URL.Query().Get("v") == s.pages.version {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("sending %s: %w", name, err)
	}
	return nil
}
