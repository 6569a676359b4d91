# Two commands do everything from a fresh clone: `make demo` and `make test`.
# VENV=... puts the virtual environment elsewhere; PYTHON=... names the interpreter (3.11 or newer).

VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet

.PHONY: demo test lint lock clean

demo: $(VENV)/.installed
	$(BIN)/monitor demo

test: $(VENV)/.testable
	$(BIN)/python -m pytest -n 3  # much of it waits: for clocks, servers, processes

lint: $(VENV)/.testable
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

# What is installed, to the last version; a second run finds it there and needs no network.
$(VENV)/.installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "monitor needs Python 3.11 or newer: install it, or name it with PYTHON=..." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -r requirements.lock
	$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.testable: requirements-dev.lock $(VENV)/.installed
	$(PIP) install -r requirements.lock -r requirements-dev.lock
	@touch $@

# Choose versions anew: everything that pyproject.toml asks for, as installed into an empty environment.
lock: NEW := $(VENV)-lock/bin/python -m pip --disable-pip-version-check --no-input
lock:
	rm -rf $(VENV)-lock && $(PYTHON) -m venv $(VENV)-lock
	$(NEW) install --quiet --upgrade pip  # an old one knows no dependency groups
	$(NEW) install --quiet .
	$(NEW) freeze --exclude monitor > requirements.lock
	$(NEW) install --quiet --group dev
	$(NEW) freeze --exclude monitor | grep -vxFf requirements.lock > requirements-dev.lock
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) $(VENV)-lock dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
