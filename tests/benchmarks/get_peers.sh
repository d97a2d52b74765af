#!/bin/sh
# Sees to what the benchmarks run beside Dengta: wrk, and PostGraphile with a Node that it takes.
set -eu
cd "$(dirname "$0")/peers/node"

if ! command -v wrk >/dev/null; then
    if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
        apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -q -y wrk >/dev/null
    else
        echo "The benchmarks need wrk (Debian: apt-get install wrk)." >&2
        exit 1
    fi
fi
# A Node of 20 installs it: the one that runs it comes as a package.
[ -x node_modules/.bin/node ] || npm ci --no-audit --no-fund --loglevel=error >/dev/null
