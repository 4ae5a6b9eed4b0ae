# Two commands: `make demo` and `make test`. Both make .venv first and leave the system alone.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(BIN)/inspectgraph

.PHONY: demo test lint samples clean

PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SOURCES := setup.cfg pyproject.toml $(shell find ontology graphbuilder queries commands -name '*.py' -o -name '*.ttl' -o -name '*.toml' -o -name '*.rq' -o -name '*.jsonld' -o -name '*.json' -o -name '*.tsv' -o -name '*.html' -o -name '*.css' -o -name '*.js') cli.py __init__.py

$(VENV)/made:
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade pip
	touch $@

$(VENV)/installed: $(VENV)/made $(SOURCES)
	rm -rf build *.egg-info
	$(PIP) .
	$(PIP) --no-deps --force-reinstall .
	rm -rf build *.egg-info
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(PIP) $$($(BIN)/python -c "import configparser; c = configparser.ConfigParser(); c.read('setup.cfg'); print(*c['options.extras_require']['test'].split())")
	touch $@

demo: $(VENV)/installed  ## build a graph from the bundled samples and ask it
	@mkdir -p demo
	$(RUN) build samples --store demo/graph.db
	$(RUN) query weak-authorities --theme caf --store demo/graph.db
	$(RUN) query weaknesses --theme caf --store demo/graph.db
	$(RUN) query latest-judgements --store demo/graph.db
	$(RUN) export demo/graph.ttl --store demo/graph.db
	$(RUN) export --tables demo/tables --store demo/graph.db
	$(RUN) visualise demo/graph.html --store demo/graph.db
	@echo "written: demo/graph.ttl, demo/graph.html, demo/tables/*.csv"

test: lint  ## everything that CI runs, against the installed package
	$(BIN)/python -P -m pytest

lint: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	cd $(VENV) && bin/mypy --config-file ../pyproject.toml

samples: $(VENV)/tested  ## make the sample PDFs anew from samples/sources
	$(BIN)/python samples/make_samples.py

golden: $(VENV)/tested  ## renew the golden graphs that tests/samples compares with
	$(BIN)/python tests/samples/golden.py

clean:
	rm -rf $(VENV) build dist demo *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
