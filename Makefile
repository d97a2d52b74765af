# What a developer does here; `make run` needs Python 3.11 or newer, make and git, and nothing else.

UV_VERSION := 0.13.9
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never

.PHONY: run test fuzz test-pg15 check bench migrations clean help

run: .venv/.synced ## serve on http://127.0.0.1:8000, with demo data
	@$(BIN)/dengta serve

# In the order of the folders: by itself xdist leaves files of few tests, which are our longest, to the end.
test: .venv/.synced ## the whole suite, browser tests too
	@sh tests/browser/get_chromium.sh
	QUESTIONS=1000 $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

fuzz: .venv/.synced ## other random questions each time: the compiler against the reference
	FUZZ=y QUESTIONS=$${QUESTIONS:-10000} $(BIN)/pytest -n 2 --dist loadfile tests/graphql/test_equality.py tests/graphql/test_equality_odd.py

test-pg15: .venv/.synced ## what touches the database again, on a PostgreSQL 15 of Debian
	sh tests/db/on_postgres_15.sh $(BIN)/pytest -n 2 --dist loadfile tests/db tests/graphql

check: .venv/.synced ## style, types, layers, committed schema
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dengta export-schema --check
	$(BIN)/pytest -q tests/architecture

bench: .venv/.synced ## times, to compare with DESIGN's bars
	$(BIN)/pytest -s -m benchmark tests/benchmarks

migrations: .venv/.synced ## after a change of a model: its migration, the baseline and the schema
	$(BIN)/python -m tortoise makemigrations
	$(BIN)/dengta export-baseline
	$(BIN)/dengta export-schema

clean: ## remove what can be made again; .data, which holds your data, stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find api dashboard db seed tests -name __pycache__ -type d -prune -exec rm -rf {} +

help:
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

# The lock file decides; a second run is quick because nothing is asked twice.
.venv/.synced: uv.lock
	@python=$$(for p in python3.13 python3.12 python3.11 python3 python; do \
	    $$p -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done); \
	if [ -z "$$python" ]; then \
	    echo "Dengta needs Python 3.11 or newer with venv (Debian: apt-get install python3 python3-venv)."; exit 1; fi; \
	if [ ! -x $(BIN)/python ]; then echo "Making .venv with $$($$python --version) …"; $$python -m venv .venv; fi
	@$(BIN)/uv --version 2>/dev/null | grep -q ' $(UV_VERSION)' || \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@echo "Installing what uv.lock names …"
	@env -u VIRTUAL_ENV $(BIN)/uv sync --locked --quiet
	@touch $@
