package embed

import (
	"context"
	"math"
)

// Embedder turns texts into vectors. Many goroutines may use it at once.
type Embedder interface {
	// Name says what the vectors are from, for reports.
	Name() string
	// Embed returns a vector for each text, in order. Errors: of the context, or of
	// an endpoint that does not answer.
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// normalize makes v one long, where it has a length.
func normalize(v []float32) {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return
	}
	scale := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= scale
	}
}
