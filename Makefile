# make test checks everything; each target first sets up what it needs.
.DEFAULT_GOAL := help
.PHONY: help setup run test test-postgres test-fast coverage lint format docs hooks audit migrations release sbom bench-extraction
DATA ?=
TESTS ?= tests

help: ## Print what can be made here
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do printf 'make %-18s%s\n' "$$name" "$$text"; done

setup: ## Install the locked dependencies into .venv
	@sh .ci/setup.sh

run: setup ## Start the desk with its demo newsroom; Ctrl-C stops it
	@# Each of its processes would compile Django anew where Python may not keep what it compiled.
	@exec env PYTHONDONTWRITEBYTECODE= PLUMBLINE_DEMO="$${PLUMBLINE_DEMO:-1}" .venv/bin/python manage.py up --with-parent

test: setup ## Check everything that has to hold before a change goes in
	@sh .ci/test.sh

test-postgres: setup ## Run all tests that use the database on PostgreSQL; make test leaves out what it cannot change
	@.venv/bin/python -m tests.with_postgres .venv/bin/python -m pytest -p tests.only_database --all-faces \
		-n "$${TEST_PROCESSES:-2}" --dist loadgroup -q -m "not browser and not processes"

test-fast: setup ## Run the quick tests of the rooms changed since main, in under 30 seconds
	@.venv/bin/python -m tests.fast

coverage: setup ## Run the tests and report coverage per room; TESTS=tests/review narrows them
	@.venv/bin/python -m tests.repository.coverage_by_room $(TESTS)

lint: setup ## Check style, types and which room imports which
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint --check templates claims/backoffice/templates
	.venv/bin/mypy
	.venv/bin/lint-imports

format: setup ## Put code and templates into their one format
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/djlint --reformat --quiet --warn templates claims/backoffice/templates

docs: setup ## Write the pages of docs/ that are made from the code
	.venv/bin/python -m tests.docs.architecture
	.venv/bin/python -m tests.docs.data_model
	.venv/bin/python manage.py state_diagram --write > /dev/null

hooks: setup ## Have git check each commit and its message before it takes them
	.venv/bin/pre-commit install

migrations: setup ## Check that the last release can run beside the migrations since
	@.venv/bin/python -m tests.with_postgres .venv/bin/python -m tests.repository.safe_migrations

audit: setup ## Look up known vulnerabilities of the locked dependencies
	@sh .ci/audit.sh

release: setup ## Tag the version in pyproject.toml with what CHANGELOG.md says of it
	@.venv/bin/python -m tests.repository.release

sbom: setup ## Write what is installed on a server, as a CycloneDX bill of materials and a list of licences: build/
	@mkdir -p build
	@$$( [ -x .tools/bin/uv ] && echo .tools/bin/uv || echo uv ) export --quiet --locked --no-dev --preview-features sbom-export --format cyclonedx1.5 --output-file build/plumbline.cdx.json
	@.venv/bin/python -m tests.repository.licences > build/licences.tsv
	@echo "build/plumbline.cdx.json and build/licences.tsv"

bench-extraction: setup ## Measure the extractor on labelled data: DATA=folder
	.venv/bin/python -m tests.benchmarks.extraction --data "$(DATA)"
