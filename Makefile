# make help lists the targets.
.DEFAULT_GOAL := help
export GOTOOLCHAIN := local
export GOFLAGS := -buildvcs=false

GO      ?= go
BIN     := build/bin
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.PHONY: help build demo fmt test check bench fuzz generate signals clean

help: ## show this
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

build: ## build build/bin/seedbed
	@mkdir -p $(BIN)
	$(GO) build -ldflags "-X main.built=$(VERSION)" -o $(BIN)/seedbed ./cmd/seedbed

demo: build ## real questions, a small real local model, a released dataset; no key needed
	@scripts/demo.sh

# Simulations draw numbers for minutes on one goroutine; the race detector has
# nothing to see there and takes ten times as long.
SIMULATIONS := Cover|CleanData|LinearTime|ManyAlike

test: check ## all tests; with the race detector, but for simulations
	@scripts/python-env.sh >/dev/null
	$(GO) test -race -timeout 20m -skip '$(SIMULATIONS)' ./...
	$(GO) test -timeout 20m -run '$(SIMULATIONS)' ./internal/stats ./internal/measure/...

check: ## formatting, vet, staticcheck, layers, documents
	@test -z "$$($(GO) tool gofumpt -l .)" || { echo "not formatted (make fmt mends it):"; $(GO) tool gofumpt -l .; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) test ./internal/layers ./internal/doctest

fmt: ## format all code
	$(GO) tool gofumpt -w .

bench: build ## speed and memory, as ratios to a reference in the same run; PEERS=1 runs peers too
	$(GO) run ./internal/bench $(if $(PEERS),-peers)

FUZZTIME ?= 20s
fuzz: ## fuzz every parser for FUZZTIME each
	@scripts/fuzz.sh $(FUZZTIME)

generate: build ## write the generated documents again
	@$(BIN)/seedbed reference docs

signals: ## train the signals of broken conversations again, and print what they find
	$(GO) run ./internal/testkit/cmd/signaltrain

clean: ## remove what was built; downloads stay in build/cache
	rm -rf $(BIN)
