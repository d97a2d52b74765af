"""Brings a database to the current shape: roles, migrations, guards. Safe to repeat and to run twice at once."""

import tempfile
from pathlib import Path
from typing import Any

import asyncpg
from tortoise.context import TortoiseContext
from tortoise.migrations.api import migrate as run_migrations

from db import baseline, embedded
from db.config import Database
from db.guards import APP_ROLE, OPERATOR_ROLE, PRELUDE, statements
from db.orm import orm_config

#: Any number will do, as long as every process of Dengta takes the same one.
_LOCK = 2_022_022


async def migrate(database: Database) -> None:
    """Create roles, run the migrations, apply the guards.

    Raises:
        asyncpg.PostgresError: the owner's account may not do one of these.
    """
    connection = await asyncpg.connect(database.owner_url)
    try:
        await connection.execute("select pg_advisory_lock($1)", _LOCK)
        await make_roles(connection, database.app_password)
        await baseline.lay(connection)
        await connection.execute(PRELUDE)
        await step(database.owner_url)
        async with connection.transaction():
            for statement in statements():
                await connection.execute(statement)
    finally:
        await connection.close()


async def step(url: str) -> None:
    """Run the migrations that the database behind ``url`` has not seen, one by one."""
    async with TortoiseContext():
        await run_migrations(config=orm_config(url))


async def make_roles(connection: Any, password: str | None) -> None:
    """The application's role and the operators', with what they may become; those that are there are kept."""
    name = await connection.fetchval("select current_database()")
    for role in (APP_ROLE, OPERATOR_ROLE):
        if not await connection.fetchval("select true from pg_roles where rolname = $1", role):
            await connection.execute(f"create role {role} nosuperuser nobypassrls nocreatedb nocreaterole")
    secret = await connection.fetchval("select quote_literal($1::text)", password) if password else None
    # Where an administrator made the roles as they must be, the owner needs no right to change any.
    fit = await connection.fetchval(
        "select rolcanlogin and not rolinherit from pg_roles where rolname = $1", APP_ROLE
    )
    if secret or not fit:
        await connection.execute(
            f"alter role {APP_ROLE} login noinherit" + (f" password {secret}" if secret else "")
        )
    await _give(connection, OPERATOR_ROLE, APP_ROLE)
    owner = await connection.fetchval("select current_user")
    if not await connection.fetchval("select usesuper from pg_user where usename = $1", owner):
        # The owner seeds in the application's role; without a superuser's rights it must be given it.
        await _give(connection, APP_ROLE, owner)
    await connection.execute(
        await connection.fetchval(
            f"select format('grant connect on database %I to {APP_ROLE}', $1::text)", name
        )
    )
    await connection.execute(f"grant usage on schema public to {APP_ROLE}, {OPERATOR_ROLE}")


async def _give(connection: Any, role: str, member: str) -> None:
    """``member`` may become ``role``, but has nothing of it otherwise, such as the operator's narrowing policies.

    Since PostgreSQL 16 that is a property of the grant, before it was one of the member.
    """
    modern = connection.get_server_version() >= (16,)
    given = await connection.fetchval(
        "select true from pg_auth_members where roleid = $1::text::regrole and member = quote_ident($2)::regrole"
        + (" and set_option and not inherit_option" if modern else "")
        + " limit 1",
        role,
        member,
    )
    if given:
        return
    terms = " with inherit false, set true" if modern else ""
    await connection.execute(
        await connection.fetchval(f"select format('grant %I to %I{terms}', $1::text, $2::text)", role, member)
    )


async def drawn_by_steps() -> str:
    """The baseline that the migrations make, step by step, in a server of its own."""
    with tempfile.TemporaryDirectory(prefix="dengta-") as folder:
        server = embedded.start(Path(folder) / "pg", embedded.TEST)
        try:
            server.ensure("steps")
            url = server.url("steps")
            connection = await asyncpg.connect(url)
            try:
                await connection.execute(PRELUDE)
                await step(url)
                rows = await connection.fetch("select app, name from tortoise_migrations order by id")
            finally:
                await connection.close()
            return baseline.drawn(url, [(row["app"], row["name"]) for row in rows])
        finally:
            server.stop()
