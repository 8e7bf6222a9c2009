# papersearch: one command each. `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
SOURCES ?= samples
DEMO_HOME ?= $(CURDIR)/.demo
BIN = $(VENV)/bin
INSTALL = $(BIN)/pip install --disable-pip-version-check --progress-bar off -e
# one line for each library that pip fetches; its errors go to stderr
STEPS = awk '/^Collecting / { sub(/[<>=].*/, "", $$2); print "  " $$2; fflush() } /^Installing collected/ { print "Installing them"; fflush() } \
  /^failed$$/ { failed = 1 } END { exit failed }'

.DEFAULT_GOAL := help
.PHONY: help demo check fix test serve settings bench relevance coverage laws faults phrases roundtrip compile services services-stop clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.demo-ready ## set up, load the samples (SOURCES=dir for others), serve the page (PORT=8000)
	@PAPERSEARCH_HOME=$(DEMO_HOME) $(BIN)/papersearch serve --port $(PORT) --check-port
	@echo "Ingesting $(SOURCES) into $(DEMO_HOME)"
	@PAPERSEARCH_HOME=$(DEMO_HOME) $(BIN)/papersearch ingest $(SOURCES)
	@echo "Starting the server"
	@PAPERSEARCH_HOME=$(DEMO_HOME) $(BIN)/papersearch serve --port $(PORT) --hint

check: $(VENV)/.dev-ready ## format, lint, types, boundaries, documentation, fast tests: run it before each commit
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/pytest -q -n 2 -m "not slow" tests/unit tests/golden tests/test_boundaries.py tests/test_docs.py

fix: $(VENV)/.dev-ready ## format, and mend what the linter can
	@$(BIN)/ruff check --fix-only -q . ; $(BIN)/ruff format .

test: $(VENV)/.dev-ready ## everything, as CI runs it: starts the real services, runs every test, stops them again
	@VENV=$(VENV) deploy/run-tests $(TESTS)

coverage: $(VENV)/.dev-ready ## everything, with a coverage report in htmlcov/
	@VENV=$(VENV) deploy/run-tests --cov --cov-report=html --cov-report=term $(TESTS)

laws: $(VENV)/.dev-ready ## the laws of facets and of both engines on 1,000 random corpora each
	@VENV=$(VENV) deploy/run-tests --laws=1000 tests/contract

phrases: $(VENV)/.dev-ready ## 2,000 random phrases on the samples, the seeds and the whole Anthology, on both engines
	@VENV=$(VENV) deploy/run-tests --phrase-files=1 tests/contract/test_source_texts.py

roundtrip: $(VENV)/.dev-ready ## 5,000 real papers out in every format and back, by our own and by other programs' readers
	@$(BIN)/pytest -q --round-trips=5000 --timeout=3600 tests/integration/api/test_real_round_trips.py

compile: $(VENV)/.dev-ready ## real papers through BibTeX (the whole Anthology and all export files) and biber (BIBER_PAPERS=5000; 71244: all)
	@$(BIN)/pytest -q --tex-papers=71244 --biber-papers=$(or $(BIBER_PAPERS),5000) --timeout=3600 tests/integration/api/test_tex_programs.py

faults: $(VENV)/.dev-ready ## the full form of the fault tests
	@VENV=$(VENV) deploy/run-tests --faults=full tests/faults

serve: $(VENV)/.demo-ready ## serve the default corpus (PAPERSEARCH_HOME) on 127.0.0.1
	@$(BIN)/papersearch serve --port $(PORT)

settings: $(VENV)/.dev-ready ## write docs/settings.md from the code
	@$(BIN)/python -m tests.settings_table > docs/settings.md.new && mv docs/settings.md.new docs/settings.md

bench: $(VENV)/.dev-ready ## measure speed and scale (needs real data, see bench/README.md)
	@VENV=$(VENV) bench/run

relevance: $(VENV)/.dev-ready ## measure the order of results on judged collections (needs PAPERSEARCH_TEST_DATA; ELASTICSEARCH_URL to compare)
	@$(BIN)/python -m tests.relevance $(or $(PAPERSEARCH_TEST_DATA),../shared)

services: ## start Elasticsearch, Redis and PostgreSQL for tests; prints what to export
	@deploy/local-services start && deploy/local-services env

services-stop: ## stop them
	@deploy/local-services stop

clean: ## remove all that these commands made in the checkout
	@rm -rf $(VENV) $(DEMO_HOME) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "papersearch needs Python 3.11 or newer; name one with PYTHON=..." >&2; exit 1; }
	@echo "Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); PYTHON=$(PYTHON) deploy/install-venv && $(PYTHON) -m venv $(VENV); }

$(VENV)/.demo-ready: $(VENV)/bin/pip pyproject.toml
	@echo "Fetching papersearch's libraries into $(VENV); the first time this takes about a minute"
	@{ $(INSTALL) '.[api,ingest]' || echo failed; } | $(STEPS)
	@touch $@

$(VENV)/.dev-ready: $(VENV)/bin/pip pyproject.toml clients/python/pyproject.toml
	@echo "Fetching papersearch's libraries and development tools into $(VENV)"
	@{ $(INSTALL) '.[api,ingest,citations,elasticsearch,mcp,postgres,semantic,watch,dev]' -e clients/python || echo failed; } | $(STEPS)
	@touch $@ $(VENV)/.demo-ready
