#!/bin/sh
# Everything that must hold before a change goes in. Says what it has to leave out on this machine, and why.
set -eu
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
export PLUMBLINE_DATA_DIR="${TMPDIR:-/tmp}/plumbline-checks-$$"
trap 'rm -rf "$PLUMBLINE_DATA_DIR"' EXIT INT TERM
# What a person has set for her own server is not for tests.
unset CELERY_BROKER_URL PLUMBLINE_DEMO PLUMBLINE_PRODUCTION HOST PORT ALLOWED_HOSTS PUBLIC_URL
configured_database=${DATABASE_URL:-}
unset DATABASE_URL

step() { printf '\n== %s\n' "$*"; }

# Playwright's own browser, the system's, or Debian's where it may be installed: the test's fixture picks the same way.
has_chromium() { "$bin/python" -m tests.browser_here >/dev/null 2>&1; }
if ! has_chromium && command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    step "Installing Chromium for the browser tests"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 || true
fi
if has_chromium; then
    chosen=""
else
    chosen="not browser"
    echo "LEFT OUT: the browser tests. No Chromium is here and none could be installed."
fi

step "commit subjects"; "$bin/python" -m tests.repository.commit_subject --new
step "ruff"; "$bin/ruff" check . && "$bin/ruff" format --check --quiet .
step "mypy"; "$bin/mypy"
step "import contracts"; "$bin/lint-imports"
step "migrations"; "$bin/python" manage.py makemigrations --check --dry-run

step "tests on SQLite"
"$bin/pytest" -n "${TEST_PROCESSES:-2}" --dist loadgroup -q ${chosen:+-m "$chosen"}

# Without what no database can change: browsers, processes, the faces of the one transition table, and what needs none.
step "tests on PostgreSQL"
TEST_POSTGRES_URL="${TEST_POSTGRES_URL:-$configured_database}" "$bin/python" -m tests.with_postgres \
    "$bin/python" -m pytest -p tests.only_database -n "${TEST_PROCESSES:-2}" --dist loadgroup -q \
    -m "not browser and not processes and not faces"
