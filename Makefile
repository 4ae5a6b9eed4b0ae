# `make demo`, `make quick` and `make test` are the usual ones. All of them make .venv first and
# leave the system alone. `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(BIN)/inspectgraph

# Tests run in as many processes as there are processors: `make test PARALLEL=` for one.
PARALLEL ?= -n logical --maxprocesses 8
PYTEST   := $(BIN)/python -P -m pytest $(PARALLEL)

PIP     := $(BIN)/python -m pip install --quiet --disable-pip-version-check
KNOWN   := -c constraints.txt
DATA    := py ttl toml rq jsonld json tsv csv html css js
SOURCES := setup.cfg pyproject.toml cli.py __init__.py py.typed $(shell find ontology graphbuilder queries commands -type f $(foreach end,$(DATA),-name '*.$(end)' -o) -false)

# the requirements of setup.cfg: those of the package, or those of an extra
needs   = $(BIN)/python -c "import configparser, sys; c = configparser.ConfigParser(); c.read('setup.cfg'); print(c.get(*sys.argv[1:]))" $(1) > $(VENV)/$(2).txt

.PHONY: help demo quick test slow lint rules samples golden constraints clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/made:
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade pip
	touch $@

$(VENV)/required: $(VENV)/made Makefile setup.cfg constraints.txt
	$(call needs,options install_requires,required)
	$(PIP) $(KNOWN) "setuptools>=70.1" -r $(VENV)/required.txt
	touch $@

$(VENV)/installed: $(VENV)/required $(SOURCES)
	rm -rf build *.egg-info
	$(PIP) --no-deps --no-build-isolation --force-reinstall .
	rm -rf build *.egg-info
	touch $@

$(VENV)/tools: $(VENV)/required setup.cfg constraints.txt
	$(call needs,options.extras_require test,test)
	$(PIP) $(KNOWN) -r $(VENV)/test.txt
	touch $@

$(VENV)/tested: $(VENV)/installed $(VENV)/tools
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

quick: lint  ## in under a minute: lint and the tests of units
	env -u INSPECTGRAPH_REPORTS $(PYTEST) -m "not whole and not slow and not hypothesis"

test: lint  ## all that CI runs, against the installed package
	$(PYTEST) -m "not slow"

slow: $(VENV)/tested  ## what takes minutes, or needs PyPI
	$(PYTEST) -m slow

lint: $(VENV)/tested  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	cd $(VENV) && bin/mypy --config-file ../pyproject.toml

samples: $(VENV)/tested  ## make the sample PDFs anew from samples/sources
	$(BIN)/python samples/make_samples.py

rules: $(VENV)/tested  ## delete each rule of the profile in turn; list those that no test misses
	$(BIN)/python tests/rules/delete_each.py

golden: $(VENV)/tested  ## renew the golden graphs that tests/samples compares with
	$(BIN)/python tests/samples/golden.py

# made with the oldest Python that is supported, for it has the fewest versions to choose from
constraints:  ## write the newest versions of everything into constraints.txt; then: make test
	rm -rf $(VENV)/fresh
	$(PYTHON) -m venv $(VENV)/fresh
	$(VENV)/fresh/bin/python -m pip install --quiet --upgrade pip
	$(VENV)/fresh/bin/python -m pip install --quiet ".[samples,notebook,cluster,serve,training,test]"
	(echo "# Versions that are known to work together: written by 'make constraints', used by make."; \
	 $(VENV)/fresh/bin/python -m pip freeze --exclude inspectgraph --exclude setuptools) > $(VENV)/constraints.txt
	mv $(VENV)/constraints.txt constraints.txt
	rm -rf $(VENV)/fresh build *.egg-info

clean:  ## take away all that make made
	rm -rf $(VENV) build dist demo *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
