package testkit

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strings"
)

//go:embed shapes
var shapesFS embed.FS

// shapes are bodies as real servers send them, by name: "openai/reply".
var shapes = loadShapes()

func loadShapes() map[string][]byte {
	out := map[string][]byte{}
	err := fs.WalkDir(shapesFS, "shapes", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := shapesFS.ReadFile(path)
		name := strings.TrimPrefix(path, "shapes/")
		name = strings.TrimSuffix(strings.TrimSuffix(name, ".json"), ".html")
		out[name] = data
		return err
	})
	if err != nil {
		panic(fmt.Sprintf("reading the embedded shapes: %v", err))
	}
	return out
}

// Shape returns a body as a real server sends it, by its path under shapes
// without the ending. It panics when there is none of that name.
func Shape(name string) []byte {
	b, ok := shapes[name]
	if !ok {
		panic("no shape " + name)
	}
	return b
}

// Shapes lists the names that start with prefix, in order.
func Shapes(prefix string) []string {
	var out []string
	for name := range shapes {
		if strings.HasPrefix(name, prefix) {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out
}
