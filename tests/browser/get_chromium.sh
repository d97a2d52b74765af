#!/bin/sh
# Sees to a Chromium and Chinese fonts for the browser tests; root on Debian gets them by itself.
set -eu

found=
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then found=yes; fi
done
fonts=$(fc-list :lang=zh 2>/dev/null | head -n 1 || true)
if [ -n "$found" ] && [ -n "$fonts" ]; then exit 0; fi

if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
    echo "Installing Chromium and Chinese fonts for the browser tests …"
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -q >"$log" 2>&1 &&
        apt-get install -q -y --no-install-recommends chromium fonts-noto-cjk fontconfig >>"$log" 2>&1; then
        rm -f "$log"
        exit 0
    fi
    tail -n 20 "$log"
    exit 1
fi
echo "The browser tests need Chromium and a Chinese font (Debian: apt-get install chromium fonts-noto-cjk)." >&2
exit 1
