package main

import (
	"seedbed.dev/seedbed/internal/embed"
)

// embedder returns what --embed names.
func embedder(name string) (embed.Embedder, error) {
	if name == "" || name == "hash" {
		return embed.Hashed{}, nil
	}
	return nil, usagef("--embed %q: want hash", name)
}
