#!/bin/sh
# What test.sh runs beside the tests on SQLite: what needs one core at most, and tests that mostly wait for processes.
set -eu
step() { printf '\n== %s\n' "$*"; }

step "mypy"; "$bin/mypy"
step "import contracts"; "$bin/lint-imports"
step "migrations"; "$bin/python" manage.py makemigrations --check --dry-run
step "migrations beside the last release"; "$bin/python" -m tests.with_postgres "$bin/python" -m tests.repository.safe_migrations

step "tests that start processes"
# shellcheck disable=SC2046 # one word for each file
"$bin/pytest" -q -m processes $(grep -rl --include='*.py' 'mark\.processes' tests)
