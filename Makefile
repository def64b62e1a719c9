# Every command of the house. The work is in scripts/ (plain Python, nothing to install beforehand).
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p && break; done)
HOUSE := $(PYTHON) -m scripts.bootstrap
.DEFAULT_GOAL := help
.PHONY: help setup run dev stop test test-full check figures messages shell

help: ## Show these commands
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: ## Prepare everything: environment, front end, database, demo data
	@$(HOUSE) setup

run: ## Serve the whole product on http://127.0.0.1:$PORT (8000), with demo data
	@$(HOUSE) run

dev: ## The same with debug pages, and reloading when a file changes
	@$(HOUSE) dev

stop: ## End what runs in the background: a running stack, PostgreSQL, Valkey
	@$(HOUSE) stop

test: ## Check the code, then run the tests (browser included, slow ones not)
	@$(HOUSE) test

test-full: ## The same with the slow tests
	@$(HOUSE) test-full

check: ## Style, types, contracts, migrations, templates, translations
	@$(HOUSE) check

figures: ## Measure the code against the figures of docs/architecture.md
	@$(HOUSE) figures

messages: ## Merge the translations and compile them
	@$(HOUSE) messages

shell: ## A Python shell with the models loaded
	@$(HOUSE) shell
