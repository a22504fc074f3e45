# Python Portal. `make help` lists what there is; every target sets itself up on a fresh clone.

SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 3000
export PORT
# Kept, whatever the shell says: the tests start hundreds of interpreters, and each would compile the project anew.
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help
.PHONY: help install install-dev snapshot database run seed check-curriculum test test-unit test-integration lighthouse \
	test-contract test-class coverage lint format screenshot bench attack requirements clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '  %-18s %s\n' "$$name" "$$text"; done

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@echo "Creating $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(BIN)/python
	@echo "Installing the pinned requirements (about 30 s) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing the development tools ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.installed ## Create .venv with the pinned requirements

install-dev: $(VENV)/.installed-dev ## Add the development tools

snapshot: install ## Build the sandbox snapshot, unless it is there already
	@$(BIN)/python -m executor.build

database: install ## Create or upgrade the database and load the starter curriculum
	@$(BIN)/flask init-db --seed

seed: install ## Write seed.sql from the exercises in curriculum/
	@$(BIN)/python -m portal.services.starter_curriculum

check-curriculum: snapshot ## Check every exercise of curriculum/ in the sandbox, with all mutants; warnings fail, too
	@$(BIN)/flask check-exercises curriculum --strict

run: snapshot database ## Serve on PORT (3000), with the executor beside it
	@STOP_WITH_PARENT=1 exec $(BIN)/gunicorn -c gunicorn.conf.py wsgi:app

test: install-dev snapshot ## Run all tests, in five processes: often a test waits for something
	@$(BIN)/pytest -n 5 --dist worksteal

test-unit: install-dev ## Run the tests that need no sandbox
	@$(BIN)/pytest -n 2 -m "not integration"

test-integration: install-dev snapshot ## Run the tests with a real sandbox and real servers
	@$(BIN)/pytest -n 5 --dist worksteal -m integration

lighthouse: install-dev snapshot ## Measure the page with Lighthouse, behind the shipped nginx with TLS and HTTP/2
	@LIGHTHOUSE=1 $(BIN)/pytest tests/browser/test_lighthouse.py

test-contract: install-dev snapshot ## Test the running service, and generated clients, against the API document
	@GENERATED_CLIENTS=1 SCHEMATHESIS_EXAMPLES=12 $(BIN)/pytest tests/test_schemathesis.py tests/test_document_lint.py \
		tests/test_examples.py tests/test_generated_clients.py

test-class: install-dev ## Play a lesson of 45 minutes for a class of thirty with the default rate limits
	@WHOLE_LESSON=1 $(BIN)/pytest tests/test_class_of_thirty.py

coverage: install-dev snapshot ## Run all tests and check the coverage floor (90 % of branches)
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n 5 --dist worksteal
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

screenshot: install-dev snapshot ## Take docs/page.png anew, with Chromium
	@$(BIN)/python -m tests.browser.take_screenshot

lint: install-dev ## Check style, format and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: install-dev ## Format the code and fix what can be fixed
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: install snapshot ## Measure runs and submissions, and what the API costs per request
	@$(BIN)/python -m bench.speed
	@$(BIN)/python -m bench.cost
	@$(BIN)/python -m bench.serving
	@$(BIN)/python -m bench.layers
	@$(BIN)/python -m bench.growth
	@$(BIN)/python -m bench.plans
	@$(BIN)/python -m bench.analytics

attack: install snapshot ## Try to break out of the sandbox: of the executor at URL, or of one of its own
	@$(BIN)/python -m executor.attack $(URL)

requirements: install-dev ## Pin requirements*.txt anew
	@for name in requirements requirements-otel requirements-dev; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-emit-find-links --custom-compile-command 'make requirements' $$name.in -o $$name.txt || exit 1; done

clean: ## Remove .venv and caches; the database stays
	@rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache
