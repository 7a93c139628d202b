# make run     sets up, indexes what changed in the corpus that config.toml names, and serves it
# make test    sets up and runs the tests
# make lint    sets up and runs the linters
# make reindex builds the index anew

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FONTS := webapp/static/fonts/fonts.css
PIP := $(BIN)/pip --disable-pip-version-check install --quiet

.PHONY: setup run test reindex lint
.DEFAULT_GOAL := run

setup: $(VENV)/ready $(FONTS)

run: setup
	@exec $(BIN)/python -m indexer serve

reindex: setup
	$(BIN)/python -m indexer reindex

test: $(VENV)/ready-to-test
	$(BIN)/pytest -n auto --dist worksteal $(PYTEST_ARGS)

lint: $(VENV)/ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

$(VENV)/ready: requirements.lock
	@command -v $(PYTHON) >/dev/null || { echo "Khizana needs Python 3.11 or newer, and there is no $(PYTHON) here."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Khizana needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V). Name another with: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

# The fonts of the pages, cut from installed packages. Without them, pages use the reader's.
$(FONTS): $(VENV)/ready tools/fonts.py
	@echo "Preparing the fonts …"
	@$(BIN)/python -m tools.fonts >/dev/null 2>&1 || echo "The fonts could not be prepared; pages use those of the system."

$(VENV)/ready-to-test: $(VENV)/ready $(FONTS) tests/requirements.lock
	@$(PIP) --require-hashes -r tests/requirements.lock
	@touch $@
