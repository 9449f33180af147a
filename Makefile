# `make help` lists the verbs. Each does its own set-up; nothing outside this folder is touched.
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-full browser screens check fmt types arch bench docs-gen words vendor
ARGS ?=
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never

help: ## List the verbs
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: .venv/.synced ## Make the private environment (.venv) with the locked dependencies

.venv/.synced: pyproject.toml uv.lock .ci/setup
	@.ci/setup && touch $@

demo: setup ## Start the demo on loopback (ARGS=--reset begins again, ARGS=--check walks a whole transfer)
	@$(BIN)/holdfast demo $(ARGS)

test: setup ## Run the fast ring of tests
	@$(BIN)/pytest -n 2 -m "not full" $(ARGS)

test-full: setup ## Run the full ring: kills, races, big inputs
	@$(BIN)/pytest -n 2 -m full $(ARGS)

browser: setup ## Run the tests in real Chromium alone
	@$(BIN)/pytest -n 2 tests/browser $(ARGS)

screens: setup ## Write a picture of every page, state, language and width to screens/ (ARGS="-k decisions" some)
	@$(BIN)/pytest -q -n 2 tests/browser/write_screens.py $(ARGS)

check: setup ## Lint, types, architecture, migrations, generated docs, wheel
	@.ci/check

fmt: setup ## Format the code and mend what the linter can mend
	@$(BIN)/ruff check --fix --quiet; $(BIN)/ruff format

types: setup ## Check the types
	@$(BIN)/mypy

arch: setup ## Check the architecture's import rules
	@$(BIN)/lint-imports --no-logo

bench: setup ## Measure the gates, each beside its control
	@$(BIN)/python -m benchmarks $(ARGS)

docs-gen: setup ## Write the generated reference pages
	@$(BIN)/holdfast docs-gen

words: setup ## Renew the catalogs of translations from the source, and compile them
	@$(BIN)/python -m tests.catalogs

vendor: ## Compile the vendored USWDS again after a change of .ci/uswds.scss (needs node and npm)
	@.ci/vendor-uswds
