#!/bin/sh
# Runs a command with TEST_DATABASE_URL set to a throw-away cluster of Debian's PostgreSQL 15.
set -eu

bin=/usr/lib/postgresql/15/bin
if [ ! -x $bin/initdb ]; then
    if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && apt-get update -q >/dev/null 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y postgresql-15 >/dev/null 2>&1; then
        echo "Installed Debian's PostgreSQL 15."
    else
        echo "This needs PostgreSQL 15 (Debian 12: apt-get install postgresql-15)." >&2
        exit 1
    fi
fi

folder=$(mktemp -d /tmp/dengta-pg15-XXXXXX)
as=
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root.
    chown postgres "$folder"
    as="runuser -u postgres --"
fi
stop() {
    (cd "$folder" && $as $bin/pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

# Passwords, as an office has them; the private PostgreSQL of the other tests needs none.
echo owner-of-tests >"$folder/password"
chmod 644 "$folder/password"
(
    cd "$folder"
    $as $bin/initdb -D "$folder/data" -U postgres --auth=scram-sha-256 --pwfile="$folder/password" \
        --locale=C.UTF-8 --encoding=UTF8 --no-sync >/dev/null
    $as $bin/pg_ctl -D "$folder/data" -w -l "$folder/log" start >/dev/null \
        -o "-c listen_addresses= -c unix_socket_directories=$folder -c port=5432 -c fsync=off -c full_page_writes=off \
            -c synchronous_commit=off -c max_connections=200 -c shared_buffers=128MB -c jit=off"
)
TEST_DATABASE_URL="postgresql://postgres:owner-of-tests@/postgres?host=$folder" "$@"
