"""The history of one record for whoever may see it: from the audit trail, without what the viewer may not see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from api.errors import Refusal
from api.policy.access import may_read
from api.policy.history import Past
from api.viewer import Viewer
from db.catalog import Entity, Relation, catalog
from db.enums import AuditKind
from db.models.audit import READERS
from db.store import NATION, Store

#: The newest changes of a record that are told; a record that changed more often is asked of the trail itself.
MOST = 500


@dataclass(frozen=True)
class Change:
    """One change: ``who`` is None where it was the system, or a person the viewer may not know."""

    past: Past
    kind: AuditKind
    at: datetime
    who: str | None
    system: bool


@dataclass(frozen=True)
class History:
    """``changes`` in their order; ``titles``: by table and key, what linked rows are called."""

    entity: Entity
    changes: Sequence[Change]
    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)


async def history(store: Store, viewer: Viewer, name: str, key: str) -> History:
    """All that is known of one record's changes.

    Raises:
        Refusal: the viewer may not read the table, or the record is not there for them.
    """
    entity = catalog().get(name)
    if entity is None or not entity.resource.audited or not may_read(viewer.roles, entity.resource.readers):
        raise Refusal("FORBIDDEN", "您无权查看此表 | You may not read this table", status=403)
    unit = "unit_code" if "unit_code" in entity.fields else "null"
    async with store.read(viewer.rows) as connection:
        row = await connection.fetchrow(
            f"select {unit} as unit_code from {entity.table} where {entity.key} = $1::text::{_key_type(entity)}",  # noqa: S608
            key,
        )
    if row is None:
        raise Refusal(
            "NOT_FOUND",
            "没有这条记录，或不属于您的单位 | There is no such record within your units",
            status=404,
        )
    # Who sees the record sees what it was: entries of national tables belong to no unit, so not by unit here.
    async with store.read(NATION) as connection:
        found = await connection.fetch(
            "select seq, kind, at, before, after, actor_id, users.name, users.username from audit_entries"
            " left join users on users.id = actor_id"
            " where subject = $1 and subject_key = $2 and unit_code is not distinct from $3"
            " and kind in ('created', 'updated') order by seq desc limit $4",
            name,
            key,
            row["unit_code"],
            MOST,
        )
    changes = [_change(viewer, entry) for entry in reversed(found)]
    return History(entity, changes, await _titles(store, viewer, entity, changes))


def _change(viewer: Viewer, entry: Mapping[str, Any]) -> Change:
    known = may_read(viewer.roles, catalog()["User"].resource.readers) or bool(viewer.roles & READERS)
    mine = entry["actor_id"] is not None and entry["actor_id"] == viewer.user_id
    return Change(
        Past(entry["seq"], orjson.loads(entry["before"] or "{}"), orjson.loads(entry["after"] or "{}")),
        AuditKind(entry["kind"]),
        entry["at"],
        (entry["name"] or entry["username"]) if known or mine else None,
        entry["actor_id"] is None,
    )


async def _titles(
    store: Store, viewer: Viewer, entity: Entity, changes: Sequence[Change]
) -> dict[tuple[str, str], str]:
    """What the linked rows are called that the viewer sees; the others stay numbers."""
    wanted: dict[str, set[str]] = {}
    for relation in links(entity).values():
        target = catalog()[relation.target]
        if "." in target.resource.title or not may_read(viewer.roles, target.resource.readers):
            continue
        keys = {
            str(values[relation.column])
            for change in changes
            for values in (change.past.before, change.past.after)
            if values.get(relation.column) is not None
        }
        if keys:
            wanted.setdefault(target.name, set()).update(keys)
    if not wanted:
        return {}
    found: dict[tuple[str, str], str] = {}
    async with store.read(viewer.rows) as connection:
        for name, keys in wanted.items():
            target = catalog()[name]
            rows = await connection.fetch(
                f"select {target.key}::text as key, {target.resource.title}::text as title"  # noqa: S608
                f" from {target.table} where {target.key} = any($1::text[]::{_key_type(target)}[])",
                sorted(keys),
            )
            found |= {(name, row["key"]): row["title"] for row in rows if row["title"]}
    return found


def _key_type(entity: Entity) -> str:
    """What keys are compared as: as text no index knows them."""
    return "bigint" if entity.key == "id" else "text"


def links(entity: Entity) -> dict[str, Relation]:
    """The links of a table by their columns."""
    return {relation.column: relation for relation in entity.relations.values() if not relation.many}
