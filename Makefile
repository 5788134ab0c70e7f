# Everything runs in .venv, made from requirements.lock; nothing else is touched.
# The newest Python that has venv; else the newest, which the rule below says what it lacks.
PYTHON := $(shell for lacks in 'import ensurepip, venv; ' ''; do \
	for p in python3.14 python3.13 python3.12 python3.11 python3; do \
	$$p -c "$$lacks"'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
	2>/dev/null && command -v $$p && exit; done; done)
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/ready
EXTRAS := .extras
PEERS := .peers
CORPUS ?=
ARTICLES := ../shared/corpora/wagner-2023
RELEASE := data/wagner-2023
export JUPYTER_PREFER_ENV_PATH = 1
export PYTHONHASHSEED = 0

.DEFAULT_GOAL := help
.PHONY: help reports test slow extras lab check mutate bench codebook release lock clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

reports: $(READY) ## render the notebooks on data/wagner-2023 and data/sample to reports/index.html
	@$(RUN) -m analysis reports data/wagner-2023 data/sample
	@echo "Open reports/index.html"

test: $(READY) ## run the tests (make reports first is not needed); make slow has the others
	@$(RUN) -m pytest -n auto --maxprocesses 4 --dist loadfile -m "not slow"

slow: $(READY) ## run the tests that start JupyterLab, commands, a wheel or a cluster
	@$(RUN) -m pytest -n auto --maxprocesses 4 --dist loadfile -m slow

extras: $(EXTRAS)/ready ## run the tests that need spaCy, in .extras (installs requirements-extras.lock)
	@$(EXTRAS)/bin/python -m pytest tests/test_spacy_names.py tests/test_spacy_slots.py tests/test_spacy_speakers.py

lab: $(READY) ## open the notebooks in JupyterLab (CORPUS=folder to choose one)
	@$(RUN) -m analysis lab $(CORPUS)

check: $(READY) ## lint, format and type checks
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

mutate: $(READY) ## plant mistakes and count those that the tests notice (SEED=1 NUMBER=30)
	@$(RUN) bench/mutate.py --seed $(or $(SEED),1) --number $(or $(NUMBER),30)

bench: $(READY) $(PEERS)/ready ## measure speed beside peers, then quality, on the articles in ../shared
	@$(RUN) bench/scale.py ../shared --peers $(PEERS)/plain/bin/python $(PEERS)/conc/bin/python
	@for script in quality naming voice events statements reuse coverage description suggest pages calibration again; do \
		echo "== bench/$$script.py"; $(RUN) bench/$$script.py ../shared || exit 1; done

codebook: $(READY) ## renew data/README.md from schema.py
	@$(RUN) tests/codebook.py

release: $(READY) ## make data/wagner-2023 anew from its articles in ../shared
	@test -d $(ARTICLES) || { echo "make release needs the articles of wagner-2023 in $(ARTICLES)."; exit 2; }
	@about=$$($(RUN) -c 'import json; print(json.load(open("$(RELEASE)/release.json"))["about"])') && \
		$(RUN) -m analysis release $(ARTICLES) --out $(RELEASE) --about "$$about"

lock: ## renew both locks, for every Python from 3.11 on, and environment.yml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --extra test pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --extra spacy --extra spacy-model-copy --extra cluster -c requirements.lock pyproject.toml \
		-o requirements-extras.lock
	$(RUN) tests/environment.py

clean: ## remove the environment and what was rendered, but for the committed pages
	rm -rf $(VENV) $(EXTRAS) $(PEERS) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	git clean -fdXq reports

# What the extras add lies on top of .venv, which stays as it is.
$(EXTRAS)/ready: $(READY) requirements-extras.lock
	@echo "Making $(EXTRAS) with what requirements-extras.lock adds to $(VENV)."
	@$(RUN) -m venv --clear $(EXTRAS)
	@$(RUN) -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > \
		"$$($(EXTRAS)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/below.pth"
	@$(EXTRAS)/bin/python -m pip install --quiet --require-hashes -r requirements-extras.lock
	@touch $@

# conc pins libraries that the other peers cannot have; where it does not install it is left out.
$(PEERS)/ready: bench/scaling/peers.txt bench/scaling/conc.txt
	@echo "Making $(PEERS) with the tools that are measured beside ours."
	@$(PYTHON) -m venv --clear $(PEERS)/plain
	@$(PEERS)/plain/bin/python -m pip install --quiet -r bench/scaling/peers.txt
	@$(PYTHON) -m venv --clear $(PEERS)/conc
	@-$(PEERS)/conc/bin/python -m pip install --quiet -r bench/scaling/conc.txt
	@touch $@

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "samestory needs Python 3.11, 3.12, 3.13 or 3.14 on the PATH."; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 2; }
	@echo "Making $(VENV) with $(PYTHON): a few minutes, once."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
