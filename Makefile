# make run starts the desk, make test checks everything; both set up what they need first.
.PHONY: setup run test lint format bench-extraction
DATA ?=

setup:
	@sh .ci/setup.sh

run: setup
	@exec env PLUMBLINE_DEMO="$${PLUMBLINE_DEMO:-1}" .venv/bin/python manage.py up --with-parent

test: setup
	@sh .ci/test.sh

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: setup
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench-extraction: setup
	.venv/bin/python -m tests.benchmarks.extraction --data "$(DATA)"
