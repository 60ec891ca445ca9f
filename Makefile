# One door for people: `make help` lists what it does. Paths are relative, so a folder with blanks in its name works.
SHELL := /bin/sh
UV := ./tools/uv
PY := .venv/bin/python
BOT := .venv-bot/bin/python
TRAIN := .venv-train/bin/python
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help
.PHONY: help run setup test test-service test-bot test-core test-house lint types contracts check style train shell validate test-stories test-conversations cross-validate interactive nightly bench train-emotion measure-emotion clean

help:            ## this list
	@grep -hE '^[a-z-]+: .*##|^[a-z-]+:  *##' Makefile | sed 's/:.*##/\t/' | expand -t 18

setup: .venv/ready .venv-bot/ready  ## install uv and both environments

.venv/ready: uv.lock
	@echo "Preparing the service's environment (.venv, Python 3.12) ..."
	@UV_PROJECT_ENVIRONMENT=.venv $(UV) sync --quiet --frozen --group service --group dev --python 3.12
	@touch $@

.venv-bot/ready: uv.lock
	@echo "Preparing Rasa's environment (.venv-bot, Python 3.10; about 1.6 GB once) ..."
	@UV_COMPILE_BYTECODE=1 UV_PROJECT_ENVIRONMENT=.venv-bot $(UV) sync --quiet --frozen --no-install-project --group bot --python 3.10
	@touch $@

run: setup       ## start the whole house and print its addresses (Ctrl-C stops it)
	@.venv/bin/heard run

train: setup     ## train the bot if its files changed
	@.venv/bin/heard train

# The longest first, two at a time: the gate has two cores. Each part takes ports, databases and folders of its own.
test: setup      ## everything: both Pythons, PostgreSQL, browser, the whole house
	@./tools/system-packages
	@$(MAKE) --no-print-directory train
	@$(MAKE) --no-print-directory -k -j2 test-service test-house test-bot test-core

test-bot: setup train
	$(BOT) -m pytest tests/empathy tests/emotion_model tests/bot -q -p no:randomly -p no:cacheprovider

# Whole houses, browsers, telephones, kills: slow, and none of them touches what `test-service` does.
WHOLE := tests/house tests/handbook tests/crash tests/preview tests/experiments tests/widget tests/sms
test-house: setup train
	$(PY) -m pytest $(WHOLE) -q -p no:cacheprovider

test-core: setup
	$(PY) -m pytest tests/empathy -q -p no:cacheprovider --cov=empathy --cov-branch --cov-report=term:skip-covered --cov-fail-under=100

test-service: setup train
	$(PY) -m pytest tests $(foreach part,tests/bot tests/empathy $(WHOLE),--ignore=$(part)) -q -p no:cacheprovider

lint: setup      ## ruff, format
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: setup     ## mypy strict on both Pythons
	$(PY) -m mypy
	$(BOT) -m mypy --config-file mypy-bot.ini

contracts: setup ## direction of dependence
	.venv/bin/lint-imports

check: setup     ## the designers' lint
	.venv/bin/heard check

shell: setup train  ## talk to the bare bot in a terminal (designers; no service needed)
	@./tools/shell

interactive: setup train  ## Rasa's interactive learning
	@./tools/shell interactive --skip-visualization

validate: setup  ## Rasa's own check of the training data
	$(BOT) -m rasa data validate

test-stories: setup train  ## Rasa's test stories, and the part of the story tests that Rasa can read
	@rm -rf results/stories && mkdir -p results && cp -R tests/stories results/stories
	.venv/bin/heard test-conversations --plain results/stories
	$(BOT) -m rasa test -s results/stories --fail-on-prediction-errors --out results

test-conversations: setup  ## story tests, replayed through a house of their own
	.venv/bin/heard test-conversations

cross-validate: setup  ## intent accuracy by cross-validation
	$(BOT) -m rasa test nlu --nlu data/nlu --cross-validation --folds 3 --out results --no-plot
	$(PY) -m heard.bench.intents results

bench: setup train  ## every benchmark against its floor
	.venv/bin/heard bench all

nightly: setup train  ## the slow studies: 200 crashes, 100,000 webhooks, cross-validation, benchmarks
	HEARD_CRASH_KILLS=200 $(PY) -m pytest tests/crash -q
	HEARD_WEBHOOKS=100000 $(PY) -m pytest tests/sms/test_webhooks.py -q -k thousands
	$(MAKE) --no-print-directory cross-validate bench

train-emotion: .venv-train/ready  ## train the reader anew (about an hour): DATA=folder of the public sets, EXTRA=corrected lines
	$(TRAIN) -m emotion_model.training --data $(DATA) $(foreach file,$(EXTRA),--extra $(file))
	$(MAKE) --no-print-directory setup
	$(PY) -m tests.emotion_model.make_golden

measure-emotion: .venv-train/ready  ## every figure of docs/emotion-model.md: DATA=folder of the public sets
	$(TRAIN) -m emotion_model.training.measure --data $(DATA)

.venv-train/ready: emotion_model/training/requirements.txt
	@echo "Preparing the training environment (.venv-train: PyTorch for CPUs, about 1 GB once) ..."
	@$(UV) venv --quiet --clear --python 3.11 .venv-train
	@$(UV) pip install --quiet --python .venv-train --torch-backend cpu -r $<
	@touch $@

clean:           ## remove what can be made again (not your data in var/)
	rm -rf .venv .venv-bot .venv-train .tools .pytest_cache .mypy_cache .ruff_cache .rasa models results
