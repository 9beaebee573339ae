#!/bin/sh
# Prints the path of a Chromium for the browser tests: best the one without a window, which opens a page in two
# thirds of the time. With --install, root on a Debian-like machine gets Debian's; any other Chromium does where
# that can't be had. Else one line says what to install, and the exit status is 1.
find_it() {
    for name in "$@"; do
        [ -n "$name" ] && command -v "$name" && return 0
    done
    return 1
}

install_it() {
    export DEBIAN_FRONTEND=noninteractive
    quick="-q -o Acquire::Retries=0 -o Acquire::http::Timeout=10"
    { apt-get update $quick && apt-get install $quick -y --no-install-recommends chromium-headless-shell; } >&2
}

find_it "${CHROMIUM:-}" chromium-headless-shell && exit 0
if [ "${1:-}" = --install ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    install_it && find_it chromium-headless-shell && exit 0
fi
find_it chromium chromium-browser google-chrome google-chrome-stable && exit 0
echo "The browser tests need Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM to its path." >&2
exit 1
