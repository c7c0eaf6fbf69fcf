# The commands of this house. Python 3.11 or newer and make are all that has to be there.
# Another Python: make run PYTHON=python3.12        Another port: make run PORT=8080

PYTHON ?= python3
BOOTSTRAP = $(PYTHON) community/bootstrap.py
WITH_TESTS = $(BOOTSTRAP) --with-tests
EMBEDDED = env -u DATABASE_URL -u REDIS_URL
TESTING = pytest -q -n 2 --dist worksteal --durations=5 --durations-min=2
PYTEST = $(WITH_TESTS) -m $(TESTING)

unexport PYTHONDONTWRITEBYTECODE  # each test process would compile all that it imports, and rewrite all its asserts

.DEFAULT_GOAL := help
.PHONY: help python run test check templates lint format types migrations chromium test-sqlite test-services test-browser bench-live bench-forum

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1	/p' Makefile | expand -t 16

python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON): install Python 3.11 or newer first." >&2; exit 1; }

run: python ## the whole site at http://127.0.0.1:8000/, with a demo world
	@$(BOOTSTRAP) --for-serving manage.py serve

test: chromium lint migrations ## everything: under 15 minutes on two cores
	@$(MAKE) --no-print-directory --jobs 2 templates types
	@$(MAKE) --no-print-directory test-sqlite test-services test-browser

templates: python ## what tests start from: migrated databases, a demo world
	@$(EMBEDDED) $(WITH_TESTS) -m tests.templates

check: lint ## the quick loop: lint, and the quick tests on SQLite
	@$(EMBEDDED) $(PYTEST) -m "not (browser or slow or outage or demo)"

lint: python ## look for mistakes in Python and in templates
	@$(WITH_TESTS) -m ruff check
	@$(WITH_TESTS) -m ruff format --check
	@$(WITH_TESTS) -m djlint --lint --quiet templates

format: ## lay Python out as everywhere else
	@$(WITH_TESTS) -m ruff check --fix-only
	@$(WITH_TESTS) -m ruff format

types: ## check the type annotations
	@$(WITH_TESTS) -m mypy cms community events forum

migrations: ## see that every change of a model has its migration
	@DATABASE_URL=sqlite://:memory: $(WITH_TESTS) manage.py makemigrations --check --dry-run

test-sqlite: ## the tests on SQLite
	@$(EMBEDDED) $(PYTEST) -m "not browser and not outage"

test-services: ## what touches a database or a channel, again on PostgreSQL and Valkey; and servers that fail
	@$(WITH_TESTS) -m tests.services $(TESTING) -m "(service and not browser and not slow) or outage"

test-browser: chromium ## the tests in Chromium
	@$(EMBEDDED) $(PYTEST) -m browser tests/browser tests/faults

bench-live: python ## how fast live rooms are, beside two yardsticks; CASE=500 runs one case
	@$(EMBEDDED) $(WITH_TESTS) -m tests.bench.live

bench-forum: python ## what forum pages and posts cost, beside stock machina; CASE=pages runs one case
	@$(EMBEDDED) $(WITH_TESTS) -m tests.bench.forum

chromium: python
	@$(WITH_TESTS) -m tests.chromium
