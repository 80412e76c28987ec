.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8012
KILLS ?= 60
SEED ?=
HELPDESK := bench/helpdesk
STORIES := $(wildcard tests/stories/*.yaml)

.PHONY: help demo test lint format rehearse rehearse-hard torture bench bench-day helpdesk screenshots lock clean

help: ## Print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/runtime.done ## Start everything on this machine and print the page to open (PORT=8012)
	$(BIN)/duban demo --port $(PORT)

test: $(VENV)/dev.done ## Run every test (starts PostgreSQL and Redis of its own where none answers)
	$(BIN)/python tests/servers.py $(BIN)/pytest -n auto --dist loadscope $(TESTS)

lint: $(VENV)/dev.done ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.done ## Let ruff lay out the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

rehearse: $(VENV)/runtime.done ## Play the written stories through the whole program
	$(BIN)/duban rehearse $(STORIES)

rehearse-hard: $(VENV)/dev.done ## Play every story with everything twice and neighbours swapped, on both databases (SEED=7)
	DUBAN_REHEARSE_SEED=$(or $(SEED),7) $(BIN)/python tests/servers.py $(BIN)/pytest -n auto --dist loadscope tests/scenarios/test_hard_deliveries.py

torture: $(VENV)/dev.done ## Kill workers, stand-ins, Redis and PostgreSQL under traffic, then count (KILLS=60 SEED=)
	@$(BIN)/python -m tests.torture --kills $(KILLS) $(if $(SEED),--seed $(SEED))

helpdesk: $(HELPDESK)/.venv/done ## Install django-helpdesk beside the bench, which compares with it

bench: $(VENV)/dev.done ## Print speed and memory as ratios measured side by side (ONLY=intake,timers FULL=1)
	@$(MAKE) -s helpdesk || echo "django-helpdesk could not be installed; its lines will say so."
	@$(BIN)/python -m bench $(if $(FULL),--full) $(if $(ONLY),--only $(ONLY))

bench-day: $(VENV)/dev.done ## Live through a capital's busiest hours at 60x and watch backlog and memory (HOURS=24 SPEED=60)
	@$(BIN)/python -m bench.service.day $(if $(HOURS),--hours $(HOURS)) $(if $(SPEED),--speed $(SPEED))

screenshots: $(VENV)/dev.done ## Make the pictures of the README anew (needs Chromium)
	$(BIN)/python tests/screenshots.py docs/pictures

lock: $(VENV)/dev.done ## Work out the lock files anew (needs uv)
	uv pip compile --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" --extra dev --extra build -q pyproject.toml -o requirements-dev.lock
	uv pip compile --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" --extra build -c requirements-dev.lock -q pyproject.toml -o requirements.lock
	uv pip compile --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" -q $(HELPDESK)/requirements.in -o $(HELPDESK)/requirements.lock

clean: ## Remove the virtual environment and everything made by running
	rm -rf $(VENV) $(HELPDESK)/.venv demo-data bench/out .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The environment is made once per lock file; `dev` holds all of `runtime`.
$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.done: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what is needed into $(VENV), once; this takes a minute or so."
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.done: requirements-dev.lock $(VENV)/runtime.done
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

$(HELPDESK)/.venv/done: $(HELPDESK)/requirements.lock
	$(PYTHON) -m venv $(HELPDESK)/.venv
	$(HELPDESK)/.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@
