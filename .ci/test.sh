#!/bin/sh
# Everything that must hold before a change goes in. Says what it has to leave out on this machine, and why.
set -eu
cd "$(dirname "$0")/.."
export bin="$PWD/.venv/bin"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/plumbline-checks-XXXXXX")
export PLUMBLINE_DATA_DIR="$scratch/data"
# Every test process would compile Django anew where Python may not keep what it compiled.
export PYTHONDONTWRITEBYTECODE=
# What a person has set for her own server is not for tests.
unset CELERY_BROKER_URL PLUMBLINE_DEMO PLUMBLINE_PRODUCTION HOST PORT ALLOWED_HOSTS PUBLIC_URL
configured_database=${DATABASE_URL:-}
unset DATABASE_URL

beside=""
tidy() {
    [ -z "$beside" ] || kill -- "-$beside" 2>/dev/null || true
    rm -rf "$scratch"
}
trap tidy EXIT
trap 'exit 130' INT TERM
step() { printf '\n== %s\n' "$*"; }

# Playwright's own browser, the system's, or Debian's where it may be installed: the test's fixture picks the same way.
has_chromium() { "$bin/python" -m tests.browser_here >/dev/null 2>&1; }
if ! has_chromium && command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    step "Installing Chromium for the browser tests"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 || true
fi
if has_chromium; then
    chosen="not processes"
else
    chosen="not processes and not browser"
    echo "LEFT OUT: the browser tests. No Chromium is here and none could be installed."
fi

step "commit subjects"; "$bin/python" -m tests.repository.commit_subject --new
step "ruff"; "$bin/ruff" check . && "$bin/ruff" format --check --quiet .
step "templates"; "$bin/djlint" --check templates claims/backoffice/templates

# In a group of their own, so that they end with this script; what they say is printed when they are done.
"$bin/python" -c 'import os; os.setsid(); os.execvp("sh", ["sh", ".ci/beside.sh"])' > "$scratch/beside.log" 2>&1 &
beside=$!

step "tests on SQLite"
"$bin/pytest" -n "${TEST_PROCESSES:-2}" --dist loadgroup -q -m "$chosen"

# Without what no database can change: browsers, processes, the faces of the one transition table, and what
# tests/only_database.py leaves out. It begins while what runs beside goes on, so that no core waits, and is printed last.
passed=yes
TEST_POSTGRES_URL="${TEST_POSTGRES_URL:-$configured_database}" "$bin/python" -m tests.with_postgres \
    "$bin/python" -m pytest -p tests.only_database -n "${TEST_PROCESSES:-2}" --dist loadgroup -q \
    -m "not browser and not processes and not faces" > "$scratch/postgres.log" 2>&1 || passed=""

wait "$beside" || passed=""
beside=""
cat "$scratch/beside.log"
step "tests on PostgreSQL"
cat "$scratch/postgres.log"
[ "$passed" ]
