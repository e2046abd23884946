.DEFAULT_GOAL := help

SWAGGER_UI := 5.35.0
GOLANGCI_LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: help
help: ## Print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: ## Run the server with its demo world on 127.0.0.1:8080
	go run ./cmd/mockserver

.PHONY: build
build: ## Build the binary ./mockserver
	go build -o mockserver ./cmd/mockserver

.PHONY: test
test: ## Run every test, with the race detector
	go test -race ./...

.PHONY: lint
lint: ## Check formatting, vet and the linters of .golangci.yml
	go run $(GOLANGCI_LINT) run ./...

.PHONY: check
check: lint test ## What CI runs

.PHONY: bench
bench: ## Print what validation and a whole PATCH cost, and the time from exec to the first answer
	go test -run '^$$' -bench . ./internal/pyjson ./internal/validate ./internal/handlers ./internal/store ./internal/sandbox
	go test -count 1 -run '^(TestStartup|TestSandboxFigures|TestSandboxMemory)$$' -v ./tests

.PHONY: fuzz
fuzz: ## Fuzz request bodies for a minute
	go test -run '^$$' -fuzz '^FuzzBody$$' -fuzztime 1m -fuzzminimizetime 20x ./internal/handlers

.PHONY: screenshots
screenshots: ## Take the README's pictures anew (needs Chromium, Node and npm ci in tests/browser)
	go test -count 1 -run '^TestScreenshots$$' ./tests -screenshots ../docs

.PHONY: viewer
viewer: ## Take the viewer of /_mock/docs/ anew from the npm registry
	dir=$$(mktemp -d) && npm pack --silent --pack-destination $$dir swagger-ui-dist@$(SWAGGER_UI) && tar xzf $$dir/*.tgz -C $$dir && \
	cd $$dir/package && cp LICENSE NOTICE swagger-ui-bundle.js swagger-ui-bundle.js.LICENSE.txt swagger-ui.css $(CURDIR)/internal/dashboard/static/swagger-ui/
