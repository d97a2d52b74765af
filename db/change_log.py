"""Which rows were created, updated or deleted: a log for those who keep a copy (``changes(since:)``).

Its own table, written by ``api.services.rows`` in the statement that changes the rows: a trigger would be refused
on a distributed table (FINDINGS: Citus). Only ever appended; what is older than any copy still kept may be pruned.
"""

from collections.abc import Iterator

from db.catalog import Entity, catalog
from db.resource import Scope

#: ``txid`` tells which changes everybody has the same order of: those of transactions older than any still
#: under way. The key alone would not: it is given out before the commit, and commits overtake one another.
TABLE = """
create table if not exists changes (
  txid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  unit_code varchar(6),
  entity text not null,
  key text not null,
  kind text not null check (kind in ('created', 'updated', 'deleted')),
  at timestamptz not null default now(),
  primary key (txid, id)
)
"""
KINDS = ("created", "updated", "deleted")


def statements(app: str, operator: str, visible: str) -> Iterator[str]:
    """The table, its grants and policies for the two roles; ``visible``: that a row's unit is the viewer's."""
    yield TABLE
    yield f"revoke all on changes from {app}, {operator}"
    yield f"grant select, insert on changes to {app}"
    yield f"grant select on changes to {operator}"
    yield "alter table changes enable row level security"
    yield "drop policy if exists by_unit on changes"
    yield f"create policy by_unit on changes to {app}, {operator} using (unit_code is null or {visible})"
    yield "drop policy if exists own_platform on changes"
    # A row that is gone belongs to nobody any more: that it is, is told to all of its unit.
    own = " or ".join(
        f"(entity = '{entity.name}' and key in (select id::text from {entity.table}))"
        for entity in catalog().values()
        if entity.unit_scoped and entity.resource.operator
    )
    yield (
        f"create policy own_platform on changes as restrictive for select to {operator}"
        f" using (unit_code is null or kind = 'deleted' or {own})"
    )


def told(entity: Entity, kind: str, changed: str) -> str:
    """An insert that logs the rows of the query or CTE ``changed``, which has their keys and, where they have it,
    their unit. Rows that everybody may read belong to no unit here; those of no unit, to the nation's.

    Raises:
        ValueError: this is no kind of change.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of change: {kind!r}")
    unit = "null" if entity.resource.scope is Scope.OPEN else "coalesce(unit_code, '')"
    return (
        "insert into changes (unit_code, entity, key, kind)"
        f" select {unit}, '{entity.name}', {entity.key}::text, '{kind}' from {changed}"
    )


def returned(entity: Entity, table: str) -> str:
    """What a statement must return to be logged."""
    unit = f", {table}.unit_code" if entity.resource.scope is Scope.UNIT else ""
    return f"{table}.{entity.key}{unit}"
