"""What a change of rows leaves in the audit trail: each row before and after, without what nobody may keep."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import orjson

from db.catalog import Entity, Kind, catalog
from db.enums import AuditKind, Stage
from db.store import Work

#: Kept with each row by the machinery: who changed it and when stands in the entry itself.
_KEPT_APART = frozenset({"id", "unit_code", "synthetic", "version"})
HIDDEN = "****"


@cache
def audited_columns(name: str) -> tuple[str, ...]:
    """The columns of an entity whose values an entry tells."""
    names = catalog()[name].model._meta.fields_db_projection
    return tuple(name for name in names if name not in _KEPT_APART)


def has_unit(entity: Entity) -> bool:
    return "unit_code" in entity.fields


def created(work: Work, entity: Entity, keys: Sequence[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """``rows`` as they were given or found, each with the key of the same place."""
    if entity.name == "Session":
        _signed_in(work, rows)
    if not entity.resource.audited:
        return
    for key, row in zip(keys, rows, strict=True):
        after = {
            name: value
            for name, value in row.items()
            if value is not None and name not in _KEPT_APART and name not in entity.resource.hidden
        }
        work.trail.note(
            AuditKind.CREATED,
            unit=row.get("unit_code") or None,
            subject=entity.name,
            key=key,
            after=_told(entity, after),
            synthetic=bool(row.get("synthetic", False)),
        )


def _signed_in(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """However somebody signs in: a session begins. One that still waits for the second step is none yet."""
    for row in rows:
        if row.get("stage", Stage.IN) != Stage.IN:
            continue
        facts = {"office": True} if row.get("office") else {}
        with work.trail.by(row["user_id"]):
            work.trail.note(AuditKind.SIGNED_IN, subject="User", key=row["user_id"], facts=facts)


def signed_out(work: Work, user_id: int) -> None:
    """A session ended because somebody ended it."""
    with work.trail.by(user_id):
        work.trail.note(AuditKind.SIGNED_OUT, subject="User", key=user_id)


def updated(
    work: Work,
    entity: Entity,
    columns: Sequence[str],
    rows: Sequence[tuple[Any, str | None, bool, Sequence[Any], Sequence[Any]]],
) -> None:
    """``rows``: key, unit, whether synthetic, the values of ``columns`` before and after."""
    if not entity.resource.audited:
        return
    for key, unit, synthetic, before, after in rows:
        changed = [place for place, name in enumerate(columns) if before[place] != after[place]]
        if not changed:
            continue
        work.trail.note(
            AuditKind.UPDATED,
            unit=unit,
            subject=entity.name,
            key=key,
            before=_told(entity, {columns[place]: before[place] for place in changed}),
            after=_told(entity, {columns[place]: after[place] for place in changed}),
            synthetic=synthetic,
        )


def deleted(work: Work, entity: Entity, key: Any, row: Mapping[str, Any]) -> None:
    """``row`` with all its columns."""
    if not entity.resource.audited:
        return
    before = {
        name: row[name]
        for name in audited_columns(entity.name)
        if row[name] is not None and name not in entity.resource.hidden
    }
    work.trail.note(
        AuditKind.DELETED,
        unit=row["unit_code"] if has_unit(entity) else None,
        subject=entity.name,
        key=key,
        before=_told(entity, before),
        synthetic=row["synthetic"],
    )


def mask(value: str) -> str:
    """As ``db.query.values.mask``: all but the last four characters; of a short value, nothing."""
    return HIDDEN if len(value) < 8 else HIDDEN + value[-4:]


def _told(entity: Entity, values: dict[str, Any]) -> dict[str, Any]:
    """The values as they may be kept: that an account changed is told, which one it was only to whom the row is."""
    careful = _careful(entity.name)
    for name in values:
        if name in careful:
            values[name] = careful[name](values[name])
    return values


@cache
def _careful(name: str) -> Mapping[str, Callable[[Any], Any]]:
    """By column: how its value is told, where not as it is."""
    entity = catalog()[name]
    found: dict[str, Callable[[Any], Any]] = {}
    for column, field in entity.fields.items():
        if field.sensitive and not field.length:  # of what somebody wrote, even the end may tell who they are
            found[column] = lambda value: value if value is None else HIDDEN
        elif field.sensitive:
            found[column] = lambda value: value if value is None else mask(str(value))
        elif field.kind is Kind.DECIMAL:
            found[column] = _rounded(field.places)
        elif field.kind is Kind.JSON:
            found[column] = lambda value: orjson.loads(value) if isinstance(value, str) else value
    # What is sealed is for nobody's eyes yet, not the auditors' either: that it was written is told.
    sealed = audited_columns(name) if entity.resource.sealed else ()
    for column in (*entity.resource.hidden, *sealed):
        found[column] = lambda value: value if value is None else HIDDEN
    return found


def _rounded(places: int) -> Callable[[Any], Any]:
    """As the database keeps it."""
    unit = Decimal(1).scaleb(-places)

    def rounded(value: Any) -> Any:
        return value if value is None else Decimal(value).quantize(unit)

    return rounded
