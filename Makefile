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
	cd bench && go run $(GOLANGCI_LINT) run ./...

.PHONY: check
check: lint test ## The linters and every test

.PHONY: bench
bench: ## Print what validation and a whole PATCH cost, the time from exec to the first answer, and what a fleet takes
	go test -run '^$$' -bench . ./internal/pyjson ./internal/validate ./internal/handlers ./internal/store ./internal/sandbox
	go test -count 1 -run '^(TestStartup|TestSandboxFigures|TestSandboxMemory|TestFleetFigures)$$' -v ./tests

.PHONY: bench-http
bench-http: ## Measure PATCHes beside a reference program, with wrk, in a quarter of an hour, and write docs/bench.md and docs/bench.svg
	cd bench && go run . $(ARGS)

.PHONY: bench-peers
bench-peers: ## The same with Prism, WireMock and stripe-mock beside (needs Node and Java)
	cd bench && go run . -peers $(ARGS)

.PHONY: profile
profile: ## Print where the time of a PATCH goes
	dir=$$(mktemp -d) && go test -run '^$$' -bench '^BenchmarkPatch$$' -o $$dir/test -cpuprofile $$dir/cpu ./internal/handlers && \
		go tool pprof -top -cum -nodecount 80 $$dir/test $$dir/cpu; rm -r $$dir

FUZZTIME := 1m
.PHONY: fuzz
fuzz: ## Fuzz bodies, controls, seeds, snapshots and readers, each target for FUZZTIME (1m)
	@grep -rn --include='*_test.go' '^func Fuzz' internal | sed -E 's|/[^/]*:func (Fuzz[A-Za-z]*).*| \1|' | while read -r package target; do \
		echo "$$package $$target" && \
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x ./$$package </dev/null || exit 1; \
	done

KILLS := 1000
.PHONY: soak-kill
soak-kill: ## Kill the server KILLS times (1000) at random moments of mixed work, in some minutes
	go test -count 1 -timeout 0 -run '^TestSoakKill$$' -v ./tests -kills $(KILLS)

.PHONY: dist
dist: ## Build static binaries for Linux, their checksums and SBOMs in dist/
	scripts/dist

.PHONY: dist-test
dist-test: ## Build what is committed twice, and check what `make dist` gives
	scripts/dist-test

.PHONY: image
image: ## Build the image "mockserver" for this machine's architecture
	DOCKER_BUILDKIT=1 docker build --tag mockserver \
		--build-arg VERSION="$$(git describe --tags --always --dirty)" --build-arg REVISION="$$(git rev-parse HEAD)" .

.PHONY: image-test
image-test: ## Build the image with Debian's Docker engine and run it; wants root on Debian
	scripts/image-test

.PHONY: screenshots
screenshots: ## Take the README's pictures anew (needs Chromium, Node and npm ci in tests/browser)
	go test -count 1 -run '^TestScreenshots$$' ./tests -screenshots ../docs

.PHONY: viewer
viewer: ## Take the viewer of /_mock/docs/ anew from the npm registry
	dir=$$(mktemp -d) && npm pack --silent --pack-destination $$dir swagger-ui-dist@$(SWAGGER_UI) && tar xzf $$dir/*.tgz -C $$dir && \
	cd $$dir/package && gzip -9n swagger-ui-bundle.js swagger-ui.css && \
	cp LICENSE NOTICE swagger-ui-bundle.js.gz swagger-ui-bundle.js.LICENSE.txt swagger-ui.css.gz $(CURDIR)/internal/dashboard/static/swagger-ui/

.PHONY: agents
agents: ## Write spec/agents.json from spec/openapi.yaml, for a fast start
	go test -count 1 -run '^TestAgents$$' ./internal/server -update

.PHONY: rules
rules: ## Write spec/DIVERGENCES.md from spec/rules.yaml
	go test -count 1 -run '^TestDivergences$$' ./internal/rules -update
