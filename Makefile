# What developers and CI run. "make help" lists it. Running and testing need Go
# alone; make lint builds the linter at its first run, make clients needs npm.

GO            ?= go
GOFMT          = "$(shell $(GO) env GOROOT)/bin/gofmt"
GOLANGCI_LINT ?= $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

# How "make run" starts the server, how long each fuzz test runs, how many seeds the
# simulation tries, and what "make test" is told beyond the packages.
RUN_FLAGS  ?= --sandbox --transport http
FUZZTIME   ?= 1m
SEEDS      ?= 10000
TEST_FLAGS ?=

# The race detector needs cgo, which go itself turns off where there is no C
# compiler. There the tests still run, and say what they lack.
RACE = $(if $(filter 1,$(shell $(GO) env CGO_ENABLED)),-race)

.DEFAULT_GOAL := help
.PHONY: help run build test lint fmt vet generate golden formatted tidy fresh check bench fuzz clients model pictures simulate

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Serve MCP at http://127.0.0.1:8080/mcp with the embedded tenant
	$(GO) run ./cmd/mcp-server $(RUN_FLAGS)

build: ## Build the programs into bin/
	$(GO) build -trimpath -o bin/ ./cmd/...

test: ## Run all Go tests, with the race detector where there is a C compiler
	@$(if $(RACE),,echo "No C compiler found: testing without the race detector.")
	$(GO) test $(RACE) -timeout 25m $(TEST_FLAGS) ./...

lint: ## Run the linters (.golangci.yml)
	$(GOLANGCI_LINT) run ./...

fmt: ## Format the Go files
	$(GOFMT) -w cmd internal

vet: ## Run go vet
	$(GO) vet ./...

generate: ## Write schemas/, the README's table of tools and the table of metrics from the declarations
	$(GO) run ./internal/generate

golden: ## Accept what the code does now as the tests' golden files; read the diff
	$(GO) test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' internal cmd | xargs -n 1 dirname | sort -u | sed 's|^|./|') -update

# The parts of check that are not worth a line in the help.
formatted:
	@unformatted=$$($(GOFMT) -l cmd internal); test -z "$$unformatted" || { echo "run make fmt for: $$unformatted"; exit 1; }

tidy:
	@$(GO) mod tidy -diff || { echo "run go mod tidy"; exit 1; }

fresh:
	$(GO) test ./internal/generate ./internal/architecture

check: formatted tidy fresh vet lint model test ## All that must pass before a change is merged

model: ## Prove the model of the gate (spin, a C compiler)
	@model/check.sh

simulate: ## Let chance try the gate by SEEDS (10000), and show that it finds faults put back
	$(GO) test -count=1 -timeout 30m ./internal/simulate -run 'TestSeeds$$' -seeds $(SEEDS)
	internal/simulate/faults.sh

bench: ## Run the benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./...

fuzz: ## Run each fuzz test for FUZZTIME (1m)
	@grep -ro --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' internal | while IFS=': ' read -r file _ name; do \
		echo "$$file $$name"; \
		$(GO) test "./$$(dirname "$$file")" -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) || exit 1; \
	done

clients: ## Run the official MCP clients and suites, and SailPoint's own client (npm)
	scripts/clients.sh
	scripts/slack/bolt.sh

pictures: ## Take pictures of what people see, into bin/pictures (npm, Chromium)
	scripts/pictures.sh
