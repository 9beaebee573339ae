#!/bin/sh
# Prints the first Python here that is 3.11 or newer, or one line saying what to install.
for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$name"
        exit 0
    fi
done
echo "Backrub needs Python 3.11 or newer: install it (python.org, or your system's packages) and try again." >&2
exit 1
