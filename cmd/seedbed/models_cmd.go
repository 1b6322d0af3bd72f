package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/model"
	"seedbed.dev/seedbed/internal/text"
)

func (a *app) modelsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "models",
		Short: "Show the recipe's models: whether they answer, what they say, what they cost",
		Long: `Models asks each model of the recipe whether it is there, and puts one short
question to it. The question costs a few tokens.`,
		Example: "  seedbed models\n  seedbed models --set models.writer.url=http://127.0.0.1:8080/v1",
		Args:    exactArgs(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := a.open(cmd.Context(), 0)
			if err != nil {
				return err
			}
			return a.probeModels(cmd.Context(), p)
		},
	}
	a.jsonFlag(cmd)
	return cmd
}

// probeTime is how long a model has to answer the probe.
const probeTime = 30 * time.Second

// probed is what a probe of one model found.
type probed struct {
	Name      string  `json:"name"`
	Provider  string  `json:"provider"`
	Model     string  `json:"model"`
	Reachable bool    `json:"reachable"`
	Detail    string  `json:"detail,omitempty"`
	Answer    string  `json:"answer,omitempty"`
	Latency   float64 `json:"latency_ms,omitempty"`
	Error     string  `json:"error,omitempty"`
	Price     string  `json:"price"`
	Because   string  `json:"because,omitempty"`
}

func (a *app) probeModels(ctx context.Context, p *project) error {
	ms, err := newModels(a, p.plan, nil, model.NewGate(), nil)
	if err != nil {
		return err
	}
	defer ms.close()
	var all []probed
	failed := false
	for i := range p.plan.Models {
		spec := &p.plan.Models[i]
		pr := probed{Name: spec.Name, Provider: spec.Provider, Model: spec.ID, Because: spec.Because, Price: "unknown"}
		if price, ok := ms.prices.For(*spec); ok {
			pr.Price = fmt.Sprintf("$%g in, $%g out a million tokens", price.In, price.Out)
		}
		client, err := ms.client(spec)
		if err == nil {
			err = probe(ctx, client, &pr)
		}
		if err != nil {
			pr.Error = text.Harmless(err.Error(), 300)
			failed = true
		}
		all = append(all, pr)
		if !a.json {
			a.tellProbe(&pr)
		}
	}
	if a.json {
		a.printJSON(map[string]any{"models": all})
	}
	if failed {
		return errReported{seedbed.CodeModel}
	}
	return nil
}

func probe(ctx context.Context, client seedbed.Model, pr *probed) error {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	if p, ok := client.(seedbed.Prober); ok {
		detail, err := p.Probe(ctx)
		if err != nil {
			return err
		}
		pr.Detail = text.Harmless(detail, 200)
	}
	reply, err := client.Generate(ctx, seedbed.Request{
		Messages: []seedbed.Message{{Role: seedbed.User, Content: "Answer with one word: what colour is a ripe lemon?"}},
		Params:   seedbed.Params{MaxTokens: 16},
	})
	if err != nil {
		return err
	}
	pr.Reachable = true
	pr.Answer = text.Harmless(reply.Text, 80)
	pr.Latency = float64(reply.Latency.Milliseconds())
	return nil
}

func (a *app) tellProbe(pr *probed) {
	a.printf("%s = %s (%s)\n", pr.Name, pr.Model, pr.Provider)
	if pr.Error != "" {
		a.printf("  does not answer: %s\n", pr.Error)
	} else {
		a.printf("  answers in %.0f ms; asked for the colour of a ripe lemon it says %s\n", pr.Latency, quote(pr.Answer, 80))
	}
	if pr.Detail != "" {
		a.printf("  %s\n", pr.Detail)
	}
	a.printf("  price: %s\n", pr.Price)
	if pr.Because != "" {
		a.printf("  because: %s\n", pr.Because)
	}
}
