package main

import (
	"strings"

	"seedbed.dev/seedbed/internal/embed"
)

// embedKey is the environment variable with the key of an endpoint of embeddings.
const embedKey = "SEEDBED_EMBED_KEY"

// embedder returns what --embed names: "hash" or nothing, an address, or a folder.
func (a *app) embedder(name string) (embed.Embedder, error) {
	switch {
	case name == "" || name == "hash":
		return embed.Hashed{}, nil
	case strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://"):
		key, _ := a.env(embedKey)
		return embed.NewEndpoint(name, key, nil)
	case strings.Contains(name, "://"):
		return nil, usagef("--embed %q: want hash, an http or https address, or a folder", name)
	}
	return embed.OpenStatic(a.path(name))
}
