#!/bin/sh
# Prints the folder of PostgreSQL's server programs (initdb, pg_ctl) for the contract tests. With --install,
# root on a Debian-like machine gets Debian's. Else one line says what to install, and the exit status is 1.
find_it() {
    # The newest of Debian's folders comes before PATH, where only links to some of the programs may stand.
    for folder in "${POSTGRES_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn) \
        "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")"; do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && echo "$folder" && return 0
    done
    return 1
}

find_it && exit 0
if [ "${1:-}" = --install ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -q -y --no-install-recommends postgresql; } >&2 && find_it && exit 0
fi
echo "The journal tests need PostgreSQL's server programs: install them (Debian: apt-get install postgresql)," \
    "or set POSTGRES_BIN to their folder." >&2
exit 1
