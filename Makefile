# `make run` opens the explorer on the sample corpus; `make test` passes lint, types and tests; `make look` writes
# pictures of every screen; `make bench` measures on a small synthetic corpus.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
BENCH := build/bench
LETTERS ?= 3000

.PHONY: run test look bench clean

run: $(READY)
	@$(BIN)/imr-tui

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 4  # some wait, for a load or a program: two cores are busy

look: $(READY)
	$(BIN)/python -m tools.look

bench: $(READY)
	rm -rf $(BENCH)
	$(BIN)/python -m benchmarks.make_corpus $(LETTERS) $(BENCH)/letters
	$(BIN)/python -m benchmarks.load --letters $(LETTERS)
	$(BIN)/imr-tui load --corpus $(BENCH)/letters --db $(BENCH)/letters.duckdb
	$(BIN)/python -m benchmarks.search --no-peers --queries 5 $(BENCH)/letters.duckdb
	$(BIN)/python -m benchmarks.facets $(BENCH)/letters.duckdb
	$(BIN)/python -m benchmarks.explorer --wait 2 --corpus $(BENCH)/letters --db $(BENCH)/letters.duckdb

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find imr_tui tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "imr-tui needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ..." >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
