# `make screen` and `make test` set up everything they need on a machine that has
# Python 3.11, pip and make. `make help` lists the rest.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
INPUT  ?= examples
OUT    ?= build/findings.jsonl
HOST   ?= 127.0.0.1
PORT   ?= 8000
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Set-up must not depend on the caller's model or limits.
unexport DURESS_MODELS

.PHONY: help screen test serve train evaluate check format lint labels container wheel lock clean
.DEFAULT_GOAL := help

help:  ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

screen: $(VENV)/.ready  ## Screen INPUT (default: examples) into OUT and print a table
	@$(BIN)/duress screen $(INPUT) --show-text -o $(OUT) || test $$? -eq 3

serve: $(VENV)/.ready  ## Serve the HTTP API on HOST:PORT
	$(BIN)/duress serve --host $(HOST) --port $(PORT)

train: $(VENV)/.ready  ## Train on data/, publish into models/, make it current
	$(BIN)/duress train

evaluate: $(VENV)/.ready  ## Hold the current model against the field passages
	$(BIN)/duress evaluate data/field/dev.jsonl

test: $(VENV)/.ready-dev  ## Run every test
	$(BIN)/python -m pytest

check: lint test labels wheel container  ## Everything that must hold before a change lands

format: $(VENV)/.ready-dev  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

labels: $(VENV)/.ready-dev  ## Check the labelled passages
	$(BIN)/duress labels check data

pages: $(VENV)/.ready-dev  ## Write the pages with figures in docs/ anew
	$(BIN)/duress labels check data --report docs/corpus.md
	$(BIN)/duress evaluate data/field/dev.jsonl --report docs/evaluation.md >/dev/null
	$(BIN)/python bench/learning_curve.py

wheel: $(VENV)/.ready-dev  ## Build the wheel and try it in an environment of its own
	$(BIN)/python tests/packaging/try_wheel.py

container: $(VENV)/.ready-dev  ## Run the Dockerfile's steps in a scratch root and try what they build
	$(BIN)/python tests/packaging/try_dockerfile.py

lock: | $(VENV)/bin/python  ## Write the lock files anew from pyproject.toml
	@$(PIP) install 'pip-tools>=7.5'
	$(BIN)/python -m piptools compile $(LOCK_OPTIONS) --all-build-deps -o requirements.lock pyproject.toml
	@$(BIN)/python -c "import tomllib; \
	    print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['dev'], sep='\n')" \
	    | $(BIN)/python -m piptools compile $(LOCK_OPTIONS) -c requirements.lock -o requirements-dev.lock -

LOCK_OPTIONS := --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

clean:  ## Remove the environment and what was built
	rm -rf $(VENV) build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "error: Python 3.11 or newer is needed; set PYTHON=/path/to/python3" >&2; exit 2; }
	@echo "making the environment $(VENV)" >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "installing what runs, from requirements.lock (once, a minute or two)" >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@echo "installing what tests, from requirements-dev.lock (once, a minute or two)" >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
