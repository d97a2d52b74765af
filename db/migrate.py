"""Brings a database to the current shape: roles, migrations, guards. Safe to repeat and to run twice at once."""

from typing import Any

import asyncpg
from tortoise.context import TortoiseContext
from tortoise.migrations.api import migrate as run_migrations

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
        await _roles(connection, database.app_password)
        await connection.execute(PRELUDE)
        async with TortoiseContext():
            await run_migrations(config=orm_config(database.owner_url))
        async with connection.transaction():
            for statement in statements():
                await connection.execute(statement)
    finally:
        await connection.close()


async def _roles(connection: Any, password: str | None) -> None:
    name = await connection.fetchval("select current_database()")
    for role in (APP_ROLE, OPERATOR_ROLE):
        if not await connection.fetchval("select true from pg_roles where rolname = $1", role):
            await connection.execute(f"create role {role} nosuperuser nobypassrls nocreatedb nocreaterole")
    secret = await connection.fetchval("select quote_literal($1::text)", password) if password else None
    await connection.execute(
        f"alter role {APP_ROLE} login noinherit" + (f" password {secret}" if secret else "")
    )
    # The application may become the operator's role, and must not have its narrowing policies otherwise:
    # since PostgreSQL 16 that is a property of the grant, before it was one of the role.
    terms = " with inherit false, set true" if connection.get_server_version() >= (16,) else ""
    await connection.execute(f"grant {OPERATOR_ROLE} to {APP_ROLE}{terms}")
    if not await connection.fetchval("select usesuper from pg_user where usename = current_user"):
        # The owner seeds in the application's role; without a superuser's rights it must be given it.
        await connection.execute(f"grant {APP_ROLE} to current_user{terms}")
    await connection.execute(
        await connection.fetchval(
            f"select format('grant connect on database %I to {APP_ROLE}', $1::text)", name
        )
    )
    await connection.execute(f"grant usage on schema public to {APP_ROLE}, {OPERATOR_ROLE}")
