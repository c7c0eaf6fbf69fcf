# The commands of this house. Python 3.11 or newer and make are all that has to be there.
# Another Python: make run PYTHON=python3.12        Another port: make run PORT=8080

PYTHON ?= python3
BOOTSTRAP = $(PYTHON) community/bootstrap.py
WITH_TESTS = $(BOOTSTRAP) --with-tests

.DEFAULT_GOAL := help
.PHONY: help run

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | expand -t 12

run: ## the whole site at http://127.0.0.1:8000/, with a demo world
	@$(BOOTSTRAP) --for-serving manage.py serve
