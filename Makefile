# One command to see the site, one to test it. "make help" lists the others.

SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
SITE_URL ?= http://$(HOST):$(PORT)
COFFEE_DATA ?= var
# How many processes share the tests; 0 runs them in one.
WORKERS ?= auto
LANGUAGES := fr nl
OWN := blog coffee coworkers events newsletter spaces

BIN := .venv/bin
MODE ?= dev
# The desk's commands name their settings, whatever the shell exports for another site.
DESK = DJANGO_SETTINGS_MODULE=coffee.settings.$(MODE) COFFEE_DATA=$(COFFEE_DATA) SITE_URL=$(SITE_URL) HOST=$(HOST) PORT=$(PORT)
MANAGE = $(DESK) $(BIN)/python manage.py
PYTEST := pytest -n $(WORKERS) --dist loadgroup --create-db
TEMPLATES = find templates $(OWN) -path '*templates*' -name '*.html'
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --generate-hashes --universal --python-version 3.11 \
	--custom-compile-command "make lock" --no-emit-index-url --no-emit-find-links

.PHONY: help
help: ## show these lines
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# --- see it --------------------------------------------------------------------------------------

# gunicorn and not runserver: the demo then answers as production does (threads, static files
# through WhiteNoise, no reloading), and what is slow or broken there is so in production.
.PHONY: demo
demo: MODE = demo
demo: .venv/prod.stamp $(COFFEE_DATA)/static.stamp ## set up everything, fill it with demo content once, serve it; Ctrl-C ends it
	@$(MAKE) --no-print-directory seed MODE=$(MODE)
	@echo "COFFEE is served at $(SITE_URL) (Ctrl-C ends it)."
	@$(DESK) WEB_CONCURRENCY=1 exec $(BIN)/gunicorn --log-level error coffee.wsgi

# Compressing the files of the admin takes seconds, so it is done again only when one has changed.
$(COFFEE_DATA)/static.stamp: MODE = demo
$(COFFEE_DATA)/static.stamp: $(shell find static -type f) requirements/prod.txt | .venv/prod.stamp
	@mkdir -p $(COFFEE_DATA)
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

.PHONY: run
run: .venv/prod.stamp database ## serve for development: code is reloaded, nothing is seeded
	@$(MANAGE) runserver $(HOST):$(PORT)

.PHONY: seed
seed: .venv/prod.stamp database ## fill the site with the network and the demo content; again changes nothing
	@$(MANAGE) seed_network
	@$(MANAGE) seed_demo

.PHONY: database
database: .venv/prod.stamp
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) createcachetable --verbosity 0

# --- test it -------------------------------------------------------------------------------------

.PHONY: test
test: check ## check the code, then run the whole suite on SQLite and on PostgreSQL
	@echo "== the suite on SQLite =="
	@env -u DATABASE_URL $(BIN)/python -m $(PYTEST)
	@echo "== the suite on PostgreSQL =="
	@$(BIN)/python -m tests.postgres -- $(PYTEST) -m "not browser"

.PHONY: check
check: .venv/dev.stamp types ## lint, format, types, migrations, and the settings of production
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(TEMPLATES) | xargs --no-run-if-empty $(BIN)/djade --check --target-version 5.2
	@$(TEMPLATES) | xargs --no-run-if-empty $(BIN)/djhtml --check
	@DJANGO_SETTINGS_MODULE=coffee.settings.test $(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0 \
		|| { echo "A migration is missing: .venv/bin/python manage.py makemigrations"; exit 1; }

.PHONY: types
types: .venv/dev.stamp ## check the types
	@$(BIN)/mypy

.PHONY: e2e
e2e: .venv/dev.stamp ## run only the tests that drive a browser
	@$(BIN)/python -m pytest -m browser

.PHONY: bench
bench: .venv/dev.stamp ## measure lists, the feed and the search beside their floors
	@$(DESK) $(BIN)/python -m benchmarks

# --- keep it -------------------------------------------------------------------------------------

.PHONY: format
format: .venv/dev.stamp ## put code and templates into shape
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format
	@$(TEMPLATES) | xargs --no-run-if-empty $(BIN)/djade --target-version 5.2 || true
	@$(TEMPLATES) | xargs --no-run-if-empty $(BIN)/djhtml

.PHONY: messages
messages: .venv/dev.stamp ## collect the texts to translate and compile the translations (needs gettext)
	@mkdir -p locale
	@$(MANAGE) makemessages $(LANGUAGES:%=--locale %) --no-obsolete --no-wrap --add-location file \
		--ignore .venv --ignore var --ignore node_modules --ignore tests --ignore benchmarks --ignore staticfiles
	@$(MANAGE) compilemessages $(LANGUAGES:%=--locale %) --ignore .venv --ignore var --ignore node_modules

# dev.txt takes its versions from prod.txt, so that tests and production agree.
.PHONY: lock
lock: .venv/dev.stamp ## write requirements/*.txt anew from pyproject.toml
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet uv
	@$(LOCK) --output-file requirements/prod.txt
	@$(LOCK) --constraint requirements/prod.txt --group dev --output-file requirements/dev.txt

.PHONY: clean
clean: ## remove .venv, caches and the demo's data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache staticfiles test-results
	@test ! -e "$(COFFEE_DATA)/secret-key" || { echo rm -rf "$(COFFEE_DATA)"; rm -rf "$(COFFEE_DATA)"; }

# --- the environment -----------------------------------------------------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "COFFEE needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv .venv

# A stamp newer than its lock means that nothing is to be installed.
.venv/%.stamp: requirements/%.txt | .venv/bin/python
	@echo "Installing $< into .venv …"
	@$(BIN)/python -m pip --disable-pip-version-check install -qq --require-hashes --requirement $<
	@touch $@
