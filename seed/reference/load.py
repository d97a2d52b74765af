"""Brings the reference tables to what the files in this folder say; a second time changes nothing."""

import json
from collections.abc import Iterable
from typing import Any

import asyncpg

from api.services.rows import logged
from db.catalog import Entity, catalog
from db.config import Database
from db.enums import AuditKind
from db.trail import Trail
from seed.progress import Progress, silent
from seed.reference import files
from seed.reference.questionnaires import questionnaires

_LABEL = "参考数据 | Reference data"
#: Two processes that start at once load one after the other.
_LOCK = 20_220_221
#: An entry of the audit trail names so many rows.
MOST_KEYS = 50


async def load_reference(database: Database, progress: Progress = silent) -> None:
    """Load units, batches, industries, clauses, limits and articles of law: all of it or nothing.

    What an office decides for itself survives: dates and ratios of batches, limits that it has closed
    or added, and a real Annex 1 in place of the stand-ins.
    """
    connection = await asyncpg.connect(database.owner_url)
    try:
        async with connection.transaction():
            await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
            await _load(connection, progress)
    finally:
        await connection.close()


async def _load(connection: Any, progress: Progress) -> None:
    articles = files.penalty_articles()
    industries = files.table("industries")
    parents = {row["code"]: row.pop("parent_code") for row in industries}
    steps: list[tuple[str, tuple[str, ...], list[dict[str, Any]], frozenset[str]]] = [
        ("reporting_units", ("code",), list(files.table("units")), frozenset()),
        ("unit_borders", ("unit_code", "neighbour_code"), _real(files.table("unit_borders")), frozenset()),
        ("batches", ("number",), _real(files.table("batches")), frozenset({"name", "starts_on", "ends_on"})),
        ("industries", ("code",), _real(industries), await _own_annex(connection)),
        ("clauses", ("id",), list(files.table("clauses")), frozenset()),
        (
            "limits",
            ("key", "valid_from"),
            _real(files.table("limits")),
            frozenset({"clause_id", "value", "valid_until", "reason"}),
        ),
        ("penalty_articles", ("number",), _real(articles), frozenset()),
        ("questionnaires", ("edition",), _real(questionnaires()), frozenset()),
        (
            "acceptance_standards",
            ("valid_from",),
            _real(files.acceptance_standards()),
            frozenset({"criteria", "reason"}),
        ),
        (
            "indicators",
            ("code",),
            _real(files.table("indicators")),
            frozenset(
                {"name", "name_en", "measure", "measure_en", "lower_is_better", "cumulative", "sample"}
            ),
        ),
        ("scenes", ("number",), _real(files.scenes()), frozenset()),
        ("little_giants", ("uscc",), _real(files.table("little_giants")), frozenset()),
    ]
    total = sum(len(rows) for _, _, rows, _ in steps)
    done = 0
    progress(_LABEL, done, total)
    trail = Trail()
    for name, key, rows, kept in steps:
        await _merge(connection, trail, name, key, rows, kept)
        done += len(rows)
        progress(_LABEL, done, total)
    await _hang_industries(connection, parents)
    await trail.write(connection)


def _real(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "synthetic": False} for row in rows]


async def _own_annex(connection: Any) -> frozenset[str]:
    """The columns of industries to leave alone: none, unless the office has put in the real Annex 1."""
    replaced = await connection.fetchval(
        "select exists (select from industries where annex and not stand_in)"
    )
    return frozenset({"annex", "stand_in"}) if replaced else frozenset()


async def _merge(
    connection: Any,
    trail: Trail,
    name: str,
    key: tuple[str, ...],
    rows: list[dict[str, Any]],
    kept: frozenset[str],
) -> None:
    """Insert what is new and update what differs, apart from the ``kept`` columns of rows that exist.

    The audit trail tells which rows, not their values: those stand in the files of this release.
    """
    if not rows:
        return
    entity = next(entity for entity in catalog().values() if entity.table == name)
    columns = list(rows[0])
    given = json.dumps(rows, ensure_ascii=False)
    source = f"rows from (jsonb_populate_recordset(null::{name}, $1::jsonb)) with ordinality as new"
    same = f"({_of('old', key)}) = ({_of('new', key)})"
    changing = [column for column in columns if column not in kept and column not in key]
    # Not "on conflict do update": that would lock every row and use up numbers although nothing changes.
    if changing:
        update = f"""update {name} old set {", ".join(f'"{column}" = new."{column}"' for column in changing)}
                from {source} where {same}
                and ({_of("old", changing)}) is distinct from ({_of("new", changing)})"""
        _audit(
            trail,
            entity,
            AuditKind.UPDATED,
            await connection.fetch(logged(entity, "updated", update, "old"), given),
        )
    insert = f"""insert into {name} ({", ".join(f'"{column}"' for column in columns)})
            select {_of("new", columns)} from {source}
            where not exists (select from {name} old where {same}) order by new.ordinality"""
    _audit(trail, entity, AuditKind.CREATED, await connection.fetch(logged(entity, "created", insert), given))


def _audit(trail: Trail, entity: Entity, kind: AuditKind, found: list[Any]) -> None:
    if found:
        trail.note(
            kind,
            subject=entity.name,
            facts={"rows": len(found), "keys": [row[0] for row in found[:MOST_KEYS]]},
        )


def _of(row: str, columns: Iterable[str]) -> str:
    return ", ".join(f'{row}."{column}"' for column in columns)


async def _hang_industries(connection: Any, parents: dict[str | None, str | None]) -> None:
    hung = [(code, parent) for code, parent in parents.items() if parent is not None]
    await connection.fetch(
        logged(
            catalog()["Industry"],
            "updated",
            "update industries set parent_id = above.id from unnest($1::text[], $2::text[]) as link (code, parent)"
            " join industries above on above.code = link.parent"
            " where industries.code = link.code and industries.parent_id is distinct from above.id",
        ),
        [code for code, _ in hung],
        [parent for _, parent in hung],
    )
