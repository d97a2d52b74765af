"""The queue of background jobs: pgqueuer's own tables, in a schema of their own, for the application to use."""

from collections.abc import Iterator
from typing import Any

from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import (
    DBSettings,
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.queries import Queries

SCHEMA = "jobs"
_SETTINGS = DBSettings(db_schema=SCHEMA)


def queries(connection: Any) -> Queries:
    """Of a connection of asyncpg: what is put into the queue is there when its transaction commits."""
    return Queries(
        AsyncpgDriver(connection),
        QueryBuilderEnvironment(_SETTINGS),
        QueryQueueBuilder(_SETTINGS),
        QuerySchedulerBuilder(_SETTINGS),
    )


def statements(role: str) -> Iterator[str]:
    """The tables, once, and the rights to them."""
    install = QueryBuilderEnvironment(_SETTINGS).build_install_query().replace("$$", "$body$")
    yield f"create schema if not exists {SCHEMA}"
    yield f"""do $install$ begin
      if to_regclass('{SCHEMA}.pgqueuer') is null then
        execute $queue${install}$queue$;
      end if;
    end $install$"""
    yield f"grant usage on schema {SCHEMA} to {role}"
    yield f"grant select, insert, update, delete on all tables in schema {SCHEMA} to {role}"
    yield f"grant usage on all sequences in schema {SCHEMA} to {role}"
