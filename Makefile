# Everything runs in .venv, made here from a bare python3.11; each stamp is redone only when what it rests on changes.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
# Tests that run at once; each test has its folders, ports and environment for itself.
TEST_WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -q -n $(TEST_WORKERS) --dist worksteal

.PHONY: demo test test-long check bench venv test-clients face docs clean

demo: $(VENV)/.run
	@$(BIN)/mpx demo

# Compiled code is kept, whatever the environment says: a hundred processes of the tests import the same.
test test-long: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.test
	$(PYTEST) --durations=10

# The laws of the language on 3,000 questions each, some 48,000 in all; 3,750 questions to the engine and the reference.
test-long: $(VENV)/.test
	$(PYTEST) --hypothesis-profile=long tests/test_language_laws.py tests/test_mistake_laws.py \
		tests/test_reference_engine.py tests/test_reference_funnels.py

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tests/typing
	$(BIN)/pyright
	$(BIN)/python -m mixpanel_sync._generate --check
	$(BIN)/python docs/reference.py --check

bench: $(VENV)/.dev .venv-clients/.done .venv-clients-mixpanel-utils/.done
	$(BIN)/python -m benchmarks

venv: $(VENV)/.dev

# The generated face, written anew.
face: $(VENV)/.dev
	$(BIN)/python -m mixpanel_sync._generate

# The reference in docs/, written anew from docstrings.
docs: $(VENV)/.dev
	$(BIN)/python docs/reference.py

# Other Mixpanel clients, each in a venv of its own with its code as it is, ask `mpx serve` and write to it.
CLIENTS := mixpanel mixpanel-utils tap-mixpanel
test-clients: $(VENV)/.test .venv-clients/.done $(CLIENTS:%=.venv-clients-%/.done)
	MPX_CLIENTS=. $(BIN)/python -m pytest -q tests/clients

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(PIP) install -e '.[serve,cli]'
	@touch $@

$(VENV)/.test: pyproject.toml | $(BIN)/python
	$(PIP) install -e '.[all,test]'
	@touch $@ $(VENV)/.run

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(PIP) install -e '.[dev]'
	@touch $@ $(VENV)/.run $(VENV)/.test

.venv-clients/.done:
	$(PYTHON) -m venv .venv-clients
	.venv-clients/bin/python -m pip --disable-pip-version-check -q install mixpanel-headless==0.4.0 aiohttp
	@touch $@

.venv-clients-mixpanel/.done: CLIENT := mixpanel==5.4.1
.venv-clients-mixpanel-utils/.done: CLIENT := mixpanel-utils==2.2.7 pandas pyarrow
.venv-clients-tap-mixpanel/.done: CLIENT := tap-mixpanel==1.8.0
.venv-clients-%/.done:
	$(PYTHON) -m venv .venv-clients-$*
	.venv-clients-$*/bin/python -m pip --disable-pip-version-check -q install $(CLIENT)
	@touch $@

clean:
	rm -rf $(VENV) .venv-clients* .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
