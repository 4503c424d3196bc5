# `make ask Q="…"` and `make test` do all their own set-up; both are safe to repeat.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: help ask bot check test test-llm evaluate gate attack bench throughput soak crash screenshots readme lock clean ingested

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
Q ?= did the RIAA win in court?
N ?= 2000
DOSSIER := $(or $(DOSSIER_DIR),dossier)
STAMP := $(or $(DATA_DIR),data)/.ingested

# A CPU build of torch, where pip knows of one, has to be there before anything asks for torch.
TORCH := $(shell grep '^torch==' constraints.txt)

help:
	@echo 'make ask Q="did the RIAA win in court?"   set up, ingest dossier/, answer'
	@echo 'make check                               say what the bot lacks on Discord, print its invite link'
	@echo 'make bot                                 set up, ingest dossier/, answer on Discord'
	@echo 'make test                                set up, run all tests, ruff and mypy'
	@echo 'make evaluate                            measure answers, beside those of simpler ways to look'
	@echo 'make gate                                fail if answers are worse than they were kept'
	@echo 'make test-llm GGUF=model.gguf            print what a real language model writes, and what is let through'
	@echo 'make bench                               measure speed'
	@echo 'make throughput N=10000                  measure ingestion against IngestionPipeline'
	@echo 'make soak N=2000                         ask so much on a Discord that fails, and count answers'
	@echo 'make crash N=200                         kill the ingest so often, and compare with a fresh one'
	@echo 'make attack                              plant attacks, have a model obey them, count what came of it'
	@echo 'make screenshots                         draw the pictures of README'

ask: ingested
	@$(RUN) -m bot ask "$$QUESTION"
ask: export QUESTION := $(value Q)

bot: ingested
	@$(RUN) -m bot

check: ingested
	@$(RUN) -m bot --check

test: $(VENV)/.dev
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy
	$(RUN) -m pytest -q

# A real language model in this process; N=5 asks the first five questions alone.
test-llm: $(VENV)/.dev ingested
	@[ -n "$(GGUF)" ] || { echo 'Say which model: make test-llm GGUF=model.gguf'; exit 2; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[gguf]'
	@$(RUN) -m tests.evaluation.written "$(GGUF)" "$(N)"
test-llm: N := 40

evaluate: $(VENV)/.dev ingested
	@$(RUN) -m tests.evaluation

# Against tests/evaluation/baseline.json, which python -m tests.evaluation --keep writes.
gate: $(VENV)/.dev ingested
	@$(RUN) -m tests.evaluation --gate

bench: $(VENV)/.dev ingested
	@$(RUN) -m tests.benchmarks

# Against llama-index's own pipeline; with N=100000, allow it half an hour.
throughput: $(VENV)/.dev
	@$(RUN) -m tests.benchmarks.throughput "$(N)"
throughput: N := 10000

# RECORD=FILE writes down every exchange with Discord.
soak: $(VENV)/.dev
	@$(RUN) -m tests.benchmarks.soak "$(N)"

crash: $(VENV)/.dev
	@$(RUN) -m tests.faults.crash "$(N)"
crash: N := 200

attack: $(VENV)/.dev
	@$(RUN) -m tests.evaluation.attacks

# Draw the pictures of README; takes Debian's chromium.
screenshots: $(VENV)/.dev
	@$(RUN) -m tests.pictures

# Write what README and .env.example show of the program anew.
readme: $(VENV)/.dev ingested
	@$(RUN) -m tests.house.readme

# Write down what a fresh install of the ranges in pyproject.toml gives today.
lock: $(VENV)/.dev
	$(RUN) -m pip freeze --exclude-editable | grep -v -e '^nvidia' -e '^triton' | sed 's/+cpu$$//' > constraints.txt

clean:
	rm -rf $(VENV)

$(VENV)/.made: constraints.txt
	@echo "Making the environment in $(VENV) (once; a few minutes)"
	@$(PYTHON) -c 'import sys; sys.exit("Dossier needs Python 3.11 or newer: make PYTHON=python3.11 …" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check $(TORCH)
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	@echo "Installing Dossier"
	@$(RUN) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@echo "Installing what the tests need"
	@$(RUN) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@


# Ingest when a document, the folder itself (something was removed) or the program is newer than the
# last time, and always where settings may point elsewhere. It does only the difference.
ingested: $(VENV)/.installed
	@if [ -f .env ] || [ -n "$${CHROMA_URL-}$${EMBEDDING_MODEL-}" ] || [ ! -f "$(STAMP)" ] || [ $(VENV)/.installed -nt "$(STAMP)" ] \
	    || [ -n "$$(find "$(DOSSIER)" -newer "$(STAMP)" -print -quit)" ] \
	    || [ -n "$$(find ingest -name '*.py' -newer "$(STAMP)" -print -quit)" ]; then \
	    $(RUN) -m ingest && touch "$(STAMP)"; \
	fi
