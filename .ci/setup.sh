#!/bin/sh
# Builds .tools (uv) and .venv (the locked dependencies) with whatever Python 3.12 or newer can be had.
# LANGUAGES=1 adds the encoder that compares claims across languages, and it stays until LANGUAGES=0 takes it away.
set -eu
cd "$(dirname "$0")/.."

stamp=".venv/setup.stamp"
case "${LANGUAGES-$(cat .venv/setup.languages 2>/dev/null || true)}" in
    "" | 0 | no | off | false) languages="" ;;
    *) languages="1" ;;
esac
wanted="$(cat uv.lock pyproject.toml .python-version .ci/setup.sh | cksum) $languages"
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && .venv/bin/python -c "" 2>/dev/null; then
    exit 0
fi

say() { printf '%s\n' "$*" >&2; }

# A pyenv shim exists for versions it then refuses to run, so each one found is tried.
runs() { "$1" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }

find_python() {
    for name in python3.13 python3.12; do
        if command -v "$name" >/dev/null 2>&1 && runs "$name"; then command -v "$name"; return; fi
    done
    for line in 3.13 3.12; do
        for found in $(ls -d "${PYENV_ROOT:-$HOME/.pyenv}/versions/$line".*/bin/python 2>/dev/null | sort -rV); do
            if runs "$found"; then printf '%s\n' "$found"; return; fi
        done
    done
    for name in python3 python; do
        if command -v "$name" >/dev/null 2>&1 && runs "$name"; then command -v "$name"; return; fi
    done
}

python=$(find_python)

# uv itself needs no particular Python, only one that can make a virtual environment.
uv=.tools/bin/uv
if ! "$uv" --version >/dev/null 2>&1; then
    rm -rf .tools
    made=""
    for name in $python python3 python; do
        # With the pip that is here: unpacking another one into .tools takes longer than all the rest.
        if "$name" -m venv --without-pip .tools >/dev/null 2>&1 &&
            "$name" -m pip --python .tools/bin/python install --quiet --disable-pip-version-check uv 2>/dev/null; then
            made=yes
            break
        fi
        if "$name" -m venv --clear .tools >/dev/null 2>&1 && .tools/bin/python -m pip install --quiet --disable-pip-version-check uv; then
            made=yes
            break
        fi
        rm -rf .tools
    done
    if [ -z "$made" ]; then
        uv=$(command -v uv || true)
        if [ -z "$uv" ]; then
            say "Setup needs Python 3 with its venv module (Debian: apt-get install python3-venv) and a package index it can reach."
            exit 1
        fi
    fi
fi

if [ -n "$python" ]; then
    say "Setting up .venv with $python ..."
    export UV_PYTHON_DOWNLOADS=never
else
    python=$(cat .python-version)
    say "No Python 3.12 or 3.13 was found here, so uv fetches $python ..."
fi
if ! UV_PROJECT_ENVIRONMENT=.venv "$uv" sync --locked --quiet ${languages:+--extra languages} --python "$python"; then
    say "The dependencies could not be installed; the lines above say why. If Python itself is missing, install Python 3.13 and try again."
    exit 1
fi
printf '%s\n' "$languages" > .venv/setup.languages
printf '%s\n' "$wanted" > "$stamp"
