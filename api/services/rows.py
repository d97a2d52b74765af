"""Many rows in or changed with one statement a table, in the order given, and noted for those who listen.

COPY is refused under row-level security, so values travel as one array per column through ``unnest``.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import asyncpg
import orjson

from api.services.refusals import explain
from db.catalog import Entity, Kind, catalog
from db.change_log import returned, told
from db.resource import Scope
from db.store import Work

Row = Mapping[str, Any]

_SQL_TYPES = {
    Kind.NUMBER: "bigint",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "numeric",
    Kind.TEXT: "text",
    Kind.WORD: "text",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.TIME: "timestamptz",
    Kind.JSON: "jsonb",
}


async def insert(work: Work, name: str, rows: Sequence[Row], *, skip: str | None = None) -> list[int]:
    """Add rows of the entity ``name``; their keys, in the same order.

    With ``skip``, a list of columns, rows that are already there by these are left out, also of the answer.

    Raises:
        Refusal: the database refuses one of the rows.
    """
    if not rows:
        return []
    entity = catalog()[name]
    given = dict.fromkeys(column for row in rows for column in row)
    defaults = {column: value for column, value in _defaults(name).items() if column not in given}
    columns = [*given, *defaults]
    types = ", ".join(f"${number}::{_type(name, column)}[]" for number, column in enumerate(columns, 1))
    values = [[row.get(column) for row in rows] for column in given]
    values += [[value] * len(rows) for value in defaults.values()]
    listed = ", ".join(columns)
    statement = (
        f"insert into {entity.table} ({listed}) select {listed} from unnest({types})"  # noqa: S608
        f" with ordinality as given ({listed}, place) order by place"
        + (f" on conflict ({skip}) do nothing" if skip else "")
    )
    with explained():
        found = await work.connection.fetch(
            logged(entity, "created", statement), *_packed(name, columns, values)
        )
    _note(work, entity, found)
    return [row[0] for row in found]


async def update(work: Work, name: str, rows: Sequence[Row]) -> None:
    """Change rows of the entity ``name``: each row has ``id`` and the same columns to set.

    Raises:
        Refusal: the database refuses a value.
    """
    if not rows:
        return
    entity = catalog()[name]
    columns = list(rows[0])
    types = ", ".join(f"${number}::{_type(name, column)}[]" for number, column in enumerate(columns, 1))
    changes = ", ".join(f"{column} = given.{column}" for column in columns if column != "id")
    values = [[row[column] for row in rows] for column in columns]
    with explained():
        found = await work.connection.fetch(
            logged(
                entity,
                "updated",
                f"update {entity.table} set {changes} from unnest({types}) as given ({', '.join(columns)})"  # noqa: S608
                f" where {entity.table}.id = given.id",
            ),
            *_packed(name, columns, values),
        )
    _note(work, entity, found)


async def delete(work: Work, name: str, ids: Sequence[int]) -> None:
    """Remove rows of the entity ``name``.

    Raises:
        Refusal: other rows hang on one of them, or nothing of the kind is ever removed.
    """
    if not ids:
        return
    entity = catalog()[name]
    statement = f"delete from {entity.table} where {entity.table}.id = any($1)"  # noqa: S608
    with explained():
        found = await work.connection.fetch(logged(entity, "deleted", statement), list(ids))
    _note(work, entity, found)


def logged(entity: Entity, kind: str, statement: str, table: str = "") -> str:
    """The statement, which changes rows of the entity (called ``table`` in it), with the log of it.

    It returns their keys, and their units where they are of one.
    """
    back = f"{statement} returning {returned(entity, table or entity.table)}"
    if entity.resource.scope is Scope.PRIVATE:
        return back
    log = told(entity, kind, "changed")
    return f"with changed as ({back}), logged as ({log}) select {returned(entity, 'changed')} from changed"  # noqa: S608


@contextmanager
def explained() -> Iterator[None]:
    """What the database refuses, as a refusal with a sentence."""
    try:
        yield
    except (
        asyncpg.IntegrityConstraintViolationError,
        asyncpg.DataError,
        asyncpg.InsufficientPrivilegeError,
    ) as error:
        raise explain(error) from error


def _note(work: Work, entity: Entity, found: Sequence[Any]) -> None:
    if found and entity.resource.scope is not Scope.PRIVATE:
        # What is open to all concerns everybody.
        work.news.note(entity.name, {row[1] for row in found} if entity.unit_scoped else [None])


def _packed(name: str, columns: Sequence[str], values: list[list[Any]]) -> list[list[Any]]:
    return [
        [None if value is None else orjson.dumps(value).decode() for value in column_values]
        if _type(name, column) == "jsonb"
        else column_values
        for column, column_values in zip(columns, values, strict=True)
    ]


@cache
def _type(name: str, column: str) -> str:
    """The SQL type of a column.

    Raises:
        KeyError: the table has no such column.
    """
    entity = catalog()[name]
    if column in entity.fields:
        return _SQL_TYPES[entity.fields[column].kind]
    if column in entity.resource.hidden:
        return "text"
    return _SQL_TYPES[_target(entity, column)]


def _target(entity: Entity, column: str) -> Kind:
    for relation in entity.relations.values():
        if not relation.many and relation.column == column:
            target = catalog()[relation.target]
            return target.fields[target.key].kind
    raise KeyError(f"{entity.table} has no column {column}")


@cache
def _defaults(name: str) -> dict[str, Any]:
    """What the models fill in: the migrations give the tables no defaults."""
    fields = catalog()[name].model._meta.fields_map
    return {
        column: field.default
        for column, field in fields.items()
        if field.default is not None and not callable(field.default) and not field.generated
    }
