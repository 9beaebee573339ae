#!/bin/sh
# Writes every lock anew: newest versions that fit, hashes, no registry address.
# The full set is solved first and the smaller ones are held to it, so that one environment can grow.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
unset PIP_FIND_LINKS UV_FIND_LINKS 2>/dev/null || true

compile() { # LOCK SOURCE...
    lock=$1
    shift
    echo "lock: $lock"
    "$uv" pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate \
        --python-version 3.11 "$@" --output-file "$lock"
}

compile requirements-test.lock pyproject.toml --all-extras requirements-test.in
compile requirements.lock pyproject.toml --constraints requirements-test.lock
compile requirements-postgres.lock pyproject.toml --extra postgres --constraints requirements-test.lock
compile requirements-cohort.lock pyproject.toml --extra cohort --constraints requirements-test.lock
compile requirements-build.lock requirements-build.in --constraints requirements-test.lock
compile requirements-node.lock requirements-node.in --constraints requirements-test.lock
