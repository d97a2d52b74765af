"""Many rows in or changed with one statement a table, in the order given, noted for those who listen and audited.

COPY is refused under row-level security, so values travel as one array per column through ``unnest``.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import asyncpg
import orjson

from api.services import traces
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
    # Which of the rows were there already is known from what comes back only.
    told = traces.audited_columns(name) if skip and entity.resource.audited else ()
    also = [*told, "synthetic", *(["unit_code"] if traces.has_unit(entity) else [])] if told else []
    with explained():
        found = await work.connection.fetch(
            logged(entity, "created", statement, also=also), *_packed(name, columns, values)
        )
    _note(work, entity, found)
    as_made = [dict(zip(also, row[-len(also) :], strict=True)) for row in found] if told else None
    traces.created(
        work,
        entity,
        [row[0] for row in found],
        as_made or ([{**defaults, **row} for row in rows] if not skip else []),
    )
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
    if "version" in entity.fields:
        changes += f", version = {entity.table}.version + 1"
    values = [[row[column] for row in rows] for column in columns]
    changed = [column for column in columns if column != "id"]
    unit = "unit_code" if traces.has_unit(entity) else "null as unit_code"
    before = f"select id, {unit}, synthetic, {', '.join(changed)} from {entity.table} where id = any(${columns.index('id') + 1}) for update"  # noqa: S608
    statement = (
        f"update {entity.table} set {changes} from unnest({types}) as given ({', '.join(columns)})"  # noqa: S608
        f" join earlier on earlier.id = given.id where {entity.table}.id = given.id"
    )
    with explained():
        found = await work.connection.fetch(
            f"with earlier as materialized ({before}), {_logging(entity, 'updated', statement, also=changed)}"  # noqa: S608
            f" select {returned(entity, 'changed')}, earlier.unit_code, earlier.synthetic,"
            f" {', '.join(f'earlier.{column}, changed.{column}' for column in changed)}"
            " from changed join earlier on earlier.id = changed.id",
            *_packed(name, columns, values),
        )
    _note(work, entity, found)
    start = len(found[0]) - 2 * len(changed) if found else 0
    traces.updated(
        work,
        entity,
        changed,
        [
            (row[0], row[start - 2], row[start - 1], row[start::2], row[start + 1 :: 2])
            for row in map(tuple, found)
        ],
    )


async def delete(work: Work, name: str, ids: Sequence[int]) -> None:
    """Remove rows of the entity ``name``.

    Raises:
        Refusal: other rows hang on one of them, or nothing of the kind is ever removed.
    """
    if not ids:
        return
    entity = catalog()[name]
    statement = f"delete from {entity.table} where {entity.table}.id = any($1)"  # noqa: S608
    also = [*traces.audited_columns(name), "synthetic", *(["unit_code"] if traces.has_unit(entity) else [])]
    with explained():
        found = await work.connection.fetch(logged(entity, "deleted", statement, also=also), list(ids))
    _note(work, entity, found)
    for row in found:
        traces.deleted(work, entity, row[0], dict(zip(also, row[-len(also) :], strict=True)))


def logged(entity: Entity, kind: str, statement: str, table: str = "", *, also: Sequence[str] = ()) -> str:
    """The statement, which changes rows of the entity (called ``table`` in it), with the log of it.

    It returns their keys, their units where they are of one, and the columns ``also``.
    """
    columns = ", ".join([returned(entity, "changed"), *(f"changed.{column}" for column in also)])
    return f"with {_logging(entity, kind, statement, table, also)} select {columns} from changed"  # noqa: S608


def _logging(entity: Entity, kind: str, statement: str, table: str = "", also: Sequence[str] = ()) -> str:
    """The queries ``changed``, the statement's rows with their keys, units and ``also``, and the log of them."""
    table = table or entity.table
    taken = {entity.key, "unit_code"} if entity.resource.scope is Scope.UNIT else {entity.key}
    more = "".join(f", {table}.{column}" for column in also if column not in taken)
    changed = f"changed as ({statement} returning {returned(entity, table)}{more})"
    if entity.resource.scope is Scope.PRIVATE:
        return changed
    return f"{changed}, logged as ({told(entity, kind, 'changed')})"


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
    work.known.pop(entity.name, None)
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
